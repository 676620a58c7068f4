//! SM2 keys and signatures, against OpenSSL in both directions, and in trust files and envelopes.

#![cfg(feature = "national")]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read files, and their helpers may panic"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use unleaded_model::diagnostic::FileName;
use unleaded_trust::{
    AcceptedKey, Grant, KeyError, Outcome, SigningKey, Sm2PrivateKey, Sm2PublicKey, TrustStore,
    add_signatures, read_signing_key, sign_document, sign_statement, verify,
};

use crate::common::{DOCUMENT, TODAY, has_program, key, organisation, predicate};

mod common;

/// The identity that GM/T 0009 section 10 has as the default.
const IDENTITY: &str = "1234567812345678";

fn sm2(n: u8) -> Sm2PrivateKey {
    Sm2PrivateKey::from_secret(&[n; 32]).unwrap()
}

/// A store that trusts SM2 key 1 and Ed25519 key 1 as those of one organisation.
fn store() -> TrustStore {
    let mut store = TrustStore::empty();
    for key in [AcceptedKey::from(sm2(1).public().clone()), key(1).public().into()] {
        store.grant(Grant::new(key, organisation("甲公司"))).unwrap();
    }
    store
}

fn signed(keys: &[&dyn SigningKey]) -> Vec<u8> {
    let digest = unleaded_trust::Digest::of(DOCUMENT);
    sign_statement("part.xml", &digest, &predicate(), keys).unwrap()
}

/// The codes of what is said about the check, or who signed.
fn check(envelope: &[u8], store: &TrustStore) -> Result<Vec<String>, Vec<&'static str>> {
    match verify("part.xml", DOCUMENT, envelope, store, TODAY) {
        Outcome::Good(verified) => {
            Ok(verified.signers().iter().map(|signer| signer.key_id.clone()).collect())
        }
        other => {
            let said = other.diagnostics(&FileName::new("part.xml"));
            Err(said.iter().map(|said| said.code.name()).collect())
        }
    }
}

/// The envelope with its signature number `at` replaced.
fn with_signature(envelope: &[u8], at: usize, signature: &[u8]) -> Vec<u8> {
    let mut value: Value = serde_json::from_slice(envelope).unwrap();
    value["signatures"][at]["sig"] = json!(STANDARD.encode(signature));
    serde_json::to_vec(&value).unwrap()
}

fn signature(envelope: &[u8], at: usize) -> Vec<u8> {
    let value: Value = serde_json::from_slice(envelope).unwrap();
    STANDARD.decode(value["signatures"][at]["sig"].as_str().unwrap()).unwrap()
}

/// The bytes that an envelope's signatures are on.
fn message(envelope: &[u8]) -> Vec<u8> {
    let value: Value = serde_json::from_slice(envelope).unwrap();
    let payload = STANDARD.decode(value["payload"].as_str().unwrap()).unwrap();
    let kind = value["payloadType"].as_str().unwrap();
    let head = format!("DSSEv1 {} {kind} {} ", kind.len(), payload.len());
    [head.as_bytes(), &payload].concat()
}

#[test]
fn an_envelope_is_signed_and_verified() {
    let envelope = sign_document("part.xml", DOCUMENT, &predicate(), &sm2(1)).unwrap();
    assert_eq!(check(&envelope, &store()), Ok(vec![sm2(1).public().id()]));
    // The same arguments give the same bytes.
    assert_eq!(sign_document("part.xml", DOCUMENT, &predicate(), &sm2(1)).unwrap(), envelope);
    let other = sign_document("part.xml", DOCUMENT, &predicate(), &sm2(2)).unwrap();
    assert_eq!(check(&other, &store()), Err(vec!["key-unknown"]));
    let digest = unleaded_trust::Digest::of(DOCUMENT);
    let again =
        add_signatures::<unleaded_trust::Predicate>("part.xml", &digest, &envelope, &[&sm2(1)]);
    assert!(again.unwrap_err().to_string().contains("signed already"));
}

#[test]
fn two_algorithms_sign_one_document() {
    let keys = [sm2(1).public().id(), key(1).public().id()];
    let envelope = signed(&[&sm2(1), &key(1)]);
    assert_eq!(signed(&[&key(1), &sm2(1)]), envelope);
    let mut sorted = keys.to_vec();
    sorted.sort();
    let mut store = store();
    store.require("甲公司", 2).unwrap();
    assert_eq!(check(&envelope, &store), Ok(sorted.clone()));
    assert_eq!(check(&signed(&[&sm2(1)]), &store), Err(vec!["signatures-too-few"]));
    // One that was changed is not passed over because the other is right.
    for (at, _) in sorted.iter().enumerate() {
        let mut changed = signature(&envelope, at);
        *changed.last_mut().unwrap() ^= 1;
        let changed = with_signature(&envelope, at, &changed);
        assert_eq!(check(&changed, &store), Err(vec!["signature-invalid"]), "{at}");
    }
}

#[test]
fn what_is_not_the_one_form_of_a_signature_fits_no_key() {
    let envelope = signed(&[&sm2(1)]);
    let good = signature(&envelope, 0);
    assert_eq!(
        check(&with_signature(&envelope, 0, &good), &store()).map_err(|_| ()).unwrap().len(),
        1
    );
    let trailing = [good.as_slice(), &[0]].concat();
    let zero = vec![0x30, 6, 2, 1, 0, 2, 1, 0];
    let ed25519 = key(1).sign(&message(&envelope)).to_vec();
    for bad in [trailing, zero, vec![7; 64], Vec::new()] {
        let changed = with_signature(&envelope, 0, &bad);
        assert_eq!(check(&changed, &store()), Err(vec!["signature-invalid"]));
    }
    // The hint is no more than a hint: the signature of another trusted key is one, whatever its algorithm.
    let other = with_signature(&envelope, 0, &ed25519);
    assert_eq!(check(&other, &store()), Ok(vec![key(1).public().id()]));
    let hinted = String::from_utf8(signed(&[&key(1)])).unwrap();
    let hinted = hinted.replace(&key(1).public().id(), &sm2(1).public().id());
    assert_eq!(check(hinted.as_bytes(), &store()), Ok(vec![key(1).public().id()]));
}

#[test]
fn trust_files_hold_such_keys() {
    let text = store().to_json();
    assert_eq!(TrustStore::parse(&text).unwrap(), store());
    let spki = STANDARD.encode(sm2(1).public().to_spki_der());
    assert!(text.contains("\"algorithm\": \"sm2\"") && text.contains(&spki), "{text}");
    // The mark must be there and be right.
    for (was, is) in [("\"algorithm\": \"sm2\",", ""), ("\"sm2\"", "\"rsa\"")] {
        let changed = text.replacen(was, is, 1);
        assert_ne!(changed, text);
        assert!(TrustStore::parse(&changed).is_err(), "{is}");
    }
    let mut last = sm2(1).public().to_spki_der();
    last[90] ^= 1;
    let moved = text.replace(&spki, &STANDARD.encode(last));
    assert!(TrustStore::parse(&moved).is_err(), "a key that is no point");
}

#[test]
fn a_public_key_has_one_spelling() {
    let der = sm2(1).public().to_spki_der();
    let read = |der: &[u8]| AcceptedKey::from_spki_der(der);
    let key = read(&der).unwrap();
    assert_eq!((key.id(), key.algorithm()), (sm2(1).public().id(), "sm2"));
    assert!(key.signs_envelopes() && key.is_built() && key.ed25519().is_none());
    assert_eq!(AcceptedKey::from_pem(&sm2(1).public().to_pem()).unwrap(), key);
    let point = |form: u8, coordinates: &[u8]| {
        let length = u8::try_from(coordinates.len()).unwrap();
        let head = [&[0x30, length + 0x19], &der[2..23], &[3, length + 2, 0, form]].concat();
        [head, coordinates.to_vec()].concat()
    };
    assert_eq!(point(4, &der[27..]), der);
    let (x, parity) = (&der[27..59], 2 + (der[90] & 1));
    let changed = |at: usize| {
        let mut der = der;
        der[at] ^= 1;
        der.to_vec()
    };
    for (what, bytes) in [
        ("compressed", point(parity, x)),
        ("hybrid", point(4 + parity, &der[27..])),
        ("infinity", point(0, &[])),
        ("off the curve", changed(60)),
        ("something behind", [der.as_slice(), &[0]].concat()),
        ("cut", der[..90].to_vec()),
        ("unused bits", changed(25)),
    ] {
        assert_eq!(read(&bytes).unwrap_err(), KeyError::Malformed, "{what}");
        assert!(Sm2PublicKey::from_spki_der(&bytes).is_err(), "{what}");
    }
}

#[test]
fn keys_that_are_none_are_refused() {
    assert!(Sm2PrivateKey::from_secret(&[0; 32]).is_none());
    assert!(Sm2PrivateKey::from_secret(&[0xff; 32]).is_none());
    let plain = sm2(1).to_pem();
    let frame = |der: &[u8]| {
        format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----", STANDARD.encode(der))
    };
    let content: String = plain.lines().filter(|line| !line.starts_with('-')).collect();
    let der = STANDARD.decode(content).unwrap();
    assert_eq!(Sm2PrivateKey::from_pem(&frame(&der), None).unwrap().public(), sm2(1).public());
    let with = |at: usize, bytes: &[u8]| {
        let mut der = der.clone();
        der[at..at + bytes.len()].copy_from_slice(bytes);
        frame(&der)
    };
    for (what, text) in [
        ("zero", with(36, &[0; 32])),
        ("over the order", with(36, &[0xff; 32])),
        ("the public half of another secret", with(36, &[2; 32])),
        ("another version inside", with(33, &[2])),
        ("something behind", frame(&[der.as_slice(), &[0]].concat())),
    ] {
        assert_eq!(
            Sm2PrivateKey::from_pem(&text, None).unwrap_err(),
            KeyError::Malformed,
            "{what}"
        );
        assert!(read_signing_key(&text, None).is_err(), "{what}");
    }
    let ed25519 = key(1).to_pem();
    let not = Sm2PrivateKey::from_pem(&ed25519, None).unwrap_err();
    assert_eq!(not, KeyError::NotEd25519 { algorithm: "1.3.101.112".to_owned() });
    assert_eq!(read_signing_key(&ed25519, None).unwrap().id(), key(1).public().id());
    assert_eq!(read_signing_key(&plain, None).unwrap().id(), sm2(1).public().id());
    assert_eq!(
        format!("{:?}", sm2(1)),
        format!("Sm2PrivateKey(secret of {})", sm2(1).public().id())
    );
}

#[test]
fn what_a_program_without_sm2_can_not_check_is_good() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/trust");
    let folder = folder.join("signature-algorithm-not-built--sm2");
    let read = |name: &str| fs::read(folder.join(name)).unwrap();
    let store = TrustStore::parse(&String::from_utf8(read("trust.json")).unwrap()).unwrap();
    let (document, envelope) = (read("part.csv"), read("part.csv.dsse.json"));
    let outcome = verify("part.csv", &document, &envelope, &store, TODAY);
    let Outcome::Good(verified) = outcome else { panic!("{outcome:?}") };
    assert_eq!(verified.key_id(), sm2(1).public().id());
}

/// A folder in which OpenSSL runs.
struct OpenSsl(tempfile::TempDir);

impl OpenSsl {
    fn new() -> Option<Self> {
        has_program("openssl").then(|| Self(tempfile::tempdir().unwrap()))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path(name), bytes).unwrap();
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Whether `openssl` with these arguments comes to an end without an error.
    fn runs(&self, arguments: &str) -> bool {
        let mut command = Command::new("openssl");
        command.args(arguments.split_whitespace()).current_dir(self.0.path());
        command.output().unwrap().status.success()
    }
}

#[test]
fn openssl_verifies_what_we_sign() {
    let Some(openssl) = OpenSsl::new() else { return };
    let envelope = signed(&[&sm2(1)]);
    openssl.write("signed.bin", &message(&envelope));
    openssl.write("signature.bin", &signature(&envelope, 0));
    openssl.write("key.pem", sm2(1).public().to_pem().as_bytes());
    let dgst = |identity: &str| {
        openssl.runs(&format!(
            "dgst -sm3 -sigopt distid:{identity} -verify key.pem -signature signature.bin signed.bin"
        ))
    };
    let pkeyutl = |identity: &str| {
        openssl.runs(&format!(
            "pkeyutl -verify -pubin -inkey key.pem -rawin -digest sm3 -pkeyopt distid:{identity} \
             -in signed.bin -sigfile signature.bin"
        ))
    };
    assert!(dgst(IDENTITY) && pkeyutl(IDENTITY));
    assert!(!dgst("1234567812345679") && !pkeyutl("1234567812345679"), "another identity");
    openssl.write("key.pem", sm2(2).public().to_pem().as_bytes());
    assert!(!dgst(IDENTITY), "another key");
}

/// The commands of `docs/verify-elsewhere.md` on SM2.
fn commands() -> &'static str {
    let page = include_str!("../../../docs/verify-elsewhere.md");
    let block = page.split("```bash\n").nth(1).unwrap();
    block.split("```").next().unwrap()
}

#[test]
fn the_page_verifies_with_openssl() {
    let Some(openssl) = OpenSsl::new() else { return };
    let accepts = |envelope: &[u8], key: &Sm2PublicKey| {
        openssl.write("part.xml.dsse.json", envelope);
        openssl.write("maker.pub.pem", key.to_pem().as_bytes());
        let mut command = Command::new("sh");
        command.args(["-euc", commands()]).current_dir(openssl.0.path());
        command.output().unwrap().status.success()
    };
    for keys in [vec![&sm2(1) as &dyn SigningKey], vec![&sm2(1), &key(1), &key(2), &sm2(2)]] {
        let envelope = signed(&keys);
        assert!(accepts(&envelope, sm2(1).public()), "{} keys", keys.len());
        assert!(!accepts(&envelope, sm2(99).public()), "another key");
        let text = String::from_utf8(envelope).unwrap();
        let changed = text.replacen("eyJfdHlwZSI6", "eyJfdHlwZSI7", 1);
        assert!(changed != text && !accepts(changed.as_bytes(), sm2(1).public()));
    }
}

#[test]
fn we_verify_what_openssl_signs() {
    let Some(openssl) = OpenSsl::new() else { return };
    let ours = signed(&[&sm2(1)]);
    openssl.write("signed.bin", &message(&ours));
    openssl.write("key.pem", sm2(1).to_pem().as_bytes());
    let sign = |identity: &str| {
        assert!(openssl.runs(&format!(
            "dgst -sm3 -sigopt distid:{identity} -sign key.pem -out signature.bin signed.bin"
        )));
        with_signature(&ours, 0, &fs::read(openssl.path("signature.bin")).unwrap())
    };
    // The secret number is drawn anew each time, and so is the length of the two integers.
    for _ in 0..8 {
        assert_eq!(check(&sign(IDENTITY), &store()), Ok(vec![sm2(1).public().id()]));
    }
    assert_eq!(check(&sign("1234567812345679"), &store()), Err(vec!["signature-invalid"]));
}

#[test]
fn keys_go_both_ways() {
    let Some(openssl) = OpenSsl::new() else { return };
    let passphrase = b"pass-phrase";
    let encrypted = sm2(4).to_encrypted_pem(passphrase, [3; 16], [4; 16]).unwrap();
    assert_eq!(sm2(4).to_encrypted_pem(b"", [3; 16], [4; 16]), Err(KeyError::PassphraseEmpty));
    for (name, pem) in [("plain.pem", sm2(4).to_pem()), ("encrypted.pem", encrypted)] {
        openssl.write(name, pem.as_bytes());
        assert!(
            openssl
                .runs(&format!("pkey -in {name} -passin pass:pass-phrase -pubout -out public.pem"))
        );
        assert_eq!(openssl.text("public.pem"), sm2(4).public().to_pem(), "{name}");
        assert!(openssl.runs(&format!("pkey -in {name} -passin pass:pass-phrase -out same.pem")));
        assert_eq!(openssl.text("same.pem"), *sm2(4).to_pem(), "{name}");
    }
    assert!(openssl.runs("genpkey -algorithm SM2 -out plain.pem"));
    assert!(openssl.runs("pkey -in plain.pem -pubout -out public.pem"));
    let public = AcceptedKey::from_pem(&openssl.text("public.pem")).unwrap();
    let read = Sm2PrivateKey::from_pem(&openssl.text("plain.pem"), None).unwrap();
    assert_eq!(AcceptedKey::from(read.public().clone()), public);
    assert_eq!(*read.to_pem(), openssl.text("plain.pem"), "the same form");
    for options in ["-v2 aes-256-cbc", "-scrypt", "-v2 aes-128-cbc -v2prf hmacWithSHA512"] {
        let line = format!("pkcs8 -topk8 -in plain.pem -out e.pem -passout pass:secret {options}");
        assert!(openssl.runs(&line));
        let key = read_signing_key(&openssl.text("e.pem"), Some(b"secret")).unwrap();
        assert_eq!(key.id(), public.id(), "{options}");
        let wrong = read_signing_key(&openssl.text("e.pem"), Some(b"Secret"));
        assert_eq!(wrong.err(), Some(KeyError::PassphraseWrong));
    }
    // Other curves are no SM2.
    assert!(openssl.runs("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out p256.pem"));
    assert!(read_signing_key(&openssl.text("p256.pem"), None).is_err());
    // The curve with its numbers in place of its name is another spelling.
    assert!(openssl.runs("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:SM2 -pkeyopt ec_param_enc:explicit -out explicit.pem"));
    assert!(read_signing_key(&openssl.text("explicit.pem"), None).is_err());
}
