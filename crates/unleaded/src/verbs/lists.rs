//! `lists`: what verdicts are made from.

use jiff::civil::Date;
use unleaded_app::nearest::nearest;
use unleaded_rules::listed::{Extent, Field, Item, Listed, ListedError, Said, listed};
use unleaded_rules::lists::Lists;

use crate::args::Format;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::page::Page;
use crate::printer::Printer;
use crate::terminal::{colour_of, columns};
use crate::verbs::dates;
use crate::verbs::json::document;
use crate::verbs::own_lists::OwnLists;

mod check;
mod compared;
mod entries;
mod expiring;
mod export;
mod overview;
mod wire;
mod words;

use self::words::Words;

/// Show the lists that verdicts are made from: limits, exemptions, substances
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  unleaded lists
  unleaded lists --lists acme.toml
  unleaded lists show eu-rohs
  unleaded lists check acme.toml
  unleaded lists expiring --within 18m report.json"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    own: OwnLists,
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the result
    #[arg(short, long)]
    output: Option<String>,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    Check(check::Args),
    Diff(compared::Args),
    Expiring(expiring::Args),
    Export(export::Args),
    Show(Show),
}

/// Show what a list says
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded lists show reach-svhc --entry 80-05-7
  unleaded lists show eu-rohs-exemptions --entry '7(c)-I' --as-of 2027-07-01

Without `--entry` the main facts of each entry are shown; with it, and in JSON, all of them.")]
struct Show {
    /// The list, as `unleaded lists` names it; LIST@EDITION is one of several editions
    id: String,
    /// Only what has this key, name, CAS or EC number
    #[arg(long, value_name = "KEY")]
    entry: Option<String>,
    /// Only what holds on that date; of exemptions, how each stands on it
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    as_of: Option<Date>,
    #[command(flatten)]
    own: OwnLists,
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the result
    #[arg(short, long)]
    output: Option<String>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        match self.action {
            Some(Action::Check(check)) => return check.run(printer),
            Some(Action::Diff(diff)) => return diff.run(printer),
            Some(Action::Expiring(expiring)) => return expiring.run(printer),
            Some(Action::Export(export)) => return export.run(printer),
            Some(Action::Show(show)) => return show.run(printer),
            None => {}
        }
        let lists = self.own.load(printer)?;
        let mut all = Vec::new();
        for header in lists.headers() {
            all.push(whole(&lists, &header.id, &Extent::Edition(header.edition.clone()))?);
        }
        let output = self.output.as_deref();
        if self.format == Format::Json {
            files::write(output, document(&wire::overview(&all)).as_bytes())?;
            return Ok(Exit::Yes);
        }
        files::stream(output, &mut |out| {
            let mut page = Page::new(out, columns(), colour_of(output));
            overview::write(&mut page, &all, Words(printer.language()))
        })?;
        Ok(Exit::Yes)
    }
}

impl Show {
    fn run(self, printer: &Printer) -> Outcome {
        let lists = self.own.load(printer)?;
        let (id, edition) = self.id.split_once('@').unwrap_or((&self.id, ""));
        let extent = match (self.as_of, edition) {
            (Some(date), "") => Extent::On(date),
            (None, "") => Extent::Whole,
            (None, edition) => Extent::Edition(edition.to_owned()),
            (Some(_), _) => return Err(date_and_edition()),
        };
        let mut list = whole(&lists, id, &extent)?;
        if let Some(entry) = &self.entry {
            list.keep(entry);
            if list.items.is_empty() {
                return Err(self.no_entry(entry, &lists, id));
            }
        }
        warn_of_later(&list, self.as_of, printer);
        let output = self.output.as_deref();
        if self.format == Format::Json {
            let body = wire::list(&list, self.as_of, self.entry.as_deref());
            files::write(output, document(&body).as_bytes())?;
            return Ok(Exit::Yes);
        }
        let detail = if self.entry.is_some() { Detail::Full } else { Detail::Main };
        files::stream(output, &mut |out| {
            let mut page = Page::new(out, columns(), colour_of(output));
            entries::write(&mut page, &list, self.as_of, (detail, Words(printer.language())))
        })?;
        Ok(Exit::Yes)
    }

    /// The failure where nothing is named so: on that date, or at all.
    fn no_entry(&self, entry: &str, lists: &Lists, id: &str) -> Box<Failure> {
        let Ok(mut all) = listed(lists, id, &Extent::Whole) else {
            return unknown_list(lists, id);
        };
        let mut names = Vec::new();
        names_of(&all.items, &mut names);
        let near = nearest(entry, names.iter().map(String::as_str)).join("`, `");
        all.keep(entry);
        if let Some(date) = self.as_of.filter(|_| !all.items.is_empty()) {
            return Failure::new(
                (
                    format!("`{entry}` of `{id}` does not hold on {date}"),
                    format!("“{id}”中的“{entry}”在 {date} 无效"),
                ),
                ("leave out --as-of", "请去掉 --as-of"),
            );
        }
        let message = (format!("`{id}` has no entry `{entry}`"), format!("“{id}”中没有“{entry}”"));
        let help = if near.is_empty() {
            (
                format!("`unleaded lists show {id}` shows its entries"),
                format!("“unleaded lists show {id}”显示其中各项"),
            )
        } else {
            (format!("is one of these meant: `{near}`?"), format!("是否指：`{near}`？"))
        };
        Failure::new(message, help)
    }
}

/// How much is told of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Detail {
    /// All that the list says.
    Full,
    /// What is needed to know it.
    Main,
}

/// Returns what is meant of a list.
fn whole<'l>(lists: &'l Lists, id: &str, extent: &Extent) -> Result<Listed<'l>, Box<Failure>> {
    listed(lists, id, extent).map_err(|error| match error {
        ListedError::UnknownList => unknown_list(lists, id),
        ListedError::NoDates => Failure::new(
            (format!("the entries of `{id}` have no dates"), format!("“{id}”的各项没有日期")),
            ("leave the date out", "请去掉日期"),
        ),
        ListedError::UnknownEdition => {
            let edition = match extent {
                Extent::Edition(edition) => edition.as_str(),
                Extent::On(_) | Extent::Whole => "",
            };
            Failure::new(
                (
                    format!("no edition `{edition}` of `{id}` is held"),
                    format!("没有“{id}”的版本“{edition}”"),
                ),
                (
                    "`unleaded lists` shows the editions; a date is written YYYY-MM-DD",
                    "“unleaded lists”显示各版本；日期写作 YYYY-MM-DD",
                ),
            )
        }
    })
}

/// The failure where a date and an edition are asked for at once.
fn date_and_edition() -> Box<Failure> {
    Failure::new(
        ("an edition and a date are asked for at once", "同时指定了版本和日期"),
        ("leave out one of the two", "请去掉其中之一"),
    )
}

fn unknown_list(lists: &Lists, id: &str) -> Box<Failure> {
    let all = lists.headers();
    let mut known: Vec<&str> = all.iter().map(|header| header.id.as_str()).collect();
    known.dedup();
    let near = nearest(id, known.iter().copied());
    let offered = if near.is_empty() { known } else { near };
    let offered = offered.join("`, `");
    Failure::new(
        (format!("there is no list `{id}`"), format!("没有清单“{id}”")),
        (format!("is one of these meant: `{offered}`?"), format!("是否指：`{offered}`？")),
    )
}

/// Says that a date lies behind what the list is known to hold.
fn warn_of_later(list: &Listed<'_>, date: Option<Date>, printer: &Printer) {
    let (Some(known), Some(date)) = (list.known_until, date) else {
        return;
    };
    if date > known {
        let id = &list.header.id;
        let en =
            format!("`{id}` holds what was listed until {known}; what came later is not known");
        let zh = format!("“{id}”只包含 {known} 之前列入的内容；之后的情况未知");
        printer.note(printer.language().pick(&en, &zh));
    }
}

/// Adds the names by which items may be asked for.
fn names_of(items: &[Item], names: &mut Vec<String>) {
    for item in items {
        names.push(item.key.clone());
        for field in [Field::NameEn, Field::NameZh, Field::Name, Field::Cas, Field::Ec] {
            match item.said(field) {
                Some(Said::Several(values)) => names.extend(values.iter().cloned()),
                Some(Said::Text(text)) => names.push(text.clone()),
                Some(Said::Nothing) | None => {}
            }
        }
        names_of(&item.items, names);
    }
}
