//! Codes about bytes, text and XML.

codes! {
    /// Keys of which the private half is meant to stay with its owner are often kept beside the documents that they sign. Nothing of one is
    /// shown, whatever the command.
    PRIVATE_KEY = "private-key", Error,
    en: "the file is a private key, not a document", "name the declaration, and keep the key to yourself",
    zh: "该文件是私钥，不是声明文件", "请指定声明文件，并妥善保管私钥";

    /// The bytes are none of the formats that the tool reads.
    FORMAT_UNKNOWN = "format-unknown", Error,
    en: "this is no format that unleaded reads: it begins with `{value}`", "give IPC-1752A or IEC 62474 XML, a chemSHERPA file, or a table as CSV or XLSX",
    zh: "无法识别的格式，开头为“{value}”", "请提供 IPC-1752A 或 IEC 62474 XML 文件、chemSHERPA 文件，或 CSV、XLSX 表格";

    /// A file of zero bytes, or of white space, says nothing. The usual cause is an interrupted download or export.
    FILE_EMPTY = "file-empty", Error,
    en: "the file is empty", "export or download it again",
    zh: "文件为空", "请重新导出或下载";

    /// An archive, such as a workbook, and delimited text must be in memory as a whole. XML has no such limit.
    FILE_TOO_LARGE = "file-too-large", Error,
    en: "the file is larger than {limit} bytes", "split it into several files",
    zh: "文件超过 {limit} 字节", "请拆分为多个文件";

    /// The bytes could not be read to their end; what was read before says nothing about the whole.
    FILE_UNREADABLE = "file-unreadable", Error,
    en: "reading stopped at byte {offset}: {reason}", "check the disk or connection that the file comes from",
    zh: "读取在第 {offset} 字节处中断：{reason}", "请检查文件所在的磁盘或网络连接";

    /// The XML declaration names an encoding that is not known here, or that can't be the one in which the declaration itself is written (XML 1.0, section 4.3.3).
    ENCODING_UNKNOWN = "encoding-unknown", Error,
    en: "encoding `{value}` is not known", "save the file as UTF-8",
    zh: "未知的编码“{value}”", "请将文件另存为 UTF-8";

    /// A byte sequence that is no text in the file's encoding is refused rather than replaced: a replaced character would change what was declared (XML 1.0, section 4.3.3).
    ENCODING_BROKEN = "encoding-broken", Error,
    en: "byte {offset} is no text in {encoding}", "save the file as UTF-8, or correct the encoding that its first line names",
    zh: "第 {offset} 字节不是有效的 {encoding} 文本", "请将文件另存为 UTF-8，或修正首行声明的编码";

    /// The document breaks the grammar of XML 1.0, so what follows can't be trusted to mean what it seems to.
    XML_MALFORMED = "xml-malformed", Error,
    en: "this is not well-formed XML, at `{value}`", "export the file again, or repair it with an XML editor",
    zh: "XML 格式错误，位于“{value}”", "请重新导出文件，或用 XML 编辑器修复";

    /// The file ends inside an element, tag or comment. The usual cause is an interrupted transfer; nothing of a cut file is used.
    XML_TRUNCATED = "xml-truncated", Error,
    en: "the file ends inside `{element}`", "export or transfer the file again",
    zh: "文件在“{element}”内部中断", "请重新导出或传输文件";

    /// Every start tag has its own end tag (XML 1.0, section 3).
    XML_MISMATCHED_TAG = "xml-mismatched-tag", Error,
    en: "`{found}` ends where `{expected}` should", "correct the end tag, or export the file again",
    zh: "此处的结束标记为“{found}”，应为“{expected}”", "请修正结束标记，或重新导出文件";

    /// A document is one element; before and after it only comments may stand (XML 1.0, section 2.1). The usual cause is two files joined.
    XML_OUTSIDE_ROOT = "xml-outside-root", Error,
    en: "`{value}` stands outside the root element", "remove it; give each document a file of its own",
    zh: "“{value}”位于根元素之外", "请将其删除；每个文件只放一份文档";

    /// An attribute may stand only once in a tag (XML 1.0, section 3.1); which value was meant can't be known, so the first is used.
    XML_DUPLICATE_ATTRIBUTE = "xml-duplicate-attribute", Error,
    en: "attribute `{name}` stands twice in `{element}`", "remove one of them",
    zh: "“{element}”中的属性“{name}”重复", "请删除其中一个";

    /// A prefix must be bound to a namespace by an `xmlns` attribute (Namespaces in XML 1.0, section 5).
    XML_PREFIX_UNDECLARED = "xml-prefix-undeclared", Error,
    en: "prefix `{prefix}` of `{value}` is bound to no namespace", "declare it with `xmlns:{prefix}`, or remove it",
    zh: "“{value}”的前缀“{prefix}”未绑定命名空间", "请用“xmlns:{prefix}”声明，或删除该前缀";

    /// Document types are refused: no declaration needs one, and they are the way to make a reader fetch files or expand a few bytes to gigabytes.
    XML_DOCTYPE = "xml-doctype", Error,
    en: "the document has a document type declaration: `{value}`", "remove the `<!DOCTYPE ...>`",
    zh: "文档含有文档类型声明：“{value}”", "请删除 <!DOCTYPE ...>";

    /// Without a document type only `amp`, `lt`, `gt`, `quot` and `apos` are declared (XML 1.0, section 4.6). The usual cause is a bare `&`.
    XML_ENTITY = "xml-entity", Error,
    en: "entity `{value}` is not declared", "write `&amp;` for an ampersand, or the character itself",
    zh: "实体“{value}”未声明", "和号请写成“&amp;”，其他字符请直接书写";

    /// XML 1.0, section 2.2 forbids control characters other than tab, line feed and carriage return, also as references.
    XML_CHARACTER = "xml-character", Error,
    en: "XML forbids the character {value}", "remove the character",
    zh: "XML 不允许使用字符 {value}", "请删除该字符";

    /// No declaration nests 256 elements; deeper ones serve only to exhaust a reader.
    XML_TOO_DEEP = "xml-too-deep", Error,
    en: "elements are nested more than {limit} deep at `{element}`", "check the program that wrote the file",
    zh: "元素嵌套超过 {limit} 层，位于“{element}”", "请检查生成该文件的程序";

    /// A value above the limit is no declaration's text and would fill the memory.
    XML_VALUE_TOO_LONG = "xml-value-too-long", Error,
    en: "{what} is longer than {limit} bytes", "shorten it; keep attachments in files of their own",
    zh: "{what}超过 {limit} 字节", "请缩短内容；附件请单独存放";

    /// No element of a declaration has more than a few attributes.
    XML_TOO_MANY_ATTRIBUTES = "xml-too-many-attributes", Error,
    en: "`{element}` has more than {limit} attributes", "check the program that wrote the file",
    zh: "“{element}”的属性超过 {limit} 个", "请检查生成该文件的程序";

    /// An IPC-1752A document is a `MainDeclaration`. Other members of the IPC-175x family and other formats in XML have other roots.
    XML_ROOT_UNKNOWN = "xml-root-unknown", Error,
    en: "the root element is `{value}`, not `{expected}`", "give an IPC-1752A file of schema version 2.0",
    zh: "根元素为“{value}”，应为“{expected}”", "请提供 2.0 版架构的 IPC-1752A 文件";

    /// The namespace says which edition of the schema a document follows; elements of other editions may mean other things.
    XML_NAMESPACE_UNKNOWN = "xml-namespace-unknown", Error,
    en: "`{element}` is in the namespace `{value}`, not `{expected}`", "export the file in the edition of its format that has this namespace",
    zh: "“{element}”的命名空间为“{value}”，应为“{expected}”", "请按使用该命名空间的版本导出文件";

    /// The root's `version` says which edition of the schema a document follows. IPC-1752A files say `2.0`, IEC 62474 files `X6` to `X8`.
    XML_VERSION_UNKNOWN = "xml-version-unknown", Warning,
    en: "schema version `{value}` is not known; the document is read as {expected}", "export the file as schema version {expected}",
    zh: "未知的架构版本“{value}”，按 {expected} 版读取", "请按 {expected} 版架构导出文件";

    /// A declaration without a product declares nothing.
    PRODUCT_MISSING = "product-missing", Error,
    en: "the document declares no product", "add the parts that it is about",
    zh: "文档未声明任何产品", "请添加所声明的部件";

    /// An element that is not known at its place is kept as it stands and written back, but nothing is concluded from it.
    ELEMENT_UNKNOWN = "element-unknown", Warning,
    en: "element `{path}` is not known; it is kept and not used", "check its spelling and place, or ask for what it should mean",
    zh: "未知元素“{path}”，已原样保留但不使用", "请检查其拼写和位置，或说明其含义";

    /// The schema of the standard is not public, and no real file shows this element. Its name and meaning are our reading, told
    /// in `docs/formats/`; what is concluded from it should be confirmed with the sender.
    READING_UNCONFIRMED = "reading-unconfirmed", Info,
    en: "`{path}` is read as this project understands the standard; no public schema confirms it", "compare the result of `unleaded show` with what the sender meant",
    zh: "“{path}”按本项目对标准的理解读取，尚无公开架构可以证实", "请将 unleaded show 的结果与发送方的本意核对";

    /// An element that can stand once stands again. The first is used, the others are kept as they stand.
    ELEMENT_REPEATED = "element-repeated", Warning,
    en: "`{path}` stands more than once; the first is used", "remove the others",
    zh: "“{path}”重复出现，仅使用第一个", "请删除其余各项";

    /// An attribute that is not known at its element is kept as it stands and written back, but nothing is concluded from it.
    ATTRIBUTE_UNKNOWN = "attribute-unknown", Warning,
    en: "attribute `{path}` is not known; it is kept and not used", "check its spelling and place",
    zh: "未知属性“{path}”，已原样保留但不使用", "请检查其拼写和位置";

    /// The elements of IPC-1752A hold attributes and elements, no text. Text between them is kept and not used.
    TEXT_UNEXPECTED = "text-unexpected", Warning,
    en: "text in `{element}` is kept and not used: `{value}`", "move it to a `comment` attribute",
    zh: "“{element}”中的文本已保留但不使用：“{value}”", "请将其移到 comment 属性";

    /// `true`, `false`, `1` and `0` are the values of a boolean (XML Schema part 2, section 3.2.2). A statement that is neither is not guessed at.
    BOOLEAN_MALFORMED = "boolean-malformed", Error,
    en: "{what} `{value}` is neither true nor false", "write `true` or `false`",
    zh: "{what}“{value}”既不是 true 也不是 false", "请填写 true 或 false";

    /// A declaration's date decides which of two is newer and which lists it can answer. Forms known: `2024-09-27`, with a time behind it, and `2014-05-22-00-00`.
    DATE_MALFORMED = "date-malformed", Warning,
    en: "{what} `{value}` is not a date", "write the date as year, month and day, e.g. `2024-09-27`",
    zh: "{what}“{value}”不是日期", "请按年-月-日书写，例如“2024-09-27”";

    /// A document is distributed unasked or answers a request; no other mode is met in real files or vendors' manuals.
    MODE_UNKNOWN = "mode-unknown", Warning,
    en: "mode `{value}` is not known", "write `Distribute` or `Request/Reply`",
    zh: "未知的模式“{value}”", "请填写“Distribute”或“Request/Reply”";

    /// A declaration has one of the classes A to D.
    CLASS_UNKNOWN = "class-unknown", Warning,
    en: "class `{value}` is none of A, B, C and D", "name the class of the declaration",
    zh: "类别“{value}”不属于 A、B、C、D", "请填写声明类别";

    /// Subproducts nested deeper than any assembly serve only to exhaust a reader.
    PART_TOO_DEEP = "part-too-deep", Error,
    en: "subproducts are nested more than {limit} deep", "declare the inner parts as products of their own",
    zh: "子产品嵌套超过 {limit} 层", "请将内层部件作为独立产品声明";

    /// A product is held in memory until it is complete; one above the limit is refused.
    PART_TOO_LARGE = "part-too-large", Error,
    en: "one product is longer than {limit} bytes", "split it into several products",
    zh: "单个产品超过 {limit} 字节", "请拆分为多个产品";

    /// After this many defects the document is plainly not what it should be; the rest is not listed.
    TOO_MANY_DEFECTS = "too-many-defects", Error,
    en: "more than {limit} defects; the rest is not listed", "repair the first ones and check again",
    zh: "缺陷超过 {limit} 个，其余未列出", "请先修复前面的缺陷再重新检查";

    /// The format that was written has no place for this value, so it is not in the file.
    WRITE_LOSS = "write-loss", Warning,
    en: "{what} `{value}` has no place in this format and is left out", "keep the original beside the converted file",
    zh: "此格式无法表达{what}“{value}”，已略去", "请同时保留原文件";
}
