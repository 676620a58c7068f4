//! `lists expiring`: what ends or changes within a time, and which products fall.

use std::io;

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use unleaded_app::expiring::{About, Calendar, Event, Falling, Touched, Window, calendar};
use unleaded_documents::report::Report;
use unleaded_documents::text_table::safe;
use unleaded_rules::lists::Lists;

use super::wire;
use super::words::{Words, expiring};
use crate::args::Format;
use crate::exit::{Both, Exit, Failure, Outcome};
use crate::files;
use crate::page::{Ink, Page};
use crate::printer::Printer;
use crate::terminal::{colour_of, columns};
use crate::verbs::dates;
use crate::verbs::document::ReportFile;
use crate::verbs::json::document;
use crate::verbs::own_lists::{self, OwnLists};

/// Products that are named below an event; JSON has all.
const PRODUCTS: usize = 20;

/// Tell what ends or changes within a time, and which products fall
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded lists expiring --within 18m report.json
  unleaded lists expiring --from 2026-11-22 --until 2027-12-31

With reports: the exemptions that their products rest on, and other dates of the lists that they were judged by. Without: all that
the lists hold. The time begins on the date of the report (of several the earliest), or today. Exits 0 when nothing ends or
changes within the time, 1 when something does.")]
pub(super) struct Args {
    /// Reports, made by `unleaded rollup --format json`; `-` is standard input
    reports: Vec<String>,
    /// How long from the first day on: `18m`, `2y`, `6w`, `90d`
    #[arg(long, value_name = "TIME", value_parser = span, default_value = "18m")]
    within: Span,
    /// The last day, instead of `--within`
    #[arg(long, value_name = "DATE", value_parser = dates::parse, conflicts_with = "within")]
    until: Option<Date>,
    /// The first day
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    from: Option<Date>,
    #[command(flatten)]
    own: OwnLists,
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the result
    #[arg(short, long)]
    output: Option<String>,
}

/// A report with what it is called.
pub(super) struct Named {
    pub(super) file: String,
    pub(super) sha256: String,
    pub(super) report: Report,
}

/// Parses `18m`, `2y`, `6w` or `90d`.
fn span(text: &str) -> Result<Span, Both> {
    let unit = text.chars().next_back().unwrap_or_default();
    let count: Option<u16> = text.strip_suffix(unit).and_then(|count| count.parse().ok());
    let digits = text.bytes().next().is_some_and(|b| b.is_ascii_digit());
    let span = match (count.filter(|_| digits).map(i64::from), unit) {
        (Some(count), 'd') => Some(count.days()),
        (Some(count), 'w') => Some(count.weeks()),
        (Some(count), 'm') => Some(count.months()),
        // Dates end with the year 9999.
        (Some(count @ 0..=9999), 'y') => Some(count.years()),
        _ => None,
    };
    span.ok_or_else(|| {
        Both::from((
            "a time is a number of days, weeks, months or years: 90d, 6w, 18m, 2y",
            "时长写作天、周、月或年的数目：90d、6w、18m、2y",
        ))
    })
}

impl Args {
    pub(super) fn run(self, printer: &Printer) -> Outcome {
        let mut named = Vec::new();
        for path in &self.reports {
            let read = ReportFile::read(path)?;
            let sha256 = read.sha256();
            named.push(Named { file: path.clone(), sha256, report: read.report });
        }
        let window = self.window(&named)?;
        let all = self.own.load(printer)?;
        let lists = own_lists::used(&all, window.from, None, &[], None)?;
        let reports: Vec<&Report> = named.iter().map(|named| &named.report).collect();
        let found = calendar(&reports, window, &all);
        for other in named.iter().filter(|named| !was_made_with(&named.report, &lists)) {
            let file = safe(&other.file);
            printer.note(printer.language().pick(
                &format!(
                    "`{file}` was made with other editions of the lists; dates of both are told"
                ),
                &format!("“{file}”所用的清单版本不同，两者的日期均列出"),
            ));
        }
        let output = self.output.as_deref();
        if self.format == Format::Json {
            let body = wire::expiring(&found, window, &named, &lists);
            files::write(output, document(&body).as_bytes())?;
        } else {
            files::stream(output, &mut |out| {
                let page = Page::new(out, columns(), colour_of(output));
                Told { page, words: Words(printer.language()), named: &named }.write(&found, window)
            })?;
        }
        Ok(if found.events.is_empty() { Exit::Yes } else { Exit::No })
    }

    fn window(&self, named: &[Named]) -> Result<Window, Box<Failure>> {
        let as_of = named.iter().filter_map(|named| named.report.as_of.parse::<Date>().ok()).min();
        let from = self.from.or(as_of).unwrap_or_else(crate::clock::today);
        let until = self.until.or_else(|| from.checked_add(self.within).ok());
        match until.filter(|until| from <= *until) {
            Some(until) => Ok(Window { from, until }),
            None => Err(Failure::new(
                (
                    format!("the time that begins on {from} has no last day"),
                    format!("从 {from} 开始的时段没有最后一天"),
                ),
                ("name a later day, or a shorter time", "请给出更晚的日期或更短的时长"),
            )),
        }
    }
}

/// Whether the report's exemptions are those of this program.
pub(super) fn was_made_with(report: &Report, lists: &Lists) -> bool {
    let header = &lists.exemptions.header;
    let mut used = report.inputs.lists.iter().filter(|list| list.id == header.id);
    used.all(|list| list.sha256 == header.sha256)
}

struct Told<'w> {
    page: Page<'w>,
    words: Words,
    named: &'w [Named],
}

impl Told<'_> {
    fn write(mut self, found: &Calendar, window: Window) -> io::Result<()> {
        let head = expiring::head(self.words, window);
        let head = self.page.ink(Ink::Bold, &head);
        self.page.line(&head)?;
        for event in &found.events {
            self.event(event, window)?;
        }
        if !found.apart.is_empty() {
            self.page.line("")?;
            let head = self.page.ink(Ink::Bold, expiring::apart(self.words));
            self.page.line(&head)?;
            for event in &found.apart {
                self.event(event, window)?;
            }
        }
        if !found.falling.is_empty() {
            self.page.line("")?;
            let head = self.page.ink(Ink::Bold, expiring::falling(self.words));
            self.page.line(&head)?;
            for falling in &found.falling {
                self.falling(falling)?;
            }
        }
        self.page.line("")?;
        self.page.line(&expiring::counts(self.words, found))
    }

    fn event(&mut self, event: &Event, window: Window) -> io::Result<()> {
        self.page.line("")?;
        let day = event.date.map_or_else(|| " ".repeat(10), |date| date.to_string());
        let is_past = event.date.is_some_and(|date| date < window.from);
        let ink = if is_past { Ink::Red } else { Ink::Yellow };
        let first = format!("{}  ", self.page.ink(ink, &day));
        let text = expiring::event(self.words, event);
        self.page.text(&first, &" ".repeat(12), &text, Ink::Plain)?;
        if let About::Exemption(end) = &event.about {
            for line in expiring::facts(self.words, end) {
                self.page.text(&" ".repeat(12), &" ".repeat(14), &line, Ink::Faint)?;
            }
        }
        for touched in event.products.iter().take(PRODUCTS) {
            self.touched(touched)?;
        }
        if let Some(more) = event.products.len().checked_sub(PRODUCTS).filter(|more| *more > 0) {
            let text = expiring::more(self.words, more);
            self.page.text(&" ".repeat(12), &" ".repeat(14), &text, Ink::Plain)?;
        }
        Ok(())
    }

    fn touched(&mut self, touched: &Touched) -> io::Result<()> {
        let text = expiring::touched(self.words, touched);
        let text = format!("{text}{}", self.file(touched.report));
        let (mark, ink) = if touched.falls { ("✗", Ink::Red) } else { ("-", Ink::Plain) };
        let mark = self.page.ink(ink, mark);
        self.page.text(&format!("{}{mark} ", " ".repeat(12)), &" ".repeat(14), &text, Ink::Plain)
    }

    fn falling(&mut self, falling: &Falling) -> io::Result<()> {
        let day = self.page.ink(Ink::Red, &falling.last_day.to_string());
        let text = expiring::fallen(self.words, falling);
        let text = format!("{text}{}", self.file(falling.report));
        self.page.text(&format!("{day}  "), &" ".repeat(12), &text, Ink::Plain)
    }

    /// Which report is meant, where there are several.
    fn file(&self, report: usize) -> String {
        match self.named {
            [_] | [] => String::new(),
            several => format!("  [{}]", several.get(report).map_or("", |named| &named.file)),
        }
    }
}
