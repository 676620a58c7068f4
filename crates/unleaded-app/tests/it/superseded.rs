//! What documents claim that are older than the composition in force, or that nobody vouches for: an exemption is for what
//! its own document says and for what came before it. And what a supplier does not accept, which excludes nothing.

use unleaded_app::documents::Trust;
use unleaded_app::rollup::Outcome;
use unleaded_app::signing::sign;
use unleaded_model::diagnostic::FileName;
use unleaded_trust::{Organisation, PrivateKey, TrustStore};

use crate::beside::{WIRE, category, rohs};
use crate::support::{Memory, TODAY, finding, options, outcome, verdict};

const BOM: &str = "parent,child,quantity\nP,X,1\n";
const CLAIM: &str = "<ExemptionList><ExemptionListID identity='EL2011/534/EU' authority='IPC'/>\
    <Exemption identity='6(c)'/></ExemptionList>";
const BRASS: &str = "<HomogeneousMaterialList><HomogeneousMaterial name='Brass'><Amount value='10' UOM='mg'/>\
    <SubstanceCategoryList><SubstanceCategory name='Supplier'>\
    <Substance name='Copper'><SubstanceID identity='7440-50-8' authority='CAS'/><Concentration value='97' UOM='massPercent'/></Substance>\
    <Substance name='Lead'><SubstanceID identity='7439-92-1' authority='CAS'/><Concentration value='3' UOM='massPercent'/></Substance>\
    </SubstanceCategory></SubstanceCategoryList></HomogeneousMaterial></HomogeneousMaterialList>";

/// A document on X: its date (empty: none), what it claims for the part, its answers and materials.
pub(crate) fn document(date: &str, claim: &str, inside: &str) -> String {
    let date = if date.is_empty() { String::new() } else { format!(" date='{date}'") };
    format!(
        "<MainDeclaration xmlns='http://webstds.ipc.org/175x/2.0' version='2.0'><BusinessInfo mode='Distribute'>\
         <Response{date}><SupplyCompany name='A'/></Response>\
         <Declaration legalType='Standard' supplierAcceptance='true'/></BusinessInfo>\
         <Product><ProductID itemNumber='X'><Amount value='10' UOM='mg'/></ProductID>{claim}\
         <MaterialInfo>{inside}</MaterialInfo></Product></MainDeclaration>"
    )
}

fn no_mercury() -> String {
    category("EUROHS-1907", &[("Mercury/Mercury Compounds", "", "false")])
}

/// Lead is over, with 6(c) or without, by an answer on EU RoHS or on another list.
fn lead_over(list: &str, claim: &str) -> String {
    let code = if list == "EUROHS-1907" { "" } else { "00021" };
    category(list, &[("Lead/Lead Compounds", code, "true")]).replacen(
        "</SubstanceCategory>",
        &format!("{claim}</SubstanceCategory>"),
        1,
    )
}

/// Rolls up; what is marked is signed by a trusted key.
fn rolled(files: &[(&str, &str)], signed: &[&str]) -> Outcome {
    let key = PrivateKey::from_seed([7; 32]);
    let mut folder = Memory::of(files);
    for name in signed {
        let date = "2026-11-01".parse().unwrap();
        let bytes = &folder.0[*name];
        let envelope = sign(&FileName::new(name), bytes, &key, date).unwrap();
        folder.0.insert(format!("{name}.dsse.json"), envelope);
    }
    let mut store = TrustStore::empty();
    let maker = Organisation::new::<&str>("A", &[]).unwrap();
    store.add(key.public(), maker, None, None).unwrap();
    let trust = Trust { store, sha256: String::new() };
    outcome(BOM, &folder, &options(TODAY), Some(&trust))
}

fn status(files: &[(&str, &str)], signed: &[&str]) -> String {
    let product = rolled(files, signed).report.unwrap().products.remove(0);
    verdict(&product, "eu-rohs").status.clone()
}

#[test]
fn a_superseded_composition_lends_the_new_one_no_exemption() {
    let old = document("2020-01-01", CLAIM, &format!("{}{BRASS}", no_mercury()));
    let new = document("2026-01-01", "", BRASS);
    assert_eq!(status(&[("old.xml", &old)], &[]), "compliant-by-exemption");
    assert_eq!(status(&[("old.xml", &old), ("new.xml", &new)], &[]), "non-compliant");
}

#[test]
fn statements_lend_exemptions_to_what_is_not_newer() {
    let brass = document("2026-01-01", "", BRASS);
    let answers = [
        (CLAIM, no_mercury()),
        ("", lead_over("EUROHS-1907", CLAIM)),
        ("", lead_over("IEC_62474 D19.00", CLAIM)),
    ];
    for (claim, answers) in answers {
        for (date, expected) in [
            ("2019-01-01", "non-compliant"),
            ("2026-01-01", "compliant-by-exemption"),
            ("2026-03-01", "compliant-by-exemption"),
        ] {
            let said = document(date, claim, &answers);
            let found = status(&[("b.xml", &brass), ("s.xml", &said)], &[]);
            assert_eq!(found, expected, "{date} {claim} {answers}");
        }
    }
}

#[test]
fn what_nobody_vouches_for_lends_no_exemption_to_what_is_signed() {
    let brass = document("2026-01-01", "", BRASS);
    for (claim, answers) in [
        (CLAIM, no_mercury()),
        ("", lead_over("EUROHS-1907", CLAIM)),
        ("", lead_over("IEC_62474 D19.00", CLAIM)),
    ] {
        let said = document("2026-03-01", claim, &answers);
        let files = [("b.xml", brass.as_str()), ("s.xml", said.as_str())];
        assert_eq!(status(&files, &["b.xml"]), "non-compliant", "{claim} {answers}");
        assert_eq!(status(&files, &["b.xml", "s.xml"]), "compliant-by-exemption");
        assert_eq!(status(&files, &["s.xml"]), "compliant-by-exemption");
    }
}

#[test]
fn a_claim_that_may_be_superseded_leaves_it_open() {
    let said = document("2026-03-01", CLAIM, &no_mercury());
    let brass = document("", "", BRASS);
    let files = [("b.xml", brass.as_str()), ("s.xml", said.as_str())];
    let product = rolled(&files, &[]).report.unwrap().products.remove(0);
    let lead = finding(&product, "eu-rohs", "Pb");
    assert_eq!(verdict(&product, "eu-rohs").status, "unknown");
    let open: Vec<_> = verdict(&product, "eu-rohs").findings.iter().map(|f| &f.causes).collect();
    assert!(open.iter().any(|c| c.contains(&"claim-not-dated".to_owned())), "{open:?} {lead:?}");
    // In one document there is no older and newer.
    let one = document("", CLAIM, &format!("{}{BRASS}", no_mercury()));
    assert_eq!(status(&[("b.xml", &one)], &[]), "compliant-by-exemption");
}

#[test]
fn among_statements_an_older_claim_covers_no_newer_answer() {
    let told = |share: &str| {
        let share = format!("<Concentration value='{share}' UOM='massPercent'/>");
        lead_over("EUROHS-1907", "").replacen(
            "</SubstanceCategory>",
            &format!("{share}</SubstanceCategory>"),
            1,
        )
    };
    let over = document("2026-01-01", "", &told("3"));
    for (date, signed, expected) in [
        ("2019-01-01", &[][..], "non-compliant"),
        ("2026-03-01", &[][..], "unknown"),
        ("2026-03-01", &["o.xml"][..], "non-compliant"),
    ] {
        let claim = document(date, CLAIM, &no_mercury());
        let files = [("o.xml", over.as_str()), ("c.xml", claim.as_str())];
        let found = rolled(&files, signed).report.unwrap().products.remove(0);
        let lead = finding(&found, "eu-rohs", "Pb");
        // The rest of the entries is not answered.
        let is_over =
            if expected == "unknown" { lead.exemption.is_some() } else { lead.exemption.is_none() };
        assert!(is_over && verdict(&found, "eu-rohs").status == expected, "{date} {lead:#?}");
    }
}

/// The statuses under two names of one document, so that either hash may come first.
fn either_way(one: &str, other: &str, signed: &[&str]) -> Vec<String> {
    let written = |n: usize| format!("{other}<!-- {n} -->");
    let found = (0..6).map(written);
    let mut found: Vec<String> =
        found.map(|other| status(&[("one.xml", one), ("other.xml", &other)], signed)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[test]
fn two_documents_of_one_date_that_differ_in_a_claim_are_alternatives() {
    let (with, without) = (document("2026-01-01", CLAIM, BRASS), document("2026-01-01", "", BRASS));
    assert_eq!(either_way(&with, &without, &[]), ["unknown"]);
    assert_eq!(either_way(&without, &with, &[]), ["unknown"]);
    assert_eq!(either_way(&with, &with, &[]), ["compliant-by-exemption"]);
    let files = [("a.xml", with.as_str()), ("b.xml", without.as_str())];
    let told = rolled(&files, &[]).diagnostics;
    assert!(told.iter().any(|d| d.code.name() == "duplicate-part"), "{told:#?}");
}

#[test]
fn an_unsigned_copy_of_a_signed_document_adds_no_claim_and_takes_none_away() {
    let (with, without) = (document("2026-01-01", CLAIM, BRASS), document("2026-01-01", "", BRASS));
    assert_eq!(either_way(&without, &with, &["one.xml"]), ["non-compliant"]);
    assert_eq!(either_way(&with, &without, &["one.xml"]), ["compliant-by-exemption"]);
    assert_eq!(either_way(&with, &without, &["one.xml", "other.xml"]), ["unknown"]);
}

fn refused(document: &str) -> String {
    document.replace("supplierAcceptance='true'", "supplierAcceptance='false'")
}

#[test]
fn what_a_supplier_does_not_accept_excludes_nothing_and_claims_nothing() {
    let none = document("2026-01-01", "", &rohs(&[("Lead/Lead Compounds", "", "false")]));
    let over = document("2026-03-01", "", &lead_over("EUROHS-1907", CLAIM));
    let brass = document("2026-01-01", CLAIM, BRASS);
    for (text, accepted, expected) in [
        (&none, "compliant", "unknown"),
        (&over, "unknown", "non-compliant"),
        (&brass, "compliant-by-exemption", "non-compliant"),
    ] {
        assert_eq!(status(&[("d.xml", text)], &[]), accepted);
        assert_eq!(status(&[("d.xml", &refused(text))], &[]), expected);
    }
}

#[test]
fn what_a_supplier_does_not_accept_takes_back_no_admission() {
    for list in ["EUROHS-1907", "IEC_62474 D19.00"] {
        let over = document("2026-01-01", "", &format!("{}{WIRE}", lead_over(list, "")));
        let newer = match list {
            "EUROHS-1907" => rohs(&[("Lead/Lead Compounds", "", "false")]),
            _ => category(list, &[("Lead/Lead Compounds", "00021", "false")]),
        };
        let newer = document("2026-03-01", "", &newer);
        let of = |newer: &str| status(&[("o.xml", &over), ("n.xml", newer)], &[]);
        assert_eq!(of(&newer), "compliant", "{list}");
        assert_eq!(of(&refused(&newer)), "unknown", "{list}");
    }
}

#[test]
fn a_document_from_the_future_supersedes_nothing() {
    let (brass, wire) = (document("2026-01-01", "", BRASS), document("2206-01-01", "", WIRE));
    let files = [("b.xml", brass.as_str()), ("w.xml", wire.as_str())];
    assert_eq!(status(&files, &[]), "unknown");
    let ahead = |files: &[(&str, &str)]| {
        let told = rolled(files, &[]).diagnostics;
        told.iter().filter(|d| d.code.name() == "dated-ahead").count()
    };
    assert_eq!((ahead(&files), ahead(&files[1..])), (1, 0));
    // The day itself is no future.
    let today = document(TODAY, "", WIRE);
    let files = [("b.xml", brass.as_str()), ("w.xml", today.as_str())];
    assert_eq!((status(&files, &[]).as_str(), ahead(&files)), ("compliant", 0));
}

/// Statements narrow the newest composition. That one was made of an older composition is told.
#[test]
fn a_statement_that_is_older_than_what_it_narrows_is_told() {
    let open = document("2026-01-01", "", &WIRE.replace("'100'", "'90'"));
    let answers = rohs(&[("Lead/Lead Compounds", "", "false")]);
    for (date, told) in [("2012-01-01", 1), ("2026-01-01", 0), ("", 0)] {
        let said = document(date, "", &answers);
        let files = [("o.xml", open.as_str()), ("s.xml", said.as_str())];
        let outcome = rolled(&files, &[]);
        let older = outcome.diagnostics.iter().filter(|d| d.code.name() == "statement-older");
        assert_eq!(older.count(), told, "{date}");
        assert_eq!(verdict(&outcome.report.unwrap().products[0], "eu-rohs").status, "compliant");
    }
    // Of what the composition tells by itself no statement is needed.
    let (whole, said) = (document("2026-01-01", "", WIRE), document("2012-01-01", "", &answers));
    let told = rolled(&[("o.xml", &whole), ("s.xml", &said)], &[]).diagnostics;
    assert!(told.iter().all(|d| d.code.name() != "statement-older"), "{told:#?}");
}
