//! The contract `pspa/v1`: what client and server agree on. Nothing here reads a file, a clock or the network.

pub mod answers;
pub mod catalogue;
pub mod check;
pub mod day;
pub mod declaration;
pub mod enterprise;
pub mod error;
pub mod limit_set;
pub mod operation;
pub mod receipt;
pub mod signing;
pub mod text;
