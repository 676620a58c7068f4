//! Time stamps and the certificates of those who make them.

use unleaded_trust::{
    AcceptedKey, Clocks, Digest, Grant, Organisation, Role, TimeStamp, TimeStampAuthority,
};

use crate::signers::{TODAY, trusting};

const ENVELOPE: &[u8] =
    include_bytes!("../../../fixtures/proofs/valid--time-stamp/part.csv.dsse.json");
const STAMP: &[u8] =
    include_bytes!("../../../fixtures/proofs/valid--time-stamp/part.csv.dsse.json.tsr");
const AUTHORITY: &str = include_str!("../../../fixtures/proofs/valid--time-stamp/authority.pem");

/// A token over 64 bytes of 7 that holds its certificate, and the key of that.
const ANSWER: &[u8] = include_bytes!("../../../crates/unleaded-trust/tests/time_stamp/answer.tsr");
const KEY: &str = include_str!("../../../crates/unleaded-trust/tests/time_stamp/authority.pub.pem");

/// Gives `bytes` to the readers of tokens and of certificates. What an authority signed is what it signed: a token that fits the
/// envelope has the time of the one that fits, and a certificate with which it fits is the authority's.
pub fn read(bytes: &[u8]) {
    by_key(bytes);
    let good = TimeStamp::parse(STAMP).expect("a token");
    let authority = TimeStampAuthority::from_pem(AUTHORITY).expect("a certificate");
    if let Ok(stamp) = TimeStamp::parse(bytes) {
        assert_eq!(TimeStamp::parse(bytes).as_ref(), Ok(&stamp));
        if let Ok(evidence) = stamp.verify_envelope(ENVELOPE, std::slice::from_ref(&authority)) {
            assert_eq!((stamp.time(), stamp.nonce()), (good.time(), good.nonce()));
            assert!(evidence.time() >= stamp.time());
            assert!(stamp.verify_envelope(b"{}", std::slice::from_ref(&authority)).is_err());
            assert!(stamp.verify_envelope(ENVELOPE, &[]).is_err());
        }
    }
    let pem = std::str::from_utf8(bytes).ok().map(TimeStampAuthority::from_pem);
    let read = [pem.and_then(Result::ok), TimeStampAuthority::from_der(bytes).ok()];
    for other in read.into_iter().flatten() {
        assert_eq!(TimeStampAuthority::from_der(other.certificate()).as_ref(), Ok(&other));
        assert_eq!(other.id(), Digest::of(other.certificate()));
        let fits = good.verify_envelope(ENVELOPE, std::slice::from_ref(&other)).is_ok();
        assert_eq!(fits, other == authority, "a token of another authority");
    }
}

/// A token whose certificate is taken from it since its key is trusted.
fn by_key(bytes: &[u8]) {
    let signature = [7; 64];
    let mut trust = trusting();
    let stranger = Clocks::new(&trust, TODAY).stamped(bytes, &[&signature]);
    assert!(stranger.is_err(), "the token of a stranger is taken");
    let key = AcceptedKey::from_pem(KEY).expect("a key");
    let authority = Organisation::new::<&str>("Authority", &[]).expect("a name");
    let roles = [Role::TimeStampAuthority].into();
    trust.grant(Grant { roles, ..Grant::new(key, authority) }).expect("a new key");
    if let Ok(evidence) = Clocks::new(&trust, TODAY).stamped(bytes, &[&signature]) {
        let (read, good) = (TimeStamp::parse(bytes), TimeStamp::parse(ANSWER));
        let (read, good) = (read.expect("it was read"), good.expect("a token"));
        assert_eq!((read.time(), read.nonce()), (good.time(), good.nonce()));
        assert!(evidence.time() >= good.time());
        assert!(Clocks::new(&trust, TODAY).stamped(bytes, &[&[8; 64]]).is_err());
    }
}
