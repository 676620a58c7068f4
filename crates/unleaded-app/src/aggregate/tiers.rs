//! A signed report checked down to what is at hand, tier by tier.

use std::collections::{BTreeSet, VecDeque};

use jiff::civil::Date;
use unleaded_documents::report::Report;
use unleaded_model::diagnostic::codes::aggregates as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};
use unleaded_rules::lists::Lists;
use unleaded_trust::{Aggregate, Clocks, Digest, Outcome, Terms, Tree, verify_file};

use super::again::{Again, again};
use super::children::{Child, State, children};
use super::claim::{Disagreement, claim, disagreements};
use super::shelf::Shelf;
use super::sources::{Source, sources};
use super::taken_back;
use crate::companions::Companions;
use crate::documents::is_document;
use crate::input;

/// Most tiers that are followed.
const TIERS: usize = 32;
/// Most aggregates that are looked into.
const AGGREGATES: usize = 10_000;

/// What is checked with what.
pub struct Deep<'a> {
    /// What is at hand.
    pub shelf: &'a Shelf<'a>,
    /// Whose keys are accepted, and on which date.
    pub terms: Terms<'a>,
    /// Whose word on times is taken.
    pub clocks: &'a Clocks<'a>,
    /// What signers said of their documents since.
    pub companions: &'a Companions,
    /// The lists: shipped, and the user's own.
    pub lists: &'a Lists,
    /// What the user says that files are.
    pub named: Named,
}

/// Files of the shelf that the user named as something.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// The bill of materials.
    pub bom: Option<String>,
    /// The decisions.
    pub decisions: Option<String>,
    /// The mapping of tables.
    pub mapping: Option<String>,
    /// The files of the folder of declarations.
    pub folder: Vec<String>,
}

/// A report with its signature.
pub struct Signed<'a> {
    /// Its name.
    pub file: FileName,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The bytes of its envelope; `None`: it has none.
    pub envelope: Option<&'a [u8]>,
}

/// What a check of a report and of all below it comes to.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The aggregates, that of the report first, each once, from the top down.
    pub tiers: Vec<Tier>,
    /// The documents of the folder of declarations that none of them was made from, sorted.
    pub others: Vec<String>,
}

/// One aggregate.
#[derive(Clone, Debug)]
pub struct Tier {
    /// How far down it is; the first is 1.
    pub tier: usize,
    /// The report.
    pub file: String,
    /// Its SHA-256.
    pub sha256: Digest,
    /// SHA-256 of its envelope; `None`: it has none.
    pub envelope: Option<Digest>,
    /// What its signature comes to.
    pub state: State,
    /// The organisations that signed it; empty unless good.
    pub signers: Vec<String>,
    /// What the report says of itself; `None`: it can't be read.
    pub about: Option<About>,
    /// What the statement and the report do not agree on.
    pub disagreements: Vec<Disagreement>,
    /// What it was made from beside documents.
    pub sources: Vec<Source>,
    /// The documents that it was made from.
    pub children: Vec<Child>,
    /// What the roll-up of all that comes to.
    pub again: Again,
    /// What is wrong with the report itself.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a report says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The date of the law.
    pub as_of: Date,
    /// The item numbers of its products.
    pub products: Vec<String>,
    /// The program that made it.
    pub tool: String,
    /// The tree over the envelopes of its inputs, computed from the report.
    pub inputs: Tree,
}

impl Checked {
    /// Whether everything was seen and is good, in every tier.
    pub fn is_fine(&self) -> bool {
        self.tiers.iter().all(Tier::is_fine)
    }
}

impl Tier {
    /// Whether everything that it was made from was seen and is good, and comes to the same report.
    pub fn is_fine(&self) -> bool {
        self.state == State::Good
            && self.about.is_some()
            && self.disagreements.is_empty()
            && self.sources.iter().all(|source| source.state.is_fine())
            && self.children.iter().all(Child::is_fine)
            && matches!(self.again, Again::Same | Again::SameOtherwise)
    }

    /// Everything that is wrong, the report's own defects first.
    pub fn all_diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        let sources = self.sources.iter().flat_map(|source| &source.diagnostics);
        let children = self.children.iter().flat_map(|child| &child.diagnostics);
        self.diagnostics.iter().chain(sources).chain(children)
    }
}

/// An aggregate that is still to be looked into.
struct Open {
    tier: usize,
    file: String,
    report: Digest,
    envelope: Digest,
}

/// Checks `first` and every aggregate below it that is at hand.
pub fn check(first: &Signed<'_>, deep: &Deep<'_>) -> Checked {
    let mut tiers = vec![tier(1, first, deep)];
    let mut seen: BTreeSet<Digest> = tiers.iter().filter_map(|tier| tier.envelope).collect();
    let mut open: VecDeque<Open> = below(&tiers[0], deep).into();
    while let Some(next) = open.pop_front() {
        // One aggregate may serve several; none can be below itself, since it would have to name its own hash.
        if !seen.insert(next.envelope) {
            continue;
        }
        if next.tier > TIERS || tiers.len() >= AGGREGATES {
            let limit = if next.tier > TIERS { TIERS } else { AGGREGATES };
            let at = Place::file(&FileName::new(&next.file));
            let defect = Diagnostic::new(codes::AGGREGATE_TOO_DEEP, at);
            let defect = defect.with("limit", limit).with("file", next.file);
            tiers[0].diagnostics.push(defect);
            // What was not looked into is not fine.
            tiers[0].about = None;
            break;
        }
        let both = deep.shelf.read(&next.report).zip(deep.shelf.read(&next.envelope));
        let Some((bytes, envelope)) = both else { continue };
        let file = FileName::new(&next.file);
        let signed = Signed { file, bytes: &bytes, envelope: Some(&envelope) };
        let found = tier(next.tier, &signed, deep);
        open.extend(below(&found, deep));
        tiers.push(found);
    }
    taken_back::mark(&mut tiers, deep);
    let others = others(&tiers, deep);
    Checked { tiers, others }
}

/// The aggregates that the documents of `tier` were made from.
fn below(tier: &Tier, deep: &Deep<'_>) -> Vec<Open> {
    let seen = tier.children.iter().filter_map(|child| child.lower.as_ref()?.seen);
    let open = seen.filter_map(|(envelope, report)| {
        let file = deep.shelf.names(&report).first()?.clone();
        Some(Open { tier: tier.tier + 1, file, report, envelope })
    });
    open.collect()
}

/// Checks one report and what it was made from.
fn tier(number: usize, signed: &Signed<'_>, deep: &Deep<'_>) -> Tier {
    let mut tier = Tier {
        tier: number,
        file: signed.file.as_str().to_owned(),
        sha256: Digest::of(signed.bytes),
        envelope: signed.envelope.map(Digest::of),
        state: State::Unsigned,
        signers: Vec::new(),
        about: None,
        disagreements: Vec::new(),
        sources: Vec::new(),
        children: Vec::new(),
        again: Again::NotRepeated,
        diagnostics: Vec::new(),
    };
    let statement = tier.verify(signed, deep);
    if let Err(defect) = tier.look_into(signed, statement.as_ref(), deep) {
        tier.diagnostics.push(defect);
    }
    tier
}

impl Tier {
    /// Judges the signature and returns what was signed.
    fn verify(&mut self, signed: &Signed<'_>, deep: &Deep<'_>) -> Option<Aggregate> {
        let name = signed.file.as_str();
        let envelope = signed.envelope?;
        let found = deep.shelf.evidence((signed.bytes, Some(envelope)), &[], deep.clocks);
        self.diagnostics.extend(found.diagnostics);
        let terms = Terms { evidence: &found.evidence, ..deep.terms };
        let outcome = verify_file::<Aggregate>(name, signed.bytes, envelope, &terms);
        self.diagnostics.extend(outcome.diagnostics(&signed.file));
        match outcome {
            Outcome::Good(verified) => {
                let signers = verified.signers().iter();
                let names = signers.map(|signer| signer.organisation.name().to_owned());
                (self.state, self.signers) = (State::Good, names.collect());
                Some(verified.predicate().clone())
            }
            Outcome::Bad(_) => {
                self.state = State::Bad;
                None
            }
            Outcome::UnknownKey { .. } => {
                self.state = State::UnknownKey;
                None
            }
        }
    }

    /// Reads the report, compares it with what was signed, and checks what it was made from.
    fn look_into(
        &mut self,
        signed: &Signed<'_>,
        statement: Option<&Aggregate>,
        deep: &Deep<'_>,
    ) -> Result<(), Diagnostic> {
        let report: Box<Report> = input::report(signed.bytes, &signed.file)?;
        let claim = claim(&report, &signed.file, "")?;
        self.disagreements = statement.map_or_else(Vec::new, |said| disagreements(said, &claim));
        let told = self.disagreements.iter().map(|found| found.diagnostic(&signed.file));
        self.diagnostics.extend(told);
        self.about = Some(About {
            as_of: claim.as_of,
            products: claim.products.into_iter().map(|product| product.id).collect(),
            tool: claim.tool,
            inputs: claim.inputs,
        });
        self.sources = sources(&report, &signed.file, deep)?;
        self.children = children(&report, &signed.file, deep)?;
        let is_gone = |state: State| matches!(state, State::Changed | State::Missing);
        let gone = self.sources.iter().any(|source| is_gone(source.state))
            || self.children.iter().any(|child| is_gone(child.state));
        if !gone {
            let (result, told) = again(&report, signed.bytes, &signed.file, deep);
            self.again = result;
            self.diagnostics.extend(told);
        }
        Ok(())
    }
}

/// The documents of the folder of declarations that no tier was made from.
fn others(tiers: &[Tier], deep: &Deep<'_>) -> Vec<String> {
    let children = tiers.iter().flat_map(|tier| &tier.children).map(|child| child.sha256);
    let sources = tiers.iter().flat_map(|tier| &tier.sources).map(|source| source.sha256);
    let reports = tiers.iter().map(|tier| tier.sha256);
    let known: BTreeSet<Digest> = children.chain(sources).chain(reports).collect();
    let told: BTreeSet<&String> = tiers
        .iter()
        .flat_map(|tier| &tier.children)
        .filter_map(|child| child.file.as_ref())
        .collect();
    let is_other = |name: &&String| {
        let digest = deep.shelf.digest(name);
        let is_unknown = digest.is_some_and(|digest| !known.contains(&digest));
        is_document(name) && is_unknown && !told.contains(name)
    };
    let mut others: Vec<String> = deep.named.folder.iter().filter(is_other).cloned().collect();
    others.sort_unstable();
    others
}
