//! References and white space in attribute values (XML 1.0 sections 3.3.3 and 4.6).

/// What is wrong with a reference, from this byte of the value on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem<'a> {
    /// A character that XML forbids.
    Character(&'a str),
    /// An entity that is not declared, or an ampersand that begins no reference.
    Entity(&'a str),
}

/// Returns `raw` with its references resolved and its white space as blanks. A reference that can't be resolved stays
/// as it is and is told to `problem` with its offset.
pub(super) fn unescape<'a>(raw: &'a str, mut problem: impl FnMut(usize, Problem<'a>)) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '\t', '\r', '\n']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if !from.starts_with('&') {
            // A carriage return and line feed are one line end, which is one blank.
            out.push(' ');
            rest = from.strip_prefix("\r\n").unwrap_or(&from[1..]);
            continue;
        }
        let reference = reference(from);
        match resolve(reference) {
            Ok(c) => out.push(c),
            Err(found) => {
                problem(raw.len() - from.len(), found);
                out.push_str(reference);
            }
        }
        rest = &from[reference.len()..];
    }
    out.push_str(rest);
    out
}

/// The character that `reference`, `&` to `;`, stands for.
pub(super) fn resolve(reference: &str) -> Result<char, Problem<'_>> {
    let name = reference.strip_prefix('&').and_then(|r| r.strip_suffix(';'));
    let number = match name {
        Some("amp") => return Ok('&'),
        Some("apos") => return Ok('\''),
        Some("gt") => return Ok('>'),
        Some("lt") => return Ok('<'),
        Some("quot") => return Ok('"'),
        Some(name) => name.strip_prefix('#').and_then(number),
        None => None,
    };
    let number = number.ok_or(Problem::Entity(reference))?;
    char::from_u32(number).filter(|c| is_allowed(*c)).ok_or(Problem::Character(reference))
}

/// A character number, `u32::MAX` where it is too large for one; `None` when it is no number.
fn number(text: &str) -> Option<u32> {
    let (digits, radix) = match text.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (text, 10),
    };
    let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
    is_number.then(|| u32::from_str_radix(digits, radix).unwrap_or(u32::MAX))
}

/// XML 1.0 section 2.2, production 2.
pub(crate) fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// The reference at the beginning of `text`, which begins with `&`; just that where no `;` follows a name.
fn reference(text: &str) -> &str {
    match text[1..]
        .find(|c: char| !c.is_alphanumeric() && !matches!(c, '#' | '_' | '-' | '.' | ':'))
    {
        Some(end) if text[1 + end..].starts_with(';') => &text[..end + 2],
        _ => &text[..1],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_and_bad_ones_told() {
        let check = |raw: &str, expected: &str, problems: &[(usize, Problem<'_>)]| {
            let mut found = Vec::new();
            assert_eq!(unescape(raw, |at, problem| found.push((at, problem))), expected);
            assert_eq!(found, problems, "{raw}");
        };
        check("a &amp;&lt;&gt;&quot;&apos; b", "a &<>\"' b", &[]);
        check("&#xA;&#10;\n\r\n\t&#x94c5;", "\n\n   铅", &[]);
        check("R&D", "R&D", &[(1, Problem::Entity("&"))]);
        check("x&nbsp;", "x&nbsp;", &[(1, Problem::Entity("&nbsp;"))]);
        check("&#0;", "&#0;", &[(0, Problem::Character("&#0;"))]);
        check("&#xFFFE;", "&#xFFFE;", &[(0, Problem::Character("&#xFFFE;"))]);
        check("&#xD800;", "&#xD800;", &[(0, Problem::Character("&#xD800;"))]);
        check("&#99999999999;", "&#99999999999;", &[(0, Problem::Character("&#99999999999;"))]);
        check("&#x;", "&#x;", &[(0, Problem::Entity("&#x;"))]);
    }
}
