//! Codes about spreadsheets and delimited text.

codes! {
    /// A table needs a header row whose cells name its columns; synonyms in English and Chinese are known.
    COLUMN_MISSING = "column-missing", Error,
    en: "no column for {what} in the header `{header}`", "name a column `{name}`",
    zh: "表头“{header}”中没有{what}列", "请添加名为“{name}”的列";

    /// A file of zero rows says nothing.
    TABLE_EMPTY = "table-empty", Error,
    en: "the table has no rows below its header", "add the rows, or check that the right sheet was saved",
    zh: "表头下没有数据行", "请补充数据行，或确认保存了正确的工作表";

    /// A row with more or fewer cells than the header has lost or gained a separator, so its cells can't be trusted.
    ROW_WIDTH = "row-width", Error,
    en: "the row has {found} cells, the header has {expected}", "quote cells that contain the separator",
    zh: "该行有 {found} 个单元格，而表头有 {expected} 个", "请为含分隔符的单元格加引号";
}
