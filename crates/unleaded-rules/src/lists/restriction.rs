//! Lists of restricted substances: what may be present up to which share, where, from when.

use jiff::civil::Date;
use serde::Deserialize;
use unleaded_model::amount::Fraction;
use unleaded_model::diagnostic::codes::rule_lists as codes;

use super::category::{Category, CategoryScope};
use super::header::{File, ListError, ListHeader};
use super::reading::defects::{At, Part};
use super::reading::{Form, Lacking, Reader, Root, Section, ppm, words};

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
    legal_reference: String,
    confidence: String,
    source: String,
}

impl EntryWire {
    pub(super) fn entry(self, file: File<'_>) -> Result<RestrictionEntry, ListError> {
        Ok(RestrictionEntry {
            limit: Fraction::ppm(self.limit_ppm.into()),
            level: Level::parse(&self.level).ok_or_else(|| file.value("level", &self.level))?,
            applies: Vec::new(),
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

/// The fields of an entry, without its periods.
const FIELDS: [&str; 10] = [
    "key",
    "name_en",
    "name_zh",
    "group",
    "limit_ppm",
    "level",
    "expressed_as",
    "legal_reference",
    "confidence",
    "source",
];
/// Those that must be there: all but the Chinese name and the source.
const REQUIRED: [&str; 8] = [
    "key",
    "name_en",
    "group",
    "limit_ppm",
    "level",
    "expressed_as",
    "legal_reference",
    "confidence",
];
/// The fields of a period.
const PERIOD: [&str; 4] = ["categories", "from", "until", "confidence"];
/// Most entries of a list; the law has ten.
const MOST: usize = 1000;

/// Reads an edition, whose entries are about `groups`.
pub(super) fn read(
    reader: &mut Reader<'_>,
    root: &Root<'_, '_>,
    (groups, shipped): (&[&str], Option<&RestrictionList>),
) -> Option<RestrictionList> {
    reader.known(root.toml, &[&["list", "entry"]]);
    let header = reader.header(root.toml);
    let mut entries: Vec<RestrictionEntry> = Vec::new();
    for section in reader.sections(root.toml, "entry", words::TABLES) {
        if entries.len() >= MOST {
            let form = Form { fields: &FIELDS, required: &REQUIRED, most: MOST };
            reader.too_long(section.at, form);
            break;
        }
        entries.extend(entry(&section, groups, &entries, reader));
    }
    if root.table.is_some_and(|table| !table.trim().is_empty()) {
        let at = At { part: Part::Table, span: 0..0 };
        reader.not_of("csv", "", at, words::NO_TABLE);
    }
    if entries.is_empty() {
        reader.empty();
    }
    if let Some(shipped) = shipped {
        let gone = shipped.entries.iter().filter(|e| !entries.iter().any(|own| own.key == e.key));
        reader.left_out(&gone.map(|known| known.key.clone()).collect::<Vec<_>>());
    }
    Some(RestrictionList { header: header?, entries })
}

fn entry(
    section: &Section<'_, '_>,
    groups: &[&str],
    known: &[RestrictionEntry],
    reader: &mut Reader<'_>,
) -> Option<RestrictionEntry> {
    reader.known(section.table, &[&FIELDS, &["applies"]]);
    let row = reader.cells(section, &FIELDS);
    reader.lacking(&row, &REQUIRED, Lacking::Told);
    let mut applies = Vec::new();
    for section in reader.sections(section.table, "applies", words::PERIODS) {
        applies.extend(period(&section, reader));
    }
    if !section.table.contains_key("applies") {
        reader.missing("applies", Some(section.at.clone()));
    }
    let (key, group) = (row.owned("key"), row.owned("group"));
    if !group.is_empty() && !groups.contains(&group.as_str()) {
        reader.no_group(&row, "group", (&group, groups));
    }
    if known.iter().any(|other| other.key == key) {
        let value = [("value", key.as_str().into())];
        reader.wrong(codes::RULE_LIST_KEY_REPEATED, row.place("key"), &value);
    }
    let limit = ppm(row.text("limit_ppm"));
    if limit.is_none() && !row.lacks("limit_ppm") {
        reader.no_limit(&row);
    }
    Some(RestrictionEntry {
        limit: limit?,
        level: reader.choice(&row, "level", Level::parse, words::LEVEL)?,
        applies,
        key,
        name_en: row.owned("name_en"),
        name_zh: row.owned("name_zh"),
        group,
        expressed_as: row.owned("expressed_as"),
        legal_reference: row.owned("legal_reference"),
        confidence: row.owned("confidence"),
        source: row.owned("source"),
    })
}

fn period(section: &Section<'_, '_>, reader: &mut Reader<'_>) -> Option<Period> {
    reader.known(section.table, &[&PERIOD]);
    let row = reader.cells(section, &PERIOD);
    reader.lacking(&row, &["categories", "from"], Lacking::Told);
    let [from, until] = ["from", "until"].map(|field| reader.date(&row, field));
    reader.period(&row, ("from", from), ("until", until));
    let scope = reader.choice(&row, "categories", CategoryScope::parse, words::CATEGORIES);
    Some(Period { scope: scope?, from: from?, until, confidence: row.owned("confidence") })
}
