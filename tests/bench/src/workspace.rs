//! A workspace in memory: a bill of materials and a declaration of each leaf, made when it is read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;
use std::sync::Mutex;

use unleaded_app::documents::Documents;
use unleaded_app::rollup::{About, Claims, KnownDocument, Workspace};
use unleaded_rollup::PartInput;
use unleaded_trust::Digest;

use crate::boms::Sample;

/// A bill of materials, and declarations that are made when they are read.
pub struct Generated {
    /// The bill of materials as a table.
    pub bom: String,
    /// Each with the hashes of its two editions.
    leaves: BTreeMap<String, (PartInput, [Digest; 2])>,
    /// Leaves that are declared otherwise than at first.
    edited: BTreeSet<String>,
    pieces: Mutex<BTreeMap<Digest, Vec<u8>>>,
}

impl Generated {
    /// Takes the lines of `sample` and the rows of its leaves.
    pub fn new(sample: Sample) -> Self {
        let numbers: Vec<String> = sample.bom.parts.into_iter().map(|part| part.number).collect();
        let mut bom = String::from("parent,child,quantity\n");
        for line in &sample.bom.lines {
            let quantity = line.quantity.amount;
            // Writing to a string can't fail.
            let _ = writeln!(bom, "{},{},{quantity}", numbers[line.parent], numbers[line.child]);
        }
        let leaves = numbers.into_iter().zip(sample.parts);
        let leaves = leaves.filter(|(_, part)| !part.rows.is_empty()).map(|(number, part)| {
            let hash = |date: &str| Digest::of(text(&number, &part, date).as_bytes());
            let hashes = DATES.map(hash);
            (format!("{number}.csv"), (part, hashes))
        });
        let (edited, pieces) = (BTreeSet::new(), Mutex::default());
        Self { bom, leaves: leaves.collect(), edited, pieces }
    }

    /// Declares the leaf of that item number with another date, or with the first one again.
    pub fn edit(&mut self, number: &str) {
        let name = format!("{number}.csv");
        if !self.edited.remove(&name) {
            self.edited.insert(name);
        }
    }

    /// Lets all pieces go.
    pub fn forget(&self) {
        self.pieces.lock().unwrap_or_else(|broken| broken.into_inner()).clear();
    }

    /// The bytes of all pieces.
    pub fn kept(&self) -> usize {
        let pieces = self.pieces.lock().unwrap_or_else(|broken| broken.into_inner());
        pieces.values().map(Vec::len).sum()
    }

    fn text(&self, name: &str) -> Option<String> {
        let (part, _) = self.leaves.get(name)?;
        Some(text(name.strip_suffix(".csv")?, part, DATES[self.edition(name)]))
    }

    fn edition(&self, name: &str) -> usize {
        usize::from(self.edited.contains(name))
    }
}

/// The dates of the first edition of a declaration and of the second.
const DATES: [&str; 2] = ["2026-02-11", "2026-03-02"];

fn text(number: &str, part: &PartInput, date: &str) -> String {
    let mut text =
        String::from("maker,part,material,material weight (mg),substance,cas,% of material,date\n");
    for (at, row) in part.rows.iter().enumerate() {
        let mass = row.mass.low;
        let ppm = row.share.low.numerator().min(999_999);
        let percent = format!("{}.{:04}", ppm / 10_000, ppm % 10_000);
        let start = format!("A,{number},M{at},{mass}");
        let cas = cas(row.column);
        // Writing to a string can't fail.
        let _ = writeln!(text, "{start},Substance {},{cas},{percent},{date}", row.column);
        let _ = writeln!(text, "{start},Copper,7440-50-8,balance,{date}");
    }
    text
}

/// A number of the form of a CAS number, with its check digit.
fn cas(column: u32) -> String {
    let body = 9_000_000 + column;
    let digits = body.to_string();
    let weighted = digits.bytes().rev().zip(1u32..).map(|(digit, at)| u32::from(digit - b'0') * at);
    let check = weighted.sum::<u32>() % 10;
    format!("{}-{:02}-{check}", body / 100, body % 100)
}

impl Documents for Generated {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.leaves.keys().cloned().collect())
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.text(name).map(String::into_bytes).ok_or(io::ErrorKind::NotFound.into())
    }
}

impl Workspace for Generated {
    fn known(&self) -> io::Result<Vec<KnownDocument>> {
        let known = |(name, (part, hashes)): (&String, &(PartInput, [Digest; 2]))| {
            let sha256 = hashes[self.edition(name)];
            let numbers = vec![name.trim_end_matches(".csv").to_owned()];
            let about = About { numbers, claims: Claims::default() };
            let size = 120 * part.rows.len() as u64;
            KnownDocument { files: vec![(name.clone(), sha256)], sha256, key: sha256, size, about }
        };
        Ok(self.leaves.iter().map(known).collect())
    }

    fn missing(&self, keys: &[Digest]) -> io::Result<Vec<Digest>> {
        let pieces = self.pieces.lock().unwrap_or_else(|broken| broken.into_inner());
        Ok(keys.iter().filter(|key| !pieces.contains_key(key)).copied().collect())
    }

    fn piece(&self, key: &Digest) -> io::Result<Option<Vec<u8>>> {
        let pieces = self.pieces.lock().unwrap_or_else(|broken| broken.into_inner());
        Ok(pieces.get(key).cloned())
    }

    fn keep(&self, pieces: &[(Digest, Vec<u8>)]) -> io::Result<()> {
        let mut kept = self.pieces.lock().unwrap_or_else(|broken| broken.into_inner());
        kept.extend(pieces.iter().cloned());
        Ok(())
    }
}
