//! `lists diff`: what two dates or editions of a list differ in.

use std::io;

use jiff::civil::Date;
use unleaded_rules::listed::{Difference, Extent, Item, Listed, differences};
use unleaded_rules::lists::Lists;

use super::words::Words;
use super::{entries, warn_of_later, whole, wire};
use crate::args::Format;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::page::{Ink, Page};
use crate::printer::Printer;
use crate::terminal::{colour_of, columns};
use crate::verbs::dates;
use crate::verbs::json::document;
use crate::verbs::own_lists::OwnLists;

/// Tell what two dates or editions of a list differ in
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded lists diff reach-svhc@2024-06-27 reach-svhc@2026-02-04
  unleaded lists diff 'china-rohs@GB/T 26572-2011' 'china-rohs@GB 26572-2025'

LIST@DATE is what holds on that date, LIST@EDITION an edition that is held, LIST alone all that is held. Exits 0 when nothing
differs, 1 when something does, 2 when it can't be told.")]
pub(super) struct Args {
    /// The list, with the first date or edition
    #[arg(value_name = "LIST@A")]
    a: String,
    /// The same list, with the second date or edition
    #[arg(value_name = "LIST@B")]
    b: String,
    #[command(flatten)]
    own: OwnLists,
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the result
    #[arg(short, long)]
    output: Option<String>,
}

/// One of the two.
pub(super) struct Side<'l> {
    /// What was asked for.
    pub(super) asked: String,
    pub(super) list: Listed<'l>,
    date: Option<Date>,
}

impl<'l> Side<'l> {
    fn of(asked: &str, lists: &'l Lists) -> Result<Self, Box<Failure>> {
        let (id, edition) = asked.split_once('@').unwrap_or((asked, ""));
        let date = dates::parse(edition).ok();
        let extent = match date {
            Some(date) => Extent::On(date),
            None if asked == id => Extent::Whole,
            None => Extent::Edition(edition.to_owned()),
        };
        Ok(Self { asked: asked.to_owned(), list: whole(lists, id, &extent)?, date })
    }
}

impl Args {
    pub(super) fn run(self, printer: &Printer) -> Outcome {
        let lists = self.own.load(printer)?;
        let (a, b) = (Side::of(&self.a, &lists)?, Side::of(&self.b, &lists)?);
        if a.list.header.id != b.list.header.id {
            let (a, b) = (&a.list.header.id, &b.list.header.id);
            return Err(Failure::new(
                (format!("`{a}` and `{b}` are two lists"), format!("“{a}”和“{b}”是两个清单")),
                ("compare two dates or editions of one list", "请比较同一清单的两个日期或版本"),
            ));
        }
        for side in [&a, &b] {
            warn_of_later(&side.list, side.date, printer);
        }
        let found = differences(&a.list.items, &b.list.items);
        let output = self.output.as_deref();
        if self.format == Format::Json {
            files::write(output, document(&wire::compared([&a, &b], &found)).as_bytes())?;
        } else {
            files::stream(output, &mut |out| {
                let page = Page::new(out, columns(), colour_of(output));
                let words = Words(printer.language());
                Told { page, words, counts: Counts::default() }.write([&a, &b], &found)
            })?;
        }
        Ok(if found.is_empty() { Exit::Yes } else { Exit::No })
    }
}

/// How much differs: items that are only in one, and items that say something else themselves.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) added: usize,
    pub(super) removed: usize,
    pub(super) changed: usize,
}

struct Told<'w> {
    page: Page<'w>,
    words: Words,
    counts: Counts,
}

impl Told<'_> {
    fn write(mut self, sides: [&Side<'_>; 2], found: &[Difference<'_>]) -> io::Result<()> {
        found.iter().try_for_each(|difference| self.difference(difference, 0))?;
        let [a, b] = sides;
        let last = match found.is_empty() {
            true => self.words.equal(&a.asked, &b.asked, b.list.entries()),
            false => self.words.differences(self.counts),
        };
        self.page.line(&last)
    }

    fn difference(&mut self, difference: &Difference<'_>, depth: usize) -> io::Result<()> {
        match difference {
            Difference::Added(item) => {
                self.counts.added += 1;
                self.whole("+", Ink::Green, item, depth)
            }
            Difference::Removed(item) => {
                self.counts.removed += 1;
                self.whole("-", Ink::Red, item, depth)
            }
            Difference::Changed { b, facts, items, .. } => {
                let own = !facts.is_empty();
                self.counts.changed += usize::from(own);
                let (mark, ink) = if own { ("~", Ink::Yellow) } else { (" ", Ink::Plain) };
                self.line(mark, ink, &entries::head(b, self.words), depth)?;
                for (field, old, new) in facts {
                    let (old, new) = (self.words.said(*field, old), self.words.said(*field, new));
                    let (name, colon) = (self.words.field(*field), self.words.colon());
                    self.line(" ", Ink::Plain, &format!("{name}{colon}{old} → {new}"), depth + 1)?;
                }
                items.iter().try_for_each(|inside| self.difference(inside, depth + 1))
            }
        }
    }

    /// Something that only one of them has, with its main facts in the same line.
    fn whole(&mut self, mark: &str, ink: Ink, item: &Item, depth: usize) -> io::Result<()> {
        let mut text = entries::head(item, self.words);
        for figure in entries::figures(item, self.words) {
            text = format!("{text}  {figure}");
        }
        self.line(mark, ink, &text, depth)
    }

    fn line(&mut self, mark: &str, ink: Ink, text: &str, depth: usize) -> io::Result<()> {
        let indent = "  ".repeat(depth);
        let first = format!("{} {indent}", self.page.ink(ink, mark));
        self.page.text(&first, &format!("    {indent}"), text, Ink::Plain)
    }
}
