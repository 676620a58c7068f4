//! Fixtures and damaged bytes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use unleaded_model::bom::{CompositionRole, QuantityUnit};

use super::*;
use crate::tables::tests::{damaged, expected, fixtures};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/bom")
}

#[expect(clippy::disallowed_methods, reason = "tests read their fixtures")]
fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

fn fixture(name: &str) -> Bom {
    read(&bytes(&folder().join(name)), &FileName::new(name)).bom.unwrap()
}

/// The lines as `parent child quantity`, a quantity of grams with `g`.
fn lines(bom: &Bom) -> Vec<String> {
    let line = |line: &unleaded_model::bom::BomLine| {
        let number = |index: usize| bom.parts[index].number.as_str();
        let unit = if line.quantity.unit == QuantityUnit::Grams { "g" } else { "" };
        let (parent, child) = (number(line.parent), number(line.child));
        format!("{parent} {child} {}{unit}", line.quantity.amount)
    };
    bom.lines.iter().map(line).collect()
}

#[test]
fn fixtures_raise_exactly_the_code_in_their_name() {
    for path in fixtures(&folder()) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let found = read(&bytes(&path), &FileName::new(name));
        let codes: BTreeSet<_> = found.diagnostics.iter().map(|d| d.code.name()).collect();
        let expected = expected(name).into_iter().collect();
        assert_eq!(codes, expected, "{name}: {:#?}", found.diagnostics);
        assert!(found.diagnostics.iter().all(|d| !d.places.is_empty()), "{name}");
    }
}

#[test]
fn flat_levelled_and_sections_say_the_same() {
    let expected = ["PHONE BOARD 1", "PHONE SCREW 4", "BOARD R-1 12"];
    assert_eq!(lines(&fixture("valid-flat.csv")), expected);
    let by_level = ["PHONE BOARD 1", "BOARD R-1 12", "PHONE SCREW 4"];
    assert_eq!(lines(&fixture("valid-levelled.csv")), by_level);
    assert_eq!(lines(&fixture("valid-dots.csv")), by_level);
    let sections = lines(&fixture("valid-sections.csv"));
    assert_eq!(sections[..3], by_level);
    assert_eq!(sections[3], "CASE SCREW 2");
}

#[test]
fn chinese_text_and_workbooks() {
    for name in ["valid-chinese.csv", "valid-gb18030.csv"] {
        let bom = fixture(name);
        assert_eq!(lines(&bom), ["手机 主板 1", "手机 胶水 0.2g", "主板 电阻 12"], "{name}");
        assert_eq!(bom.parts[2].makers, ["甲公司"]);
    }
    let bom = fixture("valid-chinese-merged.xlsx");
    assert_eq!(lines(&bom), ["手机 主板 1", "手机 螺钉 4", "主板 电阻 12"]);
    let bom = fixture("valid-levelled.xlsx");
    let expected = ["PHONE BOARD 1", "BOARD R-1 12", "PHONE GLUE 0.25g"];
    assert_eq!(lines(&bom), expected);
    assert_eq!(bom.parts[2].mass.unwrap().to_string(), "0.5");
    assert_eq!(bom.parts[2].place.to_string(), "valid-levelled.xlsx:BOM!B5");
}

#[test]
fn optional_columns_describe_the_part_of_the_line() {
    let bom = fixture("valid-flat-optional-columns.csv");
    assert_eq!(lines(&bom), ["PHONE BOARD 1", "PHONE GLUE 0.25g", "BOARD R-1 12.5"]);
    let [phone, board, glue, resistor] = &bom.parts[..] else { panic!("{:?}", bom.parts) };
    assert_eq!((phone.name.as_str(), phone.name_zh.as_str()), ("Phone", "手机"));
    assert_eq!(phone.mass.unwrap().to_string(), "180500");
    assert_eq!((phone.category.as_str(), &glue.makers[..]), ("3", &["Acme".to_owned()][..]));
    assert_eq!(board.composition, CompositionRole::Whole);
    assert_eq!(resistor.composition, CompositionRole::Adds);
}

#[test]
fn an_assembly_that_is_expanded_twice_counts_once() {
    let bom = fixture("valid-assembly-used-twice.csv");
    let expected = [
        "PHONE LEFT 1",
        "LEFT HINGE 1",
        "HINGE PIN 2",
        "PHONE RIGHT 1",
        "RIGHT HINGE 1",
        "PHONE HINGE 1",
    ];
    assert_eq!(lines(&bom), expected);
    let repeated = fixture("valid-zero-and-repeated.csv");
    assert_eq!(lines(&repeated), ["PHONE SCREW 2", "PHONE SCREW 2", "PHONE LABEL 0"]);
}

#[test]
fn a_bad_line_leaves_the_others() {
    let table = "parent,child,quantity\nA,B,x\nA,C,2\n,D,1\nA,A,1\n";
    let found = read(table.as_bytes(), &FileName::new("t"));
    assert_eq!(lines(&found.bom.unwrap()), ["A C 2", "A A 1"]);
    let codes: Vec<_> = found.diagnostics.iter().map(|d| d.code.name()).collect();
    assert_eq!(codes, ["bom-quantity", "bom-item-missing"]);
    assert_eq!(found.diagnostics[0].places[0].to_string(), "t:2:5");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn damaged_bills_never_panic(
        name in prop::sample::select(vec![
            "valid-levelled.csv", "valid-sections.csv", "valid-gb18030.csv",
            "valid-flat-optional-columns.csv", "valid-levelled.xlsx", "valid-chinese-merged.xlsx",
        ]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in any::<prop::sample::Index>(),
        kind in 0u8..4,
    ) {
        let found = read(&damaged(bytes(&folder().join(name)), &changes, cut, kind), &FileName::new("t"));
        prop_assert!(found.bom.is_some() || !found.diagnostics.is_empty());
    }

    #[test]
    fn any_levels_are_read_or_refused(levels in prop::collection::vec("[0-9.]{0,4}", 1..20)) {
        let rows: Vec<_> = levels.iter().enumerate().map(|(i, l)| format!("{l},P{i},1")).collect();
        let table = format!("level,item,quantity\n{}\n", rows.join("\n"));
        let found = read(table.as_bytes(), &FileName::new("t"));
        let bom = found.bom.unwrap();
        prop_assert_eq!(bom.parts.len(), levels.len());
        prop_assert!(bom.lines.len() < levels.len());
    }
}
