//! Signatures inside XML documents: a copy is signed, the original stays, and `verify` finds them.

use crate::support::{Place, fixture_text};

const DOCUMENT: &str = "ipc1752/valid-attribute-amounts.xml";

fn signed() -> Place {
    let place = Place::new();
    place.write("part.xml", fixture_text(DOCUMENT));
    place.run("keygen -o company.pem").exits(0);
    place.run("trust add company.pub.pem --org Maker --trust trust.json").exits(0);
    place.run("sign part.xml --key company.pem --xml -o signed.xml").exits(0).says("signed.xml");
    place
}

#[test]
fn a_copy_is_signed_and_verified() {
    let place = signed();
    assert_eq!(place.text("part.xml"), fixture_text(DOCUMENT), "the document stays as it is");
    assert!(!place.exists("signed.xml.dsse.json"));
    place
        .run("verify signed.xml --trust trust.json")
        .exits(0)
        .prints("signed.xml: good, signed by Maker");
    place.run("verify part.xml --trust trust.json").exits(1).prints("part.xml: unsigned");
}

/// The signature is no defect of the document, and does not stand in what is made from it.
#[test]
fn a_signed_copy_is_read_as_any_other() {
    let place = signed();
    let plain = place.run("check part.xml").exits(0).err;
    let signed = place.run("check signed.xml").exits(0).err;
    assert_eq!(signed.replace("signed.xml", "part.xml"), plain);
    let convert = "convert signed.xml --to ipc1752a -o again.xml";
    place.run(convert).exits(0).says("MainDeclaration/ds:Signature");
    assert!(!place.text("again.xml").contains("xmldsig"));
    place.write("odd.xml", place.text("signed.xml").replace("xmldsig#", "xmldsig?"));
    place.run("check odd.xml").says("[element-unknown]");
}

#[test]
fn it_is_shown() {
    let place = signed();
    let inside = "inside the document, not checked";
    place.run("show signed.xml").exits(0).prints(inside);
    place.run("show signed.xml --trust trust.json").exits(0).prints("good, signed by Maker");
    let unsigned = place.run("show part.xml").exits(0);
    assert!(!unsigned.out().contains("signature"), "{}", unsigned.out());
    let value = place.run("show signed.xml --format json").exits(0).json();
    assert_eq!(value["files"][0]["signature"], "not-checked");
    // Behind more than is read at a time.
    let text = place.text("signed.xml");
    for padding in [65_300, 65_500, 131_000] {
        let padded =
            text.replacen("<ds:Signature", &format!("{}<ds:Signature", " ".repeat(padding)), 1);
        place.write("padded.xml", padded);
        place.run("show padded.xml").prints(inside);
    }
    place.write("changed.xml", text.replace("0.4", "0.1"));
    place.run("show changed.xml --trust trust.json").prints("BAD");
}

/// Such a signature does not tell its items, so a key with bounds can't sign in this way, whatever the document is about.
#[test]
fn a_key_with_bounds_signs_no_document_inside() {
    let place = signed();
    let add = "trust add company.pub.pem --org Maker --trust trust.json --scope";
    for scope in ["X-", "P-1", "'P-1 '"] {
        place.run(&format!("{add} {scope}")).exits(0);
        let ran = place.run("verify signed.xml --trust trust.json").exits(1);
        ran.says("[key-scope]").prints("signed.xml: BAD");
    }
    place.run(&format!("{add} '*'")).exits(0);
    place.run("verify signed.xml --trust trust.json").exits(0);
}

#[test]
fn what_was_changed_is_told() {
    let place = signed();
    place.write("changed.xml", place.text("signed.xml").replace("0.4", "0.1"));
    let changed = place.run("verify changed.xml --trust trust.json").exits(1);
    changed.says("xml-signature-changed-document").prints("changed.xml: BAD");
    place.run("keygen -o other.pem").exits(0);
    place.run("trust add other.pub.pem --org Other --trust other.json").exits(0);
    place.run("verify signed.xml --trust other.json").exits(1).prints("signed.xml: unknown key");
}

#[test]
fn nothing_is_signed_in_place_or_twice() {
    let place = signed();
    place.run("sign part.xml --key company.pem --xml").exits(2).says("`-o FILE`");
    place.run("sign part.xml --key company.pem --xml -o part.xml").exits(2);
    assert_eq!(place.text("part.xml"), fixture_text(DOCUMENT));
    place
        .run("sign signed.xml --key company.pem --xml -o again.xml")
        .exits(2)
        .says("signed already");
    place.write("old.xml", "<!DOCTYPE a><a>b</a>");
    place.run("sign old.xml --key company.pem --xml -o new.xml").exits(2).says("DOCTYPE");
    assert!(!place.exists("again.xml") && !place.exists("new.xml"));
}

/// It goes by what the signature covers, so that it can't be brought back by laying it out anew.
#[test]
fn a_signed_copy_is_withdrawn_by_itself() {
    let place = signed();
    place.run("sign part.xml --key company.pem").exits(0);
    let verify = |file: &str| place.run(&format!("verify {file} --trust trust.json"));
    place.run("withdraw part.xml --key company.pem --reason wrong").exits(0);
    verify("signed.xml").exits(0);
    let ran = place.run("withdraw signed.xml --key company.pem --reason 'wrong mass'").exits(0);
    ran.says("signed.xml.withdraw.dsse.json");
    verify("signed.xml").exits(1).prints("signed.xml: WITHDRAWN").says("wrong mass");
    place.run("show signed.xml --trust trust.json").prints("WITHDRAWN by its signer: Maker");
    place.write("anew.xml", place.text("signed.xml").replace("?>", "?><!-- a comment -->"));
    verify("anew.xml").exits(1).prints("anew.xml: WITHDRAWN");
    // Another organisation's word does not count.
    place.run("keygen -o other.pem").exits(0);
    place.run("trust add other.pub.pem --org Other --trust trust.json").exits(0);
    std::fs::remove_file(place.path("signed.xml.withdraw.dsse.json")).unwrap();
    place.run("withdraw signed.xml --key other.pem --reason mine").exits(0);
    verify("signed.xml").exits(0).says("[status-other-signer]");
    // It is replaced by a document that says so.
    place.write("new.xml", place.text("part.xml").replace("?>", "?><!-- new -->"));
    place.run("sign new.xml --key company.pem --supersedes signed.xml").exits(0);
    verify("signed.xml new.xml").exits(1).prints("signed.xml: REPLACED").prints("new.xml: good");
    place.write("changed.xml", place.text("signed.xml").replace("0.4", "0.1"));
    let ran = place.run("withdraw changed.xml --key company.pem --reason wrong").exits(2);
    ran.says("changed");
}

/// Such a document is its own envelope: a report over it is signed, checked down to it, and proven to be made from it.
#[test]
fn a_report_over_it_is_signed() {
    let place = signed();
    place.write("in/signed.xml", place.read("signed.xml"));
    place.write("bom.csv", "parent,child,quantity\nTOP,PN-100,1\n");
    let roll =
        "rollup bom.csv --declarations in --trust trust.json --as-of 2026-11-22 --format json";
    place.run(&format!("{roll} -o report.json"));
    place.run("sign report.json --key company.pem").exits(0);
    let deep = "verify report.json --trust trust.json --deep --bom bom.csv --declarations in";
    place.run(deep).exits(0).prints("signed.xml");
    place.run("prove report.json in/signed.xml -o proof.json").exits(0);
    let included = "--in report.json.dsse.json --proof proof.json --trust trust.json";
    place.run(&format!("verify in/signed.xml {included}")).exits(0);
    place.write("in/signed.xml", place.text("signed.xml").replace("0.4", "0.1"));
    place.run(deep).exits(1).says("[aggregate-input-changed]");
    place.run(&format!("verify in/signed.xml {included}")).exits(1);
}
