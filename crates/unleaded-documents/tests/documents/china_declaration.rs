//! The supplier's declaration of conformity for China RoHS.

use serde_json::{Value, json};
use unleaded_documents::conformity::Refusal;
use unleaded_documents::declaration::china::{
    Declaration, Statements, SupportDocument, SupportKind, conforming,
};
use unleaded_documents::declaration::{Both, Contact, DeclarationError, Issue, Party};
use unleaded_documents::made_from::{MadeFrom, Source};
use unleaded_documents::report::Report;
use unleaded_model::diagnostic::Language;

use crate::sample::{
    TEN, exemption, film, finding, full, marked, part, product, range, report, verdict, wire,
};

fn both(zh: &str, en: &str) -> Both {
    Both { zh: zh.to_owned(), en: en.to_owned() }
}

fn stated(date: &str) -> Statements {
    Statements {
        supplier: Party {
            name: both("示例电子有限公司", "Example Electronics Co., Ltd."),
            address: both("示例市示例路1号", ""),
            identity: Some((both("统一社会信用代码", "Code"), "91350100M000100Y43".to_owned())),
            contact: Some(Contact {
                name: "联系人".to_owned(),
                phone: "+86 000 0000 0000".to_owned(),
                email: "contact@example.com".to_owned(),
            }),
        },
        representative: None,
        brand: None,
        models: vec!["X100".to_owned(), "X100-A".to_owned()],
        catalogue_item: "2018-1/11".to_owned(),
        support: vec![SupportDocument {
            kind: SupportKind::ConformityReport,
            number: "SCR-2026-001".to_owned(),
        }],
        revision: 2,
        issue: Issue {
            number: "DOC-7".to_owned(),
            place: both("示例市", ""),
            date: date.to_owned(),
            signatory: both("授权签字人", "Authorised Person"),
            title: both("质量负责人", "Head of Quality"),
        },
    }
}

/// A report on a product that is compliant, whose verdict is changed by `change`.
fn compliant(basis: &str, change: impl Fn(&mut Value)) -> Value {
    let mut china = verdict("china-rohs", basis, "compliant", &[]);
    china["counts"] =
        json!({"compliant": 41, "compliant-by-exemption": 0, "unknown": 0, "non-compliant": 0});
    change(&mut china);
    let parts = [part("MAIN-BOARD", "Main board", "主板", &TEN, &[])];
    let status = china["status"].as_str().expect("a status").to_owned();
    wire(basis, json!([product(&parts, &status, &[china])]))
}

/// Conformity that rests on an exemption.
fn exempted(china: &mut Value) {
    let mut found = finding("Pb", "compliant-by-exemption", &film(), range("200000", "200000"));
    found["exemption"] = exemption();
    china["status"] = json!("compliant-by-exemption");
    china["counts"]["compliant-by-exemption"] = json!(1);
    china["findings"] = json!([found]);
    china["exemptions"] = json!([exemption()]);
    china["earliest_expiry"] = json!("2027-12-31");
}

fn declared(report: &Report, stated: Statements) -> Result<[String; 4], DeclarationError> {
    let source = Source::new(report, b"the report", marked);
    let product = conforming(report, "PHONE-1").expect("a product that conforms");
    let declaration = Declaration::new(&source, product, stated)?;
    let (en, zh) = (Language::En, Language::Zh);
    Ok([
        declaration.to_html(zh),
        declaration.to_html(en),
        declaration.to_text(zh),
        declaration.to_text(en),
    ])
}

fn written(value: &Value, stated: Statements) -> [String; 4] {
    declared(&report(value), stated).expect("a declaration")
}

#[test]
fn every_form_says_what_must_be_said() {
    let value = compliant("GB/T 26572-2011+A1", exempted);
    let forms = written(&value, stated("2026-12-01"));
    for form in &forms {
        for said in [
            "DOC-7",
            "91350100M000100Y43",
            "示例市示例路1号",
            "contact@example.com",
            "+86 000 0000 0000",
            "X100-A",
            "PHONE-1",
            "2018-1/11",
            "SCR-2026-001",
            "GB/T 36560-2018",
            "GB/T 27050.1",
            "2026-11-22",
            "2026-12-01",
            "7(c)-I",
            "2027-12-31",
            "44",
        ] {
            assert!(form.contains(said), "{said}: {form}");
        }
        let made = MadeFrom::find(form.as_bytes()).expect("what it was made from");
        assert_eq!(made.document, "china-declaration");
        assert_eq!(made.holds_until.as_deref(), Some("2027-07-31"));
        for hash in [&made.report_sha256, &made.bom_sha256, &made.declarations.sha256] {
            assert!(form.matches(hash.as_str()).count() >= 2, "{hash} for people and programs");
        }
        assert!(made.lists.iter().all(|list| form.matches(&list.sha256).count() >= 2));
    }
    for said in ["真实、完整", "授权人签字", "单位公章", "手机", "第 1 号修改单", "全部责任"]
    {
        assert!(forms[0].contains(said) && forms[2].contains(said), "{said}");
    }
    for said in ["true and complete", "Signature of", "seal", "Phone", "sole responsibility"] {
        assert!(forms[1].contains(said), "{said}");
    }
    assert_eq!(forms, written(&value, stated("2026-12-01")), "the same bytes twice");
}

#[test]
fn the_bases_that_the_date_allows_and_the_conversion_are_told() {
    let mut value = compliant("GB/T 26572-2011", |_| {});
    value["as_of"] = json!("2025-12-01");
    value["options"]["china_bases_allowed"] =
        json!(["GB/T 26572-2011", "GB/T 26572-2011+A1", "GB 26572-2025"]);
    let [_, _, zh, en] = written(&value, stated("2025-12-10"));
    let zh: String = zh.split_whitespace().collect();
    assert!(zh.contains("GB/T26572-2011；GB/T26572-2011及其第1号修改单；GB26572-2025"), "{zh}");
    assert!(zh.contains("2027-01-01之前完成转换"), "{zh}");
    assert!(en.contains("before 2027-01-01"), "{en}");
    let made = MadeFrom::find(en.as_bytes()).expect("what it was made from");
    assert_eq!(made.holds_until.as_deref(), Some("2026-12-31"));
    let new = written(&compliant("GB 26572-2025", |_| {}), stated("2026-12-01"));
    assert!(!new[0].contains("转换说明"));
}

#[test]
fn it_is_issued_on_a_day_on_which_it_holds() {
    let exempted = report(&compliant("GB/T 26572-2011+A1", exempted));
    for (date, good) in
        [("2026-11-21", false), ("2026-11-22", true), ("2027-07-31", true), ("2027-08-01", false)]
    {
        assert_eq!(declared(&exempted, stated(date)).is_ok(), good, "{date}");
    }
}

/// What somebody does to a verdict.
type Change<'a> = &'a dyn Fn(&mut Value);

#[test]
fn what_does_not_conform_is_refused() {
    let unknown = finding("*", "unknown", &["PHONE-1", "KEYPAD"], range("0", "1000000"));
    let over = finding("Pb", "non-compliant", &film(), range("200000", "200000"));
    let changes: [(&str, Change<'_>); 9] = [
        ("unknown", &|c| c["status"] = json!("unknown")),
        ("non-compliant", &|c| c["status"] = json!("non-compliant")),
        ("perfect", &|c| c["status"] = json!("perfect")),
        // Reports that somebody changed.
        ("unknown", &|c| c["findings"] = json!([unknown])),
        ("unknown", &|c| c["findings"] = json!([over])),
        ("unknown", &|c| c["counts"]["unknown"] = json!(1)),
        ("unknown", &|c| c["counts"] = json!({})),
        ("unknown", &|c| {
            exempted(c);
            c["exemptions"][0]["force"] = json!("undetermined");
        }),
        ("unknown", &|c| {
            exempted(c);
            c["findings"][0]["exemption"] = Value::Null;
        }),
    ];
    for (expect, change) in changes {
        let report = report(&compliant("GB/T 26572-2011+A1", change));
        match conforming(&report, "PHONE-1") {
            Err(Refusal::NotConforming { status, .. }) => assert_eq!(status, expect),
            other => panic!("{other:?}"),
        }
    }
    let ended = |c: &mut Value| {
        exempted(c);
        c["exemptions"][0]["expires"] = json!("2026-11-21");
    };
    assert!(conforming(&report(&compliant("GB/T 26572-2011+A1", ended)), "PHONE-1").is_err());
    let full = report(&full());
    let Err(Refusal::NotConforming { open, .. }) = conforming(&full, "PHONE-1") else {
        panic!("the sample is unknown");
    };
    assert_eq!(open[0].path, ["PHONE-1", "KEYPAD"]);
    assert_eq!((open.len(), open[0].entry.as_str()), (1, "*"));
    assert!(matches!(conforming(&full, "NONE"), Err(Refusal::ProductUnknown { .. })));
    let none = report(&wire("GB/T 26572-2011", json!([])));
    assert!(matches!(conforming(&none, "PHONE-1"), Err(Refusal::ProductUnknown { .. })));
    let other = verdict("eu-rohs", "2011/65/EU", "compliant", &[]);
    let other = report(&wire("GB/T 26572-2011", json!([product(&[], "compliant", &[other])])));
    assert!(matches!(conforming(&other, "PHONE-1"), Err(Refusal::NotJudged { .. })));
}

#[test]
fn names_cannot_act() {
    for name in ["<script>alert(1)</script>", "]]>", "\u{202e}abc", "长".repeat(10_000).as_str()] {
        let mut value = compliant("GB/T 26572-2011+A1", |_| {});
        value["products"][0]["name_zh"] = json!(name);
        value["products"][0]["name"] = json!(name);
        let mut said = stated("2026-12-01");
        said.supplier.name = both(name, name);
        said.issue.number = name.to_owned();
        for form in written(&value, said) {
            assert!(!form.contains("<script") || !form.starts_with("<!DOCTYPE"), "{form}");
            assert!(!form.contains('\u{202e}'));
            assert!(form.len() < 40_000, "{}", form.len());
            assert!(MadeFrom::find(form.as_bytes()).is_ok());
        }
    }
}
