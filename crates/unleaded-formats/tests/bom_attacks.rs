//! Bills of materials that are made to do harm: each ends in its code, in bounded time and memory.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads its fixtures and may unwrap"
)]

use unleaded_formats::bom::{BomRead, read};
use unleaded_model::diagnostic::FileName;

/// Reads `text` and returns the codes, each once, in their order.
fn codes(text: &str) -> Vec<&'static str> {
    let mut codes: Vec<_> = raw(text).diagnostics.iter().map(|d| d.code.name()).collect();
    codes.dedup();
    codes
}

fn raw(text: &str) -> BomRead {
    read(text.as_bytes(), &FileName::new("made.bom"))
}

fn granta(inside: &str) -> String {
    let root = r#"PartsEco xmlns="http://www.grantadesign.com/25/05/BillOfMaterialsEco""#;
    format!("<{root}><Components>{inside}</Components></PartsEco>")
}

fn cyclonedx(rest: &str) -> String {
    format!(r#"{{"bomFormat": "CycloneDX", "specVersion": "1.6", {rest}}}"#)
}

#[test]
fn nesting_without_end() {
    const DEEP: usize = 100_000;
    assert_eq!(
        codes(&granta(&"<Part><Components>".repeat(DEEP)))[..],
        ["bom-item-missing", "xml-too-deep"]
    );
    let whole = "<Part><Components>".repeat(DEEP) + &"</Components></Part>".repeat(DEEP);
    assert_eq!(codes(&granta(&whole)).last(), Some(&"xml-too-deep"));
    let components = r#""components": [{"type": "device", "name": "A", "#.repeat(DEEP);
    assert_eq!(codes(&cyclonedx(&components)), ["bom-json-too-deep"]);
    assert_eq!(codes(&cyclonedx(&format!(r#""x": {}"#, "[".repeat(DEEP)))), ["bom-json-too-deep"]);
    assert_eq!(codes(&format!(r#"<export>{}"#, "<comp>".repeat(DEEP))), ["xml-too-deep"]);
}

#[test]
fn as_deep_as_may_be() {
    // 256 levels of JSON are 127 levels of components.
    let deep = |levels: usize| {
        let open = r#""components": [{"type": "device", "name": "A", "#.repeat(levels);
        cyclonedx(&format!(r#"{open} "version": "1" {}"#, "}]".repeat(levels)))
    };
    assert_eq!(codes(&deep(127)), ["bom-quantity-assumed"]);
    assert_eq!(codes(&deep(128)), ["bom-json-too-deep"]);
}

#[test]
fn entities_are_refused() {
    let document = granta("<Part><PartNumber>&b;</PartNumber></Part>");
    let bomb = format!(r#"<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>{document}"#);
    assert_eq!(codes(&bomb), ["xml-doctype"]);
    assert_eq!(codes(&document), ["xml-entity"]);
}

#[test]
fn numbers_beyond_measure() {
    let part = |quantity: &str| {
        let child =
            format!("<Part><Quantity>{quantity}</Quantity><PartNumber>B</PartNumber></Part>");
        granta(&format!("<Part><PartNumber>A</PartNumber><Components>{child}</Components></Part>"))
    };
    for quantity in [
        "NaN",
        "INF",
        "-1",
        "1e400",
        "1e41",
        "0x10",
        "1_000",
        &"9".repeat(101),
        &"9".repeat(2 << 20),
    ] {
        assert_eq!(
            codes(&part(quantity)),
            ["bom-quantity"],
            "{}",
            &quantity[..quantity.len().min(20)]
        );
    }
    for quantity in ["1e40", "1e-40", "0"] {
        assert!(codes(&part(quantity)).is_empty(), "{quantity}");
    }
    let list = |designators: &str| codes(&format!("Designator,MPN\n\"{designators}\",A\n"));
    assert_eq!(list("R1-R18446744073709551615"), ["bom-product-assumed"]);
    assert_eq!(list("R0-R18446744073709551615"), ["bom-product-assumed", "bom-quantity"]);
    assert_eq!(list("R9-R1"), ["bom-product-assumed", "bom-quantity"]);
}

#[test]
fn what_contains_itself_is_left_to_the_graph() {
    let edges = r#"{"ref": "a", "dependsOn": ["b"]}, {"ref": "b", "dependsOn": ["a"]}, {"ref": "c", "dependsOn": ["c"]}"#;
    let component = |name: &str| {
        format!(
            r#"{{"type": "device", "bom-ref": "{name}", "name": "{name}", "properties": [{{"name": "cdx:device:quantity", "value": "1"}}]}}"#
        )
    };
    let components: Vec<_> = ["a", "b", "c"].iter().map(|name| component(name)).collect();
    let text = cyclonedx(&format!(
        r#""components": [{}], "dependencies": [{edges}]"#,
        components.join(",")
    ));
    let found = raw(&text);
    assert_eq!(found.diagnostics, []);
    assert_eq!(found.bom.unwrap().lines.len(), 3);
}

#[test]
fn defects_without_end_are_bounded() {
    let nameless = cyclonedx(&format!(
        r#""components": [{}]"#,
        vec![r#"{"type": "device"}"#; 20_000].join(",")
    ));
    let found = raw(&nameless);
    assert_eq!(found.diagnostics.len(), 10_001);
    assert_eq!(found.diagnostics[10_000].code.name(), "too-many-defects");
    // One line of many components is counted through once.
    let one = r#"{"type": "device", "name": "A", "properties": [{"name": "cdx:device:quantity", "value": "1"}]}"#;
    let found = raw(&cyclonedx(&format!(r#""components": [{}]"#, vec![one; 50_000].join(","))));
    assert_eq!(found.diagnostics, []);
    let kinds: String = (0..20_000).map(|at| format!("<X{at}/>")).collect();
    let found = raw(&granta("").replace("<Components>", &format!("{kinds}<Components>")));
    assert!(found.diagnostics.len() < 200, "{}", found.diagnostics.len());
}

#[test]
fn every_end_is_told() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/bom");
    for name in [
        "valid-granta-2505.xml",
        "valid-ipc2581.xml",
        "valid-cyclonedx.json",
        "valid-cyclonedx.xml",
    ] {
        let whole = std::fs::read(folder.join(name)).unwrap();
        let end = whole.trim_ascii_end().len();
        for cut in 0..end {
            let found = read(&whole[..cut], &FileName::new(name));
            let told = found
                .diagnostics
                .iter()
                .any(|d| d.severity == unleaded_model::diagnostic::Severity::Error);
            assert!(told, "{name} cut at {cut}");
        }
    }
}
