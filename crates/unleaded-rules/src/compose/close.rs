//! A part closed with its stated mass: what is missing is undisclosed.

use std::collections::BTreeSet;

use unleaded_model::amount::{Fraction, FractionRange, Mass, MassRange};
use unleaded_model::declaration::{DeclaredPart, Intent};

use super::{Composer, Draft, UNDISCLOSED, rounding};
use crate::composition::{Content, Disclosed, PlacedMaterial, Told};

impl Composer<'_> {
    /// Closes a part with its stated mass: within the printed rounding the stated mass stands; a shortfall is one
    /// undisclosed material; an excess widens the mass.
    pub(super) fn close(
        &mut self,
        part: &DeclaredPart,
        sum: &Draft,
        steps: &[String],
        article: usize,
    ) -> MassRange {
        let is_empty = part.materials.is_empty() && part.subparts.is_empty();
        if is_empty && !steps.is_empty() {
            // Of a part inside another one, of which nothing else is told.
            let mass = part.mass().map_or(MassRange::UNKNOWN, |mass| mass.value);
            self.undisclosed_material(mass, steps, article);
            return mass;
        }
        let Some(stated) = part.mass() else {
            let open = MassRange { low: sum.known.low, high: None };
            // What a part around it weighs tells what is missing.
            let is_selective = part.is_selective();
            if is_selective && self.weighed == 0 {
                self.undisclosed_material(MassRange::UNKNOWN, steps, article);
            }
            return if sum.open || is_empty || is_selective { open } else { sum.known };
        };
        let value = stated.value;
        if is_empty {
            return value;
        }
        let slack = sum.rounding.plus(rounding(stated)).unwrap_or(Mass::MAX);
        let known_high = sum.known.high.unwrap_or(sum.known.low);
        let short = value.low.minus(known_high);
        let may_lack = part.subparts.iter().any(is_unweighed_selection);
        if (!sum.open || may_lack) && short > slack {
            let most = value.high.map(|high| high.minus(sum.known.low));
            let low = if sum.open { Mass::ZERO } else { short };
            self.undisclosed_material(MassRange { low, high: most }, steps, article);
        }
        let over = sum.known.low.minus(value.high.unwrap_or(Mass::MAX));
        if sum.over_full {
            return value.hull(MassRange::exactly(known_high.max(value.low)));
        }
        if over > slack { MassRange { low: value.low, high: Some(known_high) } } else { value }
    }

    /// What the part holds beside what was read: as much as the whole of it, and anything.
    pub(super) fn unread(
        &mut self,
        part: &DeclaredPart,
        mass: MassRange,
        steps: &[String],
        article: usize,
    ) -> MassRange {
        let mass = match part.has_unread_mass() {
            true => MassRange { low: Mass::ZERO, high: None },
            false => mass,
        };
        let Some(name) = not_understood(part.unread()) else { return mass };
        let known = part.mass().filter(|_| !part.has_unread_mass());
        let most = MassRange::up_to(known.and_then(|known| known.value.high));
        let mut steps = steps.to_vec();
        steps.push(name.clone());
        let content = anything(name, most, FractionRange::exactly(Fraction::ONE));
        let contents = vec![content];
        let claims = Vec::new();
        self.materials.push(PlacedMaterial { steps, article, mass: most, contents, claims });
        MassRange { low: mass.low, high: known.and(mass.high) }
    }

    fn undisclosed_material(&mut self, mass: MassRange, steps: &[String], article: usize) {
        let contents = vec![self.rest(mass, FractionRange::exactly(Fraction::ONE))];
        let mut steps = steps.to_vec();
        steps.push(UNDISCLOSED.to_owned());
        self.materials.push(PlacedMaterial { steps, article, mass, contents, claims: Vec::new() });
    }
}

/// The name that the report shows for what stands in elements that were not read; `None`: there are none.
pub(super) fn not_understood<'n>(names: impl Iterator<Item = &'n str>) -> Option<String> {
    let names: BTreeSet<&str> = names.collect();
    let names: Vec<&str> = names.into_iter().collect();
    (!names.is_empty()).then(|| format!("(not understood: {})", names.join(", ")))
}

/// What may be any substance, whatever policy is used on what a supplier leaves out: nobody read it.
pub(super) fn anything(name: String, mass: MassRange, share: FractionRange) -> Content {
    Content {
        cas: None,
        name,
        key: String::new(),
        disclosed: Disclosed::Nothing,
        may_hold: Vec::new(),
        excluded: Vec::new(),
        members: Vec::new(),
        mass,
        share,
        intent: Intent::Unknown,
        told: Told::Presence,
        claims: Vec::new(),
    }
}

/// Whether materials of a part inside another may be left out, and only the mass of the other tells how much that is.
fn is_unweighed_selection(part: &DeclaredPart) -> bool {
    part.mass().is_none() && part.is_selective()
}

/// What a part's stated mass leaves for materials of unknown mass; `None`: no mass is stated.
pub(super) fn left_for_open(part: &DeclaredPart, sum: &Draft) -> Option<Mass> {
    let stated = part.mass()?;
    let slack = sum.rounding.plus(rounding(stated))?;
    Some(stated.value.high?.plus(slack)?.minus(sum.known.low))
}
