//! The words of a declaration in both languages.

use unleaded_documents::text_table::shown;
use unleaded_model::amount::FractionRange;
use unleaded_model::declaration::DeclaredPart;
use unleaded_model::diagnostic::Language;

use super::signature::Signature;
use super::undisclosed::Missing;
use crate::language::counted;

/// The words of one language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words(pub(super) Language);

/// Declares words that are the same wherever they stand.
macro_rules! words {
    ($($name:ident = $en:literal, $zh:literal;)+) => {
        impl Words {
            $(pub(super) fn $name(self) -> &'static str {
                match self.0 {
                    Language::En => $en,
                    Language::Zh => $zh,
                }
            })+
        }
    };
}

words! {
    answer_by = "answer by", "答复期限";
    asked_by = "asked by", "请求方";
    asked_remark = "asked", "请求说明";
    authorised_by = "authorised by", "授权人";
    colon = ": ", "：";
    comma = ", ", "，";
    contact = "contact", "联系人";
    date = "date", "日期";
    declared_by = "declared by", "声明方";
    document = "document", "文件编号";
    exemption = "exemption ", "豁免 ";
    groups = "material groups", "材料类别";
    impurity = "impurity", "杂质";
    in_words = "answer", "回答";
    intended = "intentionally added", "有意添加";
    legal = "legal", "法律声明";
    list = "list", "清单";
    mass = "mass", "质量";
    no = "no", "否";
    no_amount = "no amount", "未给出质量";
    not_disclosed = "not disclosed", "未披露";
    not_named = "not named", "未给出";
    number = "CAS / EC", "CAS / EC";
    of_every_substance = " (every substance)", "（所有物质）";
    over = "over", "超过";
    queries = "queries", "问题清单";
    remark = "remark", "备注";
    semicolon = "; ", "；";
    share = "share", "含量";
    signature = "signature", "签名";
    subproduct = "sub-product", "子部件";
    threshold = "threshold ", "阈值 ";
    to_be_answered = "to be answered", "待答复";
    unanswered = "not answered", "未回答";
    uncertainty = "uncertainty", "不确定性声明";
    unnamed_material = "(material without a name)", "（未命名材料）";
    unnamed_part = "(part without a number)", "（无编号部件）";
    unnamed_substance = "(substance without a name)", "（未命名物质）";
    used_for = "used for ", "用途：";
    within = "not over", "未超过";
    yes = "yes", "是";
}

impl Words {
    pub(super) fn classes(self, letters: &[&str]) -> String {
        let word = match letters.len() {
            1 => self.0.pick("class ", ""),
            _ => self.0.pick("classes ", ""),
        };
        let list = letters.join(self.0.pick(" and ", "、"));
        format!("{word}{list}{}", self.0.pick("", " 类"))
    }

    pub(super) fn accepted(self, accepted: Option<bool>) -> &'static str {
        match accepted {
            Some(true) => self.0.pick("accepted by the supplier", "供方已接受"),
            Some(false) => self.0.pick("NOT accepted by the supplier", "供方未接受"),
            None => self.0.pick("acceptance not stated", "未说明是否接受"),
        }
    }

    /// What is known of the signature; empty where there is none.
    pub(super) fn signed(self, path: &str, signature: &Signature) -> String {
        let file = format!("{path}{}", unleaded_trust::ENVELOPE_SUFFIX);
        match (signature, self.0) {
            (Signature::Unsigned, _) => String::new(),
            (Signature::NotChecked, Language::En) => {
                format!("{file} is beside it, not checked (--trust TRUST.json checks it)")
            }
            (Signature::NotChecked, Language::Zh) => {
                format!("旁有 {file}，尚未验证（用 --trust TRUST.json 验证）")
            }
            (Signature::Inside, _) => self
                .0
                .pick(
                    "inside the document, not checked (--trust TRUST.json checks it)",
                    "在文件内部，尚未验证（用 --trust TRUST.json 验证）",
                )
                .to_owned(),
            (Signature::Superseded(signers), Language::En) => {
                format!("REPLACED by its signer: {}", signers.join(", "))
            }
            (Signature::Superseded(signers), Language::Zh) => {
                format!("已被签名方取代：{}", signers.join("、"))
            }
            (Signature::Withdrawn(signers), Language::En) => {
                format!("WITHDRAWN by its signer: {}", signers.join(", "))
            }
            (Signature::Withdrawn(signers), Language::Zh) => {
                format!("已被签名方撤回：{}", signers.join("、"))
            }
            (Signature::Good(signers), Language::En) => {
                format!("good, signed by {}", signers.join(", "))
            }
            (Signature::Good(signers), Language::Zh) => {
                format!("有效，签名方：{}", signers.join("、"))
            }
            (Signature::Bad, _) => self
                .0
                .pick("BAD (`unleaded verify` tells why)", "无效（原因见“unleaded verify”）")
                .to_owned(),
            (Signature::UnknownKey, _) => {
                self.0.pick("by an unknown key", "由未知密钥签署").to_owned()
            }
        }
    }

    /// The first number and name of a part.
    pub(super) fn part_name(self, part: &DeclaredPart) -> String {
        let name = part.items.iter().map(|item| item.name.trim()).find(|name| !name.is_empty());
        let number = part.number().map(|number| shown(number.trim()));
        match (number, name.map(shown)) {
            (Some(number), Some(name)) => format!("{number}  {name}"),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => self.unnamed_part().to_owned(),
        }
    }

    /// What is known of a part beside its first number and name: maker, version, site, the requester's numbers.
    pub(super) fn identities(self, part: &DeclaredPart) -> Vec<String> {
        let mut lines = Vec::new();
        for (at, item) in part.items.iter().enumerate() {
            let mut told = Vec::new();
            if at > 0 {
                told.push(shown(&format!("{} {}", item.number.trim(), item.name.trim())));
            }
            let facts = [
                (self.0.pick("maker ", "制造商 "), &item.maker),
                (self.0.pick("version ", "版本 "), &item.version),
                (self.0.pick("site ", "生产地 "), &item.site),
                (self.0.pick("requester's number ", "请求方料号 "), &item.requester_number),
                (self.0.pick("requester's name ", "请求方名称 "), &item.requester_name),
            ];
            for (word, text) in facts.into_iter().filter(|(_, text)| !text.trim().is_empty()) {
                told.push(format!("{word}{}", shown(text.trim())));
            }
            if at > 0 {
                told.extend(item.mass.as_ref().map(|mass| shown(&mass.printed())));
                told.retain(|text| !text.trim().is_empty());
                lines.push(format!("{}{}", self.0.pick("also ", "亦为 "), told.join(self.comma())));
            } else if !told.is_empty() {
                lines.push(told.join(self.comma()));
            }
        }
        let unit = part.unit_type.trim();
        if !unit.is_empty() && !unit.eq_ignore_ascii_case("each") {
            lines.push(format!("{}{}", self.0.pick("unit ", "单位 "), shown(unit)));
        }
        lines
    }

    pub(super) fn of_part(self, share: &str) -> String {
        match self.0 {
            Language::En => format!("{share} of part"),
            Language::Zh => format!("占部件 {share}"),
        }
    }

    pub(super) fn of_material(self, share: &str) -> String {
        match self.0 {
            Language::En => format!("{share} of material"),
            Language::Zh => format!("占材料 {share}"),
        }
    }

    /// The line for what is missing to a material, and its share; `None`: nothing is.
    pub(super) fn missing(
        self,
        missing: &Missing,
        percent: fn(FractionRange) -> String,
    ) -> Option<(String, String)> {
        let most =
            |share: FractionRange| format!("≤ {}", percent(FractionRange::exactly(share.high)));
        Some(match missing {
            Missing::Nothing => return None,
            Missing::Everything => {
                (self.0.pick("composition not given", "未给出成分").to_owned(), String::new())
            }
            Missing::Share(share) => {
                (self.0.pick("undisclosed rest", "未披露部分").to_owned(), percent(*share))
            }
            Missing::Open(share) => (
                self.0.pick("undisclosed: can't be told", "未披露部分：无法确定").to_owned(),
                most(*share),
            ),
        })
    }

    pub(super) fn none_answered(self, open: usize) -> String {
        match self.0 {
            Language::En => format!("to be answered, {open} not answered"),
            Language::Zh => format!("待答复，{open} 项未回答"),
        }
    }

    pub(super) fn answers(self, all: usize, over: usize, within: usize, open: usize) -> String {
        match self.0 {
            Language::En => {
                let entries = if all == 1 { "entry" } else { "entries" };
                let open = if open > 0 { format!(", {open} not answered") } else { String::new() };
                format!("{all} {entries}, {over} over the threshold, {within} not over{open}")
            }
            Language::Zh => {
                let open = if open > 0 { format!("，{open} 项未回答") } else { String::new() };
                format!("共 {all} 项，{over} 项超过阈值，{within} 项未超过{open}")
            }
        }
    }

    pub(super) fn attachment(self, name: &str, kind: &str, bytes: usize) -> String {
        let kind = if kind.is_empty() { String::new() } else { format!("{kind}{}", self.comma()) };
        match self.0 {
            Language::En => format!("attachment {name} ({kind}about {bytes} bytes)"),
            Language::Zh => format!("附件 {name}（{kind}约 {bytes} 字节）"),
        }
    }

    pub(super) fn kept(self, count: usize, names: &str) -> String {
        match self.0 {
            Language::En => format!("kept and not understood: {count} ({names})"),
            Language::Zh => format!("已保留但无法识别：{count} 项（{names}）"),
        }
    }

    pub(super) fn diagnostics(self, errors: usize, warnings: usize, path: &str) -> String {
        let path = shown(path);
        match self.0 {
            Language::En => {
                let (errors, warnings) = (errors as u64, warnings as u64);
                let (errors, warnings) = (counted(errors, "error"), counted(warnings, "warning"));
                format!("{errors}, {warnings} from reading it; for all: `unleaded check {path}`")
            }
            Language::Zh => {
                format!(
                    "读取时有 {errors} 个错误，{warnings} 个警告；查看全部：“unleaded check {path}”"
                )
            }
        }
    }
}
