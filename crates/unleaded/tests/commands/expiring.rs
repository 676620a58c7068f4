//! `lists expiring`: what ends within a time, and which products fall.

use serde_json::Value;

use crate::json::{strict, valid};
use crate::support::{Place, TODAY};

const HEADER: &str = "maker,part,total mass (mg),material,material weight (mg),substance,cas,% of material,exemption";

/// Four products: on 6(b)-I and 6(c), on 6(c) alone, on 6(b), on nothing.
fn place() -> Place {
    let place = Place::new();
    place.write(
        "bom.csv",
        "parent,child,quantity\nP1,BRASS,1\nP1,ALU,2\nP2,BRASS,1\nP3,ALUB,1\nP4,TIN,1\n",
    );
    let leaded = |part: &str, material: &str, percent: &str, rest: &str, claim: &str| {
        format!(
            "A,{part},10,{material},10,Lead,7439-92-1,{percent},{claim}\n\
             A,{part},10,{material},10,Copper,7440-50-8,{rest},\n"
        )
    };
    let table = [
        format!("{HEADER}\n"),
        leaded("BRASS", "Brass", "3", "97", "6(c)"),
        leaded("ALU", "Aluminium", "0.3", "99.7", "6(b)-I"),
        leaded("ALUB", "Aluminium", "0.3", "99.7", "6(b)"),
        "A,TIN,10,Tin,10,Tin,7440-31-5,100,\n".to_owned(),
    ];
    place.write("declarations/parts.csv", table.concat());
    place
}

fn report(place: &Place, as_of: &str, name: &str) {
    let line = format!(
        "rollup bom.csv --declarations declarations --as-of {as_of} --format json -o {name}"
    );
    place.run(&line).exits(1);
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{pointer}: {value:#}"))
}

/// The events as (day, exemption or list, certainty, products that fall).
fn told(value: &Value, which: &str) -> Vec<(String, String, String, String)> {
    let events = value[which].as_array().unwrap().iter();
    let told = events.map(|event| {
        let products = event["products"].as_array().unwrap().iter();
        let fall: Vec<&str> =
            products.filter(|p| p["falls"] == true).map(|p| text(p, "/part")).collect();
        let name = match event["kind"].as_str().unwrap() {
            "exemption" => text(event, "/exemption/id"),
            _ => text(event, "/change/list"),
        };
        let certainty = event["exemption"]["certainty"].as_str().unwrap_or("-");
        let day = event["date"].as_str().unwrap_or("-");
        (day.to_owned(), name.to_owned(), certainty.to_owned(), fall.join(" "))
    });
    told.collect()
}

fn owned(rows: &[(&str, &str, &str, &str)]) -> Vec<(String, String, String, String)> {
    let own = |row: &(&str, &str, &str, &str)| {
        (row.0.to_owned(), row.1.to_owned(), row.2.to_owned(), row.3.to_owned())
    };
    rows.iter().map(own).collect()
}

#[test]
fn the_first_exemption_that_a_product_needs_decides() {
    let place = place();
    report(&place, TODAY, "report.json");
    let line = "lists expiring --within 18m report.json";
    let value = place.run(&format!("{line} --format json")).exits(1).json();
    valid("expiring-v1.schema.json", &value);
    strict("expiring-v1.schema.json", &value);
    assert_eq!((text(&value, "/from"), text(&value, "/until")), (TODAY, "2028-05-22"));
    assert_eq!(value["reports"][0]["same_lists"], true);
    assert_eq!(
        told(&value, "events"),
        owned(&[
            ("2026-06-11", "6(b)", "disputed", ""),
            ("2026-12-11", "6(b)-I", "stated", "P1"),
            ("2027-01-01", "china-rohs", "-", ""),
            ("2027-06-30", "6(c)", "stated", "P2"),
            ("2027-08-01", "china-rohs", "-", "P4"),
        ])
    );
    let both: Vec<&str> = value["events"][0]["exemption"]["ends"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| d.as_str().unwrap())
        .collect();
    assert_eq!(both, ["2026-06-11", "2027-06-11"]);
    let falling: Vec<(&str, &str)> = value["falling"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| (text(f, "/last_day"), text(f, "/part")))
        .collect();
    assert_eq!(falling, [("2026-12-11", "P1"), ("2027-06-30", "P2")]);
    let removed = &value["events"][4]["change"]["removed"];
    assert_eq!(*removed, serde_json::json!(["GB/T 26572-2011+A1"]));
    let ran = place.run(line).exits(1).prints("2026-12-11  6(b)-I  EU RoHS Annex III  Pb");
    let ran = ran.prints("disputed, sources say: 2026-06-11 or 2027-06-11");
    let ran = ran
        .prints("✗ P1 (compliant by exemption), falls: P1 > ALU > Aluminium")
        .prints("before this day: Convert");
    let ran = ran.prints("✗ P4 (compliant), to be assessed anew");
    ran.prints("5 ends or changes, 0 without a day; products that fall with an exemption: 2, to be assessed anew: 1\n");
    let zh = place.run(&format!("--lang zh {line}")).exits(1).prints("有争议，各来源所述");
    zh.prints("不再适用：GB/T 26572-2011+A1")
        .prints("此日之前：")
        .prints("因豁免到期将不再符合的产品 2 个，须重新评定 1 个");
    assert_eq!(place.run(line).out, place.run(line).out);
    let piped = place.feed(&place.read("report.json"), "lists expiring --within 18m -").exits(1);
    assert_eq!(piped.out, place.run(line).out);
}

/// The last day of an exemption is inside of the time, and the day after it is over.
#[test]
fn days_are_counted_to_the_last() {
    let place = place();
    report(&place, TODAY, "report.json");
    let falling = |options: &str| {
        let line = format!("lists expiring {options} report.json --format json");
        let value = place.run(&line).json();
        value["falling"].as_array().unwrap().len()
    };
    assert_eq!(falling("--until 2026-12-10"), 0);
    assert_eq!(falling("--until 2026-12-11"), 1);
    assert_eq!(falling("--within 18d"), 0);
    assert_eq!(falling("--within 19d"), 1);
    assert_eq!(falling("--until 2027-06-29"), 1);
    assert_eq!(falling("--until 2027-06-30"), 2);
    assert_eq!(falling("--within 1y"), 2);
    // What has ended by the first day is told, too: the report is older than that.
    assert_eq!(falling("--from 2026-12-12 --until 2027-01-31"), 1);
    let ends = "lists expiring --from 2026-12-12 --until 2026-12-31 report.json";
    place.run(ends).exits(1).prints("2026-12-11  6(b)-I");
}

#[test]
fn nothing_within_the_time_is_yes() {
    let place = place();
    report(&place, TODAY, "report.json");
    place.write("one.csv", "parent,child,quantity\nP2,BRASS,1\n");
    let line = "rollup one.csv --declarations declarations --as-of 2026-11-22 --rules eu-rohs --format json -o one.json";
    place.run(line).exits(0);
    place.run("lists expiring --within 7m one.json").exits(0).prints("0 ends or changes");
    place.run("lists expiring --within 8m one.json").exits(1).prints("1 ends or changes");
}

#[test]
fn a_pending_renewal_is_told_apart() {
    let place = place();
    report(&place, "2024-01-01", "old.json");
    let value = place.run("lists expiring --within 6m old.json --format json").json();
    let apart = told(&value, "apart");
    let pending = ("2021-07-21", "6(c)", "valid-until-decided", "");
    assert!(apart.contains(&owned(&[pending])[0]), "{apart:?}");
    assert_eq!(value["falling"], serde_json::json!([]));
    place
        .run("lists expiring --within 6m old.json")
        .prints("valid until decided where renewal was applied for");
}

#[test]
fn several_reports_are_told_together() {
    let place = place();
    report(&place, TODAY, "a.json");
    report(&place, "2026-11-23", "b.json");
    let line = "lists expiring a.json b.json";
    let value = place.run(&format!("{line} --format json")).exits(1).json();
    assert_eq!(text(&value, "/from"), TODAY);
    assert_eq!(value["falling"].as_array().unwrap().len(), 4);
    assert_eq!(value["events"][1]["products"].as_array().unwrap().len(), 2);
    place.run(line).exits(1).prints("[a.json]").prints("[b.json]");
}

#[test]
fn the_lists_alone_have_a_calendar() {
    let place = Place::new();
    let line = "lists expiring --from 2026-11-22 --within 18m";
    let value = place.run(&format!("{line} --format json")).exits(1).json();
    valid("expiring-v1.schema.json", &value);
    let events = told(&value, "events");
    for row in [
        ("2026-06-11", "6(b)-II", "disputed", ""),
        ("2026-12-11", "6(b)-I", "stated", ""),
        ("2027-06-30", "7(a)", "stated", ""),
        ("2027-12-31", "7(a)-I", "stated", ""),
        ("2027-08-01", "china-rohs", "-", ""),
    ] {
        assert!(events.contains(&owned(&[row])[0]), "{row:?}: {events:#?}");
    }
    assert!(events.iter().all(|event| event.0.as_str() <= "2028-05-22"));
    let days: Vec<&String> = events.iter().map(|event| &event.0).collect();
    assert!(days.is_sorted(), "{days:?}");
    // What ended long ago is no matter of the calendar; what may run on is told apart.
    assert!(!events.iter().any(|event| event.1 == "41"));
    let apart = told(&value, "apart");
    assert!(apart.contains(&owned(&[("2021-07-21", "34", "valid-until-decided", "")])[0]));
    place.run("lists expiring --from 2028-06-01 --within 1d").exits(0);
}

#[test]
fn times_that_are_none_are_refused() {
    let place = Place::new();
    for time in ["18", "m", "1x", "-1m", "+1m", "1.5y", "99999d", "", "٣m", "18月"] {
        place.run(&format!("lists expiring --within={time}")).exits(2).says("18m");
    }
    place.run("lists expiring --within 9999y").exits(2).says("has no last day");
    place.run("lists expiring --from 2026-11-22 --until 2026-11-21").exits(2).says("last day");
    place.run("lists expiring --within 1m --until 2027-01-01").exits(2).says("cannot be used with");
    place.run("lists expiring missing.json").exits(2);
    place.write("no.json", "{}");
    place.run("lists expiring no.json").exits(2);
}
