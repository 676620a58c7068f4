//! What a signature holds, and what stands between.

use crate::{DS, changed, check, says, signature, signed};

#[test]
fn the_elements_of_a_signature() {
    let info = "<ds:SignedInfo>";
    let full = signature();
    let info_element = &full[full.find(info).unwrap()..full.find("<ds:SignatureValue>").unwrap()];
    check(&[
        (
            "two statements",
            changed(info, &format!("{info_element}{info}")),
            "element: Signature/SignedInfo",
        ),
        (
            "the statement behind its value",
            changed(info_element, "")
                .replace("<ds:KeyInfo>", &format!("{info_element}<ds:KeyInfo>")),
            "element: Signature/SignatureValue",
        ),
        ("no statement", changed(info_element, ""), "element: Signature/SignatureValue"),
        (
            "an empty signature",
            changed(&full, &format!("<ds:Signature xmlns:ds=\"{DS}\"/>")),
            "missing: Signature/SignedInfo",
        ),
        (
            "no value",
            format!(
                "{}{}",
                signed().split("<ds:SignatureValue>").next().unwrap(),
                "</ds:Signature></d:Declaration>"
            ),
            "missing: Signature/SignatureValue",
        ),
        (
            "two values",
            changed("<ds:KeyInfo>", "<ds:SignatureValue></ds:SignatureValue><ds:KeyInfo>"),
            "element: Signature/SignatureValue",
        ),
        (
            "two descriptions of the key",
            changed("<ds:KeyInfo>", "<ds:KeyInfo></ds:KeyInfo><ds:KeyInfo>"),
            "element: Signature/KeyInfo",
        ),
        (
            "two hashes",
            says("</ds:Reference>", "<ds:DigestValue></ds:DigestValue></ds:Reference>"),
            "element: Reference/DigestValue",
        ),
        (
            "an element in the hash",
            changed("<ds:DigestValue>", "<ds:DigestValue><x/>"),
            "element: DigestValue/x",
        ),
        (
            "an element in the value",
            changed("<ds:SignatureValue>", "<ds:SignatureValue><x/>"),
            "element: SignatureValue/x",
        ),
        (
            "an element in the statement",
            changed(info, "<ds:SignedInfo><x/>"),
            "element: SignedInfo/x",
        ),
        (
            "the statement in another namespace",
            changed(info, "<ds:SignedInfo xmlns:ds=\"urn:x\">"),
            "element: Signature/SignedInfo",
        ),
        (
            "the hash in another namespace",
            changed("<ds:DigestValue>", "<ds:DigestValue xmlns:ds=\"urn:x\">"),
            "element: Reference/DigestValue",
        ),
        (
            "the prefix bound to another namespace",
            changed(
                "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"",
                "<ds:Signature xmlns:ds=\"urn:x\"",
            ),
            "unsigned",
        ),
        (
            "text in the signature",
            changed("<ds:KeyInfo>", "x<ds:KeyInfo>"),
            "content: Signature, text",
        ),
        ("text in the statement", changed(info, "<ds:SignedInfo>x"), "content: SignedInfo, text"),
        ("white space in the signature", changed("<ds:KeyInfo>", " \n<ds:KeyInfo>"), "good"),
        ("white space in the statement", changed(info, "<ds:SignedInfo> "), "SignatureInvalid"),
        (
            "an attribute of the signature",
            changed("<ds:Signature ", "<ds:Signature x=\"\" "),
            "attribute: Signature x",
        ),
        ("an id of the signature", changed("<ds:Signature ", "<ds:Signature Id=\"root\" "), "good"),
        ("an id of the statement", changed(info, "<ds:SignedInfo Id=\"a\">"), "SignatureInvalid"),
        (
            "an attribute in the namespace",
            says("<ds:DigestMethod Algorithm", "<ds:DigestMethod ds:Algorithm"),
            "attribute: DigestMethod ds:Algorithm",
        ),
        (
            "no algorithm",
            says(
                "<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\">",
                "<ds:DigestMethod>",
            ),
            "attribute: DigestMethod Algorithm",
        ),
        (
            "two algorithms",
            changed("<ds:DigestMethod ", "<ds:DigestMethod Algorithm=\"\" "),
            "document: AttributeRepeated",
        ),
    ]);
}

#[test]
fn comments_instructions_and_sections() {
    check(&[
        (
            "a comment in a value of the document",
            changed("over", "ov<!-- not --> er").replace("--> er", "-->er"),
            "good",
        ),
        ("a comment before the root", format!("<!-- x -->{}", signed()), "good"),
        ("a comment behind the root", format!("{}<!-- x -->", signed()), "good"),
        (
            "a comment in the hash",
            changed("<ds:DigestValue>", "<ds:DigestValue><!-- x -->"),
            "content: DigestValue, a comment",
        ),
        (
            "a comment in the value",
            changed("<ds:SignatureValue>", "<ds:SignatureValue><!-- x -->"),
            "content: SignatureValue, a comment",
        ),
        (
            "a comment in the statement",
            changed("<ds:SignedInfo>", "<ds:SignedInfo><!-- x -->"),
            "content: SignedInfo, a comment",
        ),
        (
            "a comment in the name of the key",
            changed("<ds:KeyName>", "<ds:KeyName><!-- x -->"),
            "content: KeyName, a comment",
        ),
        ("an instruction in the document", changed("over", "<?evil?>over"), "DocumentChanged"),
        ("an instruction before the root", format!("<?evil?>{}", signed()), "DocumentChanged"),
        ("an instruction behind the root", format!("{}<?evil?>", signed()), "DocumentChanged"),
        (
            "an instruction in the signature",
            changed("<ds:KeyInfo>", "<?evil?><ds:KeyInfo>"),
            "content: Signature, a processing instruction",
        ),
        (
            "an instruction in the hash",
            changed("<ds:DigestValue>", "<ds:DigestValue><?evil?>"),
            "content: DigestValue, a processing instruction",
        ),
        (
            "a section that means the same",
            changed("over &amp; out", "<![CDATA[over & ]]>out"),
            "good",
        ),
        (
            "a section that means markup",
            changed("over", "<![CDATA[<d:Part/>]]>over"),
            "DocumentChanged",
        ),
        (
            "a section in the hash",
            changed("<ds:DigestValue>", "<ds:DigestValue><![CDATA[]]>"),
            "content: DigestValue, a CDATA section",
        ),
        (
            "a section in the value",
            changed("<ds:SignatureValue>", "<ds:SignatureValue><![CDATA[]]>"),
            "content: SignatureValue, a CDATA section",
        ),
        (
            "a comment with a break in it",
            changed("over", "<!-- a -- b -->over"),
            "document: Malformed",
        ),
        ("a comment that does not end", changed("over", "<!-- -- >over"), "document: Truncated"),
    ]);
}
