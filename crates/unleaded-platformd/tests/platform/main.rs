//! The reference server from outside: the contract, its document, and the client against it.

mod client;
mod contract;
mod killed;
mod openapi;
mod support;
