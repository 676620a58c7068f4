//! Signatures inside XML documents.

use unleaded_trust::{
    CanonicalForm, PrivateKey, TrustStore, XmlKeys, XmlVerification, canonicalise, sign_xml,
    verify_xml,
};

/// The day of the checks: any will do, since keys are good for ever.
const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 22);

/// Canonicalises, verifies and signs `bytes`. A canonical form is its own; what can be signed is verified, and comes out as its
/// canonical form; nothing is good that nobody known signed.
pub fn inside(bytes: &[u8]) {
    for form in [CanonicalForm::Exclusive, CanonicalForm::Inclusive] {
        if let Ok(canonical) = canonicalise(bytes, form, Vec::new()) {
            let again = canonicalise(canonical.as_slice(), form, Vec::new());
            assert_eq!(again.as_ref(), Ok(&canonical), "a canonical form is its own");
        }
    }
    let key = PrivateKey::from_seed([9; 32]);
    let nobody = TrustStore::empty();
    let keys = XmlKeys { trust: &nobody, given: &[], as_of: TODAY, evidence: &[] };
    assert!(!matches!(verify_xml(bytes, &keys), XmlVerification::Good(_)));
    let Ok(signature) = sign_xml(bytes, &key) else {
        return;
    };
    let expected = canonicalise(bytes, CanonicalForm::Exclusive, Vec::new());
    let signed = signature.insert_into(bytes);
    let mut trust = TrustStore::empty();
    let maker = unleaded_trust::Organisation::new::<&str>("Maker", &[]).expect("a name");
    trust.add(key.public(), maker, None, None).expect("a first key");
    match verify_xml(&signed, &XmlKeys { trust: &trust, given: &[], as_of: TODAY, evidence: &[] }) {
        XmlVerification::Good(verified) => assert_eq!(Ok(verified.into_document()), expected),
        other => panic!("what was signed is not good: {other:?}"),
    }
}
