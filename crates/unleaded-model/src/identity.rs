//! Who and what: identifiers of substances and organisations, each kept as written and normalised.

mod cas;
mod credit_code;
mod ec;
mod text;

pub use self::cas::{Cas, CasError};
pub use self::credit_code::CreditCode;
pub use self::ec::Ec;
pub use self::text::{key, matching_text};
