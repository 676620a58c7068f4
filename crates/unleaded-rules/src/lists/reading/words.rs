//! What a field of a list of rules must hold, in both languages.

/// What is expected, in English and in Chinese.
pub(in crate::lists) type Expected = (&'static str, &'static str);

pub(in crate::lists) const TEXT: Expected = ("text in quotes", "带引号的文本");
pub(in crate::lists) const TEXTS: Expected = ("a list of texts in quotes", "带引号文本的列表");
pub(in crate::lists) const TABLE: Expected = ("a table", "表");
pub(in crate::lists) const TABLES: Expected =
    ("tables, each under `[[entry]]`", "多个 [[entry]] 表");
pub(in crate::lists) const ID: Expected =
    ("lower-case letters, digits and hyphens", "小写字母、数字和连字符");
pub(in crate::lists) const STANDING: Expected = ("`in-force` or `draft`", "in-force 或 draft");
pub(in crate::lists) const KIND: Expected =
    ("`restriction` or `disclosure`", "restriction 或 disclosure");
pub(in crate::lists) const LEVEL: Expected = (
    "`homogeneous-material`, `article`, `product-part` or `product`",
    "homogeneous-material、article、product-part 或 product",
);
pub(in crate::lists) const EXPRESSED: Expected =
    ("`element`, `substance` or empty", "element、substance 或空");
pub(in crate::lists) const MEMBERS: Expected = ("`not-held` or empty", "not-held 或空");
pub(in crate::lists) const INTENDED: Expected = ("`over` or empty", "over 或空");
pub(in crate::lists) const ENTRY_NUMBER: Expected =
    ("a whole number from 1 to 65535 that no other entry has", "1 至 65535 之间且不重复的整数");
pub(in crate::lists) const MEMBER_NUMBER: Expected =
    ("the number of an entry in a row above", "上方某个条目行的编号");
pub(in crate::lists) const ROLE: Expected = ("`entry` or `member`", "entry 或 member");
pub(in crate::lists) const ANNEX: Expected = ("`III` or `IV`", "III 或 IV");
pub(in crate::lists) const CATEGORIES: Expected = (
    "categories such as `1|2|8-ivd|9-industrial`, or `unstated`",
    "类别，例如 1|2|8-ivd|9-industrial，或 unstated",
);
pub(in crate::lists) const LIMIT_KIND: Expected =
    ("`at-most`, `at-least` or `none`", "at-most、at-least 或 none");
pub(in crate::lists) const PENDING: Expected = ("`yes` or `no`", "yes 或 no");
pub(in crate::lists) const ACT_ORDER: Expected =
    ("year and number of the act, e.g. `2025/2364`", "法令的年份和编号，例如 2025/2364");
pub(in crate::lists) const SOURCE_KIND: Expected =
    ("`primary` or `secondary`", "primary 或 secondary");
pub(in crate::lists) const CONFIRMED: Expected =
    ("`confirmed` or `unconfirmed`", "confirmed 或 unconfirmed");
pub(in crate::lists) const FORMULA: Expected =
    ("a formula such as `PbCrO4`, or empty", "化学式，例如 PbCrO4，或留空");
pub(in crate::lists) const FACTOR: Expected = (
    "a share from 0 to 1, e.g. `0` or `2072/3232`, the low one not above the high one",
    "0 至 1 的比值，例如 0 或 2072/3232，且下限不高于上限",
);
pub(in crate::lists) const MEMBER: Expected =
    ("one CAS number that the group does not have yet", "该组中尚无的一个 CAS 号");
pub(in crate::lists) const PERIODS: Expected =
    ("tables, each under `[[entry.applies]]`", "多个 [[entry.applies]] 表");
pub(in crate::lists) const NO_TABLE: Expected =
    ("empty: this list has no table beside it", "空：此清单旁不应有表格");
pub(in crate::lists) const NO_DRAFT: Expected =
    ("`in-force`: additions to groups have no drafts", "in-force：对组的补充没有草案");

/// What a field says that must be there.
pub(in crate::lists) fn meaning(field: &str) -> Expected {
    match field {
        "annex" => ANNEX,
        "applies" => PERIODS,
        "authority" => ("who issues the list", "清单的发布者"),
        "cas" => ("a CAS number", "CAS 号"),
        "categories" => CATEGORIES,
        "confidence" => ("`confirmed`, or how sure the rule is", "confirmed，或该规则的可靠程度"),
        "confirmed" => CONFIRMED,
        "edition" => ("which edition it is", "版本名称"),
        "exemption" => ("the exemption, e.g. `7(c)-I`", "豁免编号，例如 7(c)-I"),
        "expressed_as" => ("what the share is a share of, e.g. `Pb`", "含量所指的对象，例如 Pb"),
        "factor_high" | "factor_low" => FACTOR,
        "from" | "included" => ("a day, as YYYY-MM-DD", "日期，写作年-月-日"),
        "group" => ("the group that it is in, e.g. `Pb`", "所属的组，例如 Pb"),
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
        "limit_kind" => LIMIT_KIND,
        "limit_ppm" => ("a limit in parts per million", "以百万分率表示的限值"),
        "list" => ("a table `[list]` with the identity of the list", "写明清单标识的 [list] 表"),
        "name_en" => ("the English name of the substance", "物质的英文名称"),
        "number" => ("the number of the entry", "条目编号"),
        "pending" => PENDING,
        "role" => ROLE,
        "rules" => ("a table `[rules]` with `kind`", "含 kind 的 [rules] 表"),
        "source_kind" => SOURCE_KIND,
        "source" => ("where the facts come from", "数据来源"),
        "status" => ("how far it was checked", "核对情况"),
        _ => TEXT,
    }
}
