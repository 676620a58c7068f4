//! Categories of a material whose threshold is said to be exceeded.

use std::collections::BTreeSet;

use unleaded_model::amount::{FractionRange, MassRange};
use unleaded_model::declaration::{Intent, Material};

use super::Composer;
use crate::composition::{Content, Disclosed, Told};
use crate::doubt::limit;
use crate::lists::EntryKey;
use crate::meaning::spoken_of;

impl Composer<'_> {
    /// What a material may hold beside its `contents` because the threshold of a category is said to be exceeded that none
    /// of them explains; `None`: nothing.
    pub(super) fn of_category(
        &self,
        material: &Material,
        contents: &[Content],
        mass: MassRange,
    ) -> Option<Content> {
        if !material.has_category_over() {
            return None;
        }
        let levels: BTreeSet<&str> =
            material.substances.iter().map(|substance| substance.level.as_str()).collect();
        let (mut names, mut entries) = (Vec::new(), BTreeSet::new());
        for level in levels {
            let spoken = spoken_of("", "", level, self.lists);
            if !(spoken.sure.is_empty() && spoken.maybe.is_empty()) {
                names.push(level);
                entries.extend(spoken.sure.into_iter().chain(spoken.maybe));
            }
        }
        let is_over = |entry: &EntryKey| {
            let low = |content: &Content| {
                let member = content.members.iter().find(|member| member.entry == *entry)?;
                Some(FractionRange::exactly(content.share.low).times(member.factor.low).low)
            };
            contents.iter().filter_map(low).any(|low| low > limit(entry, self.lists))
        };
        let is_open = !entries.is_empty() && !entries.iter().any(is_over);
        is_open.then(|| Content {
            cas: None,
            name: names.join("; "),
            key: String::new(),
            disclosed: Disclosed::Class,
            may_hold: entries.into_iter().collect(),
            members: Vec::new(),
            mass: MassRange::up_to(mass.high),
            share: FractionRange::ANYTHING,
            told: Told::Presence,
            intent: Intent::Unknown,
            claims: Vec::new(),
        })
    }
}
