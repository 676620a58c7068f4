//! Trust files: one's own, and those of others that are taken over.

use unleaded_trust::{
    AcceptedKey, Cause, Digest, Grant, Organisation, Outcome, PublicKey, Role, Terms, TrustFile,
    TrustStore, allowed_signers, sign_statement, verify_file,
};

use crate::signers::{TODAY, key};

/// A trust file and, behind the first line that is `---`, one that is taken over; without that line it is taken over itself.
///
/// What is read is written and read as the same, and so is what is handed out. What is refused changes nothing; what is taken over lifts
/// no revocation and no threshold.
pub fn read(bytes: &[u8]) {
    const BETWEEN: &str = "\n---\n";
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (own, other) = text.split_once(BETWEEN).unwrap_or((text, text));
    let Ok(own) = TrustStore::parse(own) else { return };
    same(&own);
    same(&own.export(TODAY));
    signers(&own);
    taken_over(own, other);
}

/// The store is what its file says, and the file is the same again.
fn same(store: &TrustStore) {
    let text = store.to_json();
    let again = TrustStore::parse(&text).expect("what was written is read");
    assert_eq!(again, *store, "a store changes when it is written");
    assert_eq!(again.to_json(), text, "a trust file changes");
}

/// Each line for OpenSSH is of one key of the store.
fn signers(store: &TrustStore) {
    let lines = allowed_signers(store);
    for line in lines.lines() {
        assert!(line.starts_with('"'), "{line}");
        let (_, rest) = line[1..].split_once("\" namespaces=\"").expect("names and namespaces");
        let words: Vec<&str> = rest.split(' ').collect();
        let key = PublicKey::from_ssh_line(&words[1..].join(" ")).expect("a key");
        assert!(store.key(&key.id()).is_some_and(|known| known.revocation.is_none()), "{line}");
    }
}

fn taken_over(mut own: TrustStore, other: &str) {
    let Some(expires) = TrustStore::parse(other).ok().and_then(|other| other.expires()) else {
        return;
    };
    let version = TrustStore::parse(other).map_or(0, |other| other.version());
    let root = Organisation::new::<&str>("Root of trust", &[]).expect("a name");
    let roles = [Role::Root].into();
    let grant = Grant { roles, ..Grant::new(AcceptedKey::from(key(9).public()), root) };
    if own.grant(grant).is_err() {
        return;
    }
    let claim = TrustFile { version, expires, issued_at: String::new() };
    let digest = Digest::of(other.as_bytes());
    let envelope = sign_statement("t.json", &digest, &claim, &[&key(9)]).expect("a small claim");
    let before = own.clone();
    let terms = Terms::new(&before, TODAY);
    let verified = match verify_file::<TrustFile>("t.json", other.as_bytes(), &envelope, &terms) {
        Outcome::Good(verified) => verified,
        _ => return,
    };
    match own.import(&verified, TODAY) {
        Err(_) => assert_eq!(own, before, "a refused file changes something"),
        Ok(_) => {
            same(&own);
            kept(&before, &own);
        }
    }
}

/// What holds after a file was taken over.
fn kept(before: &TrustStore, after: &TrustStore) {
    for (id, known) in before.keys() {
        let Some(revoked) = &known.revocation else { continue };
        let now = after.key(id).and_then(|key| key.revocation.as_ref()).expect("still revoked");
        assert!(now.date <= revoked.date, "a revocation is put off");
        let is_worse = revoked.cause == Cause::Ended || now.cause == Cause::Compromised;
        assert!(is_worse, "a key that others may have is only ended");
    }
    for organisation in after.organisations() {
        let (name, old) = (organisation.name(), before.threshold(organisation.name()));
        assert!(after.threshold(name) >= old, "a threshold is lowered");
    }
    let new_roots = after
        .keys_for(Role::Root)
        .filter(|(id, _)| before.key(id).is_none_or(|key| !key.may(Role::Root)));
    assert_eq!(new_roots.count(), 0, "a key that may sign trust files is taken over");
}
