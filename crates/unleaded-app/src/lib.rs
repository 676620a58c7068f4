//! The use cases, as straight lines of steps over ports.
//!
//! Whoever drives them (the command line, a server) brings the ports: where documents come from
//! ([`documents::Documents`]), what day it is, who listens to progress. Nothing here prints, exits or
//! reads a clock.

pub mod aggregate;
mod answers;
pub mod check;
pub mod companions;
pub mod convert;
pub mod coverage;
pub mod decisions;
pub mod diff;
pub mod documents;
pub mod evidence;
pub mod expiring;
pub mod held;
pub mod ingest;
pub mod input;
pub mod mapping;
pub mod nearest;
mod offers;
pub mod parallel;
pub mod profile;
pub mod reply;
pub mod report_workbook;
pub mod request;
pub mod rollup;
pub mod rows;
pub mod signatures;
pub mod signing;
pub mod system;
pub mod template;
