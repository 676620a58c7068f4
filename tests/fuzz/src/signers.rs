//! Whose keys the targets of signatures sign with and accept.

use jiff::civil::{Date, date};
use unleaded_trust::{AcceptedKey, Grant, Organisation, PrivateKey, Role, TrustStore};

/// The day of the checks: any will do, since keys are good for ever.
pub const TODAY: Date = date(2026, 11, 22);

/// The key whose seed is 32 bytes `n`.
pub fn key(n: u8) -> PrivateKey {
    PrivateKey::from_seed([n; 32])
}

/// A store that accepts keys 1 and 2 of one organisation for everything.
pub fn trusting() -> TrustStore {
    let mut trust = TrustStore::empty();
    for n in [1, 2] {
        let maker = Organisation::new::<&str>("Maker", &[]).expect("a name");
        let roles = Role::ALL.into();
        let grant = Grant { roles, ..Grant::new(AcceptedKey::from(key(n).public()), maker) };
        trust.grant(grant).expect("a key of the same organisation");
    }
    trust
}

/// `bytes` with one bit changed; which byte's follows from them. `None`: there is none.
pub fn flipped(bytes: &[u8]) -> Option<Vec<u8>> {
    let sum: usize = bytes.iter().map(|byte| usize::from(*byte)).sum();
    let mut changed = bytes.to_vec();
    *changed.get_mut(sum.checked_rem(bytes.len())?)? ^= 1;
    Some(changed)
}
