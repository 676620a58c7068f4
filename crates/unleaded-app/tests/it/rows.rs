//! Redacted copies as declarations: what they say, what they refuse, and that none is kinder than what was signed.

use proptest::prelude::*;
use unleaded_app::check::read;
use unleaded_app::rows::{NoRows, Refusal, Wanted, disclose, redact, rows, sign_rows, usual_share};
use unleaded_app::signatures::{Outcome, check};
use unleaded_app::signing::Saying;
use unleaded_documents::report::Product;
use unleaded_model::amount::Fraction;
use unleaded_model::declaration::{DeclaredPart, DeclaredSubstance};
use unleaded_model::diagnostic::codes::rows as codes;
use unleaded_model::diagnostic::{Code, FileName};
use unleaded_rules::lists::Lists;
use unleaded_trust::rows::{Leaf, RedactedCopy, Row, Seed, SeedFile};
use unleaded_trust::{Digest, PrivateKey, Terms, TrustStore};

use crate::kinder::{judged, valid};
use crate::never_kinder::tables;
use crate::support::{TODAY, rank};

const HEADER: &str = "part,total mass,total mass unit,material,material weight,substance,CAS,% of material,exemption\n";

/// A connector: a brass with lead, and a housing with two colours.
const RECIPE: &str = "P,2,mg,Brass,1,Copper,7440-50-8,97,6(c)\n\
    P,2,mg,Brass,1,Lead,7439-92-1,3,6(c)\n\
    P,2,mg,Housing,1,Nylon 66,32131-17-2,95,\n\
    P,2,mg,Housing,1,Iron oxide,1309-37-1,3,\n\
    P,2,mg,Housing,1,Titanium dioxide,13463-67-7,2,\n";

fn recipe() -> Vec<u8> {
    format!("{HEADER}{RECIPE}").into_bytes()
}

fn name() -> FileName {
    FileName::new("recipe.csv")
}

/// Signs `rows`, whatever they are, and shows them all.
fn copy_of(rows: Vec<String>) -> RedactedCopy {
    let (seed, document) = (Seed::from_bytes([7; 32]), Digest::of(b"document"));
    let file = SeedFile { seed, document, rows };
    let key = PrivateKey::from_seed([1; 32]);
    let saying = Saying::default();
    let envelope = sign_rows(&name(), b"document", &[&key], saying, file.tree()).unwrap();
    let rows = file.rows.iter().enumerate();
    let shown =
        |(at, row): (usize, &String)| Leaf::Shown { salt: file.seed.salt(at), row: row.clone() };
    RedactedCopy { envelope, leaves: rows.map(shown).collect() }
}

fn rows_of(document: &[u8]) -> Vec<String> {
    rows(document, &name(), Lists::shipped()).unwrap()
}

fn hide(copy: &mut RedactedCopy, at: usize) {
    copy.leaves[at] = Leaf::Hidden(copy.leaves[at].hash());
}

/// The numbers of the rows of that kind.
fn of_kind(copy: &RedactedCopy, kind: &str) -> Vec<usize> {
    let mark = format!("\"kind\":\"{kind}\"");
    let is_it = |leaf: &Leaf| leaf.row().is_some_and(|row| row.contains(&mark));
    (0..copy.leaves.len()).filter(|at| is_it(&copy.leaves[*at])).collect()
}

/// The defects of rows in a copy, and what its signature comes to for whom nobody is known.
fn raised(copy: &RedactedCopy) -> (Vec<Code>, Outcome) {
    let bytes = copy.write();
    let collected = read(bytes.as_slice(), &name());
    let codes = collected.diagnostics.iter().map(|d| d.code);
    let codes = codes.filter(|code| codes::ALL.contains(code)).collect();
    let date = TODAY.parse().unwrap();
    let nobody = TrustStore::empty();
    (codes, check(&name(), &bytes, None, &Terms::new(&nobody, date)).unwrap().outcome)
}

/// What is kinder after than before. An exemption is hidden with the substance that it is claimed for, so it may well be worse.
fn kinder(before: &Product, after: &Product) -> Vec<String> {
    let verdicts = before.verdicts.iter().map(|verdict| {
        let law = verdict.rule_set.as_str();
        (law, verdict.status.as_str(), after.verdict(law).unwrap().status.as_str())
    });
    let is_kinder = |(_, old, new): &(&str, &str, &str)| *new != "unknown" && rank(new) < rank(old);
    verdicts.filter(is_kinder).map(|(law, old, new)| format!("{law}: {old} -> {new}")).collect()
}

fn substances(part: &DeclaredPart) -> Vec<&DeclaredSubstance> {
    part.materials.iter().flat_map(|material| &material.substances).collect()
}

#[test]
fn a_copy_is_a_declaration_of_the_same_masses() {
    let whole = copy_of(rows_of(&recipe()));
    let wanted = [Wanted::parse("1309-37-1"), Wanted::parse("titanium dioxide")];
    let copy = redact(&whole, &name(), &wanted, usual_share(), Lists::shipped()).unwrap();
    let collected = read(copy.write().as_slice(), &name());
    assert!(collected.diagnostics.is_empty(), "{:?}", collected.diagnostics);
    let part = &collected.products[0];
    assert_eq!((part.number(), part.materials.len()), (Some("P"), 2));
    let names: Vec<&str> = substances(part).iter().map(|s| s.name.as_str()).collect();
    let [copper, lead, nylon, red, white] = names[..] else { panic!("{names:?}") };
    assert_eq!((copper, lead, nylon), ("Copper", "Lead", "Nylon 66"));
    assert!(red.starts_with("confidential (row ") && white.starts_with("confidential (row "));
    assert_ne!(red, white);
    let withheld = substances(part)[3].withheld.as_ref().unwrap();
    assert_eq!(withheld.not_on.len(), 2, "{withheld:?}");
    let text = String::from_utf8(copy.write()).unwrap();
    assert!(!text.contains("1309-37-1") && !text.contains("Titanium"));
    // What is hidden is none of what the two lists name, and the rest is as it was.
    let number = "P";
    let (before, after) = (
        judged(number, TODAY, "a.csv", &recipe()),
        judged(number, TODAY, "a.redacted.json", &copy.write()),
    );
    for law in ["eu-rohs", "china-rohs", "reach-svhc"] {
        let status = |product: &Product| product.verdict(law).unwrap().status.clone();
        assert_eq!(status(&before), status(&after), "{law}");
    }
}

#[test]
fn what_may_not_be_hidden_is_not_hidden() {
    let whole = copy_of(rows_of(&recipe()));
    let refused = |wanted: &str, most: Fraction| {
        let wanted = [Wanted::parse(wanted)];
        match redact(&whole, &name(), &wanted, most, Lists::shipped()) {
            Err(Refusal::Forbidden(defects)) => defects.iter().map(|d| d.code).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(refused("7439-92-1", usual_share()), [codes::ROW_HIDDEN_DECLARABLE]);
    assert_eq!(refused("Nylon 66", usual_share()), [codes::HIDDEN_SHARE]);
    let not_found = redact(&whole, &name(), &[Wanted::Row(0)], usual_share(), Lists::shipped());
    assert!(matches!(not_found, Err(Refusal::NotFound(_))));
    let all_but = |list: &str, most| {
        let wanted = [Wanted::AllBut(vec![list.to_owned()])];
        redact(&whole, &name(), &wanted, most, Lists::shipped())
    };
    let copy = all_but("EUROHS-1907", Fraction::ONE).unwrap();
    assert_eq!(of_kind(&copy, "identity").len(), 1, "lead alone stays");
    assert!(matches!(all_but("EUROHS-1907", usual_share()), Err(Refusal::Forbidden(_))));
    // Of a list that nothing was said of nothing is known: to hide nothing in silence would hand out everything.
    assert!(matches!(all_but("EUREACH-0114", Fraction::ONE), Err(Refusal::NotFound(_))));
    let telling = format!("{HEADER}{}", RECIPE.replace("Housing", "Housing (1309-37-1)"));
    let telling = copy_of(rows_of(telling.as_bytes()));
    let wanted = [Wanted::parse("1309-37-1")];
    let Err(Refusal::Forbidden(told)) =
        redact(&telling, &name(), &wanted, usual_share(), Lists::shipped())
    else {
        panic!("what is told elsewhere is hidden");
    };
    assert_eq!(told[0].code, codes::HIDDEN_ROW_TOLD);
}

#[test]
fn a_copy_that_hides_what_must_be_shown_is_refused() {
    let whole = copy_of(rows_of(&recipe()));
    for at in 0..whole.leaves.len() {
        let mut copy = whole.clone();
        hide(&mut copy, at);
        let (codes, outcome) = raised(&copy);
        if of_kind(&whole, "identity").contains(&at) {
            continue;
        }
        assert_eq!(codes, [codes::ROW_HIDDEN_NEEDED], "row {at}");
        assert_eq!(outcome, Outcome::Bad, "row {at}");
    }
    let identities = of_kind(&whole, "identity");
    let mut copy = whole.clone();
    hide(&mut copy, identities[1]);
    assert_eq!(raised(&copy), (vec![codes::ROW_HIDDEN_DECLARABLE], Outcome::Bad));
    let mut copy = whole;
    hide(&mut copy, identities[2]);
    assert_eq!(raised(&copy), (vec![codes::HIDDEN_SHARE], Outcome::UnknownKey));
}

/// Whoever signs rows that are no declaration signs nothing that is read.
fn refused(what: &str, change: impl Fn(&mut Vec<String>)) {
    let good = rows_of(&recipe());
    let mut rows = good.clone();
    change(&mut rows);
    assert_ne!(rows, good, "{what}");
    let (codes, outcome) = raised(&copy_of(rows));
    assert_eq!(codes, [codes::ROW_NOT_UNDERSTOOD], "{what}");
    assert_eq!(outcome, Outcome::Bad, "{what}");
}

/// Where the row of a kind stands that is number `nth` of them.
fn find(kind: &str, nth: usize) -> usize {
    let mark = format!("\"kind\":\"{kind}\"");
    let all: Vec<String> = rows_of(&recipe());
    let found: Vec<usize> = (0..all.len()).filter(|at| all[*at].contains(&mark)).collect();
    found[nth]
}

#[test]
fn signed_rows_have_one_order() {
    let good = rows_of(&recipe());
    assert_eq!(raised(&copy_of(good)), (Vec::new(), Outcome::UnknownKey));
    let (lead, iron) = (find("identity", 1), find("identity", 3));
    refused("identities exchanged between materials", |rows| rows.swap(lead, iron));
    refused("the header of one with the identity of another", |rows| rows.swap(lead - 1, iron - 1));
    refused("a substance moved to another material", |rows| {
        let moved: Vec<String> = rows.drain(lead - 1..=lead).collect();
        rows.extend(moved);
    });
    refused("a row twice", |rows| rows.insert(lead, rows[lead].clone()));
    refused("a substance twice", |rows| {
        let pair = rows[lead - 1..=lead].to_vec();
        rows.splice(lead + 1..lead + 1, pair);
    });
    refused("an identity left out", |rows| {
        rows.remove(lead);
    });
    refused("a header left out", |rows| {
        rows.remove(lead - 1);
    });
    refused("no document", |rows| {
        rows.remove(0);
    });
    refused("two documents", |rows| rows.push(rows[0].clone()));
    refused("a part of another part", |rows| {
        rows[1] = rows[1].replace("\"part\":\"0\"", "\"part\":\"1\"");
    });
    refused("a part deeper than there is one", |rows| {
        rows[1] = rows[1].replace("\"part\":\"0\"", "\"part\":\"0.0\"");
    });
}

#[test]
fn signed_rows_have_one_reading() {
    let lead = find("identity", 1);
    refused("an unknown member", |rows| {
        rows[1] = rows[1].replace("{\"items\"", "{\"colour\":\"red\",\"items\"");
    });
    refused("an unknown kind", |rows| {
        rows[lead] = rows[lead].replace("\"kind\":\"identity\"", "\"kind\":\"identitx\"");
    });
    refused("an empty member", |rows| {
        rows[lead] = rows[lead].replace("\"name\":\"Lead\"", "\"comment\":\"\",\"name\":\"Lead\"");
    });
    refused("a share not in lowest terms", |rows| {
        rows[lead - 1] = rows[lead - 1].replace("3/100", "6/200");
    });
    refused("an interval backwards", |rows| {
        rows[lead - 1] = rows[lead - 1].replace("\"low\":\"3/100\"", "\"low\":\"4/100\"");
    });
    refused("a number with a sign", |rows| {
        let material = find("material", 0);
        rows[material] = rows[material].replace("\"low\":\"1", "\"low\":\"+1");
    });
    refused("a flag in other words", |rows| {
        rows[lead - 1] = rows[lead - 1].replace("\"kind\"", "\"intent\":\"perhaps\",\"kind\"");
    });
}

#[test]
fn what_rows_cannot_hold_is_not_signed_by_rows() {
    let refused = |text: &str| rows(text.as_bytes(), &name(), Lists::shipped()).unwrap_err();
    assert!(matches!(refused("no table at all"), NoRows::Unread(_)));
    // An amount that can't be read leaves more open than a missing one; its rows would not say so.
    let vague = format!("{HEADER}{}", RECIPE.replace(",3,6(c)", ",about 3,6(c)"));
    assert!(matches!(refused(&vague), NoRows::Unread(_)));
}

#[test]
fn a_row_is_disclosed_against_the_signature_of_then() {
    let whole = copy_of(rows_of(&recipe()));
    let wanted = [Wanted::parse("1309-37-1")];
    let copy = redact(&whole, &name(), &wanted, usual_share(), Lists::shipped()).unwrap();
    let late = disclose(&whole, &name(), &wanted).unwrap();
    assert_eq!(late.rows.len(), 2, "the header tells which substance it is");
    let date = TODAY.parse().unwrap();
    let nobody = TrustStore::empty();
    let outcome = |envelope: &[u8]| {
        check(&name(), &late.write(), Some(envelope), &Terms::new(&nobody, date)).unwrap().outcome
    };
    assert_eq!(outcome(&copy.write()), Outcome::UnknownKey);
    assert_eq!(outcome(&copy.envelope), Outcome::UnknownKey);
    let other = copy_of(rows_of(format!("{HEADER}{}", RECIPE.replace("P,", "Q,")).as_bytes()));
    assert_eq!(outcome(&other.write()), Outcome::Bad);
    assert_eq!(late.merged(&copy).unwrap(), whole);
    // What a copy hides can't be disclosed from it.
    assert!(matches!(disclose(&copy, &name(), &wanted), Err(Refusal::NotFound(_))));
}

/// The numbers of the identities that may be hidden: their supplier says of none that it is on a list.
fn may_be_hidden(copy: &RedactedCopy) -> Vec<usize> {
    let is_on_none = |at: &usize| {
        let header = copy.leaves[at - 1].row().unwrap();
        Row::parse(header, 0).unwrap().texts_of("on").is_empty()
    };
    of_kind(copy, "identity").into_iter().filter(is_on_none).collect()
}

/// Every valid fixture, signed row by row: with all rows shown it is judged as it was; with all identities hidden that may be it is
/// never judged kinder, and with all others hidden as well it is left out.
#[test]
fn no_copy_is_kinder() {
    let (mut compared, mut found) = (0, Vec::new());
    for folder in ["ipc1752", "iec62474", "chemsherpa", "tables"] {
        for (file, bytes) in valid(folder) {
            let Ok(rows) = rows(&bytes, &FileName::new(&file), Lists::shipped()) else { continue };
            let whole = copy_of(rows);
            let mut hidden = whole.clone();
            may_be_hidden(&whole).into_iter().for_each(|at| hide(&mut hidden, at));
            let mut all = whole.clone();
            of_kind(&whole, "identity").into_iter().for_each(|at| hide(&mut all, at));
            let declarable = raised(&all).0.contains(&codes::ROW_HIDDEN_DECLARABLE);
            assert_eq!(declarable, all != hidden, "{file}");
            for part in read(bytes.as_slice(), &FileName::new(&file)).products {
                let Some(number) = part.number() else { continue };
                let before = judged(number, TODAY, &file, &bytes);
                let same = judged(number, TODAY, "a.redacted.json", &whole.write());
                let after = judged(number, TODAY, "a.redacted.json", &hidden.write());
                compared += 1;
                for verdict in &before.verdicts {
                    let again = same.verdict(&verdict.rule_set).unwrap();
                    if again.status != verdict.status || again.counts != verdict.counts {
                        found.push(format!("{file} {number} {}: not the same", verdict.rule_set));
                    }
                }
                found.extend(
                    kinder(&before, &after).iter().map(|k| format!("{file} {number}: {k}")),
                );
            }
        }
    }
    assert!(compared > 20, "{compared}");
    assert_eq!(found, Vec::<String>::new());
}

fn line() -> impl Strategy<Value = String> {
    let substance = prop::sample::select(vec![
        "Lead,7439-92-1",
        "Cadmium,7440-43-9",
        "Lead wonderate compound,99999-99-2",
        "Proprietary,",
        "Tin,7440-31-5",
        "Epoxy resin,",
        "Iron oxide,1309-37-1",
    ]);
    let share = prop::sample::select(vec!["0.005", "0.05", "0.3", "2", "20", "0.05-3", "<1", ""]);
    let claim = prop::sample::select(vec!["", "6(c)", "13(b)"]);
    (substance, share, claim).prop_map(|(s, share, claim)| format!("{s},{share},{claim}"))
}

fn table() -> impl Strategy<Value = String> {
    let copper = vec!["balance", "78", "95", "98", "99.95", ""];
    tables(HEADER, copper, prop::collection::vec(line(), 0..4))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_hidden_no_verdict_is_kinder(table in table(), chosen in any::<u32>()) {
        let rows = rows(table.as_bytes(), &name(), Lists::shipped());
        prop_assume!(rows.is_ok(), "what can't be read has no rows");
        let mut copy = copy_of(rows.unwrap());
        let identities = may_be_hidden(&copy).into_iter().enumerate();
        let chosen: Vec<usize> =
            identities.filter(|(nth, _)| chosen >> (nth % 32) & 1 == 1).map(|(_, at)| at).collect();
        prop_assume!(!chosen.is_empty(), "nothing is hidden");
        chosen.into_iter().for_each(|at| hide(&mut copy, at));
        let before = judged("P", TODAY, "d.csv", table.as_bytes());
        let after = judged("P", TODAY, "d.redacted.json", &copy.write());
        prop_assert_eq!(kinder(&before, &after), Vec::<String>::new(), "{}", table);
    }
}
