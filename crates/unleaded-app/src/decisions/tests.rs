//! What must hold of files of decisions.

use jiff::civil::date;
use unleaded_model::diagnostic::codes::decisions as codes;

use super::*;

fn subject() -> Subject {
    let document = Some(format!("sha256:{}", "0".repeat(64)));
    Subject {
        rules: "eu-rohs".to_owned(),
        entry: "Pb".to_owned(),
        part: "R-1".to_owned(),
        document,
    }
}

fn written(place: Option<&[String]>, decided: Date, expires: Date) -> String {
    let on = subject();
    let (reason, owner) = ("a \"quoted\"\nreason \u{7f}", "Quality \u{8d28}\u{91cf}");
    entry(&Decided { on: &on, place, reason, owner, evidence: None, decided, expires })
}

fn read(text: &str) -> DecisionsFile {
    DecisionsFile::read(text.as_bytes(), &FileName::new("d.toml")).unwrap()
}

#[test]
fn what_is_written_is_read() {
    let steps = vec!["Layer".to_owned(), "Glass \\ frit".to_owned()];
    let text = written(Some(&steps), date(2026, 11, 22), date(2027, 5, 1));
    let file = read(&(text.clone() + &text));
    assert_eq!(file.decisions.len(), 2);
    let one = &file.decisions[0];
    assert_eq!((&one.on, one.place.as_deref()), (&subject(), Some(&steps[..])));
    assert_eq!(one.reason, "a \"quoted\"\nreason \u{7f}");
    assert_eq!((one.decided, one.expires), (date(2026, 11, 22), date(2027, 5, 1)));
}

#[test]
fn a_decision_holds_from_its_day_to_its_last_day() {
    let file = read(&written(None, date(2026, 11, 22), date(2027, 5, 1)));
    let one = &file.decisions[0];
    assert_eq!(one.holds(date(2026, 11, 21)), Holds::NotYet);
    assert_eq!(one.holds(date(2026, 11, 22)), Holds::Valid);
    assert_eq!(one.holds(date(2027, 5, 1)), Holds::Valid);
    assert_eq!(one.holds(date(2027, 5, 2)), Holds::Expired);
}

#[test]
fn of_several_decisions_the_one_that_holds_counts() {
    let old = written(None, date(2026, 1, 1), date(2026, 6, 1));
    let new = written(None, date(2026, 11, 1), date(2026, 12, 1));
    let elsewhere = written(Some(&["Lead".to_owned()]), date(2026, 1, 1), date(2030, 1, 1));
    let file = read(&(new + &old + &elsewhere));
    let index = file.index();
    let found = index.find(&subject(), &["Frit".to_owned()], date(2026, 11, 22));
    assert_eq!(found.map(|(at, _)| at), Some(0));
    let found = index.find(&subject(), &["Lead".to_owned()], date(2026, 11, 22));
    assert_eq!(found.map(|(at, _)| at), Some(2));
    let other = Subject { document: None, ..subject() };
    assert!(index.find(&other, &[], date(2026, 11, 22)).is_none());
}

#[test]
fn every_defect_of_a_file_is_told_with_its_place() {
    let text = "verdict = 1\n[[decision]]\nrules = \"eu-rohs\"\nentry = \"\"\npart = \"R-1\"\ndocument = \"abc\"\n\
                reason = \"x\"\nowner = \"me\"\nplace = \"Layer\"\nevidence = \"sha256:00\"\nnote = 1\n\
                decided = 2026-11-22\nexpires = \"soon\"\n";
    let found = DecisionsFile::read(text.as_bytes(), &FileName::new("d.toml")).unwrap_err();
    assert!(found.iter().all(|d| d.code == codes::DECISION_MALFORMED && d.places.len() == 1));
    let fields: Vec<String> =
        found.iter().map(|d| d.argument("field").unwrap().to_string()).collect();
    let wanted = ["document", "entry", "evidence", "expires", "note", "place", "verdict"];
    for field in wanted {
        assert!(fields.iter().any(|found| found == field), "{field} in {fields:?}");
    }
    assert_eq!(fields.len(), wanted.len());
    let backwards = written(None, date(2027, 1, 1), date(2026, 1, 1));
    assert!(DecisionsFile::read(backwards.as_bytes(), &FileName::new("d.toml")).is_err());
}
