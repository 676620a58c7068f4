//! What the program itself refuses, by code: nothing below the command line raises these.

use unleaded_model::diagnostic::codes::files as codes;
use unleaded_model::diagnostic::{Argument, Code, Diagnostic, Language};

use crate::support::{folder, root, run};

/// Asks for a table from `report` and checks that it is refused with the words of `code` in both languages.
fn check(name: &str, make: &[&str], code: Code, arguments: &[(&'static str, Argument)]) {
    let folder = folder(name);
    let case = root().join("fixtures/rollup/valid--one-board");
    let (bom, declarations) = (case.join("bom.csv"), case.join("declarations"));
    let mut words =
        vec!["rollup", bom.to_str().unwrap(), "--declarations", declarations.to_str().unwrap()];
    words.extend(make);
    words.extend(["-o", "report.json"]);
    let made = run(&folder, &words);
    assert_eq!(made.exit, 0, "{}{}", made.out, made.err);
    let product = if code == codes::PRODUCT_UNKNOWN { "PHONE" } else { "BOARD" };
    let expected = arguments
        .iter()
        .fold(Diagnostic::unplaced(code), |d, (name, value)| d.with(name, value.clone()));
    for (option, language) in [("en", Language::En), ("zh", Language::Zh)] {
        let asked =
            ["--lang", option, "document", "china-rohs-table", "report.json", "--product", product];
        let found = run(&folder, &asked);
        assert_eq!((found.exit, found.out.as_str()), (2, ""), "{}", found.err);
        let (message, help) = (expected.message(language), expected.help(language));
        assert!(found.err.contains(&message), "{}\n{message}", found.err);
        assert!(found.err.contains(&help), "{}\n{help}", found.err);
    }
}

#[test]
fn a_product_that_the_report_lacks() {
    let arguments = [("part", "PHONE".into()), ("known", "BOARD".into())];
    check("product-unknown", &["--format", "json"], codes::PRODUCT_UNKNOWN, &arguments);
}

#[test]
fn a_report_without_the_rule_set() {
    let make = ["--format", "json", "--rules", "eu-rohs"];
    check("rule-set-missing", &make, codes::RULE_SET_MISSING, &[("rules", "china-rohs".into())]);
}

#[test]
fn a_report_for_people_is_none_for_programs() {
    let reason = "expected value at line 1 column 1";
    let zh = format!("不符合格式（{reason}）");
    let arguments = [("file", "report.json".into()), ("reason", (reason, zh.as_str()).into())];
    check("report-malformed", &["--format", "human"], codes::REPORT_MALFORMED, &arguments);
}
