//! The command line from outside: each test runs the program in a folder of its own.
//!
//! These are tests of the package `unleaded`, since Cargo tells only its tests where the program is.
#![allow(
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test says what a program printed, and fails by panicking"
)]

#[cfg(target_os = "linux")]
mod memory;
mod readme;
mod refusals;
mod support;
