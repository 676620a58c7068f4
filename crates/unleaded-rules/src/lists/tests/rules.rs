//! The shipped lists of rules.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};

use super::*;
use crate::rule_set::{Intended, Kind, Members, RuleSet, listed};

fn list(id: &str) -> &'static RuleList {
    lists().rules.iter().find(|list| list.header.id == id).unwrap()
}

fn on(id: &str, date: Date) -> RuleSet {
    let at = lists().rules.iter().position(|list| list.header.id == id).unwrap();
    listed(lists(), u16::try_from(at).unwrap(), date)
}

/// Limit in ppm (`any`; empty: the source names none), what is intended, and the level.
fn line(id: &str, key: &str) -> String {
    let row = list(id).entries.iter().find(|row| row.key == key);
    let row = row.unwrap_or_else(|| panic!("{id}: {key}"));
    let limit = match row.limit {
        RowLimit::Any => "any".to_owned(),
        RowLimit::Share(share) => share.ppm_low().to_string(),
        RowLimit::Unstated => String::new(),
    };
    let intended = if row.intended == Intended::Over { "over" } else { "" };
    format!("{limit}|{intended}|{}", row.level.word())
}

/// The rule begins on that day, and not on the day before.
fn begins(id: &str, key: &str, first: Date) {
    let holds = |day| on(id, day).entries.iter().any(|entry| entry.key == key);
    assert!(holds(first), "{id} {key} {first}");
    assert!(!holds(first.yesterday().unwrap()), "{id} {key} {first}");
}

/// Those that no number, group or word finds, so that a law never says of itself that it is met.
fn open(id: &str) -> Vec<&'static str> {
    let entries = list(id).entries.iter().filter(|row| row.members == Members::NotHeld);
    entries.map(|row| row.key.as_str()).collect()
}

#[test]
fn every_further_group_is_ruled() {
    let rules = &lists().further_suspicion.rules;
    let words: BTreeSet<&str> = rules.iter().map(|rule| rule.group.as_str()).collect();
    let all = lists().rules.iter().flat_map(|list| &list.entries).flat_map(|row| &row.groups);
    let ruled: BTreeSet<&str> =
        all.map(String::as_str).filter(|group| !lists().groups.names().contains(group)).collect();
    assert_eq!(ruled, words, "groups of rules, and groups with words");
}

#[test]
fn entries_whose_substances_are_not_held_are_these() {
    assert_eq!(
        open("iec62474"),
        ["00004 Azocolourants and azodyes which form certain aromatic amines"]
    );
    assert_eq!(open("eu-pops"), [""; 0]);
    assert_eq!(open("reach-annex-xiv"), [""; 0]);
    let numbers = |id| -> Vec<&str> {
        open(id).into_iter().filter_map(|key| key.split(' ').next()).collect()
    };
    let xvii = [
        "03", "09", "10", "11", "12", "13", "15", "16", "17", "25", "28", "29", "30", "31", "40",
        "43", "46", "46a", "50", "50a", "52", "56", "62", "65", "68", "72", "73", "74", "75", "77",
        "78", "79", "82",
    ];
    assert_eq!(numbers("reach-annex-xvii"), xvii);
    assert_eq!(open("us-ca-prop65"), PROP65_OPEN);
    assert_eq!(numbers("jig"), ["C02", "B19", "SVHC"]);
    for list in &lists().rules {
        let id = &list.header.id;
        let count = open(id).len();
        let told =
            format!("of {count} {} it is not held", if count == 1 { "entry" } else { "entries" });
        assert_eq!(list.header.status.contains(&told), count > 0, "{id}: {told}");
        for row in &list.entries {
            let is_found = !(row.cas.is_empty() && row.ec.is_empty() && row.groups.is_empty());
            let by_name = BY_NAME_ALONE.contains(&row.key.as_str());
            let is_open = row.members == Members::NotHeld;
            assert!(is_found || is_open || by_name, "{id}: nothing finds {}", row.key);
        }
    }
}

/// Classes, salts and mixtures of which Proposition 65 names no number.
const PROP65_OPEN: [&str; 44] = [
    "Aflatoxins",
    "Aminoglycosides",
    "Anabolic steroids",
    "Angiotensin converting enzyme (ACE) inhibitors",
    "Aristolochic acids",
    "Barbiturates",
    "92-87-5 Benzidine [and its salts]",
    "Benzidine-based dyes",
    "Benzodiazepines",
    "Bis(2-chloro-1-methylethyl)ether, technical grade",
    "Bitumens, extracts of steam-refined and air refined",
    "Carbon-black extracts",
    "p-Chloro-o-toluidine, strong acid salts of",
    "5-Chloro-o-toluidine and its strong acid salts",
    "Coal-tar pitch",
    "Coconut oil diethanolamine condensate (cocamide diethanolamine)",
    "Conjugated estrogens",
    "Creosotes",
    "Dibenzanthracenes",
    "3,3'-Dimethoxybenzidine-based dyes metabolized to 3,3'-dimethoxyben...",
    "3,3'-Dimethylbenzidine-based dyes metabolized to 3,3'-dimethylbenzi...",
    "Dinitrotoluene (technical grade)",
    "Dinitrotoluene mixture, 2,4-/2,6-",
    "Estrogens, steroidal",
    "2,4-Hexadienal (89% trans, trans isomer; 11% cis, trans isomer)",
    "Histrelin acetate",
    "Hydrogen cyanide (HCN) and cyanide salts (CN salts)",
    "Methylhydrazine and its salts",
    "Methyl mercury",
    "Methylmercury compounds",
    "Nickel refinery dust from the pyrometallurgical process",
    "Pentosan polysulfate sodium",
    "95-54-5 o-Phenylenediamine and its salts",
    "Phenylhydrazine and its salts",
    "Polychlorinated dibenzo-p-dioxins",
    "Polychlorinated dibenzofurans",
    "Quinoline and its strong acid salts",
    "Residual (heavy) fuel oils",
    "Sermorelin acetate",
    "Soots, tars, and mineral oils (untreated and mildly treated oils an...",
    "10540-29-1 Tamoxifen and its salts",
    "Tetracyclines (internal use)",
    "delta-9-Tetrahydrocannabinol (delta-9-THC)",
    "2,4,5-Trimethylaniline and its strong acid salts",
];

/// Smoke, dust, food, therapies: what is no substance of a product, or is found by its name alone.
const BY_NAME_ALONE: [&str; 42] = [
    "Alcoholic beverages",
    "Alcoholic beverages, when associated with alcohol abuse",
    "Aloe vera, non-decolorized whole leaf extract",
    "Analgesic mixtures containing Phenacetin",
    "Areca nut",
    "Betel quid with tobacco",
    "Betel quid without tobacco",
    "Bracken fern",
    "Cannabis (marijuana) smoke",
    "Certain combined chemotherapy for lymphomas",
    "Coke oven emissions",
    "Diesel engine exhaust",
    "Emissions from combustion of coal",
    "Emissions from high-temperature unrefined rapeseed oil",
    "Environmental tobacco smoke (ETS)",
    "Estrogen-progestogen (combined) used as menopausal therapy",
    "Ethyl alcohol in alcoholic beverages",
    "Etoposide in combination with cisplatin and bleomycin",
    "Fluoro-edenite fibrous amphibole",
    "Gasoline engine exhaust (condensates/extracts)",
    "Glass wool fibers (inhalable and biopersistent)",
    "Goldenseal root powder",
    "Herbal remedies containing plant species of the genus Aristolochia",
    "Leather dust",
    "Marijuana smoke",
    "Oral contraceptives, combined",
    "Oral contraceptives, sequential",
    "Retinol/retinyl esters, when in daily dosages in excess of 10,000 I...",
    "Salted fish, Chinese-style",
    "Silica, crystalline (airborne particles of respirable size)",
    "Silicon carbide whiskers",
    "Strong inorganic acid mists containing sulfuric acid",
    "Talc containing asbestiform fibers",
    "Titanium dioxide (airborne, unbound particles of respirable size)",
    "Tobacco, oral use of smokeless products",
    "Tobacco smoke",
    "Tobacco smoke (primary)",
    "Toxins derived from Fusarium moniliforme (Fusarium verticillioides)",
    "Trimethylolpropane triacrylate, technical grade",
    "TRIM® VX",
    "Unleaded gasoline (wholly vaporized)",
    "Wood dust",
];

#[test]
fn iec62474_as_of_2018() {
    let list = list("iec62474");
    assert_eq!((list.kind, list.entries.len()), (Kind::Disclosure, 148));
    let check = |key, expected: &str| assert_eq!(line("iec62474", key), expected, "{key}");
    check("00010 Cadmium/Cadmium compounds", "100||homogeneous-material");
    check("00011 Cadmium/Cadmium compounds", "10||product-part");
    check("00016 Dimethyl Fumarate (DMF)", "0.1||product-part");
    check("00018 Fluorinated Greenhouse Gases (PFC, SF6, HFC)", "any|over|product");
    check("00020 Hexabromocyclododecane (HBCDD)", "100|over|article");
    check("00022 Lead/Lead Compounds", "100||product");
    check("00029 Mercury/Mercury Compounds", "1000|over|homogeneous-material");
    // 6 x 10^-7 percent; the source's own figure for it is a slip.
    check("00033 Perchlorates", "0.006||product-part");
    check("00093 Cadmium", "1000||article");
    check("00124 Perfluorooctane sulfonates (PFOS)", "|over|homogeneous-material");
    check("00154 Lead", "1000||article");
    let numbers = |number: &str| {
        let row = list.entries.iter().find(|row| row.key.starts_with(number)).unwrap();
        (row.cas.join("|"), row.groups.join("|"), row.applications.join("|"))
    };
    let of = |cas: &str, groups: &str, applications: &str| {
        (cas.to_owned(), groups.to_owned(), applications.to_owned())
    };
    assert_eq!(numbers("00017"), of("12179-04-3|1303-96-4|1330-43-4", "", ""));
    assert_eq!(numbers("00023"), of("", "Pb", "toy|children"));
    assert_eq!(numbers("00036"), of("", "BBP|DBP|DEHP", "toy|childcare"));
    assert_eq!(numbers("00115"), of("53-70-3", "", "skin-contact"));
    // It has no days: the vintage is one.
    assert_eq!(on("iec62474", date(2010, 1, 1)).entries.len(), 148);
}

#[test]
fn jig_as_the_form_asks() {
    let list = list("jig");
    assert_eq!((list.kind, list.entries.len()), (Kind::Disclosure, 96));
    let row = |number: &str| {
        let is_it = |row: &&RuleRow| row.key.split(' ').next() == Some(number);
        list.entries.iter().find(is_it).unwrap_or_else(|| panic!("{number}"))
    };
    let check = |number, expected: &str| {
        assert_eq!(line("jig", &row(number).key), expected, "{number}");
    };
    check("Pb", "1000|over|homogeneous-material");
    check("Pb-B-1", "40||product-part");
    check("Pb-J-1", "300||homogeneous-material");
    check("Pb-J-3", "90||homogeneous-material");
    check("Pb-J-4", "100||product-part");
    check("Cd", "100|over|homogeneous-material");
    check("Cd-B-2", "10||product-part");
    check("Hg-B-1", "1|over|product-part");
    check("A17", "1000|over|product-part");
    check("A23", "1000||homogeneous-material");
    check("B12", "0.006||product-part");
    check("B15", "50||product-part");
    check("C01", "any|over|product-part");
    check("C07-J-0", "75||homogeneous-material");
    check("C11", "0.1||homogeneous-material");
    assert_eq!(row("Pb-J-1").applications, ["cable"]);
    assert_eq!(row("C09").groups, ["BBP", "DBP", "DEHP"]);
    assert_eq!(row("10043-35-3").cas, ["10043-35-3", "11113-50-1"]);
    // The day of the form is not known: it holds on every day, and was known on none.
    assert_eq!(on("jig", date(2010, 1, 1)).entries.len(), 96);
    assert_eq!(list.header.known_from(), None);
    for row in &list.entries {
        assert!(row.confidence.starts_with("as in version 4.3 of the survey form"), "{}", row.key);
    }
}

#[test]
fn eu_pops_begin() {
    let list = list("eu-pops");
    assert_eq!((list.kind, list.entries.len()), (Kind::Restriction, 32));
    for row in &list.entries {
        assert_eq!((row.limit, row.intended), (RowLimit::Unstated, Intended::Over), "{}", row.key);
    }
    begins("eu-pops", "Dechlorane Plus", date(2025, 9, 25));
    begins("eu-pops", "1163-19-5 Bis(pentabromophenyl) ether", date(2019, 6, 20));
    begins("eu-pops", "Alkanes, C10-13, chloro", date(2012, 6, 19));
    begins("eu-pops", "PFOA, its salts and related compounds", date(2020, 6, 15));
    assert_eq!(on("eu-pops", date(2004, 4, 28)).entries.len(), 0);
    assert_eq!(on("eu-pops", date(2025, 9, 25)).entries.len(), 32);
}

#[test]
fn prop_65_is_known_by_number_and_never_decides() {
    let list = list("us-ca-prop65");
    assert_eq!((list.kind, list.entries.len()), (Kind::Disclosure, 875));
    for row in &list.entries {
        assert_eq!((row.limit, row.level), (RowLimit::Unstated, Level::Article), "{}", row.key);
        assert!(row.from.is_some() && row.condition_en.contains("listed for: "), "{}", row.key);
        assert!(row.condition_zh.contains("列入原因："), "{}", row.key);
    }
    let of =
        |cas: &str| list.entries.iter().filter(|row| row.cas.contains(&cas.to_owned())).count();
    assert_eq!((of("75-07-0"), of("80-05-7"), of("7440-50-8")), (1, 1, 0));
    // Two toxicities on two days: the earlier one.
    begins("us-ca-prop65", "71-43-2 Benzene", date(1987, 2, 27));
    begins("us-ca-prop65", "75-07-0 Acetaldehyde", date(1988, 4, 1));
    begins("us-ca-prop65", "Lead and lead compounds", date(1992, 10, 1));
    begins("us-ca-prop65", "Perfluorononanoic acid (PFNA) and its salts", date(2021, 12, 31));
}

#[test]
fn annexes_of_reach_begin_and_leave_open() {
    for id in ["reach-annex-xiv", "reach-annex-xvii"] {
        let list = list(id);
        assert_eq!(list.kind, Kind::Restriction);
        for row in &list.entries {
            assert_eq!((row.limit, row.level), (RowLimit::Unstated, Level::Article), "{}", row.key);
            assert!(row.intended == Intended::AsAll && !row.condition_zh.is_empty(), "{}", row.key);
        }
    }
    begins("reach-annex-xiv", "7758-97-6 Lead chromate", date(2015, 5, 21));
    begins("reach-annex-xiv", "1333-82-0 Chromium trioxide", date(2017, 9, 21));
    begins("reach-annex-xiv", "78-00-2 Tetraethyllead", date(2025, 5, 1));
    begins("reach-annex-xvii", "23 Cadmium and its compounds", date(1991, 6, 18));
    begins("reach-annex-xvii", "63 Lead and its compounds", date(2012, 9, 18));
    begins("reach-annex-xvii", "82 Per- and polyfluoroalkyl substances (PFAS)", date(2025, 10, 2));
    let lead = list("reach-annex-xvii").entries.iter().find(|row| row.key.starts_with("63 "));
    let condition = &lead.unwrap().condition_en;
    assert!(condition.contains("32023R0923"), "{condition}");
    for row in list("reach-annex-xvii").entries.iter() {
        assert!(row.condition_en.contains("https://"), "{}", row.key);
    }
}
