//! What scripts read: every form validates against its schema, and the same inputs give the same bytes.

use serde_json::Value;

use crate::platform::{Platform, nobody};
use crate::push::{filing, push};
use crate::support::{Place, TODAY, fixture, fixture_text, schema};

#[track_caller]
pub(crate) fn valid(name: &str, value: &Value) {
    let schema = schema(name);
    assert!(jsonschema::meta::is_valid(&schema), "{name}");
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{value:#}");
}

/// A schema that lets everything pass would prove nothing: each field is taken away in turn, and must be missed.
#[track_caller]
pub(crate) fn strict(name: &str, value: &Value) {
    let validator = jsonschema::draft202012::new(&schema(name)).unwrap();
    for field in value.as_object().unwrap().keys() {
        let mut less = value.clone();
        less.as_object_mut().unwrap().remove(field);
        assert!(!validator.is_valid(&less), "{name} does not need `{field}`");
    }
}

/// Does the same for what the schema defines by a name of its own.
#[track_caller]
fn strict_in(name: &str, definition: &str, value: &Value) {
    let mut schema = schema(name);
    let whole = schema.as_object_mut().unwrap();
    whole.retain(|key, _| key == "$schema" || key == "$defs");
    whole.insert("$ref".to_owned(), format!("#/$defs/{definition}").into());
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for field in value.as_object().unwrap().keys() {
        let mut less = value.clone();
        less.as_object_mut().unwrap().remove(field);
        assert!(!validator.is_valid(&less), "{definition} does not need `{field}`");
    }
}

#[test]
fn check_writes_diagnostics() {
    let place = Place::new();
    let mut files = Vec::new();
    for folder in ["ipc1752", "tables"] {
        for entry in fixture(folder).read_dir().unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            place.write(&name, std::fs::read(entry.path()).unwrap());
            files.push(name);
        }
    }
    files.sort();
    let line = format!("check {} missing.xml --format json", files.join(" "));
    let ran = place.run(&line).exits(2);
    assert!(ran.err.is_empty(), "{}", ran.err);
    let value = ran.json();
    valid("diagnostics-v1.schema.json", &value);
    strict("diagnostics-v1.schema.json", &value);
    assert_eq!(value["files"].as_array().unwrap().len(), files.len() + 1);
    for file in value["files"].as_array().unwrap() {
        let name = file["file"].as_str().unwrap();
        let codes =
            file["diagnostics"].as_array().unwrap().iter().map(|d| d["code"].as_str().unwrap());
        match name.strip_prefix("invalid-").and_then(|rest| rest.split_once("--")) {
            Some((code, _)) => assert!(codes.clone().any(|c| c == code), "{name}: {file:#}"),
            None if name.starts_with("valid-") => {
                let errors = file["diagnostics"].as_array().unwrap().iter();
                assert_eq!(errors.filter(|d| d["severity"] == "error").count(), 0, "{name}");
            }
            None => assert_eq!(codes.collect::<Vec<_>>(), ["file-inaccessible"]),
        }
    }
    assert_eq!(place.run(&line).out, place.run(&line).out);
}

#[test]
fn show_writes_declarations() {
    let place = Place::new();
    let mut files = Vec::new();
    for folder in ["ipc1752", "tables"] {
        for entry in fixture(folder).read_dir().unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            place.write(&name, std::fs::read(entry.path()).unwrap());
            files.push(name);
        }
    }
    files.sort();
    let line = format!("show {} missing.xml --format json", files.join(" "));
    let ran = place.run(&line).exits(2);
    assert!(ran.err.is_empty(), "{}", ran.err);
    let value = ran.json();
    valid("declaration-v1.schema.json", &value);
    strict("declaration-v1.schema.json", &value);
    let read = value["files"].as_array().unwrap();
    assert_eq!(read.len(), files.len() + 1);
    for file in read.iter().filter(|f| f["file"].as_str().unwrap().starts_with("valid-")) {
        assert!(!file["header"].is_null() && file["products"][0].is_object(), "{file:#}");
    }
    assert!(read.last().unwrap()["header"].is_null());
    assert_eq!(place.run(&line).out, ran.out);
}

#[test]
fn show_writes_bills_of_materials() {
    let place = Place::new();
    let names = [
        "valid-flat.csv",
        "valid-chinese-merged.xlsx",
        "valid-cyclonedx.json",
        "valid-cyclonedx.xml",
    ];
    for name in names {
        place.copy(&format!("bom/{name}"), name);
    }
    let ran = place.run(&format!("show {} --format json", names.join(" "))).exits(0);
    let value = ran.json();
    valid("declaration-v1.schema.json", &value);
    let files = value["files"].as_array().unwrap();
    assert_eq!(files.len(), names.len());
    for file in files {
        strict_in("declaration-v1.schema.json", "bom", &file["bom"]);
        strict_in("declaration-v1.schema.json", "bom_part", &file["bom"]["parts"][0]);
        strict_in("declaration-v1.schema.json", "bom_line", &file["bom"]["lines"][0]);
    }
    let bom = &files[0]["bom"];
    let first = fixture_text("bom/valid-flat.csv").lines().nth(1).unwrap().to_owned();
    let (parent, child) = (bom["lines"][0]["parent"].as_str().unwrap(), &bom["lines"][0]["child"]);
    assert!(first.starts_with(&format!("{parent},{},", child.as_str().unwrap())), "{first}");
}

/// Amounts are those of the document: the number as printed, its unit, and what it comes to.
#[test]
fn show_writes_amounts_exactly() {
    let place = Place::new();
    place.copy("ipc1752/valid-subproducts.xml", "relay.xml");
    let value = place.run("show relay.xml --format json").exits(0).json();
    let part = &value["files"][0]["products"][0];
    let mass = &part["items"][0]["mass"];
    assert_eq!((&mass["raw"], &mass["unit"]), (&"5.00".into(), &"g".into()));
    assert_eq!(mass["mg"], serde_json::json!({"low": "5000", "high": "5000"}));
    assert_eq!(mass["rounding_mg"], "5");
    let rivet = &part["subparts"][0]["subparts"][0]["materials"][0]["substances"][0];
    assert_eq!(
        (&rivet["cas"], &rivet["share"]["ppm"]["low"]),
        (&"7440-22-4".into(), &"998000".into())
    );
}

#[test]
fn diff_writes_changes() {
    let place = Place::new();
    place.copy("ipc1752/valid-subproducts.xml", "a.xml");
    let changed = fixture_text("ipc1752/valid-subproducts.xml").replace("99.8", "99.7");
    place.write("b.xml", changed.replace("PN-302", "PN-303"));
    let bom = fixture_text("bom/valid-flat.csv");
    place.write("a.csv", &bom);
    place.write("b.csv", bom.lines().take(2).collect::<Vec<_>>().join("\n"));
    for line in ["diff a.xml b.xml", "diff a.xml a.xml --all", "diff a.csv b.csv --all --printed"] {
        let ran = place.run(&format!("{line} --format json"));
        assert!(ran.code <= 1, "{}", ran.err);
        valid("diff-v1.schema.json", &ran.json());
        strict("diff-v1.schema.json", &ran.json());
        assert_eq!(ran.json()["equal"], ran.code == 0);
    }
    let value = place.run("diff a.xml b.xml --format json").exits(1).json();
    let told: Vec<_> = value["changes"].as_array().unwrap().iter().map(|c| &c["change"]).collect();
    assert!(told.contains(&&"added".into()) && told.contains(&&"removed".into()));
    assert_eq!(place.run("diff a.xml a.csv --format json").exits(2).out(), "");
}

#[test]
fn diff_of_reports_is_written_too() {
    let place = Place::new();
    let folder = fixture("rollup/valid--one-board");
    let roll = |rules: &str, report: &str| {
        let line = format!(
            "rollup {0}/bom.csv --declarations {0}/declarations --as-of {TODAY} {rules} --format json -o {report}",
            folder.display()
        );
        assert!(place.run(&line).code <= 1);
    };
    roll("", "a.json");
    roll("--rules eu-rohs", "b.json");
    let value = place.run("diff a.json b.json --format json").exits(1).json();
    valid("diff-v1.schema.json", &value);
    assert_eq!(value["kind"], "report");
    let gone = value["changes"].as_array().unwrap().iter();
    assert!(gone.clone().any(|c| c["kind"] == "verdict" && c["change"] == "removed"), "{value:#}");
    place.run("diff a.json a.json").exits(0).prints("say the same");
}

#[test]
fn verify_writes_outcomes() {
    let place = Place::with_board();
    for name in ["a", "b"] {
        place.run(&format!("keygen -o {name}.pem")).exits(0);
        place.write(&format!("{name}.csv"), place.read("declarations/parts.csv"));
    }
    place.run("trust add a.pub.pem --org 'Supplier A' --trust trust.json").exits(0);
    place.write("bad.csv", place.read("a.csv"));
    place.write("unsigned.csv", place.read("a.csv"));
    for (document, key) in [("a.csv", "a.pem"), ("b.csv", "b.pem"), ("bad.csv", "a.pem")] {
        place.run(&format!("sign {document} --key {key}")).exits(0);
    }
    place.write("bad.csv", "changed");
    let line = "verify a.csv b.csv bad.csv unsigned.csv --trust trust.json --format json";
    let value = place.run(line).exits(1).json();
    valid("verification-v1.schema.json", &value);
    strict("verification-v1.schema.json", &value);
    let outcomes: Vec<_> =
        value["documents"].as_array().unwrap().iter().map(|d| d["outcome"].clone()).collect();
    assert_eq!(outcomes, ["good", "unknown-key", "bad", "unsigned"]);
    assert_eq!(value["documents"][0]["signers"], serde_json::json!(["Supplier A"]));
    let value = place.run("verify missing.csv --trust trust.json --format json").exits(2).json();
    valid("verification-v1.schema.json", &value);
    assert_eq!(value["documents"][0]["outcome"], "unreadable");
}

#[test]
fn push_writes_what_has_become_of_a_filing() {
    let place = filing();
    let platform = Platform::start(&place);
    let json = |line: &str| format!("{line} --format json");
    let filed = place.run(&json(&push("BOARD", platform.url()))).exits(0).json();
    assert_eq!(filed["outcome"], "filed");
    let refused = place.run(&json(&push("BAD", platform.url()))).exits(1).json();
    assert_eq!((&refused["outcome"], &refused["status"]), (&"refused".into(), &"unknown".into()));
    assert!(!refused["reasons"].as_array().unwrap().is_empty());
    let kept = place.run(&json(&push("BOARD", format!("http://{}", nobody())))).exits(2).json();
    assert_eq!(kept["outcome"], "kept");
    place.write("company.toml", place.text("company.toml").replace("uscc = \"9", "uscc = \"8"));
    let wrong = place.run(&json(&push("BOARD", platform.url()))).exits(1).json();
    assert_eq!(wrong["outcome"], "refused");
    assert!(!wrong["diagnostics"].as_array().unwrap().is_empty());
    for value in [&filed, &refused, &kept, &wrong] {
        valid("push-v1.schema.json", value);
        strict("push-v1.schema.json", value);
    }
}

#[test]
fn rollup_writes_a_report() {
    for name in ["valid--one-board", "undisclosed--proprietary", "declaration-missing--one-of-two"]
    {
        let folder = fixture(&format!("rollup/{name}"));
        let line = format!(
            "rollup {0}/bom.csv --declarations {0}/declarations --as-of {TODAY} --format json",
            folder.display()
        );
        let ran = Place::new().run(&line);
        assert!(ran.code <= 1);
        valid("report-v1.schema.json", &ran.json());
    }
}

/// Names and their order say nothing: the same documents give the same bytes.
#[test]
fn the_same_documents_give_the_same_bytes() {
    let place = Place::new();
    place.copy("demo/bom.csv", "bom.csv");
    place.copy("demo/bom.csv", "again/another-name.csv");
    let documents = [
        ("demo/declarations/pzu13b.xlsx", "z.xlsx"),
        ("demo/declarations/pzu13b-rohs.xml", "1.xml"),
        ("demo/declarations/ltc4315cms-rohs.xml", "deep/er/0.xml"),
        ("demo/tables/cr0402.csv", "b.csv"),
        ("demo/tables/4304s-l.csv", "a.csv"),
        ("demo/tables/sdr0805.csv", "Ω 中文.csv"),
    ];
    for (from, to) in documents {
        place.copy(from, &format!("in/{}", from.rsplit('/').next().unwrap()));
        place.copy(from, &format!("again/in/{to}"));
    }
    let options = format!("--as-of {TODAY} --format json");
    let first = place.run(&format!("rollup bom.csv --declarations in {options}")).exits(1);
    valid("report-v1.schema.json", &first.json());
    for _ in 0..3 {
        let second = place
            .run(&format!("rollup again/another-name.csv --declarations ./again/in/ {options}"));
        assert_eq!(first.out, second.exits(1).out);
    }
    let chinese = place.run(&format!("--lang zh rollup bom.csv --declarations in {options}"));
    assert_eq!(first.out, chinese.exits(1).out, "a report holds both languages");
}
