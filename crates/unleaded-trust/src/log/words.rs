//! What is wrong with logs, keys and proofs, as diagnostics.

use unleaded_model::diagnostic::codes::logs as codes;
use unleaded_model::diagnostic::{Code, Diagnostic, FileName, Place};

use super::CHECKPOINT_LIMIT;
use super::check::LogDefect;
use super::checkpoint::CheckpointError;
use super::key::VerifierKeyError;
use super::proof::{LogProofError, PROOF_LIMIT};

fn on(code: Code, file: &FileName) -> Diagnostic {
    Diagnostic::new(code, Place::file(file)).with("file", file.as_str())
}

fn malformed_key(file: &FileName, reason: (String, String)) -> Diagnostic {
    on(codes::LOG_KEY_MALFORMED, file).with("reason", reason)
}

impl VerifierKeyError {
    /// Returns the defect as a diagnostic on the file or the text `file`.
    pub fn diagnostic(&self, file: &FileName) -> Diagnostic {
        match self {
            Self::Key(error) => error.diagnostic(file),
            Self::AlgorithmUnknown { found } => malformed_key(
                file,
                (
                    format!("it is for signatures of type {found:#04x}"),
                    format!("它用于类型 {found:#04x} 的签名"),
                ),
            ),
            Self::IdWrong => malformed_key(
                file,
                (
                    "its identifier is not that of its name and key".into(),
                    "标识与名称和密钥不符".into(),
                ),
            ),
            Self::Malformed => malformed_key(
                file,
                ("it does not have the form NAME+ID+KEY".into(), "格式不是 NAME+ID+KEY".into()),
            ),
            Self::NoTime => on(codes::LOG_WITNESS_CLOCK, file),
            Self::NameMalformed { name } => malformed_key(
                file,
                (
                    format!("`{name}` can't be a name (no spaces, no `+`)"),
                    format!("“{name}”不能作为名称（不得含空格和“+”）"),
                ),
            ),
        }
    }
}

impl CheckpointError {
    /// Returns the defect as a diagnostic on the file `file` with the checkpoint.
    pub fn diagnostic(&self, file: &FileName) -> Diagnostic {
        match self {
            Self::OriginOther { found, wanted } => on(codes::LOG_OTHER, file)
                .with("found", found.as_str())
                .with("wanted", wanted.as_str()),
            Self::SignatureInvalid { name } | Self::Unsigned { name } => {
                on(codes::LOG_SIGNATURE_INVALID, file).with("name", name.as_str())
            }
            Self::LineMalformed { line, expected } => malformed(
                file,
                (format!("line {line} is not {expected}"), format!("第 {line} 行不是 {expected}")),
            ),
            Self::NotText => malformed(file, ("it is not text".into(), "不是文本".into())),
            Self::SignatureLineMalformed => malformed(
                file,
                (
                    "what follows the empty line are not signatures".into(),
                    "空行之后不是签名".into(),
                ),
            ),
            Self::TooLarge { size } => malformed(
                file,
                (
                    format!("it has {size} bytes, more than {CHECKPOINT_LIMIT}"),
                    format!("有 {size} 字节，超过上限 {CHECKPOINT_LIMIT}"),
                ),
            ),
        }
    }
}

fn malformed(file: &FileName, reason: (String, String)) -> Diagnostic {
    on(codes::LOG_CHECKPOINT_MALFORMED, file).with("reason", reason)
}

impl LogDefect {
    /// Returns the defect as a diagnostic on a file of the log `name` in `folder`.
    pub fn diagnostic(&self, folder: &str, name: &str) -> Diagnostic {
        let file = |path: &str| FileName::new(&format!("{folder}/{path}"));
        let grown = |code, from: u64, to: u64| {
            on(code, &file(super::CHECKPOINT_PATH))
                .with("name", name)
                .with("from", from)
                .with("to", to)
        };
        match self {
            Self::Checkpoint(error) => error.diagnostic(&file(super::CHECKPOINT_PATH)),
            Self::Extended { path } => on(codes::LOG_EXTENDED, &file(path)),
            Self::Forged { path } => on(codes::LOG_FORGED, &file(path)),
            Self::Forked { from, to } => grown(codes::LOG_FORKED, *from, *to),
            Self::RolledBack { from, to } => grown(codes::LOG_ROLLED_BACK, *from, *to),
            Self::Truncated { path } => on(codes::LOG_TRUNCATED, &file(path)),
        }
    }
}

impl LogProofError {
    /// Returns the defect as a diagnostic on the proof `file` for `envelope`.
    pub fn diagnostic(&self, file: &FileName, envelope: &FileName) -> Diagnostic {
        match self {
            Self::Checkpoint(error) => error.diagnostic(file),
            Self::LineMalformed { line, expected } => {
                on(codes::LOG_PROOF_MALFORMED, file).with("line", *line).with("expected", *expected)
            }
            Self::NotIncluded(_) => {
                on(codes::LOG_PROOF_OTHER, file).with("envelope", envelope.as_str())
            }
            Self::TooLarge { size } => {
                on(codes::LOG_PROOF_TOO_LARGE, file).with("size", *size).with("limit", PROOF_LIMIT)
            }
            Self::WitnessesTooFew { found, needed } => {
                on(codes::LOG_WITNESSES_MISSING, file).with("found", *found).with("needed", *needed)
            }
        }
    }
}
