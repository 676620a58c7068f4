//! The folder of a log, with changes.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_trust::Digest;
use unleaded_trust::log::{
    CHECKPOINT_PATH, Checkpoint, Edge, LogTree, SignatureKind, VerifierKey, check, leftovers,
};
use unleaded_trust::merkle;

use crate::signers::key;

type Files = BTreeMap<String, Vec<u8>>;

const ORIGIN: &str = "maker.example/unleaded-log";

/// How many entries logs have: those at which tiles begin and end, and some between.
const SIZES: [usize; 8] = [0, 1, 2, 3, 255, 256, 257, 600];

/// Makes a log in two steps, changes its folder, and checks it.
///
/// The first two bytes say how many entries it has and when the second step was; then every four say what is changed. A log is
/// whole if nothing that it needs was changed, and otherwise its defects are told; what is proven of it is true.
pub fn changed(bytes: &[u8]) {
    let [sizes, older, changes @ ..] = bytes else { return };
    let size = SIZES[usize::from(*sizes) % SIZES.len()];
    let older = SIZES[usize::from(*older) % SIZES.len()].min(size);
    let entries: Vec<Digest> = (0..size).map(|n| Digest::of(&n.to_be_bytes())).collect();
    let (whole, old) = grown(&entries, older);
    let mut files = whole.clone();
    changes.chunks_exact(4).take(64).for_each(|change| make(change, &mut files));
    let log = VerifierKey::new(ORIGIN, SignatureKind::Log, key(9).public()).expect("a name");
    let Ok((checkpoint, defects)) = check(&files, &log, Some(&old));
    if defects.is_empty() {
        let kept = files.iter().all(|(path, bytes)| whole.get(path) == Some(bytes));
        assert!(kept, "a changed log is whole");
        assert!(checkpoint.is_some(), "a whole log has a checkpoint");
    }
    assert!(files != whole || defects.is_empty(), "{defects:?}");
    if let Some(checkpoint) = &checkpoint {
        proven(&files, checkpoint, &old, &entries);
    }
}

/// The files of a log that grew to `older` entries and then to all, and its checkpoint in between.
fn grown(entries: &[Digest], older: usize) -> (Files, Checkpoint) {
    let mut edge = Edge::empty();
    let mut files = edge.append(&entries[..older]).files;
    let old = signed(edge.size(), edge.root());
    files.extend(edge.append(&entries[older..]).files);
    let paths: Vec<String> = files.keys().cloned().collect();
    assert!(leftovers(&paths, edge.size()).iter().all(|path| path.contains(".p/")));
    files.insert(CHECKPOINT_PATH.to_owned(), signed(edge.size(), edge.root()).to_text().into());
    (files, old)
}

fn signed(size: u64, root: Digest) -> Checkpoint {
    Checkpoint::sign(ORIGIN, size, root, &key(9)).expect("a name")
}

/// Changes one file: which, how, where and to what.
fn make(change: &[u8], files: &mut Files) {
    let [which, how, at, value] = [0, 1, 2, 3].map(|n| usize::from(change[n]));
    let paths: Vec<String> = files.keys().cloned().collect();
    let Some(path) = paths.get(which % paths.len().max(1)) else { return };
    let bytes = files.get_mut(path).expect("one of its paths");
    let at = at * 37 % bytes.len().max(1);
    match how % 8 {
        0 => drop(files.remove(path)),
        1 => bytes.truncate(at),
        2 => bytes.insert(at, change[3]),
        3 => {
            let copied = bytes.clone();
            files.insert(paths[value % paths.len()].clone(), copied);
        }
        4 => drop(files.insert(format!("tile/{}/{value:03}.p/{at}", how / 8), vec![0; at * 32])),
        // The log itself signs another size, also one that no folder can hold, over the root of a log of two.
        5 => {
            let size = (value as u64) << (at % 57);
            let root = merkle::root(
                &[0_usize, 1].map(|n| merkle::leaf_hash(Digest::of(&n.to_be_bytes()).as_bytes())),
            );
            files.insert(CHECKPOINT_PATH.to_owned(), signed(size, root).to_text().into());
        }
        _ => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= change[3];
            }
        }
    }
}

/// What is proven of a folder, whatever it holds.
fn proven(files: &Files, checkpoint: &Checkpoint, old: &Checkpoint, entries: &[Digest]) {
    let leaves: Vec<Digest> =
        entries.iter().map(|entry| merkle::leaf_hash(entry.as_bytes())).collect();
    let is_true = checkpoint.root() == merkle::root(&leaves);
    if let Ok(mut edge) = Edge::read(files, checkpoint) {
        assert_eq!((edge.size(), edge.root()), (checkpoint.size(), checkpoint.root()));
        edge.append(&[Digest::of(b"next")]);
        assert_eq!(edge.size(), checkpoint.size() + 1);
    }
    let tree = LogTree::new(files, checkpoint);
    let wanted: BTreeSet<Digest> =
        entries.first().into_iter().chain(entries.last()).copied().collect();
    let found = tree.find(&wanted).unwrap_or_default();
    let log = VerifierKey::new(ORIGIN, SignatureKind::Log, key(9).public()).expect("a name");
    for (entry, index) in found {
        let Ok(proof) = tree.prove(entry, index) else { continue };
        assert!(!is_true || entries.get(index as usize) == Some(&entry), "a false proof");
        let shown = proof.verify(entry, &log, &[], 0);
        assert_eq!(shown.map(|shown| shown.index()), Ok(index), "a proof that proves nothing");
    }
    if tree.prove_growth(old).is_ok() {
        assert!(old.size() <= checkpoint.size());
    }
}
