//! Codes about files as the system has them, and about reports.

codes! {
    /// The operating system does not let the tool read the file: it is not there, a folder, or not permitted.
    FILE_INACCESSIBLE = "file-inaccessible", Error,
    en: "`{file}` can't be opened: {reason_en}", "check the name and the permissions",
    zh: "无法打开“{file}”：{reason_zh}", "请检查文件名和权限";

    /// A report of `unleaded rollup --format json` is expected, in the version that this program knows.
    REPORT_MALFORMED = "report-malformed", Error,
    en: "`{file}` is no report: {reason}", "make it with `unleaded rollup --format json -o REPORT`",
    zh: "“{file}”不是报告：{reason}", "请用“unleaded rollup --format json -o REPORT”生成";

    /// A report holds the products of one roll-up; another product needs a roll-up of its own.
    PRODUCT_UNKNOWN = "product-unknown", Error,
    en: "product `{part}` is not in the report; it holds {known}", "name one of its products, or make a report for this one",
    zh: "报告中没有产品“{part}”；现有：{known}", "请指定报告中的产品，或为该产品生成报告";

    /// The table of hazardous substances is made from the `china-rohs` verdict.
    RULE_SET_MISSING = "rule-set-missing", Error,
    en: "the report has no verdict under `{rules}`", "make the report with `--rules {rules}`, or without `--rules`",
    zh: "报告中没有“{rules}”的判定", "请使用“--rules {rules}”或不带“--rules”生成报告";

    /// A declaration of conformity says that a product conforms with a law. It is made only of a product that the report calls compliant, by
    /// exemption or without: unknown is not compliant.
    NOT_CONFORMING = "not-conforming", Error,
    en: "`{part}` is {status} under `{rules}`: its conformity can't be declared", "settle what is open (correct or complete the declarations of these parts), and make the report anew",
    zh: "“{part}”在“{rules}”下的判定为“{status}”，不能声明其符合性", "请解决未决事项（更正或补齐相关部件的声明），然后重新生成报告";

    /// Conformity with China RoHS is assessed of the products of its catalogue, within their bounds. Of others marking is due and nothing is
    /// declared or filed.
    NOT_ASSESSED = "not-assessed", Error,
    en: "`{part}` is not assessed under `{rules}`: {reason}", "make the table of hazardous substances instead (`document china-rohs-table`), or correct what is said of its item",
    zh: "“{part}”不属于“{rules}”的合格评定范围：{reason}", "请改为编制有害物质表（document china-rohs-table），或更正所填的目录条目";

    /// A declaration names the item of the China RoHS catalogue that the product is. Where the report was made for an item, it must be
    /// the same: another has other bounds.
    CATALOGUE_ITEM_DIFFERS = "catalogue-item-differs", Error,
    en: "the declarant's file names item `{declared}` of the catalogue, and the report was made for `{judged}`", "correct `catalogue_item`, or roll up with the right item (`--china-item`, or the column `china_item`)",
    zh: "声明方文件中的达标管理目录条目为“{declared}”，而报告按“{judged}”生成", "请更正 catalogue_item，或以正确的条目（--china-item 或“china_item”列）重新汇总";

    /// A declaration is issued on a day on which what it rests on holds: not before the assessment, and not after the end of an exemption or
    /// of its basis.
    DECLARATION_DATE = "declaration-date", Error,
    en: "a declaration can't be issued on {date}: {reason}", "give the date of issue with `--date`, or make a new report with `--as-of`",
    zh: "声明的签发日期不能为 {date}：{reason}", "请用“--date”给出签发日期，或用“--as-of”重新生成报告";

    /// A product bears the green e where nothing is above a limit, and a number of years where something is. Of a product of which that is
    /// not known neither mark is made.
    MARK_UNDECIDED = "mark-undecided", Error,
    en: "whether anything in `{part}` is above a limit is not known: neither mark can be made", "see what is unknown with `unleaded document china-rohs-table`, complete the declarations of these parts, and make the report anew",
    zh: "尚不能判定“{part}”中是否有物质超出限量，不能生成标志", "请用“unleaded document china-rohs-table”查看未知项，补齐相关部件的声明，然后重新生成报告";
}
