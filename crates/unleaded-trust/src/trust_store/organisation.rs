//! Organisations and the schemes that identify them.

use std::collections::BTreeSet;
use std::fmt;

use unleaded_model::diagnostic::{Diagnostic, codes};
use unleaded_model::identity::CreditCode;

use super::{TrustError, lookalike};
use crate::hidden::is_hidden;

/// Longest name of an organisation, in bytes.
const NAME_LIMIT: usize = 1000;

/// An organisation that signs: a name, by which the trust file knows it, and identifiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    name: String,
    ids: BTreeSet<OrganisationId>,
}

/// A register or numbering of organisations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// D-U-N-S number: nine digits. Its check digit was given up in 2006, so only the form is checked.
    Duns,
    /// Legal entity identifier (ISO 17442): 20 characters, the last two a check over the rest (ISO 7064 mod 97-10).
    Lei,
    /// A further name, such as a registered one in another script; any text.
    Name,
    /// Unified social credit code (GB 32100-2015): 18 characters.
    Uscc,
}

/// An identifier of an organisation, written `scheme:value`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OrganisationId {
    scheme: Scheme,
    value: String,
}

impl Organisation {
    /// Returns the organisation called `name` with `ids`, each written `scheme:value`. The name must be visible
    /// text on one line.
    pub fn new<I: AsRef<str>>(name: &str, ids: &[I]) -> Result<Self, TrustError> {
        let name = visible(name)
            .ok_or_else(|| TrustError::NameMalformed { name: name.chars().take(80).collect() })?;
        let ids = ids.iter().map(|id| OrganisationId::parse(id.as_ref()));
        Ok(Self { name: name.to_owned(), ids: ids.collect::<Result<_, _>>()? })
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The identifiers, ordered by scheme and value.
    pub fn ids(&self) -> &BTreeSet<OrganisationId> {
        &self.ids
    }

    /// What is odd about the identifiers without making them unusable. Real credit codes are reported that fail
    /// their check, so that is a remark.
    pub fn remarks(&self) -> Vec<Diagnostic> {
        let odd = self.ids.iter().filter(|id| {
            id.scheme == Scheme::Uscc
                && CreditCode::parse(&id.value).is_some_and(|code| !code.is_valid())
        });
        odd.map(|id| {
            Diagnostic::unplaced(codes::identity::CREDIT_CODE_CHECK)
                .with("value", id.value.as_str())
        })
        .collect()
    }

    /// Its names: that by which it is known, and the further ones among its identifiers.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let further = self.ids.iter().filter(|id| id.scheme == Scheme::Name);
        std::iter::once(self.name()).chain(further.map(OrganisationId::value))
    }

    /// Takes over the identifiers of `other`.
    pub(super) fn merge(&mut self, other: Self) {
        self.ids.extend(other.ids);
    }
}

impl Scheme {
    const ALL: [Self; 4] = [Self::Duns, Self::Lei, Self::Name, Self::Uscc];

    /// The prefix of the scheme.
    pub fn name(self) -> &'static str {
        match self {
            Self::Duns => "duns",
            Self::Lei => "lei",
            Self::Name => "name",
            Self::Uscc => "uscc",
        }
    }

    /// The form of its values, in a few signs.
    fn form(self) -> &'static str {
        match self {
            Self::Duns => "duns: 9 × 0-9",
            Self::Lei => "lei: 20 × 0-9 A-Z, ISO 17442, ISO 7064 mod 97-10",
            Self::Name => "name: TEXT",
            Self::Uscc => "uscc: 18 × 0-9 A-Z, GB 32100-2015",
        }
    }

    fn accepts(self, value: &str) -> bool {
        match self {
            Self::Duns => value.len() == 9 && value.bytes().all(|b| b.is_ascii_digit()),
            Self::Lei => is_lei(value),
            Self::Name => visible(value) == Some(value),
            Self::Uscc => CreditCode::parse(value).is_some(),
        }
    }
}

impl OrganisationId {
    /// Parses `scheme:value`.
    pub fn parse(text: &str) -> Result<Self, TrustError> {
        let malformed = |expected| TrustError::IdMalformed { id: text.to_owned(), expected };
        let (prefix, value) = text.split_once(':').unwrap_or((text, ""));
        let scheme = Scheme::ALL.into_iter().find(|scheme| scheme.name() == prefix);
        let scheme = scheme.ok_or_else(|| malformed("duns: | lei: | name: | uscc:"))?;
        if !scheme.accepts(value) {
            return Err(malformed(scheme.form()));
        }
        Ok(Self { scheme, value: value.to_owned() })
    }

    /// The scheme.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The value without its prefix.
    pub fn value(&self) -> &str {
        &self.value
    }
}

impl fmt::Display for OrganisationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.scheme.name(), self.value)
    }
}

/// Returns `text` trimmed, when it is not too long, free of hidden characters, and has a letter or a digit: of nothing but punctuation
/// nothing is left by which names are told apart.
fn visible(text: &str) -> Option<&str> {
    let text = text.trim();
    let good = text.len() <= NAME_LIMIT && !text.chars().any(is_hidden);
    (good && !lookalike::skeleton(text).is_empty()).then_some(text)
}

/// ISO 7064 mod 97-10: digits stand for themselves, letters for 10 to 35; the number leaves 1 modulo 97.
fn is_lei(value: &str) -> bool {
    let digit = |b: u8| match b {
        b'0'..=b'9' => Some(u32::from(b - b'0')),
        b'A'..=b'Z' => Some(u32::from(b - b'A') + 10),
        _ => None,
    };
    let add = |sum: u32, b: u8| {
        let digit = digit(b)?;
        Some((sum * if digit < 10 { 10 } else { 100 } + digit) % 97)
    };
    let ends_in_digits = value.bytes().rev().take(2).all(|b| b.is_ascii_digit());
    value.len() == 20 && ends_in_digits && value.bytes().try_fold(0, add) == Some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_checked_by_scheme() {
        for good in [
            "duns:123456789",
            "uscc:91350100M000100Y43",
            "name:甲 公司",
            "lei:529900T8BM49AURSDO55",
        ] {
            assert_eq!(OrganisationId::parse(good).unwrap().to_string(), good);
        }
        for bad in [
            "",
            "duns",
            "duns:12345678",
            "duns:12-345-6789",
            "uscc:91350100m000100y43",
            "name:",
            "name: x",
            "lei:529900T8BM49AURSDO56",
            "lei:5299",
            "vat:DE1",
            "DUNS:123456789",
            "name:a\nb",
        ] {
            assert!(
                matches!(OrganisationId::parse(bad), Err(TrustError::IdMalformed { .. })),
                "{bad}"
            );
        }
    }

    #[test]
    fn a_wrong_check_character_is_a_remark() {
        let remarks = |id: &str| Organisation::new("A", &[id]).unwrap().remarks();
        assert!(remarks("uscc:91350100M000100Y43").is_empty());
        assert_eq!(remarks("uscc:91350100M000100Y44")[0].code.name(), "credit-code-check");
    }

    #[test]
    fn names_are_visible_text() {
        assert_eq!(Organisation::new::<&str>(" 甲 ", &[]).unwrap().name(), "甲");
        for bad in [
            "",
            "  ",
            "a\nb",
            "a\u{202e}b",
            "a\u{200b}",
            "Acme\u{3164}Ltd",
            "Acme\u{115f} Ltd",
            "Ac\u{fe0f}me",
            "Ac\u{ad}me",
            "Acme\u{e0041}",
            "\u{2800}Acme",
            "\u{ffa0}",
            "--- ...",
        ] {
            let error = Organisation::new::<&str>(bad, &[]).unwrap_err();
            assert!(matches!(error, TrustError::NameMalformed { .. }), "{bad:?}");
        }
    }
}
