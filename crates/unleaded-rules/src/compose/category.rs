//! Categories of a material whose threshold is said to be exceeded.

use std::collections::BTreeSet;

use unleaded_model::amount::{FractionRange, MassRange};
use unleaded_model::declaration::{Intent, Material};

use super::Composer;
use super::close::anything;
use crate::composition::{Content, Disclosed, Told};
use crate::doubt::limit;
use crate::lists::EntryKey;
use crate::meaning::spoken_of;

impl Composer<'_> {
    /// What a material may hold beside its `contents` because the thresholds of more categories are said to be exceeded than
    /// they explain; `None`: nothing. Which of the categories are meant is not known.
    pub(super) fn of_category(
        &self,
        material: &Material,
        contents: &[Content],
        mass: MassRange,
    ) -> Option<Content> {
        let over = material.categories_over();
        if over == 0 {
            return None;
        }
        let levels = material.substances.iter().map(|substance| substance.level.as_str());
        let levels: BTreeSet<&str> = levels.filter(|level| !level.is_empty()).collect();
        if over > levels.len() {
            // One of them holds no substance, so that its name is not known.
            let most = MassRange::up_to(mass.high);
            return Some(anything("SubstanceCategory".to_owned(), most, FractionRange::ANYTHING));
        }
        let is_over = |entry: &EntryKey| {
            let low = |content: &Content| {
                let member = content.members.iter().find(|member| member.entry == *entry)?;
                Some(FractionRange::exactly(content.share.low).times(member.factor.low).low)
            };
            contents.iter().filter_map(low).any(|low| low > limit(entry, self.lists))
        };
        let (mut explained, mut names, mut entries) = (0, Vec::new(), BTreeSet::new());
        for level in levels {
            let spoken = spoken_of("", "", level, self.lists);
            // What only some substances of that name count towards explains it where nothing is sure.
            let first = if spoken.sure.is_empty() { &spoken.maybe } else { &spoken.sure };
            let is_explained = first.iter().any(is_over);
            let named: BTreeSet<EntryKey> = spoken.sure.into_iter().chain(spoken.maybe).collect();
            if is_explained {
                explained += 1;
            } else if !named.is_empty() {
                names.push(level);
                entries.extend(named);
            }
        }
        let is_open = over > explained && !entries.is_empty();
        is_open.then(|| Content {
            cas: None,
            name: names.join("; "),
            key: String::new(),
            disclosed: Disclosed::Class,
            may_hold: entries.into_iter().collect(),
            excluded: Vec::new(),
            members: Vec::new(),
            mass: MassRange::up_to(mass.high),
            share: FractionRange::ANYTHING,
            told: Told::Presence,
            intent: Intent::Unknown,
            claims: Vec::new(),
        })
    }
}
