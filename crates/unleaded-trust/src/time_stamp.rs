//! Time-stamp tokens (RFC 3161): the word of a time-stamping authority that a signature existed at a time.
//!
//! The token stands in `FILE.dsse.json.tsr`, as an authority answers it, and its imprint is over the bytes of one signature.
//! An authority counts by its own certificate, pinned by the user: its chain to some root is `openssl ts -verify`'s business. The
//! structures are those of RFC 3161 section 2.4.2 and RFC 5652 section 5; what this profile does not know is refused.

use jiff::{SignedDuration, Timestamp};
use pkcs8::spki::SubjectPublicKeyInfoRef;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA384_ASN1, ECDSA_P384_SHA256_ASN1, ECDSA_P384_SHA384_ASN1,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
    UnparsedPublicKey, VerificationAlgorithm,
};

pub use self::authority::TimeStampAuthority;
use self::der::{Reader, oid};
pub use self::error::TimeStampError;
use self::hash::Hash;
use self::signer::SignerInfo;
use crate::digest::Digest;
use crate::envelope::Envelope;
use crate::time_evidence::{Covered, Evidence, EvidenceKind};

mod authority;
mod der;
mod error;
mod hash;
mod signer;

/// What is added to an envelope's name to name the time-stamp token over its first signature.
pub const TIME_STAMP_SUFFIX: &str = ".tsr";

/// Largest token that is read, in bytes: room for the certificates of a long chain.
pub const TIME_STAMP_LIMIT: usize = 64 << 10;

/// A token whose form is right. Whose word it is only [`TimeStamp::verify`] tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeStamp {
    /// The signed content: a `TSTInfo`.
    content: Vec<u8>,
    hash: Hash,
    imprint: Vec<u8>,
    time: Timestamp,
    accuracy: SignedDuration,
    nonce: Option<Vec<u8>>,
    /// Those in the token, in DER form. Nobody vouches for them.
    certificates: Vec<Vec<u8>>,
    signer: SignerInfo,
}

impl TimeStamp {
    /// Parses an authority's answer (`TimeStampResp`), or the token alone.
    pub fn parse(bytes: &[u8]) -> Result<Self, TimeStampError> {
        if bytes.len() > TIME_STAMP_LIMIT {
            return Err(TimeStampError::TooLarge { size: bytes.len() });
        }
        let mut outer = Reader::new(bytes);
        let whole = outer.expect(der::SEQUENCE, "TimeStampResp")?;
        outer.finish("TimeStampResp")?;
        let mut response = Reader::new(whole.value);
        if response.peek() != Some(der::SEQUENCE) {
            return Self::token(whole.value);
        }
        let mut status = Reader::new(response.expect(der::SEQUENCE, "status")?.value);
        let status = status.expect(der::INTEGER, "status")?.value;
        // 0 is granted, 1 granted with changes (RFC 3161 section 2.4.2).
        if !matches!(status, [0 | 1]) {
            let status = status.last().copied().unwrap_or(u8::MAX);
            return Err(TimeStampError::NotGranted { status });
        }
        let token = response.expect(der::SEQUENCE, "timeStampToken")?;
        response.finish("TimeStampResp")?;
        Self::token(token.value)
    }

    /// Reads the content of a `ContentInfo` with `SignedData`.
    fn token(content_info: &[u8]) -> Result<Self, TimeStampError> {
        let mut info = Reader::new(content_info);
        info.oid(oid::SIGNED_DATA, "contentType")?;
        let mut explicit = Reader::new(info.expect(der::CONTEXT_0, "content")?.value);
        info.finish("ContentInfo")?;
        let mut signed = Reader::new(explicit.expect(der::SEQUENCE, "SignedData")?.value);
        explicit.finish("content")?;
        // What is signed is no plain data, so the version is 3, or more where there are other certificates (RFC 5652 section 5.1).
        if !matches!(signed.expect(der::INTEGER, "version")?.value, [3..=5]) {
            return Err(TimeStampError::Malformed { field: "version" });
        }
        signed.expect(der::SET, "digestAlgorithms")?;
        let mut encapsulated = Reader::new(signed.expect(der::SEQUENCE, "encapContentInfo")?.value);
        encapsulated.oid(oid::TST_INFO, "eContentType")?;
        let mut explicit = Reader::new(encapsulated.expect(der::CONTEXT_0, "eContent")?.value);
        encapsulated.finish("encapContentInfo")?;
        let content = explicit.expect(der::OCTET_STRING, "eContent")?.value;
        explicit.finish("eContent")?;
        // Certificates and revocations in the token are what it says of itself: the pinned certificate counts, or the pinned key.
        let certificates = signed.optional(der::CONTEXT_0)?.map(|all| certificates(all.value));
        signed.optional(der::CONTEXT_1)?;
        let mut signers = Reader::new(signed.expect(der::SET, "signerInfos")?.value);
        signed.finish("SignedData")?;
        let signer = SignerInfo::read(&mut signers)?;
        // The token has the signature of the authority and no other (RFC 3161 section 2.4.2).
        signers.finish("signerInfos")?;
        let certificates = certificates.unwrap_or_default();
        Ok(Self { certificates, ..Self::info(content, signer)? })
    }

    /// Reads a `TSTInfo`.
    fn info(content: &[u8], signer: SignerInfo) -> Result<Self, TimeStampError> {
        let mut outer = Reader::new(content);
        let mut info = Reader::new(outer.expect(der::SEQUENCE, "TSTInfo")?.value);
        outer.finish("TSTInfo")?;
        if info.expect(der::INTEGER, "version")?.value != [1] {
            return Err(TimeStampError::Malformed { field: "version" });
        }
        info.expect(der::OID, "policy")?;
        let mut imprint = Reader::new(info.expect(der::SEQUENCE, "messageImprint")?.value);
        let hash = Hash::read(&mut imprint, "messageImprint")?;
        let imprinted = imprint.expect(der::OCTET_STRING, "messageImprint")?.value;
        imprint.finish("messageImprint")?;
        info.expect(der::INTEGER, "serialNumber")?;
        let time = info.expect(der::GENERALIZED_TIME, "genTime")?.value;
        let time =
            der::generalized_time(time).ok_or(TimeStampError::Malformed { field: "genTime" })?;
        let accuracy = info.optional(der::SEQUENCE)?.map(|field| accuracy(field.value));
        info.optional(der::BOOLEAN)?;
        let nonce = info.optional(der::INTEGER)?.map(|nonce| nonce.value.to_vec());
        info.optional(der::CONTEXT_0)?;
        if let Some(extensions) = info.optional(der::CONTEXT_1)? {
            no_critical(extensions.value)?;
        }
        info.finish("TSTInfo")?;
        Ok(Self {
            content: content.to_vec(),
            hash,
            imprint: imprinted.to_vec(),
            time,
            accuracy: accuracy.transpose()?.unwrap_or_default(),
            nonce,
            certificates: Vec::new(),
            signer,
        })
    }

    /// When the authority says that it saw the imprint.
    pub fn time(&self) -> Timestamp {
        self.time
    }

    /// The number that the request had, as the bytes of an integer; `None`: it had none.
    pub fn nonce(&self) -> Option<&[u8]> {
        self.nonce.as_deref()
    }

    /// The certificates that came with it, in DER form.
    pub(crate) fn certificates(&self) -> impl Iterator<Item = &[u8]> {
        self.certificates.iter().map(Vec::as_slice)
    }

    /// Whether it names the certificate of `authority` as that of its signer.
    pub(crate) fn is_by(&self, authority: &TimeStampAuthority) -> bool {
        self.signer.names(authority)
    }

    /// Whether the imprint is that of `bytes`.
    pub fn covers(&self, bytes: &[u8]) -> bool {
        self.hash.of(bytes) == self.imprint
    }

    /// Checks the token as evidence for that signature of `envelope` which it covers, as [`Self::verify`] does.
    pub fn verify_envelope(
        &self,
        envelope: &[u8],
        authorities: &[TimeStampAuthority],
    ) -> Result<Evidence, TimeStampError> {
        let envelope = Envelope::parse(envelope).map_err(|_| TimeStampError::ImprintOther)?;
        let mut signatures = envelope.signatures.iter().map(|entry| entry.signature.as_slice());
        let covered = signatures.find(|signature| self.covers(signature));
        self.verify(covered.ok_or(TimeStampError::ImprintOther)?, authorities)
    }

    /// Checks that one of `authorities` signed the token over `signature`, with a certificate that was good at the time, and
    /// returns what that is evidence of. Of several certificates of one key, any that fits is as good.
    pub fn verify(
        &self,
        signature: &[u8],
        authorities: &[TimeStampAuthority],
    ) -> Result<Evidence, TimeStampError> {
        if !self.covers(signature) {
            return Err(TimeStampError::ImprintOther);
        }
        let mut refused = TimeStampError::AuthorityUnknown;
        for authority in authorities.iter().filter(|authority| self.is_by(authority)) {
            match self.verify_by(signature, authority) {
                Ok(evidence) => return Ok(evidence),
                Err(error) if refused == TimeStampError::AuthorityUnknown => refused = error,
                Err(_) => {}
            }
        }
        Err(refused)
    }

    /// Checks that it is the one of `authority` over `signature`.
    fn verify_by(
        &self,
        signature: &[u8],
        authority: &TimeStampAuthority,
    ) -> Result<Evidence, TimeStampError> {
        if !authority.may_stamp() || !authority.is_good_at(self.time) {
            return Err(TimeStampError::AuthorityUnfit { authority: authority.id() });
        }
        self.signer.check_attributes(&self.content, authority)?;
        let algorithm = algorithm(&self.signer, authority)?;
        let key = UnparsedPublicKey::new(algorithm, authority.key());
        key.verify(&self.signer.signed_bytes(), self.signer.signature())
            .map_err(|_| TimeStampError::SignatureInvalid)?;
        let kind = EvidenceKind::TimeStamp { authority: authority.id() };
        // The authority's clock may be off by as much as it says, and evidence is of the latest moment.
        let latest = self.time.checked_add(self.accuracy);
        let latest = latest.map_err(|_| TimeStampError::Malformed { field: "accuracy" })?;
        Ok(Evidence::new(latest, Covered::Signature(Digest::of(signature)), kind))
    }
}

/// Refuses `Extensions` of which one is critical (RFC 5280 section 4.2): none is known here, and such a one may change what is said.
fn no_critical(extensions: &[u8]) -> Result<(), TimeStampError> {
    let field = "extensions";
    let mut all = Reader::new(extensions);
    while all.peek().is_some() {
        let mut extension = Reader::new(all.expect(der::SEQUENCE, field)?.value);
        extension.expect(der::OID, field)?;
        let is_critical = extension.optional(der::BOOLEAN)?.is_some_and(|said| said.value != [0]);
        extension.expect(der::OCTET_STRING, field)?;
        extension.finish(field)?;
        if is_critical {
            return Err(TimeStampError::Malformed { field });
        }
    }
    Ok(())
}

/// The certificates of a `CertificateSet`; what follows one that can't be read is passed over.
fn certificates(set: &[u8]) -> Vec<Vec<u8>> {
    let mut all = Reader::new(set);
    let mut found = Vec::new();
    while let Ok(certificate) = all.expect(der::SEQUENCE, "certificates") {
        found.push(certificate.whole.to_vec());
    }
    found
}

/// Reads an `Accuracy`.
fn accuracy(field: &[u8]) -> Result<SignedDuration, TimeStampError> {
    let malformed = TimeStampError::Malformed { field: "accuracy" };
    let mut reader = Reader::new(field);
    let mut part = |tag, most: i64| {
        let Some(part) = reader.optional(tag)? else { return Ok(0) };
        let number = der::small(part.value).filter(|number| (0..=most).contains(number));
        number.ok_or(malformed.clone())
    };
    let seconds = part(der::INTEGER, i64::from(i32::MAX))?;
    let millis = part(der::PRIMITIVE_0, 999)?;
    let micros = part(der::PRIMITIVE_1, 999)?;
    reader.finish("accuracy")?;
    Ok(SignedDuration::from_secs(seconds)
        + SignedDuration::from_millis(millis)
        + SignedDuration::from_micros(micros))
}

/// How the token is signed. The pinned key decides for which algorithms it is, not the token.
fn algorithm(
    signer: &SignerInfo,
    authority: &TimeStampAuthority,
) -> Result<&'static dyn VerificationAlgorithm, TimeStampError> {
    let key = authority.key_algorithm();
    let named = signer.algorithm();
    let is_rsa = key == oid::RSA && (named == oid::RSA || oid::rsa_with(signer.hash()) == named);
    let is_ecdsa = oid::ecdsa_with(signer.hash()) == named;
    Ok(match (key, signer.hash()) {
        (_, Hash::Sha256) if is_rsa => &RSA_PKCS1_2048_8192_SHA256,
        (_, Hash::Sha384) if is_rsa => &RSA_PKCS1_2048_8192_SHA384,
        (_, Hash::Sha512) if is_rsa => &RSA_PKCS1_2048_8192_SHA512,
        (oid::P256, Hash::Sha256) if is_ecdsa => &ECDSA_P256_SHA256_ASN1,
        (oid::P256, Hash::Sha384) if is_ecdsa => &ECDSA_P256_SHA384_ASN1,
        (oid::P384, Hash::Sha256) if is_ecdsa => &ECDSA_P384_SHA256_ASN1,
        (oid::P384, Hash::Sha384) if is_ecdsa => &ECDSA_P384_SHA384_ASN1,
        _ => return Err(TimeStampError::AlgorithmUnsupported { algorithm: der::dotted(named) }),
    })
}

/// The algorithm of a key, the curve where it has one, and the key itself.
fn key_of(spki: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    use pkcs8::der::Decode;
    use pkcs8::der::asn1::ObjectIdentifier;

    let info = SubjectPublicKeyInfoRef::from_der(spki).ok()?;
    let algorithm = info.algorithm.oid.as_bytes();
    let curve = || info.algorithm.parameters?.decode_as::<ObjectIdentifier>().ok();
    let algorithm = match algorithm == oid::ELLIPTIC {
        true => curve()?.as_bytes().to_vec(),
        false => algorithm.to_vec(),
    };
    Some((algorithm, info.subject_public_key.as_bytes()?.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_critical_and_not_known_is_refused() {
        let usual = b"\x30\x06\x06\x01\x2a\x04\x01\x78";
        let critical = b"\x30\x09\x06\x01\x2a\x01\x01\xff\x04\x01\x78";
        assert_eq!((no_critical(b""), no_critical(usual)), (Ok(()), Ok(())));
        let malformed = Err(TimeStampError::Malformed { field: "extensions" });
        assert_eq!(no_critical(critical), malformed);
        assert_eq!(no_critical(&[usual.as_slice(), critical].concat()), malformed);
        assert_eq!(no_critical(b"\x30\x03\x06\x01\x2a"), malformed);
    }
}
