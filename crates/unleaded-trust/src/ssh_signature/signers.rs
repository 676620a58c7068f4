//! Keys as OpenSSH writes them: the line of one key, and `allowed_signers` (ssh-keygen(1)) for a trust store.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::civil::Date;

use super::wire::{self, KEY_TYPE};
use super::{SSH_NAMESPACE, SshError};
use crate::digest::Digest;
use crate::keys::{KeyError, PublicKey};
use crate::statement::Role;
use crate::trust_store::{Organisation, TrustStore, TrustedKey};

/// Longest line of a key that is read, in bytes.
const LINE_LIMIT: usize = 4096;

impl PublicKey {
    /// The key as OpenSSH writes it: its type and base64, without a comment or a newline.
    pub fn to_ssh_line(&self) -> String {
        format!("{KEY_TYPE} {}", STANDARD.encode(wire::key_blob(self)))
    }

    /// Parses the line of an OpenSSH public key; a comment behind it is not used.
    pub fn from_ssh_line(line: &str) -> Result<Self, KeyError> {
        if line.len() > LINE_LIMIT || line.trim().contains(['\r', '\n']) {
            return Err(KeyError::Malformed);
        }
        let mut words = line.split_whitespace();
        let (Some(kind), Some(content)) = (words.next(), words.next()) else {
            return Err(KeyError::Malformed);
        };
        if kind != KEY_TYPE {
            return Err(KeyError::NotEd25519 { algorithm: wire::shown(kind.as_bytes()) });
        }
        let blob = STANDARD.decode(content).map_err(|_| KeyError::Malformed)?;
        wire::public_key(&blob).map_err(|error| match error {
            SshError::Key(error) => error,
            _ => KeyError::Malformed,
        })
    }
}

/// Returns the trust store as a file of allowed signers, one line per key, for `ssh-keygen -Y verify`.
///
/// A signer goes by the name of its organisation, by each of its identifiers, and by the key's. Every line is bound to
/// [`SSH_NAMESPACE`] and to the key's period, which ends with the trust store's at the latest. A revoked key has no line: a signature of this kind bears no proof of its time,
/// and whoever holds the key could choose a date for `verify-time`. Nor has a key that does not sign as a supplier for itself, alone and
/// of every item: OpenSSH can't see delegations, counts and items.
pub fn allowed_signers(trust: &TrustStore) -> String {
    let mut out = String::new();
    for (id, key) in trust.keys() {
        let alone = key.may(Role::Supplier)
            && key.scope.is_everything()
            && trust.threshold(&key.organisation) == 1;
        let imported = key.imported.as_deref().and_then(|root| trust.import_expires(root));
        let last = [key.to, trust.expires(), imported].into_iter().flatten().min();
        if let (Some(organisation), Some(period), Some(ed25519), true) =
            (trust.organisation(&key.organisation), period(key, last), key.key.ed25519(), alone)
        {
            let names = principals(organisation, id);
            let key = ed25519.to_ssh_line();
            // Writing to a string can't fail.
            let _ = writeln!(out, "\"{names}\" namespaces=\"{SSH_NAMESPACE}\"{period} {key}");
        }
    }
    out
}

/// What the signer may be called. OpenSSH reads the list as patterns, so what would be one is left out, and so is a name that
/// could pass for an identifier.
fn principals(organisation: &Organisation, key_id: &str) -> String {
    let plain = |name: &str| !name.contains(['"', '*', '?', '!', ',', '\\']);
    let name = organisation.name();
    let mut names = Vec::new();
    if plain(name) && !name.contains(':') && name.parse::<Digest>().is_err() {
        names.push(name.to_owned());
    }
    names.extend(organisation.ids().iter().map(ToString::to_string).filter(|id| plain(id)));
    names.push(key_id.to_owned());
    names.join(",")
}

/// The options for a key that is good to the day `last`; `None`: OpenSSH must not take the key on any day.
fn period(key: &TrustedKey, last: Option<Date>) -> Option<String> {
    if key.revocation.is_some() {
        return None;
    }
    let mut options = String::new();
    if let Some(from) = key.from.and_then(date) {
        options += &format!(",valid-after=\"{from}000000Z\"");
    }
    if let Some(last) = last {
        // The last day belongs to the period.
        options += &format!(",valid-before=\"{}235959Z\"", date(last)?);
    }
    Some(options)
}

/// A date without dashes; `None`: before the first that OpenSSH knows.
fn date(date: Date) -> Option<String> {
    (date.year() > 1970).then(|| date.strftime("%Y%m%d").to_string())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::keys::PrivateKey;

    fn key(n: u8) -> PublicKey {
        PrivateKey::from_seed([n; 32]).public()
    }

    #[test]
    fn lines_of_keys() {
        let line = key(1).to_ssh_line();
        assert_eq!(PublicKey::from_ssh_line(&line), Ok(key(1)));
        assert_eq!(PublicKey::from_ssh_line(&format!("{line} 甲 乙@host\n")), Ok(key(1)));
        let rsa = KeyError::NotEd25519 { algorithm: "ssh-rsa".to_owned() };
        assert_eq!(PublicKey::from_ssh_line(&line.replace("ssh-ed25519", "ssh-rsa")), Err(rsa));
        // The type in the blob counts as well.
        let blob = line.replace("AAAAC3NzaC1lZDI1NTE5", "AAAAC3NzaC1lZDI1NTE4");
        let other = KeyError::NotEd25519 { algorithm: "ssh-ed25518".to_owned() };
        assert_eq!(PublicKey::from_ssh_line(&blob), Err(other));
        for bad in [
            "",
            "ssh-ed25519",
            "ssh-ed25519 *",
            &line[..line.len() - 4],
            &format!("{line}\n{line}"),
        ] {
            assert_eq!(PublicKey::from_ssh_line(bad), Err(KeyError::Malformed), "{bad}");
        }
    }

    #[test]
    fn periods_names_and_revocations() {
        let mut trust = TrustStore::empty();
        let mut add = |n, name: &str, ids: &[&str], from, to| {
            let organisation = Organisation::new(name, ids).unwrap();
            trust.add(key(n), organisation, from, to).unwrap();
        };
        add(1, "甲 公司", &["duns:123456789"], Some(date(2026, 1, 1)), Some(date(2027, 12, 31)));
        add(2, "Acme, Inc.*", &[], Some(date(1900, 1, 1)), None);
        add(3, "Gone", &[], None, Some(date(1969, 1, 1)));
        add(4, "Thief", &[], None, None);
        add(5, &key(4).id(), &["name:lei: *"], None, None);
        trust.revoke(&key(4).id(), date(2026, 1, 1), "stolen").unwrap();
        let text = allowed_signers(&trust);
        let line = |n: u8| text.lines().find(|line| line.ends_with(&key(n).to_ssh_line()));
        let (id, ssh) = (key(1).id(), key(1).to_ssh_line());
        assert_eq!(
            line(1).unwrap(),
            format!(
                "\"甲 公司,duns:123456789,{id}\" namespaces=\"{SSH_NAMESPACE}\",\
                 valid-after=\"20260101000000Z\",valid-before=\"20271231235959Z\" {ssh}"
            )
        );
        assert!(line(2).unwrap().starts_with(&format!("\"{}\" namespaces=", key(2).id())));
        assert_eq!((line(3), line(4)), (None, None));
        let mut ending = trust.clone();
        ending.expire(Some(date(2027, 6, 30)));
        let ended = ",valid-before=\"20270630235959Z\"";
        assert_eq!(allowed_signers(&ending).matches(ended).count(), 3);
        assert!(line(5).unwrap().starts_with(&format!("\"{}\" namespaces=", key(5).id())));
    }
}
