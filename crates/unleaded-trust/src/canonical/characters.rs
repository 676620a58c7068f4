//! Characters: which are allowed, how they are escaped, what a name is.

use super::CanonicalProblem as Problem;

/// The white space of XML (XML 1.0, production 3).
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Writes literal text in canonical form (Canonical XML 1.0 section 2.3, text nodes), its line ends made LF
/// (XML 1.0 section 2.11).
pub(super) fn text(raw: &[u8], out: &mut Vec<u8>) -> Result<(), Problem> {
    // Without an early exit, so that the compiler looks at many bytes at once.
    let plain = raw.iter().fold(true, |plain, byte| {
        let control = *byte < b' ' && *byte != b'\n' && *byte != b'\t';
        plain & !(control | matches!(byte, b'&' | b'<' | b'>' | 0xef))
    });
    if plain {
        out.extend_from_slice(raw);
        return Ok(());
    }
    let mut copied = 0;
    for (at, byte) in raw.iter().enumerate() {
        let written: &[u8] = match byte {
            b'\r' if raw.get(at + 1) == Some(&b'\n') => b"",
            b'\r' => b"\n",
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' if raw[..at].ends_with(b"]]") => {
                return Err(Problem::Malformed { what: "`]]>` in text" });
            }
            b'>' => b"&gt;",
            b'\n' | b'\t' => continue,
            0..b' ' => return Err(forbidden(u32::from(*byte))),
            0xef => {
                no_noncharacter(&raw[at..])?;
                continue;
            }
            _ => continue,
        };
        out.extend_from_slice(&raw[copied..at]);
        out.extend_from_slice(written);
        copied = at + 1;
    }
    out.extend_from_slice(&raw[copied..]);
    Ok(())
}

/// Writes the character that a reference in text stands for, in canonical form.
pub(super) fn text_character(c: char, out: &mut Vec<u8>) {
    match c {
        '&' => out.extend_from_slice(b"&amp;"),
        '<' => out.extend_from_slice(b"&lt;"),
        '>' => out.extend_from_slice(b"&gt;"),
        '\r' => out.extend_from_slice(b"&#xD;"),
        _ => push(c, out),
    }
}

/// Writes a character of an attribute value in canonical form (Canonical XML 1.0 section 2.3, attribute nodes).
fn attribute_character(c: char, out: &mut Vec<u8>) {
    match c {
        '&' => out.extend_from_slice(b"&amp;"),
        '<' => out.extend_from_slice(b"&lt;"),
        '"' => out.extend_from_slice(b"&quot;"),
        '\t' => out.extend_from_slice(b"&#x9;"),
        '\n' => out.extend_from_slice(b"&#xA;"),
        '\r' => out.extend_from_slice(b"&#xD;"),
        _ => push(c, out),
    }
}

/// Writes the character itself.
pub(super) fn push(c: char, out: &mut Vec<u8>) {
    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

/// Writes an attribute value as it stands in the document in canonical form.
pub(super) fn attribute(raw: &[u8], out: &mut Vec<u8>) -> Result<(), Problem> {
    value(raw, attribute_character, out)
}

/// Writes what an attribute value as it stands in the document means.
pub(super) fn attribute_meaning(raw: &[u8], out: &mut Vec<u8>) -> Result<(), Problem> {
    value(raw, push, out)
}

/// Writes what `meaning` is in canonical form: the inverse of reading a value.
pub(crate) fn attribute_of_meaning(meaning: &str, out: &mut Vec<u8>) {
    meaning.chars().for_each(|c| attribute_character(c, out));
}

/// Normalises a value: literal white space is a space each, CR LF one; references are resolved (XML 1.0 section 3.3.3).
fn value(raw: &[u8], write: impl Fn(char, &mut Vec<u8>), out: &mut Vec<u8>) -> Result<(), Problem> {
    let plain = raw.iter().fold(true, |plain, byte| {
        plain & !((*byte < b' ') | matches!(byte, b'&' | b'<' | b'"' | 0xef))
    });
    if plain {
        out.extend_from_slice(raw);
        return Ok(());
    }
    let (mut copied, mut at) = (0, 0);
    while at < raw.len() {
        let (kept, end) = (at, at + 1);
        at = end;
        match raw[kept] {
            b'"' | b'&' | b'\t' | b'\n' | b'\r' => {}
            b'<' => return Err(Problem::Malformed { what: "`<` in an attribute" }),
            byte @ 0..b' ' => return Err(forbidden(u32::from(byte))),
            0xef => {
                no_noncharacter(&raw[kept..])?;
                continue;
            }
            _ => continue,
        }
        out.extend_from_slice(&raw[copied..kept]);
        match raw[kept] {
            b'"' => write('"', out),
            b'&' => {
                let (c, length) = reference(&raw[kept..])?;
                write(c, out);
                at = kept + length;
            }
            // The LF behind it becomes the one space.
            b'\r' if raw.get(end) == Some(&b'\n') => {}
            _ => out.push(b' '),
        }
        copied = at;
    }
    out.extend_from_slice(&raw[copied..]);
    Ok(())
}

/// Returns the character that the reference at the start of `raw` stands for, and the length of the reference. There
/// is no DOCTYPE, so only the five predefined entities exist.
pub(super) fn reference(raw: &[u8]) -> Result<(char, usize), Problem> {
    let lone = || Problem::Malformed { what: "`&` that begins no reference" };
    let length = memchr::memchr(b';', raw).ok_or_else(lone)?;
    let name = &raw[1..length];
    let c = match name {
        b"amp" => '&',
        b"apos" => '\'',
        b"gt" => '>',
        b"lt" => '<',
        b"quot" => '"',
        [b'#', b'x', digits @ ..] => numbered(digits, 16)?,
        [b'#', digits @ ..] => numbered(digits, 10)?,
        _ => return Err(undeclared(name)),
    };
    Ok((c, length + 1))
}

fn numbered(digits: &[u8], radix: u32) -> Result<char, Problem> {
    if digits.is_empty() {
        return Err(Problem::Malformed { what: "a character reference without a number" });
    }
    let mut number: u32 = 0;
    for digit in digits {
        let digit = char::from(*digit).to_digit(radix);
        let digit = digit
            .ok_or(Problem::Malformed { what: "a character reference with a wrong number" })?;
        // Saturated, it is no character, whatever follows.
        number = number.saturating_mul(radix).saturating_add(digit);
    }
    char::from_u32(number).filter(|c| is_allowed(*c)).ok_or_else(|| forbidden(number))
}

fn undeclared(name: &[u8]) -> Problem {
    let name = String::from_utf8_lossy(name);
    Problem::EntityUndeclared { name: name.chars().take(80).collect() }
}

fn forbidden(code: u32) -> Problem {
    Problem::CharacterForbidden { code }
}

/// Whether XML 1.0 allows the character (production 2).
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Refuses U+FFFE and U+FFFF, in UTF-8, at the start of `raw`.
fn no_noncharacter(raw: &[u8]) -> Result<(), Problem> {
    match raw {
        [0xef, 0xbf, 0xbe, ..] => Err(forbidden(0xfffe)),
        [0xef, 0xbf, 0xbf, ..] => Err(forbidden(0xffff)),
        _ => Ok(()),
    }
}

/// Writes `raw` with its line ends made LF (XML 1.0 section 2.11).
pub(super) fn line_ends(raw: &[u8], out: &mut Vec<u8>) {
    let mut copied = 0;
    for at in memchr::memchr_iter(b'\r', raw) {
        out.extend_from_slice(&raw[copied..at]);
        if raw.get(at + 1) != Some(&b'\n') {
            out.push(b'\n');
        }
        copied = at + 1;
    }
    out.extend_from_slice(&raw[copied..]);
}

/// Refuses characters that XML 1.0 does not allow.
pub(super) fn only_allowed(raw: &[u8]) -> Result<(), Problem> {
    for (at, byte) in raw.iter().enumerate() {
        match byte {
            b'\t' | b'\n' | b'\r' => {}
            0..b' ' => return Err(forbidden(u32::from(*byte))),
            0xef => no_noncharacter(&raw[at..])?,
            _ => {}
        }
    }
    Ok(())
}

/// Whether `name` is a name without a colon (Namespaces in XML 1.0, production 4).
pub(super) fn is_simple_name(name: &[u8]) -> bool {
    let Some(first) = name.first() else {
        return false;
    };
    let ascii = name.iter().fold(true, |ascii, byte| {
        ascii & (byte.is_ascii_alphanumeric() | matches!(byte, b'_' | b'-' | b'.'))
    });
    if ascii {
        return first.is_ascii_alphabetic() || *first == b'_';
    }
    let Ok(name) = std::str::from_utf8(name) else {
        return false;
    };
    let mut characters = name.chars();
    characters.next().is_some_and(begins_name) && characters.all(continues_name)
}

/// XML 1.0, production 4, without the colon.
fn begins_name(c: char) -> bool {
    matches!(c, 'A'..='Z' | '_' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}'
        | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}'
        | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}'
        | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
}

/// XML 1.0, production 4a, without the colon.
fn continues_name(c: char) -> bool {
    begins_name(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}'
            | '\u{203f}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(
        write: fn(&[u8], &mut Vec<u8>) -> Result<(), Problem>,
        raw: &str,
    ) -> Result<String, Problem> {
        let mut out = Vec::new();
        write(raw.as_bytes(), &mut out).map(|()| String::from_utf8(out).unwrap())
    }

    #[test]
    fn text_is_escaped_and_its_lines_end_in_lf() {
        for (raw, expected) in [
            ("a b\tc\n", "a b\tc\n"),
            ("a\r\nb\rc\r\r\n", "a\nb\nc\n\n"),
            ("\"'>", "\"'&gt;"),
            ("&<", "&amp;&lt;"),
            ("，。中", "，。中"),
        ] {
            assert_eq!(written(text, raw).unwrap(), expected, "{raw:?}");
        }
        for raw in ["]]>", "a\u{1}", "\u{fffe}", "\u{ffff}"] {
            assert!(written(text, raw).is_err(), "{raw:?}");
        }
    }

    #[test]
    fn values_are_normalised_and_escaped() {
        for (raw, canonical, meaning) in [
            ("a>'b", "a>'b", "a>'b"),
            ("a\tb\nc\r\nd\re", "a b c d e", "a b c d e"),
            ("&#9;&#xA;&#13;", "&#x9;&#xA;&#xD;", "\t\n\r"),
            ("&lt;&amp;&quot;&apos;&gt;\"", "&lt;&amp;&quot;'>&quot;", "<&\"'>\""),
            ("&#x94C5;&#0000000065;，", "铅A，", "铅A，"),
        ] {
            assert_eq!(written(attribute, raw).unwrap(), canonical, "{raw:?}");
            assert_eq!(written(attribute_meaning, raw).unwrap(), meaning, "{raw:?}");
            let mut out = Vec::new();
            attribute_of_meaning(meaning, &mut out);
            assert_eq!(out, canonical.as_bytes(), "{raw:?}");
        }
    }

    #[test]
    fn references_that_stand_for_nothing_are_refused() {
        let huge = format!("&#{};", "9".repeat(100));
        for raw in [
            "&a;", "&", "&;", "&#;", "&#x;", "&#0;", "&#xD800;", "&#xFFFE;", "&#X41;", "&#-1;",
            "&#+1;", "&AMP;", "<", "\u{2}", &huge,
        ] {
            assert!(written(attribute, raw).is_err(), "{raw:?}");
        }
    }

    #[test]
    fn names() {
        for good in ["a", "_", "a-1.b", "铅", "a·", "é"] {
            assert!(is_simple_name(good.as_bytes()), "{good}");
        }
        for bad in ["", "1", "-a", ".", "a:b", "a b", "a<", "·", "a\u{d7}", "a="] {
            assert!(!is_simple_name(bad.as_bytes()), "{bad}");
        }
    }
}
