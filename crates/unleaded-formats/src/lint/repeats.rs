//! What stands twice where it can stand once: materials of a part, substances and remainders of a material.

use std::collections::BTreeMap;

use unleaded_model::declaration::{DeclaredPart, DeclaredSubstance, Material};
use unleaded_model::diagnostic::codes::checks;
use unleaded_model::diagnostic::{Diagnostic, Place};

use super::part_name;
use crate::sink::Sink;
use crate::tables;

pub(super) fn check(part: &DeclaredPart, sink: &mut dyn Sink) {
    let mut first: BTreeMap<(&str, &str), &Place> = BTreeMap::new();
    for material in &part.materials {
        let name = material.name.trim();
        if !name.is_empty() {
            let at = *first.entry((material.subpart.trim(), name)).or_insert(&material.place);
            if !std::ptr::eq(at, &raw const material.place) {
                let again = Diagnostic::new(checks::DUPLICATE_MATERIAL, material.place.clone());
                let again = again.with("material", name).with("part", part_name(part));
                sink.diagnostic(again.also_at(at.clone()));
            }
        }
        check_substances(material, sink);
        check_remainders(material, sink);
    }
}

fn check_substances(material: &Material, sink: &mut dyn Sink) {
    let mut first: BTreeMap<&str, &DeclaredSubstance> = BTreeMap::new();
    for substance in &material.substances {
        let name = substance.name.trim();
        // What has no number may be a class or a placeholder, of which there can be several.
        let Some(cas) = &substance.cas else { continue };
        let at = *first.entry(cas.as_str()).or_insert(substance);
        if std::ptr::eq(at, substance) || is_told_apart(at, substance) {
            continue;
        }
        let again = Diagnostic::new(checks::DUPLICATE_SUBSTANCE, substance.place.clone());
        let shown = if name.is_empty() { cas.as_str() } else { name };
        sink.diagnostic(
            again
                .with("substance", shown)
                .with("material", material.name.as_str())
                .also_at(at.place.clone()),
        );
    }
}

/// Whether two rows of one substance say why they are two.
fn is_told_apart(a: &DeclaredSubstance, b: &DeclaredSubstance) -> bool {
    let ids = |s: &DeclaredSubstance| s.exemptions.iter().map(|e| e.id.clone()).collect::<Vec<_>>();
    a.intent != b.intent || a.use_description != b.use_description || ids(a) != ids(b)
}

fn check_remainders(material: &Material, sink: &mut dyn Sink) {
    let mut remainders = material.substances.iter().filter(|substance| is_remainder(substance));
    let (Some(first), Some(second)) = (remainders.next(), remainders.next()) else { return };
    sink.diagnostic(
        Diagnostic::new(checks::REMAINDER_REPEATED, second.place.clone())
            .with("substance", second.name.as_str())
            .with("count", remainders.count() + 2)
            .with("material", material.name.as_str())
            .also_at(first.place.clone()),
    );
}

/// Whether the name, or the amount as printed, is a word for what is missing to the whole.
fn is_remainder(substance: &DeclaredSubstance) -> bool {
    let printed = [
        substance.share.as_ref().map(|share| share.raw.as_str()),
        substance.mass.as_ref().map(|mass| mass.raw.as_str()),
    ];
    std::iter::once(substance.name.as_str())
        .chain(printed.into_iter().flatten())
        .any(tables::is_rest)
}
