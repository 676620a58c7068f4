//! Going on to a new key: who must say so, and what the new key may do.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use jiff::civil::{Date, date};
use unleaded_model::diagnostic::codes::trust_files as codes;
use unleaded_model::diagnostic::{FileName, Language};
use unleaded_trust::{
    Digest, Grant, KeyRotation, Role, RotationError, Scope, SigningKey, TrustFile, TrustStore,
    TrustedKey, sign_statement,
};

use crate::common::{TODAY, key, organisation, store};

mod common;

/// The rotation from key 1 to key 2 on the day `from`, signed by `keys`.
fn rotation(from: Date, keys: &[u8]) -> Vec<u8> {
    let (old_key, new_key) = (key(1).public(), key(2).public());
    let rotation = KeyRotation { old_key, new_key, from, issued_at: String::new() };
    let keys: Vec<_> = keys.iter().map(|n| key(*n)).collect();
    let keys: Vec<&dyn SigningKey> = keys.iter().map(|key| key as &dyn SigningKey).collect();
    let subject = Digest::of(&new_key.to_spki_der());
    sign_statement("key", &subject, &rotation, &keys).unwrap()
}

fn rotate(trust: &mut TrustStore, from: Date) -> Result<(), RotationError> {
    trust.rotate(&rotation(from, &[1, 2]), TODAY).map(|_| ())
}

fn code(refused: Result<(), RotationError>) -> &'static str {
    let Err(error) = refused else { return "good" };
    let found = error.diagnostic(&FileName::new("rotation.json"));
    for language in [Language::En, Language::Zh] {
        let words = found.message(language) + &found.help(language);
        assert!(!words.contains('{'), "{words}");
    }
    found.code.name()
}

fn new(trust: &TrustStore) -> &TrustedKey {
    trust.key(&key(2).public().id()).unwrap()
}

#[test]
fn a_rotation_needs_both_keys() {
    let mut trust = store();
    for (attack, keys) in
        [("the old key alone", &[1][..]), ("the new key alone", &[2]), ("strangers", &[3, 4])]
    {
        assert!(trust.rotate(&rotation(TODAY, keys), TODAY).is_err(), "{attack}");
        assert!(trust == store(), "{attack}");
    }
    rotate(&mut trust, TODAY).unwrap();
    assert_eq!((new(&trust).organisation.as_str(), new(&trust).from), ("甲公司", Some(TODAY)));
    // A thief of a revoked key can't move on to another one.
    let mut trust = store();
    trust.revoke(&key(1).public().id(), TODAY, "lost").unwrap();
    assert_eq!(code(rotate(&mut trust, TODAY)), "key-revoked");
}

/// The end of the old key, told beforehand, is the very reason for the rotation.
#[test]
fn the_new_key_does_not_end_with_the_old_one() {
    let mut trust = store();
    trust.revoke(&key(1).public().id(), date(2027, 1, 1), "moves to a new key").unwrap();
    rotate(&mut trust, TODAY).unwrap();
    assert_eq!(new(&trust).revocation, None);
    assert!(trust.key(&key(1).public().id()).unwrap().revocation.is_some());
}

#[test]
fn the_new_key_is_good_no_longer_than_the_old_one() {
    let (first, last) = (date(2026, 1, 1), date(2026, 12, 31));
    let mut trust = TrustStore::empty();
    trust.add(key(1).public(), organisation("甲公司"), Some(first), Some(last)).unwrap();
    let bounded = trust.clone();
    rotate(&mut trust, date(1990, 1, 1)).unwrap();
    assert_eq!((new(&trust).from, new(&trust).to), (Some(first), Some(last)));
    let mut trust = bounded.clone();
    rotate(&mut trust, TODAY).unwrap();
    assert_eq!((new(&trust).from, new(&trust).to), (Some(TODAY), Some(last)));
    let mut trust = bounded.clone();
    assert_eq!(code(rotate(&mut trust, date(2027, 1, 1))), "key-period-empty");
    assert!(trust == bounded, "what is refused changes nothing");
}

/// What the user said of the new key before holds on.
#[test]
fn bounds_of_the_new_key_stay() {
    let with = |scope: &[&str], roles: &[Role]| {
        let mut trust = store();
        let grant = Grant {
            to: Some(date(2026, 12, 1)),
            roles: roles.iter().copied().collect(),
            scope: Some(Scope::new(scope.iter().copied())),
            ..Grant::new(key(2).public().into(), organisation("甲公司"))
        };
        trust.grant(grant).unwrap();
        trust
    };
    let mut trust = with(&["X-"], &[Role::Supplier]);
    rotate(&mut trust, TODAY).unwrap();
    let found = new(&trust);
    assert_eq!((found.to, &found.scope), (Some(date(2026, 12, 1)), &Scope::new(["X-"])));
    assert!(found.may(Role::Supplier) && !found.may(Role::Aggregator));
    // Where the old key has a scope, too, what both have.
    let old = Grant::new(key(1).public().into(), organisation("甲公司"));
    let old = Grant { scope: Some(Scope::new(["X-1", "Y-"])), ..old };
    let mut trust = with(&["X-", "Y-2"], &[]);
    trust.grant(old.clone()).unwrap();
    rotate(&mut trust, TODAY).unwrap();
    assert_eq!(new(&trust).scope, Scope::new(["X-1", "Y-2"]));
    for mut trust in [with(&["Z-"], &[]), with(&[], &[Role::Witness])] {
        trust.grant(old.clone()).unwrap();
        assert_eq!(code(rotate(&mut trust, TODAY)), codes::KEY_NOTHING_LEFT.name());
    }
}

/// The next import would take it away again without a word.
#[test]
fn an_imported_key_is_changed_by_its_publisher() {
    let mut trust = TrustStore::empty();
    let grant = Grant::new(key(5).public().into(), organisation("HQ"));
    trust.grant(Grant { roles: [Role::Root].into(), ..grant }).unwrap();
    let (mut file, expires) = (store(), date(2027, 5, 1));
    file.count_change();
    let text = file.export(expires).to_json();
    let claim = TrustFile { version: 1, expires, issued_at: String::new() };
    let digest = Digest::of(text.as_bytes());
    let envelope = sign_statement("t.json", &digest, &claim, &[&key(5)]).unwrap();
    let before = trust.clone();
    let terms = unleaded_trust::Terms::new(&before, TODAY);
    let outcome = unleaded_trust::verify_file("t.json", text.as_bytes(), &envelope, &terms);
    let unleaded_trust::Outcome::Good(verified) = outcome else { panic!("{outcome:?}") };
    trust.import(&verified, TODAY).unwrap();
    assert_eq!(code(rotate(&mut trust, TODAY)), codes::KEY_IMPORTED.name());
}
