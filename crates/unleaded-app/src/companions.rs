//! What lies beside documents and says something about them: delegations, withdrawals, replacements.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use jiff::civil::Date;
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::{
    BadReason, BareClaim, Delegation, Digest, ENVELOPE_SUFFIX, Form, Outcome, Presented, Status,
    Terms, TrustStore, Verified, claimed_type, verify_statement,
};

use crate::documents::{Documents, unreadable};

/// The statements that were found, as far as a trusted key signed them.
#[derive(Clone, Debug, Default)]
pub struct Companions {
    /// What suppliers let others sign.
    pub delegations: Vec<Presented>,
    /// What became of declarations.
    pub statuses: Vec<Verified<(), Status>>,
}

/// The names of envelopes among `names` that are no signature on a file beside them.
pub fn companion_names(names: &[String]) -> Vec<&str> {
    let all: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    let is_beside =
        |name: &str| name.strip_suffix(ENVELOPE_SUFFIX).is_some_and(|of| all.contains(of));
    let mut found: Vec<&str> =
        all.iter().copied().filter(|name| name.ends_with(ENVELOPE_SUFFIX)).collect();
    found.retain(|name| !is_beside(name));
    found
}

impl Companions {
    /// Reads and verifies the companions in a folder.
    pub fn in_folder(
        documents: &dyn Documents,
        names: &[String],
        trust: &TrustStore,
        as_of: Date,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let read = |name: &&str| match documents.read(name) {
            Ok(bytes) => Ok((FileName::new(name), bytes)),
            Err(error) => Err((FileName::new(name), error)),
        };
        let read: Vec<Result<_, (FileName, io::Error)>> =
            companion_names(names).iter().map(read).collect();
        let mut files = Vec::new();
        for file in read {
            match file {
                Ok(file) => files.push(file),
                Err((file, error)) => diagnostics.push(unreadable(&file, &error)),
            }
        }
        Self::verified(&files, trust, as_of, diagnostics)
    }

    /// Verifies companions that were read. What is of another kind is passed over; what nobody trusted signed says nothing, and that is
    /// told. The order of the files leaves no trace.
    pub fn verified(
        files: &[(FileName, Vec<u8>)],
        trust: &TrustStore,
        as_of: Date,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let found = of_kind::<Delegation>(files, &Terms::new(trust, as_of), diagnostics);
        let delegations: Vec<Presented> = found
            .into_iter()
            .map(|(envelope, delegation)| Presented { envelope, delegation })
            .collect();
        // A representative may withdraw what it signed.
        let terms = Terms { delegations: &delegations, ..Terms::new(trust, as_of) };
        // What was taken back stays taken back when the key that did it ends: nobody is to bring it back by waiting.
        let found = of_kind_on(files, &terms, last_good_day, diagnostics);
        let statuses = found.into_values().collect();
        Self { delegations, statuses }
    }
}

/// The last day on which a key was good that is refused; `None`: it never was, or it was stolen.
fn last_good_day(reason: &BadReason) -> Option<Date> {
    match reason {
        BadReason::KeyExpired { key, .. } => key.to,
        BadReason::KeyRevoked { date, .. } => date.yesterday().ok(),
        _ => None,
    }
}

/// The good ones among the statements of a kind, by the digest of their envelopes.
fn of_kind<C: BareClaim + Form>(
    files: &[(FileName, Vec<u8>)],
    terms: &Terms<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<Digest, Verified<(), C>> {
    of_kind_on(files, terms, |_| None, diagnostics)
}

/// The same; what is refused is judged once more on the day that `again` tells.
fn of_kind_on<C: BareClaim + Form>(
    files: &[(FileName, Vec<u8>)],
    terms: &Terms<'_>,
    again: impl Fn(&BadReason) -> Option<Date>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<Digest, Verified<(), C>> {
    let mut found = BTreeMap::new();
    for (file, bytes) in files {
        if claimed_type(bytes).as_deref() != Some(C::TYPE) {
            continue;
        }
        // The words about an envelope name the file that it is beside.
        let named = file.as_str().strip_suffix(ENVELOPE_SUFFIX).map_or(file.clone(), FileName::new);
        let mut outcome = verify_statement(bytes, terms);
        if let Outcome::Bad(reason) = &outcome
            && let Some(as_of) = again(reason)
            && let good @ Outcome::Good(_) = verify_statement(bytes, &Terms { as_of, ..*terms })
        {
            outcome = good;
        }
        match outcome {
            Outcome::Good(verified) => {
                found.insert(Digest::of(bytes), verified);
            }
            other => diagnostics.extend(other.diagnostics(&named)),
        }
    }
    found
}
