//! Codes about what stands in the cells of tables, and about mapping files.

codes! {
    /// `1,234` is 1.234 in one country and 1234 in another. Other cells of the column, then of the table, decide; where none of
    /// them has one reading only, or they disagree, the number is not read. In a table with decimal commas `1.234` is as doubtful.
    NUMBER_AMBIGUOUS = "number-ambiguous", Error,
    en: "{what} `{value}` can be read with a decimal mark or with a separator of thousands", "write it without separators of thousands and with a decimal point, or say `decimal_comma = true` or `false` in a mapping file",
    zh: "{what}“{value}”中的符号既可能是小数点也可能是千位分隔符", "请去掉千位分隔符并用小数点书写，或在映射文件中写明 decimal_comma = true 或 false";

    /// `about 5` does not say how far from 5 the amount may be, so no interval is known to hold it.
    AMOUNT_APPROXIMATE = "amount-approximate", Warning,
    en: "{what} `{value}` does not say how far off it may be and is not used; unless another number tells the amount, it may be any", "write the least and the most it can be, e.g. `4-6`",
    zh: "{what}“{value}”未说明误差范围，不予采用；如无其他数值，则可能为任意值", "请写出最小值和最大值，例如“4-6”";

    /// Traces, and what was looked for and not found, are not zero. Without a limit of detection nothing says how much it may be.
    AMOUNT_UNBOUNDED = "amount-unbounded", Warning,
    en: "{what} `{value}` gives no upper bound and is not used; unless another number tells the amount, it may be any", "write the most it can be, e.g. `<0.01 %`, or the limit of detection, e.g. `n.d. (<2 ppm)`",
    zh: "{what}“{value}”没有上限，不予采用；如无其他数值，则可能为任意值", "请写出最大值，例如“<0.01 %”，或检出限，例如“未检出(<2 ppm)”";

    /// The rest of a material can be calculated where every other substance states its share, or its mass and the material its own.
    REST_UNKNOWN = "rest-unknown", Warning,
    en: "the amount `{value}` of `{substance}` can't be calculated in material `{material}`; it may be any, from none to all of the material", "give its share, or the share of every other substance of the material; together they must leave something",
    zh: "无法计算材料“{material}”中“{substance}”的含量“{value}”；可能为该材料的 0 到 100 %", "请填写其含量，或填写该材料其他所有物质的含量，且合计应小于 100 %";

    /// A row whose part can't be told may belong to any part of the table, so none of them is known to be complete.
    ROW_ASTRAY = "row-astray", Error,
    en: "the row can't be assigned to a part: `{value}` is the number of none; no part of this document is known to be complete", "repair the row, so that its part number stands in the column `{column}`",
    zh: "无法确定该行属于哪个部件：“{value}”不是本表中的料号，因此本文件中任何部件都不能视为完整", "请修正该行，使“{column}”列为其料号";

    /// A mapping file says how the columns of a table are called, which units they have and what is the same in every row.
    /// `docs/formats/tables.md` describes it.
    MAPPING_MALFORMED = "mapping-malformed", Error,
    en: "the mapping can't be used at `{field}`: {reason_en}", "`docs/formats/tables.md` lists what a mapping file may hold",
    zh: "映射文件的“{field}”无效：{reason_zh}", "映射文件的写法见 docs/formats/tables.md";

    /// A mapping that names a heading which the table lacks was written for another table, or the heading has changed. Nothing of it
    /// is used then, so that one mapping can be given for a folder of tables.
    MAPPING_HEADING_ABSENT = "mapping-heading-absent", Warning,
    en: "the mapping is not used: it takes `{column}` from the heading `{name}`, which the table does not have", "name one of its headings: {header}",
    zh: "未使用映射文件：其中“{column}”对应表头“{name}”，但表中没有该列", "请改为表中已有的列名：{header}";

    /// A heading serves one column. Nothing of the mapping is used, since one of the two columns that name it is wrong.
    MAPPING_HEADING_TAKEN = "mapping-heading-taken", Warning,
    en: "the mapping is not used: it takes both `{column}` and `{other}` from the heading `{name}`, which the table has once", "name another heading for one of them, or leave it out",
    zh: "未使用映射文件：“{column}”与“{other}”都对应表头“{name}”，而表中只有一列", "请为其中一项改用其他表头，或将其删除";

    /// A mapping that names a sheet which the workbook lacks was written for another workbook, or the sheet was renamed. Nothing of
    /// it is used then.
    MAPPING_SHEET_ABSENT = "mapping-sheet-absent", Warning,
    en: "the mapping is not used: it names the sheet `{name}`, which the workbook does not have", "name one of its sheets: {sheets}",
    zh: "未使用映射文件：其中指定的工作表“{name}”不存在", "请改为工作簿中已有的工作表：{sheets}";
}
