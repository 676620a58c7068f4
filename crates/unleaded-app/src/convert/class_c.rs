//! A full composition as answers on list editions.

use unleaded_model::declaration::{Class, Declaration, DeclaredPart, Kept};
use unleaded_model::diagnostic::codes::xml;
use unleaded_model::diagnostic::{Diagnostic, Place};
use unleaded_model::identity::key;
use unleaded_rules::lists::Lists;
use unleaded_rules::{Amounts, AnswerableList, Options};

use crate::answers::{answer, composition, open_entries};
use crate::documents::acceptance;

/// Replaces the composition of every product by its answers on `wanted`; returns what the composition means under the
/// rules, and what the answers can't say. `amounts`: whether those of the document could be read. Answers that the document gives on other lists stay.
pub(super) fn answer_lists(
    declaration: &mut Declaration,
    amounts: Amounts,
    wanted: &[AnswerableList],
    options: &Options,
) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let lists = Lists::shipped();
    let (mut remarks, mut losses) = (Vec::new(), Vec::new());
    let standing = (amounts, acceptance(&declaration.header));
    for part in &mut declaration.products {
        let known = composition(part, standing, lists, options, &mut remarks);
        let name = name(part);
        for list in wanted {
            let answered = answer(&known, (&name, &part.place), list, lists, options);
            losses.extend(answered.losses);
            losses.extend(open_entries(&answered.open, &list.identity, &name, &part.place));
            part.lists.retain(|old| key(&old.identity) != key(&list.identity));
            part.lists.push(answered.list);
        }
        losses.extend(without_composition(part));
    }
    declaration.header.classes = vec![Class::C];
    (remarks, losses)
}

/// Takes away what class C has no place for, and returns what that is.
fn without_composition(part: &mut DeclaredPart) -> Vec<Diagnostic> {
    let materials = std::mem::take(&mut part.materials);
    let subparts = std::mem::take(&mut part.subparts);
    let layers = materials.iter().map(|material| material.name.as_str());
    let inner = subparts.iter().flat_map(|part| &part.items).map(|item| item.name.as_str());
    let names: Vec<&str> = layers.chain(inner).collect();
    let mut losses = Vec::new();
    if !names.is_empty() {
        losses.push(lost("HomogeneousMaterialList", &names.join("; "), &part.place));
    }
    let groups = std::mem::take(&mut part.groups);
    losses.extend(groups.iter().map(|group| lost("MaterialGroup", &group.name, &group.place)));
    // What was kept of an element of the composition has no place any more either.
    let of_composition = |kept: &mut Kept| kept.path.contains("HomogeneousMaterial");
    let kept = part.kept.extract_if(.., of_composition);
    losses.extend(kept.map(|kept| lost(&kept.path, &kept.raw, &kept.place)));
    losses
}

fn lost(what: &str, value: &str, place: &Place) -> Diagnostic {
    Diagnostic::new(xml::WRITE_LOSS, place.clone()).with("what", what).with("value", value)
}

/// What messages call a part.
pub(crate) fn name(part: &DeclaredPart) -> String {
    let item = part.items.first();
    let named = part.number().or_else(|| item.map(|item| item.name.as_str()));
    named.unwrap_or_default().to_owned()
}
