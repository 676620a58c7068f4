//! What lies beside documents and says something about them: delegations, withdrawals, replacements.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use unleaded_model::diagnostic::codes::life as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};
use unleaded_trust::{
    Action, BadReason, BareClaim, Clocks, Delegation, Digest, ENVELOPE_SUFFIX, Form, Known, Life,
    Others, Outcome, Presented, Standing, Status, Terms, Verified, claimed_type, lives,
    verify_statement,
};

use crate::documents::{Documents, unreadable};
use crate::evidence::{self, Beside, beside_statement};

/// The statements that were found, as far as a trusted key signed them.
#[derive(Clone, Debug, Default)]
pub struct Companions {
    /// What suppliers let others sign.
    pub delegations: Vec<Presented>,
    /// What became of declarations.
    pub statuses: Vec<Verified<(), Status>>,
    /// The same, signed by fewer keys than must.
    pub few: Vec<Verified<(), Status>>,
    /// All of them by the SHA-256 of their envelopes, each with that of the files with evidence of when it was signed.
    pub files: BTreeMap<Digest, Vec<Digest>>,
}

/// What became of a declaration.
#[derive(Clone, Debug)]
pub struct Told {
    life: Life,
    /// Whether fewer keys than must say that it no longer holds.
    few: Few,
}

/// Whether fewer keys than must take a declaration back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Few {
    Nobody,
    Some,
}

impl Told {
    /// How it stands.
    pub fn standing(&self) -> &Standing {
        &self.life.standing
    }

    /// Returns what there is to say of the declaration `file`; empty when it holds and nobody says anything.
    pub fn diagnostics(&self, file: &FileName) -> Vec<Diagnostic> {
        let mut found = self.life.diagnostics(file);
        if self.few == Few::Some && self.life.standing == Standing::Current {
            let few = Diagnostic::new(codes::STATUS_TOO_FEW, Place::file(file));
            found.push(few.with("file", file.as_str()));
        }
        found
    }
}

/// A statement on no document that lies beside documents.
#[derive(Clone, Debug)]
pub struct Companion {
    /// Its name.
    pub file: FileName,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Evidence of when it was signed.
    pub beside: Beside,
    /// The predicate type that it claims; `None`: it can't be read.
    kind: Option<String>,
}

impl Companion {
    /// Takes the evidence that lies beside it.
    pub fn new(
        name: &str,
        bytes: Vec<u8>,
        clocks: &Clocks<'_>,
        read: &mut evidence::Reader<'_>,
    ) -> Self {
        let beside = beside_statement((name, &bytes), clocks, read);
        let kind = claimed_type(&bytes);
        Self { file: FileName::new(name), bytes, beside, kind }
    }

    /// Returns what is wrong with it where it is no statement of any kind, since it was cut or changed: it may have been a withdrawal.
    /// Empty: it is one, whatever its signature comes to.
    pub fn defects(&self, terms: &Terms<'_>) -> Vec<Diagnostic> {
        match self.kind {
            Some(_) => Vec::new(),
            None => verify_statement::<Status>(&self.bytes, terms).diagnostics(&self.named()),
        }
    }

    /// The words about an envelope name the file that it is beside.
    fn named(&self) -> FileName {
        let name = self.file.as_str().strip_suffix(ENVELOPE_SUFFIX);
        name.map_or(self.file.clone(), FileName::new)
    }
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
        clocks: &Clocks<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let known: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        let mut found = Vec::new();
        for name in companion_names(names) {
            let mut beside = |name: &str| known.contains(name).then(|| documents.read(name));
            match documents.read(name) {
                Ok(bytes) => found.push(Companion::new(name, bytes, clocks, &mut beside)),
                Err(error) => diagnostics.push(unreadable(&FileName::new(name), &error)),
            }
        }
        diagnostics.extend(found.iter().flat_map(|one| one.defects(&clocks.terms())));
        Self::verified(&found, clocks, diagnostics)
    }

    /// Verifies companions that were read. What is of another kind is passed over; what nobody trusted signed says nothing, and that is
    /// told. The order of the files leaves no trace.
    pub fn verified(
        found: &[Companion],
        clocks: &Clocks<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let terms = clocks.terms();
        let delegated = of_kind::<Delegation>(found, &terms, |_| None, diagnostics);
        let mut files = named(&delegated);
        let mut delegations: Vec<Presented> = delegated
            .into_iter()
            .map(|(envelope, one)| Presented { envelope, delegation: one.verified })
            .collect();
        // A representative may withdraw what it signed.
        let terms = Terms { delegations: &delegations, ..terms };
        // What was taken back stays taken back when the key that did it ends: nobody is to bring it back by waiting.
        let taken_back = of_kind::<Status>(found, &terms, last_good_day, diagnostics);
        files.extend(named(&taken_back));
        let statuses: Vec<_> = taken_back.into_values().map(|one| one.verified).collect();
        let few = by_few(found, &terms);
        // After the statements were judged: what a representative took back under it stays taken back.
        delegations.retain(|delegation| !delegation.is_taken_back(&statuses));
        Self { delegations, statuses, few, files }
    }

    /// Returns what became of bytes of which a statement tells, by their SHA-256, whoever vouches for them.
    pub(crate) fn of_bytes(&self) -> BTreeMap<Digest, Life> {
        let life = |status: &Verified<(), Status>| {
            let said = status.predicate();
            let standing = match said.action {
                Action::Supersede { successor } => Standing::Superseded { successor },
                Action::Withdraw => Standing::Withdrawn { reason: said.reason.clone() },
            };
            let (successors, others) = (BTreeSet::new(), Others::Nothing);
            (status.digest(), Life { standing, successors, others })
        };
        self.statuses.iter().map(life).collect()
    }

    /// Returns what became of each of `known`, in their order.
    pub fn lives(&self, known: &[Known]) -> Vec<Told> {
        let few = lives(known, &self.few).into_iter().map(|life| match life.standing {
            Standing::Current => Few::Nobody,
            Standing::Superseded { .. } | Standing::Withdrawn { .. } => Few::Some,
        });
        lives(known, &self.statuses)
            .into_iter()
            .zip(few)
            .map(|(life, few)| Told { life, few })
            .collect()
    }
}

/// What fewer keys than must say that became of declarations.
fn by_few(files: &[Companion], terms: &Terms<'_>) -> Vec<Verified<(), Status>> {
    let mut found = BTreeMap::new();
    for Companion { bytes, beside, kind, .. } in files {
        if kind.as_deref() != Some(Status::TYPE) {
            continue;
        }
        let terms = Terms { evidence: &beside.evidence, ..*terms };
        let Outcome::Bad(BadReason::TooFew { organisation, .. }) =
            verify_statement::<Status>(bytes, &terms)
        else {
            continue;
        };
        // What one key would say if one were enough.
        let mut trust = terms.trust.clone();
        let is_asked = trust.require(&organisation, 1).is_ok();
        if let Outcome::Good(verified) = verify_statement(bytes, &Terms { trust: &trust, ..terms })
            && is_asked
        {
            found.insert(Digest::of(bytes), verified);
        }
    }
    found.into_values().collect()
}

/// The last day on which a key was good that is refused; `None`: it never was, or it was stolen.
fn last_good_day(reason: &BadReason) -> Option<Date> {
    match reason {
        BadReason::KeyExpired { key, .. } => key.to,
        BadReason::KeyRevoked { date, .. } => date.yesterday().ok(),
        _ => None,
    }
}

/// A statement that a trusted key signed.
struct Good<C> {
    verified: Verified<(), C>,
    /// The files with evidence of when that was.
    evidence: Vec<Digest>,
}

fn named<C>(found: &BTreeMap<Digest, Good<C>>) -> BTreeMap<Digest, Vec<Digest>> {
    found.iter().map(|(envelope, good)| (*envelope, good.evidence.clone())).collect()
}

/// The good ones among the statements of a kind, by the digest of their envelopes; what is refused is judged once more on the day
/// that `again` tells.
fn of_kind<C: BareClaim + Form>(
    files: &[Companion],
    terms: &Terms<'_>,
    again: impl Fn(&BadReason) -> Option<Date>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<Digest, Good<C>> {
    let mut found = BTreeMap::new();
    for file in files {
        let Companion { bytes, beside, kind, .. } = file;
        if kind.as_deref() != Some(C::TYPE) {
            continue;
        }
        diagnostics.extend(beside.diagnostics.iter().cloned());
        let terms = Terms { evidence: &beside.evidence, ..*terms };
        let mut outcome = verify_statement(bytes, &terms);
        if let Outcome::Bad(reason) = &outcome
            && let Some(as_of) = again(reason)
            && let good @ Outcome::Good(_) = verify_statement(bytes, &Terms { as_of, ..terms })
        {
            outcome = good;
        }
        match outcome {
            Outcome::Good(verified) => {
                let good = Good { verified, evidence: beside.files.clone() };
                // The same statement twice, one of them with evidence: which file is which makes no difference.
                let known: &mut Good<C> = found.entry(Digest::of(bytes)).or_insert(good);
                known.evidence.extend(&beside.files);
                known.evidence.sort_unstable();
                known.evidence.dedup();
            }
            other => diagnostics.extend(other.diagnostics(&file.named())),
        }
    }
    found
}
