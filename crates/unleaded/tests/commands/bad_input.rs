//! Bad input: what is wrong, where, and what to do; and nothing half written.

use std::path::{Path, PathBuf};

use crate::support::{Place, Ran, TODAY, fixture, fixture_text};

/// What every file of the fixtures must do in the program: its name says the code.
fn invalid(folder: &str) -> Vec<(PathBuf, String)> {
    let entries = fixture(folder).read_dir().unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<_> =
        entries.filter_map(|path| Some((path.clone(), code_of(&path)?))).collect();
    found.sort();
    assert!(found.len() > 5, "{folder} is nearly empty");
    found
}

fn code_of(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?.strip_prefix("invalid-")?;
    Some(name.split_once("--")?.0.to_owned())
}

/// Fails unless the defect is told with its place and the remedy. Returns whether it is an error.
fn told(ran: &Ran, code: &str, file: &str) -> bool {
    let err = &ran.err;
    let at =
        err.find(&format!("[{code}]: ")).unwrap_or_else(|| panic!("no {code} for {file}: {err}"));
    let line = err[..at].rsplit('\n').next().unwrap().to_owned();
    assert!(["error", "warning", "note"].contains(&line.as_str()), "{line}");
    let rest = &err[at..];
    let place = rest.lines().nth(1).unwrap_or_default();
    assert!(place.starts_with(&format!("  --> {file}")), "{code} has no place: {rest}");
    assert!(rest.contains("\n  help: "), "{code} has no help: {rest}");
    line == "error"
}

/// Fails unless line and column, or a cell, are told.
fn pointed(ran: &Ran, file: &str) {
    let place = ran.err.lines().find(|line| line.starts_with("  --> ")).unwrap();
    let rest = place.trim_start_matches("  --> ").trim_start_matches(file);
    let text = rest.split(':').filter(|part| part.parse::<u32>().is_ok_and(|n| n > 0)).count() == 2;
    assert!(text || rest.contains('!'), "`{place}` points at nothing");
}

#[test]
fn every_bad_declaration_is_told_and_not_converted() {
    let place = Place::new();
    // Nothing inside can be pointed at.
    let whole = [
        "archive-too-large",
        "encoding-broken",
        "encoding-unknown",
        "file-empty",
        "format-unknown",
        "table-empty",
        "workbook-unreadable",
    ];
    for (path, code) in invalid("ipc1752").into_iter().chain(invalid("tables")) {
        let name = path.file_name().unwrap().to_str().unwrap();
        place.write(name, std::fs::read(&path).unwrap());
        let ran = place.run(&format!("check {name}"));
        let is_error = told(&ran, &code, name);
        if !whole.contains(&code.as_str()) {
            pointed(&ran, name);
        }
        // Of what is in no known form nothing can be said.
        let wanted = if code == "format-unknown" { 2 } else { i32::from(is_error) };
        let ran = ran.exits(wanted);
        assert!(ran.out().starts_with(&format!("{name}: ")), "{}", ran.out());
        if is_error {
            place.write("out.xml", "old");
            place.run(&format!("convert {name} --to ipc1752a -o out.xml")).exits(1);
            assert_eq!(place.text("out.xml"), "old");
            place.run(&format!("convert {name} --to ipc1752a -o new.xml")).exits(1);
            assert!(!place.exists("new.xml"));
        }
    }
}

#[test]
fn every_bad_bill_of_materials_is_told_and_not_summed() {
    let place = Place::with_board();
    for (path, code) in invalid("bom") {
        let name = path.file_name().unwrap().to_str().unwrap();
        place.write(name, std::fs::read(&path).unwrap());
        let ran = place.run(&format!(
            "rollup {name} --declarations declarations --as-of {TODAY} --format json -o {name}.json"
        ));
        let is_error = told(&ran, &code, name);
        assert_eq!(is_error, ran.code == 2, "{name}: {}", ran.err);
        assert_eq!(is_error, !place.exists(&format!("{name}.json")), "{name}");
    }
}

#[test]
fn a_bad_amount_is_told_by_its_value() {
    const TABLE: &str = "part,material,substance,cas,mass_pct_of_material,total_mass,total_mass_unit\n\
        R-1,Ceramic,Aluminium oxide,1344-28-1,96,2,mg\nR-1,Ceramic,Silicon dioxide,7631-86-9,4,2,mg\n";
    let place = Place::new();
    let long = "9".repeat(101);
    for (from, to, code, at) in [
        (",2,mg", ",\"1,2 pieces\",mg", "number-malformed", ":2:"),
        (",96,", ",-96,", "number-negative", ":2:"),
        (",96,", ",NaN,", "number-malformed", ":2:"),
        (",96,", ",inf,", "number-malformed", ":2:"),
        (",4,2,", ",14,2,", "sum-over-100", ":2:"),
        (",2,mg", ",2,", "unit-missing", ":2:"),
        (",2,mg", ",2,stone", "unit-unknown", ":2:"),
        (",96,", ",96e41,", "number-too-long", ":2:"),
        (",96,", &format!(",{long},"), "number-too-long", ":2:"),
        (",96,", ",1e20,", "sum-over-100", ":2:"),
        (",2,mg", ",1e30,kg", "amount-overflow", ":2:"),
    ] {
        assert!(TABLE.contains(from));
        place.write("bad.csv", TABLE.replace(from, to));
        let ran = place.run("check bad.csv");
        told(&ran, code, "bad.csv");
        let ran = ran.exits(1).says(&format!("bad.csv{at}"));
        assert!(ran.err.len() < 4_000, "a value is not echoed at length");
        place.run("convert bad.csv --to ipc1752a -o out.xml").exits(1);
        assert!(!place.exists("out.xml"));
    }
}

#[test]
fn a_bad_document_never_spoils_the_good_ones() {
    let place = Place::with_board();
    place.write("declarations/broken.xml", "<MainDeclaration");
    place.write("declarations/noise.csv", [0xff, 0x00, 0x9f, 0x92]);
    place.write("declarations/notes.txt", "call the supplier");
    let rollup = "rollup bom.csv --declarations declarations --as-of 2026-11-22 --format json -o report.json";
    let ran = place.run(rollup).exits(1);
    assert!(ran.err.contains("broken.xml:1:"), "{}", ran.err);
    let report = place.json("report.json");
    assert_eq!(report["products"][0]["status"], "compliant");
    let documents = report["inputs"]["declarations"].as_array().unwrap();
    assert_eq!(documents.iter().filter(|d| !d["left_out"].is_null()).count(), 3);
}

#[test]
fn a_cycle_and_an_unknown_quantity_are_told() {
    let place = Place::with_board();
    let rollup = |bom: &str| {
        place.write("bad.csv", bom);
        let ran = place.run("rollup bad.csv --declarations declarations -o report.json").exits(2);
        assert!(!place.exists("report.json"));
        ran
    };
    rollup("parent,child,quantity\nA,B,1\nB,C,1\nC,A,1\n")
        .says("[bom-cycle]")
        .says("A > B > C > A")
        .says("bad.csv:4:1");
    rollup("parent,child,quantity\nA,B,some\n")
        .says("[bom-quantity]")
        .says("`some`")
        .says("bad.csv:2:5");
    rollup("parent,child,quantity\nA,A,1\n").says("[bom-cycle]");
    rollup("parent,child,quantity,unit\nA,B,1,furlong\n").says("[bom-unit]").says("furlong");
    rollup("").says("[file-empty]");
    let deep: String = (0..3_000).map(|n| format!("P{n},P{},1\n", n + 1)).collect();
    place.write("deep.csv", format!("parent,child,quantity\n{deep}"));
    place.run("rollup deep.csv --declarations declarations --format json -o deep.json").exits(1);
}

#[test]
fn a_changed_signature_is_bad() {
    let place = Place::with_board();
    place.run("keygen -o a.pem").exits(0);
    place.run("trust add a.pub.pem --org A --trust trust.json").exits(0);
    let verify = "verify declarations/parts.csv --trust trust.json";
    place.run("sign declarations/parts.csv --key a.pem").exits(0);
    place.run(verify).exits(0);
    let name = "declarations/parts.csv.dsse.json";
    let good = place.text(name);
    let mut envelope = place.json(name);
    let sig = envelope["signatures"][0]["sig"].as_str().unwrap().to_owned();
    let other = if sig.starts_with('A') { "B" } else { "A" };
    envelope["signatures"][0]["sig"] = format!("{other}{}", &sig[1..]).into();
    place.write(name, envelope.to_string());
    place.run(verify).exits(1).prints("BAD").says("[signature-invalid]");
    for (bytes, code) in [
        (good[..good.len() / 2].to_owned(), "envelope-not-json"),
        ("[]".to_owned(), "envelope-malformed"),
        (good.replacen("payloadType", "payloadtype", 1), "envelope-malformed"),
    ] {
        place.write(name, bytes);
        place.run(verify).exits(1).says(&format!("[{code}]")).says("help: ");
    }
}

#[test]
fn a_bad_trust_file_is_told_and_kept() {
    let place = Place::with_board();
    place.run("keygen -o a.pem").exits(0);
    for bytes in ["", "{", "[1]", "{\"schema\": 3}", "\u{feff}{}"] {
        place.write("trust.json", bytes);
        let ran = place.run("trust add a.pub.pem --org A --trust trust.json").exits(2);
        assert!(ran.err.contains("trust.json") && ran.err.contains("help: "), "{}", ran.err);
        assert_eq!(place.text("trust.json"), bytes);
    }
    std::fs::remove_file(place.path("trust.json")).unwrap();
    for line in [
        "trust add a.pem --org A --trust trust.json",
        "trust add missing.pub.pem --org A --trust trust.json",
        "trust add a.pub.pem --org ' ' --trust trust.json",
        "trust add a.pub.pem --org A --id lei:123 --trust trust.json",
        "trust add a.pub.pem --org A --id stamp:123 --trust trust.json",
        "trust add a.pub.pem --org A --from 2026-02-02 --to 2026-01-01 --trust trust.json",
        "trust list --trust trust.json",
        "trust revoke abc --from 2026-01-01 --trust trust.json",
    ] {
        place.run(line).exits(2).says("help: ");
        assert!(!place.exists("trust.json"), "`{line}` made a trust file");
    }
}

#[test]
fn a_byte_that_does_not_fit_is_told() {
    let place = Place::new();
    place.write(
        "latin.xml",
        std::fs::read(fixture("ipc1752/invalid-encoding-broken--latin-1-in-utf-8.xml")).unwrap(),
    );
    let ran = place.run("check latin.xml").exits(1);
    told(&ran, "encoding-broken", "latin.xml");
    pointed(&ran, "latin.xml");
}

/// The line is shown as it is read, in the encoding of the file.
#[test]
fn the_line_is_shown_in_every_encoding() {
    let place = Place::new();
    let table = "零件号,均质材料,物质,CAS,含量(%)\n电阻-1,陶瓷,氧化铝,1344-28-1,9O\n";
    let gb18030: &[u8] =
        b"\xc1\xe3\xbc\xfe\xba\xc5,\xb2\xc4\xc1\xcf,\xce\xef\xd6\xca,CAS,\xba\xac\xc1\xbf(%)\n\
        \xb5\xe7\xd7\xe8-1,\xcc\xd5\xb4\xc9,\xd1\xf5\xbb\xaf\xc2\xc1,1344-28-1,9O\n";
    let utf16: Vec<u8> =
        "\u{feff}".encode_utf16().chain(table.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let marked = format!("\u{feff}{table}");
    for bytes in [table.as_bytes(), marked.as_bytes(), gb18030, &utf16] {
        place.write("table.csv", bytes);
        let ran = place.run("check table.csv").exits(1).says("[number-malformed]");
        let at = ran.err.find("[number-malformed]").unwrap();
        let shown: Vec<&str> = ran.err[at..].lines().skip(2).take(2).collect();
        assert!(shown[0].contains("| 电阻-1,陶瓷,氧化铝,1344-28-1,9O"), "{}", ran.err);
        // Each of the seven Chinese characters is three bytes, and two columns wide.
        assert_eq!(shown[1].find('^').unwrap(), shown[0].find("9O").unwrap() - 7, "{}", ran.err);
    }
}

#[test]
fn a_declaration_of_one_part_twice_is_a_warning() {
    let place = Place::new();
    place.write("twice.xml", fixture_text("ipc1752/invalid-duplicate-part--same-number.xml"));
    place.run("check twice.xml").exits(0).says("warning[duplicate-part]");
}
