//! Answers on lists and to queries in workbooks: written beside the compositions, and read back.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{Cursor, Read as _, Write as _};

use unleaded_formats::sink::Collected;
use unleaded_formats::tables::answers::{self, AnswerRow, Asked};
use unleaded_formats::{ipc1752, read_declaration, tables};
use unleaded_model::declaration::{Answer, Declaration, DeclaredPart, Legal, Query, QueryList};
use unleaded_model::diagnostic::{FileName, Language, Place};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const CLASS_A: &[u8] =
    include_bytes!("../../../fixtures/ipc1752/invalid-reading-unconfirmed--class-a.xml");
const CLASS_C: &[u8] = include_bytes!("../../../fixtures/ipc1752/valid-class-c.xml");

fn read(bytes: &[u8], name: &str) -> Collected {
    let mut found = Collected::default();
    read_declaration(bytes, &FileName::new(name), &mut found);
    found
}

/// What a part answers, without the places; of text only what a cell can hold.
fn said(part: &DeclaredPart) -> Vec<String> {
    let shown = |of: &dyn std::fmt::Debug| format!("{of:?}");
    let lists = part.lists.iter().flat_map(|list| {
        list.answers.iter().map(move |a| {
            let share = |share: &Option<Box<Amount>>| share.as_ref().map(|s| shown(&s.value));
            let claims: Vec<&str> = a.exemptions.iter().map(|claim| claim.id.as_str()).collect();
            let texts = [&list.authority, &list.identity, &a.name, &a.application, &a.code];
            let more = [&a.code_authority, &a.threshold];
            let mass = a.mass.as_ref().map(|mass| mass.value);
            let shares = (share(&a.share_of_material), share(&a.share_of_part));
            format!("{texts:?} {more:?} {:?} {mass:?} {shares:?} {claims:?}", a.over)
        })
    });
    let queries = part.queries.iter().flat_map(|list| {
        list.queries.iter().map(move |q| {
            let texts = [&list.authority, &list.identity, &q.code_authority, &q.code];
            format!("{texts:?} {:?} {:?}", q.statement, q.response)
        })
    });
    lists.chain(queries).collect()
}

type Amount = unleaded_model::declaration::Stated<unleaded_model::amount::FractionRange>;

#[test]
fn answers_come_back_as_they_were() {
    for (document, name) in [(CLASS_A, "a.xml"), (CLASS_C, "c.xml")] {
        let found = read(document, name);
        let declaration = Declaration { header: found.header.unwrap(), products: found.products };
        let before: Vec<_> = declaration.products.iter().map(said).collect();
        assert!(before.iter().any(|said| !said.is_empty()), "{name} answers nothing");
        for language in [Language::En, Language::Zh] {
            let (bytes, losses) = tables::write_xlsx(&declaration, language);
            let lost = |what: &str| {
                losses
                    .iter()
                    .any(|d| d.argument("what").is_some_and(|w| w.to_string().contains(what)))
            };
            assert!(!lost("answer") && !lost("答复"), "{losses:#?}");
            let again = read(&bytes, "t.xlsx");
            let after: Vec<_> = again.products.iter().map(said).collect();
            assert_eq!(after, before, "{name} {:#?}", again.diagnostics);
            assert!(
                again
                    .diagnostics
                    .iter()
                    .all(|d| d.severity != unleaded_model::diagnostic::Severity::Error),
                "{:#?}",
                again.diagnostics
            );
            // Written again, it is the same.
            let again = Declaration { header: again.header.unwrap(), products: again.products };
            assert_eq!(tables::write_xlsx(&again, language).0, bytes);
            let (text, _) = ipc1752::write(&again);
            let whole = read(text.as_bytes(), "again.xml");
            assert_eq!(whole.products.iter().map(said).collect::<Vec<_>>(), before);
        }
    }
}

/// The workbook with the sheet `name` called `other`.
fn renamed(bytes: &[u8], name: &str, other: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let (old, new) = (format!("name=\"{name}\""), format!("name=\"{other}\""));
    let mut count = 0;
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).unwrap();
        let own = member.name().unwrap().into_owned();
        let mut text = String::new();
        member.read_to_string(&mut text).unwrap();
        if own == "xl/workbook.xml" {
            count += text.matches(&old).count();
            text = text.replace(&old, &new);
        }
        out.start_file(own, SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    assert_eq!(count, 1, "{name}");
    out.finish().unwrap().into_inner()
}

/// People rename sheets; what stands in them stays what it is.
#[test]
fn a_renamed_sheet_of_answers_is_read() {
    let found = read(CLASS_C, "c.xml");
    let mut header = found.header.unwrap();
    header.legal = Some(Legal { accepted: Some(false), ..Legal::default() });
    let declaration = Declaration { header, products: found.products };
    let before: Vec<_> = declaration.products.iter().map(said).collect();
    for (language, answers, statement) in
        [(Language::En, "answers", "declaration"), (Language::Zh, "回答", "声明")]
    {
        let (bytes, _) = tables::write_xlsx(&declaration, language);
        let other = renamed(&renamed(&bytes, answers, "EUROHS"), statement, "Sheet 7");
        let again = read(&other, "t.xlsx");
        let after: Vec<_> = again.products.iter().map(said).collect();
        assert_eq!(after, before, "{:#?}", again.diagnostics);
        assert_eq!(again.header.unwrap().legal.unwrap().accepted, Some(false));
    }
}

#[test]
fn a_renamed_sheet_of_questions_is_read() {
    let place = Place::file(&FileName::new(""));
    let mut row = AnswerRow::blank("P-1", "", Asked::Entry, place);
    row.list = "L-1".to_owned();
    row.answer.name = "Lead".to_owned();
    row.answer.over = Some(true);
    let bytes = answers::workbook(&[row], &[], Language::En);
    let (rows, told) = answers::read(&renamed(&bytes, "answers", "2026"), &FileName::new("a.xlsx"));
    assert_eq!(told, []);
    assert_eq!(rows.iter().map(|row| row.answer.over).collect::<Vec<_>>(), [Some(true)]);
}

/// A workbook does not say that it only asks.
#[test]
fn what_a_requester_filled_in_is_no_answer() {
    let found = read(CLASS_C, "c.xml");
    let mut header = found.header.unwrap();
    header.mode = "Request/Reply".to_owned();
    (header.date, header.supplier) = (None, Default::default());
    header.date_raw.clear();
    let declaration = Declaration { header, products: found.products };
    let (bytes, losses) = tables::write_xlsx(&declaration, Language::En);
    assert!(
        losses
            .iter()
            .any(|d| d.argument("what").is_some_and(|w| w.to_string().contains("answers")))
    );
    assert!(read(&bytes, "t.xlsx").products.iter().all(|part| said(part).is_empty()));
}

/// Delimited text has no second sheet.
#[test]
fn delimited_text_tells_that_it_holds_no_answers() {
    let found = read(CLASS_C, "c.xml");
    let declaration = Declaration { header: found.header.unwrap(), products: found.products };
    let (_, losses) = tables::write_csv(&declaration);
    assert!(losses.iter().any(|d| d.code.name() == "write-loss"));
}

#[test]
fn a_workbook_of_answers_alone_is_a_declaration() {
    let place = Place::file(&FileName::new(""));
    let mut row = AnswerRow::blank("部件-1", "", Asked::Entry, place.clone());
    row.list = "清单-1".to_owned();
    row.answer.name = "铅".to_owned();
    row.answer.over = Some(true);
    let mass = AnswerRow::blank("部件-1", "C-1", Asked::Mass, place.clone());
    let number = AnswerRow::blank("", "C-2", Asked::Number, place);
    let found = read(&answers::workbook(&[row, mass, number], &[], Language::Zh), "a.xlsx");
    // The last row is of a part whose number nobody knows yet.
    let codes: Vec<_> = found.diagnostics.iter().map(|d| d.code.name()).collect();
    assert_eq!(codes, ["item-number-missing"]);
    let numbers: Vec<_> = found.products.iter().map(DeclaredPart::number).collect();
    assert_eq!(numbers, [Some("部件-1"), None]);
    assert_eq!(found.products[0].lists[0].answers[0].over, Some(true));
    assert_eq!(found.products[0].items[0].requester_number, "C-1");
    assert_eq!(found.products[0].items[0].mass, None, "nobody told it");
}

/// What a workbook has no place for is lost, and may have been what contradicts the answer.
#[test]
fn a_no_whose_amounts_are_lost_is_not_written() {
    let document = String::from_utf8(CLASS_C.to_vec()).unwrap();
    let over = |inside: &str| {
        let begin = "<SubstanceCategoryID identity=\"00144\" authority=\"IPC\"/>";
        let found = read(document.replace(begin, &[begin, inside].concat()).as_bytes(), "c.xml");
        let declaration = Declaration { header: found.header.unwrap(), products: found.products };
        let (bytes, losses) = tables::write_xlsx(&declaration, Language::En);
        let said =
            losses.iter().filter(|d| d.argument("value").is_some_and(|v| v.to_string() == "no"));
        let told = said.count();
        let again = read(&bytes, "t.xlsx");
        let lead = again.products[0].lists[0].answers.iter().find(|a| a.name == "Lead");
        (lead.unwrap().over, told)
    };
    let share =
        |name: &str, value: &str| format!("<{name} value=\"{value}\" UOM=\"massPercent\"/>");
    assert_eq!(over(""), (Some(false), 0));
    assert_eq!(over(&share("Amount", "0.01")), (Some(false), 0));
    assert_eq!(over(&(share("Amount", "0.01") + &share("Amount", "5"))), (None, 1));
    assert_eq!(over(&(share("Amount", "5") + &share("Concentration", "0.01"))), (None, 1));
}

/// Read back it is one part, whose answers contradict each other as they did.
#[test]
fn a_second_part_of_one_number_answers_too() {
    let found = read(CLASS_C, "c.xml");
    let mut first = found.products[0].clone();
    let mut second = first.clone();
    let over = |part: &mut DeclaredPart, is_over: bool| {
        part.lists[0].answers.iter_mut().for_each(|answer| answer.over = Some(is_over));
    };
    over(&mut first, false);
    over(&mut second, true);
    let all = [said(&first), said(&second)].concat();
    let declaration = Declaration { header: found.header.unwrap(), products: vec![first, second] };
    let (bytes, losses) = tables::write_xlsx(&declaration, Language::En);
    let again: Vec<_> = read(&bytes, "t.xlsx").products.iter().flat_map(said).collect();
    for answer in &all {
        assert!(again.contains(answer), "{answer} {losses:#?}");
    }
    assert_eq!(again.len(), all.len());
}

/// A document may answer without a name what it answers; that something is over its threshold is not lost for that.
#[test]
fn an_answer_without_a_name_comes_back() {
    let found = read(CLASS_C, "c.xml");
    let part = found.products[0].clone();
    let mut list = part.lists[0].clone();
    list.answers.truncate(1);
    let named = list.answers[0].clone();
    let nameless =
        Answer { name: String::new(), code: String::new(), over: Some(true), ..named.clone() };
    let blank = Answer {
        code_authority: String::new(),
        application: String::new(),
        threshold: String::new(),
        over: None,
        share_of_material: None,
        share_of_part: None,
        mass: None,
        exemptions: Vec::new(),
        ..nameless.clone()
    };
    let check = |answers: &[&Answer], expected: &[Option<bool>]| {
        let mut list = list.clone();
        list.answers = answers.iter().map(|answer| (**answer).clone()).collect();
        let part = DeclaredPart { lists: vec![list], ..part.clone() };
        let header = found.header.clone().unwrap();
        let declaration = Declaration { header, products: vec![part] };
        let (bytes, _) = tables::write_xlsx(&declaration, Language::Zh);
        let again = read(&bytes, "t.xlsx");
        let over = again.products[0].lists[0].answers.iter().map(|answer| answer.over);
        assert_eq!(over.collect::<Vec<_>>(), expected);
        let again = Declaration { header: again.header.unwrap(), products: again.products };
        assert_eq!(tables::write_xlsx(&again, Language::Zh).0, bytes);
    };
    check(&[&nameless], &[Some(true)]);
    // A blank row only tells that the list is asked for.
    check(&[&blank], &[]);
    check(&[&blank, &named, &nameless, &blank], &[named.over, Some(true)]);
}

/// What is left of an entry or a statement may say more than the whole did.
#[test]
fn text_that_does_not_fit_into_a_cell_leaves_no_answer_for_the_part() {
    let found = read(CLASS_C, "c.xml");
    let part = &found.products[0];
    let mut list = part.lists[0].clone();
    list.answers.truncate(1);
    let query = |statement: &str, response: &str| Query {
        code_authority: String::new(),
        code: "1".to_owned(),
        statement: statement.to_owned(),
        response: response.to_owned(),
        kept: Vec::new(),
        place: part.place.clone(),
    };
    let check = |application: &str, over: bool, (statement, response): (&str, &str)| {
        let mut part = part.clone();
        let mut list = list.clone();
        list.answers[0].over = Some(over);
        list.answers[0].application = application.to_owned();
        part.queries = vec![QueryList {
            authority: "A".to_owned(),
            identity: "Q".to_owned(),
            queries: vec![query(statement, response)],
            place: part.place.clone(),
        }];
        part.lists = vec![list];
        let header = found.header.clone().unwrap();
        let declaration = Declaration { header, products: vec![part] };
        let (bytes, losses) = tables::write_xlsx(&declaration, Language::En);
        let again = read(&bytes, "t.xlsx").products.swap_remove(0);
        let told = |value: &str| {
            losses.iter().any(|d| d.argument("value").is_some_and(|v| v.to_string() == value))
        };
        let response = again.queries[0].queries[0].response.clone();
        (again.lists[0].answers[0].over, response, told("no"), told("true"))
    };
    let long = "x".repeat(32_768);
    let yes = "true".to_owned();
    let asked = "It holds no asbestos";
    assert_eq!(check("All", false, (asked, "true")), (Some(false), yes, false, false));
    for bad in [long.as_str(), "x\u{1}", "#REF!"] {
        let asked = format!("{asked} {bad}");
        let asked = if bad.starts_with('#') { bad } else { &asked };
        assert_eq!(
            check(bad, false, (asked, "true")),
            (None, String::new(), true, true),
            "{}",
            bad.len()
        );
        assert_eq!(check(bad, true, (asked, "")).0, Some(true), "{}", bad.len());
    }
    let (.., response, _, told) = check("All", true, ("It does not meet EU RoHS\u{1}", "true"));
    assert_eq!((response.as_str(), told), ("true", false));
}

#[test]
fn a_no_beside_an_amount_that_nobody_can_read_answers_nothing() {
    let over = |answer: &str, share: &str, basis: &str| {
        let table = format!(
            "Part number,List,Entry or statement,Answer,Concentration,Concentration unit,Concentration in\n\
             P-1,L-1,Lead,{answer},{share},%,{basis}\n"
        );
        let (rows, _) = answers::read(table.as_bytes(), &FileName::new("a.csv"));
        rows[0].answer.over
    };
    for (share, basis) in [("", ""), ("0.05", "article"), ("n.d.", "article"), ("N/A", "")] {
        assert_eq!(over("no", share, basis), Some(false), "{share} {basis}");
    }
    for (share, basis) in
        [("5 apples", "article"), ("about 5", "article"), ("5", ""), ("#REF!", "")]
    {
        assert_eq!(over("no", share, basis), None, "{share} {basis}");
        assert_eq!(over("yes", share, basis), Some(true), "{share} {basis}");
    }
}

/// A number that is asked for is taken from its own column, else from that of the answers.
#[test]
fn a_number_may_stand_among_the_answers() {
    let text = "Part number,Customer part number,Entry or statement,Question,Answer\n\
        ,C-1,,which of your part numbers?,P-1\n\
        P-2,C-2,,which of your part numbers?,\n\
        ,C-3,,对应贵司哪个料号？,Ｐ-３\n";
    let (rows, told) = answers::read(text.as_bytes(), &FileName::new("a.csv"));
    let numbers: Vec<_> = rows.iter().map(|row| row.part.as_str()).collect();
    assert_eq!((numbers, told), (vec!["P-1", "P-2", "P-3"], Vec::new()));
}
