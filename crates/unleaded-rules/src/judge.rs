//! Every place of a part under one rule set.

use std::collections::BTreeMap;

use unleaded_model::amount::{Fraction, FractionRange};
use unleaded_model::declaration::ExemptionClaim;

use crate::composition::{
    Bound, Composition, Content, Disclosed, PartComposition, PlacedMaterial, Says,
};
use crate::exemption::{AppliedExemption, Force, Question, assess, offers};
use crate::lists::{Category, EntryKey, Level, Lists};
use crate::options::Options;
use crate::reason::Reason;
use crate::rule_set::{Kind, RuleEntry, RuleSet};
use crate::value::{PlaceValues, article_values, material_values, worst_of_materials};

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
        self.by_entry
            .get(&position)
            .copied()
            .unwrap_or_default()
            .max(self.otherwise)
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
    let places: Vec<Vec<Vec<Finding>>> = part
        .alternatives
        .iter()
        .map(|alternative| judge.places(alternative, kind))
        .collect();
    let mut judgement = PartJudgement::default();
    for (at, alternative) in part.alternatives.iter().enumerate() {
        for place in &places[at] {
            let mut findings = place.clone();
            for finding in &mut findings {
                if finding.status == PlaceStatus::Over && !over_in_all(finding.entry, &places) {
                    finding.status = PlaceStatus::Unknown;
                    finding.value.low = lowest(finding.entry, &places);
                    finding.exemption = None;
                    finding.reasons.push(Reason::Alternate {
                        maker: alternative.maker.clone(),
                    });
                }
            }
            judgement.add_place(findings);
        }
    }
    judgement
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
        let of_entry = places
            .iter()
            .flatten()
            .filter(|f| f.entry == entry)
            .map(|f| f.value.low);
        of_entry.reduce(Fraction::max).unwrap_or(Fraction::ZERO)
    });
    worst.reduce(Fraction::min).unwrap_or(Fraction::ZERO)
}

/// Returns what a part without any usable declaration is: unknown, under every entry.
pub fn judge_missing() -> PartJudgement {
    let mut judgement = PartJudgement::default();
    judgement.add_place(vec![Finding {
        entry: None,
        status: PlaceStatus::Unknown,
        steps: Vec::new(),
        value: FractionRange::ANYTHING,
        exemption: None,
        document: None,
        reasons: vec![Reason::NoDeclaration],
    }]);
    judgement
}

/// Returns what an undeclared part is that lies inside an assembly with a declaration of the whole. Its materials are
/// among those of the whole, so it adds no place of that level; as an article it may hold as much of an entry as the
/// worst of these materials.
pub fn judge_covered(whole: &PartComposition, judge: &Judge<'_>) -> PartJudgement {
    let mut judgement = PartJudgement::default();
    if judge.rules.level == Level::HomogeneousMaterial {
        return judgement;
    }
    for alternative in &whole.alternatives {
        let values = worst_of_materials(alternative, judge.rules);
        let place = Place {
            steps: &[],
            values,
            contents: Vec::new(),
            claims: Vec::new(),
            document: alternative.document,
            because: vec![Reason::OnlyInWhole],
            contradicted: BTreeMap::new(),
            by_statement: BTreeMap::new(),
        };
        judgement.add_place(judge.place(&place));
    }
    judgement
}

/// One place with all that its findings need.
struct Place<'a> {
    steps: &'a [String],
    values: PlaceValues,
    contents: Vec<&'a Content>,
    claims: Vec<&'a ExemptionClaim>,
    document: usize,
    /// Causes that hold for every finding of the place.
    because: Vec<Reason>,
    /// Entries whose value contradicts a statement, with its list.
    contradicted: BTreeMap<usize, String>,
    /// Entries that are over by statement, with the list.
    by_statement: BTreeMap<usize, String>,
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
        places
            .into_iter()
            .map(|place| (place.steps.to_vec(), place.values))
            .collect()
    }

    /// The findings of each place of one alternative.
    fn places(&self, composition: &Composition, kind: PartKind) -> Vec<Vec<Finding>> {
        self.places_of(composition, kind)
            .iter()
            .map(|place| self.place(place))
            .collect()
    }

    fn places_of<'a>(&self, composition: &'a Composition, kind: PartKind) -> Vec<Place<'a>> {
        let mut places = match (composition.materials.is_empty(), self.rules.level) {
            (true, _) if kind == PartKind::Assembly => Vec::new(),
            (true, _) => vec![self.statement_place(composition)],
            (false, Level::HomogeneousMaterial) => self.material_places(composition),
            (false, Level::Article) => self.article_places(composition, kind),
        };
        self.narrow(&mut places, composition);
        self.add_over_by_statement(&mut places, composition);
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
            inside
                .filter(move |m| m.article == article || article == 0)
                .flat_map(|m| &m.contents)
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
        Place {
            because: vec![Reason::StatementSilent { lists }],
            ..whole_part(composition, &[])
        }
    }

    /// Statements that a threshold is not exceeded narrow every place; a contradiction widens to the hull.
    fn narrow(&self, places: &mut [Place<'_>], composition: &Composition) {
        for (position, bound) in self.bounds(composition, Says::NotOver) {
            for place in places.iter_mut() {
                let value = place.values.of(position);
                let narrowed = if value.low > bound.range.high {
                    place.contradicted.insert(position, bound.list.clone());
                    value.hull(bound.range)
                } else {
                    FractionRange {
                        low: value.low,
                        high: value.high.min(bound.range.high),
                    }
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

    /// A statement that a threshold is exceeded speaks of some place of the part. Where no place surely is, the part
    /// itself is over by statement; where none can be, composition and statement contradict each other.
    fn add_over_by_statement<'a>(&self, places: &mut Vec<Place<'a>>, composition: &'a Composition) {
        let only_statements = composition.materials.is_empty();
        for (position, bound) in self.bounds(composition, Says::Over) {
            let limit = self.rules.entries[position].limit;
            let surely = places.iter().any(|p| p.values.of(position).low > limit);
            if surely {
                continue;
            }
            let possible =
                only_statements || places.iter().any(|p| p.values.of(position).high > limit);
            if !only_statements || places.is_empty() {
                places.push(Place {
                    values: PlaceValues {
                        explicit: BTreeMap::new(),
                        background: Fraction::ZERO,
                    },
                    ..whole_part(composition, &[])
                });
            }
            let Some(place) = places.last_mut() else {
                continue;
            };
            place.claims.extend(&bound.claims);
            place.document = bound.document;
            if possible && bound.range.high > limit {
                place.by_statement.insert(position, bound.list.clone());
                let low = bound.range.low.max(limit);
                place.values.explicit.insert(
                    position,
                    FractionRange {
                        low,
                        high: bound.range.high,
                    },
                );
            } else {
                place.contradicted.insert(position, bound.list.clone());
                let hull = FractionRange {
                    low: Fraction::ZERO,
                    high: bound.range.high.max(Fraction::ONE),
                };
                place.values.explicit.insert(position, hull);
            }
        }
    }

    fn place(&self, place: &Place<'_>) -> Vec<Finding> {
        let common = self.common_cause(place);
        let mut findings = Vec::new();
        for position in self.positions(place) {
            let entry = &self.rules.entries[position];
            let value = place.values.of(position);
            let over = value.low > entry.limit || place.by_statement.contains_key(&position);
            if over && !place.contradicted.contains_key(&position) {
                findings.push(self.over(place, position, entry, value));
            } else if value.high > entry.limit && !(common && place.values.background > entry.limit)
            {
                findings.push(Finding {
                    entry: Some(position),
                    status: PlaceStatus::Unknown,
                    steps: place.steps.to_vec(),
                    value,
                    exemption: None,
                    document: Some(place.document),
                    reasons: self.unknown_reasons(place, position, entry),
                });
            }
        }
        if common {
            findings.push(Finding {
                entry: None,
                status: PlaceStatus::Unknown,
                steps: place.steps.to_vec(),
                value: FractionRange {
                    low: Fraction::ZERO,
                    high: place.values.background,
                },
                exemption: None,
                document: Some(place.document),
                reasons: common_reasons(place),
            });
        }
        findings
    }

    /// Whether what may be anything could by itself put every entry over its limit.
    fn common_cause(&self, place: &Place<'_>) -> bool {
        let background = place.values.background;
        !self.rules.entries.is_empty()
            && self
                .rules
                .entries
                .iter()
                .enumerate()
                .all(|(position, entry)| {
                    background > entry.limit && place.values.of(position).high > entry.limit
                })
    }

    /// The entries that can be over: those of which something is said, and all where enough may be anything.
    fn positions(&self, place: &Place<'_>) -> Vec<usize> {
        if place.values.background > self.rules.smallest_limit() {
            (0..self.rules.entries.len()).collect()
        } else {
            place.values.explicit.keys().copied().collect()
        }
    }

    fn over(
        &self,
        place: &Place<'_>,
        position: usize,
        entry: &RuleEntry,
        value: FractionRange,
    ) -> Finding {
        let mut reasons = match place.by_statement.get(&position) {
            Some(list) => vec![Reason::OverByStatement { list: list.clone() }],
            None => vec![Reason::Over {
                low: value.low,
                limit: entry.limit,
            }],
        };
        let (status, exemption) = match self.rules.law.kind() {
            Kind::Disclosure => (PlaceStatus::Over, None),
            Kind::Restriction => self.exempted(place, entry, value, &mut reasons),
        };
        if place.contents.iter().any(|c| {
            c.members
                .iter()
                .any(|m| m.entry == entry.entry && !m.confirmed)
        }) {
            reasons.push(Reason::Unconfirmed);
        }
        Finding {
            entry: Some(position),
            status,
            steps: place.steps.to_vec(),
            value,
            exemption,
            document: Some(place.document),
            reasons,
        }
    }

    fn exempted(
        &self,
        place: &Place<'_>,
        entry: &RuleEntry,
        value: FractionRange,
        reasons: &mut Vec<Reason>,
    ) -> (PlaceStatus, Option<AppliedExemption>) {
        let mut claims: Vec<&ExemptionClaim> = Vec::new();
        for content in &place.contents {
            if counts_towards(content, &entry.entry) {
                claims.extend(&content.claims);
            }
        }
        claims.extend(&place.claims);
        let question = Question {
            law: self.rules.law,
            key: &entry.key,
            value,
            category: self.category,
            as_of: self.options.as_of,
            steps: place.steps,
        };
        let assessed = assess(&claims, &question, self.lists);
        let Some(best) = assessed.first() else {
            let ids = offers(&question, self.lists);
            if !ids.is_empty() {
                reasons.push(Reason::NotClaimed { ids });
            }
            return (PlaceStatus::Over, None);
        };
        let status = match best.exemption.force {
            Force::InForce => PlaceStatus::ByExemption,
            Force::Undetermined => PlaceStatus::Unknown,
            Force::None => PlaceStatus::Over,
        };
        let decisive = assessed
            .iter()
            .filter(|a| a.exemption.force == best.exemption.force);
        let shown = if status == PlaceStatus::ByExemption {
            1
        } else {
            usize::MAX
        };
        reasons.extend(decisive.take(shown).map(|a| a.reason.clone()));
        (status, Some(best.exemption.clone()))
    }

    fn unknown_reasons(
        &self,
        place: &Place<'_>,
        position: usize,
        entry: &RuleEntry,
    ) -> Vec<Reason> {
        let mut reasons = place.because.clone();
        if let Some(list) = place.contradicted.get(&position) {
            reasons.push(Reason::StatementContradicts { list: list.clone() });
        }
        for content in place
            .contents
            .iter()
            .filter(|c| c.may_hold.contains(&entry.entry))
        {
            let substance = content.name.clone();
            reasons.push(match content.disclosed {
                Disclosed::Class => Reason::ClassMayHold { substance },
                Disclosed::Definite | Disclosed::Nothing => Reason::Suspect { substance },
            });
        }
        if place.values.background > Fraction::ZERO && place.because.is_empty() {
            reasons.push(undisclosed(place));
        }
        reasons
    }
}

/// The place that is the whole part, of which nothing is known yet.
fn whole_part<'a>(composition: &'a Composition, steps: &'a [String]) -> Place<'a> {
    Place {
        steps,
        values: PlaceValues {
            explicit: BTreeMap::new(),
            background: Fraction::ONE,
        },
        contents: Vec::new(),
        claims: composition.claims.iter().collect(),
        document: composition.document,
        because: Vec::new(),
        contradicted: BTreeMap::new(),
        by_statement: BTreeMap::new(),
    }
}

fn counts_towards(content: &Content, entry: &EntryKey) -> bool {
    content.members.iter().any(|m| m.entry == *entry) || content.may_hold.contains(entry)
}

fn common_reasons(place: &Place<'_>) -> Vec<Reason> {
    if place.because.is_empty() {
        vec![undisclosed(place)]
    } else {
        place.because.clone()
    }
}

fn undisclosed(place: &Place<'_>) -> Reason {
    let mut names: Vec<String> = place
        .contents
        .iter()
        .filter(|content| content.disclosed == Disclosed::Nothing)
        .map(|content| content.name.clone())
        .collect();
    names.sort_unstable();
    names.dedup();
    Reason::Undisclosed {
        share: place.values.background,
        names,
    }
}
