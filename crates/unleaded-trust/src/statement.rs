//! What is signed: an in-toto statement, version 1 (in-toto/attestation, spec/v1/statement.md), about one document.
//!
//! Every value is a string, so that no reading of numbers can matter. The decision about names that can never
//! change is `docs/decisions/0001-signature-statement.md`.

use serde::Serialize;
use thiserror::Error;

use crate::digest::Digest;
use crate::envelope::VALUES;
use crate::json::{Json, MemberError, Object};

/// The type of every statement.
const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";

/// The type of our predicate. It names, it does not resolve: `.example` belongs to nobody (RFC 2606 section 2).
pub const PREDICATE_TYPE: &str = "https://unleaded.example/material-declaration/v1";

/// What a signer says about the document. Each field is the signer's claim; only the bytes are proven.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Predicate {
    /// The form of the document: `IPC-1752A`, `csv`, `unleaded/report/v1`; empty: not stated.
    pub format: String,
    /// Declaration classes, `A` to `D`; empty: not stated.
    pub classes: Vec<String>,
    /// Lists with their editions that the document answers, e.g. `EUREACH-0625`; empty: none.
    pub lists: Vec<String>,
    /// The products that it declares, in document order; empty: not stated.
    pub products: Vec<ProductId>,
    /// When it was signed, by the signer's clock: RFC 3339 date or time in UTC; empty: not stated.
    pub issued_at: String,
}

/// The number of a product and who gave it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProductId {
    /// Who gave the number: a maker's name or identifier; empty: the document's supplier.
    pub authority: String,
    /// The number.
    pub id: String,
}

/// A payload that passed the signature, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Statement {
    pub(crate) name: String,
    pub(crate) digest: Digest,
    pub(crate) predicate: Predicate,
}

/// Why a payload is not a statement about one document.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub(crate) enum StatementError {
    #[error(transparent)]
    Member(#[from] MemberError),
    #[error("the predicate type `{0}` is not known")]
    PredicateType(String),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireStatement<'a> {
    #[serde(rename = "_type")]
    kind: &'a str,
    subject: [WireSubject<'a>; 1],
    predicate_type: &'a str,
    predicate: WirePredicate<'a>,
}

#[derive(Serialize)]
struct WireSubject<'a> {
    name: &'a str,
    digest: WireDigest,
}

#[derive(Serialize)]
struct WireDigest {
    sha256: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WirePredicate<'a> {
    format: &'a str,
    classes: &'a [String],
    lists: &'a [String],
    products: Vec<WireProduct<'a>>,
    issued_at: &'a str,
}

#[derive(Serialize)]
struct WireProduct<'a> {
    authority: &'a str,
    id: &'a str,
}

impl<'a> WireProduct<'a> {
    fn of(product: &'a ProductId) -> Self {
        Self { authority: &product.authority, id: &product.id }
    }
}

/// Returns the payload for the document `name` with `digest`: JSON without white space, members in fixed order.
pub(crate) fn write(name: &str, digest: Digest, predicate: &Predicate) -> Vec<u8> {
    let statement = WireStatement {
        kind: STATEMENT_TYPE,
        subject: [WireSubject { name, digest: WireDigest { sha256: digest.to_string() } }],
        predicate_type: PREDICATE_TYPE,
        predicate: WirePredicate {
            format: &predicate.format,
            classes: &predicate.classes,
            lists: &predicate.lists,
            products: predicate.products.iter().map(WireProduct::of).collect(),
            issued_at: &predicate.issued_at,
        },
    };
    // No value here can fail: there is no map with keys that are not strings, and no number.
    serde_json::to_vec(&statement).expect("strings and arrays of strings always serialise")
}

impl Statement {
    /// Parses a payload. Members that version 1 does not name are not used, as in-toto asks of readers.
    pub(crate) fn parse(payload: &[u8]) -> Result<Self, StatementError> {
        let unread = |_| MemberError { path: "payload".to_owned(), expected: "strict JSON" };
        let json = Json::parse(payload, VALUES).map_err(unread)?;
        let statement = json.object("payload")?;
        if statement.string("_type")? != STATEMENT_TYPE {
            return Err(statement.error("_type", STATEMENT_TYPE).into());
        }
        let predicate_type = statement.string("predicateType")?;
        if predicate_type != PREDICATE_TYPE {
            return Err(StatementError::PredicateType(predicate_type.to_owned()));
        }
        let subjects = statement.objects("subject")?;
        let [subject] = subjects.as_slice() else {
            return Err(statement.error("subject", "array of 1 object").into());
        };
        let digests = subject.member("digest")?;
        let predicate = statement.member("predicate")?;
        Ok(Self {
            name: subject.string("name")?.to_owned(),
            digest: digests
                .string("sha256")?
                .parse()
                .map_err(|_| digests.error("sha256", "sha256"))?,
            predicate: Predicate::read(&predicate)?,
        })
    }
}

impl Predicate {
    fn read(predicate: &Object<'_>) -> Result<Self, MemberError> {
        let product = |product: &Object<'_>| {
            let (authority, id) = (product.string("authority")?, product.string("id")?);
            Ok(ProductId { authority: authority.to_owned(), id: id.to_owned() })
        };
        Ok(Self {
            format: predicate.optional("format")?.unwrap_or_default().to_owned(),
            classes: predicate.strings("classes")?,
            lists: predicate.strings("lists")?,
            products: predicate
                .objects("products")?
                .iter()
                .map(product)
                .collect::<Result<_, MemberError>>()?,
            issued_at: predicate.optional("issuedAt")?.unwrap_or_default().to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn predicate() -> Predicate {
        Predicate {
            format: "IPC-1752A".to_owned(),
            classes: vec!["D".to_owned()],
            lists: vec!["EUREACH-0625".to_owned()],
            products: vec![ProductId {
                authority: "甲\"公司".to_owned(), id: "CR0402".to_owned()
            }],
            issued_at: "2026-11-22T08:00:00Z".to_owned(),
        }
    }

    #[test]
    fn the_bytes_of_version_1_never_change() {
        let payload = write("a.xml", Digest::of(b"abc"), &predicate());
        assert_eq!(
            String::from_utf8(payload).unwrap(),
            concat!(
                r#"{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"a.xml","digest":{"#,
                r#""sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}}],"#,
                r#""predicateType":"https://unleaded.example/material-declaration/v1","predicate":{"#,
                r#""format":"IPC-1752A","classes":["D"],"lists":["EUREACH-0625"],"products":["#,
                r#"{"authority":"甲\"公司","id":"CR0402"}],"issuedAt":"2026-11-22T08:00:00Z"}}"#,
            )
        );
    }

    #[test]
    fn what_is_written_is_read() {
        let digest = Digest::of(b"x");
        for predicate in [Predicate::default(), predicate()] {
            let read = Statement::parse(&write("名.xml", digest, &predicate)).unwrap();
            assert_eq!(read, Statement { name: "名.xml".to_owned(), digest, predicate });
        }
    }

    #[test]
    fn defects_are_named() {
        let good = String::from_utf8(write("a", Digest::of(b""), &predicate())).unwrap();
        for (from, to, path) in [
            ("Statement/v1", "Statement/v2", "payload._type"),
            ("\"subject\":[", "\"subject\":[{},", "payload.subject"),
            ("\"name\"", "\"nome\"", "payload.subject[0].name"),
            ("\"sha256\"", "\"sha512\"", "payload.subject[0].digest.sha256"),
            ("e3b0", "E3B0", "payload.subject[0].digest.sha256"),
            ("\"predicate\"", "\"predicat\"", "payload.predicate"),
            ("[\"D\"]", "[1]", "payload.predicate.classes"),
            ("\"id\"", "\"name\"", "payload.predicate.products[0].id"),
            ("{\"_type\"", "{\"predicate\":{},\"_type\"", "payload"),
        ] {
            let bad = good.replacen(from, to, 1);
            assert_ne!(bad, good, "{from}");
            match Statement::parse(bad.as_bytes()).unwrap_err() {
                StatementError::Member(error) => assert_eq!(error.path, path, "{from}"),
                other => panic!("{from}: {other}"),
            }
        }
        let foreign = good.replace("material-declaration/v1", "material-declaration/v2");
        assert!(matches!(
            Statement::parse(foreign.as_bytes()).unwrap_err(),
            StatementError::PredicateType(_)
        ));
    }
}
