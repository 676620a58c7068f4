//! The document around the signature: types, names, bytes.

use crate::{DOCUMENT, changed, check, signature, signed};

#[test]
fn document_types_and_entities() {
    let with = |doctype: &str| format!("<?xml version=\"1.0\"?>{doctype}{}", signed());
    check(&[
        (
            "a default attribute",
            with("<!DOCTYPE d:Declaration [<!ATTLIST d:Part status CDATA \"compliant\">]>"),
            "document: Doctype",
        ),
        (
            "an id that is declared",
            with("<!DOCTYPE a [<!ATTLIST d:Part name ID #IMPLIED>]>"),
            "document: Doctype",
        ),
        (
            "entities in entities",
            with("<!DOCTYPE a [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]>"),
            "document: Doctype",
        ),
        (
            "an external entity",
            with("<!DOCTYPE a [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"),
            "document: Doctype",
        ),
        (
            "an external subset",
            with("<!DOCTYPE a SYSTEM \"http://a.example/a.dtd\">"),
            "document: Doctype",
        ),
        (
            "a parameter entity",
            with("<!DOCTYPE a [<!ENTITY % a SYSTEM \"a\"> %a;]>"),
            "document: Doctype",
        ),
        ("a bare one", with("<!DOCTYPE a>"), "document: Doctype"),
        ("in the root", changed("over", "<!DOCTYPE a>over"), "document: Doctype"),
        ("an entity of nothing", changed("over", "&evil;over"), "document: EntityUndeclared"),
        ("an entity in an attribute", changed("12.5", "&evil;"), "document: EntityUndeclared"),
        (
            "an entity of another language",
            changed("over", "&nbsp;over"),
            "document: EntityUndeclared",
        ),
        ("a character as a number", changed("over", "&#111;ver"), "good"),
        (
            "a character as a number in the statement",
            changed("xmlenc#sha256", "xmlenc&#35;sha256"),
            "good",
        ),
        ("a character that is none", changed("over", "&#0;over"), "document: CharacterForbidden"),
    ]);
}

#[test]
fn namespaces_and_attributes() {
    check(&[
        (
            "one more that nothing uses",
            changed(" Id=\"root\"", " Id=\"root\" xmlns:f=\"urn:f\""),
            "good",
        ),
        (
            "the prefix bound to something else",
            changed("xmlns:d=\"urn:d\"", "xmlns:d=\"urn:evil\""),
            "DocumentChanged",
        ),
        (
            "bound again on a child",
            changed("<d:Part ", "<d:Part xmlns:d=\"urn:evil\" "),
            "DocumentChanged",
        ),
        ("bound again to the same", changed("<d:Part ", "<d:Part xmlns:d=\"urn:d\" "), "good"),
        (
            "another prefix",
            changed("<d:Part ", "<e:Part xmlns:e=\"urn:d\" ").replace("</d:Part>", "</e:Part>"),
            "DocumentChanged",
        ),
        (
            "a default namespace on a child",
            changed("<d:Part ", "<d:Part xmlns=\"urn:evil\" "),
            "good",
        ),
        (
            "the declarations the other way round",
            changed("xmlns:d=\"urn:d\" xmlns:e=\"urn:e\"", "xmlns:e=\"urn:e\" xmlns:d=\"urn:d\""),
            "good",
        ),
        (
            "the attributes the other way round",
            changed("name=\"R1\" ppm=\"12.5\"", "ppm = '12.5'\n  name='R1'"),
            "good",
        ),
        (
            "an attribute more",
            changed("name=\"R1\"", "name=\"R1\" xml:lang=\"en\""),
            "DocumentChanged",
        ),
        (
            "an attribute in a namespace",
            changed("ppm=\"12.5\"", "d:ppm=\"12.5\""),
            "DocumentChanged",
        ),
        (
            "an attribute twice",
            changed("ppm=\"12.5\"", "ppm=\"12.5\" ppm=\"0\""),
            "document: AttributeRepeated",
        ),
        (
            "twice by two prefixes",
            changed("<d:Part ", "<d:Part xmlns:f=\"urn:d\" f:a=\"\" d:a=\"\" "),
            "document: AttributeRepeated",
        ),
        ("an attribute gone", changed(" ppm=\"12.5\"", ""), "DocumentChanged"),
        (
            "a prefix of nothing",
            changed("<d:Part ", "<d:Part f:a=\"\" "),
            "document: PrefixUnbound",
        ),
        (
            "the namespace of xml: renamed",
            changed("<d:Part ", "<d:Part xmlns:xml=\"urn:x\" "),
            "document: NamespaceReserved",
        ),
        (
            "a base for addresses",
            changed(" Id=\"root\"", " Id=\"root\" xml:base=\"http://a.example/\""),
            "DocumentChanged",
        ),
    ]);
}

#[test]
fn encodings_and_bytes() {
    let declared = |encoding: &str| {
        format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?>{}", signed()).into_bytes()
    };
    let utf_16 = |mark: &str| {
        format!("{mark}{}", signed()).encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>()
    };
    let half = signed().into_bytes()[..400].to_vec();
    let byte = |bytes: &[u8]| {
        let (before, after) = DOCUMENT.split_at(DOCUMENT.find("over").unwrap());
        let after = after.replace("</d:Declaration>", &format!("{}</d:Declaration>", signature()));
        [before.as_bytes(), bytes, after.as_bytes()].concat()
    };
    check(&[
        ("UTF-8 by name", declared("utf-8"), "good"),
        ("Latin-1 by name", declared("ISO-8859-1"), "document: EncodingOther"),
        ("UTF-7 by name", declared("UTF-7"), "document: EncodingOther"),
        ("UTF-16 by name alone", declared("UTF-16"), "document: EncodingOther"),
        ("EBCDIC by name", declared("IBM037"), "document: EncodingOther"),
        ("UTF-16 without a mark", utf_16(""), "document: EncodingOther"),
        ("UTF-16 with a mark", utf_16("\u{feff}"), "document: EncodingOther"),
        ("a byte order mark", format!("\u{feff}{}", signed()).into_bytes(), "good"),
        (
            "two byte order marks",
            format!("\u{feff}\u{feff}{}", signed()).into_bytes(),
            "document: OutsideRoot",
        ),
        ("XML 1.1", declared("utf-8\" version=\"1.1"), "document: Malformed"),
        ("a sequence too long", byte(b"\xc0\xaf"), "document: NotUtf8"),
        ("a byte of Latin-1", byte(b"\xe9"), "document: NotUtf8"),
        ("a surrogate", byte(b"\xed\xa0\x80"), "document: NotUtf8"),
        ("a zero", byte(b"\0"), "document: CharacterForbidden"),
        ("a character that is none", byte(b"\xef\xbf\xbf"), "document: CharacterForbidden"),
        ("nothing that is seen", byte("\u{200b}".as_bytes()), "DocumentChanged"),
        ("a line end", byte(b"\n"), "DocumentChanged"),
        ("cut off", half, "document: Truncated"),
        ("nothing", Vec::new(), "document: Truncated"),
        ("no XML", b"{}".to_vec(), "document: OutsideRoot"),
    ]);
}
