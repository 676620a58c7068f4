//! Exemptions. How they nest is not known, so they are taken wherever they stand.

use std::io::BufRead;

use unleaded_model::declaration::ExemptionClaim;

use super::Reading;
use crate::bounded::Bounded;
use crate::ipc1752::vocabulary::Kind;
use crate::xml::Puller;

/// An open list of exemptions.
#[derive(Debug, Default)]
pub(super) struct Exemptions {
    pub(super) authority: String,
    pub(super) list: String,
    /// Claims that stood before it.
    pub(super) from: usize,
}

impl Reading {
    /// Where exemptions claimed inside the innermost open element belong; `None` outside products.
    pub(super) fn claims(&mut self) -> Option<&mut Vec<ExemptionClaim>> {
        if let Some(substance) = &mut self.substance {
            Some(&mut substance.exemptions)
        } else if let Some(answer) = &mut self.answer {
            Some(&mut answer.exemptions)
        } else if let Some(level) = &mut self.level {
            Some(&mut level.exemptions)
        } else if let Some(material) = &mut self.material {
            Some(&mut material.exemptions)
        } else {
            self.parts.last_mut().map(|part| &mut part.exemptions)
        }
    }

    pub(super) fn open_exemptions<R: BufRead>(
        &mut self,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        let from = self.claims().map_or(0, |claims| claims.len());
        self.exemptions = Some(Exemptions { from, ..Exemptions::default() });
        self.keep_attributes(puller, sink);
    }

    pub(super) fn open_exemption_list_id<R: BufRead>(
        &mut self,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        let (authority, list) = self.identity(puller, sink);
        // Inside an exemption it is that one's list; inside a list it is that of all its exemptions, before and after.
        let in_exemption =
            self.frames.iter().rev().nth(1).is_some_and(|f| f.kind == Kind::Exemption);
        let from = match (&mut self.exemptions, in_exemption) {
            (Some(open), false) => {
                (open.authority, open.list) = (authority.clone(), list.clone());
                open.from
            }
            _ => self.claims().map_or(0, |claims| claims.len().saturating_sub(1)),
        };
        for claim in self.claims().and_then(|claims| claims.get_mut(from..)).unwrap_or_default() {
            (claim.authority, claim.list) = (authority.clone(), list.clone());
        }
    }

    pub(super) fn open_exemption<R: BufRead>(
        &mut self,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        let (authority, list) = match &self.exemptions {
            Some(open) => (open.authority.clone(), open.list.clone()),
            None => Default::default(),
        };
        let mut claim =
            ExemptionClaim { authority, list, id: String::new(), place: puller.place() };
        let named =
            |name: &[u8]| (0..puller.attributes()).find(|i| puller.attribute_name(*i) == name);
        let given = |index: &usize| !puller.value(*index).is_empty();
        let id = named(b"identity").filter(given).or_else(|| named(b"name"));
        for index in 0..puller.attributes() {
            match puller.attribute_name(index) {
                _ if id == Some(index) => claim.id = puller.value(index).into_owned(),
                b"authority" if claim.authority.is_empty() => {
                    claim.authority = puller.value(index).into_owned();
                }
                // It is empty, and its name stands for it.
                b"identity" => {}
                _ => self.keep_attribute(puller, index, sink),
            }
        }
        if let Some(claims) = self.claims() {
            claims.push(claim);
        }
    }

    pub(super) fn open_exemption_id<R: BufRead>(
        &mut self,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        let (authority, identity) = self.identity(puller, sink);
        if let Some(claim) = self.claims().and_then(|claims| claims.last_mut()) {
            if !identity.is_empty() {
                claim.id = identity;
            }
            if claim.authority.is_empty() {
                claim.authority = authority;
            }
        }
    }
}
