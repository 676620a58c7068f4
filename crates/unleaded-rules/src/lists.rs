//! The lists that verdicts are made from, shipped in the binary: limits, exemptions, members of groups, names.
//!
//! The files lie in `lists/`; their form is described in `docs/formats/lists.md` and how each was made in
//! `docs/lists/`. [`Lists::shipped`] reads them once. Every list carries its identity, edition and SHA-256, which a
//! report repeats. An engine asks, for a substance of a declaration:
//!
//! 1. with a CAS number: [`Classes::classify`] (of variable composition?), [`Groups::by_cas`] and
//!    [`SvhcList::by_cas`], all three; where none knows the number, [`Suspicion::groups_in`] on the name;
//! 2. with a name only: [`Names::lookup`], which gives a CAS number, else [`Groups::by_name`] and
//!    [`SvhcList::by_name`], else [`Classes::classify`]. A class that was found by a prefix or part of the name says
//!    nothing about the rest of the name: the groups of [`Suspicion::groups_in`] come on top;
//! 3. what is still not known: [`Suspicion::groups_in`] on the name; without a suspicion it is a substance that
//!    is named and not listed.
//!
//! Lists of rules are asked beside that, with groups and words of their own: what they know makes nothing more or less
//! definite under the other laws.

mod category;
mod china;
mod classes;
mod editions;
mod entry;
mod exemptions;
mod formula;
mod groups;
mod header;
mod ipc;
mod members;
mod names;
mod own;
mod reading;
mod restriction;
mod rules;
mod suspicion;
mod svhc;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

pub use self::category::{Category, CategoryScope};
pub use self::china::{
    Applicability, CatalogueItem, ChinaLists, Deadline, ExceptionsList, LimitSet, ScopeBound,
    ScopeCondition, ScopeStanding,
};
pub use self::classes::{ClassKind, ClassRow, Classes, Matching, MayContain};
pub use self::editions::{Asked, Draft, DraftError, Gap};
pub use self::entry::EntryKey;
pub use self::exemptions::{
    ExemptionClaimRow, ExemptionLimit, Exemptions, SourceKind, exemption_key,
};
pub use self::formula::Formula;
pub use self::groups::{GroupMember, Groups};
pub use self::header::{ListError, ListHeader, Standing};
pub use self::ipc::{Family, IpcEntry, IpcLists, IpcRow, ListEdition, Resolved};
pub use self::members::GroupEntries;
pub use self::names::{KnownName, Names};
pub use self::own::OwnList;
pub use self::reading::{LARGEST_TABLE, LARGEST_TOML, ListFile, Source};
pub use self::restriction::{Level, Period, RestrictionEntry, RestrictionList};
pub use self::rules::{RowLimit, RuleList, RuleRow, Ruled};
pub use self::suspicion::{Suspicion, SuspicionRule};
pub use self::svhc::{SvhcEntry, SvhcList, SvhcMember};

use self::header::File;
use self::reading::read_shipped;
use self::rules::KnownGroups;

/// A list that is one TOML file.
macro_rules! toml_file {
    ($name:literal) => {
        File {
            name: concat!($name, ".toml"),
            toml: include_str!(concat!("../lists/", $name, ".toml")),
            csv: "",
        }
    };
}

/// A list that is a header in TOML and a table in CSV.
macro_rules! csv_file {
    ($name:literal) => {
        File {
            name: concat!($name, ".csv"),
            toml: include_str!(concat!("../lists/", $name, ".toml")),
            csv: include_str!(concat!("../lists/", $name, ".csv")),
        }
    };
}

const EU_ROHS: File<'static> = toml_file!("eu-rohs");
const EXEMPTIONS: File<'static> = csv_file!("eu-rohs-exemptions");
const CHINA: File<'static> = toml_file!("china-rohs");
const SVHC: File<'static> = csv_file!("reach-svhc");
const GROUPS: File<'static> = csv_file!("groups");
const NAMES: File<'static> = csv_file!("names");
const CLASSES: File<'static> = csv_file!("classes");
const IPC: File<'static> = csv_file!("ipc-lists");
const SUSPICION: File<'static> = toml_file!("suspicion");
const FURTHER_GROUPS: File<'static> = csv_file!("further-groups");
const FURTHER_SUSPICION: File<'static> = toml_file!("further-suspicion");

/// The shipped lists of rules, in the order of reports.
const RULES: [File<'static>; 9] = [
    toml_file!("eu-batteries"),
    toml_file!("eu-packaging"),
    toml_file!("us-tsca-pbt"),
    csv_file!("iec62474"),
    csv_file!("eu-pops"),
    csv_file!("us-ca-prop65"),
    csv_file!("reach-annex-xiv"),
    csv_file!("reach-annex-xvii"),
    csv_file!("jig"),
];

/// All shipped lists.
#[derive(Clone, Debug)]
pub struct Lists {
    /// EU RoHS, Annex II.
    pub eu_rohs: RestrictionList,
    /// EU RoHS, Annexes III and IV.
    pub exemptions: Exemptions,
    /// China RoHS.
    pub china: ChinaLists,
    /// The candidate list of REACH.
    pub svhc: SvhcList,
    /// Members of the restricted groups.
    pub groups: Groups,
    /// What the name of a whole group may mean; made from the lists around it.
    pub group_entries: GroupEntries,
    /// Names of definite substances.
    pub names: Names,
    /// Generic names, mixtures and placeholders.
    pub classes: Classes,
    /// The lists that IPC-1752 documents answer.
    pub ipc: IpcLists,
    /// Words that make an unknown substance suspect.
    pub suspicion: Suspicion,
    /// Members of the groups that lists of rules alone are about.
    pub further_groups: Groups,
    /// Words that make an unknown substance suspect of these.
    pub further_suspicion: Suspicion,
    /// Lists of rules of one form: further laws, and the user's own.
    pub rules: Vec<RuleList>,
    /// The substances that those rules name, by number and name.
    pub ruled: Ruled,
    /// The user's own editions of the lists above and additions to the groups; empty where the ones to be used are chosen.
    pub own: Vec<OwnList>,
    /// The limits of EU RoHS that the lists of suppliers' answers rest on: the shipped ones, whatever edition is used. What
    /// was answered on them is no answer on another limit.
    pub answered: RestrictionList,
    /// The entries of the candidate list that the table of classes was not made with in mind: any class may hold them.
    pub unclassed: Vec<EntryKey>,
    /// The days on which an edition of a list above comes into effect or is repealed, with its name.
    pub changes: Vec<(String, jiff::civil::Date)>,
}

impl Lists {
    /// Returns the shipped lists, read on the first call.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Lists> = OnceLock::new();
        // The bytes are constants of the binary, and a test reads them.
        SHIPPED.get_or_init(|| Self::read().expect("the shipped lists are well formed"))
    }

    /// Returns the headers of all lists, in the order of the fields, each with those of its further editions behind it.
    pub fn headers(&self) -> Vec<&ListHeader> {
        let named = [
            &self.eu_rohs.header,
            &self.exemptions.header,
            &self.china.header,
            &self.svhc.header,
            &self.groups.header,
            &self.names.header,
            &self.classes.header,
            &self.ipc.header,
            &self.suspicion.header,
            &self.further_groups.header,
            &self.further_suspicion.header,
        ];
        let mut headers: Vec<&ListHeader> = Vec::new();
        for header in named {
            headers.push(header);
            headers.extend(self.own_of(&header.id).into_iter().map(OwnList::header));
            let groups = [&self.groups, &self.further_groups].into_iter();
            let added = groups.filter(|table| table.header.id == header.id);
            headers.extend(added.flat_map(|table| &table.added));
        }
        headers.extend(self.rules.iter().map(|list| &list.header));
        headers
    }

    /// Returns the files of the shipped list of that name, as they are: the TOML, and the table where there is one.
    pub fn shipped_files(id: &str) -> Option<(&'static str, Option<&'static str>)> {
        let tables = [
            EU_ROHS,
            EXEMPTIONS,
            CHINA,
            SVHC,
            GROUPS,
            NAMES,
            CLASSES,
            IPC,
            SUSPICION,
            FURTHER_GROUPS,
            FURTHER_SUSPICION,
        ];
        let file = tables
            .into_iter()
            .chain(RULES)
            .find(|file| file.name.split_once('.').is_some_and(|(name, _)| name == id))?;
        Some((file.toml, Some(file.csv).filter(|table| !table.is_empty())))
    }

    /// Returns the entries that the list of a document covers, e.g. the 241 of `EUREACH-0624`: a statement about the
    /// list covers exactly these. `None` when the list or its edition is not known.
    pub fn entries_of(&self, identity: &str) -> Option<Vec<EntryKey>> {
        let edition = ListEdition::parse(identity)?;
        match edition.family {
            Family::EuReach => {
                let (year, month) = edition.month?;
                let update = self.svhc.update_in(year, month)?;
                Some(self.svhc.on(update).map(|entry| EntryKey::Svhc(entry.number)).collect())
            }
            Family::EuRohs => {
                let (year, month) = edition.month?;
                // There may have been an edition in any month up to the last change, and nobody knows a later one.
                let periods = self.answered.entries.iter().flat_map(|entry| &entry.applies);
                let changes = periods.map(|period| (period.from.year(), period.from.month()));
                changes.max().filter(|changed| (year, month) <= *changed)?;
                let last = jiff::civil::Date::new(year, month, 1).ok()?.last_of_month();
                let in_force = |entry: &&RestrictionEntry| entry.applies_to(Category::C1, last);
                let entries = self.answered.entries.iter().filter(in_force);
                Some(entries.map(|entry| EntryKey::Group(entry.key.clone())).collect())
            }
            // The codes of one edition are known; their thresholds and applications differ from the laws' own.
            Family::Iec62474 => {
                let codes = self.ipc.codes(identity).flat_map(|(_, entry)| &entry.entries);
                let entries: std::collections::BTreeSet<_> = codes.cloned().collect();
                (!entries.is_empty()).then(|| entries.into_iter().collect())
            }
        }
    }

    /// Returns what people call `entry`: its key where it is a restricted group, else its name on its list.
    pub fn label(&self, entry: &EntryKey) -> String {
        match entry {
            EntryKey::Group(key) => key.clone(),
            EntryKey::Listed(list, number) => {
                let list = self.rules.get(usize::from(*list));
                let known = list.and_then(|list| list.entries.get(usize::from(*number)));
                known.map_or_else(|| entry.to_string(), |entry| entry.name_en.clone())
            }
            EntryKey::Svhc(number) => {
                let known = self.svhc.entries.get(number).map(|entry| entry.name_en.clone());
                known.unwrap_or_else(|| entry.to_string())
            }
        }
    }

    fn read() -> Result<Self, ListError> {
        let svhc = read_shipped(SVHC, |r, root| svhc::read(r, root, None))?;
        let table = |file| read_shipped(file, |reader, root| groups::read(reader, root, None));
        let groups = table(GROUPS)?;
        let suspicion = suspicion::read(SUSPICION)?;
        let further_groups = table(FURTHER_GROUPS)?;
        let further_suspicion = suspicion::read(FURTHER_SUSPICION)?;
        let known = KnownGroups::of(&groups, &further_groups, &further_suspicion);
        let rules = RULES.iter().map(|file| {
            read_shipped(*file, |reader, root| rules::read_rules(reader, root, &known))
        });
        let rules: Vec<RuleList> = rules.collect::<Result<_, _>>()?;
        let eu_rohs = read_shipped(EU_ROHS, |reader, root| {
            restriction::read(reader, root, (&groups.names(), None))
        })?;
        let keys: Vec<&str> = eu_rohs.entries.iter().map(|entry| entry.key.as_str()).collect();
        let exemptions =
            read_shipped(EXEMPTIONS, |reader, root| exemptions::read(reader, root, (&keys, None)))?;
        Ok(Self {
            exemptions,
            answered: eu_rohs.clone(),
            eu_rohs,
            china: china::read(CHINA)?,
            group_entries: members::derive(&groups, &svhc, &suspicion),
            svhc,
            groups,
            names: names::read(NAMES)?,
            classes: classes::read(CLASSES)?,
            ipc: ipc::read(IPC)?,
            suspicion,
            further_suspicion,
            further_groups,
            ruled: Ruled::of(&rules),
            rules,
            own: Vec::new(),
            unclassed: Vec::new(),
            changes: Vec::new(),
        })
    }
}
