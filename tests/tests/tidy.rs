//! House rules that no compiler checks.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use unleaded_tests::{bytes, entries, files, from_root, name, root, text};

/// Most lines of a source file.
const LINES: usize = 500;
/// Most bytes of a fixture.
const FIXTURE: usize = 64 << 10;
/// Crates without IO, clock and randomness.
const INNER: [&str; 6] = [
    "unleaded-documents",
    "unleaded-formats",
    "unleaded-model",
    "unleaded-rollup",
    "unleaded-rules",
    "unleaded-trust",
];

fn sources() -> Vec<PathBuf> {
    let found: Vec<PathBuf> =
        files().into_iter().filter(|f| f.extension().is_some_and(|e| e == "rs")).collect();
    assert!(found.len() > 100, "only {} sources found", found.len());
    found
}

#[test]
fn sources_are_short() {
    let long = |path: &PathBuf| text(path).lines().count() > LINES;
    let long: Vec<String> = sources().iter().filter(|p| long(p)).map(|p| from_root(p)).collect();
    assert!(long.is_empty(), "more than {LINES} lines: {long:?}");
}

#[test]
fn no_module_is_a_drawer() {
    for path in sources() {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let drawer = ["common", "helpers", "misc", "util", "utils"].contains(&stem);
        assert!(!drawer, "{}: name it for the one idea in it", from_root(&path));
    }
}

/// Words that no file may hold: paths of a machine, and hosts of package registries. Put together here, so that this file
/// does not hold them either.
fn forbidden() -> Vec<String> {
    let parts: [&[&str]; 12] = [
        &["/wo", "rk/"],
        &["/tm", "p/"],
        &["/ro", "ot/"],
        &["/ho", "me/", "us", "er"],
        &["crates", ".io"],
        &["pypi", ".org"],
        &["npmjs", ".com"],
        &["proxy.", "golang", ".org"],
        &["repo1.", "maven", ".org"],
        &["sha", "red/knowledge"],
        &["TO", "DO:"],
        &["FIX", "ME"],
    ];
    parts.iter().map(|word| word.concat()).collect()
}

#[test]
fn nothing_speaks_of_a_machine() {
    let words = forbidden();
    let mut found = Vec::new();
    for path in files() {
        // The lock file names the registry by its nature.
        if name(&path) == "Cargo.lock" {
            continue;
        }
        let content = bytes(&path);
        let content = String::from_utf8_lossy(&content);
        let hits = words.iter().filter(|word| content.contains(word.as_str()));
        found.extend(hits.map(|word| format!("{}: {word}", from_root(&path))));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_architecture_names_every_crate() {
    let architecture = text(&root().join("ARCHITECTURE.md"));
    for folder in entries(&root().join("crates")) {
        let heading = format!("`{}`", name(&folder));
        let there = !folder.join("Cargo.toml").exists() || architecture.contains(&heading);
        assert!(there, "ARCHITECTURE.md does not name {heading}");
    }
    assert!(architecture.lines().count() <= 240, "ARCHITECTURE.md is longer than four pages");
}

#[test]
fn fixtures_are_small() {
    let fixtures: Vec<PathBuf> =
        files().into_iter().filter(|f| f.starts_with(root().join("fixtures"))).collect();
    assert!(fixtures.len() > 100, "only {} fixtures found", fixtures.len());
    for path in fixtures {
        assert!(
            bytes(&path).len() <= FIXTURE,
            "{} is larger than {FIXTURE} bytes",
            from_root(&path)
        );
    }
}

#[test]
fn inner_crates_forbid_what_reaches_out() {
    let strict = text(&root().join("crates/unleaded-model/clippy.toml"));
    for word in ["SystemTime::now", "std::fs::read", "std::env::var", "HashMap", "TcpStream"] {
        assert!(strict.contains(word), "the strict clippy.toml allows {word}");
    }
    for krate in INNER {
        let path = root().join("crates").join(krate).join("clippy.toml");
        assert_eq!(text(&path), strict, "{} differs from that of unleaded-model", from_root(&path));
    }
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut checked = 0;
    for page in files().into_iter().filter(|f| f.extension().is_some_and(|e| e == "md")) {
        for target in links(&text(&page)) {
            let path = page.parent().unwrap().join(target.split('#').next().unwrap());
            assert!(path.exists(), "{}: `{target}` leads nowhere", from_root(&page));
            checked += 1;
        }
    }
    assert!(checked > 50, "only {checked} links found");
}

/// The targets of links that stay inside the repository.
fn links(page: &str) -> Vec<&str> {
    let targets = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let outside = |target: &&str| {
        target.contains("://") || target.starts_with(['#', 'm']) && target.contains(':')
    };
    targets.filter(|target| !outside(target) && !target.starts_with('#')).collect()
}

#[test]
fn names_in_the_readme_are_files() {
    let readme = text(&root().join("README.md"));
    let paths = readme.split('`').skip(1).step_by(2);
    let ours = ["crates/", "docs/", "fixtures/", "schemas/", "tests/", ".ci/"];
    for path in paths.filter(|p| {
        ours.iter().any(|start| p.starts_with(start)) && !p.contains(char::is_whitespace)
    }) {
        assert!(
            root().join(Path::new(path)).exists(),
            "README.md names `{path}`, which is not there"
        );
    }
}
