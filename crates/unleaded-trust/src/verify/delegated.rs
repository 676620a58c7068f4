//! For whom a representative signs.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{BadReason, Presented, Signer, Terms, Verified};
use crate::statement::{Delegation, Form, Role, Status};
use crate::trust_store::{Organisation, Scope, TrustedKey};

/// What a supplier lets a representative say.
pub(super) struct Delegated {
    pub(super) supplier: Organisation,
    pub(super) scope: Scope,
}

/// Why no delegation lets a representative sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DelegationProblem {
    /// Delegations of several suppliers fit, or several signed one: whom it signs for can't be told.
    Ambiguous {
        /// The names of the suppliers.
        suppliers: Vec<String>,
    },
    /// There is none by a supplier for that key, or not the one that is named.
    Missing,
    /// It is for other days.
    OutOfPeriod {
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// It is for other items.
    OutOfScope {
        /// Beginnings of the numbers of the items that it is for.
        scope: Vec<String>,
    },
}

impl Presented {
    /// Whether its supplier has taken it back: a statement by a key that could have signed it says that it no longer holds, or that another one
    /// takes its place. Dates play no part, as with declarations.
    pub fn is_taken_back(&self, statuses: &[Verified<(), Status>]) -> bool {
        let (said, by) = (&self.delegation, self.delegation.organisation().name());
        let may = |signer: &Signer| {
            let mut prefixes = said.predicate().scope.iter();
            signer.organisation.name() == by
                && signer.may(Role::Supplier)
                && prefixes.all(|prefix| signer.scope.covers(prefix))
        };
        statuses.iter().any(|status| {
            let meant = &status.predicate().declaration;
            let is_meant = *meant == self.envelope || said.is_known_as(meant);
            // The subject is the delegate's key, as that of the delegation is.
            is_meant && status.digest() == said.digest() && status.signers().iter().any(may)
        })
    }
}

/// What the delegation of one supplier lets the key say on `day`, if `claim` is within it. Which of several delegations comes first
/// decides nothing. A claim about no items, such as that something no longer holds, needs none: where exactly one supplier delegated, it is
/// said for that one as well, and else for the representative alone. What it takes back is judged where that is known.
pub(super) fn delegated<C: Form>(
    id: &str,
    key: &TrustedKey,
    claim: &C,
    day: Date,
    terms: &Terms<'_>,
) -> Result<Option<Delegated>, BadReason> {
    let named = claim.issuer().and_then(|issuer| issuer.delegation);
    let items = claim.items();
    let mut problem = DelegationProblem::Missing;
    let mut fitting = BTreeMap::new();
    for Presented { envelope, delegation } in terms.delegations {
        let is_named =
            named.is_none_or(|named| named == *envelope || delegation.is_known_as(&named));
        // The subject of a delegation is the delegate's key.
        if !is_named || delegation.digest().to_string() != id {
            continue;
        }
        match supplier(delegation)
            .and_then(|by| fits(delegation, items.as_deref(), day).map(|()| by))
        {
            Ok(by) => fitting.entry(by.name()).or_insert((by, Vec::new())).1.push(delegation),
            Err(found) => problem = found,
        }
    }
    if fitting.len() > 1 {
        let suppliers = fitting.keys().map(|name| (*name).to_owned()).collect();
        problem = DelegationProblem::Ambiguous { suppliers };
    }
    match (fitting.pop_first(), fitting.is_empty()) {
        (Some((_, (supplier, delegations))), true) => {
            let scopes = delegations.iter().flat_map(|d| d.predicate().scope.iter().cloned());
            Ok(Some(Delegated { supplier: supplier.clone(), scope: Scope::new(scopes) }))
        }
        _ if items.is_none() => Ok(None),
        _ => {
            let (key_id, organisation) = (id.to_owned(), key.organisation.clone());
            Err(BadReason::Delegation { key_id, organisation, problem })
        }
    }
}

/// The one supplier that signed the delegation. Of several, one may have added its signature to what it does not own.
fn supplier(delegation: &Verified<(), Delegation>) -> Result<&Organisation, DelegationProblem> {
    let by = delegation.organisation();
    let names = || delegation.signers().iter().map(|signer| signer.organisation.name());
    if names().all(|name| name == by.name()) {
        return Ok(by);
    }
    let mut suppliers: Vec<String> = names().map(str::to_owned).collect();
    suppliers.sort_unstable();
    suppliers.dedup();
    Err(DelegationProblem::Ambiguous { suppliers })
}

/// Whether the delegation is for the day and for each of the items; if none of them is told, for all. `None`: it is about no items.
fn fits(
    delegation: &Verified<(), Delegation>,
    items: Option<&[&str]>,
    day: Date,
) -> Result<(), DelegationProblem> {
    let said = delegation.predicate();
    let scope = Scope::new(said.scope.iter().cloned());
    let covered = match items {
        None => true,
        Some([]) => scope.is_everything(),
        Some(items) => items.iter().all(|item| scope.covers(item)),
    };
    if !(said.from..=said.to).contains(&day) {
        return Err(DelegationProblem::OutOfPeriod { from: said.from, to: said.to });
    }
    if !covered {
        return Err(DelegationProblem::OutOfScope { scope: said.scope.clone() });
    }
    Ok(())
}
