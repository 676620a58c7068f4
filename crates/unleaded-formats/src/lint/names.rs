//! Names that a template or a program put there, and identities of nobody.

use unleaded_model::declaration::DeclaredPart;
use unleaded_model::diagnostic::codes::checks;
use unleaded_model::diagnostic::{Diagnostic, Place};

use crate::check::is_placeholder;
use crate::nothing::is_blank;
use crate::sink::Sink;

/// Words that are typed to go on.
const TYPED: [&str; 22] = [
    "asdf",
    "asdfgh",
    "default",
    "dummy",
    "no name",
    "noname",
    "not defined",
    "placeholder",
    "qwerty",
    "tba",
    "tbc",
    "tbd",
    "test",
    "to be announced",
    "to be confirmed",
    "to be defined",
    "to be determined",
    "undefined",
    "unnamed",
    "untitled",
    "待定",
    "测试",
];

/// Names of kinds of things, which programs number.
const KINDS: [&str; 22] = [
    "component",
    "homogeneous material",
    "homogenous material",
    "material",
    "material name",
    "new component",
    "new item",
    "new material",
    "new part",
    "new product",
    "new substance",
    "part",
    "part name",
    "product",
    "product name",
    "subcomponent",
    "subpart",
    "subproduct",
    "substance",
    "substance name",
    "材料",
    "物质",
];

/// Whether somebody typed it to go on.
fn is_typed(text: &str) -> bool {
    let is_run = text.len() >= 2 && text.bytes().all(|b| matches!(b, b'x' | b'X'));
    is_run || TYPED.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether a program numbered it: `Material 1`, `New part`.
fn is_numbered(text: &str) -> bool {
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let stem = stem.trim_end_matches([' ', '#', '_', '-', '.']);
    KINDS.iter().any(|kind| stem.eq_ignore_ascii_case(kind))
}

pub(super) fn check(part: &DeclaredPart, sink: &mut dyn Sink) {
    let mut tell = |what_en: &str, what_zh: &str, value: &str, place: &Place| {
        sink.diagnostic(
            Diagnostic::new(checks::PLACEHOLDER_NAME, place.clone())
                .with("what_en", what_en)
                .with("what_zh", what_zh)
                .with("value", value),
        );
    };
    for item in &part.items {
        let (number, name) = (item.number.trim(), item.name.trim());
        // Without a number at all the part is told of by `item-number-missing`.
        if !number.is_empty() && (is_blank(number) || is_typed(number)) {
            tell("item number", "料号", number, &item.place);
        }
        if is_typed(name) || is_numbered(name) {
            tell("part name", "部件名称", name, &item.place);
        }
    }
    for material in &part.materials {
        let name = material.name.trim();
        if !name.is_empty() && (is_blank(name) || is_typed(name) || is_numbered(name)) {
            tell("material name", "材料名称", name, &material.place);
        }
        for substance in &material.substances {
            let name = substance.name.trim();
            if is_typed(name) || is_numbered(name) {
                tell("substance name", "物质名称", name, &substance.place);
            }
        }
    }
}

/// Lists, their entries and substances say whose identity they bear, in a format that has a place for it.
pub(super) fn check_authorities(part: &DeclaredPart, sink: &mut dyn Sink) {
    for list in &part.lists {
        if list.authority.trim().is_empty() && !is_blank(&list.identity) {
            sink.diagnostic(no_authority("list", "清单", &list.identity, &list.place));
        }
        let codes = list.answers.iter().filter(|answer| !is_blank(&answer.code));
        for answer in codes.filter(|answer| answer.code_authority.trim().is_empty()) {
            sink.diagnostic(no_authority("entry code", "条目代码", &answer.code, &answer.place));
        }
    }
    for substance in part.materials.iter().flat_map(|material| &material.substances) {
        // Nobody issues a word such as `Proprietary`.
        if substance.id_authority.trim().is_empty() && !is_placeholder(&substance.id_raw) {
            let (raw, place) = (&substance.id_raw, &substance.place);
            sink.diagnostic(no_authority("substance identity", "物质标识", raw, place));
        }
    }
}

pub(super) fn no_authority(what_en: &str, what_zh: &str, value: &str, place: &Place) -> Diagnostic {
    Diagnostic::new(checks::AUTHORITY_MISSING, place.clone())
        .with("what_en", what_en)
        .with("what_zh", what_zh)
        .with("value", value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_and_real_names() {
        for placeholder in
            ["Material 1", "MATERIAL_02", "new part", "材料1", "Substance", "Part #3"]
        {
            assert!(is_numbered(placeholder), "{placeholder}");
        }
        for typed in ["TBD", "xxx", "XX", "Test", "待定"] {
            assert!(is_typed(typed), "{typed}");
        }
        for real in [
            "Copper",
            "Na",
            "X",
            "PA66",
            "Material of the lid",
            "M-011",
            "Testing pad",
            "Layer 1",
            "1",
            "",
        ] {
            assert!(!is_typed(real) && !is_numbered(real), "{real}");
        }
    }
}
