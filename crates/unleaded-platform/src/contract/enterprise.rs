//! How an enterprise is named in headers and bodies.

use std::fmt;

use unleaded_model::identity::CreditCode;

/// An enterprise: a unified social credit code, or an identifier of another scheme for suppliers outside China.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EnterpriseId {
    /// An identifier of another scheme, such as `duns`, `lei`.
    Foreign {
        /// The scheme: 1 to 16 lower-case letters, digits and hyphens.
        scheme: String,
        /// The identifier: 1 to 64 letters, digits, hyphens and dots.
        value: String,
    },
    /// A code whose check character is right.
    Uscc(CreditCode),
}

/// Why a text names no enterprise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnterpriseIdError {
    /// Neither 18 characters of the alphabet nor `scheme:value`.
    #[error("it is neither a unified social credit code of 18 characters nor `scheme:value`")]
    Form,
    /// The 18th character is wrong.
    #[error("the check character of the unified social credit code is wrong")]
    Check,
}

impl EnterpriseId {
    /// Parses 18 characters of a unified social credit code, or `scheme:value`.
    pub fn parse(text: &str) -> Result<Self, EnterpriseIdError> {
        if let Some((scheme, value)) = text.split_once(':') {
            return Self::foreign(scheme, value).ok_or(EnterpriseIdError::Form);
        }
        let code = CreditCode::parse(text).ok_or(EnterpriseIdError::Form)?;
        if !code.is_valid() {
            return Err(EnterpriseIdError::Check);
        }
        Ok(Self::Uscc(code))
    }

    /// Returns the enterprise named `value` in `scheme`; `None` when either has a wrong form.
    pub fn foreign(scheme: &str, value: &str) -> Option<Self> {
        let scheme_ok = (1..=16).contains(&scheme.len())
            && scheme.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let value_ok = (1..=64).contains(&value.len())
            && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.');
        (scheme_ok && value_ok)
            .then(|| Self::Foreign { scheme: scheme.to_owned(), value: value.to_owned() })
    }

    /// The application id that the reference platform assigns: `app-` and 16 hex digits of the SHA-256 of the id's text.
    /// Another operator may assign its own.
    pub fn default_app_id(&self) -> String {
        let digest = unleaded_trust::sha256_hex(self.to_string().as_bytes());
        format!("app-{}", &digest[..16])
    }
}

impl fmt::Display for EnterpriseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign { scheme, value } => write!(f, "{scheme}:{value}"),
            Self::Uscc(code) => f.write_str(code.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_schemes() {
        for good in [
            "91350100M000100Y43",
            "914403001922038216",
            "duns:123456789",
            "lei:5493001KJTIIGC8Y1R12",
        ] {
            assert_eq!(EnterpriseId::parse(good).unwrap().to_string(), good);
        }
        for (bad, error) in [
            ("91350100M000100Y44", EnterpriseIdError::Check),
            ("91350100M000100Y4Z", EnterpriseIdError::Form),
            ("91350100m000100y43", EnterpriseIdError::Form),
            ("９1350100M000100Y43", EnterpriseIdError::Form),
            ("", EnterpriseIdError::Form),
            (":x", EnterpriseIdError::Form),
            ("duns:", EnterpriseIdError::Form),
            ("duns:1\"2", EnterpriseIdError::Form),
        ] {
            assert_eq!(EnterpriseId::parse(bad), Err(error), "{bad}");
        }
    }
}
