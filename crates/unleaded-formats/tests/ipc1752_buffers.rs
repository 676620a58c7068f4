//! What is read does not depend on how the input is cut into buffers: pieces that lie whole in one are taken a shorter
//! way than those that do not.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::BufReader;
use std::path::Path;

use unleaded_formats::ipc1752;
use unleaded_formats::sink::Collected;
use unleaded_formats::text::HEAD;
use unleaded_model::diagnostic::FileName;

fn read(bytes: &[u8], buffer: usize) -> Collected {
    let mut sink = Collected::default();
    let input = BufReader::with_capacity(buffer, bytes);
    ipc1752::read(input, &FileName::new("d.xml"), &mut sink);
    sink
}

/// The first bytes of a document are in one buffer always, since its encoding is told by them.
fn beyond_the_head() -> String {
    format!("<!--{}-->", " ".repeat(HEAD))
}

/// A buffer of one byte never holds a whole piece.
fn check(what: &str, bytes: &[u8]) {
    let expected = read(bytes, 1);
    for buffer in [2, 3, 7, 64, 300, bytes.len() + 1] {
        assert_eq!(read(bytes, buffer), expected, "{what} in buffers of {buffer}");
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
fn fixtures_read_the_same_from_any_buffers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/ipc1752");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        check(&path.display().to_string(), &std::fs::read(&path).unwrap());
        count += 1;
    }
    assert!(count > 30, "{count}");
}

/// Pieces where the two ways could part.
const ODD: &[&str] = &[
    "<a>",
    "</a>",
    "<a/>",
    "<a b=\"1\"/>",
    "<a b='1'/>",
    "<a b=\"x>y\"/>",
    "<a b='x>y\"'/>",
    "<a b=\"'\"/>",
    "<a b = \"1\"/>",
    "<a  b=\"1\" />",
    "<a b=\"1\"c=\"2\"/>",
    "<a b=1/>",
    "<a b/>",
    "<a b=\"1\" b=\"2\"/>",
    "<a b=\"<\"/>",
    "<a b=\"&\"/>",
    "<a b=\"&lt;&#10;\"/>",
    "<a b=\"&#0;\"/>",
    "<a b=\"1\n2\"/>",
    "<a b=\"铅\"/>",
    "<a b=\"铅\"/><c/>",
    "<铅/>",
    "<铅></铅>",
    "<a 铅=\"1\"/>",
    "<a b=\"\u{fffe}\"/>",
    "<a b=\"\u{1}\"/>",
    "<1/>",
    "<-a/>",
    "<a/ >",
    "<a/",
    "</",
    "<",
    "<>",
    "</>",
    "</ a>",
    "<p:a/>",
    "<a p:b=\"1\"/>",
    "<a xmlns=\"u\"><b/></a>",
    "<a xmlns:p=\"u\"/>",
    "<a xmlns:p=\"u\"><p:b/></a >",
    "<a><b></a></b>",
    "<a></a\t>",
    "<a></b>",
    "x<a/>",
    "&lt;<a/>",
    "&x;<a/>",
    "<![CDATA[<a>]]><a/>",
    "<!-- <a> --><a/>",
    "<?x <a> ?><a/>",
    "\t<a/>",
    "\r\n <a/>",
    "\r<a/>",
    "<a>\n  </a>",
    "\u{a0}<a/>",
    "</Product>",
    "</Product></MainDeclaration>",
    "<Product/>",
    "<SubProduct comment=\"&amp;\"/>",
    "<ProductID itemNumber=\"1\" value=\"x\"/>",
    "<!DOCTYPE a>",
    "]]><a/>",
];

#[test]
fn odd_tags_read_the_same_from_any_buffers() {
    for odd in ODD {
        let document = format!(
            "<?xml version=\"1.0\"?>\n<MainDeclaration xmlns=\"{}\" version=\"2.0\">\n{}  <Product>\n    {odd}\n  \
             </Product>\n</MainDeclaration>\n",
            ipc1752::NAMESPACE,
            beyond_the_head(),
        );
        check(odd, document.as_bytes());
    }
    let broken =
        [&b"<a b=\"\xff\"/>"[..], b"<\xff/>", b"<a \xff=\"1\"/>", b"<a></a\xff>", b"\xff<a/>"];
    for broken in broken {
        let head =
            format!("<MainDeclaration xmlns=\"{}\">{}", ipc1752::NAMESPACE, beyond_the_head());
        check(&String::from_utf8_lossy(broken), &[head.as_bytes(), broken].concat());
    }
}
