//! Contenders that run by turns, and the table of how they compare.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};
use std::{fs, io};

/// Something that is measured.
pub struct Contender<'a> {
    name: &'a str,
    run: Box<dyn FnMut() -> u64 + 'a>,
}

impl<'a> Contender<'a> {
    /// Returns a contender; what `run` returns depends on all that it does, so that nothing is left out.
    pub fn new(name: &'a str, run: impl FnMut() -> u64 + 'a) -> Self {
        Self { name, run: Box::new(run) }
    }
}

/// What one round of each contender does.
#[derive(Clone, Copy, Debug)]
pub struct Work {
    /// What is counted: `MB`, `verifications`.
    pub unit: &'static str,
    /// How many millionths of it.
    pub millionths: u64,
}

struct Line<'a> {
    name: &'a str,
    minimum: Duration,
    median: Duration,
    /// Medians over the rounds of the time divided by that of the first contender, in hundredths.
    ratio: u128,
    /// The same of the minima.
    ratio_of_minima: u128,
}

/// Runs every contender once in each of `rounds` rounds, each time beginning with another, and returns a table in which
/// the first contender is 1.00. A first round warms up and does not count.
pub fn race(title: &str, work: Work, rounds: usize, mut contenders: Vec<Contender<'_>>) -> String {
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); contenders.len()];
    for round in 0..=rounds.max(1) {
        for turn in 0..contenders.len() {
            let index = (round + turn) % contenders.len();
            let start = Instant::now();
            black_box((contenders[index].run)());
            let time = start.elapsed();
            if round > 0 {
                times[index].push(time);
            }
        }
    }
    let minimum = |times: &[Duration]| times.iter().min().copied().unwrap_or_default();
    let base = minimum(&times[0]);
    let lines = contenders.iter().zip(&times).map(|(contender, own)| Line {
        name: contender.name,
        minimum: minimum(own),
        median: median(own.clone()),
        ratio: median(own.iter().zip(&times[0]).map(|(a, b)| hundredths(*a, *b)).collect()),
        ratio_of_minima: hundredths(minimum(own), base),
    });
    table(title, work, rounds, &lines.collect::<Vec<_>>())
}

fn median<T: Ord + Copy + Default>(mut values: Vec<T>) -> T {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}

fn hundredths(time: Duration, base: Duration) -> u128 {
    time.as_nanos() * 100 / base.as_nanos().max(1)
}

fn table(title: &str, work: Work, rounds: usize, lines: &[Line<'_>]) -> String {
    let mut out = format!("{title} ({rounds} rounds by turns)\n");
    let rate = format!("{}/s", work.unit);
    let head = ["min ms", "median ms", rate.as_str(), "ratio", "ratio of min"];
    let widest = lines.iter().map(|l| l.name.len()).max().unwrap_or(0);
    let mut row = |name: &str, cells: [String; 5]| {
        let cells: String = cells.iter().map(|cell| format!("{cell:>17}")).collect();
        // Writing to a string can't fail.
        let _ = writeln!(out, "  {name:<widest$}{cells}");
    };
    row("", head.map(str::to_owned));
    for line in lines {
        let per_second = u128::from(work.millionths) * 1_000 / line.minimum.as_nanos().max(1);
        row(
            line.name,
            [
                places(line.minimum.as_nanos() / 1_000, 3),
                places(line.median.as_nanos() / 1_000, 3),
                per_second.to_string(),
                places(line.ratio, 2),
                places(line.ratio_of_minima, 2),
            ],
        );
    }
    out
}

/// `value` with a point before its last `places` digits.
fn places(value: u128, places: u32) -> String {
    let unit = 10u128.pow(places);
    let width = places as usize;
    format!("{}.{:0width$}", value / unit, value % unit)
}

/// Prints `report` and writes it to `bench/NAME.txt` in the target folder, beside `tmp`, the folder that Cargo names in
/// `CARGO_TARGET_TMPDIR`.
#[expect(clippy::print_stdout, reason = "the report is what a benchmark is for")]
pub fn publish(name: &str, report: &str, tmp: &str) -> io::Result<()> {
    println!("{report}");
    let folder = Path::new(tmp).with_file_name("bench");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(format!("{name}.txt")), report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_contender_is_one() {
        let work = Work { unit: "MB", millionths: 1 };
        let turns = std::cell::RefCell::new(String::new());
        let note = |name: char| {
            turns.borrow_mut().push(name);
            0
        };
        let contenders = vec![Contender::new("a", || note('a')), Contender::new("b", || note('b'))];
        let report = race("title", work, 2, contenders);
        assert_eq!(turns.into_inner(), "abbaab");
        assert!(report.lines().nth(2).unwrap().ends_with("1.00             1.00"), "{report}");
    }

    #[test]
    fn places_are_padded() {
        assert_eq!(places(7, 2), "0.07");
        assert_eq!(places(1_234_567, 3), "1234.567");
    }
}
