//! HMAC-SHA-256 (RFC 2104, FIPS 198-1) for keys of at most one block.

use crate::digest::{Digest, Hasher};

/// Bytes that SHA-256 takes at a time.
const BLOCK: usize = 64;

/// Returns the HMAC of `message` under a `key` of 32 bytes, which is shorter than a block and so never hashed first.
pub(super) fn hmac_sha256(key: &[u8; 32], message: &[u8]) -> Digest {
    let pad = |with: u8| {
        let mut block = [with; BLOCK];
        block.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= key);
        block
    };
    let mut inner = Hasher::new();
    inner.update(&pad(0x36));
    inner.update(message);
    let mut outer = Hasher::new();
    outer.update(&pad(0x5c));
    outer.update(inner.finish().as_bytes());
    outer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A shorter key is padded with zeros, so the vectors of RFC 4231 with keys up to 32 bytes are vectors of this function.
    fn check(key: &[u8], message: &[u8], expected: &str) {
        let mut padded = [0; 32];
        padded[..key.len()].copy_from_slice(key);
        assert_eq!(hmac_sha256(&padded, message).to_string(), expected);
    }

    #[test]
    fn the_vectors_of_rfc_4231() {
        check(
            &[0x0b; 20],
            b"Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        );
        check(
            b"Jefe",
            b"what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        );
        check(
            &[0xaa; 20],
            &[0xdd; 50],
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
        );
        let counted: Vec<u8> = (1..=25).collect();
        check(
            &counted,
            &[0xcd; 50],
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
        );
    }
}
