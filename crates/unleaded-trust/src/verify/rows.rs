//! Signatures on rows: the statement is about the root of all rows of a declaration, of which some may be at hand.

use super::{Outcome, Subject, Terms, judge};
use crate::rows::{LateDisclosure, ProvenRows, RedactedCopy, Rows, RowsError};

/// Checks, as [`verify`](super::verify) does, who signed the declaration that `copy` shows rows of. That the rows are those that were
/// signed holds for every outcome; an error says why they are not.
pub fn verify_copy(copy: &RedactedCopy, terms: &Terms<'_>) -> Result<Outcome<Rows>, RowsError> {
    let subject = Subject { value: copy.rows()?, name: None, digest: None };
    Ok(judge(subject, &copy.envelope, terms).unwrap_or_else(Outcome::Bad))
}

/// Checks, as [`verify`](super::verify) does, who signed the declaration in `envelope`, of which `late` discloses rows. That they are
/// among those that were signed holds for every outcome; an error says why they are not.
pub fn verify_late(
    late: &LateDisclosure,
    envelope: &[u8],
    terms: &Terms<'_>,
) -> Result<Outcome<ProvenRows>, RowsError> {
    let subject = Subject { value: late.proven(envelope)?, name: None, digest: None };
    Ok(judge(subject, envelope, terms).unwrap_or_else(Outcome::Bad))
}
