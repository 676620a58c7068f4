//! The rules of one law on one date for one category of product.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use unleaded_model::amount::Fraction;

use crate::composition::{Content, Disclosed};
use crate::lists::{Category, EntryKey, Gap, Level, ListHeader, Lists, RestrictionEntry, Standing};

pub use self::entry::{Beyond, Expressed, Intended, Members, RuleEntry};

mod entry;

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
    /// A list of rules, by its position in [`Lists::rules`].
    Listed(u16),
    /// The REACH candidate list (Regulation (EC) 1907/2006, Articles 33 and 59).
    ReachSvhc,
}

impl Law {
    /// Those that a product is judged by when nobody says: what they ask of every product is held whole.
    pub const DEFAULT: [Self; 3] = [Self::EuRohs, Self::ChinaRohs, Self::ReachSvhc];

    /// Returns every law of `lists`, in the order of reports. Drafts are none.
    pub fn all(lists: &Lists) -> Vec<Self> {
        let of_rules = (0..).zip(&lists.rules).filter(|(_, list)| !list.is_draft());
        let listed = of_rules.map(|(at, _)| Self::Listed(at));
        Self::DEFAULT.into_iter().chain(listed).collect()
    }

    /// Returns the drafts among `lists`, which [`Lists::used`] leaves where they are asked for.
    pub fn drafts(lists: &Lists) -> impl Iterator<Item = Self> {
        let drafts = (0..).zip(&lists.rules).filter(|(_, list)| list.is_draft());
        drafts.map(|(at, _)| Self::Listed(at))
    }

    /// The name on the command line and in reports.
    pub fn id(self, lists: &Lists) -> &str {
        match self {
            Self::ChinaRohs => "china-rohs",
            Self::EuRohs => "eu-rohs",
            Self::Listed(at) => lists.rules.get(usize::from(at)).map_or("", |l| &l.rule_set),
            Self::ReachSvhc => "reach-svhc",
        }
    }

    /// Returns the law of that name.
    pub fn parse(id: &str, lists: &Lists) -> Option<Self> {
        Self::all(lists).into_iter().find(|law| law.id(lists) == id)
    }
}

/// What the law of the candidate list obliges to, in English.
const SVHC_DUTIES: [&str; 2] = [
    "REACH Article 33: tell the recipient, and a consumer on request within 45 days",
    "Waste Framework Directive Article 9(1)(i): notify the SCIP database",
];

/// The rules of one law as they stand for one judgement.
#[derive(Clone, Debug)]
pub struct RuleSet {
    /// The law.
    pub law: Law,
    /// Its name on the command line and in reports.
    pub id: String,
    /// What it does.
    pub kind: Kind,
    /// The duties of whoever supplies something that is over a limit, in English; none under a restriction.
    pub duties: Vec<String>,
    /// The edition or standard used.
    pub edition: String,
    /// Other editions that the date would allow (China).
    pub also_allowed: Vec<String>,
    /// The entries in force, in the order of the law.
    pub entries: Vec<RuleEntry>,
    /// Where in `entries` each key counts; a substance of a group may count in several.
    positions: BTreeMap<EntryKey, Vec<usize>>,
    /// The levels of its entries, each once; the first is that of what is common to all.
    pub levels: Vec<Level>,
    /// Whether the table of classes was made with its entries in mind: else a class may hold any of them.
    pub classes: ClassesKnow,
    /// Whether it is law, or a draft that is tried.
    pub standing: Standing,
    /// Why it has no entries, where it is not for the date alone.
    pub gap: Option<Gap>,
}

/// What the table of classes says of the entries of a law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassesKnow {
    /// Which of them a class may hold.
    Entries,
    /// Nothing: a class may hold any of them.
    Nothing,
}

impl RuleSet {
    fn new(law: Law, id: &str, kind: Kind, edition: String, entries: Vec<RuleEntry>) -> Self {
        let mut positions: BTreeMap<EntryKey, Vec<usize>> = BTreeMap::new();
        let mut levels = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            for key in &entry.counts {
                positions.entry(key.clone()).or_default().push(at);
            }
            if !levels.contains(&entry.level) {
                levels.push(entry.level);
            }
        }
        let id = id.to_owned();
        let (also_allowed, duties, classes) = (Vec::new(), Vec::new(), ClassesKnow::Entries);
        let (standing, gap) = (Standing::InForce, None);
        Self {
            law,
            id,
            kind,
            duties,
            edition,
            also_allowed,
            entries,
            positions,
            levels,
            classes,
            standing,
            gap,
        }
    }

    /// Returns the rules as far as they were known on `day`: without any where they were not, or where nobody noted it.
    #[must_use]
    pub fn known_on(self, lists: &Lists, day: Option<Date>) -> Self {
        let (Some(day), Law::ChinaRohs | Law::EuRohs | Law::ReachSvhc) = (day, self.law) else {
            return self;
        };
        let was_known = |header: &&ListHeader| header.known_from().is_some_and(|from| from <= day);
        if own_headers(lists, self.law).iter().all(was_known) {
            return self;
        }
        let none = Self::new(self.law, &self.id, self.kind, String::new(), Vec::new());
        Self { gap: Some(Gap::NotKnown(day)), duties: self.duties, ..none }
    }

    /// The rules with the name of the draft that they are made from, where one is tried in the place of a law.
    fn tried(mut self, lists: &Lists) -> Self {
        let own = own_headers(lists, self.law);
        if let Some(draft) = own.iter().find(|header| header.standing == Standing::Draft) {
            self.standing = Standing::Draft;
            self.id = format!("{}@{}", self.id, draft.edition);
        }
        self
    }

    /// Returns where in [`Self::entries`] what is `key` counts.
    pub fn positions(&self, key: &EntryKey) -> &[usize] {
        self.positions.get(key).map_or(&[], Vec::as_slice)
    }

    /// Returns where in [`Self::entries`] the entry is that is told from others by `key`.
    pub fn position(&self, key: &EntryKey) -> Option<usize> {
        self.positions(key).iter().copied().find(|at| self.entries[*at].entry == *key)
    }

    /// The applications that some entry is for, each once.
    pub fn applications(&self) -> Vec<String> {
        let all = self.entries.iter().flat_map(|entry| &entry.applications).cloned();
        all.collect::<BTreeSet<String>>().into_iter().collect()
    }

    /// The level of what is common to all entries; a set without entries looks at materials.
    pub fn first_level(&self) -> Level {
        self.levels.first().copied().unwrap_or(Level::HomogeneousMaterial)
    }

    /// Whether what is known of `content` leaves open whether it holds any entry.
    pub fn is_open(&self, content: &Content) -> bool {
        match content.disclosed {
            Disclosed::Nothing => true,
            Disclosed::Class => self.classes == ClassesKnow::Nothing,
            Disclosed::Definite => false,
        }
    }

    /// Returns a rule set of just these entries, for questions about how much there is of each.
    pub(crate) fn of_entries(entries: Vec<RuleEntry>) -> Self {
        Self::new(Law::EuRohs, "", Kind::Restriction, String::new(), entries)
    }

    /// The smallest limit: a share of at most this is within for every entry.
    pub fn smallest_limit(&self) -> Fraction {
        let least = |entry: &RuleEntry| match entry.intended {
            Intended::AsAll => entry.limit,
            Intended::Over => Fraction::ZERO,
        };
        self.entries.iter().map(least).reduce(Fraction::min).unwrap_or(Fraction::ONE)
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
    let edition = list.header.edition.clone();
    RuleSet::new(Law::EuRohs, "eu-rohs", Kind::Restriction, edition, entries).tried(lists)
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
    // The table has no gaps and names only sets it holds: a test asserts it of the shipped one, its reader of one's own.
    let set = chosen.and_then(|name| china.set(name));
    let entries = set.map(|set| set.entries.iter().map(rule).collect()).unwrap_or_default();
    let edition = chosen.unwrap_or_default().to_owned();
    let (law, kind) = (Law::ChinaRohs, Kind::Restriction);
    let mut rules = RuleSet::new(law, "china-rohs", kind, edition, entries);
    rules.also_allowed = allowed.into_iter().filter(|name| *name != rules.edition).collect();
    Ok(rules.tried(lists))
}

/// Returns the candidate list as it stood on `date`.
pub fn reach_svhc(lists: &Lists, date: Date) -> RuleSet {
    let list = &lists.svhc;
    let entries: Vec<RuleEntry> = list
        .on(date)
        .map(|e| RuleEntry {
            key: candidate_key(&e.cas, &e.ec, &e.name_en),
            name_en: e.name_en.clone(),
            name_zh: e.name_zh.clone(),
            legal_reference: "REACH Articles 33 and 7(2)".to_owned(),
            ..RuleEntry::stated(&EntryKey::Svhc(e.number), list.limit, Level::Article)
        })
        .collect();
    let (law, kind, edition) = (Law::ReachSvhc, Kind::Disclosure, list.header.edition.clone());
    let mut rules = RuleSet::new(law, "reach-svhc", kind, edition, entries);
    rules.duties = SVHC_DUTIES.map(str::to_owned).to_vec();
    rules.tried(lists)
}

/// Returns the rules of a list of rules as they stand on `date`.
pub fn listed(lists: &Lists, at: u16, date: Date) -> RuleSet {
    let Some(list) = lists.rules.get(usize::from(at)) else {
        return RuleSet::new(Law::Listed(at), "", Kind::Disclosure, String::new(), Vec::new());
    };
    let entries = list.entries.iter().filter(|e| e.holds_on(date)).map(|e| e.rule(at)).collect();
    // An edition that is not used is not named: what was not known on a day could not be.
    let edition = match list.gap {
        Some(Gap::NotKnown(_)) => String::new(),
        Some(Gap::NotInForce) | None => list.header.edition.clone(),
    };
    let mut rules = RuleSet::new(Law::Listed(at), &list.rule_set, list.kind, edition, entries);
    (rules.standing, rules.gap) = (list.header.standing, list.gap);
    rules.duties.clone_from(&list.duties);
    rules.classes = list.classes;
    rules
}

/// Number and name: `7439-92-1 Lead`. An entry without a CAS number has its EC number, or its name alone.
fn candidate_key(cas: &[String], ec: &[String], name: &str) -> String {
    match cas.first().or_else(|| ec.first()) {
        Some(number) => format!("{number} {name}"),
        None => name.to_owned(),
    }
}

fn rule(entry: &RestrictionEntry) -> RuleEntry {
    let key = EntryKey::Group(entry.group.clone());
    RuleEntry {
        key: entry.key.clone(),
        name_en: entry.name_en.clone(),
        name_zh: entry.name_zh.clone(),
        legal_reference: entry.legal_reference.clone(),
        ..RuleEntry::stated(&key, entry.limit, entry.level)
    }
}

/// Returns the first day after `date` on which the lists give the law other limits, entries or bases to choose from;
/// `None`: they tell of none.
pub fn next_change(lists: &Lists, law: Law, category: Category, date: Date) -> Option<Date> {
    // What a list says from a day on, and another edition of it.
    let ids: Vec<&str> = own_headers(lists, law).iter().map(|h| h.id.as_str()).collect();
    let of_editions = lists.changes.iter().filter(|(id, _)| ids.contains(&id.as_str()));
    let of_editions: Vec<Date> = of_editions.map(|(_, day)| *day).collect();
    let later = |days: &mut dyn Iterator<Item = Date>| {
        days.chain(of_editions.iter().copied()).filter(|day| *day > date).min()
    };
    match law {
        Law::ChinaRohs => later(&mut lists.china.applicability.iter().filter_map(|row| row.from)),
        Law::EuRohs => {
            let periods = lists.eu_rohs.entries.iter().flat_map(|entry| &entry.applies);
            let of_category = periods.filter(|p| p.scope.covers(category) == Some(true));
            later(&mut of_category.flat_map(|p| std::iter::once(p.from).chain(p.until)))
        }
        Law::Listed(at) => {
            let list = lists.rules.get(usize::from(at));
            let rows = list.into_iter().flat_map(|list| &list.entries);
            let of_rows = rows.flat_map(|row| row.from.into_iter().chain(row.until));
            let whole = list.into_iter().flat_map(|list| &list.changes).copied();
            later(&mut of_rows.chain(whole))
        }
        Law::ReachSvhc => later(&mut lists.svhc.entries.values().map(|entry| entry.included)),
    }
}

/// Returns the headers of the lists that the rules of `rules` are made from, for the report's inputs.
pub fn headers<'l>(lists: &'l Lists, rules: &RuleSet) -> Vec<&'l ListHeader> {
    // What was not known on a day has no part in what is said as of it.
    let own = match rules.gap {
        Some(Gap::NotKnown(_)) => Vec::new(),
        Some(Gap::NotInForce) | None => own_headers(lists, rules.law),
    };
    let further = match rules.law {
        Law::Listed(_) => {
            let groups = &lists.further_groups;
            let tables = [&groups.header, &lists.further_suspicion.header];
            tables.into_iter().chain(&groups.added).collect()
        }
        Law::ChinaRohs | Law::EuRohs | Law::ReachSvhc => Vec::new(),
    };
    let shared = [
        &lists.groups.header,
        &lists.names.header,
        &lists.classes.header,
        &lists.ipc.header,
        &lists.suspicion.header,
    ];
    own.into_iter().chain(shared).chain(&lists.groups.added).chain(further).collect()
}

/// The headers of what a law itself says.
fn own_headers(lists: &Lists, law: Law) -> Vec<&ListHeader> {
    match law {
        Law::ChinaRohs => vec![&lists.china.header],
        Law::EuRohs => vec![&lists.eu_rohs.header, &lists.exemptions.header],
        Law::Listed(at) => {
            lists.rules.get(usize::from(at)).map(|list| &list.header).into_iter().collect()
        }
        Law::ReachSvhc => vec![&lists.svhc.header],
    }
}
