//! Documents of known elements in any order, however senseless, are written the same again once they are read.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::collection::vec;
use proptest::prelude::*;
use unleaded_formats::sink::Collected;
use unleaded_formats::{ipc1752, read_declaration, tables};
use unleaded_model::declaration::Declaration;
use unleaded_model::diagnostic::{Diagnostic, FileName, any_error};

/// Which elements stand in which.
const INSIDE: &[(&str, &[&str])] = &[
    ("MainDeclaration", &["BusinessInfo", "Include", "Product"]),
    ("BusinessInfo", &["Request", "Response", "Declaration"]),
    ("Request", &["RequestCompany", "OtherCompany", "Contact", "Authorizer"]),
    ("Response", &["Authorizer", "SupplyCompany", "Contact"]),
    ("Contact", &["Email", "Phone", "SurfaceAddress"]),
    ("Authorizer", &["Email", "Phone", "SurfaceAddress"]),
    ("SupplyCompany", &["CompanyID"]),
    ("RequestCompany", &["CompanyID"]),
    ("OtherCompany", &["CompanyID"]),
    ("Include", &["Sectional"]),
    ("Sectional", &["SubSectional"]),
    ("Product", &["ProductID", "SubProduct", "MaterialInfo", "ExemptionList", "QueryList"]),
    ("SubProduct", &["ProductID", "SubProduct", "MaterialInfo", "ExemptionList", "QueryList"]),
    ("ProductID", &["Amount"]),
    ("MaterialInfo", &["SubstanceCategoryList", "HomogeneousMaterialList", "HomogeneousMaterial"]),
    ("MaterialInfo", &["QueryList", "MaterialGroupList", "MaterialClass", "Exemption"]),
    ("HomogeneousMaterialList", &["HomogeneousMaterial", "ExemptionList"]),
    ("HomogeneousMaterial", &["Amount", "Concentration", "SubstanceCategoryList", "Substance"]),
    ("SubstanceCategoryList", &["SubstanceCategory", "SubstanceCategoryListID", "ExemptionList"]),
    ("SubstanceCategoryList", &["SubstanceCategory", "SubstanceCategoryListID", "Substance"]),
    ("SubstanceCategory", &["SubstanceCategoryID", "Threshold", "Substance", "ExemptionList"]),
    ("SubstanceCategory", &["Amount", "Concentration", "Threshold", "Exemption"]),
    ("Substance", &["SubstanceID", "Amount", "Concentration", "ExemptionList", "Exemption"]),
    ("ExemptionList", &["ExemptionListID", "Exemption"]),
    ("Exemption", &["ExemptionListID", "ExemptionID"]),
    ("QueryList", &["QueryListID", "Query"]),
    ("Query", &["QueryID"]),
    ("MaterialGroupList", &["MaterialGroupListID", "MaterialGroup", "MaterialClass"]),
    ("MaterialGroup", &["MaterialGroupID", "Amount", "Concentration"]),
    ("MaterialClass", &["MaterialClassID", "Amount"]),
];
/// Attributes and what they may say.
const SAYS: &[(&str, &[&str])] = &[
    ("name", &["", "a", "b", "&#x3000;", "A", "Material Info"]),
    ("identity", &["", "7439-92-1", "x", "&amp;"]),
    ("authority", &["", "CAS", "IPC"]),
    ("comment", &["", "c"]),
    ("itemName", &["", "n", "m"]),
    ("itemNumber", &["", "1", "2"]),
    ("numberOfInstances", &["", "1", "3"]),
    ("overThreshold", &["", "true", "false"]),
    ("threshold", &["", "0.1"]),
    ("value", &["", "1", "2.50", "0.3"]),
    ("UOM", &["mg", "g", "massPercent", "ppm"]),
    ("note", &["", "n"]),
    ("mode", &["", "Distribute", "Request/Reply"]),
];
const TEXTS: &[&str] = &["a", "\u{3000}", "&amp;", "<![CDATA[b]]>", " c\n", "<Other/>"];

/// Choices, the first ones first; zeros when they are used up.
struct Choices(std::vec::IntoIter<u8>);

impl Choices {
    fn below(&mut self, count: usize) -> usize {
        usize::from(self.0.next().unwrap_or(0)) % count
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

fn element(name: &str, depth: usize, choices: &mut Choices, out: &mut String) {
    let is_root = name == "MainDeclaration";
    // Without its prefix an element is of another namespace, or of none.
    let prefix = if is_root || choices.below(12) > 0 { "i:" } else { "" };
    out.push_str(&format!("<{prefix}{name}"));
    if is_root {
        out.push_str(" xmlns:i=\"http://webstds.ipc.org/175x/2.0\" version=\"2.0\"");
        out.push_str(choices.of(&[
            "",
            " xmlns=\"http://webstds.ipc.org/175x/2.0\"",
            " xmlns=\"urn:x\"",
        ]));
    }
    if name.ends_with("Amount") || name == "Concentration" {
        let (value, unit) = (choices.of(SAYS[9].1), choices.of(SAYS[10].1));
        out.push_str(&format!(" value=\"{value}\" UOM=\"{unit}\""));
    } else {
        let from = choices.below(SAYS.len());
        for at in 0..choices.below(4) {
            let (name, values) = SAYS[(from + at * 5) % SAYS.len()];
            if !matches!(name, "value" | "UOM") {
                out.push_str(&format!(" {name}=\"{}\"", choices.of(values)));
            }
        }
    }
    out.push('>');
    let rows: Vec<_> = INSIDE.iter().filter(|(parent, _)| *parent == name).collect();
    let most = if depth < 9 { 5 } else { 1 };
    for _ in 0..choices.below(most) {
        match choices.below(16) {
            0 => out.push_str(choices.of(TEXTS)),
            1 => {
                let (_, names) = choices.of(INSIDE);
                element(choices.of(names), depth + 1, choices, out);
            }
            _ if rows.is_empty() => {}
            _ => {
                let (_, names) = choices.of(&rows);
                element(choices.of(names), depth + 1, choices, out);
            }
        }
    }
    out.push_str(&format!("</{prefix}{name}>"));
}

fn document(choices: Vec<u8>) -> String {
    let mut out = String::new();
    element("MainDeclaration", 0, &mut Choices(choices.into_iter()), &mut out);
    out
}

fn read(text: &str) -> (Declaration, Vec<Diagnostic>) {
    let mut found = Collected::default();
    read_declaration(text.as_bytes(), &FileName::new("f"), &mut found);
    let (document, diagnostics) = found.into_declaration();
    (document.unwrap(), diagnostics)
}

/// What is written of `text`, whether or not it agrees with itself.
fn written(text: &str) -> String {
    ipc1752::write(&read(text).0).0
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        max_shrink_iters: 100_000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_written_is_written_again(choices in vec(any::<u8>(), 0..600)) {
        let text = document(choices);
        let first = written(&text);
        prop_assert_eq!(written(&first), first, "{}", text);
    }

    #[test]
    fn a_table_is_written_again(choices in vec(any::<u8>(), 0..600)) {
        let text = document(choices);
        let (first, _) = tables::write_csv(&read(&text).0);
        let (document, diagnostics) = read(&first);
        if !any_error(&diagnostics) {
            prop_assert_eq!(tables::write_csv(&document).0, first, "{}", text);
        }
    }
}
