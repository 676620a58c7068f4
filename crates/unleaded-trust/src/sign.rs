//! Signing.

use thiserror::Error;

use crate::digest::Digest;
use crate::envelope::{
    ENVELOPE_LIMIT, Envelope, EnvelopeError, PAYLOAD_TYPE, SIGNATURE_LIMIT, SignatureEntry,
    pre_authentication_encoding,
};
use crate::json::MemberError;
use crate::keys::{SigningFailure, SigningKey};
use crate::statement::{self, Form, PAYLOAD, Predicate, Statement, StatementError};

/// Why something was not signed.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignError {
    /// The key has signed the envelope already.
    #[error("key {key_id} has signed already")]
    AlreadySigned {
        /// The key.
        key_id: String,
    },
    /// The envelope that should get another signature can't be read.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// The key did not sign.
    #[error(transparent)]
    Key(#[from] SigningFailure),
    /// No key was given, or more than a verifier reads.
    #[error("an envelope has 1 to {SIGNATURE_LIMIT} signatures, not {count}")]
    KeyCount {
        /// How many signatures it would have.
        count: usize,
    },
    /// The envelope that should get another signature says something else, or speaks of another document.
    #[error("the envelope is not one on `{name}`")]
    OtherStatement {
        /// The document.
        name: String,
    },
    /// What is to be signed lacks something that a verifier asks for.
    #[error("what is to be signed is not whole: {0}")]
    Statement(MemberError),
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
    key: &dyn SigningKey,
) -> Result<Vec<u8>, SignError> {
    sign_statement(name, &Digest::of(document), predicate, &[key])
}

/// Signs what `claim` says about the subject `name` with the SHA-256 `digest`, with every one of `keys`, and returns the
/// bytes of the envelope.
///
/// For a statement about a file the digest is that of its bytes, for one about a key that of its DER form. Only the last
/// component of `name` is signed. The same arguments give the same bytes.
pub fn sign_statement<C: Form>(
    name: &str,
    digest: &Digest,
    claim: &C,
    keys: &[&dyn SigningKey],
) -> Result<Vec<u8>, SignError> {
    let mut envelope = Envelope {
        payload_type: PAYLOAD_TYPE.to_owned(),
        payload: statement::write(base_name(name), digest, claim),
        signatures: Vec::new(),
    };
    for &key in keys {
        add(&mut envelope, key)?;
    }
    let products = claim.products().len();
    // What no verifier would read is not handed out.
    match Statement::<C>::parse(&envelope.payload) {
        Err(StatementError::Member(error)) if error.path != PAYLOAD => {
            Err(SignError::Statement(error))
        }
        // Our own bytes are no strict JSON only where there are more values than are read.
        Err(_) => Err(too_large(name, envelope.write().len(), products)),
        Ok(_) => written(name, &envelope, products),
    }
}

/// Adds the signatures of `keys` to `envelope`, whose payload stays as it is, byte for byte. It must say a `C` about the
/// subject with the SHA-256 `digest`, called `name` in errors: nobody signs what they do not know.
pub fn add_signatures<C: Form>(
    name: &str,
    digest: &Digest,
    envelope: &[u8],
    keys: &[&dyn SigningKey],
) -> Result<Vec<u8>, SignError> {
    let mut envelope = Envelope::parse(envelope)?;
    let statement = Statement::<C>::parse(&envelope.payload).ok();
    let is_type = envelope.payload_type == PAYLOAD_TYPE;
    let meant = statement.filter(|statement| is_type && statement.digest == *digest);
    let meant = meant.ok_or_else(|| SignError::OtherStatement { name: name.to_owned() })?;
    for &key in keys {
        add(&mut envelope, key)?;
    }
    written(name, &envelope, meant.claim.products().len())
}

/// The identifiers of keys that stand in `envelope`, which nobody has verified; one that is not given is empty.
pub fn stated_keys(envelope: &[u8]) -> Result<Vec<String>, EnvelopeError> {
    let envelope = Envelope::parse(envelope)?;
    Ok(envelope.signatures.into_iter().map(|entry| entry.key_id).collect())
}

fn add(envelope: &mut Envelope, key: &dyn SigningKey) -> Result<(), SignError> {
    let message = pre_authentication_encoding(&envelope.payload_type, &envelope.payload);
    let (key_id, signature) = (key.id(), key.sign(&message)?);
    // Signatures are deterministic, so the same key gives the same bytes whatever hint stands beside them.
    if envelope.signatures.iter().any(|entry| entry.signature == signature) {
        return Err(SignError::AlreadySigned { key_id });
    }
    // In order of the keys, so that the same signatures give the same envelope whoever signed first.
    let at = envelope.signatures.partition_point(|entry| entry.key_id < key_id);
    envelope.signatures.insert(at, SignatureEntry { key_id, signature });
    Ok(())
}

/// The bytes of the envelope, if a verifier reads them.
fn written(name: &str, envelope: &Envelope, products: usize) -> Result<Vec<u8>, SignError> {
    let count = envelope.signatures.len();
    if !(1..=SIGNATURE_LIMIT).contains(&count) {
        return Err(SignError::KeyCount { count });
    }
    let bytes = envelope.write();
    match bytes.len() > ENVELOPE_LIMIT {
        true => Err(too_large(name, bytes.len(), products)),
        false => Ok(bytes),
    }
}

fn too_large(name: &str, size: usize, products: usize) -> SignError {
    SignError::TooLarge { name: name.to_owned(), size, products }
}

/// The last component of a path in the way of any system.
pub(crate) fn base_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::PrivateKey;
    use crate::statement::{Action, Delegation, Party, ProductId, Status};

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
        let none = sign_statement("a", &Digest::of(b""), &Predicate::default(), &[]);
        assert_eq!(none.unwrap_err(), SignError::KeyCount { count: 0 });
    }

    /// A delegation for no items is not too large.
    #[test]
    fn what_is_missing_is_named() {
        let delegation = Delegation {
            delegate: Party::default(),
            scope: Vec::new(),
            from: jiff::civil::date(2026, 1, 1),
            to: jiff::civil::date(2026, 1, 1),
            issued_at: String::new(),
        };
        let key = PrivateKey::from_seed([1; 32]);
        let refused = sign_statement("a", &Digest::of(b""), &delegation, &[&key]).unwrap_err();
        let SignError::Statement(error) = refused else { panic!("{refused:?}") };
        assert_eq!(error.path, "payload.predicate.scope");
    }

    #[test]
    fn nothing_is_added_beyond_what_is_read() {
        let keys = [1, 2].map(|n| PrivateKey::from_seed([n; 32]));
        let digest = Digest::of(b"");
        let sign = |length| {
            let claim = Predicate { format: "x".repeat(length), ..Predicate::default() };
            sign_statement("a", &digest, &claim, &[&keys[0]])
        };
        let length = 6_000_000;
        let full = length + (ENVELOPE_LIMIT - sign(length).unwrap().len()) / 4 * 3;
        let refused = sign(full + 8).unwrap_err();
        assert!(matches!(refused, SignError::TooLarge { .. }), "{refused}");
        let bytes = sign(full - 8).unwrap();
        let refused = add_signatures::<Predicate>("a", &digest, &bytes, &[&keys[1]]).unwrap_err();
        assert!(matches!(refused, SignError::TooLarge { .. }), "{refused}");
    }

    #[test]
    fn a_later_signature_gives_what_two_at_once_give() {
        let keys = [1, 2].map(|n| PrivateKey::from_seed([n; 32]));
        let (digest, claim) = (Digest::of(b"x"), Predicate::default());
        let both = sign_statement("a", &digest, &claim, &[&keys[0], &keys[1]]).unwrap();
        let one = sign_statement("a", &digest, &claim, &[&keys[0]]).unwrap();
        let add = |digest: &Digest, envelope: &[u8], key: &PrivateKey| {
            add_signatures::<Predicate>("a", digest, envelope, &[key])
        };
        assert_eq!(add(&digest, &one, &keys[1]).unwrap(), both);
        let reversed = sign_statement("a", &digest, &claim, &[&keys[1], &keys[0]]).unwrap();
        assert_eq!(reversed, both);
        let twice = add(&digest, &both, &keys[0]).unwrap_err();
        assert_eq!(twice, SignError::AlreadySigned { key_id: keys[0].public().id() });
        let ids = [&reversed, &one].map(|envelope| stated_keys(envelope).unwrap().len());
        assert_eq!(ids, [2, 1]);
        // Nothing but a statement of that kind about that document is signed.
        let other = add(&Digest::of(b"y"), &one, &keys[1]).unwrap_err();
        assert_eq!(other, SignError::OtherStatement { name: "a".to_owned() });
        let (declaration, reason) = (digest, "r".to_owned());
        let issued_at = String::new();
        let status = Status { action: Action::Withdraw, declaration, reason, issued_at };
        let status = sign_statement("a", &digest, &status, &[&keys[0]]).unwrap();
        assert!(matches!(add(&digest, &status, &keys[1]), Err(SignError::OtherStatement { .. })));
    }
}
