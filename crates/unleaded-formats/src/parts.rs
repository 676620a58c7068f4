//! Lists of parts: the supplier's number of each, and the customer's. One row per part, in delimited text or in a
//! workbook; `docs/formats/requests.md` tells which columns there are.

use unleaded_model::diagnostic::codes::{cells, exchange};
use unleaded_model::diagnostic::{Diagnostic, FileName, Place, any_error};

use crate::bounded::Bounded;
use crate::detect::{Kind, detect};
use crate::sink::{Collected, Sink};
use crate::tables::header::{Header, Lookahead, Named, Need, Search, Vocabulary};
use crate::tables::mapping::LISTED;
use crate::tables::rows::{Row, RowResult};
use crate::tables::{Mapping, source, words};

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPart {
    /// The supplier's number; empty: not given.
    pub number: String,
    /// The supplier's name of it.
    pub name: String,
    /// The customer's number; empty: not given.
    pub requester_number: String,
    /// The customer's name of it.
    pub requester_name: String,
    /// The row.
    pub place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Number,
    Name,
    RequesterNumber,
    RequesterName,
}

static VOCABULARY: Vocabulary<Column> = Vocabulary {
    index: std::sync::OnceLock::new(),
    words: &[
        (
            Column::Number,
            "item itemnumber itemno part partnumber partno pn mpn supplierpart supplierpartnumber \
             supplierpartno supplieritemnumber supplieritem manufacturerpartnumber makerpartnumber \
             vendorpartnumber yourpartnumber yourpartno 料号 物料编号 物料编码 零件号 部件号 品号 \
             供应商料号 供应商零件号 制造商料号 贵司料号 贵方料号",
        ),
        (
            Column::RequesterNumber,
            "requesteritemnumber requesternumber requesterpartnumber requesteritem customeritemnumber \
             customerpart customerpartnumber customerpartno customeritem ourpartnumber ourpartno \
             internalpartnumber cpn 客户料号 客户零件号 客户物料编号 我司料号 我方料号 内部料号",
        ),
        (
            Column::Name,
            "name itemname partname description itemdescription partdescription supplieritemname \
             supplierpartname 名称 品名 物料名称 描述 部件名称 零件名称 供应商品名",
        ),
        (
            Column::RequesterName,
            "requesteritemname requestername requesterpartname customerpartname customeritemname \
             ourname ourpartname 客户品名 客户物料名称 我司品名",
        ),
    ],
    repeatable: &[],
    amounts: &[],
    unused: &[],
};

const NEEDS: &[Need<Column>] = &[Need {
    any_of: &[Column::Number, Column::RequesterNumber],
    what: "the item number (料号)",
    name: "part",
    heading_zh: "料号",
}];

/// Reads a list of parts; a row with an error is reported and left out.
pub fn read(bytes: &[u8], file: &FileName) -> (Vec<ListedPart>, Vec<Diagnostic>) {
    read_with(bytes, file, &Mapping::default())
}

/// Does the same for a table that `mapping` describes. One that names headings which the table lacks was written for another
/// table: it is told, and not used.
pub fn read_with(
    bytes: &[u8],
    file: &FileName,
    mapping: &Mapping,
) -> (Vec<ListedPart>, Vec<Diagnostic>) {
    let named = named(mapping);
    let search = Search {
        named: &named,
        sheet: mapping.sheet.as_deref(),
        at: mapping.header_row,
        ..Search::plain(&VOCABULARY, NEEDS)
    };
    let (parts, diagnostics) = searched(bytes, file, &search);
    let unfit = diagnostics.iter().find(|d| d.code == cells::MAPPING_HEADING_ABSENT);
    let Some(unfit) = unfit.cloned() else {
        return (parts, diagnostics);
    };
    let (parts, mut diagnostics) = searched(bytes, file, &Search::plain(&VOCABULARY, NEEDS));
    diagnostics.push(unfit);
    (parts, diagnostics)
}

/// The columns of a list of parts that `mapping` names.
fn named(mapping: &Mapping) -> Vec<Named<Column>> {
    let own = mapping.named.iter().filter_map(|named| {
        let column = match named.column {
            words::Column::Part => Column::Number,
            words::Column::PartName => Column::Name,
            _ => return None,
        };
        Some(Named { column, ours: named.ours, heading: named.heading.clone() })
    });
    let listed = mapping.listed.iter().map(|(ours, heading)| {
        let is_number = *ours == LISTED[0];
        let column = if is_number { Column::RequesterNumber } else { Column::RequesterName };
        Named { column, ours, heading: heading.clone() }
    });
    own.chain(listed).collect()
}

fn searched(
    bytes: &[u8],
    file: &FileName,
    search: &Search<'_, Column>,
) -> (Vec<ListedPart>, Vec<Diagnostic>) {
    let mut collected = Collected::default();
    let mut parts = Vec::new();
    let mut sink = Bounded::new(&mut collected);
    if detect(bytes) == Some(Kind::Xlsx) {
        let survey = |_: &Header<Column>, _: &mut dyn Iterator<Item = RowResult>| ();
        source::sheets_with(bytes, file, search, &mut sink, survey, |header, (), rows, sink| {
            header.report_absent(search.named, sink);
            take(&mut parts, header, rows, sink);
        });
    } else {
        read_text(bytes, file, search, &mut parts, &mut sink);
    }
    if parts.is_empty() && !any_error(&collected.diagnostics) {
        let empty = unleaded_model::diagnostic::codes::tables::TABLE_EMPTY;
        collected.diagnostic(Diagnostic::new(empty, Place::file(file)));
    }
    (parts, collected.diagnostics)
}

fn read_text(
    bytes: &[u8],
    file: &FileName,
    search: &Search<'_, Column>,
    parts: &mut Vec<ListedPart>,
    sink: &mut dyn Sink,
) {
    let text = match source::text(bytes, file, &VOCABULARY) {
        Ok(text) => text,
        Err(defect) => return sink.diagnostic(defect),
    };
    let mut rows = text.rows_with(file, &VOCABULARY, search.named);
    let rows = &mut Lookahead::new(&mut rows);
    let found = match search.find(rows) {
        Ok(found) => found.or_lacking(search, &Place::file(file), sink),
        Err(defect) => return sink.diagnostic(defect),
    };
    if let Some(header) = found {
        header.report_absent(search.named, sink);
        take(parts, &header, rows, sink);
    }
}

fn take(
    parts: &mut Vec<ListedPart>,
    header: &Header<Column>,
    rows: &mut dyn Iterator<Item = RowResult>,
    sink: &mut dyn Sink,
) {
    for row in rows {
        match row {
            Ok(row) if row.is_blank() || !row.fits(header.width, sink) => {}
            Ok(row) => match part(&row, header) {
                Some(part) => parts.push(part),
                None => {
                    let defect = Diagnostic::new(exchange::PART_WITHOUT_NUMBER, row.whole());
                    sink.diagnostic(defect);
                }
            },
            Err(defect) => sink.diagnostic(defect),
        }
    }
}

fn part(row: &Row, header: &Header<Column>) -> Option<ListedPart> {
    let text = |column| header.column(column).map_or("", |at| row.text(at)).trim().to_owned();
    let part = ListedPart {
        number: text(Column::Number),
        name: text(Column::Name),
        requester_number: text(Column::RequesterNumber),
        requester_name: text(Column::RequesterName),
        place: row.whole(),
    };
    (!part.number.is_empty() || !part.requester_number.is_empty()).then_some(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Vec<ListedPart>, Vec<Diagnostic>) {
        read(text.as_bytes(), &FileName::new("parts.csv"))
    }

    #[test]
    fn both_numbers_in_both_languages() {
        for header in ["item_number,our part number,name", "供应商料号,我司料号,名称"] {
            let (parts, diagnostics) = parts(&format!("{header}\nRC-1,R-77,Resistor\n,R-78,\n"));
            assert!(diagnostics.is_empty(), "{diagnostics:?}");
            let numbers: Vec<(&str, &str)> =
                parts.iter().map(|p| (p.number.as_str(), p.requester_number.as_str())).collect();
            assert_eq!(numbers, [("RC-1", "R-77"), ("", "R-78")], "{header}");
        }
    }

    #[test]
    fn a_line_without_a_number_is_told_and_the_others_are_read() {
        let (parts, diagnostics) = parts("item_number,name\n,Resistor\nRC-1,\n");
        assert_eq!(parts.len(), 1);
        assert_eq!(diagnostics[0].code, exchange::PART_WITHOUT_NUMBER);
    }

    #[test]
    fn nothing_is_no_list() {
        for text in ["", "item_number\n", "hello", "a,b\n1,2\n"] {
            assert!(any_error(&parts(text).1), "{text:?}");
        }
    }
}
