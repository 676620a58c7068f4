//! What a field of a list of rules must hold, in both languages.

/// What is expected, in English and in Chinese.
pub(super) type Expected = (&'static str, &'static str);

pub(super) const TEXT: Expected = ("text in quotes", "带引号的文本");
pub(super) const TEXTS: Expected = ("a list of texts in quotes", "带引号文本的列表");
pub(super) const TABLE: Expected = ("a table", "表");
pub(super) const TABLES: Expected = ("tables, each under `[[entry]]`", "多个 [[entry]] 表");
pub(super) const ID: Expected =
    ("lower-case letters, digits and hyphens", "小写字母、数字和连字符");
pub(super) const STANDING: Expected = ("`in-force` or `draft`", "in-force 或 draft");
pub(super) const KIND: Expected = ("`restriction` or `disclosure`", "restriction 或 disclosure");
pub(super) const LEVEL: Expected = (
    "`homogeneous-material`, `article`, `product-part` or `product`",
    "homogeneous-material、article、product-part 或 product",
);
pub(super) const EXPRESSED: Expected =
    ("`element`, `substance` or empty", "element、substance 或空");
pub(super) const MEMBERS: Expected = ("`not-held` or empty", "not-held 或空");
pub(super) const INTENDED: Expected = ("`over` or empty", "over 或空");

/// What a field says that must be there.
pub(super) fn meaning(field: &str) -> Expected {
    match field {
        "authority" => ("who issues the list", "清单的发布者"),
        "confidence" => ("`confirmed`, or how sure the rule is", "confirmed，或该规则的可靠程度"),
        "edition" => ("which edition it is", "版本名称"),
        "id" => (
            "a name for `--rules`, e.g. `acme-restricted`",
            "用于 --rules 的名称，例如 acme-restricted",
        ),
        "identity" => ("what the issuer calls the list", "发布者所用的清单名称"),
        "key" => ("a short name of the rule", "规则的简短名称"),
        "kind" => KIND,
        "legal_reference" => ("the clause that says so", "所依据的条款"),
        "level" => LEVEL,
        "licence" => ("who may use it", "使用许可"),
        "list" => ("a table `[list]` with the identity of the list", "写明清单标识的 [list] 表"),
        "name_en" => ("the English name of the substance", "物质的英文名称"),
        "rules" => ("a table `[rules]` with `kind`", "含 kind 的 [rules] 表"),
        "source" => ("where the facts come from", "数据来源"),
        "status" => ("how far it was checked", "核对情况"),
        _ => TEXT,
    }
}
