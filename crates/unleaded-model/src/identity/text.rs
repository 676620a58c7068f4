//! Text made comparable. Documents keep what was written; only matching uses these forms.

/// Returns `text` with full-width letters, digits and punctuation as ASCII, Unicode hyphens as `-`, and runs of
/// white space as one space, trimmed.
pub fn matching_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().map(folded) {
        if c.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_invisible(c) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Returns the letters and digits of `text` in lower case and nothing else: the key by which names are compared.
pub fn key(text: &str) -> String {
    matching_text(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn folded(c: char) -> char {
    match c {
        // Full-width forms of ASCII lie at a constant distance (Unicode block FF00).
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' => '-',
        '\u{3000}' => ' ',
        c => c,
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_name_share_a_key() {
        assert_eq!(
            key("Bis (2-ethylhexyl) phthalate (DEHP)"),
            key("Bis(2-ethylhexyl)phthalate (DEHP)")
        );
        assert_eq!(matching_text("７４４０‐０２‐０"), "7440-02-0");
        assert_eq!(matching_text("  a \u{3000}\n b "), "a b");
    }
}
