//! What is put around, beside or instead of what was signed.

use unleaded_trust::sign_xml;

use crate::common::key;
use crate::{DOCUMENT, DS, changed, check, resigned, resigned_with, says, signature, signed};

#[test]
fn wrapping() {
    let (signed, signature) = (signed(), signature());
    let evil = "<d:Part name=\"R1\" ppm=\"0\">evil</d:Part>";
    let root =
        |content: &str| format!("<d:Declaration xmlns:d=\"urn:d\">{content}</d:Declaration>");
    let object = |content: &str| {
        let object = format!("<ds:Object>{content}</ds:Object></ds:Signature>");
        signature.replace("</ds:Signature>", &object)
    };
    let in_key_info = signature.replace("<ds:KeyInfo>", &format!("<ds:KeyInfo>{DOCUMENT}"));
    check(&[
        ("in a new root, with its signature", root(&format!("{evil}{signed}")), "Misplaced"),
        (
            "in a new root, its signature beside it",
            root(&format!("{evil}{DOCUMENT}{signature}")),
            "DocumentChanged",
        ),
        (
            "in an object of the signature",
            root(&format!("{evil}{}", object(DOCUMENT))),
            "element: Signature/Object",
        ),
        ("in the key's description", root(&format!("{evil}{in_key_info}")), "DocumentChanged"),
        (
            "a part beside the part",
            changed("<d:Part ", &format!("{evil}<d:Part ")),
            "DocumentChanged",
        ),
        ("a part in the part", changed("over", &format!("{evil}over")), "DocumentChanged"),
        (
            "another part after the signature",
            changed("</ds:Signature>", &format!("</ds:Signature>{evil}")),
            "DocumentChanged",
        ),
        ("a second root behind", format!("{signed}{}", root(evil)), "document: OutsideRoot"),
        ("a second root before", format!("{}{signed}", root(evil)), "document: OutsideRoot"),
        ("text behind", format!("{signed}evil"), "document: OutsideRoot"),
        (
            "the signature as the root",
            format!("<ds:Signature xmlns:ds=\"{DS}\">{DOCUMENT}</ds:Signature>"),
            "Misplaced",
        ),
        (
            "the signature in the part",
            DOCUMENT.replace("over", &format!("{signature}over")),
            "Misplaced",
        ),
        (
            "the signature of another document",
            root(&format!("{evil}{signature}")),
            "DocumentChanged",
        ),
        (
            "an empty object",
            changed("</ds:Signature>", "<ds:Object></ds:Object></ds:Signature>"),
            "element: Signature/Object",
        ),
        (
            "a manifest",
            changed("</ds:Signature>", "<ds:Manifest></ds:Manifest></ds:Signature>"),
            "element: Signature/Manifest",
        ),
        (
            "the signature first",
            DOCUMENT.replace("<d:Part ", &format!("{signature}<d:Part ")),
            "good",
        ),
        ("the signature gone", DOCUMENT.to_owned(), "unsigned"),
    ]);
}

#[test]
fn references() {
    let reference = "<ds:Reference URI=\"\">";
    check(&[
        ("a part by its id", says("URI=\"\"", "URI=\"#part\""), "ReferenceElsewhere"),
        ("the root by its id", says("URI=\"\"", "URI=\"#root\""), "ReferenceElsewhere"),
        (
            "two elements of one id",
            resigned_with(&DOCUMENT.replace("Id=\"root\"", "Id=\"part\""), |info| {
                info.replace("URI=\"\"", "URI=\"#part\"")
            }),
            "ReferenceElsewhere",
        ),
        (
            "an expression for the whole",
            says("URI=\"\"", "URI=\"#xpointer(/)\""),
            "ReferenceElsewhere",
        ),
        ("an empty fragment", says("URI=\"\"", "URI=\"#\""), "ReferenceElsewhere"),
        ("a file", says("URI=\"\"", "URI=\"other.xml\""), "ReferenceElsewhere"),
        ("another host", says("URI=\"\"", "URI=\"http://a.example/\""), "ReferenceElsewhere"),
        ("white space", says("URI=\"\"", "URI=\" \""), "ReferenceElsewhere"),
        ("no reference to what", says(" URI=\"\"", ""), "attribute: Reference URI"),
        (
            "a type",
            says("URI=\"\"", "URI=\"\" Type=\"http://www.w3.org/2000/09/xmldsig#Manifest\""),
            "attribute: Reference Type",
        ),
        (
            "two references",
            resigned(|info| {
                let start = info.find(reference).unwrap();
                let second = info[start..].replace("</ds:SignedInfo>", "");
                info.replace(reference, &format!("{second}{reference}"))
            }),
            "element: SignedInfo/Reference",
        ),
        (
            "no reference",
            resigned(|info| {
                let start = info.find(reference).unwrap();
                format!("{}</ds:SignedInfo>", &info[..start])
            }),
            "missing: SignedInfo/Reference",
        ),
    ]);
}

#[test]
fn several_signatures() {
    let (ours, theirs) = (signature(), sign_xml(DOCUMENT.as_bytes(), &key(9)).unwrap().element);
    let with = |signatures: &str| {
        DOCUMENT.replace("</d:Declaration>", &format!("{signatures}</d:Declaration>"))
    };
    let inside = format!("<ds:KeyInfo>{theirs}");
    check(&[
        ("twice the same", with(&format!("{ours}{ours}")), "Several"),
        ("one of somebody behind", with(&format!("{ours}{theirs}")), "Several"),
        ("one of somebody before", with(&format!("{theirs}{ours}")), "Several"),
        ("one inside the other", with(&ours.replace("<ds:KeyInfo>", &inside)), "Misplaced"),
        ("one in the part", with(&ours).replace("over", &format!("{theirs}over")), "Misplaced"),
        ("an empty one", with(&format!("{ours}<Signature xmlns=\"{DS}\"/>")), "Several"),
        (
            "one that is none: another namespace",
            with(&format!("{ours}<Signature xmlns=\"urn:s\"/>")),
            "DocumentChanged",
        ),
        ("one of somebody alone", with(&theirs), "unknown key"),
        (
            "one of somebody who says to be another",
            with(&theirs.replace(&key(9).public().id(), &key(1).public().id())),
            "SignatureInvalid",
        ),
    ]);
}
