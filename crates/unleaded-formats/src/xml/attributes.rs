//! The attributes of a start tag, as spans of its bytes.

use std::ops::Range;

/// An attribute: where its name and value stand in the bytes of its tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) name: Range<usize>,
    pub(super) value: Range<usize>,
    /// The value holds no reference and no white space but blanks, so it is what it says.
    pub(super) plain: bool,
}

/// Why a tag can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Defect {
    /// The grammar of XML 1.0 section 3.1 is broken at this byte.
    Malformed(usize),
    /// There are more than the limit.
    TooMany,
}

/// Splits the `bytes` of `tag`, which follow the element's name, into at most `limit` attributes in `out`.
pub(super) fn split(
    tag: &[u8],
    bytes: Range<usize>,
    limit: usize,
    out: &mut Vec<Attribute>,
) -> Result<(), Defect> {
    out.clear();
    let (mut at, end) = (bytes.start, bytes.end);
    loop {
        let name_start = skip_blanks(tag, at, end);
        if name_start == end {
            return Ok(());
        }
        if name_start == at {
            return Err(Defect::Malformed(at));
        }
        if out.len() == limit {
            return Err(Defect::TooMany);
        }
        let name_end = find(tag, name_start, end, |b| b == b'=' || is_blank(b));
        let equals = skip_blanks(tag, name_end, end);
        if tag.get(equals) != Some(&b'=') || !is_name(&tag[name_start..name_end]) {
            return Err(Defect::Malformed(name_start));
        }
        let quote_at = skip_blanks(tag, equals + 1, end);
        let quote = match tag.get(quote_at) {
            Some(quote @ (b'"' | b'\'')) if quote_at < end => *quote,
            _ => return Err(Defect::Malformed(name_start)),
        };
        let value_start = quote_at + 1;
        let length = memchr::memchr(quote, &tag[value_start..end]);
        let value = value_start..value_start + length.ok_or(Defect::Malformed(name_start))?;
        let plain = is_plain(&tag[value.clone()]);
        if !plain && tag[value.clone()].contains(&b'<') {
            return Err(Defect::Malformed(name_start));
        }
        at = value.end + 1;
        out.push(Attribute { name: name_start..name_end, value, plain });
    }
}

/// Whether `name` can be a name: the ASCII part of XML 1.0 section 2.3, anything beyond ASCII allowed.
pub(super) fn is_name(name: &[u8]) -> bool {
    let follows = |b: u8| starts_name(b) || b.is_ascii_digit() || matches!(b, b'-' | b'.');
    name.split_first()
        .is_some_and(|(first, rest)| starts_name(*first) && rest.iter().all(|b| follows(*b)))
}

/// Whether a name can begin with `byte`.
pub(super) fn starts_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':') || byte >= 0x80
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Without an early exit, so that the compiler can look at many bytes at once.
fn is_plain(value: &[u8]) -> bool {
    !value.iter().fold(false, |found, b| found | matches!(b, b'&' | b'<' | b'\t' | b'\r' | b'\n'))
}

fn skip_blanks(tag: &[u8], from: usize, end: usize) -> usize {
    find(tag, from, end, |b| !is_blank(b))
}

fn find(tag: &[u8], from: usize, end: usize, wanted: impl Fn(u8) -> bool) -> usize {
    let from = from.min(end);
    tag[from..end].iter().position(|b| wanted(*b)).map_or(end, |at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_as_the_grammar_says() {
        let check = |tag: &str, expected: Result<&[(&str, &str)], Defect>| {
            let mut out = Vec::new();
            let found = split(tag.as_bytes(), 1..tag.len(), 3, &mut out).map(|()| {
                out.iter()
                    .map(|a| (&tag[a.name.clone()], &tag[a.value.clone()]))
                    .collect::<Vec<_>>()
            });
            assert_eq!(found.as_deref().map_err(|e| *e), expected, "{tag}");
        };
        check("e", Ok(&[]));
        check("e ", Ok(&[]));
        check("e a='1' b = \"'\"", Ok(&[("a", "1"), ("b", "'")]));
        check("e a='1'b='2'", Err(Defect::Malformed(7)));
        check("e a", Err(Defect::Malformed(2)));
        check("e a=", Err(Defect::Malformed(2)));
        check("e a=1", Err(Defect::Malformed(2)));
        check("e a='1", Err(Defect::Malformed(2)));
        check("e a='<'", Err(Defect::Malformed(2)));
        check("e 1='1'", Err(Defect::Malformed(2)));
        check("e a='' b='' c='' d=''", Err(Defect::TooMany));
    }
}
