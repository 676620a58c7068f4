//! The user's own editions of the lists that are held in forms of their own.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use unleaded_model::amount::Fraction;
use unleaded_model::diagnostic::{Diagnostic, FileName, any_error, codes};

use super::*;

/// The shipped files of a form, TOML and table.
const FILES: [(&str, &str); 6] = [
    (include_str!("../../../lists/reach-svhc.toml"), include_str!("../../../lists/reach-svhc.csv")),
    (
        include_str!("../../../lists/eu-rohs-exemptions.toml"),
        include_str!("../../../lists/eu-rohs-exemptions.csv"),
    ),
    (include_str!("../../../lists/eu-rohs.toml"), ""),
    (include_str!("../../../lists/groups.toml"), GROUPS),
    (
        include_str!("../../../lists/further-groups.toml"),
        "group,cas,name,formula,factor_low,factor_high,confirmed,derivation\nAs,1000-30-2,x,,0,1,unconfirmed,\n",
    ),
    (include_str!("../../../lists/china-rohs.toml"), ""),
];
const SVHC: (&str, &str) = FILES[0];
const EXEMPTIONS: (&str, &str) = FILES[1];
const EU_ROHS: (&str, &str) = FILES[2];
const ADDED: (&str, &str) = FILES[3];
/// A member that no table has, with the formula of lead titanate.
const GROUPS: &str = "group,cas,name,formula,factor_low,factor_high,confirmed,derivation\n\
                      Pb,1000-30-2,A lead compound of ours,PbTiO3,2072/3030,2072/3030,unconfirmed,made up\n";

/// Reads a list; it is there where nothing is an error.
fn read((toml, table): (&str, &str)) -> (Option<OwnList>, Vec<Diagnostic>) {
    read_bytes(toml.as_bytes(), table.as_bytes())
}

fn read_bytes(toml: &[u8], table: &[u8]) -> (Option<OwnList>, Vec<Diagnostic>) {
    let (file, beside) = (FileName::new("a.toml"), FileName::new("a.csv"));
    let toml = Source { file: &file, bytes: toml };
    let table = (!table.is_empty()).then_some(Source { file: &beside, bytes: table });
    let (list, defects) = lists().read_own(&ListFile { toml, table });
    assert_eq!(list.is_some(), !any_error(&defects), "{defects:?}");
    (list, defects)
}

/// The TOML with another edition, known from a day on.
fn edition(toml: &str, name: &str, more: &str) -> String {
    let from = toml.find("edition = ").unwrap();
    let end = from + toml[from..].find('\n').unwrap();
    let is_dated = |line: &&str| line.starts_with("issued =") || line.starts_with("known =");
    let kept = toml[end..].lines().filter(|line| !is_dated(line));
    let kept: Vec<&str> = kept.collect();
    format!("{}edition = \"{name}\"\n{more}{}", &toml[..from], kept.join("\n"))
}

/// The candidate list with an entry that was included on 2026-06-24.
fn newer(more: &str) -> OwnList {
    let table = format!("{}254,entry,Exemplanone,,1000-30-2,,,2026-06-24,c,\n", SVHC.1);
    let (list, defects) = read((&edition(SVHC.0, "2026-06-24", more), &table));
    assert_eq!(defects, []);
    list.unwrap()
}

fn names(defects: &[Diagnostic]) -> BTreeSet<&str> {
    defects.iter().map(|defect| defect.code.name()).collect()
}

fn asked(as_of: Date) -> Asked<'static> {
    Asked { as_of, known_on: None, drafts: &[], instead: None }
}

#[test]
fn a_copy_of_a_shipped_list_is_an_edition() {
    for (toml, table) in FILES {
        let (list, defects) = read((&edition(toml, "mine", "known = \"2026-12-01\"\n"), table));
        assert_eq!(defects, [], "{toml}");
        let list = list.unwrap();
        assert!(list.header().place.is_some() && list.entries() > 0);
        let both = lists().with(vec![list]).unwrap();
        let headers = both.headers().len();
        assert_eq!(headers, lists().headers().len() + 1);
        let used = both.used(&asked(date(2027, 1, 1))).unwrap();
        let own = used.headers().into_iter().filter(|header| header.place.is_some());
        assert_eq!(own.count(), 1);
        // The same without a name of its own is the shipped one again.
        let (again, _) = read((toml, table));
        let defects = lists().with(again.into_iter().collect()).unwrap_err();
        assert_eq!(names(&defects), BTreeSet::from(["rule-list-edition-taken"]), "{toml}");
    }
}

/// What both editions have is said alike, by the same numbers.
#[test]
fn a_newer_candidate_list_adds_its_entries_alone() {
    let both = lists().with(vec![newer("issued = \"2026-06-24\"\n")]).unwrap();
    let used = both.used(&asked(date(2026, 7, 1))).unwrap();
    assert_eq!(used.svhc.entries.len(), 254);
    assert_eq!(used.svhc.by_cas("1000-30-2"), [254]);
    // A statement on an edition covers its entries and no others.
    let of = |identity: &str| used.entries_of(identity).map(|entries| entries.len());
    assert_eq!((of("EUREACH-0226"), of("EUREACH-0626")), (Some(253), Some(254)));
    assert_eq!(lists().entries_of("EUREACH-0626"), None);
    let resolved = used.ipc.resolve("EUREACH-0626", "", "exemplanone");
    assert_eq!(resolved, Resolved::Entries(&[EntryKey::Svhc(254)]));
    let rules = crate::reach_svhc(&used, date(2026, 6, 23));
    assert_eq!(rules.entries.len(), 253);
    let rules = crate::reach_svhc(&used, date(2026, 6, 24));
    assert_eq!((rules.entries.len(), rules.id.as_str()), (254, "reach-svhc"));
    assert_eq!(rules.standing, Standing::InForce);
    // The table of classes was not made with the added entry in mind: any class may hold it.
    assert_eq!(used.unclassed, [EntryKey::Svhc(254)]);
    // It was not known before.
    let then = Asked { known_on: Some(date(2026, 6, 23)), ..asked(date(2026, 7, 1)) };
    assert_eq!(both.used(&then).unwrap().svhc.entries.len(), 253);
    let then = Asked { known_on: Some(date(2026, 6, 24)), ..then };
    assert_eq!(both.used(&then).unwrap().svhc.entries.len(), 254);
}

#[test]
fn an_edition_is_used_from_the_day_it_comes_into_effect() {
    let both = lists().with(vec![newer("issued = \"2026-06-24\"\neffective = \"2026-07-01\"\n")]);
    let both = both.unwrap();
    let entries = |day| both.used(&asked(day)).unwrap().svhc.entries.len();
    assert_eq!((entries(date(2026, 6, 30)), entries(date(2026, 7, 1))), (253, 254));
    let used = both.used(&asked(date(2026, 6, 30))).unwrap();
    let (law, category) = (crate::Law::ReachSvhc, Category::C3);
    let next = crate::next_change(&used, law, category, date(2026, 6, 30));
    assert_eq!(next, Some(date(2026, 7, 1)));
}

#[test]
fn a_draft_takes_the_place_of_the_edition_in_force_and_binds_nobody() {
    let both = lists().with(vec![newer("standing = \"draft\"\n")]).unwrap();
    let day = date(2026, 7, 1);
    assert_eq!(both.used(&asked(day)).unwrap().svhc.entries.len(), 253);
    for name in ["reach-svhc", "reach-svhc@2026-06-24"] {
        let drafts = [Draft(name.to_owned())];
        let used = both.used(&Asked { drafts: &drafts, ..asked(day) }).unwrap();
        let rules = crate::reach_svhc(&used, day);
        assert_eq!((rules.entries.len(), rules.id.as_str()), (254, "reach-svhc@2026-06-24"));
        assert_eq!(rules.standing, Standing::Draft);
        assert_eq!(crate::eu_rohs(&used, Category::C3, day).standing, Standing::InForce);
    }
    let other = lists().with(vec![newer("standing = \"draft\"\n"), {
        let table = format!("{}300,entry,Other,,,,,2026-06-24,c,\n", SVHC.1);
        read((&edition(SVHC.0, "other", "standing = \"draft\"\n"), &table)).0.unwrap()
    }]);
    let other = other.unwrap();
    for drafts in [&["reach-svhc"][..], &["reach-svhc@other", "reach-svhc@2026-06-24"][..]] {
        let drafts: Vec<Draft> = drafts.iter().map(|name| Draft((*name).to_owned())).collect();
        let error = other.used(&Asked { drafts: &drafts, ..asked(day) }).unwrap_err();
        assert!(matches!(error.1, DraftError::Several(names) if names.len() == 2));
    }
}

#[test]
fn any_edition_may_be_used_instead() {
    let both =
        lists().with(vec![newer("standing = \"draft\"\neffective = \"2030-01-01\"\n")]).unwrap();
    let day = date(2026, 7, 1);
    let of = |instead| {
        let used = both.used(&Asked { instead: Some(instead), ..asked(day) }).unwrap();
        let rules = crate::reach_svhc(&used, day);
        (rules.entries.len(), rules.id, rules.standing)
    };
    let set = "reach-svhc".to_owned();
    assert_eq!(of("reach-svhc@2026-06-24"), (254, set.clone(), Standing::InForce));
    assert_eq!(of("reach-svhc@2026-02-04"), (253, set, Standing::InForce));
}

#[test]
fn entries_keep_their_numbers() {
    let check = |table: &str, code: &str, line: &str| {
        let (_, defects) = read((&edition(SVHC.0, "mine", ""), table));
        assert_eq!(names(&defects), BTreeSet::from([code]), "{defects:?}");
        let place = defects[0].places.first().map(ToString::to_string);
        assert_eq!(place.as_deref(), Some(line));
    };
    let moved = "rule-list-number-moved";
    let table = format!("{}1,entry,n-hexane,,110-54-3,,,2026-06-24,c,\n", SVHC.1);
    check(&table, "rule-list-value", "a.csv:509:1");
    let table = format!("{}254,member,x,,,,,,,\n", SVHC.1);
    check(&table, "rule-list-value", "a.csv:509:1");
    let table = format!("{}254,entry,N-Hexane,,,,,2026-06-24,c,\n", SVHC.1);
    check(&table, moved, "a.csv:509:1");
    let table = format!("{}254,entry,x,,110-54-3,,,2026-06-24,c,\n", SVHC.1);
    check(&table, moved, "a.csv:509:1");
    let table = SVHC.1.replace("n-hexane,正己烷,110-54-3,203-777-6", "another,,,");
    let (_, defects) = read((&edition(SVHC.0, "mine", ""), &table));
    assert!(defects.iter().any(|d| d.code == codes::rule_lists::RULE_LIST_NUMBER_MOVED));
    // What is left out is told, and used all the same.
    let (first, rest) = SVHC.1.split_once("\n1,entry,").unwrap();
    let without = format!("{first}\n{}", rest.split_once('\n').unwrap().1);
    check(&without, "rule-list-left-out", "a.toml");
}

#[test]
fn claims_and_limits_of_an_own_edition_are_judged_by() {
    let row = "III,7(c)-I,,Ceramics,,1|2|3|4|5|6|7|10,,Pb,none,,ceramic,2027-07-01,2030-12-31,no,,(EU) 2027/1,2027/1,primary,made up\n";
    let table = format!("{}{row}", EXEMPTIONS.1);
    let toml = edition(EXEMPTIONS.0, "2027", "known = \"2027-03-01\"\n");
    let (claims, defects) = read((&toml, &table));
    assert_eq!(defects, []);
    let toml = edition(EU_ROHS.0, "2027", "issued = \"2027-03-01\"\n");
    let (limits, defects) = read((&toml.replacen("\"1000\"", "\"500.5\"", 1), ""));
    assert_eq!(defects, []);
    let both = lists().with(vec![claims.unwrap(), limits.unwrap()]).unwrap();
    let used = both.used(&asked(date(2028, 1, 1))).unwrap();
    assert_eq!(used.exemptions.claims.len(), lists().exemptions.claims.len() + 1);
    let rules = crate::eu_rohs(&used, Category::C3, date(2028, 1, 1));
    assert_eq!(rules.entries[0].limit, Fraction::new(10_010, 20_000_000).unwrap());
    // What suppliers answered is an answer on the limits of then.
    assert_eq!(used.answered.entries[0].limit, Fraction::ppm(1000));
    let ending = |lists: &Lists| {
        let of = ("Pb", Category::C3);
        let named = ("7(c)-I", "EU RoHS Annex III");
        crate::ending(&lists.exemptions, named, of, date(2028, 1, 1)).map(|ending| ending.state)
    };
    assert_eq!(ending(lists()), Some(crate::State::Ended));
    assert_eq!(ending(&used), Some(crate::State::InForce));
    assert_eq!(crate::headers(&used, &rules)[0].edition, "2027");
}

#[test]
fn additions_to_groups_only_widen() {
    let toml = edition(ADDED.0, "mine", "");
    let (list, defects) = read((&toml, GROUPS));
    assert_eq!(defects, []);
    let both = lists().with(vec![list.unwrap()]).unwrap();
    let used = both.used(&asked(date(2026, 11, 22))).unwrap();
    assert_eq!(
        used.groups.by_cas("1000-30-2").map(|m| m.group.as_str()).collect::<Vec<_>>(),
        ["Pb"]
    );
    // By its number alone: a name is not to make definite what is not.
    assert_eq!(used.groups.by_name("A lead compound of ours").count(), 0);
    let rules = crate::eu_rohs(&used, Category::C3, date(2026, 11, 22));
    assert!(crate::headers(&used, &rules).iter().any(|header| header.edition == "mine"));
    // Nobody noted when it was known.
    let then = Asked { known_on: Some(date(2026, 11, 22)), ..asked(date(2026, 11, 22)) };
    assert_eq!(both.used(&then).unwrap().groups.by_cas("1000-30-2").count(), 0);
    let check = |row: &str, code: &str| {
        let (header, _) = GROUPS.split_once('\n').unwrap();
        let (_, defects) = read((&toml, &format!("{header}\n{row}\n")));
        assert_eq!(names(&defects), BTreeSet::from([code]), "{row}: {defects:?}");
    };
    check("Pb,1000-30-2,x,PbTiO3,0,1/10,confirmed,", "rule-list-factor");
    check("Pb,1000-30-2,x,,0,1/2,confirmed,", "rule-list-factor");
    check("Pb,1000-30-2,x,TiO2,0,0,confirmed,", "rule-list-factor");
    check("PBDE,1000-30-2,x,PbTiO3,0,1/2,confirmed,", "rule-list-factor");
    check("Pb,1000-30-2,x,Lead,0,1,confirmed,", "rule-list-value");
    check("Pb,1000-30-2,x,,1,1/2,confirmed,", "rule-list-value");
    check("Pb,,other,,0,1,confirmed,", "rule-list-value");
    check("Pb,78-00-2,x,,0,1,confirmed,", "rule-list-value");
    check("Xx,1000-30-2,x,,0,1,confirmed,", "rule-list-group");
    check("Pb,1000-30-3,x,,0,1,confirmed,", "rule-list-number");
}

#[test]
fn names_of_what_has_no_editions_are_taken() {
    for id in ["names", "classes", "ipc-lists", "suspicion", "further-suspicion", "all"] {
        let rules =
            include_str!("../../../../../fixtures/lists/valid--company/acme-restricted.toml");
        let (list, defects) = read((&rules.replace("acme-restricted", id), ""));
        assert_eq!(defects, []);
        let defects = lists().with(list.into_iter().collect()).unwrap_err();
        assert_eq!(names(&defects), BTreeSet::from(["rule-list-id-taken"]), "{id}");
    }
}

/// Bytes cut off, and bytes of meaning in the place of others.
#[test]
fn any_bytes_are_a_list_or_told_why_not() {
    for (toml, table) in FILES {
        let first: usize = table.lines().take(5).map(|line| line.len() + 1).sum();
        let (toml, table) = (toml.as_bytes(), &table.as_bytes()[..first.min(table.len())]);
        let toml = &toml[..toml.len().min(4000)];
        let step = |length: usize| length / 60 + 1;
        for cut in (0..toml.len()).step_by(step(toml.len())) {
            read_bytes(&toml[..cut], table);
        }
        for cut in (0..table.len()).step_by(step(table.len())) {
            read_bytes(toml, &table[..cut]);
        }
        for byte in [0u8, b'"', b',', b'\n', b'[', b'=', b'|', b'9', 0xff] {
            for at in (usize::from(byte) % 7..toml.len()).step_by(step(toml.len())) {
                let mut changed = toml.to_vec();
                changed[at] = byte;
                read_bytes(&changed, table);
            }
            for at in (usize::from(byte) % 7..table.len()).step_by(step(table.len())) {
                let mut changed = table.to_vec();
                changed[at] = byte;
                read_bytes(toml, &changed);
            }
        }
    }
}

/// Many rows and many defects take no time that grows with their product.
#[test]
fn hostile_tables_are_read_in_bounds() {
    for (toml, table) in FILES {
        let header = table.lines().next().unwrap_or_default();
        let width = header.split(',').count();
        read((
            toml,
            &format!("{header}\n{}", format!("{}\n", ",".repeat(width - 1)).repeat(12_000)),
        ));
        let row = table.lines().nth(1).unwrap_or_default();
        read((toml, &format!("{header}\n{}", format!("{row}\n").repeat(12_000))));
    }
}
