//! What a table has to say of a part that may leave something out.

use unleaded_model::declaration::{DeclaredPart, DeclaredSubstance, Extent, Intent, Material};
use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::codes::xml;

/// A table holds whole compositions. Of a part that may leave something out, a row that says so stands for it.
pub(super) fn add(part: &mut DeclaredPart, losses: &mut Vec<Diagnostic>) {
    if !part.is_selective() {
        return;
    }
    for substance in
        part.materials.iter_mut().filter(|m| is_loose(m)).flat_map(|m| &mut m.substances)
    {
        // As the mass of the only substance of a material it would be all of it.
        if let Some(mass) = substance.mass.take() {
            let lost = Diagnostic::new(xml::WRITE_LOSS, mass.place.clone());
            losses.push(lost.with("what", "mass").with("value", mass.raw));
        }
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
