//! Members of groups, names, classes and suspicious words.

use std::collections::BTreeSet;
use std::io::Write as _;

use unleaded_model::amount::{Fraction, FractionRange};
use unleaded_model::identity::{Cas, Ec, key};

use super::*;

/// CAS numbers of the lists whose check digit is wrong at the source.
const KNOWN_INVALID: [&str; 0] = [];

#[test]
fn every_list_says_what_it_is() {
    let mut ids = BTreeSet::new();
    for header in lists().headers() {
        assert!(ids.insert(&header.id), "{} twice", header.id);
        for text in [&header.authority, &header.identity, &header.edition, &header.status] {
            assert!(!text.is_empty(), "{}", header.id);
        }
        assert!(!header.source.is_empty() && !header.licence.is_empty(), "{}", header.id);
        assert_eq!(header.sha256.len(), 64);
    }
}

#[test]
fn every_number_has_its_check_digit() {
    let (svhc, names) = (&lists().svhc, &lists().names);
    let members = || svhc.entries.values().flat_map(|e| &e.members);
    let of_svhc = svhc.entries.values().flat_map(|e| &e.cas).chain(members().flat_map(|m| &m.cas));
    let groups = lists().groups.members.iter().chain(&lists().further_groups.members);
    let of_groups = groups.filter_map(|m| m.cas.as_ref());
    let of_rules = lists().rules.iter().flat_map(|list| &list.entries).flat_map(|row| &row.cas);
    let of_classes =
        lists().classes.rows.iter().filter(|r| r.matching == Matching::Cas).map(|r| &r.pattern);
    let mut count = 0;
    for cas in of_svhc
        .chain(of_groups)
        .chain(of_classes)
        .chain(names.iter().map(|n| &n.cas))
        .chain(of_rules)
    {
        let parsed = Cas::parse(cas).unwrap();
        assert_eq!(parsed.as_str(), cas);
        assert!(parsed.is_valid() || KNOWN_INVALID.contains(&cas.as_str()), "{cas}");
        count += 1;
    }
    assert!(count > 1000);
    let ecs = svhc.entries.values().flat_map(|e| &e.ec).chain(members().flat_map(|m| &m.ec));
    for ec in ecs {
        assert!(Ec::parse(ec).is_some_and(|parsed| parsed.is_valid()), "{ec}");
    }
}

#[test]
fn factors_are_those_of_the_formulas() {
    let mut computed = 0;
    for member in lists().groups.members.iter().chain(&lists().further_groups.members) {
        let expected = match (groups::element(&member.group), member.formula.as_str()) {
            (None, _) => FractionRange::exactly(Fraction::ONE),
            (Some(_), "") => FractionRange::ANYTHING,
            (Some(symbol), formula) => {
                computed += 1;
                let formula = Formula::parse(formula).unwrap();
                // In dichromium tris(chromate) the two chromium ions are trivalent.
                let trivalent = if member.cas.as_deref() == Some("24613-89-6") { 2 } else { 0 };
                let counted = formula.atoms(symbol) - trivalent;
                assert!(counted > 0, "{}", member.name);
                FractionRange::exactly(formula.share(symbol, counted).unwrap())
            }
        };
        assert_eq!(member.factor, expected, "{} {}", member.group, member.name);
    }
    assert!(computed > 280, "{computed}");
}

#[test]
fn members_are_found_once_per_group() {
    let groups = &lists().groups;
    let known: BTreeSet<_> = lists().eu_rohs.entries.iter().map(|e| e.group.as_str()).collect();
    let mut seen = BTreeSet::new();
    for member in &groups.members {
        assert!(known.contains(member.group.as_str()), "{}", member.group);
        let identity = member.cas.clone().unwrap_or_else(|| key(&member.name));
        assert!(seen.insert((member.group.as_str(), identity)), "{} twice", member.name);
    }
    let of = |cas: &str| groups.by_cas(cas).map(|m| m.group.as_str()).collect::<Vec<_>>();
    assert_eq!(of("7758-97-6"), ["Pb", "Cr6"]);
    assert_eq!(of("1163-19-5"), ["PBDE"]);
    assert_eq!(of("36355-01-8"), ["PBB"]);
    assert_eq!(of("117-81-7"), ["DEHP"]);
    // Trivalent chromium, a mercapto compound, and a ferrite of the magnetoplumbite structure.
    for harmless in ["1308-38-9", "7440-47-3", "68-11-1", "97488-85-2"] {
        assert!(of(harmless).is_empty(), "{harmless}");
    }
    assert_eq!(groups.by_name("六价铬化合物").next().map(|m| m.group.as_str()), Some("Cr6"));
}

#[test]
fn names_mean_numbers() {
    let check = |name: &str, cas: &str| {
        assert_eq!(lists().names.lookup(name).map(|n| n.cas.as_str()), Some(cas), "{name}");
    };
    check("lead", "7439-92-1");
    check("Pb", "7439-92-1");
    check("铅", "7439-92-1");
    check("Lead (Pb) [impurity]", "7439-92-1");
    check("ｃｄ", "7440-43-9");
    check("汞", "7439-97-6");
    check("decaBDE", "1163-19-5");
    check("DEHP", "117-81-7");
    check("Silica (SiO2)", "7631-86-9");
    check("Copper oxide(CuO)", "1317-38-0");
    for name in ["", "[impurity]", "other", "glass", "phthalate"] {
        assert!(lists().names.lookup(name).is_none(), "{name}");
    }
    assert_eq!(lists().names.of_cas("7440-21-3").first().map(String::as_str), Some("Silicon"));
}

#[test]
fn classes_say_what_may_be_inside() {
    let classes = &lists().classes;
    let check = |name: &str, cas: Option<&str>, class: &str, kind: ClassKind| {
        let row = classes.classify(name, cas).unwrap();
        assert_eq!((row.class.as_str(), row.kind), (class, kind), "{name} {cas:?}");
    };
    for name in [
        "",
        "/",
        "Other",
        "Others",
        "SYSTEM",
        "joker",
        "Misc., not to declare",
        "Misc, not to declare",
        "Non hazardous [impurity]",
        "其他",
        "其它",
        "その他",
        "other non-listed matter",
    ] {
        check(name, None, "placeholder", ClassKind::Placeholder);
        assert_eq!(classes.classify(name, None).unwrap().may_contain, MayContain::Anything);
    }
    for name in
        ["Proprietary", "Trade secret", "Confidential", "保密", "商业秘密", "Betriebsgeheimnis"]
    {
        check(name, None, "withheld", ClassKind::Withheld);
        assert!(classes.is_withheld(name), "{name}");
    }
    for identifier in ["", "n/a", "-", "none", "无", "7439-92-1", "Other"] {
        assert!(!classes.is_withheld(identifier), "{identifier}");
    }
    check("Epoxy glass laminate", None, "laminate", ClassKind::Variable);
    check("Resin (EP)", None, "epoxy resin", ClassKind::Generic);
    check("Solid Epoxy Resin", None, "epoxy resin", ClassKind::Generic);
    check("Brominated Epoxy resin", None, "brominated epoxy resin", ClassKind::Generic);
    check("Epoxy resin modifier", None, "additive", ClassKind::Generic);
    check("Glass frit, lead-free", None, "glass", ClassKind::Variable);
    check("anything", Some("65997-17-3"), "glass", ClassKind::Variable);
    check("Aromatic amine", None, "aromatic amine", ClassKind::Generic);
    // A number that the table lacks is a definite substance, whatever its name.
    assert!(classes.classify("other", Some("7440-50-8")).is_none());
}

#[test]
fn classes_hold_entries() {
    let classes = &lists().classes;
    let holds = |name: &str, entry: &EntryKey| {
        classes.classify(name, None).unwrap().may_contain.holds(entry)
    };
    let mda = EntryKey::Svhc(lists().svhc.by_cas("101-77-9")[0]);
    assert!(holds("Aromatic amine", &mda) && !holds("Aromatic amine", &group("Pb")));
    assert!(!holds("Epoxy resin", &group("Pb")));
    assert!(holds("flame retardant", &group("PBDE")) && holds("plasticizer", &group("DEHP")));
    assert!(holds("Metal Hydroxide", &group("Cd")));
    assert!(holds("Other", &group("Hg")));
}

#[test]
fn what_a_class_may_contain_exists() {
    let exists = |entry: &EntryKey| match entry {
        EntryKey::Group(key) => lists().eu_rohs.entry(key).is_some(),
        EntryKey::Listed(..) => false,
        EntryKey::Svhc(number) => lists().svhc.entries.contains_key(number),
    };
    for row in &lists().classes.rows {
        assert!(!row.reason.is_empty());
        if let MayContain::Entries(entries) = &row.may_contain {
            assert!(entries.iter().all(exists), "{}", row.class);
            let unique: BTreeSet<_> = entries.iter().collect();
            assert_eq!(unique.len(), entries.len(), "{}", row.class);
        }
        if matches!(row.kind, ClassKind::Placeholder | ClassKind::Withheld) {
            assert_eq!(row.may_contain, MayContain::Anything, "{}", row.pattern);
        }
        assert!(row.matching == Matching::Exact || !row.pattern.is_empty());
        let definite =
            row.matching == Matching::Exact && lists().names.lookup(&row.pattern).is_some();
        assert!(!definite, "{} is a definite substance", row.pattern);
        for (_, entry) in lists().ipc.codes("EUREACH-0624") {
            assert!(entry.entries.iter().all(exists));
        }
    }
}

#[test]
fn names_are_suspected() {
    let check = |name: &str, groups: &[&str]| {
        assert_eq!(lists().suspicion.groups_in(name), groups, "{name}");
    };
    check("Lead naphthenate of something", &["Pb"]);
    check("leaded glass bead", &["Pb"]);
    check("PbNb2O6", &["Pb"]);
    check("(Bi,Pb)2Sr2Ca2Cu3O10", &["Pb"]);
    check("lead chromate pigment", &["Pb", "Cr6"]);
    check("含铅玻璃", &["Pb"]);
    check("Cadmium zinc telluride", &["Cd"]);
    check("phenylmercury borate", &["Hg"]);
    check("多溴联苯醚", &["PBDE"]);
    check("多溴联苯", &["PBB"]);
    check("octabromodiphenyl ether", &["PBDE"]);
    check("octabromobiphenyl", &["PBB"]);
    check("硬脂酸鉛", &["Pb"]);
    check("カドミウムイエロー", &["Cd"]);
    check("六価クロム", &["Cr6"]);
    check("轻粉", &["Hg"]);
    check("C.I. Pigment Red 113", &["Hg", "Cd"]);
    check("Benzene, 1,1'-oxybis[2,4-dibromo-", &["PBDE"]);
    check("1,2-Benzenedicarboxylic acid, dibutyl ester", &["DBP"]);
    check("mixed phthalates", &["DEHP", "BBP", "DBP", "DIBP"]);
    for harmless in [
        "lead-free solder",
        "无铅焊料",
        "lead frame copper",
        "leadless",
        "mercaptosilane",
        "鉛フリーはんだ",
        "1,2-bis(2,4,6-tribromophenoxy)ethane",
        "chromium(III) oxide",
        "decabromodiphenyl ethane",
        "polyethylene terephthalate",
        "PBT",
        "Copper",
        "CO",
        "",
    ] {
        check(harmless, &[]);
    }
}

/// Real declarations name substances without a number, or with a placeholder in its place.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "reads material that is not in the repository, and says so when it is missing"
)]
fn names_in_real_declarations_are_known() {
    let path = "../../../shared/corpus/components/components.csv";
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let Ok(text) = std::fs::read_to_string(&path) else {
        // Past the harness, which would swallow it.
        let _ = writeln!(std::io::stderr(), "skipped: {} is not there", path.display());
        return;
    };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let (name, number) = (column("substance"), column("cas_as_printed"));
    let mut count = 0;
    for row in reader.records().map(Result::unwrap) {
        let known = Cas::parse(&row[number]).is_ok()
            || lists().names.lookup(&row[name]).is_some()
            || lists().classes.classify(&row[name], None).is_some();
        assert!(known, "{}", &row[name]);
        count += 1;
    }
    assert!(count > 100);
}
