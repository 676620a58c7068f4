//! `export`: the tables are those of the page, hold what the report says, and add up.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::explain::with_demo;
use crate::json::{strict, valid};
use crate::support::{Place, Ran, TODAY};

mod folder;
mod python;

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
    let mut silent = 0;
    for product in report["products"].as_array().unwrap() {
        let of_product = totals.iter().filter(|total| total["product"] == product["part"]);
        for total in of_product {
            let column = &columns[&total["column_id"]];
            let Some(told) = told(product, column) else {
                // No part of this product says anything of it.
                assert_eq!((&total["mass_low_ag"][..], &total["worst_low_ppm"][..]), ("0", "0"));
                silent += 1;
                continue;
            };
            if column["kind"] == "entry" {
                assert_eq!(told["status"], total["status"]);
                assert_eq!(told["limit_ppm"], column["limit_ppm"]);
            }
            same_mass(&told["mass_mg"], total);
            for (end, name) in [("low", "worst_low_ppm"), ("high", "worst_high_ppm")] {
                assert_eq!(told["worst_ppm"][end], total[name], "{total:?}");
            }
        }
        let row = rows(&place, "tables/products.csv");
        let row = row.iter().find(|row| row["product"] == product["part"]).unwrap();
        same_mass(&product["mass_mg"], row);
        assert_eq!(product["coverage"]["parts"]["total"].to_string(), row["leaf_parts"]);
        assert_eq!(product["status"], row["status"]);
    }
    let in_report: usize = report["products"].as_array().unwrap().iter().map(amounts).sum();
    assert_eq!((totals.len() - silent, totals.len()), (in_report, 75));
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

/// What the report tells of a column of a product.
fn told<'r>(product: &'r Value, column: &Row) -> Option<&'r Value> {
    match column["kind"].as_str() {
        "undisclosed" => Some(&product["undisclosed"]).filter(|told| !told.is_null()),
        "substance" => {
            let substances = product["substances"].as_array().unwrap();
            let key = column.get("cas").unwrap_or(&column["name"]);
            substances.iter().find(|s| s["cas"] == **key || s["name"] == **key)
        }
        _ => {
            let verdicts = product["verdicts"].as_array().unwrap();
            let set = verdicts.iter().find(|v| v["rule_set"] == column["rule_set"]).unwrap();
            set["entries"].as_array().unwrap().iter().find(|e| e["entry"] == column["entry"])
        }
    }
}

/// How many amounts the report tells of a product.
fn amounts(product: &Value) -> usize {
    let count = |value: &Value| value.as_array().unwrap().len();
    let entries = product["verdicts"].as_array().unwrap().iter().map(|v| count(&v["entries"]));
    let undisclosed = usize::from(!product["undisclosed"].is_null());
    undisclosed + count(&product["substances"]) + entries.sum::<usize>()
}

/// Milligrams of the report are attograms of the table.
#[track_caller]
fn same_mass(range: &Value, row: &Row) {
    for end in ["low", "high"] {
        let held = number(row, &format!("mass_{end}_ag"));
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
