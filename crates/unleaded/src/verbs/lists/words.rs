//! The words of lists in both languages.

use jiff::civil::Date;
use unleaded_documents::text_table::safe;
use unleaded_model::diagnostic::Language;
use unleaded_rules::listed::{Field, ItemKind, Said};

use super::compared::Counts;

pub(super) mod expiring;

/// The words of one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words(pub(super) Language);

/// Declares words that are the same wherever they stand.
macro_rules! words {
    ($($name:ident = $en:literal, $zh:literal;)+) => {
        impl Words {
            $(pub(super) fn $name(self) -> &'static str {
                self.0.pick($en, $zh)
            })+
        }
    };
}

words! {
    checked = "checked", "核对情况";
    colon = ": ", "：";
    comma = ", ", "，";
    draft = "a draft, only tried with --what-if", "草案，仅可用 --what-if 试用";
    edition = "edition", "版本";
    effective = "effective", "生效";
    file = "file", "文件";
    issued = "issued", "发布";
    known = "known since", "知悉";
    licence = "reuse", "再利用";
    nothing = "nothing of it holds on that date", "该日期没有有效内容";
    not_stated = "not stated", "未给出";
    repealed = "repealed", "废止";
    separator = ", ", "、";
    source = "source", "来源";
}

impl Words {
    /// The heads of the table of all lists.
    pub(super) fn columns(self) -> [String; 5] {
        let heads = match self.0 {
            Language::En => ["list", "issued", "effective", "entries", "SHA-256"],
            Language::Zh => ["清单", "发布", "生效", "项数", "SHA-256"],
        };
        heads.map(str::to_owned)
    }

    /// What is shown of a list.
    pub(super) fn as_of(self, date: Date) -> String {
        match self.0 {
            Language::En => format!("as of {date}"),
            Language::Zh => format!("日期：{date}"),
        }
    }

    /// How many there are of each kind.
    pub(super) fn counts(self, counts: &[(ItemKind, usize)]) -> String {
        let counts = counts.iter().map(|(kind, count)| {
            let (one, many, zh) = counted(*kind);
            match self.0 {
                Language::En => format!("{count} {}", if *count == 1 { one } else { many }),
                Language::Zh => format!("{zh} {count} 项"),
            }
        });
        counts.collect::<Vec<_>>().join(self.comma())
    }

    /// The last line where nothing differs.
    pub(super) fn equal(self, a: &str, b: &str, entries: usize) -> String {
        match self.0 {
            Language::En => format!("`{a}` and `{b}` say the same: {entries} entries compared"),
            Language::Zh => format!("“{a}”与“{b}”内容相同：共比较 {entries} 项"),
        }
    }

    /// The last line where something does.
    pub(super) fn differences(self, counts: Counts) -> String {
        let Counts { added, removed, changed } = counts;
        match self.0 {
            Language::En => format!("{added} added, {removed} removed, {changed} changed"),
            Language::Zh => format!("新增 {added} 项，删除 {removed} 项，变更 {changed} 项"),
        }
    }

    /// What an item is; empty where its key says it.
    pub(super) fn kind(self, kind: ItemKind) -> &'static str {
        let (en, zh) = match kind {
            ItemKind::Class
            | ItemKind::Entry
            | ItemKind::Exemption
            | ItemKind::Group
            | ItemKind::Member
            | ItemKind::QueryEntry
            | ItemKind::Rule
            | ItemKind::Set
            | ItemKind::Substance => ("", ""),
            ItemKind::Applicability => ("may be used", "可用标准"),
            ItemKind::Claim => ("claim", "来源所述"),
            ItemKind::Condition => ("told by the catalogue", "目录相关说明"),
            ItemKind::Exceptions => ("exceptions", "例外清单"),
            ItemKind::Period => ("applies to categories", "适用产品类别"),
            ItemKind::ProductClass => ("product class", "产品类别"),
            ItemKind::Standing => ("on that date, categories", "该日期，产品类别"),
        };
        self.0.pick(en, zh)
    }

    /// A fact: what it is about, and what it says.
    pub(super) fn fact(self, field: Field, said: &Said) -> String {
        format!("{}{}{}", self.field(field), self.colon(), self.said(field, said))
    }

    /// What a field says.
    pub(super) fn said(self, field: Field, said: &Said) -> String {
        match said {
            Said::Several(values) if !values.is_empty() => {
                let values = values.iter().map(|value| self.value(field, value));
                // Of patterns one may be the name that is empty.
                let values = values.map(|v| if v.is_empty() { "\"\"".to_owned() } else { v });
                values.collect::<Vec<_>>().join(self.separator())
            }
            Said::Text(text) if !text.is_empty() => self.value(field, text),
            _ => self.not_stated().to_owned(),
        }
    }

    /// A value in words of this language, where it is one of ours; else as it is.
    fn value(self, field: Field, value: &str) -> String {
        use Field::{
            ClassKind, Confirmed, Intended, Level, LimitKind, LimitPpm, Matching, MayContain,
            Members, Pending, SourceKind, State,
        };
        let words = match (field, value) {
            (Level, "article") => Some(("article", "物品")),
            (Level, "homogeneous-material") => Some(("homogeneous material", "均质材料")),
            (Level, "product") => Some(("product", "产品")),
            (Level, "product-part") => Some(("part as supplied", "部件")),
            (Intended, "over") => Some(("over in any amount", "任何含量均超限")),
            (LimitPpm, "any") => Some(("none for impurities", "杂质无限值")),
            (LimitKind, "at-least") => Some(("at least", "不低于")),
            (LimitKind, "at-most") => Some(("at most", "不超过")),
            (LimitKind, "none") => Some(("none by share", "无含量限值")),
            (MayContain, "anything") => Some(("anything", "任何物质")),
            (MayContain, "nothing-listed") => Some(("nothing listed", "无受控物质")),
            (Members, "not-held") => Some(("not held", "未收录")),
            (ClassKind, "generic") => Some(("generic name", "统称")),
            (ClassKind, "placeholder") => Some(("placeholder", "占位名称")),
            (ClassKind, "variable") => Some(("variable composition", "成分可变")),
            (ClassKind, "withheld") => Some(("withheld", "保密")),
            (Matching, "cas") => Some(("CAS number", "CAS 号")),
            (Matching, "contains") => Some(("part of the name", "名称包含")),
            (Matching, "exact") => Some(("whole name", "名称完全一致")),
            (Matching, "prefix") => Some(("beginning of the name", "名称开头")),
            (Confirmed, "confirmed") => Some(("yes", "是")),
            (Confirmed, "unconfirmed") => Some(("no", "否")),
            (Pending, "no") => Some(("no", "否")),
            (Pending, "yes") => Some(("yes", "是")),
            (SourceKind, "primary") => Some(("the text of the act was read", "已读法规原文")),
            (SourceKind, "secondary") => Some(("a summary was read", "仅读摘要")),
            (State, value) => state(value),
            _ => None,
        };
        words.map_or_else(|| safe(value), |(en, zh)| self.0.pick(en, zh).to_owned())
    }

    /// What a fact is about.
    pub(super) fn field(self, field: Field) -> &'static str {
        let (en, zh) = of_law(field).unwrap_or_else(|| of_substance(field));
        self.0.pick(en, zh)
    }
}

fn state(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "disputed" => ("in dispute between sources", "来源相互矛盾"),
        "ended" => ("ended", "已到期"),
        "in-force" => ("in force", "有效"),
        "no-claim" => ("no source that is held speaks of it", "现有来源均未说明"),
        "pending" => (
            "nominally ended; not known whether renewal was applied for",
            "名义上已到期，是否已申请续期未知",
        ),
        "unclear" => ("the source does not say whether it is for these", "来源未说明是否适用"),
        _ => return None,
    })
}

/// One, several, and in Chinese.
fn counted(kind: ItemKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        ItemKind::Applicability => ("span of dates", "spans of dates", "时间段"),
        ItemKind::Claim => ("claim of a source", "claims of sources", "来源所述"),
        ItemKind::Class => ("class", "classes", "类别"),
        ItemKind::Condition => ("condition", "conditions", "说明"),
        ItemKind::Entry => ("entry", "entries", "条目"),
        ItemKind::Exceptions => ("list of exceptions", "lists of exceptions", "例外清单"),
        ItemKind::Exemption => ("exemption", "exemptions", "豁免"),
        ItemKind::Group => ("group", "groups", "物质组"),
        ItemKind::Member => ("member", "members", "成员物质"),
        ItemKind::Period => ("period", "periods", "适用期"),
        ItemKind::ProductClass => ("product class", "product classes", "产品类别"),
        ItemKind::QueryEntry => ("entry", "entries", "条目"),
        ItemKind::Rule => ("rule", "rules", "规则"),
        ItemKind::Set => ("standard", "standards", "标准"),
        ItemKind::Standing => ("standing", "standings", "状态"),
        ItemKind::Substance => ("substance", "substances", "物质"),
    }
}

fn of_law(field: Field) -> Option<(&'static str, &'static str)> {
    Some(match field {
        Field::Act => ("act", "法规"),
        Field::Allowed => ("standards", "标准"),
        Field::Annex => ("annex", "附件"),
        Field::AnswersTo => ("also named", "也称"),
        Field::Applications => ("only for", "仅适用于"),
        Field::Bounds => ("scope", "范围"),
        Field::Categories => ("categories", "产品类别"),
        Field::ConditionEn => ("not judged", "未予判定（英文）"),
        Field::ConditionZh => ("not judged (Chinese)", "未予判定"),
        Field::Confidence => ("how sure", "可信程度"),
        Field::Contradicts => {
            ("contradicted by another source, which says", "另一来源与此矛盾，其日期为")
        }
        Field::Edition => ("edition", "版本"),
        Field::Effective => ("in force from", "生效日期"),
        Field::Expires => ("last day", "最后一天"),
        Field::From => ("from", "起始日期"),
        Field::Intended => ("if added on purpose", "有意添加时"),
        Field::Hints => ("words that suggest it", "相关词语"),
        Field::HowMany => ("entries", "项数"),
        Field::LegalReference => ("law", "法规依据"),
        Field::LimitKind => ("own limit", "自身限值"),
        Field::LimitPpm => ("limit, ppm", "限值（ppm）"),
        Field::Level => ("measured per", "计算基准"),
        Field::Note => ("remark of the source", "来源备注"),
        Field::Pending => {
            ("continued past that day where a renewal was pending", "续期申请待决时继续有效")
        }
        Field::Permits => ("permits", "允许"),
        Field::Qualifier => ("narrowed to", "适用限定"),
        Field::Remark => ("remark", "备注"),
        Field::Source => ("source", "来源"),
        Field::SourceKind => ("what was read", "所读内容"),
        Field::Standings => ("for products that are", "适用于产品"),
        Field::State => ("standing", "状态"),
        Field::TextEn => ("text", "英文内容"),
        Field::TextZh => ("Chinese text", "中文内容"),
        Field::To => ("to", "截止日期"),
        Field::Until => ("applies no more from", "不再适用起始日"),
        _ => return None,
    })
}

fn of_substance(field: Field) -> (&'static str, &'static str) {
    match field {
        Field::Cas => ("CAS", "CAS 号"),
        Field::ClassKind => ("kind", "性质"),
        Field::Code => ("code", "代码"),
        Field::Confirmed => ("named by a source", "有来源列名"),
        Field::Decisions => ("decisions", "决定文件"),
        Field::Derivation => ("derivation", "推导"),
        Field::Description => ("covers", "涵盖"),
        Field::Ec => ("EC", "EC 号"),
        Field::Element => ("element", "元素"),
        Field::Entries => ("entries", "对应条目"),
        Field::ExpressedAs => ("counted as", "计算对象"),
        Field::FactorHigh => ("counts at most", "计入比例上限"),
        Field::FactorLow => ("counts at least", "计入比例下限"),
        Field::Formula => ("formula", "化学式"),
        Field::Group => ("members in `groups`", "成员见 groups"),
        Field::Groups => ("groups", "物质组"),
        Field::Harmless => ("harmless", "无关词语"),
        Field::Included => ("included", "列入日期"),
        Field::List => ("list", "清单"),
        Field::Matching => ("recognised by", "识别方式"),
        Field::MayContain => ("may contain", "可能含有"),
        Field::Members => ("members", "成员"),
        Field::Name => ("name", "名称"),
        Field::NameEn => ("English name", "英文名称"),
        Field::NameZh => ("Chinese name", "中文名称"),
        Field::Names => ("names", "名称"),
        Field::Parts => ("parts of words", "词的一部分"),
        Field::Patterns => ("names", "名称"),
        Field::Reason => ("why", "理由"),
        Field::Reasons => ("Article 57", "第 57 条"),
        Field::Words => ("words", "词语"),
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
            let zh = Words(Language::Zh).field(*field);
            assert!(zh.chars().any(|c| c >= '\u{2e80}'), "{field:?} has no Chinese word: {zh}");
            assert!(!Words(Language::En).field(*field).contains('_'), "{field:?}");
        }
    }

    #[test]
    fn every_kind_has_words() {
        for kind in ItemKind::ALL {
            let (one, many, zh) = counted(*kind);
            assert!(one != many && zh.chars().all(|c| c >= '\u{2e80}'), "{kind:?}");
        }
    }
}
