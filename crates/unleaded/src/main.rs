//! The command line of unleaded.
fn main() {}
