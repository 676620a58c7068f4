//! Codes about what stands in a table beside its data, and about cells that a spreadsheet program changed.

codes! {
    /// What is hidden in a spreadsheet program is in the file all the same, and everything that reads the file sees it. A hidden sheet
    /// with a table is read like any other, so that nothing of a document is left out unseen; who declares should know.
    SHEET_HIDDEN = "sheet-hidden", Warning,
    en: "sheet `{name}` is hidden; its table is read, rows of data: {rows}", "show the sheet and check it; delete it if it is not meant to be passed on",
    zh: "工作表“{name}”已隐藏，其中有 {rows} 行数据，已读取", "请取消隐藏并核对；如不应对外提供请删除该工作表";

    /// A workbook keeps the result of each formula beside it. A program that only writes formulas leaves none, and nothing is calculated
    /// here, so the cell holds nothing that could be read.
    FORMULA_UNCALCULATED = "formula-uncalculated", Error,
    en: "the cell in column `{column}` holds the formula `{value}`, which was never calculated", "open the workbook in a spreadsheet program and save it, or write the value",
    zh: "“{column}”列的单元格为从未计算过的公式“{value}”", "请用电子表格软件打开后保存，或直接填写数值";

    /// Spreadsheet programs turn a range such as `1-5` into a date. What was typed can't be told from the date with certainty.
    AMOUNT_IS_DATE = "amount-is-date", Error,
    en: "{what} `{value}` is a date; a spreadsheet program makes one of a range such as `1-5`", "format the cell as text and write the amount again, a range as `1 to 5` or `1~5`",
    zh: "{what}“{value}”是日期；电子表格软件会把“1-5”之类的范围变成日期", "请将单元格设为文本格式并重新填写，范围可写作“1~5”";

    /// Blocks of a table often repeat its heading. A row in which every cell is a heading of its column says nothing more.
    ROW_HEADING = "row-heading", Info,
    en: "the row repeats the heading and is not used", "nothing needs to be done",
    zh: "该行重复表头，未使用", "无需处理";

    /// Signatures, dates and notes stand below many tables. Such a row after the last one of data has words like `Prepared by:`, and
    /// neither an amount nor a CAS number.
    ROW_NOT_DATA = "row-not-data", Info,
    en: "the row `{value}` below the table is not used", "nothing needs to be done if it is a signature or a note; otherwise give its amount",
    zh: "表格下方的“{value}”行未使用", "如为签名或备注则无需处理，否则请填写含量";

    /// Full-width letters and digits, typographic hyphens and non-breaking blanks look like those of ASCII and are others to every
    /// program that compares texts. Item numbers of tables are read in ASCII, and go out so.
    NUMBER_FOLDED = "number-folded", Info,
    en: "`{value}` in column `{column}` is read as `{read}`, and others there alike", "nothing needs to be done if it is the same number; write it in plain letters and digits to be sure",
    zh: "“{column}”列的“{value}”按“{read}”读取，该列其他单元格同此处理", "如确为同一编号则无需处理；建议使用半角字符";
}
