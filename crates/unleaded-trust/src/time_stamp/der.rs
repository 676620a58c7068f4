//! DER (X.690 section 10), as far as time stamps need it: definite lengths in the shortest form, tags of one byte.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::TimeStampError;

pub(super) const BOOLEAN: u8 = 0x01;
pub(super) const INTEGER: u8 = 0x02;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const NULL: u8 = 0x05;
pub(super) const OID: u8 = 0x06;
pub(super) const UTC_TIME: u8 = 0x17;
pub(super) const GENERALIZED_TIME: u8 = 0x18;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;
pub(super) const PRIMITIVE_0: u8 = 0x80;
pub(super) const PRIMITIVE_1: u8 = 0x81;
pub(super) const CONTEXT_0: u8 = 0xa0;
pub(super) const CONTEXT_1: u8 = 0xa1;
pub(super) const CONTEXT_3: u8 = 0xa3;

/// Object identifiers, as the bytes of their values.
pub(super) mod oid {
    use super::super::hash::Hash;

    /// 1.2.840.113549.1.7.2 (RFC 5652 section 5.1).
    pub(in super::super) const SIGNED_DATA: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02";
    /// 1.2.840.113549.1.9.16.1.4 (RFC 3161 section 2.4.2).
    pub(in super::super) const TST_INFO: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x04";
    /// 1.2.840.113549.1.9.3 (RFC 5652 section 11.1).
    pub(in super::super) const CONTENT_TYPE: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x03";
    /// 1.2.840.113549.1.9.4 (RFC 5652 section 11.2).
    pub(in super::super) const MESSAGE_DIGEST: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x04";
    /// 1.2.840.113549.1.9.16.2.12 (RFC 2634 section 5.4): by SHA-1.
    pub(in super::super) const CERTIFICATE_V1: &[u8] =
        b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x0c";
    /// 1.2.840.113549.1.9.16.2.47 (RFC 5035 section 3).
    pub(in super::super) const CERTIFICATE_V2: &[u8] =
        b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x2f";
    /// 2.5.29.14 and 2.5.29.37 (RFC 5280 sections 4.2.1.2 and 4.2.1.12).
    pub(in super::super) const KEY_IDENTIFIER: &[u8] = b"\x55\x1d\x0e";
    pub(in super::super) const EXTENDED_KEY_USAGE: &[u8] = b"\x55\x1d\x25";
    /// 1.3.6.1.5.5.7.3.8 (RFC 3161 section 2.3).
    pub(in super::super) const TIME_STAMPING: &[u8] = b"\x2b\x06\x01\x05\x05\x07\x03\x08";
    /// 1.2.840.113549.1.1.1, 1.2.840.10045.2.1, 1.2.840.10045.3.1.7 and 1.3.132.0.34: keys and curves.
    pub(in super::super) const RSA: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01";
    pub(in super::super) const ELLIPTIC: &[u8] = b"\x2a\x86\x48\xce\x3d\x02\x01";
    pub(in super::super) const P256: &[u8] = b"\x2a\x86\x48\xce\x3d\x03\x01\x07";
    pub(in super::super) const P384: &[u8] = b"\x2b\x81\x04\x00\x22";
    /// 2.16.840.1.101.3.4.2.1 to .3 (FIPS 180-4).
    pub(in super::super) const SHA256: &[u8] = b"\x60\x86\x48\x01\x65\x03\x04\x02\x01";
    pub(in super::super) const SHA384: &[u8] = b"\x60\x86\x48\x01\x65\x03\x04\x02\x02";
    pub(in super::super) const SHA512: &[u8] = b"\x60\x86\x48\x01\x65\x03\x04\x02\x03";

    /// 1.2.840.113549.1.1.11 to .13 (RFC 8017).
    pub(in super::super) fn rsa_with(hash: Hash) -> &'static [u8] {
        match hash {
            Hash::Sha256 => b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b",
            Hash::Sha384 => b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c",
            Hash::Sha512 => b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d",
        }
    }

    /// 1.2.840.10045.4.3.2 to .4 (RFC 5758 section 3.2).
    pub(in super::super) fn ecdsa_with(hash: Hash) -> &'static [u8] {
        match hash {
            Hash::Sha256 => b"\x2a\x86\x48\xce\x3d\x04\x03\x02",
            Hash::Sha384 => b"\x2a\x86\x48\xce\x3d\x04\x03\x03",
            Hash::Sha512 => b"\x2a\x86\x48\xce\x3d\x04\x03\x04",
        }
    }
}

/// A value with what stands around it.
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    /// Its content.
    pub(super) value: &'a [u8],
    /// Its tag, length and content.
    pub(super) whole: &'a [u8],
}

/// Takes values off the front of some bytes.
#[derive(Clone)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The tag of the next value; `None`: there is none.
    pub(super) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Takes the next value, which must have the tag.
    pub(super) fn expect(
        &mut self,
        tag: u8,
        field: &'static str,
    ) -> Result<Element<'a>, TimeStampError> {
        let malformed = TimeStampError::Malformed { field };
        if self.peek() != Some(tag) {
            return Err(malformed);
        }
        let (header, length) = self.header().ok_or(malformed.clone())?;
        let end = header.checked_add(length).filter(|end| *end <= self.rest.len());
        let (whole, rest) = self.rest.split_at(end.ok_or(malformed)?);
        self.rest = rest;
        Ok(Element { value: &whole[header..], whole })
    }

    /// The bytes of the tag and the length, and the length.
    fn header(&self) -> Option<(usize, usize)> {
        let first = *self.rest.get(1)?;
        if first < 0x80 {
            return Some((2, usize::from(first)));
        }
        let count = usize::from(first & 0x7f);
        // What is read has at most 64 KiB, so three bytes of length are more than enough.
        let bytes = self.rest.get(2..2 + count).filter(|_| (1..=3).contains(&count))?;
        let length = bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
        let is_shortest = bytes[0] != 0 && length >= 0x80;
        is_shortest.then_some((2 + count, length))
    }

    /// Takes the next value if it has the tag.
    pub(super) fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>, TimeStampError> {
        match self.peek() == Some(tag) {
            true => self.expect(tag, "optional field").map(Some),
            false => Ok(None),
        }
    }

    /// Takes an object identifier, which must be this one.
    pub(super) fn oid(&mut self, oid: &[u8], field: &'static str) -> Result<(), TimeStampError> {
        match self.expect(OID, field)?.value == oid {
            true => Ok(()),
            false => Err(TimeStampError::Malformed { field }),
        }
    }

    /// Ends: nothing may be left.
    pub(super) fn finish(&self, field: &'static str) -> Result<(), TimeStampError> {
        if self.rest.is_empty() { Ok(()) } else { Err(TimeStampError::Malformed { field }) }
    }
}

/// An integer of at most seven bytes.
pub(super) fn small(value: &[u8]) -> Option<i64> {
    let first = *value.first().filter(|_| value.len() <= 7)?;
    let start = if first & 0x80 == 0 { 0 } else { -1 };
    Some(value.iter().fold(start, |number, byte| number << 8 | i64::from(*byte)))
}

/// `YYYYMMDDHHMMSS[.F]Z` (RFC 3161 section 2.4.2).
pub(super) fn generalized_time(value: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(value).ok()?.strip_suffix('Z')?;
    let (seconds, fraction) = match text.split_once('.') {
        Some((seconds, fraction)) => (seconds, fraction),
        None => (text, ""),
    };
    // An empty fraction and one that ends in 0 have a shorter spelling; nine digits are what a time holds.
    if text.ends_with(['.', '0']) && text.contains('.') || fraction.len() > 9 {
        return None;
    }
    let nanos = format!("{fraction:0<9}");
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if seconds.len() != 14 || !digits(seconds) || !digits(&nanos) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| seconds[range].parse::<i8>().ok();
    let time = DateTime::new(
        seconds[..4].parse().ok()?,
        part(4..6)?,
        part(6..8)?,
        part(8..10)?,
        part(10..12)?,
        part(12..14)?,
        nanos.parse().ok()?,
    );
    TimeZone::UTC.to_timestamp(time.ok()?).ok()
}

/// `YYMMDDHHMMSSZ`, of the years 1950 to 2049 (RFC 5280 section 4.1.2.5.1).
pub(super) fn utc_time(value: &[u8]) -> Option<Timestamp> {
    let century: &[u8] = if *value.first()? < b'5' { b"20" } else { b"19" };
    generalized_time(&[century, value].concat()).filter(|_| value.len() == 13)
}

/// An object identifier in numbers.
pub(super) fn dotted(oid: &[u8]) -> String {
    let mut text = String::new();
    let mut number: u64 = 0;
    for byte in oid {
        number = number << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 != 0 {
            continue;
        }
        let _ = match text.is_empty() {
            true => write!(text, "{}.{}", (number / 40).min(2), number - 40 * (number / 40).min(2)),
            false => write!(text, ".{number}"),
        };
        number = 0;
    }
    text.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_one_spelling() {
        let read =
            |bytes: &[u8]| Reader::new(bytes).expect(OCTET_STRING, "f").map(|e| e.value.len());
        let malformed = Err(TimeStampError::Malformed { field: "f" });
        assert_eq!(read(b"\x04\x02ab"), Ok(2));
        let long = |header: &[u8], length| [header, &vec![0; length]].concat();
        assert_eq!(read(&long(b"\x04\x81\x80", 128)), Ok(128));
        assert_eq!(read(&long(b"\x04\x82\x01\x00", 256)), Ok(256));
        for bad in [
            &b""[..],
            b"\x04",
            b"\x04\x01",
            b"\x05\x00",
            b"\x04\x80\x00\x00",
            b"\x04\x81\x01a",
            b"\x04\x82\x00\x80",
            b"\x04\x84\x00\x00\x00\x01a",
            b"\x04\xff",
            b"\x04\x83\xff\xff\xff",
        ] {
            assert_eq!(read(bad), malformed, "{bad:02x?}");
        }
    }

    #[test]
    fn times_have_one_spelling() {
        let time = |text: &str| generalized_time(text.as_bytes()).map(|time| time.to_string());
        assert_eq!(time("20261122034137Z").as_deref(), Some("2026-11-22T03:41:37Z"));
        assert_eq!(time("20261122034137.25Z").as_deref(), Some("2026-11-22T03:41:37.25Z"));
        for bad in [
            "",
            "Z",
            "20261122034137",
            "202611220341Z",
            "20261122034137.Z",
            "20261122034137.250Z",
            "20261322034137Z",
            "20261122034160Z",
            "20261122034137+0100",
            "2026112203413-Z",
            "+2026112203413Z",
            "20261122034137.1234567891Z",
        ] {
            assert_eq!(time(bad), None, "{bad}");
        }
        let short = |text: &str| utc_time(text.as_bytes()).map(|time| time.to_string());
        assert_eq!(short("491122034137Z").as_deref(), Some("2049-11-22T03:41:37Z"));
        assert_eq!(short("501122034137Z").as_deref(), Some("1950-11-22T03:41:37Z"));
        assert_eq!(
            (short(""), short("20261122034137Z"), short("491122034137.5Z")),
            (None, None, None)
        );
    }

    #[test]
    fn identifiers_in_numbers() {
        assert_eq!(dotted(oid::SHA256), "2.16.840.1.101.3.4.2.1");
        assert_eq!(dotted(oid::RSA), "1.2.840.113549.1.1.1");
        assert_eq!(dotted(b"\x2a\x86"), "1.2");
        assert!(dotted(&[0xff; 4000]).is_empty());
        assert_eq!(
            (small(b""), small(&[0xff]), small(&[1, 0]), small(&[1; 8])),
            (None, Some(-1), Some(256), None)
        );
    }
}
