//! Keys in files.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use unleaded_model::diagnostic::{FileName, Language};
use unleaded_trust::{AcceptedKey, GivenKey, KeyError, PrivateKey, PublicKey};

use crate::common::{RSA_2048, key};

mod common;

fn pem(label: &str, der: &[u8]) -> String {
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", STANDARD.encode(der))
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    digits.chunks(2).map(|c| u8::from_str_radix(str::from_utf8(c).unwrap(), 16).unwrap()).collect()
}

/// A version 2 key (RFC 5958) of `seed` with `public` in it.
fn version_2(seed: [u8; 32], public: &[u8]) -> Vec<u8> {
    let head = hex("3051 020101 3005 0603 2b6570 0422 0420");
    [head.as_slice(), &seed, &[0x81, 0x21, 0x00], public].concat()
}

#[test]
fn written_keys_are_version_1_and_read_back() {
    let text = key(5).to_pem();
    let der = STANDARD.decode(text.lines().nth(1).unwrap()).unwrap();
    assert_eq!(der.len(), 48);
    assert_eq!(PrivateKey::from_pem(&text, None).unwrap().public(), key(5).public());
    let public = key(5).public();
    assert_eq!(PublicKey::from_pem(&public.to_pem()).unwrap(), public);
    assert_eq!(PublicKey::from_spki_base64(&public.spki_base64()).unwrap(), public);
    assert_eq!(public.to_spki_der().len(), 44);
}

#[test]
fn version_2_is_read_and_its_halves_must_match() {
    let public = key(5).public().to_spki_der()[12..].to_vec();
    let read = |public: &[u8]| {
        let text = pem("PRIVATE KEY", &version_2([5; 32], public));
        PrivateKey::from_pem(&text, None).map(|key| key.public())
    };
    assert_eq!(read(&public).unwrap(), key(5).public());
    assert_eq!(read(&[1; 32]).unwrap_err(), KeyError::Malformed);
}

#[test]
fn encrypted_keys() {
    let text = key(5).to_encrypted_pem("口令".as_bytes(), [1; 16], [2; 16]).unwrap();
    let open = |passphrase: Option<&[u8]>| PrivateKey::from_pem(&text, passphrase);
    assert_eq!(open(Some("口令".as_bytes())).unwrap().public(), key(5).public());
    assert_eq!(open(None).unwrap_err(), KeyError::PassphraseMissing);
    for wrong in ["", "x", "口令 "] {
        assert_eq!(open(Some(wrong.as_bytes())).unwrap_err(), KeyError::PassphraseWrong);
    }
    let empty = key(5).to_encrypted_pem(b"", [1; 16], [2; 16]);
    assert_eq!(empty.unwrap_err(), KeyError::PassphraseEmpty);
}

/// A DER value with a short length.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    assert!(content.len() < 128);
    [&[tag, content.len() as u8], content.as_slice()].concat()
}

/// An encrypted key whose derivation is `oid` with `parameters` after an empty salt; the content does not matter.
fn encrypted_with(oid: &str, parameters: &[&str]) -> String {
    let parameters: Vec<u8> = parameters.iter().flat_map(|part| hex(part)).collect();
    let kdf = der(0x30, &[&der(0x06, &[&hex(oid)]), &der(0x30, &[&der(0x04, &[]), &parameters])]);
    let aes_256_cbc = der(0x06, &[&hex("60864801650304012a")]);
    let cipher = der(0x30, &[&aes_256_cbc, &der(0x04, &[&[0; 16]])]);
    let pbes2 = der(0x06, &[&hex("2a864886f70d01050d")]);
    let algorithm = der(0x30, &[&pbes2, &der(0x30, &[&kdf, &cipher])]);
    pem("ENCRYPTED PRIVATE KEY", &der(0x30, &[&algorithm, &der(0x04, &[&[0; 16]])]))
}

#[test]
fn a_key_file_cannot_stop_the_machine() {
    let (scrypt, pbkdf2) = ("2b06010401da47040b", "2a864886f70d01050c");
    let sha_256 = "300c 0608 2a864886f70d0209 0500";
    let read = |oid: &str, parameters: &[&str]| {
        PrivateKey::from_pem(&encrypted_with(oid, parameters), Some(b"x"))
    };
    for (oid, parameters) in [
        // scrypt with N = 0, N = 3, N = 2^40, r = 0, p = 32767.
        (scrypt, ["020100", "020108", "020101"]),
        (scrypt, ["020103", "020108", "020101"]),
        (scrypt, ["0206010000000000", "020108", "020101"]),
        (scrypt, ["02024000", "020100", "020101"]),
        (scrypt, ["02024000", "020108", "02027fff"]),
        // PBKDF2 with 0 and with 100 000 000 rounds, then with HMAC-SHA-1, which is not read.
        (pbkdf2, ["020100", sha_256, ""]),
        (pbkdf2, ["020405f5e100", sha_256, ""]),
        (pbkdf2, ["020101", "", ""]),
        // A derivation that nobody knows.
        ("2a0304", ["", "", ""]),
    ] {
        let read = read(oid, &parameters);
        assert!(matches!(read, Err(KeyError::Encryption { .. })), "{oid} {parameters:?}: {read:?}");
    }
    // The same frame with a cost that is taken gets as far as the passphrase.
    for (oid, parameters) in
        [(scrypt, ["020110", "020108", "020101"]), (pbkdf2, ["020110", sha_256, ""])]
    {
        assert_eq!(read(oid, &parameters).unwrap_err(), KeyError::PassphraseWrong, "{oid}");
    }
}

#[test]
fn what_is_no_key_is_said_to_be_what_it_is() {
    let private = |text: &str| PrivateKey::from_pem(text, None).unwrap_err();
    let public = |text: &str| PublicKey::from_pem(text).unwrap_err();
    let kind = |found: &str, wanted| KeyError::WrongKind { found: found.to_owned(), wanted };
    let other = |algorithm: &str| KeyError::NotEd25519 { algorithm: algorithm.to_owned() };
    assert_eq!(private(&key(1).public().to_pem()), kind("PUBLIC KEY", "PRIVATE KEY"));
    assert_eq!(public(&key(1).to_pem()), kind("PRIVATE KEY", "PUBLIC KEY"));
    assert_eq!(public(&pem("CERTIFICATE", &[])), kind("CERTIFICATE", "PUBLIC KEY"));
    assert_eq!(private("hello"), KeyError::NotPem);
    assert_eq!(private(&pem("PRIVATE KEY", b"x")), KeyError::Malformed);
    // X25519 (1.3.101.110) and a seed that is one byte short.
    let mut bytes = [hex("302e020100300506032b656e04220420"), vec![1; 32]].concat();
    assert_eq!(private(&pem("PRIVATE KEY", &bytes)), other("1.3.101.110"));
    bytes = [hex("302d020100300506032b65700421041f"), vec![1; 31]].concat();
    assert_eq!(private(&pem("PRIVATE KEY", &bytes)), KeyError::Malformed);
    let x25519 = [hex("302a300506032b656e032100"), vec![9; 32]].concat();
    assert_eq!(public(&pem("PUBLIC KEY", &x25519)), other("1.3.101.110"));
}

#[test]
fn weak_keys_are_refused() {
    // The neutral element (1) and a point of order 4 (0), RFC 7748 and 8032 give the encodings.
    for first in [0, 1] {
        let mut bytes = [0; 32];
        bytes[0] = first;
        assert_eq!(PublicKey::from_bytes(&bytes).unwrap_err(), KeyError::Weak);
    }
    // y = 2 is on no point of the curve.
    let mut bytes = [0; 32];
    bytes[0] = 2;
    assert_eq!(PublicKey::from_bytes(&bytes).unwrap_err(), KeyError::Malformed);
}

#[test]
fn the_secret_is_not_printed() {
    let seed: String = [0xa7u8; 32].iter().map(|b| format!("{b:02x}")).collect();
    let key = PrivateKey::from_seed([0xa7; 32]);
    let shown = format!("{key:?} {key:#?}").to_lowercase();
    assert!(!shown.contains(&seed) && !shown.contains("167, 167"), "{shown}");
    assert!(shown.contains(&key.public().id()));
}

#[test]
fn every_error_has_complete_words() {
    for error in [
        KeyError::Encryption { scheme: "1.2.3".to_owned() },
        KeyError::Malformed,
        KeyError::NotEd25519 { algorithm: "1.2.3".to_owned() },
        KeyError::NotPem,
        KeyError::PassphraseEmpty,
        KeyError::PassphraseMissing,
        KeyError::PassphraseWrong,
        KeyError::SeveralKeys,
        KeyError::Weak,
        KeyError::WrongKind { found: "A".to_owned(), wanted: "B" },
    ] {
        let found = error.diagnostic(&FileName::new("key.pem"));
        for language in [Language::En, Language::Zh] {
            let words = found.message(language) + &found.help(language);
            assert!(words.contains("key.pem") && !words.contains('{'), "{words}");
        }
    }
}

/// The identifier of a key is a hash of its spelling: with a second one a compromised key would come back as another.
#[test]
fn an_rsa_key_has_one_spelling() {
    let der = STANDARD.decode(RSA_2048).unwrap();
    // SEQUENCE { SEQUENCE { OID, NULL }, BIT STRING { 0, SEQUENCE { modulus, exponent } } }
    let (oid, key) = (&der[6..17], &der[24..]);
    let part = |tag: u8, content: &[u8]| {
        let length = u16::try_from(content.len()).unwrap().to_be_bytes();
        match content.len() {
            short @ 0..0x80 => [&[tag, u8::try_from(short).unwrap()], content].concat(),
            _ => [&[tag, 0x82], &length[..], content].concat(),
        }
    };
    let spelt = |parameters: &[u8], key: &[u8]| {
        let algorithm = part(0x30, &[oid, parameters].concat());
        let bits = part(0x03, &[&[0], key].concat());
        part(0x30, &[algorithm, bits].concat())
    };
    assert_eq!(spelt(&[5, 0], key), der);
    assert!(AcceptedKey::from_spki_der(&der).is_ok() && GivenKey::from_spki_der(&der).is_ok());
    let numbers = &key[4..];
    for (what, der) in [
        ("no parameters", spelt(&[], key)),
        ("other parameters", spelt(&[4, 1, 0x78], key)),
        ("bytes after the key", spelt(&[5, 0], &[key, &[0]].concat())),
        ("a third number", spelt(&[5, 0], &part(0x30, &[numbers, &[2, 1, 1]].concat()))),
        ("a longer number", {
            let exponent = numbers.len() - 5;
            assert_eq!(numbers[exponent..], [2, 3, 1, 0, 1]);
            let longer = [&numbers[..exponent], &[2, 4, 0, 1, 0, 1]].concat();
            spelt(&[5, 0], &part(0x30, &longer))
        }),
    ] {
        assert_eq!(AcceptedKey::from_spki_der(&der), Err(KeyError::Malformed), "{what}");
        assert_eq!(GivenKey::from_spki_der(&der), Err(KeyError::Malformed), "{what}");
    }
}
