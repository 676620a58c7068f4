//! Keys and passphrases from where the user keeps them.

use unleaded_model::diagnostic::{FileName, Language, codes};
use unleaded_trust::{KeyError, PrivateKey, PublicKey};

use zeroize::Zeroizing;

use crate::exit::Failure;
use crate::files;
use crate::printer::Printer;

/// Reads a passphrase from `env:NAME` or `file:PATH`; a final line end is not part of it.
pub(crate) fn passphrase(from: &str) -> Result<Vec<u8>, Box<Failure>> {
    if let Some(name) = from.strip_prefix("env:") {
        let value = std::env::var_os(name).ok_or_else(|| {
            Failure::new(
                format!("the environment has no variable `{name}`"),
                "set it, or use file:PATH",
            )
        })?;
        return Ok(value.into_encoded_bytes());
    }
    let Some(path) = from.strip_prefix("file:") else {
        return Err(Failure::new(
            "a passphrase is not given on the command line, where others can read it",
            "write `env:NAME` or `file:PATH`",
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
        getrandom::fill(bytes).map_err(|error| {
            Failure::new(format!("the system gives no random bytes: {error}"), "try again")
        })?;
    }
    key.to_encrypted_pem(passphrase, salt, iv)
        .map_err(|e| Failure::new(e.to_string(), "choose another passphrase"))
}

/// Reads a private key.
pub(crate) fn private(
    path: &str,
    from: Option<&str>,
    printer: &Printer,
) -> Result<PrivateKey, Box<Failure>> {
    let text = text(path)?;
    let passphrase = from.map(passphrase).transpose()?;
    PrivateKey::from_pem(&text, passphrase.as_deref())
        .map_err(|e| failure(&e, path, printer.language()))
}

/// Reads a public key.
pub(crate) fn public(path: &str, printer: &Printer) -> Result<PublicKey, Box<Failure>> {
    PublicKey::from_pem(&text(path)?).map_err(|e| failure(&e, path, printer.language()))
}

fn text(path: &str) -> Result<String, Box<Failure>> {
    String::from_utf8(files::need(path)?).map_err(|_| {
        Failure::new(format!("`{path}` is no key: it is not text"), "give a key in PEM form")
    })
}

fn failure(error: &KeyError, path: &str, language: Language) -> Box<Failure> {
    let diagnostic = error.diagnostic(&FileName::new(path));
    let mut failure = Failure::of(&diagnostic, language);
    if diagnostic.code == codes::trust::KEY_ENCRYPTED {
        failure.help += match language {
            Language::En => ": `--passphrase env:NAME` or `--passphrase file:PATH`",
            Language::Zh => "：`--passphrase env:NAME` 或 `--passphrase file:PATH`",
        };
    }
    failure
}
