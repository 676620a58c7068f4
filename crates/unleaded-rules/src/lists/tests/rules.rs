//! The shipped lists of rules.

use jiff::civil::{Date, date};

use super::*;
use crate::rule_set::{Intended, Kind, RuleSet, listed};

fn list(id: &str) -> &'static RuleList {
    lists().rules.iter().find(|list| list.header.id == id).unwrap()
}

fn on(id: &str, date: Date) -> RuleSet {
    let at = lists().rules.iter().position(|list| list.header.id == id).unwrap();
    listed(lists(), u16::try_from(at).unwrap(), date)
}

/// Limit in ppm (`any`; empty: the source names none), what is intended, and the level.
fn line(id: &str, key: &str) -> String {
    let row = list(id).entries.iter().find(|row| row.key == key);
    let row = row.unwrap_or_else(|| panic!("{id}: {key}"));
    let limit = match row.limit {
        RowLimit::Any => "any".to_owned(),
        RowLimit::Share(share) => share.ppm_low().to_string(),
        RowLimit::Unstated => String::new(),
    };
    let intended = if row.intended == Intended::Over { "over" } else { "" };
    format!("{limit}|{intended}|{}", row.level.word())
}

/// The rule begins on that day, and not on the day before.
fn begins(id: &str, key: &str, first: Date) {
    let holds = |day| on(id, day).entries.iter().any(|entry| entry.key == key);
    assert!(holds(first), "{id} {key} {first}");
    assert!(!holds(first.yesterday().unwrap()), "{id} {key} {first}");
}

#[test]
fn iec62474_as_of_2018() {
    let list = list("iec62474");
    assert_eq!((list.kind, list.entries.len()), (Kind::Disclosure, 148));
    let check = |key, expected: &str| assert_eq!(line("iec62474", key), expected, "{key}");
    check("00010 Cadmium/Cadmium compounds", "100||homogeneous-material");
    check("00011 Cadmium/Cadmium compounds", "10||product-part");
    check("00016 Dimethyl Fumarate (DMF)", "0.1||product-part");
    check("00018 Fluorinated Greenhouse Gases (PFC, SF6, HFC)", "any|over|product");
    check("00020 Hexabromocyclododecane (HBCDD)", "100|over|article");
    check("00022 Lead/Lead Compounds", "100||product");
    check("00029 Mercury/Mercury Compounds", "1000|over|homogeneous-material");
    // 6 x 10^-7 percent; the source's own figure for it is a slip.
    check("00033 Perchlorates", "0.006||product-part");
    check("00093 Cadmium", "1000||article");
    check("00124 Perfluorooctane sulfonates (PFOS)", "|over|homogeneous-material");
    check("00154 Lead", "1000||article");
    let numbers = |number: &str| {
        let row = list.entries.iter().find(|row| row.key.starts_with(number)).unwrap();
        (row.cas.join("|"), row.groups.join("|"), row.applications.join("|"))
    };
    let of = |cas: &str, groups: &str, applications: &str| {
        (cas.to_owned(), groups.to_owned(), applications.to_owned())
    };
    assert_eq!(numbers("00017"), of("12179-04-3|1303-96-4|1330-43-4", "", ""));
    assert_eq!(numbers("00023"), of("", "Pb", "toy|children"));
    assert_eq!(numbers("00036"), of("", "BBP|DBP|DEHP", "toy|childcare"));
    assert_eq!(numbers("00115"), of("53-70-3", "", "skin-contact"));
    // It has no days: the vintage is one.
    assert_eq!(on("iec62474", date(2010, 1, 1)).entries.len(), 148);
}

#[test]
fn eu_pops_begin() {
    let list = list("eu-pops");
    assert_eq!((list.kind, list.entries.len()), (Kind::Restriction, 32));
    for row in &list.entries {
        assert_eq!((row.limit, row.intended), (RowLimit::Unstated, Intended::Over), "{}", row.key);
    }
    begins("eu-pops", "Dechlorane Plus", date(2025, 9, 25));
    begins("eu-pops", "1163-19-5 Bis(pentabromophenyl) ether", date(2019, 6, 20));
    begins("eu-pops", "Alkanes, C10-13, chloro", date(2012, 6, 19));
    begins("eu-pops", "PFOA, its salts and related compounds", date(2020, 6, 15));
    assert_eq!(on("eu-pops", date(2004, 4, 28)).entries.len(), 0);
    assert_eq!(on("eu-pops", date(2025, 9, 25)).entries.len(), 32);
}

#[test]
fn prop_65_is_known_by_number_and_never_decides() {
    let list = list("us-ca-prop65");
    assert_eq!((list.kind, list.entries.len()), (Kind::Disclosure, 875));
    for row in &list.entries {
        assert_eq!((row.limit, row.level), (RowLimit::Unstated, Level::Article), "{}", row.key);
        assert!(row.from.is_some() && row.condition_en.contains("listed for: "), "{}", row.key);
        assert!(row.condition_zh.contains("列入原因："), "{}", row.key);
    }
    let of =
        |cas: &str| list.entries.iter().filter(|row| row.cas.contains(&cas.to_owned())).count();
    assert_eq!((of("75-07-0"), of("80-05-7"), of("7440-50-8")), (1, 1, 0));
    // Two toxicities on two days: the earlier one.
    begins("us-ca-prop65", "71-43-2 Benzene", date(1987, 2, 27));
    begins("us-ca-prop65", "75-07-0 Acetaldehyde", date(1988, 4, 1));
    begins("us-ca-prop65", "Lead and lead compounds", date(1992, 10, 1));
    begins("us-ca-prop65", "Perfluorononanoic acid (PFNA) and its salts", date(2021, 12, 31));
}

#[test]
fn annex_xiv_begins_and_leaves_open() {
    for id in ["reach-annex-xiv"] {
        let list = list(id);
        assert_eq!(list.kind, Kind::Restriction);
        for row in &list.entries {
            assert_eq!((row.limit, row.level), (RowLimit::Unstated, Level::Article), "{}", row.key);
            assert!(row.intended == Intended::AsAll && !row.condition_zh.is_empty(), "{}", row.key);
        }
    }
    begins("reach-annex-xiv", "7758-97-6 Lead chromate", date(2015, 5, 21));
    begins("reach-annex-xiv", "1333-82-0 Chromium trioxide", date(2017, 9, 21));
    begins("reach-annex-xiv", "78-00-2 Tetraethyllead", date(2025, 5, 1));
}
