//! Codes about spreadsheets and delimited text.

codes! {
    /// A table needs a header row whose cells name its columns; synonyms in English and Chinese are known.
    COLUMN_MISSING = "column-missing", Error,
    en: "no column for {what} in the header `{header}`", "name a column `{name}`, or name yours in a mapping file: `{name} = \"{nearest}\"`",
    zh: "表头“{header}”中没有{what}列", "请添加名为“{name}”的列，或在映射文件中写明：{key} = \"{nearest}\"";

    /// A file of zero rows says nothing.
    TABLE_EMPTY = "table-empty", Error,
    en: "the table has no rows below its header", "add the rows, or check that the right sheet was saved",
    zh: "表头下没有数据行", "请补充数据行，或确认保存了正确的工作表";

    /// A row with more or fewer cells than the header has lost or gained a separator, so its cells can't be trusted.
    ROW_WIDTH = "row-width", Error,
    en: "the row has {found} cells, the header has {expected}", "quote cells that contain the separator",
    zh: "该行有 {found} 个单元格，而表头有 {expected} 个", "请为含分隔符的单元格加引号";

    /// A column that no word list knows is ignored. Where it holds amounts or names, the table says more than is read.
    COLUMN_UNKNOWN = "column-unknown", Info,
    en: "column `{name}` is not used", "if it should be, rename it or name it in a mapping file; `docs/formats/` lists the names that are known",
    zh: "未使用列“{name}”", "如需使用请改名或写入映射文件；已知列名见 docs/formats/";

    /// Two columns of one meaning could contradict each other, so only the first is read.
    COLUMN_REPEATED = "column-repeated", Warning,
    en: "column `{name}` means the same as `{first}` and is not used", "keep one of them, or give the other a name of its own",
    zh: "列“{name}”与“{first}”含义相同，未使用", "只保留其中一列，或将另一列改名";

    /// A quote at the beginning of a cell opens text that ends with another quote. When that one is lost, separators and line
    /// ends behind it are text, and no row after it can be trusted.
    QUOTE_UNCLOSED = "quote-unclosed", Error,
    en: "the quote that opens here is not closed", "close the quote, or double it if it belongs to the text (RFC 4180)",
    zh: "此处开始的引号没有闭合", "请补上闭合引号；若引号属于文本请写成两个（RFC 4180）";

    /// A row of more than a mebibyte or 16384 cells is no row of a table; the usual cause is a file of another kind.
    ROW_TOO_LONG = "row-too-long", Error,
    en: "the row is longer than 1 MiB or 16384 cells; nothing behind it is read", "check that the file is a table with one row per line",
    zh: "该行超过 1 MiB 或 16384 个单元格，其后内容未读取", "请确认文件是每行一条记录的表格";

    /// A workbook is an archive, and a small archive can unpack to any size. Beyond the limit nothing of it is used.
    ARCHIVE_TOO_LARGE = "archive-too-large", Error,
    en: "the workbook unpacks to more than {limit} MiB", "split it into several workbooks, or save the sheet as CSV",
    zh: "工作簿解压后超过 {limit} MiB", "请拆分为多个工作簿，或将工作表另存为 CSV";

    /// Workbooks are read as Office Open XML (ISO/IEC 29500). The older binary format and workbooks with a password are not.
    WORKBOOK_UNREADABLE = "workbook-unreadable", Error,
    en: "the workbook can't be read: {reason}", "open it in a spreadsheet program and save it as .xlsx without a password",
    zh: "无法读取工作簿：{reason}", "请用电子表格软件打开并另存为无密码的 .xlsx 文件";

    /// A sheet without the columns of the table (instructions, lists of choices) is not read. Listed so that no data is lost unseen.
    SHEET_IGNORED = "sheet-ignored", Info,
    en: "sheet `{name}` has no header of this kind of table and is not used", "name its columns if it holds data",
    zh: "工作表“{name}”没有此类表格的表头，未使用", "如含数据请补充列名";

    /// A formula that failed leaves an error in its cell instead of a value.
    CELL_ERROR = "cell-error", Error,
    en: "the cell in column `{column}` holds the formula error `{value}`", "repair the formula, or write the value",
    zh: "“{column}”列的单元格为公式错误“{value}”", "请修正公式或直接填写数值";

    /// Every row names its part, or stands below a row that does.
    ROW_WITHOUT_PART = "row-without-part", Error,
    en: "the row belongs to no part: column `{column}` is empty here and above", "give the item number of the part",
    zh: "该行不属于任何部件：“{column}”列在此行及上方均为空", "请填写部件料号";

    /// An amount of nothing in particular is an undisclosed share of the material; usually a name was forgotten.
    SUBSTANCE_MISSING = "substance-missing", Error,
    en: "the row has the amount `{value}` but names no substance", "name the substance, or write `proprietary` if it is undisclosed",
    zh: "该行有含量“{value}”但没有物质名称", "请填写物质名称；若不披露请写“保密”";

    /// Concentrations are judged per homogeneous material (RoHS Directive 2011/65/EU, Article 4), so a substance must belong to one.
    MATERIAL_MISSING = "material-missing", Error,
    en: "substance `{substance}` belongs to no material", "name the homogeneous material that contains it",
    zh: "物质“{substance}”不属于任何材料", "请填写含有该物质的均质材料";

    /// The mass of a part or material stands in each of its rows and should be the same everywhere. The values are kept as an interval.
    MASS_CONTRADICTS = "mass-contradicts", Warning,
    en: "the mass of `{what}` is given as `{first}` and as `{value}`", "give one mass in all rows",
    zh: "“{what}”的质量既为“{first}”又为“{value}”", "请统一各行的质量";

    /// A row of totals repeats what the rows above it say and would be counted twice.
    ROW_TOTAL = "row-total", Info,
    en: "the row of totals `{value}` is not used", "nothing needs to be done if it is one; otherwise name the substance differently",
    zh: "合计行“{value}”未使用", "如确为合计行则无需处理，否则请修改物质名称";

    /// A document has one date. Where rows give different ones, none of them is the document's.
    DATES_DIFFER = "dates-differ", Info,
    en: "the rows give the dates `{first}` and `{value}`, so the document has none", "give one date, or one file per date",
    zh: "各行日期既有“{first}”又有“{value}”，因此文件没有统一日期", "请统一日期，或按日期拆分文件";

    /// Whether a substance was added on purpose decides some limits. What is not understood counts as intended.
    INTENT_UNKNOWN = "intent-unknown", Warning,
    en: "intent `{value}` is neither intended nor impurity", "write `intended` or `impurity`, or leave it empty",
    zh: "添加意图“{value}”既不是有意添加也不是杂质", "请填写“有意添加”或“杂质”，或留空";

    /// A cell of the sheet of answers holds one of a few words. What is none of them answers nothing, and the question stays open.
    ANSWER_MALFORMED = "answer-malformed", Error,
    en: "`{value}` in column `{column}` is none of: {choices}", "write one of them, or leave the cell blank where you do not know",
    zh: "“{column}”列中的“{value}”不在可选值之内：{choices}", "请填写其中之一；不清楚可留空";
}
