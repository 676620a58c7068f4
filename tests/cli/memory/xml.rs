//! XML: entities, depth, siblings, attributes, numbers.

use super::{Hostile, NO, check, each, put};

const IPC: &str = r#"<?xml version="1.0"?><MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0" version="2.0">"#;
const MATERIAL: &str = r#"<Product><ProductID itemNumber="A-1"/><MaterialInfo><HomogeneousMaterialList><HomogeneousMaterial name="m"><SubstanceCategoryList>"#;
const END: &str = "</MainDeclaration>";

#[test]
fn entities_and_depth() {
    let hostile = Hostile { what: "entities", mib: 128, exit: NO, code: "xml-doctype" };
    check(&hostile, |out| {
        put(out, r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "lol">"#);
        each(out, 30, |n| format!("<!ENTITY e{} \"{}\">", n + 1, format!("&e{n};").repeat(10)));
        put(out, "]><MainDeclaration>&e30;</MainDeclaration>");
    });
    let hostile = Hostile { what: "external entity", ..hostile };
    check(&hostile, |out| {
        put(out, "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY e SYSTEM \"file:///dev/zero\">]>");
        put(out, "<MainDeclaration>&e;</MainDeclaration>");
    });
    let hostile = Hostile { what: "depth", mib: 128, exit: NO, code: "xml-too-deep" };
    check(&hostile, |out| {
        put(out, IPC);
        each(out, 100_000, |_| "<a>".to_owned());
    });
}

#[test]
fn a_million_siblings() {
    let hostile =
        Hostile { what: "products and defects", mib: 192, exit: NO, code: "too-many-defects" };
    check(&hostile, |out| {
        put(out, IPC);
        each(out, 1_000_000, |_| "<Product/>".to_owned());
        put(out, END);
    });
    let hostile =
        Hostile { what: "unknown elements", mib: 288, exit: NO, code: "part-too-many-elements" };
    check(&hostile, |out| {
        put(out, IPC);
        put(out, "<Product>");
        each(out, 1_000_000, |_| "<U/>".to_owned());
        put(out, "</Product></MainDeclaration>");
    });
    let hostile =
        Hostile { what: "substances", mib: 512, exit: NO, code: "part-too-many-elements" };
    check(&hostile, |out| {
        put(out, IPC);
        put(out, MATERIAL);
        each(out, 1_000_000, |_| "<Substance/>".to_owned());
    });
    let hostile = Hostile { what: "long substances", mib: 384, exit: NO, code: "part-too-large" };
    check(&hostile, |out| {
        put(out, IPC);
        put(out, MATERIAL);
        each(out, 200_000, |n| {
            let name = "n".repeat(100);
            format!(
                r#"<Substance name="{n}{name}"><SubstanceID identity="7439-92-1"/></Substance>"#
            )
        });
    });
}

#[test]
fn attributes() {
    let many = Hostile { what: "attributes", mib: 128, exit: NO, code: "xml-too-many-attributes" };
    check(&many, |out| {
        put(out, IPC);
        put(out, "<Product");
        each(out, 100_000, |n| format!(" a{n}=\"\""));
        put(out, "/></MainDeclaration>");
    });
    check(&Hostile { what: "namespaces", ..many }, |out| {
        put(out, IPC);
        put(out, "<Product");
        each(out, 40_000, |n| format!(" xmlns:a{n}=\"u{n}\" a{n}:b=\"\""));
        put(out, "/></MainDeclaration>");
    });
    let kept =
        Hostile { what: "kept attributes", mib: 256, exit: NO, code: "part-too-many-elements" };
    check(&kept, |out| {
        put(out, IPC);
        put(out, "<Product><ProductID itemNumber=\"A-1\"/>");
        let attributes: String = (0..900).map(|n| format!(" a{n}=\"\"")).collect();
        each(out, 400, |_| format!("<MaterialInfo{attributes}/>"));
        each(out, 400, |_| format!("<SubProduct{attributes}/>"));
    });
}

#[test]
fn numbers() {
    let long = Hostile { what: "digits", mib: 128, exit: NO, code: "number-too-long" };
    let amount = |value: &str| {
        let amount = format!("<Amount value=\"{value}\" UOM=\"g\"/>");
        format!("{IPC}<Product><ProductID itemNumber=\"A-1\">{amount}</ProductID></Product>{END}")
    };
    check(&long, |out| put(out, &amount(&"9".repeat(1_000_000))));
    let exponent = Hostile { what: "exponent", ..long };
    check(&exponent, |out| put(out, &amount("1e999999999")));
    let value = Hostile { what: "value", mib: 160, exit: NO, code: "xml-value-too-long" };
    check(&value, |out| put(out, &amount(&"9".repeat(17 << 20))));
}
