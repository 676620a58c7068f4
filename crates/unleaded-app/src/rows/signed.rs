//! Signatures on rows.

use unleaded_model::diagnostic::FileName;
use unleaded_trust::{Predicate, SignError, SigningKey, Tree, sign_statement};

use crate::signing::{Saying, said};

/// Signs the rows of `document` and returns the bytes of the envelope: the statement is about their root, since the hash of the document
/// would tell what its rows hide. What is said beside them holds for every copy as it does for the document.
pub fn sign_rows(
    file: &FileName,
    document: &[u8],
    keys: &[&dyn SigningKey],
    saying: Saying,
    rows: Tree,
) -> Result<Vec<u8>, SignError> {
    let predicate = Predicate { rows: Some(rows), ..said(file, document, saying) };
    sign_statement(file.as_str(), &rows.root, &predicate, keys)
}
