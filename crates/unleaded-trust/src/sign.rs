//! Signing.

use thiserror::Error;

use crate::digest::Digest;
use crate::envelope::{self, Envelope, PAYLOAD_TYPE, pre_authentication_encoding};
use crate::keys::PrivateKey;
use crate::statement::{self, Predicate, Statement};

/// Why a document was not signed.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignError {
    /// The envelope would be larger than any verifier reads.
    #[error(
        "the signature on `{name}` would take {size} bytes, more than a verifier reads: \
         state fewer of its {products} products"
    )]
    TooLarge {
        /// The document.
        name: String,
        /// The size of the envelope in bytes.
        size: usize,
        /// How many products the predicate names.
        products: usize,
    },
}

/// Signs `document` under its file name `name` and returns the bytes of `FILE.dsse.json`.
///
/// Only the last component of `name` is signed: where a signer keeps the file is nobody's business. The same
/// arguments give the same bytes.
pub fn sign_document(
    name: &str,
    document: &[u8],
    predicate: &Predicate,
    key: &PrivateKey,
) -> Result<Vec<u8>, SignError> {
    let payload = statement::write(base_name(name), Digest::of(document), predicate);
    let signature = key.sign(&pre_authentication_encoding(PAYLOAD_TYPE, &payload));
    let envelope = envelope::write(&payload, &key.public().id(), &signature);
    // What no verifier would read is not handed out. Only size can stand in the way.
    if Envelope::parse(&envelope).is_err() || Statement::parse(&payload).is_err() {
        let (size, products) = (envelope.len(), predicate.products.len());
        return Err(SignError::TooLarge { name: name.to_owned(), size, products });
    }
    Ok(envelope)
}

/// The last component of a path in the way of any system.
pub(crate) fn base_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::ProductId;

    #[test]
    fn paths_stay_private() {
        for name in ["a.xml", "/home/me/a.xml", "C:\\docs\\a.xml", "x/y\\a.xml"] {
            assert_eq!(base_name(name), "a.xml");
        }
    }

    #[test]
    fn what_cannot_be_verified_is_not_signed() {
        let products = vec![ProductId::default(); 100_000];
        let predicate = Predicate { products, ..Predicate::default() };
        let key = PrivateKey::from_seed([1; 32]);
        assert!(matches!(
            sign_document("a", b"", &predicate, &key),
            Err(SignError::TooLarge { products: 100_000, .. })
        ));
    }
}
