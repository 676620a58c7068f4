//! A comparison as a tree for people: a mark in the first column, then what it is, indented by depth.

use std::io;

use unleaded_app::diff::{Change, Fact, Field, How, Kind, Value};
use unleaded_documents::text_table::shown;

use super::words::Words;
use super::{Compared, Scope};
use crate::page::{Ink, Page};
use crate::printer::Printer;

/// Most nodes of something new or gone that are told one by one.
const INSIDE: u64 = 30;

pub(super) fn write(
    page: &mut Page<'_>,
    compared: &Compared,
    [a, b]: [&str; 2],
    scope: Scope,
    printer: &Printer,
) -> io::Result<()> {
    let words = Words(printer.language());
    let mut tree = Tree { page, scope, words };
    for child in &compared.root.children {
        tree.node(child, 0)?;
    }
    let counts = compared.root.counts();
    let last = match compared.root.is_equal() {
        true => words.equal(a, b, counts),
        false => words.counts(counts),
    };
    page.line(&last)
}

struct Tree<'p, 'w> {
    page: &'p mut Page<'w>,
    scope: Scope,
    words: Words,
}

impl Tree<'_, '_> {
    fn node(&mut self, change: &Change, depth: usize) -> io::Result<()> {
        if change.is_equal() && self.scope == Scope::Differences {
            return Ok(());
        }
        let (mark, ink) = mark(change.how);
        let inside = change.counts();
        let inside = inside.added + inside.removed;
        let one_side = matches!(change.how, How::Added | How::Removed);
        let is_cut = one_side && inside > INSIDE && self.scope == Scope::Differences;
        let mut text = self.head(change);
        if is_cut {
            text += &self.words.inside(inside);
        }
        let first = format!("{} {}", self.page.ink(ink, mark), "  ".repeat(depth));
        let plain = format!("{mark} {}", "  ".repeat(depth));
        let rest = format!("    {}", "  ".repeat(depth));
        self.coloured(&first, &plain, &rest, &text, ink)?;
        if !one_side {
            for fact in &change.facts {
                self.fact(change, fact, depth)?;
            }
        }
        if is_cut {
            return Ok(());
        }
        change.children.iter().try_for_each(|child| self.node(child, depth + 1))
    }

    /// Writes text behind a coloured mark, which takes as many columns as `plain`.
    fn coloured(
        &mut self,
        first: &str,
        plain: &str,
        rest: &str,
        text: &str,
        ink: Ink,
    ) -> io::Result<()> {
        let room = self.page.columns().saturating_sub(rest.len().max(plain.len()));
        let lines = unleaded_documents::text_table::wrapped(text, room.max(20));
        let ink = if ink == Ink::Yellow { Ink::Plain } else { ink };
        for (at, line) in lines.iter().enumerate() {
            let before = if at == 0 { first } else { rest };
            let line = format!("{before}{}", self.page.ink(ink, line));
            self.page.line(&line)?;
        }
        Ok(())
    }

    /// What it is and its name; of what is new or gone also its main figures.
    fn head(&self, change: &Change) -> String {
        let name = match (&change.a, &change.b) {
            (Some(a), Some(b)) if a != b => format!("{} → {}", shown(a), shown(b)),
            _ => shown(change.label()),
        };
        let mut text = match self.words.kind(change.kind) {
            "" => name,
            kind if name.is_empty() => kind.to_owned(),
            kind => format!("{kind} {name}"),
        };
        if matches!(change.how, How::Added | How::Removed) {
            let figures = change.facts.iter().filter(|fact| is_figure(fact.field));
            for (field, value) in
                figures.filter_map(|fact| Some((fact.field, fact.b.as_ref().or(fact.a.as_ref())?)))
            {
                text = format!("{text}  {}", shown(&self.words.value(field, &value.printed)));
            }
        }
        text
    }

    fn fact(&mut self, change: &Change, fact: &Fact, depth: usize) -> io::Result<()> {
        let is_equal = fact.how == How::Equal;
        if is_in_head(change, fact.field) || is_equal && self.scope == Scope::Differences {
            return Ok(());
        }
        let none = self.words.not_stated();
        let said = |value: &Option<Value>, other: &Option<Value>| {
            let word = |value: &Value| match (fact.field, other) {
                (Field::Option, Some(other)) if !is_equal => own(&value.printed, &other.printed),
                _ => self.words.value(fact.field, &value.printed),
            };
            value.as_ref().map_or_else(|| none.to_owned(), |value| shown(&word(value)))
        };
        let (a, b) = (said(&fact.a, &fact.b), said(&fact.b, &fact.a));
        let told = if a == b { a } else { format!("{a} → {b}") };
        let text = format!("{}{}{told}", self.words.field(fact.field), self.words.colon());
        let mark = if is_equal { "=" } else { " " };
        let first = format!("{mark} {}    ", "  ".repeat(depth));
        let rest = format!("  {}      ", "  ".repeat(depth));
        self.page.text(&first, &rest, &text, if is_equal { Ink::Faint } else { Ink::Plain })
    }
}

/// The options of one report that the other lacks: of all of them, those that differ would not be seen.
fn own(options: &str, others: &str) -> String {
    let others: Vec<&str> = others.split("; ").collect();
    let own = options.split("; ").filter(|option| !others.contains(option));
    own.collect::<Vec<_>>().join("; ")
}

/// Whether the line of a change tells the fact already, in the name: a new edition of a list, a new name of an entry.
fn is_in_head(change: &Change, field: Field) -> bool {
    let field_of_name = match change.kind {
        Kind::List | Kind::QueryList => Field::Number,
        Kind::Entry | Kind::Query | Kind::Substance => Field::Name,
        _ => return false,
    };
    field == field_of_name && change.a != change.b
}

/// Whether a fact is told in the line of what is new or gone.
fn is_figure(field: Field) -> bool {
    use Field::{Mass, OverThreshold, Quantity, Response, Share, ShareOfPart, Status, Value};
    [Mass, OverThreshold, Quantity, Response, Share, ShareOfPart, Status, Value].contains(&field)
}

fn mark(how: How) -> (&'static str, Ink) {
    match how {
        How::Added => ("+", Ink::Green),
        How::Changed => ("~", Ink::Yellow),
        How::Equal => ("=", Ink::Faint),
        How::Removed => ("-", Ink::Red),
        How::Within => (" ", Ink::Plain),
    }
}
