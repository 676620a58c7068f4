//! The use cases, as straight lines of steps over ports.
