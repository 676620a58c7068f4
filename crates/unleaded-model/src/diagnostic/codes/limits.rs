//! Codes about documents that hold more than a program should take into memory.

codes! {
    /// A short element takes far more memory than bytes, so the bytes of a document say little about what it takes to read it. A chemSHERPA file
    /// unpacks to a declaration that may have to be in memory as a whole; the limit is far above what its own tool writes.
    ARCHIVE_TOO_MANY_ELEMENTS = "archive-too-many-elements", Error,
    en: "the documents of the archive hold more than {limit} elements", "send its parts in several files",
    zh: "该压缩包中的文档所含元素超过 {limit} 个", "请将部件分为多个文件提交";

    /// A product is held in memory until it is complete, and a short element takes far more memory than bytes. Real products reach the limit of bytes
    /// (`part-too-large`) before this one. Unknown attributes and texts, which are kept, count as elements.
    PART_TOO_MANY_ELEMENTS = "part-too-many-elements", Error,
    en: "one product holds more than {limit} elements", "split it into several products",
    zh: "单个产品所含元素超过 {limit} 个", "请拆分为多个产品";

    /// A table is held in memory as a whole, since a part may go on in any row. The limit is that of a worksheet (ISO/IEC 29500), for delimited text
    /// and for all sheets of a workbook together.
    TABLE_TOO_LONG = "table-too-long", Error,
    en: "the table has more than {limit} rows", "split it into several files",
    zh: "表格超过 {limit} 行", "请拆分为多个文件";
}
