//! The DSSE envelope, version 1.0.2 (secure-systems-lab/dsse, protocol.md and envelope.md).

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use thiserror::Error;

use crate::digest::{Digest, Hasher};
use crate::json::{Json, JsonError, MemberError, Object};

/// The type of every payload: an in-toto statement.
pub const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";

/// What is added to a document's name to name its envelope.
pub const ENVELOPE_SUFFIX: &str = ".dsse.json";

/// Largest envelope that is read, in bytes.
pub const ENVELOPE_LIMIT: usize = 8 << 20;

/// Most signatures that an envelope may hold.
pub const SIGNATURE_LIMIT: usize = 16;

/// Most JSON values in an envelope or its payload: room for 80 000 products.
pub(crate) const VALUES: usize = 1 << 18;

/// Why bytes are not an envelope.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum EnvelopeError {
    /// Not JSON, a doubled member, or too many values.
    #[error("the envelope can't be read")]
    Json(#[from] JsonError),
    /// A member is missing or not what it must be.
    #[error("the envelope is malformed")]
    Member(#[from] MemberError),
    /// More than [`ENVELOPE_LIMIT`].
    #[error("the envelope has {size} bytes, more than {ENVELOPE_LIMIT}")]
    TooLarge {
        /// The size in bytes.
        size: usize,
    },
}

/// An envelope whose form is right; nothing about it is verified.
#[derive(Clone)]
pub(crate) struct Envelope {
    pub(crate) payload_type: String,
    pub(crate) payload: Vec<u8>,
    pub(crate) signatures: Vec<SignatureEntry>,
}

/// One signature and the hint as to whose it is.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SignatureEntry {
    /// Not authenticated: never more than a hint (protocol.md). Empty: not given.
    pub(crate) key_id: String,
    /// The bytes, of whatever algorithm.
    pub(crate) signature: Vec<u8>,
}

impl Envelope {
    /// Parses the bytes of an envelope. Members that the format does not name are not used.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, EnvelopeError> {
        if bytes.len() > ENVELOPE_LIMIT {
            return Err(EnvelopeError::TooLarge { size: bytes.len() });
        }
        let json = Json::parse(bytes, VALUES)?;
        let object = json.object("")?;
        let entries = object.objects("signatures")?;
        if !(1..=SIGNATURE_LIMIT).contains(&entries.len()) {
            return Err(object.error("signatures", "array of 1 to 16 objects").into());
        }
        Ok(Self {
            payload_type: object.string("payloadType")?.to_owned(),
            payload: base64(&object, "payload")?,
            signatures: entries.iter().map(SignatureEntry::read).collect::<Result<_, _>>()?,
        })
    }
}

impl Envelope {
    /// Writes the envelope: one member per line, so that a line editor can take it apart. The same envelope gives the same
    /// bytes, however the one that was read was laid out.
    pub(crate) fn write(&self) -> Vec<u8> {
        let entries: Vec<String> = self.signatures.iter().map(SignatureEntry::write).collect();
        [&self.head(), &entries.join(BETWEEN), TAIL].concat().into_bytes()
    }

    /// What is written before the signatures.
    fn head(&self) -> String {
        let payload = STANDARD.encode(&self.payload);
        let kind = text(&self.payload_type);
        format!(
            "{{\n  \"payloadType\": {kind},\n  \"payload\": \"{payload}\",\n  \"signatures\": [\n"
        )
    }

    /// The SHA-256 of the envelopes that would be written with some of the signatures alone: for each of `choices` with
    /// those at its places. The payload is hashed once.
    pub(crate) fn digests_with(&self, choices: &[Vec<usize>]) -> Vec<Digest> {
        let mut head = Hasher::new();
        head.update(self.head().as_bytes());
        let entries: Vec<String> = self.signatures.iter().map(SignatureEntry::write).collect();
        let digest = |places: &Vec<usize>| {
            let mut hasher = head.clone();
            let chosen: Vec<&str> = places.iter().map(|at| entries[*at].as_str()).collect();
            hasher.update(chosen.join(BETWEEN).as_bytes());
            hasher.update(TAIL.as_bytes());
            hasher.finish()
        };
        choices.iter().map(digest).collect()
    }
}

/// What is written between two signatures, and after the last.
const BETWEEN: &str = ",\n";
const TAIL: &str = "\n  ]\n}\n";

/// A text as JSON writes it.
fn text(text: &str) -> String {
    serde_json::to_string(&Json::String(text.to_owned())).expect("a text always serialises")
}

impl SignatureEntry {
    fn write(&self) -> String {
        // A hint is any text.
        let (key, signature) = (text(&self.key_id), STANDARD.encode(&self.signature));
        format!("    {{\n      \"keyid\": {key},\n      \"sig\": \"{signature}\"\n    }}")
    }

    fn read(entry: &Object<'_>) -> Result<Self, MemberError> {
        // Unset and empty are the same, and null is how some write what is unset (envelope.md).
        let key_id = match entry.get("keyid") {
            Some(Json::Null) => String::new(),
            _ => entry.text("keyid")?,
        };
        Ok(Self { key_id, signature: base64(entry, "sig")? })
    }
}

/// The bytes of the base64 member `name`. A signer may use either alphabet, so both are read (envelope.md); padding
/// and unused bits must be right, so that bytes have one spelling per alphabet.
fn base64(object: &Object<'_>, name: &str) -> Result<Vec<u8>, MemberError> {
    let text = object.string(name)?;
    let decoded = STANDARD.decode(text).or_else(|_| URL_SAFE.decode(text));
    decoded.map_err(|_| object.error(name, "base64"))
}

/// The pre-authentication encoding of a payload: the bytes that are signed (protocol.md).
pub(crate) fn pre_authentication_encoding(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let head = format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), payload.len());
    let mut bytes = Vec::with_capacity(head.len() + payload.len());
    bytes.extend_from_slice(head.as_bytes());
    bytes.extend_from_slice(payload);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_official_encoding_example() {
        assert_eq!(
            pre_authentication_encoding("http://example.com/HelloWorld", b"hello world"),
            b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
        );
        // Lengths count bytes, not characters.
        assert_eq!(pre_authentication_encoding("é", "中".as_bytes()), "DSSEv1 2 é 3 中".as_bytes());
    }

    #[test]
    fn what_is_written_is_read() {
        let entry = |key_id: &str, signature: &[u8]| SignatureEntry {
            key_id: key_id.to_owned(),
            signature: signature.to_vec(),
        };
        let signatures = vec![entry("ab", &[9; 64]), entry("a\"\n中", &[1; 3])];
        let envelope = Envelope {
            payload_type: PAYLOAD_TYPE.to_owned(),
            payload: b"body".to_vec(),
            signatures: signatures.clone(),
        };
        let read = Envelope::parse(&envelope.write()).unwrap();
        assert_eq!((read.payload_type.as_str(), &*read.payload), (PAYLOAD_TYPE, &b"body"[..]));
        assert!(read.signatures == signatures);
    }

    #[test]
    fn both_alphabets_and_only_strict_padding() {
        let read = |payload: &str| {
            let text = format!(
                r#"{{"payloadType":"","payload":"{payload}","signatures":[{{"sig":""}}]}}"#
            );
            Envelope::parse(text.as_bytes()).map(|envelope| envelope.payload)
        };
        assert_eq!(read("-_8=").unwrap(), [0xfb, 0xff]);
        assert_eq!(read("+/8=").unwrap(), [0xfb, 0xff]);
        for bad in ["+_8=", "+/8", "+/9=", "+/8=\\n", " +/8=", "*"] {
            let expected = MemberError { path: "payload".to_owned(), expected: "base64" };
            assert_eq!(read(bad).unwrap_err(), EnvelopeError::Member(expected), "{bad}");
        }
    }

    #[test]
    fn defects_are_named() {
        let path = |text: &str| match Envelope::parse(text.as_bytes()) {
            Err(EnvelopeError::Member(error)) => error.path,
            Err(other) => other.to_string(),
            Ok(_) => "good".to_owned(),
        };
        let sixteen = r#"{"sig":""},"#.repeat(16);
        for (text, expected) in [
            ("[]", ""),
            ("{}", "signatures"),
            (r#"{"signatures":[]}"#, "signatures"),
            (&format!(r#"{{"signatures":[{sixteen}{{"sig":""}}]}}"#), "signatures"),
            (r#"{"signatures":[1]}"#, "signatures[0]"),
            (r#"{"signatures":[{"sig":""}]}"#, "payloadType"),
            (r#"{"signatures":[{"sig":""}],"payloadType":1}"#, "payloadType"),
            (r#"{"signatures":[{"sig":""}],"payloadType":""}"#, "payload"),
            (r#"{"signatures":[{}],"payloadType":"","payload":""}"#, "signatures[0].sig"),
            (
                r#"{"signatures":[{"sig":"","keyid":1}],"payloadType":"","payload":""}"#,
                "signatures[0].keyid",
            ),
        ] {
            assert_eq!(path(text), expected, "{text}");
        }
        assert!(matches!(
            Envelope::parse(&vec![b' '; ENVELOPE_LIMIT + 1]),
            Err(EnvelopeError::TooLarge { .. })
        ));
    }
}
