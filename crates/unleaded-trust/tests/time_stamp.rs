//! Time stamps that openssl makes, and what is done to them.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read files, and their helpers may panic"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

use proptest::prelude::*;
use unleaded_trust::{
    EvidenceKind, KeyError, TIME_STAMP_LIMIT, TimeStamp, TimeStampAuthority, TimeStampError,
};

use crate::common::{envelope, has_program, shared};

mod common;

/// Made with openssl for these tests: an authority's answer over 64 bytes of 7, and its certificate.
const ANSWER: &[u8] = include_bytes!("time_stamp/answer.tsr");
const CERTIFICATE: &str = include_str!("time_stamp/authority.pem");
const SIGNATURE: [u8; 64] = [7; 64];

fn authority() -> TimeStampAuthority {
    TimeStampAuthority::from_pem(CERTIFICATE).unwrap()
}

fn verify(answer: &[u8]) -> Result<(), TimeStampError> {
    TimeStamp::parse(answer)?.verify(&SIGNATURE, &[authority()]).map(|_| ())
}

#[test]
fn a_token_is_evidence_of_its_latest_time() {
    let stamp = TimeStamp::parse(ANSWER).unwrap();
    assert!(stamp.covers(&SIGNATURE) && !stamp.covers(&[8; 64]));
    assert!(stamp.nonce().is_some());
    let evidence = stamp.verify(&SIGNATURE, &[authority()]).unwrap();
    // An accuracy of 1.5001 seconds.
    assert_eq!(evidence.time().as_microsecond() - stamp.time().as_microsecond(), 1_500_100);
    let kind = EvidenceKind::TimeStamp { authority: authority().id() };
    assert_eq!(evidence.kind(), &kind);
    let any = unleaded_trust::Digest::of(b"any");
    assert!(evidence.covers(Some(any), &SIGNATURE) && !evidence.covers(Some(any), &[8; 64]));
}

#[test]
fn reasons_are_named() {
    let stamp = TimeStamp::parse(ANSWER).unwrap();
    let other = Err(TimeStampError::ImprintOther);
    assert_eq!(stamp.verify(&[8; 64], &[authority()]), other);
    assert_eq!(stamp.verify_envelope(&envelope(1), &[authority()]), other);
    assert_eq!(stamp.verify_envelope(b"", &[authority()]), other);
    assert_eq!(stamp.verify(&SIGNATURE, &[]), Err(TimeStampError::AuthorityUnknown));
    let refused = [0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02];
    assert_eq!(verify(&refused), Err(TimeStampError::NotGranted { status: 2 }));
    let malformed = |field| Err(TimeStampError::Malformed { field });
    assert_eq!(verify(b""), malformed("TimeStampResp"));
    assert_eq!(verify(&ANSWER[..ANSWER.len() - 1]), malformed("TimeStampResp"));
    assert_eq!(verify(&[ANSWER, b"\0"].concat()), malformed("TimeStampResp"));
    let size = TIME_STAMP_LIMIT + 1;
    assert_eq!(verify(&vec![0x30; size]), Err(TimeStampError::TooLarge { size }));
    let garbled = TimeStampAuthority::from_pem(&CERTIFICATE.replacen("MII", "MIA", 1));
    assert_eq!(garbled, Err(KeyError::Malformed));
}

/// The first place of `part` in `bytes`.
fn place(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).position(|window| window == part).unwrap()
}

/// A certificate is renewed for the same key under the same name: an old one beside the new one is in nobody's way.
#[test]
fn any_certificate_of_the_key_that_fits_will_do() {
    let mut old = authority().certificate().to_vec();
    // The last day is the second of two times of 13 characters.
    let first = place(&old, b"\x17\x0d");
    let last = first + 15;
    assert_eq!(old[last..last + 2], *b"\x17\x0d");
    old[last + 2..last + 4].copy_from_slice(b"00");
    let old = TimeStampAuthority::from_der(&old).unwrap();
    let stamp = TimeStamp::parse(ANSWER).unwrap();
    let unfit = TimeStampError::AuthorityUnfit { authority: old.id() };
    assert_eq!(stamp.verify(&SIGNATURE, std::slice::from_ref(&old)), Err(unfit));
    for authorities in [[old.clone(), authority()], [authority(), old]] {
        assert!(stamp.verify(&SIGNATURE, &authorities).is_ok());
    }
}

/// What nobody signed must be as the form says all the same.
#[test]
fn versions_are_those_of_the_form() {
    for (head, version) in [(&b"\x02\x01\x03\x31"[..], 1), (b"\x02\x01\x01\x30", 3)] {
        let mut answer = ANSWER.to_vec();
        // The version of the signer is the last of its kind.
        let at = answer.windows(4).rposition(|window| window == head).unwrap();
        answer[at + 2] = version;
        let malformed = TimeStampError::Malformed { field: "version" };
        assert_eq!(TimeStamp::parse(&answer), Err(malformed), "{version}");
    }
}

/// Runs openssl in `folder`.
fn openssl(folder: &Path, line: &str) {
    let run = Command::new("openssl").args(line.split(' ')).current_dir(folder).output().unwrap();
    assert!(run.status.success(), "{line}: {}", String::from_utf8_lossy(&run.stderr));
}

/// Certificates are named by SHA-1, as older authorities do; those of the stored answer are named by SHA-256.
const SETTINGS: &str = "\
[tsa]
default_tsa = one
[one]
serial = serial
signer_cert = tsa.pem
signer_key = key.pem
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
ess_cert_id_alg = sha1
";

/// Makes an authority and has it stamp [`SIGNATURE`]; returns the certificate and the answer.
fn stamped(folder: &Path, key: &str, uses: &str, reply: &str) -> (String, Vec<u8>) {
    fs::write(folder.join("tsa.cnf"), SETTINGS).unwrap();
    fs::write(folder.join("serial"), "01\n").unwrap();
    fs::write(folder.join("sig.bin"), SIGNATURE).unwrap();
    openssl(folder, &format!("genpkey {key} -out key.pem"));
    let request = format!("req -x509 -key key.pem -out tsa.pem -days 3650 -subj /CN=TSA {uses}");
    openssl(folder, &request);
    openssl(folder, "ts -query -data sig.bin -sha256 -cert -out req.tsq");
    let answer = "ts -reply -config tsa.cnf -queryfile req.tsq -out resp.tsr";
    openssl(folder, &format!("{answer} {reply}"));
    let certificate = fs::read_to_string(folder.join("tsa.pem")).unwrap();
    (certificate, fs::read(folder.join("resp.tsr")).unwrap())
}

const USES: &str = "-addext extendedKeyUsage=critical,timeStamping";
const P256: &str = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";

#[test]
fn openssl_stamps_with_every_algorithm_that_is_accepted() {
    if !has_program("openssl") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let p384 = "-algorithm EC -pkeyopt ec_paramgen_curve:P-384";
    let rsa = "-algorithm RSA -pkeyopt rsa_keygen_bits:2048";
    for (key, reply) in [
        (P256, "-sha256"),
        (P256, "-sha384 -token_out"),
        (p384, "-sha384"),
        (rsa, "-sha256"),
        (rsa, "-sha512"),
    ] {
        let (certificate, answer) = stamped(folder.path(), key, USES, reply);
        let authority = TimeStampAuthority::from_pem(&certificate).unwrap();
        let stamp = TimeStamp::parse(&answer).unwrap();
        let verified = stamp.verify(&SIGNATURE, &[self::authority(), authority]);
        assert!(verified.is_ok(), "{key} {reply}: {verified:?}");
        let unknown = stamp.verify(&SIGNATURE, &[self::authority()]);
        assert_eq!(unknown, Err(TimeStampError::AuthorityUnknown));
    }
}

#[test]
fn certificates_for_other_uses_and_other_algorithms() {
    if !has_program("openssl") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let outcome = |key: &str, uses: &str, reply: &str| {
        let (certificate, answer) = stamped(folder.path(), key, uses, reply);
        let authority = TimeStampAuthority::from_pem(&certificate).unwrap();
        TimeStamp::parse(&answer).and_then(|stamp| stamp.verify(&SIGNATURE, &[authority]))
    };
    let unsupported = |outcome| matches!(outcome, Err(TimeStampError::AlgorithmUnsupported { .. }));
    assert!(unsupported(outcome(P256, USES, "-sha512")), "no such pair");
    assert!(unsupported(outcome(P256, USES, "-sha1")), "an old hash");
    let short = outcome("-algorithm RSA -pkeyopt rsa_keygen_bits:1024", USES, "-sha256");
    assert_eq!(short, Err(TimeStampError::SignatureInvalid), "a short key fits nothing");
}

/// The commands that `docs/verify-elsewhere.md` gives.
#[test]
fn the_page_with_openssl() {
    if !has_program("openssl") {
        return;
    }
    let page = include_str!("../../../docs/verify-elsewhere.md");
    let mut blocks =
        page.split("```openssl\n").skip(1).map(|text| text.split("```").next().unwrap());
    let (ask, check) = (blocks.next().unwrap(), blocks.next().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let sh = |text: &str| {
        let run = Command::new("sh").args(["-euc", text]).current_dir(folder.path()).output();
        run.unwrap().status.success()
    };
    stamped(folder.path(), P256, USES, "-sha256");
    fs::write(folder.path().join("signature.bin"), SIGNATURE).unwrap();
    fs::copy(folder.path().join("tsa.pem"), folder.path().join("root.pem")).unwrap();
    assert!(sh(ask));
    openssl(
        folder.path(),
        "ts -reply -config tsa.cnf -queryfile part.tsq -sha256 -out part.xml.dsse.json.tsr",
    );
    assert!(sh(check));
    let answer = fs::read(folder.path().join("part.xml.dsse.json.tsr")).unwrap();
    let certificate = fs::read_to_string(folder.path().join("tsa.pem")).unwrap();
    let authority = TimeStampAuthority::from_pem(&certificate).unwrap();
    assert!(TimeStamp::parse(&answer).unwrap().verify(&SIGNATURE, &[authority]).is_ok());
    fs::write(folder.path().join("signature.bin"), [8; 64]).unwrap();
    assert!(!sh(check));
}

/// A vector of another day, where the material beside the repository is there.
#[test]
fn a_published_vector() {
    let read = |name: &str| {
        shared(&format!("corpus/vectors/rfc3161/{name}")).map(|path| fs::read(path).unwrap())
    };
    let (Some(answer), Some(signature), Some(certificate)) =
        (read("resp.tsr"), read("sig.bin"), read("tsa.pem"))
    else {
        return;
    };
    let stamp = TimeStamp::parse(&answer).unwrap();
    assert_eq!(stamp.time().to_string(), "2026-11-22T03:41:37Z");
    let authority = TimeStampAuthority::from_pem(&String::from_utf8(certificate).unwrap()).unwrap();
    let evidence = stamp.verify(&signature, &[authority]).unwrap();
    assert_eq!(evidence.time().to_string(), "2026-11-22T03:41:38Z");
}

/// No byte can be changed: the answer is refused, or says the same. What is not signed (status text, certificates, the
/// spelling of names of algorithms) may differ.
#[test]
fn no_changed_byte_makes_another_time() {
    let good = TimeStamp::parse(ANSWER).unwrap();
    let expected = good.verify(&SIGNATURE, &[authority()]).unwrap();
    for at in 0..ANSWER.len() {
        for by in [0x01, 0x80, 0xff] {
            let mut changed = ANSWER.to_vec();
            changed[at] ^= by;
            let found = TimeStamp::parse(&changed);
            let found = found.and_then(|stamp| stamp.verify(&SIGNATURE, &[authority()]));
            if let Ok(evidence) = found {
                assert_eq!(evidence, expected, "byte {at} changed by {by:#x}");
            }
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..400), at: prop::sample::Index) {
        let _ = TimeStamp::parse(&bytes);
        let _ = TimeStampAuthority::from_der(&bytes);
        let mut spliced = ANSWER.to_vec();
        let at = at.index(spliced.len());
        let end = (at + bytes.len()).min(spliced.len());
        spliced.splice(at..end, bytes);
        if let Ok(stamp) = TimeStamp::parse(&spliced) {
            let _ = stamp.verify(&SIGNATURE, &[authority()]);
        }
        let _ = TimeStampAuthority::from_der(&spliced);
    }
}
