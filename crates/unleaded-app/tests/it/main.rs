//! The roll-up from end to end in memory: each sentence of the meaning is a test.
#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

mod components;
mod support;
