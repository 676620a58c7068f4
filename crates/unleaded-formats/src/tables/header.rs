//! From the words of a header row to the columns that they mean.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use unleaded_model::amount::Unit;
use unleaded_model::diagnostic::codes::tables;
use unleaded_model::diagnostic::{Diagnostic, Place};
use unleaded_model::identity::{key, matching_text};

use super::book::OWN;
use super::rows::{Row, RowResult};
use crate::sink::Sink;

/// Rows that are searched for a header: forms put titles, addresses and instructions above it.
const SEARCHED: usize = 60;
/// Cells of a row that may name columns; the work on a header grows with their square.
const MOST_HEADINGS: usize = 1024;

/// The words that name each column, in the form of [`word`]. A word that stands under two columns means the first of
/// them that no other heading names.
pub(crate) struct Vocabulary<C: 'static> {
    /// Columns and their words, separated by spaces.
    pub(crate) words: &'static [(C, &'static str)],
    /// Columns that may stand more than once.
    pub(crate) repeatable: &'static [C],
    /// Columns that are known only so that they are not taken for others.
    pub(crate) unused: &'static [C],
    /// The columns of each word, made on the first look-up.
    pub(crate) index: OnceLock<BTreeMap<&'static str, Vec<C>>>,
}

impl<C: Copy> Vocabulary<C> {
    /// The columns that a word in the form of [`word`] may mean, in the order of the table; none: it is not known.
    fn columns(&self, word: &str) -> &[C] {
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
}

/// One cell of a header row.
#[derive(Clone, Debug)]
pub(crate) struct Heading<C> {
    /// Its column, from 0.
    pub(crate) column: usize,
    /// The cell as written, trimmed.
    pub(crate) name: String,
    /// The column that it names.
    pub(crate) means: Option<C>,
    /// The unit in it, as in `mass (mg)`.
    pub(crate) unit: Option<Unit>,
    /// The name of an earlier heading that means the same.
    repeats: Option<String>,
    place: Place,
}

/// A header row.
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
    /// Reads `row` as a header.
    pub(crate) fn of(row: &Row, vocabulary: &Vocabulary<C>) -> Self {
        let filled =
            (0..row.filled().min(MOST_HEADINGS)).filter(|column| !row.text(*column).is_empty());
        let (mut headings, candidates): (Vec<_>, Vec<_>) = filled
            .map(|column| {
                let (means, unit) = candidates(row.text(column), vocabulary);
                let name = row.text(column).to_owned();
                let place = row.place(column);
                (Heading { column, name, means: None, unit, repeats: None, place }, means)
            })
            .unzip();
        // Words of one meaning first, so that a word of two meanings takes the one that is left.
        for (index, means) in candidates.iter().enumerate().filter(|(_, means)| means.len() == 1) {
            assign(&mut headings, index, means[0], vocabulary);
        }
        for (index, means) in candidates.iter().enumerate().filter(|(_, means)| means.len() > 1) {
            let free = means.iter().find(|c| headings.iter().all(|h| h.means != Some(**c)));
            assign(&mut headings, index, *free.unwrap_or(&means[0]), vocabulary);
        }
        for heading in &mut headings {
            heading.means = heading.means.filter(|means| !vocabulary.unused.contains(means));
        }
        Self { headings, width: row.filled(), place: row.whole() }
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

    fn meets(&self, need: &Need<C>) -> bool {
        need.any_of.iter().any(|column| self.column(*column).is_some())
    }

    /// Reports the headings that are not used, once each.
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

    fn report_missing(&self, needs: &[Need<C>], sink: &mut dyn Sink) {
        let names: Vec<_> = self.headings.iter().map(|heading| heading.name.as_str()).collect();
        for need in needs.iter().filter(|need| !self.meets(need)) {
            sink.diagnostic(
                Diagnostic::new(tables::COLUMN_MISSING, self.place.clone())
                    .with("what", need.what)
                    .with("header", names.join(", "))
                    .with("name", need.name),
            );
        }
    }
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
        needs: &[Need<C>],
        whole: &Place,
        sink: &mut dyn Sink,
    ) -> Option<Header<C>> {
        match self {
            Self::Header(header) => return Some(header),
            Self::Lacking { nearest: Some(header) } => header.report_missing(needs, sink),
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
    vocabulary: &Vocabulary<C>,
    needs: &[Need<C>],
) -> Result<Found<C>, Diagnostic> {
    let mut nearest: Option<Header<C>> = None;
    let mut searched = 0;
    while searched < SEARCHED {
        let Some(row) = rows.next() else { break };
        let row = row?;
        if row.is_blank() {
            continue;
        }
        searched += 1;
        let header = Header::of(&row, vocabulary);
        if needs.iter().all(|need| header.meets(need)) {
            return Ok(Found::Header(header));
        }
        if nearest.as_ref().is_none_or(|best| header.understood() > best.understood()) {
            nearest = Some(header);
        }
    }
    Ok(Found::Lacking { nearest })
}

/// The columns that `cell` may name, and the unit in it.
fn candidates<C: Copy + Eq>(cell: &str, vocabulary: &Vocabulary<C>) -> (Vec<C>, Option<Unit>) {
    for (word, unit) in forms(cell) {
        let means = vocabulary.columns(&word);
        if !means.is_empty() {
            return (means.to_vec(), unit);
        }
    }
    (Vec::new(), None)
}

/// The readings of a heading, the most literal first: the whole, without a unit at its end, what stands in brackets, and
/// the parts of a heading in two languages.
fn forms(cell: &str) -> Vec<(String, Option<Unit>)> {
    let text = matching_text(cell);
    let bracket = split_bracket(&text);
    let in_bracket = bracket.and_then(|(base, inner)| Some((base, Unit::parse(inner)?)));
    let (base, unit) = match in_bracket.or_else(|| split_unit(&text)) {
        Some((base, unit)) => (base, Some(unit)),
        None => (bracket.map_or(text.as_str(), |(base, _)| base), None),
    };
    let mut forms = vec![(word(&text), Unit::parse(&text)), (word(base), unit)];
    if let (None, Some((_, inner))) = (unit, bracket) {
        forms.push((word(inner), None));
    }
    let (han, other): (String, String) = base.chars().partition(|c| is_han(*c));
    forms.push((word(&other), unit));
    forms.push((word(&han), unit));
    forms
}

/// The form in which words are compared: letters and digits in lower case, with `pct` for every way to write per cent.
fn word(text: &str) -> String {
    key(&text.replace('%', " pct ")).replace("percentage", "pct").replace("percent", "pct")
}

/// `mass [mg]` to `mass` and `mg`.
fn split_bracket(text: &str) -> Option<(&str, &str)> {
    let inner_end = text.strip_suffix([')', ']', '】'])?;
    let open = inner_end.rfind(['(', '[', '【'])?;
    let inner = inner_end[open..].trim_start_matches(['(', '[', '【']);
    Some((text[..open].trim(), inner.trim()))
}

/// `mass mg`, `mass_mg`, `质量mg` to the name and the unit.
fn split_unit(text: &str) -> Option<(&str, Unit)> {
    let is_cut = |c: char| is_han(c) || matches!(c, ' ' | '_' | ',' | ':' | '/' | '-');
    let (at, c) = text.char_indices().rfind(|(_, c)| is_cut(*c))?;
    let after = at + c.len_utf8();
    let unit = Unit::parse(&text[after..])?;
    let base = if is_han(c) { &text[..after] } else { &text[..at] };
    Some((base, unit))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_read_in_many_forms() {
        let check = |cell: &str, expected: &str, unit: Option<Unit>| {
            assert!(
                forms(cell).contains(&(expected.to_owned(), unit)),
                "{cell}: {:?}",
                forms(cell)
            );
        };
        check("Part Number", "partnumber", None);
        check("PART_NUMBER", "partnumber", None);
        check("Mass (mg)", "mass", Some(Unit::Milligram));
        check("mass_mg", "mass", Some(Unit::Milligram));
        check("质量（mg）", "质量", Some(Unit::Milligram));
        check("质量mg", "质量", Some(Unit::Milligram));
        check("含量%", "含量", Some(Unit::MassPercent));
        check("含量 (wt%)", "含量", Some(Unit::MassPercent));
        check("% of material", "pctofmaterial", None);
        check("Mass Percent", "masspct", None);
        check("ppm", "ppm", Some(Unit::Ppm));
        check("物质名称\nSubstance Name", "substancename", None);
        check("Substance Name (物质名称)", "物质名称", None);
        check("料号/Part No.", "partno", None);
    }
}
