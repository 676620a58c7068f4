//! Taking a folder of signed declarations into a workspace, beside the sum of the bare parts: reading, SHA-256, checking one
//! signature, cutting the XML into tags and texts. What writing costs stands in a line of its own.
//!
//! `-- --documents N` says how many there are; 100,000 take some 10 GB, and as much again in the workspace.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use ed25519_dalek::{Signature, Signer as _, SigningKey};
use jiff::civil::date;
use quick_xml::events::Event;
use quick_xml::{NsReader, Reader, XmlVersion};
use sha2::{Digest as _, Sha256};
use unleaded_app::documents::{Documents, Settings, Trust, is_document};
use unleaded_app::ingest::{Fate, Given, given, ingest};
use unleaded_app::parallel;
use unleaded_app::signing::sign;
use unleaded_bench::Size;
use unleaded_bench::documents::declaration_numbered;
use unleaded_bench::race::publish;
use unleaded_model::diagnostic::FileName;
use unleaded_store::disk::{Disk, System};
use unleaded_store::{Index, Initial, Lock, Patience, Shelf, Workspace};
use unleaded_trust::{ENVELOPE_SUFFIX, Organisation, PrivateKey, TrustStore};

use self::shelf::OnDisk;

/// The shelf that the program uses.
#[path = "../../../crates/unleaded/src/workspace/shelf.rs"]
mod shelf;

const SEED: [u8; 32] = [7; 32];
/// How many are written to the disk at once.
const BATCH: usize = 512;

type Failed = Box<dyn std::error::Error>;

/// A folder of files.
struct Folder(Vec<String>);

impl Documents for Folder {
    fn names(&self) -> std::io::Result<Vec<String>> {
        Ok(self.0.clone())
    }

    fn read(&self, name: &str) -> std::io::Result<Vec<u8>> {
        fs::read(name)
    }
}

/// What is measured, each in turn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    /// Reading, the hash, one signature, the events of the XML.
    Parts,
    /// The same, with namespaces resolved and attributes normalised.
    PartsResolved,
    /// Making a folder, writing both files, flushing a batch at once, renaming each folder.
    Writing,
    /// All that `add` does.
    Add,
    /// All that it does where everything is there.
    Again,
}

const ALL: [(What, &str); 5] = [
    (What::Parts, "bare parts: read, SHA-256, verify_strict, quick-xml events"),
    (What::PartsResolved, "the same, with NsReader, attributes normalised"),
    (What::Writing, "bare writing: folder, files, flush by the batch, rename"),
    (What::Add, "add: all of it"),
    (What::Again, "add again: all is there"),
];

/// What one of them takes, at the least.
#[derive(Clone, Copy)]
struct Took {
    time: Duration,
    /// Of the processors, in hundredths of a second: it says more where others use the machine, and nothing of waiting for the disk. None
    /// where the system does not tell.
    work: u64,
}

/// The processors' time of this process so far, as Linux counts it in hundredths of a second.
fn work() -> u64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<u64> = behind.split(' ').map(|field| field.parse().unwrap_or(0)).collect();
    fields.get(12..14).map_or(0, |both| both.iter().sum())
}

struct Bench {
    names: Vec<String>,
    given: Vec<Given>,
    trust: Trust,
    tmp: PathBuf,
    message: (SigningKey, Vec<u8>, Signature),
}

fn main() -> Result<(), Failed> {
    let size = Size::from_arguments();
    let documents = asked().unwrap_or(size.choose(2_000, 24));
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ingest");
    if tmp.exists() {
        fs::remove_dir_all(&tmp)?;
    }
    let (bench, bytes) = Bench::new(&tmp, documents)?;
    let rounds = if documents > 5_000 { 1 } else { size.choose(5, 1) };
    let mut least = [Took { time: Duration::MAX, work: u64::MAX }; ALL.len()];
    for round in 0..=rounds {
        for turn in 0..ALL.len() - 1 {
            let at = (round + turn) % (ALL.len() - 1);
            bench.measure(ALL[at].0, &mut least[at])?;
            if ALL[at].0 == What::Add {
                bench.measure(What::Again, &mut least[at + 1])?;
                bench.clear()?;
            }
        }
    }
    fs::remove_dir_all(&tmp)?;
    let title = format!(
        "Taking in {documents} signed declarations, {bytes} bytes, on all processors (least of {} rounds)",
        rounds + 1
    );
    publish("ingest", &table(&title, documents, bytes, &least), env!("CARGO_TARGET_TMPDIR"))?;
    Ok(())
}

/// How many documents the command line asks for.
fn asked() -> Option<usize> {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--documents").skip(1);
    arguments.next()?.parse().ok()
}

fn table(title: &str, documents: usize, bytes: u64, least: &[Took]) -> String {
    let mut out = format!("{title}\n");
    let widest = ALL.iter().map(|(_, name)| name.len()).max().unwrap_or(0);
    let base = least[0].time.as_micros().max(1);
    let head = ["ms", "files/s", "MB/s", "ratio", "work ms", "ratio"];
    let head: String = head.iter().map(|word| format!("{word:>10}")).collect();
    out += &format!("  {:<widest$}{head}\n", "");
    for ((_, name), took) in ALL.iter().zip(least) {
        let micros = took.time.as_micros().max(1);
        let per_second = documents as u128 * 1_000_000 / micros;
        out += &format!(
            "  {name:<widest$}{:>10}{per_second:>10}{:>10}{:>10}{:>10}{:>10}\n",
            micros / 1_000,
            u128::from(bytes) / micros,
            ratio(micros, base),
            took.work * 10,
            ratio(took.work.into(), least[0].work.max(1).into()),
        );
    }
    out
}

/// A quotient with two places.
fn ratio(a: u128, b: u128) -> String {
    let hundredths = a * 100 / b;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

impl Bench {
    /// Writes the documents and their signatures, and returns how many bytes the documents have.
    fn new(tmp: &Path, documents: usize) -> Result<(Self, u64), Failed> {
        let incoming = tmp.join("incoming");
        fs::create_dir_all(&incoming)?;
        let key = PrivateKey::from_seed(SEED);
        let numbers: Vec<usize> = (0..documents).collect();
        let write = |number: &usize| -> std::io::Result<(String, u64)> {
            let text = declaration_numbered(*number);
            let name = incoming.join(format!("{number:06}.xml")).to_string_lossy().into_owned();
            let file = FileName::new(&name);
            let envelope = sign(&file, text.as_bytes(), &key, date(2026, 11, 22));
            fs::write(format!("{name}{ENVELOPE_SUFFIX}"), envelope.expect("it is small"))?;
            fs::write(&name, &text)?;
            Ok((name, text.len() as u64))
        };
        let written = parallel::map(&numbers, write, |_| {});
        let written: Vec<(String, u64)> = written.into_iter().collect::<Result<_, _>>()?;
        let bytes = written.iter().map(|(_, bytes)| bytes).sum();
        let names: Vec<String> = written.into_iter().map(|(name, _)| name).collect();
        let envelopes = names.iter().map(|name| format!("{name}{ENVELOPE_SUFFIX}"));
        let all: Vec<String> = names.iter().cloned().chain(envelopes).collect();
        let mut store = TrustStore::empty();
        store.add(key.public(), Organisation::new::<&str>("Maker", &[])?, None, None)?;
        let trust = Trust { store, sha256: String::new() };
        let signer = SigningKey::from_bytes(&SEED);
        let message = vec![b'm'; 600];
        let signature = signer.sign(&message);
        let (given, tmp) = (given(&all), tmp.to_owned());
        Ok((Self { names, given, trust, tmp, message: (signer, message, signature) }, bytes))
    }

    fn measure(&self, what: What, least: &mut Took) -> Result<(), Failed> {
        let (start, before) = (Instant::now(), work());
        match what {
            What::Parts => self.parts(events),
            What::PartsResolved => self.parts(resolved),
            What::Writing => self.writing()?,
            What::Add => self.add(|put| !put.new.is_empty())?,
            What::Again => self.add(|put| put.new.is_empty())?,
        }
        let work = work() - before;
        *least = Took { time: start.elapsed().min(least.time), work: work.min(least.work) };
        if what == What::Writing {
            self.clear()?;
        }
        Ok(())
    }

    fn clear(&self) -> std::io::Result<()> {
        fs::remove_dir_all(self.tmp.join("workspace"))
    }

    fn parts(&self, scan: impl Fn(&[u8]) -> usize + Sync) {
        let key = self.message.0.verifying_key();
        let one = |bytes: &mut Vec<u8>, name: &String| {
            let envelope =
                fs::read(format!("{name}{ENVELOPE_SUFFIX}")).expect("it was written before");
            bytes.clear();
            let read = File::open(name).and_then(|mut file| file.read_to_end(bytes));
            read.expect("it was written before");
            let is_good = key.verify_strict(&self.message.1, &self.message.2).is_ok();
            std::hint::black_box((envelope, Sha256::digest(&*bytes)));
            is_good && scan(bytes) > 0
        };
        let good = parallel::map_with(&self.names, Vec::new, one, |_| {});
        assert!(good.into_iter().all(|good| good));
    }

    /// Writes what is in memory for each batch, so that reading does not count twice.
    fn writing(&self) -> std::io::Result<()> {
        let workspace = self.tmp.join("workspace");
        let (half, whole) = (workspace.join("half"), workspace.join("whole"));
        fs::create_dir_all(&half)?;
        fs::create_dir_all(&whole)?;
        let bytes = vec![b'x'; 500_000];
        for (batch, names) in self.names.chunks(BATCH).enumerate() {
            let numbered: Vec<(usize, &String)> = names.iter().enumerate().collect();
            let write = |(number, name): &(usize, &String)| -> std::io::Result<()> {
                let folder = half.join(format!("{batch}-{number}"));
                fs::create_dir(&folder)?;
                let size = fs::metadata(name)?.len();
                let size = usize::try_from(size).unwrap_or(0).min(bytes.len());
                fs::write(folder.join("a.xml"), &bytes[..size])?;
                fs::write(folder.join("a.xml.dsse.json"), &bytes[..1_500])
            };
            parallel::map(&numbered, write, |_| {}).into_iter().collect::<std::io::Result<()>>()?;
            System.flush(&[&half])?;
            for number in 0..names.len() {
                let name = format!("{batch}-{number}");
                fs::rename(half.join(&name), whole.join(&name))?;
            }
        }
        System.flush(&[&whole])
    }

    fn add(&self, is_fine: impl Fn(&unleaded_app::ingest::Put) -> bool) -> Result<(), Failed> {
        let root = self.tmp.join("workspace");
        let workspace = match Workspace::find(&root).ok().flatten() {
            Some(workspace) if root.join("unleaded.toml").exists() => workspace,
            _ => Workspace::init(&root, Initial { settings: "" })?,
        };
        let lock = Lock::take(&workspace, |_| Patience::Wait)?;
        let shelf = Shelf::open(&workspace, lock, &System, is_document)?;
        let (index, _) = Index::open(&workspace, "bench")?;
        let shelf = OnDisk::new(shelf, index);
        let settings =
            Settings { trust: Some(&self.trust), mapping: None, as_of: date(2026, 11, 22) };
        let folder = Folder(Vec::new());
        let stop = AtomicBool::new(false);
        let found = ingest(&self.given, (&folder, &folder), &settings, &shelf, &stop, |_, _| ())?;
        shelf.finish()?;
        let is_kept = |fate: &Fate| matches!(fate, Fate::Kept(put) if is_fine(put));
        assert!(found.taken.iter().all(|taken| is_kept(&taken.fate)), "all are good");
        Ok(())
    }
}

fn events(bytes: &[u8]) -> usize {
    let mut reader = Reader::from_reader(bytes);
    let mut count = 0;
    loop {
        match reader.read_event().expect("it is well-formed") {
            Event::Eof => return count,
            _ => count += 1,
        }
    }
}

fn resolved(bytes: &[u8]) -> usize {
    let mut reader = NsReader::from_reader(bytes);
    let mut count = 0;
    loop {
        let (namespace, event) = reader.read_resolved_event().expect("it is well-formed");
        std::hint::black_box(namespace);
        match event {
            Event::Eof => return count,
            Event::Start(tag) | Event::Empty(tag) => {
                for attribute in tag.attributes().flatten() {
                    let value = attribute.normalized_value(XmlVersion::Implicit1_0);
                    count += value.map_or(0, |value| std::hint::black_box(value).len());
                }
            }
            _ => {}
        }
    }
}
