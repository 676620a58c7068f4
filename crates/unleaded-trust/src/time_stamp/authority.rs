//! The certificate of a time-stamping authority (RFC 5280 section 4.1), pinned by the user.

use jiff::Timestamp;

use super::der::{self, Reader, oid};
use super::{TimeStampError, key_of};
use crate::digest::{Digest, sha256_hex};
use crate::keys::KeyError;
use crate::pem;

/// Largest certificate that is read, in bytes.
const LIMIT: usize = 16 << 10;

/// A time-stamping authority, known by its own certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeStampAuthority {
    certificate: Vec<u8>,
    issuer_and_serial: Vec<u8>,
    key_identifier: Option<Vec<u8>>,
    key_algorithm: Vec<u8>,
    key: Vec<u8>,
    key_id: String,
    from: Timestamp,
    to: Timestamp,
    stamps: bool,
}

impl TimeStampAuthority {
    /// Parses a certificate in PEM form.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        match pem::decode(text)? {
            ("CERTIFICATE", der) => Self::from_der(&der).map_err(|_| KeyError::Malformed),
            (found, _) => {
                Err(KeyError::WrongKind { found: found.to_owned(), wanted: "CERTIFICATE" })
            }
        }
    }

    /// Parses a certificate in DER form. Its issuer's signature is not checked: it is the user who vouches for it.
    pub fn from_der(certificate: &[u8]) -> Result<Self, TimeStampError> {
        let field = "certificate";
        let malformed = TimeStampError::Malformed { field };
        if certificate.len() > LIMIT {
            return Err(malformed);
        }
        let mut outer = Reader::new(certificate);
        let mut signed = Reader::new(outer.expect(der::SEQUENCE, field)?.value);
        outer.finish(field)?;
        let mut body = Reader::new(signed.expect(der::SEQUENCE, field)?.value);
        body.optional(der::CONTEXT_0)?;
        let serial = body.expect(der::INTEGER, field)?.whole;
        body.expect(der::SEQUENCE, field)?;
        let issuer = body.expect(der::SEQUENCE, field)?.whole;
        let mut validity = Reader::new(body.expect(der::SEQUENCE, field)?.value);
        let (from, to) = (time(&mut validity)?, time(&mut validity)?);
        body.expect(der::SEQUENCE, field)?;
        let spki = body.expect(der::SEQUENCE, field)?.whole;
        let (key_algorithm, key) = key_of(spki).ok_or(malformed)?;
        let mut read = Self {
            certificate: certificate.to_vec(),
            issuer_and_serial: [issuer, serial].concat(),
            key_identifier: None,
            key_algorithm,
            key,
            key_id: sha256_hex(spki),
            from,
            to,
            stamps: false,
        };
        body.optional(der::PRIMITIVE_1)?;
        body.optional(der::PRIMITIVE_1 + 1)?;
        if let Some(extensions) = body.optional(der::CONTEXT_3)? {
            read.read_extensions(extensions.value)?;
        }
        body.finish(field)?;
        Ok(read)
    }

    fn read_extensions(&mut self, explicit: &[u8]) -> Result<(), TimeStampError> {
        let field = "extensions";
        let mut all = Reader::new(Reader::new(explicit).expect(der::SEQUENCE, field)?.value);
        while all.peek().is_some() {
            let mut extension = Reader::new(all.expect(der::SEQUENCE, field)?.value);
            let name = extension.expect(der::OID, field)?.value;
            let critical = extension.optional(der::BOOLEAN)?.is_some_and(|c| c.value == [0xff]);
            let value = extension.expect(der::OCTET_STRING, field)?.value;
            if name == oid::KEY_IDENTIFIER {
                let key = Reader::new(value).expect(der::OCTET_STRING, field)?.value;
                self.key_identifier = Some(key.to_vec());
            }
            if name == oid::EXTENDED_KEY_USAGE {
                let mut uses = Reader::new(Reader::new(value).expect(der::SEQUENCE, field)?.value);
                let only = uses.oid(oid::TIME_STAMPING, field).and_then(|()| uses.finish(field));
                self.stamps = critical && only.is_ok();
            }
        }
        Ok(())
    }

    /// The SHA-256 of the certificate in DER form, by which the authority is known.
    pub fn id(&self) -> Digest {
        Digest::of(&self.certificate)
    }

    /// The certificate in DER form.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// The identifier of its key, as a trust file has it.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Whether the certificate is for time stamps and nothing else, and says so critically (RFC 3161 section 2.3).
    pub fn may_stamp(&self) -> bool {
        self.stamps
    }

    /// Whether the certificate was good at `time`.
    pub(super) fn is_good_at(&self, time: Timestamp) -> bool {
        (self.from..=self.to).contains(&time)
    }

    pub(super) fn issuer_and_serial(&self) -> &[u8] {
        &self.issuer_and_serial
    }

    pub(super) fn key_identifier(&self) -> Option<&Vec<u8>> {
        self.key_identifier.as_ref()
    }

    /// The object identifier of the key's algorithm, of an elliptic one that of the curve.
    pub(super) fn key_algorithm(&self) -> &[u8] {
        &self.key_algorithm
    }

    pub(super) fn key(&self) -> &[u8] {
        &self.key
    }
}

/// Reads a time of a certificate.
fn time(validity: &mut Reader<'_>) -> Result<Timestamp, TimeStampError> {
    let field = "validity";
    let time = match validity.optional(der::UTC_TIME)? {
        Some(time) => der::utc_time(time.value),
        None => der::generalized_time(validity.expect(der::GENERALIZED_TIME, field)?.value),
    };
    time.ok_or(TimeStampError::Malformed { field })
}
