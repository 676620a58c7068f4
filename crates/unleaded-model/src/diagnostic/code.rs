//! The identity of a kind of defect and its words.

use std::cmp::Ordering;
use std::fmt;

use super::Language;

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing to repair.
    Info,
    /// Probably wrong; the document is used as it stands.
    Warning,
    /// Wrong; the value is not used as written.
    Error,
}

impl Severity {
    /// The lower-case English word that messages and JSON use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The words of a code in one language; `{name}` stands for an argument.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// What is wrong with this value: one sentence, no full stop.
    pub message: &'static str,
    /// What to do: one sentence, no full stop.
    pub help: &'static str,
}

/// What is fixed about a kind of defect.
#[derive(Debug)]
pub(super) struct Entry {
    /// Kebab-case, never reused.
    pub name: &'static str,
    /// The severity unless a profile changes it.
    pub severity: Severity,
    /// Why it matters and where the expectation comes from (standard and clause); one paragraph.
    pub why: &'static str,
    /// English words.
    pub en: Words,
    /// Chinese words.
    pub zh: Words,
}

/// A kind of defect. Compare codes with `==`; they order by name.
#[derive(Clone, Copy)]
pub struct Code(pub(super) &'static Entry);

impl Code {
    /// The name in kebab-case, also the name of its page in `docs/codes/`.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// The severity unless a profile changes it.
    pub fn severity(self) -> Severity {
        self.0.severity
    }

    /// Why it matters, with the source of the expectation.
    pub fn why(self) -> &'static str {
        self.0.why
    }

    /// The words in `language`.
    pub fn words(self, language: Language) -> Words {
        match language {
            Language::En => self.0.en,
            Language::Zh => self.0.zh,
        }
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Code {}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name().cmp(other.name())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
