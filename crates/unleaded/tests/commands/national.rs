//! SM2 keys and signatures, with the feature `national` and without it.

use crate::json::valid;
use crate::support::Place;

/// The fixture of an SM2 signature: `part.csv` with its envelope, and a trust file that has the key.
fn signed() -> Place {
    let place = Place::new();
    for name in ["part.csv", "part.csv.dsse.json", "trust.json"] {
        place.copy(&format!("trust/signature-algorithm-not-built--sm2/{name}"), name);
    }
    place.copy("trust/key-algorithm-not-built--public-sm2/public.pem", "sm2.pub.pem");
    place.copy("trust/key-algorithm-not-built--private-sm2/private.pem", "sm2.pem");
    place
}

#[test]
fn a_trust_file_lists_the_key_in_every_program() {
    let place = signed();
    let value = place.run("trust list --trust trust.json --format json").exits(0).json();
    valid("trust-list-v1.schema.json", &value);
    assert_eq!(value["organisations"][0]["keys"][0]["algorithm"], "sm2");
}

#[cfg(not(feature = "national"))]
#[test]
fn a_program_without_it_says_so() {
    let place = signed();
    let ran = place.run("verify part.csv --trust trust.json").exits(1);
    assert!(!ran.out().contains("BAD") && !ran.err.contains("does not fit"), "{}", ran.out());
    ran.prints("unknown key").says("was not checked").says("built without").says("`Supplier A`");
    let zh = place.run("--lang zh verify part.csv --trust trust.json").exits(1);
    zh.prints("未知密钥").says("未经验证").says("编译时未启用");
    place.run("trust list --trust trust.json").exits(0).prints("sm2");
    let before = place.names(".");
    for line in [
        "keygen --algorithm sm2 -o new.pem",
        "sign part.csv --key sm2.pem -o new.dsse.json",
        "trust add sm2.pub.pem --org Maker --trust new.json",
        "trust add sm2.pub.pem --org Maker --other-algorithm --trust new.json",
    ] {
        place.run(line).exits(2).says("built without").says("`--features national`");
    }
    assert_eq!(place.names("."), before);
    // A change of the trust file keeps the key.
    place.run("keygen -o ed25519.pem").exits(0);
    place.run("trust add ed25519.pub.pem --org Maker --trust trust.json").exits(0);
    place.run("trust list --trust trust.json").exits(0).prints("sm2").prints("Maker");
}

#[cfg(feature = "national")]
mod built {
    use super::signed;
    use crate::support::Place;

    /// A document, an SM2 key and an Ed25519 key that are both trusted as those of one maker.
    fn with_keys() -> Place {
        let place = Place::new();
        place.write("part.csv", "a,b\n");
        place.run("keygen --algorithm sm2 -o sm2.pem").exits(0).says("sm2.pub.pem");
        place.run("keygen -o ed25519.pem").exits(0);
        for key in ["sm2", "ed25519"] {
            place.run(&format!("trust add {key}.pub.pem --org Maker --trust trust.json")).exits(0);
        }
        place
    }

    #[test]
    fn a_document_is_signed_and_verified() {
        let place = with_keys();
        place.run("sign part.csv --key sm2.pem").exits(0);
        place.run("verify part.csv --trust trust.json").exits(0).prints("Maker");
        place.run("trust list --trust trust.json").exits(0).prints("sm2");
        place.write("part.csv", "a,c\n");
        place.run("verify part.csv --trust trust.json").exits(1).says("signature-changed-document");
    }

    #[test]
    fn two_algorithms_stand_in_one_envelope() {
        let place = with_keys();
        let trust = "trust add sm2.pub.pem --org Maker --threshold 2 --trust trust.json";
        place.run(trust).exits(0);
        place.run("sign part.csv --key sm2.pem").exits(0);
        place.run("verify part.csv --trust trust.json").exits(1).says("signatures-too-few");
        place.run("sign part.csv --key ed25519.pem --add").exits(0);
        place.run("verify part.csv --trust trust.json").exits(0);
        place.run("sign part.csv --key sm2.pem --add").exits(2).says("signed already");
        let both = place.text("part.csv.dsse.json");
        // The signature in DER is the one that begins with the tag of a sequence.
        let changed = both.replacen("\"sig\": \"ME", "\"sig\": \"MF", 1);
        assert_ne!(changed, both);
        place.write("part.csv.dsse.json", changed);
        place.run("verify part.csv --trust trust.json").exits(1).says("signature-invalid");
    }

    #[test]
    fn what_the_fixtures_have_is_good() {
        let place = signed();
        place.run("verify part.csv --trust trust.json").exits(0).prints("Supplier A");
        // Signatures are the same for the same key, day and document.
        place.run("sign part.csv --key sm2.pem --issued 2026-11-22 -o again").exits(0);
        place.run("verify part.csv --envelope again --trust trust.json").exits(0);
        place.run("sign part.csv --key sm2.pem --issued 2026-11-22 -o twice").exits(0);
        assert_eq!(place.read("again"), place.read("twice"));
    }

    #[test]
    fn a_key_under_a_passphrase_needs_it() {
        let place = with_keys();
        place.write("pass", "hush-4711\n");
        place.run("keygen --algorithm sm2 --passphrase file:pass -o locked.pem").exits(0);
        assert!(place.text("locked.pem").starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
        place.run("trust add locked.pub.pem --org Locked --trust trust.json").exits(0);
        place.run("sign part.csv --key locked.pem").exits(2).says("is encrypted");
        place.run("sign part.csv --key locked.pem --passphrase file:pass").exits(0);
        place.run("verify part.csv --trust trust.json").exits(0).prints("Locked");
    }

    #[test]
    fn a_representative_may_have_such_a_key() {
        let place = with_keys();
        place.run("keygen --algorithm sm2 -o agent.pem").exits(0);
        let trust = "--org Agent --role authorised-representative --trust trust.json";
        place.run(&format!("trust add agent.pub.pem {trust}")).exits(0);
        let period = "--from 2026-01-01 --to 2099-12-31";
        let line = format!("trust delegate agent.pub.pem --org Agent --scope '*' {period}");
        place.run(&format!("{line} --key sm2.pem -o d.delegation.dsse.json")).exits(0);
        place.run("sign part.csv --key agent.pem --delegation d.delegation.dsse.json").exits(0);
        place.run("verify part.csv --trust trust.json").exits(0).prints("Maker");
    }

    #[test]
    fn where_only_ed25519_will_do_it_is_said() {
        let place = with_keys();
        place.write("part.xml", "<a>1</a>");
        for line in [
            "sign part.csv --key sm2.pem --ssh",
            "sign part.xml --key sm2.pem --xml -o signed.xml",
            "trust rotate --old ed25519.pem --new sm2.pem -o r.dsse.json",
            "log init log --origin example.org/log --key sm2.pem",
        ] {
            place.run(line).exits(2).says("Ed25519");
        }
        // RSA and ECDSA keys are still for what others sign.
        place.copy("trust/key-not-ed25519--x25519/public.pem", "x.pub.pem");
        let line = "trust add x.pub.pem --org Other --trust trust.json";
        place.run(line).exits(2).says("not Ed25519");
    }
}
