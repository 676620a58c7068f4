//! Receipts: the platform's signed word that it holds exactly these bytes.
//!
//! A receipt on the wire is a DSSE v1 envelope: `{"payload":…,"payloadType":…,"signatures":[{"keyid":…,"sig":…}]}`. The
//! payload is the receipt's JSON text in base64, carried as it was signed, so nothing has to be canonicalised. The signature
//! is Ed25519 over `DSSEv1 LEN(type) type LEN(payload) payload`, lengths in decimal, one space between.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use unleaded_trust::{PrivateKey, PublicKey, sha256_hex};

use super::check::Warning;
use super::day::Day;

/// The payload type of a receipt's envelope.
pub const PAYLOAD_TYPE: &str = "application/vnd.pspa.receipt.v1+json";
/// Bytes that a receipt may have.
pub const LARGEST_RECEIPT: usize = 256 * 1024;

/// What the platform says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The receipt's own number.
    pub receipt_no: String,
    /// The submission.
    pub submission_no: String,
    /// What it is a receipt of: `accepted`.
    pub kind: String,
    /// The enterprise that filed.
    pub enterprise: String,
    /// The number of the public record; it is found once the declaration is published.
    pub public_id: String,
    /// Hex SHA-256 of the exact body of the request.
    pub payload_sha256: String,
    /// When it was received, in Chinese time.
    pub received_at: String,
    /// The state it came to.
    pub status: String,
    /// The duty's date.
    pub deadline: Deadline,
    /// Remarks that blocked nothing.
    #[serde(default)]
    pub warnings: Vec<Warning>,
}

/// By when the filing was due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// 30 days after placing on the market.
    pub due_on: Day,
    /// Whether it was received after that day.
    pub late: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope {
    payload: String,
    #[serde(rename = "payloadType")]
    payload_type: String,
    signatures: Vec<Signature>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signature {
    keyid: String,
    sig: String,
}

/// Why a receipt proves nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// Signed with a key other than the expected one.
    #[error("it names the key {found}, not the platform's key {expected}")]
    OtherKey {
        /// The expected key.
        expected: String,
        /// The key that it names.
        found: String,
    },
    /// It is a receipt of other bytes.
    #[error("it is for the payload {found}, not for {expected}")]
    OtherPayload {
        /// SHA-256 of the body that was filed.
        expected: String,
        /// SHA-256 in the receipt.
        found: String,
    },
    /// No envelope with one signature, or no receipt in it.
    #[error("it is not a receipt: {0}")]
    Form(String),
    /// The signature is wrong.
    #[error("its signature is wrong")]
    Signature,
}

impl ReceiptError {
    /// What it is, in Chinese.
    pub fn in_chinese(&self) -> String {
        match self {
            Self::OtherKey { expected, found } => {
                format!("其密钥为 {found}，而不是平台密钥 {expected}")
            }
            Self::OtherPayload { expected, found } => {
                format!("其内容为 {found}，而不是 {expected}")
            }
            Self::Form(reason) => format!("不是回执（{reason}）"),
            Self::Signature => "签名有误".to_owned(),
        }
    }
}

/// The bytes that a DSSE signature covers.
fn signed_bytes(payload: &[u8]) -> Vec<u8> {
    let mut bytes =
        format!("DSSEv1 {} {PAYLOAD_TYPE} {} ", PAYLOAD_TYPE.len(), payload.len()).into_bytes();
    bytes.extend_from_slice(payload);
    bytes
}

/// Signs `receipt`; returns the envelope.
pub fn sign_receipt(receipt: &Receipt, key: &PrivateKey) -> Result<Vec<u8>, serde_json::Error> {
    let payload = serde_json::to_vec(receipt)?;
    let signature = key.sign(&signed_bytes(&payload));
    serde_json::to_vec(&Envelope {
        payload: STANDARD.encode(payload),
        payload_type: PAYLOAD_TYPE.to_owned(),
        signatures: vec![Signature { keyid: key.public().id(), sig: STANDARD.encode(signature) }],
    })
}

/// Verifies, offline, that `receipt` was signed with `key` for exactly `body`, and returns what it says.
pub fn verify_receipt(
    receipt: &[u8],
    key: &PublicKey,
    body: &[u8],
) -> Result<Receipt, ReceiptError> {
    if receipt.len() > LARGEST_RECEIPT {
        return Err(ReceiptError::Form(format!("it has more than {LARGEST_RECEIPT} bytes")));
    }
    let form = |error: &dyn std::fmt::Display| ReceiptError::Form(error.to_string());
    let envelope: Envelope = serde_json::from_slice(receipt).map_err(|e| form(&e))?;
    let [signature] = &envelope.signatures[..] else {
        return Err(ReceiptError::Form("it does not have exactly one signature".to_owned()));
    };
    if envelope.payload_type != PAYLOAD_TYPE {
        return Err(ReceiptError::Form(format!("its type is not {PAYLOAD_TYPE}")));
    }
    if signature.keyid != key.id() {
        let found = signature.keyid.chars().take(64).collect();
        return Err(ReceiptError::OtherKey { expected: key.id(), found });
    }
    let payload = STANDARD.decode(&envelope.payload).map_err(|e| form(&e))?;
    let bytes = STANDARD.decode(&signature.sig).map_err(|e| form(&e))?;
    let bytes: [u8; 64] = bytes.try_into().map_err(|_| ReceiptError::Signature)?;
    if !key.verify(&signed_bytes(&payload), &bytes) {
        return Err(ReceiptError::Signature);
    }
    let said: Receipt = serde_json::from_slice(&payload).map_err(|e| form(&e))?;
    let expected = sha256_hex(body);
    if said.payload_sha256 != expected {
        return Err(ReceiptError::OtherPayload { expected, found: said.payload_sha256 });
    }
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = br#"{"a":1}"#;

    fn receipt() -> Receipt {
        Receipt {
            receipt_no: "R20260214-00000001".to_owned(),
            submission_no: "SD2026-00000001-01".to_owned(),
            kind: "accepted".to_owned(),
            enterprise: "91350100M000100Y43".to_owned(),
            public_id: "P00".to_owned(),
            payload_sha256: sha256_hex(BODY),
            received_at: "2026-02-14T10:00:00+08:00".to_owned(),
            status: "ACCEPTED".to_owned(),
            deadline: Deadline { due_on: "2026-03-03".parse().unwrap(), late: false },
            warnings: Vec::new(),
        }
    }

    #[test]
    fn a_receipt_verifies_offline() {
        let key = PrivateKey::from_seed([1; 32]);
        let bytes = sign_receipt(&receipt(), &key).unwrap();
        assert_eq!(verify_receipt(&bytes, &key.public(), BODY), Ok(receipt()));
    }

    #[test]
    fn each_changed_byte_fails() {
        let key = PrivateKey::from_seed([1; 32]);
        let (public, bytes) = (key.public(), sign_receipt(&receipt(), &key).unwrap());
        for index in 0..bytes.len() {
            // Another bit in each byte, so that letters change their case as well as their value.
            let mut changed = bytes.clone();
            changed[index] ^= 1 << (index % 8);
            assert!(verify_receipt(&changed, &public, BODY).is_err(), "byte {index}");
        }
    }

    #[test]
    fn another_key_or_body_fails() {
        let key = PrivateKey::from_seed([1; 32]);
        let bytes = sign_receipt(&receipt(), &key).unwrap();
        let other = PrivateKey::from_seed([2; 32]).public();
        assert!(matches!(verify_receipt(&bytes, &other, BODY), Err(ReceiptError::OtherKey { .. })));
        assert!(matches!(
            verify_receipt(&bytes, &key.public(), b"{}"),
            Err(ReceiptError::OtherPayload { .. })
        ));
    }
}
