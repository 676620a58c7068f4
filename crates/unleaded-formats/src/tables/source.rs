//! Where the rows of a table come from: text in some encoding and with some separator, or the sheets of a workbook.

use std::borrow::Cow;

use encoding_rs::Encoding;
use unleaded_model::diagnostic::codes::{sheets, tables, xml};
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

use super::delimited::{DelimitedRows, SEPARATORS};
use super::encoding;
use super::header::{Found, Header, Lookahead, Named, Need, Search, Vocabulary};
use super::rows::RowResult;
use super::workbook::Workbook;
use crate::sink::Sink;
use crate::text::{Undeclared, broken, decode, utf16_by_zeros};

/// Rows that are looked at to find the separator.
const SAMPLED: usize = 60;

/// The decoded text of a file.
pub(crate) struct Text<'a> {
    text: Cow<'a, str>,
    /// Bytes of the file before the text.
    mark: u64,
}

/// Decodes the text of a table whose header has words of `vocabulary`.
pub(crate) fn text<'a, C: Copy + Eq>(
    bytes: &'a [u8],
    file: &FileName,
    vocabulary: &Vocabulary<C>,
) -> Result<Text<'a>, Diagnostic> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Diagnostic::new(xml::FILE_EMPTY, Place::file(file)));
    }
    let is_marked = Encoding::for_bom(bytes).is_some();
    if let Some(utf16) = utf16_by_zeros(bytes).filter(|_| !is_marked) {
        let text = utf16.decode_without_bom_handling_and_without_replacement(bytes);
        let text = text.ok_or_else(|| *broken(utf16, 0, file))?;
        return Ok(Text { text: Cow::Owned(text.into_owned()), mark: 0 });
    }
    if !is_marked && std::str::from_utf8(bytes).is_err() {
        let found = |text: &str| separated(text, 0, file, vocabulary, &[]).1;
        if let Some((text, _)) = encoding::decode(bytes, found) {
            return Ok(Text { text: Cow::Owned(text), mark: 0 });
        }
    }
    let (text, _) = decode(bytes, file, Undeclared::Utf8OrGb18030).map_err(|defect| *defect)?;
    let mark = match &text {
        Cow::Borrowed(text) => bytes.len() - text.len(),
        // Spans of text in another encoding are those of its UTF-8 form.
        Cow::Owned(_) => 0,
    };
    Ok(Text { text, mark: mark as u64 })
}

/// The separator under which one of the first rows names the most columns, and how many; one that the text states wins.
fn separated<C: Copy + Eq>(
    text: &str,
    mark: u64,
    file: &FileName,
    vocabulary: &Vocabulary<C>,
    named: &[Named<C>],
) -> (u8, usize) {
    // Where no row is understood, the separator that makes the most cells of one is the likeliest.
    let understood = |separator: u8| {
        let sample = DelimitedRows::new(text, mark, file, separator).take(SAMPLED).flatten();
        let headers = sample.map(|row| Header::with(&row, vocabulary, named));
        headers.map(|header| (header.understood(), header.headings.len())).max()
    };
    let scored = SEPARATORS.into_iter().map(|separator| (separator, understood(separator)));
    let best = scored.rev().max_by_key(|(_, understood)| *understood);
    let (separator, understood) = best.unwrap_or((SEPARATORS[0], None));
    let understood = understood.map_or(0, |(understood, _)| understood);
    (encoding::stated_separator(text).unwrap_or(separator), understood)
}

impl Text<'_> {
    /// The rows, split by the separator under which one of the first rows names the most columns.
    pub(crate) fn rows<C: Copy + Eq>(
        &self,
        file: &FileName,
        vocabulary: &Vocabulary<C>,
    ) -> DelimitedRows<'_> {
        self.rows_with(file, vocabulary, &[])
    }

    /// Does the same, where a mapping names headings.
    pub(crate) fn rows_with<C: Copy + Eq>(
        &self,
        file: &FileName,
        vocabulary: &Vocabulary<C>,
        named: &[Named<C>],
    ) -> DelimitedRows<'_> {
        let (separator, _) = separated(&self.text, self.mark, file, vocabulary, named);
        DelimitedRows::new(&self.text, self.mark, file, separator)
    }

    /// Whether a number in it may have a comma for another purpose than to separate cells.
    pub(crate) fn has_commas(&self, separator: u8) -> bool {
        let between_digits = |window: &[u8]| matches!(window, [a, b',', b] if a.is_ascii_digit() && b.is_ascii_digit());
        match separator {
            b',' => self.text.contains(['"', '，']),
            _ => self.text.contains('，') || self.text.as_bytes().windows(3).any(between_digits),
        }
    }
}

/// Reads each sheet of a workbook that has a header with `read`; returns whether there was any.
pub(crate) fn sheets<C: Copy + Eq>(
    bytes: &[u8],
    file: &FileName,
    vocabulary: &'static Vocabulary<C>,
    needs: &'static [Need<C>],
    sink: &mut dyn Sink,
    mut read: impl FnMut(&Header<C>, &mut dyn Iterator<Item = RowResult>, &mut dyn Sink),
) -> bool {
    let search = Search::plain(vocabulary, needs);
    let survey = |_: &Header<C>, _: &mut dyn Iterator<Item = RowResult>| ();
    sheets_with(bytes, file, &search, sink, survey, |header, (), rows, sink| {
        read(header, rows, sink);
    })
}

/// Does the same for what `search` finds. Where the workbook holds numbers with commas, the rows of a sheet go through
/// `survey` first, and `read` is told what came of it.
pub(crate) fn sheets_with<C: Copy + Eq, S: Default>(
    bytes: &[u8],
    file: &FileName,
    search: &Search<'_, C>,
    sink: &mut dyn Sink,
    survey: impl FnMut(&Header<C>, &mut dyn Iterator<Item = RowResult>) -> S,
    read: impl FnMut(&Header<C>, S, &mut dyn Iterator<Item = RowResult>, &mut dyn Sink),
) -> bool {
    match Workbook::open(bytes, file) {
        Ok(mut workbook) => sheets_of(&mut workbook, file, search, sink, survey, read),
        Err(defect) => {
            sink.diagnostic(defect);
            false
        }
    }
}

/// Does the same in a workbook that is open already.
pub(crate) fn sheets_of<C: Copy + Eq, S: Default>(
    workbook: &mut Workbook<'_>,
    file: &FileName,
    search: &Search<'_, C>,
    sink: &mut dyn Sink,
    mut survey: impl FnMut(&Header<C>, &mut dyn Iterator<Item = RowResult>) -> S,
    mut read: impl FnMut(&Header<C>, S, &mut dyn Iterator<Item = RowResult>, &mut dyn Sink),
) -> bool {
    let mut ignored = Vec::new();
    let mut any = false;
    let names = workbook.sheets();
    if names.is_empty() {
        sink.diagnostic(Diagnostic::new(tables::TABLE_EMPTY, Place::file(file)));
    }
    let is_wanted = |name: &String| search.sheet.is_none_or(|wanted| wanted == name);
    for sheet in names.into_iter().filter(is_wanted) {
        let surveyed = if workbook.has_commas() {
            workbook.in_advance(|workbook| surveyed(workbook, &sheet, search, &mut survey))
        } else {
            S::default()
        };
        let found = workbook.rows(&sheet).and_then(|mut rows| {
            let rows = &mut Lookahead::new(&mut rows);
            let found = search.find(rows)?;
            let mut count = 0_u64;
            if let Found::Header(header) = &found {
                let counted = rows.inspect(|_| count += 1);
                read(header, surveyed, &mut { counted }, sink);
            }
            Ok((found, count))
        });
        match found {
            Ok((Found::Header(header), count)) => {
                any = true;
                if workbook.is_hidden(&sheet) {
                    let remark = Diagnostic::new(sheets::SHEET_HIDDEN, header.place);
                    sink.diagnostic(remark.with("name", sheet).with("rows", count));
                }
            }
            Ok((found, _)) => ignored.push((sheet, found)),
            Err(defect) => sink.diagnostic(defect),
        }
    }
    if !any {
        report_nearest(&mut ignored, file, search, sink);
    }
    report_ignored(&ignored, file, sink);
    any
}

/// What `survey` makes of a sheet; defects are left to the reading that follows.
fn surveyed<C: Copy + Eq, S: Default>(
    workbook: &mut Workbook<'_>,
    sheet: &str,
    search: &Search<'_, C>,
    survey: &mut impl FnMut(&Header<C>, &mut dyn Iterator<Item = RowResult>) -> S,
) -> S {
    let Ok(mut rows) = workbook.rows(sheet) else {
        return S::default();
    };
    let rows = &mut Lookahead::new(&mut rows);
    match search.find(rows) {
        Ok(Found::Header(header)) => survey(&header, rows),
        _ => S::default(),
    }
}

/// Takes the sheet out of `ignored` that comes nearest to a table and reports what it lacks.
fn report_nearest<C: Copy + Eq>(
    ignored: &mut Vec<(String, Found<C>)>,
    file: &FileName,
    search: &Search<'_, C>,
    sink: &mut dyn Sink,
) {
    let nearest = (0..ignored.len()).rev().max_by_key(|at| ignored[*at].1.understood());
    if let Some(nearest) = nearest {
        let (_, found) = ignored.remove(nearest);
        let _lacking = found.or_lacking(search, &Place::file(file), sink);
    }
}

/// Reports the sheets that hold rows but no table.
fn report_ignored<C: Copy + Eq>(
    ignored: &[(String, Found<C>)],
    file: &FileName,
    sink: &mut dyn Sink,
) {
    for (name, _) in ignored.iter().filter(|(_, found)| !found.is_empty()) {
        let remark = Diagnostic::new(tables::SHEET_IGNORED, Place::cell(file, name, "A1"));
        sink.diagnostic(remark.with("name", name.as_str()));
    }
}
