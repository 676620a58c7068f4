//! A full composition as answers on list editions.

use unleaded_model::declaration::{Class, Declaration, DeclaredPart};
use unleaded_model::diagnostic::codes::xml;
use unleaded_model::diagnostic::{Diagnostic, any_error};
use unleaded_model::identity::key;
use unleaded_rules::lists::Lists;
use unleaded_rules::{AnswerableList, Options};

use crate::answers::{answer, composition, open_entries};

/// Replaces the composition of every product by its answers on `wanted`; returns what the composition means under the
/// rules, and what the answers can't say. Answers that the document gives on other lists stay.
pub(super) fn answer_lists(
    declaration: &mut Declaration,
    wanted: &[AnswerableList],
    options: &Options,
) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let lists = Lists::shipped();
    let (mut remarks, mut losses) = (Vec::new(), Vec::new());
    for part in &mut declaration.products {
        let known = composition(part, lists, options, &mut remarks);
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
    // A defect of the composition was told when it was read.
    debug_assert!(!any_error(&remarks), "{remarks:?}");
    (remarks, losses)
}

/// Takes away what class C has no place for.
fn without_composition(part: &mut DeclaredPart) -> Option<Diagnostic> {
    let materials = std::mem::take(&mut part.materials);
    let subparts = std::mem::take(&mut part.subparts);
    part.groups.clear();
    let layers = materials.iter().map(|material| material.name.as_str());
    let inner = subparts.iter().flat_map(|part| &part.items).map(|item| item.name.as_str());
    let names: Vec<&str> = layers.chain(inner).collect();
    // What was kept of an element of the composition has no place any more either.
    part.kept.retain(|kept| !kept.path.contains("HomogeneousMaterial"));
    (!names.is_empty()).then(|| {
        let lost = Diagnostic::new(xml::WRITE_LOSS, part.place.clone());
        lost.with("what", "HomogeneousMaterialList").with("value", names.join("; "))
    })
}

/// What messages call a part.
pub(crate) fn name(part: &DeclaredPart) -> String {
    let item = part.items.first();
    let named = part.number().or_else(|| item.map(|item| item.name.as_str()));
    named.unwrap_or_default().to_owned()
}
