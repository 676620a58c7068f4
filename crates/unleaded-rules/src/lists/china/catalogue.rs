//! The catalogue of products that must be assessed, and what it means for a product to be in it or not.

use jiff::civil::Date;
use serde::Deserialize;

use crate::lists::header::{File, ListError};

/// A class of products of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueItem {
    /// By which it is named: the batch and its number in it, e.g. `2018-1/5`.
    pub id: String,
    /// Its number in the batch, from 1; ours, in the order of the source.
    pub number: u8,
    /// The English name.
    pub name_en: String,
    /// The Chinese name.
    pub name_zh: String,
    /// Numeric bounds of its scope; all must hold.
    pub bounds: Vec<ScopeBound>,
    /// What is in or out, in words; empty: nothing said.
    pub remark: String,
    /// The same in Chinese.
    pub remark_zh: String,
}

/// A numeric bound of a class of products.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeBound {
    /// By which a value is told: `volume`, `speed` ...
    pub word: String,
    /// What is measured: `volume`, `rated cooling capacity` ...
    pub quantity: String,
    /// The same in Chinese.
    pub quantity_zh: String,
    /// The largest value in scope.
    pub max: String,
    /// Its unit: `L`, `W`, `pages per minute`, `paper size`.
    pub unit: String,
    /// The largest value, as values are compared with it: units, or the number of a paper size (3 of A3).
    pub most: u64,
}

/// How a product stands to the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ScopeStanding {
    /// Nobody said; it is judged as if it were in it.
    Assumed,
    /// It is of an item, and beyond one of its bounds.
    BeyondBounds,
    /// It is of an item of which not every bound is told; it is judged as if within.
    BoundsNotTold,
    /// It is of an item, within its bounds.
    In,
    /// It is of an item, on a day before the catalogue applied.
    NotYet,
    /// It is said to be of no item.
    Outside,
}

impl ScopeStanding {
    /// All of them, in alphabetical order.
    pub const ALL: [Self; 6] = [
        Self::Assumed,
        Self::BeyondBounds,
        Self::BoundsNotTold,
        Self::In,
        Self::NotYet,
        Self::Outside,
    ];

    /// The word of the files and of JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Assumed => "assumed",
            Self::BeyondBounds => "beyond-bounds",
            Self::BoundsNotTold => "bounds-not-told",
            Self::In => "in",
            Self::NotYet => "not-yet",
            Self::Outside => "outside",
        }
    }

    /// Whether the limits are part of a conformity assessment. What is not told counts as in the catalogue.
    pub fn is_assessed(self) -> bool {
        matches!(self, Self::Assumed | Self::BoundsNotTold | Self::In)
    }
}

/// Something that depends on how a product stands to the catalogue, and is told rather than judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeCondition {
    /// For products that stand so.
    pub standings: Vec<ScopeStanding>,
    /// For assessments on these limit sets; empty: on all.
    pub bases: Vec<String>,
    /// The first day; `None`: always.
    pub from: Option<Date>,
    /// The last day; `None`: open.
    pub to: Option<Date>,
    /// In English.
    pub text_en: String,
    /// In Chinese.
    pub text_zh: String,
    /// How sure it is, in words.
    pub confidence: String,
    /// Where it was read.
    pub source: String,
}

impl ScopeCondition {
    /// Whether it is for products that stand so, assessed on that basis on that day.
    pub fn holds(&self, standing: ScopeStanding, basis: &str, on: Date) -> bool {
        self.standings.contains(&standing)
            && (self.bases.is_empty() || self.bases.iter().any(|known| known == basis))
            && self.from.is_none_or(|from| from <= on)
            && self.to.is_none_or(|to| on <= to)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CatalogueWire {
    number: u8,
    name_en: String,
    name_zh: String,
    #[serde(default)]
    bounds: Vec<BoundWire>,
    #[serde(default)]
    remark: String,
    #[serde(default)]
    remark_zh: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BoundWire {
    word: String,
    quantity: String,
    quantity_zh: String,
    max: String,
    unit: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConditionWire {
    standings: Vec<String>,
    #[serde(default)]
    bases: Vec<String>,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    text_en: String,
    text_zh: String,
    confidence: String,
    source: String,
}

impl CatalogueWire {
    pub(super) fn item(self, batch: &str, file: File<'_>) -> Result<CatalogueItem, ListError> {
        let bounds = self.bounds.into_iter().map(|bound| bound.bound(file));
        Ok(CatalogueItem {
            id: format!("{batch}/{}", self.number),
            bounds: bounds.collect::<Result<_, _>>()?,
            number: self.number,
            name_en: self.name_en,
            name_zh: self.name_zh,
            remark: self.remark,
            remark_zh: self.remark_zh,
        })
    }
}

impl BoundWire {
    fn bound(self, file: File<'_>) -> Result<ScopeBound, ListError> {
        let digits = match self.unit.as_str() {
            "paper size" => self.max.strip_prefix('A'),
            _ => Some(self.max.as_str()),
        };
        let most = digits.and_then(|digits| digits.parse().ok());
        Ok(ScopeBound {
            most: most.ok_or_else(|| file.value("max", &self.max))?,
            word: self.word,
            quantity: self.quantity,
            quantity_zh: self.quantity_zh,
            max: self.max,
            unit: self.unit,
        })
    }
}

impl ConditionWire {
    pub(super) fn condition(self, file: File<'_>) -> Result<ScopeCondition, ListError> {
        let standing = |word: &String| {
            let known = ScopeStanding::ALL.into_iter().find(|known| known.word() == word);
            known.ok_or_else(|| file.value("standings", word))
        };
        Ok(ScopeCondition {
            standings: self.standings.iter().map(standing).collect::<Result<_, _>>()?,
            bases: self.bases,
            from: file.optional_date("from", &self.from)?,
            to: file.optional_date("to", &self.to)?,
            text_en: self.text_en,
            text_zh: self.text_zh,
            confidence: self.confidence,
            source: self.source,
        })
    }
}
