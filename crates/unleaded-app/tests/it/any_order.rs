//! Ten thousand products that share assemblies, parts and declarations: the report is the same bytes whatever the order of
//! the folder, of the lines of the bill of materials and of the threads.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::time::Duration;

use unleaded_app::documents::Documents;
use unleaded_app::rollup::{Request, Signatures, run};
use unleaded_documents::report::Report;
use unleaded_model::diagnostic::FileName;
use unleaded_rules::Law;
use unleaded_rules::lists::Lists;

use crate::support::{TODAY, options};

/// A generator of numbers (xorshift64*): the same seed, the same products.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).unwrap() % limit
    }

    fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

const PRODUCTS: usize = 10_000;
const ASSEMBLIES: usize = 60;
const PARTS: usize = 150;
const DOCUMENTS: usize = 40;

const SUBSTANCES: [&str; 10] = [
    "Lead,7439-92-1",
    "Tin,7440-31-5",
    "Lead monoxide,1317-36-8",
    "Lead chromate,7758-97-6",
    "Cadmium,7440-43-9",
    "DEHP,117-81-7",
    "2-methylimidazole,693-98-1",
    "Cadmium wonderate,99999-99-2",
    "Epoxy resin,",
    "Proprietary,",
];
const SHARES: [&str; 8] = ["0.05", "0.1", "0.1001", "3", "<0.2", "0.05-3", "ca. 1", ""];
const CLAIMS: [&str; 5] = ["", "", "6(c)", "6(b)", "99(z)"];

/// The lines of one parent: their order among each other is that of the report.
fn blocks(random: &mut Random) -> Vec<String> {
    let mut blocks = Vec::new();
    for at in 0..ASSEMBLIES {
        let mut block = String::new();
        for _ in 0..=random.below(2) {
            // An assembly holds later ones alone, so that there is no cycle.
            let deeper = random.below(4) == 0 && at + 1 < ASSEMBLIES;
            let child = match deeper {
                true => format!("S{:02}", at + 1 + random.below(ASSEMBLIES - at - 1)),
                false => format!("X{:03}", random.below(PARTS)),
            };
            writeln!(block, "S{at:02},{child},{}", 1 + random.below(5)).unwrap();
        }
        blocks.push(block);
    }
    for at in 0..PRODUCTS {
        let mut block = String::new();
        for _ in 0..=random.below(2) {
            let child = match random.below(4) {
                0 => format!("S{:02}", random.below(ASSEMBLIES)),
                _ => format!("X{:03}", random.below(PARTS)),
            };
            writeln!(block, "P{at:05},{child},{}", 1 + random.below(9)).unwrap();
        }
        blocks.push(block);
    }
    blocks
}

/// The rows of a part's declaration: a few materials, each with copper and something else.
fn part(random: &mut Random, number: usize, maker: &str, table: &mut String) {
    let materials = 1 + random.below(2);
    let date = format!("2026-0{}-11", 1 + random.below(9));
    for at in 0..materials {
        let start = format!("{maker},X{number:03},{materials},M{at},1");
        let rest = random.of(&["balance", "balance", "97", "99.9"]);
        writeln!(table, "{start},Copper,7440-50-8,{rest},,{date}").unwrap();
        if random.below(3) == 0 {
            let (substance, share) = (random.of(&SUBSTANCES), random.of(&SHARES));
            writeln!(table, "{start},{substance},{share},{},{date}", random.of(&CLAIMS)).unwrap();
        }
    }
}

/// Declarations: some parts have none, some several, of one maker or of two.
fn documents(random: &mut Random) -> Vec<String> {
    let mut tables = vec![
        "maker,part,total mass (mg),material,material weight (mg),substance,cas,% of material,exemption,date\n"
            .to_owned();
        DOCUMENTS
    ];
    for number in 0..PARTS {
        for _ in 0..*random.of(&[0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3]) {
            let table = &mut tables[random.below(DOCUMENTS)];
            let maker = random.of(&["A", "A", "B"]);
            part(random, number, maker, table);
        }
    }
    tables
}

/// A folder that lists its files in an order of its own and keeps the threads that read them waiting, each as long as it likes.
struct Shuffled {
    names: Vec<String>,
    files: BTreeMap<String, (Duration, String)>,
}

impl Shuffled {
    fn new(tables: &[String], random: &mut Random) -> Self {
        let mut numbers: Vec<usize> = (0..tables.len()).collect();
        random.shuffle(&mut numbers);
        let file = |(number, table): (&usize, &String)| {
            let waits = Duration::from_micros(u64::try_from(random.below(3000)).unwrap());
            (format!("{number}.csv"), (waits, table.clone()))
        };
        let files: BTreeMap<_, _> = numbers.iter().zip(tables).map(file).collect();
        let mut names: Vec<String> = files.keys().cloned().collect();
        random.shuffle(&mut names);
        Self { names, files }
    }
}

impl Documents for Shuffled {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.names.clone())
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let (waits, table) = &self.files[name];
        std::thread::sleep(*waits);
        Ok(table.clone().into_bytes())
    }
}

/// The report on the first so many products, but for the hash of the bill of materials, whose bytes differ.
fn report(products: usize, laws: &[Law], blocks: &[String], folder: &Shuffled) -> Report {
    let bom = format!("parent,child,quantity\n{}", blocks.concat());
    let products: Vec<String> = (0..products).map(|at| format!("P{at:05}")).collect();
    let request = Request {
        bom: FileName::new("bom.csv"),
        bom_bytes: bom.as_bytes(),
        trust: None,
        mapping: None,
        decisions: None,
        replaced: &[],
        options: &options(TODAY),
        laws,
        lists: Lists::shipped(),
        products: &products,
        signatures: Signatures::Optional,
    };
    let mut report = run(&request, folder, &mut |_, _, _| {}).unwrap().report.unwrap();
    report.inputs.bom.sha256 = String::new();
    report
}

/// Rolls the first so many products up twice, everything in another order the second time.
fn check(products: usize, laws: &[Law], statuses: &[&str]) {
    let mut random = Random(20_261_122);
    let (mut blocks, tables) = (blocks(&mut random), documents(&mut random));
    let first = report(products, laws, &blocks, &Shuffled::new(&tables, &mut random));
    assert_eq!(first.products.len(), products);
    for status in statuses {
        assert!(first.products.iter().any(|p| p.status == *status), "no product is {status}");
    }
    random.shuffle(&mut blocks);
    let second = report(products, laws, &blocks, &Shuffled::new(&tables, &mut random));
    let differing = first.products.iter().zip(&second.products).find(|(a, b)| a != b);
    assert!(differing.is_none(), "{differing:#?}");
    assert!(first.to_json() == second.to_json(), "the products are the same, the bytes are not");
}

#[test]
fn ten_thousand_products_are_the_same_in_any_order() {
    check(PRODUCTS, &[Law::EuRohs, Law::ChinaRohs], &["compliant", "unknown", "non-compliant"]);
}

#[test]
fn products_are_the_same_in_any_order_under_every_law() {
    check(200, &Law::all(Lists::shipped()), &["unknown", "non-compliant"]);
}
