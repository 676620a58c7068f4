//! Every code has a page, and something that raises exactly it.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads files and fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use unleaded_model::diagnostic::{Diagnostic, Language, codes};
use unleaded_tests::{
    bytes, check_cases, code_pages, entries, evidence, list_cases, made, name, proof_cases,
    readers, rollup_cases, root, text, trust_cases,
};

#[test]
fn every_code_is_raised_by_something() {
    let evidence = evidence::all();
    let codes: BTreeSet<&str> = codes::all().map(|code| code.name()).collect();
    let without: Vec<_> = codes.iter().filter(|code| !evidence.contains_key(**code)).collect();
    assert!(without.is_empty(), "nothing raises {without:?}");
    let unknown: Vec<_> = evidence.keys().filter(|code| !codes.contains(code.as_str())).collect();
    assert!(unknown.is_empty(), "there are no codes {unknown:?}");
}

#[test]
fn pages_are_current() {
    let folder = root().join("docs/codes");
    let wanted = code_pages::pages();
    if std::env::var_os("UNLEADED_BLESS").is_some_and(|v| v == "1") {
        bless(&folder, &wanted);
    }
    let names: BTreeSet<String> = entries(&folder).iter().map(|p| name(p).to_owned()).collect();
    assert_eq!(names, wanted.keys().cloned().collect(), "{}", folder.display());
    for (page, wanted) in wanted {
        let found = text(&folder.join(&page));
        assert!(found == wanted, "{page}: write the pages again with UNLEADED_BLESS=1");
    }
}

fn bless(folder: &Path, pages: &BTreeMap<String, String>) {
    std::fs::create_dir_all(folder).unwrap();
    for old in folder.read_dir().unwrap() {
        std::fs::remove_file(old.unwrap().path()).unwrap();
    }
    for (page, text) in pages {
        std::fs::write(folder.join(page), text).unwrap();
    }
}

/// Runs each fixture of `folder` and compares what it raises with its name.
fn check_fixtures(folder: &str, raise: fn(&Path) -> Vec<Diagnostic>) {
    let mut failures = Vec::new();
    for (path, code) in evidence::fixtures(folder) {
        let found = raise(&path);
        if readers::names(&found) != code.iter().map(String::as_str).collect() {
            failures.push(format!("{}: {:?}", name(&path), readers::names(&found)));
        }
        found.iter().for_each(check_words);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Every value that the words speak of is there, in both languages.
fn check_words(diagnostic: &Diagnostic) {
    for language in [Language::En, Language::Zh] {
        for template in
            [diagnostic.code.words(language).message, diagnostic.code.words(language).help]
        {
            for name in template.split('{').skip(1).filter_map(|s| s.split('}').next()) {
                assert!(diagnostic.argument(name).is_some(), "{} says no {name}", diagnostic.code);
            }
        }
    }
}

#[test]
fn bills_of_materials_raise_the_code_of_their_name() {
    check_fixtures("bom", readers::raised);
}

#[test]
fn chemsherpa_files_raise_the_code_of_their_name() {
    check_fixtures("chemsherpa", readers::raised);
}

#[test]
fn iec62474_documents_raise_the_code_of_their_name() {
    check_fixtures("iec62474", readers::raised);
}

#[test]
fn ipc1752_documents_raise_the_code_of_their_name() {
    check_fixtures("ipc1752", readers::raised);
}

#[test]
fn tables_raise_the_code_of_their_name() {
    check_fixtures("tables", readers::raised);
}

#[test]
fn checks_raise_the_code_of_their_name() {
    check_fixtures("check", check_cases::raised);
}

#[test]
fn lists_of_rules_raise_the_code_of_their_name() {
    check_fixtures("lists", list_cases::raised);
}

#[test]
fn logs_and_proofs_raise_the_code_of_their_name() {
    check_fixtures("proofs", proof_cases::raised);
}

#[test]
fn rollups_raise_the_code_of_their_name() {
    check_fixtures("rollup", rollup_cases::raised);
}

#[test]
fn keys_signatures_and_trust_files_raise_the_code_of_their_name() {
    check_fixtures("trust", trust_cases::raised);
}

#[test]
fn made_inputs_raise_their_code() {
    for made in made::ALL {
        let found = (made.raise)();
        let mut wanted = BTreeSet::from([made.code, made.beside]);
        wanted.remove("");
        assert_eq!(readers::names(&found), wanted, "{}", made.what);
        found.iter().for_each(check_words);
    }
}

#[test]
fn named_tests_exist_and_ask_for_their_code() {
    for (code, file, function) in evidence::TESTS {
        let source = text(&root().join(file));
        let start = source.find(&format!("fn {function}()"));
        let start = start.unwrap_or_else(|| panic!("{file} has no test `{function}`"));
        let is_test = source[..start].trim_end().ends_with("#[test]");
        assert!(is_test, "`{function}` in {file} is no test");
        let body = &source[start..];
        let body = &body[..body[1..].find("\nfn ").map_or(body.len(), |end| end + 1)];
        let constant = code.to_uppercase().replace('-', "_");
        assert!(
            body.contains(&format!("codes::{constant}")),
            "`{function}` does not ask for {code}"
        );
    }
}

#[test]
fn keys_of_fixtures_are_marked_as_such() {
    let readme = text(&root().join("fixtures/README.md"));
    assert!(readme.contains("Never trust a key"), "fixtures/README.md must warn of the keys");
    for (folder, _) in evidence::fixtures("trust") {
        for path in entries(&folder) {
            assert!(bytes(&path).len() <= 64 << 10, "{}", path.display());
        }
    }
}
