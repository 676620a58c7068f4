//! The canonical form of one large file and its hash, beside libxml2: time by turns, and the most memory and the
//! processor's time of each, which a busy machine changes least.
//!
//! Memory is told by processes of their own: this program again, and lxml. More than [`MOST`] of ours fails.

use std::cell::{Cell, RefCell};
use std::fs::File;
use std::hint::black_box;
use std::io::{self, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use jiff::civil::date;
use quick_xml::Reader;
use quick_xml::events::Event;
use unleaded_bench::Size;
use unleaded_bench::documents::declaration_of;
use unleaded_bench::peers::Peer;
use unleaded_bench::race::{Contender, Work, publish, race};
use unleaded_trust::{
    CanonicalForm, Digest, Hasher, Organisation, PrivateKey, TrustStore, XmlKeys, XmlVerification,
    canonicalise, sign_xml, verify_xml_stream,
};

/// Bytes that our process may take.
const MOST: u64 = 8_000_000;
/// How this program is told to be the process whose memory counts.
const CHILD: &str = "--canonicalises";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip_while(|argument| argument != CHILD).skip(1);
    if let Some(path) = arguments.next() {
        return told(Path::new(&path));
    }
    let size = Size::from_arguments();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (plain, signed) = (folder.join("canonical.xml"), folder.join("canonical-signed.xml"));
    let document = declaration_of(size.choose(65_000_000, 500_000));
    let key = PrivateKey::from_seed([7; 32]);
    std::fs::write(&plain, &document)?;
    let signature = sign_xml(document.as_bytes(), &key)?;
    std::fs::write(&signed, signature.insert_into(document.as_bytes()))?;
    let mut trust = TrustStore::empty();
    trust.add(key.public(), Organisation::new::<&str>("Maker", &[])?, None, None)?;

    let expected = own(&plain)?.to_string();
    let (expected, peer_cost) = (expected.as_str(), &Cell::new(Cost { peak: 0, spent: u64::MAX }));
    let mut contenders = vec![
        Contender::new("canonicalise + SHA-256", || {
            own(&plain).map_or(0, |digest| u64::from(digest.as_bytes()[0]))
        }),
        Contender::new("verify_xml_stream", || verified(&signed, &trust)),
        Contender::new("quick-xml events", || events(&plain)),
    ];
    let mut left_out = String::new();
    match Peer::lxml_canonical(&plain).map(RefCell::new) {
        Ok(peer) => contenders.push(Contender::new("lxml: parse, c14n + SHA-256", move || {
            let answer = peer.borrow_mut().ask().unwrap_or_else(|why| panic!("lxml: {why}"));
            let (digest, cost) = answer.split_once(' ').unwrap_or_default();
            assert_eq!(digest, expected, "lxml finds the same canonical form");
            let (before, now) = (peer_cost.get(), Cost::told(cost));
            peer_cost.set(Cost { peak: now.peak, spent: before.spent.min(now.spent) });
            now.spent
        })),
        Err(why) => left_out += &format!("  lxml is left out: {why}\n"),
    }
    let title = format!("The canonical form of one document of {} bytes", document.len());
    let work = Work { unit: "MB", millionths: document.len() as u64 };
    let report = race(&title, work, size.choose(7, 1), contenders);
    let costs = costs(&plain, size.choose(5, 1), peer_cost.get())?;
    std::fs::remove_file(&plain)?;
    std::fs::remove_file(&signed)?;
    publish("canonical", &(report + &left_out + &costs), env!("CARGO_TARGET_TMPDIR"))?;
    Ok(())
}

fn open(path: &Path) -> io::Result<BufReader<File>> {
    Ok(BufReader::with_capacity(1 << 16, File::open(path)?))
}

fn own(path: &Path) -> Result<Digest, Box<dyn std::error::Error>> {
    let hasher = canonicalise(open(path)?, CanonicalForm::Exclusive, Hasher::new())?;
    Ok(hasher.finish())
}

fn verified(path: &Path, trust: &TrustStore) -> u64 {
    let keys = XmlKeys { trust, given: &[], as_of: date(2026, 11, 22), evidence: &[] };
    let outcome = open(path).map(|document| verify_xml_stream(document, io::sink(), &keys));
    assert!(matches!(outcome, Ok(XmlVerification::Good(_))), "our own signature is good");
    1
}

/// The bound: cuts the bytes into tags and texts.
fn events(path: &Path) -> u64 {
    let Ok(input) = open(path) else {
        return 0;
    };
    let (mut reader, mut token, mut count) = (Reader::from_reader(input), Vec::new(), 0);
    loop {
        token.clear();
        match reader.read_event_into(&mut token) {
            Ok(Event::Eof) | Err(_) => return count,
            Ok(event) => {
                black_box(&event);
                count += 1;
            }
        }
    }
}

/// What a process took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Cost {
    /// The most memory, in bytes; 0: the system does not tell.
    peak: u64,
    /// The processor's time in milliseconds; 0: the system does not tell.
    spent: u64,
}

impl Cost {
    /// As a process writes it: the memory, a space, the time.
    fn told(text: &str) -> Self {
        let (peak, spent) = text.trim().split_once(' ').unwrap_or_default();
        let number = |text: &str| text.parse().unwrap_or(0);
        Self { peak: number(peak), spent: number(spent) }
    }
}

/// What the other process does: the canonical form, and then what that took.
#[expect(clippy::print_stdout, reason = "it is what the other process asks for")]
fn told(path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    own(path)?;
    let read = |name: &str| std::fs::read_to_string(name).unwrap_or_default();
    let status = read("/proc/self/status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse().ok());
    // Behind the name in brackets, the 12th and 13th field are its time and the system's, in hundredths of a second.
    let stat = read("/proc/self/stat");
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    println!("{} {}", kilobytes.unwrap_or(0_u64) * 1_024, ticks * 10);
    Ok(())
}

/// What a process of ours takes, the least time of `rounds`, beside `peer`.
fn costs(path: &Path, rounds: usize, peer: Cost) -> Result<String, Box<dyn std::error::Error>> {
    let mut own = Cost { peak: 0, spent: u64::MAX };
    for _ in 0..rounds {
        let mut child = Command::new(std::env::current_exe()?);
        // Else the allocator takes pages of 2 MiB beforehand, whatever is asked of it.
        child.env("MIMALLOC_ARENA_EAGER_COMMIT", "0");
        let output = child.arg(CHILD).arg(path).stderr(Stdio::inherit()).output()?;
        let cost = Cost::told(&String::from_utf8_lossy(&output.stdout));
        own = Cost { peak: own.peak.max(cost.peak), spent: own.spent.min(cost.spent) };
    }
    assert!(own.peak < MOST, "{} bytes at the most", own.peak);
    let mut text = format!("  canonicalise + SHA-256: {} kB, {} ms", own.peak / 1_000, own.spent);
    if peer.peak > 0 && own.peak > 0 && own.spent > 0 {
        text += &format!(
            "; lxml: {} kB, {} ms: {} times the memory, {}.{:02} times the processor's time",
            peer.peak / 1_000,
            peer.spent,
            peer.peak / own.peak,
            peer.spent / own.spent,
            peer.spent * 100 / own.spent % 100,
        );
    }
    Ok(text + "\n")
}
