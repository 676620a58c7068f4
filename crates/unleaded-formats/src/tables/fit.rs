//! Whether a mapping is one for the table at hand. One that names headings which the table lacks was written for another
//! table: it says nothing about this one.

use unleaded_model::diagnostic::codes::cells;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

use super::delimited::DelimitedRows;
use super::header::{Found, Header, Lookahead};
use super::mapping::Mapping;
use super::rows::RowResult;
use super::words::Column;
use super::workbook::Workbook;
use crate::sink::Sink;

/// Returns `mapping` where it fits the text, else none after a diagnostic.
pub(super) fn to_text<'m>(
    mapping: &'m Mapping,
    none: &'m Mapping,
    rows: &DelimitedRows<'_>,
    sink: &mut dyn Sink,
) -> &'m Mapping {
    if mapping.named.is_empty() {
        return mapping;
    }
    let header = header(mapping, &mut rows.clone());
    choose(mapping, none, header.into_iter().collect(), sink)
}

/// Returns `mapping` where it fits a sheet of the workbook, else none after a diagnostic.
pub(super) fn to_workbook<'m>(
    mapping: &'m Mapping,
    none: &'m Mapping,
    bytes: &[u8],
    file: &FileName,
    sink: &mut dyn Sink,
) -> &'m Mapping {
    if mapping.named.is_empty() && mapping.sheet.is_none() {
        return mapping;
    }
    // What is wrong with the workbook is told when it is read.
    let Ok(mut workbook) = Workbook::open(bytes, file) else {
        return mapping;
    };
    let sheets = workbook.sheets();
    if let Some(wanted) = mapping.sheet.as_ref().filter(|wanted| !sheets.contains(wanted)) {
        let absent = Diagnostic::new(cells::MAPPING_SHEET_ABSENT, Place::file(file));
        sink.diagnostic(absent.with("name", wanted.as_str()).with("sheets", sheets.join(", ")));
        return none;
    }
    let is_wanted = |sheet: &&String| mapping.sheet.as_ref().is_none_or(|wanted| wanted == *sheet);
    let headers = sheets.iter().filter(is_wanted).filter_map(|sheet| {
        let mut rows = workbook.rows(sheet).ok()?;
        header(mapping, &mut rows)
    });
    let headers = headers.collect();
    choose(mapping, none, headers, sink)
}

fn header(mapping: &Mapping, rows: &mut dyn Iterator<Item = RowResult>) -> Option<Header<Column>> {
    match mapping.find(&mut Lookahead::new(rows)) {
        Ok(Found::Header(header) | Found::Lacking { nearest: Some(header) }) => Some(header),
        Ok(Found::Lacking { nearest: None }) | Err(_) => None,
    }
}

fn choose<'m>(
    mapping: &'m Mapping,
    none: &'m Mapping,
    headers: Vec<Header<Column>>,
    sink: &mut dyn Sink,
) -> &'m Mapping {
    let nearest = headers.iter().min_by_key(|header| header.absent(&mapping.named).count());
    match nearest {
        Some(header) if header.absent(&mapping.named).next().is_some() => {
            header.report_absent(&mapping.named, sink);
            none
        }
        _ => mapping,
    }
}
