//! The trust file, `unleaded/trust/v2`; version 1, which has fewer members, is read.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::{Cause, Import, Organisation, Revocation, Scope, TrustError, TrustStore, TrustedKey};
use crate::json::{Json, Object};
use crate::keys::AcceptedKey;
use crate::statement::Role;

/// The format and its version.
const SCHEMA: &str = "unleaded/trust/v2";
/// The version before, and how it names itself.
const SCHEMA_1: &str = "unleaded/trust/v1";

/// Largest trust file that is read, in bytes: some hundred thousand keys.
const LIMIT: usize = 64 << 20;

/// Most JSON values in it.
const VALUES: usize = 1 << 22;

/// The form of a date, for messages.
const DATE: &str = "date, e.g. 2026-11-22";

#[derive(Serialize)]
struct WireStore<'a> {
    schema: &'a str,
    version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    imports: Vec<WireImport<'a>>,
    organisations: Vec<WireOrganisation<'a>>,
}

#[derive(Serialize)]
struct WireImport<'a> {
    organisation: &'a str,
    version: String,
    expires: String,
    sha256: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keys: Vec<&'a str>,
}

#[derive(Serialize)]
struct WireOrganisation<'a> {
    name: &'a str,
    ids: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold_imported: Option<String>,
    keys: Vec<WireKey<'a>>,
}

/// A key. The identifier follows from the key; it is written so that a person can compare it, and checked.
#[derive(Serialize)]
struct WireKey<'a> {
    id: &'a str,
    /// Only where it is not Ed25519: such a key fits no envelope.
    #[serde(skip_serializing_if = "Option::is_none")]
    algorithm: Option<&'a str>,
    spki: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    roles: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    scope: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    imported: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    reason: &'a str,
}

/// What the member `cause` says.
const COMPROMISED: &str = "compromised";

pub(super) fn write(store: &TrustStore) -> String {
    let organisations = store.organisations().map(|organisation| WireOrganisation {
        name: organisation.name(),
        ids: organisation.ids().iter().map(ToString::to_string).collect(),
        threshold: store.thresholds.get(organisation.name()).map(ToString::to_string),
        threshold_imported: store
            .imported_thresholds
            .get(organisation.name())
            .map(ToString::to_string),
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
    let file = WireStore {
        schema: SCHEMA,
        version: store.version.to_string(),
        expires: store.expires.map(|date| date.to_string()),
        imports: store.imports().map(|(name, import)| WireImport::of(name, import)).collect(),
        organisations,
    };
    // No value here can fail: there is no map with keys that are not strings, and no number.
    let mut text = serde_json::to_string_pretty(&file).expect("strings always serialise");
    text.push('\n');
    text
}

impl<'a> WireImport<'a> {
    fn of(organisation: &'a str, import: &'a Import) -> Self {
        Self {
            organisation,
            version: import.version.to_string(),
            expires: import.expires.to_string(),
            sha256: import.sha256.to_string(),
            keys: import.keys.iter().map(String::as_str).collect(),
        }
    }
}

impl<'a> WireKey<'a> {
    fn of(id: &'a str, key: &'a TrustedKey) -> Self {
        let text = |date: Date| date.to_string();
        let revocation = key.revocation.as_ref();
        let is_compromised = revocation.is_some_and(|r| r.cause == Cause::Compromised);
        Self {
            id,
            algorithm: key.key.ed25519().is_none().then(|| key.key.algorithm()),
            spki: key.key.spki_base64(),
            from: key.from.map(text),
            to: key.to.map(text),
            roles: key.roles.iter().map(|role| role.name()).collect(),
            scope: key.scope.prefixes().collect(),
            imported: key.imported.as_deref(),
            revoked: revocation.map(|revocation| revocation.date.to_string()),
            cause: is_compromised.then_some(COMPROMISED),
            reason: revocation.map_or("", |revocation| &revocation.reason),
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
    let mut store = TrustStore::empty();
    match schema {
        SCHEMA_1 => known(&file, &["schema", "organisations"])?,
        SCHEMA => {
            known(&file, &["schema", "version", "expires", "imports", "organisations"])?;
            store.version = file.value("version", "decimal number")?;
            store.expires = file.optional_value("expires", DATE)?;
            store.imports = read_imports(&file)?;
        }
        _ => return Err(TrustError::Version { schema: schema.to_owned() }),
    }
    file.array("organisations")?;
    for entry in file.objects("organisations")? {
        read_organisation(&entry, &mut store, members(schema))?;
    }
    Ok(store)
}

/// The members of a version.
struct Names {
    organisation: &'static [&'static str],
    key: &'static [&'static str],
}

fn members(schema: &str) -> &'static Names {
    const VERSION_1: Names = Names {
        organisation: &["name", "ids", "keys"],
        key: &["id", "spki", "from", "to", "revoked", "reason"],
    };
    const VERSION_2: Names = Names {
        organisation: &["name", "ids", "threshold", "threshold_imported", "keys"],
        key: &[
            "id",
            "algorithm",
            "spki",
            "from",
            "to",
            "roles",
            "scope",
            "imported",
            "revoked",
            "cause",
            "reason",
        ],
    };
    if schema == SCHEMA_1 { &VERSION_1 } else { &VERSION_2 }
}

fn known(object: &Object<'_>, names: &[&str]) -> Result<(), TrustError> {
    object.unknown(names).map_or(Ok(()), |path| Err(TrustError::MemberUnknown { path }))
}

fn read_imports(file: &Object<'_>) -> Result<BTreeMap<String, Import>, TrustError> {
    let mut imports = BTreeMap::new();
    for entry in file.objects("imports")? {
        known(&entry, &["organisation", "version", "expires", "sha256", "keys"])?;
        let import = Import {
            version: entry.value("version", "decimal number")?,
            expires: entry.value("expires", DATE)?,
            sha256: entry.value("sha256", "sha256")?,
            keys: entry.strings("keys")?.into_iter().collect(),
        };
        if imports.insert(entry.string("organisation")?.to_owned(), import).is_some() {
            return Err(entry.error("organisation", "one import per organisation").into());
        }
    }
    Ok(imports)
}

fn read_organisation(
    entry: &Object<'_>,
    store: &mut TrustStore,
    names: &Names,
) -> Result<(), TrustError> {
    known(entry, names.organisation)?;
    let organisation = Organisation::new(entry.string("name")?, &entry.strings("ids")?)?;
    // Two entries, or two spellings, would be one organisation of which nobody sees the whole.
    if organisation.name() != entry.string("name")? {
        return Err(entry.error("name", "text without space around it").into());
    }
    if store.organisation(organisation.name()).is_some() {
        return Err(entry.error("name", "one entry per organisation").into());
    }
    store.add_organisation(organisation.clone())?;
    if let Some(threshold) = entry.optional_value("threshold", "decimal number")? {
        store.require(organisation.name(), threshold)?;
    }
    if let Some(threshold) = entry.optional_value("threshold_imported", "decimal number")? {
        store.imported_thresholds.insert(organisation.name().to_owned(), threshold);
    }
    for entry in entry.objects("keys")? {
        known(&entry, names.key)?;
        let key = read_key(&entry, organisation.name())?;
        // Without its import there is no last day, and no key that signed it.
        if key.imported.as_ref().is_some_and(|root| !store.imports.contains_key(root)) {
            return Err(entry.error("imported", "organisation of one of the imports").into());
        }
        let id = key.key.id();
        if entry.optional("id")?.is_some_and(|stated| stated != id) {
            return Err(entry.error("id", "sha256 of spki").into());
        }
        if let Some(first) = store.key(&id) {
            let (first, second) = (first.organisation.clone(), organisation.name().to_owned());
            return Err(TrustError::KeyShared { key_id: id, first, second });
        }
        store.keys.insert(id, key);
    }
    Ok(())
}

fn read_key(entry: &Object<'_>, organisation: &str) -> Result<TrustedKey, TrustError> {
    let key = AcceptedKey::from_spki_base64(entry.string("spki")?)
        .map_err(|source| TrustError::Key { path: entry.path("spki"), source })?;
    // The mark is for people, and so that nobody takes a key of the envelopes for another one.
    let marked = entry.optional("algorithm")?.unwrap_or("ed25519");
    if marked != key.algorithm() {
        return Err(entry.error("algorithm", key.algorithm()).into());
    }
    let (from, to) = (entry.optional_value("from", DATE)?, entry.optional_value("to", DATE)?);
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(TrustError::PeriodEmpty { from, to });
    }
    let scope = entry.strings("scope")?;
    // An empty list reads like nothing, and an empty beginning like one item; either would cover everything without saying so.
    if entry.get("scope").is_some() && scope.is_empty() || scope.iter().any(String::is_empty) {
        return Err(entry.error("scope", "array of item number prefixes").into());
    }
    let roles: Vec<Role> = entry.values("roles", "array of roles")?;
    if entry.get("roles").is_some() && roles.is_empty() {
        return Err(entry.error("roles", "array of roles").into());
    }
    Ok(TrustedKey {
        key,
        organisation: organisation.to_owned(),
        from,
        to,
        roles: roles.into_iter().collect(),
        scope: Scope::new(scope),
        imported: entry.optional("imported")?.map(str::to_owned),
        revocation: read_revocation(entry)?,
    })
}

fn read_revocation(entry: &Object<'_>) -> Result<Option<Revocation>, TrustError> {
    let (cause, reason) = (entry.optional("cause")?, entry.optional("reason")?);
    let Some(date) = entry.optional_value("revoked", DATE)? else {
        // A reason without a day would be a revocation that does nothing.
        let stray = cause.is_some() || reason.is_some();
        return if stray { Err(entry.error("revoked", "date").into()) } else { Ok(None) };
    };
    let reason = reason.unwrap_or_default().to_owned();
    let cause = match cause {
        Some(COMPROMISED) => Cause::Compromised,
        Some(_) => return Err(entry.error("cause", COMPROMISED).into()),
        // Version 1 had the reason alone.
        None if reason.eq_ignore_ascii_case(COMPROMISED) => Cause::Compromised,
        None => Cause::Ended,
    };
    Ok(Some(Revocation { date, cause, reason }))
}
