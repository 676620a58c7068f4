//! Lists of the user's own: of rules, and further editions of those that are held in forms of their own.

use jiff::civil::Date;
use unleaded_model::diagnostic::Diagnostic;

use super::china::{self, ChinaLists};
use super::editions::Asked;
use super::entry::EntryKey;
use super::exemptions::{self, Exemptions};
use super::groups::{self, Groups};
use super::header::{ListHeader, Standing};
use super::reading::{ListFile, read_own};
use super::restriction::{self, RestrictionList};
use super::rules::{KnownGroups, RuleList, read_rules};
use super::svhc::{self, SvhcList};
use super::{Lists, members};

/// A list of the user's own.
#[derive(Clone, Debug)]
pub enum OwnList {
    /// An edition of the candidate list.
    Candidates(SvhcList),
    /// An edition of the limit sets, their days and the catalogue of China RoHS.
    China(Box<ChinaLists>),
    /// An edition of the table of exemptions of EU RoHS.
    Exemptions(Exemptions),
    /// Members to be added to the groups of the table of the same name.
    Groups(Groups),
    /// An edition of the limits of EU RoHS.
    Restrictions(RestrictionList),
    /// A list of rules.
    Rules(RuleList),
}

impl OwnList {
    /// Its identity.
    pub fn header(&self) -> &ListHeader {
        match self {
            Self::Candidates(list) => &list.header,
            Self::China(list) => &list.header,
            Self::Exemptions(list) => &list.header,
            Self::Groups(list) => &list.header,
            Self::Restrictions(list) => &list.header,
            Self::Rules(list) => &list.header,
        }
    }

    /// Whether it is proposed and binds nobody.
    pub fn is_draft(&self) -> bool {
        self.header().standing == Standing::Draft
    }

    /// How many entries it has: rules, claims, or members of groups.
    pub fn entries(&self) -> usize {
        match self {
            Self::Candidates(list) => list.entries.len(),
            Self::China(list) => list.sets.iter().map(|set| set.entries.len()).sum(),
            Self::Exemptions(list) => list.claims.len(),
            Self::Groups(list) => list.members.len(),
            Self::Restrictions(list) => list.entries.len(),
            Self::Rules(list) => list.entries.len(),
        }
    }
}

impl Lists {
    /// Reads a list of the user's own: an edition of the list that its `id` names, or a list of rules. It is there where
    /// nothing is an error. All defects are told at once.
    pub fn read_own(&self, file: &ListFile<'_>) -> (Option<OwnList>, Vec<Diagnostic>) {
        read_own(file, |reader, root| {
            let id = root.id();
            if id == self.svhc.header.id {
                return svhc::read(reader, root, Some(&self.svhc)).map(OwnList::Candidates);
            }
            if id == self.china.header.id {
                let groups = self.groups.names();
                let known = (groups.as_slice(), &self.china);
                return china::read_own(reader, root, known).map(Box::new).map(OwnList::China);
            }
            if id == self.exemptions.header.id {
                let keys: Vec<&str> = self.eu_rohs.entries.iter().map(|e| e.key.as_str()).collect();
                let shipped = (keys.as_slice(), Some(&self.exemptions));
                return exemptions::read(reader, root, shipped).map(OwnList::Exemptions);
            }
            if id == self.eu_rohs.header.id {
                let groups = self.groups.names();
                let shipped = (groups.as_slice(), Some(&self.eu_rohs));
                return restriction::read(reader, root, shipped).map(OwnList::Restrictions);
            }
            for table in [&self.groups, &self.further_groups] {
                if id == table.header.id {
                    return groups::read(reader, root, Some(table)).map(OwnList::Groups);
                }
            }
            let (further, words) = (&self.further_groups, &self.further_suspicion);
            let groups = KnownGroups::of(&self.groups, further, words);
            read_rules(reader, root, &groups).map(OwnList::Rules)
        })
    }

    /// The user's own editions of the list `id`, in the order in which they come into effect.
    pub(crate) fn own_of(&self, id: &str) -> Vec<&OwnList> {
        let mut own: Vec<&OwnList> =
            self.own.iter().filter(|list| list.header().id == id).collect();
        own.sort_by_key(|list| list.header().order());
        own
    }

    /// Returns the last day in that month on which an edition of the candidate list adds substances.
    pub fn candidate_update(&self, year: i16, month: i8) -> Option<Date> {
        let own = self.own.iter().filter_map(|list| match list {
            OwnList::Candidates(list) if list.header.standing == Standing::InForce => Some(list),
            _ => None,
        });
        std::iter::once(&self.svhc).chain(own).filter_map(|l| l.update_in(year, month)).max()
    }

    /// The headers of all editions of what a law says: not those of the tables of our own.
    pub fn laws(&self) -> Vec<&ListHeader> {
        let shipped =
            [&self.eu_rohs.header, &self.exemptions.header, &self.svhc.header, &self.china.header];
        let own = self.own.iter().filter(|list| !matches!(list, OwnList::Groups(_)));
        let rules = self.rules.iter().map(|list| &list.header);
        shipped.into_iter().chain(own.map(OwnList::header)).chain(rules).collect()
    }

    /// Puts the editions that are asked for in the places of the shipped ones, and adds to the groups. A draft takes the
    /// place of the edition in force; `drafts` are their positions among the user's own.
    pub(super) fn choose(&mut self, asked: &Asked<'_>, drafts: &[usize]) {
        let own = std::mem::take(&mut self.own);
        let was_known = |list: &&OwnList| asked.knew(list.header());
        for list in own.iter().filter(was_known).filter(|list| !list.is_draft()) {
            let header = list.header();
            let days = header.effective.into_iter().chain(header.repealed);
            self.changes.extend(days.map(|day| (header.id.clone(), day)));
        }
        let shipped =
            [&self.svhc.header, &self.exemptions.header, &self.eu_rohs.header, &self.china.header];
        let used = shipped.map(|shipped| position(shipped, &own, asked, drafts));
        let groups = (0..own.len()).filter(|at| matches!(own[*at], OwnList::Groups(_)));
        let groups = groups.filter(|at| was_known(&&own[*at]));
        for at in used.into_iter().flatten().chain(groups) {
            match own[at].clone() {
                OwnList::Candidates(list) => {
                    self.ipc.name_candidates(&list);
                    let known = &self.svhc.entries;
                    let added = list.entries.keys().filter(|number| !known.contains_key(number));
                    self.unclassed = added.map(|number| EntryKey::Svhc(*number)).collect();
                    self.svhc = list;
                }
                OwnList::China(list) => self.china = *list,
                OwnList::Exemptions(list) => self.exemptions = list,
                OwnList::Groups(list) => self.table_of(&list).add(&list),
                OwnList::Restrictions(list) => self.eu_rohs = list,
                OwnList::Rules(_) => {}
            }
        }
        for header in [
            &mut self.svhc.header,
            &mut self.exemptions.header,
            &mut self.eu_rohs.header,
            &mut self.china.header,
        ] {
            if asked.means(header) {
                header.standing = Standing::InForce;
            }
        }
        self.group_entries = members::derive(&self.groups, &self.svhc, &self.suspicion);
    }

    /// The table that the members are added to.
    fn table_of(&mut self, added: &Groups) -> &mut Groups {
        match added.header.id == self.groups.header.id {
            true => &mut self.groups,
            false => &mut self.further_groups,
        }
    }
}

/// Where among the user's own the edition is that is used; `None`: the shipped one is.
fn position(
    shipped: &ListHeader,
    own: &[OwnList],
    asked: &Asked<'_>,
    drafts: &[usize],
) -> Option<usize> {
    let is_of = |list: &OwnList| list.header().id == shipped.id;
    if asked.means(shipped) {
        return None;
    }
    if let Some(at) = own.iter().position(|list| is_of(list) && asked.means(list.header())) {
        return Some(at);
    }
    if let Some(draft) = drafts.iter().find(|at| is_of(&own[**at])) {
        return Some(*draft);
    }
    let others = (0..).zip(own).filter(|(_, list)| is_of(list) && !list.is_draft());
    let others = others.map(|(at, list)| (Some(at), list.header()));
    let mut all: Vec<(Option<usize>, &ListHeader)> = std::iter::once((None, shipped))
        .chain(others)
        .filter(|(_, header)| asked.knew(header))
        .collect();
    all.sort_by_key(|(at, header)| (header.order(), *at));
    let in_force = all.iter().rfind(|(_, header)| header.is_in_force(asked.as_of));
    // The entries of these lists have days of their own.
    in_force.or(all.first()).and_then(|(at, _)| *at)
}
