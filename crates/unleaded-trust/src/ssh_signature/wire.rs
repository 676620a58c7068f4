//! The strings of SSH (RFC 4251 section 5) and the Ed25519 key among them (RFC 8709 section 4).

use super::SshError;
use crate::keys::{KeyError, PublicKey};

/// The name of Ed25519 keys and signatures.
pub(crate) const KEY_TYPE: &str = "ssh-ed25519";

/// Takes fields off the front of some bytes.
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Takes exactly `bytes`.
    pub(crate) fn expect(&mut self, bytes: &[u8], field: &'static str) -> Result<(), SshError> {
        self.rest = self.rest.strip_prefix(bytes).ok_or(SshError::Truncated { field })?;
        Ok(())
    }

    pub(crate) fn number(&mut self, field: &'static str) -> Result<u32, SshError> {
        let (bytes, rest) = self.rest.split_first_chunk().ok_or(SshError::Truncated { field })?;
        self.rest = rest;
        Ok(u32::from_be_bytes(*bytes))
    }

    /// Takes a length and so many bytes.
    pub(crate) fn string(&mut self, field: &'static str) -> Result<&'a [u8], SshError> {
        let length = usize::try_from(self.number(field)?);
        let split = length.ok().and_then(|length| self.rest.split_at_checked(length));
        let (string, rest) = split.ok_or(SshError::Truncated { field })?;
        self.rest = rest;
        Ok(string)
    }

    /// Ends: nothing may be left.
    pub(crate) fn finish(self) -> Result<(), SshError> {
        match self.rest.len() {
            0 => Ok(()),
            count => Err(SshError::TrailingBytes { count }),
        }
    }
}

/// Appends a string with its length.
pub(crate) fn put(out: &mut Vec<u8>, string: &[u8]) {
    // Names, keys and hashes: all are shorter than a kilobyte.
    out.extend_from_slice(&(string.len() as u32).to_be_bytes());
    out.extend_from_slice(string);
}

/// The blob of a public key: its type and its 32 bytes.
pub(crate) fn key_blob(key: &PublicKey) -> Vec<u8> {
    let mut blob = Vec::with_capacity(51);
    put(&mut blob, KEY_TYPE.as_bytes());
    put(&mut blob, key.as_bytes());
    blob
}

/// Reads the blob of a public key.
pub(crate) fn public_key(blob: &[u8]) -> Result<PublicKey, SshError> {
    let mut blob = Reader::new(blob);
    let algorithm = blob.string("publickey")?;
    if algorithm != KEY_TYPE.as_bytes() {
        return Err(SshError::Key(KeyError::NotEd25519 { algorithm: shown(algorithm) }));
    }
    let key = blob.string("publickey")?;
    blob.finish()?;
    let key = key.try_into().map_err(|_| SshError::Key(KeyError::Malformed))?;
    PublicKey::from_bytes(key).map_err(SshError::Key)
}

/// A name for a message: what is not plain text in it is escaped, and it is cut to 80 characters.
pub(crate) fn shown(name: &[u8]) -> String {
    name.escape_ascii().to_string().chars().take(80).collect()
}
