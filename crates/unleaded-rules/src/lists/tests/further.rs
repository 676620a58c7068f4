//! Groups that only lists of rules are about, and words that hint at them.

use std::collections::BTreeSet;

use super::*;

#[test]
fn every_further_group_has_words() {
    let groups = &lists().further_groups;
    let rules = &lists().further_suspicion.rules;
    let words: BTreeSet<&str> = rules.iter().map(|rule| rule.group.as_str()).collect();
    let mut seen = BTreeSet::new();
    for member in &groups.members {
        assert!(words.contains(member.group.as_str()), "{}", member.group);
        assert!(seen.insert((&member.group, &member.cas)), "{} twice", member.name);
        assert!(member.cas.is_some(), "{}: a name alone would make it definite", member.name);
    }
    let of = |cas: &str| groups.by_cas(cas).map(|m| m.group.as_str()).collect::<Vec<_>>();
    assert_eq!(of("683-18-1"), ["organotin", "DBT"]);
    assert_eq!(of("56-35-9"), ["organotin", "triorganotin"]);
    assert_eq!(of("1303-00-0"), ["As"]);
    assert_eq!(of("13560-89-9"), ["CFR", "Dechlorane Plus"]);
    // Inorganic tin, a dye of dichlorobenzidine, hydrogenated terphenyl.
    for harmless in ["7646-78-8", "91-94-1", "61788-32-7", "7440-50-8"] {
        assert!(of(harmless).is_empty(), "{harmless}");
    }
}

/// Bromine compounds of the lists that are no flame retardants: solvents, biocides, acids, salts.
const OTHER_BROMINE: [&str; 32] = [
    "10031-22-8",
    "106-93-4",
    "106-94-5",
    "109-70-6",
    "13462-88-9",
    "14550-87-9",
    "15384-08-4",
    "15541-45-4",
    "16593-57-0",
    "1689-84-5",
    "1689-99-2",
    "199876-46-5",
    "26522-91-8",
    "28923-39-9",
    "3252-43-5",
    "53404-19-6",
    "54-91-1",
    "5589-96-8",
    "593-60-2",
    "631-64-1",
    "71133-14-7",
    "74-83-9",
    "74-96-4",
    "75-25-2",
    "75-26-3",
    "75-27-4",
    "75-63-8",
    "7758-01-2",
    "7789-42-6",
    "7789-47-1",
    "81-49-2",
    "96-12-8",
];

/// Whether the definition of the group leaves the substance out although its name hints at it.
fn is_left_out(group: &str, cas: &str) -> bool {
    let is_of = |group: &str| {
        let mut members = lists().groups.by_cas(cas).chain(lists().further_groups.by_cas(cas));
        members.any(|member| member.group == group)
    };
    match group {
        "BFR" => {
            ["PBB", "PBDE", "HBCDD"].iter().any(|group| is_of(group))
                || OTHER_BROMINE.contains(&cas)
                // Known by its own rule in Annex XVII.
                || cas == "99688-47-8"
        }
        "F-gas" => is_of("ODS"),
        // Ugilec 141, known by its own rule.
        "PCB" => cas == "76253-60-6",
        _ => false,
    }
}

#[test]
fn listed_substances_that_hint_at_a_group_are_of_it() {
    let mut names: BTreeSet<(&str, &str)> = BTreeSet::new();
    names.extend(lists().names.iter().map(|known| (known.cas.as_str(), known.name.as_str())));
    for entry in lists().svhc.entries.values() {
        names.extend(entry.cas.iter().map(|cas| (cas.as_str(), entry.name_en.as_str())));
        for member in &entry.members {
            names.extend(member.cas.iter().map(|cas| (cas.as_str(), member.name_en.as_str())));
        }
    }
    for member in lists().groups.members.iter().chain(&lists().further_groups.members) {
        names.extend(member.cas.iter().map(|cas| (cas.as_str(), member.name.as_str())));
    }
    let rows = lists().rules.iter().flat_map(|list| &list.entries);
    for row in rows.filter(|row| row.cas.len() == 1) {
        let all = [&row.name_en].into_iter().chain(&row.names);
        names.extend(all.map(|name| (row.cas[0].as_str(), name.as_str())));
    }
    assert!(names.len() > 2000);
    for (cas, name) in names {
        for group in lists().further_suspicion.groups_in(name) {
            let mut members = lists().further_groups.by_cas(cas);
            let is_member = members.any(|member| member.group == group);
            assert!(is_member || is_left_out(group, cas), "{cas} {name}: {group}");
        }
    }
}

#[test]
fn names_are_suspected_of_further_groups() {
    let check = |name: &str, groups: &[&str]| {
        assert_eq!(lists().further_suspicion.groups_in(name), groups, "{name}");
    };
    check("Gallium arsenide phosphide of some kind", &["As"]);
    check("AsH3", &["As"]);
    check("砷化镓", &["As"]);
    check("Beryllium copper", &["Be"]);
    check("nickel silver", &["Ni"]);
    check("LiNiO2", &["Ni"]);
    check("镀镍层", &["Ni"]);
    check("dibutyltin something", &["organotin", "DBT"]);
    check("二丁基锡化合物", &["organotin", "DBT"]);
    check("tributyltin something", &["organotin", "triorganotin"]);
    check("brominated polystyrene", &["BFR"]);
    check("flame retardant", &["BFR", "CFR"]);
    check("溴化聚苯乙烯", &["BFR"]);
    check("chrysotile", &["asbestos"]);
    check("polychlorinated biphenyl mixture", &["PCB"]);
    check("chlorinated paraffin", &["CFR", "SCCP"]);
    check("pentabromodiphenyl ether", &["BFR", "pentaBDE"]);
    check("thoriated tungsten", &["radioactive"]);
    check("lithium perchlorate trihydrate", &["perchlorate"]);
    check("refractory ceramic fibres", &["RCF"]);
    check("HCFC-141b", &["ODS"]);
    check("HFC-134a", &["F-gas"]);
    for harmless in [
        "Copper",
        "Tin",
        "SnAgCu",
        "tin oxide",
        "sodium stannate",
        "cobalt blue",
        "Co",
        "BaTiO3",
        "steel",
        "NiCkel-free brass",
        "halogen-free flame retardant",
        "Epoxy resin",
        "polytetrafluoroethylene",
        "quantum dot",
        "PVC",
        "不含镍",
        "environmental",
        "tetrahydrofuranyl",
        "",
    ] {
        check(harmless, &[]);
    }
}
