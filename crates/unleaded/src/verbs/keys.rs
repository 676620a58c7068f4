//! Keys and passphrases from where the user keeps them.

use std::io::{self, Read};

use unleaded_app::system::{in_chinese, in_english};
use unleaded_model::diagnostic::{FileName, codes};
use unleaded_trust::{
    AcceptedKey, KeyError, PrivateKey, PublicKey, SigningFailure, SigningKey, read_signing_key,
};

use zeroize::Zeroizing;

use crate::exit::Failure;
use crate::files;
use crate::tokens;

/// A key that signs, wherever its secret is.
pub(crate) type Key = Box<dyn SigningKey>;

/// Most bytes that are read of a key or a passphrase from a descriptor.
const LARGEST: u64 = 1 << 20;

/// Reads a passphrase from `env:NAME`, `fd:NUMBER` or `file:PATH`; a final line end is not part of it.
pub(crate) fn passphrase(from: &str) -> Result<Zeroizing<Vec<u8>>, Box<Failure>> {
    let mut bytes = match (secret(from), from.strip_prefix("file:")) {
        (Some(secret), _) => secret?,
        (None, Some(path)) => Zeroizing::new(files::need(path)?),
        (None, None) => {
            return Err(Failure::new(
                (
                    "a passphrase is not given on the command line, where others can read it",
                    "口令不能直接写在命令行上，以免被他人看到",
                ),
                (
                    "write `env:NAME`, `fd:NUMBER` or `file:PATH`",
                    "请写成 `env:NAME`、`fd:NUMBER` 或 `file:PATH`",
                ),
            ));
        }
    };
    // What stands in a variable was not written by an editor, so its line ends are meant.
    let by_editor = !from.starts_with("env:");
    while by_editor && bytes.last().is_some_and(|b| matches!(b, b'\n' | b'\r')) {
        bytes.pop();
    }
    Ok(bytes)
}

/// Reads a secret from a variable of the environment or an open descriptor; `None`: `from` is neither.
fn secret(from: &str) -> Option<Result<Zeroizing<Vec<u8>>, Box<Failure>>> {
    if let Some(name) = from.strip_prefix("env:") {
        return Some(variable(name));
    }
    let number = from.strip_prefix("fd:")?;
    Some(descriptor(number).map_err(|error| {
        let (en, zh) = (in_english(&error), in_chinese(&error));
        Failure::new(
            (
                format!("the descriptor `{number}` can't be read: {en}"),
                format!("无法读取描述符“{number}”：{zh}"),
            ),
            (
                "open it for this program, e.g. `3< FILE` in a shell",
                "请为本程序打开它，例如在 shell 中用 `3< FILE`",
            ),
        )
    }))
}

fn variable(name: &str) -> Result<Zeroizing<Vec<u8>>, Box<Failure>> {
    let value = std::env::var_os(name).ok_or_else(|| {
        Failure::new(
            (format!("the environment has no variable `{name}`"), format!("没有环境变量“{name}”")),
            ("set it, or use file:PATH", "请设置该变量，或使用 file:PATH"),
        )
    })?;
    Ok(Zeroizing::new(value.into_encoded_bytes()))
}

/// Reads what is left of an open descriptor. The system names it as a file, so that nothing unsafe is needed.
fn descriptor(number: &str) -> io::Result<Zeroizing<Vec<u8>>> {
    let number: u32 = number.parse().map_err(|_| io::Error::from(io::ErrorKind::NotFound))?;
    if number == 0 {
        files::take_standard()?;
    }
    let file = std::fs::File::open(format!("/dev/fd/{number}"))?;
    let mut bytes = Zeroizing::new(Vec::new());
    file.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns a key encrypted under `passphrase` by `encrypt`, which gets a fresh random salt and initialisation vector.
pub(crate) fn encrypted(
    passphrase: &[u8],
    encrypt: impl Fn(&[u8], [u8; 16], [u8; 16]) -> Result<Zeroizing<String>, KeyError>,
) -> Result<Zeroizing<String>, Box<Failure>> {
    let (mut salt, mut iv) = ([0; 16], [0; 16]);
    for bytes in [&mut salt, &mut iv] {
        getrandom::fill(bytes).map_err(|error| no_random(&error))?;
    }
    encrypt(passphrase, salt, iv).map_err(|error| failure(&error, "--passphrase"))
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

/// Returns the key to sign with: from a file, `env:NAME` or `fd:NUMBER`, or one in a token where `path` is a URI `pkcs11:...`.
/// `from` tells where the passphrase of the key or the PIN of the token is.
pub(crate) fn private(path: &str, from: Option<&str>) -> Result<Key, Box<Failure>> {
    match tokens::is_uri(path) {
        true => tokens::open(path, from),
        false => in_file(path, from, read_signing_key),
    }
}

/// Returns the failure for a key that was found and did not sign.
pub(crate) fn not_signed(error: &SigningFailure) -> Box<Failure> {
    let (zh, help) = match error {
        SigningFailure::NotEd25519 { key_id } => (
            format!("此签名需要 Ed25519 密钥，而密钥 {key_id} 属于其他算法"),
            ("give an Ed25519 key", "请提供 Ed25519 密钥"),
        ),
        SigningFailure::Removed { key_id } => (
            format!("保存密钥 {key_id} 的令牌已不可用"),
            ("put the token back and repeat", "请重新连接令牌后重试"),
        ),
        SigningFailure::Wrong { key_id } => (
            format!("返回的不是密钥 {key_id} 的签名"),
            (
                "its public half in the token belongs to another key: put both halves into the token again",
                "令牌中的公钥与私钥不成对：请重新导入这对密钥",
            ),
        ),
        SigningFailure::Refused { key_id, reason } => (
            format!("令牌没有用密钥 {key_id} 签名：{reason}"),
            ("see the manual of the token for this answer", "请查阅令牌手册中对此返回值的说明"),
        ),
        _ => ("密钥未能签名".to_owned(), ("try again", "请重试")),
    };
    Failure::new((error.to_string(), zh), help)
}

/// The public half of a key, where only Ed25519 will do.
pub(crate) fn ed25519(key: &dyn SigningKey) -> Result<PublicKey, Box<Failure>> {
    let not = || not_signed(&SigningFailure::NotEd25519 { key_id: key.id() });
    key.ed25519().ok_or_else(not)
}

/// Reads a private key from a file, `env:NAME` or `fd:NUMBER`: one that signs the checkpoints of a log is never in a token.
pub(crate) fn of_file(path: &str, from: Option<&str>) -> Result<PrivateKey, Box<Failure>> {
    if tokens::is_uri(path) {
        return Err(Failure::new(
            ("the key of a log or a witness is read from a file", "日志或见证方的密钥须来自文件"),
            ("give its file", "请提供密钥文件"),
        ));
    }
    in_file(path, from, PrivateKey::from_pem)
}

/// Reads what `read` makes of a private key in a file, `env:NAME` or `fd:NUMBER`, and of its passphrase.
fn in_file<K>(
    path: &str,
    from: Option<&str>,
    read: impl Fn(&str, Option<&[u8]>) -> Result<K, KeyError>,
) -> Result<K, Box<Failure>> {
    let text = match secret(path) {
        None => Zeroizing::new(text(path)?),
        Some(secret) => {
            let secret = secret?;
            Zeroizing::new(std::str::from_utf8(&secret).map_err(|_| no_text(path))?.to_owned())
        }
    };
    let passphrase = from.map(passphrase).transpose()?;
    read(&text, passphrase.as_ref().map(|p| p.as_slice())).map_err(|e| failure(&e, path))
}

/// Reads several private keys. The first passphrase is that of the first key and so on; the last one serves the rest.
pub(crate) fn several(keys: &[String], from: &[String]) -> Result<Vec<Key>, Box<Failure>> {
    if from.len() > keys.len() {
        let (from, keys) = (from.len(), keys.len());
        return Err(Failure::new(
            (
                format!("`--passphrase` is given {from} times for {keys} keys"),
                format!("有 {keys} 个密钥，而 `--passphrase` 给出了 {from} 次"),
            ),
            ("give one for each key, in their order", "请按密钥的顺序各给一个"),
        ));
    }
    let from = |i: usize| from.get(i).or(from.last()).map(String::as_str);
    keys.iter().enumerate().map(|(i, key)| private(key, from(i))).collect()
}

/// The keys, to sign with.
pub(crate) fn each(keys: &[Key]) -> Vec<&dyn SigningKey> {
    keys.iter().map(|key| &**key).collect()
}

/// Reads a public key of an algorithm that signs documents.
pub(crate) fn of_documents(path: &str) -> Result<AcceptedKey, Box<Failure>> {
    let key = accepted(path)?;
    match key.signs_envelopes() {
        true => Ok(key),
        // It says which algorithm that is.
        false => Ok(public(path)?.into()),
    }
}

/// Reads an Ed25519 public key.
pub(crate) fn public(path: &str) -> Result<PublicKey, Box<Failure>> {
    PublicKey::from_pem(&text(path)?).map_err(|e| failure(&e, path))
}

/// Reads a public key of any algorithm that a trust file can hold.
pub(crate) fn accepted(path: &str) -> Result<AcceptedKey, Box<Failure>> {
    AcceptedKey::from_pem(&text(path)?).map_err(|e| failure(&e, path))
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
    String::from_utf8(files::need(path)?).map_err(|_| no_text(path))
}

fn no_text(path: &str) -> Box<Failure> {
    Failure::new(
        (
            format!("`{path}` is no key: it is not text"),
            format!("“{path}”不是密钥：它不是文本文件"),
        ),
        ("give a key in PEM form", "请提供 PEM 格式的密钥"),
    )
}

fn failure(error: &KeyError, path: &str) -> Box<Failure> {
    let diagnostic = error.diagnostic(&FileName::new(path));
    let mut failure = Failure::of(&diagnostic);
    if diagnostic.code == codes::trust::KEY_ENCRYPTED {
        failure.help.en += ": `--passphrase env:NAME`, `fd:NUMBER` or `file:PATH`";
        failure.help.zh += "：`--passphrase env:NAME`、`fd:NUMBER` 或 `file:PATH`";
    }
    failure
}
