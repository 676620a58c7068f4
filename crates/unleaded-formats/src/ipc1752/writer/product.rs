//! Products and what is inside them.

use unleaded_model::declaration::{
    Answer, DeclaredPart, DeclaredSubstance, ExemptionClaim, Format, Intent, Item, ListAnswers,
    Material, Stated,
};
use unleaded_model::diagnostic::Place;

use super::keeper::Keeper;
use super::sayable::{self, Around, Weight};
use super::units::{self, Printed};
use super::{Writer, loss};
use crate::ipc1752::MAX_PARTS;
use crate::ipc1752::keep::segment;
use crate::ipc1752::vocabulary::Kind;

/// An amount, as it is to be printed if it can be.
pub(super) struct AmountOf<'a> {
    printed: Option<Printed>,
    raw: &'a str,
    place: &'a Place,
}

impl<'a> AmountOf<'a> {
    pub(super) fn new<T>(printed: Option<Printed>, stated: &'a Stated<T>) -> Self {
        Self { printed, raw: &stated.raw, place: &stated.place }
    }
}

/// Whether what is written of a part is what a layer has. It gets a number of instances, one, which is what none means,
/// since a layer has none; else its materials would be read as those of the part around it.
fn is_like_layer(part: &DeclaredPart) -> bool {
    let [item] = part.items.as_slice() else {
        return false;
    };
    let of_item = [&item.number, &item.version, &item.site];
    let of_requester = [&item.requester_name, &item.requester_number];
    let of_part = [&part.unit_type, &part.instances, &part.comment];
    let mut texts = of_item.into_iter().chain(of_requester).chain(of_part);
    !item.name.is_empty()
        && texts.all(|text| text.is_empty())
        && item.mass.as_deref().and_then(units::mass).is_none()
        && !part.materials.is_empty()
        && part.exemptions.is_empty()
        && part.groups.is_empty()
        && part.lists.is_empty()
        && part.queries.is_empty()
        && part.subparts.is_empty()
}

impl Writer {
    /// Writes a product or subproduct, `depth` parts deep.
    pub(super) fn part(&mut self, kind: Kind, part: &DeclaredPart, depth: usize, around: Around) {
        if depth > MAX_PARTS {
            self.losses.push(loss(kind.name(), part.number().unwrap_or_default(), &part.place));
            return;
        }
        let owners = [Kind::Product.name(), Kind::SubProduct.name()];
        let mut kept = Keeper::new(&part.kept, &owners);
        self.markup.start(kind.name());
        self.markup.attribute("comment", &part.comment);
        self.markup.attribute("unitType", &part.unit_type);
        let is_like_layer = kind == Kind::SubProduct && is_like_layer(part);
        let instances = if is_like_layer { "1" } else { &part.instances };
        self.markup.attribute("numberOfInstances", instances);
        kept.attributes("", &mut self.markup);
        let weight = Weight::of(part);
        for (item, index) in part.items.iter().zip(1..) {
            self.item(item, weight, &segment(Kind::ProductId, index), &mut kept);
        }
        self.exemptions(&part.exemptions, &mut kept);
        let inside = if weight == Weight::Number { Around::Weighed } else { around };
        for subpart in &part.subparts {
            self.part(Kind::SubProduct, subpart, depth + 1, inside);
        }
        if sayable::may_hold_more(part, weight, around) {
            self.not_told();
        }
        let materials = sayable::materials(part, weight, &mut self.losses);
        let (own, layered): (Vec<_>, Vec<_>) =
            materials.iter().map(AsRef::as_ref).partition(|m: &&Material| m.subpart.is_empty());
        for layer in layered.chunk_by(|a, b| a.subpart == b.subpart) {
            self.layer(layer);
        }
        self.material_info(part, &own, &mut kept);
        for attachment in &part.attachments {
            self.losses.push(loss("attachment", &attachment.name, &attachment.place));
        }
        kept.children("", &mut self.markup);
        self.markup.end();
        kept.finish(&mut self.losses);
    }

    /// Writes an identity of a part of that weight.
    fn item(&mut self, item: &Item, weight: Weight, path: &str, kept: &mut Keeper<'_>) {
        self.markup.start("ProductID");
        self.markup.attribute("itemName", &item.name);
        self.markup.attribute("itemNumber", &item.number);
        self.markup.attribute("manufacturingSite", &item.site);
        self.markup.attribute("version", &item.version);
        self.markup.attribute("requesterItemName", &item.requester_name);
        self.markup.attribute("requesterItemNumber", &item.requester_number);
        kept.attributes(path, &mut self.markup);
        if !item.maker.is_empty() && item.maker != self.supplier {
            self.losses.push(loss("maker", &item.maker, &item.place));
        }
        if let Some(mass) = &item.mass {
            // Where the mass of the part, which is that of its first identity, can't be written, no other one takes its place.
            match units::mass(mass).filter(|_| weight == Weight::Number) {
                Some(printed) => self.amount("Amount", &printed, &format!("{path}/Amount"), kept),
                None => self.losses.push(loss("Amount", &mass.raw, &mass.place)),
            }
        }
        self.finish_children(path, kept);
    }

    /// Writes a part of which nothing is told, where the format would take what is told for all.
    fn not_told(&mut self) {
        self.markup.start(Kind::SubProduct.name());
        self.markup.end();
    }

    /// Writes the materials of one layer as a subproduct that has a name and nothing else.
    fn layer(&mut self, materials: &[&Material]) {
        self.markup.start(Kind::SubProduct.name());
        self.markup.start("ProductID");
        self.markup.attribute("itemName", &materials[0].subpart);
        self.markup.end();
        self.markup.start("MaterialInfo");
        self.markup.start("HomogeneousMaterialList");
        for material in materials {
            self.material(material);
        }
        self.markup.end();
        self.markup.end();
        self.markup.end();
    }

    fn material_info(&mut self, part: &DeclaredPart, own: &[&Material], kept: &mut Keeper<'_>) {
        let path = "MaterialInfo";
        let has_materials = !own.is_empty() || kept.has("MaterialInfo/HomogeneousMaterialList");
        let has_answers = !part.lists.is_empty() || !part.queries.is_empty();
        if !has_answers && part.groups.is_empty() && !has_materials && !kept.has(path) {
            return;
        }
        self.markup.start("MaterialInfo");
        kept.attributes(path, &mut self.markup);
        for (list, index) in part.queries.iter().zip(1..) {
            let step = segment(Kind::QueryList, index);
            self.queries(list, &format!("{path}/{step}"), kept);
        }
        if !part.groups.is_empty() {
            self.groups(&part.groups, "MaterialInfo/MaterialGroupList", kept);
        }
        for (list, index) in part.lists.iter().zip(1..) {
            let step = segment(Kind::AnswerList, index);
            self.list(list, &format!("{path}/{step}"), kept);
        }
        if has_materials {
            let path = "MaterialInfo/HomogeneousMaterialList";
            self.markup.start("HomogeneousMaterialList");
            kept.attributes(path, &mut self.markup);
            own.iter().for_each(|material| self.material(material));
            self.finish_children(path, kept);
        }
        self.finish_children(path, kept);
    }

    fn list(&mut self, list: &ListAnswers, path: &str, kept: &mut Keeper<'_>) {
        self.markup.start("SubstanceCategoryList");
        kept.attributes(path, &mut self.markup);
        self.markup.start("SubstanceCategoryListID");
        self.markup.attribute("identity", &list.identity);
        self.markup.attribute("authority", &list.authority);
        self.finish(&format!("{path}/SubstanceCategoryListID"), kept);
        for answer in &list.answers {
            self.answer(answer);
        }
        self.finish_children(path, kept);
    }

    fn answer(&mut self, answer: &Answer) {
        let mut kept = Keeper::new(&answer.kept, &[Kind::Answer.name()]);
        self.markup.start("SubstanceCategory");
        self.markup.attribute("name", &answer.name);
        self.markup.attribute("reportableApplication", &answer.application);
        kept.attributes("", &mut self.markup);
        if answer.over.is_some() || !answer.threshold.is_empty() || kept.has("Threshold") {
            self.markup.start("Threshold");
            if let Some(over) = answer.over {
                self.markup.attribute("overThreshold", &over.to_string());
            }
            self.markup.attribute("threshold", &answer.threshold);
            self.finish("Threshold", &mut kept);
        }
        if !answer.code.is_empty() || !answer.code_authority.is_empty() {
            self.markup.start("SubstanceCategoryID");
            self.markup.attribute("identity", &answer.code);
            self.markup.attribute("authority", &answer.code_authority);
            self.finish("SubstanceCategoryID", &mut kept);
        }
        let mass = answer.mass.as_ref().map(|mass| AmountOf::new(units::mass(mass), mass));
        let part = answer.share_of_part.as_ref().map(|s| AmountOf::new(units::share(s), s));
        self.amounts(mass, part, &mut kept);
        if let Some(share) = &answer.share_of_material {
            match units::share(share) {
                Some(printed) => self.amount("Concentration", &printed, "Concentration", &mut kept),
                None => self.losses.push(loss("Concentration", &share.raw, &share.place)),
            }
        }
        self.exemptions(&answer.exemptions, &mut kept);
        kept.children("", &mut self.markup);
        self.markup.end();
        kept.finish(&mut self.losses);
    }

    fn material(&mut self, material: &Material) {
        let mut kept = Keeper::new(&material.kept, &[Kind::Material.name()]);
        self.markup.start("HomogeneousMaterial");
        self.markup.attribute("name", &material.name);
        self.markup.attribute("materialGroupName", &material.group);
        self.markup.attribute("comment", &material.comment);
        kept.attributes("", &mut self.markup);
        let mass = material.mass.as_ref().map(|mass| AmountOf::new(units::mass(mass), mass));
        let share = material.share_of_part.as_ref().map(|s| AmountOf::new(units::share(s), s));
        self.amounts(mass, share, &mut kept);
        self.exemptions(&material.exemptions, &mut kept);
        let path = "SubstanceCategoryList";
        if !material.substances.is_empty() || kept.has(path) {
            self.markup.start("SubstanceCategoryList");
            kept.attributes(path, &mut self.markup);
            kept.child(path, "SubstanceCategoryListID", &mut self.markup);
            let levels = material.substances.chunk_by(|a, b| a.level == b.level);
            for (substances, index) in levels.zip(1..) {
                let path = format!("{path}/{}", segment(Kind::Level, index));
                self.level(substances, &path, &mut kept);
            }
            self.finish_children(path, &mut kept);
        }
        kept.children("", &mut self.markup);
        self.markup.end();
        kept.finish(&mut self.losses);
    }

    fn level(&mut self, substances: &[DeclaredSubstance], path: &str, kept: &mut Keeper<'_>) {
        self.markup.start("SubstanceCategory");
        self.markup.attribute("name", &substances[0].level);
        kept.attributes(path, &mut self.markup);
        for substance in substances {
            self.substance(substance);
        }
        self.finish_children(path, kept);
    }

    fn substance(&mut self, substance: &DeclaredSubstance) {
        let mut kept = Keeper::new(&substance.kept, &[Kind::Substance.name()]);
        self.markup.start("Substance");
        self.markup.attribute("name", &substance.name);
        self.markup.attribute("comment", &substance.comment);
        kept.attributes("", &mut self.markup);
        if !substance.id_raw.is_empty() || !substance.id_authority.is_empty() {
            self.markup.start("SubstanceID");
            self.markup.attribute("identity", &substance.id_raw);
            self.markup.attribute("authority", self.authority(substance));
            self.finish("SubstanceID", &mut kept);
        }
        if let Some(mass) = &substance.mass {
            match units::mass(mass) {
                Some(printed) => self.amount("Amount", &printed, "Amount", &mut kept),
                None => self.losses.push(loss("Amount", &mass.raw, &mass.place)),
            }
        }
        if let Some(share) = &substance.share {
            match units::share(share) {
                Some(printed) => self.amount("Concentration", &printed, "Concentration", &mut kept),
                None => self.losses.push(loss("Concentration", &share.raw, &share.place)),
            }
        }
        if let Some(share) = &substance.share_of_part {
            self.losses.push(loss("share of part", &share.raw, &share.place));
        }
        if substance.intent != Intent::Unknown {
            let intent = format!("{:?}", substance.intent).to_lowercase();
            self.losses.push(loss("intent", &intent, &substance.place));
        }
        if !substance.use_description.is_empty() {
            self.losses.push(loss("use", &substance.use_description, &substance.place));
        }
        self.exemptions(&substance.exemptions, &mut kept);
        kept.children("", &mut self.markup);
        self.markup.end();
        kept.finish(&mut self.losses);
    }

    /// Writes the amounts that one element may have: a mass, then a share.
    pub(super) fn amounts(
        &mut self,
        mass: Option<AmountOf<'_>>,
        share: Option<AmountOf<'_>>,
        kept: &mut Keeper<'_>,
    ) {
        for (amount, index) in mass.into_iter().chain(share).zip(1..) {
            match amount.printed {
                Some(printed) => {
                    self.amount("Amount", &printed, &segment(Kind::Amount, index), kept);
                }
                None => self.losses.push(loss("Amount", amount.raw, amount.place)),
            }
        }
    }

    /// The authority of a substance's identity. Tables have none, but tell CAS and EC numbers by their form.
    fn authority<'a>(&self, substance: &'a DeclaredSubstance) -> &'a str {
        let is_silent = substance.id_authority.is_empty() && self.format != Format::Ipc1752a;
        match (is_silent, &substance.cas, &substance.ec) {
            (true, Some(_), _) => "CAS",
            (true, None, Some(_)) => "EC",
            _ => &substance.id_authority,
        }
    }

    fn amount(
        &mut self,
        name: &'static str,
        (raw, unit): &Printed,
        path: &str,
        kept: &mut Keeper<'_>,
    ) {
        self.markup.start(name);
        self.markup.attribute("value", raw);
        self.markup.attribute("UOM", unit.name());
        self.finish(path, kept);
    }

    fn exemptions(&mut self, claims: &[ExemptionClaim], kept: &mut Keeper<'_>) {
        let same_list = |a: &ExemptionClaim, b: &ExemptionClaim| {
            (&a.authority, &a.list) == (&b.authority, &b.list)
        };
        for (claims, index) in claims.chunk_by(same_list).zip(1..) {
            let path = segment(Kind::ExemptionList, index);
            self.markup.start("ExemptionList");
            kept.attributes(&path, &mut self.markup);
            let (authority, list) = (&claims[0].authority, &claims[0].list);
            if !authority.is_empty() || !list.is_empty() {
                self.markup.start("ExemptionListID");
                self.markup.attribute("identity", list);
                self.markup.attribute("authority", authority);
                self.finish(&format!("{path}/ExemptionListID"), kept);
            }
            for (claim, index) in claims.iter().zip(1..) {
                self.markup.start("Exemption");
                self.markup.attribute("identity", &claim.id);
                self.finish(&format!("{path}/{}", segment(Kind::Exemption, index)), kept);
            }
            self.finish_children(&path, kept);
        }
    }
}
