//! When a signature existed at the latest, by the word of someone other than its signer.
//!
//! A signer can write any date into what it signs. A revoked key is told from a key that was good at the time only by
//! evidence that the key's owner could not make later: a time-stamp token, or a cosignature of a log that has the
//! envelope. An [`Evidence`] exists only where such a thing was verified, and says what it covers, so that the token
//! of one signature is never evidence for another.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::digest::Digest;

/// A verified statement that a signature existed at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    time: Timestamp,
    covered: Covered,
    kind: EvidenceKind,
    /// The organisation of the trust file whose key vouches; `None`: the caller named the key.
    by: Option<String>,
}

/// Who vouches for the time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EvidenceKind {
    /// A witness cosigned a checkpoint of a log in which the envelope is proven to be.
    LogInclusion {
        /// The origin of the log.
        origin: String,
        /// The key name of the witness whose time it is.
        witness: String,
    },
    /// A time-stamping authority signed a token over the signature (RFC 3161).
    TimeStamp {
        /// The SHA-256 of the authority's certificate in DER form.
        authority: Digest,
    },
}

/// What existed at the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Covered {
    /// The envelope with these bytes, so every signature in it.
    Envelope(Digest),
    /// The one signature whose bytes have this SHA-256.
    Signature(Digest),
}

impl Evidence {
    /// Wraps what was verified; only the code that verifies a kind of evidence calls it.
    pub(crate) fn new(time: Timestamp, covered: Covered, kind: EvidenceKind) -> Self {
        Self { time, covered, kind, by: None }
    }

    /// The same, given by `organisation`.
    pub(crate) fn given_by(self, organisation: &str) -> Self {
        Self { by: Some(organisation.to_owned()), ..self }
    }

    /// Whether it is the word of `organisation`, which is none on its own signatures.
    pub(crate) fn is_by(&self, organisation: &str) -> bool {
        self.by.as_deref() == Some(organisation)
    }

    /// The latest moment at which the signature can have been made: a stated inaccuracy is added.
    pub fn time(&self) -> Timestamp {
        self.time
    }

    /// The day of [`Self::time`] in UTC.
    pub fn date(&self) -> Date {
        TimeZone::UTC.to_datetime(self.time).date()
    }

    /// Who vouches for the time.
    pub fn kind(&self) -> &EvidenceKind {
        &self.kind
    }

    /// Whether it speaks of `signature` in the envelope with the SHA-256 `envelope`; `None`: the signature is in no envelope.
    pub fn covers(&self, envelope: Option<Digest>, signature: &[u8]) -> bool {
        match self.covered {
            Covered::Envelope(covered) => Some(covered) == envelope,
            Covered::Signature(covered) => covered == Digest::of(signature),
        }
    }

    /// Returns the earliest of `all`; `None`: there is none.
    pub fn earliest<'a>(all: impl IntoIterator<Item = &'a Self>) -> Option<&'a Self> {
        all.into_iter().min_by_key(|evidence| evidence.time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_speaks_only_of_what_it_covers() {
        let (envelope, other) = (Digest::of(b"envelope"), Digest::of(b"other"));
        let time = |second| Timestamp::from_second(second).unwrap();
        let logged = Evidence::new(
            time(20),
            Covered::Envelope(envelope),
            EvidenceKind::LogInclusion { origin: "o".to_owned(), witness: "w".to_owned() },
        );
        let stamped = Evidence::new(
            time(10),
            Covered::Signature(Digest::of(&[1; 64])),
            EvidenceKind::TimeStamp { authority: other },
        );
        let all = [logged, stamped];
        let earliest = |envelope, signature: [u8; 64]| {
            let covering = all.iter().filter(|e| e.covers(Some(envelope), &signature));
            Evidence::earliest(covering).map(|found| found.time().as_second())
        };
        assert_eq!(earliest(envelope, [1; 64]), Some(10));
        assert_eq!(earliest(envelope, [2; 64]), Some(20));
        assert_eq!(earliest(other, [1; 64]), Some(10));
        assert_eq!(earliest(other, [2; 64]), None);
        assert!(!all[0].covers(None, &[1; 64]) && all[1].covers(None, &[1; 64]));
        assert_eq!(all[0].date(), jiff::civil::date(1970, 1, 1));
    }
}
