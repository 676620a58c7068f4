//! Keys, signatures, the trust store and the one function that verifies.
//!
//! A signature is a DSSE envelope beside the document, `FILE.dsse.json`, over an in-toto statement that names
//! the document by the SHA-256 of its bytes; the document itself is never touched or canonicalised.
//! [`sign_document`] makes one, [`verify`] judges one against a [`TrustStore`]; further kinds of statements take the same
//! path through [`sign_statement`], [`verify_file`] and [`verify_statement`], and only that path makes a [`Verified`].
//! For receivers that need the signature inside an XML document there are [`sign_xml`] and [`verify_xml`], and only that makes a
//! [`VerifiedXml`]. Keys are those of Ed25519, and of SM2 with the feature `national`. Randomness, the date and every byte are arguments.

pub use self::canonical::{
    CanonicalError, CanonicalForm, CanonicalProblem, MAX_ATTRIBUTES, MAX_DEPTH, MAX_NAMESPACES,
    MAX_TOKEN, canonicalise,
};
pub use self::clocks::Clocks;
pub use self::digest::{Digest, DigestError, Hasher, sha256_hex};
pub use self::envelope::{
    ENVELOPE_LIMIT, ENVELOPE_SUFFIX, EnvelopeError, PAYLOAD_TYPE, SIGNATURE_LIMIT,
};
pub use self::inputs::{Inputs, Membership};
pub use self::json::{JsonError, JsonProblem, MemberError};
#[cfg(feature = "national")]
pub use self::keys::Sm2PrivateKey;
pub use self::keys::{
    AcceptedKey, KeyError, OtherAlgorithm, OtherKey, PrivateKey, PublicKey, SigningFailure,
    SigningKey, Sm2PublicKey, read_signing_key, sign_ed25519,
};
pub use self::life::{Known, Life, Others, Standing, lives};
pub use self::sign::{SignError, add_signatures, sign_document, sign_statement, stated_keys};
pub use self::ssh_signature::{
    SSH_LIMIT, SSH_NAMESPACE, SSH_SUFFIX, SshError, SshSignature, allowed_signers,
};
pub use self::statement::{
    Action, Aggregate, BareClaim, Delegation, FileClaim, Form, Issuer, KeyRotation, ListEdition,
    PREDICATE_TYPE, Party, Predicate, ProductId, Role, Status, Tree, TrustFile, claimed_products,
    claimed_subject, claimed_type, claims_to_supersede, delegate_in, delegation_in,
};
pub use self::time_evidence::{Evidence, EvidenceKind};
pub use self::time_stamp::{
    TIME_STAMP_LIMIT, TIME_STAMP_SUFFIX, TimeStamp, TimeStampAuthority, TimeStampError,
};
pub use self::trust_store::{
    Cause, Grant, Import, ImportError, Organisation, OrganisationId, Revocation, RotationError,
    Scheme, Scope, TrustError, TrustStore, TrustedKey,
};
pub use self::verify::{
    BadReason, DelegationProblem, KeyPeriod, Outcome, Presented, Signer, Terms, Unchecked,
    Verification, Verified, verify, verify_copy, verify_file, verify_late, verify_statement,
};
pub use self::xml_signature::{
    AlgorithmRole, GivenKey, SIGNATURE_SIZE, VerifiedXml, XmlBadReason, XmlKeys, XmlSignError,
    XmlSignature, XmlSigner, XmlVerification, mentions_xml_signature, sign_xml, verify_xml,
    verify_xml_stream, xml_identity, xml_signature_value,
};

mod canonical;
mod clocks;
mod digest;
mod envelope;
mod hidden;
mod inputs;
mod json;
mod keys;
mod life;
pub mod log;
pub mod merkle;
mod pem;
pub mod rows;
mod sign;
mod ssh_signature;
mod statement;
mod time_evidence;
mod time_stamp;
mod trust_store;
mod verify;
mod xml_signature;
