//! Every place of a part under one rule set.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_model::amount::{Fraction, FractionRange};
use unleaded_model::declaration::ExemptionClaim;

use crate::composition::{Bound, Composition, Content, PartComposition, PlacedMaterial, Says};
use crate::exemption::AppliedExemption;
use crate::lists::{Category, EntryKey, Level, Lists};
use crate::options::Options;
use crate::reason::Reason;
use crate::rule_set::RuleSet;
use crate::value::{PlaceValues, article_values, material_values, worst_of_materials};

mod doubts;
mod entries;
mod findings;
mod told;

pub use self::entries::{Known, OpenPlace, OverPlace};

/// What a place is under one entry, or a part under the worst of its places. Ordered from best to worst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceStatus {
    /// At most the limit.
    #[default]
    Within,
    /// Over the limit, and an exemption covers it.
    ByExemption,
    /// It can't be told.
    Unknown,
    /// Over the limit.
    Over,
}

/// What is remarkable about one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The position of the entry in the rule set; `None`: every entry, for one common cause.
    pub entry: Option<usize>,
    /// What the place is under the entry.
    pub status: PlaceStatus,
    /// The steps from the part down to the place; empty: the part itself.
    pub steps: Vec<String>,
    /// The share of the entry in the place.
    pub value: FractionRange,
    /// The exemption that decides, or that was claimed in vain.
    pub exemption: Option<AppliedExemption>,
    /// The document that says so; `None`: there is none.
    pub document: Option<usize>,
    /// Why.
    pub reasons: Vec<Reason>,
}

impl Finding {
    /// Nothing is known of any entry.
    pub(crate) fn unknown() -> Self {
        Self {
            entry: None,
            status: PlaceStatus::Unknown,
            steps: Vec::new(),
            value: FractionRange::ANYTHING,
            exemption: None,
            document: None,
            reasons: Vec::new(),
        }
    }
}

/// What a part is under one rule set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartJudgement {
    /// What is not plainly within, place by place.
    pub findings: Vec<Finding>,
    /// How many places are what, each by its worst entry.
    pub places: BTreeMap<PlaceStatus, u64>,
    /// The status under every entry that `by_entry` does not name.
    pub otherwise: PlaceStatus,
    /// The worst status under an entry, by its position.
    pub by_entry: BTreeMap<usize, PlaceStatus>,
}

impl PartJudgement {
    /// Returns the worst status of the part under the entry at `position`.
    pub fn of(&self, position: usize) -> PlaceStatus {
        self.by_entry.get(&position).copied().unwrap_or_default().max(self.otherwise)
    }

    /// What both say: the places of either, the worse status of each entry.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        for (status, count) in other.places {
            *self.places.entry(status).or_default() += count;
        }
        for (position, other) in other.by_entry {
            let status = self.by_entry.entry(position).or_default();
            *status = (*status).max(other);
        }
        self.otherwise = self.otherwise.max(other.otherwise);
        self.findings.extend(other.findings);
        self
    }

    fn add_place(&mut self, findings: Vec<Finding>) {
        let worst = findings.iter().map(|f| f.status).max().unwrap_or_default();
        *self.places.entry(worst).or_default() += 1;
        for finding in &findings {
            match finding.entry {
                Some(at) => {
                    let status = self.by_entry.entry(at).or_default();
                    *status = (*status).max(finding.status);
                }
                None => self.otherwise = self.otherwise.max(finding.status),
            }
        }
        self.findings.extend(findings);
    }
}

/// What a part is in the bill of materials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// It has children: it is no article itself.
    Assembly,
    /// It has none.
    Leaf,
}

/// What a judgement needs beside the part.
#[derive(Clone, Copy, Debug)]
pub struct Judge<'a> {
    /// The rules.
    pub rules: &'a RuleSet,
    /// The lists, for exemptions.
    pub lists: &'a Lists,
    /// The category of the product.
    pub category: Category,
    /// The options.
    pub options: &'a Options,
}

/// Returns what a part of that composition is. Where makers differ, what is over for one of them only is unknown.
pub fn judge(part: &PartComposition, kind: PartKind, judge: &Judge<'_>) -> PartJudgement {
    let places: Vec<Vec<Vec<Finding>>> =
        part.alternatives.iter().map(|alternative| judge.places(alternative, kind)).collect();
    let mut judgement = PartJudgement::default();
    for (at, alternative) in part.alternatives.iter().enumerate() {
        for place in &places[at] {
            let mut findings = place.clone();
            for finding in &mut findings {
                if finding.status == PlaceStatus::Over && !over_in_all(finding.entry, &places) {
                    finding.status = PlaceStatus::Unknown;
                    finding.value.low = lowest(finding.entry, &places);
                    finding.exemption = None;
                    finding.reasons.push(other_alternative(part, alternative));
                }
            }
            judgement.add_place(findings);
        }
    }
    judgement
}

/// Why what is over in `alternative` alone is not over.
fn other_alternative(part: &PartComposition, alternative: &Composition) -> Reason {
    let maker = &alternative.maker;
    match part.alternatives.iter().all(|other| other.maker == *maker) {
        true => Reason::OtherDocument,
        false => Reason::Alternate { maker: maker.clone() },
    }
}

/// Whether every alternative has a place that is over for the entry.
fn over_in_all(entry: Option<usize>, alternatives: &[Vec<Vec<Finding>>]) -> bool {
    alternatives.iter().all(|places| {
        let mut findings = places.iter().flatten();
        findings.any(|f| f.entry == entry && f.status == PlaceStatus::Over)
    })
}

/// The least that the worst place of an alternative holds.
fn lowest(entry: Option<usize>, alternatives: &[Vec<Vec<Finding>>]) -> Fraction {
    let worst = alternatives.iter().map(|places| {
        let of_entry = places.iter().flatten().filter(|f| f.entry == entry).map(|f| f.value.low);
        of_entry.reduce(Fraction::max).unwrap_or(Fraction::ZERO)
    });
    worst.reduce(Fraction::min).unwrap_or(Fraction::ZERO)
}

/// Returns what a part without any usable declaration is: unknown, under every entry.
pub fn judge_missing() -> PartJudgement {
    let mut judgement = PartJudgement::default();
    let reasons = vec![Reason::NoDeclaration];
    judgement.add_place(vec![Finding { reasons, ..Finding::unknown() }]);
    judgement
}

/// What an undeclared part inside a declared whole is judged for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covered {
    /// For itself: it may hold as much of an entry as the worst material of the whole.
    Alone,
    /// For the product, whose places already include the materials of the whole.
    InProduct,
}

/// Returns what an undeclared part is that lies inside an assembly with a declaration of the whole. As an article, or
/// where of the whole only statements are known, it may hold as much of an entry as the whole leaves open.
pub fn judge_covered(
    whole: &PartComposition,
    covered: Covered,
    judge: &Judge<'_>,
) -> PartJudgement {
    let mut judgement = PartJudgement::default();
    for alternative in &whole.alternatives {
        let counted =
            judge.rules.level == Level::HomogeneousMaterial && !alternative.materials.is_empty();
        if counted && covered == Covered::InProduct {
            continue;
        }
        let mut place = Place {
            values: worst_of_materials(alternative, judge.rules),
            because: vec![Reason::OnlyInWhole],
            ..whole_part(alternative, &[])
        };
        judge.narrow(std::slice::from_mut(&mut place), alternative);
        judgement.add_place(judge.place(&place));
    }
    judgement
}

/// Returns what an assembly is for the `entries` of which its declaration of the whole holds more than its children account
/// for. The rest is in some article inside it, whose share may be that of the worst material of the whole. Materials
/// are places of their own, and are judged as such.
pub fn judge_unaccounted(
    whole: &PartComposition,
    entries: &BTreeSet<EntryKey>,
    judge: &Judge<'_>,
) -> PartJudgement {
    let mut judgement = PartJudgement::default();
    if judge.rules.level != Level::Article {
        return judgement;
    }
    for alternative in &whole.alternatives {
        let worst = worst_of_materials(alternative, judge.rules);
        let positions = entries.iter().filter_map(|entry| judge.rules.positions.get(entry));
        let explicit = positions.map(|at| (*at, FractionRange::up_to(worst.of(*at).high)));
        let place = Place {
            values: PlaceValues { explicit: explicit.collect(), background: Fraction::ZERO },
            because: vec![Reason::NotInChildren],
            ..whole_part(alternative, &[])
        };
        let findings = judge.place(&place);
        if !findings.is_empty() {
            judgement.add_place(findings);
        }
    }
    judgement
}

/// One place with all that its findings need.
struct Place<'a> {
    steps: &'a [String],
    values: PlaceValues,
    contents: Vec<&'a Content>,
    claims: Vec<&'a ExemptionClaim>,
    document: Option<usize>,
    /// Causes that hold for every finding of the place.
    because: Vec<Reason>,
    /// Entries of which what is known contradicts itself.
    doubt: BTreeMap<usize, Reason>,
    /// Entries that are over by statement, with the list.
    by_statement: BTreeMap<usize, String>,
    /// Entries that exemptions are claimed for without telling the place.
    claimed_apart: BTreeMap<usize, Reason>,
    /// Exemptions claimed with statements, by the entry that the statement speaks of: they cover no other.
    claims_on: BTreeMap<usize, &'a [ExemptionClaim]>,
}

impl Judge<'_> {
    /// Returns the values of each place of one alternative, statements taken into account: the steps from the part down
    /// to the place, and its shares. Places of assemblies that say nothing of their own are left out.
    pub fn values(
        &self,
        composition: &Composition,
        kind: PartKind,
    ) -> Vec<(Vec<String>, PlaceValues)> {
        let places = self.places_of(composition, kind);
        places.into_iter().map(|place| (place.steps.to_vec(), place.values)).collect()
    }

    /// The findings of each place of one alternative.
    fn places(&self, composition: &Composition, kind: PartKind) -> Vec<Vec<Finding>> {
        self.places_of(composition, kind).iter().map(|place| self.place(place)).collect()
    }

    fn places_of<'a>(&self, composition: &'a Composition, kind: PartKind) -> Vec<Place<'a>> {
        let mut places = match (composition.materials.is_empty(), self.rules.level) {
            (true, _) if kind == PartKind::Assembly => Vec::new(),
            (true, _) => vec![self.statement_place(composition)],
            (false, Level::HomogeneousMaterial) => self.material_places(composition),
            (false, Level::Article) => self.article_places(composition, kind),
        };
        self.narrow(&mut places, composition);
        self.add_told_over(&mut places, composition);
        self.join_claims(&mut places, composition);
        self.add_doubts(&mut places, composition);
        places
    }

    fn material_places<'a>(&self, composition: &'a Composition) -> Vec<Place<'a>> {
        let place = |material: &'a PlacedMaterial| Place {
            values: material_values(material, self.rules),
            contents: material.contents.iter().collect(),
            claims: material.claims.iter().chain(&composition.claims).collect(),
            ..whole_part(composition, &material.steps)
        };
        composition.materials.iter().map(place).collect()
    }

    fn article_places<'a>(&self, composition: &'a Composition, kind: PartKind) -> Vec<Place<'a>> {
        let first = usize::from(kind == PartKind::Assembly);
        let contents = |article: usize| {
            let inside = composition.materials.iter();
            inside.filter(move |m| m.article == article || article == 0).flat_map(|m| &m.contents)
        };
        (first..composition.articles.len())
            .map(|article| Place {
                values: article_values(composition, article, self.rules),
                contents: contents(article).collect(),
                ..whole_part(composition, &composition.articles[article].steps)
            })
            .collect()
    }

    /// The one place of a part of which only statements are known.
    fn statement_place<'a>(&self, composition: &'a Composition) -> Place<'a> {
        let mut lists: Vec<String> = composition.bounds.iter().map(|b| b.list.clone()).collect();
        lists.sort_unstable();
        lists.dedup();
        Place { because: vec![Reason::StatementSilent { lists }], ..whole_part(composition, &[]) }
    }

    /// Statements that a threshold is not exceeded narrow every place; a contradiction widens to the hull.
    fn narrow(&self, places: &mut [Place<'_>], composition: &Composition) {
        for (position, bound) in self.bounds(composition, Says::NotOver) {
            for place in places.iter_mut() {
                let value = place.values.of(position);
                let narrowed = if value.low > bound.range.high {
                    let list = bound.list.clone();
                    place.doubt.insert(position, Reason::StatementContradicts { list });
                    value.hull(bound.range)
                } else {
                    FractionRange { low: value.low, high: value.high.min(bound.range.high) }
                };
                place.values.explicit.insert(position, narrowed);
            }
        }
    }

    fn bounds<'c>(
        &self,
        composition: &'c Composition,
        says: Says,
    ) -> impl Iterator<Item = (usize, &'c Bound)> {
        composition
            .bounds
            .iter()
            .filter(move |bound| bound.says == says && bound.level == self.rules.level)
            .filter_map(|bound| Some((*self.rules.positions.get(&bound.entry)?, bound)))
    }
}

/// The place that is the whole part, of which nothing is known yet.
fn whole_part<'a>(composition: &'a Composition, steps: &'a [String]) -> Place<'a> {
    Place {
        steps,
        values: PlaceValues { explicit: BTreeMap::new(), background: Fraction::ONE },
        contents: Vec::new(),
        claims: composition.claims.iter().collect(),
        document: composition.document,
        because: Vec::new(),
        doubt: BTreeMap::new(),
        by_statement: BTreeMap::new(),
        claimed_apart: BTreeMap::new(),
        claims_on: BTreeMap::new(),
    }
}
