//! Substances that a document tells without the materials that they are in.
//!
//! Each is in some homogeneous material of the part. Whatever that is, the material that holds most of a substance holds
//! at least the share that it has of the whole part, and at most all of it is that substance. So the part dilutes nothing.

use unleaded_model::amount::{Fraction, FractionRange, MassRange};
use unleaded_model::declaration::{DeclaredSubstance, Extent, Material};

use super::{Composer, Draft, amounts};
use crate::composition::{Content, Told};

/// The name that the report shows for the materials of substances that are told without them.
pub(super) const MATERIAL_NOT_STATED: &str = "(material not stated)";

impl Composer<'_> {
    /// The contents of a material that stands for all that are not told, its undisclosed rest last.
    pub(super) fn loose(
        &mut self,
        material: &Material,
        draft: &Draft,
        mass: MassRange,
        part: Option<MassRange>,
    ) -> Vec<Content> {
        let mut contents = Vec::with_capacity(material.substances.len() + 1);
        for substance in &material.substances {
            let identity = self.identify(substance, material);
            let is_read = !substance.has_unread();
            let own = own_mass(substance, part).filter(|_| is_read);
            let share = match is_read {
                true => share(own, substance, part),
                false => FractionRange::ANYTHING,
            };
            let most = part.and_then(|part| if draft.open { mass } else { part }.high);
            let amount = own.unwrap_or(MassRange::up_to(most));
            let told = if is_told(substance) { Told::Amount } else { Told::Presence };
            contents.push(self.content(substance, identity, (amount, share), told));
        }
        for (at, substance) in material.substances.iter().enumerate() {
            if substance.share.is_some() && is_shared(&contents, at) {
                let low = of_part(own_mass(substance, part), part);
                if let Some(content) = contents.get_mut(at) {
                    content.share.low = low.min(content.share.high);
                }
            }
        }
        // With every amount told, what is missing from the part is found when the part is closed.
        if draft.open {
            contents.push(self.rest(MassRange::up_to(mass.high), FractionRange::ANYTHING));
        }
        contents
    }
}

/// Whether nothing but presence is told of the substances: what else the part is made of closes with its mass without
/// them, and they may be any of it.
pub(super) fn has_no_amount(material: &Material) -> bool {
    material.extent == Extent::Loose && !material.substances.iter().any(is_told)
}

/// Whether an amount is told in any form.
fn is_told(substance: &DeclaredSubstance) -> bool {
    substance.mass.is_some() || substance.share.is_some() || substance.share_of_part.is_some()
}

/// The mass of a substance, from all but its share of a material whose mass nobody knows.
fn own_mass(substance: &DeclaredSubstance, part: Option<MassRange>) -> Option<MassRange> {
    let without = DeclaredSubstance { share: None, ..substance.clone() };
    amounts(&without, MassRange::UNKNOWN, part).map(|(mass, _)| mass)
}

/// What the substance can be of the material that holds most of it.
fn share(
    own: Option<MassRange>,
    substance: &DeclaredSubstance,
    part: Option<MassRange>,
) -> FractionRange {
    match &substance.share {
        Some(stated) => stated.value,
        None => FractionRange { low: of_part(own, part), high: Fraction::ONE },
    }
}

/// The least share that the substance has of the whole part; zero where the part's mass is not stated.
fn of_part(own: Option<MassRange>, part: Option<MassRange>) -> Fraction {
    own.zip(part).map_or(Fraction::ZERO, |(own, part)| own.share_of(part).low)
}

/// Whether another substance counts towards an entry that the one `at` counts towards. The two may be in different
/// materials, so the shares that they are stated to have of them can't be added for sure.
fn is_shared(contents: &[Content], at: usize) -> bool {
    let Some(own) = contents.get(at) else { return false };
    let others = contents.iter().enumerate().filter(|(other, _)| *other != at);
    others
        .flat_map(|(_, content)| &content.members)
        .any(|member| own.members.iter().any(|mine| mine.entry == member.entry))
}
