//! Limits, dates, exemptions, and the lists of others.

use std::collections::BTreeSet;

use jiff::civil::date;
use unleaded_model::amount::Fraction;

use super::*;

#[test]
fn ten_restrictions_and_three_limit_sets() {
    let keys = ["Pb", "Hg", "Cd", "Cr6", "PBB", "PBDE", "DEHP", "BBP", "DBP", "DIBP"];
    let entries = &lists().eu_rohs.entries;
    assert_eq!(entries.iter().map(|e| e.key.as_str()).collect::<Vec<_>>(), keys);
    let sets: Vec<_> =
        lists().china.sets.iter().map(|s| (s.name.as_str(), s.entries.len())).collect();
    let names = ["GB/T 26572-2011", "GB/T 26572-2011+A1", "GB 26572-2025"];
    assert_eq!(sets, [(names[0], 6), (names[1], 10), (names[2], 10)]);
    for set in lists().china.sets.iter().map(|s| &s.entries).chain([entries]) {
        for (entry, expected) in set.iter().zip(keys) {
            let limit = Fraction::ppm(if entry.key == "Cd" { 100 } else { 1000 });
            assert_eq!((entry.key.as_str(), entry.limit), (expected, limit));
            assert_eq!(entry.level, Level::HomogeneousMaterial);
            assert!(lists().groups.members.iter().any(|m| m.group == entry.group));
        }
    }
}

#[test]
fn restrictions_begin_by_category() {
    let check = |key: &str, category: Category, first: jiff::civil::Date| {
        let entry = lists().eu_rohs.entry(key).unwrap();
        assert!(entry.applies_to(category, first), "{key} {category}");
        assert!(!entry.applies_to(category, first.yesterday().unwrap()), "{key} {category}");
    };
    check("Pb", Category::C3, date(2013, 1, 2));
    check("Pb", Category::C8, date(2014, 7, 22));
    check("Cd", Category::C8Ivd, date(2016, 7, 22));
    check("Hg", Category::C9Industrial, date(2017, 7, 22));
    check("PBB", Category::C11, date(2019, 7, 22));
    check("DEHP", Category::C10, date(2019, 7, 22));
    check("DIBP", Category::C11, date(2019, 7, 22));
    check("DBP", Category::C9, date(2021, 7, 22));
    for entry in &lists().eu_rohs.entries {
        for category in Category::ALL {
            assert!(entry.applies_to(category, date(2026, 1, 1)), "{} {category}", entry.key);
        }
    }
}

#[test]
fn china_allows_by_date() {
    let china = &lists().china;
    let (old, amended, new) = ("GB/T 26572-2011", "GB/T 26572-2011+A1", "GB 26572-2025");
    let check = |day, allowed: &[&str]| {
        assert_eq!(china.on(day).unwrap().allowed, allowed, "{day}");
        assert!(allowed.iter().all(|name| china.set(name).is_some()));
    };
    check(date(2019, 3, 12), &[old]);
    check(date(2025, 11, 19), &[old]);
    check(date(2025, 11, 20), &[old, amended, new]);
    check(date(2025, 12, 31), &[old, amended, new]);
    check(date(2026, 1, 1), &[amended, new]);
    check(date(2027, 7, 31), &[amended, new]);
    check(date(2027, 8, 1), &[new]);
    check(date(2099, 1, 1), &[new]);
    assert_eq!(china.catalogue.len(), 12);
    assert!(china.catalogue.iter().zip(1..).all(|(item, number)| item.number == number));
    assert_eq!((china.exceptions.entries, china.exceptions.text_held), (39, false));
}

#[test]
fn the_candidate_list_is_whole() {
    let svhc = &lists().svhc;
    assert!(svhc.entries.keys().copied().eq(1..=253));
    assert_eq!(svhc.entries.values().map(|e| e.members.len()).sum::<usize>(), 254);
    assert_eq!(svhc.on(date(2024, 6, 27)).count(), 241);
    assert_eq!(svhc.update_in(2024, 6), Some(date(2024, 6, 27)));
    assert_eq!(svhc.update_in(2024, 7), None);
    assert_eq!(svhc.limit, Fraction::ppm(1000));
    let name = |cas: &str| svhc.entries[&svhc.by_cas(cas)[0]].name_en.as_str();
    assert_eq!(name("7439-92-1"), "Lead");
    assert_eq!(name("693-98-1"), "2-methylimidazole");
    assert_eq!(svhc.entries[&svhc.by_cas("79-94-7")[0]].included, date(2023, 1, 17));
    assert!(svhc.by_cas("7440-50-8").is_empty());
    assert_eq!(svhc.by_name("铅"), svhc.by_cas("7439-92-1"));
    for entry in svhc.entries.values() {
        assert!(!entry.reasons.is_empty() && !entry.decisions.is_empty(), "{}", entry.number);
    }
}

#[test]
fn exemption_claims_are_kept() {
    let exemptions = &lists().exemptions;
    assert_eq!(exemptions.claims.len(), 65);
    let primary = |row: &&ExemptionClaimRow| row.source_kind == SourceKind::Primary;
    assert_eq!(exemptions.claims.iter().filter(primary).count(), 24);
    let expiries = |id: &str, category: Option<Category>| -> BTreeSet<_> {
        let rows = exemptions.of(id).filter(|row| row.act == "(EU) 2025/2364");
        let rows = rows.filter(|row| match category {
            Some(category) => row.categories.covers(category) == Some(true),
            None => row.categories == CategoryScope::Unstated,
        });
        rows.filter_map(|row| row.expires).collect()
    };
    let both = BTreeSet::from([date(2026, 6, 11), date(2027, 6, 11)]);
    assert_eq!(expiries("6(b)", None), both);
    assert_eq!(expiries("6(b)-II", Some(Category::C3)), both);
    assert_eq!(expiries("6 (b) - ii", Some(Category::C11)), BTreeSet::from([date(2027, 6, 30)]));
    assert_eq!(exemptions.of("1(c)").count(), 1);
    assert_eq!(exemptions.of("99(z)").count(), 0);
    for row in &exemptions.claims {
        assert!(!row.permits.is_empty() && !row.source.is_empty(), "{}", row.id);
        assert!(row.permits.iter().all(|key| lists().eu_rohs.entry(key).is_some()), "{}", row.id);
        assert!(row.expires.is_some(), "{}", row.id);
        assert_eq!(row.pending, row.expires < Some(date(2025, 1, 1)) && row.pending);
    }
    let limit = |id: &str| exemptions.of(id).last().unwrap().limit;
    assert_eq!(limit("6(c)"), ExemptionLimit::AtMost(Fraction::ppm(40_000)));
    assert_eq!(limit("6(a)-I"), ExemptionLimit::AtMost(Fraction::ppm(3500)));
    assert_eq!(limit("7(a)"), ExemptionLimit::AtLeast(Fraction::ppm(850_000)));
    assert_eq!(limit("7(c)-I"), ExemptionLimit::None);
    let order = exemptions.of("7(c)-I").next().unwrap().act_order;
    assert_eq!(order, Some((2025, 2363)));
}

#[test]
fn editions_of_foreign_lists() {
    let month = |identity: &str| ListEdition::parse(identity).unwrap().month;
    assert_eq!(month("EUREACH-0624"), Some((2024, 6)));
    assert_eq!(month("EUROHS-1907"), Some((2019, 7)));
    assert_eq!(month("EUREACH-1324"), None);
    assert_eq!(month("EUREACH-"), None);
    assert_eq!(month("IEC_62474 D19.00"), None);
    assert_eq!(ListEdition::parse("Prop_65_substances"), None);
    let count = |identity: &str| lists().entries_of(identity).map(|entries| entries.len());
    assert_eq!(count("EUREACH-0624"), Some(241));
    assert_eq!(count("EUREACH-0622"), Some(224));
    assert_eq!(count("EUREACH-0724"), None);
    assert_eq!(count("EUROHS-1907"), Some(10));
    assert_eq!(count("EUROHS-1301"), Some(6));
    assert_eq!(count("EUROHS-9912"), None);
    assert!(count("IEC_62474 D19.00").is_some_and(|n| n > 80));
    assert_eq!(count("IEC_62474 D99.00"), None);
}

#[test]
fn codes_run_in_the_order_of_inclusion() {
    let svhc = &lists().svhc;
    let mut numbers = BTreeSet::new();
    let mut last = date(2008, 1, 1);
    for (place, (code, entry)) in (1..).zip(lists().ipc.codes("EUREACH-0624")) {
        assert_eq!(code, format!("{place:05}"));
        let [EntryKey::Svhc(number)] = entry.entries.as_slice() else { panic!("{code}") };
        assert!(numbers.insert(number), "{code}");
        let included = svhc.entries[number].included;
        assert!(last <= included, "{code}");
        last = included;
    }
    assert_eq!((numbers.len(), last), (241, date(2024, 6, 27)));
}

#[test]
fn answers_resolve_by_code_and_name() {
    let ipc = &lists().ipc;
    let lead = [EntryKey::Svhc(lists().svhc.by_cas("7439-92-1")[0])];
    assert_eq!(ipc.resolve("EUREACH-0624", "00188", "Lead"), Resolved::Entries(&lead));
    assert_eq!(ipc.resolve("EUREACH-0622", "", "lead"), Resolved::Entries(&lead));
    assert_eq!(
        ipc.resolve("EUROHS-1907", "00005", "Lead/lead compounds"),
        Resolved::Entries(&[group("Pb")])
    );
    assert!(matches!(ipc.resolve("EUREACH-0624", "00001", "Lead"), Resolved::Contradiction(_, _)));
    assert_eq!(ipc.resolve("EUREACH-0624", "00999", "no such thing"), Resolved::Unknown);
    assert_eq!(ipc.resolve("JIG101-3", "00001", "Lead"), Resolved::Unknown);
    let iec = "IEC_62474 D19.00";
    assert_eq!(
        ipc.resolve(iec, "00012", "Chromium (VI) Compounds"),
        Resolved::Entries(&[group("Cr6")])
    );
    // Lead for batteries only says nothing of lead.
    assert_eq!(ipc.resolve(iec, "00025", "Lead/Lead Compounds"), Resolved::Entries(&[]));
    assert_eq!(ipc.resolve(iec, "00012", "Lead"), Resolved::Unknown);
}
