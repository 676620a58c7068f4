//! quick-xml's reader with namespaces resolved and every attribute's value normalised.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::{NsReader, XmlVersion};
use unleaded_formats::ipc1752::NAMESPACE;

use crate::facts::{Facts, digits};

/// Takes the facts of a document; what is not a number counts as zero.
pub fn namespaced(document: &str) -> Facts {
    let mut reader = NsReader::from_str(document);
    let (mut facts, mut in_material) = (Facts::default(), false);
    loop {
        let (namespace, event) = match reader.read_resolved_event() {
            Ok((_, Event::Eof)) | Err(_) => return facts,
            Ok(found) => found,
        };
        let is_ours = namespace == ResolveResult::Bound(Namespace(NAMESPACE));
        match event {
            Event::Start(tag) | Event::Empty(tag) if is_ours => {
                let local = tag.local_name();
                in_material |= local.as_ref() == "HomogeneousMaterial";
                // Inside a material it is the level of a substance.
                let is_answer = local.as_ref() == "SubstanceCategory" && !in_material;
                facts.answers += u64::from(is_answer);
                take(&tag, &mut facts);
            }
            Event::End(tag) => in_material &= tag.local_name().as_ref() != "HomogeneousMaterial",
            _ => {}
        }
    }
}

fn take(tag: &BytesStart<'_>, facts: &mut Facts) {
    let local = tag.local_name();
    let local = local.as_ref();
    match local {
        "HomogeneousMaterial" => facts.materials += 1,
        "Product" => facts.products += 1,
        "Substance" => facts.substances += 1,
        _ => {}
    }
    let (mut number, mut unit) = (0, 0);
    for attribute in tag.attributes().flatten() {
        let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) else {
            continue;
        };
        match (local, attribute.key.as_ref()) {
            ("Amount" | "Concentration", "value") => number = nanos(&value),
            ("Amount", "UOM") => unit = milligrams(&value),
            ("ProductID", "itemNumber") => facts.numbers += value.len() as u64,
            ("Substance", "name") => facts.names += value.len() as u64,
            ("SubstanceID", "identity") => facts.cas += digits(&value),
            ("Threshold", "overThreshold") => facts.over += u64::from(value == "true"),
            _ => {}
        }
    }
    match local {
        "Amount" => facts.mass += number / 1_000 * unit,
        // A percentage is ten thousand millionths.
        "Concentration" => facts.share += number / 100_000,
        _ => {}
    }
}

/// Milligrams in a unit.
fn milligrams(unit: &str) -> u64 {
    match unit {
        "mg" => 1,
        "g" => 1_000,
        "kg" => 1_000_000,
        _ => 0,
    }
}

/// A decimal number in billionths.
fn nanos(text: &str) -> u64 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let places = u32::try_from(part.len()).unwrap_or(u32::MAX);
    let unit = 10u64.checked_pow(9u32.saturating_sub(places)).unwrap_or(0);
    (digits(whole) * 10u64.saturating_pow(places) + digits(part)) * unit
}

#[cfg(test)]
mod tests {
    use unleaded_formats::read_declaration;
    use unleaded_formats::sink::Collected;
    use unleaded_model::diagnostic::FileName;

    use super::*;
    use crate::mixed::mixed;

    #[test]
    fn the_same_facts_as_our_own_reader() {
        for document in mixed(1_000_000) {
            let mut own = Facts::default();
            let mut found = Collected::default();
            read_declaration(document.as_bytes(), &FileName::new("m.xml"), &mut found);
            found.products.iter().for_each(|part| own.take(part));
            assert_eq!(namespaced(&document), own);
            assert!(own.products > 0 && own.mass > 0 && own.answers + own.substances > 0);
        }
    }
}
