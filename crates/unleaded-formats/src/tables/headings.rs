//! The headings of a table and what each is taken for: what a mapping file begins with.

use unleaded_model::diagnostic::FileName;

use super::header::{Found, Header, Lookahead};
use super::mapping::Mapping;
use super::rows::RowResult;
use super::source;
use super::words::{Column, NAMES, VOCABULARY};
use super::workbook::Workbook;
use crate::detect::{Kind, detect};

/// The headings of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headings {
    /// The sheet; `None`: the table is text.
    pub sheet: Option<String>,
    /// The headings that are understood, with our names for them, in the order of the table.
    pub known: Vec<(&'static str, String)>,
    /// The others.
    pub unknown: Vec<String>,
}

impl Headings {
    fn of(sheet: Option<String>, header: &Header<Column>) -> Self {
        let ours = |column| NAMES.iter().find(|(known, _)| *known == column).map(|(_, name)| *name);
        let mut headings = Self { sheet, known: Vec::new(), unknown: Vec::new() };
        for heading in &header.headings {
            match heading.means.and_then(ours) {
                Some(ours) if !headings.known.iter().any(|(known, _)| *known == ours) => {
                    headings.known.push((ours, heading.name.clone()));
                }
                _ => headings.unknown.push(heading.name.clone()),
            }
        }
        headings
    }
}

/// Returns the headings of the table in `bytes`: those of the row that comes nearest to a header, and of the sheet where most
/// of them are understood; `None`: it holds no rows, or can't be read.
pub fn headings(bytes: &[u8], file: &FileName) -> Option<Headings> {
    if detect(bytes) != Some(Kind::Xlsx) {
        let text = source::text(bytes, file, &VOCABULARY).ok()?;
        let header = nearest(&mut text.rows(file, &VOCABULARY))?;
        return Some(Headings::of(None, &header));
    }
    let mut workbook = Workbook::open(bytes, file).ok()?;
    let mut best: Option<(String, Header<Column>)> = None;
    for sheet in workbook.sheets() {
        let header = workbook.rows(&sheet).ok().and_then(|mut rows| nearest(&mut rows));
        let understood = best.as_ref().map(|(_, header)| header.understood());
        if let Some(header) = header.filter(|header| Some(header.understood()) > understood) {
            best = Some((sheet, header));
        }
    }
    best.map(|(sheet, header)| Headings::of(Some(sheet), &header))
}

fn nearest(rows: &mut dyn Iterator<Item = RowResult>) -> Option<Header<Column>> {
    match Mapping::default().find(&mut Lookahead::new(rows)).ok()? {
        Found::Header(header) | Found::Lacking { nearest: Some(header) } => Some(header),
        Found::Lacking { nearest: None } => None,
    }
}
