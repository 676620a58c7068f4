//! Lists of rules of one form: which substances, up to which share, where, in which applications, from when to when.

use std::collections::BTreeMap;

use jiff::civil::Date;
use unleaded_model::amount::Fraction;
use unleaded_model::identity::key;

pub(super) use self::read::{KnownGroups, read_rules};
use super::editions::Gap;
use super::entry::EntryKey;
use super::header::ListHeader;
use super::restriction::Level;
use crate::rule_set::{Beyond, ClassesKnow, Expressed, Intended, Kind, Members, RuleEntry};

mod read;
mod row;
#[cfg(test)]
mod tests;

/// A law, or a customer's list, as rules.
#[derive(Clone, Debug)]
pub struct RuleList {
    /// The list's identity.
    pub header: ListHeader,
    /// The name of its rule set: that of the list, and of a draft with `@` and the edition.
    pub rule_set: String,
    /// Whether it forbids or obliges to tell.
    pub kind: Kind,
    /// The duties of whoever supplies something that is over a limit, in English; none under a restriction.
    pub duties: Vec<String>,
    /// What the table of classes says of its entries.
    pub classes: ClassesKnow,
    /// Its rules, in its order.
    pub entries: Vec<RuleRow>,
    /// Why it says nothing in this run; `None`: it says what its rules do.
    pub gap: Option<Gap>,
    /// The days on which the list as a whole begins or ceases to hold, in every edition that is known.
    pub changes: Vec<Date>,
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
