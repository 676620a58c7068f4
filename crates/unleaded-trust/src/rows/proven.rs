//! Rows that are those that a statement commits to.

use super::{LateDisclosure, LateRow, RedactedCopy, Row, RowsError};
use crate::digest::Digest;
use crate::envelope::{Envelope, PAYLOAD_TYPE};
use crate::merkle;
use crate::statement::{Predicate, Statement, Tree};
use crate::verify::BadReason;

/// What is added to a document's name to name the envelope on its rows.
pub const ROWS_ENVELOPE_SUFFIX: &str = ".rows.dsse.json";

/// The rows of a copy, which give the root that the statement in its envelope commits to. Only [`RedactedCopy::rows`] makes one.
/// Who signed that statement is another question, which [`verify_copy`](crate::verify_copy) answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    rows: Vec<Option<Row>>,
    statement: Digest,
}

impl Rows {
    /// The rows in their order; `None`: it is hidden.
    pub fn rows(&self) -> &[Option<Row>] {
        &self.rows
    }

    /// The SHA-256 of the payload whose statement commits to them.
    pub fn statement(&self) -> Digest {
        self.statement
    }
}

/// Rows that are among those that a statement commits to. Only [`LateDisclosure::proven`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvenRows(Vec<(u64, Row)>);

impl ProvenRows {
    /// The rows with their numbers, in order.
    pub fn rows(&self) -> &[(u64, Row)] {
        &self.0
    }
}

impl RedactedCopy {
    /// Returns the rows if they give the signed root, are as many as were signed, and each is in canonical form.
    pub fn rows(&self) -> Result<Rows, RowsError> {
        let (statement, signed) = commitment(&self.envelope)?;
        if signed.count != self.leaves.len() as u64 {
            let (signed, found) = (signed.count, self.leaves.len());
            return Err(RowsError::CountDiffers { signed, found });
        }
        if signed.root != self.root() {
            return Err(RowsError::RootDiffers);
        }
        Ok(Rows { rows: self.parsed()?, statement })
    }
}

impl LateDisclosure {
    /// Returns the rows if each is proven to be one of those that the statement in `envelope` commits to.
    pub fn proven(&self, envelope: &[u8]) -> Result<ProvenRows, RowsError> {
        let (statement, signed) = commitment(envelope)?;
        if statement != self.statement {
            let (named, found) = (self.statement, statement);
            return Err(RowsError::OtherStatement { named, found });
        }
        let row = |late: &LateRow| {
            let leaf = late.salt.leaf(&late.row);
            let shown =
                merkle::verify_inclusion(&leaf, late.at, signed.count, &late.proof, &signed.root);
            shown.map_err(|error| RowsError::Unproven { at: late.at, error })?;
            // The number of a row that is in the tree fits.
            Ok((late.at, Row::parse(&late.row, usize::try_from(late.at).unwrap_or(usize::MAX))?))
        };
        self.rows.iter().map(row).collect::<Result<_, _>>().map(ProvenRows)
    }
}

/// Returns what the statement in an envelope commits to, and the SHA-256 of the payload that it stands in. Nothing is verified.
pub fn commitment(envelope: &[u8]) -> Result<(Digest, Tree), RowsError> {
    let envelope = Envelope::parse(envelope).map_err(BadReason::from)?;
    if envelope.payload_type != PAYLOAD_TYPE {
        return Err(BadReason::PayloadTypeUnknown { value: envelope.payload_type }.into());
    }
    let statement = Statement::<Predicate>::parse(&envelope.payload).map_err(BadReason::from)?;
    let rows = statement.claim.rows.ok_or(RowsError::NoRows)?;
    // The hash of the document itself would let hidden names be guessed.
    if statement.digest != rows.root {
        return Err(RowsError::NoRows);
    }
    Ok((Digest::of(&envelope.payload), rows))
}
