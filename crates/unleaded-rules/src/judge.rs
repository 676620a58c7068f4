//! Every place of a part under one rule set.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_model::amount::{Fraction, FractionRange};
use unleaded_model::declaration::Intent;

use crate::composition::{Bound, Composition, Content, PartComposition, PlacedMaterial, Says};
use crate::exemption::AppliedExemption;
use crate::lists::{Category, EntryKey, Level, Lists};
use crate::options::Options;
use crate::reason::Reason;
use crate::rule_set::{Intended, RuleSet};
use crate::value::{
    PlaceValues, article_values, material_values, materials_by_article, worst_of_materials,
};

mod claims;
mod doubts;
mod entries;
mod findings;
mod origin;
mod place;
mod product;
#[cfg(test)]
mod tests;
mod told;

use self::place::{Place, whole_part};

pub use self::claims::{JudgedClaim, foreign_claims};
pub use self::entries::{Known, OpenPlace, OverPlace};
pub use self::origin::{At, Counted, Held, Origin, PlaceAt};
pub use self::place::ValuedPlace;
pub use self::product::{InProduct, Purpose, judge_product, purpose};

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
    /// What the place is; `None`: nothing is known, at any level.
    pub level: Option<Level>,
    /// The steps from the part down to the place; empty: the part itself.
    pub steps: Vec<String>,
    /// The share of the entry in the place.
    pub value: FractionRange,
    /// The exemption that decides, or that was claimed in vain.
    pub exemption: Option<AppliedExemption>,
    /// Exemptions that nobody claims and that might apply.
    pub offers: Vec<AppliedExemption>,
    /// The document that says so; `None`: there is none.
    pub document: Option<usize>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// Where its figures come from; `None`: from no composition of the part itself.
    pub at: Option<At>,
}

impl Finding {
    /// Nothing is known of any entry.
    pub(crate) fn unknown() -> Self {
        Self {
            entry: None,
            status: PlaceStatus::Unknown,
            level: None,
            steps: Vec::new(),
            value: FractionRange::ANYTHING,
            exemption: None,
            offers: Vec::new(),
            document: None,
            reasons: Vec::new(),
            at: None,
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
    /// What became of the exemptions that its documents claim.
    pub claims: Vec<JudgedClaim>,
    /// The statements without which something would not be within: the list as its document names it, and the document.
    pub rests_on: BTreeSet<(String, usize)>,
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
        self.claims.extend(other.claims);
        self.rests_on.extend(other.rests_on);
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
    /// It has children, and what is declared of it stands beside them (a glue, a coating): it is no article itself.
    Adds,
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
    /// What the part is used for, as far as that is told: rules for other applications are not for it.
    pub applications: &'a [String],
    /// The options.
    pub options: &'a Options,
}

/// Returns what a part of that composition is. Where makers differ, what is over for one of them only is unknown.
pub fn judge(part: &PartComposition, kind: PartKind, judge: &Judge<'_>) -> PartJudgement {
    let mut judgement = PartJudgement::default();
    let mut places: Vec<Vec<Vec<Finding>>> = Vec::new();
    for alternative in &part.alternatives {
        let found = judge.places(alternative, kind);
        judgement.claims.extend(judge.claims(&found, alternative));
        judgement.rests_on.extend(found.iter().flat_map(|(place, _)| place.rests_on()));
        places.push(found.into_iter().map(|(_, findings)| findings).collect());
    }
    let worst: Vec<WorstPlaces> = places.iter().map(|places| worst_places(places)).collect();
    for ((at, alternative), places) in part.alternatives.iter().enumerate().zip(places) {
        for mut findings in places {
            for finding in &mut findings {
                if finding.status == PlaceStatus::Over && !over_in_all(finding.entry, &worst) {
                    finding.status = PlaceStatus::Unknown;
                    finding.value.low = lowest(finding.entry, &worst);
                    finding.exemption = None;
                    finding.reasons.push(other_alternative(part, alternative));
                }
                if let Some(origin) = &mut finding.at {
                    origin.alternative = at;
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
    let mut others = part.alternatives.iter();
    if others.any(|other| other.maker != *maker) {
        return Reason::Alternate { maker: maker.clone() };
    }
    match part.alternatives.iter().all(|other| other.document == alternative.document) {
        true => Reason::ClaimNotDated,
        false => Reason::OtherDocument,
    }
}

/// What the worst place of an alternative is under an entry: whether it is over, and how much some place surely holds.
type WorstPlaces = BTreeMap<Option<usize>, (PlaceStatus, Fraction)>;

fn worst_places(places: &[Vec<Finding>]) -> WorstPlaces {
    let mut worst = WorstPlaces::new();
    for finding in places.iter().flatten() {
        let known = worst.entry(finding.entry).or_insert((finding.status, finding.value.low));
        *known = (finding.status.max(known.0), finding.value.low.max(known.1));
    }
    worst
}

/// Whether every alternative has a place that is over for the entry.
fn over_in_all(entry: Option<usize>, alternatives: &[WorstPlaces]) -> bool {
    let mut worst = alternatives.iter().map(|worst| worst.get(&entry));
    worst.all(|worst| worst.is_some_and(|(status, _)| *status == PlaceStatus::Over))
}

/// The least that the worst place of an alternative holds.
fn lowest(entry: Option<usize>, alternatives: &[WorstPlaces]) -> Fraction {
    let of_entry = |worst: &WorstPlaces| worst.get(&entry).map_or(Fraction::ZERO, |(_, low)| *low);
    alternatives.iter().map(of_entry).reduce(Fraction::min).unwrap_or(Fraction::ZERO)
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
    for (alternative, level) in each_level(whole, judge.rules) {
        let counted = level == Level::HomogeneousMaterial && !alternative.materials.is_empty();
        if counted && covered == Covered::InProduct || level == Level::Product {
            continue;
        }
        let mut place = Place {
            values: worst_of_materials(alternative, judge.rules),
            because: vec![Reason::OnlyInWhole],
            ..whole_part(alternative, &[], Some(level))
        };
        judge.narrow(std::slice::from_mut(&mut place), alternative);
        judgement.rests_on.extend(place.rests_on());
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
    for (alternative, level) in each_level(whole, judge.rules) {
        if !matches!(level, Level::Article | Level::ProductPart) {
            continue;
        }
        let worst = worst_of_materials(alternative, judge.rules);
        let positions = entries.iter().filter_map(|entry| judge.rules.position(entry));
        let explicit = positions.map(|at| (at, FractionRange::up_to(worst.of(at).high)));
        let place = Place {
            values: PlaceValues { explicit: explicit.collect(), background: Fraction::ZERO },
            because: vec![Reason::NotInChildren],
            ..whole_part(alternative, &[], Some(level))
        };
        let findings = judge.place(&place);
        if !findings.is_empty() {
            judgement.add_place(findings);
        }
    }
    judgement
}

/// What is known of a whole, under each level of the rules.
fn each_level<'a>(
    whole: &'a PartComposition,
    rules: &'a RuleSet,
) -> impl Iterator<Item = (&'a Composition, Level)> {
    whole.alternatives.iter().flat_map(|a| rules.levels.iter().map(move |level| (a, *level)))
}

impl Judge<'_> {
    /// Returns the values of each place of one alternative, statements taken into account. Places of assemblies that say
    /// nothing of their own are left out.
    pub fn values(&self, composition: &Composition, kind: PartKind) -> Vec<ValuedPlace> {
        let places = self.places_of(composition, kind);
        let valued = |place: Place<'_>| ValuedPlace {
            level: place.level,
            steps: place.steps.to_vec(),
            values: place.values,
        };
        places.into_iter().map(valued).collect()
    }

    /// Each place of one alternative with its findings.
    fn places<'a>(
        &self,
        composition: &'a Composition,
        kind: PartKind,
    ) -> Vec<(Place<'a>, Vec<Finding>)> {
        let places = self.places_of(composition, kind).into_iter();
        places
            .map(|place| {
                let findings = self.place(&place);
                (place, findings)
            })
            .collect()
    }

    fn places_of<'a>(&self, composition: &'a Composition, kind: PartKind) -> Vec<Place<'a>> {
        let at_level = |level: &Level| match (composition.materials.is_empty(), level) {
            (true, _) if kind == PartKind::Assembly => Vec::new(),
            (_, Level::Product) => Vec::new(),
            (true, level) => vec![self.statement_place(composition, *level)],
            (false, Level::HomogeneousMaterial) => self.material_places(composition),
            (false, Level::Article) => self.article_places(composition, kind),
            (false, Level::ProductPart) => self.part_place(composition, kind),
        };
        let mut places: Vec<Place<'a>> = self.rules.levels.iter().flat_map(at_level).collect();
        self.narrow(&mut places, composition);
        self.add_told_over(&mut places, composition);
        self.join_claims(&mut places, composition);
        self.add_doubts(&mut places, composition);
        places
    }

    fn material_places<'a>(&self, composition: &'a Composition) -> Vec<Place<'a>> {
        let place = |(at, material): (usize, &'a PlacedMaterial)| Place {
            at: Some(At::place(PlaceAt::Material(at))),
            values: material_values(material, self.rules),
            contents: material.contents.iter().collect(),
            claims: material.claims.iter().chain(&composition.claims).collect(),
            ..whole_part(composition, &material.steps, Some(Level::HomogeneousMaterial))
        };
        composition.materials.iter().enumerate().map(place).collect()
    }

    fn article_places<'a>(&self, composition: &'a Composition, kind: PartKind) -> Vec<Place<'a>> {
        let first = usize::from(kind != PartKind::Leaf);
        let inside = materials_by_article(composition);
        let articles = inside.iter().enumerate().skip(first);
        let place = |article| self.article_place(composition, article, Level::Article);
        articles.map(|(at, inside)| place((at, inside.as_slice()))).collect()
    }

    /// The part as it is supplied; an assembly is none.
    fn part_place<'a>(&self, composition: &'a Composition, kind: PartKind) -> Vec<Place<'a>> {
        match kind {
            PartKind::Adds | PartKind::Assembly => Vec::new(),
            PartKind::Leaf => {
                let inside = &materials_by_article(composition)[0];
                vec![self.article_place(composition, (0, inside), Level::ProductPart)]
            }
        }
    }

    fn article_place<'a>(
        &self,
        composition: &'a Composition,
        (at, inside): (usize, &[&'a PlacedMaterial]),
        level: Level,
    ) -> Place<'a> {
        let article = &composition.articles[at];
        Place {
            at: Some(At::place(PlaceAt::Article(at))),
            values: article_values(article.mass, inside, self.rules),
            contents: inside.iter().flat_map(|m| &m.contents).collect(),
            ..whole_part(composition, &article.steps, Some(level))
        }
    }

    /// The one place of a part of which only statements are known.
    fn statement_place<'a>(&self, composition: &'a Composition, level: Level) -> Place<'a> {
        let mut lists: Vec<String> = composition.bounds.iter().map(|b| b.list.clone()).collect();
        lists.sort_unstable();
        lists.dedup();
        let because = vec![Reason::StatementSilent { lists }];
        let at = Some(At::STATEMENTS);
        Place { at, because, ..whole_part(composition, &[], Some(level)) }
    }

    /// Statements that a threshold is not exceeded narrow every place; a contradiction widens to the hull.
    fn narrow<'a>(&self, places: &mut [Place<'a>], composition: &'a Composition) {
        for (position, bound) in self.bounds(composition, Says::NotOver) {
            let is_meant = |place: &&mut Place<'_>| place.is_at(bound.level);
            for place in places.iter_mut().filter(is_meant) {
                place.not_over.insert(position);
                let limit = self.limit(place, position);
                let value = place.values.of(position);
                let narrowed = if value.low > bound.range.high {
                    let list = bound.list.clone();
                    place.doubt.insert(position, Reason::StatementContradicts { list });
                    value.hull(bound.range)
                } else {
                    if value.high > limit && bound.range.high <= limit {
                        place.narrowed_by.insert(position, bound);
                    }
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
            .filter(move |bound| bound.says == says)
            .filter_map(|bound| Some((self.rules.position(&bound.entry)?, bound)))
            .filter(|(position, bound)| self.rules.entries[*position].is_bounded_by(bound))
    }

    /// The largest share of an entry that surely is within at a place. Where it may be there on purpose, that is none.
    fn limit(&self, place: &Place<'_>, position: usize) -> Fraction {
        let entry = &self.rules.entries[position];
        let counts = |c: &&Content| entry.is_of(c) || entry.may_be_of(c);
        let is_free = match entry.intended {
            Intended::AsAll => true,
            Intended::Over => {
                let mut counting = place.contents.iter().copied().filter(counts);
                let is_impurity = counting.all(|content| content.intent == Intent::Impurity);
                let is_closed = place.values.background.is_zero() && !place.contents.is_empty();
                is_impurity && (is_closed || place.not_over.contains(&position))
            }
        };
        if is_free { entry.limit } else { Fraction::ZERO }
    }

    /// Whether some of an entry surely is at a place, and not as an impurity, where that alone is over.
    fn is_on_purpose(&self, place: &Place<'_>, position: usize) -> bool {
        let entry = &self.rules.entries[position];
        entry.intended == Intended::Over
            && place
                .contents
                .iter()
                .any(|c| c.intent != Intent::Impurity && !c.share.low.is_zero() && entry.is_of(c))
    }
}
