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

/// The lines of `text`, read as a file of that name, and the codes of what was remarked.
fn read_text(name: &str, text: &str) -> (Vec<String>, Vec<&'static str>) {
    let found = read(text.as_bytes(), &FileName::new(name));
    let codes = found.diagnostics.iter().map(|d| d.code.name()).collect();
    (found.bom.as_ref().map(lines).unwrap_or_default(), codes)
}

#[test]
fn lists_of_a_board_are_of_one_product() {
    let bom = fixture("invalid-bom-product-assumed--kicad.csv");
    let product = "invalid-bom-product-assumed--kicad";
    assert_eq!(lines(&bom), [format!("{product} CAP-104 7"), format!("{product} RES-103 2")]);
    assert_eq!((bom.parts[1].name.as_str(), &bom.parts[1].makers[0][..]), ("100nF", "Maker A"));
    let bom = fixture("invalid-bom-product-assumed--altium.csv");
    let product = "invalid-bom-product-assumed--altium";
    assert_eq!(lines(&bom), [format!("{product} C1525 2"), format!("{product} C25744 1")]);
    let list = "Designator,MPN\nR1,A\n";
    let of = |of| read_of(list.as_bytes(), &FileName::new("b.csv"), of);
    let named = of(ListProduct::Named("X-1"));
    assert_eq!(
        (lines(&named.bom.unwrap()), named.diagnostics),
        (vec!["X-1 A 1".to_owned()], vec![])
    );
    let several = of(ListProduct::Several);
    assert_eq!(several.diagnostics[0].code.name(), "bom-product-unnamed");
    assert_eq!(read_text("-", list).1, ["bom-product-unnamed"]);
    // A maker's number beside one's own is a source of the part.
    let both = "Designator,Part Number,Manufacturer,MPN\nR1,OWN-1,Maker A,A\nR2,OWN-1,Maker B,B\n";
    let bom = read(both.as_bytes(), &FileName::new("b.csv")).bom.unwrap();
    let sold = |(maker, number): (&str, &str)| unleaded_model::bom::MakerNumber {
        maker: maker.to_owned(),
        number: number.to_owned(),
    };
    assert_eq!(lines(&bom), ["b OWN-1 1", "b OWN-1 1"]);
    assert_eq!(bom.parts[1].maker_numbers, [("Maker A", "A"), ("Maker B", "B")].map(sold));
}

#[test]
fn parts_that_are_not_populated_are_told_and_left_out() {
    let bom = fixture("invalid-bom-line-not-populated--column.csv");
    assert_eq!(lines(&bom), ["BOARD R-1 2"]);
    let list = |row: &str| read_text("b.csv", &format!("Designator,MPN,Value,DNP\n{row}\n"));
    let out = "bom-line-not-populated";
    for row in ["R1,A,10k,DNP", "R1,A,10k,x", "R1,A,10k,1", "R1,A,DNP,", "R1,A,10k (DNF),"] {
        assert_eq!(list(row).1, [out, "bom-empty"], "{row}");
    }
    for row in ["R1,A,10k,", "R1,A,10k,0", "R1,A,10k,no", "R1,A,10k,否", "R1,A,DNPX9,"] {
        assert_eq!(list(row).1, ["bom-product-assumed"], "{row}");
    }
    let fitted = |cell: &str| read_text("b.csv", &format!("Designator,MPN,Fitted\nR1,A,{cell}\n"));
    assert_eq!(fitted("Not Fitted").1, [out, "bom-empty"]);
    assert_eq!(fitted("no").1, [out, "bom-empty"]);
    assert_eq!(fitted("Fitted").0, ["b A 1"]);
    // Only what surely says so drops a part.
    for row in ["R1,A,10k,✓", "R1,A,10k,是", "R1,A,10k,Ja", "R1,A,10k,do not place"] {
        assert_eq!(list(row).1, [out, "bom-empty"], "{row}");
    }
    for row in ["R1,A,10k,N/A", "R1,A,10k,-", "R1,A,10k,mount", "R1,A,10k,nein", "R1,A,10k,贴"] {
        assert_eq!(list(row).1, ["bom-product-assumed"], "{row}");
    }
    let unclear = list("R1,A,10k,see note");
    assert_eq!((unclear.0.len(), unclear.1.contains(&"bom-mark-unknown")), (1, true));
    let unclear = fitted("maybe");
    assert_eq!((unclear.0.len(), unclear.1.contains(&"bom-mark-unknown")), (1, true));
}

#[test]
fn the_product_of_cyclonedx_may_stand_behind_its_components() {
    let text = |parts: [&str; 2]| {
        format!("{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",{},{}}}", parts[0], parts[1])
    };
    let product = r#""metadata":{"component":{"type":"device","name":"PHONE"}}"#;
    let held = r#""components":[{"type":"device","name":"BOARD","properties":[{"name":"cdx:device:quantity","value":"2"}],
        "components":[{"type":"device","name":"R","properties":[{"name":"cdx:device:quantity","value":"3"}]}]}]"#;
    for order in [[product, held], [held, product]] {
        let (mut lines, codes) = read_text("c.json", &text(order));
        lines.sort();
        assert_eq!((lines, codes), (vec!["BOARD R 3".into(), "PHONE BOARD 2".into()], vec![]));
    }
}

#[test]
fn tables_in_german_japanese_and_of_granta() {
    let bom = fixture("valid-german.csv");
    assert_eq!(lines(&bom), ["GERAET PLATINE 1", "PLATINE R-1 12", "GERAET KLEBER 0.2g"]);
    assert_eq!(bom.parts[2].maker_numbers[0].number, "MR-103");
    let bom = fixture("valid-japanese.csv");
    assert_eq!(lines(&bom), ["製品 基板 1", "基板 抵抗 12", "製品 接着剤 0.2g"]);
    assert_eq!((bom.parts[2].name.as_str(), &bom.parts[2].makers[0][..]), ("抵抗器", "甲社"));
    let bom = fixture("valid-granta.csv");
    assert_eq!(lines(&bom), ["DOOR HINGE 2", "DOOR GLASS 30000g"]);
    assert_eq!(bom.parts[1].mass.unwrap().to_string(), "146000");
    assert_eq!(bom.parts[2].mass, None);
    // A material with an amount is built in; only shares of what a part is made of are not.
    let rows = "level,item,item type,quantity,unit\n0,P,Part,,\n1,GLUE,Material,0.2,g\n";
    assert_eq!(read_text("b.csv", rows), (vec!["P GLUE 0.2g".to_owned()], vec![]));
}

#[test]
fn granta_boms_of_every_version() {
    for name in ["valid-granta-1711.xml", "valid-granta-2505.xml"] {
        let bom = fixture(name);
        assert_eq!(lines(&bom), ["DOOR HINGE 2", "DOOR GLASS 30000g", "DOOR GLUE 3.5g"], "{name}");
        assert_eq!(bom.parts[0].name, "Door & frame");
        assert_eq!(bom.parts[1].mass.unwrap().to_string(), "146000");
        assert_eq!((bom.parts[2].name.as_str(), bom.parts[2].mass), ("Pane <clear>", None));
        assert_eq!(bom.parts[1].place.to_string(), format!("{name}:9:9"));
    }
}

#[test]
fn ipc2581_items_with_their_approved_sources() {
    let bom = fixture("valid-ipc2581.xml");
    assert_eq!(lines(&bom), ["BOARD OEM-R-10K 2", "BOARD OEM-GLUE 0.5"]);
    let [_, resistor, _] = &bom.parts[..] else { panic!("{:?}", bom.parts) };
    assert_eq!(
        (resistor.name.as_str(), &resistor.makers[..]),
        ("10k resistor", &["Maker A".to_owned(), "Maker B".to_owned()][..])
    );
    let numbers: Vec<_> = resistor.maker_numbers.iter().map(|sold| sold.number.as_str()).collect();
    assert_eq!(numbers, ["RES-103", "MR10K"]);
}

#[test]
fn cyclonedx_by_nesting_and_by_dependencies() {
    for name in ["valid-cyclonedx.json", "valid-cyclonedx.xml"] {
        let bom = fixture(name);
        let expected = ["PHONE BOARD 1", "BOARD R-1 12", "PHONE SCREW 4", "BOARD 镜头 1"];
        assert_eq!(lines(&bom), expected, "{name}");
        assert_eq!(
            (bom.parts[0].name.as_str(), &bom.parts[1].makers[0][..]),
            ("A phone", "Maker A")
        );
        assert_eq!(bom.parts[2].makers, ["Maker B"]);
    }
}

#[test]
fn netlists_count_their_components() {
    let name = "invalid-bom-product-assumed--kicad-netlist";
    let bom = fixture(&format!("{name}.xml"));
    assert_eq!(lines(&bom), [format!("{name} RES-103 2"), format!("{name} CAP-104 1")]);
    assert_eq!(bom.parts[0].makers, ["Maker B"]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn damaged_bills_never_panic(
        name in prop::sample::select(vec![
            "valid-levelled.csv", "valid-sections.csv", "valid-gb18030.csv",
            "valid-flat-optional-columns.csv", "valid-levelled.xlsx", "valid-chinese-merged.xlsx",
            "valid-granta-2505.xml", "valid-ipc2581.xml", "valid-cyclonedx.json", "valid-cyclonedx.xml",
            "invalid-bom-product-assumed--kicad-netlist.xml", "invalid-bom-product-assumed--kicad.csv",
            "valid-japanese.csv", "valid-granta.csv",
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
