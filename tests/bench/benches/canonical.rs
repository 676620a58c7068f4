//! The canonical form of one large file and its hash, beside libxml2: time by turns, and the most memory of each.
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
    let (expected, peak) = (expected.as_str(), &Cell::new(0));
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
            let (digest, most) = answer.split_once(' ').unwrap_or_default();
            assert_eq!(digest, expected, "lxml finds the same canonical form");
            peak.set(most.parse().unwrap_or(0));
            peak.get()
        })),
        Err(why) => left_out += &format!("  lxml is left out: {why}\n"),
    }
    let title = format!("The canonical form of one document of {} bytes", document.len());
    let work = Work { unit: "MB", millionths: document.len() as u64 };
    let report = race(&title, work, size.choose(7, 1), contenders);
    let memory = memory(&plain, peak.get())?;
    std::fs::remove_file(&plain)?;
    std::fs::remove_file(&signed)?;
    publish("canonical", &(report + &left_out + &memory), env!("CARGO_TARGET_TMPDIR"))?;
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
    let keys = XmlKeys { trust, given: &[], as_of: date(2026, 11, 22) };
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

/// What the other process does: the canonical form, and then the most bytes that it took; 0 where the system does not tell.
#[expect(clippy::print_stdout, reason = "it is what the other process asks for")]
fn told(path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    own(path)?;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse().ok());
    println!("{}", kilobytes.unwrap_or(0_u64) * 1_024);
    Ok(())
}

fn memory(path: &Path, peer: u64) -> Result<String, Box<dyn std::error::Error>> {
    let mut child = Command::new(std::env::current_exe()?);
    let output = child.arg(CHILD).arg(path).stderr(Stdio::inherit()).output()?;
    let output = String::from_utf8_lossy(&output.stdout);
    let own: u64 = output.trim().parse()?;
    assert!(own < MOST, "{own} bytes at the most");
    let mut text = format!("  the most memory of a process: canonicalise {} kB", own / 1_000);
    if peer > 0 && own > 0 {
        text += &format!(", lxml {} kB, {} times as much", peer / 1_000, peer / own);
    }
    Ok(text + "\n")
}
