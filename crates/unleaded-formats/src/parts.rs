//! Lists of parts: the supplier's number of each, and the customer's. One row per part, in delimited text or in a
//! workbook; `docs/formats/requests.md` tells which columns there are.

use unleaded_model::diagnostic::codes::exchange;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place, any_error};

use crate::bounded::Bounded;
use crate::detect::{Kind, detect};
use crate::sink::{Collected, Sink};
use crate::tables::header::{Header, Need, Vocabulary, find};
use crate::tables::rows::{Row, RowResult};
use crate::tables::source;

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
    name: "item_number",
    heading_zh: "料号",
}];

/// Reads a list of parts; a row with an error is reported and left out.
pub fn read(bytes: &[u8], file: &FileName) -> (Vec<ListedPart>, Vec<Diagnostic>) {
    let mut collected = Collected::default();
    let mut parts = Vec::new();
    let mut sink = Bounded::new(&mut collected);
    let read = if detect(bytes) == Some(Kind::Xlsx) {
        source::sheets(bytes, file, &VOCABULARY, NEEDS, &mut sink, |header, rows, sink| {
            take(&mut parts, header, rows, sink);
        })
    } else {
        read_text(bytes, file, &mut parts, &mut sink).is_some()
    };
    if read && parts.is_empty() && !any_error(&collected.diagnostics) {
        let empty = unleaded_model::diagnostic::codes::tables::TABLE_EMPTY;
        collected.diagnostic(Diagnostic::new(empty, Place::file(file)));
    }
    (parts, collected.diagnostics)
}

fn read_text(
    bytes: &[u8],
    file: &FileName,
    parts: &mut Vec<ListedPart>,
    sink: &mut dyn Sink,
) -> Option<()> {
    let text =
        source::text(bytes, file, &VOCABULARY).map_err(|defect| sink.diagnostic(defect)).ok()?;
    let mut rows = text.rows(file, &VOCABULARY);
    let found =
        find(&mut rows, &VOCABULARY, NEEDS).map_err(|defect| sink.diagnostic(defect)).ok()?;
    let header = found.or_report(NEEDS, &VOCABULARY, &Place::file(file), sink)?;
    take(parts, &header, &mut rows, sink);
    Some(())
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
