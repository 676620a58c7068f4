//! From the words of a header row to the columns that they mean.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use unleaded_model::amount::Unit;
use unleaded_model::diagnostic::codes::{cells, tables};
use unleaded_model::diagnostic::{Argument, Diagnostic, Place};

pub(crate) use self::find::{Found, Height, Lookahead, Search, find};
use self::forms::word;
use self::stack::{Reading, Stack};
use super::book::OWN;
use super::rows::Row;
use super::units::Scaled;
use crate::sink::Sink;

mod find;
mod forms;
mod nearest;
mod stack;

/// Cells of a row that may name columns; the work on a header grows with their square.
const MOST_HEADINGS: usize = 1024;

/// The words that name each column, in the form of [`word`]. A word that stands under two columns means the first of
/// them that no other heading names.
pub(crate) struct Vocabulary<C: 'static> {
    /// Columns and their words, separated by spaces.
    pub(crate) words: &'static [(C, &'static str)],
    /// Columns that may stand more than once.
    pub(crate) repeatable: &'static [C],
    /// Columns of amounts, under which a row of units has its units.
    pub(crate) amounts: &'static [C],
    /// Columns that are known only so that they are not taken for others.
    pub(crate) unused: &'static [C],
    /// The columns of each word, made on the first look-up.
    pub(crate) index: OnceLock<BTreeMap<&'static str, Vec<C>>>,
}

impl<C: Copy> Vocabulary<C> {
    /// The columns that a word in the form of [`word`] may mean, in the order of the table; none: it is not known.
    pub(super) fn columns(&self, word: &str) -> &[C] {
        let index = self.index.get_or_init(|| {
            let mut index: BTreeMap<&'static str, Vec<C>> = BTreeMap::new();
            for (column, words) in self.words {
                for known in words.split_whitespace() {
                    index.entry(known).or_default().push(*column);
                }
            }
            index
        });
        index.get(word).map_or(&[], Vec::as_slice)
    }
}

/// A column that a table needs.
pub(crate) struct Need<C: 'static> {
    /// One of these must be there.
    pub(crate) any_of: &'static [C],
    /// What it is, for a person.
    pub(crate) what: &'static str,
    /// A name that is understood.
    pub(crate) name: &'static str,
    /// A Chinese heading that is understood.
    pub(crate) heading_zh: &'static str,
}

/// A column that a mapping file names.
#[derive(Clone, Debug)]
pub(crate) struct Named<C> {
    /// What it holds.
    pub(crate) column: C,
    /// Our name for it.
    pub(crate) ours: &'static str,
    /// Its heading, as the mapping has it.
    pub(crate) heading: String,
}

/// One cell of a header.
#[derive(Clone, Debug)]
pub(crate) struct Heading<C> {
    /// Its column, from 0.
    pub(crate) column: usize,
    /// The cell as written, trimmed, behind those of the rows above it that qualify it.
    pub(crate) name: String,
    /// The column that it names.
    pub(crate) means: Option<C>,
    /// The unit in it, as in `mass (mg)`.
    pub(crate) unit: Option<Unit>,
    /// The power of ten that amounts below it are multiplied with: -3 for `ppb`, whose unit is `ppm`.
    pub(crate) power: i32,
    /// The heading of the mapping file that it is.
    named: Option<String>,
    /// The name of an earlier heading that means the same.
    repeats: Option<String>,
    place: Place,
}

impl<C> Heading<C> {
    fn set_unit(&mut self, unit: Option<Scaled>) {
        self.unit = unit.map(|unit| unit.unit);
        self.power = unit.map_or(0, |unit| unit.power);
    }

    /// The unit in it and its power of ten.
    pub(crate) fn scaled(&self) -> Option<Scaled> {
        Some(Scaled { unit: self.unit?, power: self.power })
    }
}

/// A header of one row or several.
#[derive(Clone, Debug)]
pub(crate) struct Header<C> {
    /// Its cells that are not blank.
    pub(crate) headings: Vec<Heading<C>>,
    /// Its number of cells, up to the last that is not blank.
    pub(crate) width: usize,
    /// Where the row stands.
    pub(crate) place: Place,
}

impl<C: Copy + Eq> Header<C> {
    /// Reads `row` as a header; `named` goes before all words.
    pub(crate) fn with(row: &Row, vocabulary: &Vocabulary<C>, named: &[Named<C>]) -> Self {
        Self::of_rows(&[row], vocabulary, named)
    }

    /// Reads `rows`, of which each upper one qualifies those below it, as a header. `named` goes before all words.
    fn of_rows(rows: &[&Row], vocabulary: &Vocabulary<C>, named: &[Named<C>]) -> Self {
        let stack = Stack::new(rows);
        let (mut headings, candidates): (Vec<_>, Vec<_>) = stack
            .columns()
            .take(MOST_HEADINGS)
            .map(|column| {
                let readings = stack.readings(column);
                let (means, unit) = candidates(&readings, vocabulary);
                let (name, place) = (stack.name(column), stack.place(column));
                let mut heading = Heading {
                    column,
                    name,
                    means: None,
                    unit: None,
                    power: 0,
                    named: None,
                    repeats: None,
                    place,
                };
                heading.set_unit(unit);
                (heading, means)
            })
            .unzip();
        for one in named {
            take_named(&mut headings, &stack, one);
        }
        // Words of one meaning first, so that a word of two meanings takes the one that is left.
        let is_free = |headings: &[Heading<C>], index: usize| headings[index].means.is_none();
        for (index, means) in candidates.iter().enumerate().filter(|(_, means)| means.len() == 1) {
            if is_free(&headings, index) {
                assign(&mut headings, index, means[0], vocabulary);
            }
        }
        for (index, means) in candidates.iter().enumerate().filter(|(_, means)| means.len() > 1) {
            if is_free(&headings, index) {
                let free = means.iter().find(|c| headings.iter().all(|h| h.means != Some(**c)));
                assign(&mut headings, index, *free.unwrap_or(&means[0]), vocabulary);
            }
        }
        for heading in &mut headings {
            heading.means = heading.means.filter(|means| !vocabulary.unused.contains(means));
        }
        Self { headings, width: stack.width(), place: stack.whole() }
    }

    /// The heading that means `column`; the first, where several may.
    pub(crate) fn heading(&self, column: C) -> Option<&Heading<C>> {
        self.headings.iter().find(|heading| heading.means == Some(column))
    }

    /// The number of the cell that means `column`.
    pub(crate) fn column(&self, column: C) -> Option<usize> {
        self.heading(column).map(|heading| heading.column)
    }

    /// How many of its cells name a column.
    pub(crate) fn understood(&self) -> usize {
        self.headings.iter().filter(|heading| heading.means.is_some()).count()
    }

    /// Reports the headings that are not used, once each, and what the mapping names and the table lacks.
    pub(crate) fn report_unused(&self, sink: &mut dyn Sink) {
        // A column of findings that this program wrote is none of the table's.
        let is_foreign = |heading: &&Heading<C>| !heading.name.starts_with(OWN);
        for heading in
            self.headings.iter().filter(|heading| heading.means.is_none()).filter(is_foreign)
        {
            let place = heading.place.clone();
            let remark = match &heading.repeats {
                Some(first) => {
                    Diagnostic::new(tables::COLUMN_REPEATED, place).with("first", first.as_str())
                }
                None => Diagnostic::new(tables::COLUMN_UNKNOWN, place),
            };
            sink.diagnostic(remark.with("name", heading.name.as_str()));
        }
    }

    /// What `named` names and is not there.
    pub(crate) fn absent<'n>(&self, named: &'n [Named<C>]) -> impl Iterator<Item = &'n Named<C>> {
        named.iter().filter(|one| {
            let is_it = |heading: &Heading<C>| {
                heading.means == Some(one.column) && heading.named.as_ref() == Some(&one.heading)
            };
            !self.headings.iter().any(is_it)
        })
    }

    /// Reports each heading that `named` names and that is not there.
    pub(crate) fn report_absent(&self, named: &[Named<C>], sink: &mut dyn Sink) {
        for one in self.absent(named) {
            if let Some(other) = self.taken_by(one, named) {
                let defect = Diagnostic::new(cells::MAPPING_HEADING_TAKEN, self.place.clone());
                let defect = defect.with("column", one.ours).with("name", one.heading.as_str());
                sink.diagnostic(defect.with("other", other.ours));
                continue;
            }
            sink.diagnostic(
                Diagnostic::new(cells::MAPPING_HEADING_ABSENT, self.place.clone())
                    .with("column", one.ours)
                    .with("name", one.heading.as_str())
                    .with("header", self.names()),
            );
        }
    }

    /// The column of `named` that has the heading which `one` names too.
    fn taken_by<'n>(&self, one: &Named<C>, named: &'n [Named<C>]) -> Option<&'n Named<C>> {
        let names_it = |heading: &&Heading<C>| {
            heading.named.as_ref().is_some_and(|named| is_it(named, &one.heading))
        };
        let taken = self.headings.iter().find(names_it)?;
        named.iter().find(|other| taken.means == Some(other.column))
    }

    fn names(&self) -> String {
        let names: Vec<_> = self.headings.iter().map(|heading| heading.name.as_str()).collect();
        names.join(", ")
    }

    fn report_missing(&self, search: &Search<'_, C>, sink: &mut dyn Sink) {
        for need in search.needs.iter().filter(|need| !search.is_met(need, self)) {
            let unknown = self.headings.iter().filter(|h| h.means.is_none() && h.repeats.is_none());
            let nearest = nearest::to(need, search.vocabulary, unknown.map(|h| h.name.as_str()));
            sink.diagnostic(
                Diagnostic::new(tables::COLUMN_MISSING, self.place.clone())
                    .with("what", Argument::in_both(need.what))
                    .with("header", self.names())
                    .with("name", (need.name, need.heading_zh))
                    .with("key", need.name)
                    .with("nearest", nearest.unwrap_or("…")),
            );
        }
    }
}

/// Gives the first heading that `named` names its meaning.
fn take_named<C: Copy + Eq>(headings: &mut [Heading<C>], stack: &Stack<'_>, named: &Named<C>) {
    let names_it = |heading: &Heading<C>| {
        let readings = stack.readings(heading.column);
        heading.means.is_none()
            && (is_it(&heading.name, &named.heading)
                || readings.iter().any(|reading| is_it(&reading.text, &named.heading)))
    };
    // What stands in an upper row over one column only names it too.
    let stands_over = |heading: &Heading<C>| {
        heading.means.is_none() && heading.name.split(" / ").any(|part| is_it(part, &named.heading))
    };
    let found = match headings.iter().position(names_it) {
        None if headings.iter().filter(|heading| stands_over(heading)).count() == 1 => {
            headings.iter().position(stands_over)
        }
        found => found,
    };
    if let Some(heading) = found.and_then(|at| headings.get_mut(at)) {
        // A unit in a heading is there whatever else its words say.
        let readings = stack.readings(heading.column);
        let unit = readings.iter().find_map(|r| r.forms().into_iter().find_map(|(_, unit)| unit));
        heading.set_unit(unit);
        heading.means = Some(named.column);
        heading.named = Some(named.heading.clone());
    }
}

fn is_it(heading: &str, wanted: &str) -> bool {
    heading.trim() == wanted.trim() || word(heading) == word(wanted) && !word(wanted).is_empty()
}

fn assign<C: Copy + Eq>(
    headings: &mut [Heading<C>],
    index: usize,
    means: C,
    vocabulary: &Vocabulary<C>,
) {
    let first = headings.iter().find(|heading| heading.means == Some(means));
    match first.map(|heading| heading.name.clone()) {
        Some(first) if !vocabulary.repeatable.contains(&means) => {
            headings[index].repeats = Some(first);
        }
        _ => headings[index].means = Some(means),
    }
}

/// The columns that one of `readings` may name, and the unit in it.
fn candidates<C: Copy + Eq>(
    readings: &[Reading],
    vocabulary: &Vocabulary<C>,
) -> (Vec<C>, Option<Scaled>) {
    for (word, unit) in readings.iter().flat_map(Reading::forms) {
        let means = vocabulary.columns(&word);
        if !means.is_empty() {
            return (means.to_vec(), unit);
        }
    }
    (Vec::new(), None)
}
