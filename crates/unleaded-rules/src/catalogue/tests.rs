//! Which products are in the catalogue: at each bound, beyond it, on its first day and the day before.

use jiff::civil::{Date, date};
use unleaded_model::diagnostic::Language;

use super::{ItemError, Scope, StatedItem};
use crate::lists::{ChinaLists, Lists, ScopeStanding};

fn china() -> &'static ChinaLists {
    &Lists::shipped().china
}

fn scope(said: &str, on: Date) -> Scope {
    let stated = StatedItem::parse(said, china()).unwrap_or_else(|error| panic!("{error:?}"));
    let basis = china().on(on).map(|row| row.allowed[0].as_str()).unwrap_or_default();
    Scope::new(&stated, china(), on, basis)
}

const TODAY: Date = date(2026, 11, 22);

#[test]
fn bounds_are_compared_exactly() {
    let check = |said: &str, expected: ScopeStanding| {
        assert_eq!(scope(said, TODAY).standing, expected, "{said}");
    };
    use ScopeStanding::{Assumed, BeyondBounds, BoundsNotTold, In, Outside};
    check("", Assumed);
    check("assumed", Assumed);
    check("outside", Outside);
    check("目录外", Outside);
    check("2018-1/1", BoundsNotTold);
    check("2018-1/1,volume=800 L", In);
    check("2018-1/1, 容积＝８００升", In);
    check("2018-1/1;volume=800000毫升", In);
    check("2018-1/1,volume=800000.001 毫升", BeyondBounds);
    check("2018-1/1,volume=800.0000000000000000000001 L", BeyondBounds);
    check("2018-1/1,volume=801", BeyondBounds);
    check("Refrigerators,volume=99999999999999999999999999999999999999999999 L", BeyondBounds);
    check("空气调节器,cooling=14 kW", In);
    check("2018-1/2,rated cooling capacity=14001W", BeyondBounds);
    check("2018-1/3", In);
    check("2018-1/4,volume=500 L", In);
    check("2018-1/4,volume=501 L", BeyondBounds);
    for printing in ["2018-1/5", "2018-1/6"] {
        let check = |values: &str, expected| check(&format!("{printing},{values}"), expected);
        check("format=A3,speed=60", In);
        check("format=a4;speed=60 ppm", In);
        check("format=A3", BoundsNotTold);
        check("speed=60 页/分钟", BoundsNotTold);
        check("format=A2", BeyondBounds);
        check("format=A3,speed=60.5", BeyondBounds);
        check("format=A3,speed=61 pages/min", BeyondBounds);
    }
}

#[test]
fn what_is_no_item_or_value_is_refused() {
    let unknown = |said: &str| {
        let refused = StatedItem::parse(said, china()).unwrap_err();
        assert!(matches!(refused, ItemError::Unknown { .. }), "{said}");
    };
    unknown("2018-1/13");
    unknown("2018-1/01");
    unknown("2018-11");
    unknown("refrigerator");
    let value = |said: &str, expected: &str| match StatedItem::parse(said, china()) {
        Err(ItemError::Value { wanted, .. }) => assert_eq!(wanted, expected, "{said}"),
        other => panic!("{said}: {other:?}"),
    };
    let fridge = "2018-1/1,volume=800 L";
    value("2018-1/1,volume=big", fridge);
    value("2018-1/1,volume=", fridge);
    value("2018-1/1,800 L", fridge);
    value("2018-1/1,volume=1,000 L", fridge);
    value("2018-1/1,volume=-1 L", fridge);
    value("2018-1/1,volume=800 W", fridge);
    value("2018-1/1,volume=8e2 L", fridge);
    value("2018-1/1,power=800 W", fridge);
    let twice = StatedItem::parse("2018-1/1,volume=700 L,Volume=900 L", china()).unwrap_err();
    let (value_twice, item) = ("Volume=900 L".to_owned(), "2018-1/1".to_owned());
    let expected = ItemError::ValueTwice { value: value_twice, item, wanted: fridge.to_owned() };
    assert_eq!(twice, expected);
    value("2018-1/5,format=A11", "2018-1/5,format=A3,speed=60 ppm");
    value("2018-1/5,format=A3+", "2018-1/5,format=A3,speed=60 ppm");
    value("2018-1/5,format=letter", "2018-1/5,format=A3,speed=60 ppm");
    value("2018-1/3,volume=5 L", "2018-1/3");
    value("outside,volume=5 L", "outside");
}

#[test]
fn the_catalogue_has_a_first_day() {
    let check = |said: &str, on: Date, expected: ScopeStanding| {
        let scope = scope(said, on);
        assert_eq!(scope.standing, expected, "{said} {on}");
        assert_eq!(scope.is_assessed(), expected == ScopeStanding::In);
    };
    check("2018-1/3", date(2019, 3, 11), ScopeStanding::NotYet);
    check("2018-1/3", date(2019, 3, 12), ScopeStanding::In);
    check("2018-1/1,volume=801", date(2019, 3, 11), ScopeStanding::NotYet);
    check("outside", date(2019, 3, 11), ScopeStanding::Outside);
    assert!(scope("", date(2019, 3, 11)).is_assessed());
}

#[test]
fn the_standard_of_2025_has_two_classes_of_products() {
    let stated = |said: &str| StatedItem::parse(said, china()).unwrap();
    let class = |said: &str, basis: &str| Scope::new(&stated(said), china(), TODAY, basis).class;
    let new = "GB 26572-2025";
    assert_eq!(class("", new), "I");
    assert_eq!(class("2018-1/1", new), "I");
    assert_eq!(class("2018-1/1,volume=800", new), "I");
    assert_eq!(class("2018-1/1,volume=801", new), "II");
    assert_eq!(class("outside", new), "II");
    assert_eq!(class("outside", "GB/T 26572-2011+A1"), "");
    let conditions = |said: &str, on: Date| {
        let of_new = Scope::new(&stated(said), china(), on, new).conditions;
        of_new.into_iter().map(|condition| condition.text_en).collect::<Vec<_>>()
    };
    let tells = |said: &str, on, word: &str| {
        conditions(said, on).iter().any(|condition| condition.contains(word))
    };
    assert!(tells("outside", TODAY, "Category II") && tells("2018-1/3", TODAY, "Category I "));
    assert!(tells("outside", TODAY, "second edition") && !tells("", TODAY, "second edition"));
    assert!(!tells("outside", date(2025, 11, 2), "second edition"));
    assert!(!tells("2018-1/3", date(2027, 7, 31), "13th month"));
    assert!(tells("2018-1/3", date(2027, 8, 1), "13th month"));
    assert!(tells("", TODAY, "5 working days") && !tells("outside", TODAY, "5 working days"));
}

#[test]
fn every_standing_has_words_in_both_languages() {
    let check = |said: &str, on: Date, en: &str, zh: &str| {
        let scope = scope(said, on);
        assert_eq!(scope.reason(Language::En), en);
        assert_eq!(scope.reason(Language::Zh), zh);
    };
    check("", TODAY, super::NOT_SAID.0, super::NOT_SAID.1);
    check("outside", TODAY, super::NO_ITEM.0, super::NO_ITEM.1);
    check(
        "2018-1/3",
        date(2019, 3, 11),
        "item 2018-1/3, Washing machines (washer-dryers included): the catalogue applies from 2019-03-12 on",
        "目录条目 2018-1/3（洗衣机，含洗衣干衣一体机）：目录自 2019-03-12 起适用",
    );
    check(
        "2018-1/5,format=A4,speed=61 ppm",
        TODAY,
        "item 2018-1/5, Printers: outside the catalogue, by print speed 61 ppm, at most 60 pages per minute",
        "目录条目 2018-1/5（打印机）：在目录外，超出打印速度 61 ppm，上限 60 页/分钟",
    );
    check(
        "2018-1/5,format=A4",
        TODAY,
        "item 2018-1/5, Printers: judged as in the catalogue; not told: print speed, at most 60 pages per minute",
        "目录条目 2018-1/5（打印机）：按在目录内判定；未说明：打印速度，上限 60 页/分钟",
    );
    check(
        "2018-1/1,volume=650 L",
        TODAY,
        "item 2018-1/1, Refrigerators: in the catalogue; volume 650 L, at most 800 L",
        "目录条目 2018-1/1（电冰箱）：在目录内；容积 650 L，上限 800 L",
    );
}
