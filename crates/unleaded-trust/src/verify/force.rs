//! Whether a key that fits may say what it signed: in force, in its role, within its scope, and for whom.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::delegated::delegated;
use super::{BadReason, Fit, KeyPeriod, Signer, Terms};
use crate::digest::Digest;
use crate::statement::{Form, Role};
use crate::time_evidence::Evidence;
use crate::trust_store::{Cause, TrustStore, TrustedKey};

/// Those of the keys that may say `claim`, with their organisations; if none may, why the first may not.
pub(super) fn signers<C: Form>(
    signed_by: &BTreeMap<String, Fit<'_>>,
    claim: &C,
    envelope: Option<Digest>,
    terms: &Terms<'_>,
) -> Result<Vec<Signer>, BadReason> {
    let mut signers = Vec::new();
    let mut refused = None;
    for (id, fit) in signed_by {
        match signer(id, fit, claim, envelope, terms) {
            Ok(signer) => signers.push((signer, id.as_str())),
            Err(reason) => refused = refused.or(Some(reason)),
        }
    }
    let mut found: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (signer, key_id) in &signers {
        found.entry(signer.organisation.name().to_owned()).or_default().push(key_id);
    }
    let mut signers: Vec<Signer> = signers.into_iter().map(|(signer, _)| signer).collect();
    for (organisation, key_ids) in found {
        let needed = terms.trust.threshold(&organisation);
        let found = terms.trust.counted(&organisation, &key_ids);
        if found < needed {
            signers.retain(|signer| signer.organisation.name() != organisation);
            refused = refused.or(Some(BadReason::TooFew { organisation, needed, found }));
        }
    }
    // Keys that fit and are not refused are signers, so one of both is there.
    match refused {
        Some(reason) if signers.is_empty() => Err(reason),
        _ => Ok(signers),
    }
}

fn signer<C: Form>(
    id: &str,
    fit: &Fit<'_>,
    claim: &C,
    envelope: Option<Digest>,
    terms: &Terms<'_>,
) -> Result<Signer, BadReason> {
    let key = fit.key;
    let evidence = evidence(fit, envelope, terms);
    let on = evidence.map(Evidence::date);
    in_force(id, key, on, terms)?;
    let role = role(id, key, claim)?;
    within(id, key, claim)?;
    let delegated = match role {
        Role::AuthorisedRepresentative => {
            delegated(id, key, claim, on.unwrap_or(terms.as_of), terms)?
        }
        _ => None,
    };
    let (on_behalf_of, delegated) =
        delegated.map(|delegated| (delegated.supplier, delegated.scope)).unzip();
    let organisation = terms.trust.organisation(&key.organisation).cloned();
    Ok(Signer {
        // Every key of a store belongs to one of its organisations.
        organisation: organisation.ok_or_else(|| unowned(id, key))?,
        key_id: id.to_owned(),
        role,
        roles: key.roles.clone(),
        on_behalf_of,
        scope: key.scope.clone(),
        delegated,
        evidence: evidence.cloned(),
    })
}

/// The earliest evidence of when the signature existed. What was not there yet on the date of the check is no evidence.
fn evidence<'t>(
    fit: &Fit<'_>,
    envelope: Option<Digest>,
    terms: &Terms<'t>,
) -> Option<&'t Evidence> {
    let counts = |evidence: &&Evidence| {
        evidence.covers(envelope, &fit.signature)
            && !evidence.is_by(&fit.key.organisation)
            && evidence.date() <= terms.as_of
    };
    Evidence::earliest(terms.evidence.iter().filter(counts))
}

/// Whether the key may vouch for the time `on`, which is its own word: one that others may have vouches for none.
pub(crate) fn is_in_force_on(
    id: &str,
    key: &TrustedKey,
    on: Date,
    trust: &TrustStore,
    as_of: Date,
) -> bool {
    let cause = key.revocation.as_ref().map(|revocation| revocation.cause);
    cause != Some(Cause::Compromised)
        && in_force(id, key, Some(on), &Terms::new(trust, as_of)).is_ok()
}

/// Refuses a key that was not good on the day `on` of which there is evidence, and without evidence on the date of the check. The
/// first and the last day belong to the period, the day of the revocation does not.
fn in_force(
    id: &str,
    key: &TrustedKey,
    on: Option<Date>,
    terms: &Terms<'_>,
) -> Result<(), BadReason> {
    let as_of = terms.as_of;
    let period = || KeyPeriod {
        key_id: id.to_owned(),
        organisation: key.organisation.clone(),
        from: key.from,
        to: key.to,
    };
    // How fresh the store is has nothing to do with when the signature was made: it must know of all revocations.
    let imported = key.imported.as_deref();
    // Nor whether others could have signed the file that brought the key.
    if let Some((root, stolen)) =
        imported.and_then(|root| Some((root, terms.trust.stolen_root(root)?)))
    {
        let (root, root_key) = (root.to_owned(), stolen.to_owned());
        return Err(BadReason::TrustCompromised { key: period(), root, root_key });
    }
    let expires = imported.and_then(|root| terms.trust.import_expires(root));
    let expires = expires.into_iter().chain(terms.trust.expires()).min();
    if let Some(expires) = expires.filter(|expires| *expires < as_of) {
        return Err(BadReason::TrustExpired { key: period(), expires, as_of });
    }
    let day = on.unwrap_or(as_of);
    if let Some(revocation) = &key.revocation {
        let (date, reason) = (revocation.date, revocation.reason.clone());
        // Whoever has the key can write any date, so only evidence tells what is older.
        if revocation.cause == Cause::Compromised && on.is_none_or(|on| date <= on) {
            return Err(BadReason::KeyCompromised { key: period(), date, reason });
        }
        if date <= day {
            return Err(BadReason::KeyRevoked { key: period(), date, reason });
        }
    }
    if key.from.is_some_and(|from| day < from) {
        return Err(BadReason::KeyNotYetValid { key: period(), as_of: day });
    }
    if key.to.is_some_and(|to| to < day) {
        return Err(BadReason::KeyExpired { key: period(), as_of: day });
    }
    Ok(())
}

/// The role in which the key says it.
fn role<C: Form>(id: &str, key: &TrustedKey, claim: &C) -> Result<Role, BadReason> {
    let wanted = claim.roles();
    wanted.iter().copied().find(|role| key.may(*role)).ok_or_else(|| BadReason::KeyRole {
        key_id: id.to_owned(),
        organisation: key.organisation.clone(),
        roles: wanted,
    })
}

/// Refuses a claim about items that the key may not speak of, and one that does not tell its items, by a key with bounds.
fn within<C: Form>(id: &str, key: &TrustedKey, claim: &C) -> Result<(), BadReason> {
    let Some(items) = claim.items().filter(|_| !key.scope.is_everything()) else {
        return Ok(());
    };
    match items.iter().find(|item| !key.scope.covers(item)) {
        None if !items.is_empty() => Ok(()),
        outside => Err(BadReason::KeyScope {
            key_id: id.to_owned(),
            organisation: key.organisation.clone(),
            item: outside.map(|item| (*item).to_owned()),
        }),
    }
}

pub(super) fn unowned(id: &str, key: &TrustedKey) -> BadReason {
    let (key_id, organisation) = (id.to_owned(), key.organisation.clone());
    BadReason::SignatureInvalid { key_id, organisation }
}
