//! The canonical form of XML: rules one by one, published vectors, and what is refused.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read files, and their helpers may panic"
)]

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use unleaded_trust::{
    CanonicalForm, CanonicalProblem, MAX_ATTRIBUTES, MAX_DEPTH, MAX_NAMESPACES, MAX_TOKEN,
    canonicalise,
};

mod common;

fn form(document: &[u8], form: CanonicalForm) -> Result<String, CanonicalProblem> {
    let canonical = canonicalise(document, form, Vec::new()).map_err(|error| error.problem)?;
    Ok(String::from_utf8(canonical).unwrap())
}

fn exclusive(document: &str) -> Result<String, CanonicalProblem> {
    form(document.as_bytes(), CanonicalForm::Exclusive)
}

#[test]
fn each_rule_of_the_exclusive_form() {
    for (document, expected) in [
        ("<a/>", "<a></a>"),
        ("\u{feff}<?xml version='1.0'?>\n<a ></a >\n", "<a></a>"),
        ("<a b = '1'\tc\n=\n\"2\"/>", "<a b=\"1\" c=\"2\"></a>"),
        ("<a z='1' y='2'/>", "<a y=\"2\" z=\"1\"></a>"),
        ("<a b='\"&lt;&amp;&apos;>'/>", "<a b=\"&quot;&lt;&amp;'>\"></a>"),
        ("<a b='x\ty\r\nz&#10;'/>", "<a b=\"x y z&#xA;\"></a>"),
        ("<a>x\r\ny\rz&#13;</a>", "<a>x\ny\nz&#xD;</a>"),
        ("<a>1<!-- c -->2</a>", "<a>12</a>"),
        ("<a><![CDATA[<&>\r\n]]></a>", "<a>&lt;&amp;&gt;\n</a>"),
        ("<a>\"'&gt;&quot;&apos;</a>", "<a>\"'&gt;\"'</a>"),
        ("<?p?><!-- c --><a/><?q   r  ?>\n", "<?p?>\n<a></a>\n<?q r  ?>"),
        ("<a><?p x\r\ny?></a>", "<a><?p x\ny?></a>"),
        // Only declarations that are used, and where they are.
        (
            "<a xmlns:u='urn:u'><u:b><u:c/></u:b><u:d/></a>",
            "<a><u:b xmlns:u=\"urn:u\"><u:c></u:c></u:b><u:d xmlns:u=\"urn:u\"></u:d></a>",
        ),
        (
            "<a xmlns='urn:a'><b xmlns=''><c/></b></a>",
            "<a xmlns=\"urn:a\"><b xmlns=\"\"><c></c></b></a>",
        ),
        ("<a xmlns=''><b xmlns='urn:b'/></a>", "<a><b xmlns=\"urn:b\"></b></a>"),
        (
            "<p:a xmlns:p='urn:1'><p:b xmlns:p='urn:2'><p:c xmlns:p='urn:1'/></p:b></p:a>",
            "<p:a xmlns:p=\"urn:1\"><p:b xmlns:p=\"urn:2\"><p:c xmlns:p=\"urn:1\"></p:c></p:b></p:a>",
        ),
        (
            "<p:a xmlns:p='urn:1'><p:b xmlns:p='urn:1'/></p:a>",
            "<p:a xmlns:p=\"urn:1\"><p:b></p:b></p:a>",
        ),
        // Namespaces before attributes; attributes by namespace, then by local name.
        (
            "<a xmlns:z='urn:1' xmlns:b='urn:2' b:c='1' z:d='2' e='3' xml:lang='en'/>",
            "<a xmlns:b=\"urn:2\" xmlns:z=\"urn:1\" e=\"3\" xml:lang=\"en\" z:d=\"2\" b:c=\"1\"></a>",
        ),
        (
            "<a xmlns:b='urn:\"&amp;&#9;' b:c=''/>",
            "<a xmlns:b=\"urn:&quot;&amp;&#x9;\" b:c=\"\"></a>",
        ),
        (
            "<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:id='1'/>",
            "<a xml:id=\"1\"></a>",
        ),
        ("<铅 é='，'>。</铅>", "<铅 é=\"，\">。</铅>"),
    ] {
        assert_eq!(exclusive(document).as_deref(), Ok(expected), "{document}");
        assert_eq!(exclusive(expected).as_deref(), Ok(expected), "canonical is canonical");
    }
}

#[test]
fn the_inclusive_form_keeps_declarations() {
    for (document, expected) in [
        (
            "<a xmlns:u='urn:u' xmlns:b='urn:b'><b xmlns:u='urn:u' xmlns:v='urn:v'/></a>",
            "<a xmlns:b=\"urn:b\" xmlns:u=\"urn:u\"><b xmlns:v=\"urn:v\"></b></a>",
        ),
        (
            "<a xmlns=''><b xmlns='urn:b'><c xmlns=''/></b></a>",
            "<a><b xmlns=\"urn:b\"><c xmlns=\"\"></c></b></a>",
        ),
    ] {
        assert_eq!(
            form(document.as_bytes(), CanonicalForm::Inclusive).as_deref(),
            Ok(expected),
            "{document}"
        );
    }
}

/// The name of the variant.
fn refused(document: impl AsRef<[u8]>) -> String {
    match form(document.as_ref(), CanonicalForm::Exclusive) {
        Ok(canonical) => format!("read as {canonical}"),
        Err(problem) => {
            let shown = format!("{problem:?}");
            shown.split([' ', '{']).next().unwrap().to_owned()
        }
    }
}

fn check_refused(cases: &[(&str, &str)]) {
    for (expected, document) in cases {
        let shown: String = document.chars().take(70).collect();
        assert_eq!(refused(document), *expected, "{shown}");
    }
}

#[test]
fn what_others_could_read_differently_is_refused() {
    let deep = "<a>".repeat(MAX_DEPTH + 1);
    check_refused(&[
        ("Doctype", "<!DOCTYPE a><a/>"),
        ("Doctype", "<!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]><a/>"),
        ("Doctype", "<!doctype a><a/>"),
        ("Doctype", "<!DOCTYPE"),
        ("EntityUndeclared", "<a>&b;</a>"),
        ("EntityUndeclared", "<a b='&nbsp;'/>"),
        ("OutsideRoot", "x<a/>"),
        ("OutsideRoot", "<a/>x"),
        ("OutsideRoot", "<a/><b/>"),
        ("OutsideRoot", "<a/><![CDATA[]]>"),
        ("OutsideRoot", "&#32;<a/>"),
        ("OutsideRoot", "\u{feff}\u{feff}<a/>"),
        ("Truncated", ""),
        ("Truncated", "<!-- only -->"),
        ("Truncated", "<a><b></b>"),
        ("Truncated", "<a"),
        ("Truncated", "<a>x"),
        ("TooDeep", &deep),
        ("EncodingOther", "<?xml version='1.0' encoding='ISO-8859-1'?><a/>"),
        ("EncodingOther", "<?xml version='1.0' encoding='UTF-7'?><a/>"),
        ("CharacterForbidden", "<a>\u{1}</a>"),
        ("CharacterForbidden", "<a b='\u{1f}'/>"),
        ("CharacterForbidden", "<a>&#0;</a>"),
        ("CharacterForbidden", "<a>\u{ffff}</a>"),
        ("CharacterForbidden", "<a><!-- \u{b} --></a>"),
        ("CharacterForbidden", "<a><?p \u{b}?></a>"),
    ]);
}

#[test]
fn names_that_mean_nothing_or_too_much_are_refused() {
    let wide: String = (0..=MAX_ATTRIBUTES).map(|n| format!(" a{n}=''")).collect();
    let named: String = (0..=MAX_NAMESPACES).map(|n| format!(" xmlns:a{n}='urn:a'")).collect();
    check_refused(&[
        ("PrefixUnbound", "<p:a/>"),
        ("PrefixUnbound", "<a p:b=''/>"),
        ("PrefixUnbound", "<a><b xmlns:p='urn:p'/><p:c/></a>"),
        ("PrefixUnbound", "<xmlns:a/>"),
        ("NamespaceReserved", "<a xmlns:p=''/>"),
        ("NamespaceReserved", "<a xmlns:xml='urn:x'/>"),
        ("NamespaceReserved", "<a xmlns:xmlns='urn:x'/>"),
        ("NamespaceReserved", "<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>"),
        ("NamespaceReserved", "<a xmlns='http://www.w3.org/2000/xmlns/'/>"),
        ("NamespaceRelative", "<a xmlns='../b'/>"),
        ("NamespaceRelative", "<a xmlns:p='p'/>"),
        ("NamespacesTooMany", &format!("<a{named}/>")),
        ("AttributeRepeated", "<a b='' b=''/>"),
        ("AttributeRepeated", "<a xmlns='urn:a' xmlns='urn:a'/>"),
        ("AttributeRepeated", "<a xmlns:p='urn:a' xmlns:p='urn:a'/>"),
        ("AttributeRepeated", "<a xmlns:p='urn:a' xmlns:q='urn:a' p:b='' q:b=''/>"),
        ("AttributesTooMany", &format!("<a{wide}/>")),
    ]);
}

#[test]
fn what_is_no_xml_is_refused() {
    check_refused(&[
        ("Malformed", "<a b='&amp'/>"),
        ("Malformed", "<a>&amp</a>"),
        ("Malformed", "<?xml\u{c} version='1.0'?><a/>"),
        ("Malformed", "<?xml version='1.1'?><a/>"),
        ("Malformed", " <?xml version='1.0'?><a/>"),
        ("Malformed", "<a><?xml version='1.0'?></a>"),
        ("Malformed", "<a/><?XML x?>"),
        ("Malformed", "<a b='<'/>"),
        ("Malformed", "<a b=c/>"),
        ("Malformed", "<a b/>"),
        ("Malformed", "<a b='1'c='2'/>"),
        ("Malformed", "<a / >x</a>"),
        ("Malformed", "<a></b>"),
        ("Malformed", "<a></a></a>"),
        ("Malformed", "<1/>"),
        ("Malformed", "<a:b:c/>"),
        ("Malformed", "<:a/>"),
        ("Malformed", "<a xmlns:='urn:a'/>"),
        ("Malformed", "<a>]]></a>"),
        ("Malformed", "<a><!-- -- --></a>"),
        ("Malformed", "<a><![cdata[x]]></a>"),
        ("Malformed", "<a>< b/></a>"),
    ]);
}

#[test]
fn other_encodings_are_refused() {
    let utf_16: Vec<u8> = "<a/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(refused(&utf_16), "EncodingOther");
    assert_eq!(refused([b"\xff\xfe", utf_16.as_slice()].concat()), "EncodingOther");
    assert_eq!(refused(b"<a>\xe9</a>"), "NotUtf8");
    assert_eq!(refused(b"<a b='\xc0\xaf'/>"), "NotUtf8");
    assert_eq!(refused(b"<a>\xed\xa0\x80</a>"), "NotUtf8");
}

#[test]
fn a_token_has_its_bound() {
    let long = |open: &str, close: &str| format!("<a>{open}{}{close}</a>", "x".repeat(MAX_TOKEN));
    for (open, close) in [("", ""), ("<!--", "-->"), ("<b c='", "'/>"), ("<?p ", "?>")] {
        assert_eq!(refused(long(open, close)), "TokenTooLong", "{open}");
    }
}

#[test]
fn the_place_is_told() {
    let offset = |document: &str| {
        canonicalise(document.as_bytes(), CanonicalForm::Exclusive, Vec::new()).unwrap_err().offset
    };
    assert_eq!(offset("<a>12&b;</a>"), 5);
    assert_eq!(offset("\u{feff}<a>12<p:b/></a>"), 8);
    assert_eq!(offset("<a/>\n<b/>"), 5);
}

/// The 200 documents on which two other programs agree.
#[test]
fn generated_documents() {
    let Some(folder) = common::shared("corpus/vectors/c14n/own-differential") else {
        return;
    };
    let mut count = 0;
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.extension().is_some_and(|extension| extension == "xml") {
            let expected = fs::read(path.with_extension("exc-c14n")).unwrap();
            let document = fs::read(&path).unwrap();
            let found = form(&document, CanonicalForm::Exclusive);
            assert_eq!(found.unwrap().as_bytes(), expected, "{}", path.display());
            // In small pieces it is the same.
            let slow = std::io::BufReader::with_capacity(3, document.as_slice());
            assert_eq!(canonicalise(slow, CanonicalForm::Exclusive, Vec::new()).unwrap(), expected);
            count += 1;
        }
    }
    assert_eq!(count, 200);
}

/// The examples of Canonical XML 1.0 section 3 and others of one library: those with a DOCTYPE and in another encoding are
/// refused, the rest is as printed there.
#[test]
fn published_examples() {
    let Some(folder) = common::shared("corpus/vectors/c14n/santuario-c14n") else {
        return;
    };
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    for name in ["in/31", "in/33", "in/34", "in/35", "in/37"] {
        assert_eq!(refused(read(&format!("{name}_input.xml"))), "Doctype", "{name}");
    }
    assert_eq!(refused(fs::read(folder.join("in/36_input.xml")).unwrap()), "EncodingOther");
    assert_eq!(refused(read("in/relative-ns-behaviour.xml")), "NamespaceRelative");
    let without_doctype = |document: String| {
        let start = document.find("<!DOCTYPE").unwrap();
        let end = start
            + document[start..]
                .find("]>")
                .map_or_else(|| document[start..].find('>').unwrap() + 1, |n| n + 2);
        format!("{}{}", &document[..start], &document[end..])
    };
    let inclusive = |document: &str| form(document.as_bytes(), CanonicalForm::Inclusive).unwrap();
    assert_eq!(inclusive(&read("in/32_input.xml")), read("in/32_c14n.xml").trim_end());
    let example = inclusive(&without_doctype(read("in/31_input.xml")));
    assert_eq!(example, read("in/31_c14n.xml").trim_end());
    let example = inclusive(&without_doctype(read("in/33_input.xml")));
    assert_eq!(example, read("in/33_c14n.xml").trim_end().replace(" attr=\"default\"", ""));
}

/// What a library printed as canonical is canonical, wherever it is a document.
#[test]
fn printed_canonical_forms_are_canonical() {
    let Some(folder) = common::shared("corpus/vectors/c14n") else {
        return;
    };
    let check = |path: &Path, way: CanonicalForm| {
        let printed = fs::read_to_string(path).unwrap();
        let printed = printed.trim_end();
        assert_eq!(form(printed.as_bytes(), way).as_deref(), Ok(printed), "{}", path.display());
    };
    for name in ["2_2", "2_2_3", "2_4"] {
        let suffix = if name == "2_4" { "c14nized" } else { "c14nized_exclusive" };
        let name = format!("santuario-c14n/inExcl/example{name}_{suffix}.xml");
        check(&folder.join(name), CanonicalForm::Exclusive);
    }
    check(&folder.join("santuario-c14n/inExcl/plain-soap-c14nized.xml"), CanonicalForm::Exclusive);
    check(
        &folder.join("santuario-c14n/in/default_ns_redefinition_c14n.xml"),
        CanonicalForm::Inclusive,
    );
    for (number, form) in [(0, CanonicalForm::Inclusive), (20, CanonicalForm::Exclusive)] {
        check(&folder.join(format!("merlin-c14n-three/c14n-{number}.txt")), form);
    }
}

/// Documents made of small parts, so that most of them are well-formed.
fn documents() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("text\r\n".to_owned()),
        Just("&#13;&lt;".to_owned()),
        Just("<!-- c -->".to_owned()),
        Just("<![CDATA[<x>]]>".to_owned()),
        Just("<?p d ?>".to_owned()),
        "[a-z<>&;'\" ]{0,5}",
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let name = prop_oneof![Just("a"), Just("p:b"), Just("q:c")];
        let declared = prop_oneof![
            Just(""),
            Just(" xmlns='urn:1'"),
            Just(" xmlns=''"),
            Just(" xmlns:p='urn:1' xmlns:q='urn:2'"),
            Just(" xmlns:p='urn:3' z='1' p:a='\t'"),
        ];
        (name, declared, prop::collection::vec(inner, 0..4)).prop_map(|(name, declared, inner)| {
            format!("<{name}{declared}>{}</{name}>", inner.concat())
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = form(&bytes, CanonicalForm::Exclusive);
        let _ = form(&bytes, CanonicalForm::Inclusive);
    }

    /// A canonical form is its own, in both forms, and a document that means the same has the same one.
    #[test]
    fn canonical_is_canonical(document in documents()) {
        let document = format!("<r xmlns:p='urn:p' xmlns:q='urn:q'>{document}</r>");
        for way in [CanonicalForm::Exclusive, CanonicalForm::Inclusive] {
            if let Ok(canonical) = form(document.as_bytes(), way) {
                prop_assert_eq!(form(canonical.as_bytes(), way), Ok(canonical.clone()));
                let windows = document.replace("\r\n", "\n").replace('\n', "\r\n");
                prop_assert_eq!(form(windows.as_bytes(), way), Ok(canonical));
            }
        }
    }
}
