//! CAS Registry Numbers.

use std::fmt;

use super::matching_text;

/// A CAS Registry Number: kept as written, compared in its normal form `dd-dd-d`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cas {
    normalised: String,
    raw: String,
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
        let text = matching_text(raw);
        // Exports pad numbers with zeros; none begins with one.
        let unpadded = well_formed(text.trim_start_matches('0'));
        if let Some(normalised) = unpadded.or_else(|| well_formed(&text)) {
            return Ok(Self { normalised, raw: raw.to_owned() });
        }
        let only_digits_and_hyphens =
            text.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b' ');
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if !only_digits_and_hyphens || !text.contains('-') || !(5..=10).contains(&digits.len()) {
            return Err(CasError::Malformed);
        }
        let (rest, check) = digits.split_at(digits.len() - 1);
        let (first, second) = rest.split_at(rest.len() - 2);
        let moved = Self { normalised: format!("{first}-{second}-{check}"), raw: raw.to_owned() };
        if moved.is_valid() { Ok(moved) } else { Err(CasError::Malformed) }
    }

    /// The number as the document has it.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The normal form, e.g. `7439-92-1`.
    pub fn as_str(&self) -> &str {
        &self.normalised
    }

    /// Whether the check digit is right. Official lists hold numbers for which it is not: warn, never refuse.
    pub fn is_valid(&self) -> bool {
        self.normalised.ends_with(check_digit(&self.normalised))
    }

    /// The number with the check digit that its other digits call for.
    pub fn expected(&self) -> String {
        let body = &self.normalised[..self.normalised.len() - 1];
        format!("{body}{}", check_digit(&self.normalised))
    }
}

impl fmt::Display for Cas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.normalised)
    }
}

/// Returns `text` without leading zeros when it has the form of a CAS number.
fn well_formed(text: &str) -> Option<String> {
    let mut groups = text.split('-');
    let (first, second, check) = (groups.next()?, groups.next()?, groups.next()?);
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let form = groups.next().is_none()
        && (2..=7).contains(&first.len())
        && second.len() == 2
        && check.len() == 1
        && digits(first)
        && digits(second)
        && digits(check);
    form.then(|| text.to_owned())
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
    fn placeholders_are_not_numbers() {
        for text in ["Proprietary", "N/A", "/", "", "-", "SYSTEM", "0", "74399211"] {
            assert!(Cas::parse(text).is_err(), "{text}");
        }
    }
}
