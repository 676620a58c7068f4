//! Real declarations, checked: no false error, and each finding that there is.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use jiff::civil::date;
use unleaded_app::check::{Checked, Request, check};
use unleaded_app::profile::Profile;
use unleaded_formats::tables::Mapping;
use unleaded_model::diagnostic::{FileName, Language, Severity};

/// The shared material beside the repository, checked; a test without it says so.
fn checked(path: &str, profile: &Profile) -> Option<Checked> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus").join(path);
    let Ok(bytes) = fs::read(&path) else {
        // Past the harness, which would swallow it.
        let _ = writeln!(std::io::stderr(), "skipped: {} is not there", path.display());
        return None;
    };
    let request = Request {
        as_of: date(2026, 11, 22),
        category: None,
        profile,
        mapping: &Mapping::default(),
    };
    Some(check(&bytes[..], &FileName::new("corpus"), &request))
}

fn counts(checked: &Checked) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for found in &checked.diagnostics {
        *counts.entry(found.code.name()).or_default() += 1;
    }
    counts
}

#[test]
fn a_real_class_c_declaration_is_only_old() {
    let Some(checked) = checked("ipc1752/class-c-am3-2024-09-27.xml", &Profile::default()) else {
        return;
    };
    assert_eq!(counts(&checked), BTreeMap::from([("list-stale", 1)]));
    let said = checked.diagnostics[0].message(Language::En);
    assert!(said.contains("EUREACH-0624") && said.contains("2026-02-04"), "{said}");
}

#[test]
fn real_compositions_have_one_number_beside_another_name() {
    let Some(checked) = checked("components/components.csv", &Profile::default()) else { return };
    let errors = checked.diagnostics.iter().filter(|d| d.severity == Severity::Error);
    assert_eq!(errors.count(), 0);
    let wanted = BTreeMap::from([
        ("amount-missing", 1),
        ("cas-contradicts-name", 1),
        ("column-unknown", 4),
        // `6(c) style note` and `(lead solder)` stand where the number of an exemption should.
        ("exemption-malformed", 36),
        ("sum-under-100", 1),
    ]);
    assert_eq!(counts(&checked), wanted);
    let wrong = checked.diagnostics.iter().find(|d| d.code.name() == "cas-contradicts-name");
    let said = wrong.unwrap().message(Language::En);
    assert!(said.contains("`Silver`") && said.contains("Silicon (7440-21-3)"), "{said}");
}

#[test]
fn real_compositions_under_each_built_in_profile() {
    for (name, wanted) in [("bomcheck", Some(2)), ("imds", Some(4)), ("strict", Some(6))] {
        let profile = Profile::built_in(name).unwrap();
        let Some(checked) = checked("components/components.csv", &profile) else { return };
        assert_eq!(counts(&checked).get("undisclosed-over-limit").copied(), wanted, "{name}");
        assert!(checked.off.is_empty());
    }
    assert_eq!(Profile::names().count(), 3);
}

/// `name` beside `cas`, in one material.
fn contradicts(name: &str, cas: &str) -> bool {
    let table = format!("part,material,substance,cas,share (%)\nA-1,M,\"{name}\",{cas},100\n");
    let profile = Profile::default();
    let request = Request {
        as_of: date(2026, 11, 22),
        category: None,
        profile: &profile,
        mapping: &Mapping::default(),
    };
    let found = check(table.as_bytes(), &FileName::new("t.csv"), &request).diagnostics;
    found.iter().any(|found| found.code.name() == "cas-contradicts-name")
}

#[test]
fn names_and_numbers() {
    for (name, cas) in [
        ("Silver", "7440-21-3"),
        ("银", "7440-21-3"),
        ("Lead (Pb) [impurity]", "7440-31-5"),
        ("Cobalt dichloride", "7440-50-8"),
        ("Aluminum", "7440-50-8"),
        ("Copper", "117-81-7"),
    ] {
        assert!(contradicts(name, cas), "{name} {cas}");
    }
    for (name, cas) in [
        ("Silver", "7440-22-4"),
        ("银", "7440-22-4"),
        ("Aluminium", "7429-90-5"),
        ("Silica", "60676-86-0"),
        ("Silicon dioxide", "14808-60-7"),
        ("Carbon", "1333-86-4"),
        ("Hexavalent chromium", "1333-82-0"),
        ("Lead", "1317-36-8"),
        ("A name of the maker's own", "7440-22-4"),
        ("Silver", "9999999-99-5"),
        ("Epoxy", "29690-82-2"),
    ] {
        assert!(!contradicts(name, cas), "{name} {cas}");
    }
}

#[test]
fn a_declaration_cut_anywhere_is_checked_to_its_end() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let strict = Profile::built_in("strict").unwrap();
    let request = Request {
        as_of: date(2026, 11, 22),
        category: None,
        profile: &strict,
        mapping: &Mapping::default(),
    };
    for name in
        ["ipc1752/valid-class-c.xml", "ipc1752/valid-class-d.xml", "tables/valid-chinese.csv"]
    {
        let bytes = fs::read(fixtures.join(name)).unwrap();
        for end in (0..bytes.len()).step_by(3) {
            let checked = check(&bytes[..end], &FileName::new("cut"), &request);
            assert!(!checked.diagnostics.is_empty() || name.ends_with("csv"), "{name} {end}");
        }
    }
}
