//! The program as a person runs it: real processes, real files, real connections.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::unwrap_used,
    missing_docs,
    reason = "tests read files and fail by panicking; a skipped one says so"
)]

mod aggregates;
mod bad_input;
mod bad_xml;
mod check_profiles;
mod cluster;
mod convert;
mod decide;
mod declarations;
mod demo;
mod diff;
mod document_report;
mod document_status;
mod elsewhere;
mod evidence;
mod exit_codes;
mod expiring;
mod explain;
mod export;
mod help;
mod json;
mod keys;
mod killed;
mod lists;
mod logs;
mod national;
mod own_editions;
mod own_lists;
mod platform;
mod push;
mod questions;
mod redact;
mod replies;
mod rollup;
mod shapes;
mod show;
mod signed_inside;
mod signing;
mod standard;
mod support;
mod tables;
#[cfg(feature = "pkcs11")]
mod tokens;
mod trust;
mod whatif;
mod where_used;
mod workspace;
mod workspace_again;
#[cfg(target_os = "linux")]
mod workspace_ended;
