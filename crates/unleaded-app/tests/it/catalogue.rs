//! Which products the limits of China RoHS bind: the table `fixtures/truth/china-rohs-catalogue.csv`, line by line.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use unleaded_app::rollup::{Outcome, Request, Signatures, run};
use unleaded_documents::report::Product;
use unleaded_model::diagnostic::{FileName, Language};
use unleaded_rules::lists::Lists;
use unleaded_rules::{Law, Options};

use crate::components::cells;
use crate::support::{Memory, TODAY, options, outcome, verdict};

const TABLE: &str = include_str!("../../../../fixtures/truth/china-rohs-catalogue.csv");
const COLUMNS: &str =
    "claim,as_of,item,basis,lead_ppm,standing,class,verdict,binding,product,source";

/// Day, item, basis and share of lead; and what is found: standing, class, verdict, whether it binds, the product.
struct Line {
    claim: String,
    asked: (String, String),
    item: String,
    lead: String,
    expected: [String; 5],
}

fn line(text: &str) -> Line {
    let cells: [String; 11] = cells(text).try_into().unwrap();
    let [claim, as_of, item, basis, lead, standing, class, verdict, binding, product, source] =
        cells;
    assert!(!source.is_empty(), "{claim}");
    let expected = [standing, class, verdict, binding, product];
    Line { claim, asked: (as_of, basis), item, lead, expected }
}

/// The cell of a table.
fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// Rolls up a product for each of the lines under China RoHS alone.
fn rolled(asked: &(String, String), lines: &[&Line]) -> Outcome {
    let mut bom = "parent,child,quantity,china_item\n".to_owned();
    let mut table =
        "maker,part,mass (g),material,material mass (g),substance,cas,% of material\n".to_owned();
    for (at, line) in lines.iter().enumerate() {
        writeln!(bom, ",P{at},,{}\nP{at},X{at},1,", quoted(&line.item)).unwrap();
        let percent = format!("{}%", decimal_percent(&line.lead));
        writeln!(table, "A,X{at},1,Body,1,Lead,7439-92-1,{percent}").unwrap();
        writeln!(table, "A,X{at},1,Body,1,Tin,7440-31-5,99.9%").unwrap();
    }
    let basis = Some(asked.1.clone()).filter(|basis| !basis.is_empty());
    let options = Options { china_basis: basis, ..options(&asked.0) };
    let request = Request {
        bom: FileName::new("bom.csv"),
        bom_bytes: bom.as_bytes(),
        trust: None,
        mapping: None,
        decisions: None,
        replaced: &[],
        options: &options,
        laws: &[Law::ChinaRohs],
        lists: Lists::shipped(),
        products: &[],
        signatures: Signatures::Optional,
    };
    run(&request, &Memory::of(&[("d.csv", &table)]), &mut |_, _, _| {}).unwrap()
}

/// Parts per million as percent: the point four places to the left.
fn decimal_percent(ppm: &str) -> String {
    let (whole, part) = ppm.split_once('.').unwrap_or((ppm, ""));
    assert_eq!(whole.len(), 4, "{ppm}");
    format!("0.{whole}{part}")
}

fn found(product: &Product) -> [String; 5] {
    let verdict = verdict(product, "china-rohs");
    let scope = verdict.scope.as_ref().unwrap();
    assert_eq!(scope.assessed, verdict.binding, "{}", product.part);
    let by_scope: &[&str] = if scope.assessed { &[] } else { &["scope"] };
    assert_eq!(verdict.not_binding, by_scope);
    let binding = if verdict.is_binding() { "yes" } else { "no" };
    let class = scope.class.clone().unwrap_or_default();
    let told = [scope.standing.clone(), class, verdict.status.clone()];
    let [standing, class, status] = told;
    [standing, class, status, binding.to_owned(), product.status.clone()]
}

#[test]
fn every_line_of_the_catalogue() {
    let mut lines = TABLE.lines();
    assert_eq!(lines.next(), Some(COLUMNS));
    let lines: Vec<Line> = lines.map(line).collect();
    assert!(lines.len() > 100);
    let (refused, judged): (Vec<&Line>, Vec<&Line>) =
        lines.iter().partition(|line| line.expected[0] == "refused");
    for line in refused {
        let rolled = rolled(&line.asked, &[line]);
        assert!(rolled.report.is_none(), "{} {}", line.claim, line.item);
        let codes: Vec<&str> = rolled.diagnostics.iter().map(|d| d.code.name()).collect();
        let is_of_item = |code: &&str| ["china-item-unknown", "china-item-value"].contains(code);
        assert!(codes.iter().any(is_of_item), "{} {codes:?}", line.item);
    }
    let mut questions: BTreeMap<&(String, String), Vec<&Line>> = BTreeMap::new();
    for line in judged {
        questions.entry(&line.asked).or_default().push(line);
    }
    let mut wrong = Vec::new();
    for (asked, lines) in questions {
        let outcome = rolled(asked, &lines);
        let report = outcome.report.unwrap_or_else(|| panic!("{:?}", outcome.diagnostics));
        for (at, line) in lines.iter().enumerate() {
            let product = report.product(&format!("P{at}")).unwrap();
            let found = found(product);
            if found != line.expected {
                wrong.push(format!("{} {:?} {}: {found:?}", line.claim, asked, line.item));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_the_options_say_is_for_products_that_the_bill_of_materials_says_nothing_of() {
    let bom = "parent,child,quantity,china_item\n,A,,\n,B,,outside\nA,X,1,\nB,X,1,\n";
    let asked =
        Options { china_item: Some("电热水器,容积=500升".to_owned()), ..options(TODAY) };
    let rolled = outcome(bom, &Memory::default(), &asked, None);
    let report = rolled.report.unwrap();
    assert_eq!(report.options.china_item, "电热水器,容积=500升");
    let scope = |part: &str| {
        let product = report.product(part).unwrap();
        assert!(product.verdict("eu-rohs").unwrap().scope.is_none());
        product.verdict("china-rohs").unwrap().scope.clone().unwrap()
    };
    let (a, b) = (scope("A"), scope("B"));
    assert_eq!((a.standing.as_str(), a.item.as_deref()), ("in", Some("2018-1/4")));
    assert_eq!(a.bounds[0].stated.as_deref(), Some("500升"));
    assert_eq!((b.standing.as_str(), b.item), ("outside", None));
    // Of the product outside, EU RoHS decides alone; its verdict on the missing part stands.
    assert_eq!(report.product("B").unwrap().status, "unknown");
}

#[test]
fn an_unknown_item_names_the_nearest() {
    let asked = |item: &str| {
        let asked = Options { china_item: Some(item.to_owned()), ..options(TODAY) };
        let rolled = outcome("parent,child,quantity\nA,X,1\n", &Memory::default(), &asked, None);
        assert!(rolled.report.is_none());
        let told = &rolled.diagnostics[0];
        assert!(told.places.is_empty());
        (told.message(Language::En), told.help(Language::En))
    };
    let (told, _) = asked("refridgerators");
    assert!(told.ends_with("no item `refridgerators` (2018-1/1 Refrigerators 电冰箱?)"), "{told}");
    let (told, help) = asked("2018-1/1,volume=huge");
    assert!(told.contains("`volume=huge`") && told.contains("`2018-1/1`"), "{told}");
    assert!(help.contains("`2018-1/1,volume=800 L`"), "{help}");
}
