//! Signatures and keys of OpenSSH, and keys in PEM form.

use unleaded_trust::{AcceptedKey, PublicKey, SshSignature};

use crate::signers::{flipped, key};

const DOCUMENT: &[u8] = include_bytes!("../../../fixtures/proofs/valid--ssh-signature/part.csv");

/// Gives `bytes` to the readers of signature files, of lines with a key and of PEM. What is read is written and read as the same;
/// a signature that fits is the one that its key makes, and fits nothing else.
pub fn read(bytes: &[u8]) {
    if let Ok(signature) = SshSignature::parse(bytes) {
        let file = signature.to_file();
        assert_eq!(SshSignature::parse(file.as_bytes()).as_ref(), Ok(&signature));
        if signature.verify(DOCUMENT).is_ok() && *signature.key() == key(1).public() {
            assert_eq!(SshSignature::sign(DOCUMENT, &key(1)).as_ref(), Ok(&signature));
            assert!(flipped(DOCUMENT).is_some_and(|other| signature.verify(&other).is_err()));
        }
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(key) = PublicKey::from_ssh_line(text) {
        assert_eq!(PublicKey::from_ssh_line(&key.to_ssh_line()), Ok(key));
        assert_eq!(PublicKey::from_spki_der(&key.to_spki_der()), Ok(key));
    }
    if let Ok(key) = AcceptedKey::from_pem(text) {
        assert_eq!(AcceptedKey::from_spki_base64(&key.spki_base64()).as_ref(), Ok(&key));
        assert_eq!(key.ed25519().copied(), PublicKey::from_pem(text).ok());
    }
}
