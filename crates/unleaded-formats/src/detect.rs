//! What a file is, from its first bytes and never from its name.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::iec62474;
use crate::tables::workbook::COMPOUND;
use crate::text::utf16_by_zeros;

/// Bytes that [`detect`] looks at; fewer are enough where the file is shorter.
pub const HEAD: usize = 4096;

/// A form that files have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Delimited text.
    Csv,
    /// A signed envelope (DSSE) in JSON.
    Dsse,
    /// XML with the root of IEC 62474.
    Iec62474,
    /// IPC-1752A XML.
    Ipc1752a,
    /// Other JSON.
    Json,
    /// Rows of a signed declaration that are disclosed after the fact, in JSON.
    LateDisclosure,
    /// A redacted copy of a signed declaration, in JSON.
    Redacted,
    /// An Office Open XML workbook, another archive (a chemSHERPA file, for one), or a workbook of the older binary format, which
    /// the reader of workbooks refuses by name.
    Xlsx,
    /// Other XML.
    Xml,
}

/// Returns what a file is that begins with `head`; `None`: nothing known, or nothing at all.
pub fn detect(head: &[u8]) -> Option<Kind> {
    let head = &head[..head.len().min(HEAD)];
    if head.starts_with(b"PK\x03\x04") || head.starts_with(COMPOUND) {
        return Some(Kind::Xlsx);
    }
    let text = text(head)?;
    let text = text.trim_start();
    match text.chars().next()? {
        '<' if is_iec62474(text) => Some(Kind::Iec62474),
        '<' if text.contains("MainDeclaration") => Some(Kind::Ipc1752a),
        '<' => Some(Kind::Xml),
        '{' if text.contains("\"unleaded/redacted/v1\"") => Some(Kind::Redacted),
        '{' if text.contains("\"unleaded/late-disclosure/v1\"") => Some(Kind::LateDisclosure),
        '{' if text.contains("\"payloadType\"") => Some(Kind::Dsse),
        '{' | '[' => Some(Kind::Json),
        _ => text.contains([',', ';', '\t', '|']).then_some(Kind::Csv),
    }
}

/// Whether the root of the document that `text` begins has the local name of IEC 62474's; the reader checks the namespace.
fn is_iec62474(text: &str) -> bool {
    let name = root(text).and_then(|tag| tag.split(|c: char| c.is_whitespace() || c == '/').next());
    name.is_some_and(|name| name.rsplit(':').next() == Some(iec62474::ROOT))
}

/// What follows the `<` of the root element; comments and instructions before it are passed over.
fn root(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.split_once('<')?.1;
        let end = match rest {
            _ if rest.starts_with("!--") => "-->",
            _ if rest.starts_with('?') => "?>",
            _ => return Some(rest.split_once('>').map_or(rest, |(tag, _)| tag)),
        };
        rest = rest.split_once(end)?.1;
    }
}

/// The head as text, wrong characters and all; `None` for bytes that are no text.
fn text(head: &[u8]) -> Option<Cow<'_, str>> {
    let (encoding, mark) = match (Encoding::for_bom(head), head) {
        (Some(found), _) => found,
        (None, [b'<', 0, ..]) => (UTF_16LE, 0),
        (None, [0, b'<', ..]) => (UTF_16BE, 0),
        (None, _) => (utf16_by_zeros(head).unwrap_or(UTF_8), 0),
    };
    // Bytes of other encodings become replacement characters, which leaves the ASCII that is looked for.
    let (text, _) = encoding.decode_without_bom_handling(&head[mark..]);
    (!text.contains('\0')).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iec_62474_by_the_local_name_of_the_root() {
        let check = |head: &str, expected| {
            assert_eq!(detect(head.as_bytes()), Some(expected), "{head}");
        };
        check("<Main/>", Kind::Iec62474);
        check("<Main", Kind::Iec62474);
        check(
            "<?xml?><!-- <a> MainDeclaration -->\n<x:Main a='1'\n xmlns:x='urn:x'>",
            Kind::Iec62474,
        );
        check("<MainDeclaration><Main/></MainDeclaration>", Kind::Ipc1752a);
        check("<Main:Other/>", Kind::Xml);
        check("<Other><Main/></Other>", Kind::Xml);
        check("<!-- <Main> ", Kind::Xml);
    }

    #[test]
    fn kinds_by_content() {
        let check = |head: &[u8], expected| assert_eq!(detect(head), expected, "{head:?}");
        check(b"", None);
        check(b"  \n", None);
        check(b"hello world", None);
        check(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0,", Some(Kind::Xlsx));
        check(b"PK\x03\x04....", Some(Kind::Xlsx));
        check(b"\xef\xbb\xbf<?xml version='1.0'?><ipc:MainDeclaration", Some(Kind::Ipc1752a));
        check(b"\xff\xfe<\0a\0", Some(Kind::Xml));
        check(b"<\0a\0", Some(Kind::Xml));
        check(b" <a/>", Some(Kind::Xml));
        check(b"{\"payloadType\": 1}", Some(Kind::Dsse));
        check(b"[1]", Some(Kind::Json));
        check(b"{\"schema\": \"unleaded/redacted/v1\"}", Some(Kind::Redacted));
        check(b"{\"schema\":\"unleaded/late-disclosure/v1\"}", Some(Kind::LateDisclosure));
        check(b"\xc1\xcf\xba\xc5,CAS", Some(Kind::Csv));
        check(b"\xff\xfea\0\t\0", Some(Kind::Csv));
        check(b"a\0;\0b\0", Some(Kind::Csv));
        check(b"\0a\0|\0b", Some(Kind::Csv));
    }
}
