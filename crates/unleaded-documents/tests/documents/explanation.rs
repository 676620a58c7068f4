//! Why a verdict is what it is.

use serde_json::{Value, json};
use unleaded_documents::explanation::{NotFound, Question, Sought, explain};
use unleaded_documents::summary::Style;
use unleaded_documents::text_table::width;
use unleaded_model::diagnostic::Language;

use crate::sample::{film, finding, full, product, range, report, sha, verdict, wire};

fn asked(field: &str, name: &str) -> Question {
    let mut question = Question::default();
    let name = Some(name.to_owned());
    match field {
        "entry" => question.entry = name,
        "part" => question.part = name,
        "product" => question.product = name,
        "rules" => question.rules = name,
        "substance" => question.substance = name,
        other => panic!("{other}"),
    }
    question
}

/// The explanation as JSON.
fn told(value: &Value, question: &Question) -> Value {
    let report = report(value);
    let sha = sha('9');
    let explanation = explain(&report, &sha, question).expect("something is explained");
    serde_json::from_str(&explanation.to_json()).expect("JSON")
}

/// A report with one finding.
fn of_one(finding: &Value) -> Value {
    let status = finding["status"].as_str().expect("a status");
    let verdict = verdict("eu-rohs", "2011/65/EU", status, std::slice::from_ref(finding));
    wire("GB/T 26572-2011", json!([product(&[], status, &[verdict])]))
}

fn changes(finding: &Value) -> Vec<Value> {
    let told = told(&of_one(finding), &Question::default());
    told["verdicts"][0]["findings"][0]["changes"].as_array().expect("changes").clone()
}

/// A finding on something of the film that leaves lead open, and what may be anything beside it.
fn open(cause: &str, disclosed: &str, counts: &Value, named: Value, undisclosed: Value) -> Value {
    let mut found = finding("Pb", "unknown", &film(), range("0", "5000"));
    found["causes"] = json!([cause]);
    found["offers"] = json!([]);
    found["statements"] = json!([]);
    found["named_ppm"] = named;
    found["undisclosed_ppm"] = undisclosed;
    found["contents"][0]["disclosed"] = json!(disclosed);
    found["contents"][0]["counts_ppm"] = counts.clone();
    found
}

#[test]
fn what_is_over_must_fall_or_be_exempted() {
    let over = finding("Pb", "non-compliant", &film(), range("200000", "200000"));
    let changes = changes(&over);
    let kinds: Vec<&Value> = changes.iter().map(|change| &change["change"]).collect();
    assert_eq!(kinds, ["reduce", "claim-exemption"]);
    assert_eq!(changes[0]["by_ppm"], "199000");
    // 19.9 % of half a milligram.
    assert_eq!(changes[0]["by_mg"], "0.0995");
    assert_eq!(
        (&changes[1]["exemption"], &changes[1]["date"]),
        (&json!("7(c)-I"), &json!("2028-01-01"))
    );
}

#[test]
fn what_is_open_says_up_to_which_share_it_is_within() {
    let class =
        open("class-may-hold", "class", &range("0", "5000"), range("0", "5300"), range("0", "0"));
    let [change] = &changes(&class)[..] else { panic!() };
    // 300 ppm of the limit of 1000 are taken by others.
    assert_eq!((&change["change"], &change["at_most_ppm"]), (&json!("identify"), &json!("700")));
    let range_ =
        open("range", "definite", &range("500", "5000"), range("500", "5000"), range("0", "0"));
    assert_eq!(changes(&range_)[0]["change"], "quantify");
    assert_eq!(changes(&range_)[0]["at_most_ppm"], "1000");
    let rest = open(
        "undisclosed",
        "definite",
        &range("400", "400"),
        range("400", "400"),
        range("900", "900"),
    );
    let [change] = &changes(&rest)[..] else { panic!() };
    assert_eq!((&change["change"], &change["at_most_ppm"]), (&json!("disclose"), &json!("600")));
    assert_eq!((&change["subject"], &change["becomes"]), (&json!("900"), &json!("compliant")));
}

/// Where the rest may be over by itself, no bound of one thing makes the place compliant.
#[test]
fn what_is_not_enough_alone_promises_nothing() {
    let both = open(
        "undisclosed",
        "class",
        &range("0", "5000"),
        range("0", "5000"),
        range("9000", "9000"),
    );
    for change in changes(&both) {
        assert_eq!(
            (&change["at_most_ppm"], &change["becomes"]),
            (&Value::Null, &Value::Null),
            "{change:#}"
        );
    }
}

/// What is there on purpose is over in any amount: nothing says that less of it would do.
#[test]
fn where_a_share_does_not_decide_none_is_promised() {
    let mut over = finding("Pb", "declare", &film(), range("200", "200"));
    over["causes"] = json!(["on-purpose"]);
    over["offers"] = json!([]);
    let told = told(&of_one(&over), &Question::default());
    let finding = &told["verdicts"][0]["findings"][0];
    assert_eq!(finding["margin"], Value::Null);
    assert_eq!(finding["changes"][0]["change"], "resolve");
    assert_eq!(finding["changes"][0]["becomes"], Value::Null);
}

#[test]
fn every_open_finding_has_something_that_would_change_it() {
    for (cause, expected) in [
        ("no-declaration", "declare"),
        ("only-in-whole", "declare"),
        ("statement-silent", "state"),
        ("statement-contradicts", "resolve"),
        ("admitted", "resolve"),
        ("purpose-not-known", "resolve"),
        ("a-cause-of-a-later-version", "resolve"),
    ] {
        let mut found = finding("*", "unknown", &["PHONE-1", "KEYPAD"], range("0", "1000000"));
        found["causes"] = json!([cause]);
        let [change] = &changes(&found)[..] else { panic!("{cause}") };
        assert_eq!((&change["change"], &change["part"]), (&json!(expected), &json!("KEYPAD")));
        assert!(!change["words"].as_str().unwrap().is_empty() && change["words_zh"] != "");
    }
    for (cause, expected) in [
        ("application-not-told", "name-application"),
        ("classes-unknown", "supply-rules"),
        ("no-rules", "supply-rules"),
        ("not-known-then", "supply-rules"),
    ] {
        let mut found = finding("*", "unknown", &["PHONE-1", "KEYPAD"], range("0", "1000000"));
        found["causes"] = json!([cause]);
        let [change] = &changes(&found)[..] else { panic!("{cause}") };
        assert_eq!((&change["change"], &change["part"]), (&json!(expected), &Value::Null));
    }
    let mut unsettled = finding("Pb", "unknown", &film(), range("200000", "200000"));
    unsettled["causes"] = json!(["exemption-disputed"]);
    unsettled["exemption"] = json!({"id": "6(c)", "list": "EU RoHS Annex III", "expires": null, "force": "undetermined"});
    let [change] = &changes(&unsettled)[..] else { panic!() };
    assert_eq!(
        (&change["change"], &change["exemption"]),
        (&json!("settle-exemption"), &json!("6(c)"))
    );
}

#[test]
fn questions_choose() {
    let count = |question: &Question| {
        let told = told(&full(), question);
        let verdicts = told["verdicts"].as_array().unwrap().clone();
        let findings =
            verdicts.iter().map(|v| v["findings"].as_array().unwrap().len()).sum::<usize>();
        (verdicts.len(), findings)
    };
    assert_eq!(count(&Question::default()), (3, 6));
    assert_eq!(count(&asked("rules", "china-rohs")), (1, 2));
    assert_eq!(count(&asked("part", "KEYPAD")), (3, 3));
    // By key, by number, by name, in either language; what is open for all entries is open for this one.
    for name in ["Pb", "Lead", "铅", "7439-92-1"] {
        let (verdicts, findings) = count(&asked("entry", name));
        assert!(verdicts >= 1 && findings >= verdicts, "{name}: {verdicts} {findings}");
    }
    assert_eq!(count(&asked("substance", "7439-92-1")), (3, 6));
    assert_eq!(
        count(&Question { part: Some("SCREW-M2".to_owned()), ..asked("entry", "Hg") }),
        (1, 0)
    );
}

#[test]
fn names_that_the_report_does_not_know_are_refused_with_those_it_does() {
    let report = report(&full());
    for (field, name, sought, known) in [
        ("product", "PHONE-2", Sought::Product, "PHONE-1"),
        ("rules", "rohs", Sought::RuleSet, "eu-rohs"),
        ("entry", "", Sought::Entry, "Pb"),
        ("entry", "*", Sought::Entry, "Pb"),
        ("substance", "Gold", Sought::Substance, "Lead"),
        ("part", "cr0402", Sought::Part, "CR0402"),
    ] {
        let NotFound { sought: found, asked: name_, known: names } =
            explain(&report, &sha('9'), &asked(field, name)).unwrap_err();
        assert_eq!((found, name_.as_str()), (sought, name));
        assert!(names.iter().any(|name| name == known), "{names:?}");
    }
}

#[test]
fn lines_fit_the_terminal_and_speak_both_languages() {
    let report = report(&full());
    let (sha, question) = (sha('9'), Question::default());
    let explanation = explain(&report, &sha, &question).unwrap();
    for (language, word) in
        [(Language::En, "What would change this"), (Language::Zh, "什么会改变此结果")]
    {
        for columns in [60, 90] {
            let text = explanation.to_text(language, columns, Style::Plain);
            assert!(text.contains(word) && !text.contains('\u{1b}'));
            for line in text.lines() {
                assert!(width(line) <= columns, "{columns}: {line}");
            }
        }
    }
}

/// A report of an earlier version says less, and is explained as far as it goes; nor does nonsense stop anything.
#[test]
fn reports_without_the_newer_fields_are_explained() {
    let mut old = full();
    let broken = |value: &mut Value| {
        for finding in value["products"][0]["verdicts"][0]["findings"].as_array_mut().unwrap() {
            let finding = finding.as_object_mut().unwrap();
            for field in
                ["causes", "contents", "named_ppm", "undisclosed_ppm", "place_mass_mg", "offers"]
            {
                finding.remove(field);
            }
        }
    };
    broken(&mut old);
    old.as_object_mut().unwrap().remove("exemptions");
    let value = told(&old, &asked("rules", "eu-rohs"));
    assert_eq!(value["verdicts"][0]["findings"].as_array().unwrap().len(), 2);
    for nonsense in ["", "many", "-1", "99999999999999999999999999999999999999999999999999"] {
        let mut value = full();
        value["products"][0]["verdicts"][0]["findings"][0]["value_ppm"] = range(nonsense, nonsense);
        value["products"][0]["verdicts"][0]["findings"][0]["place_mass_mg"] =
            range(nonsense, nonsense);
        value["products"][0]["verdicts"][1]["exemptions"][0]["expires"] = json!(nonsense);
        let report = report(&value);
        let (sha, question) = (sha('9'), Question::default());
        let explanation = explain(&report, &sha, &question).unwrap();
        assert!(!explanation.to_text(Language::En, 90, Style::Colour).is_empty());
    }
}
