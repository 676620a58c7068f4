//! Amounts that are what the others leave: `balance`, `Rest`, `余量`.

use std::collections::BTreeMap;

use unleaded_model::amount::{FractionRange, MassRange};
use unleaded_model::declaration::{DeclaredPart, DeclaredSubstance, Extent, Stated};
use unleaded_model::diagnostic::codes::cells;
use unleaded_model::diagnostic::{Diagnostic, Place};

use super::amounts::Cell;
use super::columns::Layout;
use super::rows::Row;
use crate::sink::Sink;

/// A cell that says so.
pub(super) struct Rest {
    /// The text of the cell.
    pub(super) raw: String,
    /// Where it stands.
    pub(super) place: Place,
    /// What it is the rest of.
    pub(super) of: Whole,
}

/// What a rest is a rest of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whole {
    /// The homogeneous material.
    Material,
    /// The part.
    Part,
}

/// The rests of a table, by part, material and substance.
pub(super) type Rests = BTreeMap<(usize, usize, usize), Rest>;

/// Returns the cell of `row` that says that its amount is what the others leave, where there is one.
pub(super) fn of(row: &Row, layout: &Layout) -> Option<Rest> {
    let of_material = [&layout.share_of_material, &layout.amount, &layout.mass];
    let of_material = of_material.into_iter().map(|column| (column, Whole::Material));
    let mut all = of_material.chain([(&layout.share_of_part, Whole::Part)]);
    all.find_map(|(column, of)| {
        let cell = Cell { column: column.as_ref()?, row };
        let found = || Rest { raw: cell.text().to_owned(), place: cell.place(), of };
        cell.is_rest().then(found)
    })
}

/// Gives each rest its amount, once all rows are there. What is left does not depend on which rest takes it.
pub(super) fn settle(parts: &mut [DeclaredPart], rests: &Rests, sink: &mut dyn Sink) {
    // All rests of a material leave the same, and all of a part.
    let (mut of_materials, mut of_parts) = (BTreeMap::new(), BTreeMap::new());
    for (&(part, material, substance), rest) in rests {
        let within = &parts[part].materials[material];
        let left = match rest.of {
            Whole::Material => *of_materials
                .entry((part, material))
                .or_insert_with(|| left_of_material(&parts[part], (part, material), rests)),
            Whole::Part => {
                *of_parts.entry(part).or_insert_with(|| left_of_part(&parts[part], part, rests))
            }
        };
        if left.is_none() {
            sink.diagnostic(
                Diagnostic::new(cells::REST_UNKNOWN, rest.place.clone())
                    .with("value", rest.raw.as_str())
                    .with("substance", label(&within.substances[substance]))
                    .with("material", within.name.as_str()),
            );
        }
        let within = &mut parts[part].materials[material];
        if left.is_some() && rest.of == Whole::Material {
            within.extent = Extent::Closed;
        }
        let substance = &mut within.substances[substance];
        substance.has_unread_amount = left.is_none();
        let (raw, place) = (rest.raw.clone(), rest.place.clone());
        match left {
            Some(Left::Mass { value, rounding }) => {
                substance.mass = Some(Box::new(Stated { raw, value, rounding, place }));
            }
            Some(Left::Share { value, rounding }) => {
                let share = Some(Box::new(Stated { raw, value, rounding, place }));
                match rest.of {
                    Whole::Material => substance.share = share,
                    Whole::Part => substance.share_of_part = share,
                }
            }
            None => {}
        }
    }
}

fn label(substance: &DeclaredSubstance) -> &str {
    if substance.name.is_empty() { &substance.id_raw } else { &substance.name }
}

/// What is left for a rest.
#[derive(Clone, Copy)]
enum Left {
    Mass { value: MassRange, rounding: MassRange },
    Share { value: FractionRange, rounding: FractionRange },
}

/// What the substances of a material leave: of the whole, where they state shares, else of its mass.
fn left_of_material(
    part: &DeclaredPart,
    (at, material): (usize, usize),
    rests: &Rests,
) -> Option<Left> {
    let within = part.materials.get(material)?;
    let numbered = within.substances.iter().enumerate();
    let is_other = |substance: usize| !rests.contains_key(&(at, material, substance));
    let others: Vec<&DeclaredSubstance> =
        numbered.filter(|(at, _)| is_other(*at)).map(|(_, one)| one).collect();
    let count = within.substances.len() - others.len();
    let shares: Vec<_> = others.iter().map(|one| one.share.as_deref()).collect();
    if others.is_empty() || shares.iter().any(Option::is_some) {
        return left_of_whole(&shares, count);
    }
    let whole = within.mass.as_ref()?;
    let mut sum = MassRange::ZERO;
    let mut rounding = whole.rounding;
    for other in &others {
        let stated = other.mass.as_ref()?;
        sum = sum.plus(stated.value)?;
        rounding = rounding.plus(stated.rounding)?;
    }
    let high = whole.value.high?.minus(sum.low);
    let low = sum.high.map_or(MassRange::ZERO.low, |sum| whole.value.low.minus(sum));
    let value = match count {
        1 => MassRange { low, high: Some(high) },
        _ => MassRange::up_to(Some(high)),
    };
    (!high.is_zero()).then_some(Left::Mass { value, rounding })
}

/// What the substances of a part leave of it.
fn left_of_part(part: &DeclaredPart, at: usize, rests: &Rests) -> Option<Left> {
    let mut shares = Vec::new();
    let mut count = 0;
    for (material, within) in part.materials.iter().enumerate() {
        for (substance, one) in within.substances.iter().enumerate() {
            match rests.get(&(at, material, substance)) {
                Some(_) => count += 1,
                None => shares.push(one.share_of_part.as_deref()),
            }
        }
    }
    left_of_whole(&shares, count)
}

/// What `shares` leave of the whole for `count` rests; those that are not stated may be anything that is left.
fn left_of_whole(shares: &[Option<&Stated<FractionRange>>], count: usize) -> Option<Left> {
    let stated = shares.iter().flatten();
    let sum = |sum: FractionRange, one: FractionRange| sum.plus(one);
    let value = stated.clone().map(|one| one.value).fold(FractionRange::ZERO, sum).rest();
    let rounding = stated.map(|one| one.rounding).fold(FractionRange::ZERO, sum);
    let is_exact = count == 1 && shares.iter().all(Option::is_some);
    let value = if is_exact { value } else { FractionRange::up_to(value.high) };
    (!value.high.is_zero()).then_some(Left::Share { value, rounding })
}
