//! The proof that one signature is among those that a report was made from.

use serde::{Deserialize, Serialize};
use unleaded_documents::report::Report;
use unleaded_model::diagnostic::codes::aggregates as codes;
use unleaded_model::diagnostic::{Argument, Diagnostic, FileName, Place};
use unleaded_trust::{Aggregate, Digest, Membership};

use super::claim::inputs;

/// The value of [`Wire::schema`].
const SCHEMA: &str = "unleaded/inclusion-proof/v1";

/// Most bytes of a proof: a tree of 2^64 leaves takes less than 6 000.
const LARGEST: usize = 1 << 16;

/// A proof, as it was read. It proves nothing until it is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// SHA-256 of the aggregate's envelope.
    pub aggregate: Digest,
    /// SHA-256 of the envelope that is among its inputs.
    pub envelope: Digest,
    /// How many inputs there are.
    pub count: u64,
    /// Where it stands among them.
    pub membership: Membership,
}

/// The file, described by `schemas/inclusion-proof-v1.schema.json`. Numbers are strings, as in what is signed.
#[derive(Serialize, Deserialize)]
struct Wire {
    schema: String,
    aggregate_sha256: String,
    envelope_sha256: String,
    count: String,
    index: String,
    hashes: Vec<String>,
}

/// Returns the proof that `envelope`, which lies beside `child`, is among the inputs of `report`, whose own envelope is `aggregate`.
pub fn prove(
    (report, file): (&Report, &FileName),
    aggregate: &[u8],
    (envelope, child): (&[u8], &FileName),
) -> Result<Proof, Diagnostic> {
    let (inputs, envelope) = (inputs(report, file)?, Digest::of(envelope));
    let membership = inputs.membership(&envelope).ok_or_else(|| {
        Diagnostic::new(codes::PROOF_NOT_AMONG, Place::file(child))
            .with("file", child.as_str())
            .with("sha256", envelope.to_string())
            .with("report", file.as_str())
    })?;
    let (aggregate, count) = (Digest::of(aggregate), inputs.tree().count);
    Ok(Proof { aggregate, envelope, count, membership })
}

impl Proof {
    /// The file: JSON with a line per member and hash.
    pub fn to_json(&self) -> String {
        let wire = Wire {
            schema: SCHEMA.to_owned(),
            aggregate_sha256: self.aggregate.to_string(),
            envelope_sha256: self.envelope.to_string(),
            count: self.count.to_string(),
            index: self.membership.index.to_string(),
            hashes: self.membership.path.iter().map(Digest::to_string).collect(),
        };
        // Strings and a list of strings always serialise.
        let mut json = serde_json::to_string_pretty(&wire).unwrap_or_default();
        json.push('\n');
        json
    }

    /// Reads the file.
    pub fn read(bytes: &[u8], file: &FileName) -> Result<Self, Diagnostic> {
        let malformed = |reason: Argument| {
            Diagnostic::new(codes::PROOF_MALFORMED, Place::file(file))
                .with("file", file.as_str())
                .with("reason", reason)
        };
        if bytes.len() > LARGEST {
            let en = format!("it has more than {LARGEST} bytes");
            return Err(malformed((en, format!("超过 {LARGEST} 字节")).into()));
        }
        let wire: Wire = serde_json::from_slice(bytes).map_err(|error| {
            let zh = format!("不符合格式（{error}）");
            malformed((error.to_string(), zh).into())
        })?;
        wire.proof().map_err(|(en, zh)| malformed((en, zh).into()))
    }

    /// Checks that it speaks of `envelope`, beside the document `child`, and leads to what `signed` commits to, which `aggregate`
    /// holds. `file` is its own name.
    pub fn check(
        &self,
        envelope: &[u8],
        signed: &Aggregate,
        aggregate: &[u8],
        file: &FileName,
    ) -> Result<(), Diagnostic> {
        let other = |what: (&str, &str), named: &Digest, found: &Digest| {
            Diagnostic::new(codes::PROOF_OF_OTHER, Place::file(file))
                .with("file", file.as_str())
                .with("what", what)
                .with("named", named.to_string())
                .with("found", found.to_string())
        };
        let (child, top) = (Digest::of(envelope), Digest::of(aggregate));
        if self.aggregate != top {
            return Err(other(("aggregate", "汇总报告"), &self.aggregate, &top));
        }
        if self.envelope != child {
            return Err(other(("signature", "签名"), &self.envelope, &child));
        }
        let wrong = |reason: (String, &str)| {
            Diagnostic::new(codes::PROOF_WRONG, Place::file(file))
                .with("file", file.as_str())
                .with("reason", reason)
        };
        let tree = &signed.inputs;
        if self.count != tree.count {
            let en = format!("it is for {} inputs, signed are {}", self.count, tree.count);
            return Err(wrong((en, "数量不符")));
        }
        let shown = self.membership.check(&child, tree);
        shown.map_err(|error| wrong((error.to_string(), "哈希与已签名的根不符")))
    }
}

impl Wire {
    fn proof(&self) -> Result<Proof, (String, String)> {
        if self.schema != SCHEMA {
            let schema: String = self.schema.chars().take(80).collect();
            return Err((format!("its schema is `{schema}`"), format!("其 schema 为“{schema}”")));
        }
        let digest = |name: &str, text: &str| {
            text.parse::<Digest>()
                .map_err(|error| (format!("`{name}`: {error}"), format!("“{name}”不是 SHA-256")))
        };
        let number = |name: &str, text: &str| {
            let number = text.parse::<u64>().ok().filter(|number| number.to_string() == text);
            let no = || (format!("`{name}` is no number"), format!("“{name}”不是数字"));
            number.ok_or_else(no)
        };
        let hashes = self.hashes.iter().map(|hash| digest("hashes", hash));
        Ok(Proof {
            aggregate: digest("aggregate_sha256", &self.aggregate_sha256)?,
            envelope: digest("envelope_sha256", &self.envelope_sha256)?,
            count: number("count", &self.count)?,
            membership: Membership {
                index: number("index", &self.index)?,
                path: hashes.collect::<Result<_, _>>()?,
            },
        })
    }
}
