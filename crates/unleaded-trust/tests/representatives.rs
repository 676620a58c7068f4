//! For whom a representative speaks, and what it may take back.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use jiff::civil::date;
use unleaded_model::diagnostic::codes::signers as codes;
use unleaded_model::diagnostic::{FileName, Language};
use unleaded_trust::{
    Action, Delegation, Digest, Grant, Issuer, KeyRotation, Known, Outcome, Party, Predicate,
    Presented, Role, Scope, SigningKey, Standing, Status, Terms, TrustStore, add_signatures, lives,
    sign_document, sign_statement, verify_file, verify_statement,
};

use crate::common::{DOCUMENT, TODAY, key, organisation, predicate};

mod common;

const REPRESENTATIVE: u8 = 20;

/// Keys 1 to 3 are each of a supplier, S1 to S3; key 20 is that of a representative.
fn store() -> TrustStore {
    let mut store = TrustStore::empty();
    for n in 1..=3 {
        store.add(key(n).public(), organisation(&format!("S{n}")), None, None).unwrap();
    }
    let grant = Grant::new(key(REPRESENTATIVE).public().into(), organisation("R"));
    store.grant(Grant { roles: [Role::AuthorisedRepresentative].into(), ..grant }).unwrap();
    store
}

fn delegation(by: u8, scope: &[&str]) -> Vec<u8> {
    let said = Delegation {
        delegate: Party { name: "R".to_owned(), ids: Vec::new() },
        scope: scope.iter().map(|prefix| (*prefix).to_owned()).collect(),
        from: date(2026, 1, 1),
        to: date(2026, 12, 31),
        issued_at: String::new(),
    };
    sign_statement("key", &subject(), &said, &[&key(by)]).unwrap()
}

/// What a delegation is about: the representative's key.
fn subject() -> Digest {
    key(REPRESENTATIVE).public().id().parse().unwrap()
}

fn presented(envelope: &[u8]) -> Presented {
    match verify_statement(envelope, &Terms::new(&store(), TODAY)) {
        Outcome::Good(delegation) => Presented { envelope: Digest::of(envelope), delegation },
        other => panic!("{other:?}"),
    }
}

/// What the representative signs, naming a delegation or none.
fn signed(named: Option<Digest>) -> Vec<u8> {
    let party = Party { name: "S1".to_owned(), ids: Vec::new() };
    let issuer = Issuer { party, role: Role::AuthorisedRepresentative, delegation: named };
    let claim = Predicate { issuer: Some(issuer), ..predicate() };
    sign_document("part.xml", DOCUMENT, &claim, &key(REPRESENTATIVE)).unwrap()
}

fn diagnosed<T, C>(outcome: &Outcome<T, C>) -> &'static str {
    let found = outcome.diagnostics(&FileName::new("part.xml"));
    for language in [Language::En, Language::Zh] {
        let words = found[0].message(language) + &found[0].help(language);
        assert!(!words.contains('{'), "{words}");
    }
    found[0].code.name()
}

/// For whom the representative signed; or what is wrong.
fn for_whom(envelope: &[u8], delegations: &[Vec<u8>]) -> String {
    let (trust, mut told) = (store(), Vec::new());
    let mut delegations: Vec<Presented> = delegations.iter().map(|d| presented(d)).collect();
    for _ in 0..2 {
        let terms = Terms { delegations: &delegations, ..Terms::new(&trust, TODAY) };
        told.push(match verify_file::<Predicate>("part.xml", DOCUMENT, envelope, &terms) {
            Outcome::Good(verified) => {
                verified.signers()[0].on_behalf_of.as_ref().unwrap().name().to_owned()
            }
            other => diagnosed(&other).to_owned(),
        });
        delegations.reverse();
    }
    assert_eq!(told[0], told[1], "their order decides nothing");
    told.swap_remove(0)
}

#[test]
fn whom_it_signs_for_is_told_by_one_delegation_alone() {
    let (one, two) = (delegation(1, &["CR"]), delegation(2, &["*"]));
    // Another supplier that is trusted adds its signature to a delegation that is not its own.
    let both = |by: u8| {
        let keys: &[&dyn SigningKey] = &[&key(by)];
        add_signatures::<Delegation>("key", &subject(), &one, keys).unwrap()
    };
    let (unnamed, named) = (signed(None), signed(Some(Digest::of(&one))));
    for (what, envelope, delegations, expected) in [
        ("one", &unnamed, vec![one.clone()], "S1"),
        ("one and one for other items", &unnamed, vec![one.clone(), delegation(2, &["X"])], "S1"),
        ("two of one supplier", &unnamed, vec![one.clone(), delegation(1, &["*"])], "S1"),
        (
            "two suppliers",
            &unnamed,
            vec![one.clone(), two.clone()],
            codes::DELEGATION_AMBIGUOUS.name(),
        ),
        ("two suppliers, one of them named", &named, vec![one.clone(), two], "S1"),
        ("signed by two", &unnamed, vec![both(2)], codes::DELEGATION_AMBIGUOUS.name()),
        ("signed by two, named", &named, vec![both(2)], codes::DELEGATION_AMBIGUOUS.name()),
        ("signed by another two", &named, vec![both(3)], codes::DELEGATION_AMBIGUOUS.name()),
        ("signed by two, and as it was", &unnamed, vec![both(2), one.clone()], "S1"),
    ] {
        assert_eq!(for_whom(envelope, &delegations), expected, "{what}");
    }
}

/// What it may speak of is what all fitting delegations of the supplier say, whichever comes first.
#[test]
fn delegations_of_one_supplier_add_up() {
    let trust = store();
    let delegations = [presented(&delegation(1, &["CR"])), presented(&delegation(1, &["C", "X"]))];
    let terms = Terms { delegations: &delegations, ..Terms::new(&trust, TODAY) };
    match verify_file::<Predicate>("part.xml", DOCUMENT, &signed(None), &terms) {
        Outcome::Good(verified) => {
            let scope = verified.signers()[0].delegated.clone();
            assert_eq!(scope, Some(Scope::new(["C", "CR", "X"])));
        }
        other => panic!("{other:?}"),
    }
}

/// Whether a withdrawal by the key `by` takes back what `envelope` declares, with these delegations at hand.
fn takes_back(envelope: &[u8], delegations: &[Vec<u8>], by: u8) -> bool {
    let trust = store();
    let delegations: Vec<Presented> = delegations.iter().map(|d| presented(d)).collect();
    let terms = Terms { delegations: &delegations, ..Terms::new(&trust, TODAY) };
    let known = match verify_file::<Predicate>("part.xml", DOCUMENT, envelope, &terms) {
        Outcome::Good(verified) => Known::new(&verified, Digest::of(envelope)),
        other => panic!("{other:?}"),
    };
    let status = Status {
        action: Action::Withdraw,
        declaration: Digest::of(envelope),
        reason: "wrong mass".to_owned(),
        issued_at: String::new(),
    };
    let bytes = sign_statement("part.xml", &Digest::of(DOCUMENT), &status, &[&key(by)]).unwrap();
    let status = match verify_statement(&bytes, &terms) {
        Outcome::Good(status) => status,
        other => panic!("{other:?}"),
    };
    matches!(lives(&[known], &[status])[0].standing, Standing::Withdrawn { .. })
}

#[test]
fn what_it_signed_it_can_take_back() {
    let (one, other) = (delegation(1, &["CR"]), delegation(2, &["X"]));
    let its_own = signed(Some(Digest::of(&one)));
    let suppliers = sign_document("part.xml", DOCUMENT, &predicate(), &key(1)).unwrap();
    for (what, envelope, delegations, by, expected) in [
        ("its own", &its_own, vec![one.clone()], REPRESENTATIVE, true),
        ("its own, of many", &its_own, vec![one.clone(), other.clone()], REPRESENTATIVE, true),
        ("its own, by the supplier", &its_own, vec![one.clone()], 1, true),
        ("its own, by another supplier", &its_own, vec![one.clone(), other.clone()], 2, false),
        ("the supplier's", &suppliers, vec![one.clone()], REPRESENTATIVE, true),
        ("that of one whom it does not sign for", &suppliers, vec![], REPRESENTATIVE, false),
        (
            "the supplier's, beyond the delegation",
            &suppliers,
            vec![delegation(1, &["X"])],
            REPRESENTATIVE,
            false,
        ),
        ("which supplier's is not told", &suppliers, vec![one, other], REPRESENTATIVE, false),
    ] {
        assert_eq!(takes_back(envelope, &delegations, by), expected, "{what}");
    }
}

#[test]
fn it_goes_on_to_a_new_key_without_a_delegation() {
    let (old_key, new_key) = (key(REPRESENTATIVE).public(), key(21).public());
    let rotation = KeyRotation { old_key, new_key, from: TODAY, issued_at: String::new() };
    let keys: &[&dyn SigningKey] = &[&key(REPRESENTATIVE), &key(21)];
    let subject = new_key.id().parse().unwrap();
    let bytes = sign_statement("key", &subject, &rotation, keys).unwrap();
    let mut trust = store();
    trust.rotate(&bytes, TODAY).unwrap();
    assert!(trust.key(&new_key.id()).unwrap().may(Role::AuthorisedRepresentative));
}

/// The word of the key `by` that the delegation no longer holds.
fn taken_back(delegation: &[u8], subject: Digest, by: u8, trust: &TrustStore) -> bool {
    let status = Status {
        action: Action::Withdraw,
        declaration: Digest::of(delegation),
        reason: "the contract has ended".to_owned(),
        issued_at: String::new(),
    };
    let bytes = sign_statement("key", &subject, &status, &[&key(by)]).unwrap();
    match verify_statement(&bytes, &Terms::new(trust, TODAY)) {
        Outcome::Good(status) => presented(delegation).is_taken_back(&[status]),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_supplier_takes_a_delegation_back() {
    let (trust, one) = (store(), delegation(1, &["CR"]));
    assert!(taken_back(&one, subject(), 1, &trust));
    assert!(!taken_back(&one, subject(), 2, &trust), "another supplier's word");
    assert!(!taken_back(&one, subject(), REPRESENTATIVE, &trust), "its own");
    assert!(!taken_back(&one, Digest::of(DOCUMENT), 1, &trust), "about something else");
    assert!(!presented(&delegation(1, &["*"])).is_taken_back(&[]));
    // A key that could not have given it does not take it away.
    for (scope, roles, expected) in
        [(&["CR"][..], &[][..], true), (&["CR-1"], &[], false), (&[], &[Role::Aggregator], false)]
    {
        let mut trust = store();
        let grant = Grant::new(key(4).public().into(), organisation("S1"));
        let scope = Some(Scope::new(scope.iter().copied()));
        trust.grant(Grant { scope, roles: roles.iter().copied().collect(), ..grant }).unwrap();
        assert_eq!(taken_back(&one, subject(), 4, &trust), expected);
    }
}
