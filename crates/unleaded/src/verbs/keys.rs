//! Keys and passphrases from where the user keeps them.

use unleaded_model::diagnostic::{FileName, codes};
use unleaded_trust::{KeyError, PrivateKey, PublicKey};

use zeroize::Zeroizing;

use crate::exit::Failure;
use crate::files;

/// Reads a passphrase from `env:NAME` or `file:PATH`; a final line end is not part of it.
pub(crate) fn passphrase(from: &str) -> Result<Vec<u8>, Box<Failure>> {
    if let Some(name) = from.strip_prefix("env:") {
        let value = std::env::var_os(name).ok_or_else(|| {
            Failure::new(
                (
                    format!("the environment has no variable `{name}`"),
                    format!("没有环境变量“{name}”"),
                ),
                ("set it, or use file:PATH", "请设置该变量，或使用 file:PATH"),
            )
        })?;
        return Ok(value.into_encoded_bytes());
    }
    let Some(path) = from.strip_prefix("file:") else {
        return Err(Failure::new(
            (
                "a passphrase is not given on the command line, where others can read it",
                "口令不能直接写在命令行上，以免被他人看到",
            ),
            ("write `env:NAME` or `file:PATH`", "请写成 `env:NAME` 或 `file:PATH`"),
        ));
    };
    let mut bytes = files::need(path)?;
    while bytes.last().is_some_and(|b| matches!(b, b'\n' | b'\r')) {
        bytes.pop();
    }
    Ok(bytes)
}

/// Returns the key encrypted under `passphrase`, with fresh random salt.
pub(crate) fn encrypted(
    key: &PrivateKey,
    passphrase: &[u8],
) -> Result<Zeroizing<String>, Box<Failure>> {
    let (mut salt, mut iv) = ([0; 16], [0; 16]);
    for bytes in [&mut salt, &mut iv] {
        getrandom::fill(bytes).map_err(|error| no_random(&error))?;
    }
    key.to_encrypted_pem(passphrase, salt, iv).map_err(|e| {
        Failure::new(
            (e.to_string(), format!("无法用该口令加密密钥：{e}")),
            ("choose another passphrase", "请换一个口令"),
        )
    })
}

/// Returns the failure for a system without randomness.
pub(crate) fn no_random(error: &impl std::fmt::Display) -> Box<Failure> {
    Failure::new(
        (
            format!("the system gives no random bytes: {error}"),
            format!("系统无法提供随机数：{error}"),
        ),
        ("try again", "请重试"),
    )
}

/// Reads a private key.
pub(crate) fn private(path: &str, from: Option<&str>) -> Result<PrivateKey, Box<Failure>> {
    let text = text(path)?;
    let passphrase = from.map(passphrase).transpose()?;
    PrivateKey::from_pem(&text, passphrase.as_deref()).map_err(|e| failure(&e, path))
}

/// Reads a public key.
pub(crate) fn public(path: &str) -> Result<PublicKey, Box<Failure>> {
    PublicKey::from_pem(&text(path)?).map_err(|e| failure(&e, path))
}

/// Whether a document is a private key in PEM form, by its beginning.
pub(crate) fn is_private(document: &[u8]) -> bool {
    let text = document.strip_prefix(b"\xef\xbb\xbf").unwrap_or(document).trim_ascii_start();
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii_end();
    line.starts_with(b"-----BEGIN ") && line.ends_with(b"PRIVATE KEY-----")
}

/// Returns the failure for a private key where a document is meant.
pub(crate) fn not_a_document(path: &str) -> Box<Failure> {
    Failure::new(
        (
            format!("`{path}` is a private key, not a document"),
            format!("“{path}”是私钥，不是声明文件"),
        ),
        ("name the declaration, and keep the key to yourself", "请指定声明文件，并妥善保管私钥"),
    )
}

fn text(path: &str) -> Result<String, Box<Failure>> {
    String::from_utf8(files::need(path)?).map_err(|_| {
        Failure::new(
            (
                format!("`{path}` is no key: it is not text"),
                format!("“{path}”不是密钥：它不是文本文件"),
            ),
            ("give a key in PEM form", "请提供 PEM 格式的密钥"),
        )
    })
}

fn failure(error: &KeyError, path: &str) -> Box<Failure> {
    let diagnostic = error.diagnostic(&FileName::new(path));
    let mut failure = Failure::of(&diagnostic);
    if diagnostic.code == codes::trust::KEY_ENCRYPTED {
        failure.help.en += ": `--passphrase env:NAME` or `--passphrase file:PATH`";
        failure.help.zh += "：`--passphrase env:NAME` 或 `--passphrase file:PATH`";
    }
    failure
}
