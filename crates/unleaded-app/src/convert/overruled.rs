//! Declarations whose composition alone would read better than they do.

use unleaded_model::declaration::{Declaration, DeclaredPart};
use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::codes::exchange;
use unleaded_rules::lists::Lists;
use unleaded_rules::{Amounts, Options};

use super::class_c::name;
use crate::answers::composition;
use crate::documents::acceptance;

/// Returns a defect for each product that can't be told without its answers.
pub(super) fn defects(
    declaration: &Declaration,
    amounts: Amounts,
    options: &Options,
) -> Vec<Diagnostic> {
    let standing = (amounts, acceptance(&declaration.header));
    let lists = Lists::shipped();
    // What is remarkable beside that is told where the declaration is judged.
    let is_overruled = |part: &DeclaredPart| {
        let known = composition(part, standing, lists, options, &mut Vec::new());
        known.alternatives.iter().any(|one| one.is_overruled(lists))
    };
    let products = declaration.products.iter().filter(|part| is_overruled(part));
    let defect = |part: &DeclaredPart| {
        let defect = Diagnostic::new(exchange::COMPOSITION_OVERRULED, part.place.clone());
        defect.with("part", name(part))
    };
    products.map(defect).collect()
}
