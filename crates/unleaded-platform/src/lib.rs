//! The public platform's contract and its client.
//!
//! [`contract`] is what both sides share: wire types, the signing of requests, receipts, the table of errors, and the
//! checks a declaration must pass. [`client`] prepares a filing, keeps it in an outbox on disk until the platform's signed
//! receipt is stored, and turns every way a platform can fail into a diagnostic of its own.

pub mod client;
pub mod contract;
