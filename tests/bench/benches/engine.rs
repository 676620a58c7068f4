//! Rolling up all products of a set, beside the additions alone and beside other engines, which must find the same.
//!
//! `cargo bench -p unleaded-bench --bench engine -- --set s|x|l|h`; without a set a small one, to see that it works. The other
//! engines need a Python with their packages: `UNLEADED_PYTHON`, else `PYTHON`, else `python3`. `--peers duckdb,scipy` asks only
//! those that are named.

use std::fmt::Write as _;
use std::hint::black_box;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use unleaded_app::parallel::map_with;
use unleaded_bench::boms::{Amounts, Arrays, Shape};
use unleaded_bench::peers::{Engine, Peer};
use unleaded_bench::race::publish;
use unleaded_rollup::{Graph, ProductSums, RollUp, Scratch, Table};

/// A set, and what of it the other engines are given.
struct Set {
    name: &'static str,
    shape: Shape,
    rounds: usize,
    /// One product in so many for SQLite, whose time is multiplied by that; 0: it is left out, as the others are.
    sqlite: usize,
    /// What its products come to, as another program found that drew the same set; `None`: nobody else has looked.
    known: Option<Answer>,
}

/// What stands behind an option of the command line.
fn argument(name: &str) -> Option<String> {
    std::env::args().skip_while(|argument| argument != name).nth(1)
}

impl Set {
    fn from_arguments() -> Result<Self, String> {
        let known = |results, nanograms, ppm| Some(Answer { results, nanograms, ppm });
        let s = known(1_457_931, 270_485_728_549_612_645, 498_053_536_259);
        let x = known(827_894, 4_673_159_174_102_973_187, 603_889_752_728);
        let l = known(8_473_103, 192_872_128_690_127_056, 1_009_005_650_447);
        let h = known(37_896_508, 17_926_889_012_864_663_569, 21_670_620_928_457);
        let (name, shape, rounds, sqlite, known) = match argument("--set").as_deref() {
            None => ("small", Shape::SMOKE, 1, 1, None),
            Some("s") => ("S", Shape::S, 5, 4, s),
            Some("x") => ("X", Shape::X, 3, 8, x),
            Some("l") => ("L", Shape::L, 3, 32, l),
            Some("h") => ("H", Shape::H, 1, 0, h),
            Some(other) => return Err(format!("`{other}` is none of the sets s, x, l, h")),
        };
        Ok(Self { name, shape, rounds, sqlite, known })
    }
}

/// What a roll-up comes to, for comparing: results, the sum of all low masses in nanograms, that of all worst concentrations in ppm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Answer {
    results: u64,
    nanograms: u128,
    ppm: u128,
}

impl Answer {
    fn of(sums: &[ProductSums], roll_up: &RollUp<'_>) -> Self {
        let mut answer = Self { results: 0, nanograms: 0, ppm: 0 };
        let columns = sums.iter().flat_map(|s| (0..s.columns()).map(|at| s.column(at, roll_up)));
        for total in columns {
            answer.results += 1;
            answer.nanograms += total.mass.low.unsigned() / 1_000_000_000;
            answer.ppm += total.low.share.numerator();
        }
        answer
    }

    /// Whether another engine found the same; one that adds floats only nearly so, and no concentrations.
    fn is_found(&self, found: &Self, engine: Engine) -> bool {
        match engine {
            Engine::Scipy => {
                let apart = self.nanograms.abs_diff(found.nanograms);
                self.results == found.results && apart <= self.nanograms / 1_000_000_000
            }
            _ => self == found,
        }
    }
}

/// A line of the table.
struct Line {
    name: String,
    time: Duration,
}

/// All that is rolled up.
struct Ground {
    graph: Graph,
    table: Table,
    products: Vec<u32>,
}

impl Ground {
    fn on_one_thread(&self) -> Vec<ProductSums> {
        let mut scratch = Scratch::new(&self.graph, &self.table);
        let roll_up = RollUp::new(&self.graph, &self.table);
        self.products.iter().flat_map(|product| roll_up.sums(*product, &mut scratch)).collect()
    }

    fn on_all(&self) -> Vec<ProductSums> {
        let roll_up = RollUp::new(&self.graph, &self.table);
        let scratch = || Scratch::new(&self.graph, &self.table);
        let sums = |scratch: &mut Scratch, product: &u32| roll_up.sums(*product, scratch);
        map_with(&self.products, scratch, sums, |_| {}).into_iter().flatten().collect()
    }
}

/// The additions alone: as many masses as that, each times a count, into 128 bits, the columns those of the rows one behind the
/// other. At most 2^28 of them are added up, and their time taken for all.
fn scatter(arrays: &Arrays, additions: u64) -> Duration {
    let rows: Vec<(u32, u32)> =
        arrays.rows.iter().take(1 << 20).map(|row| (row.column, row.nanograms)).collect();
    let measured = additions.min(1 << 28);
    let mut sums = vec![0i128; arrays.columns as usize];
    let start = Instant::now();
    let mut left = usize::try_from(measured).unwrap_or(usize::MAX);
    while left > 0 {
        let some = rows.len().min(left);
        for (column, nanograms) in &rows[..some] {
            sums[*column as usize] += i128::from(*nanograms) * 3;
        }
        left -= some;
    }
    black_box(&mut sums);
    let nanoseconds =
        start.elapsed().as_nanos() * u128::from(additions) / u128::from(measured.max(1));
    Duration::from_nanos(u64::try_from(nanoseconds).unwrap_or(u64::MAX))
}

fn timed<T>(best: &mut Duration, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    *best = start.elapsed().min(*best);
    done
}

/// Lets an engine roll up one product in `one_in`, once to warm up and then `rounds` times, and returns its line.
fn peer(
    engine: Engine,
    set: (&Path, usize, usize),
    sums: &[ProductSums],
    roll_up: &RollUp<'_>,
) -> Result<Line, String> {
    let (file, one_in, rounds) = set;
    let chosen = sums.len().div_ceil(one_in);
    let expected = Answer::of(&sums[..chosen], roll_up);
    let mut peer = Peer::engine(engine, file, chosen)?;
    let (mut best, mut query) = (Duration::MAX, String::new());
    for _ in 0..=rounds {
        let said = peer.ask()?;
        let (name, time, found) = told(&said).ok_or_else(|| format!("it said `{said}`"))?;
        assert!(expected.is_found(&found, engine), "{engine:?} finds {found:?}, not {expected:?}");
        (best, query) = (best.min(time), name);
        if one_in > 1 {
            break;
        }
    }
    let scaled = if one_in > 1 {
        format!(", on one product in {one_in}, times {one_in}")
    } else {
        String::new()
    };
    let time = best * u32::try_from(one_in).unwrap_or(u32::MAX);
    Ok(Line { name: format!("{}, {query}{scaled}", engine.name()), time })
}

/// What a program said of one turn.
fn told(said: &str) -> Option<(String, Duration, Answer)> {
    let mut fields = said.split('\t');
    let name = fields.next()?.to_owned();
    let time = Duration::try_from_secs_f64(fields.next()?.parse().ok()?).ok()?;
    let (results, nanograms) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some((name, time, Answer { results, nanograms, ppm: fields.next()?.parse().ok()? }))
}

/// A figure of this process in kilobytes (Linux tells it).
fn kilobytes(figure: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(figure))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// The most memory of this process while `work` is done, where Linux tells it.
fn peak_of<T>(work: impl FnOnce() -> T) -> (T, Option<u64>) {
    // The most memory so far is what is in memory from now on.
    let is_reset = std::fs::write("/proc/self/clear_refs", "5").is_ok();
    let done = work();
    (done, kilobytes("VmHWM:").filter(|_| is_reset))
}

fn table_of(title: &str, lines: &[Line], ours: Duration) -> String {
    let mut out = format!("{title}\n");
    let widest = lines.iter().map(|line| line.name.chars().count()).max().unwrap_or(0);
    let _ = writeln!(out, "  {:<widest$}{:>14}{:>10}", "", "ms", "ratio");
    for Line { name, time } in lines {
        let hundredths = time.as_nanos() * 100 / ours.as_nanos().max(1);
        let ratio = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        let _ = writeln!(out, "  {name:<widest$}{:>14}{ratio:>10}", time.as_millis());
    }
    out
}

/// Our own lines, and the sums for comparing.
fn own(set: &Set, ground: &Ground) -> (Vec<Line>, Vec<ProductSums>) {
    let (mut one, mut all) = (Duration::MAX, Duration::MAX);
    let mut sums = Vec::new();
    for _ in 0..set.rounds {
        drop(std::mem::take(&mut sums));
        drop(timed(&mut one, || ground.on_one_thread()));
        sums = timed(&mut all, || ground.on_all());
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let lines = vec![
        Line { name: format!("sums of all products, {threads} threads"), time: all },
        Line { name: "sums of all products, 1 thread".to_owned(), time: one },
    ];
    (lines, sums)
}

fn memory(peak: Option<u64>, arrays: u64, sums: &[ProductSums]) -> String {
    let output = sums.iter().map(|sums| sums.bytes() as u64).sum::<u64>();
    let most = peak.map_or_else(
        || "not known here".to_owned(),
        |peak| {
            let hundredths = peak * 1024 * 100 / (arrays + output).max(1);
            format!("{} MB, {}.{:02} of both", peak / 1024, hundredths / 100, hundredths % 100)
        },
    );
    let [arrays, output] = [arrays, output].map(|bytes| bytes >> 20);
    format!(
        "  memory: graph and table {arrays} MB, sums {output} MB; the most while adding up {most}\n"
    )
}

fn report(set: &Set, tmp: &Path) -> Result<String, String> {
    let arrays = Arrays::draw(&set.shape);
    let file = tmp.join("engine.set");
    arrays.write(&file).map_err(|error| error.to_string())?;
    let graph = arrays.graph().ok_or("the set has a cycle")?;
    let table = arrays.table(Amounts::Exact);
    let ground = Ground { graph, table, products: arrays.products().collect() };
    let roll_up = RollUp::new(&ground.graph, &ground.table);
    let counts = Counts::of(&arrays, &ground);
    let bound = scatter(&arrays, counts.additions);
    drop(arrays);

    let (kept, peak) = peak_of(|| ground.on_all());
    let bytes = ground.graph.bytes() + ground.table.bytes();
    let memory = memory(peak, bytes as u64, &kept);
    drop(kept);
    let (mut lines, sums) = own(set, &ground);
    let found = Answer::of(&sums, &roll_up);
    if let Some(known) = set.known {
        assert_eq!(found, known, "what another program found");
    }
    let ours = lines[0].time;
    lines.push(Line { name: "the additions alone, in cache, 1 thread".to_owned(), time: bound });
    let mut left_out = String::new();
    let asked = argument("--peers").map(|peers| peers.to_lowercase());
    let is_asked = |engine: &Engine| {
        asked.as_ref().is_none_or(|peers| peers.contains(&engine.name().to_lowercase()))
    };
    for engine in [Engine::Duckdb, Engine::Scipy, Engine::Sqlite].into_iter().filter(is_asked) {
        let one_in = if engine == Engine::Sqlite { set.sqlite } else { set.sqlite.min(1) };
        let line = match one_in {
            0 => Err("the set is too large for it".to_owned()),
            _ => peer(engine, (&file, one_in, set.rounds), &sums, &roll_up),
        };
        match line {
            Ok(line) => lines.push(line),
            Err(why) => left_out += &format!("  {} is left out: {why}\n", engine.name()),
        }
    }
    std::fs::remove_file(&file).map_err(|error| error.to_string())?;
    let title = format!(
        "Rolling up {} products of set {}: {} parts, {} lines, {} rows; {} visits, {} additions, {} results",
        ground.products.len(),
        set.name,
        ground.graph.len(),
        counts.lines,
        counts.rows,
        counts.visits,
        counts.additions,
        sums.iter().map(ProductSums::columns).sum::<usize>(),
    );
    Ok(table_of(&title, &lines, ours) + &left_out + &memory)
}

/// How large a set is.
struct Counts {
    lines: usize,
    rows: usize,
    visits: u64,
    additions: u64,
}

impl Counts {
    fn of(arrays: &Arrays, ground: &Ground) -> Self {
        let mut scratch = Scratch::new(&ground.graph, &ground.table);
        let roll_up = RollUp::new(&ground.graph, &ground.table);
        let (mut visits, mut additions) = (0, 0);
        for product in &ground.products {
            let reached = roll_up.reached(*product, &mut scratch);
            visits += reached.len() as u64;
            additions += reached.iter().map(|r| arrays.rows_of(r.node).len() as u64).sum::<u64>();
        }
        Self { lines: arrays.lines.len(), rows: arrays.rows.len(), visits, additions }
    }
}

fn main() -> io::Result<()> {
    let set = Set::from_arguments().map_err(io::Error::other)?;
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let report = report(&set, tmp).map_err(io::Error::other)?;
    publish(&format!("engine-{}", set.name), &report, env!("CARGO_TARGET_TMPDIR"))
}
