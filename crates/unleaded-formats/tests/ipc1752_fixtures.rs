//! Every document in `fixtures/ipc1752` gives exactly what its name says.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test reads its fixtures, says what it skips, and fails by panicking"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use unleaded_formats::sink::Collected;
use unleaded_formats::{ipc1752, read_declaration};
use unleaded_model::declaration::{Declaration, Format, Intent, Kept, Query};
use unleaded_model::diagnostic::{FileName, Language};

mod support;

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/ipc1752");
    let entries = folder.read_dir().unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = entries.collect();
    paths.sort();
    assert!(paths.len() > 50, "{} is nearly empty", folder.display());
    paths
}

fn read(path: &Path) -> Collected {
    let mut found = Collected::default();
    let name = path.file_name().unwrap().to_str().unwrap();
    let bytes = std::fs::read(path).unwrap();
    read_declaration(&bytes[..], &FileName::new(name), &mut found);
    found
}

#[test]
fn each_fixture_gives_the_code_of_its_name() {
    let mut failures = Vec::new();
    for path in fixtures() {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let expected: Vec<&str> = match name.split_once('-').unwrap() {
            ("valid", _) => vec![],
            ("invalid", rest) => vec![rest.split_once("--").unwrap().0],
            _ => panic!("{name} is neither valid nor invalid"),
        };
        let found = read(&path);
        let codes: Vec<&str> = found.diagnostics.iter().map(|d| d.code.name()).collect();
        if codes != expected {
            failures.push(format!("{name}: {codes:?}"));
        }
        for diagnostic in &found.diagnostics {
            for language in [Language::En, Language::Zh] {
                let words = diagnostic.message(language) + &diagnostic.help(language);
                assert!(!words.contains('{'), "{name}: {words}");
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_code_of_the_reader_has_a_fixture() {
    let names: BTreeSet<String> = fixtures()
        .iter()
        .filter_map(|path| path.file_stem()?.to_str()?.strip_prefix("invalid-")?.split_once("--"))
        .map(|(code, _)| code.to_owned())
        .collect();
    // These take a huge or failing input, which tests make, or are told by the writer.
    let elsewhere = [
        "file-too-large",
        "file-unreadable",
        "part-too-large",
        "private-key",
        "too-many-defects",
        "write-loss",
        "xml-value-too-long",
    ];
    for code in unleaded_model::diagnostic::codes::xml::ALL {
        let name = code.name();
        assert!(names.contains(name) || elsewhere.contains(&name), "{name} has no fixture");
    }
}

#[test]
fn what_is_written_is_read_back_the_same() {
    for path in fixtures() {
        let (document, diagnostics) = read(&path).into_declaration();
        let Some(document) = document else { continue };
        let only_kept = diagnostics.iter().all(|d| {
            matches!(
                d.code.name(),
                "attribute-unknown" | "element-unknown" | "reading-unconfirmed" | "text-unexpected"
            )
        });
        // IPC-1752B is read, not written.
        let is_written = document.header.format == Format::Ipc1752a;
        if document.products.is_empty() || !only_kept || !is_written {
            continue;
        }
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let (text, losses) = ipc1752::write(&document);
        assert_eq!(losses, [], "{name}");
        let mut again = Collected::default();
        read_declaration(text.as_bytes(), &FileName::new(&name), &mut again);
        let (again, _) = again.into_declaration();
        let again = again.unwrap();
        assert_eq!(support::placeless(&again), support::placeless(&document), "{name}\n{text}");
        assert_eq!(ipc1752::write(&again).0, text, "{name}");
    }
}

#[test]
fn what_is_written_follows_the_schema() {
    let Some(validator) = support::Validator::find() else {
        return;
    };
    let mut written = 0;
    for path in fixtures() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let is_class_a_or_b = name.starts_with("invalid-reading-unconfirmed--class");
        let Some(rest) = name.strip_prefix("valid-").or(is_class_a_or_b.then_some(name)) else {
            continue;
        };
        let (document, _) = read(&path).into_declaration();
        let document: Declaration = document.unwrap();
        validator.check(&ipc1752::write(&document).0, rest);
        written += 1;
    }
    assert!(written > 10);
}

#[test]
fn what_has_no_place_is_told() {
    let path = fixtures().into_iter().find(|path| path.ends_with("valid-two-products.xml"));
    let (document, _) = read(&path.unwrap()).into_declaration();
    let mut document = document.unwrap();
    let substance = &mut document.products[0].materials[0].substances[0];
    substance.intent = Intent::Impurity;
    substance.name = "a\u{1}b".to_owned();
    let other_format = Kept {
        path: "Sheet1!C3".to_owned(),
        raw: "note".to_owned(),
        place: substance.place.clone(),
    };
    substance.kept.push(other_format);
    let (text, losses) = ipc1752::write(&document);
    assert!(text.contains("a\u{fffd}b"));
    let codes: Vec<&str> = losses.iter().map(|loss| loss.code.name()).collect();
    assert_eq!(codes, ["write-loss"; 3]);
}

fn declaration(name: &str) -> Declaration {
    let path = fixtures().into_iter().find(|path| path.ends_with(name)).unwrap();
    read(&path).into_declaration().0.unwrap()
}

#[test]
fn classes_a_and_b_are_read() {
    let a = declaration("invalid-reading-unconfirmed--class-a.xml");
    let list = &a.products[0].queries[0];
    assert_eq!((list.identity.as_str(), list.queries.len()), ("EUROHS-1907", 2));
    assert_eq!(list.queries[0].code, "1");
    let affirmed: Vec<_> = list.queries.iter().map(Query::is_affirmed).collect();
    assert_eq!(affirmed, [Some(true), Some(false)]);

    let b = declaration("invalid-reading-unconfirmed--class-b.xml");
    let groups = &b.products[0].groups;
    assert_eq!((groups[0].code.as_str(), groups[1].code.as_str()), ("M-004", "M-013"));
    assert_eq!(groups[0].mass.as_ref().unwrap().value.low.to_string(), "9.5");
    assert_eq!(groups[1].share_of_part.as_ref().unwrap().value.low.ppm_low().to_string(), "50000");
}

#[test]
fn a_request_is_read_whole() {
    let request = declaration("valid-request.xml");
    let (header, part) = (&request.header, &request.products[0]);
    let asked = header.request.as_ref().unwrap();
    assert_eq!(asked.company.name, "Customer B");
    assert_eq!((asked.document_id.as_str(), asked.respond_by.as_str()), ("RFI-7", "2026-03-31"));
    assert_eq!(asked.contact.as_ref().unwrap().phones, ["+86 21 5555 0100"]);
    assert_eq!(header.contact, None);
    assert_eq!(part.items[1].requester_number, "391F33");
    assert!(part.lists.iter().all(|list| list.answers.is_empty()));
    assert_eq!(part.lists[0].identity, "EUREACH-0622");
}

#[test]
fn products_of_several_classes_stand_in_one_file_of_1752b() {
    let mixed = declaration("invalid-reading-unconfirmed--1752b-classes-mixed.xml");
    assert_eq!(mixed.header.format, Format::Ipc1752b);
    assert_eq!(mixed.header.supplier.name, "Supplier A");
    let [full, answers] = mixed.products.as_slice() else { panic!("two products") };
    assert_eq!(full.materials[0].substances.len(), 1);
    assert_eq!(answers.lists[0].answers[0].over, Some(false));
    let two = declaration("invalid-reading-unconfirmed--1752b-in-two-namespaces.xml");
    assert_eq!(two.header.format, Format::Ipc1752b);
    assert_eq!(two.products[0].materials.len(), 1);
}

/// The version of the document is not that of the one that is written.
#[test]
fn a_root_has_each_attribute_once() {
    let raw = "invalid-reading-unconfirmed--1752b-classes-mixed.xml";
    let path = fixtures().into_iter().find(|path| path.ends_with(raw)).unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.replacen("<MainDeclaration ", "<MainDeclaration xmlns:x=\"urn:x\" ", 1);
    let text = match text.contains("version=\"3.0\"") {
        true => text,
        false => text.replacen("<MainDeclaration ", "<MainDeclaration version=\"3.0\" ", 1),
    };
    let mut found = Collected::default();
    read_declaration(text.as_bytes(), &FileName::new("b.xml"), &mut found);
    let (written, losses) = ipc1752::write(&found.into_declaration().0.unwrap());
    let root = &written[written.find("<MainDeclaration").unwrap()..];
    let root = &root[..root.find('>').unwrap()];
    assert_eq!(root.matches(" version=").count(), 1, "{root}");
    assert!(root.contains("xmlns:x=\"urn:x\""), "{root}");
    let lost =
        |what: &str| losses.iter().any(|loss| loss.argument("what").unwrap().to_string() == what);
    assert!(lost("MainDeclaration/@version"), "{losses:?}");
    let mut again = Collected::default();
    read_declaration(written.as_bytes(), &FileName::new("c.xml"), &mut again);
    assert!(!again.diagnostics.iter().any(|d| d.code.name().starts_with("xml-")));
}

#[test]
fn exemptions_are_taken_wherever_they_stand() {
    let claim = "<ExemptionList><ExemptionListID identity=\"EL2011/534/EU\" authority=\"IPC\"/>\
                 <Exemption identity=\"6(c)\"/></ExemptionList>";
    let read = |class: &str, inside: &str| {
        let text = format!(
            "<MainDeclaration xmlns=\"http://webstds.ipc.org/175x/2.0\" version=\"2.0\"><BusinessInfo mode=\"Distribute\">\
             <Response date=\"2026-03-02\"/></BusinessInfo><Product><ProductID itemNumber=\"P\"/><MaterialInfo>\
             <{class}>{inside}</{class}></MaterialInfo></Product></MainDeclaration>"
        );
        let mut found = Collected::default();
        read_declaration(text.as_bytes(), &FileName::new("e.xml"), &mut found);
        assert!(!found.diagnostics.iter().any(|d| d.code.name() == "element-unknown"), "{text}");
        found.products.remove(0)
    };
    let answers = read("SubstanceCategoryList", claim);
    assert_eq!(answers.exemptions[0].id, "6(c)");
    let materials = read("HomogeneousMaterialList", claim);
    assert_eq!(materials.exemptions[0].list, "EL2011/534/EU");
    let inside = format!(
        "<HomogeneousMaterial name=\"Brass\"><SubstanceCategoryList>{claim}</SubstanceCategoryList></HomogeneousMaterial>"
    );
    let material = read("HomogeneousMaterialList", &inside);
    assert_eq!(material.materials[0].exemptions[0].id, "6(c)");
}

#[test]
fn a_material_may_state_its_share_of_the_part() {
    let document = declaration("valid-material-in-percent.xml");
    let part = &document.products[0];
    assert_eq!(part.materials[0].mass, None);
    let masses = part.with_material_masses();
    let masses: Vec<_> =
        masses.materials.iter().map(|m| m.mass.as_ref().unwrap().value.low.to_string()).collect();
    assert_eq!(masses, ["0.5", "9.5"]);
}
