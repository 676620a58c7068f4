//! Which crate may use which: the arrows of ARCHITECTURE.md, and the outside crates of the inner ring.
//!
//! A new arrow fails here. It is a change of the architecture: it gets a commit of its own with the reason.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use toml::Table;
use unleaded_tests::{entries, from_root, name, root, text};

/// Each crate with the crates of ours that it may use.
const ARROWS: [(&str, &[&str]); 12] = [
    ("unleaded-model", &[]),
    ("unleaded-documents", &["unleaded-model"]),
    ("unleaded-formats", &["unleaded-model"]),
    ("unleaded-rollup", &["unleaded-model"]),
    ("unleaded-rules", &["unleaded-model"]),
    ("unleaded-store", &["unleaded-model"]),
    ("unleaded-trust", &["unleaded-model"]),
    (
        "unleaded-app",
        &[
            "unleaded-documents",
            "unleaded-formats",
            "unleaded-model",
            "unleaded-rollup",
            "unleaded-rules",
            "unleaded-trust",
        ],
    ),
    ("unleaded-cluster", &["unleaded-rollup"]),
    ("unleaded-platform", &["unleaded-model", "unleaded-trust"]),
    ("unleaded-platformd", &["unleaded-model", "unleaded-platform", "unleaded-trust"]),
    (
        "unleaded",
        &[
            "unleaded-app",
            "unleaded-cluster",
            "unleaded-documents",
            "unleaded-formats",
            "unleaded-model",
            "unleaded-platform",
            "unleaded-platformd",
            "unleaded-rollup",
            "unleaded-rules",
            "unleaded-store",
            "unleaded-trust",
        ],
    ),
];

/// The outside crates that each crate of the inner ring may use. None of them opens files or sockets, reads a clock or the
/// environment, or draws random numbers, except where the crate's `clippy.toml` forbids the functions that do.
const OUTSIDE: [(&str, &[&str]); 6] = [
    ("unleaded-model", &["jiff"]),
    ("unleaded-documents", &["jiff", "krilla", "serde", "serde_json", "thiserror", "ttf-parser"]),
    ("unleaded-formats", &["calamine", "encoding_rs", "jiff", "memchr", "quick-xml", "zip"]),
    ("unleaded-rollup", &[]),
    ("unleaded-rules", &["csv", "jiff", "serde", "sha2", "toml"]),
    (
        "unleaded-trust",
        &[
            "base64",
            "ed25519-dalek",
            "jiff",
            "memchr",
            "pkcs8",
            "quick-xml",
            "ring",
            "serde",
            "serde_json",
            "sha2",
            "sm2",
            "thiserror",
            "zeroize",
        ],
    ),
];

/// Outside crates that reach out of the process, and the only crates that may use them.
const GUARDED: [(&str, &[&str]); 12] = [
    ("apache-spark-connect", &["unleaded-cluster"]),
    ("axum", &["unleaded-platformd"]),
    ("clap", &["unleaded"]),
    ("cryptoki", &["unleaded"]),
    ("getrandom", &["unleaded", "unleaded-platform", "unleaded-platformd"]),
    ("hyper", &["unleaded-platformd"]),
    ("indicatif", &["unleaded"]),
    ("reqwest", &["unleaded-platform"]),
    ("rusqlite", &["unleaded-platformd", "unleaded-store"]),
    ("rustix", &["unleaded-store"]),
    ("rustls", &["unleaded-platform"]),
    ("tokio", &["unleaded", "unleaded-platformd"]),
];

/// The manifests in `crates/`, by the name of the crate.
fn crates() -> BTreeMap<String, (PathBuf, Table)> {
    let folders = entries(&root().join("crates"));
    let manifests = folders.into_iter().filter(|f| f.join("Cargo.toml").exists());
    let crates = manifests.map(|folder| {
        let manifest: Table = text(&folder.join("Cargo.toml")).parse().unwrap();
        (name(&folder).to_owned(), (folder, manifest))
    });
    crates.collect()
}

/// The normal dependencies, also those of one platform.
fn dependencies(manifest: &Table) -> BTreeSet<String> {
    let of = |table: &Table| -> Vec<String> {
        let found = table.get("dependencies").and_then(|d| d.as_table());
        found.into_iter().flat_map(|d| d.keys().cloned()).collect()
    };
    let targets = manifest.get("target").and_then(|t| t.as_table());
    let of_targets = targets.into_iter().flat_map(Table::values).filter_map(|t| t.as_table());
    of(manifest).into_iter().chain(of_targets.flat_map(of)).collect()
}

#[test]
fn arrows_are_those_of_the_table() {
    let allowed = BTreeMap::from(ARROWS);
    for (krate, (_, manifest)) in crates() {
        let allowed = allowed.get(krate.as_str());
        let allowed =
            allowed.unwrap_or_else(|| panic!("{krate} has no line in the table of arrows"));
        for used in dependencies(&manifest).iter().filter(|d| d.starts_with("unleaded")) {
            assert!(allowed.contains(&used.as_str()), "{krate} must not use {used}");
        }
    }
}

#[test]
fn arrows_point_to_crates_that_exist() {
    let crates = crates();
    for (krate, used) in ARROWS {
        for krate in used.iter().chain([&krate]) {
            assert!(crates.contains_key(*krate), "there is no crate {krate}");
        }
    }
}

#[test]
fn the_inner_ring_uses_only_what_does_no_io() {
    let crates = crates();
    for (krate, allowed) in OUTSIDE {
        for used in dependencies(&crates[krate].1).iter().filter(|d| !d.starts_with("unleaded")) {
            assert!(allowed.contains(&used.as_str()), "{krate} must not use {used}");
        }
    }
}

#[test]
fn what_reaches_out_is_in_its_place() {
    for (krate, (_, manifest)) in crates() {
        let used = dependencies(&manifest);
        for (guarded, allowed) in GUARDED {
            let fine = !used.contains(guarded) || allowed.contains(&krate.as_str());
            assert!(fine, "{krate} must not use {guarded}");
        }
    }
}

#[test]
fn the_model_has_no_wire_format() {
    let crates = crates();
    let of = |krate: &str| dependencies(&crates[krate].1);
    assert!(
        !of("unleaded-model").contains("serde"),
        "wire types live in the crate of their format"
    );
    assert!(of("unleaded-documents").contains("serde"), "the report is a wire type");
}

#[test]
fn there_is_one_binary() {
    for (krate, (folder, manifest)) in crates() {
        let source = folder.join("src");
        let is_binary = source.join("main.rs").exists()
            || source.join("bin").exists()
            || manifest.contains_key("bin");
        assert_eq!(is_binary, krate == "unleaded", "{krate}");
    }
}

#[test]
fn members_take_lints_and_versions_from_the_root() {
    for (krate, (_, manifest)) in crates() {
        assert!(manifest["lints"]["workspace"].as_bool().unwrap(), "{krate}");
        let package = manifest["package"].as_table().unwrap();
        for field in ["edition", "license", "publish", "rust-version", "version"] {
            assert!(package[field]["workspace"].as_bool().unwrap(), "{krate}: {field}");
        }
        for kind in ["dependencies", "dev-dependencies"] {
            for (used, how) in manifest.get(kind).and_then(|d| d.as_table()).into_iter().flatten() {
                let shared = how.get("workspace").and_then(toml::Value::as_bool);
                assert_eq!(shared, Some(true), "{krate}: {used} must have its version in the root");
            }
        }
    }
}

#[test]
fn no_test_file_is_forgotten() {
    let folder = root().join("tests");
    let manifest: Table = text(&folder.join("Cargo.toml")).parse().unwrap();
    check_named(&folder, &manifest);
    check_modules(&folder.join("cli"));
    let program = text(&root().join("crates/unleaded/Cargo.toml"));
    assert!(program.contains("\"../../tests/cli/main.rs\""), "no package runs tests/cli/main.rs");
    for (_, (folder, manifest)) in crates() {
        if folder.join("tests").exists() {
            check_named(&folder, &manifest);
        }
    }
}

/// Every file in the `tests` of a package is a test by the manifest or by Cargo's own search, or a module of one.
fn check_named(package: &std::path::Path, manifest: &Table) {
    let found_by_cargo =
        manifest["package"].get("autotests").and_then(toml::Value::as_bool) != Some(false);
    let tests = manifest.get("test").and_then(|t| t.as_array());
    let paths: BTreeSet<String> =
        tests.into_iter().flatten().filter_map(|t| t["path"].as_str()).map(str::to_owned).collect();
    for path in entries(&package.join("tests")) {
        let in_package = format!("tests/{}", name(&path));
        if path.is_dir() {
            check_modules(&path);
        } else if path.extension().is_some_and(|e| e == "rs") {
            let named = paths.contains(&in_package);
            assert!(named || found_by_cargo, "{} is no test of its package", from_root(&path));
        }
    }
}

/// Every module of a test of several files is named in its `main.rs` or `mod.rs`.
fn check_modules(folder: &std::path::Path) {
    let main = ["main.rs", "mod.rs"].map(|file| folder.join(file));
    let Some(main) = main.iter().find(|main| main.exists()) else {
        return;
    };
    let main_text = text(main);
    for path in
        entries(folder).iter().filter(|p| p.extension().is_some_and(|e| e == "rs") && *p != main)
    {
        let module = format!("mod {};", path.file_stem().unwrap().to_str().unwrap());
        assert!(main_text.contains(&module), "{} is not run: write `{module}`", from_root(path));
    }
}
