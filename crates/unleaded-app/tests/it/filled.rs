//! Answers that a supplier wrote into a file of questions.

use unleaded_app::reply::{Filled, Reply, sheet};
use unleaded_formats::ipc1752;
use unleaded_model::declaration::Class;
use unleaded_model::diagnostic::codes::{exchange as codes, tables};
use unleaded_model::diagnostic::{Diagnostic, FileName, Language};

use crate::replies::{FULL, PARTS, declaration, draft_with, kinds, last_year, request};
use crate::support::TODAY;

/// The SHA-256 that the questions name.
const HASH: &str = "00ff";

fn answered(request: &str, from: &[(&str, &str)], table: &str) -> Reply {
    let mut filled = Filled::default();
    filled.add(table.as_bytes(), &FileName::new("answers.csv"), HASH).unwrap();
    draft_with(request, from, "", Some("A. Person"), &filled)
}

fn questions(request: &str, from: &[(&str, &str)], language: Language) -> String {
    let drafted = draft_with(request, from, "", Some("A. Person"), &Filled::default());
    sheet::csv(&drafted.questions, HASH, language)
}

/// The cells behind the question: answer, concentration, its unit, what it is a share of.
fn filled(table: &str, entry: &str, language: Language, cells: &str) -> String {
    let (question, basis) = match language {
        Language::En => ("over the threshold?,", "article"),
        Language::Zh => ("是否超过阈值？,", "物品"),
    };
    let line = |line: &str| match line.contains(entry) {
        true => line.replace(&format!("{question},,,{basis}"), &format!("{question}{cells}")),
        false => line.to_owned(),
    };
    table.lines().map(line).collect::<Vec<_>>().join("\r\n")
}

fn codes_of(diagnostics: &[Diagnostic]) -> Vec<&'static str> {
    diagnostics.iter().map(|d| d.code.name()).collect()
}

#[test]
fn only_what_the_new_edition_added_is_asked_in_the_table_and_answered_there() {
    let asked = request(PARTS, Class::C, &["EUREACH-0226"]);
    let last = last_year();
    let from = [("last.xml", last.as_str())];
    for (language, yes, no) in [(Language::En, "yes", "no"), (Language::Zh, "是", "否")] {
        let basis = language.pick("article", "物品");
        let table = questions(&asked, &from, language);
        let rows = table.lines().count() - 1;
        assert!((10..60).contains(&rows), "{rows} rows of what 2026 has beyond June 2022");
        let open = answered(&asked, &from, &table);
        assert_eq!(kinds(&open), vec!["answer"; rows], "nobody answered");
        let table = filled(&table, "n-hexane", language, &format!("{yes},0.25,%,{basis}"));
        let one = answered(&asked, &from, &table);
        assert_eq!(kinds(&one), vec!["answer"; rows - 1]);
        let table = filled(&table, "", language, &format!("{no},,,{basis}"));
        let all = answered(&asked, &from, &table);
        assert_eq!(kinds(&all), Vec::<&str>::new(), "{:#?}", all.diagnostics);
        assert!(all.added[0].entries.iter().all(|entry| entry.over.is_some()));
        let written = ipc1752::write(declaration(&all));
        assert_eq!(written.1, []);
        let hexane = &written.0[written.0.find("n-hexane").unwrap()..];
        let end = hexane.find("</SubstanceCategory>").unwrap();
        assert!(hexane[..end].contains("overThreshold=\"true\""), "{}", &hexane[..end]);
        assert!(hexane[..end].contains("<Amount value=\"0.25\" UOM=\"massPercent\""));
    }
}

#[test]
fn what_was_declared_before_stands_beside_the_question() {
    let asked = request(PARTS, Class::C, &["EUROHS-1907"]);
    let part = "maker,part,total_mass,total_mass_unit,material,substance,cas,mass_pct_of_material\n\
                Supplier A,RC-1,2,mg,Body,Copper,7440-50-8,80\nSupplier A,RC-1,2,mg,Body,proprietary,,20\n";
    let table = questions(&asked, &[("open.csv", part)], Language::Zh);
    assert!(table.contains("铅") && table.contains("0.1 mass% of homogeneous material"), "{table}");
    assert!(table.contains("均质材料"), "{table}");
}

#[test]
fn answers_for_another_request_are_refused() {
    let asked = request(PARTS, Class::C, &["EUROHS-1907"]);
    let table = questions(&asked, &[], Language::En);
    for (table, hash) in [(table.clone(), "00fe"), (table.replace(",00ff", ","), HASH)] {
        let refused = Filled::default().add(table.as_bytes(), &FileName::new("a.csv"), hash);
        let defects = refused.unwrap_err();
        assert!(defects.iter().any(|d| d.code == codes::ANSWERS_OF_ANOTHER), "{defects:?}");
    }
    let other = Filled::default().add(b"hello,world\n1,2\n", &FileName::new("a.csv"), HASH);
    assert!(other.is_err());
}

#[test]
fn an_answer_that_nobody_asked_for_is_told() {
    let asked = request(PARTS, Class::C, &["EUROHS-1907"]);
    let table = questions(&asked, &[], Language::En).replace("EUROHS-1907", "EUROHS-0507");
    let table = table.replace("over the threshold?,", "over the threshold?,no");
    let drafted = answered(&asked, &[], &table);
    assert!(drafted.diagnostics.iter().any(|d| d.code == codes::ANSWER_UNASKED));
    assert_eq!(kinds(&drafted).iter().filter(|kind| **kind == "answer").count(), 10);
}

#[test]
fn an_answer_that_differs_from_a_document_counts_as_over() {
    let told =
        |drafted: &Reply| drafted.diagnostics.iter().any(|d| d.code == codes::ANSWER_DIFFERS);
    let over = |drafted: &Reply, entry: &str| {
        let answers = declaration(drafted).products[0].lists[0].answers.iter();
        answers.filter(|a| a.name == entry).map(|a| a.over).collect::<Vec<_>>()
    };
    // The composition has lead, and the supplier says no.
    let asked = request(PARTS, Class::C, &["EUROHS-1907"]);
    let table = questions(&asked, &[], Language::En);
    let no = table.replace("over the threshold?,", "over the threshold?,no");
    let drafted = answered(&asked, &[("full.csv", FULL)], &no);
    assert!(told(&drafted), "{:?}", codes_of(&drafted.diagnostics));
    assert_eq!(over(&drafted, "Lead"), [Some(true)]);
    assert_eq!(over(&drafted, "Mercury"), [Some(false)]);
    // Last year nothing was over, and the supplier now says yes.
    let asked = request(PARTS, Class::C, &["EUREACH-0622"]);
    let table = questions(&asked, &[], Language::En);
    let yes = filled(&table, "Lead", Language::En, "yes,,,article");
    let last = last_year();
    let drafted = answered(&asked, &[("last.xml", &last)], &yes);
    assert!(told(&drafted));
    assert_eq!(over(&drafted, "Lead"), [Some(true)]);
}

#[test]
fn a_no_beside_an_amount_over_the_threshold_is_not_used() {
    let asked = request(PARTS, Class::C, &["EUREACH-0622"]);
    let table = questions(&asked, &[], Language::En);
    let table = filled(&table, "n-hexane", Language::En, "no,,,article");
    let table = filled(&table, ",Lead,", Language::En, "no,0.5,%,article");
    let drafted = answered(&asked, &[], &table);
    assert!(drafted.diagnostics.iter().any(|d| d.code == codes::ANSWER_DENIES));
    let lead = declaration(&drafted).products[0].lists[0].answers.iter().find(|a| a.name == "Lead");
    assert_eq!(lead.unwrap().over, None);
}

#[test]
fn a_cell_that_answers_nothing_leaves_the_question_open() {
    let asked = request(PARTS, Class::C, &["EUROHS-1907"]);
    let table = questions(&asked, &[], Language::En);
    let table = table.replacen("over the threshold?,", "over the threshold?,perhaps", 1);
    let mut filled = Filled::default();
    filled.add(table.as_bytes(), &FileName::new("a.csv"), HASH).unwrap();
    assert!(filled.has_error());
    let drafted = draft_with(&asked, &[], "", None, &filled);
    let wrong = drafted.diagnostics.iter().find(|d| d.code == tables::ANSWER_MALFORMED).unwrap();
    assert!(wrong.message(Language::Zh).contains("perhaps"));
    assert_eq!(kinds(&drafted).iter().filter(|kind| **kind == "answer").count(), 10);
}

/// The mass of one piece, the number of a part, and a list that nobody knows.
#[test]
fn all_that_a_table_can_ask_is_answered_there() {
    let parts = "item_number,our_part_number\n,R-79\n";
    let asked = request(parts, Class::C, &["BOMcheck:Prop_65"]);
    let first = questions(&asked, &[], Language::En);
    let numbered = first.replacen(",R-79,", "RC-9,R-79,", 1).replacen("\n,", "\n", 1);
    let drafted = answered(&asked, &[], &numbered);
    assert_eq!(kinds(&drafted), ["mass", "list", "supplier"], "{numbered}");
    let second = sheet::csv(&drafted.questions, HASH, Language::En);
    let mass = second.replace("mass of one piece?,,,,,,", "mass of one piece?,,,,,2.5,mg");
    let whole = mass
        .replace("Prop_65,,,,,over the threshold?,", "Prop_65,Benzene,,,,over the threshold?,no");
    let both = format!("{numbered}\r\n{}", whole.lines().skip(1).collect::<Vec<_>>().join("\r\n"));
    let done = answered(&asked, &[], &both);
    assert_eq!(kinds(&done), ["supplier"], "{both}\n{:#?}", done.diagnostics);
    let part = &declaration(&done).products[0];
    assert_eq!(part.number(), Some("RC-9"));
    assert_eq!(part.mass().unwrap().raw, "2.5");
    assert_eq!(part.lists[0].answers[0].over, Some(false));
}

#[test]
fn statements_are_answered_with_yes_or_no() {
    let asked = r#"<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0" version="2.0"><BusinessInfo mode="Request/Reply"><Request date="2026-11-01"><RequestCompany name="Customer B"/></Request></BusinessInfo><Product unitType="Each" numberOfInstances="1"><ProductID itemNumber="RC-1"><Amount value="0" UOM="mg"/></ProductID><MaterialInfo><QueryList><QueryListID identity="Q-1" authority="Customer B"/><Query statement="It holds no asbestos"><QueryID identity="1" authority="Customer B"/></Query><Query statement="It holds no cork"/></QueryList></MaterialInfo></Product></MainDeclaration>"#;
    let table = questions(asked, &[], Language::Zh);
    assert_eq!(table.matches("是否属实？").count(), 2, "{table}");
    let answer = |with: &str| {
        let table = table.replacen("是否属实？,", &format!("是否属实？,{with}"), 1);
        answered(asked, &[], &table.replace("单件质量？,,,,,,", "单件质量？,,,,,2,mg"))
    };
    let done = answer("是");
    assert_eq!(kinds(&done), ["query", "supplier"], "{:#?}", done.diagnostics);
    let responses = |reply: &Reply| {
        let queries = declaration(reply).products[0].queries[0].queries.iter();
        queries.map(|query| query.response.clone()).collect::<Vec<_>>()
    };
    assert_eq!(responses(&done), ["true", ""]);
    let odd = answer("大概");
    assert_eq!(responses(&odd), ["", ""]);
    assert!(odd.diagnostics.iter().any(|d| d.code == tables::ANSWER_MALFORMED));
}

/// Whether a yes is worse than a no depends on the statement.
#[test]
fn a_statement_that_is_answered_in_two_ways_stays_open() {
    let document = |mode: &str, [asbestos, rohs]: [&str; 2]| {
        let response = |text: &str| match text {
            "" => String::new(),
            text => format!(r#" response="{text}""#),
        };
        let (asbestos, rohs) = (response(asbestos), response(rohs));
        format!(
            r#"<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0" version="2.0"><BusinessInfo mode="{mode}">{}</BusinessInfo><Product unitType="Each" numberOfInstances="1"><ProductID itemNumber="RC-1"><Amount value="2" UOM="mg"/></ProductID><MaterialInfo><QueryList><QueryListID identity="Q-1" authority="Customer B"/><Query statement="It holds no asbestos"{asbestos}/><Query statement="It meets EU RoHS"{rohs}/></QueryList></MaterialInfo></Product></MainDeclaration>"#,
            match mode {
                "Distribute" =>
                    r#"<Response date="2025-11-01"><SupplyCompany name="Supplier A"/></Response>"#,
                _ => r#"<Request date="2026-11-01"><RequestCompany name="Customer B"/></Request>"#,
            }
        )
    };
    let asked = document("Request/Reply", ["", ""]);
    let check = |before: [&str; 2], rows: &[[&str; 2]], expected: [&str; 2], told: usize| {
        let table = rows.iter().fold(String::new(), |table, [asbestos, rohs]| {
            let head =
                ["Part number,List,Entry or statement,Question,Answer,Request SHA-256\n", ""];
            let row = |statement: &str, answer: &str| {
                format!("RC-1,Q-1,{statement},is it true?,{answer},{HASH}\n")
            };
            let head = head[usize::from(!table.is_empty())];
            table + head + &row("It holds no asbestos", asbestos) + &row("It meets EU RoHS", rohs)
        });
        let last = document("Distribute", before);
        let drafted = answered(&asked, &[("last.xml", &last)], &table);
        let queries = &declaration(&drafted).products[0].queries[0].queries;
        let responses: Vec<&str> = queries.iter().map(|query| query.response.as_str()).collect();
        assert_eq!(responses, expected, "{before:?} {rows:?} {:#?}", drafted.diagnostics);
        let differ = drafted.diagnostics.iter().filter(|d| d.code == codes::STATEMENT_DIFFERS);
        assert_eq!(differ.count(), told, "{before:?} {rows:?} {:#?}", drafted.diagnostics);
        let open = expected.iter().filter(|response| response.is_empty()).count();
        assert_eq!(kinds(&drafted).iter().filter(|kind| **kind == "query").count(), open);
        assert!(drafted.diagnostics.iter().all(|d| d.code != codes::ANSWER_UNASKED));
    };
    check(["true", "true"], &[["yes", "yes"]], ["true", "true"], 0);
    check(["true", "true"], &[["", ""]], ["true", "true"], 0);
    check(["true", "true"], &[["no", "no"]], ["", "false"], 2);
    check(["false", "false"], &[["yes", "yes"]], ["", "false"], 2);
    check(["true", "true"], &[["perhaps", "yes"]], ["", "true"], 1);
    check(["see letter", "true"], &[["no", "yes"]], ["", "true"], 1);
    // Two rows, with or without a document.
    check(["", ""], &[["yes", "yes"], ["no", "no"]], ["", "false"], 2);
    check(["true", "true"], &[["yes", "yes"], ["no", "no"]], ["", "false"], 2);
}

#[test]
fn a_part_that_both_sides_number_alike_is_answered_once() {
    let parts = "item_number,our_part_number\nRC-1,RC-1\n";
    let asked = request(parts, Class::C, &["BOMcheck:Prop_65"]);
    let table = questions(&asked, &[], Language::En)
        .replace("Prop_65,,,,,over the threshold?,", "Prop_65,Benzene,,,,over the threshold?,no");
    let drafted = answered(&asked, &[], &table);
    assert_eq!(declaration(&drafted).products[0].lists[0].answers.len(), 1, "{table}");
}

#[test]
fn the_same_questions_give_the_same_bytes() {
    let asked = request(PARTS, Class::C, &["EUROHS-1907"]);
    let drafted = draft_with(&asked, &[], "", None, &Filled::default());
    let day = TODAY.parse().unwrap();
    let workbook = || sheet::workbook(&drafted.questions, HASH, Language::Zh, day);
    assert_eq!(workbook(), workbook());
}
