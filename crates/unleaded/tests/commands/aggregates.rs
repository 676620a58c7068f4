//! Signed reports: made, checked down to the documents, and shown to a customer.

use serde_json::Value;

use crate::explain::with_demo;
use crate::json::{strict, valid};
use crate::support::{Place, Ran, TODAY};

const ROLLUP: &str = "rollup bom.csv --declarations declarations --trust trust.json --format json \
                      --as-of 2026-11-22";
const DEEP: &str = "verify report.json --trust trust.json --deep --bom bom.csv \
                    --declarations declarations";

/// Makes a key of `name` and accepts it.
fn accept(place: &Place, name: &str) {
    place.run(&format!("keygen -o {name}.pem")).exits(0);
    place.run(&format!("trust add {name}.pub.pem --org {name} --trust trust.json")).exits(0);
}

/// The demo with every declaration signed by `maker` and a report signed by `brand`.
fn place() -> Place {
    let place = with_demo();
    accept(&place, "brand");
    accept(&place, "maker");
    for name in place.names("declarations") {
        place.run(&format!("sign declarations/{name} --key maker.pem")).exits(0);
    }
    let ran = place.run(&format!("{ROLLUP} -o report.json --sign brand.pem"));
    ran.says("signed: report.json.dsse.json");
    place
}

/// A board of one part, as the maker of `part` would declare it.
fn declaration(part: &str, percent: &str) -> String {
    format!(
        "maker,part,total mass (mg),material,material weight (mg),substance,cas,% of material\n\
         A,{part},100,Solder,100,Lead,7439-92-1,{percent}\nA,{part},100,Solder,100,Tin,7440-31-5,\n"
    )
}

fn found(place: &Place, options: &str, exit: i32) -> Value {
    let value = place.run(&format!("{DEEP} {options} --format json")).exits(exit).json();
    valid("deep-verification-v1.schema.json", &value);
    strict("deep-verification-v1.schema.json", &value);
    value
}

fn documents(value: &Value) -> Vec<(&str, &str)> {
    let documents = value["reports"][0]["tiers"][0]["documents"].as_array().unwrap();
    let word = |document: &Value, field: &str| -> Option<&'static str> {
        let states = ["good", "bad", "changed", "missing", "seen", "unknown-key", "unsigned"];
        states.into_iter().find(|state| document[field] == **state)
    };
    documents
        .iter()
        .map(|d| (d["file"].as_str().unwrap_or("-"), word(d, "state").unwrap()))
        .collect()
}

#[test]
fn a_signed_report_is_checked_and_rolled_up_again() {
    let place = place();
    let ran = place.run(DEEP).exits(0);
    let ran = ran.prints("tier 1, report.json: good, signed by brand");
    let ran = ran.prints("cr0402.csv: good, signed by maker, part CR0402");
    ran.prints("rolled up again: the same bytes").prints("everything was seen and is good");
    place.run(&format!("--lang zh {DEEP}")).exits(0).prints("重新汇总：字节相同");
    let value = found(&place, "", 0);
    assert!(documents(&value).iter().all(|(_, state)| *state == "good"), "{value:#}");
    assert_eq!(value["reports"][0]["tiers"][0]["again"]["state"], "same");
    // A plain check is one of the signature.
    let plain = "verify report.json --trust trust.json";
    place.run(plain).exits(0).prints("report.json: good, signed by brand");
    // `sign` does what `rollup --sign` does.
    place.run("sign report.json --key brand.pem -o again.json").exits(0);
    assert_eq!(place.read("again.json"), place.read("report.json.dsse.json"));
    assert_eq!(found(&place, "--envelope again.json", 0)["reports"][0]["good"], true);
}

#[test]
fn what_changed_is_named_and_what_is_missing_too() {
    let place = place();
    let old = place.text("declarations/cr0402.csv");
    place.write("declarations/cr0402.csv", format!("{old}\n"));
    let value = found(&place, "", 1);
    let changed = documents(&value).into_iter().filter(|(_, state)| *state == "changed");
    assert_eq!(changed.collect::<Vec<_>>(), [("declarations/cr0402.csv", "changed")]);
    let ran = place.run(DEEP).exits(1).prints("cr0402.csv: CHANGED");
    ran.says("aggregate-input-changed").prints("not rolled up again").says("SHA-256");
    std::fs::remove_file(place.path("declarations/cr0402.csv")).unwrap();
    place.run(DEEP).exits(1).prints(": not seen, part CR0402").says("aggregate-input-missing");
    place
        .run("verify report.json --trust trust.json --deep")
        .exits(1)
        .prints("bill of materials: not seen");
    place.write("declarations/cr0402.csv", old);
    place.run(DEEP).exits(0);
    place.write("bom.csv", format!("{}\n", place.text("bom.csv")));
    place.run(DEEP).exits(1).prints("bill of materials: CHANGED");
    place.run(&format!("--lang zh {DEEP}")).exits(1).prints("物料清单：已改动");
}

/// A withdrawal outlives its key, and a report that was made before it no longer rests on good documents alone.
#[test]
fn what_was_withdrawn_since_is_told() {
    let place = place();
    place.run(DEEP).exits(0);
    place.run("keygen -o late.pem").exits(0);
    let until = "trust add late.pub.pem --org maker --to 2026-12-31 --trust trust.json";
    place.run(until).exits(0);
    place.run("withdraw declarations/cr0402.csv --reason wrong --key late.pem").exits(0);
    let day = |date: &str| format!("--trust trust.json --as-of {date}");
    for date in [TODAY, "2026-12-31", "2027-01-01", "2030-01-01"] {
        let ran = place.run(&format!("verify declarations/cr0402.csv {}", day(date)));
        ran.exits(1).prints("WITHDRAWN");
    }
    let deep = DEEP.replace("--trust trust.json", &day("2027-01-01"));
    let ran = place.run(&deep).exits(1).says("declaration-withdrawn");
    ran.prints("WITHDRAWN by its signer since").prints("not everything was seen and is good");
    // Whose key was stolen may have withdrawn nothing.
    let list = place.run("trust list --trust trust.json --format json").json();
    let all = list["organisations"].as_array().unwrap().iter();
    let mut keys = all.flat_map(|one| one["keys"].as_array().unwrap());
    let late = keys.find(|key| key["to"] == "2026-12-31").unwrap();
    let id = late["id"].as_str().unwrap();
    let stolen = format!(
        "trust revoke {id} --from 2026-11-01 --compromised --reason stolen --trust trust.json"
    );
    place.run(&stolen).exits(0);
    let ran = place.run(&format!("verify declarations/cr0402.csv {}", day(TODAY)));
    ran.exits(0).says("key-compromised");
}

/// How the one document of this name was taken back.
fn taken_back<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    let tiers = value["reports"][0]["tiers"].as_array().unwrap().iter();
    let mut documents = tiers.flat_map(|tier| tier["documents"].as_array().unwrap());
    let document = documents.find(|d| d["file"].as_str().is_some_and(|file| file.ends_with(name)));
    document.unwrap()["taken_back"].as_str()
}

/// However the report and its signature are given, and wherever the statement lies.
#[test]
fn a_withdrawal_is_seen_from_everywhere() {
    let place = place();
    let name = "declarations/cr0402.csv";
    place.run(&format!("withdraw {name} --reason wrong --key maker.pem")).exits(0);
    let statement = format!("{name}.withdraw.dsse.json");
    let value = found(&place, "--envelope report.json.dsse.json", 1);
    assert_eq!(taken_back(&value, "cr0402.csv"), Some("withdrawn"));
    assert_eq!(taken_back(&value, "sdr0805.csv"), None);
    assert_eq!(value["reports"][0]["good"], false);
    assert_eq!(value["reports"][0]["tiers"][0]["good"], false);
    let report = place.read("report.json");
    let line = DEEP.replacen("report.json", "- --envelope report.json.dsse.json", 1);
    place.feed(&report, &line).exits(1).prints("WITHDRAWN").prints("not everything");
    let zh = place.run(&format!("--lang zh {DEEP}")).exits(1);
    zh.prints("此后已被签名方撤回").prints("并非所有内容均已见到且有效");
    // Elsewhere it is found where one looks.
    place.write("apart/said.dsse.json", place.read(&statement));
    std::fs::remove_file(place.path(&statement)).unwrap();
    place.run(DEEP).exits(0);
    place.run(&format!("{DEEP} --with apart")).exits(1).prints("WITHDRAWN");
    place.run(&format!("{DEEP} --delegations apart")).exits(1).prints("WITHDRAWN");
    place.write("boms/bom.csv", place.read("bom.csv"));
    place.write("boms/said.dsse.json", place.read("apart/said.dsse.json"));
    let deep = DEEP.replace("--bom bom.csv", "--bom boms/bom.csv");
    place.run(&deep).exits(1).prints("WITHDRAWN");
}

#[test]
fn a_newer_document_at_hand_takes_the_place_of_an_older_one() {
    let place = place();
    place.write("new/cr0402.csv", place.text("declarations/cr0402.csv") + "\n");
    let sign = "sign new/cr0402.csv --supersedes declarations/cr0402.csv --key";
    place.run(&format!("{sign} brand.pem")).exits(0);
    std::fs::remove_file(place.path("declarations/cr0402.csv.supersede.dsse.json")).unwrap();
    // Nobody else's.
    place.run(&format!("{DEEP} --with new")).exits(0).says("status-other-signer");
    std::fs::remove_file(place.path("new/cr0402.csv.dsse.json")).unwrap();
    place.run(&format!("{sign} maker.pem")).exits(0);
    std::fs::remove_file(place.path("declarations/cr0402.csv.supersede.dsse.json")).unwrap();
    place.run(DEEP).exits(0);
    place.run(&format!("{DEEP} --with new")).exits(1).prints("REPLACED by its signer since");
    let value = found(&place, "--with new", 1);
    assert_eq!(taken_back(&value, "declarations/cr0402.csv"), Some("superseded"));
}

/// What can't be read may be a withdrawal, so it is no yes.
#[test]
fn what_may_be_a_statement_and_cannot_be_read_is_no_yes() {
    let place = place();
    let verify = "verify declarations/cr0402.csv --trust trust.json";
    place.run(verify).exits(0);
    // More than is read of a file.
    let file = std::fs::File::create(place.path("declarations/x.withdraw.dsse.json")).unwrap();
    file.set_len((1 << 30) + 1).unwrap();
    place.run(verify).exits(2).prints("cr0402.csv: good").says("file-inaccessible");
    let value = place.run(&format!("{verify} --format json")).exits(2).json();
    valid("verification-v1.schema.json", &value);
    strict("verification-v1.schema.json", &value);
    assert_eq!(value["unread"][0]["code"], "file-inaccessible");
    place.run(DEEP).exits(2).says("file-inaccessible");
}

#[test]
fn everything_that_a_roll_up_takes_is_repeated() {
    let place = place();
    place.copy("lists/valid--company/acme-restricted.toml", "acme/acme.toml");
    place.copy("lists/valid--company/acme-restricted.csv", "acme/acme.csv");
    place.write(
        "decisions.toml",
        "[[decision]]\nrules = \"eu-rohs\"\nentry = \"*\"\npart = \"X\"\ndocument = \"none\"\n\
         reason = \"r\"\nowner = \"o\"\ndecided = \"2026-11-01\"\nexpires = \"2027-01-01\"\n",
    );
    place.write("mapping.toml", "[columns]\n");
    let options = "--product PHONE-1 --rules all --lists acme --decisions decisions.toml \
                   --mapping mapping.toml --application battery --category eu-rohs=4 \
                   --china-item outside --closure-tolerance 0.25 --trust-full-disclosure \
                   --require-signed --known-on 2026-11-01 --china-basis 'GB 26572-2025'";
    let ran = place.run(&format!("{ROLLUP} {options} -o report.json --sign brand.pem"));
    assert!(ran.code < 2, "{}", ran.err);
    let with = "--decisions decisions.toml --mapping mapping.toml --lists acme";
    assert_eq!(found(&place, with, 0)["reports"][0]["tiers"][0]["again"]["state"], "same");
    let states = |options: &str| {
        let value = found(&place, options, 1);
        let sources = value["reports"][0]["tiers"][0]["sources"].as_array().unwrap().clone();
        let open = sources.into_iter().filter(|source| source["state"] != "good");
        open.map(|s| format!("{} {}", s["kind"], s["state"]).replace('"', "")).collect::<Vec<_>>()
    };
    assert_eq!(states("--mapping mapping.toml --lists acme"), ["decisions missing"]);
    assert_eq!(states("--decisions decisions.toml --lists acme"), ["mapping missing"]);
    assert_eq!(states("--decisions decisions.toml --mapping mapping.toml"), ["list missing"]);
    let table = place.text("acme/acme.csv");
    place.write("acme/acme.csv", format!("{table}\n"));
    assert_eq!(states(with), ["list changed"]);
}

#[test]
fn the_trust_file_of_the_time_decides_the_report_and_that_of_today_the_signatures() {
    let place = place();
    place.write("then.json", place.read("trust.json"));
    place.run("keygen -o later.pem").exits(0);
    place.run("trust add later.pub.pem --org later --trust trust.json").exits(0);
    place.run(DEEP).exits(1).prints("trust file: not seen");
    place.run(&format!("{DEEP} --with then.json")).exits(0);
    let id = place.run("trust list --trust trust.json").exits(0).out();
    assert!(id.contains("later"));
}

#[test]
fn a_chain_of_three_tiers_is_followed_as_far_as_it_is_there() {
    let place = Place::new();
    for name in ["brand", "module", "chip"] {
        accept(&place, name);
    }
    let roll = |folder: &str, key: &str| {
        let line = format!(
            "rollup {folder}/bom.csv --declarations {folder}/in --trust trust.json --format json \
             --as-of {TODAY} -o {folder}/report.json --sign {key}.pem"
        );
        assert!(place.run(&line).code < 2);
    };
    // The chip's maker sums up its die, the module's maker the chip, the brand the module.
    place.write("chip/bom.csv", "parent,child,quantity\nCHIP,DIE,1\n");
    place.write("chip/in/die.csv", declaration("DIE", "0.05"));
    place.run("sign chip/in/die.csv --key chip.pem").exits(0);
    roll("chip", "chip");
    place.write("module/bom.csv", "parent,child,quantity\nMODULE,CHIP,2\n");
    place.write("module/in/chip.csv", declaration("CHIP", "0.05"));
    let sign = "sign module/in/chip.csv --key chip.pem --made-from chip/report.json";
    place.run(sign).exits(0);
    roll("module", "module");
    place.write("bom.csv", "parent,child,quantity\nPHONE,MODULE,1\n");
    place.write("declarations/module.csv", declaration("MODULE", "0.05"));
    place
        .run("sign declarations/module.csv --key module.pem --made-from module/report.json")
        .exits(0);
    assert!(place.run(&format!("{ROLLUP} -o report.json --sign brand.pem")).code < 2);
    let value = found(&place, "--with chip --with module", 0);
    let tiers = value["reports"][0]["tiers"].as_array().unwrap();
    let told: Vec<String> = tiers.iter().map(|t| format!("{} {}", t["tier"], t["file"])).collect();
    assert_eq!(told, ["1 \"report.json\"", "2 \"module/report.json\"", "3 \"chip/report.json\""]);
    let below = &tiers[0]["documents"][0]["made_from"];
    assert_eq!(
        (&below["count"], &below["envelope_sha256"]),
        (&1.into(), &tiers[1]["envelope_sha256"])
    );
    let text = place.run(&format!("{DEEP} --with chip --with module")).exits(0);
    text.prints("  tier 2, module/report.json: good").prints("made from an aggregate below");
    // What was withdrawn at the bottom is seen at the top.
    place.run("withdraw chip/in/die.csv --reason wrong --key chip.pem").exits(0);
    let value = found(&place, "--with chip --with module", 1);
    assert_eq!(taken_back(&value, "die.csv"), Some("withdrawn"));
    std::fs::remove_file(place.path("chip/in/die.csv.withdraw.dsse.json")).unwrap();
    // Only two tiers are there; the third was not seen.
    let ran = place.run(&format!("{DEEP} --with module")).exits(1);
    let ran = ran.says("aggregate-tier-missing").prints("an aggregate that was not seen");
    ran.prints("tier 2, module/report.json: good, signed by module");
    place.write("chip/in/die.csv", declaration("DIE", "0.06"));
    let ran = place.run(&format!("{DEEP} --with module --with chip")).exits(1);
    ran.prints("chip/in/die.csv: CHANGED").prints("tier 3, chip/report.json: good");
}

#[test]
fn a_customer_sees_that_one_document_is_in_the_report() {
    let place = place();
    place.run("prove report.json declarations/cr0402.csv -o cr0402.proof.json").exits(0);
    valid("inclusion-proof-v1.schema.json", &place.json("cr0402.proof.json"));
    strict("inclusion-proof-v1.schema.json", &place.json("cr0402.proof.json"));
    let of_envelope = place.run("prove report.json declarations/cr0402.csv.dsse.json").exits(0);
    assert_eq!(of_envelope.out, place.read("cr0402.proof.json"));
    let customer = Place::new();
    let given = ["trust.json", "cr0402.proof.json", "report.json.dsse.json"];
    let document = ["declarations/cr0402.csv", "declarations/cr0402.csv.dsse.json"];
    for name in given.into_iter().chain(document) {
        customer.write(name.trim_start_matches("declarations/"), place.read(name));
    }
    let line = "verify cr0402.csv --trust trust.json --in report.json.dsse.json --proof";
    let check = |proof: &str| -> Ran { customer.run(&format!("{line} {proof}")) };
    let good = check("cr0402.proof.json").exits(0).prints("cr0402.csv: good, signed by maker");
    good.prints(
        "proven to be in report.json.dsse.json, signed by brand, about MONITOR-19, PHONE-1",
    );
    let value = check("cr0402.proof.json --format json").exits(0).json();
    valid("verification-v1.schema.json", &value);
    assert_eq!(value["documents"][0]["in"]["proven"], true);
    // With the report its bytes are checked, too.
    let with_report = "verify declarations/cr0402.csv --trust trust.json --in report.json --proof";
    place.run(&format!("{with_report} cr0402.proof.json")).exits(0);
    place.run("prove report.json declarations/sdr0805.csv -o other.json").exits(0);
    customer.write("other.json", place.read("other.json"));
    check("other.json").exits(1).says("proof-of-other").prints("NOT proven");
    let proof = place.text("cr0402.proof.json");
    customer.write("wrong.json", proof.replace("\"index\": \"", "\"index\": \"1"));
    check("wrong.json").exits(1).says("proof-wrong");
    customer.write("wrong.json", proof.replace("\"count\"", "\"counts\""));
    let value = check("wrong.json --format json").exits(1).json();
    valid("verification-v1.schema.json", &value);
    assert_eq!(value["documents"][0]["diagnostics"][0]["code"], "proof-malformed");
    // An aggregate that nobody known signed proves nothing, and neither does a declaration's signature.
    place.run("keygen -o nobody.pem").exits(0);
    place.run("sign report.json --key nobody.pem -o nobody.dsse.json").exits(0);
    customer.write("report.json.dsse.json", place.read("nobody.dsse.json"));
    check("cr0402.proof.json").exits(1).says("key-unknown").prints("NOT proven");
    customer.write("report.json.dsse.json", place.read("declarations/cr0402.csv.dsse.json"));
    check("cr0402.proof.json").exits(1).says("predicate-type-unknown").prints("NOT proven");
}

#[test]
fn what_makes_no_sense_is_refused() {
    let place = place();
    place.run(&format!("{ROLLUP} --sign brand.pem")).exits(2);
    let human = "rollup bom.csv --declarations declarations -o r.txt --sign brand.pem";
    place.run(human).exits(2).says("--format json");
    assert!(!place.exists("r.txt"));
    place.run(&format!("{ROLLUP} -o - --sign brand.pem")).exits(2).says("-o FILE");
    place.run("verify bom.csv --trust trust.json --deep").exits(2).says("no report");
    place.run("verify report.json --trust trust.json --lists x").exits(2).says("--deep");
    // One envelope is that of one report, and standard input can be read once.
    let both = "verify report.json again.json --trust trust.json --envelope report.json.dsse.json";
    place.run(both).exits(2).says("an envelope is that of one document");
    place.run(&format!("{both} --deep")).exits(2).says("an envelope is that of one document");
    for twice in [
        "verify - - --trust trust.json",
        "verify - --trust -",
        "verify - --trust trust.json --envelope -",
        "verify - --trust trust.json --deep --bom -",
        "verify report.json --trust - --in - --proof p",
        "verify - --trust trust.json --tsa -",
    ] {
        let ran = place.feed(b"", twice).exits(2);
        ran.says("`-` is given twice").says("standard input can be read once");
    }
    place.run("verify report.json --trust trust.json --bom bom.csv").exits(2);
    place.run("verify report.json --trust trust.json --deep --bom none.csv").exits(2);
    place.run("verify bom.csv --trust trust.json --proof p").exits(2);
    place.run("prove bom.csv bom.csv").exits(2).says("no report");
    place.run("prove report.json bom.csv").exits(2).says("bom.csv.dsse.json");
    place.run("sign bom.csv --key brand.pem --made-from bom.csv").exits(2).says("no report");
    place.run("sign report.json --key brand.pem --made-from report.json").exits(2);
    place.run("sign bom.csv --key maker.pem").exits(0);
    place.run("prove report.json bom.csv").exits(1).says("proof-not-among");
    // The signature of a declaration on a report is none of an aggregate, and the other way round.
    let report = place.text("report.json");
    place.write("older.json", report.replace("\"envelope_sha256\"", "\"envelope\""));
    place.run("sign older.json --key brand.pem").exits(2).says("does not name the signatures");
    place.write("bom.csv.dsse.json", place.read("report.json.dsse.json"));
    place.run("verify bom.csv --trust trust.json").exits(1).says("predicate-type-unknown");
    place.write("report.json.dsse.json", place.read("declarations/cr0402.csv.dsse.json"));
    place.run("prove report.json declarations/cr0402.csv").exits(2);
    place.run(DEEP).exits(1).says("predicate-type-unknown");
}
