//! From the judgements of parts to the verdict on a product.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::exemption::AppliedExemption;
use crate::judge::{Finding, JudgedClaim, PartJudgement, PlaceStatus};
use crate::lists::Gap;
use crate::reason::Reason;
use crate::rule_set::{Kind, Members, RuleEntry, RuleSet};

/// The status of a product, or of a place, under a rule set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nothing is over a limit.
    Compliant,
    /// What is over a limit is exempted.
    CompliantByExemption,
    /// Nothing that must be told is over its limit.
    NothingToDeclare,
    /// It can't be told.
    Unknown,
    /// Something that must be told is over its limit.
    Declare,
    /// Something is over a limit that forbids it.
    NonCompliant,
}

impl Status {
    /// The word of the report.
    pub fn word(self) -> &'static str {
        match self {
            Self::Compliant => "compliant",
            Self::CompliantByExemption => "compliant-by-exemption",
            Self::NothingToDeclare => "nothing-to-declare",
            Self::Unknown => "unknown",
            Self::Declare => "declare",
            Self::NonCompliant => "non-compliant",
        }
    }

    /// Returns what a place's status is called under a law of that kind.
    pub fn of(status: PlaceStatus, kind: Kind) -> Self {
        match (status, kind) {
            (PlaceStatus::Within, Kind::Restriction) => Self::Compliant,
            (PlaceStatus::ByExemption, Kind::Restriction) => Self::CompliantByExemption,
            (PlaceStatus::Over, Kind::Restriction) => Self::NonCompliant,
            (PlaceStatus::Within | PlaceStatus::ByExemption, Kind::Disclosure) => {
                Self::NothingToDeclare
            }
            (PlaceStatus::Over, Kind::Disclosure) => Self::Declare,
            (PlaceStatus::Unknown, _) => Self::Unknown,
        }
    }

    /// Every status that a law of that kind has, from best to worst.
    pub fn all(kind: Kind) -> &'static [Self] {
        match kind {
            Kind::Restriction => {
                &[Self::Compliant, Self::CompliantByExemption, Self::Unknown, Self::NonCompliant]
            }
            Kind::Disclosure => &[Self::NothingToDeclare, Self::Unknown, Self::Declare],
        }
    }
}

/// How many places have which status; every status of the kind is there, also with 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts(pub Vec<(Status, u64)>);

/// A finding with the whole path to its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedFinding<P> {
    /// The part whose place it is; `None`: there is no part at all.
    pub part: Option<P>,
    /// From the product to the place judged.
    pub path: Vec<String>,
    /// The finding.
    pub finding: Finding,
}

/// A claimed exemption with the whole path to its first place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedClaim {
    /// From the product to the part whose document claims it.
    pub part: Vec<String>,
    /// What became of it.
    pub claim: JudgedClaim,
}

impl<P> PlacedFinding<P> {
    /// The item number of the part that the place is in; empty: the product has none.
    pub fn part(&self) -> &str {
        let above = self.path.len().saturating_sub(self.finding.steps.len() + 1);
        self.path.get(above).map_or("", String::as_str)
    }
}

/// What a product is under a rule set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict<P> {
    /// The status.
    pub status: Status,
    /// The places by status.
    pub counts: Counts,
    /// What is not plainly within the limit.
    pub findings: Vec<PlacedFinding<P>>,
    /// The worst status under each entry, by its position.
    pub by_entry: Vec<PlaceStatus>,
    /// The exemptions that compliance rests on.
    pub exemptions: BTreeSet<AppliedExemption>,
    /// When the first of them ends; `None`: there are none, or no end is known.
    pub earliest_expiry: Option<Date>,
    /// What became of the exemptions that the documents of its parts claim.
    pub claims: Vec<PlacedClaim>,
    /// The statements without which something would not be within its limit: the list as the document names it, the
    /// document, and how many parts rest on it.
    pub statements: BTreeMap<(String, usize), u64>,
}

/// Why a law says nothing of any product, as far as the data goes: it is then not complied with but unknown.
fn not_for(rules: &RuleSet, as_of: Date, applications: &[String]) -> Option<Reason> {
    if let Some(Gap::NotKnown(day)) = rules.gap {
        return Some(Reason::NotKnownThen { day });
    }
    if rules.entries.is_empty() {
        return Some(Reason::NoRules { date: as_of });
    }
    // What a product is used for decides whether some laws are for it, and nobody has said.
    let is_for_any = rules.entries.iter().any(|entry| entry.is_for(applications));
    (!is_for_any).then(|| Reason::ApplicationNotTold { applications: rules.applications() })
}

/// The rules for the product of which no table holds what substances they cover, by their positions.
fn not_held(rules: &RuleSet, applications: &[String]) -> Vec<usize> {
    let is_open =
        |entry: &RuleEntry| entry.members == Members::NotHeld && entry.is_for(applications);
    let entries = rules.entries.iter().enumerate();
    entries.filter(|(_, entry)| is_open(entry)).map(|(position, _)| position).collect()
}

/// Why a product in which nothing of the rules at `open` is found may hold it; `None`: there are no such rules.
fn members_not_held(rules: &RuleSet, open: &[usize]) -> Option<Reason> {
    let keys: Vec<&str> = open.iter().map(|at| rules.entries[*at].key.as_str()).collect();
    let en = "which substances these entries cover is not held, so that none can be ruled out";
    let zh = "未收录以下各项涵盖哪些物质，因此不能排除其存在";
    (!keys.is_empty()).then(|| Reason::OfRule {
        en: format!("{en}: {}", keys.join(", ")),
        zh: format!("{zh}：{}", keys.join("、")),
    })
}

/// Returns the verdict on a product from its parts: each distinct part with its judgement. `path_to` gives the way
/// from the product to a part, the product first; it is asked only about parts with findings or claims. The applications
/// are those of the product and of all in it.
pub fn combine<'a, P: Copy>(
    rules: &RuleSet,
    (as_of, applications): (Date, &BTreeSet<String>),
    parts: impl IntoIterator<Item = (P, &'a PartJudgement)>,
    path_to: impl Fn(P) -> Vec<String>,
) -> Verdict<P> {
    let kind = rules.kind;
    let mut places: BTreeMap<PlaceStatus, u64> = BTreeMap::new();
    let mut by_entry = vec![PlaceStatus::Within; rules.entries.len()];
    let (mut findings, mut claims, mut statements) = (Vec::new(), Vec::new(), BTreeMap::new());
    let mut first = None;
    for (part, judgement) in parts {
        first = first.or(Some(part));
        for statement in &judgement.rests_on {
            *statements.entry(statement.clone()).or_default() += 1;
        }
        for (status, count) in &judgement.places {
            *places.entry(*status).or_default() += count;
        }
        for (position, status) in by_entry.iter_mut().enumerate() {
            *status = (*status).max(judgement.of(position));
        }
        if judgement.findings.is_empty() && judgement.claims.is_empty() {
            continue;
        }
        let path = path_to(part);
        for finding in &judgement.findings {
            let path = path.iter().chain(&finding.steps).cloned().collect();
            findings.push(PlacedFinding { part: Some(part), path, finding: finding.clone() });
        }
        let placed = |claim: &JudgedClaim| PlacedClaim { part: path.clone(), claim: claim.clone() };
        claims.extend(judgement.claims.iter().map(placed));
    }
    let applications: Vec<String> = applications.iter().cloned().collect();
    let open = not_held(rules, &applications);
    for position in &open {
        by_entry[*position] = by_entry[*position].max(PlaceStatus::Unknown);
    }
    let why = not_for(rules, as_of, &applications).or_else(|| members_not_held(rules, &open));
    if let Some(reason) = why {
        *places.entry(PlaceStatus::Unknown).or_default() += 1;
        let path = first.map(path_to).unwrap_or_default();
        let finding = Finding { reasons: vec![reason], ..Finding::unknown() };
        findings.push(PlacedFinding { part: first, path, finding });
    }
    // A restriction is unknown rather than exempted, a disclosure to be declared rather than unknown: the order of
    // `PlaceStatus` says both.
    let worst = places.last_key_value().map(|(status, _)| *status).unwrap_or_default();
    let counts = Status::all(kind).iter().map(|status| {
        let of_status = places.iter().filter(|(place, _)| Status::of(**place, kind) == *status);
        (*status, of_status.map(|(_, count)| count).sum())
    });
    let exemptions: BTreeSet<AppliedExemption> = findings
        .iter()
        .filter(|f| f.finding.status == PlaceStatus::ByExemption)
        .filter_map(|f| f.finding.exemption.clone())
        .collect();
    Verdict {
        status: Status::of(worst, kind),
        counts: Counts(counts.collect()),
        earliest_expiry: exemptions.iter().filter_map(|e| e.expires).min(),
        exemptions,
        findings,
        by_entry,
        claims,
        statements,
    }
}
