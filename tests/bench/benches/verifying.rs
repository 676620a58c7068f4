//! Verifying a signature beside the hash and the signature check that no verifier can do without.

use ed25519_dalek::{Signature, Signer as _, SigningKey};
use jiff::civil::date;
use sha2::{Digest as _, Sha256};
use unleaded_bench::Size;
use unleaded_bench::documents::declaration_of;
use unleaded_bench::race::{Contender, Work, publish, race};
use unleaded_trust::{
    Organisation, Predicate, PrivateKey, ProductId, TrustStore, Verification, sign_document, verify,
};

const SEED: [u8; 32] = [7; 32];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let size = Size::from_arguments();
    let document = declaration_of(64 << 10);
    let key = PrivateKey::from_seed(SEED);
    let predicate = Predicate {
        format: "IPC-1752A".to_owned(),
        classes: vec!["D".to_owned()],
        products: vec![ProductId {
            authority: "000000000".to_owned(),
            id: "A-00000000".to_owned(),
        }],
        ..Predicate::default()
    };
    let envelope = sign_document("a.xml", document.as_bytes(), &predicate, &key)?;
    let mut trust = TrustStore::empty();
    trust.add(key.public(), Organisation::new::<&str>("Maker", &[])?, None, None)?;

    let message = b"a message of the length that the bound does not depend on";
    let bare = SigningKey::from_bytes(&SEED);
    let signature: Signature = bare.sign(message);
    let bare = bare.verifying_key();
    let times = size.choose(200, 2);
    let contenders = vec![
        Contender::new("SHA-256 + Ed25519 verify_strict", || {
            (0..times)
                .map(|_| {
                    let hash = Sha256::digest(document.as_bytes());
                    let is_good = bare.verify_strict(message, &signature).is_ok();
                    u64::from(hash[0]) + u64::from(is_good)
                })
                .sum()
        }),
        Contender::new("SHA-256 alone", || {
            (0..times).map(|_| u64::from(Sha256::digest(document.as_bytes())[0])).sum()
        }),
        Contender::new("unleaded_trust::verify", || {
            let as_of = date(2026, 11, 22);
            (0..times)
                .map(|_| {
                    let outcome = verify("a.xml", document.as_bytes(), &envelope, &trust, as_of);
                    assert!(matches!(outcome, Verification::Good(_)));
                    1
                })
                .sum()
        }),
    ];
    let title = format!("Verifying a document of {} bytes {times} times", document.len());
    let work = Work { unit: "verifications", millionths: times * 1_000_000 };
    let report = race(&title, work, size.choose(25, 1), contenders);
    publish("verifying", &report, env!("CARGO_TARGET_TMPDIR"))?;
    Ok(())
}
