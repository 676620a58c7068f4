//! `export`: the tables are those of the page, hold what the report says, and add up.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::explain::with_demo;
use crate::json::{strict, valid};
use crate::support::{Place, Ran, TODAY, has, missing};

const PAGE: &str = include_str!("../../../../docs/formats/export.md");
const LINE: &str = "export bom.csv --declarations declarations";

fn export(place: &Place, options: &str) -> Ran {
    place.run(&format!("{LINE} --as-of {TODAY} {options}"))
}

/// A row by the names of its columns; nothing where a cell is empty.
type Row = BTreeMap<String, String>;

fn rows(place: &Place, path: &str) -> Vec<Row> {
    let bytes = place.read(path);
    let mut reader = csv::Reader::from_reader(&bytes[..]);
    let names = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| -> Row {
        let cells = names.iter().zip(record.iter()).filter(|(_, cell)| !cell.is_empty());
        cells.map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn number(row: &Row, name: &str) -> Option<i128> {
    row.get(name).map(|cell| cell.parse().unwrap())
}

/// Every kind of part: in pieces and in grams, counted with decimals, declared as a whole, not declared, there zero times, and
/// a product that is built into another.
fn of_every_kind() -> Place {
    let place = Place::new();
    place.write(
        "bom.csv",
        "parent,child,quantity,unit,name,maker,composition\n\
         RACK,BOARD,3,,,,\n\
         RACK,BOARD,2,,,,\n\
         RACK,GLUE,0.25,g,\"=1+1, \"\"quoted\"\"\",,\n\
         RACK,GLUE,2,,,,\n\
         RACK,SPARE,0,,,Makers & Co,\n\
         RACK,MODULE,1,,,,\n\
         BOARD,R-1,2,,,,\n\
         BOARD,CABLE,0.1250000000001,,,,\n\
         MODULE,R-1,4,,,,whole\n\
         MODULE,LOST,4,,,,\n",
    );
    let head = "part,material,substance,cas,mass_pct_of_material,total_mass,total_mass_unit\n";
    let part = |name: &str, lead: u32, mass: &str| {
        format!(
            "{name},Solder,Lead,7439-92-1,{lead},{mass},mg\n\
             {name},Solder,Tin,7440-31-5,{},{mass},mg\n",
            100 - lead
        )
    };
    let parts = [("R-1", 3, "2"), ("GLUE", 0, "7.5"), ("CABLE", 1, "1.25"), ("MODULE", 2, "50")];
    let table: String = parts.map(|(name, lead, mass)| part(name, lead, mass)).concat();
    place.write("declarations/parts.csv", format!("{head}{table}"));
    place
}

#[test]
fn tables_and_columns_are_those_of_the_page() {
    let place = of_every_kind();
    export(&place, "--to csv -o tables").exits(0).says("written: tables");
    let about = place.json("tables/export.json");
    valid("export-v1.schema.json", &about);
    strict("export-v1.schema.json", &about);
    let mut names = vec!["export.json".to_owned()];
    for table in about["tables"].as_array().unwrap() {
        let (name, file) = (table["name"].as_str().unwrap(), table["file"].as_str().unwrap());
        let (_, section) = PAGE.split_once(&format!("\n## `{name}`\n")).unwrap();
        let section = section.split("\n## ").next().unwrap();
        let told = section.lines().filter_map(|line| line.strip_prefix("| `")).map(|line| {
            let cells: Vec<&str> =
                line.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
            (cells[0].to_owned(), cells[1].to_owned(), cells[2] == "NULL")
        });
        let columns = table["columns"].as_array().unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let held: Vec<_> = columns
            .iter()
            .map(|c| (text(&c["name"]), text(&c["type"]), c["nullable"].as_bool().unwrap()))
            .collect();
        assert_eq!(held, told.collect::<Vec<_>>(), "{name}");
        let header = place.text(&format!("tables/{file}"));
        let expected: Vec<&str> = held.iter().map(|(name, ..)| name.as_str()).collect();
        assert_eq!(header.lines().next().unwrap(), expected.join(","));
        let rows = rows(&place, &format!("tables/{file}"));
        assert_eq!(table["rows"], rows.len(), "{name}");
        for (name, kind, is_nullable) in &held {
            let is_there = |row: &&Row| !row.contains_key(name);
            assert!(
                *is_nullable || !rows.iter().any(|row| is_there(&row)),
                "{file}: {name} {kind}"
            );
        }
        names.push(file.to_owned());
    }
    names.sort();
    assert_eq!(place.names("tables"), names);
}

#[test]
fn rows_are_what_the_inputs_say() {
    let place = of_every_kind();
    export(&place, "--to csv -o tables").exits(0);
    let edges = place.text("tables/edges.csv");
    assert!(edges.contains("\nRACK,BOARD,pieces,1,3,3,3\nRACK,BOARD,pieces,2,2,2,2\n"), "{edges}");
    let fine = "\nBOARD,CABLE,pieces,8,0.1250000000001,0.125,0.125000000001\n";
    assert!(edges.contains(fine), "{edges}");
    let parts = rows(&place, "tables/parts.csv");
    let keys: Vec<String> = parts.iter().map(|p| format!("{} {}", p["item"], p["unit"])).collect();
    let mut sorted = keys.clone();
    sorted.sort();
    assert_eq!(keys, sorted);
    let glue: Vec<&Row> = parts.iter().filter(|part| part["item"] == "GLUE").collect();
    assert_eq!(glue.len(), 2, "{parts:#?}");
    assert_eq!(glue[0]["name"], "=1+1, \"quoted\"", "as the bill of materials writes it");
    let role = |item: &str| parts.iter().find(|part| part["item"] == item).unwrap()["role"].clone();
    assert_eq!(
        ["RACK", "R-1", "LOST", "MODULE"].map(role),
        ["assembly", "declared", "missing", "whole"]
    );
    let levels = |item: &str| parts.iter().find(|p| p["item"] == item).unwrap()["level"].clone();
    assert_eq!(["RACK", "BOARD", "R-1"].map(levels), ["2", "1", "0"]);
    let makers = place.text("tables/makers.csv");
    assert_eq!(makers, "item,maker,maker_item\nSPARE,Makers & Co,\n");
    let lost = parts.iter().find(|part| part["item"] == "LOST").unwrap();
    assert_eq!((lost.get("mass_high_ag"), lost.get("open_mass_ag")), (None, None), "no bound");
    let products = rows(&place, "tables/products.csv");
    assert_eq!(products.len(), 1);
    assert!(products[0].contains_key("mass_high_ag"), "the module that it is in is declared");
}

#[test]
fn totals_are_those_of_the_report() {
    let place = with_demo();
    export(&place, "--to csv -o tables").exits(0);
    let line = LINE.replace("export", "rollup");
    let report = place.run(&format!("{line} --as-of {TODAY} --format json")).exits(1).json();
    let columns: BTreeMap<String, Row> = rows(&place, "tables/columns.csv")
        .into_iter()
        .map(|column| (column["column_id"].clone(), column))
        .collect();
    let totals = rows(&place, "tables/totals.csv");
    let mut told = 0;
    for product in report["products"].as_array().unwrap() {
        let of_product = totals.iter().filter(|total| total["product"] == product["part"]);
        for total in of_product {
            let column = &columns[&total["column_id"]];
            let in_report = match column["kind"].as_str() {
                "undisclosed" => &product["undisclosed"],
                "substance" => {
                    let substances = product["substances"].as_array().unwrap();
                    let key = column.get("cas").unwrap_or(&column["name"]);
                    substances.iter().find(|s| s["cas"] == **key || s["name"] == **key).unwrap()
                }
                _ => {
                    let verdicts = product["verdicts"].as_array().unwrap();
                    let set =
                        verdicts.iter().find(|v| v["rule_set"] == column["rule_set"]).unwrap();
                    let entries = set["entries"].as_array().unwrap();
                    let entry = entries.iter().find(|e| e["entry"] == column["entry"]).unwrap();
                    assert_eq!(entry["status"], total["status"]);
                    assert_eq!(entry["limit_ppm"], column["limit_ppm"]);
                    entry
                }
            };
            same_mass(&in_report["mass_mg"], total, "mass");
            let ends = [("low", "worst_low_ppm"), ("high", "worst_high_ppm")];
            for (end, name) in ends {
                assert_eq!(in_report["worst_ppm"][end], total[name], "{total:?}");
            }
            told += 1;
        }
        let row = rows(&place, "tables/products.csv");
        let row = row.iter().find(|row| row["product"] == product["part"]).unwrap();
        same_mass(&product["mass_mg"], row, "mass");
        assert_eq!(product["coverage"]["parts"]["total"].to_string(), row["leaf_parts"]);
        assert_eq!(product["status"], row["status"]);
    }
    assert_eq!((told, totals.len()), (totals.len(), 75));
    let documents = rows(&place, "tables/documents.csv");
    let inputs = report["inputs"]["declarations"].as_array().unwrap();
    assert_eq!(documents.len(), inputs.len());
    for (row, input) in documents.iter().zip(inputs) {
        assert_eq!(
            (&input["part"], &input["sha256"]),
            (&row["item"].as_str().into(), &row["sha256"].as_str().into())
        );
    }
}

/// Milligrams of the report are attograms of the table.
#[track_caller]
fn same_mass(range: &Value, row: &Row, name: &str) {
    for end in ["low", "high"] {
        let held = number(row, &format!("{name}_{end}_ag"));
        let told = range[end].as_str().map(|mg| {
            let (whole, part) = mg.split_once('.').unwrap_or((mg, ""));
            format!("{whole}{part:0<15}").parse::<i128>().unwrap()
        });
        assert_eq!(held, told, "{row:?}");
    }
}

#[test]
fn compositions_add_up_to_the_totals() {
    for place in [of_every_kind(), with_demo()] {
        export(&place, "--to csv -o tables").exits(0);
        let parts = rows(&place, "tables/parts.csv");
        let products = rows(&place, "tables/products.csv");
        let key = |row: &Row| (row["item"].clone(), row["unit"].clone());
        let open: BTreeMap<_, _> =
            parts.iter().map(|p| (key(p), number(p, "open_mass_ag"))).collect();
        let compositions: BTreeMap<_, Row> = rows(&place, "tables/compositions.csv")
            .into_iter()
            .map(|row| ((key(&row), row["column_id"].clone()), row))
            .collect();
        let edges = rows(&place, "tables/edges.csv");
        for product in &products {
            let held = held(&product["product"], &parts, &edges);
            for total in rows(&place, "tables/totals.csv") {
                if total["product"] != product["product"] {
                    continue;
                }
                let of = |part: &(String, String)| {
                    compositions.get(&(part.clone(), total["column_id"].clone()))
                };
                let low = held.iter().map(|(part, held)| {
                    held * of(part).map_or(0, |row| number(row, "mass_low_ag").unwrap())
                });
                let high = held.iter().map(|(part, held)| {
                    let high = of(part).map_or(open[part], |row| number(row, "mass_high_ag"));
                    high.map(|high| held * high)
                });
                let high: Option<i128> = high.sum();
                assert_eq!(number(&total, "mass_low_ag"), Some(low.sum::<i128>() / FINE));
                assert_eq!(
                    number(&total, "mass_high_ag"),
                    high.map(|high| high / FINE + i128::from(high % FINE != 0))
                );
            }
        }
    }
}

/// What quantities are counted in here: 10^-13.
const FINE: i128 = 10_000_000_000_000;

/// How much of each part a product holds, where it is not zero.
fn held(product: &str, parts: &[Row], edges: &[Row]) -> BTreeMap<(String, String), i128> {
    let mut held = BTreeMap::from([((product.to_owned(), "pieces".to_owned()), FINE)]);
    let mut down: Vec<&Row> = parts.iter().filter(|part| part["unit"] == "pieces").collect();
    down.sort_by_key(|part| std::cmp::Reverse(number(part, "level")));
    for part in down.into_iter().filter(|part| part["role"] != "whole") {
        let here = held.get(&(part["item"].clone(), "pieces".to_owned())).copied().unwrap_or(0);
        for edge in edges.iter().filter(|edge| edge["parent"] == part["item"]) {
            let (whole, places) =
                edge["quantity"].split_once('.').unwrap_or((&edge["quantity"], ""));
            let quantity: i128 = format!("{whole}{places:0<13}").parse().unwrap();
            *held.entry((edge["child"].clone(), edge["unit"].clone())).or_default() +=
                here * quantity / FINE;
        }
    }
    held.retain(|_, quantity| *quantity != 0);
    held
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let forms: &[&str] = if cfg!(feature = "parquet") { &["csv", "parquet"] } else { &["csv"] };
    for form in forms {
        let place = with_demo();
        export(&place, &format!("--to {form} -o a")).exits(0);
        export(&place, &format!("--to {form} -o b")).exits(0);
        export(&place, &format!("--to {form} -o b")).exits(0);
        let names = place.names("a");
        assert_eq!((names.len(), &names), (10, &place.names("b")));
        for name in names {
            assert_eq!(
                place.read(&format!("a/{name}")),
                place.read(&format!("b/{name}")),
                "{name}"
            );
        }
        assert_eq!(place.names("."), ["a", "b", "bom.csv", "declarations"]);
    }
}

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

/// The Python that has these modules: `UNLEADED_PYTHON`, or the one of the system. `None`: the test is skipped.
fn python(modules: &str) -> Option<String> {
    let python = std::env::var("UNLEADED_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    if !has(&python) {
        return None;
    }
    let import = format!("import {modules}");
    let is_there = Command::new(&python).args(["-c", &import]).output().unwrap().status.success();
    if !is_there {
        missing(&format!("{modules} for Python"));
    }
    is_there.then_some(python)
}

#[track_caller]
fn runs(python: &str, place: &Place, words: &[&str]) -> String {
    let output = Command::new(python).args(words).current_dir(place.path(".")).output().unwrap();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(output.status.success(), "{said}");
    said
}

#[test]
fn the_program_of_the_page_adds_up_in_duckdb() {
    let Some(python) = python("duckdb") else { return };
    let (_, script) = PAGE.split_once("```py\n").unwrap();
    let (script, after) = script.split_once("```").unwrap();
    assert!(after.trim_start().starts_with("Save it as `resum.py`"));
    // Twelve places are what the program counts with.
    let coarse = of_every_kind();
    coarse.write("bom.csv", coarse.text("bom.csv").replace("0.1250000000001", "0.125000000001"));
    let forms: &[&str] = if cfg!(feature = "parquet") { &["csv", "parquet"] } else { &["csv"] };
    for place in [coarse, with_demo()] {
        place.write("resum.py", script);
        for form in forms {
            export(&place, &format!("--to {form} -o {form}")).exits(0);
            let said = runs(&python, &place, &["resum.py", form]);
            assert!(said.ends_with(" totals, 0 differ\n") && !said.starts_with("0 "), "{said}");
        }
        // A wrong total is told.
        let totals = place.text("csv/totals.csv");
        let changed = totals.replacen(",0,", ",1,", 3);
        assert_ne!(changed, totals);
        place.write("csv/totals.csv", changed);
        let output = Command::new(&python)
            .args(["resum.py", "csv"])
            .current_dir(place.path("."))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
    }
}

#[cfg(feature = "parquet")]
mod parquet {
    use super::*;

    /// Each table of both forms, row for row, and its types as `export.json` has them.
    const SAME: &str = r#"
import json, duckdb, pyarrow.parquet
about = json.load(open("parquet/export.json", encoding="utf-8"))
words = {"VARCHAR": "string", "BIGINT": "int64", "BOOLEAN": "bool", "DATE": "date32[day]",
    "DECIMAL(38,0)": "decimal128(38, 0)", "DECIMAL(38,12)": "decimal128(38, 12)", "DECIMAL(18,9)": "decimal128(18, 9)"}
db = duckdb.connect()
for table in about["tables"]:
    file = pyarrow.parquet.ParquetFile(f"parquet/{table['file']}")
    assert file.metadata.num_rows == table["rows"], table["name"]
    assert file.metadata.created_by.startswith("unleaded "), file.metadata.created_by
    held = [(f.name, str(f.type), f.nullable) for f in file.schema_arrow]
    told = [(c["name"], words[c["type"]], c["nullable"]) for c in table["columns"]]
    assert held == told, (held, told)
    file.read()
    columns = ", ".join(f"'{c['name']}': '{c['type']}'" for c in table["columns"])
    text = f"read_csv('csv/{table['name']}.csv', columns = {{{columns}}}, header = true, auto_detect = false, quote = '\"', escape = '\"')"
    packed = f"read_parquet('parquet/{table['file']}')"
    for a, b in [(text, packed), (packed, text)]:
        other = db.execute(f"SELECT * FROM {a} EXCEPT ALL SELECT * FROM {b}").fetchall()
        assert not other, (table["name"], other)
    print(table["name"], table["rows"], file.metadata.num_row_groups)
"#;

    fn same(place: &Place) -> Option<String> {
        let python = python("duckdb, pyarrow")?;
        for form in ["csv", "parquet"] {
            export(place, &format!("--to {form} -o {form}"));
        }
        place.write("same.py", SAME);
        Some(runs(&python, place, &["same.py"]))
    }

    #[test]
    fn both_forms_hold_the_same() {
        for place in [of_every_kind(), with_demo()] {
            place.write("declarations/broken.xml", "<MainDeclaration");
            same(&place);
        }
    }

    #[test]
    fn many_rows_are_several_groups() {
        let place = Place::with_board();
        let mut bom = place.text("bom.csv");
        for part in 0..130_000 {
            bom += &format!("BOARD,R-1,{part}\n");
        }
        place.write("bom.csv", bom);
        let Some(said) = same(&place) else { return };
        assert!(said.contains("edges 130001 2\n"), "{said}");
    }
}
