//! Substances and groups of substances, in a material or straight in a part.

use std::io::BufRead;

use unleaded_model::amount::FractionRange;
use unleaded_model::declaration::{DeclaredSubstance, Extent, Kept, Stated};
use unleaded_model::identity::key;

use super::answers::answer;
use super::comment::unpack;
use super::open::{fill, identity};
use super::reading::Reading;
use super::value::{Direct, Substance, Value};
use super::vocabulary::Kind;
use crate::bounded::Bounded;
use crate::xml::Puller;
use crate::{blank, identifier};

fn field<'t>(substance: &'t mut DeclaredSubstance, name: &[u8]) -> Option<&'t mut String> {
    Some(match name {
        b"comment" => &mut substance.comment,
        b"descriptionOfUse" => &mut substance.use_description,
        b"name" => &mut substance.name,
        _ => return None,
    })
}

impl Reading {
    pub(super) fn open_substance<R: BufRead>(
        &mut self,
        kind: Kind,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        let mut substance = blank::substance(puller.place());
        let others = fill(puller, &mut substance, field);
        let packed = match self.is_chemsherpa() {
            true => unpack(&substance.comment, &substance.place),
            false => None,
        };
        let substance = Substance {
            substance,
            percent: None,
            material_percent: None,
            thresholds: Vec::new(),
            entry: Default::default(),
            packed,
        };
        self.push(kind, Value::Substance(Box::new(substance)));
        self.keep_attributes(&others, puller, sink);
    }

    /// Takes an identifier. A substance can have one in the list of declarable substances and a CAS number; the number is
    /// what it is known by, and the entry is what its thresholds answer.
    pub(super) fn open_substance_id<R: BufRead>(
        &mut self,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        let mut id = (String::new(), String::new());
        let others = fill(puller, &mut id, identity);
        let path = self.path("UniqueID");
        if let Some(Value::Substance(open)) = self.value() {
            let substance = &mut open.substance;
            let is_entry = key(&id.0).contains("62474");
            if is_entry && open.entry.1.is_empty() {
                open.entry.clone_from(&id);
            }
            let is_known = substance.cas.is_some() || substance.ec.is_some();
            if substance.id_raw.is_empty() || (!is_known && !is_entry) {
                let (authority, identity) = id;
                identifier::put(substance, authority, identity);
            } else if !is_entry {
                let raw = puller.raw().to_owned();
                substance.kept.push(Kept { path, raw, place: puller.place() });
            }
        }
        self.push(Kind::SubstanceId, Value::None);
        self.keep_attributes(&others, puller, sink);
    }

    pub(super) fn close_substance(&mut self, mut open: Substance, sink: &mut Bounded<'_>) {
        let extent = match self.value() {
            Some(Value::Material(material)) => material.extent,
            _ => Extent::Loose,
        };
        open.put_shares(extent);
        let is_over = open.thresholds.iter().any(|crossing| crossing.over == Some(true));
        if let Some(packed) = open.packed.take().filter(|_| is_over) {
            let substance = &mut open.substance;
            packed.complete(&mut substance.mass, sink);
            if substance.use_description.is_empty() {
                substance.use_description = packed.usage;
            }
        }
        self.answer(&open);
        let has_threshold = !open.thresholds.is_empty();
        let Substance { substance, thresholds, .. } = open;
        if let Some(Value::Material(material)) = self.value() {
            material.substances.push(substance);
            return;
        }
        let is_absent = has_threshold && thresholds.iter().all(|c| c.over == Some(false));
        let has_amount = substance.mass.is_some()
            || substance.share.is_some()
            || substance.share_of_part.is_some();
        // That a threshold is not exceeded, and no more, is an answer and no content.
        if is_absent && !has_amount {
            return;
        }
        if let Some(part) = self.part() {
            part.direct.push(Direct { substance, has_threshold });
        }
    }

    /// Turns the thresholds of a substance into answers of the list of declarable substances.
    fn answer(&mut self, open: &Substance) {
        let list = self.list.clone();
        let Some(part) = self.part() else { return };
        for crossing in &open.thresholds {
            let substance = &open.substance;
            let mut answer = answer(crossing);
            answer.name.clone_from(&substance.name);
            (answer.code_authority, answer.code) = match open.entry.1.is_empty() {
                true => (substance.id_authority.clone(), substance.id_raw.clone()),
                false => open.entry.clone(),
            };
            answer.mass.clone_from(&substance.mass);
            answer.share_of_material.clone_from(&substance.share);
            answer.share_of_part.clone_from(&substance.share_of_part);
            answer.exemptions.clone_from(&substance.exemptions);
            list.add(&mut part.part, answer);
        }
    }
}

impl Substance {
    /// Decides what the shares are of.
    ///
    /// `MassPercent` is a share of what the substance stands in, `MatMassPercent` of the material. In a material they are
    /// the same; where they differ there, `MassPercent` must be of the part. As a part is no lighter than a material of
    /// it, a share of the part above that of the material is neither, and both figures stay possible.
    fn put_shares(&mut self, extent: Extent) {
        let in_material = extent != Extent::Loose;
        let substance = &mut self.substance;
        match (self.percent.take(), self.material_percent.take()) {
            (Some(percent), None) if in_material => substance.share = Some(percent),
            (percent, None) => substance.share_of_part = percent,
            (None, material) => substance.share = material,
            (Some(percent), Some(material)) if in_material && percent.value == material.value => {
                substance.share = Some(material);
            }
            (Some(percent), Some(material)) if percent.value.low > material.value.high => {
                substance.share = Some(hull(&percent, material));
            }
            (Some(percent), Some(material)) => {
                substance.share = Some(material);
                substance.share_of_part = Some(percent);
            }
        }
    }
}

/// Returns `material` widened to hold `percent`.
fn hull(
    percent: &Stated<FractionRange>,
    mut material: Box<Stated<FractionRange>>,
) -> Box<Stated<FractionRange>> {
    material.value = percent.value.hull(material.value);
    material.rounding = percent.rounding.hull(material.rounding);
    material
}
