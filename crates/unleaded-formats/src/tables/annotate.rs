//! A table given back with its defects: the bad cells coloured, and a column that says what is wrong and what to do.
//!
//! A workbook is edited in place: its members are copied byte for byte except the sheets with findings, the styles, and
//! the three indexes that name a further sheet. Delimited text becomes a workbook with the same rows.

use std::collections::BTreeMap;

use unleaded_model::diagnostic::{Diagnostic, FileName, Language, Place};

use self::findings::Findings;
use self::package::Package;
use super::book::OWN;
use super::fit;
use super::header::{Found, Header, Lookahead};
use super::mapping::Mapping;
use super::rows::Row;
use super::words::Column;
use super::workbook::{Workbook, unreadable};
use crate::detect::{Kind, detect};
use crate::sink::Collected;

mod findings;
mod package;
mod sheet;
mod styles;
mod tags;
mod text;

/// Where the findings of a table go.
#[derive(Clone, Copy, Debug)]
struct Margin {
    /// The row of the header, from 1.
    header: u32,
    /// The column of the findings, from 0.
    column: u32,
}

/// Returns the workbook that shows `diagnostics`, which reading the table in `bytes` by `mapping` gave, in `language`;
/// `Ok(None)`: it is no table. The findings of an earlier call are replaced.
pub(super) fn annotate(
    bytes: &[u8],
    file: &FileName,
    mapping: &Mapping,
    diagnostics: &[Diagnostic],
    language: Language,
) -> Result<Option<Vec<u8>>, Diagnostic> {
    match detect(bytes) {
        Some(Kind::Csv) => text::annotate(bytes, file, mapping, diagnostics, language).map(Some),
        Some(Kind::Xlsx) => workbook(bytes, file, mapping, diagnostics, language).map(Some),
        _ => Ok(None),
    }
}

fn workbook(
    bytes: &[u8],
    file: &FileName,
    mapping: &Mapping,
    diagnostics: &[Diagnostic],
    language: Language,
) -> Result<Vec<u8>, Diagnostic> {
    let mut workbook = Workbook::open(bytes, file)?;
    let names = ["check", "检查"];
    let is_named = |name: &&String| names.iter().any(|start| name.starts_with(start));
    let earlier = workbook.own_sheets().iter().map(|sheet| &sheet.name).find(is_named).cloned();
    let none = Mapping::default();
    // That a mapping does not fit is among the diagnostics.
    let mapping = fit::to_workbook(mapping, &none, bytes, file, &mut Collected::default());
    let margins = margins(&mut workbook, mapping)?;
    let findings = Findings::of(diagnostics, language, &margins);
    let package = Package::open(bytes).map_err(|reason| unreadable(file, reason))?;
    package
        .annotated(&margins, findings, earlier, language)
        .map_err(|reason| unreadable(file, reason))
}

/// The sheets that hold tables.
fn margins(
    workbook: &mut Workbook<'_>,
    mapping: &Mapping,
) -> Result<BTreeMap<String, Margin>, Diagnostic> {
    let mut margins = BTreeMap::new();
    let is_wanted = |name: &String| mapping.sheet.as_ref().is_none_or(|wanted| wanted == name);
    for name in workbook.sheets().into_iter().filter(is_wanted) {
        let mut rows = workbook.rows(&name)?;
        let rows = &mut Lookahead::new(&mut rows);
        let Found::Header(header) = mapping.find(rows)? else {
            continue;
        };
        let mut widest = header.width;
        let own = own_column(&header);
        if own.is_none() {
            // What stands right of the table keeps its place.
            for row in rows {
                let Ok(row) = row else { break };
                widest = widest.max(Row::filled(&row));
            }
        }
        let column = u32::try_from(own.unwrap_or(widest)).unwrap_or(u32::MAX);
        if let Some((header, None)) = position(&header.place) {
            margins.insert(name, Margin { header, column });
        }
    }
    Ok(margins)
}

/// The column of the findings of an earlier call.
fn own_column(header: &Header<Column>) -> Option<usize> {
    header.headings.iter().find(|heading| heading.name.starts_with(OWN)).map(|h| h.column)
}

/// Row (from 1) and column (from 0) of a place in a sheet; without a column: the whole row.
fn position(place: &Place) -> Option<(u32, Option<u32>)> {
    let Place::Sheet { cell, .. } = place else {
        return None;
    };
    match cell.name.split_once(':') {
        Some((row, _)) => Some((row.parse().ok()?, None)),
        None => tags::reference(&cell.name).map(|(row, column)| (row, Some(column))),
    }
}

/// The heading of the column of findings, and the title of their sheet.
fn heading(language: Language) -> String {
    format!("{OWN}{}", language.pick("check", "检查"))
}
