//! A roll-up again after one declaration changed, beside the full one.

use std::fmt::Write as _;
use std::io;
use std::time::{Duration, Instant};

use unleaded_app::rollup::{Again, Done, Means, Request, Signatures, again};
use unleaded_bench::Size;
use unleaded_bench::boms::{Amounts, Shape, sample};
use unleaded_bench::race::publish;
use unleaded_bench::workspace::Generated;
use unleaded_model::diagnostic::FileName;
use unleaded_rules::lists::Lists;
use unleaded_rules::{Law, Options};
use unleaded_trust::Digest;

/// The bytes of a run's report, counted and let go.
#[derive(Default)]
struct Counted(u64);

impl io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn timed(folder: &Generated, day: &str) -> io::Result<(Duration, Done, u64)> {
    let options = Options::new(day.parse().map_err(io::Error::other)?);
    let request = Request {
        bom: FileName::new("bom.csv"),
        bom_bytes: folder.bom.as_bytes(),
        trust: None,
        mapping: None,
        decisions: None,
        replaced: &[],
        lists: Lists::shipped(),
        options: &options,
        laws: &Law::DEFAULT,
        products: &[],
        signatures: Signatures::Optional,
    };
    let means = Means { program: Digest::of(b"bench"), block: 256 << 20 };
    let mut out = Counted::default();
    let start = Instant::now();
    let Again { done, .. } = again(&request, folder, &means, &mut out, &mut |_, _, _| ())?;
    let took = start.elapsed();
    let done = done.ok_or_else(|| io::Error::other("the sample can't be summed"))?;
    Ok((took, done, out.0))
}

fn main() -> io::Result<()> {
    let size = Size::from_arguments();
    let large = std::env::args().any(|argument| argument == "--large");
    let shape = match large {
        true => Shape::L,
        false => size.choose(Shape::S, Shape::SMOKE),
    };
    let mut folder = Generated::new(sample(&shape, Amounts::Exact));
    let mut table = format!("A roll-up again, {} parts\n", shape.parts);
    let mut row = |what: &str, (took, done, bytes): (Duration, Done, u64), full: Duration| {
        let share = took.as_nanos() * 10_000 / full.as_nanos().max(1);
        // Writing to a string can't fail.
        let _ = writeln!(
            table,
            "  {what:<36}{:>10} ms {:>4}.{:02} % of full {:>6} of {} products, {:>7} of {} documents, {} MB",
            took.as_millis(),
            share / 100,
            share % 100,
            done.computed,
            done.products,
            done.read,
            done.documents,
            bytes >> 20,
        );
    };
    let first = timed(&folder, "2026-11-22")?;
    let full = first.0;
    row("full", first, full);
    row("nothing changed", timed(&folder, "2026-11-22")?, full);
    // One leaf in the middle, where most are: some ten products hold it.
    for leaf in [shape.parts / 3, shape.parts / 2] {
        folder.edit(&format!("P-{leaf:07}"));
        row("one declaration changed", timed(&folder, "2026-11-22")?, full);
    }
    row("another date", timed(&folder, "2026-11-23")?, full);
    let _ = writeln!(table, "  pieces: {} MB", folder.kept() >> 20);
    publish("again", &table, env!("CARGO_TARGET_TMPDIR"))
}
