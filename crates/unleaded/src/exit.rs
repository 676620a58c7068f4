//! Exit codes and failures.

use std::process::ExitCode;

use unleaded_model::diagnostic::{Diagnostic, Language};

/// What a verb answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done, and the answer is yes: 0.
    Yes,
    /// Done, and the answer is no: 1.
    No,
    /// It could not be answered: 2.
    Failed,
}

impl Exit {
    /// Returns the worse of two.
    pub(crate) fn worse(self, other: Self) -> Self {
        match (self, other) {
            (Self::Failed, _) | (_, Self::Failed) => Self::Failed,
            (Self::No, _) | (_, Self::No) => Self::No,
            _ => Self::Yes,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Yes => 0,
            Exit::No => 1,
            Exit::Failed => 2,
        })
    }
}

/// Why a verb could not answer. Always shown, and always exit code 2.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What went wrong.
    pub(crate) message: Both,
    /// What to do; empty: nothing can be said.
    pub(crate) help: Both,
}

/// The same words in both languages.
#[derive(Debug, Default)]
pub(crate) struct Both {
    pub(crate) en: String,
    pub(crate) zh: String,
}

impl Both {
    pub(crate) fn of(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Zh => &self.zh,
        }
    }
}

impl std::fmt::Display for Both {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.en)
    }
}

impl std::error::Error for Both {}

impl<En: Into<String>, Zh: Into<String>> From<(En, Zh)> for Both {
    fn from((en, zh): (En, Zh)) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }
}

impl Failure {
    pub(crate) fn new(message: impl Into<Both>, help: impl Into<Both>) -> Box<Self> {
        Box::new(Self { message: message.into(), help: help.into() })
    }

    /// Returns the failure that a diagnostic describes.
    pub(crate) fn of(diagnostic: &Diagnostic) -> Box<Self> {
        Self::new(
            (diagnostic.message(Language::En), diagnostic.message(Language::Zh)),
            (diagnostic.help(Language::En), diagnostic.help(Language::Zh)),
        )
    }
}

/// What every verb returns.
pub(crate) type Outcome = Result<Exit, Box<Failure>>;
