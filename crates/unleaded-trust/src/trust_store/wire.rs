//! The trust file, `unleaded/trust/v1`.

use jiff::civil::Date;
use serde::Serialize;

use super::{Organisation, Revocation, TrustError, TrustStore, TrustedKey};
use crate::json::{Json, MemberError, Object};
use crate::keys::PublicKey;

/// The format and its version.
const SCHEMA: &str = "unleaded/trust/v1";

/// Largest trust file that is read, in bytes: some hundred thousand keys.
const LIMIT: usize = 64 << 20;

/// Most JSON values in it.
const VALUES: usize = 1 << 22;

#[derive(Serialize)]
struct WireStore<'a> {
    schema: &'a str,
    organisations: Vec<WireOrganisation<'a>>,
}

#[derive(Serialize)]
struct WireOrganisation<'a> {
    name: &'a str,
    ids: Vec<String>,
    keys: Vec<WireKey<'a>>,
}

/// A key. The identifier follows from the key; it is written so that a person can compare it, and checked.
#[derive(Serialize)]
struct WireKey<'a> {
    id: &'a str,
    spki: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked: Option<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    reason: &'a str,
}

pub(super) fn write(store: &TrustStore) -> String {
    let organisations = store.organisations().map(|organisation| WireOrganisation {
        name: organisation.name(),
        ids: organisation.ids().iter().map(ToString::to_string).collect(),
        keys: Vec::new(),
    });
    let mut organisations: Vec<_> = organisations.collect();
    for (id, key) in store.keys() {
        // The organisations are ordered by name, so that a large store is written in one pass over its keys.
        let owner = organisations.binary_search_by(|o| o.name.cmp(key.organisation.as_str()));
        if let Ok(index) = owner {
            organisations[index].keys.push(WireKey::of(id, key));
        }
    }
    let file = WireStore { schema: SCHEMA, organisations };
    // No value here can fail: there is no map with keys that are not strings, and no number.
    let mut text = serde_json::to_string_pretty(&file).expect("strings always serialise");
    text.push('\n');
    text
}

impl<'a> WireKey<'a> {
    fn of(id: &'a str, key: &'a TrustedKey) -> Self {
        let text = |date: Date| date.to_string();
        Self {
            id,
            spki: key.key.spki_base64(),
            from: key.from.map(text),
            to: key.to.map(text),
            revoked: key.revocation.as_ref().map(|revocation| revocation.date.to_string()),
            reason: key.revocation.as_ref().map_or("", |revocation| &revocation.reason),
        }
    }
}

pub(super) fn parse(text: &str) -> Result<TrustStore, TrustError> {
    if text.len() > LIMIT {
        return Err(TrustError::TooLarge { size: text.len(), limit: LIMIT });
    }
    // Editors on some systems put a byte order mark before the text.
    let json = Json::parse(text.trim_start_matches('\u{feff}').as_bytes(), VALUES)?;
    let file = json.object("")?;
    let schema = file.string("schema")?;
    if schema != SCHEMA {
        return Err(TrustError::Version { schema: schema.to_owned() });
    }
    known(&file, &["schema", "organisations"])?;
    file.array("organisations")?;
    let mut store = TrustStore::empty();
    for entry in file.objects("organisations")? {
        read_organisation(&entry, &mut store)?;
    }
    Ok(store)
}

fn known(object: &Object<'_>, names: &[&str]) -> Result<(), TrustError> {
    object.unknown(names).map_or(Ok(()), |path| Err(TrustError::MemberUnknown { path }))
}

fn read_organisation(entry: &Object<'_>, store: &mut TrustStore) -> Result<(), TrustError> {
    known(entry, &["name", "ids", "keys"])?;
    let organisation = Organisation::new(entry.string("name")?, &entry.strings("ids")?)?;
    store.add_organisation(organisation.clone())?;
    for entry in entry.objects("keys")? {
        known(&entry, &["id", "spki", "from", "to", "revoked", "reason"])?;
        let key = read_key(&entry)?;
        let id = key.id();
        if entry.optional("id")?.is_some_and(|stated| stated != id) {
            return Err(entry.error("id", "sha256 of spki").into());
        }
        if let Some(first) = store.key(&id) {
            return Err(TrustError::KeyShared {
                key_id: id,
                first: first.organisation.clone(),
                second: organisation.name().to_owned(),
            });
        }
        // An organisation without identifiers: those of the file were added above, once.
        let owner = Organisation::new::<&str>(organisation.name(), &[])?;
        store.add(key, owner, date(&entry, "from")?, date(&entry, "to")?)?;
        let reason = entry.optional("reason")?;
        match (date(&entry, "revoked")?, reason) {
            (Some(date), reason) => {
                let reason = reason.unwrap_or_default().to_owned();
                let known = store.keys.get_mut(&id);
                known.map(|key| key.revocation.insert(Revocation { date, reason }));
            }
            (None, Some(_)) => return Err(entry.error("revoked", "date").into()),
            (None, None) => {}
        }
    }
    Ok(())
}

fn read_key(entry: &Object<'_>) -> Result<PublicKey, TrustError> {
    let text = entry.string("spki")?;
    PublicKey::from_spki_base64(text)
        .map_err(|source| TrustError::Key { path: entry.path("spki"), source })
}

/// The date `name`, written `2026-11-22` and in no other way.
fn date(entry: &Object<'_>, name: &str) -> Result<Option<Date>, MemberError> {
    let Some(text) = entry.optional(name)? else {
        return Ok(None);
    };
    match text.parse::<Date>() {
        Ok(date) if date.to_string() == text => Ok(Some(date)),
        _ => Err(entry.error(name, "date, e.g. 2026-11-22")),
    }
}
