//! What is signed: an in-toto statement, version 1 (in-toto/attestation, spec/v1/statement.md), about one subject.
//!
//! Every value is a string, so that no reading of numbers can matter. There is one type per kind of statement, and one
//! reader and one writer for all. The decisions about names that can never change are
//! `docs/decisions/0001-signature-statement.md` and `docs/decisions/0013-names-of-trust.md`.

use jiff::civil::Date;
use thiserror::Error;

pub use self::aggregate::{Aggregate, ListEdition};
pub use self::declaration::{PREDICATE_TYPE, Predicate, ProductId};
pub use self::delegation::Delegation;
pub use self::issuer::{Issuer, Party, Role};
pub use self::rotation::KeyRotation;
pub use self::status::{Action, Status};
pub use self::tree::Tree;
pub use self::trust_file::TrustFile;
use crate::digest::Digest;
use crate::envelope::{Envelope, PAYLOAD_TYPE, VALUES};
use crate::json::{Json, MemberError, Members, Object};
use crate::verify::BadReason;

mod aggregate;
mod declaration;
mod delegation;
mod issuer;
mod rotation;
mod status;
mod tree;
mod trust_file;

/// The type of every statement.
const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";

/// How a kind of statement is written and read. Outside this crate nobody can add one.
pub trait Form: Sized {
    /// The predicate type. It names, it does not resolve: `.example` belongs to nobody (RFC 2606 section 2).
    const TYPE: &'static str;

    /// The members of the predicate, in the order in which they are signed.
    fn write(&self) -> Members;

    /// Reads the predicate of a statement about `subject`. Members that are not known are not used.
    fn read(predicate: &Object<'_>, subject: &Digest) -> Result<Self, MemberError>;

    /// Who says it and in which role, where the statement tells.
    fn issuer(&self) -> Option<&Issuer> {
        None
    }

    /// The products that it is about; empty: not stated.
    fn products(&self) -> &[ProductId] {
        &[]
    }

    /// The tree whose root the statement is about where it is about rows; `None`: it is about something else.
    fn rows(&self) -> Option<&Tree> {
        None
    }

    /// The items that a key must be allowed to speak of; `None`: it is about no items.
    fn items(&self) -> Option<Vec<&str>> {
        None
    }

    /// The roles of a key that may say such a thing; a key that has several acts in the first of them.
    fn roles(&self) -> Vec<Role>;

    /// The last day for which the signer stands by it; `None`: without end.
    fn valid_until(&self) -> Option<Date> {
        None
    }

    /// When it was signed, by the signer's clock; empty: not stated.
    fn issued_at(&self) -> &str;
}

/// A statement about a file that is at hand: the subject is the SHA-256 of its bytes.
pub trait FileClaim: Form {}

/// A statement whose subject is no file that is at hand: a key, or a document that others hold.
pub trait BareClaim: Form {}

impl FileClaim for Aggregate {}
impl FileClaim for Predicate {}
impl FileClaim for TrustFile {}
// Who is shown that one declaration is among the inputs of a report does not get the report, which names the others.
impl BareClaim for Aggregate {}
impl BareClaim for Delegation {}
impl BareClaim for KeyRotation {}
impl BareClaim for Status {}

/// The path of the whole payload, in errors.
pub(crate) const PAYLOAD: &str = "payload";

/// A payload taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Statement<C> {
    pub(crate) name: String,
    pub(crate) digest: Digest,
    pub(crate) claim: C,
}

/// Why a payload is not a statement of the wanted kind about one subject.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub(crate) enum StatementError {
    #[error(transparent)]
    Member(#[from] MemberError),
    #[error("the predicate type `{0}` is not the one that is wanted")]
    PredicateType(String),
}

/// Returns the payload about the subject `name` with `digest`: JSON without white space, members in fixed order.
pub(crate) fn write<C: Form>(name: &str, digest: &Digest, claim: &C) -> Vec<u8> {
    let digest = Members::new().text("sha256", digest.to_string());
    let subject = Members::new().text("name", name).with("digest", digest.into_json());
    let statement = Members::new()
        .text("_type", STATEMENT_TYPE)
        .objects("subject", [subject])
        .text("predicateType", C::TYPE)
        .with("predicate", claim.write().into_json());
    // No value here can fail: there is no map with keys that are not strings, and no number.
    serde_json::to_vec(&statement.into_json()).expect("texts always serialise")
}

impl<C: Form> Statement<C> {
    /// Parses a payload. Members that version 1 does not name are not used, as in-toto asks of readers.
    pub(crate) fn parse(payload: &[u8]) -> Result<Self, StatementError> {
        let unread = |_| MemberError { path: PAYLOAD.to_owned(), expected: "strict JSON" };
        let json = Json::parse(payload, VALUES).map_err(unread)?;
        let statement = json.object(PAYLOAD)?;
        let predicate_type = predicate_type(&statement)?;
        if predicate_type != C::TYPE {
            return Err(StatementError::PredicateType(predicate_type.to_owned()));
        }
        let subjects = statement.objects("subject")?;
        let [subject] = subjects.as_slice() else {
            return Err(statement.error("subject", "array of 1 object").into());
        };
        let digest = subject.member("digest")?.value("sha256", "sha256")?;
        let predicate = statement.member("predicate")?;
        Ok(Self {
            // The name is optional (in-toto/attestation, spec/v1/resource_descriptor.md).
            name: subject.text("name")?,
            digest,
            claim: C::read(&predicate, &digest)?,
        })
    }
}

fn predicate_type<'a>(statement: &Object<'a>) -> Result<&'a str, MemberError> {
    if statement.string("_type")? != STATEMENT_TYPE {
        return Err(statement.error("_type", STATEMENT_TYPE));
    }
    statement.string("predicateType")
}

/// The predicate type that an envelope claims; `None`: it can't be read. Nothing is verified: this sorts files, no more.
pub fn claimed_type(envelope: &[u8]) -> Option<String> {
    claimed_subject(envelope).map(|(kind, _)| kind)
}

/// The predicate type that an envelope claims, and the name of what it is about, empty where it tells none; `None`: it can't be read.
/// Nothing is verified.
pub fn claimed_subject(envelope: &[u8]) -> Option<(String, String)> {
    let envelope = Envelope::parse(envelope).ok()?;
    let json = Json::parse(&envelope.payload, VALUES).ok()?;
    let statement = json.object("").ok()?;
    let kind = predicate_type(&statement).ok()?.to_owned();
    let subjects = statement.objects("subject").unwrap_or_default();
    let name = subjects.first().and_then(|subject| subject.string("name").ok()).unwrap_or_default();
    Some((kind, name.to_owned()))
}

/// Whether an envelope claims that its document takes the place of another one. Nothing is verified: this sorts files, no more.
pub fn claims_to_supersede(envelope: &[u8]) -> bool {
    let statement =
        Envelope::parse(envelope).map(|one| Statement::<Predicate>::parse(&one.payload));
    matches!(statement, Ok(Ok(statement)) if !statement.claim.supersedes.is_empty())
}

/// The numbers of the products that an envelope claims its document to declare; an empty one where it claims none; nothing where it is
/// the envelope of no declaration. Nothing is verified: this sorts files, no more.
pub fn claimed_products(envelope: &[u8]) -> Vec<String> {
    let statement =
        Envelope::parse(envelope).map(|one| Statement::<Predicate>::parse(&one.payload));
    let Ok(Ok(statement)) = statement else { return Vec::new() };
    match statement.claim.products.as_slice() {
        [] => vec![String::new()],
        products => products.iter().map(|product| product.id.clone()).collect(),
    }
}

/// The delegation that an envelope claims to hold, for the delegate who refers to it. Nothing is verified: whoever receives what
/// the delegate signs does that.
pub fn delegation_in(envelope: &[u8]) -> Result<Delegation, BadReason> {
    Ok(delegation_statement(envelope)?.claim)
}

/// The key of the delegate that an envelope claims to hold a delegation for, as the SHA-256 of its DER form: what a statement about that
/// delegation is about as well. Nothing is verified.
pub fn delegate_in(envelope: &[u8]) -> Result<Digest, BadReason> {
    Ok(delegation_statement(envelope)?.digest)
}

fn delegation_statement(envelope: &[u8]) -> Result<Statement<Delegation>, BadReason> {
    let envelope = Envelope::parse(envelope)?;
    if envelope.payload_type != PAYLOAD_TYPE {
        return Err(BadReason::PayloadTypeUnknown { value: envelope.payload_type });
    }
    Ok(Statement::parse(&envelope.payload)?)
}

#[cfg(test)]
mod tests;
