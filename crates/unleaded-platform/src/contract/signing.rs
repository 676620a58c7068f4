//! The signing of requests.
//!
//! `Authorization: PSPA1-ED25519 app_id="…",uscc="…",serial_no="…",timestamp="…",nonce="…",signature="…"`. The signature
//! is Ed25519 in base64 over `METHOD\nPATH?QUERY\nTIMESTAMP\nNONCE\nBODY_DIGEST\n`: the path as sent, with `?` and the query
//! only when there is one; the timestamp in seconds since 1970-01-01 UTC; the digest is the SHA-256 of the body in hex.
//! `uscc` holds `scheme:value` for an enterprise outside China, `serial_no` the id of the key.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::enterprise::EnterpriseId;

/// The name of the scheme.
pub const SCHEME: &str = "PSPA1-ED25519";
/// Seconds that a request's time may differ from the platform's, either way.
pub const CLOCK_WINDOW_SECONDS: i64 = 300;
/// Seconds that the platform remembers a nonce.
pub const NONCE_KEPT_SECONDS: i64 = 600;

/// Returns the string to sign. `target` is the path with its query, as on the request line.
pub fn string_to_sign(
    method: &str,
    target: &str,
    timestamp: i64,
    nonce: &str,
    body: &[u8],
) -> String {
    let digest = unleaded_trust::sha256_hex(body);
    format!("{method}\n{target}\n{timestamp}\n{nonce}\n{digest}\n")
}

/// The value of the `Authorization` header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authorization {
    /// The application, as the operator assigned it.
    pub app_id: String,
    /// The enterprise that speaks.
    pub enterprise: EnterpriseId,
    /// The id of the key: hex SHA-256 of its SubjectPublicKeyInfo.
    pub serial_no: String,
    /// Seconds since 1970-01-01 UTC.
    pub timestamp: i64,
    /// 16 to 64 letters, digits, `-` and `_`, never used twice.
    pub nonce: String,
    /// The signature.
    pub signature: [u8; 64],
}

/// What is wrong with an `Authorization` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthorizationError {
    /// Another scheme.
    #[error("the scheme is not {SCHEME}")]
    Scheme,
    /// Not `name="value"` with commas between.
    #[error("it is not a list of name=\"value\"")]
    Form,
    /// A name that is unknown or comes twice.
    #[error("a parameter is unknown or comes twice")]
    Parameter,
    /// A parameter is missing or malformed.
    #[error("`{0}` is missing or malformed")]
    Value(&'static str),
}

/// The parameters, in the order in which they are written.
const NAMES: [&str; 6] = ["app_id", "uscc", "serial_no", "timestamp", "nonce", "signature"];

impl Authorization {
    /// Parses the header's value.
    pub fn parse(header: &str) -> Result<Self, AuthorizationError> {
        let rest = header.strip_prefix(SCHEME).and_then(|rest| rest.strip_prefix(' '));
        let mut values = parameters(rest.ok_or(AuthorizationError::Scheme)?)?;
        let mut value =
            |index: usize| values[index].take().ok_or(AuthorizationError::Value(NAMES[index]));
        let signature = STANDARD.decode(value(5)?).ok().and_then(|bytes| bytes.try_into().ok());
        let timestamp = value(3)?;
        let seconds = timestamp.parse().ok().filter(|n: &i64| n.to_string() == timestamp);
        Ok(Self {
            app_id: Some(value(0)?)
                .filter(|id| is_token(id, 1))
                .ok_or(AuthorizationError::Value("app_id"))?,
            enterprise: EnterpriseId::parse(&value(1)?)
                .map_err(|_| AuthorizationError::Value("uscc"))?,
            serial_no: Some(value(2)?)
                .filter(|id| is_token(id, 1))
                .ok_or(AuthorizationError::Value("serial_no"))?,
            timestamp: seconds.ok_or(AuthorizationError::Value("timestamp"))?,
            nonce: Some(value(4)?)
                .filter(|nonce| is_token(nonce, 16))
                .ok_or(AuthorizationError::Value("nonce"))?,
            signature: signature.ok_or(AuthorizationError::Value("signature"))?,
        })
    }
}

impl fmt::Display for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { app_id, enterprise, serial_no, timestamp, nonce, signature } = self;
        let signature = STANDARD.encode(signature);
        write!(f, "{SCHEME} app_id=\"{app_id}\",uscc=\"{enterprise}\",serial_no=\"{serial_no}\",")?;
        write!(f, "timestamp=\"{timestamp}\",nonce=\"{nonce}\",signature=\"{signature}\"")
    }
}

/// Returns the values of [`NAMES`]. No value of the scheme holds a quote or a comma, so none can be escaped.
fn parameters(list: &str) -> Result<[Option<String>; 6], AuthorizationError> {
    let mut values = [const { None }; 6];
    for item in list.split(',') {
        let (name, quoted) =
            item.trim_matches(' ').split_once('=').ok_or(AuthorizationError::Form)?;
        let value = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let value = value.filter(|v| !v.contains('"')).ok_or(AuthorizationError::Form)?;
        let index = NAMES.iter().position(|known| *known == name);
        let slot = index.map(|index| &mut values[index]).ok_or(AuthorizationError::Parameter)?;
        if slot.replace(value.to_owned()).is_some() {
            return Err(AuthorizationError::Parameter);
        }
    }
    Ok(values)
}

/// Whether `text` is `shortest` to 64 letters, digits, `-` and `_`.
pub fn is_token(text: &str, shortest: usize) -> bool {
    (shortest..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_string_to_sign() {
        // The digest of the empty body is that of FIPS 180-4's empty message.
        assert_eq!(
            string_to_sign(
                "GET",
                "/pspa/v1/submissions/SD1?x=1",
                1_771_034_400,
                "abcdefghijklmnop",
                b""
            ),
            "GET\n/pspa/v1/submissions/SD1?x=1\n1771034400\nabcdefghijklmnop\n\
             e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"
        );
        assert_eq!(
            string_to_sign("POST", "/pspa/v1/conformity-declarations", 0, "n", b"abc"),
            "POST\n/pspa/v1/conformity-declarations\n0\nn\n\
             ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n"
        );
    }

    fn sample() -> Authorization {
        Authorization {
            app_id: "app-1".to_owned(),
            enterprise: EnterpriseId::parse("91350100M000100Y43").unwrap(),
            serial_no: "ab".repeat(32),
            timestamp: 1_771_034_400,
            nonce: "0123456789abcdef".to_owned(),
            signature: [7; 64],
        }
    }

    #[test]
    fn a_header_is_read_back() {
        assert_eq!(Authorization::parse(&sample().to_string()), Ok(sample()));
    }

    #[test]
    fn bad_headers_name_what_is_wrong() {
        let good = sample().to_string();
        for (from, to, error) in [
            ("ED25519 ", "SM2-SM3 ", AuthorizationError::Scheme),
            ("app_id=\"app-1\",", "", AuthorizationError::Value("app_id")),
            ("app-1", "app 1", AuthorizationError::Value("app_id")),
            ("Y43", "Y44", AuthorizationError::Value("uscc")),
            ("1771034400", "+1771034400", AuthorizationError::Value("timestamp")),
            ("1771034400", "99999999999999999999", AuthorizationError::Value("timestamp")),
            ("0123456789abcdef", "short", AuthorizationError::Value("nonce")),
            ("BwcHBwcH", "", AuthorizationError::Value("signature")),
            ("nonce=", "app_id=", AuthorizationError::Parameter),
            ("nonce=", "nonsense=", AuthorizationError::Parameter),
            ("nonce=\"", "nonce=", AuthorizationError::Form),
        ] {
            assert_eq!(Authorization::parse(&good.replacen(from, to, 1)), Err(error), "{from}");
        }
    }
}
