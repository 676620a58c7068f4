//! The folder of an export: whole or not there, and never in the place of anything else.

use std::process::{Command, Stdio};

use super::{LINE, Row, export, rows};
use crate::explain::with_demo;
use crate::support::{Place, Ran, TODAY, has};

#[test]
fn only_an_earlier_export_is_replaced() {
    let place = Place::with_board();
    let refused = |options: &str, why: &str| {
        export(&place, &format!("--to csv {options}")).exits(2).says(why);
    };
    refused("-o -", "standard output");
    refused("-o bom.csv", "`bom.csv` is a file");
    refused("-o declarations", "holds `parts.csv`, which would be lost");
    refused("-o .", "holds `bom.csv`");
    refused("", "--output");
    place.write("empty/x", "");
    std::fs::remove_file(place.path("empty/x")).unwrap();
    export(&place, "--to csv -o empty/").exits(0);
    export(&place, "--to csv -o empty --rules eu-rohs").exits(0);
    assert_eq!(rows(&place, "empty/verdicts.csv").len(), 1, "the newer one is there");
    place.write("empty/analysis.sql", "SELECT 1");
    refused("-o empty", "holds `analysis.sql`");
    std::fs::remove_file(place.path("empty/analysis.sql")).unwrap();
    place.write("empty/export.json", r#"{"schema": "another/export/v1"}"#);
    refused("-o empty", "would be lost");
    // Its edges are a bill of materials, too.
    export(&place, "--to csv -o new/tables").exits(0);
    let own = "export new/tables/edges.csv --declarations declarations --to csv -o new/tables";
    place.run(own).exits(2).says("is the file that is read");
    assert_eq!(place.names("new"), ["tables"]);
    assert_eq!(place.names("."), ["bom.csv", "declarations", "empty", "new"]);
}

#[test]
fn nothing_is_left_of_what_could_not_be_made() {
    let place = Place::with_board();
    place
        .run("export none.csv --declarations declarations --to csv -o t")
        .exits(2)
        .says("none.csv");
    place.run("export bom.csv --declarations none --to csv -o t").exits(2).says("none");
    place.write("bad.csv", "parent,child,quantity\nA,A,1\n");
    place
        .run("export bad.csv --declarations declarations --to csv -o t")
        .exits(2)
        .says("nothing was summed");
    assert_eq!(place.names("."), ["bad.csv", "bom.csv", "declarations"]);
    // What a killed run left is gone after the next one; what is not ours stays.
    place.write(".t.123.tmp/parts.csv", "");
    place.write(".t.124.old/export.json", "");
    place.write(".t.125.tmp/letter", "");
    place.write(".t.x.tmp/parts.csv", "");
    export(&place, "--to csv -o t").exits(0);
    let left = [".t.125.tmp", ".t.x.tmp", "bad.csv", "bom.csv", "declarations", "t"];
    assert_eq!(place.names("."), left);
}

#[test]
fn a_document_that_is_left_out_is_an_answer() {
    let place = Place::with_board();
    place.write("declarations/broken.xml", "<MainDeclaration");
    export(&place, "--to csv -o tables").exits(1).says("written: tables");
    let documents = rows(&place, "tables/documents.csv");
    let left_out: Vec<&Row> = documents.iter().filter(|row| row.contains_key("left_out")).collect();
    assert_eq!((left_out.len(), documents.len()), (1, 2));
    assert!(!left_out[0].contains_key("item"));
}

/// Files may have two blocks, and no signal tells so: like a disk that is full.
#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_leaves_nothing() {
    if !has("bash") {
        return;
    }
    let place = with_demo();
    let line =
        format!("trap '' XFSZ; ulimit -f 2; exec \"$0\" {LINE} --as-of {TODAY} -o tables --to");
    let forms: &[&str] = if cfg!(feature = "parquet") { &["csv", "parquet"] } else { &["csv"] };
    for form in forms {
        let mut command = Command::new("bash");
        command.args(["-c", &format!("{line} {form}"), env!("CARGO_BIN_EXE_unleaded")]);
        let output = command.current_dir(place.path(".")).stdin(Stdio::null()).output().unwrap();
        Ran::of(form, output).exits(2).says("`tables` can't be written");
        assert_eq!(place.names("."), ["bom.csv", "declarations"], "{form}");
    }
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_program_without_parquet_says_how_to_get_it() {
    let place = Place::with_board();
    let ran = export(&place, "--to parquet -o tables").exits(2);
    ran.says("built without").says("`--features parquet`").says("`--to csv`");
    assert!(!place.exists("tables"));
}
