//! Keys, signatures, the trust store and the one function that verifies.
