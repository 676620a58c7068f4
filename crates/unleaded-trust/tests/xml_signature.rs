//! Signatures inside XML documents: what is signed is verified, and what is handed out is what was signed.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read files, and their helpers may panic"
)]

use std::fs;

use jiff::civil::date;
use proptest::prelude::*;
use unleaded_trust::{
    BadReason, CanonicalProblem, GivenKey, Grant, Organisation, PublicKey, Role, Scope, TrustStore,
    VerifiedXml, XmlBadReason, XmlKeys, XmlSignError, XmlSigner, XmlVerification,
    mentions_xml_signature, sign_xml, verify_xml, verify_xml_stream,
};

use crate::common::{TODAY, key, organisation, store};

mod common;

const DOCUMENT: &str = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<!-- before -->\r\n<d:Declaration \
    xmlns:d='urn:d' b='2' a='1'>\r\n  <Part name='铅 &amp; 锡'>12<!-- split -->.5</Part>\r\n\
    <![CDATA[<x>]]></d:Declaration >\r\n<?after it?>\r\n";

/// What is signed of it.
const CANONICAL: &str = "<d:Declaration xmlns:d=\"urn:d\" a=\"1\" b=\"2\">\n  <Part name=\"铅 &amp; 锡\">12.5</Part>\n\
    &lt;x&gt;</d:Declaration>\n<?after it?>";

fn signed(document: &str, n: u8) -> String {
    let signature = sign_xml(document.as_bytes(), &key(n)).unwrap();
    String::from_utf8(signature.insert_into(document.as_bytes())).unwrap()
}

fn check(document: &[u8], trust: &TrustStore) -> XmlVerification<Vec<u8>> {
    verify_xml(document, &XmlKeys { trust, given: &[], as_of: TODAY, evidence: &[] })
}

fn good(document: &str) -> VerifiedXml<Vec<u8>> {
    match check(document.as_bytes(), &store()) {
        XmlVerification::Good(verified) => verified,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_signed_is_verified_and_handed_out_as_it_was_hashed() {
    let signed = signed(DOCUMENT, 1);
    let verified = good(&signed);
    assert_eq!(std::str::from_utf8(verified.document()).unwrap(), CANONICAL);
    let XmlSigner::Trusted(signer) = verified.signer() else { panic!() };
    assert_eq!(signer.organisation.name(), "甲公司");
    assert_eq!(signer.key_id, key(1).public().id());
    assert_eq!(verified.map(|document| document.len()).into_document(), CANONICAL.len());
}

#[test]
fn signing_touches_no_other_byte() {
    let signature = sign_xml(DOCUMENT.as_bytes(), &key(1)).unwrap();
    let signed = signed(DOCUMENT, 1);
    assert_eq!(signed.replacen(&signature.element, "", 1), DOCUMENT);
    assert!(signed.contains(&format!("{}</d:Declaration >", signature.element)));
    assert_eq!(sign_xml(DOCUMENT.as_bytes(), &key(1)).unwrap(), signature, "the same bytes");
}

/// The bytes are frozen: a signature made today is found by every later version.
#[test]
fn the_form_never_changes() {
    let element = sign_xml("<a>b</a>".as_bytes(), &key(1)).unwrap().element;
    assert_eq!(
        element,
        concat!(
            r#"<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>"#,
            r#"<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod>"#,
            r#"<ds:SignatureMethod Algorithm="http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519"></ds:SignatureMethod>"#,
            r#"<ds:Reference URI=""><ds:Transforms>"#,
            r#"<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform>"#,
            r#"<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform></ds:Transforms>"#,
            r#"<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod>"#,
            r#"<ds:DigestValue>8bz1Xt5LiZYrQRITvL0ZGPPhZZ14bBr/IP1b2J+8rnA=</ds:DigestValue></ds:Reference></ds:SignedInfo>"#,
            r#"<ds:SignatureValue>zriYE/qOEaPaL8FzjnMCKJ5UHcjB8nrzDyAGmS5KdRgkpuTIWx8aupPNAfeVn5G6Y/td1RK9Afo6ncUqbyW2Dg==</ds:SignatureValue><ds:KeyInfo>"#,
            r#"<ds:KeyName>fd110d301d2f077de1414b8f99f441b1403fab207b2052fbd2c065e4ee8e7dc2</ds:KeyName>"#,
            r#"</ds:KeyInfo></ds:Signature>"#,
        )
    );
}

#[test]
fn a_stream_gives_the_same() {
    let signed = signed(DOCUMENT, 1);
    let trust = store();
    let keys = XmlKeys { trust: &trust, given: &[], as_of: TODAY, evidence: &[] };
    let slow = std::io::BufReader::with_capacity(5, signed.as_bytes());
    match verify_xml_stream(slow, Vec::new(), &keys) {
        XmlVerification::Good(verified) => assert_eq!(verified.document(), CANONICAL.as_bytes()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_cannot_be_signed() {
    let refused = |document: &str| sign_xml(document.as_bytes(), &key(1)).unwrap_err();
    assert_eq!(refused("<a/>"), XmlSignError::RootEmpty);
    assert_eq!(refused(&signed(DOCUMENT, 1)), XmlSignError::AlreadySigned);
    let nested = "<a><b><Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/></b></a>";
    assert_eq!(refused(nested), XmlSignError::AlreadySigned);
    let doctype = refused("<!DOCTYPE a><a></a>");
    assert!(
        matches!(doctype, XmlSignError::Document(error) if error.problem == CanonicalProblem::Doctype)
    );
    // An element of that name in another namespace is content.
    let content = "<a><Signature xmlns='urn:other'>x</Signature></a>";
    assert_eq!(good(&signed(content, 1)).document(), content.replace('\'', "\"").as_bytes());
}

#[test]
fn keys_and_their_periods() {
    let document = signed(DOCUMENT, 1);
    let on = |trust: &TrustStore, day| {
        let keys = XmlKeys { trust, given: &[], as_of: day, evidence: &[] };
        verify_xml(document.as_bytes(), &keys)
    };
    let unknown = XmlVerification::UnknownKey { key_name: key(1).public().id() };
    assert_eq!(on(&TrustStore::empty(), TODAY), unknown);
    let mut trust = TrustStore::empty();
    trust.add(key(2).public(), organisation("乙公司"), None, None).unwrap();
    assert_eq!(on(&trust, TODAY), unknown);
    let (from, to) = (date(2026, 1, 1), date(2026, 12, 31));
    trust.add(key(1).public(), organisation("甲公司"), Some(from), Some(to)).unwrap();
    assert!(matches!(on(&trust, from), XmlVerification::Good(_)));
    assert!(matches!(
        on(&trust, date(2027, 1, 1)),
        XmlVerification::Bad(XmlBadReason::Key(BadReason::KeyExpired { .. }))
    ));
    trust.revoke(&key(1).public().id(), date(2026, 6, 1), "").unwrap();
    assert!(matches!(on(&trust, date(2026, 5, 31)), XmlVerification::Good(_)));
    assert!(matches!(
        on(&trust, TODAY),
        XmlVerification::Bad(XmlBadReason::Key(BadReason::KeyRevoked { .. }))
    ));
}

/// Such a signature tells neither items nor for whom it is made, so a key with bounds can't make one.
#[test]
fn keys_with_bounds() {
    let document = signed(DOCUMENT, 1);
    let refused = |change: fn(&mut Grant)| {
        let mut grant = Grant::new(key(1).public().into(), organisation("甲公司"));
        change(&mut grant);
        let mut trust = TrustStore::empty();
        trust.grant(grant).unwrap();
        match check(document.as_bytes(), &trust) {
            XmlVerification::Bad(XmlBadReason::Key(reason)) => reason,
            other => panic!("{other:?}"),
        }
    };
    let reason = refused(|grant| grant.scope = Some(Scope::new(["PN-"])));
    assert!(matches!(reason, BadReason::KeyScope { item: None, .. }), "{reason}");
    let reason = refused(|grant| grant.roles = [Role::Log].into());
    assert!(matches!(reason, BadReason::KeyRole { .. }), "{reason}");
    let reason = refused(|grant| grant.roles = [Role::AuthorisedRepresentative].into());
    assert!(matches!(reason, BadReason::Delegation { .. }), "{reason}");
}

#[test]
fn the_name_of_the_key_is_a_hint() {
    let document = signed(DOCUMENT, 1);
    let id = key(1).public().id();
    for other in ["", "somebody", &key(9).public().id()] {
        assert_eq!(good(&document.replace(&id, other)), good(&document), "{other}");
    }
    // A hint at another trusted key does not make that key the signer.
    let mut both = store();
    both.add(key(2).public(), organisation("乙公司"), None, None).unwrap();
    let hinted = document.replace(&id, &key(2).public().id());
    assert_eq!(check(hinted.as_bytes(), &both), XmlVerification::Good(good(&document)));
    // A trusted key that is named and does not fit: the signature was changed.
    let foreign = signed(DOCUMENT, 3).replace(&key(3).public().id(), &id);
    assert!(matches!(
        check(foreign.as_bytes(), &store()),
        XmlVerification::Bad(XmlBadReason::SignatureInvalid { .. })
    ));
}

#[test]
fn documents_without_a_signature() {
    assert!(!mentions_xml_signature(DOCUMENT.as_bytes()));
    assert!(mentions_xml_signature(signed(DOCUMENT, 1).as_bytes()));
    assert_eq!(check(DOCUMENT.as_bytes(), &store()), XmlVerification::Unsigned);
}

/// The document of another program and what was done to it.
#[test]
fn a_document_of_another_program() {
    let read = |name: &str| {
        let path = common::shared(&format!("corpus/vectors/dsse/{name}"))?;
        Some(fs::read(path).unwrap())
    };
    let Some(pem) = read("p.pem") else {
        return;
    };
    let maker = PublicKey::from_pem(std::str::from_utf8(&pem).unwrap()).unwrap();
    let mut trust = TrustStore::empty();
    trust.add(maker, Organisation::new::<&str>("Maker", &[]).unwrap(), None, None).unwrap();
    let outcome = |name: &str| check(&read(name).unwrap(), &trust);
    let XmlVerification::Good(signed) = outcome("signed.xml") else { panic!() };
    for same in ["t_attr_order.xml", "t_comment.xml", "t_nssplit.xml"] {
        assert_eq!(outcome(same), XmlVerification::Good(signed.clone()), "{same}");
    }
    let bad = |name: &str| match outcome(name) {
        XmlVerification::Bad(reason) => reason,
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!(bad("t_text.xml"), XmlBadReason::DocumentChanged);
    assert_eq!(bad("t_twosig.xml"), XmlBadReason::Several);
    assert_eq!(bad("t_wrap.xml"), XmlBadReason::Misplaced);
    let doctype = bad("t_dtd.xml");
    assert!(
        matches!(doctype, XmlBadReason::Document(error) if error.problem == CanonicalProblem::Doctype)
    );
    assert_eq!(outcome("decl.xml"), XmlVerification::Unsigned);
}

/// Every published signature is refused for what the profile does not have, and by name.
#[test]
fn published_signatures_outside_the_profile() {
    let Some(folder) = common::shared("corpus/vectors/xmldsig") else {
        return;
    };
    let mut count = 0;
    for set in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        for path in fs::read_dir(set).unwrap().map(|entry| entry.unwrap().path()) {
            if path.extension().is_none_or(|extension| extension != "xml") {
                continue;
            }
            count += 1;
            match check(&fs::read(&path).unwrap(), &store()) {
                XmlVerification::Bad(_) => {}
                other => panic!("{}: {other:?}", path.display()),
            }
        }
    }
    assert_eq!(count, 69);
}

#[test]
fn keys_that_are_given() {
    let short = "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAK0";
    assert!(GivenKey::from_pem(short).is_err());
    assert!(GivenKey::from_spki_der(&key(1).public().to_spki_der()).is_err(), "Ed25519");
    assert!(GivenKey::from_spki_der(b"").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is done to a signed document: what is handed out is what was signed, or nothing is.
    #[test]
    fn a_mutated_document_never_says_something_else(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4u8), 1..5)
    ) {
        let mut bytes = signed(DOCUMENT, 1).into_bytes();
        for (index, byte, edit) in edits {
            let i = index.index(bytes.len());
            match edit {
                0 => bytes[i] = byte,
                1 => bytes.insert(i, byte),
                2 => bytes[i] = b" <>&'\"/="[usize::from(byte) % 8],
                _ => drop(bytes.remove(i)),
            }
        }
        if let XmlVerification::Good(verified) = check(&bytes, &store()) {
            prop_assert_eq!(std::str::from_utf8(verified.document()).unwrap(), CANONICAL);
        }
    }

    #[test]
    fn any_bytes_end_in_a_verdict(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(!matches!(check(&bytes, &store()), XmlVerification::Good(_)));
    }

    /// Markup at random inside a signature.
    #[test]
    fn any_markup_in_a_signature_ends_in_a_verdict(
        at in any::<prop::sample::Index>(),
        inserted in "[<>/a-zA-Z:=\"' &;!?-]{1,20}",
    ) {
        let document = signed(DOCUMENT, 1);
        let start = document.find("<ds:Signature ").unwrap();
        let mut i = start + at.index(document.len() - start);
        while !document.is_char_boundary(i) {
            i -= 1;
        }
        let changed = format!("{}{inserted}{}", &document[..i], &document[i..]);
        if let XmlVerification::Good(verified) = check(changed.as_bytes(), &store()) {
            prop_assert_eq!(std::str::from_utf8(verified.document()).unwrap(), CANONICAL);
        }
    }
}

/// Each byte of the content changed to another: it is seen, unless it is one that no signature covers.
#[test]
fn every_changed_byte_is_seen_or_changes_nothing() {
    let document = signed(DOCUMENT, 1);
    let unchanged = good(&document);
    let mut seen = 0;
    for i in 0..document.len() {
        for byte in [document.as_bytes()[i] ^ 1, b'x'] {
            let mut bytes = document.clone().into_bytes();
            bytes[i] = byte;
            match check(&bytes, &store()) {
                XmlVerification::Good(verified) => assert_eq!(verified, unchanged, "byte {i}"),
                _ => seen += 1,
            }
        }
    }
    assert!(seen > document.len(), "{seen}");
}
