//! Places on a board: `R1,R2,R5-R9`.

/// Counts the places that `text` names; `None` where it names none or a range can't be understood.
pub(crate) fn count(text: &str) -> Option<u64> {
    let names =
        text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '，' | '；' | '、'));
    let mut total: u64 = 0;
    for name in names.filter(|name| !name.is_empty()) {
        total = total.checked_add(range(name)?)?;
    }
    (total > 0).then_some(total)
}

/// How many places `R5-R9`, `R5-9` or `R5` are; a name with a dash that is no range is one.
fn range(name: &str) -> Option<u64> {
    let cut = name.split_once(['-', '~', '–', '～']).or_else(|| name.split_once(".."));
    let Some((from, to)) = cut else { return Some(1) };
    let (Some((prefix, first)), Some((other, last))) = (numbered(from), numbered(to)) else {
        return Some(1);
    };
    if prefix.is_empty() || !(other.is_empty() || other == prefix) {
        return Some(1);
    }
    last.checked_sub(first)?.checked_add(1)
}

/// `R12` to `R` and 12.
fn numbered(name: &str) -> Option<(&str, u64)> {
    let prefix = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = name[prefix.len()..].parse().ok()?;
    let is_word = prefix.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_word.then_some((prefix, number))
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn places_are_counted() {
        let check = |text: &str, expected: Option<u64>| assert_eq!(count(text), expected, "{text}");
        check("R1", Some(1));
        check("R1,R2, R5-R9", Some(7));
        check("R1 R2;R3、R4", Some(4));
        check("C10..C19", Some(10));
        check("C1-4", Some(4));
        check("U1-A", Some(1));
        check("J1-J2-J3", Some(1));
        check("R1-C3", Some(1));
        check("R9-R5", None);
        check("", None);
        check(" , ", None);
        check("R1-R99999999999999999999999", Some(1));
        check("R0-R18446744073709551615", None);
    }
}
