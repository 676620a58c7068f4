//! Keys that stay in a token (PKCS#11): a smart card, a hardware security module, or a program that stands for one.
//!
//! They are named by URIs (RFC 7512). Everything but the word that names them is behind the feature `pkcs11`.

#[cfg(not(feature = "pkcs11"))]
pub(crate) use self::absent::open;
#[cfg(feature = "pkcs11")]
pub(crate) use self::key::open;

#[cfg(feature = "pkcs11")]
mod error;
#[cfg(feature = "pkcs11")]
mod key;
#[cfg(feature = "pkcs11")]
mod module;
#[cfg(feature = "pkcs11")]
mod uri;

const SCHEME: &str = "pkcs11:";

/// Whether `text` names a key in a token rather than a file.
pub(crate) fn is_uri(text: &str) -> bool {
    text.get(..SCHEME.len()).is_some_and(|scheme| scheme.eq_ignore_ascii_case(SCHEME))
}

#[cfg(not(feature = "pkcs11"))]
mod absent {
    use unleaded_trust::SigningKey;

    use crate::exit::Failure;

    /// Returns the failure of a program that can't use tokens.
    pub(crate) fn open(
        _uri: &str,
        _pin_from: Option<&str>,
    ) -> Result<Box<dyn SigningKey>, Box<Failure>> {
        Err(Failure::new(
            ("this program was built without keys in tokens", "本程序编译时未启用令牌密钥功能"),
            (
                "build it with `--features pkcs11`, or sign with the key of a file",
                "请用 `--features pkcs11` 重新编译，或使用密钥文件签名",
            ),
        ))
    }
}
