//! The public platform's contract and its client.
