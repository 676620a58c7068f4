//! The user's own editions of the shipped lists: judged by, tried, compared, and what statements on others then cover.

use crate::json::valid;
use crate::own_lists::{board, inputs, one, verdicts};
use crate::rollup::run;
use crate::support::Place;

/// Copies a shipped list into `folder`, with another edition, and `more` in its header.
fn edition(place: &Place, id: &str, folder: &str, (name, more): (&str, &str)) {
    std::fs::create_dir_all(place.path(folder)).unwrap();
    place.run(&format!("lists export {id} {folder}")).exits(0);
    let path = format!("{folder}/{id}.toml");
    let text = place.text(&path);
    let is_dated = |line: &&str| line.starts_with("issued =") || line.starts_with("known =");
    let kept = text.lines().filter(|line| !is_dated(line));
    let mut is_first = true;
    let changed = kept.map(|line| match line.starts_with("edition =") {
        true if std::mem::take(&mut is_first) => format!("edition = \"{name}\"\n{more}"),
        _ => line.to_owned(),
    });
    place.write(&path, changed.collect::<Vec<_>>().join("\n"));
}

/// Adds a row to a table.
fn add(place: &Place, path: &str, row: &str) {
    let text = place.text(path);
    place.write(path, format!("{text}{row}\n"));
}

/// A board whose only part is tin, and the candidate list with tin on it from 2026-06-24 on.
fn next_candidates() -> Place {
    let place = board();
    edition(&place, "reach-svhc", "mine", ("2026-06-24", "issued = \"2026-06-24\""));
    add(&place, "mine/reach-svhc.csv", "254,entry,Tin,锡,7440-31-5,231-141-8,,2026-06-24,c,");
    place
}

#[test]
fn the_next_candidate_list_is_judged_by() {
    let place = next_candidates();
    place.run("lists check mine").exits(0).prints("254 rules, 0 errors, 0 warnings");
    let line = "--rules reach-svhc --as-of 2026-07-01";
    run(&place, line).exits(0);
    let ran = run(&place, &format!("{line} --lists mine")).exits(0);
    let ran = ran.says("`reach-svhc` is your own edition, `2026-06-24`");
    let report = ran.json();
    assert_eq!(verdicts(&report), [one("reach-svhc", "declare", "binding")]);
    let table = [place.read("mine/reach-svhc.toml"), place.read("mine/reach-svhc.csv")].concat();
    let sha = unleaded_trust::sha256_hex(&table);
    assert_eq!(inputs(&report, "reach-svhc"), [("2026-06-24".to_owned(), sha)]);
    let findings = &report["products"][0]["verdicts"][0]["findings"];
    assert_eq!(findings[0]["entry"], "7440-31-5 Tin");
    // The day before, and as known before, it was no candidate.
    run(&place, "--rules reach-svhc --lists mine --as-of 2026-06-23")
        .exits(0)
        .prints("nothing-to-declare");
    let then = run(&place, &format!("{line} --lists mine --known-on 2026-06-23")).exits(0).json();
    assert_eq!(verdicts(&then), [one("reach-svhc", "nothing-to-declare", "tried")]);
    assert_eq!(inputs(&then, "reach-svhc")[0].0, "2026-02-04");
    let used =
        "where-used bom.csv --declarations declarations --entry 7440-31-5 --rules reach-svhc";
    place.run(&format!("{used} --lists mine --as-of 2026-07-01")).exits(0).prints("BOARD");
    place.run(&format!("{used} --as-of 2026-07-01")).exits(2);
    // As a draft it binds nobody, and stands in the place of the edition in force.
    let draft = place.text("mine/reach-svhc.toml") + "\nstanding = \"draft\"\n";
    place.write("mine/reach-svhc.toml", draft);
    run(&place, &format!("{line} --lists mine")).exits(0).prints("nothing-to-declare");
    let tried = run(&place, &format!("{line} --lists mine --what-if reach-svhc")).json();
    assert_eq!(verdicts(&tried), [one("reach-svhc@2026-06-24", "declare", "tried")]);
}

#[test]
fn what_was_added_is_told_by_its_number() {
    let place = next_candidates();
    place
        .run("lists diff reach-svhc@EUREACH-0226 reach-svhc@2026-06-24 --lists mine")
        .exits(1)
        .prints("Tin");
    let line = "lists diff reach-svhc@2026-02-04 reach-svhc@2026-06-24 --lists mine --format json";
    let value = place.run(line).exits(1).json();
    assert_eq!((&value["counts"]["added"], &value["counts"]["changed"]), (&1.into(), &0.into()));
    assert_eq!(value["changes"][0]["b"]["key"], "svhc:254");
}

/// A threshold as it is printed beside an answer.
const PRINTED: &str = "threshold=\"0.1 mass%\"";

/// What a supplier says of a list: that nothing on it is over its threshold.
fn nothing_over(list: &str, names: &[String], threshold: &str) -> String {
    let escaped =
        |name: &String| name.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    let answer = |name| {
        format!(
            "<SubstanceCategory name=\"{}\" reportableApplication=\"All\"><Threshold overThreshold=\"false\" {threshold}/></SubstanceCategory>",
            escaped(name)
        )
    };
    let answers: String = names.iter().map(answer).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<MainDeclaration xmlns=\"http://webstds.ipc.org/175x/2.0\" version=\"2.0\">\
         <BusinessInfo mode=\"Distribute\"><Response date=\"2026-06-30\"><SupplyCompany name=\"A\"/></Response>\
         <Declaration legalType=\"Standard\" supplierAcceptance=\"true\"/></BusinessInfo>\
         <Include><Sectional name=\"MaterialInfo\"><SubSectional name=\"C\"/></Sectional></Include>\
         <Product unitType=\"Each\" numberOfInstances=\"1\"><ProductID itemName=\"x\" itemNumber=\"R-1\"><Amount value=\"100\" UOM=\"mg\"/></ProductID>\
         <MaterialInfo><SubstanceCategoryList><SubstanceCategoryListID identity=\"{list}\" authority=\"IPC\"/>{answers}\
         </SubstanceCategoryList></MaterialInfo></Product></MainDeclaration>\n"
    )
}

#[test]
fn a_statement_leaves_only_the_added_entries_open() {
    let place = board();
    edition(&place, "reach-svhc", "mine", ("2026-06-24", "issued = \"2026-06-24\""));
    add(&place, "mine/reach-svhc.csv", "254,entry,Exemplanone,,1000-30-2,,,2026-06-24,c,");
    let parts =
        place.text("declarations/parts.csv").replace("Lead,7439-92-1,0.08", "Proprietary,,10");
    place.write("declarations/parts.csv", parts.replace("99.92", "90"));
    let shown = place.run("lists show reach-svhc --format json").exits(0).json();
    let items = shown["items"].as_array().unwrap().iter();
    let mut names: Vec<String> =
        items.map(|item| item["name_en"].as_str().unwrap().to_owned()).collect();
    place.write("declarations/c.xml", nothing_over("EUREACH-0226", &names, PRINTED));
    let line = "--rules reach-svhc --as-of 2026-07-01";
    let report = run(&place, line).exits(0).json();
    assert_eq!(verdicts(&report), [one("reach-svhc", "nothing-to-declare", "binding")]);
    let report = run(&place, &format!("{line} --lists mine")).exits(1).json();
    let verdict = &report["products"][0]["verdicts"][0];
    let findings = verdict["findings"].as_array().unwrap();
    assert_eq!((&verdict["status"], findings.len()), (&"unknown".into(), 1), "{findings:#?}");
    assert_eq!(findings[0]["entry"], "1000-30-2 Exemplanone");
    let added = &verdict["statements"][0]["not_covered"];
    assert_eq!(added, &serde_json::json!(["1000-30-2 Exemplanone"]));
    // A statement on the later edition covers it, too; by its name, since nobody knows the codes of that edition.
    names.push("Exemplanone".to_owned());
    place.write("declarations/c.xml", nothing_over("EUREACH-0626", &names, PRINTED));
    let report = run(&place, &format!("{line} --lists mine")).exits(0).json();
    assert_eq!(verdicts(&report), [one("reach-svhc", "nothing-to-declare", "binding")]);
    // Without the list nobody knows that edition, and it says nothing.
    let report = run(&place, line).exits(1).json();
    assert_eq!(verdicts(&report), [one("reach-svhc", "unknown", "binding")]);
}

/// That nothing is over the limit of then says nothing of a lower one.
#[test]
fn a_statement_is_on_the_limits_of_its_own_list() {
    let place = board();
    edition(&place, "eu-rohs", "mine", ("2027", "issued = \"2026-06-01\""));
    let toml = place.text("mine/eu-rohs.toml").replacen("\"1000\"", "\"500\"", 1);
    place.write("mine/eu-rohs.toml", toml);
    let parts = place.text("declarations/parts.csv");
    let parts = parts.replace("Lead,7439-92-1,0.08", "Proprietary,,10").replace("99.92", "90");
    place.write("declarations/parts.csv", parts);
    let names = ["Lead/Lead Compounds".to_owned()];
    place.write("declarations/c.xml", nothing_over("EUROHS-1907", &names, ""));
    let open = |options: &str| -> Vec<String> {
        let report = run(&place, &format!("--rules eu-rohs {options}")).json();
        let findings = report["products"][0]["verdicts"][0]["findings"].as_array().unwrap().clone();
        findings.iter().map(|f| f["entry"].as_str().unwrap().to_owned()).collect()
    };
    let before = open("");
    assert!(!before.is_empty() && !before.iter().any(|entry| entry == "Pb" || entry == "*"));
    assert!(open("--lists mine").iter().any(|entry| entry == "Pb" || entry == "*"));
}

/// The table of classes was not made with an added entry in mind.
#[test]
fn a_class_may_hold_what_was_added() {
    let place = next_candidates();
    let parts = place.text("declarations/parts.csv");
    let parts = parts.replace("Tin,7440-31-5,99.92", "Epoxy resin,,99.92");
    place.write("declarations/parts.csv", parts.replace("Lead,7439-92-1", "Silica,60676-86-0"));
    let line = "--rules reach-svhc --as-of 2026-07-01";
    let open = |options: &str| -> Vec<String> {
        let report = run(&place, &format!("{line} {options}")).json();
        let findings = report["products"][0]["verdicts"][0]["findings"].as_array().unwrap().clone();
        findings.iter().map(|f| f["entry"].as_str().unwrap().to_owned()).collect()
    };
    let before = open("");
    assert!(!before.contains(&"7440-31-5 Tin".to_owned()), "{before:?}");
    let mut after = open("--lists mine");
    after.retain(|entry| !before.contains(entry));
    assert_eq!(after, ["7440-31-5 Tin"]);
}

#[test]
fn editions_of_own_lists_are_tried() {
    let place = next_candidates();
    let line = "whatif bom.csv --declarations declarations --from 2026-07-01 --rules reach-svhc";
    let with = format!("{line} --lists mine");
    place.run(&format!("{with} --edition reach-svhc@2026-06-24")).exits(0).prints("say the same");
    for option in ["--edition", "--lists"] {
        let ran = place.run(&format!("{with} {option} reach-svhc@2026-02-04"));
        ran.exits(1).prints("7440-31-5 Tin");
    }
    place.run(&format!("{with} --edition EUREACH-0226")).exits(1).prints("7440-31-5 Tin");
    place.run(&format!("{with} --edition EUREACH-0626")).exits(0);
    place.run(&format!("{line} --edition EUREACH-0626")).exits(2).says("no edition");
    let ran = place.run(&format!("{with} --edition reach-svhc@2027"));
    ran.exits(2).says("reach-svhc@2026-06-24");
    // Lists of rules: drafts too, under the name that they would have.
    for file in ["2026.toml", "2027.toml"] {
        place.copy(&format!("lists/valid--editions/{file}"), &format!("rules/{file}"));
    }
    let line = "whatif bom.csv --declarations declarations --from 2026-07-01 --lists rules";
    let line = format!("{line} --rules acme-restricted --format json");
    place.run(&format!("{line} --edition acme-restricted@2026")).exits(0);
    let value = place.run(&format!("{line} --edition acme-restricted@2027")).exits(1).json();
    valid("diff-v1.schema.json", &value);
    let changes = value["changes"].to_string();
    assert!(changes.contains("2027") && !changes.contains("binding"), "{changes}");
}

#[test]
fn exemptions_limits_and_members_of_ones_own_are_used() {
    let place = board();
    edition(&place, "eu-rohs", "mine", ("2027", "issued = \"2026-06-01\""));
    let toml = place.text("mine/eu-rohs.toml").replacen("\"1000\"", "\"500\"", 1);
    place.write("mine/eu-rohs.toml", toml);
    run(&place, "--rules eu-rohs").exits(0);
    let report = run(&place, "--rules eu-rohs --lists mine").exits(1).json();
    assert_eq!(verdicts(&report), [one("eu-rohs", "non-compliant", "binding")]);
    // An exemption that permits the solder, claimed by nobody, is offered.
    edition(&place, "eu-rohs-exemptions", "mine", ("2027", "known = \"2026-12-01\""));
    let row = "III,99,,Lead in solder,焊料中的铅,1|2|3|4|5|6|7|10,,Pb,at-most,5000,solder,\
               2026-01-01,2030-12-31,no,,(EU) 2026/1,2026/1,primary,made up";
    add(&place, "mine/eu-rohs-exemptions.csv", row);
    let report = run(&place, "--rules eu-rohs --lists mine").exits(1).json();
    let finding = report["products"][0]["verdicts"][0]["findings"][0].to_string();
    assert!(finding.contains("\"99\""), "{finding}");
    let line = "lists expiring --from 2026-07-01 --until 2031-01-01 --lists mine";
    place.run(line).exits(1).prints("2030-12-31");
    place
        .run("lists show eu-rohs-exemptions --entry 99 --lists mine")
        .exits(0)
        .prints("2030-12-31");
    // A member of a group that no table has.
    let place = board();
    place.copy("lists/valid--members/groups.toml", "groups.toml");
    place.copy("lists/valid--members/groups.csv", "groups.csv");
    let parts =
        place.text("declarations/parts.csv").replace("Lead,7439-92-1,0.08", "X,1000-30-2,0.2");
    place.write("declarations/parts.csv", parts.replace("99.92", "99.8"));
    run(&place, "--rules eu-rohs").exits(0);
    let ran = run(&place, "--rules eu-rohs --lists groups.toml").exits(1);
    let ran = ran.says("adds members of your own to `groups`");
    let report = ran.json();
    assert_eq!(verdicts(&report), [one("eu-rohs", "non-compliant", "binding")]);
    assert_eq!(inputs(&report, "groups").len(), 2);
    place
        .run("lists show groups --entry 1000-30-2 --lists groups.toml")
        .exits(0)
        .prints("A lead compound");
    let value = place.run("lists --lists groups.toml --format json").exits(0).json();
    valid("lists-v1.schema.json", &value);
}

#[test]
fn a_shipped_list_is_exported_once() {
    let place = Place::new();
    place.run("lists export reach-svhc").exits(0).says("reach-svhc.csv");
    let both = [place.read("reach-svhc.toml"), place.read("reach-svhc.csv")].concat();
    let value = place.run("lists show reach-svhc --format json").exits(0).json();
    assert_eq!(value["list"]["sha256"], unleaded_trust::sha256_hex(&both));
    place.run("lists export reach-svhc").exits(2).says("exists already");
    place.run("lists export us-tsca-pbt .").exits(0);
    place.run("lists export reach").exits(2).says("reach-svhc");
    // As it is, it is the shipped edition again.
    place.run("lists --lists reach-svhc.toml").exits(2).says("it is shipped");
}

/// The standards of China, with other limits: judged by, shown, and tried as a draft.
#[test]
fn limits_of_china_can_be_of_ones_own() {
    let place = board();
    edition(&place, "china-rohs", "mine", ("2027", "issued = \"2026-06-01\""));
    place.run("lists check mine").exits(0);
    run(&place, "--rules china-rohs").exits(0);
    let stricter =
        place.text("mine/china-rohs.toml").replace("limit_ppm = 1000", "limit_ppm = 500");
    place.write("mine/china-rohs.toml", &stricter);
    place.run("lists check mine").exits(0);
    let ran = run(&place, "--rules china-rohs --lists mine").exits(1);
    let report = ran.says("`china-rohs` is your own edition, `2027`").json();
    assert_eq!(verdicts(&report), [one("china-rohs", "non-compliant", "binding")]);
    assert_eq!(inputs(&report, "china-rohs")[0].0, "2027");
    place.run("lists show china-rohs@2027 --lists mine --entry Pb").exits(0).prints("500");
    let then = run(&place, "--rules china-rohs --lists mine --known-on 2026-05-31").json();
    assert_ne!(inputs(&then, "china-rohs")[0].0, "2027");
    let draft = stricter.replacen("[list]", "[list]\nstanding = \"draft\"", 1);
    place.write("mine/china-rohs.toml", draft);
    run(&place, "--rules china-rohs --lists mine").exits(0);
    let tried = run(&place, "--rules china-rohs --lists mine --what-if china-rohs@2027").json();
    let verdict = &tried["products"][0]["verdicts"][0];
    assert_eq!((&verdict["status"], &verdict["binding"]), (&"non-compliant".into(), &false.into()));
}

#[test]
fn what_is_wrong_with_limits_of_china_is_told() {
    let place = board();
    edition(&place, "china-rohs", "mine", ("2027", "issued = \"2026-06-01\""));
    let good = place.text("mine/china-rohs.toml");
    for (from, to, told) in [
        ("\nallowed = [", "\nallowed = [\"GB 0\", ", "does not name sets"),
        ("group = \"Pb\"", "group = \"Unobtainium\"", "no group of the table"),
        ("limit_ppm = 1000", "limit_ppm = \"many\"", "rule-list-syntax"),
        ("[[set]]", "[[sets]]", "rule-list-syntax"),
        ("limit_ppm = 1000", "limit_ppm = 5000", "rule-list-left-out"),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{from}");
        place.write("mine/china-rohs.toml", bad);
        let ran = place.run("lists check mine");
        let code = i32::from(!told.contains("left-out"));
        ran.exits(code).says(told);
    }
}
