//! China RoHS: the limit sets, which of them may be used on which date, and the catalogue.

use jiff::civil::Date;
use serde::Deserialize;

use super::header::{File, HeaderWire, ListError, ListHeader};
use super::reading::{Reader, Root};
use super::restriction::{EntryWire, RestrictionEntry};
use catalogue::{CatalogueWire, ConditionWire};

pub use self::catalogue::{CatalogueItem, ScopeBound, ScopeCondition, ScopeStanding};

mod catalogue;
mod own;

/// All that China's restriction of hazardous substances needs.
#[derive(Clone, Debug)]
pub struct ChinaLists {
    /// The list's identity.
    pub header: ListHeader,
    /// The standards that limit, oldest first.
    pub sets: Vec<LimitSet>,
    /// Which set a conformity assessment of a date may be based on, in order of dates, without gaps.
    pub applicability: Vec<Applicability>,
    /// The first batch of the catalogue, in the order of the announcement.
    pub catalogue: Vec<CatalogueItem>,
    /// The first batch applies to products from this date on.
    pub catalogue_from: Date,
    /// What is told of products by how they stand to the catalogue.
    pub conditions: Vec<ScopeCondition>,
    /// What becomes of products assessed under an older set, in words.
    pub conversion: String,
    /// What must be done before a day, the earliest first.
    pub deadlines: Vec<Deadline>,
    /// The list of exceptions to the limits, of which we don't hold the text.
    pub exceptions: ExceptionsList,
}

impl ChinaLists {
    /// Returns the set of that name, e.g. `GB/T 26572-2011+A1`.
    pub fn set(&self, name: &str) -> Option<&LimitSet> {
        self.sets.iter().find(|set| set.name == name)
    }

    /// Returns the item of the catalogue of that identity.
    pub fn item(&self, id: &str) -> Option<&CatalogueItem> {
        self.catalogue.iter().find(|item| item.id == id)
    }

    /// Returns the row for a conformity assessment of `date`.
    pub fn on(&self, date: Date) -> Option<&Applicability> {
        self.applicability.iter().find(|row| {
            row.from.is_none_or(|from| from <= date) && row.to.is_none_or(|to| date <= to)
        })
    }
}

/// A standard with its limits.
#[derive(Clone, Debug)]
pub struct LimitSet {
    /// The name: `GB/T 26572-2011`, `GB/T 26572-2011+A1` or `GB 26572-2025`.
    pub name: String,
    /// From when it is in force; `None`: not known.
    pub effective: Option<Date>,
    /// What it calls products that are in the catalogue, and those that are not: `I` and `II`; empty: nothing.
    pub classes: (String, String),
    /// Its limits; same keys and groups as EU RoHS.
    pub entries: Vec<RestrictionEntry>,
    /// Where the limits were read.
    pub source: String,
    /// How sure they are, in words.
    pub confidence: String,
}

/// Which sets may be used on some dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applicability {
    /// The first day; `None`: from the beginning.
    pub from: Option<Date>,
    /// The last day; `None`: open.
    pub to: Option<Date>,
    /// The names of the allowed sets, oldest first.
    pub allowed: Vec<String>,
    /// Where the rule was read.
    pub source: String,
    /// How sure it is, in words.
    pub confidence: String,
}

/// What must be done before a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The first day on which it is too late.
    pub before: Date,
    /// What, in English.
    pub text_en: String,
    /// What, in Chinese.
    pub text_zh: String,
}

/// A list of exceptions, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExceptionsList {
    /// The edition.
    pub edition: String,
    /// How many entries it has.
    pub entries: u16,
    /// Whether the text of the entries is in our data.
    pub text_held: bool,
    /// What this means for a verdict, in words.
    pub remark: String,
    /// Where this was read.
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChinaWire {
    list: HeaderWire,
    conversion: String,
    catalogue_from: String,
    /// What the items are named by, before their numbers.
    catalogue_batch: String,
    exceptions: ExceptionsWire,
    deadline: Vec<DeadlineWire>,
    set: Vec<SetWire>,
    applicability: Vec<ApplicabilityWire>,
    catalogue: Vec<CatalogueWire>,
    condition: Vec<ConditionWire>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeadlineWire {
    before: String,
    text_en: String,
    text_zh: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExceptionsWire {
    edition: String,
    entries: u16,
    text_held: bool,
    remark: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetWire {
    name: String,
    #[serde(default)]
    effective: String,
    /// The name of an earlier set whose entries this one takes over; empty: none.
    #[serde(default)]
    includes: String,
    /// What it calls products that are in the catalogue; empty: nothing.
    #[serde(default)]
    class_in: String,
    /// What it calls the others.
    #[serde(default)]
    class_out: String,
    source: String,
    confidence: String,
    entry: Vec<EntryWire>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ApplicabilityWire {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    allowed: Vec<String>,
    source: String,
    confidence: String,
}

pub(super) fn read(file: File<'_>) -> Result<ChinaLists, ListError> {
    of_wire(file.toml()?, file)
}

/// Reads an edition of the user's own; what its sets may limit are the `groups`.
pub(super) fn read_own(
    reader: &mut Reader<'_>,
    root: &Root<'_, '_>,
    (groups, shipped): (&[&str], &ChinaLists),
) -> Option<ChinaLists> {
    let header = reader.header(root.toml)?;
    let file = File { name: "china-rohs.toml", toml: reader.text(), csv: "" };
    let wire = match toml::from_str::<ChinaWire>(reader.text()) {
        Ok(wire) => wire,
        Err(error) => {
            let reason = error.message().to_owned();
            reader.not_of_form((reason.clone(), format!("写法有误（{reason}）")), error.span());
            return None;
        }
    };
    let list = match of_wire(wire, file) {
        Ok(list) => ChinaLists { header, ..list },
        Err(ListError::Malformed { detail, .. }) => {
            reader.not_of_form((detail.clone(), detail), None);
            return None;
        }
        Err(ListError::Value { field, value, .. }) => {
            let en = format!("`{value}` is not a value of `{field}`");
            reader.not_of_form((en, format!("“{value}”不是“{field}”的有效值")), None);
            return None;
        }
    };
    own::faults(&list, groups).into_iter().for_each(|reason| reader.not_of_form(reason, None));
    own::left_out(&list, shipped, reader);
    Some(list)
}

fn of_wire(wire: ChinaWire, file: File<'_>) -> Result<ChinaLists, ListError> {
    let exceptions = wire.exceptions;
    Ok(ChinaLists {
        sets: sets(wire.set, file)?,
        applicability: wire
            .applicability
            .into_iter()
            .map(|row| row.applicability(file))
            .collect::<Result<_, _>>()?,
        catalogue: wire
            .catalogue
            .into_iter()
            .map(|item| item.item(&wire.catalogue_batch, file))
            .collect::<Result<_, _>>()?,
        conditions: wire
            .condition
            .into_iter()
            .map(|condition| condition.condition(file))
            .collect::<Result<_, _>>()?,
        catalogue_from: file.date("catalogue_from", &wire.catalogue_from)?,
        conversion: wire.conversion,
        deadlines: wire
            .deadline
            .into_iter()
            .map(|deadline| {
                Ok(Deadline {
                    before: file.date("before", &deadline.before)?,
                    text_en: deadline.text_en,
                    text_zh: deadline.text_zh,
                })
            })
            .collect::<Result<_, ListError>>()?,
        exceptions: ExceptionsList {
            edition: exceptions.edition,
            entries: exceptions.entries,
            text_held: exceptions.text_held,
            remark: exceptions.remark,
            source: exceptions.source,
        },
        header: wire.list.header(file)?,
    })
}

/// Reads the sets in order, so that a set can take over the entries of an earlier one.
fn sets(wires: Vec<SetWire>, file: File<'_>) -> Result<Vec<LimitSet>, ListError> {
    let mut sets: Vec<LimitSet> = Vec::new();
    for wire in wires {
        let mut entries = match sets.iter().find(|set| set.name == wire.includes) {
            Some(included) => included.entries.clone(),
            None if wire.includes.is_empty() => Vec::new(),
            None => return Err(file.value("includes", &wire.includes)),
        };
        for entry in wire.entry {
            entries.push(entry.entry(file)?);
        }
        sets.push(LimitSet {
            effective: file.optional_date("effective", &wire.effective)?,
            classes: (wire.class_in, wire.class_out),
            name: wire.name,
            entries,
            source: wire.source,
            confidence: wire.confidence,
        });
    }
    Ok(sets)
}

impl ApplicabilityWire {
    fn applicability(self, file: File<'_>) -> Result<Applicability, ListError> {
        Ok(Applicability {
            from: file.optional_date("from", &self.from)?,
            to: file.optional_date("to", &self.to)?,
            allowed: self.allowed,
            source: self.source,
            confidence: self.confidence,
        })
    }
}
