//! What must hold of the lists as they are shown.

use jiff::civil::date;

use super::*;

fn shown(id: &str, extent: &Extent) -> Listed<'static> {
    listed(Lists::shipped(), id, extent).unwrap_or_else(|error| panic!("{id}: {error:?}"))
}

fn on(id: &str, year: i16, month: i8, day: i8) -> Listed<'static> {
    shown(id, &Extent::On(date(year, month, day)))
}

fn keys(items: &[Item]) -> Vec<&str> {
    items.iter().map(|item| item.key.as_str()).collect()
}

fn text(item: &Item, field: Field) -> &str {
    match item.said(field) {
        Some(Said::Text(text)) => text,
        other => panic!("{}: {other:?}", item.key),
    }
}

#[test]
fn every_list_is_shown() {
    let lists = Lists::shipped();
    let entries: Vec<(&str, usize)> = lists
        .headers()
        .into_iter()
        .map(|header| (header.id.as_str(), shown(&header.id, &Extent::Whole).entries()))
        .collect();
    let expected = [
        ("eu-rohs", 10),
        ("eu-rohs-exemptions", 35),
        ("china-rohs", 26),
        ("reach-svhc", 253),
        ("groups", 10),
        ("names", 114),
        ("classes", 70),
        ("ipc-lists", 554),
        ("suspicion", 10),
        ("further-groups", 32),
        ("further-suspicion", 34),
        ("eu-batteries", 3),
        ("eu-packaging", 1),
        ("us-tsca-pbt", 5),
        ("iec62474", 148),
        ("eu-pops", 32),
        ("us-ca-prop65", 875),
        ("reach-annex-xiv", 59),
        ("reach-annex-xvii", 78),
        ("jig", 96),
    ];
    assert_eq!(entries, expected);
    assert_eq!(
        shown("groups", &Extent::Whole).counts(),
        [(ItemKind::Group, 10), (ItemKind::Member, 568)]
    );
    let claims = shown("eu-rohs-exemptions", &Extent::Whole).counts();
    assert_eq!(claims, [(ItemKind::Claim, 65), (ItemKind::Exemption, 35)]);
}

/// Comparing pairs facts by their places.
#[test]
fn items_of_a_kind_say_the_same_fields() {
    fn check(
        list: &str,
        items: &[Item],
        known: &mut std::collections::BTreeMap<(String, ItemKind), Vec<Field>>,
    ) {
        for item in items {
            let fields: Vec<Field> = item.facts.iter().map(|(field, _)| *field).collect();
            let first = known.entry((list.to_owned(), item.kind)).or_insert_with(|| fields.clone());
            assert_eq!(*first, fields, "{list} {}", item.key);
            check(list, &item.items, known);
        }
    }
    let mut known = std::collections::BTreeMap::new();
    for header in Lists::shipped().headers() {
        check(&header.id, &shown(&header.id, &Extent::Whole).items, &mut known);
    }
    check("eu-rohs-exemptions", &on("eu-rohs-exemptions", 2026, 11, 22).items, &mut known);
    let said: std::collections::BTreeSet<Field> = known.into_values().flatten().collect();
    assert_eq!(said.into_iter().collect::<Vec<_>>(), Field::ALL, "a field that nothing says");
}

#[test]
fn names_in_json_are_sorted_and_said_once() {
    let fields: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
    let kinds: Vec<&str> = ItemKind::ALL.iter().map(|kind| kind.name()).collect();
    assert!(fields.is_sorted() && kinds.is_sorted());
    assert!(fields.windows(2).chain(kinds.windows(2)).all(|pair| pair[0] != pair[1]));
}

#[test]
fn dates_choose_what_holds() {
    assert_eq!(on("reach-svhc", 2024, 6, 27).entries(), 241);
    assert_eq!(on("reach-svhc", 2024, 6, 26).entries(), 240);
    assert_eq!(on("reach-svhc", 2000, 1, 1).entries(), 0);
    assert_eq!(on("eu-rohs", 2013, 1, 1).entries(), 0);
    assert_eq!(on("eu-rohs", 2013, 1, 2).entries(), 6);
    assert_eq!(on("eu-rohs", 2019, 7, 22).entries(), 10);
    let lead = &on("eu-rohs", 2014, 7, 22).items[0];
    assert_eq!(keys(&lead.items), ["1 2 3 4 5 6 7 10", "8 9"]);
    let sets = |day: Listed<'_>| {
        let sets = day.items.iter().filter(|item| item.kind == ItemKind::Set);
        sets.map(|set| set.key.clone()).collect::<Vec<_>>()
    };
    assert_eq!(sets(on("china-rohs", 2025, 11, 19)), ["GB/T 26572-2011"]);
    assert_eq!(sets(on("china-rohs", 2026, 1, 1)), ["GB/T 26572-2011+A1", "GB 26572-2025"]);
    assert_eq!(sets(on("china-rohs", 2027, 8, 1)), ["GB 26572-2025"]);
    let error = listed(Lists::shipped(), "names", &Extent::On(date(2026, 1, 1)));
    assert_eq!(error.err(), Some(ListedError::NoDates));
}

#[test]
fn editions_choose_too() {
    let edition = |id: &str, edition: &str| {
        let extent = Extent::Edition(edition.to_owned());
        listed(Lists::shipped(), id, &extent).map(|listed| listed.entries())
    };
    assert_eq!(edition("reach-svhc", "EUREACH-0624"), Ok(241));
    assert_eq!(edition("reach-svhc", "2026-02-04"), Ok(253));
    assert_eq!(edition("reach-svhc", "EUREACH-0524"), Err(ListedError::UnknownEdition));
    assert_eq!(edition("reach-svhc", "EUROHS-1907"), Err(ListedError::UnknownEdition));
    assert_eq!(edition("china-rohs", "GB/T 26572-2011"), Ok(6));
    assert_eq!(edition("ipc-lists", "EUROHS-1907"), Ok(10));
    assert_eq!(edition("ipc-lists", "EUROHS"), Ok(33));
    assert_eq!(edition("groups", "1999"), Err(ListedError::UnknownEdition));
    assert_eq!(edition("nothing", "1999"), Err(ListedError::UnknownList));
}

#[test]
fn an_entry_is_found_by_any_of_its_names() {
    let found = |id: &str, wanted: &str| {
        let mut whole = shown(id, &Extent::Whole);
        whole.keep(wanted);
        let items = whole.items.into_iter().map(|item| (item.key, item.items.len()));
        items.collect::<Vec<_>>()
    };
    let one = |key: &str, inside: usize| vec![(key.to_owned(), inside)];
    assert_eq!(found("eu-rohs", "cr6"), one("Cr6", 5));
    assert_eq!(found("eu-rohs", "六价铬"), one("Cr6", 5));
    assert_eq!(found("reach-svhc", "svhc:1"), one("svhc:1", 0));
    assert_eq!(found("reach-svhc", "110-54-3"), one("svhc:1", 0));
    assert_eq!(found("reach-svhc", "N-Hexane"), one("svhc:1", 0));
    // By a member: the entry with that alone.
    assert_eq!(found("reach-svhc", "75768-65-9"), one("svhc:2", 1));
    assert_eq!(found("eu-rohs-exemptions", "7 (c) - I"), one("7(c)-I", 1));
    assert_eq!(found("eu-rohs-exemptions", "1(c)"), one("1(a-e)", 1));
    assert_eq!(found("china-rohs", "Cd").len(), 3);
    // Lead chromate is in two groups.
    let groups = found("groups", "7758-97-6");
    assert_eq!(groups, [("Pb".to_owned(), 1), ("Cr6".to_owned(), 1)]);
    for nothing in ["", " ", "-", "unobtainium"] {
        assert_eq!(found("groups", nothing), [], "{nothing}");
        assert_eq!(found("classes", nothing), [], "{nothing}");
    }
}

#[test]
fn contradicting_claims_name_each_other() {
    let exemptions = shown("eu-rohs-exemptions", &Extent::Whole);
    let contradicted = |item: &Item| {
        let claims = item.items.iter().filter(|c| c.kind == ItemKind::Claim);
        claims.filter(|claim| !claim.said(Field::Contradicts).unwrap().is_empty()).count()
    };
    let found: Vec<(&str, usize)> = exemptions
        .items
        .iter()
        .map(|item| (item.key.as_str(), contradicted(item)))
        .filter(|(_, count)| *count > 0)
        .collect();
    assert_eq!(found, [("6(b)", 2), ("6(b)-II", 2)]);
}

#[test]
fn exemptions_stand_as_verdicts_take_them() {
    let check = |id: &str, day: Date, expected: &[(&str, &str)]| {
        let mut list = shown("eu-rohs-exemptions", &Extent::On(day));
        list.keep(id);
        let standings = list.items[0].items.iter().filter(|i| i.kind == ItemKind::Standing);
        let found: Vec<(&str, &str)> =
            standings.map(|item| (text(item, Field::State), item.key.as_str())).collect();
        assert_eq!(found, expected, "{id} on {day}");
    };
    let general = "1 2 3 4 5 6 7 10";
    let special = "8 8-ivd 9 9-industrial 11";
    check("7(c)-I", date(2026, 11, 22), &[("in-force", general), ("unclear", special)]);
    check("7(c)-I", date(2027, 6, 30), &[("in-force", general), ("unclear", special)]);
    check("7(c)-I", date(2027, 7, 1), &[("ended", general), ("unclear", special)]);
    check(
        "7(c)-I",
        date(2025, 12, 10),
        &[("no-claim", "1 2 3 4 5 6 7 8 8-ivd 9 9-industrial 10 11")],
    );
    check("6(b)-II", date(2026, 11, 22), &[("in-force", "9-industrial 11"), ("disputed", general)]);
}

#[test]
fn differences_are_told() {
    let (old, new) = (on("reach-svhc", 2024, 6, 27), on("reach-svhc", 2026, 2, 4));
    let found = differences(&old.items, &new.items);
    assert_eq!(found.len(), 12);
    assert!(found.iter().all(|difference| matches!(difference, Difference::Added(_))));
    let back = differences(&new.items, &old.items);
    assert!(back.iter().all(|difference| matches!(difference, Difference::Removed(_))));
    assert_eq!(differences(&new.items, &shown("reach-svhc", &Extent::Whole).items), []);

    let (old, new) = (on("eu-rohs", 2014, 7, 21), on("eu-rohs", 2014, 7, 22));
    let found = differences(&old.items, &new.items);
    assert_eq!(found.len(), 6);
    for difference in &found {
        let Difference::Changed { facts, items, .. } = difference else {
            panic!("{difference:?}");
        };
        assert!(facts.is_empty() && matches!(items[..], [Difference::Added(_)]), "{items:?}");
    }

    let whole = shown("eu-rohs", &Extent::Whole).items;
    let mut other = whole.clone();
    other.reverse();
    assert_eq!(differences(&whole, &other), [], "the order is no difference");
    other[0].facts[2].1 = Said::from("1001");
    let found = differences(&whole, &other);
    assert!(
        matches!(&found[..], [Difference::Changed { facts, .. }] if facts[0].0 == Field::LimitPpm)
    );
}
