//! Lists of rules: sums over groups, levels, applications, intent, and what no source confirms.

use unleaded_app::rollup::{Request, Signatures, run};
use unleaded_documents::report::{Report, Verdict};
use unleaded_model::diagnostic::FileName;
use unleaded_rules::lists::Lists;
use unleaded_rules::{Law, Options};

use crate::amounts::bom;
use crate::disclosure::class_c;
use crate::support::{Memory, TODAY, options};

/// A table of compositions with the intent of each substance.
fn table(rows: &[&str]) -> String {
    let header = "maker,part,total mass (mg),material,material weight (mg),substance,cas,% of material,intent\n";
    rows.iter().fold(header.to_owned(), |table, row| table + row + "\n")
}

fn judged(rows: &[&str], law: &str, applications: &[&str]) -> Report {
    judged_in(&bom(&["P,BOX,1", "P,LID,1"]), rows, law, applications)
}

fn judged_in(bom: &str, rows: &[&str], law: &str, applications: &[&str]) -> Report {
    judged_by(bom, &[("d.csv", &table(rows))], law, applications)
}

fn judged_by(bom: &str, files: &[(&str, &str)], law: &str, applications: &[&str]) -> Report {
    judged_on(TODAY, bom, files, (law, applications))
}

/// What `files` come to under one law on a day, for products that are used so.
pub(crate) fn judged_on(
    date: &str,
    bom: &str,
    files: &[(&str, &str)],
    (law, applications): (&str, &[&str]),
) -> Report {
    let lists = Lists::shipped();
    let options = Options {
        applications: applications.iter().map(|name| (*name).to_owned()).collect(),
        ..options(date)
    };
    let request = Request {
        bom: FileName::new("bom.csv"),
        bom_bytes: bom.as_bytes(),
        trust: None,
        mapping: None,
        decisions: None,
        options: &options,
        replaced: &[],
        laws: &[Law::parse(law, lists).unwrap()],
        lists,
        products: &[],
        signatures: Signatures::Optional,
    };
    run(&request, &Memory::of(files), &mut |_, _, _| {}).unwrap().report.unwrap()
}

pub(crate) fn verdict(report: &Report) -> &Verdict {
    &report.products[0].verdicts[0]
}

const LID: &str = "A,LID,10,Lid,10,Tin,7440-31-5,100,";

#[test]
fn the_metals_of_a_packaging_are_summed_over_their_groups() {
    let of = |lead: &str, cadmium: &str, tin: &str| {
        let rows = [
            LID.to_owned(),
            format!("A,BOX,1000,Body,1000,Lead,7439-92-1,{lead},"),
            format!("A,BOX,1000,Body,1000,Cadmium,7440-43-9,{cadmium},"),
            format!("A,BOX,1000,Body,1000,Tin,7440-31-5,{tin},"),
        ];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        judged(&rows, "eu-packaging", &["packaging"])
    };
    // 60 and 40 ppm: each within, and their sum exactly at the limit of 100 ppm.
    let report = of("0.006", "0.004", "99.99");
    assert_eq!(verdict(&report).status, "compliant", "{:#?}", verdict(&report).findings);
    assert_eq!(verdict(&report).entries[0].total.worst_ppm.low, "100");
    let report = of("0.006", "0.0040001", "99.9899999");
    assert_eq!(verdict(&report).status, "non-compliant");
    let finding = &verdict(&report).findings[0];
    assert_eq!((finding.entry.as_str(), finding.level.as_str()), ("Pb+Cd+Hg+Cr6", "article"));
    assert_eq!(finding.value_ppm.low, "100.001");
    assert!(finding.reason.contains("not confirmed"), "{}", finding.reason);
}

#[test]
fn a_substance_of_two_groups_counts_with_both_elements_and_once() {
    let rows = [
        LID,
        "A,BOX,1000,Body,1000,Lead chromate,7758-97-6,1,",
        "A,BOX,1000,Body,1000,Tin,7440-31-5,99,",
    ];
    let report = judged(&rows, "eu-packaging", &["packaging"]);
    let both = &verdict(&report).findings[0].value_ppm.low;
    let one = |law: &str, entry: &str| {
        let report = judged(&rows, law, &[]);
        let of_entry = |e: &&unleaded_documents::report::EntryTotal| e.entry == entry;
        let found = verdict(&report).entries.iter().find(of_entry).unwrap().total.clone();
        found.worst_ppm.low.parse::<f64>().unwrap()
    };
    let sum = one("eu-rohs", "Pb") + one("eu-rohs", "Cr6");
    assert!((both.parse::<f64>().unwrap() - sum).abs() < 1e-6, "{both} {sum}");
    assert!(sum < 10_000.0, "its oxygen counts for nothing");
}

#[test]
fn a_statement_on_one_metal_says_nothing_of_the_sum() {
    // 0.1 % of lead is what the statement allows, ten times the limit of the sum.
    let rows = [LID, "A,BOX,1000,Body,1000,proprietary,,100,"];
    let report = judged(&rows, "eu-packaging", &["packaging"]);
    assert_eq!(verdict(&report).status, "unknown");
}

#[test]
fn rules_for_an_application_wait_until_it_is_told() {
    let rows = [LID, "A,BOX,1000,Body,1000,Tin,7440-31-5,100,"];
    let report = judged(&rows, "eu-batteries", &[]);
    assert_eq!(verdict(&report).status, "unknown");
    let reason = &verdict(&report).findings[0].reason;
    assert!(reason.contains("battery") && reason.contains("--application"), "{reason}");
    let report = judged(&rows, "eu-batteries", &["battery"]);
    assert_eq!(verdict(&report).status, "compliant");
    assert_eq!(report.options.applications, ["battery"]);
}

#[test]
fn lead_in_a_battery_is_for_portable_ones_and_a_share_of_the_battery() {
    let rows = [
        LID,
        "A,BOX,1000,Case,900,Tin,7440-31-5,100,",
        "A,BOX,1000,Pole,100,Lead,7439-92-1,0.1,",
        "A,BOX,1000,Pole,100,Tin,7440-31-5,99.9,",
    ];
    // 0.1 mg of 1000 mg: exactly at 100 ppm of the battery, though 1000 ppm of a material.
    assert_eq!(verdict(&judged(&rows, "eu-batteries", &["portable-battery"])).status, "compliant");
    let more = [
        LID,
        "A,BOX,1000,Case,900,Tin,7440-31-5,100,",
        "A,BOX,1000,Pole,100,Lead,7439-92-1,0.101,",
        "A,BOX,1000,Pole,100,Tin,7440-31-5,99.899,",
    ];
    let report = judged(&more, "eu-batteries", &["portable-battery"]);
    assert_eq!(verdict(&report).status, "non-compliant");
    let finding = &verdict(&report).findings[0];
    assert_eq!(
        (finding.level.as_str(), finding.path.as_slice()),
        ("product-part", &["P".to_owned(), "BOX".to_owned()][..])
    );
    // Which kind of battery it is decides; where nobody says, the stricter limit counts.
    assert_eq!(verdict(&judged(&more, "eu-batteries", &["battery"])).status, "non-compliant");
    assert_eq!(verdict(&judged(&more, "eu-batteries", &["other-battery"])).status, "compliant");
}

#[test]
fn the_bill_of_materials_says_what_a_part_is_used_for_with_all_inside_it() {
    let metal = |part: &str| {
        [
            format!("A,{part},1000,Body,1000,Lead,7439-92-1,0.05,"),
            format!("A,{part},1000,Body,1000,Tin,7440-31-5,99.95,"),
        ]
    };
    let rows = [metal("BOX"), metal("FILM"), metal("CHIP")].concat();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    // 500 ppm of lead are nothing special in a chip, and too much in a packaging and in what a packaging is made of.
    let bom = "parent,child,quantity,application\nP,CHIP,1,\nP,BOX,1,Packaging\nBOX,FILM,2,\n";
    let report = judged_in(bom, &rows, "eu-packaging", &[]);
    let over: Vec<&str> =
        verdict(&report).findings.iter().map(|f| f.path.last().unwrap().as_str()).collect();
    assert_eq!(verdict(&report).status, "non-compliant");
    assert_eq!(over, ["FILM"], "an assembly is no article, and the chip is no packaging");
    let unmarked = "parent,child,quantity\nP,CHIP,1\nP,BOX,1\nBOX,FILM,2\n";
    assert_eq!(verdict(&judged_in(unmarked, &rows, "eu-packaging", &[])).status, "unknown");
}

#[test]
fn what_is_added_on_purpose_is_over_in_any_amount_and_an_impurity_is_not() {
    let of = |share: &str, rest: &str, intent: &str| {
        let rows = [
            LID.to_owned(),
            format!("A,BOX,1000,Body,1000,DecaBDE,1163-19-5,{share},{intent}"),
            format!("A,BOX,1000,Body,1000,Tin,7440-31-5,{rest},"),
        ];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let report = judged(&rows, "us-tsca-pbt", &[]);
        verdict(&report).status.clone()
    };
    assert_eq!(of("0.00001", "99.99999", "intended"), "non-compliant");
    assert_eq!(
        of("0.00001", "99.99999", ""),
        "non-compliant",
        "what is not told counts as intended"
    );
    assert_eq!(of("0.00001", "99.99999", "impurity"), "compliant");
    // What nobody disclosed may have been added on purpose.
    assert_eq!(of("0.00001", "98", "impurity"), "unknown");
}

#[test]
fn a_class_that_no_table_knows_under_the_law_leaves_it_open() {
    let rows = [LID, "A,BOX,1000,Body,1000,Epoxy resin,,100,"];
    let report = judged(&rows, "us-tsca-pbt", &[]);
    assert_eq!(verdict(&report).status, "unknown");
    assert!(verdict(&report).findings[0].reason.contains("class"));
    // The metals of packagings are those of EU RoHS, for which the table of classes was made.
    assert_eq!(verdict(&judged(&rows, "eu-packaging", &["packaging"])).status, "compliant");
}

/// An answer on IEC 62474 by code and name.
fn answered(code: &str, name: &str, over: &str) -> String {
    let category = format!(
        "<SubstanceCategory name=\"{name}\" reportableApplication=\"All\">\
         <SubstanceCategoryID identity=\"{code}\" authority=\"IEC\"/><Threshold overThreshold=\"{over}\" threshold=\"\"/></SubstanceCategory>"
    );
    let whole = class_c("LID", "2026-01-01", "IEC_62474 D19.00", &[]);
    let end = whole.rfind("</SubstanceCategoryList>").unwrap();
    format!("{}{category}{}", &whole[..end], &whole[end..])
}

#[test]
fn an_answer_on_iec_62474_is_on_its_own_entry_and_level() {
    let status = |over: &str, entry: &str| {
        let doc = answered("00021", "Lead/Lead Compounds", over);
        let report =
            judged_by("parent,child,quantity\nP,LID,1\n", &[("d.xml", &doc)], "iec62474", &[]);
        let verdict = verdict(&report);
        let found = verdict.findings.iter().find(|f| f.entry.starts_with(entry));
        (verdict.status.clone(), found.map(|found| found.status.clone()))
    };
    // What was answered is closed; what was not stays open.
    assert_eq!(status("false", "00021").1, None);
    assert_eq!(status("false", "00010").1.as_deref(), Some("unknown"));
    assert_eq!(status("true", "00021"), ("declare".to_owned(), Some("declare".to_owned())));
}

#[test]
fn a_number_silences_its_own_names_alone() {
    let of = |name: &str, cas: &str| {
        let rows = [LID.to_owned(), format!("A,BOX,1000,Body,1000,{name},{cas},100,")];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        verdict(&judged(&rows, "eu-rohs", &[])).status.clone()
    };
    // A solder of tin and lead is not tin, whatever number stands beside it.
    assert_eq!(of("Sn63Pb37", "7440-31-5"), "unknown");
    assert_eq!(of("Leaded tin", "7440-31-5"), "unknown");
    for name in ["Tin", "tin (Sn)", "Tin plating", "Pb-free tin"] {
        assert_eq!(of(name, "7440-31-5"), "compliant", "{name}");
    }
    assert_eq!(of("Cadmium lead selenide", "1306-24-7"), "non-compliant");
}

#[test]
fn a_class_leaves_open_what_the_product_as_a_whole_holds() {
    let of = |name: &str, cas: &str| {
        let rows = [LID.to_owned(), format!("A,BOX,1000,Body,1000,{name},{cas},100,")];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let report = judged(&rows, "iec62474", &[]);
        let mut findings = verdict(&report).findings.iter();
        findings.any(|f| f.entry.starts_with("00003 ") && f.level == "product")
    };
    assert!(of("Epoxy resin", ""), "asbestos may be in it");
    assert!(!of("Tin", "7440-31-5"));
}

#[test]
fn a_product_is_judged_as_what_its_own_row_says_that_it_is() {
    let metal = |part: &str, lead: &str, tin: &str| {
        [
            format!("A,{part},1000,Body,1000,Lead,7439-92-1,{lead},"),
            format!("A,{part},1000,Body,1000,Tin,7440-31-5,{tin},"),
        ]
    };
    let of = |lead: &str, tin: &str, application: &str| {
        let rows = [metal("BOX", lead, tin), metal("LID", "0.01", "99.99")].concat();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let bom =
            format!("level,item,quantity,application\n0,P,1,{application}\n1,BOX,1,\n1,LID,1,\n");
        let report = judged_in(&bom, &rows, "iec62474", &[]);
        let mut findings = verdict(&report).findings.iter();
        findings
            .find(|f| f.entry.starts_with("00022 "))
            .map(|f| (f.level.clone(), f.value_ppm.low.clone()))
    };
    // 100 ppm of the product are allowed in what children use: 0.1 mg each of 1 g, then 0.1 ppm more.
    assert_eq!(of("0.01", "99.99", "Children"), None);
    let over = Some(("product".to_owned(), "100.5".to_owned()));
    assert_eq!(of("0.0101", "99.9899", "Children"), over);
    assert_eq!(of("0.0101", "99.9899", ""), None, "it is for no other product");
}
