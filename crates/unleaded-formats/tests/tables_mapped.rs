//! Tables of compositions from outside: mappings, headers of several rows, cells that need evidence.
#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

use std::io::{Cursor, Write};

use unleaded_formats::sink::Collected;
use unleaded_formats::tables::{DecimalMark, Mapping, headings, read_csv_with, read_xlsx_with};
use unleaded_model::amount::FractionRange;
use unleaded_model::declaration::{DeclaredPart, Stated};
use unleaded_model::diagnostic::FileName;
use unleaded_model::diagnostic::codes::cells as codes;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn read(text: &str, mapping: &Mapping) -> Collected {
    let mut found = Collected::default();
    read_csv_with(text.as_bytes(), &FileName::new("t.csv"), mapping, &mut found);
    found
}

fn codes(found: &Collected) -> Vec<&'static str> {
    found.diagnostics.iter().map(|d| d.code.name()).collect()
}

fn ppm(share: FractionRange) -> String {
    format!("{}..{}", share.low.ppm_low(), share.high.ppm_high())
}

/// Material, substance, share and mass of each row.
fn lines(part: &DeclaredPart) -> Vec<String> {
    let of = |material: &unleaded_model::declaration::Material| {
        let name = material.name.clone();
        let line = move |s: &unleaded_model::declaration::DeclaredSubstance| {
            let share = s.share.as_ref().map_or("-".to_owned(), |share| ppm(share.value));
            let mass = s.mass.as_ref().map_or("-".to_owned(), |mass| mass.value.low.to_string());
            format!("{name}/{} {share} {mass}", s.name)
        };
        material.substances.iter().map(line).collect::<Vec<_>>()
    };
    part.materials.iter().flat_map(of).collect()
}

/// A table whose headings nobody knows.
const ODD: &str = "Ident;W;S;Nr;M\nA-1;Tin;Tin;7440-31-5;1,234\nA-1;Tin;Lead;7439-92-1;2\n";

fn odd_mapping() -> Mapping {
    let mut mapping = Mapping::default();
    for (ours, heading) in
        [("part", "Ident"), ("material", "W"), ("substance", "s"), ("cas", "Nr"), ("mass", " M ")]
    {
        mapping.name(ours, heading).unwrap();
    }
    mapping.fix("unit", "mg").unwrap();
    mapping.fix("maker", "Acme").unwrap();
    mapping.decimal_mark = Some(DecimalMark::Comma);
    mapping
}

#[test]
fn a_mapping_names_columns_units_and_what_is_the_same_in_every_row() {
    let found = read(ODD, &odd_mapping());
    assert_eq!(codes(&found), [""; 0], "{:#?}", found.diagnostics);
    let part = &found.products[0];
    assert_eq!(part.items[0].maker, "Acme");
    assert_eq!(lines(part), ["Tin/Tin - 1.234", "Tin/Lead - 2"]);
    let mut point = odd_mapping();
    point.decimal_mark = Some(DecimalMark::Point);
    assert_eq!(lines(&read(ODD, &point).products[0]), ["Tin/Tin - 1234", "Tin/Lead - 2"]);
}

#[test]
fn a_missing_column_is_told_with_the_nearest_heading() {
    let text = "Part ident;Material;Substance;Amount (%)\nA-1;Tin;Tin;100\n";
    let found = read(text, &Mapping::default());
    assert_eq!(codes(&found), ["column-missing"]);
    let nearest = found.diagnostics[0].argument("nearest").unwrap().to_string();
    assert_eq!(nearest, "Part ident");
    let known = headings(text.as_bytes(), &FileName::new("t.csv")).unwrap();
    assert_eq!(known.unknown, ["Part ident"]);
    assert_eq!(known.known[0], ("material", "Material".to_owned()));
}

#[test]
fn a_mapping_for_another_table_is_not_used() {
    let text = "part,material,substance,content (%)\nA-1,Tin,Tin,100\n";
    let found = read(text, &odd_mapping());
    assert_eq!(codes(&found), [codes::MAPPING_HEADING_ABSENT.name(); 5]);
    assert_eq!(found.products[0].items[0].maker, "");
    assert_eq!(lines(&found.products[0]), ["Tin/Tin 1000000..1000000 -"]);
}

#[test]
fn a_mapping_for_another_workbook_is_not_used() {
    let bytes = include_bytes!("../../../fixtures/tables/valid-chinese.xlsx");
    let mut mapping = Mapping::default();
    mapping.sheet = Some("Sheet9".to_owned());
    let read = |mapping: &Mapping| {
        let mut found = Collected::default();
        read_xlsx_with(bytes, &FileName::new("t.xlsx"), mapping, &mut found);
        found
    };
    let found = read(&mapping);
    assert_eq!(codes(&found), [codes::MAPPING_SHEET_ABSENT.name()]);
    assert_eq!(found.products.len(), 1);
    mapping.sheet = Some("成分表".to_owned());
    assert_eq!(codes(&read(&mapping)), [""; 0]);
}

#[test]
fn a_row_of_the_header_can_be_named() {
    let text = "part,material,substance,content (%)\nno,no,no,no\npart,material,substance,content (ppm)\nA-1,Tin,Tin,5\n";
    let mut mapping = Mapping::default();
    mapping.header_row = Some(3);
    assert_eq!(lines(&read(text, &mapping).products[0]), ["Tin/Tin 5..5 -"]);
}

#[test]
fn a_row_of_no_known_part_is_told() {
    let text =
        "maker,part,material,substance,content (%)\nA,A-1,Tin,Tin,100\nB, C,A-2,Tin,Lead,1\n";
    let astray = codes::ROW_ASTRAY.name();
    assert_eq!(codes(&read(text, &Mapping::default())), ["row-width", astray]);
    let known = text.replace("B, C,A-2,Tin", "A,A-1,Tin, pure");
    let found = read(&known, &Mapping::default());
    assert_eq!(codes(&found), ["row-width"]);
    assert_eq!(found.products[0].materials.len(), 2);
}

#[test]
fn headers_of_several_rows() {
    let check = |text: &str, expected: &[&str]| {
        let found = read(text, &Mapping::default());
        assert_eq!(codes(&found), [""; 0], "{:#?}", found.diagnostics);
        assert_eq!(lines(&found.products[0]), expected, "{text}");
    };
    let tin = ["Tin/Tin 990000..990000 -", "Tin/Lead 10000..10000 -"];
    let rows = "A-1,2,Tin,2,Tin,7440-31-5,99\n,,,,Lead,7439-92-1,1\n";
    check(&format!("Part,,Material,,Substance,,\nNo.,g,Name,mg,Name,CAS,%\n{rows}"), &tin);
    check(
        &format!(
            "料号,,材料,,物质,,\nPart No.,Weight,Material,Weight,Substance,CAS,Content\n,g,,mg,,,%\n{rows}"
        ),
        &tin,
    );
    // A row of data is no header, even where some of its cells are words of one.
    check(
        "part,material,substance,content (%)\nmaterial,part,unit,100\n",
        &["part/unit 1000000..1000000 -"],
    );
}

#[test]
fn the_whole_column_decides_how_numbers_are_written() {
    let table = |numbers: &[&str]| {
        let rows = numbers.iter().enumerate().map(|(at, n)| format!("A-1;Tin;S{at};{n}\n"));
        let text = "part;material;substance;mass (mg)\n".to_owned() + &rows.collect::<String>();
        let found = read(&text, &Mapping::default());
        let values = found.products.first().map(lines).unwrap_or_default();
        let values = values.iter().map(|l| l.rsplit_once(' ').unwrap().1.to_owned());
        values.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(table(&["1,234", "0,5"]), "1.234 0.5");
    assert_eq!(table(&["1,234", "1,234.5"]), "1234 1234.5");
    assert_eq!(table(&["1,234", "5"]), "- 5");
    assert_eq!(table(&["1,234", "0.5", "0,5"]), "- 0.5 0.5");
    assert_eq!(table(&["1.234", "0.5"]), "1.234 0.5");
    assert_eq!(table(&["1.234", "0,5"]), "- 0.5");
    assert_eq!(table(&["１，５", "１ ２３４，５"]), "1.5 1234.5");
}

#[test]
fn a_suggestion_is_made_only_where_it_is_plausible() {
    let suggested = |header: &str| -> Vec<String> {
        let found = read(&format!("{header}\nA-1,Tin,Tin,7440-31-5,5,1\n"), &Mapping::default());
        let missing = found.diagnostics.iter().filter(|d| d.code.name() == "column-missing");
        missing.map(|d| d.argument("nearest").unwrap().to_string()).collect()
    };
    let none = ["…", "…", "…", "…"];
    assert_eq!(suggested("Our ref,Wt,Layer stuff,Chem,Number,How much"), ["…", "…", "Chem", "…"]);
    assert_eq!(suggested("部件名称,铅(Pb),汞(Hg),镉(Cd),六价铬(Cr6+),多溴联苯(PBB)"), none);
    assert_eq!(suggested("part,RoHS compliant,substance,cas,content (%),x"), ["…"]);
    assert_eq!(suggested("Part numbr,material,substance,cas,content (%),x"), ["Part numbr"]);
}

#[test]
fn what_a_share_is_a_share_of() {
    let line = |heading: &str| {
        let text = format!("part,part_mass (mg),material,substance,{heading}\nA,1,Tin,Tin,5\n");
        let found = read(&text, &Mapping::default());
        assert_eq!(codes(&found), [""; 0], "{heading}: {:#?}", found.diagnostics);
        let substance = &found.products[0].materials[0].substances[0];
        let low = |share: &Option<Box<Stated<FractionRange>>>| {
            share.as_ref().map_or("-".to_owned(), |share| share.value.low.ppm_low().to_string())
        };
        (low(&substance.share), low(&substance.share_of_part))
    };
    let said = |share: &str, part: &str| (share.to_owned(), part.to_owned());
    for heading in ["mass_pct_of_part", "wt% of part", "% (part)"] {
        assert_eq!(line(heading), said("-", "50000"), "{heading}");
    }
    for heading in ["PPM (part)", "ppm of part", "ppm_in_part", "ppm total"] {
        assert_eq!(line(heading), said("-", "5"), "{heading}");
    }
    for heading in
        ["含有量(ppm)", "含量(ppm)", "Gehalt (ppm)", "质量 (ppm)", "物质重量(ppm)", "Anteil ppm"]
    {
        assert_eq!(line(heading), said("5", "-"), "{heading}");
    }
    for heading in ["含有量(%)", "質量(%)", "substance weight (%)", "Stoffmasse (%)", "Weight %"]
    {
        assert_eq!(line(heading), said("50000", "-"), "{heading}");
    }
}

#[test]
fn abbreviated_headings() {
    let text = "Mfr P/N,Description,Unit Wt. (mg),Homogenous Material,Mat. Wt (mg),Chemical Name,CAS Number,\
        Weight %,PPM (part),RoHS Exempt.\nQ-19,Diode,12.4,Lead frame,6.2,Copper,7440-50-8,97.5,487500,none\n";
    let found = read(text, &Mapping::default());
    assert_eq!(codes(&found), [""; 0], "{:#?}", found.diagnostics);
    let part = &found.products[0];
    assert_eq!(part.number(), Some("Q-19"));
    assert!(part.items[0].mass.is_some() && part.materials[0].mass.is_some());
}

#[test]
fn a_heading_serves_one_column() {
    let text = "Number,Layer,How much (%)\nA-1,Tin,5\n";
    let mut mapping = Mapping::default();
    for (ours, heading) in [("part", "Number"), ("material", "Layer"), ("substance", "number")] {
        mapping.name(ours, heading).unwrap();
    }
    let found = read(text, &mapping);
    let taken = &found.diagnostics[0];
    assert_eq!(taken.code, codes::MAPPING_HEADING_TAKEN);
    assert_eq!(taken.argument("other").unwrap().to_string(), "part");
    // Two headings of one name serve two columns.
    let text = "Number,Layer,Number,How much\nA-1,Tin,7440-31-5,5 %\n";
    mapping = Mapping::default();
    for (ours, heading) in
        [("part", "Number"), ("material", "Layer"), ("cas", "number"), ("amount", "How much")]
    {
        mapping.name(ours, heading).unwrap();
    }
    assert_eq!(lines(&read(text, &mapping).products[0]), ["Tin/ 50000..50000 -"]);
}

#[test]
fn a_heading_of_an_upper_row_can_be_named() {
    let text = "Number,Stuff,,Dose\n,Layer,Chem,all\n,,,%\nA-1,Solder,Tin,5\n";
    let mut mapping = Mapping::default();
    for (ours, heading) in
        [("part", "Number"), ("material", "Layer"), ("substance", "Chem"), ("amount", "Dose")]
    {
        mapping.name(ours, heading).unwrap();
    }
    let found = read(text, &mapping);
    assert_eq!(codes(&found), [""; 0], "{:#?}", found.diagnostics);
    assert_eq!(lines(&found.products[0]), ["Solder/Tin 50000..50000 -"]);
    // Over two columns it is neither's.
    mapping.name("cas", "Stuff").unwrap();
    assert_eq!(codes(&read(text, &mapping))[0], "mapping-heading-absent");
}

#[test]
fn numbers_in_full_width_are_kept_plain() {
    let text = "part,material,substance,cas,ec,content (%)\nＰ－７,Tin,Tin,７４４０－３１－５,２３１－１４１－８,99\n\
        P-7,Tin,Lead,7439–92–1,,1\nP\u{2011}7,Tin,Filler,商业－秘密,,0\n";
    let found = read(text, &Mapping::default());
    assert_eq!(codes(&found)[0], "number-folded");
    assert_eq!(codes(&found).iter().filter(|code| **code == "number-folded").count(), 1);
    let [part] = &found.products[..] else { panic!("{:#?}", found.products) };
    assert_eq!(part.number(), Some("P-7"));
    let substances = &part.materials[0].substances;
    let ids: Vec<&str> = substances.iter().map(|one| one.id_raw.as_str()).collect();
    assert_eq!(ids, ["7440-31-5", "7439-92-1", "商业－秘密"]);
    assert_eq!(substances[0].cas.as_ref().unwrap().raw(), "7440-31-5");
    assert_eq!(substances[0].ec.as_ref().unwrap().raw(), "231-141-8");
}

#[test]
fn rows_that_are_no_data() {
    let head = "料号,均质材料,物质名称,CAS号,含量(%)\n";
    let read = |rows: &str| read(&format!("{head}{rows}"), &Mapping::default());
    let found = read(
        "A,锡,锡,7440-31-5,100\n料号,均质材料,物质名称,CAS号,含量(%)\nB,锡,锡,,100\n制表：张三,,,审核：李四,\n",
    );
    assert_eq!(codes(&found), ["row-heading", "row-not-data"]);
    assert_eq!(found.products.len(), 2);
    // What has an amount or a number is data, and so is what stands above data.
    for last in ["备注：甲,锡,锡,,5", "备注：甲,锡,锡,7440-31-5,", "备注：甲,锡,锡,,未检出"]
    {
        let found = read(&format!("A,锡,锡,7440-31-5,100\n{last}\n"));
        assert_eq!(found.products.len(), 2, "{last}");
        assert!(!codes(&found).contains(&"row-not-data"), "{last}");
    }
    let found = read("备注：甲,,,,\nA,锡,锡,7440-31-5,100\n");
    assert_eq!(found.products.len(), 2);
}

/// A workbook of sheets of rows of text.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, text: &str| {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    };
    let (mut index, mut links) = (String::new(), String::new());
    for ((name, rows), number) in sheets.iter().zip(1..) {
        let cell = |text: &&str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
        let row =
            |row: &&[&str]| format!("<row>{}</row>", row.iter().map(cell).collect::<String>());
        let rows: String = rows.iter().map(row).collect();
        put(
            &format!("xl/worksheets/sheet{number}.xml"),
            &format!(
                "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
            ),
        );
        index += &format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
        links += &format!(
            "<Relationship Id=\"rId{number}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
    }
    put(
        "xl/workbook.xml",
        &format!(
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{index}</sheets></workbook>"
        ),
    );
    put(
        "xl/_rels/workbook.xml.rels",
        &format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{links}</Relationships>"
        ),
    );
    put(
        "_rels/.rels",
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
    );
    put(
        "[Content_Types].xml",
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
    );
    archive.finish().unwrap().into_inner()
}

#[test]
fn sheets_are_read_in_the_order_of_the_workbook() {
    const HEADER: &[&str] = &["part", "material", "substance", "content (%)"];
    let bytes = workbook(&[
        ("zz", &[HEADER, &["B-2", "Tin", "Tin", "100"]]),
        ("Älter", &[HEADER, &["C-3", "Tin", "Tin", "100"]]),
        ("aa", &[HEADER, &["A-1", "Tin", "Tin", "100"]]),
    ]);
    let mut found = Collected::default();
    read_xlsx_with(&bytes, &FileName::new("t.xlsx"), &Mapping::default(), &mut found);
    let numbers: Vec<_> = found.products.iter().filter_map(DeclaredPart::number).collect();
    assert_eq!(numbers, ["B-2", "C-3", "A-1"], "{:?}", found.diagnostics);
}
