//! Claims against tables that the shipped one does not hold: a name in two annexes, several limits of one exemption.

use unleaded_model::amount::{Fraction, FractionRange};
use unleaded_model::declaration::ExemptionClaim;
use unleaded_model::diagnostic::{FileName, Place};

use super::*;
use crate::lists::CategoryScope;

/// The shipped lists, with a copy of the last claim about 6(c) as `change` makes it.
fn with(change: impl Fn(&mut ExemptionClaimRow)) -> Lists {
    let mut lists = Lists::shipped().clone();
    let mut row = lists.exemptions.of("6(c)").last().unwrap().clone();
    change(&mut row);
    lists.exemptions.claims.push(row);
    lists
}

#[track_caller]
fn check(lists: &Lists, list: &str, ppm: u128, as_of: &str, expect: (Force, ClaimOutcome)) {
    let claim = ExemptionClaim {
        authority: String::new(),
        list: list.to_owned(),
        id: "6(c)".to_owned(),
        place: Place::File { file: FileName::new("x") },
    };
    let question = Question {
        law: Law::EuRohs,
        key: "Pb",
        value: FractionRange::exactly(Fraction::ppm(ppm)),
        // Annex IV is for medical devices and instruments.
        category: Category::C8,
        as_of: as_of.parse().unwrap(),
        steps: &[],
    };
    let assessed = assess(&[&claim], &question, lists);
    let outcome = assessed[0].outcome(Some(&assessed[0].exemption));
    assert_eq!((assessed[0].exemption.force, outcome), expect);
}

const TODAY: &str = "2026-11-22";

#[test]
fn a_name_in_two_annexes_is_open_where_they_differ() {
    let ended = with(|row| {
        row.annex = "IV".to_owned();
        row.expires = Some("2026-01-31".parse().unwrap());
    });
    let unclear = (Force::Undetermined, ClaimOutcome::AnnexUnclear);
    check(&ended, "", 30_000, TODAY, unclear);
    check(&ended, "Annex III", 30_000, TODAY, (Force::InForce, ClaimOutcome::Applied));
    check(&ended, "Annex IV", 30_000, TODAY, (Force::None, ClaimOutcome::Expired));
    check(&ended, "", 30_000, "2026-01-31", (Force::InForce, ClaimOutcome::Applied));
    check(&ended, "", 30_000, "2026-02-01", unclear);
    let elsewhere = with(|row| {
        row.annex = "IV".to_owned();
        row.categories = CategoryScope::Stated(vec![Category::C9]);
    });
    check(&elsewhere, "", 30_000, TODAY, unclear);
    // An annex that the table has nothing of is not taken for the other.
    let unknown = (Force::Undetermined, ClaimOutcome::UnknownId);
    check(Lists::shipped(), "Annex IV", 30_000, TODAY, unknown);
}

/// Only what surely names nothing is no claim; what a newer list might call an exemption leaves the place open.
#[test]
fn what_names_no_exemption_is_no_claim() {
    let force = |id: &str, list: &str, law: Law| {
        let place = Place::File { file: FileName::new("x") };
        let (authority, list, id) = (String::new(), list.to_owned(), id.to_owned());
        let claim = ExemptionClaim { authority, list, id, place };
        let question = Question {
            law,
            key: "Pb",
            value: FractionRange::exactly(Fraction::ppm(30_000)),
            category: Category::C3,
            as_of: TODAY.parse().unwrap(),
            steps: &[],
        };
        assess(&[&claim], &question, Lists::shipped())[0].exemption.force
    };
    let nothing = [
        "Yes",
        "YES",
        "no",
        "N/A",
        "n.a.",
        "-",
        "--",
        "/",
        "…",
        "",
        "无",
        "不适用",
        "None",
        "ｎ／ａ",
    ];
    for id in nothing {
        assert_eq!(force(id, "", Law::EuRohs), Force::None, "{id}");
        assert_eq!(force(id, "China RoHS", Law::ChinaRohs), Force::None, "{id}");
    }
    let something =
        ["99(z)", "Yes 6", "Annex III", "III", "lead in solder", "RoHS 2", "x", "37.2", "a", "①"];
    for id in something {
        assert_eq!(force(id, "", Law::EuRohs), Force::Undetermined, "{id}");
        assert_eq!(force(id, "China RoHS", Law::ChinaRohs), Force::Undetermined, "{id}");
    }
}

#[test]
fn every_limit_that_sources_give_must_be_met() {
    let narrower = with(|row| row.limit = ExemptionLimit::AtMost(Fraction::ppm(20_000)));
    check(&narrower, "", 20_000, TODAY, (Force::InForce, ClaimOutcome::Applied));
    let unclear = (Force::Undetermined, ClaimOutcome::LimitUnclear);
    check(&narrower, "", 20_001, TODAY, unclear);
    check(&narrower, "", 40_000, TODAY, unclear);
    check(&narrower, "", 40_001, TODAY, (Force::None, ClaimOutcome::OutsideItsLimit));
}

/// The limit of 4 % in every category, at it and one part per million above; on the last day and the day after.
#[test]
fn the_limit_and_the_last_day_hold_in_every_category() {
    for category in Category::ALL {
        for (ppm, as_of, force) in [
            (40_000, TODAY, Force::InForce),
            (40_001, TODAY, Force::None),
            (40_000, "2027-06-30", Force::InForce),
            (40_000, "2027-07-01", Force::None),
        ] {
            let rows: Vec<&ExemptionClaimRow> = Lists::shipped().exemptions.of("6(c)").collect();
            let question = Question {
                law: Law::EuRohs,
                key: "Pb",
                value: FractionRange::exactly(Fraction::ppm(ppm)),
                category,
                as_of: as_of.parse().unwrap(),
                steps: &[],
            };
            let found = governing(&rows, &question).map(|rows| in_force(&rows, &question).0);
            assert_eq!(found.unwrap(), force, "{category} {ppm} {as_of}");
        }
    }
}
