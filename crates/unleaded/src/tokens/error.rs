//! Why a key in a token can't be used, and what to do about it.

use cryptoki::error::{Error, RvError};

use super::uri::UriError;
use crate::exit::Failure;

/// Why a key in a token can't be used. No variant holds a PIN or what may be one.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TokenError {
    /// The module can't be loaded.
    Module { path: String, reason: String },
    /// The key is of another kind, by its name in PKCS#11; `None`: it is one of another curve.
    NotEd25519 { kind: Option<String> },
    /// No key is as the URI says.
    ObjectMissing,
    /// Several keys are.
    ObjectSeveral { count: usize },
    /// The token asks for a PIN that was never set.
    PinInitial,
    /// Too many wrong PINs were given.
    PinLocked,
    /// The token asks for a PIN, and nothing tells where it is.
    PinMissing,
    /// Two places of the PIN are told.
    PinTwice,
    /// The PIN is wrong; how many more tries there are, where the token tells.
    PinWrong { last: Tries },
    /// The public half of the key is not in the token.
    PublicMissing,
    /// What the module answered, by the names of PKCS#11.
    Refused { reason: String },
    /// The token is no longer there.
    Removed,
    /// No token is as the URI says; the labels of those that are there.
    TokenMissing { there: Vec<String> },
    /// Several tokens are.
    TokenSeveral { there: Vec<String> },
    /// The URI is not one of a key.
    Uri(UriError),
}

/// How many wrong PINs a token takes before it locks itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tries {
    /// One more.
    One,
    /// The token does not say that they are few.
    Untold,
}

impl From<UriError> for TokenError {
    fn from(error: UriError) -> Self {
        Self::Uri(error)
    }
}

impl From<Error> for TokenError {
    fn from(error: Error) -> Self {
        match error {
            Error::Pkcs11(value, function) => match value {
                RvError::DeviceRemoved
                | RvError::SessionClosed
                | RvError::SessionHandleInvalid
                | RvError::TokenNotPresent
                | RvError::TokenNotRecognized => Self::Removed,
                RvError::PinExpired | RvError::UserPinNotInitialized => Self::PinInitial,
                RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange => {
                    Self::PinWrong { last: Tries::Untold }
                }
                RvError::PinLocked => Self::PinLocked,
                // The names, not the sentences of the standard that the library has for them.
                value => Self::Refused { reason: format!("{value:?} ({function:?})") },
            },
            other => Self::Refused { reason: other.to_string() },
        }
    }
}

impl From<TokenError> for Box<Failure> {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Uri(error) => of_uri(&error),
            TokenError::PinInitial
            | TokenError::PinLocked
            | TokenError::PinMissing
            | TokenError::PinTwice
            | TokenError::PinWrong { .. } => of_pin(&error),
            TokenError::NotEd25519 { .. }
            | TokenError::ObjectMissing
            | TokenError::ObjectSeveral { .. }
            | TokenError::PublicMissing => of_key(&error),
            TokenError::Module { .. }
            | TokenError::Refused { .. }
            | TokenError::Removed
            | TokenError::TokenMissing { .. }
            | TokenError::TokenSeveral { .. } => of_token(&error),
        }
    }
}

fn of_token(error: &TokenError) -> Box<Failure> {
    match error {
        TokenError::Module { path, reason } => Failure::new(
            (
                format!("the PKCS#11 module `{path}` can't be loaded: {reason}"),
                format!("无法加载 PKCS#11 模块“{path}”：{reason}"),
            ),
            (
                "name the library of the token in `module-path=`, and install it where it is missing",
                "请在 `module-path=` 中写明令牌的库文件；若未安装，请先安装",
            ),
        ),
        TokenError::Refused { reason } => Failure::new(
            (format!("the token refuses: {reason}"), format!("令牌拒绝操作：{reason}")),
            ("see the manual of the token for this answer", "请查阅令牌手册中对此返回值的说明"),
        ),
        TokenError::TokenMissing { there } => Failure::new(
            (
                format!("there is no such token; there is: {}", listed(there, "none")),
                format!("没有该令牌；现有：{}", listed(there, "无")),
            ),
            ("connect it, and compare `token=`", "请连接令牌，并核对 `token=`"),
        ),
        TokenError::TokenSeveral { there } => Failure::new(
            (
                format!("several tokens are as the URI says: {}", listed(there, "")),
                format!("有多个令牌符合该 URI：{}", listed(there, "")),
            ),
            ("write its `token=` and `serial=`", "请写明 `token=` 和 `serial=`"),
        ),
        _ => Failure::new(
            ("the token is no longer there", "令牌已不可用"),
            ("put it back and repeat", "请重新连接令牌后重试"),
        ),
    }
}

/// The labels of tokens, or `none`.
fn listed(there: &[String], none: &str) -> String {
    match there {
        [] => none.to_owned(),
        there => there.iter().map(|label| format!("`{label}`")).collect::<Vec<_>>().join(", "),
    }
}

fn of_key(error: &TokenError) -> Box<Failure> {
    let named = ("write its `object=` and `id=`", "请写明 `object=` 和 `id=`");
    match error {
        TokenError::NotEd25519 { kind } => Failure::new(
            (
                format!(
                    "the key in the token is not an Ed25519 key but {}",
                    kind.as_deref().unwrap_or("one of another curve")
                ),
                format!(
                    "令牌中的密钥不是 Ed25519 密钥，而是{}",
                    kind.as_deref().unwrap_or("其他曲线的密钥")
                ),
            ),
            (
                "make an Ed25519 key in the token (CKM_EC_EDWARDS_KEY_PAIR_GEN), or name another",
                "请在令牌中生成 Ed25519 密钥（CKM_EC_EDWARDS_KEY_PAIR_GEN），或指定其他密钥",
            ),
        ),
        TokenError::ObjectSeveral { count } => Failure::new(
            (
                format!("{count} keys in the token are as the URI says"),
                format!("令牌中有 {count} 个密钥符合该 URI"),
            ),
            named,
        ),
        TokenError::PublicMissing => Failure::new(
            ("the token has no public key beside the private key", "令牌中没有与该私钥对应的公钥"),
            (
                "put the public key into the token, with the same `CKA_ID`",
                "请将公钥导入令牌，并使用相同的 `CKA_ID`",
            ),
        ),
        _ => Failure::new(("the token has no such private key", "令牌中没有该私钥"), named),
    }
}

fn of_pin(error: &TokenError) -> Box<Failure> {
    match error {
        TokenError::PinInitial => Failure::new(
            ("the token's PIN must be set first", "须先设置令牌的 PIN"),
            ("set it with the program of the token", "请用令牌自带的程序设置"),
        ),
        TokenError::PinLocked => Failure::new(
            ("the token is locked after too many wrong PINs", "PIN 输错次数过多，令牌已锁定"),
            (
                "unlock it with its security officer's PIN or unblocking code",
                "请用管理员 PIN 或解锁码解锁",
            ),
        ),
        TokenError::PinTwice => Failure::new(
            (
                "two places of the PIN are given: `pin-source` and `--passphrase`",
                "PIN 的位置给了两处：`pin-source` 和 `--passphrase`",
            ),
            ("leave one out", "请只保留一处"),
        ),
        TokenError::PinWrong { last: Tries::One } => Failure::new(
            (
                "the PIN is wrong, and one more wrong one locks the token",
                "PIN 错误，再错一次令牌将被锁定",
            ),
            ("make sure of the PIN before you try again", "请确认 PIN 后再试"),
        ),
        TokenError::PinWrong { .. } => Failure::new(
            ("the PIN is wrong", "PIN 错误"),
            (
                "correct it where it is kept: after some wrong ones the token locks itself",
                "请更正所保存的 PIN；多次输错后令牌会自行锁定",
            ),
        ),
        _ => Failure::new(
            ("the token asks for a PIN", "令牌要求输入 PIN"),
            (
                "give it with `pin-source=file:PATH`, `pin-source=env:NAME` or `--passphrase`",
                "请用 `pin-source=file:PATH`、`pin-source=env:NAME` 或 `--passphrase` 提供",
            ),
        ),
    }
}

fn of_uri(error: &UriError) -> Box<Failure> {
    let (en, zh) = match error {
        UriError::Character { name } => (
            format!(
                "`{name}` has a character that must be written as `%` and two hexadecimal digits"
            ),
            format!("`{name}` 中有须写成 `%` 加两位十六进制数的字符"),
        ),
        UriError::Encoding { name } => (
            format!("`{name}` has a `%` without two hexadecimal digits"),
            format!("`{name}` 中的 `%` 之后不是两位十六进制数"),
        ),
        UriError::ModuleMissing => {
            ("it names no `module-path`".to_owned(), "缺少 `module-path`".to_owned())
        }
        UriError::NoValue { number } => {
            (format!("its attribute {number} has no `=`"), format!("第 {number} 个属性没有 `=`"))
        }
        UriError::NotPrivate => {
            ("its `type` is not `private`".to_owned(), "其 `type` 不是 `private`".to_owned())
        }
        UriError::NotText { name } => {
            (format!("`{name}` is not UTF-8"), format!("`{name}` 不是 UTF-8 文本"))
        }
        UriError::PinInUri => return pin_in_uri(),
        UriError::PinSource => (
            "its `pin-source` is neither `file:PATH` nor `env:NAME`".to_owned(),
            "其 `pin-source` 既不是 `file:PATH` 也不是 `env:NAME`".to_owned(),
        ),
        UriError::Repeated { name } => {
            (format!("it has `{name}` twice"), format!("`{name}` 出现了两次"))
        }
        UriError::SlotNumber => {
            ("its `slot-id` is not a number".to_owned(), "其 `slot-id` 不是数字".to_owned())
        }
        UriError::Unknown { number } => (
            format!("its attribute {number} is none of RFC 7512 at that place"),
            format!("第 {number} 个属性不是 RFC 7512 在该处规定的属性"),
        ),
        UriError::Unsupported { name } => {
            (format!("nothing is looked for by `{name}`"), format!("不支持按 `{name}` 查找"))
        }
    };
    Failure::new(
        (
            format!("the URI of the key is not understood: {en}"),
            format!("无法理解密钥的 URI：{zh}"),
        ),
        (
            "write `pkcs11:token=LABEL;object=LABEL?module-path=FILE&pin-source=file:PATH`",
            "请写成 `pkcs11:token=标签;object=标签?module-path=文件&pin-source=file:路径`",
        ),
    )
}

fn pin_in_uri() -> Box<Failure> {
    Failure::new(
        (
            "a PIN is not given on the command line, where others can read it",
            "PIN 不能直接写在命令行上，以免被他人看到",
        ),
        (
            "write `pin-source=file:PATH` or `pin-source=env:NAME` instead of `pin-value`",
            "请用 `pin-source=file:路径` 或 `pin-source=env:变量名` 代替 `pin-value`",
        ),
    )
}

#[cfg(test)]
mod tests {
    use cryptoki::context::Function;
    use unleaded_model::diagnostic::Language;

    use super::*;

    #[test]
    fn answers_of_modules_have_names() {
        let of = |value| TokenError::from(Error::Pkcs11(value, Function::Sign));
        for (value, expected) in [
            (RvError::DeviceRemoved, TokenError::Removed),
            (RvError::TokenNotPresent, TokenError::Removed),
            (RvError::SessionHandleInvalid, TokenError::Removed),
            (RvError::PinLocked, TokenError::PinLocked),
            (RvError::PinIncorrect, TokenError::PinWrong { last: Tries::Untold }),
            (RvError::UserPinNotInitialized, TokenError::PinInitial),
            (
                RvError::KeyFunctionNotPermitted,
                TokenError::Refused { reason: "KeyFunctionNotPermitted (Sign)".to_owned() },
            ),
        ] {
            assert_eq!(of(value), expected);
        }
    }

    #[test]
    fn every_error_has_words_of_its_own_in_both_languages() {
        let there = vec!["a".to_owned(), "b".to_owned()];
        let (path, reason) = ("m.so".to_owned(), "no file".to_owned());
        let errors = [
            TokenError::Module { path, reason: reason.clone() },
            TokenError::NotEd25519 { kind: Some("CKK_RSA".to_owned()) },
            TokenError::NotEd25519 { kind: None },
            TokenError::ObjectMissing,
            TokenError::ObjectSeveral { count: 2 },
            TokenError::PinInitial,
            TokenError::PinLocked,
            TokenError::PinMissing,
            TokenError::PinTwice,
            TokenError::PinWrong { last: Tries::One },
            TokenError::PinWrong { last: Tries::Untold },
            TokenError::PublicMissing,
            TokenError::Refused { reason },
            TokenError::Removed,
            TokenError::TokenMissing { there: Vec::new() },
            TokenError::TokenSeveral { there },
            TokenError::Uri(UriError::PinInUri),
            TokenError::Uri(UriError::ModuleMissing),
        ];
        let mut seen = Vec::new();
        for error in errors {
            let failure = Box::<Failure>::from(error);
            for language in [Language::En, Language::Zh] {
                let message = failure.message.of(language).to_owned();
                assert!(!failure.help.of(language).is_empty(), "{message}");
                assert!(!seen.contains(&message), "{message}");
                seen.push(message);
            }
        }
    }
}
