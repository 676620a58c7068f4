//! Lists of rules of the user's own: checked, shown, judged by, tried as drafts, and used as known on a day.

use serde_json::Value;

use crate::json::{strict, valid};
use crate::rollup::run;
use crate::support::{Place, TODAY, fixture, schema};

const COMPANY: &str = "lists/valid--company/acme-restricted.toml";

/// A board whose only part holds 800 ppm of lead: within RoHS, and over what the company allows.
pub(crate) fn board() -> Place {
    let place = Place::with_board();
    place.write("bom.csv", "parent,child,quantity\nBOARD,R-1,1\n");
    place.write(
        "declarations/parts.csv",
        "maker,part,total mass (mg),material,material weight (mg),substance,cas,% of material\n\
         A,R-1,100,Solder,100,Lead,7439-92-1,0.08\nA,R-1,100,Solder,100,Tin,7440-31-5,99.92\n",
    );
    place.copy(COMPANY, "acme.toml");
    place.copy("lists/valid--company/acme-restricted.csv", "acme.csv");
    place
}

pub(crate) fn verdicts(report: &Value) -> Vec<(String, String, bool)> {
    valid("report-v1.schema.json", report);
    let all = report["products"][0]["verdicts"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    all.map(|v| (text(&v["rule_set"]), text(&v["status"]), v["binding"].as_bool().unwrap()))
        .collect()
}

pub(crate) fn one(set: &str, status: &str, binding: &str) -> (String, String, bool) {
    (set.to_owned(), status.to_owned(), binding == "binding")
}

pub(crate) fn inputs(report: &Value, id: &str) -> Vec<(String, String)> {
    let lists = report["inputs"]["lists"].as_array().unwrap().iter().filter(|l| l["id"] == id);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    lists.map(|l| (text(&l["edition"]), text(&l["sha256"]))).collect()
}

#[test]
fn a_list_of_a_company_is_judged_by() {
    let place = board();
    let report = run(&place, "--lists acme.toml --rules eu-rohs --rules acme-restricted").exits(1);
    let report = report.json();
    assert_eq!(
        verdicts(&report),
        [
            one("eu-rohs", "compliant", "binding"),
            one("acme-restricted", "non-compliant", "binding")
        ]
    );
    let findings = report["products"][0]["verdicts"][1]["findings"].as_array().unwrap();
    assert_eq!((&findings[0]["entry"], &findings[0]["limit_ppm"]), (&"Pb".into(), &"500".into()));
    // The hash is that of the file followed by its table.
    let sha =
        unleaded_trust::sha256_hex(&[place.read("acme.toml"), place.read("acme.csv")].concat());
    assert_eq!(inputs(&report, "acme-restricted"), [("2026-01".to_owned(), sha)]);
    assert_eq!(report["products"][0]["status"], "non-compliant");
    // That the list is there asks nothing yet, which is said.
    run(&place, "--lists acme.toml").exits(0).says("--rules acme-restricted");
    run(&place, "--rules acme-restricted").exits(2).says("there is no rule set `acme-restricted`");
    // Before it is in force it says nothing, which is no compliance.
    let line = "--lists acme.toml --rules acme-restricted --as-of 2025-12-31";
    let before = run(&place, line).exits(1).json();
    assert_eq!(verdicts(&before), [one("acme-restricted", "unknown", "binding")]);
}

#[test]
fn a_list_with_a_defect_stops_the_run() {
    let place = board();
    let bad = place.text("acme.toml").replace("335-67-1", "335-67-2");
    place.write("acme.toml", bad);
    let ran = run(&place, "--lists acme.toml --rules acme-restricted").exits(2);
    ran.says("`335-67-2` is no CAS number").says("acme.toml:").says("can't be used");
    place.copy("lists/invalid-rule-list-id-taken--classes.toml", "taken.toml");
    run(&place, "--lists taken.toml").exits(2).says("`classes` is the name of something else");
    run(&place, "--lists nothing.toml").exits(2).says("nothing.toml");
    std::fs::create_dir(place.path("empty")).unwrap();
    run(&place, "--lists empty").exits(2).says("holds no list");
}

#[test]
fn a_draft_is_only_tried_and_binds_nobody() {
    let place = board();
    place.copy("lists/valid--draft/acme-2027.toml", "drafts/acme-2027.toml");
    let lists = "--lists acme.toml --lists drafts";
    let named = "acme-restricted@2027-draft";
    // Not named, it is not there.
    let all = run(&place, &format!("{lists} --rules all --rules eu-rohs"));
    all.exits(2).says("there is no rule set `all`");
    let report = run(&place, &format!("{lists} --rules eu-rohs")).exits(0).json();
    assert_eq!(verdicts(&report), [one("eu-rohs", "compliant", "binding")]);
    run(&place, &format!("{lists} --rules {named}")).exits(2).says("there is no rule set");
    // Tried, it stands beside the list in force, and changes neither status nor exit code.
    for asked in [named, "acme-restricted"] {
        let line = format!("{lists} --rules eu-rohs --what-if {asked}");
        let report = run(&place, &line).exits(0).json();
        let wanted = [one("eu-rohs", "compliant", "binding"), one(named, "non-compliant", "tried")];
        assert_eq!(verdicts(&report), wanted);
        assert_eq!(report["products"][0]["status"], "compliant");
        assert_eq!(inputs(&report, "acme-restricted").len(), 1);
    }
    // What is good by a draft makes nothing good.
    let line = format!("--lists drafts --rules acme-restricted --what-if {named}");
    run(&place, &line).exits(2).says("there is no rule set");
    let both = run(&place, &format!("{lists} --rules acme-restricted --what-if {named}"));
    assert_eq!(inputs(&both.exits(1).json(), "acme-restricted").len(), 2);
    run(&place, &format!("{lists} --what-if acme")).exits(2).says(named);
    run(&place, "--what-if acme").exits(2).says("standing = \"draft\"");
}

#[test]
fn what_is_not_binding_is_said_in_words() {
    let place = board();
    place.copy("lists/valid--draft/acme-2027.toml", "draft.toml");
    let line =
        "rollup bom.csv --declarations declarations --lists draft.toml --what-if acme-restricted";
    let line = format!("{line} --as-of {TODAY}");
    let told = place.run(&line).exits(0);
    told.prints("non-compliant (not binding)").prints("A verdict that is not binding");
    let zh = place.run(&format!("--lang zh {line}")).exits(0);
    zh.prints("（无约束力）").prints("不得作为声明的依据");
    place.run(&format!("{line} --format json -o report.json")).exits(0);
    let told = place.run("explain report.json --rules acme-restricted@2027-draft").exits(0);
    told.prints("A verdict that is not binding");
    place.run("document report report.json -o report.html").exits(0);
    assert!(place.text("report.html").contains("(not binding)"));
}

#[test]
fn an_edition_is_chosen_by_the_date_of_the_law_and_by_what_was_known() {
    let place = board();
    for file in ["2026.toml", "2027.toml"] {
        place.copy(&format!("lists/valid--editions/{file}"), &format!("lists/{file}"));
    }
    let edition = |options: &str| {
        let report =
            run(&place, &format!("--lists lists --rules acme-restricted {options}")).json();
        let (_, status, binding) = verdicts(&report).remove(0);
        let used = inputs(&report, "acme-restricted");
        (used.first().map_or(String::new(), |(edition, _)| edition.clone()), status, binding)
    };
    let of = |edition: &str, status: &str, binding: bool| {
        (edition.to_owned(), status.to_owned(), binding)
    };
    assert_eq!(edition("--as-of 2026-12-31"), of("2026", "non-compliant", true));
    assert_eq!(edition("--as-of 2027-01-01"), of("2027", "non-compliant", true));
    // The edition of 2027 became known on 2026-06-01, and that of 2026 on 2025-11-15.
    let then = "--as-of 2027-01-01 --known-on 2026-05-31";
    assert_eq!(edition(then), of("2026", "non-compliant", false));
    let day = "--as-of 2027-01-01 --known-on 2026-06-01";
    assert_eq!(edition(day), of("2027", "non-compliant", false));
    assert_eq!(edition("--known-on 2025-11-14"), of("", "unknown", false));
    // What is added later changes nothing of what was said as of an earlier day.
    let before = run(&place, &format!("--lists lists/2026.toml --rules acme-restricted {then}"));
    let after = run(&place, &format!("--lists lists --rules acme-restricted {then}"));
    assert_eq!(before.exits(1).out, after.exits(1).out);
    let report = run(&place, "--known-on 2000-01-01").exits(1).json();
    assert!(verdicts(&report).iter().all(|(_, status, _)| status == "unknown"));
    // The claims about exemptions are known from the day on which they were collected.
    let known = |day: &str| {
        let report = run(&place, &format!("--rules eu-rohs --known-on {day}")).json();
        verdicts(&report).remove(0)
    };
    assert_eq!(known("2026-11-21"), one("eu-rohs", "unknown", "tried"));
    assert_eq!(known("2026-11-22"), one("eu-rohs", "compliant", "tried"));
    let reason = report["products"][0]["verdicts"][0]["findings"].to_string();
    assert!(reason.contains("noted as known on 2000-01-01"), "{reason}");
}

#[test]
fn own_lists_are_shown_and_compared() {
    let place = board();
    for file in ["2026.toml", "2027.toml"] {
        place.copy(&format!("lists/valid--editions/{file}"), &format!("lists/{file}"));
    }
    let value = place.run("lists --lists lists --lists acme.toml --format json");
    // Two editions from the same day: the one that became known first is told from the other by nothing.
    value.exits(2).says("nothing says which edition of `acme-restricted` comes first");
    let value = place.run("lists --lists lists --format json").exits(0).json();
    valid("lists-v1.schema.json", &value);
    let own: Vec<&Value> =
        value["lists"].as_array().unwrap().iter().filter(|l| !l["file"].is_null()).collect();
    assert_eq!(own.len(), 2);
    assert_eq!(
        (&own[0]["file"], &own[0]["known"]),
        (&"lists/2026.toml".into(), &"2025-11-15".into())
    );
    place.run("lists --lists lists").exits(0).prints("acme-restricted").prints("lists/2027.toml");
    let shown = place.run("lists show acme-restricted@2026 --lists lists").exits(0);
    shown.prints("limit, ppm: 500");
    let shown = place.run("lists show acme-restricted --as-of 2027-06-01 --lists lists").exits(0);
    shown.prints("limit, ppm: 100");
    let line = "lists diff acme-restricted@2026 acme-restricted@2027 --lists lists --format json";
    let value = place.run(line).exits(1).json();
    valid("list-diff-v1.schema.json", &value);
    assert_eq!(value["counts"]["changed"], 1);
    place.run("lists show acme-restricted@2026 --as-of 2026-01-01 --lists lists").exits(2);
}

#[test]
fn every_defect_is_told_at_once() {
    let place = board();
    place.run("lists check acme.toml").exits(0).prints("acme.toml: 4 rules, 0 errors, 0 warnings");
    let bad = place.text("acme.toml").replace("335-67-1", "335-67-2").replace("\"500\"", "\"5 %\"");
    place.write("acme.toml", bad);
    let table = place.text("acme.csv").replace("article", "material");
    place.write("acme.csv", table);
    let ran = place.run("lists check acme.toml").exits(1);
    let ran = ran.prints("acme.toml: 0 rules, 3 errors").says("acme.csv:3:62");
    ran.says("acme.toml:26:13").says("acme.toml:35:7");
    let zh = place.run("--lang zh lists check acme.toml").exits(1);
    zh.says("不是CAS 号").prints("3 个错误");
    let value = place.run("lists check acme.toml --format json").exits(1).json();
    valid("diagnostics-v1.schema.json", &value);
    let codes: Vec<&Value> = value["files"][0]["diagnostics"].as_array().unwrap().iter().collect();
    assert_eq!(codes.len(), 3, "{value:#}");
    place.run("lists check nothing.toml").exits(2).says("nothing.toml");
    place.feed(b"\xff\x00", "lists check -").exits(1).says("no text in UTF-8");
}

/// The form is described by a schema, which the files that are used obey and those with a bad form do not.
#[test]
fn the_form_is_described() {
    let name = "rule-list-v1.schema.json";
    let shipped = fixture("../crates/unleaded-rules/lists");
    let is_rules = |text: &str| text.contains("\n[rules]\n");
    let mut seen = 0;
    for entry in shipped.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        if path.extension().is_some_and(|e| e == "toml") && is_rules(&text) {
            valid(name, &toml_value(&text));
            seen += 1;
        }
    }
    assert!(seen >= 3, "{seen}");
    let company = toml_value(&std::fs::read_to_string(fixture(COMPANY)).unwrap());
    valid(name, &company);
    let (list, entry) = (&company["list"], &company["entry"][0]);
    for (part, required) in [("list", list), ("entry", entry)] {
        let validator = jsonschema::draft202012::new(&schema(name)).unwrap();
        let described = match part {
            "list" => schema(name)["properties"]["list"].clone(),
            _ => schema(name)["$defs"]["rule"].clone(),
        };
        for field in described["required"].as_array().unwrap() {
            let mut less = company.clone();
            let at = if part == "list" { &mut less["list"] } else { &mut less["entry"][0] };
            assert!(required.get(field.as_str().unwrap()).is_some());
            at.as_object_mut().unwrap().remove(field.as_str().unwrap());
            assert!(!validator.is_valid(&less), "{part} {field}");
        }
    }
    for bad in ["field-unknown--misspelt", "value--level", "value--number", "date--slashes"] {
        let path = fixture(&format!("lists/invalid-rule-list-{bad}.toml"));
        let value = toml_value(&std::fs::read_to_string(path).unwrap());
        let validator = jsonschema::draft202012::new(&schema(name)).unwrap();
        assert!(!validator.is_valid(&value), "{bad}");
    }
    let mut whole = company.clone();
    whole.as_object_mut().unwrap().remove("entry");
    strict(name, &whole);
}

/// So are the forms of the other lists, with the columns of their tables.
#[test]
fn every_form_is_described() {
    let docs = std::fs::read_to_string(fixture("../docs/formats/lists.md")).unwrap();
    let validator = jsonschema::draft202012::new(&schema("list-file-v1.schema.json")).unwrap();
    let mut seen = 0;
    for entry in fixture("../crates/unleaded-rules/lists").read_dir().unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        if path.extension().is_some_and(|e| e == "csv") {
            for column in text.lines().next().unwrap().split(',') {
                assert!(docs.contains(&format!("`{column}`")), "{}: {column}", path.display());
            }
            continue;
        }
        let mut value = toml_value(&text);
        if value.get("rules").is_some() {
            continue;
        }
        valid("list-file-v1.schema.json", &value);
        seen += 1;
        let list = value["list"].as_object_mut().unwrap();
        list.remove("edition");
        assert!(!validator.is_valid(&value), "{} without an edition", path.display());
    }
    assert_eq!(seen, 11);
    let text = std::fs::read_to_string(fixture("../crates/unleaded-rules/lists/eu-rohs.toml"));
    let text = text.unwrap();
    for (from, to) in
        [("\"1000\"", "1000"), ("level =", "levels ="), ("\"2013-01-02\"", "\"2013\"")]
    {
        assert!(!validator.is_valid(&toml_value(&text.replacen(from, to, 1))), "{to}");
    }
}

fn toml_value(text: &str) -> Value {
    let table: toml::Table = text.parse().unwrap();
    serde_json::to_value(table).unwrap()
}
