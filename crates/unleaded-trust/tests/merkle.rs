//! Published vectors of the hash tree, where the material beside the repository is there.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read files, and their helpers may panic"
)]

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use unleaded_trust::Digest;
use unleaded_trust::merkle::{verify_consistency, verify_inclusion};

mod common;

/// Every JSON file below `folder`, by name.
fn cases(folder: &Path) -> Vec<(PathBuf, Value)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(cases(&path));
        } else {
            let case = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            found.push((path, case));
        }
    }
    found
}

/// `None`: not 32 bytes, which no hash of ours can be.
fn hash(value: &Value) -> Option<Digest> {
    let bytes = STANDARD.decode(value.as_str().unwrap()).unwrap();
    Some(Digest::from_bytes(bytes.try_into().ok()?))
}

fn proof(case: &Value) -> Option<Vec<Digest>> {
    case["proof"].as_array().map_or(Some(Vec::new()), |hashes| hashes.iter().map(hash).collect())
}

fn number(case: &Value, name: &str) -> u64 {
    case[name].as_u64().unwrap()
}

fn inclusion(case: &Value) -> Option<bool> {
    let (leaf, root) = (hash(&case["leafHash"])?, hash(&case["root"])?);
    let (index, size) = (number(case, "leafIdx"), number(case, "treeSize"));
    Some(verify_inclusion(&leaf, index, size, &proof(case)?, &root).is_ok())
}

fn consistency(case: &Value) -> Option<bool> {
    let (old, new) = (hash(&case["root1"])?, hash(&case["root2"])?);
    let (from, to) = (number(case, "size1"), number(case, "size2"));
    Some(verify_consistency(from, &old, to, &new, &proof(case)?).is_ok())
}

/// Runs the vectors of one kind and returns the names of those that come out otherwise.
fn disagreements(kind: &str, check: fn(&Value) -> Option<bool>) -> Option<Vec<String>> {
    let folder = common::shared(&format!("corpus/vectors/merkle/{kind}"))?;
    let cases = cases(&folder);
    assert_eq!(cases.len(), 98);
    let other = cases.iter().filter(|(_, case)| {
        let wanted = !case["wantErr"].as_bool().unwrap();
        check(case).unwrap_or(false) != wanted
    });
    Some(other.map(|(path, _)| path.file_name().unwrap().to_string_lossy().into_owned()).collect())
}

#[test]
fn inclusion_98_of_98() {
    if let Some(other) = disagreements("inclusion", inclusion) {
        assert!(other.is_empty(), "{other:?}");
    }
}

/// The one that differs has roots of 12 bytes, which are no hashes; only a check that never looks at them takes it.
#[test]
fn consistency_97_of_98_and_the_one_without_hashes() {
    if let Some(other) = disagreements("consistency", consistency) {
        assert_eq!(other, ["sizes-are-equal-one-and-proof-is-empty.json"]);
    }
}
