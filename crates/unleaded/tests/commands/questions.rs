//! What is left to answer as a workbook: written, filled as a spreadsheet program would, read back.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::support::Place;

const ASK: &str = "request --parts parts.csv --requester us.toml -o request.xml";
const FULL: &str = "maker,part,total_mass,total_mass_unit,material,substance,cas,mass_pct_of_material\n\
    Supplier A,RC-1,2,mg,Body,Copper,7440-50-8,99\nSupplier A,RC-1,2,mg,Body,Tin,7440-31-5,1\n";
/// The columns of the answer, the mass and its unit, and the remarks.
const ANSWER: char = 'I';
const MASS: char = 'M';
const UNIT: char = 'N';
const REMARKS: char = 'P';

fn place(lists: &str) -> Place {
    let place = Place::new();
    place.write("parts.csv", "item_number,our_part_number\nRC-1,R-77\n");
    place.write("us.toml", "name = \"品牌 B\"\n");
    place.write("full.csv", FULL);
    place.run(&format!("{ASK} {lists}")).exits(0);
    place
}

/// The workbook with `edit` made to its first sheet.
fn edited(workbook: &[u8], edit: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).unwrap();
        let name = member.name().unwrap().into_owned();
        let mut text = String::new();
        member.read_to_string(&mut text).unwrap();
        let text = if name == "xl/worksheets/sheet1.xml" { edit(text) } else { text };
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// Fills blank cells: each `(column, row, text)`; row 0 is every row that is blank there.
fn filled(workbook: &[u8], cells: &[(char, u32, &str)]) -> Vec<u8> {
    edited(workbook, |mut sheet| {
        for (column, row, text) in cells {
            let (first, last) = if *row == 0 { (3, 600) } else { (*row, *row) };
            for row in first..=last {
                let blank = format!("<c r=\"{column}{row}\" s=\"9\"/>");
                let full =
                    format!("<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
                sheet = sheet.replace(&blank, &full);
            }
        }
        sheet
    })
}

#[test]
fn a_workbook_in_chinese_is_answered() {
    let place = place("--list EUREACH-0226 --list EUROHS-1907");
    let ask = "reply request.xml --supplier 供应商甲 --accept --authorizer 张三";
    place.run(&format!("--lang zh {ask} --questions q.xlsx")).exits(1).says("待回答的问题：q.xlsx");
    assert!(!place.exists("reply.xml"), "no draft was asked for");
    // What somebody may be filling is not written over.
    let blank = place.read("q.xlsx");
    place.run(&format!("--lang zh {ask} --questions q.xlsx")).exits(2);
    assert_eq!(place.read("q.xlsx"), blank);
    // Nobody filled it: everything stays open.
    place
        .run(&format!("{ask} --answers q.xlsx -o reply.xml"))
        .exits(1)
        .prints("questions are open");
    let full = filled(
        &blank,
        &[(REMARKS, 4, "见检测报告"), (ANSWER, 0, "否"), (MASS, 3, "2"), (UNIT, 3, "mg")],
    );
    place.write("q.xlsx", &full);
    place.run("check q.xlsx").exits(0);
    place.run(&format!("{ask} --answers q.xlsx -o reply.xml")).exits(0).prints("Nothing is left");
    place.run("check reply.xml").exits(0).prints("0 errors, 0 warnings");
    assert!(place.text("reply.xml").contains("见检测报告"));
    // As a workbook it carries the answers too.
    place.run(&format!("--lang zh {ask} --answers q.xlsx -o reply.xlsx")).exits(0);
    place.run("check reply.xlsx").exits(0).prints("0 errors, 0 warnings");
    place.run("convert reply.xlsx --to ipc1752a -o again.xml").exits(0);
    place.run("check again.xml").exits(0);
    let answers = |name: &str| place.text(name).matches("overThreshold=\"false\"").count();
    assert_eq!((answers("reply.xml"), answers("again.xml")), (263, 263));
    // This year's workbook is last year's declaration next time.
    place.run(&format!("{ask} --from reply.xlsx -o next.xml")).exits(0);
}

#[test]
fn a_workbook_for_another_request_is_refused() {
    let place = place("--list EUROHS-1907");
    place.run("reply request.xml --questions q.xlsx").exits(1);
    place.run(&format!("{ASK} --list EUROHS-1907 --respond-by 2099-01-01")).exits(0);
    let other = place.run("reply request.xml --answers q.xlsx -o reply.xml").exits(1);
    other.says("error[answers-of-another]").says("q.xlsx:answers!");
    place.run("--lang zh reply request.xml --answers q.xlsx -o reply.xml").exits(1).says("另一份");
    assert!(!place.exists("reply.xml"));
}

#[test]
fn a_wrong_cell_is_told_and_stays_open() {
    let place = place("--list EUROHS-1907");
    let ask = "reply request.xml --supplier A --accept --authorizer A";
    place.run(&format!("{ask} --questions q.xlsx")).exits(1);
    let cells = [(ANSWER, 5, "perhaps"), (ANSWER, 0, "no"), (MASS, 3, "2"), (UNIT, 3, "ounce")];
    place.write("q.xlsx", filled(&place.read("q.xlsx"), &cells));
    let ran = place.run(&format!("{ask} --answers q.xlsx -o reply.xml")).exits(1);
    let ran = ran.says("error[answer-malformed]").says("q.xlsx:answers!I5").says("perhaps");
    ran.says("error[unit-unknown]").says("q.xlsx:answers!M3").prints("2 questions are open.");
    assert_eq!(place.text("reply.xml").matches("overThreshold=\"false\"").count(), 9);
}

#[test]
fn questions_and_answers_as_delimited_text() {
    let place = place("--list EUROHS-1907");
    let ask = "reply request.xml --from full.csv --accept --authorizer A";
    place.run(&format!("{ask} --questions q.csv -o reply.xml")).exits(0).says("is not written");
    assert!(!place.exists("q.csv"), "nothing was left to ask");
    let ask = "reply request.xml --supplier A --accept --authorizer A";
    place.run(&format!("{ask} --questions q.csv")).exits(1);
    let text = place.text("q.csv").replace("over the threshold?,", "over the threshold?,no");
    place.write("q.csv", text.replace("piece?,,,,,,", "piece?,,,,,2,mg"));
    place.run(&format!("{ask} --answers q.csv -o reply.xml")).exits(0);
    place.run("check reply.xml").exits(0);
}

#[test]
fn outputs_that_would_meet_are_refused() {
    let place = place("--list EUROHS-1907");
    place.run("reply request.xml").exits(2);
    place.run("reply request.xml --questions x.xlsx -o x.xlsx").exits(2);
    place.run("reply request.xml --questions - -o -").exits(2);
    place.run("reply request.xml --questions - --format json").exits(2);
    let told = place.run("reply request.xml --questions q.xlsx --format json").exits(1).json();
    crate::json::valid("reply-v1.schema.json", &told);
    assert!(told["reply"].is_null());
    place.run("reply request.xml --answers missing.xlsx -o x.xml").exits(2).says("missing.xlsx");
    place.run("reply request.xml --questions request.xml").exits(2);
}

/// From the blank workbook for compositions to IPC-1752A.
#[test]
fn a_template_in_chinese_is_filled_and_converted() {
    let place = Place::new();
    place.run("--lang zh template -o t.xlsx").exits(0);
    let row = |number: u32, cells: &[(char, &str)]| {
        let cell = |(column, text): &(char, &str)| {
            format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
        };
        format!("<row r=\"{number}\">{}</row>", cells.iter().map(cell).collect::<String>())
    };
    let first = [('A', "电阻-1"), ('C', "2"), ('D', "mg"), ('F', "陶瓷"), ('J', "氧化铝")];
    let first = [&first[..], &[('K', "1344-28-1"), ('L', "96"), ('M', "%")]].concat();
    let second = [('J', "二氧化硅"), ('K', "7631-86-9"), ('L', "4"), ('M', "%")];
    let rows = row(2, &first) + &row(3, &second);
    let full = edited(&place.read("t.xlsx"), |sheet| {
        sheet.replace("</sheetData>", &format!("{rows}</sheetData>"))
    });
    place.write("full.xlsx", full);
    place.run("check full.xlsx").exits(0);
    place.run("convert full.xlsx --to ipc1752a --supplier 供应商甲 -o full.xml").exits(0);
    place.run("check full.xml").exits(0);
    assert!(place.text("full.xml").contains("电阻-1"));
}

const ODD: &str = "Ident;Werkst;Subst;CAS-Nr.;Wieviel\nRC-1;Body;Copper;7440-50-8;99\nRC-1;Body;Tin;7440-31-5;1\n";
const MAPPING: &str = "[columns]\npart = \"Ident\"\nmaterial = \"Werkst\"\nsubstance = \"Subst\"\namount = \"Wieviel\"\n\
    [units]\namount = \"%\"\n[fixed]\nmaker = \"Supplier A\"\n";

#[test]
fn a_table_that_nobody_knows_is_read_by_its_mapping() {
    let place = place("--list EUROHS-1907");
    place.write("odd.csv", ODD);
    place.write("m.toml", MAPPING);
    place.run("show odd.csv --mapping m.toml").exits(0).prints("RC-1").prints("Copper");
    place.run("show odd.csv --mapping m.toml --format json").exits(0).prints("Copper");
    place.run("show full.csv --mapping m.toml").says("mapping-heading-absent");
    place.write("changed.csv", ODD.replace("99", "98").replace(";1\n", ";2\n"));
    place.run("diff odd.csv odd.csv --mapping m.toml").exits(0);
    place.run("diff odd.csv changed.csv --mapping m.toml").exits(1).prints("Copper");
    place.run("diff full.csv full.csv --mapping m.toml").exits(0).says("mapping-heading-absent");
    let ask = "reply request.xml --from odd.csv -o r.xml --accept --authorizer A";
    place.run(&format!("{ask} --mapping m.toml")).exits(1).prints("One question is open.");
    place.run(&format!("{ask} --mapping missing.toml")).exits(2);
    place.write("numbers.csv", "Ihre Nr.;Unsere\nRC-1;R-77\n");
    place.write("n.toml", "[columns]\npart = \"Ihre Nr.\"\nour_part_number = \"Unsere\"\n");
    let ask = "request --parts numbers.csv --requester us.toml --list EUROHS-1907 -o other.xml";
    place.run(ask).exits(1);
    place.run(&format!("{ask} --mapping n.toml")).exits(0);
    assert!(place.text("other.xml").contains("requesterItemNumber=\"R-77\""));
    place.run(&format!("{ask} --mapping m.toml")).exits(1);
    place.run(&format!("{ASK} --mapping m.toml")).exits(0).says("mapping-heading-absent");
}
