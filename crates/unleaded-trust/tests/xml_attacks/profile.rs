//! What a signature may say.

use crate::{DS, check, resigned, says};

#[test]
fn transforms() {
    let exclusive =
        "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:Transform>";
    let enveloped = "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform>";
    let last = |to: &'static str| {
        says("<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\">", to)
    };
    let first = |to: &'static str| {
        says(
            "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\">",
            to,
        )
    };
    let refused = "refused: Transform";
    check(&[
        (
            "XSLT",
            last("<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\">"),
            refused,
        ),
        (
            "XSLT with a sheet",
            last("<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"><x/>"),
            "element: Transform/x",
        ),
        (
            "XPath",
            first("<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\">"),
            refused,
        ),
        (
            "XPath with an expression",
            first(
                "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><ds:XPath>1</ds:XPath>",
            ),
            "element: Transform/XPath",
        ),
        (
            "XPath Filter 2",
            first("<ds:Transform Algorithm=\"http://www.w3.org/2002/06/xmldsig-filter2\">"),
            refused,
        ),
        (
            "base64",
            last("<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#base64\">"),
            refused,
        ),
        (
            "decryption",
            first("<ds:Transform Algorithm=\"http://www.w3.org/2002/07/decrypt#XML\">"),
            refused,
        ),
        (
            "the inclusive form",
            last("<ds:Transform Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315\">"),
            refused,
        ),
        (
            "the form with comments",
            last(
                "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#WithComments\">",
            ),
            refused,
        ),
        (
            "version 1.1 of the form",
            last("<ds:Transform Algorithm=\"http://www.w3.org/2006/12/xml-c14n11\">"),
            refused,
        ),
        ("one of nobody", last("<ds:Transform Algorithm=\"urn:mine\">"), refused),
        ("none named", last("<ds:Transform Algorithm=\"\">"), refused),
        (
            "prefixes that are kept",
            last(
                "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"><InclusiveNamespaces xmlns=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"e\"/>",
            ),
            "element: Transform/InclusiveNamespaces",
        ),
        (
            "the other way round",
            resigned(|info| {
                info.replace(&format!("{enveloped}{exclusive}"), &format!("{exclusive}{enveloped}"))
            }),
            refused,
        ),
        ("twice the same", resigned(|info| info.replace(exclusive, enveloped)), refused),
        (
            "three",
            resigned(|info| info.replace(exclusive, &format!("{exclusive}{exclusive}"))),
            "element: Transforms/Transform",
        ),
        ("the signature not taken out", resigned(|info| info.replace(enveloped, "")), refused),
        ("no form", resigned(|info| info.replace(exclusive, "")), "missing: Transforms/Transform"),
        (
            "an empty list",
            resigned(|info| info.replace(exclusive, "").replace(enveloped, "")),
            "missing: Transforms/Transform",
        ),
        (
            "no list",
            resigned(|info| {
                info.replace(&format!("<ds:Transforms>{enveloped}{exclusive}</ds:Transforms>"), "")
            }),
            "element: Reference/DigestMethod",
        ),
    ]);
}

#[test]
fn algorithms() {
    let method = |name: &str| {
        let name = format!("SignatureMethod Algorithm=\"{name}\"");
        resigned(|info| {
            info.replace("SignatureMethod Algorithm=\"http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519\"", &name)
        })
    };
    let digest =
        |name: &str| resigned(|info| info.replace("http://www.w3.org/2001/04/xmlenc#sha256", name));
    let form = |name: &str| {
        let name = format!("CanonicalizationMethod Algorithm=\"{name}\"");
        resigned(|info| {
            info.replace(
                "CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"",
                &name,
            )
        })
    };
    let more = |name: &str| format!("http://www.w3.org/2001/04/xmldsig-more#{name}");
    let newer = |name: &str| format!("http://www.w3.org/2021/04/xmldsig-more#{name}");
    let (no_method, no_digest) = ("refused: SignatureMethod", "refused: DigestMethod");
    let no_form = "refused: CanonicalizationMethod";
    check(&[
        (
            "a secret that is no secret: HMAC with the public key",
            method(&more("hmac-sha256")),
            no_method,
        ),
        ("HMAC and SHA-1", method(&format!("{DS}hmac-sha1")), no_method),
        (
            "HMAC cut to nothing",
            says(
                "#eddsa-ed25519\">",
                "#eddsa-ed25519\"><ds:HMACOutputLength>0</ds:HMACOutputLength>",
            ),
            "element: SignatureMethod/HMACOutputLength",
        ),
        ("DSA", method(&format!("{DS}dsa-sha1")), no_method),
        ("DSA and SHA-256", method("http://www.w3.org/2009/xmldsig11#dsa-sha256"), no_method),
        ("RSA and SHA-1", method(&format!("{DS}rsa-sha1")), no_method),
        ("RSA and MD5", method(&more("rsa-md5")), no_method),
        ("RSA-PSS", method("http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"), no_method),
        ("RSA where no such key is accepted", method(&more("rsa-sha256")), "SignatureInvalid"),
        ("ECDSA and SHA-1", method(&more("ecdsa-sha1")), no_method),
        ("ECDSA where no such key is accepted", method(&more("ecdsa-sha256")), "SignatureInvalid"),
        ("Ed25519 of a hash", method(&newer("eddsa-ed25519ph")), no_method),
        ("Ed25519 with a context", method(&newer("eddsa-ed25519ctx")), no_method),
        ("Ed448", method(&newer("eddsa-ed448")), no_method),
        ("none", method(""), no_method),
        ("white space before the name", method(&format!(" {}", newer("eddsa-ed25519"))), no_method),
        ("other letters", method(&newer("EDDSA-ED25519")), no_method),
        ("SHA-1 of the document", digest(&format!("{DS}sha1")), no_digest),
        ("MD5 of the document", digest(&more("md5")), no_digest),
        ("SHA-512 beside Ed25519", digest("http://www.w3.org/2001/04/xmlenc#sha512"), no_digest),
        ("no hash", digest(""), no_digest),
        (
            "the inclusive form of the statement",
            form("http://www.w3.org/TR/2001/REC-xml-c14n-20010315"),
            no_form,
        ),
        (
            "the statement with comments",
            form("http://www.w3.org/2001/10/xml-exc-c14n#WithComments"),
            no_form,
        ),
        ("version 1.1", form("http://www.w3.org/2006/12/xml-c14n11"), no_form),
        ("XSLT for the statement", form("http://www.w3.org/TR/1999/REC-xslt-19991116"), no_form),
        ("the statement not canonical", form(""), no_form),
        (
            "prefixes that are kept",
            says(
                "xml-exc-c14n#\"></ds:Can",
                "xml-exc-c14n#\"><InclusiveNamespaces xmlns=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"#default\"/></ds:Can",
            ),
            "element: CanonicalizationMethod/InclusiveNamespaces",
        ),
    ]);
}
