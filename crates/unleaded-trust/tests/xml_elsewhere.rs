//! Other programs verify our signatures inside XML documents, we verify theirs, and canonical forms are the same.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read files, and their helpers may panic"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use unleaded_trust::{
    AcceptedKey, AlgorithmRole, CanonicalForm, GivenKey, Grant, KeyError, XmlBadReason, XmlKeys,
    XmlSigner, XmlVerification, canonicalise, sign_xml, verify_xml,
};

use crate::common::{TODAY, has_program, key, organisation, store};

mod common;

const PAGE: &str = include_str!("../../../docs/verify-elsewhere.md");
const SIGNER: &str = include_str!("java/Signatures.java");

/// Documents in which the rules of the canonical form meet, none with a comment or an instruction outside the root.
const DOCUMENTS: [&str; 9] = [
    "<a>b</a>",
    "\u{feff}<?xml version='1.0' encoding='UTF-8'?>\r\n<a b='1\t2\r\n3&#10;4&#13;' >\r\nx\ry&#13;</a >\r\n",
    "<a xmlns='urn:a' xmlns:p='urn:p'><p:b z='1' p:y='2' a='3'/><b xmlns=''><c xmlns='urn:c'/></b></a>",
    "<p:a xmlns:p='urn:1'><p:b xmlns:p='urn:2'><p:c xmlns:p='urn:1' p:d='&quot;&lt;&gt;&amp;&apos;'/></p:b></p:a>",
    "<a xmlns:ds='urn:other' ds:x='1'><ds:b>铅，&#x94C5;</ds:b><![CDATA[<&>\r\n]]></a>",
    "<a xml:lang='zh' xml:space='preserve'>  <b xml:lang='en' é='1'/>\n<?p  q \r\n?></a>",
    "<a xmlns:z='urn:1' xmlns:y='urn:2' y:c='1' z:d='2' c='3' d='4'>]]&gt;\"'</a>",
    "<a xmlns:u='urn:\"&lt;&#9;u'><u:b/><u:c u:d=''/></a>",
    "<a xmlns:p='urn:p' xmlns:q='urn:q'><b xmlns:p='urn:p' xmlns:r='urn:r'><q:c r:d='1'/></b></a>",
];

fn run(directory: &Path, program: &str, arguments: &[&str]) -> Output {
    Command::new(program).args(arguments).current_dir(directory).output().unwrap()
}

fn succeed(directory: &Path, program: &str, arguments: &[&str]) -> String {
    let output = run(directory, program, arguments);
    assert!(output.status.success(), "{program} {arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn signed(document: &str) -> Vec<u8> {
    sign_xml(document.as_bytes(), &key(1)).unwrap().insert_into(document.as_bytes())
}

/// What the page gives for Java.
fn verifier() -> &'static str {
    PAGE.split("```java\n").nth(1).unwrap().split("```").next().unwrap()
}

fn given(pem: &Path) -> Vec<GivenKey> {
    match pem.exists() {
        true => vec![GivenKey::from_pem(&fs::read_to_string(pem).unwrap()).unwrap()],
        false => Vec::new(),
    }
}

fn check(document: &[u8], given: &[GivenKey]) -> XmlVerification<Vec<u8>> {
    verify_xml(document, &XmlKeys { trust: &store(), given, as_of: TODAY, evidence: &[] })
}

/// Whether a document is good by a key that the trust store holds.
fn accepted(document: &[u8], pem: &str) -> bool {
    let mut trust = store();
    let key = AcceptedKey::from_pem(pem).unwrap();
    trust.grant(Grant::new(key, organisation("乙公司"))).unwrap();
    match verify_xml(document, &XmlKeys { trust: &trust, given: &[], as_of: TODAY, evidence: &[] })
    {
        XmlVerification::Good(verified) => {
            matches!(verified.signer(), XmlSigner::Trusted(signer) if signer.organisation.name() == "乙公司")
        }
        _ => false,
    }
}

#[test]
fn java_verifies_ours() {
    if !has_program("java") {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(directory.path().join(name), bytes).unwrap();
    write("VerifyXml.java", verifier().as_bytes());
    write("maker.pub.pem", key(1).public().to_pem().as_bytes());
    let names: Vec<String> = (0..DOCUMENTS.len()).map(|n| format!("{n}.xml")).collect();
    for (name, document) in names.iter().zip(DOCUMENTS) {
        write(name, &signed(document));
    }
    let mut arguments = vec!["VerifyXml.java", "maker.pub.pem"];
    arguments.extend(names.iter().map(String::as_str));
    let said = succeed(directory.path(), "java", &arguments);
    assert_eq!(said.matches("good: ").count(), DOCUMENTS.len(), "{said}");
    let changed = String::from_utf8(signed(DOCUMENTS[0])).unwrap().replace(">b<", ">c<");
    write("0.xml", changed.as_bytes());
    let output = run(directory.path(), "java", &["VerifyXml.java", "maker.pub.pem", "0.xml"]);
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("BAD: 0.xml"), "{output:?}");
}

#[test]
fn we_verify_those_of_java() {
    if !has_program("java") {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    let document = "<a xmlns='urn:a' xmlns:p='urn:p' xml:lang='zh'>\r\n<p:b c='1\t2' p:d='&quot;'/><!-- c -->铅</a>";
    fs::write(path("Signatures.java"), SIGNER).unwrap();
    fs::write(path("ed25519.key"), key(1).to_pem().as_bytes()).unwrap();
    fs::write(path("document"), document).unwrap();
    succeed(directory.path(), "java", &["Signatures.java", "ed25519.key", "document", "."]);
    let mut good = 0;
    for entry in fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.extension().is_none_or(|extension| extension != "xml") {
            continue;
        }
        let signed = fs::read(&entry).unwrap();
        let keys = given(&entry.with_extension("pem"));
        let outcome = check(&signed, &keys);
        let name = entry.file_stem().unwrap().to_str().unwrap();
        match (name.starts_with("refused--"), outcome) {
            (true, XmlVerification::Bad(XmlBadReason::AlgorithmRefused { .. })) => {}
            (false, XmlVerification::Good(verified)) => {
                good += 1;
                let given = matches!(verified.signer(), XmlSigner::Given { key_id } if key_id == keys[0].id());
                assert_eq!(given, name != "ed25519", "{name}");
                let pem = fs::read_to_string(entry.with_extension("pem"));
                assert!(pem.is_err() || accepted(&signed, &pem.unwrap()), "{name}");
                let changed = String::from_utf8(signed).unwrap().replace('铅', "锡");
                let outcome = check(changed.as_bytes(), &keys);
                assert_eq!(outcome, XmlVerification::Bad(XmlBadReason::DocumentChanged), "{name}");
            }
            (_, outcome) => panic!("{name}: {outcome:?}"),
        }
    }
    assert_eq!(good, 7);
}

/// A document with a template of a signature for xmlsec1.
fn template(method: &str, digest: &str, form: &str, transform: &str) -> String {
    let more = "http://www.w3.org/2001/04/xmldsig-more#";
    let ds = "http://www.w3.org/2000/09/xmldsig#";
    format!(
        "<a xmlns=\"urn:a\" xmlns:p=\"urn:p\" xml:lang=\"zh\">\r\n<p:b c='1\t2'/>铅\n<ds:Signature xmlns:ds=\"{ds}\">\n\
         <ds:SignedInfo>\n<ds:CanonicalizationMethod Algorithm=\"{form}\"/>\n\
         <ds:SignatureMethod Algorithm=\"{}\"/>\n<ds:Reference URI=\"\"><ds:Transforms>\
         <ds:Transform Algorithm=\"{ds}enveloped-signature\"/>{transform}</ds:Transforms>\
         <ds:DigestMethod Algorithm=\"{digest}\"/><ds:DigestValue/></ds:Reference></ds:SignedInfo>\n\
         <ds:SignatureValue/><ds:KeyInfo><ds:KeyName/></ds:KeyInfo></ds:Signature></a>\n",
        if method.contains(':') { method.to_owned() } else { format!("{more}{method}") }
    )
}

const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const INCLUSIVE: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
const SHA512: &str = "http://www.w3.org/2001/04/xmlenc#sha512";

fn transform(form: &str) -> String {
    format!("<ds:Transform Algorithm=\"{form}\"/>")
}

/// Lets xmlsec1 sign, and checks what it wrote.
fn by_xmlsec(directory: &Path, private: &str, template: &str) -> XmlVerification<Vec<u8>> {
    fs::write(directory.join("template.xml"), template).unwrap();
    let arguments = ["--sign", "--privkey-pem", private, "--output", "out.xml", "template.xml"];
    succeed(directory, "xmlsec1", &arguments);
    let pem = directory.join(private).with_extension("pem");
    check(&fs::read(directory.join("out.xml")).unwrap(), &given(&pem))
}

#[test]
fn we_verify_those_of_xmlsec1() {
    if !has_program("xmlsec1") || !has_program("openssl") {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    for (name, options) in [
        ("rsa", "-algorithm RSA -pkeyopt rsa_keygen_bits:2048"),
        ("short", "-algorithm RSA -pkeyopt rsa_keygen_bits:1024"),
        ("p256", "-algorithm EC -pkeyopt ec_paramgen_curve:P-256"),
        ("p384", "-algorithm EC -pkeyopt ec_paramgen_curve:P-384"),
    ] {
        let arguments = format!("genpkey {options} -out {name}.key");
        succeed(directory.path(), "openssl", &arguments.split(' ').collect::<Vec<_>>());
        let arguments = format!("pkey -in {name}.key -pubout -out {name}.pem");
        succeed(directory.path(), "openssl", &arguments.split(' ').collect::<Vec<_>>());
    }
    let sign = |private: &str, template: &str| by_xmlsec(directory.path(), private, template);
    let (exclusive, inclusive) = (transform(EXCLUSIVE), transform(INCLUSIVE));
    for (private, template) in [
        ("rsa.key", template("rsa-sha256", SHA256, EXCLUSIVE, &exclusive)),
        ("rsa.key", template("rsa-sha384", SHA256, INCLUSIVE, &inclusive)),
        ("rsa.key", template("rsa-sha512", SHA512, INCLUSIVE, "")),
        ("p256.key", template("ecdsa-sha256", SHA256, EXCLUSIVE, &exclusive)),
        ("p256.key", template("ecdsa-sha256", SHA512, EXCLUSIVE, &inclusive)),
        ("p384.key", template("ecdsa-sha384", SHA256, INCLUSIVE, "")),
    ] {
        let outcome = sign(private, &template);
        assert!(matches!(outcome, XmlVerification::Good(_)), "{template}: {outcome:?}");
    }
    let unknown = XmlVerification::UnknownKey { key_name: String::new() };
    let short = fs::read_to_string(directory.path().join("short.pem")).unwrap();
    assert_eq!(GivenKey::from_pem(&short), Err(KeyError::Weak));
    let other = sign("p384.key", &template("ecdsa-sha256", SHA256, EXCLUSIVE, &exclusive));
    assert_eq!(other, unknown, "a hash of another length than the curve");
    let sha1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";
    let weak = sign("rsa.key", &template(sha1, SHA256, EXCLUSIVE, &exclusive));
    let refused =
        XmlBadReason::AlgorithmRefused { role: AlgorithmRole::Signature, name: sha1.into() };
    assert_eq!(weak, XmlVerification::Bad(refused));
}

/// Both canonical forms are those of libxml2, also of documents made at random.
#[test]
fn canonical_forms_are_those_of_xmllint() {
    if !has_program("xmllint") {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let made: Vec<String> = (0..40).map(random).collect();
    // libxml2 does not escape names of namespaces (Canonical XML 1.0 section 2.3 does), and Java does.
    let ours = DOCUMENTS.into_iter().filter(|document| !document.contains("urn:\"&lt;"));
    for document in ours.chain(made.iter().map(String::as_str)) {
        fs::write(directory.path().join("a.xml"), document).unwrap();
        for (option, form) in
            [("--exc-c14n", CanonicalForm::Exclusive), ("--c14n", CanonicalForm::Inclusive)]
        {
            let expected = succeed(directory.path(), "xmllint", &[option, "a.xml"]);
            let found = canonicalise(document.as_bytes(), form, Vec::new()).unwrap();
            // xmllint ends its output with a line end of its own.
            let expected = expected.strip_suffix('\n').unwrap_or(&expected);
            assert_eq!(String::from_utf8(found).unwrap(), expected, "{option} {document}");
        }
    }
}

/// The document number `seed`: elements, declarations and attributes at random, the same for the same number.
fn random(seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |bound: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % bound
    };
    let texts = [
        "x",
        "\r\n",
        "&#13;",
        "a\tb",
        "&amp;&lt;",
        "<![CDATA[<\r&]]>",
        "铅，",
        "<?p \rq?>",
        "\"'&gt;",
    ];
    let declared =
        ["", " xmlns='urn:1'", " xmlns=''", " xmlns:p='urn:2'", " xmlns:q='urn:1' xmlns:p='urn:3'"];
    let attributes = [
        "",
        " z='1' a='\t&#9;'",
        " p:b='\"'",
        " q:b='1' p:a=\"'&lt;\" b='2'",
        " xml:lang='en' é='&#10;'",
    ];
    let mut out = "<r xmlns:p='urn:p' xmlns:q='urn:q' xmlns:u='urn:u'>".to_owned();
    let mut open = Vec::new();
    for _ in 0..60 {
        match next(5) {
            0 | 1 => {
                let name = ["a", "p:b", "q:c"][next(3) as usize];
                out.push_str(&format!(
                    "<{name}{}{}",
                    declared[next(5) as usize],
                    attributes[next(5) as usize]
                ));
                match next(3) {
                    0 => out.push_str("/>"),
                    _ => {
                        out.push('>');
                        open.push(name);
                    }
                }
            }
            2 => out.push_str(&open.pop().map_or_else(String::new, |name| format!("</{name}>"))),
            _ => out.push_str(texts[next(9) as usize]),
        }
    }
    while let Some(name) = open.pop() {
        out.push_str(&format!("</{name}>"));
    }
    out + "</r>"
}
