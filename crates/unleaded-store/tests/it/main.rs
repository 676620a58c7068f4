//! Workspaces on a real disk.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    missing_docs,
    reason = "tests read files and fail by panicking"
)]

mod index;
mod killed;
mod place;
mod shelf;
