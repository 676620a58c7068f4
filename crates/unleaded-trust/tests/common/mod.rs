//! What several tests share.

#![allow(dead_code, reason = "each test binary uses its own part")]

use std::io::Write as _;
use std::path::PathBuf;

use jiff::civil::{Date, date};
use unleaded_trust::{Organisation, Predicate, PrivateKey, ProductId, TrustStore, sign_document};

/// A date inside every period that the tests do not set on purpose.
pub(crate) const TODAY: Date = date(2026, 11, 22);

pub(crate) const DOCUMENT: &[u8] = "<Declaration>铅 0.1 %</Declaration>\r\n".as_bytes();

/// The SubjectPublicKeyInfo of an RSA key with 2048 bits.
pub(crate) const RSA_2048: &str = concat!(
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAortr4yfdpJWgTg/iU36BQkLpjWtJ9NuB08+TQwbfn6XG",
    "bv+c5H3SoxL98bGGy9BTyMWdRy34YxCUDyquX/SmCdWtBfYeKHhjg3VLDlk1dBWa/m4htqUUTTIqabstAK2Ciq+n",
    "EAoAqsa4KDRib/nwQ7khjvjgl3FfPgRfZZcUO9rLpjoXTgQW/XRdg/1Lk7VxzlbcktRLupNHI0EwjDIbVlqIJyeG",
    "M1sqlQW8oaXRF02x2uC4GH9B3EY7Cf9L2Uglfu52U5UwMMWgIO+ivxw0uUdtw8XZQ+GzpXpfZDfX+J5V/jF+1pdE",
    "PKYhR/P7Fe9jIQ5bYf2F9RJU6c/YOdqPaQIDAQAB",
);

pub(crate) fn key(n: u8) -> PrivateKey {
    PrivateKey::from_seed([n; 32])
}

pub(crate) fn predicate() -> Predicate {
    Predicate {
        format: "IPC-1752A".to_owned(),
        classes: vec!["A".to_owned(), "D".to_owned()],
        lists: vec!["EUREACH-0625".to_owned()],
        products: vec![ProductId { authority: "甲公司".to_owned(), id: "CR0402".to_owned() }],
        issued_at: "2026-11-22T00:00:00Z".to_owned(),
        ..Predicate::default()
    }
}

pub(crate) fn envelope(n: u8) -> Vec<u8> {
    sign_document("part.xml", DOCUMENT, &predicate(), &key(n)).unwrap()
}

pub(crate) fn organisation(name: &str) -> Organisation {
    Organisation::new::<&str>(name, &[]).unwrap()
}

/// A store that trusts key 1 of 甲公司 without bounds.
pub(crate) fn store() -> TrustStore {
    let mut store = TrustStore::empty();
    store.add(key(1).public(), organisation("甲公司"), None, None).unwrap();
    store
}

/// The material beside the repository, if it is there.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    let found = root.join(path);
    if !found.exists() {
        skip(&format!("shared/{path} not found"));
        return None;
    }
    Some(found)
}

/// Says why a test did nothing. Written past the harness, which would swallow it.
pub(crate) fn skip(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

/// Whether `program` runs. If it does not, says so, or fails where `UNLEADED_REQUIRE_PROGRAMS=1` asks for it.
pub(crate) fn has_program(program: &str) -> bool {
    let runs = std::process::Command::new(program).arg("version").output().is_ok();
    if !runs {
        let required = std::env::var_os("UNLEADED_REQUIRE_PROGRAMS").is_some_and(|v| v == "1");
        assert!(!required, "{program} not found");
        skip(&format!("{program} not found"));
    }
    runs
}
