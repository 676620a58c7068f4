//! The reference server from outside: the contract, its document, and the client against it.

#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

mod bodies;
mod client;
mod contract;
mod killed;
mod openapi;
mod support;
