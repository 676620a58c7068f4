//! Whatever differs between two reports is told, but for what follows from the rest.

use std::collections::BTreeMap;

use serde_json::Value;
use unleaded_app::diff::{Mode, reports};
use unleaded_documents::report::{Decision, Report, StatementInput};

use crate::beside;
use crate::support::report;

const BOM: &str = "parent,child,quantity\nP,X,1\nP,PIN,2\nP,MISSING,1\n";
const PIN: &str = "maker,part,total mass (mg),material,material weight (mg),substance,cas,% of material,exemption,date\n\
     A,PIN,10,Body,10,Lead,7439-92-1,40,7(a),2026-01-01\nA,PIN,10,Body,10,Tin,7440-31-5,50,,2026-01-01\n";

/// Facts that follow from others that are told, from the lists, whose hashes are, or from the path.
const FOLLOWS: [&str; 22] = [
    "entries",
    "exemptions",
    "products.claims.part",
    "products.documented",
    "products.parts.statuses.entries",
    "products.verdicts.entries.legal_reference",
    "products.verdicts.entries.level",
    "products.verdicts.entries.name",
    "products.verdicts.entries.name_zh",
    "products.verdicts.findings.contents",
    "products.verdicts.findings.contents_omitted",
    "products.verdicts.findings.legal_reference",
    "products.verdicts.findings.named_ppm",
    "products.verdicts.findings.part",
    "products.verdicts.findings.place_mass_mg",
    "products.verdicts.findings.reason",
    "products.verdicts.findings.reason_zh",
    "products.verdicts.findings.undisclosed_ppm",
    "products.verdicts.kind",
    "products.verdicts.scope",
    "schema",
    "tool.name",
];

/// A report in which as much as possible is said.
fn sample() -> Report {
    let rohs = beside::rohs(&[("Lead/Lead Compounds", "00005", "false")]);
    let answered = beside::ipc(&rohs, beside::WIRE);
    let other = PIN.replace("PIN", "OTHER");
    let mut report = report(BOM, &[("x.xml", &answered), ("pin.csv", PIN), ("other.csv", &other)]);
    let text = || Some("told".to_owned());
    let options = &mut report.options;
    options.known_on = text();
    options.trust_sha256 = text();
    options.decisions_sha256 = text();
    options.mapping_sha256 = text();
    let evidence_sha256 = vec!["told".to_owned()];
    let statement = StatementInput { sha256: "told".to_owned(), evidence_sha256 };
    report.inputs.statements.push(statement);
    let told = "told".to_owned();
    for product in &mut report.products {
        product.weighed_mass_mg = text();
        let verdict = &mut product.verdicts[0];
        verdict.findings[0].decision = Some(Decision {
            reason: told.clone(),
            owner: told.clone(),
            evidence: text(),
            decided: told.clone(),
            expires: told.clone(),
            state: told.clone(),
        });
        let exemption = verdict.findings.iter().find_map(|finding| finding.exemption.clone());
        verdict.findings[0].offers.extend(exemption);
    }
    report
}

/// What a value becomes when something else is said; `None`: what is in it does.
fn other(value: &Value) -> Option<Value> {
    Some(match value {
        Value::Array(all) => {
            let mut longer = all.clone();
            longer.push(all.first().cloned().unwrap_or_else(|| "more".into()));
            longer.into()
        }
        Value::Bool(value) => (!value).into(),
        Value::Null => "told".into(),
        Value::Number(number) => (number.as_u64()? + 1).into(),
        Value::Object(_) => return None,
        Value::String(text) => format!("{text}1").into(),
    })
}

/// The pointer to each value, with the names of the fields on the way.
fn places(value: &Value, at: &str, name: &str, found: &mut Vec<(String, String)>) {
    found.push((at.to_owned(), name.trim_start_matches('.').to_owned()));
    match value {
        Value::Array(all) => {
            for (index, inner) in all.iter().enumerate() {
                places(inner, &format!("{at}/{index}"), name, found);
            }
        }
        Value::Object(fields) => {
            for (field, inner) in fields {
                let at = format!("{at}/{}", field.replace('~', "~0").replace('/', "~1"));
                places(inner, &at, &format!("{name}.{field}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn whatever_differs_is_told() {
    let sample = sample();
    assert!(reports(&sample, &sample, Mode::Exact).is_equal());
    let json: Value = serde_json::from_str(&sample.to_json()).unwrap();
    let mut found = Vec::new();
    places(&json, "", "", &mut found);
    let follows = |name: &str| {
        FOLLOWS
            .iter()
            .any(|of| name.strip_prefix(of).is_some_and(|r| r.is_empty() || r.starts_with('.')))
    };
    // The first place of each field that says something stands for all.
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    for (at, name) in found.iter().filter(|(_, name)| !follows(name)) {
        let known = first.entry(name).or_insert(at);
        if json.pointer(known).is_some_and(Value::is_null) {
            *known = at;
        }
    }
    let (mut silent, mut changed) = (Vec::new(), 0);
    for (name, at) in first {
        let Some(other) = other(json.pointer(at).unwrap()) else { continue };
        let mut json = json.clone();
        *json.pointer_mut(at).unwrap() = other;
        // What is no report any more is not compared.
        let Ok(other) = Report::from_json(json.to_string().as_bytes()) else { continue };
        changed += 1;
        if reports(&sample, &other, Mode::Exact).is_equal() {
            silent.push(name);
        }
    }
    assert!(changed > 80, "{changed}");
    assert_eq!(silent, Vec::<&str>::new());
}

#[test]
fn what_follows_is_in_a_report() {
    let json: Value = serde_json::from_str(&sample().to_json()).unwrap();
    let mut found = Vec::new();
    places(&json, "", "", &mut found);
    for name in FOLLOWS {
        assert!(found.iter().any(|(_, of)| of == name), "{name}");
    }
}
