//! Real compositions of real components, as their makers publish them, against an independent screening.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use jiff::civil::Date;
use unleaded_app::rollup::{Request, Signatures, run};
use unleaded_documents::report::{Product, Report};
use unleaded_model::diagnostic::FileName;
use unleaded_rules::lists::Lists;
use unleaded_rules::{Law, Options};

use crate::support::{Memory, TODAY, report_as, verdict};

/// The shared material beside the repository; a test without it says so.
pub(crate) fn shared(path: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(path);
    let text = fs::read_to_string(&path).ok();
    if text.is_none() {
        // Past the harness, which would swallow it.
        let _ = writeln!(std::io::stderr(), "skipped: {} is not there", path.display());
    }
    text
}

/// A part of the screening: the layers with lead over 0.1 %, the candidate-list substances over 0.1 % with the day of
/// their inclusion, and those below.
struct Expected {
    part: String,
    lead: BTreeMap<String, String>,
    over: Vec<(String, String, Date)>,
    below: Vec<String>,
}

fn expected(text: &str) -> Vec<Expected> {
    let rows = text.lines().skip(1).map(cells);
    rows.filter(|cells| cells[1] == "1")
        .map(|cells| Expected {
            part: cells[0].clone(),
            lead: list(&cells[2])
                .map(|layer| {
                    let (name, share) = layer.split_once(": ").unwrap();
                    (name.to_owned(), share.trim_end_matches('%').to_owned())
                })
                .collect(),
            over: list(&cells[3]).map(|entry| over(&entry)).collect(),
            below: list(&cells[4]).map(|entry| first_word(&entry)).collect(),
        })
        .collect()
}

/// `7439-92-1 Lead 0.33% (listed 2018-06-27)`.
fn over(entry: &str) -> (String, String, Date) {
    let (head, listed) = entry.split_once(" (listed ").unwrap();
    let share = head.rsplit(' ').next().unwrap().trim_end_matches('%').to_owned();
    (first_word(entry), share, listed.trim_end_matches(')').parse().unwrap())
}

fn first_word(text: &str) -> String {
    text.split(' ').next().unwrap().to_owned()
}

fn list(cell: &str) -> impl Iterator<Item = String> + '_ {
    cell.split(" | ").filter(|s| !s.is_empty()).map(str::to_owned)
}

/// The cells of a line; a quoted cell may hold commas.
pub(crate) fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    cells
}

fn screened(part: &str, table: &str, as_of: Date) -> Report {
    let bom = format!("parent,child,quantity\nPRODUCT,{part},1\n");
    report_as(&bom, &[("components.csv", table)], &Options::new(as_of))
}

/// Whether `ppm` is the printed percentage, to the places that it is printed with.
fn agrees(ppm: &str, percent: &str) -> bool {
    let places = percent.split_once('.').map_or(0, |(_, part)| part.len());
    let value: f64 = ppm.parse().unwrap();
    let printed: f64 = percent.parse().unwrap();
    let half_a_unit = 0.5 / 10f64.powi(i32::try_from(places).unwrap());
    // A screening that multiplies rounded shares may be off by one unit of the last printed place.
    (value / 10_000.0 - printed).abs() <= 2.0 * half_a_unit + 1e-9
}

fn over_limit<'a>(product: &'a Product, law: &str, prefix: &str) -> BTreeMap<Vec<String>, &'a str> {
    let surely = |low: &str| low.parse::<f64>().unwrap() > 1000.0;
    let findings = verdict(product, law).findings.iter();
    findings
        .filter(|f| f.entry.split(' ').next() == Some(prefix) && surely(&f.value_ppm.low))
        .map(|f| (f.path[2..].to_vec(), f.value_ppm.low.as_str()))
        .collect()
}

#[test]
fn the_screening_of_every_complete_component_holds() {
    let Some(table) = shared("corpus/components/components.csv") else {
        return;
    };
    let Some(screening) = shared("corpus/components/expected-screening.csv") else {
        return;
    };
    let expected = expected(&screening);
    assert_eq!(expected.len(), 9);
    for expected in expected {
        let report = screened(&expected.part, &table, TODAY.parse().unwrap());
        let product = &report.products[0];
        let lead = over_limit(product, "eu-rohs", "Pb");
        let layers: Vec<&String> = lead.keys().map(|path| &path[0]).collect();
        assert_eq!(layers, expected.lead.keys().collect::<Vec<_>>(), "{}", expected.part);
        for (path, low) in &lead {
            assert!(agrees(low, &expected.lead[&path[0]]), "{}: {path:?} {low}", expected.part);
        }
        let declared: Vec<String> = verdict(product, "reach-svhc")
            .findings
            .iter()
            .filter(|f| f.status == "declare")
            .map(|f| first_word(&f.entry))
            .collect();
        let mut wanted: Vec<String> = expected.over.iter().map(|(cas, ..)| cas.clone()).collect();
        let mut sorted = declared.clone();
        sorted.sort();
        wanted.sort();
        assert_eq!(sorted, wanted, "{}", expected.part);
        for cas in &expected.below {
            assert!(!declared.contains(cas), "{} {cas}", expected.part);
        }
        for (cas, share, _) in &expected.over {
            let low = over_limit(product, "reach-svhc", cas)[&Vec::new()].to_owned();
            assert!(agrees(&low, share), "{}: {cas} {low} against {share} %", expected.part);
        }
    }
}

#[test]
fn a_candidate_is_declared_from_the_day_of_its_inclusion() {
    let Some(table) = shared("corpus/components/components.csv") else {
        return;
    };
    let Some(screening) = shared("corpus/components/expected-screening.csv") else {
        return;
    };
    for expected in expected(&screening) {
        for (cas, _, listed) in &expected.over {
            let declares = |date: Date| {
                let report = screened(&expected.part, &table, date);
                !over_limit(&report.products[0], "reach-svhc", cas).is_empty()
            };
            assert!(declares(*listed), "{} {cas} on {listed}", expected.part);
            assert!(!declares(listed.yesterday().unwrap()), "{} {cas} before", expected.part);
        }
    }
}

#[test]
fn an_assembly_never_dilutes_the_worst_place() {
    let Some(table) = shared("corpus/components/components.csv") else {
        return;
    };
    // One resistor of half a milligram beside half a kilogram of clean microchips.
    let bom = "parent,child,quantity\nPHONE,BOARD,1\nBOARD,CR0402,1\nBOARD,LTC1163CN8#PBF,1000\n";
    let report =
        report_as(bom, &[("components.csv", &table)], &Options::new(TODAY.parse().unwrap()));
    let lead = &report.products[0].substances.iter().find(|s| s.name == "Lead").unwrap().total;
    assert_eq!(lead.worst_ppm.low, "200000");
    let path = ["PHONE", "BOARD", "CR0402", "Resistive Element", "Thick Film Resistor"];
    assert_eq!(lead.worst_at, path);
}

/// Every component, also those whose table is cut off, under all laws that are shipped: each is judged, and what the screening
/// finds is found.
#[test]
fn every_component_is_judged_under_every_law() {
    let Some(table) = shared("corpus/components/components.csv") else {
        return;
    };
    let Some(screening) = shared("corpus/components/expected-screening.csv") else {
        return;
    };
    let lists = Lists::shipped();
    let laws = Law::all(lists);
    let rows: Vec<Vec<String>> = screening.lines().skip(1).map(cells).collect();
    assert_eq!(rows.len(), 12);
    let lines = rows.iter().map(|row| format!("PRODUCT-{0},{0},1\n", row[0]));
    let bom = format!("parent,child,quantity\n{}", lines.collect::<String>());
    let request = Request {
        bom: FileName::new("bom.csv"),
        bom_bytes: bom.as_bytes(),
        trust: None,
        mapping: None,
        decisions: None,
        replaced: &[],
        options: &Options::new(TODAY.parse().unwrap()),
        laws: &laws,
        lists,
        products: &[],
        signatures: Signatures::Optional,
    };
    let folder = Memory::of(&[("components.csv", &table)]);
    let report = run(&request, &folder, &mut |_, _, _| {}).unwrap().report.unwrap();
    for row in &rows {
        let part = format!("PRODUCT-{}", row[0]);
        let product = report.products.iter().find(|product| product.part == part).unwrap();
        assert_eq!(product.verdicts.len(), laws.len());
        let found = |law: &str, status: &str| {
            let findings = &verdict(product, law).findings;
            let of_status = findings.iter().filter(|f| f.status == status);
            of_status.map(|f| first_word(&f.entry)).collect::<Vec<_>>()
        };
        for (cas, ..) in list(&row[3]).map(|entry| over(&entry)) {
            assert!(found("reach-svhc", "declare").contains(&cas), "{part}: {cas}");
            // IEC 62474 had lead as its entry 00154, and its compounds and metal as 00021.
            let of_lead = found("iec62474", "declare").iter().any(|key| key == "00154");
            assert!(cas != "7439-92-1" || of_lead, "{part}: lead under iec62474");
        }
        let leaded = !row[2].is_empty();
        // Some sheets claim an exemption of the Union, in force or unheard of; China knows none of them.
        assert_eq!(leaded, !over_limit(product, "eu-rohs", "Pb").is_empty(), "{part}");
        let in_china = found("china-rohs", "non-compliant");
        assert_eq!(leaded, in_china.contains(&"Pb".to_owned()), "{part}");
        assert_eq!(leaded, found("iec62474", "declare").contains(&"00021".to_owned()), "{part}");
        // Nobody says what it is for, or what exposure it brings.
        for law in ["eu-batteries", "eu-packaging", "us-ca-prop65"] {
            assert_eq!(verdict(product, law).status, "unknown", "{part}: {law}");
        }
    }
}
