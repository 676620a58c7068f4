//! Who signed a token, and what exactly (RFC 5652 section 5.3).

use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

use super::TimeStampError;
use super::authority::TimeStampAuthority;
use super::der::{self, Reader, oid};
use super::hash::Hash;

/// The one signature of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SignerInfo {
    sid: Sid,
    hash: Hash,
    /// The signed attributes as they stand, under their implicit tag.
    attributes: Vec<u8>,
    algorithm: Vec<u8>,
    signature: Vec<u8>,
}

/// How the certificate is named.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Sid {
    IssuerAndSerial(Vec<u8>),
    KeyIdentifier(Vec<u8>),
}

impl SignerInfo {
    pub(super) fn read(signers: &mut Reader<'_>) -> Result<Self, TimeStampError> {
        let mut signer = Reader::new(signers.expect(der::SEQUENCE, "SignerInfo")?.value);
        let version = signer.expect(der::INTEGER, "version")?.value;
        let sid = match signer.optional(der::PRIMITIVE_0)? {
            Some(key) => Sid::KeyIdentifier(key.value.to_vec()),
            None => Sid::IssuerAndSerial(signer.expect(der::SEQUENCE, "sid")?.value.to_vec()),
        };
        // RFC 5652 section 5.3: it follows from how the certificate is named.
        let expected = if matches!(sid, Sid::IssuerAndSerial(_)) { [1] } else { [3] };
        if version != expected {
            return Err(TimeStampError::Malformed { field: "version" });
        }
        let hash = Hash::read(&mut signer, "digestAlgorithm")?;
        // Without signed attributes nothing would bind the certificate (RFC 3161 section 2.4.1).
        let attributes = signer.expect(der::CONTEXT_0, "signedAttrs")?.whole.to_vec();
        let mut algorithm = Reader::new(signer.expect(der::SEQUENCE, "signatureAlgorithm")?.value);
        let algorithm = algorithm.expect(der::OID, "signatureAlgorithm")?.value.to_vec();
        let signature = signer.expect(der::OCTET_STRING, "signature")?.value.to_vec();
        // Unsigned attributes say nothing that anyone vouches for.
        signer.optional(der::CONTEXT_1)?;
        signer.finish("SignerInfo")?;
        Ok(Self { sid, hash, attributes, algorithm, signature })
    }

    pub(super) fn hash(&self) -> Hash {
        self.hash
    }

    /// The object identifier of the signature's algorithm.
    pub(super) fn algorithm(&self) -> &[u8] {
        &self.algorithm
    }

    pub(super) fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// Whether it names the certificate of `authority`.
    pub(super) fn names(&self, authority: &TimeStampAuthority) -> bool {
        match &self.sid {
            Sid::IssuerAndSerial(name) => authority.issuer_and_serial() == name,
            Sid::KeyIdentifier(key) => authority.key_identifier() == Some(key),
        }
    }

    /// What is signed: the attributes as a set of their own (RFC 5652 section 5.4).
    pub(super) fn signed_bytes(&self) -> Vec<u8> {
        let mut bytes = self.attributes.clone();
        if let Some(tag) = bytes.first_mut() {
            *tag = der::SET;
        }
        bytes
    }

    /// Checks that the signed attributes speak of `content` and of the certificate of `authority`, each once.
    pub(super) fn check_attributes(
        &self,
        content: &[u8],
        authority: &TimeStampAuthority,
    ) -> Result<(), TimeStampError> {
        let field = "signedAttrs";
        let malformed = TimeStampError::Malformed { field };
        let mut whole = Reader::new(&self.attributes);
        let mut all = Reader::new(whole.expect(der::CONTEXT_0, field)?.value);
        let (mut kind, mut digest, mut certificate) = (None, None, None);
        while all.peek().is_some() {
            let mut attribute = Reader::new(all.expect(der::SEQUENCE, field)?.value);
            let name = attribute.expect(der::OID, field)?.value;
            let values = attribute.expect(der::SET, field)?.value;
            attribute.finish(field)?;
            let (place, found) = match name {
                oid::CONTENT_TYPE => {
                    let kind_of = one(values, der::OID)?;
                    (&mut kind, kind_of == oid::TST_INFO)
                }
                oid::MESSAGE_DIGEST => {
                    let value = one(values, der::OCTET_STRING)?;
                    (&mut digest, value == self.hash.of(content))
                }
                oid::CERTIFICATE_V1 | oid::CERTIFICATE_V2 => {
                    // Both kinds may stand there; both must fit.
                    let fits = is_certificate(name, values, authority)?;
                    let fits = fits && certificate != Some(false);
                    (&mut certificate, fits)
                }
                _ => continue,
            };
            let again = name == oid::CERTIFICATE_V1 || name == oid::CERTIFICATE_V2;
            if place.is_some() && !again {
                return Err(malformed);
            }
            *place = Some(found);
        }
        match (kind, digest, certificate) {
            (Some(true), Some(true), Some(true)) => Ok(()),
            (Some(_), Some(_), Some(_)) => Err(TimeStampError::SignatureInvalid),
            _ => Err(malformed),
        }
    }
}

/// The content of the value of an attribute that has exactly one (RFC 5652 section 11).
fn one(values: &[u8], tag: u8) -> Result<&[u8], TimeStampError> {
    let field = "signedAttrs";
    let mut values = Reader::new(values);
    let value = values.expect(tag, field)?.value;
    values.finish(field)?;
    Ok(value)
}

/// Whether the first `ESSCertID` or `ESSCertIDv2` of an attribute is that of the pinned certificate (RFC 5035 section 4).
fn is_certificate(
    name: &[u8],
    values: &[u8],
    authority: &TimeStampAuthority,
) -> Result<bool, TimeStampError> {
    let field = "signingCertificate";
    let mut attribute = Reader::new(one(values, der::SEQUENCE)?);
    let mut certificates = Reader::new(attribute.expect(der::SEQUENCE, field)?.value);
    let mut first = Reader::new(certificates.expect(der::SEQUENCE, field)?.value);
    let expected = if name == oid::CERTIFICATE_V1 {
        // The certificate is pinned as a whole; its SHA-1 only has to agree.
        digest(&SHA1_FOR_LEGACY_USE_ONLY, authority.certificate()).as_ref().to_vec()
    } else {
        let is_default = first.peek() != Some(der::SEQUENCE);
        let hash = if is_default { Hash::Sha256 } else { Hash::read(&mut first, field)? };
        hash.of(authority.certificate())
    };
    Ok(first.expect(der::OCTET_STRING, field)?.value == expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_has_one_value() {
        assert_eq!(one(b"\x04\x01a", der::OCTET_STRING), Ok(b"a".as_slice()));
        for bad in [&b""[..], b"\x04\x01a\x04\x01b", b"\x05\0"] {
            let malformed = TimeStampError::Malformed { field: "signedAttrs" };
            assert_eq!(one(bad, der::OCTET_STRING), Err(malformed), "{bad:?}");
        }
    }
}
