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
}
