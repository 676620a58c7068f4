//! Where the rows of a table come from: text in some encoding and with some separator, or the sheets of a workbook.

use std::borrow::Cow;

use unleaded_model::diagnostic::codes::{tables, xml};
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

use super::delimited::{DelimitedRows, SEPARATORS};
use super::header::{Found, Header, Need, Vocabulary, find};
use super::rows::RowResult;
use super::workbook::Workbook;
use crate::sink::Sink;
use crate::text::{Undeclared, decode};

/// Rows that are looked at to find the separator.
const SAMPLED: usize = 60;

/// The decoded text of a file.
pub(crate) struct Text<'a> {
    text: Cow<'a, str>,
    /// Bytes of the file before the text.
    mark: u64,
}

/// Decodes the text of a table.
pub(crate) fn text<'a>(bytes: &'a [u8], file: &FileName) -> Result<Text<'a>, Diagnostic> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Diagnostic::new(xml::FILE_EMPTY, Place::file(file)));
    }
    let (text, _) = decode(bytes, file, Undeclared::Utf8OrGb18030).map_err(|defect| *defect)?;
    let mark = match &text {
        Cow::Borrowed(text) => bytes.len() - text.len(),
        // Spans of text in another encoding are those of its UTF-8 form.
        Cow::Owned(_) => 0,
    };
    Ok(Text { text, mark: mark as u64 })
}

impl Text<'_> {
    /// The rows, split by the separator under which one of the first rows names the most columns.
    pub(crate) fn rows<C: Copy + Eq>(
        &self,
        file: &FileName,
        vocabulary: &Vocabulary<C>,
    ) -> DelimitedRows<'_> {
        let rows = |separator| DelimitedRows::new(&self.text, self.mark, file, separator);
        let understood = |separator: u8| {
            let sample = rows(separator).take(SAMPLED).flatten();
            sample.map(|row| Header::of(&row, vocabulary).understood()).max()
        };
        let best = SEPARATORS.into_iter().rev().max_by_key(|separator| understood(*separator));
        rows(best.unwrap_or(SEPARATORS[0]))
    }
}

/// Reads each sheet of a workbook that has a header with `read`; returns whether there was any.
pub(crate) fn sheets<C: Copy + Eq>(
    bytes: &[u8],
    file: &FileName,
    vocabulary: &Vocabulary<C>,
    needs: &[Need<C>],
    sink: &mut dyn Sink,
    mut read: impl FnMut(&Header<C>, &mut dyn Iterator<Item = RowResult>, &mut dyn Sink),
) -> bool {
    let mut workbook = match Workbook::open(bytes, file) {
        Ok(workbook) => workbook,
        Err(defect) => {
            sink.diagnostic(defect);
            return false;
        }
    };
    let mut ignored = Vec::new();
    let mut any = false;
    let names = workbook.sheets();
    if names.is_empty() {
        sink.diagnostic(Diagnostic::new(tables::TABLE_EMPTY, Place::file(file)));
    }
    for sheet in names {
        let found = workbook.rows(&sheet).and_then(|mut rows| {
            let found = find(&mut rows, vocabulary, needs)?;
            if let Found::Header(header) = &found {
                read(header, &mut rows, sink);
            }
            Ok(found)
        });
        match found {
            Ok(Found::Header(_)) => any = true,
            Ok(found) => ignored.push((sheet, found)),
            Err(defect) => sink.diagnostic(defect),
        }
    }
    if !any {
        report_nearest(&mut ignored, file, needs, sink);
    }
    report_ignored(&ignored, file, sink);
    any
}

/// Takes the sheet out of `ignored` that comes nearest to a table and reports what it lacks.
fn report_nearest<C: Copy + Eq>(
    ignored: &mut Vec<(String, Found<C>)>,
    file: &FileName,
    needs: &[Need<C>],
    sink: &mut dyn Sink,
) {
    let nearest = (0..ignored.len()).rev().max_by_key(|at| ignored[*at].1.understood());
    if let Some(nearest) = nearest {
        let (_, found) = ignored.remove(nearest);
        let _lacking = found.or_report(needs, &Place::file(file), sink);
    }
}

/// Reports the sheets that hold rows but no table.
fn report_ignored<C: Copy + Eq>(
    ignored: &[(String, Found<C>)],
    file: &FileName,
    sink: &mut dyn Sink,
) {
    for (name, _) in ignored.iter().filter(|(_, found)| !found.is_empty()) {
        let place = Place::Sheet { file: file.clone(), sheet: name.clone(), cell: "A1".to_owned() };
        let remark = Diagnostic::new(tables::SHEET_IGNORED, place);
        sink.diagnostic(remark.with("name", name.as_str()));
    }
}
