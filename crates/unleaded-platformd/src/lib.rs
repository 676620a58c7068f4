//! The reference platform server.
