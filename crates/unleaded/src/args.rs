//! The command line: verbs and the options they share.

use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use unleaded_model::diagnostic::Language;

use crate::exit::{Failure, Outcome};
use crate::printer::Printer;
use crate::{help, language, verbs};

/// Exchange material declarations: check, sign, sum up the bill of materials, judge by the law of the day, file.
#[derive(Debug, Parser)]
#[command(
    name = "unleaded",
    version,
    after_help = "\
Example:
  unleaded demo

Exit codes: 0 done, and the answer is yes; 1 done, and the answer is no; 2 it could not be answered.
Data goes to standard output, all else to standard error; `-` is standard input or output."
)]
pub(crate) struct Cli {
    /// Language of messages and documents; by default that of the environment, for a document that of its law
    #[arg(long, global = true, value_enum, display_order = 900)]
    lang: Option<Lang>,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

impl Cli {
    /// Reads the arguments of the process. A request for help ends it.
    pub(crate) fn read(language: Language) -> Result<Self, Box<Failure>> {
        let read = help::in_language(Self::command(), language).try_get_matches();
        read.and_then(|matches| Self::from_arg_matches(&matches)).map_err(|error| match language {
            Language::En => error.exit(),
            Language::Zh => help::failure(&error).unwrap_or_else(|| error.exit()),
        })
    }

    /// The language asked for.
    pub(crate) fn asked(&self) -> Option<Language> {
        self.lang.map(Into::into)
    }
}

/// The language of messages: asked for, else that of the environment. It is known before the arguments are understood, since it
/// is the language in which they are refused.
pub(crate) fn language() -> Language {
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    let behind = args.windows(2).filter(|pair| pair[0] == "--lang").map(|pair| pair[1].to_str());
    let joined = args.iter().map(|arg| arg.to_str().and_then(|arg| arg.strip_prefix("--lang=")));
    let asked = behind.chain(joined).flatten().find_map(|word| Lang::from_str(word, false).ok());
    asked.map_or_else(language::of_environment, Into::into)
}

/// A language, as an option.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Lang {
    /// English
    En,
    /// Chinese
    Zh,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::En,
            Lang::Zh => Self::Zh,
        }
    }
}

/// The form of what a verb reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Human,
    /// For scripts; `docs/formats/json-output.md` and `schemas/` describe it, and words are in both languages
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Add(verbs::add::Args),
    Check(verbs::check::Args),
    Convert(verbs::convert::Args),
    Decide(verbs::decide::Args),
    Demo(verbs::demo::Args),
    Diff(verbs::diff::Args),
    Disclose(verbs::disclose::Args),
    #[command(subcommand)]
    Document(verbs::document::Kind),
    Explain(verbs::explain::Args),
    Export(verbs::export::Args),
    Init(verbs::init::Args),
    Keygen(verbs::keygen::Args),
    Lists(verbs::lists::Args),
    #[command(subcommand)]
    Log(verbs::log::Action),
    #[command(subcommand)]
    Outbox(verbs::outbox::Action),
    #[command(subcommand)]
    Platform(verbs::platform::Action),
    Prove(verbs::prove::Args),
    Push(verbs::push::Args),
    Redact(verbs::redact::Args),
    Reindex(verbs::reindex::Args),
    Reply(verbs::reply::Args),
    Request(verbs::request::Args),
    Rollup(verbs::rollup::Args),
    Show(verbs::show::Args),
    Sign(verbs::sign::Args),
    Status(verbs::status::Args),
    Template(verbs::template::Args),
    #[command(subcommand)]
    Trust(verbs::trust::Action),
    Verify(verbs::verify::Args),
    Whatif(verbs::whatif::Args),
    WhereUsed(verbs::where_used::Args),
    Withdraw(verbs::withdraw::Args),
}

impl Verb {
    pub(crate) fn run(self, printer: &Printer, asked: Option<Language>) -> Outcome {
        match self {
            Self::Add(args) => args.run(printer),
            Self::Check(args) => args.run(printer),
            Self::Convert(args) => args.run(printer),
            Self::Decide(args) => args.run(printer),
            Self::Demo(args) => args.run(printer),
            Self::Diff(args) => args.run(printer),
            Self::Disclose(args) => args.run(printer),
            Self::Document(kind) => kind.run(printer, asked),
            Self::Explain(args) => args.run(printer),
            Self::Export(args) => args.run(printer),
            Self::Init(args) => args.run(printer),
            Self::Keygen(args) => args.run(printer),
            Self::Lists(args) => args.run(printer),
            Self::Log(action) => action.run(printer),
            Self::Outbox(action) => action.run(printer),
            Self::Platform(action) => action.run(printer),
            Self::Prove(args) => args.run(printer),
            Self::Push(args) => args.run(printer),
            Self::Redact(args) => args.run(printer),
            Self::Reindex(args) => args.run(printer),
            Self::Reply(args) => args.run(printer),
            Self::Request(args) => args.run(printer),
            Self::Rollup(args) => args.run(printer),
            Self::Show(args) => args.run(printer),
            Self::Sign(args) => args.run(printer),
            Self::Status(args) => args.run(printer),
            Self::Template(args) => args.run(printer),
            Self::Trust(action) => action.run(printer),
            Self::Verify(args) => args.run(printer),
            Self::Whatif(args) => args.run(printer),
            Self::WhereUsed(args) => args.run(printer),
            Self::Withdraw(args) => args.run(printer),
        }
    }
}
