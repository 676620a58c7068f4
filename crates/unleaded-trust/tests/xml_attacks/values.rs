//! Hashes, values of signatures, and keys that come with them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use unleaded_trust::{SIGNATURE_SIZE, sign_xml};

use crate::common::key;
use crate::{DOCUMENT, changed, check, signed};

/// The end of the base64 text in `element` of our signature, replaced by what `change` makes of it.
fn value(element: &str, change: impl Fn(&str) -> String) -> String {
    let signed = signed();
    let start = signed.find(&format!("<ds:{element}>")).unwrap() + element.len() + 5;
    let end = start + signed[start..].find('<').unwrap();
    format!("{}{}{}", &signed[..start], change(&signed[start..end]), &signed[end..])
}

/// The letter behind `c` in the alphabet of base64: it differs in bits that the padding leaves out.
fn next(c: char) -> char {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    alphabet.chars().cycle().skip_while(|a| *a != c).nth(1).unwrap()
}

#[test]
fn values() {
    let loose = |text: &str| {
        let (head, pad) = text.split_at(text.find('=').unwrap());
        let last = head.chars().last().unwrap();
        format!("{}{}{pad}", &head[..head.len() - 1], next(last))
    };
    let bytes = |text: &str| STANDARD.decode(text).unwrap();
    let order = {
        let mut order = [0_u8; 32];
        order[..16].copy_from_slice(&0x14de_f9de_a2f7_9cd6_5812_631a_5cf5_d3ed_u128.to_le_bytes());
        order[31] = 0x10;
        order
    };
    let unreduced = |text: &str| {
        let mut signature = bytes(text);
        let mut carry = 0;
        for (byte, add) in signature[32..].iter_mut().zip(order) {
            let sum = u16::from(*byte) + u16::from(add) + carry;
            *byte = sum.to_le_bytes()[0];
            carry = sum >> 8;
        }
        STANDARD.encode(signature)
    };
    let invalid = "SignatureInvalid";
    check(&[
        ("a hash in another spelling", value("DigestValue", loose), "base64: DigestValue"),
        ("a value in another spelling", value("SignatureValue", loose), "base64: SignatureValue"),
        ("no padding", value("DigestValue", |text| text.replace('=', "")), "base64: DigestValue"),
        (
            "too much padding",
            value("DigestValue", |text| format!("{text}=")),
            "base64: DigestValue",
        ),
        (
            "the other alphabet",
            value("SignatureValue", |text| format!("-_{}", &text[2..])),
            "base64: SignatureValue",
        ),
        (
            "white space in the value",
            value("SignatureValue", |text| {
                format!("\r\n {}\t\n{}&#13;&#xA;", &text[..20], &text[20..])
            }),
            "good",
        ),
        (
            "another white space",
            value("SignatureValue", |text| format!("\u{a0}{text}")),
            "base64: SignatureValue",
        ),
        (
            "white space in the hash, which is covered",
            value("DigestValue", |text| format!(" {text}")),
            invalid,
        ),
        ("an empty hash", value("DigestValue", |_| String::new()), "DocumentChanged"),
        (
            "a hash cut short",
            value("DigestValue", |text| STANDARD.encode(&bytes(text)[..16])),
            "DocumentChanged",
        ),
        (
            "a hash with more behind",
            value("DigestValue", |text| STANDARD.encode([bytes(text), vec![0]].concat())),
            "DocumentChanged",
        ),
        ("an empty value", value("SignatureValue", |_| String::new()), invalid),
        (
            "a value cut short",
            value("SignatureValue", |text| STANDARD.encode(&bytes(text)[..63])),
            invalid,
        ),
        (
            "a value with more behind",
            value("SignatureValue", |text| STANDARD.encode([bytes(text), vec![0]].concat())),
            invalid,
        ),
        ("a value of zeros", value("SignatureValue", |_| STANDARD.encode([0; 64])), invalid),
        (
            "a point of low order",
            value("SignatureValue", |text| {
                STANDARD.encode([&[1][..], &[0; 31], &bytes(text)[32..]].concat())
            }),
            invalid,
        ),
        ("a scalar that is not reduced", value("SignatureValue", unreduced), invalid),
        (
            "one bit of the value",
            value("SignatureValue", |text| {
                let mut signature = bytes(text);
                signature[40] ^= 1;
                STANDARD.encode(signature)
            }),
            invalid,
        ),
    ]);
}

#[test]
fn keys_in_the_document() {
    let evil = String::from_utf8(
        sign_xml(DOCUMENT.as_bytes(), &key(9)).unwrap().insert_into(DOCUMENT.as_bytes()),
    );
    let (evil, mine) = (evil.unwrap(), key(1).public().id());
    let value = format!("<ds:KeyValue>{}</ds:KeyValue>", key(9).public().spki_base64());
    let der = format!(
        "<dsig11:DEREncodedKeyValue xmlns:dsig11=\"http://www.w3.org/2009/xmldsig11#\">{}</dsig11:DEREncodedKeyValue>",
        key(9).public().spki_base64()
    );
    let start = signed().find("<ds:KeyInfo>").unwrap();
    let without = format!("{}</ds:Signature></d:Declaration>", &signed()[..start]);
    let add = |document: &str, what: &str| {
        document.replace("<ds:KeyInfo>", &format!("<ds:KeyInfo>{what}"))
    };
    let deep = "<x>".repeat(300);
    check(&[
        ("a key beside a signature of that key", add(&evil, &value), "unknown key"),
        ("the same as DER", add(&evil, &der), "unknown key"),
        (
            "the same under the name of a trusted key",
            add(&evil, &der).replace(&key(9).public().id(), &mine),
            "SignatureInvalid",
        ),
        (
            "a certificate of somebody",
            add(&evil, "<ds:X509Data><ds:X509Certificate>AAAA</ds:X509Certificate></ds:X509Data>"),
            "unknown key",
        ),
        ("another key beside our signature", add(&signed(), &value), "good"),
        (
            "a way to fetch a key",
            add(&signed(), "<ds:RetrievalMethod URI=\"http://a.example/\"/>"),
            "good",
        ),
        ("two names", changed("</ds:KeyName>", "</ds:KeyName><ds:KeyName>x</ds:KeyName>"), "good"),
        ("no name", without, "good"),
        ("a long description", add(&signed(), &"<x/>".repeat(SIGNATURE_SIZE / 4)), "TooLarge"),
        ("a deep description", add(&signed(), &deep), "document: TooDeep"),
    ]);
}
