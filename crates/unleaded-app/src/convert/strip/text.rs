//! Texts as they are compared when a name is looked for in them.

/// Letters that a hidden text has at least for it to be looked for elsewhere: shorter ones are parts of other words.
const SHORTEST: usize = 4;
/// The same for Chinese, Japanese and Korean characters.
const SHORTEST_WIDE: usize = 2;

/// Whether a text is more than a placeholder such as `NA`, or a few digits.
pub(super) fn is_telling(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    let wide = letters.clone().filter(|c| *c >= '\u{2e80}').count();
    let placeholder = matches!(text, "none" | "unknown" | "not available" | "not applicable");
    !placeholder && (letters.count() >= SHORTEST || wide >= SHORTEST_WIDE)
}

/// In lower case, with single blanks, so that a line break hides no name.
pub(super) fn folded(text: &str) -> String {
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The same of markup, with its references replaced by what they stand for.
pub(super) fn folded_markup(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        let reference = after.split_once(';');
        match reference.and_then(|(name, after)| Some((character(name)?, after))) {
            Some((c, after)) => {
                text.push(c);
                rest = after;
            }
            None => {
                text.push('&');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    folded(&text)
}

/// The character that a reference of XML stands for.
fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "apos" => Some('\''),
        "gt" => Some('>'),
        "lt" => Some('<'),
        "quot" => Some('"'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}

/// What stands before and after the first `name`, which is folded, in `text`.
pub(super) fn split<'t>(text: &'t str, name: &str) -> Option<(&'t str, &'t str)> {
    // Lower case may have another length, so that each beginning is tried.
    text.char_indices().find_map(|(start, _)| {
        let (before, rest) = text.split_at(start);
        Some((before, after(rest, name)?))
    })
}

/// What stands behind `name`, which is folded, in a `text` that begins with it.
fn after<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let mut wanted = name.chars().peekable();
    let mut last = None;
    for (at, c) in text.char_indices() {
        let blank = c.is_whitespace().then_some(' ');
        // Of several blanks one is wanted.
        if blank.is_none() || last != blank {
            let mut lower = c.to_lowercase();
            let matches = match blank {
                Some(blank) => wanted.next() == Some(blank),
                None => lower.all(|lower| wanted.next() == Some(lower)),
            };
            if !matches {
                return None;
            }
        }
        last = blank;
        if wanted.peek().is_none() {
            return text.get(at + c.len_utf8()..);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_read_as_it_is_meant() {
        assert_eq!(folded_markup("<A b='M&#252;ller &amp;\n&#x43;o'/>"), "<a b='müller & co'/>");
        assert_eq!(folded_markup("a & b &unknown; &#x110000; &"), "a & b &unknown; &#x110000; &");
    }

    #[test]
    fn placeholders_are_not_looked_for() {
        for text in ["NA", "n/a", "12", "", "---", "Unknown"] {
            assert!(!is_telling(&text.to_lowercase()), "{text}");
        }
        assert!(is_telling("acme") && is_telling("某某"));
    }
}
