//! SM2 signatures with SM3 (GM/T 0003.2), in the form of GM/T 0009 section 7.3: a DER sequence of the two integers r and s.

use sm2::dsa::signature::{Signer, Verifier};
use sm2::dsa::{Signature, SigningKey, VerifyingKey};
use sm2::{PublicKey, SecretKey};

use super::{IDENTITY, KeyError};

/// The coordinates of the point that would belong to the private key n - 1, which is none (GM/T 0003.1 section 6.1): for it any s
/// fits. It is the negative of the base point (GM/T 0003.5 section 2).
const NEGATIVE_BASE: [u8; 64] = [
    0x32, 0xc4, 0xae, 0x2c, 0x1f, 0x19, 0x81, 0x19, 0x5f, 0x99, 0x04, 0x46, 0x6a, 0x39, 0xc9, 0x94,
    0x8f, 0xe3, 0x0b, 0xbf, 0xf2, 0x66, 0x0b, 0xe1, 0x71, 0x5a, 0x45, 0x89, 0x33, 0x4c, 0x74, 0xc7,
    0x43, 0xc8, 0xc9, 0x5c, 0x0b, 0x09, 0x88, 0x63, 0xa6, 0x42, 0x31, 0x1c, 0x94, 0x96, 0xde, 0xac,
    0x2f, 0x56, 0x78, 0x82, 0x39, 0xd5, 0xb8, 0xc0, 0xfd, 0x20, 0xcd, 0x1a, 0xde, 0xc6, 0x0f, 0x5f,
];

/// Refuses what is no key: a point outside the curve (GM/T 0003.1 section 6.2), and [`NEGATIVE_BASE`].
pub(super) fn check_point(point: &[u8]) -> Result<(), KeyError> {
    if point.get(1..) == Some(&NEGATIVE_BASE) {
        return Err(KeyError::Weak);
    }
    // The order of the curve is prime, so every point of it but infinity, which this form can't tell, is a key.
    PublicKey::from_sec1_bytes(point).map(|_| ()).map_err(|_| KeyError::Malformed)
}

/// Whether `signature` is that of the key `point` on `message`.
pub(super) fn verify(point: &[u8], message: &[u8], signature: &[u8]) -> bool {
    // The form is looked at first: it costs nothing, and most signatures that are tried are those of other algorithms.
    let Some(signature) = fixed(signature).and_then(|both| Signature::from_slice(&both).ok())
    else {
        return false;
    };
    let key = VerifyingKey::from_sec1_bytes(IDENTITY, point);
    key.is_ok_and(|key| key.verify(message, &signature).is_ok())
}

/// Signs `message`; `None`: the key is none. The secret number of each signature follows from key and message (RFC 6979 with SM3), so
/// that no weak source of randomness can give the key away.
pub(super) fn sign(secret: &SecretKey, message: &[u8]) -> Option<Vec<u8>> {
    let key = SigningKey::new(IDENTITY, secret).ok()?;
    let signature: Signature = key.try_sign(message).ok()?;
    let both: [u8; 64] = signature.to_bytes().into();
    Some(der(&both))
}

/// The two integers of 32 bytes each in the DER form `bytes`; `None`: it is not the one DER form of two such integers.
fn fixed(bytes: &[u8]) -> Option<[u8; 64]> {
    let [0x30, length, content @ ..] = bytes else { return None };
    if usize::from(*length) != content.len() {
        return None;
    }
    let mut both = [0; 64];
    let (r, s) = both.split_at_mut(32);
    let rest = integer(content, r)?;
    let rest = integer(rest, s)?;
    // Written again it must be the same, so that a signature has one spelling.
    (rest.is_empty() && der(&both) == bytes).then_some(both)
}

/// Puts the integer at the beginning of `bytes` into `fixed`, and returns what stands behind it.
fn integer<'a>(bytes: &'a [u8], fixed: &mut [u8]) -> Option<&'a [u8]> {
    let [0x02, length, rest @ ..] = bytes else { return None };
    let (value, rest) = rest.split_at_checked(usize::from(*length))?;
    let value = value.strip_prefix(&[0]).unwrap_or(value);
    let start = fixed.len().checked_sub(value.len())?;
    fixed[start..].copy_from_slice(value);
    Some(rest)
}

/// The DER form (X.690 sections 8.3 and 8.9) of two integers of 32 bytes each.
fn der(both: &[u8; 64]) -> Vec<u8> {
    let mut content = Vec::with_capacity(70);
    for value in both.chunks(32) {
        let zeros = value.iter().take(31).take_while(|byte| **byte == 0).count();
        let value = &value[zeros..];
        // A set first bit would make it negative.
        let sign: &[u8] = if value[0] & 0x80 == 0 { &[] } else { &[0] };
        // At most 33 bytes, so the length is one byte.
        content.extend([0x02, (sign.len() + value.len()) as u8]);
        content.extend(sign.iter().chain(value));
    }
    [&[0x30, content.len() as u8], content.as_slice()].concat()
}

#[cfg(test)]
mod tests;
