//! `check` for a receiver: what he makes of findings, what stays visible of those he lets pass, and how many are shown.

use crate::support::{Place, fixture, schema};

const TWICE: &str = "check/invalid-duplicate-substance--other-name.csv";

fn place() -> Place {
    let place = Place::new();
    place.copy(TWICE, "twice.csv");
    place
}

#[test]
fn the_exit_code_follows_the_profile() {
    let place = place();
    place.run("check twice.csv").exits(0).says("warning[duplicate-substance]");
    place
        .run("check twice.csv --profile strict")
        .exits(1)
        .says("error[duplicate-substance]")
        .says("error[weight-missing]")
        .says("nothing suppressed by profile `strict`");
    place.write("over.csv", "part,material,substance,cas,share (%)\nA-1,M,Copper,7440-50-8,103\n");
    place.write(
        "lax.toml",
        "[codes.sum-over-100]\nseverity = \"warning\"\nreason = \"printed shares round\"\n",
    );
    place.run("check over.csv").exits(1);
    place.run("check over.csv --profile lax.toml").exits(0).says("warning[sum-over-100]");
}

#[test]
fn what_is_turned_off_stays_in_the_json() {
    let place = place();
    place.write(
        "lax.toml",
        "name = \"lax\"\n[codes.duplicate-substance]\nseverity = \"off\"\nreason = \"we add them up\"\n",
    );
    let ran = place.run("check twice.csv --profile lax.toml").exits(0);
    assert!(!ran.err.contains("duplicate-substance"), "{}", ran.err);
    ran.says("1 suppressed by profile `lax`");
    let value = place.run("check twice.csv --profile lax.toml --format json --as-of 2026-11-22");
    let value = value.exits(0).json();
    let validator = jsonschema::draft202012::new(&schema("diagnostics-v1.schema.json")).unwrap();
    assert!(validator.is_valid(&value), "{value:#}");
    let found = &value["files"][0]["diagnostics"][0];
    assert_eq!(found["code"], "duplicate-substance");
    assert_eq!(found["severity"], "info");
    assert_eq!(found["suppressed"]["profile"], "lax");
    assert_eq!(found["suppressed"]["reason"], "we add them up");
    assert_eq!(found["suppressed"]["severity"], "warning");
    let summary = &value["summary"];
    assert_eq!(summary["suppressed"], 1);
    assert_eq!(summary["warnings"], 0);
    assert_eq!(summary["profile"], "lax");
    assert_eq!(summary["as_of"], "2026-11-22");
}

#[test]
fn a_wrong_profile_checks_nothing_and_names_the_nearest_word() {
    let place = place();
    for (case, code, near) in [
        ("profile-key-unknown--limit", "profile-key-unknown", "did you mean `limits`?"),
        ("profile-code-unknown--misspelt", "profile-code-unknown", "`cas-check-digit`?"),
        ("profile-value-invalid--severity", "profile-value-invalid", "did you mean `warning`?"),
        ("profile-syntax--open-table", "profile-syntax", "profile.toml:1:7"),
    ] {
        let path = format!("check/{case}/profile.toml");
        assert!(fixture(&path).exists());
        place.copy(&path, "profile.toml");
        let ran = place.run("check twice.csv --profile profile.toml").exits(2);
        assert!(ran.out.is_empty(), "{}", ran.out());
        ran.says(&format!("[{code}]")).says(near);
    }
    place.run("check twice.csv --profile bomchek").exits(2).says("bomcheck, imds, strict");
    place.write("latin.toml", b"name = \"\xe9\"");
    place.run("check twice.csv --profile latin.toml").exits(2).says("UTF-8");
}

#[test]
fn what_repeats_is_folded_and_all_unfolds_it() {
    let place = Place::new();
    let rows = |material: &dyn Fn(usize) -> String| {
        let rows = (0..250).map(|at| format!("A-{at},{},Copper,7440-50-8,100\n", material(at)));
        format!("part,material,substance,cas,share (%)\n{}", rows.collect::<String>())
    };
    place.write("same.csv", rows(&|_| "Material 1".to_owned()));
    let ran = place.run("check same.csv").exits(0);
    assert_eq!(ran.err.matches("[placeholder-name]").count(), 1, "{}", ran.err);
    let ran = ran.says("... and 249 more of the same: 3:");
    ran.prints("250 parts, 0 errors, 250 warnings");
    let ran = place.run("check same.csv --all").exits(0);
    assert_eq!(ran.err.matches("[placeholder-name]").count(), 250);
    let json = place.run("check same.csv --format json").json();
    assert_eq!(json["files"][0]["diagnostics"].as_array().unwrap().len(), 250);
    // Each value is another, so each has its line, but not each its advice.
    place.write("other.csv", rows(&|at| format!("Material {at}")));
    let ran = place.run("check other.csv").exits(0);
    assert_eq!(ran.err.matches("[placeholder-name]").count(), 250);
    assert_eq!(ran.err.matches("help:").count(), 20);
}

#[test]
fn several_files_close_with_a_total() {
    let place = place();
    place.copy("tables/valid-english.csv", "fine.csv");
    let ran = place.run("check fine.csv twice.csv").exits(0);
    ran.says("2 files: ").says("0 errors, 1 warning\n");
    let ran = place.run("check fine.csv twice.csv --lang zh").exits(0);
    ran.says("共 2 个文件：").says("0 个错误，1 个警告");
}

#[test]
fn lists_are_old_by_the_date_that_is_asked_about() {
    let place = Place::new();
    place.copy("check/invalid-list-stale--october-2008.xml", "c.xml");
    place.run("check c.xml --as-of 2026-11-22").exits(0).says("[list-stale]").says("EUREACH-0226");
    for date in ["2008-10-28", "2009-12-01", "2008-01-01"] {
        let ran = place.run(&format!("check c.xml --as-of {date}")).exits(0);
        assert!(ran.err.is_empty(), "{date}: {}", ran.err);
    }
    place.copy("check/invalid-exemption-expired--41.xml", "e.xml");
    place.run("check e.xml --as-of 2026-11-22").exits(0).says("2022-03-31");
    place.run("check e.xml --as-of 2026-11-22 --category eu-rohs=11").says("category 11");
    let ran = place.run("check e.xml --as-of 2022-03-31").exits(0);
    assert!(ran.err.is_empty(), "{}", ran.err);
}
