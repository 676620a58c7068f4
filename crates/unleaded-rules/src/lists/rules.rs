//! Lists of rules of one form: which substances, up to which share, where, in which applications, from when to when.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use unleaded_model::amount::{Fraction, FractionRange, Number};
use unleaded_model::identity::{Cas, key};

use super::entry::EntryKey;
use super::header::{File, HeaderWire, ListError, ListHeader, several};
use super::restriction::Level;
use crate::rule_set::{Beyond, ClassesKnow, Expressed, Intended, Kind, Members, RuleEntry};

/// A law, or a customer's list, as rules.
#[derive(Clone, Debug)]
pub struct RuleList {
    /// The list's identity.
    pub header: ListHeader,
    /// Whether it forbids or obliges to tell.
    pub kind: Kind,
    /// The duties of whoever supplies something that is over a limit, in English; none under a restriction.
    pub duties: Vec<String>,
    /// What the table of classes says of its entries.
    pub classes: ClassesKnow,
    /// Its rules, in its order.
    pub entries: Vec<RuleRow>,
}

/// A rule of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleRow {
    /// Its position in the list.
    pub number: u16,
    /// The key in reports, alone of its kind in the list on every day.
    pub key: String,
    /// The English name.
    pub name_en: String,
    /// The Chinese name; empty: not known.
    pub name_zh: String,
    /// CAS numbers in normal form; none: known by name and group.
    pub cas: Vec<String>,
    /// EC numbers.
    pub ec: Vec<String>,
    /// Further names of what it covers.
    pub names: Vec<String>,
    /// Groups of the member table that it covers wholly, or sums.
    pub groups: Vec<String>,
    /// Whether the data hold which substances it covers.
    pub members: Members,
    /// What its share is a share of.
    pub expressed: Expressed,
    /// The largest share that is within.
    pub limit: RowLimit,
    /// What it says of substances that are there on purpose.
    pub intended: Intended,
    /// The place whose mass is the denominator.
    pub level: Level,
    /// The applications that it is for; empty: all.
    pub applications: Vec<String>,
    /// The first day; `None`: it has held since before any date that is asked for.
    pub from: Option<Date>,
    /// The first day on which it holds no more; `None`: open.
    pub until: Option<Date>,
    /// The legal reference.
    pub legal_reference: String,
    /// `confirmed`, or how sure the row is, in words.
    pub confidence: String,
    /// Conditions that the rule holds under and that are not judged, in English; empty: none.
    pub condition_en: String,
    /// The same in Chinese.
    pub condition_zh: String,
    /// Where the facts come from; empty: as in the header.
    pub source: String,
}

/// The largest share that is within a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowLimit {
    /// Any: only what is added on purpose is ruled.
    Any,
    /// This share.
    Share(Fraction),
    /// The source names none: what is there leaves the answer open.
    Unstated,
}

impl RuleRow {
    /// Whether it holds on `date`.
    pub fn holds_on(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date < until)
    }

    /// Whether no source that was read itself confirms it.
    pub fn is_unconfirmed(&self) -> bool {
        self.confidence != CONFIRMED
    }

    /// Returns the rule, where the list is at `list`.
    pub(crate) fn rule(&self, list: u16) -> RuleEntry {
        let own = EntryKey::Listed(list, self.number);
        let groups = self.groups.iter().cloned().map(EntryKey::Group);
        let (limit, beyond) = match self.limit {
            RowLimit::Any => (Fraction::ONE, Beyond::Over),
            RowLimit::Share(share) => (share, Beyond::Over),
            RowLimit::Unstated => (Fraction::ZERO, Beyond::Open),
        };
        RuleEntry {
            key: self.key.clone(),
            counts: groups.chain([own.clone()]).collect(),
            members: self.members,
            expressed: self.expressed,
            name_en: self.name_en.clone(),
            name_zh: self.name_zh.clone(),
            beyond,
            intended: self.intended,
            applications: self.applications.clone(),
            legal_reference: self.legal_reference.clone(),
            remark_en: self.remark("the rule is not confirmed by its source", &self.condition_en),
            remark_zh: self.remark("该规则未经来源证实", &self.condition_zh),
            ..RuleEntry::stated(&own, limit, self.level)
        }
    }

    fn remark(&self, unconfirmed: &str, condition: &str) -> String {
        let doubt = self.is_unconfirmed().then(|| format!("{unconfirmed} ({})", self.confidence));
        let all = doubt.into_iter().chain((!condition.is_empty()).then(|| condition.to_owned()));
        all.collect::<Vec<_>>().join("; ")
    }
}

/// What the confidence of a row says that needs no remark.
const CONFIRMED: &str = "confirmed";

/// The substances that rules name: entries by the position of their list and their own.
#[derive(Clone, Debug, Default)]
pub struct Ruled {
    by_cas: BTreeMap<String, Vec<(u16, u16)>>,
    by_ec: BTreeMap<String, Vec<(u16, u16)>>,
    by_name: BTreeMap<String, Vec<(u16, u16)>>,
}

impl Ruled {
    /// Indexes `lists`.
    pub(super) fn of(lists: &[RuleList]) -> Self {
        let mut ruled = Self::default();
        for (at, list) in (0u16..).zip(lists) {
            for row in &list.entries {
                let place = (at, row.number);
                let names = [&row.name_en, &row.name_zh].into_iter().chain(&row.names);
                row.cas.iter().for_each(|cas| add(&mut ruled.by_cas, cas.clone(), place));
                row.ec.iter().for_each(|ec| add(&mut ruled.by_ec, ec.clone(), place));
                names.for_each(|name| add(&mut ruled.by_name, key(name), place));
            }
        }
        ruled.by_name.remove("");
        ruled
    }

    /// Returns the entries that name the substance of that CAS number, in normal form.
    pub fn by_cas(&self, cas: &str) -> impl Iterator<Item = EntryKey> + use<> {
        found(&self.by_cas, cas)
    }

    /// Returns the entries that name the substance of that EC number.
    pub fn by_ec(&self, ec: &str) -> impl Iterator<Item = EntryKey> + use<> {
        found(&self.by_ec, ec)
    }

    /// Returns the entries of that name, in any spelling.
    pub fn by_name(&self, name: &str) -> impl Iterator<Item = EntryKey> + use<> {
        found(&self.by_name, &key(name))
    }
}

fn add(index: &mut BTreeMap<String, Vec<(u16, u16)>>, key: String, place: (u16, u16)) {
    let places = index.entry(key).or_default();
    if !places.contains(&place) {
        places.push(place);
    }
}

fn found(
    index: &BTreeMap<String, Vec<(u16, u16)>>,
    key: &str,
) -> impl Iterator<Item = EntryKey> + use<> {
    let places = index.get(key).cloned().unwrap_or_default();
    places.into_iter().map(|(list, number)| EntryKey::Listed(list, number))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListWire {
    list: HeaderWire,
    rules: RulesWire,
    #[serde(default)]
    entry: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesWire {
    kind: String,
    #[serde(default)]
    duties: Vec<String>,
}

/// A row as the table, or an entry as the TOML file writes it. Every value is text, and may be left out of TOML.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Row {
    key: String,
    name_en: String,
    name_zh: String,
    cas: String,
    ec: String,
    names: String,
    groups: String,
    members: String,
    expressed_as: String,
    limit_ppm: String,
    intended: String,
    level: String,
    applications: String,
    from: String,
    until: String,
    legal_reference: String,
    confidence: String,
    condition_en: String,
    condition_zh: String,
    source: String,
}

/// Reads a list of rules. `known` tells of each group what the table of classes says of it; `None`: there is no such
/// group.
pub(super) fn read(
    file: File<'_>,
    known: &dyn Fn(&str) -> Option<ClassesKnow>,
) -> Result<RuleList, ListError> {
    let wire: ListWire = file.toml()?;
    let mut rows = wire.entry;
    rows.extend(file.rows::<Row>()?);
    let kind = match wire.rules.kind.as_str() {
        "disclosure" => Kind::Disclosure,
        "restriction" => Kind::Restriction,
        other => return Err(file.value("kind", other)),
    };
    let mut entries: Vec<RuleRow> = Vec::with_capacity(rows.len());
    for (at, row) in rows.into_iter().enumerate() {
        let number = u16::try_from(at).map_err(|_| file.value("entry", &at.to_string()))?;
        let entry = row.read(number, file)?;
        if let Some(group) = entry.groups.iter().find(|group| known(group).is_none()) {
            return Err(file.value("groups", group));
        }
        entries.push(entry);
    }
    distinct(&entries, file)?;
    let in_classes = |group: &String| known(group) == Some(ClassesKnow::Entries);
    let is_known = |row: &RuleRow| {
        row.cas.is_empty() && !row.groups.is_empty() && row.groups.iter().all(in_classes)
    };
    let all_known = entries.iter().all(is_known);
    let classes = if all_known { ClassesKnow::Entries } else { ClassesKnow::Nothing };
    let (header, duties) = (wire.list.header(file)?, wire.rules.duties);
    Ok(RuleList { header, kind, duties, classes, entries })
}

/// A key stands for one rule on any day.
fn distinct(entries: &[RuleRow], file: File<'_>) -> Result<(), ListError> {
    let mut by_key: BTreeMap<&str, Vec<&RuleRow>> = BTreeMap::new();
    for entry in entries {
        let same = by_key.entry(&entry.key).or_default();
        let ends = |a: &RuleRow, b: &RuleRow| a.until.zip(b.from).is_some_and(|(u, f)| u <= f);
        if same.iter().any(|other| !ends(other, entry) && !ends(entry, other)) {
            return Err(file.value("key", &entry.key));
        }
        same.push(entry);
    }
    Ok(())
}

impl Row {
    fn read(self, number: u16, file: File<'_>) -> Result<RuleRow, ListError> {
        let all = |cell: &str| several(cell).map(str::to_owned).collect::<Vec<String>>();
        let required = |field, text: &str| match text.trim() {
            "" => Err(file.value(field, text)),
            text => Ok(text.to_owned()),
        };
        for cas in several(&self.cas) {
            Cas::parse(cas).map_err(|_| file.value("cas", cas))?;
        }
        Ok(RuleRow {
            number,
            key: required("key", &self.key)?,
            name_en: required("name_en", &self.name_en)?,
            cas: all(&self.cas),
            ec: all(&self.ec),
            names: all(&self.names),
            groups: all(&self.groups),
            members: match self.members.as_str() {
                "" => Members::Held,
                "not-held" => Members::NotHeld,
                other => return Err(file.value("members", other)),
            },
            expressed: match self.expressed_as.as_str() {
                "element" => Expressed::Element,
                "" | "substance" => Expressed::Substance,
                other => return Err(file.value("expressed_as", other)),
            },
            limit: limit(&self.limit_ppm)
                .ok_or_else(|| file.value("limit_ppm", &self.limit_ppm))?,
            intended: match self.intended.as_str() {
                "" => Intended::AsAll,
                "over" => Intended::Over,
                other => return Err(file.value("intended", other)),
            },
            level: Level::parse(&self.level).ok_or_else(|| file.value("level", &self.level))?,
            applications: all(&self.applications),
            from: file.optional_date("from", &self.from)?,
            until: file.optional_date("until", &self.until)?,
            legal_reference: required("legal_reference", &self.legal_reference)?,
            confidence: required("confidence", &self.confidence)?,
            name_zh: self.name_zh,
            condition_en: self.condition_en,
            condition_zh: self.condition_zh,
            source: self.source,
        })
    }
}

/// Parses parts per million, `any` or nothing.
fn limit(text: &str) -> Option<RowLimit> {
    match text {
        "" => Some(RowLimit::Unstated),
        "any" => Some(RowLimit::Any),
        text => {
            let share = FractionRange::of(&Number::parse(text).ok()?, -6)?;
            (share.is_exact() && share.high <= Fraction::ONE).then_some(RowLimit::Share(share.low))
        }
    }
}
