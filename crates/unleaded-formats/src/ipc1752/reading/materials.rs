//! Class D: what a material is made of.

use std::io::BufRead;

use unleaded_model::declaration::ExemptionClaim;

use super::Reading;
use crate::blank;
use crate::bounded::Bounded;
use crate::identifier;
use crate::ipc1752::amounts::Slot;
use crate::ipc1752::vocabulary::Kind;
use crate::xml::Puller;

/// A category of class D: the name of a level, and what is claimed for all its substances.
#[derive(Debug, Default)]
pub(super) struct Level {
    pub(super) name: String,
    /// Substances of the material that stood before it.
    pub(super) from: usize,
    pub(super) exemptions: Vec<ExemptionClaim>,
}

impl Reading {
    pub(super) fn open_material<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        self.material = Some(blank::material(puller.place()));
        let mut amount = Slot::default();
        for index in 0..puller.attributes() {
            let Some(material) = &mut self.material else {
                return;
            };
            let field = match puller.attribute_name(index) {
                b"comment" => &mut material.comment,
                b"materialGroupName" => &mut material.group,
                b"name" => &mut material.name,
                _ => {
                    if !amount.takes(puller, index) {
                        self.keep_attribute(puller, index, sink);
                    }
                    continue;
                }
            };
            *field = puller.value(index).into_owned();
        }
        self.fill(Kind::Material, Kind::Amount, &amount, puller, sink);
    }

    pub(super) fn open_level<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        let from = self.material.as_ref().map_or(0, |material| material.substances.len());
        let mut level = Level { from, ..Level::default() };
        for index in 0..puller.attributes() {
            match puller.attribute_name(index) {
                b"name" => level.name = puller.value(index).into_owned(),
                _ => self.keep_attribute(puller, index, sink),
            }
        }
        self.level = Some(level);
    }

    /// What is claimed for a category is claimed for each of its substances; of an empty one, for the material.
    pub(super) fn close_level(&mut self) {
        let (Some(level), Some(material)) = (self.level.take(), &mut self.material) else {
            return;
        };
        let substances = material.substances.get_mut(level.from..).unwrap_or_default();
        if substances.is_empty() {
            material.exemptions.extend(level.exemptions);
            return;
        }
        for substance in substances {
            substance.exemptions.extend_from_slice(&level.exemptions);
        }
    }

    pub(super) fn open_substance<R: BufRead>(
        &mut self,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        let mut substance = blank::substance(puller.place());
        if let Some(level) = &self.level {
            substance.level.clone_from(&level.name);
        }
        self.substance = Some(substance);
        let mut amount = Slot::default();
        for index in 0..puller.attributes() {
            let Some(substance) = &mut self.substance else {
                return;
            };
            let field = match puller.attribute_name(index) {
                b"comment" => &mut substance.comment,
                b"name" => &mut substance.name,
                _ => {
                    if !amount.takes(puller, index) {
                        self.keep_attribute(puller, index, sink);
                    }
                    continue;
                }
            };
            *field = puller.value(index).into_owned();
        }
        self.fill(Kind::Substance, Kind::Amount, &amount, puller, sink);
    }

    pub(super) fn open_substance_id<R: BufRead>(
        &mut self,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        let (authority, identity) = self.identity(puller, sink);
        let Some(substance) = &mut self.substance else {
            return;
        };
        identifier::put(substance, authority, identity);
    }
}
