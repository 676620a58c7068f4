//! CAS Registry Numbers.

use std::cmp::Ordering;
use std::fmt;

use super::matching_text;

/// A CAS Registry Number: kept as written, compared in its normal form `dd-dd-d`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cas {
    normal: Normal,
    /// As written; `None`: in the normal form, as nearly all are.
    raw: Option<Box<str>>,
}

/// By the normal form, then as written.
impl Ord for Cas {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.normal, self.raw()).cmp(&(other.normal, other.raw()))
    }
}

impl PartialOrd for Cas {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Why text is not a CAS number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CasError {
    /// It is not digits in the form of a CAS number, even with its hyphens moved.
    Malformed,
}

impl Cas {
    /// Parses `raw`. Full-width digits, Unicode hyphens, zeros in front and misplaced or missing hyphens are repaired in the normal
    /// form, as long as the digits make a number with a valid check digit; a well-formed number with a wrong check
    /// digit is taken as it stands.
    pub fn parse(raw: &str) -> Result<Self, CasError> {
        if !raw.starts_with('0')
            && let Some(normal) = Normal::of(raw)
        {
            return Ok(Self { normal, raw: None });
        }
        let text = matching_text(raw);
        // Exports pad numbers with zeros; none begins with one.
        let unpadded = Normal::of(text.trim_start_matches('0'));
        if let Some(normal) = unpadded.or_else(|| Normal::of(&text)) {
            return Ok(Self::written(normal, raw));
        }
        let only_digits_and_hyphens =
            text.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b' ');
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if !only_digits_and_hyphens || !text.contains('-') || !(5..=10).contains(&digits.len()) {
            return Err(CasError::Malformed);
        }
        let (rest, check) = digits.split_at(digits.len() - 1);
        let (first, second) = rest.split_at(rest.len() - 2);
        let moved = Normal::of(&format!("{first}-{second}-{check}")).ok_or(CasError::Malformed)?;
        let moved = Self::written(moved, raw);
        if moved.is_valid() { Ok(moved) } else { Err(CasError::Malformed) }
    }

    fn written(normal: Normal, raw: &str) -> Self {
        Self { normal, raw: (normal.as_str() != raw).then(|| raw.into()) }
    }

    /// The number as the document has it.
    pub fn raw(&self) -> &str {
        self.raw.as_deref().unwrap_or_else(|| self.normal.as_str())
    }

    /// The normal form, e.g. `7439-92-1`.
    pub fn as_str(&self) -> &str {
        self.normal.as_str()
    }

    /// Whether the check digit is right. Official lists hold numbers for which it is not: warn, never refuse.
    pub fn is_valid(&self) -> bool {
        self.as_str().ends_with(check_digit(self.as_str()))
    }

    /// The number with the check digit that its other digits call for.
    pub fn expected(&self) -> String {
        let text = self.as_str();
        let body = &text[..text.len().saturating_sub(1)];
        format!("{body}{}", check_digit(text))
    }
}

impl fmt::Display for Cas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Characters of the longest number: seven digits, two digits, the check digit, two hyphens.
const LONGEST: usize = 12;

/// A number in its normal form, held without a place in the heap of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Normal {
    /// ASCII, with zero bytes behind it.
    text: [u8; LONGEST],
    length: u8,
}

impl Normal {
    /// Returns `text` when it has the form of a CAS number.
    fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let [first @ .., b'-', a, b, b'-', check] = bytes else {
            return None;
        };
        let digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
        let is_form = (2..=7).contains(&first.len()) && digits(first) && digits(&[*a, *b, *check]);
        if !is_form {
            return None;
        }
        let mut padded = [0; LONGEST];
        padded.get_mut(..bytes.len())?.copy_from_slice(bytes);
        Some(Self { text: padded, length: u8::try_from(bytes.len()).ok()? })
    }

    fn as_str(&self) -> &str {
        let text = self.text.get(..usize::from(self.length)).unwrap_or_default();
        // All of it is ASCII.
        std::str::from_utf8(text).unwrap_or_default()
    }
}

/// The check digit of a number in normal form: each digit before it times its place from the right, modulo 10.
fn check_digit(normalised: &str) -> char {
    let digits = normalised.bytes().rev().filter(u8::is_ascii_digit).skip(1);
    let sum: u32 = digits.zip(1..).map(|(digit, place)| u32::from(digit - b'0') * place).sum();
    char::from_digit(sum % 10, 10).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits() {
        for good in ["7439-92-1", "7440-21-3", "14808-60-7", "79-94-7", "1163-19-5"] {
            assert!(Cas::parse(good).unwrap().is_valid(), "{good}");
        }
        let bad = Cas::parse("7439-92-2").unwrap();
        assert!(!bad.is_valid());
        assert_eq!(bad.expected(), "7439-92-1");
    }

    #[test]
    fn printed_forms_are_repaired() {
        for (printed, normal) in [
            ("7440\u{2010}02\u{2010}0", "7440-02-0"),
            ("30965-2655", "30965-26-5"),
            ("12788-793", "12788-79-3"),
            ("14808-607", "14808-60-7"),
            ("７４３９-９２-１", "7439-92-1"),
        ] {
            let parsed = Cas::parse(printed);
            match parsed {
                Ok(cas) => assert_eq!(cas.as_str(), normal),
                // A number whose digits fail the check once the hyphens are moved is not guessed at.
                Err(CasError::Malformed) => assert_eq!(printed, "30965-2655"),
            }
        }
    }

    #[test]
    fn what_is_written_is_kept() {
        for (printed, normal) in [
            ("7439-92-1", "7439-92-1"),
            ("0007439-92-1", "7439-92-1"),
            ("00-00-0", "00-00-0"),
            ("1234567-89-5", "1234567-89-5"),
            (" 7439-92-1", "7439-92-1"),
        ] {
            let cas = Cas::parse(printed).unwrap();
            assert_eq!((cas.raw(), cas.as_str()), (printed, normal));
        }
        for text in ["12345678-90-1", "1-23-4", "7439-9-21", "7439-92-1-", "74a9-92-1"] {
            assert!(Normal::of(text).is_none(), "{text}");
        }
        let [padded, plain] = ["07439-92-1", "7439-92-1"].map(|text| Cas::parse(text).unwrap());
        assert!(padded < plain && padded != plain);
    }

    #[test]
    fn placeholders_are_not_numbers() {
        for text in ["Proprietary", "N/A", "/", "", "-", "SYSTEM", "0", "74399211"] {
            assert!(Cas::parse(text).is_err(), "{text}");
        }
    }
}
