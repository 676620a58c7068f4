use std::collections::BTreeSet;

use unleaded_model::diagnostic::codes::{amounts, checks, profiles};
use unleaded_model::diagnostic::{Code, Language};

use super::*;

fn parse(text: &str) -> Result<Profile, Vec<Diagnostic>> {
    Profile::parse(text, &FileName::new("profile.toml"))
}

fn refused(text: &str) -> Vec<Code> {
    parse(text).unwrap_err().into_iter().map(|found| found.code).collect()
}

#[test]
fn built_in_profiles_are_well_formed_and_bear_their_names() {
    for (name, text) in BUILT_IN {
        let profile = parse(text).unwrap_or_else(|found| panic!("{name}: {found:?}"));
        assert_eq!(profile.name, name);
        assert_eq!(Profile::built_in(name), Some(profile));
        assert!(text.contains("source = "), "{name} names no source");
    }
    assert_eq!(Profile::built_in("nobody"), None);
}

#[test]
fn severities_follow_the_rules_then_the_word_for_warnings() {
    let profile = parse(
        "name = \"x\"\nwarnings = \"error\"\n\
         [codes.cas-check-digit]\nseverity = \"info\"\nreason = \"official lists hold such numbers\"\n\
         [codes.sum-over-100]\nseverity = \"off\"\nreason = \"printed shares round\"\n",
    )
    .unwrap();
    let of = |code| profile.severity(&Diagnostic::unplaced(code));
    assert_eq!(
        of(unleaded_model::diagnostic::codes::identity::CAS_CHECK_DIGIT),
        Some(Severity::Info)
    );
    assert_eq!(of(amounts::SUM_OVER_100), None);
    assert_eq!(of(amounts::SUM_UNDER_100), Some(Severity::Error));
    assert_eq!(of(checks::DUMMY_MASS), Some(Severity::Info));
    let suppressed = profile.suppressed(amounts::SUM_OVER_100).unwrap();
    assert_eq!((suppressed.profile, suppressed.reason), ("x", "printed shares round"));
    assert_eq!(profile.suppressed(amounts::SUM_UNDER_100), None);
}

#[test]
fn limits_are_exact() {
    let profile =
        parse("[limits]\nundisclosed_percent_of_part = 0.5\nclosure_tolerance_percent = \"2\"\n");
    let profile = profile.unwrap();
    assert_eq!(profile.undisclosed_of_part, Some(Fraction::ppm(5_000)));
    assert_eq!(profile.closure_tolerance, Some(Fraction::ppm(20_000)));
    assert_eq!(profile.name, "profile.toml");
}

#[test]
fn what_is_asked_for_is_told() {
    let profile = parse("[codes.weight-missing]\n").unwrap();
    assert!(profile.asks_for(checks::WEIGHT_MISSING));
    assert!(!profile.asks_for(checks::DATE_MISSING));
    assert!(profile.asks_for(checks::MASS_ZERO));
}

#[test]
fn every_defect_is_told_with_the_nearest_word() {
    let text = "nam = \"x\"\n[limits]\nundisclosed_percent_of_part = 500\n\
        [codes.sum-over-10]\nseverity = \"off\"\n\
        [codes.sum-over-100]\nseverity = \"eror\"\n\
        [codes.mass-zero]\nseverity = \"off\"\n\
        [codes.xml-truncated]\nseverity = \"off\"\nreason = \"no\"\n";
    let found = parse(text).unwrap_err();
    let codes: BTreeSet<Code> = found.iter().map(|found| found.code).collect();
    assert_eq!(
        codes,
        BTreeSet::from([
            profiles::PROFILE_CODE_UNKNOWN,
            profiles::PROFILE_KEY_UNKNOWN,
            profiles::PROFILE_LOWERS_UNREAD,
            profiles::PROFILE_REASON_MISSING,
            profiles::PROFILE_VALUE_INVALID,
        ])
    );
    assert_eq!(found.len(), 6);
    let said: Vec<String> = found.iter().map(|found| found.help(Language::En)).collect();
    for near in ["`name`", "`sum-over-100`", "`error`"] {
        assert!(said.iter().any(|help| help.contains(near)), "{near}: {said:?}");
    }
}

#[test]
fn what_is_no_profile_is_told() {
    assert_eq!(refused("["), [profiles::PROFILE_SYNTAX]);
    assert_eq!(refused("codes = 1"), [profiles::PROFILE_VALUE_INVALID]);
    assert_eq!(refused("warnings = \"info\""), [profiles::PROFILE_VALUE_INVALID]);
    assert_eq!(refused("warnings = \"off\""), [profiles::PROFILE_VALUE_INVALID]);
    assert_eq!(
        refused("[limits]\nclosure_tolerance_percent = true"),
        [profiles::PROFILE_VALUE_INVALID]
    );
    assert!(parse("").is_ok());
}

#[test]
fn what_is_not_listed_may_be_an_error_to_who_raises_any() {
    let unlisted = || {
        let mut unlisted =
            Diagnostic::unplaced(unleaded_model::diagnostic::codes::xml::TOO_MANY_DEFECTS);
        unlisted.severity = Severity::Warning;
        unlisted
    };
    let strict = Profile::built_in("strict").unwrap();
    assert_eq!(strict.severity(&unlisted()), Some(Severity::Error));
    assert_eq!(Profile::default().severity(&unlisted()), Some(Severity::Warning));
}

#[test]
fn a_profile_cut_anywhere_is_read_or_refused() {
    for (_, text) in BUILT_IN {
        for (at, _) in text.char_indices() {
            let _ = parse(&text[..at]);
        }
    }
}

#[test]
fn what_was_not_read_is_never_switched_off() {
    for code in [
        "archive-unreadable",
        "archive-too-many-members",
        "archive-unpacks-too-large",
        "row-astray",
        "row-width",
    ] {
        let off = format!("name = \"x\"\n[codes.{code}]\nseverity = \"off\"\nreason = \"r\"\n");
        assert_eq!(refused(&off).len(), 1, "{code}");
    }
}
