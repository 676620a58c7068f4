//! A declaration in another format.

use unleaded_formats::ipc1752;
use unleaded_model::amount::{Mass, MassRange};
use unleaded_model::declaration::{Declaration, DeclaredPart, DeclaredSubstance, Material, Stated};
use unleaded_model::diagnostic::{Diagnostic, FileName, any_error};

use crate::check::read;

/// What a conversion gives.
#[derive(Debug)]
pub struct Converted {
    /// The document in the new format; `None`: the declaration has an error, and nothing is made of it.
    pub text: Option<String>,
    /// What is wrong with the declaration, and what the new format has no place for.
    pub diagnostics: Vec<Diagnostic>,
}

/// Writes a declaration as IPC-1752A. `supplier` is named where the document names none.
pub fn to_ipc1752a(
    input: impl std::io::BufRead,
    file: &FileName,
    supplier: Option<&str>,
) -> Converted {
    let (declaration, mut diagnostics) = read(input, file).into_declaration();
    let usable = declaration.filter(|_| !any_error(&diagnostics));
    let text = usable.map(|mut declaration| {
        prepare(&mut declaration, supplier);
        let (text, lost) = ipc1752::write(&declaration);
        diagnostics.extend(lost);
        text
    });
    Converted { text, diagnostics }
}

fn prepare(declaration: &mut Declaration, supplier: Option<&str>) {
    let named = &mut declaration.header.supplier.name;
    if let Some(supplier) = supplier.filter(|_| named.is_empty()) {
        supplier.clone_into(named);
    }
    declaration.products.iter_mut().for_each(derive_masses);
}

/// Where all that is printed of a substance is its share of the part, which IPC-1752A has no place for, the mass that
/// follows from it is written instead.
fn derive_masses(part: &mut DeclaredPart) {
    let Some(whole) = part.mass().map(|mass| mass.value) else {
        return;
    };
    let substances = part.materials.iter_mut().flat_map(|m: &mut Material| &mut m.substances);
    for substance in substances.filter(|s| s.mass.is_none() && s.share.is_none()) {
        derive_mass(substance, whole);
    }
}

fn derive_mass(substance: &mut DeclaredSubstance, whole: MassRange) {
    let Some(share) = &substance.share_of_part else {
        return;
    };
    let Some(value) = whole.times(share.value).filter(|mass| mass.is_exact()) else {
        return;
    };
    let rounding = whole.times(share.rounding).unwrap_or(MassRange::exactly(Mass::ZERO));
    substance.mass =
        Some(Stated { raw: value.low.to_string(), value, rounding, place: share.place.clone() });
    substance.share_of_part = None;
}
