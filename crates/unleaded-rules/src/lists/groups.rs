//! Which substances count toward a restricted group, and with which share of their mass.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_model::amount::{Fraction, FractionRange};
use unleaded_model::diagnostic::codes::rule_lists as codes;
use unleaded_model::identity::key;

use super::formula::Formula;
use super::header::{ListHeader, Standing};
use super::reading::defects::At;
use super::reading::{Form, Reader, Root, Row, words};

/// The known members of the groups. Informative, not closed: a substance that is not in it may still be a member.
#[derive(Clone, Debug)]
pub struct Groups {
    /// The table's identity.
    pub header: ListHeader,
    /// The members, by group and CAS number; what was added stands behind the others.
    pub members: Vec<GroupMember>,
    /// The tables of the user's own that were added.
    pub added: Vec<ListHeader>,
    by_cas: BTreeMap<String, Vec<usize>>,
    by_name: BTreeMap<String, Vec<usize>>,
}

impl Groups {
    /// Returns the memberships of the substance of that CAS number (in normal form); lead chromate has two.
    pub fn by_cas(&self, cas: &str) -> impl Iterator<Item = &GroupMember> {
        self.at(self.by_cas.get(cas))
    }

    /// Returns the memberships of the substance of that name, in any spelling.
    pub fn by_name(&self, name: &str) -> impl Iterator<Item = &GroupMember> {
        self.at(self.by_name.get(&key(name)))
    }

    /// The names of the groups, each once, in the order of the table.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.members.iter().map(|m| m.group.as_str()).collect();
        let mut seen = BTreeSet::new();
        names.retain(|name| seen.insert(*name));
        names
    }

    fn of(header: ListHeader, members: Vec<GroupMember>) -> Self {
        let (mut by_cas, mut by_name) = (BTreeMap::new(), BTreeMap::new());
        for (index, member) in members.iter().enumerate() {
            if let Some(cas) = &member.cas {
                by_cas.entry(cas.clone()).or_insert_with(Vec::new).push(index);
            }
            by_name.entry(key(&member.name)).or_insert_with(Vec::new).push(index);
        }
        Self { header, members, added: Vec::new(), by_cas, by_name }
    }

    /// Adds the members of another table; what both have counts with the wider factor. They are found by their numbers
    /// alone: a name is not to make definite what is not.
    pub(crate) fn add(&mut self, other: &Self) {
        for member in &other.members {
            let cas = member.cas.clone().unwrap_or_default();
            let places = self.by_cas.entry(cas).or_default();
            let known = places.iter().find(|at| self.members[**at].group == member.group);
            match known.map(|at| &mut self.members[*at]) {
                Some(known) => known.factor = known.factor.hull(member.factor),
                None => {
                    places.push(self.members.len());
                    self.members.push(member.clone());
                }
            }
        }
        self.added.push(other.header.clone());
    }

    fn at<'a>(&'a self, found: Option<&'a Vec<usize>>) -> impl Iterator<Item = &'a GroupMember> {
        found.into_iter().flatten().filter_map(|&index| self.members.get(index))
    }
}

/// A substance in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupMember {
    /// The group: `Pb`, `Hg`, `Cd`, `Cr6`, `PBB`, `PBDE`, `DEHP`, `BBP`, `DBP` or `DIBP`; or, of those that lists of
    /// rules alone are about, `As`, `PCB` ...
    pub group: String,
    /// The CAS number, in normal form; `None`: the row is known by name only.
    pub cas: Option<String>,
    /// The English name.
    pub name: String,
    /// The formula that the factor is computed from; empty: unknown or variable.
    pub formula: String,
    /// The share of the substance's mass that counts: of the element for `Pb`, `Hg`, `Cd`, `Cr6` (the hexavalent
    /// chromium only) and other groups of compounds of one element; 1 for the others. `[0, 1]` where the formula is unknown or variable.
    pub factor: FractionRange,
    /// Whether a source names the substance; if not, only its check digit was verified.
    pub confirmed: bool,
    /// How the row came about.
    pub derivation: String,
}

/// The columns of the table.
const FIELDS: [&str; 8] =
    ["group", "cas", "name", "formula", "factor_low", "factor_high", "confirmed", "derivation"];
const FORM: Form = Form {
    fields: &FIELDS,
    required: &["group", "name", "factor_low", "factor_high", "confirmed"],
    most: u16::MAX as usize,
};

/// Reads a table, or additions to the `shipped` one.
pub(super) fn read(
    reader: &mut Reader<'_>,
    root: &Root<'_, '_>,
    shipped: Option<&Groups>,
) -> Option<Groups> {
    reader.known(root.toml, &[&["list"]]);
    let header = reader.header(root.toml);
    if let (Some(header), Some(_)) = (&header, shipped)
        && header.standing == Standing::Draft
    {
        reader.not_of("standing", "draft", At::toml(0..0), words::NO_DRAFT);
    }
    let known = shipped.map(Groups::names).unwrap_or_default();
    let mut members: Vec<GroupMember> = Vec::new();
    let mut own: BTreeSet<(String, String)> = BTreeSet::new();
    reader.rows(root.table.unwrap_or_default(), (FORM, 0), |reader, row| {
        let Some(member) = member(row, reader) else { return };
        if let Some(shipped) = shipped {
            if !known.contains(&member.group.as_str()) {
                reader.no_group(row, "group", (&member.group, &known));
            }
            let cas = member.cas.clone().unwrap_or_default();
            let is_there = shipped.by_cas(&cas).any(|other| other.group == member.group);
            // A number with a slip was told.
            let is_lacking = cas.is_empty() && row.text("cas").is_empty();
            if is_lacking
                || is_there
                || !(cas.is_empty() || own.insert((member.group.clone(), cas)))
            {
                reader.not_of("cas", row.text("cas"), row.place("cas"), words::MEMBER);
            }
            not_less(&member, row, reader);
        }
        members.push(member);
    });
    if members.is_empty() {
        reader.empty();
    }
    Some(Groups::of(header?, members))
}

fn member(row: &Row<'_>, reader: &mut Reader<'_>) -> Option<GroupMember> {
    let confirmed = |word: &str| match word {
        "confirmed" => Some(true),
        "unconfirmed" => Some(false),
        _ => None,
    };
    let cas = reader.cas(row);
    if cas.len() > 1 {
        reader.not_of("cas", row.text("cas"), row.place("cas"), words::MEMBER);
    }
    let low = reader.choice(row, "factor_low", share, words::FACTOR);
    let within = |text: &str| share(text).filter(|high| low.is_none_or(|low| low <= *high));
    let high = reader.choice(row, "factor_high", within, words::FACTOR);
    let confirmed = reader.choice(row, "confirmed", confirmed, words::CONFIRMED);
    Some(GroupMember {
        group: row.owned("group"),
        cas: cas.into_iter().next(),
        name: row.owned("name"),
        formula: row.owned("formula"),
        factor: FractionRange { low: low?, high: high? },
        confirmed: confirmed?,
        derivation: row.owned("derivation"),
    })
}

/// `numerator/denominator`, or an integer, from 0 to 1.
fn share(text: &str) -> Option<Fraction> {
    let (numerator, denominator) = text.split_once('/').unwrap_or((text, "1"));
    let parsed = numerator.parse().ok().zip(denominator.parse().ok());
    parsed.and_then(|(n, d)| Fraction::new(n, d)).filter(|share| *share <= Fraction::ONE)
}

/// Tells where an addition counts with less than its formula has of the group: that would make less of a substance than
/// is known without it.
fn not_less(member: &GroupMember, row: &Row<'_>, reader: &mut Reader<'_>) {
    let formula = |text: &str| Formula::parse(text);
    let formula = reader.choice(row, "formula", formula, words::FORMULA);
    let all = element(&member.group).zip(formula).and_then(|(symbol, formula)| {
        let atoms = formula.atoms(symbol);
        formula.share(symbol, atoms).filter(|_| atoms > 0)
    });
    let all = all.unwrap_or(Fraction::ONE);
    if member.factor.high < all {
        let least = format!("{}/{}", all.numerator(), all.denominator());
        let arguments =
            [("value", row.text("factor_high").into()), ("least", least.as_str().into())];
        reader.wrong(codes::RULE_LIST_FACTOR, row.place("factor_high"), &arguments);
    }
}

/// The element that a substance of the group counts as; `None`: all of it counts.
pub(super) fn element(group: &str) -> Option<&'static str> {
    Some(match group {
        "As" => "As",
        "BFR" => "Br",
        "Be" => "Be",
        "CFR" => "Cl",
        "Cd" => "Cd",
        "Cr6" => "Cr",
        "DBT" | "DOT" | "organotin" | "triorganotin" => "Sn",
        "Hg" => "Hg",
        "Ni" => "Ni",
        "Pb" => "Pb",
        _ => return None,
    })
}
