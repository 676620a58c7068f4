//! XML that is made to hurt: deep, wide, endless.

use std::io::Write;

use crate::support::{Place, Ran};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<MainDeclaration \
    xmlns=\"http://webstds.ipc.org/175x/2.0\" version=\"2.0\">";
/// Bytes of an endless value; 1 GiB and 64 MiB take the same way.
const ENDLESS: usize = 64 << 20;

/// Streams a document into `check -`.
fn check(write: impl FnOnce(&mut dyn Write) -> std::io::Result<()> + Send) -> Ran {
    let place = Place::new();
    let ran = place.stream("check -", write);
    // Of what is in no known form nothing can be said.
    let wanted = if ran.err.contains("[format-unknown]") { 2 } else { 1 };
    let ran = ran.exits(wanted);
    assert!(ran.err.len() < 20_000, "{} bytes of messages", ran.err.len());
    ran.says("--> -").says("help: ")
}

fn repeat(out: &mut dyn Write, piece: &[u8], bytes: usize) -> std::io::Result<()> {
    let block = piece.repeat((1 << 16) / piece.len());
    (0..bytes / block.len()).try_for_each(|_| out.write_all(&block))
}

#[test]
fn nested_a_hundred_thousand_deep() {
    let ran = check(|out| {
        out.write_all(HEAD.as_bytes())?;
        out.write_all("<Product>".repeat(100_000).as_bytes())
    });
    ran.says("[xml-too-deep]").says("-:2:");
}

#[test]
fn a_number_without_end() {
    let ran = check(|out| {
        out.write_all(HEAD.as_bytes())?;
        out.write_all(b"<Product><ProductID itemNumber=\"A\"><Amount UOM=\"g\" value=\"")?;
        repeat(out, b"9", ENDLESS)?;
        out.write_all(b"\"/></ProductID></Product></MainDeclaration>")
    });
    ran.says("[xml-value-too-long]").says("-:2:");
}

#[test]
fn a_text_a_comment_and_a_name_without_end() {
    for start in ["", "<!-- ", "<", "<a b='", "<![CDATA[", "<?pi ", "</"] {
        check(|out| {
            out.write_all(HEAD.as_bytes())?;
            out.write_all(start.as_bytes())?;
            repeat(out, b"x", ENDLESS / 8)
        });
    }
}

#[test]
fn a_table_without_end() {
    check(|out| repeat(out, b"x", ENDLESS)).says("[format-unknown]");
    check(|out| repeat(out, b"part,", ENDLESS));
    check(|out| {
        out.write_all(b"part,material,substance\n\"")?;
        repeat(out, b"x\n", ENDLESS / 4)
    });
}

#[test]
fn attributes_without_end() {
    let ran = check(|out| {
        out.write_all(HEAD.as_bytes())?;
        out.write_all(b"<Product ")?;
        (0..1_001).try_for_each(|n| write!(out, "a{n}=\"\" "))?;
        out.write_all(b"/></MainDeclaration>")
    });
    ran.says("[xml-too-many-attributes]").says("-:2:");
}

#[test]
fn defects_without_end() {
    let ran = Place::new().stream("check -", |out| {
        out.write_all(HEAD.as_bytes())?;
        (0..100_000).try_for_each(|n| writeln!(out, "<Unknown{n}/>"))?;
        out.write_all(b"</MainDeclaration>")
    });
    ran.exits(1).says("[element-unknown]").says("[too-many-defects]");
}

#[test]
fn not_xml_at_all() {
    for (bytes, code) in [
        (&b""[..], "file-empty"),
        (b"  \n\t", "file-empty"),
        (b"<", "xml-truncated"),
        (b"<html><body>Not found</body></html>", "xml-root-unknown"),
        (b"%PDF-1.7", "format-unknown"),
        (b"PK\x03\x04", "workbook-unreadable"),
        (b"{\"json\": true}", "format-unknown"),
    ] {
        let wanted = if code == "format-unknown" { 2 } else { 1 };
        let ran = Place::new().feed(bytes, "check -").exits(wanted);
        assert!(ran.err.contains(&format!("error[{code}]")), "{bytes:?}: {}", ran.err);
    }
}

/// Every byte of a good document is changed in turn in a few ways: an answer each time, whatever it is.
#[test]
fn no_single_byte_breaks_the_program() {
    let place = Place::new();
    let good = crate::support::fixture_text("ipc1752/valid-class-c.xml").into_bytes();
    let step = (good.len() / 40).max(1);
    for (at, byte) in
        (0..good.len()).step_by(step).zip([0x00, b'<', 0xff, b'"', b'&'].into_iter().cycle())
    {
        let mut bytes = good.clone();
        bytes[at] = byte;
        let ran = place.feed(&bytes, "check -");
        let is_known = !ran.err.contains("[format-unknown]");
        assert!(ran.code <= 1 || !is_known, "byte {at}: {}", ran.err);
        let cut = place.feed(&good[..at], "check -").exits(1);
        assert!(cut.err.contains("error["), "cut at {at}");
    }
}
