//! Start tags with other attributes, and references of cells.

use quick_xml::events::BytesStart;

use crate::tables::book::escaped;

/// Whether a tag begins an element or is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It has an end tag.
    Open,
    /// It has none.
    Empty,
}

/// The value of the attribute `name`, as written.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|a| a.key.as_ref() == name)?;
    Some(found.value.into_owned())
}

/// The value of the attribute `name`, its entities resolved.
pub(super) fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let raw = attribute(tag, name)?;
    quick_xml::escape::unescape(&raw).ok().map(std::borrow::Cow::into_owned)
}

/// The name of an element as written.
pub(super) fn name(tag: &BytesStart<'_>) -> String {
    tag.name().as_ref().to_owned()
}

/// The prefix of an element's name with its colon; empty: none.
pub(super) fn prefix(name: &str) -> &str {
    name.rfind(':').map_or("", |at| &name[..=at])
}

/// Returns the tag with the attributes `changed`: `Some` sets one, `None` takes it away.
pub(super) fn with(tag: &BytesStart<'_>, kind: Kind, changed: &[(&str, Option<&str>)]) -> String {
    let mut out = format!("<{}", name(tag));
    for attribute in tag.attributes().flatten() {
        let key = attribute.key.as_ref();
        if changed.iter().all(|(name, _)| *name != key) {
            let value = attribute.value.replace('"', "&quot;");
            out.push_str(&format!(" {key}=\"{value}\""));
        }
    }
    for (name, value) in changed {
        if let Some(value) = value {
            out.push_str(&format!(" {name}=\"{}\"", escaped(value)));
        }
    }
    out.push_str(if kind == Kind::Empty { "/>" } else { ">" });
    out
}

/// Row (from 1) and column (from 0) of `B3`.
pub(super) fn reference(cell: &str) -> Option<(u32, u32)> {
    let digits = cell.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = cell.split_at(digits);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let mut column = 0;
    for letter in letters.bytes() {
        let value = letter.to_ascii_uppercase().checked_sub(b'A').filter(|value| *value < 26)?;
        column = column * 26 + u32::from(value) + 1;
    }
    Some((row.parse().ok()?, column - 1))
}

#[cfg(test)]
mod tests {
    use super::reference;

    #[test]
    fn references() {
        assert_eq!(reference("A1"), Some((1, 0)));
        assert_eq!(reference("AA10"), Some((10, 26)));
        assert_eq!(reference("XFD1048576"), Some((1 << 20, 16_383)));
        for wrong in ["", "A", "1", "A1B", "ÄA1", "AAAA1", "A99999999999"] {
            assert_eq!(reference(wrong), None, "{wrong}");
        }
    }
}
