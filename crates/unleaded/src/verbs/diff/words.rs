//! The words of a comparison in both languages.

use unleaded_app::diff::{Counts, Field, Kind};
use unleaded_model::diagnostic::Language;

/// The words of one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words(pub(super) Language);

impl Words {
    fn pick<'a>(self, en: &'a str, zh: &'a str) -> &'a str {
        self.0.pick(en, zh)
    }

    pub(super) fn colon(self) -> &'static str {
        self.pick(": ", "：")
    }

    pub(super) fn not_stated(self) -> &'static str {
        self.pick("not stated", "未给出")
    }

    /// How much more is inside something new or gone.
    pub(super) fn inside(self, count: u64) -> String {
        match self.0 {
            Language::En => format!("  (with {count} entries inside; --all tells them)"),
            Language::Zh => format!("（其中 {count} 项；--all 可列出）"),
        }
    }

    /// The last line where nothing differs.
    pub(super) fn equal(self, a: &str, b: &str, counts: Counts) -> String {
        let count = counts.equal;
        match self.0 {
            Language::En => format!("`{a}` and `{b}` say the same: {count} entries compared"),
            Language::Zh => format!("“{a}”与“{b}”内容相同：共比较 {count} 项"),
        }
    }

    /// The last line where something does.
    pub(super) fn counts(self, counts: Counts) -> String {
        let Counts { added, removed, changed, equal } = counts;
        match self.0 {
            Language::En => {
                format!("{added} added, {removed} removed, {changed} changed, {equal} equal")
            }
            Language::Zh => {
                format!("新增 {added} 项，删除 {removed} 项，变更 {changed} 项，相同 {equal} 项")
            }
        }
    }

    /// What a node is; empty where the name says it.
    pub(super) fn kind(self, kind: Kind) -> &'static str {
        let (en, zh) = match kind {
            Kind::Document | Kind::Product | Kind::Part | Kind::Substance | Kind::Entry => ("", ""),
            Kind::Header => ("header", "文件信息"),
            Kind::Input => ("declaration of", "声明"),
            Kind::ListEdition => ("list", "清单"),
            Kind::Line => ("holds", "包含"),
            Kind::Subpart => ("sub-product", "子部件"),
            Kind::Material => ("material", "材料"),
            Kind::Group => ("material group", "材料类别"),
            Kind::QueryList => ("queries", "问题清单"),
            Kind::Query => ("query", "问题"),
            Kind::List => ("list", "清单"),
            Kind::Verdict => ("verdict", "判定"),
            Kind::EntryTotal => ("entry", "管控项"),
            Kind::Finding => ("finding", "结果"),
            Kind::Exemption => ("exemption", "豁免"),
            Kind::Attachment => ("attachment", "附件"),
            Kind::Kept => ("kept", "保留内容"),
        };
        self.0.pick(en, zh)
    }

    /// A value in words of this language, where it is one of ours; else as it is printed.
    pub(super) fn value(self, field: Field, printed: &str) -> String {
        let zh = match (field, printed) {
            (Field::OverThreshold, "over") => "超过阈值",
            (Field::OverThreshold, "not over") => "未超过阈值",
            (Field::Acceptance, "yes") => "是",
            (Field::Acceptance, "no" | "refused") => "否",
            (Field::Intent, "impurity") => "杂质",
            (Field::Intent, "intended") => "有意添加",
            (Field::Use, "used") => "已使用",
            (Field::Use, "not used") => "未使用",
            (Field::Use, "of no part") => "与任何部件无关",
            (Field::Use, "statement of a signer") => "签名方的声明",
            (Field::Exemption | Field::PlaceCounts | Field::Status, _) => {
                return self.pick(printed, &statuses(printed)).to_owned();
            }
            _ => printed,
        };
        self.pick(printed, zh).to_owned()
    }

    /// What a fact says.
    pub(super) fn field(self, field: Field) -> &'static str {
        let (en, zh) =
            of_document(field).or_else(|| of_part(field)).unwrap_or_else(|| of_rest(field));
        self.0.pick(en, zh)
    }
}

/// The words of a report for what becomes of a place, a rule set or an exemption, in Chinese: the last word of each item.
fn statuses(printed: &str) -> String {
    let item = |item: &str| {
        let at = item.rfind(' ').map_or(0, |space| space + 1);
        let (before, status) = item.split_at(at);
        let status = match status {
            "compliant" => "符合",
            "compliant-by-exemption" => "凭豁免符合",
            "declare" => "须声明",
            "in-force" => "有效",
            "non-compliant" => "不符合",
            "none" => "不适用",
            "nothing-to-declare" => "无须声明",
            "undetermined" => "无法确定",
            "unknown" => "无法判定",
            other => other,
        };
        format!("{before}{status}")
    };
    printed.split(", ").map(item).collect::<Vec<_>>().join(", ")
}

fn of_document(field: Field) -> Option<(&'static str, &'static str)> {
    Some(match field {
        Field::Classes => ("classes", "类别"),
        Field::Mode => ("mode", "模式"),
        Field::Date => ("date", "日期"),
        Field::DocumentId => ("document", "文件编号"),
        Field::Supplier => ("declared by", "声明方"),
        Field::SupplierIds => ("identifiers", "声明方代码"),
        Field::Requester => ("asked by", "请求方"),
        Field::RequesterIds => ("identifiers of who asks", "请求方代码"),
        Field::Request => ("request", "请求"),
        Field::Authorizer => ("authorised by", "授权人"),
        Field::Contact => ("contact", "联系人"),
        Field::LegalType => ("legal text", "法律声明类型"),
        Field::LegalText => ("text", "法律声明"),
        Field::Acceptance => ("accepted", "供方接受"),
        Field::Uncertainty => ("uncertainty", "不确定性声明"),
        Field::Option => ("options", "选项"),
        Field::Sha256 => ("SHA-256", "SHA-256"),
        Field::Signer => ("signed by", "签名方"),
        Field::Signature => ("signature", "签名"),
        Field::Evidence => ("envelope and evidence", "签名文件及证据"),
        Field::Use => ("use", "使用情况"),
        Field::Document => ("document", "文件"),
        Field::MediaType => ("type", "类型"),
        Field::Content => ("content", "内容"),
        Field::Comment => ("remark", "备注"),
        _ => return None,
    })
}

fn of_part(field: Field) -> Option<(&'static str, &'static str)> {
    Some(match field {
        Field::Number => ("number", "编号"),
        Field::Name => ("name", "名称"),
        Field::NameZh => ("Chinese name", "中文名称"),
        Field::Maker => ("maker", "制造商"),
        Field::Version => ("version", "版本"),
        Field::Site => ("site", "生产地"),
        Field::RequesterNumber => ("requester's number", "请求方料号"),
        Field::RequesterName => ("requester's name", "请求方名称"),
        Field::Quantity => ("quantity", "数量"),
        Field::Instances => ("instances", "件数"),
        Field::UnitType => ("unit", "单位"),
        Field::Mass => ("mass", "质量"),
        Field::WeighedMass => ("weighed mass, mg", "称重质量（mg）"),
        Field::Share => ("share of the material", "占材料"),
        Field::ShareOfPart => ("share of the part", "占部件"),
        Field::Category => ("category", "产品类别"),
        Field::Composition => ("composition", "成分说明"),
        Field::Group => ("material group", "材料类别"),
        _ => return None,
    })
}

fn of_rest(field: Field) -> (&'static str, &'static str) {
    match field {
        Field::Authority => ("authority", "机构"),
        Field::Edition => ("edition", "版本"),
        Field::Status => ("status", "状态"),
        Field::NotBinding => ("not binding", "无约束力的原因"),
        Field::Cas => ("CAS number", "CAS 号"),
        Field::Identifier => ("identifier", "标识"),
        Field::Intent => ("intent", "添加意图"),
        Field::Application => ("use", "用途"),
        Field::ChinaItem => ("China RoHS catalogue", "中国 RoHS 目录"),
        Field::Level => ("level", "层级"),
        Field::Code => ("code", "代码"),
        Field::OverThreshold => ("threshold", "阈值判断"),
        Field::Threshold => ("threshold text", "阈值"),
        Field::Response => ("answer", "回答"),
        Field::Coverage => ("parts declared", "已声明部件"),
        Field::MassDeclared => ("share of mass declared", "已声明质量占比"),
        Field::Undisclosed => ("undisclosed", "未披露"),
        Field::Worst => ("worst share", "最大含量"),
        Field::WorstAt => ("worst place", "含量最大处"),
        Field::Value => ("value", "含量"),
        Field::Limit => ("limit, ppm", "限值（ppm）"),
        Field::PlaceCounts => ("places", "位置"),
        Field::Undecided => ("undecided", "未决结果数"),
        Field::Statements => ("statements", "所依据的清单声明"),
        Field::RulesChange => ("rules change", "规则变更日"),
        Field::Causes => ("causes", "原因"),
        Field::Duties => ("duties", "义务"),
        Field::Decision => ("decision", "决定"),
        Field::Exemption => ("exemption", "豁免"),
        Field::Offers => ("may apply", "可能适用的豁免"),
        Field::Expires => ("expires", "到期日"),
        // The words of all others stand above; the name in JSON is better than nothing.
        other => (other.name(), other.name()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_words() {
        for field in Field::ALL {
            let (en, zh) = (Words(Language::En).field(*field), Words(Language::Zh).field(*field));
            assert!(!en.contains('_'), "{field:?}: {en}");
            let is_chinese = zh.chars().any(|c| c >= '\u{2e80}') || *field == Field::Sha256;
            assert!(is_chinese, "{field:?} has no Chinese word: {zh}");
        }
    }
}
