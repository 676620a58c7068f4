//! A whole log: grown, proven, checked, attacked, and verified by another program.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read files, and their helpers may panic"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::slice;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use proptest::prelude::*;
use unleaded_model::diagnostic::FileName;
use unleaded_model::diagnostic::codes::logs as codes;
use unleaded_trust::Digest;
use unleaded_trust::log::{
    CHECKPOINT_PATH, Checkpoint, CheckpointError, Edge, LogDefect, LogProof, LogProofError,
    LogTree, SignatureKind, VerifierKey, VerifierKeyError, check,
};
use unleaded_trust::merkle::{ProofError, verify_consistency};

use crate::common::{has_program, key};

mod common;

const ORIGIN: &str = "maker.example/unleaded-log";
const VERIFIER: &str = include_str!("log/verify.py");

type Files = BTreeMap<String, Vec<u8>>;

fn log_key() -> VerifierKey {
    VerifierKey::new(ORIGIN, SignatureKind::Log, key(9).public()).unwrap()
}

fn witness(n: u8) -> VerifierKey {
    let name = format!("witness{n}.example");
    VerifierKey::new(&name, SignatureKind::Cosignature, key(n).public()).unwrap()
}

fn entry(n: u64) -> Digest {
    Digest::of(&n.to_be_bytes())
}

fn entries(numbers: std::ops::Range<u64>) -> Vec<Digest> {
    numbers.map(entry).collect()
}

fn signed(edge: &Edge) -> Checkpoint {
    Checkpoint::sign(ORIGIN, edge.size(), edge.root(), &key(9)).unwrap()
}

/// A log that took its entries in the pieces `sizes`, as far as it got with each.
fn grown(pieces: &[&[Digest]]) -> (Files, Vec<Checkpoint>) {
    let (mut files, mut edge, mut checkpoints) = (Files::new(), Edge::empty(), Vec::new());
    for piece in pieces {
        files.extend(edge.append(piece).files);
        checkpoints.push(signed(&edge));
    }
    let last = checkpoints.last().unwrap().to_text();
    files.insert(CHECKPOINT_PATH.to_owned(), last.into_bytes());
    (files, checkpoints)
}

fn log(size: u64) -> (Files, Checkpoint) {
    let (files, mut checkpoints) = grown(&[&entries(0..size)]);
    (files, checkpoints.pop().unwrap())
}

fn defects(files: &Files, since: Option<&Checkpoint>) -> Vec<LogDefect> {
    check(files, &log_key(), since).unwrap().1
}

fn forged(path: &str) -> LogDefect {
    LogDefect::Forged { path: path.to_owned() }
}

fn truncated(path: &str) -> LogDefect {
    LogDefect::Truncated { path: path.to_owned() }
}

fn extended(path: &str) -> LogDefect {
    LogDefect::Extended { path: path.to_owned() }
}

#[test]
fn a_log_is_whole_after_every_addition() {
    let all = entries(0..70_000);
    let ends = [1, 2, 255, 256, 257, 600, 65_536, 65_600, 70_000];
    let (mut files, mut edge) = (Files::new(), Edge::empty());
    let mut checkpoints = vec![signed(&edge)];
    files.insert(CHECKPOINT_PATH.to_owned(), checkpoints[0].to_text().into_bytes());
    assert_eq!(defects(&files, None), []);
    for end in ends {
        let start = usize::try_from(edge.size()).unwrap();
        files.extend(edge.append(&all[start..end]).files);
        let now = signed(&edge);
        files.insert(CHECKPOINT_PATH.to_owned(), now.to_text().into_bytes());
        assert_eq!(defects(&files, checkpoints.last()), [], "{end}");
        for old in &checkpoints {
            let proof = LogTree::new(&files, &now).prove_growth(old).unwrap();
            let (from, to) = (old.size(), now.size());
            let shown = verify_consistency(from, &old.root(), to, &now.root(), &proof);
            assert_eq!(shown, Ok(()), "{from} to {to}");
        }
        checkpoints.push(now);
    }
}

#[test]
fn an_entry_is_found_and_proven() {
    let (files, checkpoint) = log(70_000);
    let tree = LogTree::new(&files, &checkpoint);
    let numbers = [0, 255, 256, 65_535, 65_536, 69_999];
    let mut wanted: BTreeSet<Digest> = numbers.map(entry).into();
    wanted.insert(Digest::of(b"never added"));
    let found = tree.find(&wanted).unwrap();
    assert_eq!(found, numbers.map(|n| (entry(n), n)).into());
    for (digest, number) in found {
        let text = tree.prove(digest, number).unwrap().to_text();
        let proof = LogProof::parse(text.as_bytes()).unwrap();
        let inclusion = proof.verify(digest, &log_key(), &[], 0).unwrap();
        assert_eq!(inclusion.index(), number);
        assert_eq!(inclusion.checkpoint(), &checkpoint);
        assert_eq!(inclusion.evidence(), None, "a log alone tells no time");
        let other = proof.verify(entry(7), &log_key(), &[], 0);
        assert_eq!(other, Err(LogProofError::NotIncluded(ProofError::RootDiffers)));
    }
    assert!(tree.prove(entry(3), 4).is_err());
    assert!(tree.prove(entry(3), 70_000).is_err());
}

#[test]
fn witnesses_make_evidence_of_time() {
    let (files, mut checkpoint) = log(10);
    for (n, second) in [(1, 1_800_000_000), (2, 1_790_000_000)] {
        let time = Timestamp::from_second(second).unwrap();
        checkpoint.cosign(witness(n).name(), &key(n), time).unwrap();
    }
    let proof = LogTree::new(&files, &checkpoint).prove(entry(3), 3).unwrap();
    let proof = LogProof::parse(proof.to_text().as_bytes()).unwrap();
    let verify =
        |witnesses: &[VerifierKey], needed| proof.verify(entry(3), &log_key(), witnesses, needed);
    let evidence = verify(&[witness(1), witness(2)], 1).unwrap().evidence().unwrap();
    assert_eq!(evidence.time().as_second(), 1_790_000_000);
    // Where two are asked for, the time is one by which both had seen it: a single one can't make it earlier.
    let both = verify(&[witness(1), witness(2)], 2).unwrap().evidence().unwrap();
    assert_eq!(both.time().as_second(), 1_800_000_000);
    assert!(
        evidence.covers(Some(entry(3)), &[0; 64]) && !evidence.covers(Some(entry(4)), &[0; 64])
    );
    let few = |found, needed| Err(LogProofError::WitnessesTooFew { found, needed });
    assert_eq!(verify(&[witness(1), witness(3)], 2), few(1, 2));
    assert_eq!(verify(&[witness(1), witness(1)], 2), few(1, 2), "one key is one witness");
    assert_eq!(verify(&[], 0).unwrap().evidence(), None, "nobody known");
}

#[test]
fn a_clock_that_is_not_set_is_no_evidence() {
    let (files, mut checkpoint) = log(10);
    let at = |second| Timestamp::from_second(second).unwrap();
    for second in [-5, 0] {
        let refused = checkpoint.cosign(witness(1).name(), &key(1), at(second)).unwrap_err();
        assert_eq!(refused, VerifierKeyError::NoTime);
        let found = refused.diagnostic(&FileName::new("--witness"));
        assert_eq!(found.code, codes::LOG_WITNESS_CLOCK);
    }
    // A cosignature at 0, as another program may make it: the witness saw the checkpoint, and does not say when.
    let text =
        format!("cosignature/v1\ntime 0\n{}", checkpoint.to_text().split_once("\n\n").unwrap().0);
    let signature = key(1).sign(format!("{text}\n").as_bytes());
    let verifier = witness(1).to_string();
    let id = u32::from_str_radix(verifier.split('+').nth(1).unwrap(), 16).unwrap().to_be_bytes();
    let line = [&id[..], &[0; 8], &signature[..]].concat();
    let line = format!("\u{2014} {} {}\n", witness(1).name(), STANDARD.encode(line));
    let bytes = checkpoint.to_text() + &line;
    let at_zero = Checkpoint::open(bytes.as_bytes(), &log_key()).unwrap();
    let proof = LogTree::new(&files, &at_zero).prove(entry(3), 3).unwrap();
    let inclusion = proof.verify(entry(3), &log_key(), &[witness(1)], 1).unwrap();
    assert_eq!(inclusion.cosignatures().len(), 1);
    assert_eq!(inclusion.evidence(), None);
}

/// Whoever has the key of a log could otherwise state any time for its entries.
#[test]
fn a_log_is_no_witness_of_itself() {
    let (files, mut checkpoint) = log(10);
    checkpoint.cosign(ORIGIN, &key(9), Timestamp::from_second(1_000_000_000).unwrap()).unwrap();
    let proof = LogTree::new(&files, &checkpoint).prove(entry(3), 3).unwrap();
    let itself = VerifierKey::new(ORIGIN, SignatureKind::Cosignature, key(9).public()).unwrap();
    let verify = |needed| proof.verify(entry(3), &log_key(), slice::from_ref(&itself), needed);
    assert_eq!(verify(1), Err(LogProofError::WitnessesTooFew { found: 0, needed: 1 }));
    assert_eq!(verify(0).unwrap().evidence(), None);
}

/// What can be done to a log without its key, and what it is called.
#[test]
fn attacks_are_told_apart() {
    let (good, checkpoint) = log(600);
    let attack = |change: &dyn Fn(&mut Files)| {
        let mut files = good.clone();
        change(&mut files);
        defects(&files, None)
    };
    let flip = |path: &'static str| move |files: &mut Files| files.get_mut(path).unwrap()[40] ^= 1;
    let remove = |path: &'static str| move |files: &mut Files| drop(files.remove(path));
    let cut =
        |path: &'static str| move |files: &mut Files| files.get_mut(path).unwrap().truncate(30);
    for path in [
        "tile/entries/000",
        "tile/entries/002.p/88",
        "tile/0/001",
        "tile/0/002.p/88",
        "tile/1/000.p/2",
    ] {
        assert_eq!(attack(&flip(path)), [forged(path)]);
        assert_eq!(attack(&remove(path)), [truncated(path)]);
        assert_eq!(attack(&cut(path)), [truncated(path)]);
    }
    let longer = |files: &mut Files| files.get_mut("tile/0/001").unwrap().push(0);
    assert_eq!(attack(&longer), [forged("tile/0/001")]);
    // An entry is exchanged and its hash with it: nothing leads to the signed root any more.
    let exchange = |files: &mut Files| {
        let (other, _) =
            grown(&[&[entries(0..300), vec![entry(9999)], entries(301..600)].concat()]);
        let checkpoint = files.remove(CHECKPOINT_PATH).unwrap();
        *files = other;
        files.insert(CHECKPOINT_PATH.to_owned(), checkpoint);
    };
    assert_eq!(attack(&exchange), [forged(CHECKPOINT_PATH)]);
    // Entries that no checkpoint covers.
    let add = |files: &mut Files| {
        let mut edge = Edge::read(files, &checkpoint).unwrap();
        files.extend(edge.append(&[entry(600)]).files);
    };
    assert_eq!(attack(&add), [extended("tile/0/002.p/89"), extended("tile/entries/002.p/89")]);
    let stray = |files: &mut Files| drop(files.insert("tile/0/notes.txt".to_owned(), vec![]));
    assert_eq!(attack(&stray), [extended("tile/0/notes.txt")]);
    // The end is cut off, and the checkpoint is another's.
    let drop_end = |files: &mut Files| files.retain(|path, _| !path.contains("002"));
    let missing = ["tile/entries/002.p/88", "tile/0/002.p/88"].map(truncated);
    assert_eq!(attack(&drop_end), missing);
    assert_eq!(attack(&remove(CHECKPOINT_PATH)), [truncated(CHECKPOINT_PATH)]);
    let sign = |files: &mut Files| {
        let other = Checkpoint::sign(ORIGIN, 600, checkpoint.root(), &key(8)).unwrap();
        files.insert(CHECKPOINT_PATH.to_owned(), other.to_text().into_bytes());
    };
    let unsigned = CheckpointError::Unsigned { name: ORIGIN.to_owned() };
    assert_eq!(attack(&sign), [LogDefect::Checkpoint(unsigned)]);
}

/// What the holder of the log's key can do, and who kept a checkpoint sees.
#[test]
fn a_log_that_rewrites_its_past_is_seen() {
    let (good, checkpoints) = grown(&[&entries(0..300), &entries(300..600)]);
    assert_eq!(defects(&good, Some(&checkpoints[0])), []);
    assert_eq!(defects(&good, Some(&checkpoints[1])), []);
    let (fork, _) = grown(&[&[vec![entry(9999)], entries(1..700)].concat()]);
    assert_eq!(defects(&fork, None), [], "whole in itself");
    let forked = |from, to| [LogDefect::Forked { from, to }];
    assert_eq!(defects(&fork, Some(&checkpoints[0])), forked(300, 700));
    assert_eq!(defects(&fork, Some(&checkpoints[1])), forked(600, 700));
    let (same_size, _) = grown(&[&[vec![entry(9999)], entries(1..600)].concat()]);
    assert_eq!(defects(&same_size, Some(&checkpoints[1])), forked(600, 600));
    let (older, _) = log(300);
    let rolled_back = [LogDefect::RolledBack { from: 600, to: 300 }];
    assert_eq!(defects(&older, Some(&checkpoints[1])), rolled_back);
    // Damage is told as such, not as a fork.
    let mut damaged = good;
    damaged.get_mut("tile/0/000").unwrap()[0] ^= 1;
    assert_eq!(defects(&damaged, Some(&checkpoints[0])), [forged("tile/0/000")]);
}

#[test]
fn proofs_that_are_no_proofs() {
    use LogProofError as Error;
    let (files, checkpoint) = log(5);
    let good = LogTree::new(&files, &checkpoint).prove(entry(3), 3).unwrap().to_text();
    let verify = |text: &str| {
        let proof = LogProof::parse(text.as_bytes())?;
        proof.verify(entry(3), &log_key(), &[], 0).map(|_| ())
    };
    let line = |line, expected| Err(Error::LineMalformed { line, expected });
    assert_eq!(verify(&good), Ok(()));
    assert_eq!(verify(&good.replace("index", "extra AAAA\nindex")), Ok(()), "extra data");
    let header = "c2sp.org/tlog-proof@v1";
    assert_eq!(verify(&good.replace("@v1", "@v2")), line(1, header));
    assert_eq!(verify(""), line(1, "HASHES, EMPTY LINE, CHECKPOINT"));
    let number = "index NUMBER";
    assert_eq!(verify(&good.replace("index 3", "index 03")), line(2, number));
    assert_eq!(verify(&good.replace("index 3", "extra *")), line(2, number));
    let changed = |to| verify(&good.replace("index 3", to));
    let index = ProofError::IndexOutside { index: 5, size: 5 };
    assert_eq!(changed("index 5"), Err(Error::NotIncluded(index)));
    assert_eq!(changed("index 2"), Err(Error::NotIncluded(ProofError::RootDiffers)));
    let hash = good.lines().nth(2).unwrap();
    assert_eq!(verify(&good.replacen(hash, "AAAA", 1)), line(3, "BASE64 (32)"));
    let short = verify(&good.replacen(&format!("{hash}\n"), "", 1));
    assert!(matches!(short, Err(Error::NotIncluded(_))), "{short:?}");
    let many = good.replacen(hash, &[hash; 70].join("\n"), 1);
    assert_eq!(verify(&many), line(68, "BASE64 (32)"));
    let unsigned = verify(&good.replace("maker.example", "other.example"));
    assert!(matches!(unsigned, Err(Error::Checkpoint(_))), "{unsigned:?}");
    let large = LogProof::parse(&vec![b'a'; unleaded_trust::log::PROOF_LIMIT + 1]);
    assert!(matches!(large, Err(Error::TooLarge { .. })));
}

/// Runs the verifier of `tests/log/`, which shares nothing with ours.
fn python(folder: &Path, arguments: &[&str]) -> Result<String, String> {
    fs::write(folder.join("verify.py"), VERIFIER).unwrap();
    let mut run = Command::new("python3");
    let run = run.arg("verify.py").args(arguments).current_dir(folder).output().unwrap();
    let text = String::from_utf8_lossy(&[run.stdout, run.stderr].concat()).into_owned();
    if run.status.success() { Ok(text) } else { Err(text) }
}

fn lay_out(folder: &Path, files: &Files) {
    for (path, bytes) in files {
        let path = folder.join("log").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// Another program, with openssl for the signatures, takes our logs, proofs and cosignatures, and refuses changed ones.
#[test]
fn an_independent_verifier_agrees() {
    if !has_program("python3") || !has_program("openssl") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (mut files, checkpoints) = grown(&[&entries(0..300), &entries(300..600)]);
    let mut now = checkpoints[1].clone();
    now.cosign("witness1.example", &key(1), Timestamp::from_second(1_790_000_000).unwrap())
        .unwrap();
    files.insert(CHECKPOINT_PATH.to_owned(), now.to_text().into_bytes());
    lay_out(folder.path(), &files);
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("old", &checkpoints[0].to_text());
    let tree = LogTree::new(&files, &now);
    let (log, seen_by) = (log_key().to_string(), witness(1).to_string());
    let run = |arguments: &[&str]| python(folder.path(), arguments);
    assert_eq!(run(&["log", "log", &log]).unwrap(), "good: 600 entries\n");
    let growth = tree.prove_growth(&checkpoints[0]).unwrap();
    let growth: Vec<String> = growth.iter().map(ToString::to_string).collect();
    write("growth", &growth.join("\n"));
    let grew = ["growth", "old", "log/checkpoint", "growth", &log];
    assert_eq!(run(&grew).unwrap(), "good: 300 to 600\n");
    for n in [0, 299, 300, 599] {
        write("a.tlog-proof", &tree.prove(entry(n), n).unwrap().to_text());
        let id = entry(n).to_string();
        let told = format!("good: entry {n} of 600, seen by witness1.example at 1790000000\n");
        assert_eq!(run(&["proof", "a.tlog-proof", &id, &log, &seen_by]).unwrap(), told);
        assert!(run(&["proof", "a.tlog-proof", &entry(1).to_string(), &log, &seen_by]).is_err());
    }
    write("growth", &growth[1..].join("\n"));
    assert!(run(&grew).is_err());
    let other = VerifierKey::new(ORIGIN, SignatureKind::Log, key(8).public()).unwrap();
    assert!(run(&["log", "log", &other.to_string()]).is_err());
    let mut bytes = files["tile/0/001"].clone();
    bytes[5] ^= 1;
    fs::write(folder.path().join("log/tile/0/001"), bytes).unwrap();
    assert!(run(&["log", "log", &log]).is_err());
}

proptest! {
    // Each case signs and hashes a log.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_proof_ends(bytes in prop::collection::vec(any::<u8>(), 0..300), text in "[ -~\n]{0,300}") {
        let _ = LogProof::parse(&bytes);
        let framed = format!("c2sp.org/tlog-proof@v1\nindex 0\n{text}");
        if let Ok(proof) = LogProof::parse(framed.as_bytes()) {
            prop_assert!(proof.verify(entry(0), &log_key(), &[], 0).is_err());
        }
    }

    /// Whatever files stand there, a check ends and finds fault.
    #[test]
    fn any_folder_ends(
        size in 1_u64..600, bytes in prop::collection::vec(any::<u8>(), 0..100), at: prop::sample::Index,
    ) {
        let (mut files, _) = log(size);
        let path = at.get(&files.keys().cloned().collect::<Vec<_>>()).clone();
        files.insert(path, bytes);
        prop_assert!(!defects(&files, None).is_empty());
    }

    /// A checkpoint of the log's own key that claims a size of its choice.
    #[test]
    fn any_size_ends(size: u64) {
        let (mut files, good) = log(3);
        let claimed = Checkpoint::sign(ORIGIN, size, good.root(), &key(9)).unwrap();
        files.insert(CHECKPOINT_PATH.to_owned(), claimed.to_text().into_bytes());
        prop_assert!(size == 3 || !defects(&files, None).is_empty());
        prop_assert!(defects(&files, Some(&good)).len() <= 101);
        prop_assert!(size == 3 || Edge::read(&files, &claimed).is_err());
        prop_assert!(size == 3 || LogTree::new(&files, &claimed).find(&[entry(9)].into()).is_err());
    }
}
