//! What a log hands out: keys, checkpoints and proofs.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use unleaded_trust::log::{Checkpoint, LogProof, SignatureKind, VerifierKey};
use unleaded_trust::{AcceptedKey, Clocks, Digest, Grant, Organisation, Role};

use crate::signers::{TODAY, flipped, key, trusting};

/// What stands between the text of a note and its signatures.
const BETWEEN: &[u8] = b"\n\n";

/// Gives `bytes` to the readers of verifier keys, checkpoints and proofs, and to that of checkpoints once more as a text that
/// its log signed. What is a key or a checkpoint has one spelling; what is a proof is written and read as the same; what was
/// changed after it was signed is refused.
pub fn read(bytes: &[u8]) {
    let key = std::str::from_utf8(bytes).ok().and_then(|text| VerifierKey::parse(text).ok());
    if let Some(key) = key {
        assert_eq!(key.to_string().as_bytes(), bytes, "a verifier key has one spelling");
    }
    let log = fixture_key();
    let _ = opened(bytes, &log);
    proof(bytes, &log);
    let end =
        bytes.windows(2).rposition(|window| window == BETWEEN).map_or(bytes.len(), |at| at + 1);
    let text = &bytes[..end];
    let Some(log) = log_named(text) else { return };
    let Some(checkpoint) = opened(&signed(text, &log), &log) else { return };
    let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    assert_eq!(checkpoint.origin().as_bytes(), lines[0]);
    assert_eq!(checkpoint.size().to_string().as_bytes(), lines[1]);
    assert_eq!(STANDARD.encode(checkpoint.root().as_bytes()).as_bytes(), lines[2]);
    let other = flipped(text).map(|other| [&other, &signed(text, &log)[text.len()..]].concat());
    let other = other.map(|other| Checkpoint::open(&other, &log));
    assert!(!matches!(other, Some(Ok(_))), "a changed text is accepted");
}

/// The checkpoint, if `bytes` are one of the log.
fn opened(bytes: &[u8], log: &VerifierKey) -> Option<Checkpoint> {
    let checkpoint = Checkpoint::open(bytes, log).ok()?;
    assert_eq!(checkpoint.to_text().as_bytes(), bytes, "a checkpoint has one spelling");
    Some(checkpoint)
}

fn proof(bytes: &[u8], log: &VerifierKey) {
    const ENVELOPE: &[u8] =
        include_bytes!("../../../fixtures/proofs/valid--proof/part.csv.dsse.json");
    let Ok(proof) = LogProof::parse(bytes) else { return };
    assert_eq!(LogProof::parse(proof.to_text().as_bytes()).as_ref(), Ok(&proof));
    let envelope = Digest::of(ENVELOPE);
    let mut trust = trusting();
    let maker = Organisation::new::<&str>("Log", &[]).expect("a name");
    let roles = [Role::Log].into();
    let grant = Grant { roles, ..Grant::new(AcceptedKey::from(key(9).public()), maker) };
    trust.grant(grant).expect("a new key");
    if let Ok(evidence) = Clocks::new(&trust, TODAY).logged(bytes, envelope) {
        let shown = proof.verify(envelope, log, &[], 0);
        assert!(shown.is_ok(), "{evidence:?} of what is not in the log");
    }
    let Ok(inclusion) = proof.verify(envelope, log, &[], 0) else { return };
    assert_eq!(inclusion.index(), proof.index());
    assert!(inclusion.index() < inclusion.checkpoint().size());
    let other = Digest::of(b"another envelope");
    assert!(proof.verify(other, log, &[], 0).is_err(), "a proof is for one envelope");
}

/// The key of the log of the fixtures.
fn fixture_key() -> VerifierKey {
    let text = include_str!("../../../fixtures/proofs/valid--proof/log.vkey");
    VerifierKey::parse(text.trim()).expect("a verifier key")
}

/// The key of the log that the text is of; `None`: it can't be the name of one.
fn log_named(text: &[u8]) -> Option<VerifierKey> {
    let name = std::str::from_utf8(text).ok()?.split('\n').next()?;
    VerifierKey::new(name, SignatureKind::Log, key(9).public()).ok()
}

/// `text` as a note that the log signed, by the letter of the specification.
fn signed(text: &[u8], log: &VerifierKey) -> Vec<u8> {
    let shown = log.to_string();
    let id = shown.split('+').nth(1).expect("three parts");
    let id = u32::from_str_radix(id, 16).expect("hexadecimal digits").to_be_bytes();
    let signature = STANDARD.encode([&id[..], &key(9).sign(text)].concat());
    [text, format!("\n\u{2014} {} {signature}\n", log.name()).as_bytes()].concat()
}
