//! The signature twin that everybody can check: `FILE.sig`, in the format of OpenSSH (openssh-portable,
//! PROTOCOL.sshsig), verified by `ssh-keygen -Y verify`.
//!
//! It is over the bytes of the document and nothing else, under a namespace of our own, so that a signature made for
//! another purpose is none here. Only the one form that this profile writes is read: Ed25519, SHA-512, the namespace
//! [`SSH_NAMESPACE`], no reserved field.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha512};

pub use self::error::SshError;
pub use self::signers::allowed_signers;
use self::wire::{KEY_TYPE, Reader, put};
use crate::keys::{PublicKey, SigningFailure, SigningKey, sign_ed25519};

mod error;
mod signers;
mod wire;

/// The purpose that is part of what is signed. It never changes and serves nothing else.
pub const SSH_NAMESPACE: &str = "declaration-v1@unleaded.example";

/// What is added to a document's name to name its signature.
pub const SSH_SUFFIX: &str = ".sig";

/// Largest signature file that is read, in bytes; ours have some 330.
pub const SSH_LIMIT: usize = 4096;

const MAGIC: &[u8; 6] = b"SSHSIG";
const VERSION: u32 = 1;
const HASH: &str = "sha512";
const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";

/// Characters of base64 per line, as OpenSSH writes them.
const COLUMNS: usize = 70;

/// A signature whose form is right. What it says of a document only [`SshSignature::verify`] tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SshSignature {
    key: PublicKey,
    signature: [u8; 64],
}

impl SshSignature {
    /// Signs `document`: the same document and key give the same signature.
    pub fn sign(document: &[u8], key: &dyn SigningKey) -> Result<Self, SigningFailure> {
        let (key, signature) = sign_ed25519(key, &signed_bytes(SSH_NAMESPACE, document))?;
        Ok(Self { key, signature })
    }

    /// Parses a signature file. Lines may end in LF or CR LF; nothing may stand before or behind the frame.
    pub fn parse(file: &[u8]) -> Result<Self, SshError> {
        Self::parse_made_for(SSH_NAMESPACE, file)
    }

    /// Parses a signature made for the purpose `wanted`.
    fn parse_made_for(wanted: &str, file: &[u8]) -> Result<Self, SshError> {
        let blob = unframed(file)?;
        let mut blob = Reader::new(&blob);
        blob.expect(MAGIC, "SSHSIG")?;
        let version = blob.number("version")?;
        if version != VERSION {
            return Err(SshError::VersionUnknown { version });
        }
        let key = wire::public_key(blob.string("publickey")?)?;
        let namespace = blob.string("namespace")?;
        if namespace != wanted.as_bytes() {
            return Err(SshError::NamespaceOther { found: wire::shown(namespace) });
        }
        if !blob.string("reserved")?.is_empty() {
            return Err(SshError::ReservedUsed);
        }
        let hash = blob.string("hash_algorithm")?;
        if hash != HASH.as_bytes() {
            return Err(SshError::HashOther { found: wire::shown(hash) });
        }
        let signature = signature_bytes(blob.string("signature")?)?;
        blob.finish()?;
        Ok(Self { key, signature })
    }

    /// The file: what `ssh-keygen -Y sign` writes with the same key, byte for byte.
    pub fn to_file(&self) -> String {
        let mut blob = MAGIC.to_vec();
        blob.extend_from_slice(&VERSION.to_be_bytes());
        put(&mut blob, &wire::key_blob(&self.key));
        put(&mut blob, SSH_NAMESPACE.as_bytes());
        put(&mut blob, b"");
        put(&mut blob, HASH.as_bytes());
        let mut signature = Vec::new();
        put(&mut signature, KEY_TYPE.as_bytes());
        put(&mut signature, &self.signature);
        put(&mut blob, &signature);
        let text = STANDARD.encode(blob);
        let mut out = format!("{BEGIN}\n");
        let mut rest = text.as_str();
        while !rest.is_empty() {
            // Base64 is ASCII, so every index is a boundary.
            let (line, after) = rest.split_at(COLUMNS.min(rest.len()));
            out.push_str(line);
            out.push('\n');
            rest = after;
        }
        out.push_str(END);
        out.push('\n');
        out
    }

    /// The key that the signature names. Anyone can name any key: whether it signed, [`Self::verify`] tells, and whether
    /// it is trusted, a trust store.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Checks that [`Self::key`] signed exactly `document`, by the strict rules of [`PublicKey::verify`].
    pub fn verify(&self, document: &[u8]) -> Result<(), SshError> {
        match self.key.verify(&signed_bytes(SSH_NAMESPACE, document), &self.signature) {
            true => Ok(()),
            false => Err(SshError::SignatureInvalid { key_id: self.key.id() }),
        }
    }
}

/// What is signed: neither the version nor the key is part of it.
fn signed_bytes(namespace: &str, document: &[u8]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    put(&mut bytes, namespace.as_bytes());
    put(&mut bytes, b"");
    put(&mut bytes, HASH.as_bytes());
    put(&mut bytes, &Sha512::digest(document));
    bytes
}

/// The bytes between the two lines of the frame.
fn unframed(file: &[u8]) -> Result<Vec<u8>, SshError> {
    if file.len() > SSH_LIMIT {
        return Err(SshError::TooLarge { size: file.len() });
    }
    let text = std::str::from_utf8(file).map_err(|_| SshError::FrameMalformed)?;
    let mut lines = text.lines();
    if lines.next() != Some(BEGIN) {
        return Err(SshError::FrameMalformed);
    }
    let mut content = String::with_capacity(text.len());
    let ended = lines.by_ref().any(|line| {
        let is_end = line == END;
        if !is_end {
            content.push_str(line);
        }
        is_end
    });
    if !ended {
        return Err(SshError::Truncated { field: "end line" });
    }
    let behind = lines.map(|line| line.len() + 1).sum();
    if behind != 0 {
        return Err(SshError::TrailingBytes { count: behind });
    }
    STANDARD.decode(content).map_err(|_| SshError::FrameMalformed)
}

fn signature_bytes(field: &[u8]) -> Result<[u8; 64], SshError> {
    let mut reader = Reader::new(field);
    let algorithm = reader.string("signature")?;
    if algorithm != KEY_TYPE.as_bytes() {
        return Err(SshError::AlgorithmOther { found: wire::shown(algorithm) });
    }
    let bytes = reader.string("signature")?;
    reader.finish()?;
    bytes.try_into().map_err(|_| SshError::SignatureLength { found: bytes.len() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::keys::PrivateKey;

    fn key() -> PrivateKey {
        PrivateKey::from_seed([7; 32])
    }

    /// A file whose blob is `change`d.
    fn changed(change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
        let file = SshSignature::sign(b"document", &key()).unwrap().to_file();
        let mut blob = unframed(file.as_bytes()).unwrap();
        change(&mut blob);
        format!("{BEGIN}\n{}\n{END}\n", STANDARD.encode(blob)).into_bytes()
    }

    /// Replaces a string of the blob, length and all.
    fn replaced(from: &str, to: &[u8], nth: usize) -> Vec<u8> {
        changed(|blob| {
            let (mut old, mut new) = (Vec::new(), Vec::new());
            put(&mut old, from.as_bytes());
            put(&mut new, to);
            let places = (0..blob.len()).filter(|at| blob[*at..].starts_with(&old));
            let at = places.into_iter().nth(nth).unwrap();
            blob.splice(at..at + old.len(), new);
        })
    }

    #[test]
    fn what_is_written_is_read_and_fits_one_document() {
        let signature = SshSignature::sign(b"document", &key()).unwrap();
        let read = SshSignature::parse(signature.to_file().as_bytes()).unwrap();
        assert_eq!(read, signature);
        assert_eq!(read.verify(b"document"), Ok(()));
        let invalid = SshError::SignatureInvalid { key_id: key().public().id() };
        assert_eq!(read.verify(b"Document"), Err(invalid));
        let windows = signature.to_file().replace('\n', "\r\n");
        assert_eq!(SshSignature::parse(windows.as_bytes()), Ok(signature));
    }

    #[test]
    fn reasons_are_named() {
        let reason = |file: &[u8]| SshSignature::parse(file).unwrap_err();
        let text = SshSignature::sign(b"document", &key()).unwrap().to_file();
        let other = |found: &str| SshError::NamespaceOther { found: found.to_owned() };
        assert_eq!(reason(&replaced(SSH_NAMESPACE, b"file", 0)), other("file"));
        assert_eq!(reason(&replaced(SSH_NAMESPACE, b"", 0)), other(""));
        let found = || "sha256".to_owned();
        assert_eq!(reason(&replaced(HASH, b"sha256", 0)), SshError::HashOther { found: found() });
        let found = || "rsa-sha2-512".to_owned();
        let algorithm = SshError::AlgorithmOther { found: found() };
        assert_eq!(reason(&replaced(KEY_TYPE, b"rsa-sha2-512", 1)), algorithm);
        assert_eq!(reason(b""), SshError::FrameMalformed);
        assert_eq!(reason(&[0xff; 9]), SshError::FrameMalformed);
        assert_eq!(reason(format!(" {text}").as_bytes()), SshError::FrameMalformed);
        assert_eq!(reason(text.replace("U1NI", "U1N*").as_bytes()), SshError::FrameMalformed);
        let cut = SshError::Truncated { field: "end line" };
        assert_eq!(reason(&text.as_bytes()[..text.len() - 2]), cut);
        let behind = SshError::TrailingBytes { count: 3 };
        assert_eq!(reason(format!("{text}no").as_bytes()), behind);
        assert_eq!(reason(&vec![b'a'; SSH_LIMIT + 1]), SshError::TooLarge { size: SSH_LIMIT + 1 });
        let cut = reason(&changed(|blob| blob.truncate(blob.len() - 1)));
        assert_eq!(cut, SshError::Truncated { field: "signature" });
        let behind = SshError::TrailingBytes { count: 1 };
        assert_eq!(reason(&changed(|blob| blob.push(0))), behind);
        let magic = reason(&changed(|blob| blob[0] = b's'));
        assert_eq!(magic, SshError::Truncated { field: "SSHSIG" });
        let version = SshError::VersionUnknown { version: 2 };
        assert_eq!(reason(&changed(|blob| blob[9] = 2)), version);
        // The reserved field is the empty string before the name of the hash.
        let reserved = replaced("", b"x", 0);
        assert_eq!(reason(&reserved), SshError::ReservedUsed);
    }

    /// Made and checked by OpenSSH, for another purpose than ours; where the material beside the repository is there.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test reads its vector")]
    fn a_published_vector() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus/vectors/dsse/");
        let read = |name: &str| std::fs::read(format!("{folder}{name}"));
        let (Ok(file), Ok(document)) = (read("decl.xml.sig"), read("decl.xml")) else {
            return;
        };
        let namespace = "mdx-declaration-v1";
        let signature = SshSignature::parse_made_for(namespace, &file).unwrap();
        let message = signed_bytes(namespace, &document);
        assert!(signature.key.verify(&message, &signature.signature));
        assert!(!signature.key.verify(&message[1..], &signature.signature));
        let found = namespace.to_owned();
        assert_eq!(SshSignature::parse(&file), Err(SshError::NamespaceOther { found }));
        assert!(signature.verify(&document).is_err(), "the purpose is part of what is signed");
    }

    #[test]
    fn a_low_order_key_is_named_weak() {
        let weak = changed(|blob| {
            let mut point = [0; 32];
            point[0] = 1;
            let at = MAGIC.len() + 4 + 4 + 4 + KEY_TYPE.len() + 4;
            blob[at..at + 32].copy_from_slice(&point);
        });
        let expected = SshError::Key(crate::keys::KeyError::Weak);
        assert_eq!(SshSignature::parse(&weak), Err(expected));
    }

    proptest! {
        #[test]
        fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            let _ = SshSignature::parse(&bytes);
            let framed = format!("{BEGIN}\n{}\n{END}\n", STANDARD.encode(&bytes));
            prop_assert!(SshSignature::parse(framed.as_bytes()).is_err());
        }

        /// A file with a changed blob is refused by name, or its signature does not fit.
        #[test]
        fn no_changed_byte_passes(at: prop::sample::Index, by in 1_u8..) {
            let file = changed(|blob| {
                let at = at.index(blob.len());
                blob[at] ^= by;
            });
            let passes = SshSignature::parse(&file).is_ok_and(|s| s.verify(b"document").is_ok());
            prop_assert!(!passes);
        }
    }
}
