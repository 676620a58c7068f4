//! The documents that a report was made from, checked one by one.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_documents::report::Report;
use unleaded_model::diagnostic::codes::aggregates as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};
use unleaded_trust::{Aggregate, Digest, Known, Outcome, Terms, Tree, verify_statement};

use super::claim::{named, parsed};
use super::shelf::{Other, beside};
use super::taken_back::TakenBack;
use super::tiers::Deep;
use crate::parallel;
use crate::signatures::{self, envelope_in};

/// What a check of an input comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Its signature is bad now.
    Bad,
    /// Something else lies in its place.
    Changed,
    /// It is what it was, and what is signed has a good signature of a trusted key.
    Good,
    /// It was not seen.
    Missing,
    /// It is what it was, and the report counts nothing of it: it was left out, or speaks of no part.
    Seen,
    /// It is what it was, and nobody known signed it.
    UnknownKey,
    /// It is what it was, and nobody signed it.
    Unsigned,
}

impl State {
    /// The word of the result.
    pub fn word(self) -> &'static str {
        match self {
            Self::Bad => "bad",
            Self::Changed => "changed",
            Self::Good => "good",
            Self::Missing => "missing",
            Self::Seen => "seen",
            Self::UnknownKey => "unknown-key",
            Self::Unsigned => "unsigned",
        }
    }

    /// Whether nothing stands against it.
    pub fn is_fine(self) -> bool {
        matches!(self, Self::Good | Self::Seen)
    }
}

/// A document that a report was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Child {
    /// The parts that the report has it speak of, sorted; empty: none.
    pub parts: Vec<String>,
    /// Its SHA-256.
    pub sha256: Digest,
    /// SHA-256 of the envelope of its signature, or of the document that is signed inside; `None`: it was unsigned.
    pub envelope: Option<Digest>,
    /// Whether the report counts it.
    pub counts: Counts,
    /// What the check comes to.
    pub state: State,
    /// Where it is, or what lies in its place; `None`: nothing does.
    pub file: Option<String>,
    /// The organisations that signed it; empty unless good.
    pub signers: Vec<String>,
    /// The aggregate that its signer made it from; `None`: none that is proven.
    pub lower: Option<Lower>,
    /// How its signer has taken it back since; `None`: it holds, or nobody known signed it.
    pub taken_back: Option<TakenBack>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// What tells whether it was taken back; `None`: no trusted key signed it.
    pub(super) known: Option<Known>,
    /// The files with evidence of when it was signed that the report names.
    pub(super) evidence: Vec<Digest>,
}

/// Whether a report counts a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counts {
    /// It is one of its inputs.
    Yes,
    /// It was left out, or speaks of no part of the bill of materials.
    No,
}

/// The aggregate that a declaration was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lower {
    /// What its signer committed to.
    pub tree: Tree,
    /// The envelope of the aggregate, and its report; `None`: they were not seen.
    pub seen: Option<(Digest, Digest)>,
}

/// What a report says of a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Input {
    pub(super) sha256: Digest,
    pub(super) envelope: Option<Digest>,
    pub(super) counts: Counts,
    /// The files with evidence of when it was signed; `None`: the report does not tell.
    pub(super) evidence: Option<Vec<Digest>>,
}

/// Returns the documents that `report` names with the parts that it has them speak of.
pub(super) fn listed(
    report: &Report,
    file: &FileName,
) -> Result<BTreeMap<Input, BTreeSet<String>>, Diagnostic> {
    let mut all: BTreeMap<Input, BTreeSet<String>> = BTreeMap::new();
    for input in &report.inputs.declarations {
        let envelope = input.envelope_sha256.as_ref();
        let envelope =
            envelope.map(|text| parsed(file, "inputs.declarations", text)).transpose()?;
        let counts = if input.left_out.is_none() { Counts::Yes } else { Counts::No };
        let sha256 = parsed(file, "inputs.declarations", &input.sha256)?;
        let evidence = input.evidence_sha256.iter();
        let evidence = evidence.map(|text| parsed(file, "inputs.declarations", text));
        let evidence = Some(evidence.collect::<Result<Vec<Digest>, Diagnostic>>()?);
        let parts = all.entry(Input { sha256, envelope, counts, evidence }).or_default();
        parts.extend((!input.part.is_empty()).then(|| input.part.clone()));
    }
    for sha256 in &report.inputs.unmatched {
        let sha256 = parsed(file, "inputs.unmatched", sha256)?;
        let (envelope, evidence, counts) = (None, None, Counts::No);
        all.entry(Input { sha256, envelope, counts, evidence }).or_default();
    }
    Ok(all)
}

/// Checks every document that `report` names.
pub(super) fn children(
    report: &Report,
    file: &FileName,
    deep: &Deep<'_>,
) -> Result<Vec<Child>, Diagnostic> {
    let listed: Vec<(Input, BTreeSet<String>)> = listed(report, file)?.into_iter().collect();
    let is_there =
        |(input, _): &(Input, BTreeSet<String>)| !deep.shelf.names(&input.sha256).is_empty();
    // Reading what the report does not name takes time; it is asked only what lies in the place of something.
    let others = match listed.iter().all(is_there) {
        true => Vec::new(),
        false => deep.shelf.others(&named(report)),
    };
    let check = |(input, parts): &(Input, BTreeSet<String>)| {
        let child = Child {
            parts: parts.iter().cloned().collect(),
            sha256: input.sha256,
            envelope: input.envelope,
            counts: input.counts,
            state: State::Missing,
            file: None,
            signers: Vec::new(),
            lower: None,
            taken_back: None,
            diagnostics: Vec::new(),
            known: None,
            evidence: input.evidence.clone().unwrap_or_default(),
        };
        child.checked(file, deep, &others)
    };
    Ok(parallel::map(&listed, check, |_| {}))
}

impl Child {
    /// Whether nothing stands against it, and the aggregate that it was made from was seen.
    pub fn is_fine(&self) -> bool {
        let is_whole = self.lower.as_ref().is_none_or(|lower| lower.seen.is_some());
        self.state.is_fine() && self.taken_back.is_none() && is_whole
    }

    fn checked(mut self, report: &FileName, deep: &Deep<'_>, others: &[Other]) -> Self {
        let Some(name) = deep.shelf.names(&self.sha256).first() else {
            return self.gone(report, deep, others);
        };
        let at = FileName::new(name);
        self.file = Some(name.clone());
        let bytes = deep.shelf.read(&self.sha256);
        let Some(digest) = self.envelope else {
            let bytes = bytes.filter(|_| self.counts == Counts::Yes);
            self.state = match bytes {
                Some(bytes) => self.verified((&at, &bytes), None, deep),
                None => State::Seen,
            };
            return self;
        };
        // A redacted copy holds the envelope itself, and what is signed inside is its own.
        let held = match digest == self.sha256 {
            true => bytes.clone(),
            false => bytes.as_deref().and_then(envelope_in),
        };
        let held = held.filter(|held| Digest::of(held) == digest);
        let is_inside = held.is_some();
        let Some((bytes, envelope)) = bytes.zip(held.or_else(|| deep.shelf.read(&digest))) else {
            return self.without_envelope(&digest, report, deep);
        };
        let envelope = Some(envelope.as_slice()).filter(|_| !is_inside);
        self.state = match self.counts {
            Counts::Yes => self.verified((&at, &bytes), envelope, deep),
            Counts::No => State::Seen,
        };
        self
    }

    /// Judges the signature, and of a redacted copy whether it hides no more than it may.
    fn verified(
        &mut self,
        (at, bytes): (&FileName, &[u8]),
        envelope: Option<&[u8]>,
        deep: &Deep<'_>,
    ) -> State {
        let found = deep.shelf.evidence((bytes, envelope), &self.evidence, deep.clocks);
        self.diagnostics.extend(found.diagnostics);
        let terms = Terms { evidence: &found.evidence, ..deep.terms };
        let Some(checked) = signatures::check(at, bytes, envelope, &terms) else {
            return State::Unsigned;
        };
        self.diagnostics.extend(checked.diagnostics);
        match checked.outcome {
            signatures::Outcome::Good => {
                let signers = checked.signers.iter();
                self.signers = signers.map(|s| s.organisation.name().to_owned()).collect();
                if let Some(verified) = &checked.verified {
                    self.lower = self.lower_of(verified.predicate().inputs, at, deep);
                }
                self.known = checked.known;
                State::Good
            }
            signatures::Outcome::Bad => State::Bad,
            // The report has it as unsigned, too.
            signatures::Outcome::NotJudged => State::Unsigned,
            signatures::Outcome::UnknownKey => State::UnknownKey,
        }
    }

    /// The aggregate that the signer committed to.
    fn lower_of(&mut self, tree: Option<Tree>, at: &FileName, deep: &Deep<'_>) -> Option<Lower> {
        let tree = tree?;
        // One leaf is what `sign --made-from` commits to; what more of them are can't be told by a root alone.
        let envelope = deep.shelf.envelope_under(&tree.root).filter(|_| tree.count == 1);
        let seen = envelope.and_then(|envelope| Some((envelope, report_of(envelope, deep)?)));
        if seen.is_none() {
            let missing = Diagnostic::new(codes::AGGREGATE_TIER_MISSING, Place::file(at));
            self.diagnostics.push(missing.with("file", at.as_str()));
        }
        Some(Lower { tree, seen })
    }

    /// The document is not there: perhaps another lies beside its envelope, or speaks of its parts.
    fn gone(mut self, report: &FileName, deep: &Deep<'_>, others: &[Other]) -> Self {
        let envelopes = self.envelope.iter().flat_map(|envelope| deep.shelf.names(envelope));
        let beside = envelopes.filter_map(|name| beside(name));
        let beside = beside.filter_map(|name| Some((name.to_owned(), deep.shelf.digest(name)?)));
        let of_part = |other: &&Other| self.parts.iter().any(|part| other.parts.contains(part));
        let other = beside.into_iter().next().or_else(|| {
            let other = others.iter().find(of_part)?;
            Some((other.file.clone(), other.sha256))
        });
        match other {
            Some((file, found)) => self.changed(file, found, ("document", "文件"), report),
            None => {
                let (what, sha256) = (("document", "文件"), self.sha256);
                self.missing(what, sha256, report)
            }
        }
        self
    }

    /// The document is there and its envelope is not: perhaps another lies beside it.
    fn without_envelope(mut self, envelope: &Digest, report: &FileName, deep: &Deep<'_>) -> Self {
        let what = ("signature", "签名");
        let names = deep.shelf.names(&self.sha256).iter();
        let beside = names.map(|name| format!("{name}{}", unleaded_trust::ENVELOPE_SUFFIX));
        let mut other = beside.filter_map(|name| Some((name.clone(), deep.shelf.digest(&name)?)));
        match other.next() {
            Some((file, found)) => self.changed(file, found, what, report),
            None => self.missing(what, *envelope, report),
        }
        self
    }

    fn changed(&mut self, file: String, found: Digest, what: (&str, &str), report: &FileName) {
        let expected = if what.0 == "document" { Some(self.sha256) } else { self.envelope };
        let expected = expected.unwrap_or(self.sha256).to_string();
        let place = Place::file(&FileName::new(&file));
        let defect = Diagnostic::new(codes::AGGREGATE_INPUT_CHANGED, place)
            .with("file", file.as_str())
            .with("what", what)
            .with("report", report.as_str())
            .with("sha256", expected)
            .with("found", found.to_string());
        self.diagnostics.push(defect);
        (self.state, self.file) = (State::Changed, Some(file));
    }

    fn missing(&mut self, what: (&str, &str), sha256: Digest, report: &FileName) {
        let parts = self.parts.join(", ");
        let parts = match parts.is_empty() {
            true => (String::new(), String::new()),
            false => (format!(", of part {parts}"), format!("（料号 {parts}）")),
        };
        let defect = Diagnostic::new(codes::AGGREGATE_INPUT_MISSING, Place::file(report))
            .with("what", what)
            .with("report", report.as_str())
            .with("sha256", sha256.to_string())
            .with("parts", parts);
        self.diagnostics.push(defect);
        self.state = State::Missing;
    }
}

/// The report that the aggregate in `envelope` is about: what a good signature says, else the file beside it, whose signature then is
/// told to be what it is.
fn report_of(envelope: Digest, deep: &Deep<'_>) -> Option<Digest> {
    let bytes = deep.shelf.read(&envelope)?;
    let found = deep.shelf.evidence((&[], Some(&bytes)), &[], deep.clocks);
    let terms = Terms { evidence: &found.evidence, ..deep.terms };
    if let Outcome::Good(verified) = verify_statement::<Aggregate>(&bytes, &terms) {
        let report = verified.digest();
        return (!deep.shelf.names(&report).is_empty()).then_some(report);
    }
    let names = deep.shelf.names(&envelope).iter();
    names.filter_map(|name| deep.shelf.digest(beside(name)?)).next()
}
