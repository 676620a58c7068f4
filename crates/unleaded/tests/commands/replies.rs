//! `request` and `reply`: what a customer asks, and what its supplier fills in.

use crate::json::{strict, valid};
use crate::support::Place;

const FULL: &str = "maker,part,total_mass,total_mass_unit,material,substance,cas,mass_pct_of_material\n\
    Supplier A,RC-1,2,mg,Body,Copper,7440-50-8,99\nSupplier A,RC-1,2,mg,Body,Lead,7439-92-1,1\n";
const ASK: &str = "request --parts parts.csv --requester us.toml -o request.xml";

fn place(parts: &str) -> Place {
    let place = Place::new();
    place.write("parts.csv", parts);
    place.write("us.toml", "name = \"Customer B\"\n[contact]\nname = \"Purchasing\"\n");
    place.write("full.csv", FULL);
    place
}

#[test]
fn a_request_is_answered() {
    let place = place("item_number,our_part_number\nRC-1,R-77\n");
    place.run(&format!("{ASK} --list EUROHS-1907 --respond-by 2027-01-31")).exits(0);
    let request = place.text("request.xml");
    assert!(request.contains("mode=\"Request/Reply\"") && request.contains("Customer B"));
    assert!(request.contains("<Amount value=\"0\""), "{request}");
    let draft = "reply request.xml --from full.csv -o reply.xml";
    place.run(draft).exits(1).prints("nobody has accepted").prints("One question is open.");
    assert!(place.text("reply.xml").contains("supplierAcceptance=\"false\""));
    place.run(&format!("--lang zh {draft}")).exits(1).prints("待回答的问题共 1 个");
    let accepted = format!("{draft} --accept --authorizer 'A. Person'");
    place.run(&accepted).exits(0).prints("Nothing is left to answer.");
    let reply = place.text("reply.xml");
    for told in ["Customer B", "R-77", "RC-1", "A. Person", "supplierAcceptance=\"true\""] {
        assert!(reply.contains(told), "no {told}:\n{reply}");
    }
    place.run("check reply.xml").exits(0);
    place.run("reply - --from full.csv -o x.xml").exits(1);
    place.feed(request.as_bytes(), "reply - --from full.csv -o x.xml").exits(1);
    place
        .run("reply request.xml --from full.csv -o - --accept --authorizer A")
        .exits(0)
        .prints("<");
}

#[test]
fn what_is_left_is_told_to_scripts() {
    let place = place("item_number,our_part_number\nRC-1,R-77\nRC-9,R-78\n,R-79\n");
    place.run(&format!("{ASK} --list EUREACH-0624 --list BOMcheck:Prop_65")).exits(0);
    let ran = place.run("reply request.xml --from full.csv -o reply.xml --format json").exits(1);
    assert!(ran.err.is_empty(), "{}", ran.err);
    let value = ran.json();
    valid("reply-v1.schema.json", &value);
    strict("reply-v1.schema.json", &value);
    let of = |part: &str, number: &str| {
        let questions = value["questions"].as_array().unwrap().iter();
        let here = questions.filter(|q| q["part"] == part && q["requester_number"] == number);
        here.map(|q| q["kind"].as_str().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(of("RC-1", "R-77"), ["list"]);
    assert_eq!(of("RC-9", "R-78").iter().filter(|kind| **kind == "answer").count(), 241);
    assert_eq!(of("", "R-79"), ["item-number"]);
    assert_eq!(of("", ""), ["acceptance"]);
    place.run("reply request.xml --from full.csv -o - --format json").exits(2);
    // A workbook holds the answers too, and no names of requests.
    place.run("reply request.xml --from full.csv -o reply.xlsx").exits(1).says("write-loss");
}

#[test]
fn acceptance_takes_a_name() {
    let place = place("item_number\nRC-1\n");
    place.run(ASK).exits(0);
    place.run("reply request.xml -o r.xml --accept").exits(2);
    place.run("reply request.xml -o r.xml --authorizer A").exits(2);
    place.run("reply request.xml --from missing -o r.xml").exits(2).says("missing");
    place.run("reply missing.xml -o r.xml").exits(2);
    place.run("reply request.xml -o request.xml").exits(2).says("is the file that is read");
    assert!(!place.exists("r.xml"));
}

#[test]
fn what_is_wrong_with_a_request_is_told() {
    let place = place("item_number\nRC-1\n");
    place.run(&format!("{ASK} --class C")).exits(2).says("--list");
    place.run(&format!("{ASK} --list Prop_65")).exits(2).says("AUTHORITY:IDENTITY");
    place.write("us.toml", "name = ");
    place.run(ASK).exits(1).says("error[requester-malformed]");
    place.run(&format!("--lang zh {ASK}")).exits(1).says("未正确说明");
    place.write("parts.csv", "item_number,name\n,Resistor\n");
    place.run(ASK).exits(1).says("error[part-without-number]");
    assert!(!place.exists("request.xml"));
    place.write("broken.xml", "<MainDeclaration");
    place.run("reply broken.xml -o r.xml").exits(1);
    assert!(!place.exists("r.xml"));
}
