//! Classes A and B: answers to queries, and masses by material group. No real file of either is at hand, so their
//! elements are read as `docs/formats/ipc1752.md` tells.

use std::io::BufRead;

use unleaded_model::declaration::{MaterialGroup, Query, QueryList};

use super::Reading;
use crate::bounded::Bounded;
use crate::ipc1752::amounts::Slot;
use crate::ipc1752::vocabulary::Kind;
use crate::xml::Puller;

/// What is open of classes A and B.
#[derive(Debug, Default)]
pub(in crate::ipc1752) struct Groups {
    pub(super) queries: Option<QueryList>,
    pub(super) query: Option<Query>,
    pub(in crate::ipc1752) group: Option<MaterialGroup>,
}

impl Reading {
    /// Takes an element of classes A and B; `false`: it is none.
    pub(super) fn open_groups<R: BufRead>(
        &mut self,
        kind: Kind,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) -> bool {
        match kind {
            Kind::QueryList => {
                let (authority, identity) = self.identity(puller, sink);
                let place = puller.place();
                let list = QueryList { authority, identity, queries: Vec::new(), place };
                self.groups.queries = Some(list);
            }
            Kind::QueryListId => {
                let id = self.identity(puller, sink);
                if let Some(list) = &mut self.groups.queries {
                    (list.authority, list.identity) = id;
                }
            }
            Kind::Query => self.open_query(puller, sink),
            Kind::QueryId => {
                let id = self.identity(puller, sink);
                if let Some(query) = &mut self.groups.query {
                    (query.code_authority, query.code) = id;
                }
            }
            Kind::GroupList => self.keep_attributes(puller, sink),
            Kind::Group => self.open_group(puller, sink),
            Kind::GroupId => {
                let (authority, code) = self.identity(puller, sink);
                if let Some(group) = &mut self.groups.group {
                    if !authority.is_empty() {
                        group.authority = authority;
                    }
                    group.code = code;
                }
            }
            _ => return false,
        }
        true
    }

    /// Takes the end of an element of classes A and B.
    pub(super) fn close_groups(&mut self, kind: Kind) {
        match kind {
            Kind::QueryList => {
                if let (Some(part), Some(list)) =
                    (self.parts.last_mut(), self.groups.queries.take())
                {
                    part.queries.push(list);
                }
            }
            Kind::Query => {
                if let (Some(list), Some(query)) =
                    (&mut self.groups.queries, self.groups.query.take())
                {
                    list.queries.push(query);
                }
            }
            Kind::Group => {
                if let (Some(part), Some(group)) = (self.parts.last_mut(), self.groups.group.take())
                {
                    part.groups.push(group);
                }
            }
            _ => {}
        }
    }

    fn open_query<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        self.groups.query = Some(Query {
            code_authority: String::new(),
            code: String::new(),
            statement: String::new(),
            response: String::new(),
            kept: Vec::new(),
            place: puller.place(),
        });
        for index in 0..puller.attributes() {
            let Some(query) = &mut self.groups.query else {
                return;
            };
            let field = match puller.attribute_name(index) {
                b"authority" => &mut query.code_authority,
                b"identity" => &mut query.code,
                b"response" => &mut query.response,
                b"statement" => &mut query.statement,
                _ => {
                    self.keep_attribute(puller, index, sink);
                    continue;
                }
            };
            *field = puller.value(index).into_owned();
        }
    }

    fn open_group<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        self.groups.group = Some(MaterialGroup {
            authority: String::new(),
            code: String::new(),
            name: String::new(),
            mass: None,
            share_of_part: None,
            comment: String::new(),
            kept: Vec::new(),
            place: puller.place(),
        });
        let mut amount = Slot::default();
        for index in 0..puller.attributes() {
            let Some(group) = &mut self.groups.group else {
                return;
            };
            let field = match puller.attribute_name(index) {
                b"authority" => &mut group.authority,
                b"comment" => &mut group.comment,
                b"id" | b"identity" => &mut group.code,
                b"materialGroupName" | b"name" => &mut group.name,
                _ => {
                    if !amount.takes(puller, index) {
                        self.keep_attribute(puller, index, sink);
                    }
                    continue;
                }
            };
            *field = puller.value(index).into_owned();
        }
        self.fill(Kind::Group, Kind::Amount, &amount, puller, sink);
    }
}
