//! Classes A and B: answers to queries, and masses by material group.

use unleaded_model::declaration::{MaterialGroup, Query, QueryList};

use super::keeper::Keeper;
use super::product::AmountOf;
use super::{Writer, units};
use crate::ipc1752::vocabulary::Kind;

impl Writer {
    pub(super) fn queries(&mut self, list: &QueryList, path: &str, kept: &mut Keeper<'_>) {
        self.markup.start("QueryList");
        kept.attributes(path, &mut self.markup);
        self.markup.start("QueryListID");
        self.markup.attribute("identity", &list.identity);
        self.markup.attribute("authority", &list.authority);
        self.finish(&format!("{path}/QueryListID"), kept);
        list.queries.iter().for_each(|query| self.query(query));
        self.finish_children(path, kept);
    }

    fn query(&mut self, query: &Query) {
        let mut kept = Keeper::new(&query.kept, &[Kind::Query.name()]);
        self.markup.start("Query");
        self.markup.attribute("statement", &query.statement);
        self.markup.attribute("response", &query.response);
        kept.attributes("", &mut self.markup);
        if !query.code.is_empty() || !query.code_authority.is_empty() {
            self.markup.start("QueryID");
            self.markup.attribute("identity", &query.code);
            self.markup.attribute("authority", &query.code_authority);
            self.finish("QueryID", &mut kept);
        }
        kept.children("", &mut self.markup);
        self.markup.end();
        kept.finish(&mut self.losses);
    }

    pub(super) fn groups(&mut self, groups: &[MaterialGroup], path: &str, kept: &mut Keeper<'_>) {
        self.markup.start("MaterialGroupList");
        kept.attributes(path, &mut self.markup);
        kept.child(path, "MaterialGroupListID", &mut self.markup);
        groups.iter().for_each(|group| self.group(group));
        self.finish_children(path, kept);
    }

    fn group(&mut self, group: &MaterialGroup) {
        let mut kept = Keeper::new(&group.kept, &[Kind::Group.name()]);
        self.markup.start("MaterialGroup");
        self.markup.attribute("name", &group.name);
        self.markup.attribute("comment", &group.comment);
        kept.attributes("", &mut self.markup);
        if !group.code.is_empty() || !group.authority.is_empty() {
            self.markup.start("MaterialGroupID");
            self.markup.attribute("identity", &group.code);
            self.markup.attribute("authority", &group.authority);
            self.finish("MaterialGroupID", &mut kept);
        }
        let mass = group.mass.as_ref().map(|mass| AmountOf::new(units::mass(mass), mass));
        let share = group.share_of_part.as_ref().map(|s| AmountOf::new(units::share(s), s));
        self.amounts(mass, share, &mut kept);
        kept.children("", &mut self.markup);
        self.markup.end();
        kept.finish(&mut self.losses);
    }
}
