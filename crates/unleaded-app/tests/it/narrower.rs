//! What more knowledge may change: an amount told more narrowly settles what was unknown and overturns nothing; another
//! declaration takes back nothing that is over elsewhere; a row told in two halves is the same row.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::prelude::*;
use unleaded_app::rollup::{Request, Signatures, run};
use unleaded_documents::report::Report;
use unleaded_model::diagnostic::FileName;
use unleaded_rules::lists::Lists;
use unleaded_rules::{Law, Options};

use crate::support::{Memory, options};

/// Laws of every level: material, article, part, product; limits, and what is added on purpose.
const LAWS: [&str; 8] = [
    "eu-rohs",
    "china-rohs",
    "reach-svhc",
    "eu-batteries",
    "eu-packaging",
    "us-tsca-pbt",
    "iec62474",
    "jig",
];

const DAYS: [&str; 5] = ["2019-07-22", "2021-07-22", "2025-12-11", "2026-06-12", "2027-07-01"];

fn report(files: &[(&str, &str)], as_of: &str) -> Report {
    let lists = Lists::shipped();
    let applications = ["packaging", "portable-battery", "battery"].map(str::to_owned).to_vec();
    let request = Request {
        bom: FileName::new("bom.csv"),
        bom_bytes: b"parent,child,quantity\nP,X,1\nP,Y,2\nP,Z,1\n",
        trust: None,
        mapping: None,
        decisions: None,
        replaced: &[],
        options: &Options { applications, ..options(as_of) },
        laws: &LAWS.map(|law| Law::parse(law, lists).unwrap()),
        lists,
        products: &[],
        signatures: Signatures::Optional,
    };
    run(&request, &Memory::of(files), &mut |_, _, _| {}).unwrap().report.unwrap()
}

/// A share from `low` to `high`, each in ten-thousandths of a percent.
#[derive(Clone, Copy, Debug)]
struct Share {
    low: u32,
    high: u32,
}

impl Share {
    fn text(self) -> String {
        let percent = |of: u32| format!("{}.{:04}", of / 10_000, of % 10_000);
        match self.low == self.high {
            true => percent(self.low),
            false => format!("{}-{}", percent(self.low), percent(self.high)),
        }
    }
}

#[derive(Clone, Debug)]
struct Row {
    substance: &'static str,
    share: Share,
    intent: &'static str,
    claim: &'static str,
}

/// Materials of one milligram each; the first row of each is what its bulk is, or `None`: the rest of it.
type Part = Vec<(Option<Share>, Vec<Row>)>;

const HEADER: &str = "maker,part,total mass (mg),material,material weight (mg),substance,cas,% of material,intent,exemption,date\n";

fn table(maker: &str, number: &str, date: &str, part: &Part) -> String {
    let mut text = HEADER.to_owned();
    for (at, (bulk, rows)) in part.iter().enumerate() {
        let start = format!("{maker},{number},{},M{at},1", part.len());
        let bulk = bulk.map_or("balance".to_owned(), Share::text);
        writeln!(text, "{start},Copper,7440-50-8,{bulk},,,{date}").unwrap();
        for row in rows {
            let (share, Row { substance, intent, claim, .. }) = (row.share.text(), row);
            writeln!(text, "{start},{substance},{share},{intent},{claim},{date}").unwrap();
        }
    }
    text
}

fn share() -> impl Strategy<Value = Share> {
    // Around the limits: 5 to 100 ppm, 0.1 %, 0.3 %, 1 %, and those of exemptions.
    let end = prop::sample::select(vec![
        0u32, 4, 6, 20, 90, 100, 102, 500, 998, 1000, 1002, 2000, 3002, 4000, 10_002, 40_000,
        50_000, 860_000,
    ]);
    (end.clone(), end).prop_map(|(a, b)| Share { low: a.min(b), high: a.max(b) })
}

fn row() -> impl Strategy<Value = Row> {
    let substance = prop::sample::select(vec![
        "Lead,7439-92-1",
        "Lead monoxide,1317-36-8",
        "Mercury,7439-97-6",
        "Cadmium,7440-43-9",
        "DecaBDE,1163-19-5",
        "Pentachlorothiophenol,133-49-3",
        "Boric acid,10043-35-3",
        "Lead wonderate,99999-99-2",
        "Proprietary,",
    ]);
    let intent = prop::sample::select(vec!["", "impurity", "intended"]);
    let claim = prop::sample::select(vec!["", "", "6(c)", "6(b)", "7(a)"]);
    (substance, share(), intent, claim).prop_map(|(substance, share, intent, claim)| Row {
        substance,
        share,
        intent,
        claim,
    })
}

fn part() -> impl Strategy<Value = Part> {
    let bulk = prop::sample::select(vec![
        None,
        None,
        Some(Share { low: 900_000, high: 1_000_000 }),
        Some(Share { low: 999_000, high: 999_000 }),
        Some(Share { low: 998_000, high: 1_000_000 }),
    ]);
    prop::collection::vec((bulk, prop::collection::vec(row(), 0..3)), 1..3)
}

/// The status of each law.
fn statuses(report: &Report) -> Vec<(String, String)> {
    let verdicts = report.products[0].verdicts.iter();
    verdicts.map(|v| (v.rule_set.clone(), v.status.clone())).collect()
}

/// What is over: law, entry, path.
fn over(report: &Report) -> BTreeSet<(String, String, Vec<String>)> {
    let mut over = BTreeSet::new();
    for verdict in &report.products[0].verdicts {
        for finding in &verdict.findings {
            if matches!(finding.status.as_str(), "non-compliant" | "declare") {
                let (law, entry) = (verdict.rule_set.clone(), finding.entry.clone());
                over.insert((law, entry, finding.path.clone()));
            }
        }
    }
    over
}

const CLEAN: &str = "maker,part,total mass (mg),material,material weight (mg),substance,cas,% of material\nA,Y,1,M,1,Tin,7440-31-5,100\nA,Z,1,M,1,Tin,7440-31-5,100\n";

/// The narrower share at these permilles of the way from its low to its high end.
fn narrowed(share: Share, from: u32, to: u32) -> Share {
    let at = |permille: u32| share.low + (share.high - share.low) / 1000 * permille;
    let (low, high) = (at(from.min(to)), at(from.max(to)));
    Share { low, high: if to == 1000 { share.high } else { high } }
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(48))]

    #[test]
    fn a_narrower_amount_overturns_nothing(
        part in part(),
        which in any::<prop::sample::Index>(),
        from in 0u32..=1000,
        to in 0u32..=1000,
        day in prop::sample::select(DAYS.to_vec()),
    ) {
        let mut narrower = part.clone();
        let mut shares: Vec<&mut Share> = narrower
            .iter_mut()
            .flat_map(|(bulk, rows)| bulk.iter_mut().chain(rows.iter_mut().map(|r| &mut r.share)))
            .collect();
        prop_assume!(!shares.is_empty());
        let at = which.index(shares.len());
        *shares[at] = narrowed(*shares[at], from, to);
        let of = |part: &Part| {
            let doc = table("A", "X", "2026-01-05", part);
            report(&[("x.csv", &doc), ("clean.csv", CLEAN)], day)
        };
        let (before, after) = (statuses(&of(&part)), statuses(&of(&narrower)));
        for (before, after) in before.iter().zip(&after) {
            let definite = before.1 != "unknown" && after.1 != "unknown";
            prop_assert!(!definite || before == after, "{before:?} {after:?}\n{part:?}\n{narrower:?}");
        }
    }

    #[test]
    fn another_declaration_takes_back_nothing_that_is_over_elsewhere(
        x in part(),
        y in part(),
        more in part(),
        (number, maker) in prop::sample::select(vec![("Z", "A"), ("Y", "A"), ("Y", "B")]),
        day in prop::sample::select(DAYS.to_vec()),
    ) {
        let x = table("A", "X", "2026-01-05", &x);
        let y = table("A", "Y", "2026-01-05", &y);
        let more = table(maker, number, "2026-02-06", &more);
        let before = over(&report(&[("x.csv", &x), ("y.csv", &y)], day));
        let after = over(&report(&[("x.csv", &x), ("y.csv", &y), ("more.csv", &more)], day));
        let of_other = |path: &[String]| path.get(1).is_none_or(|part| part != number);
        for found in before.iter().filter(|(_, _, path)| of_other(path)) {
            // What Y alone made the product hold on purpose, Y may take back.
            let by_itself = number == "Y" && found.2.len() == 1;
            prop_assert!(by_itself || after.contains(found), "{found:?}\n{x}{y}{more}");
        }
    }

    #[test]
    fn a_row_in_two_halves_is_the_same_row(
        part in part(),
        which in any::<prop::sample::Index>(),
        day in prop::sample::select(DAYS.to_vec()),
    ) {
        let mut halves = part.clone();
        let rows: usize = halves.iter().map(|(_, rows)| rows.len()).sum();
        prop_assume!(rows > 0);
        let mut at = which.index(rows);
        for (_, rows) in &mut halves {
            if at < rows.len() {
                // Every share is even.
                rows[at].share = Share { low: rows[at].share.low / 2, high: rows[at].share.high / 2 };
                rows.push(rows[at].clone());
                break;
            }
            at -= rows.len();
        }
        let of = |part: &Part| {
            let doc = table("A", "X", "2026-01-05", part);
            report(&[("x.csv", &doc), ("clean.csv", CLEAN)], day)
        };
        let (before, after) = (of(&part), of(&halves));
        prop_assert_eq!(statuses(&before), statuses(&after));
        prop_assert_eq!(over(&before), over(&after));
    }
}
