//! Lists of restricted substances: what may be present up to which share, where, from when.

use jiff::civil::Date;
use serde::Deserialize;
use unleaded_model::amount::Fraction;

use super::category::{Category, CategoryScope};
use super::header::{File, HeaderWire, ListError, ListHeader};

/// The place whose mass is the denominator of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The article (REACH): a leaf part of the BOM, or a sub-product with its own item number.
    Article,
    /// The homogeneous material.
    HomogeneousMaterial,
    /// The finished product, with everything in it.
    Product,
    /// The part as its maker supplies it: a leaf part of the BOM, without what is inside it apart.
    ProductPart,
}

impl Level {
    /// All of them.
    pub const ALL: [Self; 4] =
        [Self::HomogeneousMaterial, Self::Article, Self::ProductPart, Self::Product];

    /// The word of the lists and of the report.
    pub fn word(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::HomogeneousMaterial => "homogeneous-material",
            Self::Product => "product",
            Self::ProductPart => "product-part",
        }
    }

    /// Returns the level of that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }
}

/// A list of restricted substances.
#[derive(Clone, Debug)]
pub struct RestrictionList {
    /// The list's identity.
    pub header: ListHeader,
    /// Its entries, in the order of the law.
    pub entries: Vec<RestrictionEntry>,
}

impl RestrictionList {
    /// Returns the entry of that key.
    pub fn entry(&self, key: &str) -> Option<&RestrictionEntry> {
        self.entries.iter().find(|entry| entry.key == key)
    }
}

/// A restricted substance or group of substances.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestrictionEntry {
    /// `Pb`, `Hg`, `Cd`, `Cr6`, `PBB`, `PBDE`, `DEHP`, `BBP`, `DBP` or `DIBP`.
    pub key: String,
    /// The English name.
    pub name_en: String,
    /// The Chinese name.
    pub name_zh: String,
    /// The group in the member table whose members count.
    pub group: String,
    /// The largest allowed share by mass; exactly the limit is within.
    pub limit: Fraction,
    /// The place whose mass is the denominator.
    pub level: Level,
    /// What the share is a share of: `Pb` (the element), `Cr(VI)`, `sum of PBDE`, `substance`.
    pub expressed_as: String,
    /// In which products from when to when. Empty: the limit set itself says it (China).
    pub applies: Vec<Period>,
    /// The law.
    pub legal_reference: String,
    /// How sure the limit is, in words.
    pub confidence: String,
    /// Where the limit was read.
    pub source: String,
}

impl RestrictionEntry {
    /// Whether the entry applies to a product of `category` placed on the market on `date`.
    pub fn applies_to(&self, category: Category, date: Date) -> bool {
        self.applies.iter().any(|period| {
            period.scope.covers(category) == Some(true)
                && period.from <= date
                && period.until.is_none_or(|until| date < until)
        })
    }
}

/// From when to when an entry applies to some categories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The categories.
    pub scope: CategoryScope,
    /// The first day.
    pub from: Date,
    /// The first day on which it applies no more; `None`: open.
    pub until: Option<Date>,
    /// How sure the dates are, in words.
    pub confidence: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListWire {
    list: HeaderWire,
    entry: Vec<EntryWire>,
}

/// An entry as the TOML files write it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EntryWire {
    key: String,
    name_en: String,
    name_zh: String,
    group: String,
    limit_ppm: u32,
    level: String,
    expressed_as: String,
    #[serde(default)]
    applies: Vec<PeriodWire>,
    legal_reference: String,
    confidence: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PeriodWire {
    categories: Vec<String>,
    from: String,
    #[serde(default)]
    until: String,
    confidence: String,
}

pub(super) fn read(file: File<'_>) -> Result<RestrictionList, ListError> {
    let wire: ListWire = file.toml()?;
    let entries =
        wire.entry.into_iter().map(|entry| entry.entry(file)).collect::<Result<_, _>>()?;
    Ok(RestrictionList { header: wire.list.header(file)?, entries })
}

impl EntryWire {
    pub(super) fn entry(self, file: File<'_>) -> Result<RestrictionEntry, ListError> {
        let applies = self.applies.into_iter().map(|period| period.period(file));
        Ok(RestrictionEntry {
            limit: Fraction::ppm(self.limit_ppm.into()),
            level: Level::parse(&self.level).ok_or_else(|| file.value("level", &self.level))?,
            applies: applies.collect::<Result<_, _>>()?,
            key: self.key,
            name_en: self.name_en,
            name_zh: self.name_zh,
            group: self.group,
            expressed_as: self.expressed_as,
            legal_reference: self.legal_reference,
            confidence: self.confidence,
            source: self.source,
        })
    }
}

impl PeriodWire {
    fn period(self, file: File<'_>) -> Result<Period, ListError> {
        let categories = self.categories.join("|");
        let scope = CategoryScope::parse(&categories);
        Ok(Period {
            scope: scope.ok_or_else(|| file.value("categories", &categories))?,
            from: file.date("from", &self.from)?,
            until: file.optional_date("until", &self.until)?,
            confidence: self.confidence,
        })
    }
}
