//! What a customer is shown who may not see the report.

use unleaded_app::aggregate::{Proof, prove};
use unleaded_model::diagnostic::codes::aggregates as codes;
use unleaded_model::diagnostic::{Code, FileName};
use unleaded_trust::{Aggregate, Digest, Outcome, Terms, sha256_hex, verify_statement};

use super::hand::{Hand, declared, store, today};

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
