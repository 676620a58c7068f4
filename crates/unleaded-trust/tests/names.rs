//! Names that a reader would take for one another, in trust files of one's own and of others.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test measures time, and their helpers may panic"
)]

use jiff::civil::{Date, date};
use unleaded_model::diagnostic::FileName;
use unleaded_trust::{
    Digest, Grant, Organisation, Outcome, PrivateKey, Role, Terms, TrustFile, TrustStore,
    sign_statement, verify_file,
};

use crate::common::{TODAY, key, organisation, store};

mod common;

const ROOT: u8 = 5;
const EXPIRES: Date = date(2027, 5, 1);

/// A store that trusts nobody but the root to sign trust files.
fn receiver() -> TrustStore {
    let mut store = TrustStore::empty();
    let grant = Grant::new(key(ROOT).public().into(), organisation("HQ"));
    store.grant(Grant { roles: [Role::Root].into(), ..grant }).unwrap();
    store
}

/// Imports `text`, version 1, signed by the root, and gives the code of what is wrong.
fn import(store: &mut TrustStore, text: &str) -> &'static str {
    let claim = TrustFile { version: 1, expires: EXPIRES, issued_at: String::new() };
    let digest = Digest::of(text.as_bytes());
    let envelope = sign_statement("trust.json", &digest, &claim, &[&key(ROOT)]).unwrap();
    let before = store.clone();
    let terms = Terms::new(&before, TODAY);
    match verify_file::<TrustFile>("trust.json", text.as_bytes(), &envelope, &terms) {
        Outcome::Good(verified) => match store.import(&verified, TODAY) {
            Ok(_) => "good",
            Err(error) => error.diagnostic(&FileName::new("trust.json")).code.name(),
        },
        other => panic!("{other:?}"),
    }
}

/// A further name is shown and looked up as the name is, so it must not be that of another organisation either.
#[test]
fn further_names_are_names() {
    let mut store = store();
    store.add(key(2).public(), organisation("Maker Ltd"), None, None).unwrap();
    let code = |name: &str, ids: &[&str]| {
        let found = store.check_name(&Organisation::new(name, ids).unwrap()).err();
        found.map_or("good", |error| error.diagnostic(&FileName::new("t")).code.name())
    };
    for (name, ids, expected) in [
        ("Other GmbH", &["name:Other"][..], "good"),
        ("Other GmbH", &["name:Maker Ltd"], "organisation-name-alike"),
        ("Other GmbH", &["name:MAKER LTD."], "organisation-name-alike"),
        ("Other GmbH", &["name:Маkеr"], "organisation-name-mixed"),
        // One that is known may get further names, but not another's.
        ("Maker Ltd", &["name:Maker Limited", "name:MAKER LTD"], "good"),
        ("Maker Ltd", &["name:甲 公司"], "organisation-name-alike"),
    ] {
        assert_eq!(code(name, ids), expected, "{name} {ids:?}");
    }
    let mut receiver = receiver();
    receiver.add(key(2).public(), organisation("Maker Ltd"), None, None).unwrap();
    let mut file = TrustStore::empty();
    file.count_change();
    file.expire(Some(EXPIRES));
    let other = Organisation::new("Other GmbH", &["name:Maker Ltd"]).unwrap();
    file.add(key(3).public(), other, None, None).unwrap();
    assert_eq!(import(&mut receiver, &file.to_json()), "organisation-name-alike");
}

/// Each name is looked at once, not once for every other one: some thousand suppliers are imported in no time.
#[test]
fn a_large_file_is_imported_in_one_pass() {
    let names = |letters: &[char]| -> Vec<String> {
        let pair = |a: &char| letters.iter().map(move |b| format!("{a}{b}")).collect::<Vec<_>>();
        let pairs: Vec<String> = letters.iter().flat_map(pair).collect();
        pairs.iter().flat_map(|a| pairs.iter().map(move |b| format!("{a}{b}"))).collect()
    };
    // No two of these look alike.
    let names = names(&['a', 'b', 'c', 'd', 'e', 'f', 'h', 'k']);
    let mut text = String::from(
        r#"{"schema":"unleaded/trust/v2","version":"1","expires":"2027-05-01","organisations":["#,
    );
    for (n, name) in names.iter().enumerate() {
        let mut seed = [7; 32];
        seed[..8].copy_from_slice(&n.to_be_bytes());
        let spki = PrivateKey::from_seed(seed).public().spki_base64();
        let comma = if n == 0 { "" } else { "," };
        text += &format!(r#"{comma}{{"name":"{name}","ids":[],"keys":[{{"spki":"{spki}"}}]}}"#);
    }
    text += "]}";
    let mut store = receiver();
    // A pass over every name for every name would take minutes.
    assert_eq!(import(&mut store, &text), "good");
    assert_eq!(store.organisations().count(), 4097);
}
