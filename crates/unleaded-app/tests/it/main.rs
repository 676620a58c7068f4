//! The roll-up from end to end in memory: each sentence of its meaning is a test.
#![allow(
    clippy::unwrap_used,
    clippy::float_arithmetic,
    reason = "tests may unwrap and compare roughly"
)]

mod amounts;
mod components;
mod disclosure;
mod doubt;
mod support;
mod verdicts;
