//! What the first bytes of a document say about its encoding.

use super::CanonicalProblem as Problem;
use super::characters::is_blank;

/// The byte order mark of UTF-8.
const MARK: [u8; 3] = [0xef, 0xbb, 0xbf];

/// Returns how many of the first bytes of a document are its byte order mark. Refuses UTF-16 and UTF-32, marked or not.
pub(super) fn mark(head: &[u8]) -> Result<u64, Problem> {
    let other = match head {
        [0xff, 0xfe, 0, 0, ..]
        | [0, 0, 0xfe, 0xff, ..]
        | [b'<', 0, 0, 0, ..]
        | [0, 0, 0, b'<', ..] => "UTF-32",
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [b'<', 0, ..] | [0, b'<', ..] => "UTF-16",
        [0x4c, 0x6f, 0xa7, 0x94, ..] => "EBCDIC",
        _ => "",
    };
    if !other.is_empty() {
        return Err(Problem::EncodingOther { name: other.to_owned() });
    }
    match head.strip_prefix(&MARK) {
        // The parser would take a second one away, too.
        Some(rest) if rest.starts_with(&MARK) => Err(Problem::OutsideRoot),
        Some(_) => Ok(MARK.len() as u64),
        None => Ok(0),
    }
}

/// Checks what stands between `<?xml` and `?>` (XML 1.0, productions 23 to 32). Only UTF-8 may be declared: another
/// program would read the bytes as something else than what is signed here.
pub(super) fn check(content: &[u8]) -> Result<(), Problem> {
    let malformed = || Problem::Malformed { what: "the XML declaration" };
    let mut rest = content;
    let version = pseudo_attribute(&mut rest, b"version").ok_or_else(malformed)?;
    if version != b"1.0" {
        return Err(Problem::Malformed { what: "a version of XML other than 1.0" });
    }
    if let Some(name) = pseudo_attribute(&mut rest, b"encoding")
        && !name.eq_ignore_ascii_case(b"utf-8")
    {
        let name = String::from_utf8_lossy(name).chars().take(40).collect();
        return Err(Problem::EncodingOther { name });
    }
    let standalone = pseudo_attribute(&mut rest, b"standalone");
    if standalone.is_some_and(|value| !matches!(value, b"yes" | b"no")) {
        return Err(malformed());
    }
    if rest.iter().all(|byte| is_blank(*byte)) { Ok(()) } else { Err(malformed()) }
}

/// Takes ` name="value"` from the start of `rest`, if it is there.
fn pseudo_attribute<'a>(rest: &mut &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let after = rest.trim_ascii_start();
    if after.len() == rest.len() {
        return None;
    }
    let after = after.strip_prefix(name)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, after) = after.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
    let length = memchr::memchr(*quote, after)?;
    *rest = &after[length + 1..];
    Some(&after[..length])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_version_1_0_in_utf_8() {
        for good in [
            " version=\"1.0\"",
            " version='1.0' encoding='utf-8' ",
            "\r\n version = \"1.0\"\tencoding=\"UTF-8\" standalone='yes'",
            " version='1.0' standalone='no'",
        ] {
            assert_eq!(check(good.as_bytes()), Ok(()), "{good}");
        }
        for bad in [
            "",
            " version=1.0",
            " version='1.1'",
            " encoding='utf-8'",
            "version='1.0'",
            " version='1.0'encoding='utf-8'",
            " version='1.0' encoding='latin1'",
            " version='1.0' encoding='utf-8' encoding='utf-8'",
            " version='1.0' standalone='no' encoding='utf-8'",
            " version='1.0' standalone='maybe'",
            " version='1.0' x",
        ] {
            assert!(check(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn marks() {
        assert_eq!(mark(b"<a/>"), Ok(0));
        assert_eq!(mark(b""), Ok(0));
        assert_eq!(mark(b"\xef\xbb\xbf<a/>"), Ok(3));
        assert_eq!(mark(b"\xef\xbb\xbf\xef\xbb\xbf"), Err(Problem::OutsideRoot));
        for other in [&b"\xff\xfe<\0"[..], b"\xfe\xff\0<", b"<\0?\0", b"\0<\0?", b"<\0\0\0"] {
            assert!(matches!(mark(other), Err(Problem::EncodingOther { .. })), "{other:?}");
        }
    }
}
