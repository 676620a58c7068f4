//! Whether what a document was made from is still what there is.

use serde_json::{Value, json};
use unleaded_documents::made_from::{
    Change, DeclarationChange, Declarations, Held, How, Input, ListEdition, MadeFrom, Now, Source,
    State, compare,
};
use unleaded_documents::report::Report;

use crate::sample::{full, made, marked, report, sha};

/// An input, and what makes another of it.
type Altered = (Input, fn(&mut Now<'_>));

/// Nothing but the lists, which are as they were.
fn nothing<'a>(made: &MadeFrom) -> Now<'a> {
    Now {
        as_of: "2026-11-22".to_owned(),
        report: None,
        bom: None,
        documents: None,
        decisions: None,
        trust: None,
        mapping: None,
        lists: made.lists.clone(),
        sha256: marked,
    }
}

/// Every input, as it was.
fn everything<'a>(made: &MadeFrom) -> Now<'a> {
    let read = made.documents_read.clone().and_then(|read| read.list);
    let held = |sha256: &String| Held { sha256: sha256.clone(), ..Held::default() };
    Now {
        bom: Some(made.bom_sha256.clone()),
        documents: read.map(|list| list.iter().map(held).collect()),
        decisions: made.decisions_sha256.clone(),
        trust: made.trust_sha256.clone(),
        mapping: made.mapping_sha256.clone(),
        ..nothing(made)
    }
}

fn table(value: &Value) -> (Report, MadeFrom) {
    let report = report(value);
    let made = made(&report, "china-rohs-table", Some("2027-12-31"));
    (report, made)
}

/// A report on which everything that can be given was given.
fn whole() -> Value {
    let mut value = full();
    value["options"]["decisions_sha256"] = json!(sha('5'));
    value
}

#[test]
fn the_report_alone_or_all_its_inputs_are_enough() {
    let (report, made) = table(&whole());
    let same = Source::new(&report, b"the report", marked);
    let found = compare(&made, &Now { report: Some(same), ..nothing(&made) });
    assert_eq!((found.state, &found.changes), (State::Current, &Vec::new()));
    assert_eq!(found.compared, [Input::Lists, Input::Report]);
    let found = compare(&made, &everything(&made));
    assert_eq!((found.state, &found.changes), (State::Current, &Vec::new()));
    assert_eq!(found.not_compared, [Input::Report]);
}

#[test]
fn nothing_is_current_where_an_input_is_not_given() {
    let (_, made) = table(&whole());
    assert_eq!(compare(&made, &nothing(&made)).state, State::Unknown);
    let lacking: [Altered; 5] = [
        (Input::Bom, |now| now.bom = None),
        (Input::Decisions, |now| now.decisions = None),
        (Input::Declarations, |now| now.documents = None),
        (Input::Mapping, |now| now.mapping = None),
        (Input::Trust, |now| now.trust = None),
    ];
    for (input, take) in lacking {
        let mut now = everything(&made);
        take(&mut now);
        let found = compare(&made, &now);
        assert_eq!(found.state, State::Unknown, "{input:?}");
        let mut expect = [input, Input::Report];
        expect.sort();
        assert_eq!(found.not_compared, expect);
    }
}

#[test]
fn a_file_that_has_other_bytes_is_named() {
    let (_, made) = table(&whole());
    let changed: [Altered; 4] = [
        (Input::Bom, |now| now.bom = Some(sha('0'))),
        (Input::Decisions, |now| now.decisions = Some(sha('0'))),
        (Input::Mapping, |now| now.mapping = Some(sha('0'))),
        (Input::Trust, |now| now.trust = Some(sha('0'))),
    ];
    for (input, change) in changed {
        let mut now = everything(&made);
        change(&mut now);
        let found = compare(&made, &now);
        assert_eq!(found.state, State::Stale);
        let [Change::File { input: told, now: Some(now), .. }] = found.changes.as_slice() else {
            panic!("{:?}", found.changes);
        };
        assert_eq!((*told, now.clone()), (input, sha('0')));
    }
}

#[test]
fn decisions_that_there_were_none_of_are_a_change() {
    let (_, made) = table(&full());
    assert_eq!(made.decisions_sha256, None);
    let now = Now { decisions: Some(sha('5')), ..everything(&made) };
    let change = Change::File { input: Input::Decisions, then: None, now: Some(sha('5')) };
    assert_eq!(compare(&made, &now).changes, [change]);
}

#[test]
fn the_last_day_counts_and_the_day_behind_it_does_not() {
    let (_, made) = table(&whole());
    let made = MadeFrom { rules_change: None, ..made };
    for (as_of, state) in [("2027-12-31", State::Current), ("2028-01-01", State::Stale)] {
        let found = compare(&made, &Now { as_of: as_of.to_owned(), ..everything(&made) });
        assert_eq!(found.state, state, "{as_of}");
    }
}

#[test]
fn from_the_day_on_which_the_rules_change_nothing_is_current() {
    let mut value = whole();
    for (at, day) in ["2027-01-01", "2027-03-01", "2027-02-01"].into_iter().enumerate() {
        value["products"][0]["verdicts"][at]["rules_change"] = json!(day);
    }
    let report = report(&value);
    // A document about one law is made from the verdict under that law.
    for (kind, day) in [
        ("china-rohs-table", "2027-03-01"),
        ("china-declaration", "2027-03-01"),
        ("efup-mark", "2027-03-01"),
        ("eu-declaration", "2027-01-01"),
        ("technical-file", "2027-01-01"),
        ("report", "2027-01-01"),
    ] {
        let made = made(&report, kind, None);
        assert_eq!(made.rules_change.as_deref(), Some(day), "{kind}");
        let on = |day: &str| compare(&made, &Now { as_of: day.to_owned(), ..everything(&made) });
        assert_eq!(on("2026-12-31").state, State::Current, "{kind}");
        assert_eq!(on(day).changes, [Change::Rules { since: day.to_owned() }], "{kind}");
    }
}

#[test]
fn a_list_that_has_another_edition_or_other_data_or_is_gone_is_named() {
    let (_, made) = table(&whole());
    let of = |change: fn(&mut Vec<ListEdition>)| {
        let mut now = everything(&made);
        change(&mut now.lists);
        compare(&made, &now)
    };
    let found = of(|lists| lists[0].edition = "2099".to_owned());
    let [Change::List { then, now: Some(now) }] = found.changes.as_slice() else {
        panic!("{:?}", found.changes);
    };
    assert_eq!((then, now.edition.as_str()), (&made.lists[0], "2099"));
    assert_eq!(of(|lists| lists[0].sha256 = sha('0')).state, State::Stale);
    let gone = of(|lists| _ = lists.remove(0));
    assert_eq!(gone.changes, [Change::List { then: made.lists[0].clone(), now: None }]);
    let more = |lists: &mut Vec<ListEdition>| {
        let more = ListEdition { id: "more".to_owned(), ..lists[0].clone() };
        lists.push(more);
    };
    assert_eq!(of(more).state, State::Current, "a list that was not used changes nothing");
}

fn held(sha256: char, file: &str, part: &str) -> Held {
    let all = |text: &str| if text.is_empty() { Vec::new() } else { vec![text.to_owned()] };
    Held { sha256: sha(sha256), files: all(file), parts: all(part) }
}

fn told(how: How, then: Option<char>, now: Option<char>, file: &str, part: &str) -> Change {
    let named = held('0', file, part);
    let (then, now) = (then.map(sha), now.map(sha));
    Change::Declaration(DeclarationChange {
        how,
        then,
        now,
        files: named.files,
        parts: named.parts,
    })
}

/// The sample used two documents, left one out, and read one that speaks of no part.
#[test]
fn documents_are_added_changed_and_removed() {
    let (report, made) = table(&whole());
    let read = made.documents_read.clone().unwrap();
    assert_eq!((read.count, read.list.clone().unwrap().len()), (4, 4));
    let all: Vec<Held> =
        read.list.unwrap().into_iter().map(|sha256| Held { sha256, ..Held::default() }).collect();
    let part = report.inputs.declarations[0].part.clone();
    let first = report.inputs.declarations[0].sha256.clone();
    let others = || all.iter().filter(|held| held.sha256 != first).cloned();
    let then = first.chars().next();
    let source = || Some(Source::new(&report, b"the report", marked));
    let of = |documents: Vec<Held>, report| {
        let now = Now { documents: Some(documents), report, ..everything(&made) };
        let found = compare(&made, &now);
        assert_eq!(
            found.state,
            if found.changes.is_empty() { State::Current } else { State::Stale }
        );
        found.changes
    };
    assert_eq!(of(all.clone(), source()), []);
    let added = of(all.iter().cloned().chain([held('7', "new.csv", "NEW")]).collect(), source());
    assert_eq!(added, [told(How::Added, None, Some('7'), "new.csv", "NEW")]);
    assert_eq!(of(others().collect(), source()), [told(How::Removed, then, None, "", &part)]);
    let instead = || others().chain([held('7', "new.csv", &part)]).collect::<Vec<_>>();
    assert_eq!(of(instead(), source()), [told(How::Changed, then, Some('7'), "new.csv", &part)]);
    // Without the report nobody knows of which part the one was that is gone.
    let apart = [
        told(How::Removed, then, None, "", ""),
        told(How::Added, None, Some('7'), "new.csv", &part),
    ];
    assert_eq!(of(instead(), None), apart);
}

#[test]
fn of_more_than_a_hundred_documents_it_is_told_that_they_are_others() {
    let mut value = whole();
    let one = value["inputs"]["declarations"][0].clone();
    let many = (0..101).map(|at| {
        let mut one = one.clone();
        one["sha256"] = json!(format!("{at:064x}"));
        one
    });
    value["inputs"]["declarations"] = many.collect();
    value["inputs"]["unmatched"] = json!([]);
    let (report, made) = table(&value);
    let all = |from: usize| {
        (from..101).map(|at| Held { sha256: format!("{at:064x}"), ..Held::default() })
    };
    let now =
        |from, report| Now { documents: Some(all(from).collect()), report, ..everything(&made) };
    assert_eq!(compare(&made, &now(0, None)).state, State::Current);
    let found = compare(&made, &now(1, None));
    let [Change::Declarations { then, now: there }] = found.changes.as_slice() else {
        panic!("{:?}", found.changes);
    };
    assert_eq!((then.count, there.count), (101, 100));
    let source = Source::new(&report, b"the report", marked);
    let found = compare(&made, &now(1, Some(source)));
    assert!(
        matches!(found.changes.as_slice(), [Change::Declaration(one)] if one.how == How::Removed)
    );
}

#[test]
fn another_report_says_itself_what_is_other() {
    let (_, made) = table(&whole());
    let mut value = whole();
    value["as_of"] = json!("2026-12-01");
    value["inputs"]["bom"]["sha256"] = json!(sha('1'));
    value["inputs"]["unmatched"] = json!([sha('7'), sha('8')]);
    value["options"]["decisions_sha256"] = Value::Null;
    let other = report(&value);
    let source = Source::new(&other, b"another", marked);
    let now = source.sha256.clone();
    let found = compare(&made, &Now { report: Some(source), ..nothing(&made) });
    let file = |input, then: &str, now: Option<&str>| Change::File {
        input,
        then: Some(then.to_owned()),
        now: now.map(str::to_owned),
    };
    let expect = [
        file(Input::Bom, &made.bom_sha256, Some(&sha('1'))),
        file(Input::Decisions, &sha('5'), None),
        told(How::Added, None, Some('7'), "", ""),
        file(Input::Report, &made.report_sha256, Some(&now)),
        Change::AsOf { then: "2026-11-22".to_owned(), now: "2026-12-01".to_owned() },
    ];
    assert_eq!(found.changes, expect);
    assert_eq!((found.state, found.not_compared), (State::Stale, Vec::new()));
}

/// What it says of documents that were read was added later.
#[test]
fn an_older_document_does_not_say_which_documents_were_read() {
    let (_, made) = table(&whole());
    let now = everything(&made);
    let older = MadeFrom { documents_read: None, ..made };
    let found = compare(&older, &now);
    assert_eq!((found.state, found.changes), (State::Unknown, Vec::new()));
    assert_eq!(found.not_compared, [Input::Declarations, Input::Report]);
    let none = Declarations { count: 0, sha256: sha('0'), list: Some(Vec::new()) };
    let emptied = MadeFrom { documents_read: Some(none), ..older };
    assert_eq!(compare(&emptied, &now).state, State::Stale);
}
