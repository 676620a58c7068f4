//! A roll-up again gives the bytes of a full one, whatever was edited in between, and computes what depends on the edit alone.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::sync::Mutex;

use unleaded_app::documents::Documents;
use unleaded_app::rollup::{
    About, Done, KnownDocument, Means, Request, Signatures, Workspace, again, run,
};
use unleaded_formats::tables::Mapping;
use unleaded_model::diagnostic::FileName;
use unleaded_rules::lists::Lists;
use unleaded_rules::{Law, Options};
use unleaded_trust::Digest;

use crate::support::{TODAY, options};

/// A workspace in memory.
#[derive(Default)]
struct Kept {
    files: BTreeMap<String, String>,
    pieces: Mutex<BTreeMap<Digest, Vec<u8>>>,
}

impl Documents for Kept {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.files.keys().cloned().collect())
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.files.get(name).map(|t| t.clone().into_bytes()).ok_or(io::ErrorKind::NotFound.into())
    }
}

impl Workspace for Kept {
    fn known(&self) -> io::Result<Vec<KnownDocument>> {
        let known = |(name, text): (&String, &String)| {
            let sha256 = Digest::of(text.as_bytes());
            let about = About::of(&FileName::new(name), text.as_bytes(), None, &Mapping::default());
            let size = text.len() as u64;
            KnownDocument { files: vec![(name.clone(), sha256)], sha256, key: sha256, size, about }
        };
        let mut all: BTreeMap<Digest, KnownDocument> = BTreeMap::new();
        for one in self.files.iter().map(known) {
            // The same bytes are one document.
            let files =
                all.entry(one.sha256).or_insert(KnownDocument { files: Vec::new(), ..one.clone() });
            files.files.extend(one.files);
        }
        Ok(all.into_values().collect())
    }

    fn missing(&self, keys: &[Digest]) -> io::Result<Vec<Digest>> {
        let pieces = self.pieces.lock().unwrap();
        Ok(keys.iter().filter(|key| !pieces.contains_key(key)).copied().collect())
    }

    fn piece(&self, key: &Digest) -> io::Result<Option<Vec<u8>>> {
        Ok(self.pieces.lock().unwrap().get(key).cloned())
    }

    fn keep(&self, pieces: &[(Digest, Vec<u8>)]) -> io::Result<()> {
        self.pieces.lock().unwrap().extend(pieces.iter().cloned());
        Ok(())
    }
}

/// A generator of numbers (xorshift64*).
struct Random(Cell<u64>);

impl Random {
    fn below(&self, limit: usize) -> usize {
        let mut state = self.0.get();
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        self.0.set(state);
        let high = state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).unwrap() % limit
    }

    fn of<'a>(&self, items: &[&'a str]) -> &'a str {
        items[self.below(items.len())]
    }
}

const PRODUCTS: usize = 8;
const ASSEMBLIES: usize = 6;
const PARTS: usize = 14;

/// What is rolled up, in a form that is easily edited.
struct World {
    /// The lines under each parent.
    lines: BTreeMap<String, Vec<String>>,
    kept: Kept,
    options: Options,
    laws: Vec<Law>,
}

impl World {
    fn new(random: &Random) -> Self {
        let mut world = Self {
            lines: BTreeMap::new(),
            kept: Kept::default(),
            options: options(TODAY),
            laws: vec![Law::EuRohs, Law::ChinaRohs, Law::ReachSvhc],
        };
        for parent in 0..PRODUCTS + ASSEMBLIES {
            world.rebuild(random, parent);
        }
        for document in 0..PARTS {
            world.declare(random, document);
        }
        world
    }

    /// The lines of one parent, made anew: products hold assemblies and parts, an assembly later ones and parts.
    fn rebuild(&mut self, random: &Random, parent: usize) {
        let name = |at: usize| match at {
            at if at < PRODUCTS => format!("P{at:02}"),
            at if at < PRODUCTS + ASSEMBLIES => format!("S{at:02}"),
            at => format!("X{at:02}"),
        };
        let first = (parent + 1).max(PRODUCTS);
        let lines = (0..=random.below(3)).map(|_| {
            let child = first + random.below(PRODUCTS + ASSEMBLIES + PARTS - first);
            let in_grams = child >= PRODUCTS + ASSEMBLIES && random.below(6) == 0;
            let unit = if in_grams { "g" } else { "pcs" };
            let quantity = random.of(&["1", "2", "0.5", "3", "0"]);
            let application = random.of(&["", "", "", "", "battery", "packaging"]);
            let composition = random.of(&["", "", "", "adds"]);
            let category = random.of(&["", "", "", "3", "9-industrial"]);
            format!(
                "{},{},{quantity},{unit},{application},{composition},{category}\n",
                name(parent),
                name(child)
            )
        });
        self.lines.insert(name(parent), lines.collect());
    }

    /// A declaration of a part, at times of an assembly or of something that is nowhere.
    fn declare(&mut self, random: &Random, document: usize) {
        let mut table = "maker,part,total mass (mg),material,material weight (mg),substance,cas,% of material,exemption,date\n".to_owned();
        for _ in 0..=random.below(2) {
            let part = match random.below(10) {
                0 => format!("S{:02}", PRODUCTS + random.below(ASSEMBLIES)),
                1 => format!("N{:02}", random.below(4)),
                _ => format!("X{:02}", PRODUCTS + ASSEMBLIES + random.below(PARTS)),
            };
            let date = random.of(&["2026-01-11", "2026-02-11", "2027-01-01"]);
            let start = format!("{},{part},1,M,1", random.of(&["A", "A", "B"]));
            let rest = random.of(&["balance", "97", "99.9", "100"]);
            writeln!(
                table,
                "{start},{},7440-50-8,{rest},,{date}",
                random.of(&["Copper", "copper wire"])
            )
            .unwrap();
            let substance = random.of(&[
                "Lead,7439-92-1",
                "Pb,7439-92-1",
                "Lead monoxide,1317-36-8",
                "Cadmium wonderate,99999-99-2",
                "Wonderate,99999-99-2",
                "Epoxy resin,",
                "Proprietary,",
                "DEHP,117-81-7",
                "Glass,65997-17-3",
            ]);
            let share = random.of(&["0.05", "0.1", "3", "<0.2", "ca. 1", ""]);
            let claim = random.of(&["", "", "6(c)", "99(z)"]);
            writeln!(table, "{start},{substance},{share},{claim},{date}").unwrap();
        }
        let broken = random.below(15) == 0;
        let text = if broken { "no declaration".to_owned() } else { table };
        self.kept.files.insert(format!("d{document:02}.csv"), text);
    }

    /// One edit of any kind.
    fn edit(&mut self, random: &Random) {
        match random.below(8) {
            0 | 1 => self.rebuild(random, random.below(PRODUCTS + ASSEMBLIES)),
            2 => {
                self.kept.files.pop_first();
            }
            3 => {
                let day = random.of(&[TODAY, "2026-02-11", "2027-06-30", "2019-01-01"]);
                self.options = options(day);
            }
            4 => {
                let all = Law::all(Lists::shipped());
                self.laws = vec![Law::EuRohs, all[random.below(all.len())]];
                self.laws.dedup();
            }
            _ => self.declare(random, random.below(PARTS + 3)),
        }
    }

    fn bom(&self) -> String {
        let head = "parent,child,quantity,unit,application,composition,category\n".to_owned();
        self.lines.values().flatten().fold(head, |bom, line| bom + line)
    }

    /// Rolls up both ways and holds that the bytes and the answers are equal; returns what was done.
    fn check(&self, block: u64) -> Option<Done> {
        let bom = self.bom();
        let request = Request {
            bom: FileName::new("bom.csv"),
            bom_bytes: bom.as_bytes(),
            trust: None,
            mapping: None,
            decisions: None,
            replaced: &[],
            options: &self.options,
            laws: &self.laws,
            lists: Lists::shipped(),
            products: &[],
            signatures: Signatures::Optional,
        };
        let full = run(&request, &self.kept, &mut |_, _, _| ()).unwrap();
        let mut bytes = Vec::new();
        let means = Means { program: Digest::of(b"test"), block };
        let found = again(&request, &self.kept, &means, &mut bytes, &mut |_, _, _| ()).unwrap();
        let expected = full.report.map(|report| report.to_json()).unwrap_or_default();
        let text = String::from_utf8(bytes).unwrap();
        if let Some((at, (one, other))) =
            expected.lines().zip(text.lines()).enumerate().find(|(_, (a, b))| a != b)
        {
            let near: Vec<&str> = expected.lines().skip(at.saturating_sub(25)).take(40).collect();
            panic!(
                "line {at}: {one} / {other}\n{}\n{bom}\n{:#?}",
                near.join("\n"),
                self.kept.files
            );
        }
        assert!(expected == text, "the same lines, but not the same bytes");
        assert_eq!(found.answer, full.answer);
        found.done
    }
}

fn random(seed: u64) -> Random {
    Random(Cell::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1))
}

#[test]
fn after_any_edits_the_bytes_are_those_of_a_full_run() {
    let mut spared = 0;
    for seed in 0..8 {
        let random = random(seed);
        let mut world = World::new(&random);
        world.check(u64::MAX);
        for _ in 0..9 {
            world.edit(&random);
            let done = world.check(1 << random.below(16));
            spared += done.map_or(0, |done| done.products - done.computed);
        }
    }
    assert!(spared > 150, "only {spared} pages were not computed again");
}

#[test]
fn products_one_by_one_are_those_of_all_at_once() {
    for seed in 100..110 {
        let world = World::new(&random(seed));
        let Some(done) = world.check(0) else { continue };
        assert_eq!(done.computed, done.products);
    }
}

#[test]
fn what_does_not_depend_on_an_edit_is_not_computed() {
    let rows = |part: &str, share: &str| {
        format!(
            "maker,part,total mass (mg),material,material weight (mg),substance,cas,% of material\nA,{part},1,M,1,Lead,7439-92-1,{share}\nA,{part},1,M,1,Tin,7440-31-5,balance\n"
        )
    };
    let mut world = World {
        lines: BTreeMap::new(),
        kept: Kept::default(),
        options: options(TODAY),
        laws: vec![Law::EuRohs],
    };
    for at in 0..40 {
        let line = format!("P{at:02},X{:02},1,pcs,,,\n", at % 20);
        world.lines.insert(format!("P{at:02}"), vec![line]);
        if at < 20 {
            world.kept.files.insert(format!("x{at:02}.csv"), rows(&format!("X{at:02}"), "0.01"));
        }
    }
    let done = |computed, read, world: &World| {
        let done = world.check(u64::MAX).unwrap();
        assert_eq!((done.computed, done.read), (computed, read));
    };
    done(40, 20, &world);
    done(0, 0, &world);
    // A part of two products.
    world.kept.files.insert("x07.csv".to_owned(), rows("X07", "3"));
    done(2, 20, &world);
    world.lines.insert("P03".to_owned(), vec!["P03,X04,2,pcs,,,\n".to_owned()]);
    done(1, 1, &world);
    world.kept.files.insert("other.csv".to_owned(), rows("N00", "3"));
    done(0, 1, &world);
    world.options = options("2026-11-23");
    done(40, 21, &world);
    world.options = options(TODAY);
    done(0, 0, &world);
}

#[test]
fn any_piece_that_is_gone_is_made_again() {
    let world = World::new(&random(3));
    let Some(done) = world.check(u64::MAX) else { panic!("it can't be summed") };
    let kept = world.kept.pieces.lock().unwrap().clone();
    assert!(kept.keys().all(|key| done.pieces.contains(key)), "all pieces are those of the report");
    for key in kept.keys().step_by(3) {
        world.kept.pieces.lock().unwrap().remove(key);
        world.check(u64::MAX);
    }
    assert_eq!(*world.kept.pieces.lock().unwrap(), kept);
}

#[test]
fn a_bill_of_materials_that_cannot_be_used_writes_nothing() {
    let mut world = World::new(&random(7));
    world.lines.insert(
        "S13".to_owned(),
        vec!["S13,P00,1,pcs,,,\n".to_owned(), "P00,S13,1,pcs,,,\n".to_owned()],
    );
    assert_eq!(world.check(u64::MAX), None);
}
