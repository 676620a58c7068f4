//! What `--help` says, and what is said of arguments that can't be read, in both languages.

use clap::error::{ContextKind, Error, ErrorKind};
use clap::{Arg, Command};
use unleaded_documents::text_table::wrapped_whole;
use unleaded_model::diagnostic::Language;

use self::words::{OPTIONS, VERBS};
use crate::exit::{Both, Failure};
use crate::terminal;

mod words;

/// Columns of the longest line of a help text.
const WIDEST: usize = 100;
/// Columns before what an option is for, below it.
const INDENT: usize = 10;
/// Columns before what an option is for, beside it: the options of verbs that only lead to others.
const BESIDE: usize = 21;

/// Returns the command line with its help in `language`.
pub(crate) fn in_language(command: Command, language: Language) -> Command {
    let columns = terminal::columns().min(WIDEST);
    let mut command = command.term_width(columns);
    // What the parser adds to every verb is there from now on, and gets its words too.
    command.build();
    match language {
        Language::En => in_english(command),
        Language::Zh => in_chinese(command, "", columns),
    }
}

/// Paragraphs behind the examples are written in lines of the source, and broken to the terminal as a whole.
fn in_english(command: Command) -> Command {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let mut flowed = String::new();
    let mut before = "";
    for line in help.lines() {
        let runs_on = [before, line].iter().all(|l| !l.is_empty() && !l.starts_with("  "));
        flowed += if runs_on { " " } else { "\n" };
        flowed += line;
        before = line;
    }
    command.after_help(flowed.trim_start().to_owned()).mut_subcommands(in_english)
}

fn in_chinese(command: Command, path: &str, columns: usize) -> Command {
    let verb = VERBS.iter().find(|(verb, ..)| *verb == path);
    let (_, about, after) = verb.copied().unwrap_or_default();
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let examples: Vec<&str> = help.lines().filter(|line| line.starts_with("  ")).collect();
    let examples = format!("示例：\n{}", examples.join("\n"));
    let after = if after.is_empty() {
        examples
    } else {
        format!("{examples}\n\n{}", broken(after, columns))
    };
    // Beside the options there would be little room; beside the verbs there is enough.
    let lists_none = !command.has_subcommands();
    let room = columns.saturating_sub(if lists_none { INDENT } else { BESIDE });
    command
        .about(about)
        .after_help(after)
        .help_template("{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}")
        .next_line_help(lists_none)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .mut_args(|arg| option(arg, path, room))
        .mut_subcommands(|verb| match verb.get_name() {
            "help" => verb.about("显示本帮助或某个命令的帮助"),
            name => {
                let path = format!("{path} {name}");
                in_chinese(verb, path.trim_start(), columns)
            }
        })
}

/// The parser breaks text at blanks alone, of which Chinese has none.
fn broken(text: &str, columns: usize) -> String {
    wrapped_whole(text, columns, columns).join("\n")
}

/// An option with its words, the values it may have, and the one it has by itself.
fn option(arg: Arg, path: &str, columns: usize) -> Arg {
    let known = |verb: &str| OPTIONS.iter().find(|(v, id, _)| *v == verb && arg.get_id() == *id);
    let Some((_, _, text)) = known(path).or_else(|| known("")) else {
        return arg;
    };
    let values = arg.get_possible_values();
    let values: Vec<&str> = values.iter().map(clap::builder::PossibleValue::get_name).collect();
    let default: Vec<_> = arg.get_default_values().iter().map(|v| v.to_string_lossy()).collect();
    let (takes, default) = (arg.get_action().takes_values(), default.join("、"));
    let mut help = (*text).to_owned();
    if takes && values.iter().any(|value| !text.contains(value)) {
        help += &format!("（可选值：{}）", values.join("、"));
    }
    if takes && !default.is_empty() {
        help += &format!("（默认：{default}）");
    }
    let heading = if arg.is_positional() { "参数" } else { "选项" };
    let help = broken(&help, columns);
    arg.help(&help)
        .long_help(help)
        .help_heading(heading)
        .hide_possible_values(true)
        .hide_default_value(true)
}

/// Returns the failure, in Chinese, for arguments that can't be read; `None` where the parser's own words are as good: it was asked
/// for help.
pub(crate) fn failure(error: &Error) -> Option<Box<Failure>> {
    let told = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let (argument, value) = (told(ContextKind::InvalidArg), told(ContextKind::InvalidValue));
    let zh = match error.kind() {
        ErrorKind::ArgumentConflict if argument == told(ContextKind::PriorArg) => {
            format!("“{argument}”只能给出一次")
        }
        ErrorKind::ArgumentConflict => {
            format!("“{argument}”不能与“{}”同时使用", told(ContextKind::PriorArg))
        }
        ErrorKind::InvalidSubcommand => {
            format!("没有命令“{}”", told(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("“{argument}”需要一个值"),
        ErrorKind::InvalidValue => format!("“{argument}”的值“{value}”无效"),
        ErrorKind::MissingRequiredArgument => format!("缺少必需的参数：{argument}"),
        ErrorKind::MissingSubcommand => "缺少命令".to_owned(),
        ErrorKind::TooFewValues | ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => {
            format!("“{argument}”的值的个数不对")
        }
        ErrorKind::UnknownArgument => format!("没有参数“{argument}”"),
        ErrorKind::ValueValidation => {
            let reason = std::error::Error::source(error);
            // A number that is out of range is refused by the parser, in its own words.
            let words = reason.map(|reason| match reason.downcast_ref::<Both>() {
                Some(both) => both.zh.clone(),
                None => reason.to_string(),
            });
            format!("“{argument}”的值“{value}”无效：{}", words.unwrap_or_default())
        }
        _ => return None,
    };
    let valid = [
        ContextKind::ValidSubcommand,
        ContextKind::ValidValue,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
    ];
    let valid = valid.into_iter().map(told).find(|valid| !valid.is_empty());
    let help = match valid {
        Some(valid) => format!("可用：{valid}；“--help”说明用法"),
        None => "“--help”说明用法".to_owned(),
    };
    Some(Failure::new((error.to_string(), zh), (String::new(), help)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;
    use crate::args::Cli;

    /// The words that a verb and its subverbs need, by verb and name.
    fn needed(command: &Command, path: &str, all: &mut BTreeSet<(String, String)>) {
        all.insert((path.to_owned(), String::new()));
        for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
            all.insert((path.to_owned(), arg.get_id().to_string()));
        }
        for verb in command.get_subcommands().filter(|verb| verb.get_name() != "help") {
            needed(verb, format!("{path} {}", verb.get_name()).trim_start(), all);
        }
    }

    #[test]
    fn every_verb_and_option_has_chinese_words_and_no_word_is_for_nothing() {
        let mut command = Cli::command();
        command.build();
        let mut all = BTreeSet::new();
        needed(&command, "", &mut all);
        for (verb, id) in &all {
            let known = match id.as_str() {
                "" => VERBS.iter().any(|(v, ..)| v == verb),
                id => OPTIONS.iter().any(|(v, i, _)| (v == verb || v.is_empty()) && *i == id),
            };
            assert!(known, "`{verb}` `{id}` has no Chinese words");
        }
        assert!(VERBS.iter().all(|(v, ..)| all.contains(&((*v).to_owned(), String::new()))));
        for (verb, id, _) in OPTIONS {
            let used = all.iter().any(|(v, i)| i == id && (v == verb || verb.is_empty()));
            assert!(used, "`{verb}` has no `{id}`");
        }
    }
}
