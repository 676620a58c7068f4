//! Assemblies that are declared as a whole against the sum of their children.

use unleaded_model::amount::{Decimal, Fraction, FractionRange, MassRange};
use unleaded_model::bom::Bom;
use unleaded_model::diagnostic::{Diagnostic, codes};
use unleaded_rollup::{Graph, Role, RollUp, Scratch};

use super::columns::Columns;
use super::parts::Parts;

/// Remarks on assemblies whose declaration of the whole differs from the sum of their children.
pub(super) fn compare(
    bom: &Bom,
    graph: &Graph,
    table: &Columns,
    parts: &Parts,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut scratch = Scratch::new(graph, &table.packed);
    for (at, part) in bom.parts.iter().enumerate() {
        let node = u32::try_from(at).unwrap_or(u32::MAX);
        if table.inputs[at].role != Role::Whole || parts.compositions[at].is_none() {
            continue;
        }
        let mut children = Some(MassRange::ZERO);
        for (child, quantity) in graph.children(node) {
            let total = RollUp::new(graph, &table.packed).product(child, &mut scratch);
            children = children
                .zip(total.ok())
                .and_then(|(sum, total)| sum.plus(times(total.mass, quantity)?));
        }
        let declared = table.inputs[at].mass;
        let Some(children) = children else { continue };
        let apart = declared.high.is_some_and(|high| high < children.low)
            || children.high.is_some_and(|high| high < declared.low);
        if apart {
            diagnostics.push(
                Diagnostic::new(codes::bom::ASSEMBLY_MASS_DIFFERS, part.place.clone())
                    .with("part", part.number.as_str())
                    .with("declared", declared.low.to_string())
                    .with("children", children.low.to_string()),
            );
        }
    }
}

fn times(mass: MassRange, quantity: Decimal) -> Option<MassRange> {
    let (numerator, denominator) = match u32::try_from(quantity.exponent()) {
        Ok(up) => (quantity.mantissa().checked_mul(10u128.checked_pow(up)?)?, 1),
        Err(_) => (quantity.mantissa(), 10u128.checked_pow(quantity.exponent().unsigned_abs())?),
    };
    mass.times(FractionRange::exactly(Fraction::new(numerator, denominator)?))
}
