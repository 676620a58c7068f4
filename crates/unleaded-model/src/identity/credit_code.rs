//! Unified social credit codes of Chinese organisations (GB 32100-2015).

/// The 31 characters of a code: digits and letters without I, O, S, V, Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A code of 18 characters in the alphabet of the standard, upper case and half width.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode(String);

impl CreditCode {
    /// Parses `text`; `None` when it has other than 18 characters or one outside the alphabet (lower case included).
    pub fn parse(text: &str) -> Option<Self> {
        let form = text.len() == 18 && text.bytes().all(|b| value(b).is_some());
        form.then(|| Self(text.to_owned()))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the 18th character is the check character of the first 17: `31 - (sum of value * 3^(i-1)) mod 31`.
    pub fn is_valid(&self) -> bool {
        let mut weight = 1;
        let mut sum = 0;
        for byte in self.0.bytes().take(17) {
            sum += value(byte).unwrap_or(0) * weight;
            weight = weight * 3 % 31;
        }
        let check = (31 - sum % 31) % 31;
        self.0.ends_with(char::from(ALPHABET[check]))
    }
}

fn value(byte: u8) -> Option<usize> {
    ALPHABET.iter().position(|b| *b == byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_codes() {
        for good in
            ["91350100M000100Y43", "914403001922038216", "9144030071526726XG", "91330100799655058B"]
        {
            assert!(CreditCode::parse(good).unwrap().is_valid(), "{good}");
        }
        // The standard's own example fails its own rule: sum 1640, remainder 28, check 3, not Z (which is no letter of it).
        assert!(CreditCode::parse("91350100M000100Y4Z").is_none());
        assert!(!CreditCode::parse("91350100M000100Y44").unwrap().is_valid());
        assert!(CreditCode::parse("91350100m000100y43").is_none());
        assert!(CreditCode::parse("９1350100M000100Y4").is_none());
    }
}
