//! The encoding of delimited text that declares none: by its bytes, then by which encoding makes words of its header.

use std::borrow::Cow;

use encoding_rs::{BIG5, Encoding, GB18030, SHIFT_JIS, WINDOWS_1252};

use super::delimited::SEPARATORS;

/// Bytes of text whose header is looked at.
const SAMPLE: usize = 1 << 16;
/// Encodings of spreadsheets in East Asia, the most usual first.
const EAST_ASIAN: [&Encoding; 3] = [GB18030, SHIFT_JIS, BIG5];

/// Decodes `bytes`, which are not UTF-8 and have no byte order mark; `None`: they are text in no encoding that is known.
/// `understood` counts the words of a header that a text holds.
pub(super) fn decode(
    bytes: &[u8],
    understood: impl Fn(&str) -> usize,
) -> Option<(String, &'static Encoding)> {
    if is_western(bytes) {
        return decoded(bytes, WINDOWS_1252);
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let mut candidates: Vec<(usize, &'static Encoding)> = EAST_ASIAN
        .into_iter()
        .map(|encoding| {
            let (text, _): (Cow<'_, str>, bool) = encoding.decode_without_bom_handling(sample);
            (understood(&text), encoding)
        })
        .collect();
    // Equally good ones stay in the order of the table.
    candidates.sort_by_key(|(understood, _)| std::cmp::Reverse(*understood));
    candidates.into_iter().find_map(|(_, encoding)| decoded(bytes, encoding))
}

fn decoded(bytes: &[u8], encoding: &'static Encoding) -> Option<(String, &'static Encoding)> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some((text.into_owned(), encoding))
}

/// Whether the bytes beyond ASCII are single letters of Western Europe and a few signs; East Asian text has two in a row.
fn is_western(bytes: &[u8]) -> bool {
    let is_high = |byte: &u8| !byte.is_ascii();
    let is_known = |byte: &u8| matches!(byte, 0xc0..=0xfe | 0x80 | 0x92 | 0x96 | 0xa0 | 0xa7 | 0xb0..=0xb3 | 0xb5);
    bytes.iter().filter(|byte| is_high(byte)).all(is_known)
        && !bytes.windows(2).any(|two| two.iter().all(is_high))
}

/// The separator that the first line names, as `sep=;`, which spreadsheet programs read.
pub(super) fn stated_separator(text: &str) -> Option<u8> {
    let line = text.lines().next()?.trim().trim_matches('"');
    let (name, separator) = line.split_at_checked(4)?;
    let [separator] = separator.as_bytes() else { return None };
    (name.eq_ignore_ascii_case("sep=") && SEPARATORS.contains(separator)).then_some(*separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn understood(text: &str) -> usize {
        ["料号", "物質名", "部品番号", "材料名稱"].iter().filter(|w| text.contains(*w)).count()
    }

    #[test]
    fn words_decide() {
        let check = |text: &str, encoding: &'static Encoding| {
            let (bytes, _, lossy) = encoding.encode(text);
            assert!(!lossy);
            let found = decode(&bytes, understood);
            assert_eq!(found, Some((text.to_owned(), encoding)), "{text}");
        };
        check("料号,材料\nA,铅", GB18030);
        check("部品番号,物質名\nA,鉛", SHIFT_JIS);
        check("材料名稱,料號\nA,鉛", BIG5);
        check("Teil;Stückgewicht\nGehäuse;5", WINDOWS_1252);
        assert_eq!(decode(b"a,b\xff", understood), None);
    }

    #[test]
    fn separators_of_the_first_line() {
        let check = |text: &str, expected| assert_eq!(stated_separator(text), expected, "{text}");
        check("sep=;\na;b", Some(b';'));
        check("\"sep=|\"\r\na", Some(b'|'));
        check("SEP=\t\n", None);
        check("sep=;", Some(b';'));
        check("separator;b", None);
        check("", None);
    }
}
