//! The search for the header among the first rows of a table.

use unleaded_model::diagnostic::codes::tables;
use unleaded_model::diagnostic::{Diagnostic, Place};

use super::{Header, Named, Need, Vocabulary};
use crate::sink::Sink;
use crate::tables::book::OWN;
use crate::tables::rows::{Row, RowResult};
use crate::tables::units::Scaled;

/// Rows that are searched for a header: forms put titles, addresses and instructions above it.
const SEARCHED: usize = 60;
/// Rows that a header may have.
const TALLEST: usize = 3;

/// What is searched for.
pub(crate) struct Search<'a, C: 'static> {
    /// The words of the columns.
    pub(crate) vocabulary: &'static Vocabulary<C>,
    /// What the table can't do without.
    pub(crate) needs: &'static [Need<C>],
    /// Columns that a mapping names.
    pub(crate) named: &'a [Named<C>],
    /// Columns that need not be there, since a mapping says what they hold.
    pub(crate) fixed: &'a [C],
    /// The sheet; `None`: any.
    pub(crate) sheet: Option<&'a str>,
    /// The lowest row of the header, from 1; `None`: any.
    pub(crate) at: Option<u32>,
    /// How many rows a header may have.
    pub(crate) height: Height,
}

/// How many rows a header may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Height {
    /// One.
    One,
    /// Up to three, and a row of units.
    Several,
}

impl<C: Copy + Eq> Search<'_, C> {
    /// A search without a mapping for a header of one row.
    pub(crate) fn plain(vocabulary: &'static Vocabulary<C>, needs: &'static [Need<C>]) -> Self {
        Self {
            vocabulary,
            needs,
            named: &[],
            fixed: &[],
            sheet: None,
            at: None,
            height: Height::One,
        }
    }

    /// Whether `header` or the mapping has what `need` asks for.
    pub(super) fn is_met(&self, need: &Need<C>, header: &Header<C>) -> bool {
        let is_there = |column: &C| header.column(*column).is_some() || self.fixed.contains(column);
        need.any_of.iter().any(is_there)
    }

    fn meets(&self, header: &Header<C>) -> bool {
        self.needs.iter().all(|need| self.is_met(need, header))
    }

    fn header(&self, rows: &[&Row]) -> Header<C> {
        Header::of_rows(rows, self.vocabulary, self.named)
    }

    /// Reads the last of `rows` as a header, with those above it where it needs them; returns the rows of it too.
    fn ending_with<'r>(&self, rows: &'r [Row]) -> (Header<C>, Vec<&'r Row>) {
        let all: Vec<&Row> = rows.iter().collect();
        let alone = &all[all.len() - 1..];
        let single = self.header(alone);
        let has_all = |header: &Header<C>| header.absent(self.named).next().is_none();
        let is_met = self.meets(&single);
        if self.height == Height::One || is_met && has_all(&single) {
            return (single, alone.to_vec());
        }
        for height in 2..=all.len() {
            let rows = &all[all.len() - height..];
            let header = self.header(rows);
            // Rows above one that has all that is needed are asked only for what the mapping names.
            let is_better = self.meets(&header) && (!is_met || has_all(&header));
            if is_better && is_heading_row(rows[height - 1], &header) {
                return (header, rows.to_vec());
            }
        }
        (single, alone.to_vec())
    }

    /// Adds the rows below that belong to the header to it: finer headings, then units.
    fn completed(
        &self,
        mut header: Header<C>,
        used: &[&Row],
        rows: &mut Lookahead<'_>,
    ) -> Header<C> {
        let mut next = rows.peek();
        if next.is_some_and(|row| header.take_units(row, self.vocabulary.amounts)) {
            rows.pass();
            return header;
        }
        let taller = next.filter(|_| used.len() < TALLEST).and_then(|row| {
            let all: Vec<&Row> = used.iter().copied().chain([row]).collect();
            let taller = self.header(&all);
            let fits = taller.understood() >= header.understood() && self.meets(&taller);
            (fits && is_heading_row(row, &taller)).then_some(taller)
        });
        if let Some(taller) = taller {
            header = taller;
            rows.pass();
            next = rows.peek();
            if next.is_some_and(|row| header.take_units(row, self.vocabulary.amounts)) {
                rows.pass();
            }
        }
        header
    }
}

impl<C: Copy + Eq> Header<C> {
    /// Takes the units of a row below the header that holds nothing else; returns whether it is one. Units stand under amounts: a
    /// part may be called `T`.
    fn take_units(&mut self, row: &Row, amounts: &[C]) -> bool {
        let unit = |at: &usize| Scaled::parse(row.text(*at));
        let is_amount = |at: usize| {
            let heading = self.headings.iter().find(|heading| heading.column == at);
            heading.and_then(|heading| heading.means).is_some_and(|means| amounts.contains(&means))
        };
        let says = |at: &usize| !matches!(row.text(*at), "" | "-" | "/" | "—");
        let units: Vec<usize> = (0..row.filled()).filter(says).collect();
        let all = units.iter().all(|at| is_amount(*at) && unit(at).is_some());
        if !all || units.is_empty() {
            return false;
        }
        for heading in &mut self.headings {
            if let Some(unit) = unit(&heading.column) {
                heading.set_unit(Some(unit));
            }
        }
        true
    }
}

/// Whether the lowest row of `header` holds headings, most of them known, and no data.
fn is_heading_row<C: Copy + Eq>(row: &Row, header: &Header<C>) -> bool {
    let own = header.headings.iter().filter(|heading| !row.text(heading.column).is_empty());
    let (mut known, mut unknown) = (0, 0);
    for heading in own {
        let text = row.text(heading.column);
        if text.starts_with(|c: char| c.is_ascii_digit()) {
            return false;
        }
        if text.starts_with(OWN) {
            continue;
        }
        *(if heading.means.is_some() { &mut known } else { &mut unknown }) += 1;
    }
    known >= 2 && unknown * 4 <= known
}

/// Rows, of which the next can be looked at.
pub(crate) struct Lookahead<'a> {
    rows: &'a mut dyn Iterator<Item = RowResult>,
    next: Option<RowResult>,
}

impl<'a> Lookahead<'a> {
    /// Returns the rows of `rows`.
    pub(crate) fn new(rows: &'a mut dyn Iterator<Item = RowResult>) -> Self {
        Self { rows, next: None }
    }

    /// The next row, where there is one without a defect.
    fn peek(&mut self) -> Option<&Row> {
        if self.next.is_none() {
            self.next = self.rows.next();
        }
        self.next.as_ref()?.as_ref().ok()
    }

    /// Passes over the row that was looked at.
    fn pass(&mut self) {
        self.next = None;
    }
}

impl Iterator for Lookahead<'_> {
    type Item = RowResult;

    fn next(&mut self) -> Option<RowResult> {
        self.next.take().or_else(|| self.rows.next())
    }
}

/// What the first rows of a table hold.
pub(crate) enum Found<C> {
    /// A header with all that is needed; the rows after it are left in the iterator.
    Header(Header<C>),
    /// No header.
    Lacking {
        /// The row that comes nearest; `None`: there is no row.
        nearest: Option<Header<C>>,
    },
}

impl<C: Copy + Eq> Found<C> {
    /// How many columns the best row names.
    pub(crate) fn understood(&self) -> usize {
        match self {
            Self::Header(header) | Self::Lacking { nearest: Some(header) } => header.understood(),
            Self::Lacking { nearest: None } => 0,
        }
    }

    /// Whether there is no row at all.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Lacking { nearest: None })
    }

    /// Returns the header, or `None` after reporting what it lacks.
    pub(crate) fn or_report(
        self,
        needs: &'static [Need<C>],
        vocabulary: &'static Vocabulary<C>,
        whole: &Place,
        sink: &mut dyn Sink,
    ) -> Option<Header<C>> {
        self.or_lacking(&Search::plain(vocabulary, needs), whole, sink)
    }

    /// Does the same for a search with a mapping.
    pub(crate) fn or_lacking(
        self,
        search: &Search<'_, C>,
        whole: &Place,
        sink: &mut dyn Sink,
    ) -> Option<Header<C>> {
        match self {
            Self::Header(header) => return Some(header),
            Self::Lacking { nearest: Some(header) } => header.report_missing(search, sink),
            Self::Lacking { nearest: None } => {
                sink.diagnostic(Diagnostic::new(tables::TABLE_EMPTY, whole.clone()));
            }
        }
        None
    }
}

/// Takes rows up to and with the first that names every needed column.
pub(crate) fn find<C: Copy + Eq>(
    rows: &mut dyn Iterator<Item = RowResult>,
    vocabulary: &'static Vocabulary<C>,
    needs: &'static [Need<C>],
) -> Result<Found<C>, Diagnostic> {
    Search::plain(vocabulary, needs).find(&mut Lookahead::new(rows))
}

impl<C: Copy + Eq> Search<'_, C> {
    /// Takes rows up to and with the last of a header that names every needed column.
    pub(crate) fn find(&self, rows: &mut Lookahead<'_>) -> Result<Found<C>, Diagnostic> {
        let mut nearest: Option<Header<C>> = None;
        let mut last: Vec<Row> = Vec::with_capacity(TALLEST + 1);
        let mut searched = 0;
        while self.at.is_some() || searched < SEARCHED {
            let Some(row) = rows.next().transpose()? else { break };
            if row.is_blank() {
                continue;
            }
            let number = row.number();
            searched += 1;
            last.push(row);
            if last.len() > TALLEST {
                last.remove(0);
            }
            if self.at.is_some_and(|at| number < at) {
                continue;
            }
            let (header, used) = self.ending_with(&last);
            if self.meets(&header) {
                return match self.height {
                    Height::One => Ok(Found::Header(header)),
                    Height::Several => Ok(Found::Header(self.completed(header, &used, rows))),
                };
            }
            if nearest.as_ref().is_none_or(|best| header.understood() > best.understood()) {
                nearest = Some(header);
            }
            if self.at.is_some() {
                break;
            }
        }
        Ok(Found::Lacking { nearest })
    }
}
