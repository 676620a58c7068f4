//! Trust files of others: what is handed out, and what is taken over.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use thiserror::Error;
use unleaded_model::diagnostic::codes::trust_files as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

use super::grant::belongs;
use super::names::Names;
use super::{Cause, Organisation, OrganisationId, TrustError, TrustStore, TrustedKey};
use crate::digest::Digest;
use crate::statement::{Role, TrustFile};
use crate::verify::Verified;

/// The last trust file that was imported of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its version.
    pub version: u64,
    /// The last day on which it may be used.
    pub expires: Date,
    /// Its SHA-256.
    pub sha256: Digest,
    /// The identifiers of the organisation's keys that signed it; empty: not known.
    pub keys: BTreeSet<String>,
}

/// Why a trust file of others is not taken over.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ImportError {
    /// It may no longer be used.
    #[error("the trust file may be used until {expires}, not on {as_of}")]
    Expired {
        /// The last day on which it may be used.
        expires: Date,
        /// The day of the import.
        as_of: Date,
    },
    /// It is not UTF-8.
    #[error("the trust file is not text")]
    NotText,
    /// It is older than one that was imported before, or another one of the same version.
    #[error("version {known} was imported before, this file has version {found}")]
    Older {
        /// The version that was imported.
        known: u64,
        /// The version of the file.
        found: u64,
    },
    /// Its version or last day are not those that were signed.
    #[error("the trust file has another version or last day than its signature says")]
    OtherVersion,
    /// It names a key that may sign trust files.
    #[error("the trust file says that key {key_id} may sign trust files")]
    Root {
        /// The key.
        key_id: String,
    },
}

impl ImportError {
    pub(super) fn diagnostic(&self, file: &FileName) -> Diagnostic {
        let at = |code| Diagnostic::new(code, Place::file(file)).with("file", file.as_str());
        match self {
            Self::Expired { expires, as_of } => {
                at(codes::TRUST_IMPORT_EXPIRED).with("expires", *expires).with("as-of", *as_of)
            }
            Self::NotText => at(codes::TRUST_FILE_NOT_TEXT),
            Self::Older { known, found } => {
                at(codes::TRUST_IMPORT_OLDER).with("known", *known).with("found", *found)
            }
            Self::OtherVersion => at(codes::TRUST_IMPORT_OTHER_VERSION),
            Self::Root { key_id } => at(codes::TRUST_IMPORT_ROOT).with("key", key_id.as_str()),
        }
    }
}

impl TrustStore {
    /// The file to hand out: every key with what it is for and when, but neither what was imported from whom nor who may sign trust
    /// files, which each user decides alone. `expires` is the last day on which others may use it.
    pub fn export(&self, expires: Date) -> Self {
        let mut file = Self { expires: Some(expires), imports: [].into(), ..self.clone() };
        for (organisation, count) in std::mem::take(&mut file.imported_thresholds) {
            let known = file.thresholds.entry(organisation).or_default();
            *known = count.max(*known);
        }
        file.keys.retain(|_, key| {
            let had_roles = !key.roles.is_empty();
            key.roles.remove(&Role::Root);
            key.imported = None;
            // Without the role it would otherwise be one of a supplier.
            !(had_roles && key.roles.is_empty())
        });
        // One of which nothing is left would tell who it is that signs trust files.
        let names = file.organisations.keys().cloned().collect();
        file.forget_without_keys(names);
        file
    }

    /// Takes over what the signed trust file says, in place of what an earlier file of the same organisation said.
    ///
    /// A key that the user accepted stays as the user has it, but a revocation counts whoever states it, and none is ever
    /// lifted. Of an organisation that has keys from elsewhere the file brings no further keys, identifiers or threshold, unless it is
    /// the publisher's own; the remarks that are returned tell what was left out. Refused are a file older than the last one, another
    /// file of the same version, one that is expired on `as_of`, and one that names keys to sign trust files with. Nothing changes when
    /// it is refused.
    pub fn import(
        &mut self,
        file: &Verified<&[u8], TrustFile>,
        as_of: Date,
    ) -> Result<Vec<Diagnostic>, TrustError> {
        let text = std::str::from_utf8(file.value());
        let imported = Self::parse(text.map_err(|_| ImportError::NotText)?)?;
        let (root, claim) = (file.organisation().name(), file.predicate());
        let signers = file.signers().iter().filter(|by| by.organisation.name() == root);
        let import = Import {
            version: claim.version,
            expires: claim.expires,
            sha256: file.digest(),
            keys: signers.map(|by| by.key_id.clone()).collect(),
        };
        if (imported.version, imported.expires) != (claim.version, Some(claim.expires)) {
            return Err(ImportError::OtherVersion.into());
        }
        if claim.expires < as_of {
            return Err(ImportError::Expired { expires: claim.expires, as_of }.into());
        }
        if let Some(known) = self.imports.get(root)
            && (known.version > import.version
                || known.version == import.version && known.sha256 != import.sha256)
        {
            let (known, found) = (known.version, import.version);
            return Err(ImportError::Older { known, found }.into());
        }
        if let Some((id, _)) = imported.keys.iter().find(|(_, key)| key.roles.contains(&Role::Root))
        {
            return Err(ImportError::Root { key_id: id.clone() }.into());
        }
        let mut next = self.clone();
        let remarks = next.replace(root, imported)?;
        next.imports.insert(root.to_owned(), import);
        *self = next;
        Ok(remarks)
    }

    /// Puts `file` in the place of what was imported from `root` before.
    fn replace(&mut self, root: &str, file: Self) -> Result<Vec<Diagnostic>, TrustError> {
        let is_of_root = |key: &TrustedKey| key.imported.as_deref() == Some(root);
        let elsewhere = self.keys.values().filter(|key| !is_of_root(key));
        let elsewhere: BTreeSet<String> = elsewhere.map(|key| key.organisation.clone()).collect();
        let mut left_out = self.take_over_organisations(&file, &elsewhere)?;
        // What the new file no longer names is no longer accepted. A revoked key stays, so that it never comes back.
        let is_gone = |id: &String, key: &mut TrustedKey| {
            is_of_root(key) && key.revocation.is_none() && !file.keys.contains_key(id)
        };
        let gone: BTreeSet<String> =
            self.keys.extract_if(.., is_gone).map(|(_, key)| key.organisation).collect();
        for (id, mut key) in file.keys {
            let known = self.keys.remove(&id);
            let is_further = key.organisation != root && elsewhere.contains(&key.organisation);
            key.imported = Some(root.to_owned());
            let merged = match known {
                Some(mut known) if !is_of_root(&known) => {
                    belongs(&id, &known, &key.organisation)?;
                    known.end_as(key);
                    known
                }
                Some(known) if !is_further || known.revocation.is_some() => {
                    belongs(&id, &known, &key.organisation)?;
                    key.end_as(known);
                    key
                }
                _ if is_further => {
                    left_out.entry(key.organisation).or_default().push(id);
                    continue;
                }
                _ => key,
            };
            self.keys.insert(id, merged);
        }
        self.forget_without_keys(gone);
        let remark = |(organisation, what): (String, Vec<String>)| {
            Diagnostic::unplaced(codes::TRUST_IMPORT_LEFT_OUT)
                .with("organisation", organisation)
                .with("what", what.join(", "))
        };
        Ok(left_out.into_iter().map(remark).collect())
    }

    /// Takes over identifiers and thresholds of the organisations of `file`, in place of those that it brought before, but of those that
    /// have keys from `elsewhere`. Returns what was left out, by organisation.
    fn take_over_organisations(
        &mut self,
        file: &Self,
        elsewhere: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, Vec<String>>, TrustError> {
        let mut left_out: BTreeMap<String, Vec<String>> = BTreeMap::new();
        // Whoever brought nothing but keys that are no longer accepted has said nothing.
        let keyed: BTreeSet<&str> =
            file.keys.values().map(|key| key.organisation.as_str()).collect();
        let named = || file.organisations.values().filter(|o| keyed.contains(o.name()));
        let is_brought = |organisation: &&Organisation| !elsewhere.contains(organisation.name());
        // One may have an identifier now that another one had in the file before.
        let brought: BTreeSet<&str> = named().filter(is_brought).map(Organisation::name).collect();
        self.owners.retain(|_, owner| !brought.contains(owner.as_str()));
        let mut names = Names::of(self);
        for organisation in named() {
            let name = organisation.name();
            let threshold = file.threshold(name);
            if is_brought(&organisation) {
                let known = self.organisations.remove(name);
                names.check(organisation, known.as_ref())?;
                names.add(organisation);
                self.add_organisation(organisation.clone())?;
                self.imported_thresholds.remove(name);
                if threshold > 1 {
                    self.imported_thresholds.insert(name.to_owned(), threshold);
                }
                continue;
            }
            let known = self.organisations.get(name).map(Organisation::ids);
            let is_new = |id: &&OrganisationId| !known.is_some_and(|known| known.contains(*id));
            let mut what: Vec<String> =
                organisation.ids().iter().filter(is_new).map(ToString::to_string).collect();
            if threshold > self.threshold(name) {
                what.push(format!("threshold {threshold}"));
            }
            if !what.is_empty() {
                left_out.insert(name.to_owned(), what);
            }
        }
        Ok(left_out)
    }

    /// Removes those of the organisations that have no key.
    fn forget_without_keys(&mut self, mut names: BTreeSet<String>) {
        for key in self.keys.values() {
            names.remove(&key.organisation);
        }
        self.organisations.retain(|name, _| !names.contains(name));
        self.thresholds.retain(|name, _| !names.contains(name));
        self.imported_thresholds.retain(|name, _| !names.contains(name));
        self.owners.retain(|_, owner| !names.contains(owner));
    }
}

impl TrustedKey {
    /// Takes over the revocation of `other`, if it says more: an earlier day, or that others may have the key.
    fn end_as(&mut self, other: Self) {
        self.revocation = match (self.revocation.take(), other.revocation) {
            (Some(one), Some(two)) => {
                let date = one.date.min(two.date);
                let is_worse = two.cause == Cause::Compromised && one.cause == Cause::Ended;
                let mut kept = if is_worse { two } else { one };
                kept.date = date;
                Some(kept)
            }
            (one, two) => one.or(two),
        };
    }
}
