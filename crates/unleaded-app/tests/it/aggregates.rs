//! Signed reports: what is changed, missing or mixed up anywhere below them is seen and named.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use proptest::prelude::*;
use unleaded_app::aggregate::{
    Again, Checked, Deep, Named, Proof, Shelf, Signed, State, check, inputs, made_from, prove,
};
use unleaded_app::decisions::DecisionsFile;
use unleaded_app::documents::Trust;
use unleaded_app::rollup::{Request, Signatures, Weight, run};
use unleaded_app::signing::{NotSigned, Saying, sign_as, sign_report};
use unleaded_documents::report::Report;
use unleaded_model::diagnostic::codes::{aggregates as codes, trust};
use unleaded_model::diagnostic::{Code, Diagnostic, FileName};
use unleaded_rules::Law;
use unleaded_rules::lists::Lists;
use unleaded_trust::{
    Aggregate, Digest, Inputs, Organisation, Outcome, PrivateKey, Terms, TrustStore, sha256_hex,
    sign_document, sign_statement, verify_statement,
};

use crate::support::{Memory, TODAY, options};

const BOM: &str = "parent,child,quantity\nBOARD,R-1,2\nBOARD,C-1,1\nBOARD,W-1,1\n";

/// A declaration of one part that holds so much lead.
fn declared(part: &str, percent: &str) -> String {
    format!(
        "maker,part,total mass (mg),material,material weight (mg),substance,cas,% of material\n\
         A,{part},100,Solder,100,Lead,7439-92-1,{percent}\nA,{part},100,Solder,100,Tin,7440-31-5,\n"
    )
}

fn today() -> Date {
    TODAY.parse().unwrap()
}

/// The key of one of the organisations `A`, `B`, `Brand`.
fn key(name: &str) -> PrivateKey {
    PrivateKey::from_seed(*Digest::of(name.as_bytes()).as_bytes())
}

fn store() -> TrustStore {
    let mut store = TrustStore::empty();
    for name in ["A", "B", "Brand"] {
        let organisation = Organisation::new::<&str>(name, &[]).unwrap();
        store.add(key(name).public(), organisation, None, None).unwrap();
    }
    store
}

/// Everything that is at hand, by name.
struct Hand(BTreeMap<String, Vec<u8>>);

impl Hand {
    /// A board of three parts, two of which have signed declarations, with a signed report.
    fn board() -> Self {
        let mut hand = Self(BTreeMap::new());
        hand.put("bom.csv", BOM);
        hand.put("trust.json", store().to_json());
        for (name, part, signer) in
            [("in/r.csv", "R-1", "A"), ("in/c.csv", "C-1", "B"), ("in/w.csv", "W-1", "")]
        {
            hand.put(name, declared(part, "0.08"));
            if !signer.is_empty() {
                hand.sign(name, signer, None);
            }
        }
        hand.put("in/other.csv", declared("Z-9", "0.01"));
        hand.roll("report.json", "bom.csv", "in/", "");
        hand.sign_report("report.json", "Brand");
        hand
    }

    /// The same, with decisions and without the unsigned document: all of it is good.
    fn good() -> Self {
        static MADE: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
        Self(MADE.get_or_init(|| Self::make_good().0).clone())
    }

    fn make_good() -> Self {
        let mut hand = Self::board();
        hand.0.remove("in/w.csv");
        hand.put(
            "decisions.toml",
            "[[decision]]\nrules = \"eu-rohs\"\nentry = \"*\"\npart = \"W-1\"\ndocument = \"none\"\n\
             reason = \"r\"\nowner = \"o\"\ndecided = \"2026-11-01\"\nexpires = \"2027-01-01\"\n",
        );
        hand.roll("report.json", "bom.csv", "in/", "decisions.toml");
        hand.sign_report("report.json", "Brand");
        hand
    }

    fn put(&mut self, name: &str, bytes: impl AsRef<[u8]>) {
        self.0.insert(name.to_owned(), bytes.as_ref().to_vec());
    }

    fn text(&self, name: &str) -> String {
        String::from_utf8(self.0[name].clone()).unwrap()
    }

    fn sign(&mut self, name: &str, signer: &str, made: Option<&str>) {
        let inputs = made.map(|envelope| made_from(&self.0[envelope]));
        let file = FileName::new(name);
        let envelope = sign_as(
            &file,
            &self.0[name],
            &[&key(signer)],
            Saying { issued: Some(today()), inputs, ..Saying::default() },
        )
        .unwrap();
        self.put(&format!("{name}.dsse.json"), envelope);
    }

    fn sign_report(&mut self, name: &str, signer: &str) {
        let signed = sign_report(&FileName::new(name), &self.0[name], &[&key(signer)], today());
        self.put(&format!("{name}.dsse.json"), signed.unwrap());
    }

    fn roll(&mut self, report: &str, bom: &str, folder: &str, decisions: &str) {
        let inside = self.0.iter().filter(|(name, _)| name.starts_with(folder));
        let files = Memory(inside.map(|(n, bytes)| (n.clone(), bytes.clone())).collect());
        let trusted = Trust { store: store(), sha256: sha256_hex(&self.0["trust.json"]) };
        let decided = self.0.get(decisions);
        let decided = decided.map(|b| DecisionsFile::read(b, &FileName::new(decisions)).unwrap());
        let request = Request {
            bom: FileName::new(bom),
            bom_bytes: &self.0[bom],
            trust: Some(&trusted),
            mapping: None,
            decisions: decided.as_ref().map(|file| (file, Weight::Shown)),
            options: &options(TODAY),
            replaced: &[],
            laws: &Law::DEFAULT,
            lists: Lists::shipped(),
            products: &[],
            signatures: Signatures::Optional,
        };
        let outcome = run(&request, &files, &mut |_, _, _| {}).unwrap();
        let made = outcome.report.unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics));
        self.put(report, made.to_json());
    }

    fn report(&self, name: &str) -> Report {
        Report::from_json(&self.0[name]).unwrap()
    }

    fn check(&self) -> Checked {
        self.check_by(&store(), today())
    }

    fn check_by(&self, store: &TrustStore, as_of: Date) -> Checked {
        let memory = Memory(self.0.clone());
        let (shelf, unread) = Shelf::new(&memory, |_, _| {}).unwrap();
        assert!(unread.is_empty());
        let is_there = |name: &str| self.0.contains_key(name).then(|| name.to_owned());
        let folder = self.0.keys().filter(|name| name.starts_with("in/")).cloned().collect();
        let (bom, decisions) = (is_there("bom.csv"), is_there("decisions.toml"));
        let named = Named { bom, decisions, mapping: None, folder };
        let terms = Terms::new(store, as_of);
        let deep = Deep { shelf: &shelf, terms, lists: Lists::shipped(), named };
        let envelope = self.0.get("report.json.dsse.json").map(Vec::as_slice);
        let file = FileName::new("report.json");
        check(&Signed { file, bytes: &self.0["report.json"], envelope }, &deep)
    }
}

fn diagnostics(checked: &Checked) -> Vec<&Diagnostic> {
    checked.tiers.iter().flat_map(|tier| tier.all_diagnostics()).collect()
}

fn raised(checked: &Checked) -> Vec<Code> {
    let mut raised: Vec<Code> = diagnostics(checked).iter().map(|d| d.code).collect();
    raised.sort_unstable_by_key(|code| code.name());
    raised.dedup();
    raised
}

/// Whether the result speaks of that file.
fn names(checked: &Checked, file: &str) -> bool {
    let told = diagnostics(checked);
    let told = told.iter().flat_map(|d| &d.places).any(|place| place.file_name().as_str() == file);
    let states = checked.tiers.iter().flat_map(|tier| &tier.children);
    let child = states.filter(|child| !child.state.is_fine());
    told || checked.others.iter().any(|other| other == file)
        || child.into_iter().any(|child| child.file.as_deref() == Some(file))
}

#[test]
fn what_is_as_it_was_gives_the_same_bytes() {
    let checked = Hand::good().check();
    assert!(checked.is_fine(), "{:#?}", diagnostics(&checked));
    assert_eq!(checked.tiers[0].again, Again::Same);
    assert_eq!(checked.tiers[0].signers, ["Brand"]);
    assert_eq!(checked.tiers[0].about.as_ref().unwrap().inputs.count, 2);
    assert!(checked.others.is_empty());
    assert!(diagnostics(&checked).is_empty());
}

#[test]
fn names_and_places_make_no_difference() {
    let hand = Hand::good();
    let mut moved = Hand(BTreeMap::new());
    for (at, (name, bytes)) in hand.0.iter().enumerate() {
        let name = match name.strip_prefix("in/") {
            Some(file) => format!("in/{}/{file}", 9 - at),
            None => name.clone(),
        };
        moved.put(&name, bytes);
    }
    assert!(!moved.0.contains_key("in/r.csv"));
    let checked = moved.check();
    // Envelopes no longer lie beside their documents, and are found all the same.
    assert_eq!(checked.tiers[0].again, Again::Same);
    assert!(checked.is_fine(), "{:#?}", diagnostics(&checked));
}

#[test]
fn an_unsigned_document_is_vouched_for_by_nobody() {
    let checked = Hand::board().check();
    let of = |part: &str| {
        let children = checked.tiers[0].children.iter();
        children.filter(|child| child.parts == [part]).map(|child| child.state).collect::<Vec<_>>()
    };
    assert_eq!((of("R-1"), of("W-1")), (vec![State::Good], vec![State::Unsigned]));
    assert_eq!(checked.tiers[0].again, Again::Same);
    assert!(!checked.is_fine());
}

#[test]
fn what_is_not_there_was_not_seen() {
    for gone in ["in/r.csv", "in/r.csv.dsse.json", "in/other.csv", "bom.csv", "decisions.toml"] {
        let mut hand = Hand::good();
        hand.0.remove(gone);
        let checked = hand.check();
        assert!(!checked.is_fine(), "{gone}");
        assert_eq!(raised(&checked), [codes::AGGREGATE_INPUT_MISSING], "{gone}");
        assert_eq!(checked.tiers[0].again, Again::NotRepeated, "{gone}");
    }
    // By whose keys signatures were checked then decides what the report says of them.
    let mut hand = Hand::good();
    hand.put("trust.json", hand.text("trust.json").replace("Brand", "Brand2"));
    assert_eq!(raised(&hand.check()), [codes::AGGREGATE_INPUT_MISSING]);
}

#[test]
fn what_lies_in_its_place_is_named() {
    for changed in ["in/r.csv", "in/r.csv.dsse.json", "bom.csv", "decisions.toml"] {
        let mut hand = Hand::good();
        hand.put(changed, format!("{}\n", hand.text(changed)));
        let checked = hand.check();
        assert_eq!(raised(&checked), [codes::AGGREGATE_INPUT_CHANGED], "{changed}");
        assert!(names(&checked, changed), "{changed}: {:#?}", diagnostics(&checked));
    }
    // An unsigned document is known by its part alone.
    let mut hand = Hand::board();
    hand.put("in/w.csv", declared("W-1", "0.09"));
    assert_eq!(raised(&hand.check()), [codes::AGGREGATE_INPUT_CHANGED]);
    assert!(names(&hand.check(), "in/w.csv"));
}

#[test]
fn further_documents_are_told() {
    let mut hand = Hand::good();
    hand.put("in/new.csv", declared("R-1", "3"));
    let checked = hand.check();
    assert_eq!(checked.others, ["in/new.csv"]);
    assert!(checked.is_fine(), "the report was made without it");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_changed_byte_is_seen(file: prop::sample::Index, at: prop::sample::Index, by in 1_u8..=255) {
        let mut hand = Hand::good();
        let files: Vec<String> =
            hand.0.keys().filter(|name| *name != "trust.json").cloned().collect();
        let file = file.get(&files).clone();
        let bytes = hand.0.get_mut(&file).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= by;
        // Hints and white space of the top envelope are not signed, and nothing names it by its hash.
        let text = String::from_utf8_lossy(bytes).into_owned();
        let signed = text.lines().filter(|l| l.contains("\"payload\": ") || l.contains("\"sig\": "));
        let old = Hand::good().text("report.json.dsse.json");
        let is_unsigned_part = file == "report.json.dsse.json"
            && signed.clone().count() == 2
            && signed.clone().all(|line| old.lines().any(|l| l == line));
        let checked = hand.check();
        if !is_unsigned_part {
            prop_assert!(!checked.is_fine(), "{file} at {at}");
            let named = match file.strip_suffix(".dsse.json") {
                Some(document) => names(&checked, &file) || names(&checked, document),
                None => names(&checked, &file),
            };
            prop_assert!(named, "{file} at {at}: {:#?}", diagnostics(&checked));
        }
    }
}

/// Each attack with what must be said of it.
#[test]
fn attacks_are_refused() {
    let (good, file) = (Hand::good(), FileName::new("report.json"));
    let report = good.report("report.json");
    let claim = unleaded_app::aggregate::claim(&report, &file, "").unwrap();
    let digest = |hand: &Hand, name: &str| Digest::of(&hand.0[name]);
    let with_claim = |claim: &Aggregate| {
        let mut hand = Hand::good();
        let (key, digest) = (key("Brand"), digest(&hand, "report.json"));
        hand.put(
            "report.json.dsse.json",
            sign_statement("report.json", &digest, claim, &[&key]).unwrap(),
        );
        hand
    };
    let leaves = inputs(&report, &file).unwrap();
    let twice: Vec<Digest> = leaves.envelopes().iter().flat_map(|leaf| [*leaf; 2]).collect();
    let leaf = |digest: &Digest| unleaded_trust::merkle::leaf_hash(digest.as_bytes());
    let hashes: Vec<Digest> = twice.iter().map(leaf).collect();
    let mut duplicated = claim.clone();
    duplicated.inputs.count = 4;
    duplicated.inputs.root = unleaded_trust::merkle::root(&hashes);
    let mut fewer = claim.clone();
    fewer.inputs = Inputs::new(leaves.envelopes()[..1].iter().copied()).tree();
    let mut product = claim.clone();
    product.products[0].id = "OTHER".to_owned();
    let mut later = claim.clone();
    later.as_of = "2027-11-22".parse().unwrap();
    let mut law = claim.clone();
    law.lists.pop();
    let mut by = claim.clone();
    by.tool = "other 1".to_owned();
    let mut of = claim;
    of.bom = Digest::of(b"other");
    for (what, claim) in [
        ("a duplicated leaf", &duplicated),
        ("a left-out leaf", &fewer),
        ("another product", &product),
        ("another date", &later),
        ("a list fewer", &law),
        ("another program", &by),
        ("another bill of materials", &of),
    ] {
        let checked = with_claim(claim).check();
        assert_eq!(raised(&checked), [codes::AGGREGATE_DIFFERS], "{what}");
        assert!(!checked.is_fine(), "{what}");
    }
    let refused = |hand: &Hand, code: Code| {
        let checked = hand.check();
        assert!(raised(&checked).contains(&code), "{code}: {:#?}", diagnostics(&checked));
        assert!(!checked.is_fine(), "{code}");
        checked
    };
    // The statement of one report beside another.
    let mut other = Hand::good();
    other.put("bom.csv", "parent,child,quantity\nSHEET,R-1,2\nSHEET,C-1,1\nSHEET,W-1,1\n");
    other.roll("report.json", "bom.csv", "in/", "decisions.toml");
    refused(&other, trust::SIGNATURE_CHANGED_DOCUMENT);
    // A declaration's statement on a report, and an aggregate's on a declaration.
    let mut confused = Hand::good();
    let predicate = unleaded_trust::Predicate::default();
    let bytes = &confused.0["report.json"];
    let as_declaration = sign_document("report.json", bytes, &predicate, &key("Brand")).unwrap();
    confused.put("report.json.dsse.json", as_declaration);
    refused(&confused, trust::PREDICATE_TYPE_UNKNOWN);
    let mut confused = Hand::good();
    let (key_of_a, of_part) = (key("A"), digest(&confused, "in/r.csv"));
    let as_aggregate = sign_statement("r.csv", &of_part, &by, &[&key_of_a]).unwrap();
    confused.put("in/r.csv.dsse.json", as_aggregate);
    refused(&confused, codes::AGGREGATE_INPUT_CHANGED);
    confused.roll("report.json", "bom.csv", "in/", "decisions.toml");
    confused.sign_report("report.json", "Brand");
    let left_out =
        refused(&with_row(&confused, "predicate-type-unknown"), trust::PREDICATE_TYPE_UNKNOWN);
    assert_eq!(left_out.tiers[0].state, State::Good);
    // Two children whose signatures are exchanged.
    let mut swapped = Hand::good();
    let mut report = swapped.report("report.json");
    let rows = &mut report.inputs.declarations;
    let first = rows[0].envelope_sha256.clone();
    rows[0].envelope_sha256 = rows[1].envelope_sha256.clone();
    rows[1].envelope_sha256 = first;
    swapped.put("report.json", report.to_json());
    swapped.sign_report("report.json", "Brand");
    refused(&swapped, trust::SIGNATURE_CHANGED_DOCUMENT);
    // Somebody else's key.
    let mut unknown = Hand::good();
    unknown.sign_report("report.json", "Nobody");
    refused(&unknown, trust::KEY_UNKNOWN);
    let mut unsigned = Hand::good();
    unsigned.0.remove("report.json.dsse.json");
    assert!(!unsigned.check().is_fine());
}

/// A report that counts a document which it left out for `why`.
fn with_row(hand: &Hand, why: &str) -> Hand {
    let mut hand = Hand(hand.0.clone());
    let mut report = hand.report("report.json");
    let mut rows = report.inputs.declarations.iter_mut();
    let row = rows.find(|row| row.left_out.as_deref() == Some(why)).unwrap();
    (row.left_out, row.signature) = (None, "good".to_owned());
    hand.put("report.json", report.to_json());
    hand.sign_report("report.json", "Brand");
    hand
}

#[test]
fn a_report_edited_by_hand_and_signed_comes_to_another() {
    let mut hand = Hand::good();
    let status = "\"status\": \"unknown\"";
    let edited = hand.text("report.json").replacen(status, "\"status\": \"compliant\"", 1);
    assert_ne!(edited, hand.text("report.json"));
    hand.put("report.json", edited);
    hand.sign_report("report.json", "Brand");
    let checked = hand.check();
    assert_eq!(raised(&checked), [codes::AGGREGATE_ROLLUP_DIFFERS]);
    let Again::Differs { differences, count: 1 } = &checked.tiers[0].again else {
        panic!("{:#?}", checked.tiers[0].again);
    };
    assert_eq!(differences[0].at, "/products/0/status");
    // Only white space: not the same bytes either.
    let mut hand = Hand::good();
    hand.put("report.json", format!("{} ", hand.text("report.json")));
    hand.sign_report("report.json", "Brand");
    assert_eq!(raised(&hand.check()), [codes::AGGREGATE_ROLLUP_DIFFERS]);
}

#[test]
fn of_another_version_what_both_say_is_compared() {
    let mut hand = Hand::good();
    let older = hand.text("report.json").replacen("\"version\": \"", "\"version\": \"0.", 1);
    let older = older.replacen("    \"products\": []\n", "    \"later\": []\n", 1);
    hand.put("report.json", &older);
    hand.sign_report("report.json", "Brand");
    let checked = hand.check();
    assert_eq!(raised(&checked), [codes::AGGREGATE_TOOL_DIFFERS]);
    assert_eq!(checked.tiers[0].again, Again::SameOtherwise);
    assert!(checked.is_fine());
    hand.put(
        "report.json",
        older.replacen("\"status\": \"unknown\"", "\"status\": \"compliant\"", 1),
    );
    hand.sign_report("report.json", "Brand");
    let checked = hand.check();
    assert_eq!(raised(&checked), [codes::AGGREGATE_ROLLUP_DIFFERS, codes::AGGREGATE_TOOL_DIFFERS]);
    assert!(!checked.is_fine());
}

#[test]
fn a_report_without_envelopes_is_not_signed() {
    let hand = Hand::good();
    let mut report = hand.report("report.json");
    for row in &mut report.inputs.declarations {
        row.envelope_sha256 = None;
    }
    let (file, bytes) = (FileName::new("report.json"), report.to_json());
    match sign_report(&file, bytes.as_bytes(), &[&key("Brand")], today()) {
        Err(NotSigned::Report(defect)) => assert_eq!(defect.code, codes::AGGREGATE_REPORT_OLD),
        other => panic!("{other:?}"),
    }
}

/// A chain: tier `n` declares its part from the report of tier `n + 1`; the last one from a supplier's document.
fn chain(tiers: usize) -> Hand {
    let mut hand = Hand(BTreeMap::new());
    hand.put("trust.json", store().to_json());
    let mut envelope: Option<String> = None;
    for tier in (1..=tiers).rev() {
        let folder = if tier == 1 { "in/".to_owned() } else { format!("below/{tier}/in/") };
        let (bom, report) = match tier {
            1 => ("bom.csv".to_owned(), "report.json".to_owned()),
            _ => (format!("below/{tier}/bom.csv"), format!("below/{tier}/report.json")),
        };
        let document = format!("{folder}part.csv");
        hand.put(&document, declared(&format!("P-{tier}"), "0.05"));
        hand.sign(&document, if tier % 2 == 0 { "A" } else { "B" }, envelope.as_deref());
        hand.put(&bom, format!("parent,child,quantity\nQ-{tier},P-{tier},1\n"));
        hand.roll(&report, &bom, &folder, "");
        hand.sign_report(&report, "Brand");
        envelope = Some(format!("{report}.dsse.json"));
    }
    hand
}

#[test]
fn every_tier_that_is_at_hand_is_checked() {
    for tiers in [2, 3] {
        let hand = chain(tiers);
        let checked = hand.check();
        assert!(checked.is_fine(), "{:#?}", diagnostics(&checked));
        let numbers: Vec<usize> = checked.tiers.iter().map(|tier| tier.tier).collect();
        assert_eq!(numbers, (1..=tiers).collect::<Vec<_>>());
        assert!(checked.tiers.iter().all(|tier| tier.again == Again::Same));
        // The leaf of the lowest tier.
        let leaf = format!("below/{tiers}/in/part.csv");
        let mut changed = Hand(hand.0.clone());
        changed.put(&leaf, format!("{}\n", hand.text(&leaf)));
        let found = changed.check();
        assert!(!found.is_fine() && names(&found, &leaf));
        assert!(found.tiers[..tiers - 1].iter().all(unleaded_app::aggregate::Tier::is_fine));
        // A whole tier.
        for gone in ["report.json", "report.json.dsse.json"] {
            let mut less = Hand(hand.0.clone());
            less.0.remove(&format!("below/{tiers}/{gone}"));
            let found = less.check();
            assert_eq!(raised(&found), [codes::AGGREGATE_TIER_MISSING], "{gone}");
            assert!(!found.is_fine());
        }
        // The report of the lower tier edited afterwards.
        let report = format!("below/{tiers}/report.json");
        let mut edited = Hand(hand.0.clone());
        edited.put(&report, hand.text(&report).replacen("0.05", "0.01", 1));
        assert!(!edited.check().is_fine());
    }
}

#[test]
fn a_chain_without_end_is_cut_and_told() {
    let checked = chain(34).check();
    assert_eq!(raised(&checked), [codes::AGGREGATE_TOO_DEEP]);
    assert_eq!(checked.tiers.len(), 32);
    assert!(!checked.is_fine());
}

/// Signatures are judged by the trust file and on the date of the check; the roll-up is repeated with those of the time.
#[test]
fn a_revoked_key_is_told_and_the_report_still_comes_to_the_same() {
    let (hand, mut later) = (Hand::good(), store());
    later.revoke(&key("A").public().id(), "2027-01-01".parse().unwrap(), "lost").unwrap();
    assert!(hand.check_by(&later, today()).is_fine());
    let checked = hand.check_by(&later, "2027-01-01".parse().unwrap());
    assert_eq!(raised(&checked), [trust::KEY_REVOKED]);
    assert_eq!(checked.tiers[0].again, Again::Same);
    assert!(!checked.is_fine());
    let nobody = hand.check_by(&TrustStore::empty(), today());
    assert_eq!(raised(&nobody), [trust::KEY_UNKNOWN]);
    assert!(!nobody.is_fine());
}

/// What a customer has who may not see the report.
struct Customer {
    proof: Proof,
    signed: Aggregate,
    aggregate: Vec<u8>,
    envelope: Vec<u8>,
}

fn customer(hand: &Hand, child: &str) -> Customer {
    let (report, file) = (hand.report("report.json"), FileName::new("report.json"));
    let (aggregate, envelope) = (&hand.0["report.json.dsse.json"], &hand.0[child]);
    let proof = prove((&report, &file), aggregate, (envelope, &FileName::new(child))).unwrap();
    let store = store();
    let terms = Terms::new(&store, today());
    let Outcome::Good(verified) = verify_statement::<Aggregate>(aggregate, &terms) else {
        panic!()
    };
    let (signed, aggregate, envelope) =
        (verified.predicate().clone(), aggregate.clone(), envelope.clone());
    Customer { proof, signed, aggregate, envelope }
}

impl Customer {
    fn refuses(&self, proof: &Proof, code: Code) {
        let checked =
            proof.check(&self.envelope, &self.signed, &self.aggregate, &FileName::new("p"));
        assert_eq!(checked.unwrap_err().code, code, "{proof:?}");
    }
}

#[test]
fn a_customer_with_the_proof_alone_is_shown_one_input() {
    let hand = Hand::good();
    let one = customer(&hand, "in/r.csv.dsse.json");
    let file = FileName::new("p");
    let json = one.proof.to_json();
    let read = Proof::read(json.as_bytes(), &file).unwrap();
    assert_eq!(read, one.proof);
    assert_eq!(read.check(&one.envelope, &one.signed, &one.aggregate, &file), Ok(()));
    // Neither the proof nor the aggregate's statement says who the others are.
    let other = sha256_hex(&hand.0["in/c.csv.dsse.json"]);
    for text in [json.as_str(), &format!("{:?}", one.signed)] {
        let hidden = [other.as_str(), "C-1", "\"B\"", &sha256_hex(&hand.0["in/c.csv"])];
        assert!(hidden.iter().all(|name| !text.contains(name)), "{text}");
    }
    let with = |change: &dyn Fn(&mut Proof)| {
        let mut proof = one.proof.clone();
        change(&mut proof);
        proof
    };
    one.refuses(&with(&|p| p.count += 1), codes::PROOF_WRONG);
    one.refuses(&with(&|p| p.membership.index ^= 1), codes::PROOF_WRONG);
    one.refuses(&with(&|p| p.membership.index = 7), codes::PROOF_WRONG);
    one.refuses(&with(&|p| p.membership.path[0] = Digest::of(b"x")), codes::PROOF_WRONG);
    one.refuses(&with(&|p| _ = p.membership.path.pop()), codes::PROOF_WRONG);
    one.refuses(&with(&|p| p.membership.path.push(Digest::of(b"x"))), codes::PROOF_WRONG);
    one.refuses(&with(&|p| p.aggregate = Digest::of(b"x")), codes::PROOF_OF_OTHER);
    one.refuses(&with(&|p| p.envelope = Digest::of(b"x")), codes::PROOF_OF_OTHER);
    one.refuses(&customer(&hand, "in/c.csv.dsse.json").proof, codes::PROOF_OF_OTHER);
    // The proof of the same input under another report, relabelled.
    let mut later = Hand::board();
    later.put("in/x.csv", declared("R-1", "0.02"));
    later.sign("in/x.csv", "A", None);
    later.roll("report.json", "bom.csv", "in/", "");
    later.sign_report("report.json", "Brand");
    let under = customer(&later, "in/r.csv.dsse.json");
    one.refuses(&under.proof, codes::PROOF_OF_OTHER);
    let aggregate = one.proof.aggregate;
    one.refuses(&Proof { aggregate, ..under.proof.clone() }, codes::PROOF_WRONG);
    one.refuses(&Proof { aggregate, count: one.proof.count, ..under.proof }, codes::PROOF_WRONG);
}

#[test]
fn there_is_no_proof_of_what_was_not_an_input() {
    let hand = Hand::board();
    let (report, file) = (hand.report("report.json"), FileName::new("report.json"));
    for envelope in ["report.json.dsse.json", "in/w.csv", "bom.csv"] {
        let child = FileName::new(envelope);
        let aggregate = &hand.0["report.json.dsse.json"];
        let proof = prove((&report, &file), aggregate, (&hand.0[envelope], &child));
        assert_eq!(proof.unwrap_err().code, codes::PROOF_NOT_AMONG);
    }
}

#[test]
fn what_is_no_proof_is_refused() {
    let good = customer(&Hand::good(), "in/r.csv.dsse.json").proof.to_json();
    let file = FileName::new("p");
    let refused = |text: &str| {
        let read = Proof::read(text.as_bytes(), &file);
        assert_eq!(read.unwrap_err().code, codes::PROOF_MALFORMED, "{text}");
    };
    for (from, to) in [
        ("inclusion-proof/v1", "inclusion-proof/v2"),
        ("\"index\"", "\"indexx\""),
        ("\"count\": \"", "\"count\": \"0"),
        ("\"count\": \"", "\"count\": \"+"),
        ("\"count\": \"2\"", "\"count\": 2"),
        ("\"hashes\": [", "\"hashes\": [\"\","),
        ("\"index\"", "\"count\": \"2\", \"index\""),
        ("}", ""),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{from}");
        refused(&bad);
    }
    refused("");
    refused(&format!("{good}{}", " ".repeat(1 << 16)));
}
