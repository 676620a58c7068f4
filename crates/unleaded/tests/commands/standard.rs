//! `-` is standard input, or standard output.

use std::process::Stdio;

use crate::support::{Place, Ran, TODAY, fixture_text};

#[test]
fn check_reads_standard_input() {
    let place = Place::new();
    let xml = fixture_text("ipc1752/valid-class-d.xml");
    place.feed(xml.as_bytes(), "check -").exits(0).prints("-: 1 part, 0 errors");
    let table = std::fs::read(crate::support::fixture("tables/valid-chinese.xlsx")).unwrap();
    place.feed(&table, "check -").exits(0);
    place.feed(b"<a>", "check - --format json -o -").exits(1).prints("\"file\": \"-\"");
}

#[test]
fn sign_and_verify_take_pipes() {
    let place = Place::new();
    place.run("keygen -o a.pem").exits(0);
    place.run("trust add a.pub.pem --org A --trust trust.json").exits(0);
    let document = fixture_text("ipc1752/valid-class-d.xml");
    let bytes = document.as_bytes();
    place.feed(bytes, "sign - --key a.pem").exits(2).says("`-o FILE`");
    place.feed(bytes, "sign - --key a.pem -o a.dsse.json").exits(0);
    let printed = place.feed(bytes, "sign - --key a.pem -o -").exits(0).json();
    assert!(printed["signatures"].is_array());
    assert_eq!(printed, place.json("a.dsse.json"));
    let verify = "verify - --envelope a.dsse.json --trust trust.json";
    place.feed(bytes, verify).exits(0).prints("-: good");
    place.feed(b"<a/>", verify).exits(1).prints("-: BAD");
    place.feed(bytes, "verify - --trust trust.json").exits(1).prints("-: unsigned");
    place
        .feed(bytes, "verify - --envelope none.json --trust trust.json")
        .exits(2)
        .says("none.json");
}

/// What would be read of it a second time is nothing, and nothing must not pass for a document, a key or a signature.
#[test]
fn standard_input_is_taken_once() {
    let place = Place::with_board();
    place.run("keygen -o a.pem").exits(0);
    place.run("sign bom.csv --key a.pem").exits(0);
    let document = place.read("bom.csv");
    for line in [
        "sign - --key a.pem --supersedes - -o x",
        "withdraw bom.csv --key - --passphrase file:- --reason x",
    ] {
        for (lang, says) in [("en", "read once"), ("zh", "只能读取一次")] {
            let ran = place.feed(&document, &format!("--lang {lang} {line}")).exits(2);
            ran.says(says);
        }
        assert!(!place.exists("x"), "{line}");
    }
    place.feed(&document, "sign - --key - -o x").exits(2).says("PEM");
    let add = "trust add a.pub.pem --org A --trust -";
    place.run(add).exits(2).says("`-` is none").says("--trust TRUST.json");
    place.run(&format!("--lang zh {add}")).exits(2).says("“-”不是文件");
    assert!(!place.exists("-"));
}

#[test]
fn convert_is_a_filter() {
    let place = Place::with_board();
    let table = place.read("declarations/parts.csv");
    let printed = place.feed(&table, "convert - --to ipc1752a").exits(0);
    let dash = place.feed(&table, "convert - --to ipc1752a -o -").exits(0);
    place.run("convert declarations/parts.csv --to ipc1752a -o parts.xml").exits(0);
    assert_eq!(printed.out, dash.out);
    assert_eq!(printed.out, place.read("parts.xml"));
    place.feed(&printed.out, "check -").exits(0);
}

#[test]
fn rollup_and_document_make_a_pipeline() {
    let place = Place::with_board();
    let bom = place.read("bom.csv");
    let line = format!("rollup - --declarations declarations --as-of {TODAY} --format json -o -");
    let report = place.feed(&bom, &line).exits(0);
    place
        .run(&format!(
            "{} -o report.json",
            line.replace("rollup -", "rollup bom.csv").replace(" -o -", "")
        ))
        .exits(0);
    assert_eq!(report.out, place.read("report.json"), "a report does not name its files");
    let table =
        place.feed(&report.out, "document china-rohs-table - --product BOARD --to text -o -");
    table.exits(0).prints("BOARD");
    let html =
        place.feed(&report.out, "document china-rohs-table - --product BOARD --lang en").exits(0);
    assert!(html.out().starts_with("<!DOCTYPE html>"));
}

#[test]
fn a_reader_that_went_away_is_silent() {
    let place = Place::with_board();
    place.copy("ipc1752/invalid-number-malformed--decimal-comma.xml", "bad.xml");
    for line in
        ["check bad.xml", "--help", "rollup bom.csv --declarations declarations", "rollup --help"]
    {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = place.command(line).stdout(writer).stdin(Stdio::null()).output().unwrap();
        let ran = Ran::of(line, output);
        let told = ran.err.to_lowercase();
        assert!(!told.contains("pipe"), "`{line}`: {told}");
        // Nobody reads the messages either: there is nothing to do but to end properly.
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let status = place.command(line).stderr(writer).stdout(Stdio::null()).status().unwrap();
        assert_eq!(status.code(), Some(ran.code), "`{line}`");
    }
}

#[test]
fn a_full_disk_is_told() {
    if !std::path::Path::new("/dev/full").exists() {
        eprintln!("skipped: there is no /dev/full");
        return;
    }
    let place = Place::with_board();
    let line = "rollup bom.csv --declarations declarations --format json";
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = place.command(line).stdout(full).output().unwrap();
    Ran::of(line, output).exits(2).says("standard output");
    place.run(&format!("{line} -o /dev/full")).exits(2).says("`/dev/full` can't be written");
    assert!(!std::fs::metadata("/dev/full").unwrap().is_file(), "a device is never replaced");
    place.run(&format!("{line} -o none/report.json")).exits(2).says("none/report.json");
    place.run(&format!("{line} -o declarations")).exits(2).says("it is a folder");
}

#[cfg(unix)]
#[test]
fn an_output_keeps_its_link_and_its_mode() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let place = Place::with_board();
    place.write("real.json", "old");
    symlink("real.json", place.path("link.json")).unwrap();
    let private = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(place.path("real.json"), private).unwrap();
    place.run("rollup bom.csv --declarations declarations --format json -o link.json").exits(0);
    assert!(place.path("link.json").is_symlink());
    assert!(place.text("real.json").starts_with('{'));
    let mode = std::fs::metadata(place.path("real.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(place.names("."), ["bom.csv", "declarations", "link.json", "real.json"]);
}
