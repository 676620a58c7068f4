//! What another form has to say of a part that may leave something out, or in which something was not read.

use unleaded_model::amount::{FractionRange, MassRange};
use unleaded_model::declaration::{
    DeclaredPart, DeclaredSubstance, Extent, Intent, Material, Stated,
};
use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::codes::xml;

/// A table holds whole compositions. Of a part that may leave something out, or in which something was not read, a row that
/// says so stands for it; a part inside it, which a table has as a part of its own, has such a row of its own. What was not
/// read may be heavier than the rest, so the part has no mass then.
pub(super) fn add(part: &mut DeclaredPart, losses: &mut Vec<Diagnostic>) {
    let is_unread = has_unread(part);
    if is_unread {
        for item in &mut part.items {
            losses.extend(item.mass.take().map(|mass| lost_mass(*mass)));
        }
    }
    // The depth of parts is bounded.
    part.subparts.iter_mut().for_each(|inner| add(inner, losses));
    if is_unread || part.is_selective() {
        add_undisclosed(part, losses);
    }
}

/// IPC-1752A has no place for what the reader of another format kept, and would have what was read look like all. A part that
/// may leave something out has no mass then, so that the rest of it is open; an amount in doubt is not told, nor that a threshold is not exceeded.
pub(super) fn open(part: &mut DeclaredPart, losses: &mut Vec<Diagnostic>) {
    if part.is_selective() && has_unread(part) {
        for item in &mut part.items {
            losses.extend(item.mass.take().map(|mass| lost_mass(*mass)));
        }
    }
    let substances = part.materials.iter_mut().flat_map(|material| &mut material.substances);
    for substance in substances.filter(|substance| substance.has_unread()) {
        losses.extend(substance.mass.take().map(|mass| lost_mass(*mass)));
        let shares = [substance.share.take(), substance.share_of_part.take()];
        losses.extend(shares.into_iter().flatten().map(|share| lost_share(*share)));
    }
    let answers = part.lists.iter_mut().flat_map(|list| &mut list.answers);
    for answer in answers.filter(|answer| answer.over == Some(false) && answer.has_unread()) {
        answer.over = None;
        let lost = Diagnostic::new(xml::WRITE_LOSS, answer.place.clone());
        losses.push(lost.with("what", "overThreshold").with("value", "false"));
    }
    // The depth of parts is bounded.
    part.subparts.iter_mut().for_each(|inner| open(inner, losses));
}

/// Whether something in it was not read that may say more of what it is made of.
fn has_unread(part: &DeclaredPart) -> bool {
    let in_material = |material: &Material| {
        material.unread().next().is_some()
            || material.has_unread_mass()
            || material.substances.iter().any(DeclaredSubstance::has_unread)
    };
    part.unread().next().is_some()
        || part.has_unread_mass()
        || part.materials.iter().any(in_material)
        || part.subparts.iter().any(has_unread)
}

fn lost_mass(mass: Stated<MassRange>) -> Diagnostic {
    Diagnostic::new(xml::WRITE_LOSS, mass.place).with("what", "mass").with("value", mass.raw)
}

fn lost_share(share: Stated<FractionRange>) -> Diagnostic {
    Diagnostic::new(xml::WRITE_LOSS, share.place).with("what", "share").with("value", share.raw)
}

fn add_undisclosed(part: &mut DeclaredPart, losses: &mut Vec<Diagnostic>) {
    for substance in
        part.materials.iter_mut().filter(|m| is_loose(m)).flat_map(|m| &mut m.substances)
    {
        // As the mass of the only substance of a material it would be all of it.
        losses.extend(substance.mass.take().map(|mass| lost_mass(*mass)));
    }
    part.materials = std::mem::take(&mut part.materials).into_iter().flat_map(apart).collect();
    for (material, number) in part.materials.iter_mut().filter(|m| is_loose(m)).zip(1..) {
        material.name = format!("Material not stated {number}");
    }
    let substance = DeclaredSubstance {
        has_unread_amount: false,
        name: "Undisclosed".to_owned(),
        id_raw: String::new(),
        id_authority: String::new(),
        cas: None,
        ec: None,
        level: String::new(),
        mass: None,
        share: None,
        share_of_part: None,
        intent: Intent::Unknown,
        use_description: String::new(),
        exemptions: Vec::new(),
        comment: String::new(),
        kept: Vec::new(),
        withheld: None,
        place: part.place.clone(),
    };
    part.materials.push(Material {
        extent: Extent::Whole,
        subpart: String::new(),
        name: "Undisclosed".to_owned(),
        group: String::new(),
        mass: None,
        share_of_part: None,
        substances: vec![substance],
        exemptions: Vec::new(),
        comment: String::new(),
        kept: Vec::new(),
        place: part.place.clone(),
    });
}

fn is_loose(material: &Material) -> bool {
    material.extent == Extent::Loose
}

/// Substances that are told without their materials may each be in another one.
fn apart(material: Material) -> Vec<Material> {
    if !is_loose(&material) {
        return vec![material];
    }
    let alone = |substance: &DeclaredSubstance| Material {
        substances: vec![substance.clone()],
        ..material.clone()
    };
    material.substances.iter().map(alone).collect()
}
