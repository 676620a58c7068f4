//! Where the figures of a finding come from: what of a place counts towards the entry, and what statements say of it.

use unleaded_model::amount::{FractionRange, MassRange};

use super::{Finding, Judge};
use crate::composition::{
    Bound, Composition, Content, Disclosed, PartComposition, PlacedMaterial, Says, Told,
};
use crate::rule_set::RuleEntry;
use crate::value::{counted, materials_inside, scaled};

/// The place of a finding among what is known of its part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// Which of the part's alternatives.
    pub alternative: usize,
    /// The place of that alternative; `None`: the part itself, of which only statements are known.
    pub place: Option<PlaceAt>,
}

impl At {
    /// The part itself, of which only statements are known.
    pub(super) const STATEMENTS: Self = Self { alternative: 0, place: None };

    pub(super) fn place(place: PlaceAt) -> Self {
        Self { alternative: 0, place: Some(place) }
    }
}

/// A place, by its position in the composition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceAt {
    /// An article.
    Article(usize),
    /// A homogeneous material.
    Material(usize),
}

/// How something counts towards an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    /// A class or mixture that may hold it.
    Class,
    /// A substance of the entry.
    Definite,
    /// A substance whose name hints at the entry.
    Suspect,
    /// What is not disclosed.
    Undisclosed,
}

impl Held {
    /// The word of the report.
    pub fn word(self) -> &'static str {
        match self {
            Self::Class => "class",
            Self::Definite => "definite",
            Self::Suspect => "suspect",
            Self::Undisclosed => "undisclosed",
        }
    }
}

/// Something in a place that counts towards an entry, or may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The CAS number; `None`: not given.
    pub cas: Option<String>,
    /// The name as written.
    pub name: String,
    /// The steps from the part down to the material that it is in.
    pub steps: Vec<String>,
    /// How it counts.
    pub held: Held,
    /// Whether its amount is told.
    pub told: Told,
    /// Its share of the place.
    pub share: FractionRange,
    /// The mass fraction of it that counts.
    pub factor: FractionRange,
    /// What it adds to the entry's share.
    pub counts: FractionRange,
}

/// Where the figures of a finding come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin<'a> {
    /// The mass of the place in one piece of the part; `None`: it is no material and no article.
    pub mass: Option<MassRange>,
    /// What counts towards the entry, what counts most first; of a finding for all entries what is not disclosed.
    pub contents: Vec<Counted>,
    /// What statements say of the entry.
    pub statements: Vec<&'a Bound>,
}

impl Origin<'_> {
    /// The share of the entry in what is named, be it only possible.
    pub fn named(&self) -> FractionRange {
        self.sum(|counted| (counted.held != Held::Undisclosed).then_some(counted.counts))
    }

    /// The share of what is not disclosed.
    pub fn undisclosed(&self) -> FractionRange {
        self.sum(|counted| (counted.held == Held::Undisclosed).then_some(counted.share))
    }

    fn sum(&self, share: impl Fn(&Counted) -> Option<FractionRange>) -> FractionRange {
        let shares = self.contents.iter().filter_map(share);
        shares.fold(FractionRange::ZERO, FractionRange::plus).capped()
    }
}

impl Judge<'_> {
    /// Returns where the figures of `finding` on `part` come from; `None`: from no composition of the part itself.
    pub fn origin<'a>(&self, part: &'a PartComposition, finding: &Finding) -> Option<Origin<'a>> {
        let at = finding.at?;
        let composition = part.alternatives.get(at.alternative)?;
        let entry = finding.entry.map(|position| &self.rules.entries[position]);
        let (mass, mut contents) = match at.place {
            None => (None, Vec::new()),
            Some(PlaceAt::Material(at)) => {
                let material = composition.materials.get(at)?;
                (Some(material.mass), self.of_material(material, entry))
            }
            Some(PlaceAt::Article(at)) => {
                (Some(composition.articles.get(at)?.mass), self.of_article(composition, at, entry))
            }
        };
        contents.sort_by_key(|counted| std::cmp::Reverse(counted.counts.high));
        let says = |bound: &&Bound| {
            let speaks = entry.is_some_and(|entry| entry.is_bounded_by(bound));
            speaks && (bound.says == Says::NotOver || finding.steps.starts_with(&bound.steps))
        };
        let statements = composition.bounds.iter().filter(says).collect();
        Some(Origin { mass, contents, statements })
    }

    fn of_material(&self, material: &PlacedMaterial, entry: Option<&RuleEntry>) -> Vec<Counted> {
        let counts = |content| self.counts(content, &material.steps, entry);
        material.contents.iter().flat_map(counts).collect()
    }

    fn of_article(
        &self,
        composition: &Composition,
        at: usize,
        entry: Option<&RuleEntry>,
    ) -> Vec<Counted> {
        let whole = composition.articles[at].mass;
        let mut all = Vec::new();
        for material in materials_inside(composition, at) {
            for content in &material.contents {
                let share = content.mass.share_of(whole);
                let in_article = |counted: Counted| Counted {
                    share,
                    counts: scaled(share, counted.factor),
                    ..counted
                };
                all.extend(self.counts(content, &material.steps, entry).map(in_article));
            }
        }
        all
    }

    /// How `content` counts; what is not disclosed may be more of what its name hints at.
    fn counts(
        &self,
        content: &Content,
        steps: &[String],
        entry: Option<&RuleEntry>,
    ) -> impl Iterator<Item = Counted> {
        let named = entry.filter(|entry| entry.is_of(content) || entry.may_be_of(content));
        let named = named.map(|entry| {
            let held = match (entry.may_be_of(content), content.disclosed) {
                (false, _) => Held::Definite,
                (true, Disclosed::Class) => Held::Class,
                (true, Disclosed::Definite | Disclosed::Nothing) => Held::Suspect,
            };
            (held, counted(content, entry))
        });
        let open = self.rules.is_open(content);
        let open = open.then_some((Held::Undisclosed, FractionRange::ANYTHING));
        let one = |(held, factor)| Counted {
            cas: content.cas.clone(),
            name: content.name.clone(),
            steps: steps.to_vec(),
            held,
            told: content.told,
            share: content.share,
            factor,
            counts: scaled(content.share, factor),
        };
        named.into_iter().chain(open).map(one).collect::<Vec<_>>().into_iter()
    }
}
