//! A key in a token, and signing with it.

use std::collections::BTreeSet;

use cryptoki::mechanism::Mechanism;
use cryptoki::mechanism::eddsa::{EddsaParams, EddsaSignatureScheme};
use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::Session;
use cryptoki::types::RawAuthPin;
use unleaded_trust::{PublicKey, SigningFailure, SigningKey};

use super::error::TokenError;
use super::module;
use super::uri::{KeyUri, PinSource};
use crate::exit::Failure;
use crate::verbs::keys;

/// The names of the curve in `CKA_EC_PARAMS`: its object identifier (RFC 8410 section 3), and its name as a printable
/// string, which older modules write.
const ED25519: [&[u8]; 2] = [b"\x06\x03\x2b\x65\x70", b"\x13\x0cedwards25519"];

/// What may stand before the 32 bytes in `CKA_EC_POINT`: nothing, or the head of an octet string or a bit string. Editions of
/// PKCS#11 differ, and so do modules.
const POINT_HEADS: [&[u8]; 3] = [b"", b"\x04\x20", b"\x03\x21\x00"];

/// An Ed25519 key whose secret stays in its token.
struct TokenKey {
    session: Session,
    secret: ObjectHandle,
    public: PublicKey,
}

/// Opens the key that the URI `text` names. `pin_from` tells where the PIN is, if the URI does not.
pub(crate) fn open(
    text: &str,
    pin_from: Option<&str>,
) -> Result<Box<dyn SigningKey>, Box<Failure>> {
    let uri = KeyUri::parse(text).map_err(TokenError::from)?;
    let pin_from = match (&uri.pin_source, pin_from) {
        (Some(_), Some(_)) => return Err(TokenError::PinTwice.into()),
        (Some(PinSource(from)), None) => Some(from.as_str()),
        (None, from) => from,
    };
    let module = module::load(&uri.module)?;
    let (slot, token) = module::token(&module, &uri.token)?;
    let session = module::log_in(&module, (slot, &token), || {
        let mut pin = keys::passphrase(pin_from.ok_or(TokenError::PinMissing)?)?;
        Ok::<_, Box<Failure>>(RawAuthPin::new(Box::new(std::mem::take(&mut *pin))))
    })?;
    Ok(Box::new(TokenKey::find(session, &uri)?))
}

impl TokenKey {
    fn find(session: Session, uri: &KeyUri) -> Result<Self, TokenError> {
        let mut wanted = vec![Attribute::Class(ObjectClass::PRIVATE_KEY)];
        wanted.extend(uri.object.iter().map(|label| Attribute::Label(label.clone().into_bytes())));
        wanted.extend(uri.id.iter().map(|id| Attribute::Id(id.clone())));
        let secret = match session.find_objects(&wanted)?.as_slice() {
            [] => return Err(TokenError::ObjectMissing),
            [secret] => *secret,
            several => return Err(TokenError::ObjectSeveral { count: several.len() }),
        };
        let kinds = [AttributeType::KeyType, AttributeType::EcParams];
        check_kind(&session.get_attributes(secret, &kinds)?)?;
        let public = public(&session, secret)?;
        Ok(Self { session, secret, public })
    }
}

/// Refuses all but Ed25519 keys.
fn check_kind(attributes: &[Attribute]) -> Result<(), TokenError> {
    for attribute in attributes {
        let kind = match attribute {
            Attribute::KeyType(kind) if *kind != KeyType::EC_EDWARDS => Some(kind.to_string()),
            Attribute::EcParams(curve) if !ED25519.contains(&curve.as_slice()) => None,
            _ => continue,
        };
        return Err(TokenError::NotEd25519 { kind });
    }
    Ok(())
}

/// The public half of `secret`. That it is the other half is checked with each signature.
fn public(session: &Session, secret: ObjectHandle) -> Result<PublicKey, TokenError> {
    let told = [AttributeType::PublicKeyInfo, AttributeType::Id, AttributeType::Label];
    let mut beside =
        vec![Attribute::Class(ObjectClass::PUBLIC_KEY), Attribute::KeyType(KeyType::EC_EDWARDS)];
    let mut label = None;
    for attribute in session.get_attributes(secret, &told)? {
        match attribute {
            Attribute::PublicKeyInfo(der) => {
                if let Ok(key) = PublicKey::from_spki_der(&der) {
                    return Ok(key);
                }
            }
            // Both halves have one identifier (PKCS#11 section 4.7); without any, the label must do.
            Attribute::Id(id) if !id.is_empty() => beside.push(Attribute::Id(id)),
            Attribute::Label(text) => label = Some(Attribute::Label(text)),
            _ => {}
        }
    }
    if beside.len() == 2 {
        beside.extend(label);
    }
    let mut found = BTreeSet::new();
    for half in session.find_objects(&beside)? {
        for attribute in session.get_attributes(half, &[AttributeType::EcPoint])? {
            if let Attribute::EcPoint(point) = attribute {
                found.extend(key_of(&point));
            }
        }
    }
    match found.len() {
        0 | 1 => found.pop_first().ok_or(TokenError::PublicMissing),
        count => Err(TokenError::ObjectSeveral { count }),
    }
}

fn key_of(point: &[u8]) -> Option<PublicKey> {
    let mut bytes =
        POINT_HEADS.iter().filter_map(|head| point.strip_prefix(*head)?.try_into().ok());
    PublicKey::from_bytes(bytes.next()?).ok()
}

impl SigningKey for TokenKey {
    fn id(&self) -> String {
        self.public.id()
    }

    fn ed25519(&self) -> Option<PublicKey> {
        Some(self.public)
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailure> {
        let key_id = self.id();
        let scheme = EddsaParams::new(EddsaSignatureScheme::Ed25519);
        let signature = self.session.sign(&Mechanism::Eddsa(scheme), self.secret, message);
        let signature = signature.map_err(|error| match TokenError::from(error) {
            TokenError::Removed => SigningFailure::Removed { key_id: key_id.clone() },
            TokenError::Refused { reason } => {
                SigningFailure::Refused { key_id: key_id.clone(), reason }
            }
            other => {
                SigningFailure::Refused { key_id: key_id.clone(), reason: format!("{other:?}") }
            }
        })?;
        let fits = <&[u8; 64]>::try_from(signature.as_slice())
            .is_ok_and(|signature| self.public.verify(message, signature));
        // Nothing leaves that no verifier would accept.
        if fits { Ok(signature) } else { Err(SigningFailure::Wrong { key_id }) }
    }
}

#[cfg(test)]
mod tests {
    use unleaded_trust::PrivateKey;

    use super::*;

    #[test]
    fn points_are_read_in_every_form_that_modules_write() {
        let key = PrivateKey::from_seed([1; 32]).public();
        for head in POINT_HEADS {
            assert_eq!(key_of(&[head, key.as_bytes()].concat()), Some(key));
        }
        for wrong in [&b"\x04\x20"[..], b"\x04\x21", &[2; 31], &[2; 33]] {
            assert_eq!(key_of(wrong), None);
        }
    }

    #[test]
    fn only_ed25519_keys_sign() {
        let edwards = Attribute::KeyType(KeyType::EC_EDWARDS);
        let curve = |bytes: &[u8]| Attribute::EcParams(bytes.to_vec());
        for known in ED25519 {
            assert_eq!(check_kind(&[edwards.clone(), curve(known)]), Ok(()));
        }
        let ed448 = b"\x06\x03\x2b\x65\x71";
        for wrong in [vec![Attribute::KeyType(KeyType::RSA)], vec![edwards, curve(ed448)]] {
            assert!(matches!(check_kind(&wrong), Err(TokenError::NotEd25519 { .. })));
        }
    }
}
