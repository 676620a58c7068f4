//! The report for people as a workbook.

use unleaded_documents::full_report::{Column, ColumnKind, FullReport, Sheet};
use unleaded_documents::made_from::{MadeFrom, SCHEMA, WORKBOOK_MEMBER};
use unleaded_formats::tables::grid::{Grid, GridColumn, GridKind, Plain, workbook};
use unleaded_model::diagnostic::Language;

/// Returns the bytes of a workbook with everything that the report says. The same report gives the same bytes.
pub fn report_workbook(report: &FullReport<'_>, language: Language, made: &MadeFrom) -> Vec<u8> {
    let xml = format!("<madeFrom xmlns=\"{SCHEMA}\">{}</madeFrom>", made.to_json());
    let sheets = report.sheets(language).into_iter().map(grid).collect();
    workbook(sheets, &[Plain { member: WORKBOOK_MEMBER, xml }])
}

fn grid(sheet: Sheet<'_>) -> Grid<'_> {
    Grid {
        name: sheet.name,
        columns: sheet.columns.into_iter().map(column).collect(),
        rows: sheet.rows,
    }
}

fn column(column: Column) -> GridColumn<'static> {
    let kind = match column.kind {
        ColumnKind::Number => GridKind::Number,
        ColumnKind::Text => GridKind::Text,
    };
    GridColumn { heading: column.heading, width: column.width, kind }
}
