//! Codes about marks on the lines of a bill of materials.

codes! {
    /// A part that is left out is never asked about, so a line is left out only where its mark is a known word for that.
    BOM_MARK_UNKNOWN = "bom-mark-unknown", Warning,
    en: "`{value}` in column `{column}` does not tell whether `{part}` is built in; it is counted", "write yes or no",
    zh: "“{column}”列中的“{value}”未说明是否装配“{part}”；该部件计入", "请填写“是”或“否”";
}
