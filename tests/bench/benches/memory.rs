//! The most memory that a check takes of one large file, which comes through a pipe and is stored nowhere.
//!
//! The check runs in a process of its own, this program again, whose peak the system tells. More than [`MOST`] fails.

use std::io::{self, BufReader, BufWriter, Write};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use jiff::civil::date;
use unleaded_app::check::{Request, check};
use unleaded_app::profile::Profile;
use unleaded_bench::Size;
use unleaded_bench::documents::{composed, envelope};
use unleaded_bench::race::publish;
use unleaded_bench::random::Random;
use unleaded_formats::tables::Mapping;
use unleaded_model::diagnostic::FileName;

/// Bytes that a check may take.
const MOST: u64 = 200_000_000;
/// How this program is told to be the one that checks.
const CHILD: &str = "--checks";
/// Products that differ in more than their number, and their bytes.
const KINDS: usize = 64;
const PRODUCT: usize = 5_000;
/// The number of each product as it is generated.
const NUMBER: usize = 99_999_999;

/// What a file is like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Sound,
    /// Every amount has a unit that there is not.
    Defective,
}

fn main() -> io::Result<()> {
    if std::env::args().any(|argument| argument == CHILD) {
        return checks();
    }
    let bytes = Size::from_arguments().choose(1_000_000_000, 40_000_000);
    let mut report = format!("Checking one file of {bytes} bytes through a pipe\n");
    for (name, case) in
        [("sound amounts", Case::Sound), ("a defect in every amount", Case::Defective)]
    {
        let (peak, found) = run(case, bytes)?;
        let peak = match peak {
            Some(peak) => {
                assert!(peak < MOST, "{name}: {peak} bytes at the most");
                format!("{} MB", peak / 1_000_000)
            }
            None => "not told by this system".to_owned(),
        };
        report += &format!("  {name}: {peak} at the most; {found}\n");
    }
    publish("memory", &report, env!("CARGO_TARGET_TMPDIR"))
}

/// Checks standard input, and says what was found.
#[expect(clippy::print_stdout, reason = "it is what the other process asks for")]
fn checks() -> io::Result<()> {
    let profile = Profile::default();
    let mapping = Mapping::default();
    let request =
        Request { as_of: date(2026, 11, 22), category: None, profile: &profile, mapping: &mapping };
    let input = BufReader::with_capacity(1 << 16, io::stdin());
    let checked = check(input, &FileName::new("-"), &request);
    println!("{} products, {} diagnostics", checked.products, checked.diagnostics.len());
    Ok(())
}

/// The most bytes that the check took, and what it found.
fn run(case: Case, bytes: u64) -> io::Result<(Option<u64>, String)> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg(CHILD)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let input = child.stdin.take().map(BufWriter::new);
    let ended = AtomicBool::new(false);
    let (peak, products, output) = thread::scope(|scope| {
        let (id, ended) = (child.id(), &ended);
        let watch = scope.spawn(move || watch(id, ended));
        let products = input.map_or(Ok(0), |input| generate(case, bytes, input));
        let output = output(child);
        ended.store(true, Ordering::Relaxed);
        (watch.join().unwrap_or(None), products, output)
    });
    let (products, output) = (products?, output?);
    assert!(output.starts_with(&format!("{products} products, ")), "{products} written: {output}");
    Ok((peak, output))
}

fn output(child: Child) -> io::Result<String> {
    let output = child.wait_with_output()?;
    assert!(output.status.success(), "the check ended with {}", output.status);
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The most bytes of memory of a process, until `ended`; `None`: the system does not tell.
fn watch(id: u32, ended: &AtomicBool) -> Option<u64> {
    let mut peak = None;
    while !ended.load(Ordering::Relaxed) {
        // Behind the end of the process nothing is told of it.
        peak = peak_of(id).or(peak);
        thread::sleep(Duration::from_millis(2));
    }
    peak
}

fn peak_of(id: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1_024)
}

/// Writes a document of `bytes` bytes and returns how many products are in it.
fn generate(case: Case, bytes: u64, mut out: impl Write) -> io::Result<usize> {
    let mut random = Random::new(7);
    let product = |random: &mut Random| {
        let mut text = String::new();
        composed(random, NUMBER, PRODUCT, &mut text);
        match case {
            Case::Sound => text,
            Case::Defective => text.replace("UOM=\"mg\"", "UOM=\"mgs\""),
        }
    };
    let kinds: Vec<String> = (0..KINDS).map(|_| product(&mut random)).collect();
    let document = envelope(&mut random, 0, 'D', "\u{0}");
    let (head, tail) = document.split_once('\u{0}').unwrap_or_default();
    out.write_all(head.as_bytes())?;
    let (mut written, mut products) = (0, 0);
    while written < bytes {
        let text = &kinds[products % KINDS];
        let number = format!("{products:08}");
        for (at, piece) in text.split(&NUMBER.to_string()).enumerate() {
            let number = if at > 0 { number.as_str() } else { "" };
            out.write_all(number.as_bytes())?;
            out.write_all(piece.as_bytes())?;
        }
        written += text.len() as u64;
        products += 1;
    }
    out.write_all(tail.as_bytes())?;
    out.flush()?;
    Ok(products)
}
