//! Private keys under a passphrase: PBES2 (RFC 8018 section 6.2) inside PKCS#8.

use pkcs8::EncryptedPrivateKeyInfoRef;
use pkcs8::der::asn1::OctetStringRef;
use pkcs8::der::{self, Decode, Encode, ErrorKind, SecretDocument};
use pkcs8::pkcs5::pbes2::{
    EncryptionScheme as Cipher, Kdf, Parameters, Pbkdf2Params, Salt, ScryptParams,
};
use pkcs8::pkcs5::{self, EncryptionScheme};
use zeroize::Zeroizing;

use super::KeyError;

/// The scrypt cost of keys we write: 16 MiB of memory, the most that every OpenSSL 3 reads without an option.
const SCRYPT_N: u64 = 1 << 14;
const SCRYPT_R: u16 = 8;
const SCRYPT_P: u16 = 1;

/// The most that a key file may ask of the machine: 256 MiB of memory (128 N r), four passes over it, or ten
/// million rounds. A hostile file would otherwise stop the program before any signature is seen.
const SCRYPT_MAX_N_R: u64 = 1 << 21;
const SCRYPT_MAX_N_R_P: u64 = 1 << 23;
const PBKDF2_MAX_ROUNDS: u32 = 10_000_000;

/// Returns the DER of an EncryptedPrivateKeyInfo (RFC 5958 section 3) around `plain`.
pub(super) fn encrypt(
    plain: &[u8],
    passphrase: &[u8],
    salt: &[u8; 16],
    iv: [u8; 16],
) -> Result<Vec<u8>, KeyError> {
    if passphrase.is_empty() {
        return Err(KeyError::PassphraseEmpty);
    }
    let failed =
        |_: pkcs5::Error| KeyError::Encryption { scheme: "scrypt, AES-256-CBC".to_owned() };
    let kdf = Kdf::Scrypt(ScryptParams {
        salt: Salt::new(salt).map_err(|_| KeyError::Malformed)?,
        cost_parameter: SCRYPT_N,
        block_size: SCRYPT_R,
        parallelization: SCRYPT_P,
        key_length: None,
    });
    let parameters = Parameters { kdf, encryption: Cipher::Aes256Cbc { iv } };
    let content = parameters.encrypt(passphrase, plain).map_err(failed)?;
    let info = EncryptedPrivateKeyInfoRef {
        encryption_algorithm: parameters.into(),
        encrypted_data: OctetStringRef::new(&content).map_err(|_| KeyError::Malformed)?,
    };
    info.to_der().map_err(|_| KeyError::Malformed)
}

/// Returns the DER of the private key inside the EncryptedPrivateKeyInfo `der`.
pub(super) fn decrypt(der: &[u8], passphrase: &[u8]) -> Result<SecretDocument, KeyError> {
    let info = EncryptedPrivateKeyInfoRef::from_der(der).map_err(unreadable)?;
    let EncryptionScheme::Pbes2(parameters) = &info.encryption_algorithm else {
        let scheme = info.encryption_algorithm.oid().to_string();
        return Err(KeyError::Encryption { scheme });
    };
    affordable(&parameters.kdf)?;
    let plain = parameters.decrypt(passphrase, info.encrypted_data.as_bytes()).map(Zeroizing::new);
    let plain = plain.map_err(|error| match error {
        pkcs5::Error::DecryptFailed => KeyError::PassphraseWrong,
        pkcs5::Error::AlgorithmParametersInvalid { oid }
        | pkcs5::Error::UnsupportedAlgorithm { oid } => {
            KeyError::Encryption { scheme: oid.to_string() }
        }
        _ => KeyError::Malformed,
    })?;
    // One wrong passphrase in 256 leaves a padding that looks right, but not a key.
    SecretDocument::try_from(plain.as_slice()).map_err(|_| KeyError::PassphraseWrong)
}

fn unreadable(error: der::Error) -> KeyError {
    match error.kind() {
        ErrorKind::OidUnknown { oid } => KeyError::Encryption { scheme: oid.to_string() },
        _ => KeyError::Malformed,
    }
}

/// Refuses parameters outside the bounds above, zero included: the derivation itself does not check them.
fn affordable(kdf: &Kdf) -> Result<(), KeyError> {
    let (good, scheme) = match kdf {
        Kdf::Pbkdf2(Pbkdf2Params { iteration_count, .. }) => (
            (1..=PBKDF2_MAX_ROUNDS).contains(iteration_count),
            format!("PBKDF2, {iteration_count} rounds"),
        ),
        Kdf::Scrypt(p) => {
            let (n, r) = (p.cost_parameter, u64::from(p.block_size));
            let parallel = u64::from(p.parallelization);
            let memory = n.saturating_mul(r);
            let good = n > 1
                && n.is_power_of_two()
                && r > 0
                && parallel > 0
                && memory <= SCRYPT_MAX_N_R
                && memory.saturating_mul(parallel) <= SCRYPT_MAX_N_R_P;
            (good, format!("scrypt, N {n}, r {r}, p {parallel}"))
        }
        other => (false, other.oid().to_string()),
    };
    if good { Ok(()) } else { Err(KeyError::Encryption { scheme }) }
}
