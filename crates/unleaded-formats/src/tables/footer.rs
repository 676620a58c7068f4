//! Rows that are no data: headings that are repeated, and signatures and notes below the table.

use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::codes::sheets;
use unleaded_model::identity::key;

use super::columns::Layout;
use super::header::{Header, Heading};
use super::rows::Row;
use super::words::Column;
use crate::sink::Sink;

/// What stands before the colon of a signature or a note, in the form of [`key`].
const LABELS: &str = "制表 制表人 制表日期 编制 编制人 編製 填表 填表人 填表日期 审核 审核人 審核 审批 审批人 批准 批准人 \
    核准 核准人 复核 校对 签名 签字 签章 盖章 公司盖章 单位盖章 日期 备注 備註 注 註 注意 说明 說明 联系人 联系电话 电话 \
    remark remarks note notes notice comment comments preparedby checkedby reviewedby approvedby signedby signature \
    signed stamp contact phone tel email disclaimer bemerkung bemerkungen hinweis anmerkung erstelltvon geprüftvon \
    freigegebenvon unterschrift datum 作成者 作成 承認 承認者 確認者 備考 注記";
/// Letters of the longest label.
const LONGEST: usize = 24;

/// Whether every cell of `row` that is read is a heading of its column, and at least two are.
pub(super) fn repeats_heading(row: &Row, header: &Header<Column>) -> bool {
    let used = header.headings.iter().filter(|heading| heading.means.is_some());
    let filled = used.filter(|heading| !row.text(heading.column).is_empty());
    let repeats = |heading: &Heading<Column>| {
        let text = row.text(heading.column);
        heading.name.split(" / ").any(|part| part == text || key(part) == key(text))
    };
    filled.clone().count() >= 2 && filled.into_iter().all(repeats)
}

/// Rows that may be the last of the sheet and no data.
#[derive(Default)]
pub(super) struct Footer {
    rows: Vec<Row>,
}

impl Footer {
    /// Takes `row` and returns the rows that are data: none while those after it may be none either.
    pub(super) fn take(&mut self, row: Row, layout: &Layout) -> Vec<Row> {
        if is_signature(&row, layout) || row.is_blank() && !self.rows.is_empty() {
            self.rows.push(row);
            return Vec::new();
        }
        let mut data = std::mem::take(&mut self.rows);
        data.push(row);
        data
    }

    /// Reports the rows that were the last.
    pub(super) fn report(self, sink: &mut dyn Sink) {
        for row in self.rows.iter().filter(|row| !row.is_blank()) {
            let first = row.cells().iter().map(|cell| cell.trim()).find(|cell| !cell.is_empty());
            let remark = Diagnostic::new(sheets::ROW_NOT_DATA, row.whole());
            sink.diagnostic(remark.with("value", first.unwrap_or_default()));
        }
    }
}

/// Whether `row` begins with the words of a signature or a note and a colon, and has neither an amount nor a number of
/// a substance.
fn is_signature(row: &Row, layout: &Layout) -> bool {
    let first = row.cells().iter().map(|cell| cell.trim()).find(|cell| !cell.is_empty());
    let is_labelled = first.is_some_and(|cell| {
        let label = cell.split_once([':', '：']).map(|(label, _)| label);
        let label = label.filter(|label| label.chars().count() <= LONGEST).map(key);
        label.is_some_and(|label| {
            !label.is_empty() && LABELS.split_whitespace().any(|known| known == label)
        })
    });
    is_labelled && !layout.states_amount(row) && {
        let numbers = [Column::Cas, Column::Ec].map(|column| layout.text(column, row));
        numbers.iter().all(|text| !text.contains(|c: char| c.is_numeric()))
    }
}
