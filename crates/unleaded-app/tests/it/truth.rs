//! What the laws say, line by line: the tables of `fixtures/truth/`, each line run through a whole roll-up.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use unleaded_app::rollup::{Request, Signatures, run};
use unleaded_documents::report::{Report, Verdict};
use unleaded_model::diagnostic::FileName;
use unleaded_rules::lists::{Category, Lists};
use unleaded_rules::{Law, Options};

use crate::components::cells;
use crate::support::{Memory, options, rank};

const COLUMNS: &str = "claim,law,category,as_of,application,basis,substance,cas,share_ppm,intent,exemption,level,entry,expected,source";

/// A line of a table, as it is written.
struct Line {
    claim: String,
    law: String,
    categories: Vec<String>,
    as_of: String,
    applications: Vec<String>,
    basis: Option<String>,
    substances: Vec<Substance>,
    intent: String,
    exemption: String,
    level: String,
    entry: String,
    expected: String,
}

struct Substance {
    name: String,
    cas: String,
    /// Millionths of a part per million.
    share: u64,
}

fn several(cell: &str) -> Vec<String> {
    cell.split('|').filter(|s| !s.is_empty()).map(str::to_owned).collect()
}

/// A decimal with at most six places, in millionths.
fn millionths(text: &str) -> u64 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{part:0<6}");
    assert_eq!(digits.len(), 6, "{text}");
    whole.parse::<u64>().unwrap() * 1_000_000 + digits.parse::<u64>().unwrap()
}

fn line(text: &str) -> Line {
    let cells = cells(text);
    let columns: Vec<&str> = COLUMNS.split(',').collect();
    assert_eq!(cells.len(), columns.len(), "{text}");
    let cell = |name: &str| &cells[columns.iter().position(|c| *c == name).unwrap()];
    assert!(!cell("source").is_empty(), "a line without a source: {text}");
    let (cas, shares) = (several(cell("cas")), several(cell("share_ppm")));
    let names: Vec<String> = match cas.len() {
        1 => vec![cell("substance").clone()],
        _ => several(cell("substance")),
    };
    assert!(names.len() == cas.len() && shares.len() == cas.len(), "{text}");
    let substance = |((name, cas), share): ((&String, &String), &String)| Substance {
        name: name.clone(),
        cas: cas.clone(),
        share: millionths(share),
    };
    Line {
        claim: cell("claim").clone(),
        law: cell("law").clone(),
        categories: several(cell("category")),
        as_of: cell("as_of").clone(),
        applications: several(cell("application")),
        basis: Some(cell("basis").clone()).filter(|basis| !basis.is_empty()),
        substances: names.iter().zip(&cas).zip(&shares).map(substance).collect(),
        intent: cell("intent").clone(),
        exemption: cell("exemption").clone(),
        level: cell("level").clone(),
        entry: cell("entry").clone(),
        expected: cell("expected").clone(),
    }
}

/// The material in which the substances of a line are, and what else the product is made of, each in milligrams: so that
/// the share is right at the level of the line, greater in every smaller place, and smaller in every larger one.
struct Shape {
    body: u64,
    frame: u64,
    lid: u64,
    /// Milligrams of what the share is a share of.
    whole: u64,
}

fn shape(level: &str) -> Shape {
    match level {
        "homogeneous-material" => Shape { body: 1000, frame: 1000, lid: 1000, whole: 1000 },
        "article" | "product-part" => Shape { body: 500, frame: 500, lid: 1000, whole: 1000 },
        "product" => Shape { body: 500, frame: 500, lid: 1000, whole: 2000 },
        other => panic!("{other}"),
    }
}

/// Picograms as a decimal of milligrams.
fn milligrams(picograms: u64) -> String {
    format!("{}.{:09}", picograms / 1_000_000_000, picograms % 1_000_000_000)
}

/// The rows of the declaration of the parts `X{at}` and `LID{at}`.
fn declare(line: &Line, at: usize, table: &mut String) {
    let shape = shape(&line.level);
    let start = format!("A,X{at},{},Body,{}", shape.body + shape.frame, shape.body);
    let mut rest = shape.body * 1_000_000_000;
    for substance in &line.substances {
        // A millionth of a part per million of a milligram is a thousandth of a picogram.
        let mass = substance.share * shape.whole / 1000;
        assert_eq!(mass * 1000, substance.share * shape.whole, "{} is too fine", line.claim);
        rest -= mass;
        let name = substance.name.replace('"', "\"\"");
        let (cas, intent) = (&substance.cas, &line.intent);
        let (mass, exemption) = (milligrams(mass), &line.exemption);
        writeln!(table, "{start},\"{name}\",{cas},,{mass},{intent},{exemption}").unwrap();
    }
    writeln!(table, "{start},Tin,7440-31-5,,{},,", milligrams(rest)).unwrap();
    let start = format!("A,X{at},{}", shape.body + shape.frame);
    writeln!(table, "{start},Frame,{},Tin,7440-31-5,100,,,", shape.frame).unwrap();
    writeln!(table, "A,LID{at},{0},Lid,{0},Tin,7440-31-5,100,,,", shape.lid).unwrap();
}

/// The question that lines are asked under: law, date, category, applications, basis.
type Asked<'a> = (&'a str, &'a str, Option<&'a str>, &'a [String], Option<&'a str>);

fn asked<'a>(line: &'a Line, category: Option<&'a str>) -> Asked<'a> {
    (&line.law, &line.as_of, category, &line.applications, line.basis.as_deref())
}

/// The report of a product for each of the lines; `None`: the question is refused.
fn report(asked: Asked<'_>, lines: &[&Line]) -> Option<Report> {
    let lists = Lists::shipped();
    let (law, as_of, category, applications, basis) = asked;
    let mut options = Options {
        applications: applications.to_vec(),
        china_basis: basis.map(str::to_owned),
        ..options(as_of)
    };
    if let Some(category) = category {
        options.category = Category::parse(category).unwrap();
    }
    let mut bom = "parent,child,quantity\n".to_owned();
    let mut table = "maker,part,total mass (mg),material,material weight (mg),substance,cas,% of material,mass (mg),intent,exemption\n".to_owned();
    for (at, line) in lines.iter().enumerate() {
        writeln!(bom, "P{at},X{at},1\nP{at},LID{at},1").unwrap();
        declare(line, at, &mut table);
    }
    let request = Request {
        bom: FileName::new("bom.csv"),
        bom_bytes: bom.as_bytes(),
        trust: None,
        mapping: None,
        decisions: None,
        replaced: &[],
        options: &options,
        laws: &[Law::parse(law, lists).unwrap()],
        lists,
        products: &[],
        signatures: Signatures::Optional,
    };
    let folder = Memory::of(&[("d.csv", &table)]);
    run(&request, &folder, &mut |_, _, _| {}).unwrap().report
}

/// What a verdict says of a line.
struct Found {
    /// The status of the law, or of the entry that the line is about.
    status: String,
    /// The levels of the definite findings on it.
    levels: Vec<String>,
    reasons: Vec<String>,
}

fn found(verdict: &Verdict, entry: &str) -> Found {
    let is_of = |key: &str| entry.is_empty() || key.split(' ').next() == Some(entry);
    let findings: Vec<_> = verdict.findings.iter().filter(|f| is_of(&f.entry)).collect();
    let definite = findings.iter().filter(|f| f.status != "unknown");
    let clean = if verdict.kind == "disclosure" { "nothing-to-declare" } else { "compliant" };
    let worst = findings.iter().map(|f| f.status.as_str()).max_by_key(|status| rank(status));
    let status = if entry.is_empty() { verdict.status.as_str() } else { worst.unwrap_or(clean) };
    Found {
        status: status.to_owned(),
        levels: definite.map(|f| f.level.clone()).collect(),
        reasons: findings.iter().map(|f| f.reason.clone()).collect(),
    }
}

/// What is wrong with the lines that are asked under one question.
fn failures(asked: Asked<'_>, lines: &[&Line]) -> Vec<String> {
    let report = report(asked, lines);
    let mut failures = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let found = report.as_ref().map(|report| {
            let product = report.products.iter().find(|p| p.part == format!("P{at}")).unwrap();
            found(&product.verdicts[0], &line.entry)
        });
        let refused = Found { status: "refused".to_owned(), levels: vec![], reasons: vec![] };
        let Found { status, levels, reasons } = found.unwrap_or(refused);
        let (_, as_of, category, ..) = asked;
        let category = category.map(|category| format!(", category {category}"));
        let names: Vec<&str> = line.substances.iter().map(|s| s.cas.as_str()).collect();
        let place = format!("{} {} {}", line.entry, names.join(" "), line.claim);
        let place = format!("{place}, on {as_of}{}", category.unwrap_or_default());
        if status != line.expected {
            failures
                .push(format!("{place}: expected {}, found {status}: {reasons:?}", line.expected));
        } else if levels.iter().any(|level| *level != line.level) {
            failures.push(format!("{place}: expected at the level {}: {levels:?}", line.level));
        }
    }
    failures
}

/// Runs every line of a table, and tells of all that fail at once.
#[track_caller]
fn check(table: &str, at_least: usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/truth").join(table);
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some(COLUMNS));
    let lines: Vec<Line> = lines.map(line).collect();
    assert!(lines.len() >= at_least, "{table} has only {} lines", lines.len());
    let mut questions: BTreeMap<Asked<'_>, Vec<&Line>> = BTreeMap::new();
    for line in &lines {
        let told = line.categories.iter().map(|category| Some(category.as_str()));
        let categories = if line.categories.is_empty() { vec![None] } else { told.collect() };
        for category in categories {
            questions.entry(asked(line, category)).or_default().push(line);
        }
    }
    let failures: Vec<String> =
        questions.iter().flat_map(|(asked, lines)| failures(*asked, lines)).collect();
    assert!(failures.is_empty(), "{} wrong:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn eu_rohs() {
    check("eu-rohs.csv", 114);
}

#[test]
fn eu_rohs_exemptions() {
    check("eu-rohs-exemptions.csv", 200);
}

#[test]
fn china_rohs() {
    check("china-rohs.csv", 80);
}

#[test]
fn reach_svhc() {
    check("reach-svhc.csv", 100);
}

#[test]
fn eu_batteries() {
    check("eu-batteries.csv", 15);
}

#[test]
fn eu_packaging() {
    check("eu-packaging.csv", 8);
}

#[test]
fn us_tsca_pbt() {
    check("us-tsca-pbt.csv", 15);
}

#[test]
fn eu_pops() {
    check("eu-pops.csv", 40);
}

#[test]
fn jig() {
    check("jig.csv", 75);
}

#[test]
fn iec62474() {
    check("iec62474.csv", 150);
}
