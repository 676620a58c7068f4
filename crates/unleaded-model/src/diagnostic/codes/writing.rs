//! Codes about documents that are written.

codes! {
    /// Formats tell things apart by different means. Two materials of one name in one part are one material in a table, and a
    /// material called `Total` is a row of totals; under another name they stay what they are.
    WRITE_RENAMED = "write-renamed", Warning,
    en: "{what} `{value}` is written as `{written}`: under its own name this format would not keep it", "give it a name of its own in the original",
    zh: "{what}“{value}”改写为“{written}”：此格式无法按原名保留", "请在原文件中使用可区分的名称";
}
