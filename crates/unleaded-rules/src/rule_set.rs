//! The rules of one law on one date for one category of product.

use std::collections::BTreeMap;

use jiff::civil::Date;
use unleaded_model::amount::Fraction;

use crate::lists::{Category, EntryKey, Level, ListHeader, Lists, RestrictionEntry};

/// What a law does about a substance over its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It obliges to tell.
    Disclosure,
    /// It forbids.
    Restriction,
}

impl Kind {
    /// The word of the report.
    pub fn word(self) -> &'static str {
        match self {
            Self::Disclosure => "disclosure",
            Self::Restriction => "restriction",
        }
    }
}

/// A law that the tool knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Law {
    /// China RoHS (GB/T 26572, GB 26572).
    ChinaRohs,
    /// EU RoHS (Directive 2011/65/EU).
    EuRohs,
    /// The REACH candidate list (Regulation (EC) 1907/2006, Articles 33 and 59).
    ReachSvhc,
}

impl Law {
    /// All of them, in the order of reports.
    pub const ALL: [Self; 3] = [Self::EuRohs, Self::ChinaRohs, Self::ReachSvhc];

    /// The name on the command line and in reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::ChinaRohs => "china-rohs",
            Self::EuRohs => "eu-rohs",
            Self::ReachSvhc => "reach-svhc",
        }
    }

    /// Returns the law of that name.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|law| law.id() == id)
    }

    /// What the law does.
    pub fn kind(self) -> Kind {
        match self {
            Self::ChinaRohs | Self::EuRohs => Kind::Restriction,
            Self::ReachSvhc => Kind::Disclosure,
        }
    }

    /// The duties of whoever supplies something that is over the limit; none for a restriction.
    pub fn duties(self) -> &'static [&'static str] {
        match self {
            Self::ReachSvhc => &[
                "REACH Article 33: tell the recipient, and a consumer on request within 45 days",
                "Waste Framework Directive Article 9(1)(i): notify the SCIP database",
            ],
            Self::ChinaRohs | Self::EuRohs => &[],
        }
    }
}

/// One rule: which substances, at which level, up to which limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleEntry {
    /// The key in reports: `Pb`, or number and name for the candidate list (`7439-92-1 Lead`).
    pub key: String,
    /// The entry of the member tables.
    pub entry: EntryKey,
    /// The English name.
    pub name_en: String,
    /// The Chinese name; empty: not known.
    pub name_zh: String,
    /// The largest share that is within.
    pub limit: Fraction,
    /// The place whose mass is the denominator.
    pub level: Level,
    /// The legal reference.
    pub legal_reference: String,
}

impl RuleEntry {
    /// Returns an entry with that limit and no words.
    pub(crate) fn stated(entry: &EntryKey, limit: Fraction, level: Level) -> Self {
        Self {
            key: entry.to_string(),
            entry: entry.clone(),
            name_en: String::new(),
            name_zh: String::new(),
            limit,
            level,
            legal_reference: String::new(),
        }
    }
}

/// The rules of one law as they stand for one judgement.
#[derive(Clone, Debug)]
pub struct RuleSet {
    /// The law.
    pub law: Law,
    /// The edition or standard used.
    pub edition: String,
    /// Other editions that the date would allow (China).
    pub also_allowed: Vec<String>,
    /// The entries in force, in the order of the law.
    pub entries: Vec<RuleEntry>,
    /// Where each entry stands in `entries`.
    pub positions: BTreeMap<EntryKey, usize>,
    /// The level of its entries; a law of this version has one.
    pub level: Level,
}

impl RuleSet {
    fn new(law: Law, edition: String, level: Level, entries: Vec<RuleEntry>) -> Self {
        let positions = entries.iter().enumerate().map(|(at, e)| (e.entry.clone(), at)).collect();
        Self { law, edition, also_allowed: Vec::new(), entries, positions, level }
    }

    /// Returns a rule set of one entry, for questions about that entry alone.
    pub(crate) fn of_one(entry: RuleEntry) -> Self {
        let level = entry.level;
        Self::new(Law::EuRohs, String::new(), level, vec![entry])
    }

    /// The smallest limit: a share of at most this is within for every entry.
    pub fn smallest_limit(&self) -> Fraction {
        self.entries.iter().map(|e| e.limit).reduce(Fraction::min).unwrap_or(Fraction::ONE)
    }
}

/// The categories that a product is judged as when nobody says: 1 to 7 and 10, where exemptions and dates agree.
pub const DEFAULT_CATEGORY: Category = Category::C3;

/// Why no rules can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleSetError {
    /// The basis that was asked for is no limit set at all.
    BasisUnknown {
        /// The basis asked for.
        basis: String,
        /// The date.
        date: Date,
        /// The limit sets there are.
        known: Vec<String>,
    },
    /// The basis may not be used for a conformity assessment of that date.
    BasisNotAllowed {
        /// The basis asked for.
        basis: String,
        /// The date.
        date: Date,
        /// What is allowed then.
        allowed: Vec<String>,
    },
}

/// Returns the rules of EU RoHS for a product of `category` placed on the market on `date`.
pub fn eu_rohs(lists: &Lists, category: Category, date: Date) -> RuleSet {
    let list = &lists.eu_rohs;
    let entries = list.entries.iter().filter(|e| e.applies_to(category, date)).map(rule).collect();
    RuleSet::new(Law::EuRohs, list.header.edition.clone(), Level::HomogeneousMaterial, entries)
}

/// Returns the rules of China RoHS for a conformity assessment of `date`, on `basis` or, without one, on the oldest
/// basis that the date allows.
pub fn china_rohs(lists: &Lists, date: Date, basis: Option<&str>) -> Result<RuleSet, RuleSetError> {
    let china = &lists.china;
    let allowed = china.on(date).map(|row| row.allowed.clone()).unwrap_or_default();
    let chosen = match basis {
        Some(basis) if !allowed.iter().any(|a| a == basis) => {
            return Err(match china.set(basis) {
                Some(_) => RuleSetError::BasisNotAllowed { basis: basis.to_owned(), date, allowed },
                None => RuleSetError::BasisUnknown {
                    basis: basis.to_owned(),
                    date,
                    known: china.sets.iter().map(|set| set.name.clone()).collect(),
                },
            });
        }
        Some(basis) => Some(basis),
        None => allowed.first().map(String::as_str),
    };
    // The shipped table has no gaps and names only sets it holds, which a test of the lists asserts.
    let set = chosen.and_then(|name| china.set(name));
    let entries = set.map(|set| set.entries.iter().map(rule).collect()).unwrap_or_default();
    let edition = chosen.unwrap_or_default().to_owned();
    let level = Level::HomogeneousMaterial;
    let mut rules = RuleSet::new(Law::ChinaRohs, edition, level, entries);
    rules.also_allowed = allowed.into_iter().filter(|name| *name != rules.edition).collect();
    Ok(rules)
}

/// Returns the candidate list as it stood on `date`.
pub fn reach_svhc(lists: &Lists, date: Date) -> RuleSet {
    let list = &lists.svhc;
    let entries: Vec<RuleEntry> = list
        .on(date)
        .map(|e| RuleEntry {
            key: candidate_key(&e.cas, &e.ec, &e.name_en),
            entry: EntryKey::Svhc(e.number),
            name_en: e.name_en.clone(),
            name_zh: e.name_zh.clone(),
            limit: list.limit,
            level: Level::Article,
            legal_reference: "REACH Articles 33 and 7(2)".to_owned(),
        })
        .collect();
    RuleSet::new(Law::ReachSvhc, list.header.edition.clone(), Level::Article, entries)
}

/// Number and name: `7439-92-1 Lead`. An entry without a CAS number has its EC number, or its name alone.
fn candidate_key(cas: &[String], ec: &[String], name: &str) -> String {
    match cas.first().or_else(|| ec.first()) {
        Some(number) => format!("{number} {name}"),
        None => name.to_owned(),
    }
}

fn rule(entry: &RestrictionEntry) -> RuleEntry {
    RuleEntry {
        key: entry.key.clone(),
        entry: EntryKey::Group(entry.group.clone()),
        name_en: entry.name_en.clone(),
        name_zh: entry.name_zh.clone(),
        limit: entry.limit,
        level: entry.level,
        legal_reference: entry.legal_reference.clone(),
    }
}

/// Returns the headers of the lists that a law's rules are made from, for the report's inputs.
pub fn headers(lists: &Lists, law: Law) -> Vec<&ListHeader> {
    let own = match law {
        Law::ChinaRohs => vec![&lists.china.header],
        Law::EuRohs => vec![&lists.eu_rohs.header, &lists.exemptions.header],
        Law::ReachSvhc => vec![&lists.svhc.header],
    };
    let shared = [
        &lists.groups.header,
        &lists.names.header,
        &lists.classes.header,
        &lists.ipc.header,
        &lists.suspicion.header,
    ];
    own.into_iter().chain(shared).collect()
}
