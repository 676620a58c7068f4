//! Codes about bytes, text and XML.

codes! {
    /// The bytes are none of the formats that the tool reads.
    FORMAT_UNKNOWN = "format-unknown", Error,
    en: "this is no format that unleaded reads: it begins with `{value}`", "give an IPC-1752A XML file, or a table as CSV or XLSX",
    zh: "无法识别的格式，开头为“{value}”", "请提供 IPC-1752A XML 文件，或 CSV、XLSX 表格";
}
