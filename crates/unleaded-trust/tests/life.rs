//! What becomes of declarations, and who may say so.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test measures time, and helpers of tests may panic"
)]

use unleaded_model::diagnostic::codes::life as codes;
use unleaded_model::diagnostic::{FileName, Language};
use unleaded_trust::{
    Action, Digest, Grant, Known, Life, Outcome, Predicate, ProductId, Role, Scope, SigningKey,
    Standing, Status, Terms, TrustStore, Verified, add_signatures, lives, sign_statement,
    verify_file, verify_statement,
};

use crate::common::{TODAY, key, organisation};

mod common;

/// Keys 1 and 2 are of one organisation, keys 3 to 10 each of another.
fn store() -> TrustStore {
    let mut store = TrustStore::empty();
    for n in 1..=10 {
        let name = if n < 3 { "甲公司".to_owned() } else { format!("乙公司 {n}") };
        store.add(key(n).public(), organisation(&name), None, None).unwrap();
    }
    store
}

/// A document that was declared.
struct Declared {
    bytes: Vec<u8>,
    envelope: Vec<u8>,
}

impl Declared {
    fn new(document: &str, product: &str, n: u8, supersedes: &[&Self]) -> Self {
        let supersedes = supersedes.iter().map(|old| old.digest()).collect();
        Self::signed(document.as_bytes(), &[product], n, supersedes)
    }

    /// The same document, signed by key 1 as one of `products`.
    fn of(&self, products: &[&str]) -> Self {
        Self::signed(&self.bytes, products, 1, Vec::new())
    }

    fn signed(document: &[u8], products: &[&str], n: u8, supersedes: Vec<Digest>) -> Self {
        let product = |id: &&str| ProductId { authority: String::new(), id: (*id).to_owned() };
        let products = products.iter().map(product).collect();
        let claim = Predicate { products, supersedes, ..Predicate::default() };
        let bytes = document.to_vec();
        let keys: &[&dyn SigningKey] = &[&key(n)];
        let envelope = sign_statement("a", &Digest::of(&bytes), &claim, keys).unwrap();
        Self { bytes, envelope }
    }

    fn digest(&self) -> Digest {
        Digest::of(&self.envelope)
    }

    /// The same with white space that nobody signed.
    fn spaced(&self) -> Self {
        let envelope = [self.envelope.as_slice(), b"\n\n"].concat();
        Self { bytes: self.bytes.clone(), envelope }
    }

    /// The same with signatures of further keys.
    fn cosigned(&self, keys: &[u8]) -> Self {
        let keys: Vec<_> = keys.iter().map(|n| key(*n)).collect();
        let keys: Vec<&dyn SigningKey> = keys.iter().map(|key| key as &dyn SigningKey).collect();
        let digest = Digest::of(&self.bytes);
        let envelope = add_signatures::<Predicate>("a", &digest, &self.envelope, &keys).unwrap();
        Self { bytes: self.bytes.clone(), envelope }
    }

    fn known(&self) -> Known {
        self.known_by(&store())
    }

    fn known_by(&self, trust: &TrustStore) -> Known {
        let terms = Terms::new(trust, TODAY);
        match verify_file::<Predicate>("a", &self.bytes, &self.envelope, &terms) {
            Outcome::Good(verified) => Known::new(&verified, self.digest()),
            other => panic!("{other:?}"),
        }
    }

    fn status(&self, action: Action, n: u8) -> Verified<(), Status> {
        self.status_by(action, n, &store())
    }

    fn status_by(&self, action: Action, n: u8, trust: &TrustStore) -> Verified<(), Status> {
        let status = Status {
            action,
            declaration: self.digest(),
            reason: "wrong mass".to_owned(),
            issued_at: String::new(),
        };
        let subject = Digest::of(&self.bytes);
        let envelope = sign_statement("a", &subject, &status, &[&key(n)]).unwrap();
        match verify_statement(&envelope, &Terms::new(trust, TODAY)) {
            Outcome::Good(verified) => verified,
            other => panic!("{other:?}"),
        }
    }
}

fn code(life: &Life) -> Vec<&'static str> {
    let found = life.diagnostics(&FileName::new("a.xml"));
    for language in [Language::En, Language::Zh] {
        let words = |d: &unleaded_model::diagnostic::Diagnostic| d.message(language);
        assert!(found.iter().all(|d| !words(d).contains('{')), "{found:?}");
    }
    found.iter().map(|d| d.code.name()).collect()
}

/// The codes of each of the declarations.
fn told(known: &[&Declared], statuses: &[Verified<(), Status>]) -> Vec<Vec<&'static str>> {
    let known: Vec<Known> = known.iter().map(|one| one.known()).collect();
    lives(&known, statuses).iter().map(code).collect()
}

#[test]
fn a_stale_copy_is_recognised() {
    let old = Declared::new("old", "P", 1, &[]);
    let new = Declared::new("new", "P", 2, &[&old]);
    let replaced = || old.status(Action::Supersede { successor: new.digest() }, 1);
    let stale = vec![codes::DECLARATION_SUPERSEDED.name()];
    // With the successor, with the statement, with both; with the other key of the organisation.
    assert_eq!(told(&[&old, &new], &[]), [stale.clone(), vec![]]);
    assert_eq!(told(&[&old], &[replaced()]), std::slice::from_ref(&stale));
    assert_eq!(told(&[&old, &new], &[replaced()]), [stale.clone(), vec![]]);
    let withdrawn = vec![codes::DECLARATION_WITHDRAWN.name()];
    assert_eq!(told(&[&old], &[old.status(Action::Withdraw, 2)]), std::slice::from_ref(&withdrawn));
    assert_eq!(
        told(&[&old], &[old.status(Action::Withdraw, 1), replaced()]),
        std::slice::from_ref(&withdrawn)
    );
    assert_eq!(told(&[&old, &new], &[new.status(Action::Withdraw, 1)]), [stale, withdrawn]);
    assert_eq!(told(&[&old], &[]), [Vec::<&str>::new()]);
}

/// Nobody gets past a withdrawal by giving the old envelope other bytes.
#[test]
fn other_bytes_of_an_envelope_make_no_other_declaration() {
    let old = Declared::new("old", "P", 1, &[]);
    let new = Declared::new("new", "P", 1, &[&old]);
    let spaced = old.spaced();
    assert_ne!(spaced.digest(), old.digest());
    assert_eq!(told(&[&spaced, &new], &[])[0], [codes::DECLARATION_SUPERSEDED.name()]);
    assert_eq!(
        told(&[&spaced], &[old.status(Action::Withdraw, 1)]),
        [[codes::DECLARATION_WITHDRAWN.name()]]
    );
    // The same document, signed with other words, is the same document.
    let again = Declared::new("old", "Q", 2, &[]);
    assert_eq!(
        told(&[&again], &[old.status(Action::Withdraw, 1)]),
        [[codes::DECLARATION_WITHDRAWN.name()]]
    );
}

#[test]
fn who_did_not_sign_it_does_not_decide() {
    let old = Declared::new("old", "P", 1, &[]);
    let other = vec![codes::STATUS_OTHER_SIGNER.name()];
    assert_eq!(told(&[&old], &[old.status(Action::Withdraw, 3)]), std::slice::from_ref(&other));
    let foreign = Declared::new("new", "P", 3, &[&old]);
    assert_eq!(told(&[&old, &foreign], &[]), [other, vec![]]);
    let elsewhere = Declared::new("new", "Q", 1, &[&old]);
    assert_eq!(told(&[&old, &elsewhere], &[])[0], [codes::SUPERSEDES_OTHER_PRODUCT.name()]);
}

/// Anybody trusted can add a signature to the envelope of another organisation. It neither saves what that one replaced, nor lets who
/// added it take back the other's word.
#[test]
fn a_further_signature_takes_nothing_from_what_others_say() {
    let old = Declared::new("old", "P", 1, &[]);
    let new = Declared::new("new", "P", 1, &[&old]);
    let superseded = vec![codes::DECLARATION_SUPERSEDED.name()];
    for keys in [&[3][..], &[2, 3], &[3, 4, 5], &[2, 3, 4, 5, 6, 7, 8, 9, 10]] {
        assert_eq!(told(&[&old.cosigned(keys), &new], &[])[0], superseded, "{keys:?}");
    }
    // Also one that two signed from the start.
    let both = old.cosigned(&[3]);
    let newer = Declared::new("new", "P", 1, &[&both]);
    assert_eq!(told(&[&both.cosigned(&[4]), &newer], &[])[0], superseded);
    let (withdrawn, one) =
        (vec![codes::DECLARATION_WITHDRAWN.name()], vec![codes::STATUS_ONE_OF_SIGNERS.name()]);
    let (by_one, by_other) = (old.status(Action::Withdraw, 1), old.status(Action::Withdraw, 3));
    assert_eq!(told(&[&both], std::slice::from_ref(&by_other)), std::slice::from_ref(&one));
    assert_eq!(told(&[&both], std::slice::from_ref(&by_one)), [one]);
    assert_eq!(told(&[&both], &[by_one, by_other]), [withdrawn]);
}

/// What was withdrawn can be declared again by words that name the withdrawn envelope, and only by these.
#[test]
fn a_withdrawn_document_can_be_declared_again() {
    let old = Declared::new("old", "P", 1, &[]);
    let withdrawn = || old.status(Action::Withdraw, 1);
    let again = Declared::new("old", "Q", 1, &[&old]);
    assert_eq!(told(&[&again], &[withdrawn()]), [Vec::<&str>::new()]);
    let word = [codes::DECLARATION_WITHDRAWN.name()];
    assert_eq!(told(&[&Declared::new("old", "Q", 1, &[])], &[withdrawn()]), [word]);
    assert_eq!(told(&[&old], &[withdrawn()]), [word]);
    assert_eq!(told(&[&again], &[withdrawn(), again.status(Action::Withdraw, 1)]), [word]);
}

/// A key with a scope or a role of its own takes back what it could have signed, and nothing else.
#[test]
fn a_key_takes_back_what_it_may_say() {
    let with = |scope: &[&str], roles: &[Role]| {
        let mut store = store();
        let grant = Grant::new(key(2).public().into(), organisation("甲公司"));
        let scope = Some(Scope::new(scope.iter().copied()));
        store.grant(Grant { scope, roles: roles.iter().copied().collect(), ..grant }).unwrap();
        store
    };
    let old = Declared::new("old", "P-1", 1, &[]);
    let new = Declared::new("new", "P-1", 2, &[&old]);
    let beyond = codes::STATUS_BEYOND_BOUNDS.name();
    for (scope, roles, expected) in [
        (&[][..], &[][..], codes::DECLARATION_WITHDRAWN.name()),
        (&["P-"], &[], codes::DECLARATION_WITHDRAWN.name()),
        (&["P-"], &[Role::Supplier], codes::DECLARATION_WITHDRAWN.name()),
        (&["X-"], &[], beyond),
        (&["P-12"], &[], beyond),
        (&[], &[Role::Aggregator], beyond),
    ] {
        let trust = with(scope, roles);
        let status = old.status_by(Action::Withdraw, 2, &trust);
        let found = lives(&[old.known_by(&trust)], &[status]);
        assert_eq!(code(&found[0]), [expected], "{scope:?} {roles:?}");
    }
    // A successor that is about more than the key may speak of is bad by itself; one about less takes no more with it.
    let trust = with(&["P-1"], &[]);
    let both = old.of(&["P-1", "Q-1"]);
    let part = Declared::new("new", "P-1", 2, &[&both]);
    let found = lives(&[both.known_by(&trust), part.known_by(&trust)], &[]);
    assert_eq!(code(&found[0]), [beyond]);
    let found = lives(&[old.known_by(&trust), new.known_by(&trust)], &[]);
    assert_eq!(code(&found[0]), [codes::DECLARATION_SUPERSEDED.name()]);
    // Nor does it take back what does not tell its products.
    let silent = old.of(&[]);
    let status = silent.status_by(Action::Withdraw, 2, &trust);
    assert_eq!(code(&lives(&[silent.known_by(&trust)], &[status])[0]), [beyond]);
}

#[test]
fn two_successors_are_a_fork() {
    let old = Declared::new("old", "P", 1, &[]);
    let one = Declared::new("one", "P", 1, &[&old]);
    let two = Declared::new("two", "P", 1, &[&old]);
    let fork = vec![codes::DECLARATION_SUPERSEDED.name(), codes::DECLARATION_FORK.name()];
    assert_eq!(told(&[&old, &one, &two], &[]), [fork.clone(), vec![], vec![]]);
    // One is here, of the other there is only word.
    let word = old.status(Action::Supersede { successor: two.digest() }, 1);
    assert_eq!(told(&[&old, &one], &[word])[0], fork);
    // A document that is signed anew takes its own place, and a ring leaves nothing that holds.
    let again = Declared::new("old", "P", 2, &[&old]);
    let word = old.status(Action::Supersede { successor: again.digest() }, 1);
    assert_eq!(told(&[&again], &[word]), [Vec::<&str>::new()]);
    let known = [old.known(), one.known()];
    assert!(matches!(lives(&known, &[])[0].standing, Standing::Superseded { .. }));
}

#[test]
fn copies_of_a_successor_are_no_fork() {
    let old = Declared::new("old", "P", 1, &[]);
    let new = Declared::new("new", "P", 1, &[&old]);
    let superseded = vec![codes::DECLARATION_SUPERSEDED.name()];
    let word = old.status(Action::Supersede { successor: new.digest() }, 1);
    assert_eq!(told(&[&new.spaced(), &old, &new, &new.cosigned(&[3])], &[word])[1], superseded);
}

/// Who asks what became of many declarations, with as many statements at hand, does not compare each with each, which would take
/// minutes here.
#[test]
fn many_declarations_and_statements_are_looked_up() {
    const MANY: usize = 50_000;
    let (one, other) = (Declared::new("one", "P", 1, &[]), Declared::new("other", "P", 1, &[]));
    let known = vec![one.known(); MANY];
    let statuses = vec![other.status(Action::Withdraw, 1); MANY];
    let found = lives(&known, &statuses);
    assert!(found.iter().all(|life| life.standing == Standing::Current));
}
