//! Envelopes, and the six kinds of statements that stand in them.

use std::fmt::Debug;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use unleaded_trust::{
    Aggregate, BareClaim, Delegation, Digest, FileClaim, Form, KeyRotation, Outcome, PAYLOAD_TYPE,
    Predicate, Status, Terms, TrustFile, TrustStore, Verified, add_signatures, claimed_type,
    delegation_in, sign_statement, verify_file, verify_statement,
};

use crate::signers::{TODAY, flipped, key, trusting};

/// The document that statements about a file are about.
const DOCUMENT: &[u8] = b"";

/// Gives `bytes` to the reader of envelopes. Without a key nothing is good; what a known key signed is signed by the next one as well, and
/// says the same.
pub fn read(bytes: &[u8]) {
    let trust = trusting();
    for document in [DOCUMENT, include_bytes!("../../../fixtures/trust/valid--signed/part.csv")] {
        let (nobody, all) = (TrustStore::empty(), Terms::new(&trust, TODAY));
        let unknown = verify_file::<Predicate>("f", document, bytes, &Terms::new(&nobody, TODAY));
        assert!(!matches!(unknown, Outcome::Good(_)), "good without a key");
        let Outcome::Good(one) = verify_file::<Predicate>("f", document, bytes, &all) else {
            continue;
        };
        let kind = claimed_type(bytes);
        assert_eq!(kind.as_deref(), Some(Predicate::TYPE));
        let other = [document, b"x"].concat();
        let changed = verify_file::<Predicate>("f", &other, bytes, &all);
        assert!(!matches!(changed, Outcome::Good(_)), "good for another document");
        let digest = Digest::of(document);
        let Ok(signed) = add_signatures::<Predicate>("f", &digest, bytes, &[&key(2)]) else {
            continue;
        };
        let Outcome::Good(two) = verify_file::<Predicate>("f", document, &signed, &all) else {
            panic!("another signature makes an envelope bad");
        };
        assert_eq!((one.predicate(), one.signed_name()), (two.predicate(), two.signed_name()));
        assert_eq!(two.signers().len(), 2);
    }
}

/// Signs `bytes` as the payload of an envelope. It is one statement at most; what is said is signed, verified and said again, and a
/// changed byte makes it bad.
pub fn statement(bytes: &[u8]) {
    let payload = Payload { bytes, envelope: envelope(bytes, bytes) };
    let kinds = [
        payload.is_file::<Predicate>(),
        payload.is_file::<TrustFile>(),
        payload.is_file::<Aggregate>(),
        payload.is_bare::<Delegation>(),
        payload.is_bare::<KeyRotation>(),
        payload.is_bare::<Status>(),
    ];
    let kinds = kinds.into_iter().filter(|is_one| *is_one).count();
    assert!(kinds <= 1, "one statement of {kinds} kinds");
    assert_eq!(payload.parses::<Delegation>(), delegation_in(&payload.envelope).is_ok());
}

struct Payload<'b> {
    bytes: &'b [u8],
    envelope: Vec<u8>,
}

impl Payload<'_> {
    /// Whether the form is right, which shows where nobody is known.
    fn parses<C: BareClaim + Debug>(&self) -> bool {
        let nobody = TrustStore::empty();
        let outcome = verify_statement::<C>(&self.envelope, &Terms::new(&nobody, TODAY));
        assert!(!matches!(outcome, Outcome::Good(_)), "good without a key");
        matches!(outcome, Outcome::UnknownKey { .. })
    }

    fn is_bare<C: BareClaim + Debug + PartialEq>(&self) -> bool {
        let parses = self.parses::<C>();
        self.again::<(), C>(parses, |envelope, terms| verify_statement(envelope, terms))
    }

    fn is_file<C: FileClaim + Debug + PartialEq>(&self) -> bool {
        let nobody = TrustStore::empty();
        let outcome = verify_file::<C>("f", DOCUMENT, &self.envelope, &Terms::new(&nobody, TODAY));
        let parses = matches!(outcome, Outcome::UnknownKey { .. });
        self.again::<&[u8], C>(parses, |envelope, terms| {
            verify_file("f", DOCUMENT, envelope, terms)
        })
    }

    /// Checks a statement whose form is right, or is not; returns which.
    fn again<T, C: Form + Debug + PartialEq>(
        &self,
        parses: bool,
        verify: impl Fn(&[u8], &Terms<'_>) -> Outcome<T, C>,
    ) -> bool {
        let trust = trusting();
        let terms = Terms::new(&trust, TODAY);
        if !parses {
            return false;
        }
        assert_eq!(claimed_type(&self.envelope).as_deref(), Some(C::TYPE));
        let Outcome::Good(verified) = verify(&self.envelope, &terms) else { return true };
        self.same(&verified, &verify, &terms);
        let changed =
            flipped(self.bytes).map(|other| verify(&envelope(&other, self.bytes), &terms));
        assert!(!matches!(changed, Some(Outcome::Good(_))), "a changed statement is good");
        true
    }

    /// What is said, said by this program.
    fn same<T, C: Form + Debug + PartialEq>(
        &self,
        said: &Verified<T, C>,
        verify: impl Fn(&[u8], &Terms<'_>) -> Outcome<T, C>,
        terms: &Terms<'_>,
    ) {
        let keys: [&dyn unleaded_trust::SigningKey; 2] = [&key(1), &key(2)];
        let ours = sign_statement(said.signed_name(), &said.digest(), said.predicate(), &keys);
        let ours = ours.expect("what was said can be said");
        let Outcome::Good(again) = verify(&ours, terms) else {
            panic!("what was good is not, written by this program");
        };
        assert_eq!(again.predicate(), said.predicate());
        assert_eq!((again.digest(), again.signed_name()), (said.digest(), said.signed_name()));
        assert_eq!(again.signers(), said.signers());
    }
}

/// An envelope on `payload` with the signatures of keys 1 and 2 on `signed`, by the letter of the specification.
fn envelope(payload: &[u8], signed: &[u8]) -> Vec<u8> {
    let head = format!("DSSEv1 {} {PAYLOAD_TYPE} {} ", PAYLOAD_TYPE.len(), signed.len());
    let message = [head.as_bytes(), signed].concat();
    let signature = |n: u8| format!(r#"{{"sig":"{}"}}"#, STANDARD.encode(key(n).sign(&message)));
    let payload = STANDARD.encode(payload);
    let (one, two) = (signature(1), signature(2));
    format!(
        r#"{{"payloadType":"{PAYLOAD_TYPE}","payload":"{payload}","signatures":[{one},{two}]}}"#
    )
    .into_bytes()
}
