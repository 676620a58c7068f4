//! Evidence of time, by the trust file's own witnesses and authorities, for every kind of signature.

use std::process::Command;

use serde_json::Value;

use crate::json::{strict, valid};
use crate::support::{Place, Ran, fixture_text, has, words};

const RECIPE: &str = "maker,part,total mass,total mass unit,material,material weight,substance,CAS,% of material,date\n\
    Maker,P,1,mg,Housing,1,Nylon 66,32131-17-2,95,2026-03-02\n\
    Maker,P,1,mg,Housing,1,Iron oxide,1309-37-1,3,2026-03-02\n\
    Maker,P,1,mg,Housing,1,Carbon black,1333-86-4,2,2026-03-02\n";

/// No witness will have seen anything after it.
const LATER: &str = "2099-01-01";

/// A maker, a brand, a log and a witness, each with a key that the trust file has in its role.
fn place() -> Place {
    let place = Place::new();
    for (name, role) in
        [("Maker", "supplier"), ("Brand", "aggregator"), ("Log", "log"), ("Witness", "witness")]
    {
        place.run(&format!("keygen -o {name}.pem")).exits(0);
        let add = format!("trust add {name}.pub.pem --org {name} --role {role}");
        place.run(&format!("{add} --trust trust.json")).exits(0);
    }
    place.run("log init log --origin log.example/one --key Log.pem").exits(0);
    place
}

/// Has the witness see these envelopes, and puts the proofs beside them.
fn seen(place: &Place, envelopes: &str) {
    place.run(&format!("log add log {envelopes} --key Log.pem")).exits(0);
    place.run("log checkpoint log --witness Witness.pem --name witness.example/one").exits(0);
    for envelope in envelopes.split_whitespace() {
        place.run(&format!("log prove log {envelope}")).exits(0);
    }
}

/// Says that others have the key of `organisation` since `from`.
fn stolen(place: &Place, organisation: &str, from: &str) {
    let list = place.run("trust list --trust trust.json --format json").exits(0).json();
    let all = list["organisations"].as_array().unwrap().iter();
    let one = all.into_iter().find(|one| one["name"] == organisation).unwrap();
    let id = one["keys"][0]["id"].as_str().unwrap();
    let revoke = format!("trust revoke {id} --from {from} --compromised --reason stolen");
    place.run(&format!("{revoke} --trust trust.json")).exits(0);
}

/// `line` is good where the maker's key is stolen later than the witness saw the signature, and bad where it was before, where the witness
/// is stolen as well, and without `proofs`.
#[track_caller]
fn saved(place: &Place, line: &str, proofs: &[&str]) {
    let trust = place.text("trust.json");
    let back = || place.write("trust.json", &trust);
    let bad = || place.run(line).exits(1).says("[key-compromised]");
    place.run(line).exits(0);
    stolen(place, "Maker", LATER);
    place.run(line).exits(0);
    let kept: Vec<_> = proofs.iter().map(|name| (name, place.read(name))).collect();
    proofs.iter().for_each(|name| std::fs::remove_file(place.path(name)).unwrap());
    bad();
    kept.iter().for_each(|(name, bytes)| place.write(name, bytes));
    place.run(line).exits(0);
    stolen(place, "Witness", LATER);
    bad();
    back();
    stolen(place, "Maker", "2020-01-01");
    bad();
    back();
}

#[test]
fn an_envelope_on_a_document() {
    let place = place();
    place.write("part.csv", RECIPE);
    place.run("sign part.csv --key Maker.pem").exits(0);
    seen(&place, "part.csv.dsse.json");
    saved(&place, "verify part.csv --trust trust.json", &["part.csv.tlog-proof"]);
    stolen(&place, "Maker", LATER);
    let value = place.run("verify part.csv --trust trust.json --format json").exits(0).json();
    valid("verification-v1.schema.json", &value);
    assert_eq!(value["documents"][0]["known"]["by"], "witness.example/one (log.example/one)");
}

#[test]
fn a_redacted_copy_and_a_row_that_is_disclosed_late() {
    let place = place();
    place.write("recipe.csv", RECIPE);
    place.run("sign recipe.csv --key Maker.pem --rows").exits(0);
    place.run("redact recipe.csv --hide 1309-37-1 -o p.redacted.json").exits(0);
    place.run("disclose recipe.csv --row 1309-37-1 -o p.late.json").exits(0);
    seen(&place, "recipe.csv.rows.dsse.json");
    place.write("p.redacted.json.tlog-proof", place.read("recipe.csv.rows.tlog-proof"));
    let verify = "verify p.redacted.json --trust trust.json";
    saved(&place, verify, &["p.redacted.json.tlog-proof"]);
    let late = "verify p.late.json --trust trust.json --envelope";
    let rows = format!("{late} recipe.csv.rows.dsse.json");
    saved(&place, &rows, &["recipe.csv.rows.tlog-proof"]);
    saved(&place, &format!("{late} p.redacted.json"), &["p.redacted.json.tlog-proof"]);
}

/// A bill of materials, a document that was seen, and a signed report.
fn report(place: &Place) {
    place.write("bom.csv", "parent,child,quantity\nTOP,P,1\n");
    place.write("in/part.csv", RECIPE);
    place.run("sign in/part.csv --key Maker.pem").exits(0);
    seen(place, "in/part.csv.dsse.json");
    roll(place, "").exits(0);
    place.run("sign report.json --key Brand.pem").exits(0);
    seen(place, "report.json.dsse.json");
}

fn roll(place: &Place, more: &str) -> Ran {
    let line = "rollup bom.csv --declarations in --trust trust.json --format json -o report.json";
    place.run(&format!("{line} --as-of 2098-12-31 --rules eu-rohs {more}"))
}

#[test]
fn a_report_and_a_proof_that_a_document_is_in_it() {
    let place = place();
    report(&place);
    place.run("prove report.json in/part.csv -o part.proof.json").exits(0);
    let trust = place.text("trust.json");
    for line in [
        "verify report.json --trust trust.json",
        "verify in/part.csv --trust trust.json --in report.json.dsse.json --proof part.proof.json",
        "verify in/part.csv --trust trust.json --in report.json --proof part.proof.json",
    ] {
        stolen(&place, "Brand", LATER);
        place.run(line).exits(0);
        let proof = place.read("report.json.tlog-proof");
        std::fs::remove_file(place.path("report.json.tlog-proof")).unwrap();
        place.run(line).exits(1).says("[key-compromised]");
        place.write("report.json.tlog-proof", proof);
        place.write("trust.json", &trust);
    }
}

fn deep(place: &Place, exit: i32) -> Value {
    let line = "verify report.json --trust trust.json --deep --bom bom.csv --declarations in \
                --with then.json --format json";
    let value = place.run(line).exits(exit).json();
    valid("deep-verification-v1.schema.json", &value);
    value["reports"][0]["tiers"][0].clone()
}

/// What the roll-up took is named in the report, so that it can be made again.
#[test]
fn a_roll_up_and_a_deep_check_of_it() {
    let place = place();
    report(&place);
    let trust = place.text("trust.json");
    stolen(&place, "Maker", LATER);
    roll(&place, "--require-signed").exits(0);
    let report = place.json("report.json");
    valid("report-v1.schema.json", &report);
    let input = &report["inputs"]["declarations"][0];
    assert_eq!(input["signature"], "good");
    assert_eq!(input["evidence_sha256"].as_array().unwrap().len(), 1);
    place.run("sign report.json --key Brand.pem").exits(0);
    place.write("then.json", place.read("trust.json"));
    let tier = deep(&place, 0);
    assert_eq!(tier["again"]["state"], "same");
    assert_eq!(tier["documents"][0]["state"], "good");
    // Under another name it is found by its content.
    let proof = place.read("in/part.csv.tlog-proof");
    std::fs::remove_file(place.path("in/part.csv.tlog-proof")).unwrap();
    place.write("in/other.tlog-proof", &proof);
    assert_eq!(deep(&place, 0)["again"]["state"], "same");
    std::fs::remove_file(place.path("in/other.tlog-proof")).unwrap();
    let tier = deep(&place, 1);
    assert_eq!(tier["documents"][0]["state"], "bad");
    assert_eq!(tier["again"]["state"], "not-repeated");
    let missing = tier["sources"].as_array().unwrap().iter().find(|s| s["kind"] == "evidence");
    assert_eq!(missing.unwrap()["state"], "missing");
    // Without it the document is left out, as before.
    roll(&place, "").exits(1).says("[key-compromised]");
    place.write("in/part.csv.tlog-proof", &proof);
    stolen(&place, "Witness", LATER);
    roll(&place, "").exits(1).says("[key-compromised]");
    // The report itself is judged with what others saw, too.
    place.write("trust.json", &trust);
    roll(&place, "").exits(0);
    place.run("sign report.json --key Brand.pem").exits(0);
    seen(&place, "report.json.dsse.json");
    place.write("then.json", place.read("trust.json"));
    stolen(&place, "Brand", LATER);
    deep(&place, 0);
    std::fs::remove_file(place.path("report.json.tlog-proof")).unwrap();
    assert_eq!(deep(&place, 1)["signature"], "bad");
}

/// A delegation holds for what was signed under it, also after the supplier's key ended.
#[test]
fn a_delegation_and_a_roll_up_that_rests_on_it() {
    let place = place();
    place.run("keygen -o rep.pem").exits(0);
    let add = "trust add rep.pub.pem --org Rep --role authorised-representative";
    place.run(&format!("{add} --trust trust.json")).exits(0);
    let delegate = "trust delegate rep.pub.pem --org Rep --scope '*' --from 2020-01-01";
    let delegate = format!("{delegate} --to 2098-12-31 --key Maker.pem");
    place.write("in/part.csv", RECIPE);
    place.run(&format!("{delegate} -o in/rep.delegation.dsse.json")).exits(0);
    let sign = "sign in/part.csv --key rep.pem --delegation in/rep.delegation.dsse.json";
    place.run(sign).exits(0);
    place.write("bom.csv", "parent,child,quantity\nTOP,P,1\n");
    seen(&place, "in/rep.delegation.dsse.json");
    let verify = "verify in/part.csv --trust trust.json";
    saved(&place, verify, &["in/rep.delegation.tlog-proof"]);
    stolen(&place, "Maker", LATER);
    roll(&place, "--require-signed").exits(0);
    let statement = place.json("report.json")["inputs"]["statements"][0].clone();
    assert_eq!(statement["evidence_sha256"].as_array().unwrap().len(), 1);
    place.run("sign report.json --key Brand.pem").exits(0);
    place.write("then.json", place.read("trust.json"));
    assert_eq!(deep(&place, 0)["again"]["state"], "same");
}

/// A withdrawn document is left out, and the roll-up made again leaves it out, too.
#[test]
fn a_roll_up_that_rests_on_a_withdrawal_is_repeated() {
    let place = place();
    place.write("bom.csv", "parent,child,quantity\nTOP,P,1\n");
    for name in ["in/part.csv", "in/new.csv"] {
        place.write(name, RECIPE.replace("2026-03-02", &format!("2026-03-0{}", name.len() - 8)));
        place.run(&format!("sign {name} --key Maker.pem")).exits(0);
    }
    place.run("withdraw in/part.csv --reason wrong --key Maker.pem").exits(0);
    roll(&place, "").exits(1);
    let inputs = place.json("report.json")["inputs"].clone();
    assert_eq!(inputs["statements"].as_array().unwrap().len(), 1);
    assert_eq!(inputs["declarations"][0]["left_out"], "declaration-withdrawn");
    place.run("sign report.json --key Brand.pem").exits(0);
    place.write("then.json", place.read("trust.json"));
    assert_eq!(deep(&place, 0)["again"]["state"], "same");
    let statement = "in/part.csv.withdraw.dsse.json";
    std::fs::remove_file(place.path(statement)).unwrap();
    let tier = deep(&place, 1);
    let missing = tier["sources"].as_array().unwrap().iter().find(|s| s["kind"] == "statement");
    assert_eq!(missing.unwrap()["state"], "missing");
    strict_sources(&tier);
}

/// Every state of a source is one that the schema knows.
fn strict_sources(tier: &Value) {
    let value = serde_json::json!({
        "schema": "unleaded/deep-verification/v1", "as_of": "2026-11-22", "unread": [],
        "reports": [{"file": "r", "good": false, "others": [], "tiers": [tier]}],
    });
    valid("deep-verification-v1.schema.json", &value);
    strict("deep-verification-v1.schema.json", &value);
}

/// Settings of an authority that openssl plays.
const AUTHORITY: &str = "\
    [tsa]\ndefault_tsa = one\n[one]\nserial = serial\nsigner_cert = tsa.pem\nsigner_key = tsa.key\n\
    default_policy = 1.2.3.4\ndigests = sha256\nsigner_digest = sha256\ness_cert_id_alg = sha256\n";

fn openssl(place: &Place, line: &str) {
    let ran = Command::new("openssl").args(words(line)).current_dir(place.path(".")).output();
    let ran = ran.unwrap();
    assert!(ran.status.success(), "openssl {line}\n{}", String::from_utf8_lossy(&ran.stderr));
}

/// XML that is signed inside is in no log; an authority stamps the bytes of its signature.
#[test]
fn a_signature_inside_xml() {
    if !has("openssl") {
        return;
    }
    let place = place();
    place.write("part.xml", fixture_text("ipc1752/valid-attribute-amounts.xml"));
    place.run("sign part.xml --key Maker.pem --xml -o signed.xml").exits(0);
    let text = place.text("signed.xml");
    let value = text.split("SignatureValue>").nth(1).unwrap().split('<').next().unwrap();
    place.write("signature.txt", value.trim());
    openssl(&place, "base64 -d -A -in signature.txt -out signature.bin");
    place.write("tsa.cnf", AUTHORITY);
    place.write("serial", "01\n");
    openssl(&place, "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out tsa.key");
    let request = "req -x509 -key tsa.key -out tsa.pem -days 3650 -subj /CN=Authority";
    openssl(&place, &format!("{request} -addext extendedKeyUsage=critical,timeStamping"));
    openssl(&place, "pkey -in tsa.key -pubout -out tsa.pub.pem");
    openssl(&place, "ts -query -data signature.bin -sha256 -cert -out part.tsq");
    openssl(&place, "ts -reply -config tsa.cnf -queryfile part.tsq -out signed.xml.tsr");
    let line = "verify signed.xml --trust trust.json";
    stolen(&place, "Maker", LATER);
    place.run(line).exits(1).says("[key-compromised]");
    place.run(&format!("{line} --tsa tsa.pem")).exits(0).prints("known since 20");
    let add = "trust add tsa.pub.pem --org Authority --role time-stamp-authority";
    place.run(&format!("{add} --other-algorithm --trust trust.json")).exits(0);
    place.run(line).exits(0).prints("known since 20");
    place.write("in/signed.xml", &text);
    place.write("in/signed.xml.tsr", place.read("signed.xml.tsr"));
    let item = "parent,child,quantity\nTOP,PN-100,1\n";
    place.write("bom.csv", item);
    roll(&place, "");
    let left_out = &place.json("report.json")["inputs"]["declarations"];
    let left_out = left_out.as_array().unwrap().iter().filter(|d| !d["left_out"].is_null());
    assert_eq!(left_out.count(), 0);
    // Of another document it says nothing.
    place.run("sign part.xml --key Maker.pem --xml -o other.xml");
    place.write("other.xml", text.replace("0.4", "0.3"));
    place.write("other.xml.tsr", place.read("signed.xml.tsr"));
    place.run("verify other.xml --trust trust.json").exits(1).prints("BAD");
    stolen(&place, "Authority", LATER);
    place.run(line).exits(1).says("[key-compromised]");
}
