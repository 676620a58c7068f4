//! `lists`: what verdicts are made from, on a date, and what changes between two.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::json::{strict, valid};
use crate::support::{Place, schema};

/// The names of all lists.
fn ids(place: &Place) -> Vec<String> {
    let value = place.run("lists --format json").exits(0).json();
    let lists = value["lists"].as_array().unwrap().iter();
    lists.map(|list| list["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn all_lists_are_told() {
    let place = Place::new();
    let ran = place.run("lists").exits(0);
    for id in ids(&place) {
        assert!(ran.out().lines().any(|line| line.starts_with(&format!("{id} "))), "{id}");
    }
    let ran = ran.prints("reach-svhc          2026-02-04  –               253  ");
    ran.prints("  ECHA: Candidate List of substances")
        .prints("  checked: 253 entries and 254 group");
    let value = place.run("lists --format json").exits(0).json();
    valid("lists-v1.schema.json", &value);
    strict("lists-v1.schema.json", &value);
    let svhc = value["lists"].as_array().unwrap().iter().find(|l| l["id"] == "reach-svhc").unwrap();
    assert_eq!((&svhc["entries"], &svhc["counts"]["member"]), (&253.into(), &254.into()));
    let sha = svhc["sha256"].as_str().unwrap();
    place.run("lists").exits(0).prints(&format!(" {}\n", &sha[..12]));
    place.run("lists -o lists.txt").exits(0);
    assert_eq!(place.read("lists.txt"), place.run("lists").out);
    let zh = place.run("--lang zh lists").exits(0);
    zh.prints("清单 ").prints("版本：2026-02-04").prints("核对情况：");
}

#[test]
fn every_list_is_shown_and_described() {
    let place = Place::new();
    let mut fields = BTreeSet::new();
    for id in ids(&place) {
        let value = place.run(&format!("lists show {id} --format json")).exits(0).json();
        valid("list-v1.schema.json", &value);
        if id == "suspicion" {
            strict("list-v1.schema.json", &value);
        }
        collect(&value["items"], &mut fields);
        place.run(&format!("lists show {id}")).exits(0).prints(&format!("{id}  "));
        let zh = place.run(&format!("--lang zh lists show {id}")).exits(0).out();
        for word in ["checked: ", "limit, ppm", "categories: ", "may contain: "] {
            assert!(!zh.lines().skip(8).any(|line| line.contains(word)), "{id}: {word}");
        }
    }
    let described = schema("list-v1.schema.json");
    let described = described["$defs"]["item"]["properties"].as_object().unwrap();
    assert!(fields.iter().all(|field| described.contains_key(field)), "{fields:?}");
    let standing = "lists show eu-rohs-exemptions --as-of 2026-11-22 --format json";
    valid("list-v1.schema.json", &place.run(standing).exits(0).json());
}

fn collect(items: &Value, fields: &mut BTreeSet<String>) {
    for item in items.as_array().unwrap() {
        fields.extend(item.as_object().unwrap().keys().cloned());
        collect(&item["items"], fields);
    }
}

/// Nothing that a list says is left out of the text for one entry, and nothing is cut.
#[test]
fn one_entry_is_told_whole() {
    let place = Place::new();
    let ran = place.run("lists show reach-svhc --entry 110-54-3").exits(0);
    let ran =
        ran.prints("svhc:1  n-hexane  正己烷").prints("CAS: 110-54-3").prints("EC: 203-777-6");
    ran.prints("included: 2026-02-04").prints("limit, ppm: 1000").prints("1 entry\n");
    let ran = place.run("lists show eu-rohs --entry pb").exits(0).prints("Pb  Lead  铅");
    let ran = ran.prints("measured per: homogeneous material");
    ran.prints("applies to categories  9-industrial").prints("2019-07-21\n");
    let ran = place.run("lists show groups --entry 7758-97-6").exits(0);
    ran.prints("2 groups, 2 members").prints("formula: PbCrO4");
    let ran = place.run("--lang zh lists show china-rohs --entry 打印机").exits(0);
    ran.prints("产品类别  2018-1/5  Printers  打印机");
}

#[test]
fn contradicting_sources_are_shown_as_such() {
    let line = "lists show eu-rohs-exemptions --entry 6(b)-II --as-of 2026-11-22";
    let ran = Place::new().run(line).exits(0).prints("standing: in dispute between sources");
    let ran = ran.prints("contradicted by another source, which says: 2027-06-11");
    let ran = ran.prints("contradicted by another source, which says: 2026-06-11");
    ran.prints("last day: 2026-06-11").prints("last day: 2027-06-11").prints("as of 2026-11-22");
    let zh = Place::new().run(&format!("--lang zh {line}")).exits(0);
    zh.prints("状态：来源相互矛盾").prints("另一来源与此矛盾，其日期为：2027-06-11");
}

#[test]
fn what_is_not_there_is_refused_with_what_may_be_meant() {
    let place = Place::new();
    let check = |line: &str, message: &str, help: &str| {
        let ran = place.run(line).exits(2).says(message).says(help);
        assert!(ran.out.is_empty());
    };
    check("lists show svhc", "there is no list `svhc`", "`reach-svhc`?");
    check(
        "lists show nothing",
        "there is no list `nothing`",
        "`eu-rohs`, `eu-rohs-exemptions`, `china",
    );
    check("lists show eu-rohs --entry Pbb2", "`eu-rohs` has no entry `Pbb2`", "`PBB`, `Pb`?");
    check("lists show groups --entry qqqqqq", "has no entry", "`unleaded lists show groups` shows");
    check("lists show groups --entry ''", "has no entry", "shows its entries");
    check("lists show names --as-of 2026-01-01", "the entries of `names` have no dates", "leave");
    let line = "lists show reach-svhc --entry svhc:1 --as-of 2026-02-03";
    check(line, "`svhc:1` of `reach-svhc` does not hold on 2026-02-03", "leave out --as-of");
    check(
        "lists diff reach-svhc@2024 reach-svhc",
        "no edition `2024` of `reach-svhc`",
        "YYYY-MM-DD",
    );
    check("lists diff reach-svhc@ reach-svhc", "no edition `` of `reach-svhc`", "YYYY-MM-DD");
    check("lists diff eu-rohs names", "`eu-rohs` and `names` are two lists", "of one list");
    place
        .run("--lang zh lists show svhc")
        .exits(2)
        .says("没有清单“svhc”")
        .says("是否指：`reach-svhc`");
    place.run("lists show eu-rohs --format json --entry x").exits(2);
    place.run("lists --format json show eu-rohs").exits(2);
}

#[test]
fn two_dates_of_a_list_are_compared() {
    let place = Place::new();
    let line = "lists diff reach-svhc@2024-06-27 reach-svhc@2026-02-04";
    let ran = place.run(line).exits(1).prints("12 added, 0 removed, 0 changed\n");
    ran.prints("+ svhc:1  n-hexane  正己烷  CAS: 110-54-3  included: 2026-02-04");
    let value = place.run(&format!("{line} --format json")).exits(1).json();
    valid("list-diff-v1.schema.json", &value);
    assert_eq!(value["counts"]["added"], 12);
    assert_eq!((&value["a"]["entries"], &value["b"]["entries"]), (&241.into(), &253.into()));
    let same = "lists diff reach-svhc@EUREACH-0624 reach-svhc@2024-06-27";
    place.run(same).exits(0).prints("say the same: 241 entries compared");
    place.run(&format!("--lang zh {same}")).exits(0).prints("内容相同：共比较 241 项");
    let value = place.run(&format!("{same} --format json")).exits(0).json();
    assert_eq!(value["equal"], true);
    // Of the time after the edition nothing is known.
    let later = place.run("lists diff reach-svhc reach-svhc@2026-11-22").exits(0);
    later.says("what came later is not known");

    let ran = place.run("lists diff eu-rohs@2014-07-21 eu-rohs@2014-07-22").exits(1);
    ran.prints("+   applies to categories  8, 9  from: 2014-07-22").prints("6 added, 0 removed");
    let editions = "'china-rohs@GB/T 26572-2011' 'china-rohs@GB 26572-2025'";
    place
        .run(&format!("lists diff {editions}"))
        .exits(1)
        .prints("+ DIBP")
        .prints("4 added, 0 removed");
    let line = "lists diff eu-rohs-exemptions@2027-06-30 eu-rohs-exemptions@2027-07-01";
    place.run(line).exits(1).prints("  7(c)-I\n").prints("standing: in force → ended");
    let value = place.run(&format!("{line} --format json")).exits(1).json();
    valid("list-diff-v1.schema.json", &value);
    strict("list-diff-v1.schema.json", &value);
    let change = &value["changes"][0];
    assert_eq!(
        (&change["change"], &change["path"][0]["kind"]),
        (&"changed".into(), &"exemption".into())
    );
    assert_eq!(
        change["fields"][0],
        serde_json::json!({"field": "state", "a": "in-force", "b": "ended"})
    );
}
