//! What DuckDB and Arrow read of an export.

use std::process::Command;

use super::{PAGE, export, of_every_kind};
use crate::explain::with_demo;
use crate::support::{Place, has, missing};

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
    use super::{Place, export, of_every_kind, python, runs, with_demo};

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
