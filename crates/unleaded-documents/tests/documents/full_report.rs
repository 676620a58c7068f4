//! The report for people, as a page.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use unleaded_documents::full_report::{FullReport, FullReportError};
use unleaded_documents::made_from::{MadeFrom, Source};
use unleaded_documents::report::Report;
use unleaded_model::diagnostic::Language;

use crate::sample::{
    claim, film, finding, full, marked, product, range, report, sha, verdict, wire,
};

const BOTH: [Language; 2] = [Language::En, Language::Zh];

fn page_of(report: &Report, language: Language) -> String {
    let sha256 = sha('9');
    written(&FullReport::new(report, &sha256, &[]).expect("all products"), report, language)
}

fn written(full: &FullReport<'_>, report: &Report, language: Language) -> String {
    full.to_html(language, &full.made(&Source::new(report, b"the report", marked)))
}

fn page(value: &Value, language: Language) -> String {
    page_of(&report(value), language)
}

/// What a reader sees of `html`: text without tags, with blanks alike.
fn seen(html: &str) -> String {
    let body = html.split("<body>").nth(1).unwrap_or_default();
    let body = body.split("<script>").next().unwrap_or_default();
    let mut text = String::new();
    for piece in body.split('<') {
        text.push_str(piece.split_once('>').map_or("", |(_, text)| text));
        text.push(' ');
    }
    let text = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text, |text, (entity, c)| text.replace(entity, c));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The elements of `html` that are not closed, or that are closed and were not open.
fn unbalanced(html: &str) -> Vec<String> {
    const VOID: [&str; 3] = ["col", "input", "meta"];
    let mut open: Vec<&str> = Vec::new();
    let mut wrong = Vec::new();
    let body = html.split("<script>").next().unwrap_or_default();
    for tag in body.split('<').skip(1).filter(|tag| !tag.starts_with('!')) {
        let tag = tag.split('>').next().unwrap_or_default();
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) if open.last() == Some(&name) => {
                open.pop();
            }
            Some(name) => wrong.push(format!("</{name}>")),
            None if VOID.contains(&name) => {}
            None => open.push(name),
        }
    }
    wrong.extend(open.into_iter().filter(|n| !["html", "body"].contains(n)).map(str::to_owned));
    wrong
}

#[test]
fn the_page_says_what_the_report_says() {
    let report = report(&full());
    for language in BOTH {
        let html = page_of(&report, language);
        let text = seen(&html);
        let has = |what: &str| assert!(text.contains(what), "{what} is not in\n{text}");
        for product in &report.products {
            for verdict in &product.verdicts {
                has(&verdict.edition.replace("+A1", ""));
                verdict.exemptions.iter().for_each(|e| has(&e.id));
                for finding in &verdict.findings {
                    has(&finding.path.join(" > "));
                    has(language.pick(&finding.reason, &finding.reason_zh));
                    finding.document.iter().for_each(|d| has(d.trim_start_matches("sha256:")));
                    finding.signer.iter().for_each(|signer| has(signer));
                    finding.legal_reference.iter().for_each(|law| has(law));
                    if let Some(limit) = &finding.limit_ppm {
                        has(&format!("{} {limit} ppm", language.pick("limit", "限值")));
                        let high = finding.value_ppm.high.as_deref().unwrap_or_default();
                        let exact = format!("<data value=\"{} {high}\">", finding.value_ppm.low);
                        assert!(html.contains(&exact), "{exact}");
                    }
                }
            }
            product.substances.iter().for_each(|substance| has(&substance.name));
            product.parts.iter().for_each(|part| has(&part.part));
        }
        let declarations = report.inputs.declarations.iter().map(|d| &d.sha256);
        let lists = report.inputs.lists.iter().map(|list| &list.sha256);
        declarations.chain(lists).for_each(|hash| has(hash));
        [sha('9'), sha('b'), sha('e'), sha('f')].iter().for_each(|hash| has(hash));
        has(&report.as_of);
        has(&report.options.closure_tolerance_percent);
        assert_eq!(unbalanced(&html), Vec::<String>::new());
    }
}

#[test]
fn what_is_alike_under_several_laws_is_told_once() {
    let text = seen(&page(&full(), Language::En));
    let laws = "Law: EU RoHS; China RoHS; REACH candidate list";
    assert!(text.contains(laws), "{text}");
    assert_eq!(text.matches("PHONE-1 > KEYPAD the part has no usable declaration").count(), 1);
    assert!(text.contains("Findings, worst first (4)"), "{text}");
}

#[test]
fn the_worst_comes_first() {
    let text = seen(&page(&full(), Language::En));
    let text = text.split("worst first").nth(1).unwrap_or_default();
    let at = |status: &str| text.find(status).unwrap_or_else(|| panic!("no {status}"));
    assert!(at("✗ non-compliant") < at("! to declare"));
    assert!(at("! to declare") < at("? unknown"));
    assert!(at("? unknown") < at("~ compliant by exemption"));
}

#[test]
fn until_when_it_holds() {
    let text = seen(&page(&full(), Language::En));
    let until =
        "at the latest when 2027-12-31 is over: the exemption 7(c)-I (China RoHS) ends that day.";
    assert_eq!(text.matches(until).count(), 2, "{text}");
    let zh = seen(&page(&full(), Language::Zh));
    assert_eq!(zh.matches("且最迟在 2027-12-31 之后").count(), 2, "{zh}");
    let plain = wire("GB/T 26572-2011", json!([product(&[], "compliant", &[])]));
    assert!(
        seen(&page(&plain, Language::En)).contains("No verdict rests on an exemption whose end")
    );
}

#[test]
fn an_end_that_nobody_knows_is_said() {
    let mut value = full();
    for exemption in value["products"][0]["verdicts"][1]["exemptions"].as_array_mut().unwrap() {
        exemption["expires"] = Value::Null;
    }
    value["products"][0]["verdicts"][1]["earliest_expiry"] = Value::Null;
    let text = seen(&page(&value, Language::En));
    assert!(text.contains("rest on exemptions whose end is not known"), "{text}");
}

#[test]
fn a_word_that_is_not_known_is_never_compliant() {
    let mut value = full();
    value["products"][0]["status"] = json!("of-a-later-version");
    let html = page(&value, Language::En);
    assert!(
        html.contains("class=\"s un\"><span aria-hidden=\"true\">?</span> of-a-later-version<")
    );
    assert!(!html.contains("class=\"s ok\"><span aria-hidden=\"true\">✓</span> of-a-later"));
}

#[test]
fn foreign_text_cannot_act() {
    let long = "长".repeat(10_000);
    for evil in ["<script>alert(1)</script>", "]]>", "\u{202e}evil", "\" onmouseover=\"x", &long] {
        let mut value = full();
        value["products"][0]["name"] = json!(evil);
        value["products"][0]["part"] = json!(evil);
        value["products"][0]["verdicts"][0]["rule_set"] = json!(evil);
        let mut found = finding(evil, "non-compliant", &[evil, "A"], range(evil, evil));
        found["reason"] = json!(evil);
        found["legal_reference"] = json!(evil);
        value["products"][0]["verdicts"][0]["findings"] = json!([found]);
        value["products"][0]["parts"][0]["part"] = json!(evil);
        value["products"][0]["substances"][0]["name"] = json!(evil);
        value["inputs"]["declarations"][0]["signer"] = json!(evil);
        value["inputs"]["lists"][0]["status"] = json!(evil);
        value["tool"]["version"] = json!(evil);
        for language in BOTH {
            let html = page(&value, language);
            assert_eq!(html.matches("<script").count(), 1, "{evil}");
            assert!(!html.contains('\u{202e}') && !html.contains(" onmouseover=\"x"));
            assert_eq!(unbalanced(&html), Vec::<String>::new(), "{evil}");
            assert!(html.len() < 200_000, "{}", html.len());
        }
    }
}

#[test]
fn only_the_script_of_the_page_may_run() {
    let html = page(&full(), Language::En);
    let script = html.split("<script>").nth(1).unwrap().split("</script>").next().unwrap();
    let hash = STANDARD.encode(Sha256::digest(script));
    assert!(html.contains(&format!("script-src 'sha256-{hash}'")), "the hash must be {hash}");
    assert!(
        html.contains("default-src 'none'") && !html.contains("http:") && !html.contains("src=")
    );
}

#[test]
fn products_can_be_chosen() {
    let mut value = full();
    let mut other = value["products"][0].clone();
    other["part"] = json!("OTHER-1");
    other["name"] = json!("Other");
    value["products"].as_array_mut().unwrap().push(other);
    let report = report(&value);
    let sha256 = sha('9');
    let one = FullReport::new(&report, &sha256, &["OTHER-1".to_owned()]).unwrap();
    let text = seen(&written(&one, &report, Language::En));
    assert!(text.contains("1 of the 2 products of the report"), "{text}");
    assert!(!text.contains("Phone (PHONE-1)"));
    let missing = FullReport::new(&report, &sha256, &["NO-1".to_owned()]);
    let known = vec!["PHONE-1".to_owned(), "OTHER-1".to_owned()];
    let expect = FullReportError::ProductUnknown { product: "NO-1".to_owned(), known };
    assert_eq!(missing.err(), Some(expect));
}

#[test]
fn a_report_without_products_says_so() {
    for language in BOTH {
        let html = page(&wire("GB/T 26572-2011", json!([])), language);
        let none = language.pick("The report holds no product", "报告中没有产品");
        assert!(seen(&html).contains(none));
        assert!(!html.contains("class=\"s ok\""));
    }
}

#[test]
fn the_same_report_gives_the_same_bytes_and_another_gives_others() {
    let report = report(&full());
    assert_eq!(page_of(&report, Language::Zh), page_of(&report, Language::Zh));
    let (nine, eight) = (sha('9'), sha('8'));
    let of =
        |sha256| written(&FullReport::new(&report, sha256, &[]).unwrap(), &report, Language::Zh);
    assert_ne!(of(&nine), of(&eight));
}

/// A report on so many products with so many findings each.
fn many(products: usize, findings: usize) -> Value {
    let found = |at: usize| {
        let path = ["PHONE-1".to_owned(), format!("PART-{at}"), "Solder".to_owned()];
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let status = if at == findings - 1 { "non-compliant" } else { "unknown" };
        finding("Pb", status, &path, range("0", "2000"))
    };
    let found: Vec<Value> = (0..findings).map(found).collect();
    let eu = verdict("eu-rohs", "2011/65/EU", "non-compliant", &found);
    let one = product(&[], "non-compliant", &[eu]);
    let all = (0..products).map(|at| {
        let mut product = one.clone();
        product["part"] = json!(format!("PRODUCT-{at}"));
        product
    });
    wire("GB/T 26572-2011", json!(all.collect::<Vec<_>>()))
}

#[test]
fn what_is_left_out_is_counted() {
    let html = page(&many(200, 100), Language::En);
    let text = seen(&html);
    assert_eq!(text.matches("50 of 100 are not on this page").count(), 200);
    assert_eq!(html.matches("<li class=\"no\">").count(), 200, "the worst stays");
    assert_eq!(html.matches("<li class=\"un\">").count(), 200 * 49);
    let text = seen(&page(&many(1100, 1), Language::En));
    assert!(text.contains("100 of 1100 are not on this page"));
    assert!(text.contains("PRODUCT-1099"), "the overview has them all");
    let all = seen(&page(&many(3, 100), Language::En));
    assert!(!all.contains("not on this page"));
}

#[test]
fn headings_and_tables_can_be_heard() {
    let html = page(&full(), Language::En);
    assert_eq!(html.matches("<h1>").count(), 1);
    let tables = html.matches("<table").count();
    assert!(tables > 5);
    assert_eq!(html.matches("<caption>").count(), tables);
    assert!(html.matches("<th scope=\"col\"").count() > tables);
    assert!(html.matches("<th scope=\"row\"").count() >= tables);
    assert!(html.contains("<html lang=\"en\">"));
    let film = film().join(" &gt; ");
    assert!(html.contains(&film));
}

/// The sample with this decision on the first finding, where the file of decisions is named.
fn decided(state: &str) -> Value {
    let mut value = full();
    value["options"]["decisions_sha256"] = json!(sha('5'));
    let verdict = &mut value["products"][0]["verdicts"][0];
    verdict["undecided"] = json!(7);
    let decision = &mut verdict["findings"][0]["decision"];
    decision["state"] = json!(state);
    decision["evidence"] = json!(format!("sha256:{}", sha('6')));
    value
}

#[test]
fn a_decision_stands_with_its_finding() {
    for (state, en, zh) in [
        ("valid", "2026-11-22, holds until 2027-05-31", "2026-11-22 作出，有效至 2027-05-31"),
        (
            "expired",
            "ended on 2027-05-31: it does not hold any more",
            "已于 2027-05-31 到期：不再有效",
        ),
        (
            "not-yet",
            "after the date of this report: it does not hold yet",
            "晚于本报告的日期：尚未生效",
        ),
        ("of a later version", "it does not hold any more", "不再有效"),
    ] {
        for (language, said) in [(Language::En, en), (Language::Zh, zh)] {
            let text = seen(&page(&decided(state), language));
            assert!(text.contains(said), "{state}: {text}");
            let by =
                language.pick("It is being replaced (Quality", "It is being replaced（Quality");
            assert!(text.to_lowercase().contains(&by.to_lowercase()), "{text}");
            assert!(
                text.contains(&sha('6')) && text.contains(&sha('5')),
                "the evidence and the file"
            );
        }
    }
}

#[test]
fn a_decision_under_one_law_is_not_told_of_another() {
    let mut value = decided("valid");
    let mut other = value["products"][0]["verdicts"][0]["findings"][0].clone();
    other["decision"] = Value::Null;
    value["products"][0]["verdicts"][1]["findings"] = json!([other]);
    let html = page(&value, Language::En);
    assert_eq!(html.matches("<li class=\"no\">").count(), 2);
    assert_eq!(html.matches("<li>Decision: ").count(), 1);
}

#[test]
fn what_nobody_decided_is_counted_where_there_are_decisions() {
    for (language, said) in
        [(Language::En, "7 without a decision that holds"), (Language::Zh, "7 项没有有效的决定")]
    {
        assert!(seen(&page(&decided("valid"), language)).contains(said));
        let mut value = decided("valid");
        value["options"]["decisions_sha256"] = Value::Null;
        assert!(!seen(&page(&value, language)).contains(said));
    }
}

#[test]
fn claims_that_nothing_rests_on_are_told_and_those_applied_are_not() {
    let html = page(&full(), Language::En);
    let section = html.split("Exemptions claimed and not used").nth(1).expect("a table");
    let section = section.split("</table>").next().unwrap();
    for text in
        ["6(c)", "SCREW-M2, SPRING", "not needed, within the limit without it", "ELV Annex II"]
    {
        assert!(section.contains(text), "{text}: {section}");
    }
    assert_eq!(section.matches("<tr").count(), 4, "a heading and three rows");
    assert!(!section.contains("7(c)-I"));
    let mut value = full();
    value["products"][0]["claims"] = json!([claim("eu-rohs", ("7(c)-I", "applied"), "CR0402")]);
    assert!(!page(&value, Language::En).contains("claimed and not used"));
    let many = (0..60).map(|at| claim("eu-rohs", (&format!("6({at})"), "unneeded"), "SCREW-M2"));
    value["products"][0]["claims"] = many.collect();
    assert!(seen(&page(&value, Language::En)).contains("10 of 60 are not on this page"));
}

#[test]
fn every_outcome_of_a_claim_has_words_in_both_languages() {
    let schema: Value =
        serde_json::from_str(include_str!("../../../../schemas/report-v1.schema.json")).unwrap();
    let outcomes = schema.pointer("/$defs/claim/properties/outcome/enum").expect("the outcomes");
    let outcomes = outcomes.as_array().unwrap().iter().map(|outcome| outcome.as_str().unwrap());
    for outcome in outcomes.filter(|outcome| *outcome != "applied") {
        let mut value = full();
        value["products"][0]["claims"] = json!([claim("eu-rohs", ("6(c)", outcome), "SCREW-M2")]);
        let said = BOTH.map(|language| {
            let html = page(&value, language);
            let title = language.pick("What became of it\">", "引用结果\">");
            let cell = html.split(title).nth(1).expect(outcome);
            cell.split("</td>").next().unwrap().to_owned()
        });
        assert_ne!(said[0], said[1], "{outcome}");
        assert!(!said.contains(&outcome.to_owned()), "{outcome} has no words");
    }
}

#[test]
fn the_page_says_what_it_was_made_from() {
    let mut value = full();
    let report_of = |value: &Value| report(value);
    let of = |report: &Report| {
        let made = MadeFrom::find(page_of(report, Language::Zh).as_bytes()).expect("it says so");
        (made.document, made.product, made.holds_until)
    };
    let one = of(&report_of(&value));
    assert_eq!(one, ("report".to_owned(), "PHONE-1".to_owned(), Some("2027-12-31".to_owned())));
    let mut other = value["products"][0].clone();
    other["part"] = json!("OTHER-1");
    value["products"].as_array_mut().unwrap().push(other);
    assert_eq!(of(&report_of(&value)).1, "");
}
