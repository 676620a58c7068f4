//! A part closed with its stated mass: what is missing is undisclosed.

use unleaded_model::amount::{Fraction, FractionRange, Mass, MassRange};
use unleaded_model::declaration::DeclaredPart;

use super::{Composer, Draft, UNDISCLOSED, rounding};
use crate::composition::PlacedMaterial;

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
            if part.is_selective() && self.weighed == 0 {
                self.undisclosed_material(MassRange::UNKNOWN, steps, article);
                return open;
            }
            return if sum.open || is_empty { open } else { sum.known };
        };
        let value = stated.value;
        if is_empty {
            return value;
        }
        let slack = sum.rounding.plus(rounding(stated)).unwrap_or(Mass::MAX);
        let known_high = sum.known.high.unwrap_or(sum.known.low);
        let short = value.low.minus(known_high);
        if !sum.open && short > slack {
            let most = value.high.map(|high| high.minus(sum.known.low));
            let mass = MassRange { low: short, high: most };
            self.undisclosed_material(mass, steps, article);
        }
        let over = sum.known.low.minus(value.high.unwrap_or(Mass::MAX));
        if sum.over_full {
            return value.hull(MassRange::exactly(known_high.max(value.low)));
        }
        if over > slack { MassRange { low: value.low, high: Some(known_high) } } else { value }
    }

    fn undisclosed_material(&mut self, mass: MassRange, steps: &[String], article: usize) {
        let contents = vec![self.rest(mass, FractionRange::exactly(Fraction::ONE))];
        let mut steps = steps.to_vec();
        steps.push(UNDISCLOSED.to_owned());
        self.materials.push(PlacedMaterial { steps, article, mass, contents, claims: Vec::new() });
    }
}

/// What a part's stated mass leaves for materials of unknown mass; `None`: no mass is stated.
pub(super) fn left_for_open(part: &DeclaredPart, sum: &Draft) -> Option<Mass> {
    let stated = part.mass()?;
    let slack = sum.rounding.plus(rounding(stated))?;
    Some(stated.value.high?.plus(slack)?.minus(sum.known.low))
}
