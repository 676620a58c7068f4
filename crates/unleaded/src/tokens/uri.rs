//! URIs of keys in tokens (RFC 7512), read strictly.
//!
//! What can't be looked for is refused by its name: a part that is passed over could lead to another key. Values are never
//! repeated in errors, since a mistyped URI may hold a PIN.

use super::SCHEME;

/// A key in a token, as its URI names it. `None`: whatever it is there.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct KeyUri {
    /// The file of the library that speaks to the token.
    pub(super) module: String,
    /// Where the PIN is, if the URI tells.
    pub(super) pin_source: Option<PinSource>,
    /// The token.
    pub(super) token: TokenWanted,
    /// The label of the key.
    pub(super) object: Option<String>,
    /// The identifier of the key in the token.
    pub(super) id: Option<Vec<u8>>,
}

/// What a token must be.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct TokenWanted {
    pub(super) label: Option<String>,
    pub(super) manufacturer: Option<String>,
    pub(super) model: Option<String>,
    pub(super) serial: Option<String>,
    pub(super) slot: Option<u64>,
}

/// Where a PIN is: `env:NAME`, `fd:NUMBER` or `file:PATH`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PinSource(pub(super) String);

/// Why a text is not the URI of a key. Attributes are named, their values never.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum UriError {
    /// A character that must be written with a percent sign.
    Character { name: &'static str },
    /// A percent sign without two hexadecimal digits.
    Encoding { name: &'static str },
    /// No module is named.
    ModuleMissing,
    /// An attribute without `=`; counted from 1 over the whole URI.
    NoValue { number: usize },
    /// Something else than a private key.
    NotPrivate,
    /// Not UTF-8.
    NotText { name: &'static str },
    /// The PIN itself.
    PinInUri,
    /// A PIN source of another kind.
    PinSource,
    /// The same attribute twice.
    Repeated { name: &'static str },
    /// The number of a slot that is none.
    SlotNumber,
    /// An attribute that RFC 7512 does not have; counted from 1 over the whole URI.
    Unknown { number: usize },
    /// An attribute of RFC 7512 by which nothing is looked for here.
    Unsupported { name: &'static str },
}

/// The attributes of the path (RFC 7512 section 2.3, `pk11-pattr`).
const PATH: [&str; 13] = [
    "id",
    "library-description",
    "library-manufacturer",
    "library-version",
    "manufacturer",
    "model",
    "object",
    "serial",
    "slot-description",
    "slot-id",
    "slot-manufacturer",
    "token",
    "type",
];

/// The attributes of the query (`pk11-qattr`).
const QUERY: [&str; 4] = ["module-name", "module-path", "pin-source", "pin-value"];

/// The characters besides letters and digits that stand for themselves in both parts (`unreserved`, `pk11-res-avail`).
const PLAIN: &[u8] = b"-._~:[]@!$'()*+,=";

impl KeyUri {
    /// Parses a URI whose scheme was recognised.
    pub(super) fn parse(text: &str) -> Result<Self, UriError> {
        let rest = text.get(SCHEME.len()..).unwrap_or_default();
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let parts = |text: &'_ str, by: char| -> Vec<String> {
            let parts = text.split(by).map(str::to_owned);
            if text.is_empty() { Vec::new() } else { parts.collect() }
        };
        let (path, query) = (parts(path, ';'), parts(query, '&'));
        let mut uri = Self::default();
        let mut seen = Vec::new();
        let of_path = path.iter().map(|part| (part, &PATH[..], &b"&"[..]));
        let of_query = query.iter().map(|part| (part, &QUERY[..], &b"/?|"[..]));
        for (at, (part, known, also)) in of_path.chain(of_query).enumerate() {
            let number = at + 1;
            let (name, value) = part.split_once('=').ok_or(UriError::NoValue { number })?;
            let name = known.iter().find(|known| **known == name).copied();
            let name = name.ok_or(UriError::Unknown { number })?;
            if seen.contains(&name) {
                return Err(UriError::Repeated { name });
            }
            seen.push(name);
            uri.set(name, decoded(name, value, also)?)?;
        }
        if uri.module.is_empty() {
            return Err(UriError::ModuleMissing);
        }
        Ok(uri)
    }

    fn set(&mut self, name: &'static str, value: Vec<u8>) -> Result<(), UriError> {
        if name == "id" {
            self.id = Some(value);
            return Ok(());
        }
        if name == "pin-value" {
            return Err(UriError::PinInUri);
        }
        let value = String::from_utf8(value).map_err(|_| UriError::NotText { name })?;
        match name {
            "manufacturer" => self.token.manufacturer = Some(value),
            "model" => self.token.model = Some(value),
            "module-path" => self.module = value,
            "object" => self.object = Some(value),
            "pin-source" => self.pin_source = Some(PinSource::parse(&value)?),
            "serial" => self.token.serial = Some(value),
            "slot-id" => self.token.slot = Some(slot_number(&value)?),
            "token" => self.token.label = Some(value),
            "type" if value == "private" => {}
            "type" => return Err(UriError::NotPrivate),
            _ => return Err(UriError::Unsupported { name }),
        }
        Ok(())
    }
}

impl PinSource {
    /// RFC 7512 section 2.4 leaves the forms open but for a URI of a file, which may have slashes before its path, and a
    /// command to run, which is refused: whoever can change the URI could run anything.
    fn parse(value: &str) -> Result<Self, UriError> {
        if let Some(path) = value.strip_prefix("file://") {
            return match path.starts_with('/') {
                true => Ok(Self(format!("file:{path}"))),
                false => Err(UriError::PinSource),
            };
        }
        match ["file:", "env:", "fd:"].iter().any(|start| value.starts_with(start)) {
            true => Ok(Self(value.to_owned())),
            false => Err(UriError::PinSource),
        }
    }
}

/// Digits alone: a sign would be read too.
fn slot_number(value: &str) -> Result<u64, UriError> {
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    value.parse().ok().filter(|_| digits).ok_or(UriError::SlotNumber)
}

/// The bytes of a value, in which `also` stand for themselves too.
fn decoded(name: &'static str, value: &str, also: &[u8]) -> Result<Vec<u8>, UriError> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        let plain = byte.is_ascii_alphanumeric() || PLAIN.contains(&byte) || also.contains(&byte);
        match byte {
            b'%' => {
                let mut digit = || {
                    let digit = rest.next().and_then(|digit| char::from(digit).to_digit(16));
                    digit.and_then(|digit| u8::try_from(digit).ok())
                };
                let (high, low) = (digit(), digit());
                let (Some(high), Some(low)) = (high, low) else {
                    return Err(UriError::Encoding { name });
                };
                bytes.push(high << 4 | low);
            }
            _ if plain => bytes.push(byte),
            _ => return Err(UriError::Character { name }),
        }
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rest: &str) -> Result<KeyUri, UriError> {
        KeyUri::parse(&format!("pkcs11:{rest}"))
    }

    #[test]
    fn every_part_has_its_meaning() {
        let token = TokenWanted {
            label: Some("The token &".to_owned()),
            manufacturer: Some("Snake Oil, Inc.".to_owned()),
            model: Some("1.0".to_owned()),
            serial: Some("DECC0401648".to_owned()),
            slot: Some(7),
        };
        let expected = KeyUri {
            module: "/usr/lib/m.so".to_owned(),
            pin_source: Some(PinSource("file:/etc/pin".to_owned())),
            token,
            object: Some("签名".to_owned()),
            id: Some(vec![0, 0xff, b'a']),
        };
        let uri = "token=The%20token%20&;manufacturer=Snake%20Oil,%20Inc.;model=1.0;serial=DECC0401648;\
            slot-id=7;object=%E7%AD%BE%E5%90%8D;id=%00%fFa;type=private\
            ?module-path=/usr/lib/m.so&pin-source=file:///etc/pin";
        assert_eq!(read(uri), Ok(expected));
        let least = KeyUri { module: "m".to_owned(), ..KeyUri::default() };
        assert_eq!(read("?module-path=m"), Ok(least));
        for (source, expected) in [("file:pin", "file:pin"), ("env:PIN", "env:PIN")] {
            let uri = read(&format!("?module-path=m&pin-source={source}")).unwrap();
            assert_eq!(uri.pin_source, Some(PinSource(expected.to_owned())));
        }
    }

    #[test]
    fn what_is_not_understood_is_refused_by_name() {
        for (uri, expected) in [
            ("", UriError::ModuleMissing),
            ("token=a", UriError::ModuleMissing),
            ("?module-path=", UriError::ModuleMissing),
            ("token=a b?module-path=m", UriError::Character { name: "token" }),
            ("token=a/b?module-path=m", UriError::Character { name: "token" }),
            ("object=a?module-path=m#1", UriError::Character { name: "module-path" }),
            ("token=签?module-path=m", UriError::Character { name: "token" }),
            ("token=%2?module-path=m", UriError::Encoding { name: "token" }),
            ("token=%+1?module-path=m", UriError::Encoding { name: "token" }),
            ("token=%ff?module-path=m", UriError::NotText { name: "token" }),
            ("token?module-path=m", UriError::NoValue { number: 1 }),
            ("token=a;?module-path=m", UriError::NoValue { number: 2 }),
            ("token=a?module-path=m&1234", UriError::NoValue { number: 3 }),
            ("token=a;token=a?module-path=m", UriError::Repeated { name: "token" }),
            ("?module-path=m&module-path=m", UriError::Repeated { name: "module-path" }),
            ("Token=a?module-path=m", UriError::Unknown { number: 1 }),
            ("x-vendor=a?module-path=m", UriError::Unknown { number: 1 }),
            ("module-path=m", UriError::Unknown { number: 1 }),
            ("?module-path=m&token=a", UriError::Unknown { number: 2 }),
            ("type=public?module-path=m", UriError::NotPrivate),
            ("slot-id=-1?module-path=m", UriError::SlotNumber),
            ("slot-id=+1?module-path=m", UriError::SlotNumber),
            ("slot-id=?module-path=m", UriError::SlotNumber),
            ("library-version=3?module-path=m", UriError::Unsupported { name: "library-version" }),
            ("?module-name=m", UriError::Unsupported { name: "module-name" }),
            ("?module-path=m&pin-value=1234", UriError::PinInUri),
            ("?module-path=m&pin-value=%ff", UriError::PinInUri),
            ("?module-path=m&pin-source=|cat", UriError::PinSource),
            ("?module-path=m&pin-source=1234", UriError::PinSource),
            ("?module-path=m&pin-source=file://host/pin", UriError::PinSource),
        ] {
            assert_eq!(read(uri), Err(expected), "{uri}");
        }
    }
}
