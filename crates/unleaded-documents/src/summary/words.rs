//! The words of the summary in both languages.

use std::collections::BTreeSet;

use unleaded_model::diagnostic::Language;

use crate::report::Report;
use crate::status;
use crate::text_table::shown;

fn parts(count: u64) -> &'static str {
    if count == 1 { "part" } else { "parts" }
}

/// Words in one language.
#[derive(Clone, Copy)]
pub(crate) struct Words(pub(crate) Language);

impl Words {
    pub(crate) fn pick<'a>(self, en: &'a str, zh: &'a str) -> &'a str {
        self.0.pick(en, zh)
    }

    /// What a status is called.
    pub(crate) fn status(self, status: &str) -> String {
        status::word(status, self.0)
    }

    /// How many of a status there are: `1 compliant`, `1 个符合`.
    pub(crate) fn counted(self, count: usize, status: &str) -> String {
        let status = self.status(status);
        match self.0 {
            Language::En => format!("{count} {status}"),
            Language::Zh => format!("{count} 个{status}"),
        }
    }

    pub(crate) fn head(self, report: &Report) -> String {
        let (as_of, version) = (&report.as_of, &report.tool.version);
        match self.0 {
            Language::En => format!(
                "Roll-up as of {as_of}, {} {version}; declarations: {}",
                report.tool.name,
                report.inputs.declarations.len()
            ),
            Language::Zh => format!(
                "汇总结果，评定日期 {as_of}，{} {version}；声明 {} 份",
                report.tool.name,
                report.inputs.declarations.len()
            ),
        }
    }

    pub(crate) fn products(self, count: usize, counted: &str) -> String {
        match self.0 {
            Language::En => format!("{count} products: {counted}"),
            Language::Zh => format!("{count} 个产品：{counted}"),
        }
    }

    /// What a rule takes as the whole.
    pub(crate) fn level(self, level: &str) -> &'static str {
        match level {
            "article" => self.pick("article", "物品"),
            "product" => self.pick("product", "产品"),
            "product-part" => self.pick("part as supplied", "所供部件"),
            _ => self.pick("homogeneous material", "均质材料"),
        }
    }

    pub(crate) fn more(self, count: usize) -> String {
        match self.0 {
            Language::En => format!("… and {count} more (see the JSON report)"),
            Language::Zh => format!("……另有 {count} 项（见 JSON 报告）"),
        }
    }

    pub(crate) fn coverage(self, declared: u64, total: u64, share: Option<&str>) -> String {
        match (self.0, share) {
            (Language::En, Some(share)) => {
                format!("{declared} of {total} {}, {share} % of the mass", parts(total))
            }
            (Language::En, None) => {
                format!(
                    "{declared} of {total} {}; the mass of what is missing is not known",
                    parts(total)
                )
            }
            (Language::Zh, Some(share)) => {
                format!("{total} 个部件中 {declared} 个，占质量的 {share} %")
            }
            (Language::Zh, None) => {
                format!("{total} 个部件中 {declared} 个；缺失部分的质量未知")
            }
        }
    }

    pub(crate) fn findings(self, count: usize) -> String {
        match (self.0, count) {
            (Language::En, 1) => "1 finding".to_owned(),
            (Language::En, _) => format!("{count} findings"),
            (Language::Zh, _) => format!("{count} 项"),
        }
    }

    /// Findings that were told under another rule set, behind `new` that are told here.
    pub(crate) fn same_as(self, count: usize, new: usize, rule_set: &str) -> String {
        let rule_set = shown(rule_set);
        match (self.0, new) {
            (Language::En, 0) => format!("{count}, the same as under {rule_set}"),
            (Language::En, _) => format!("{count} more, the same as under {rule_set}"),
            (Language::Zh, 0) => format!("{count} 项与 {rule_set} 下的相同"),
            (Language::Zh, _) => format!("另有 {count} 项与 {rule_set} 下的相同"),
        }
    }

    /// The first `most` of some names, and how many more there are.
    pub(super) fn few(self, names: &BTreeSet<&str>, most: usize) -> String {
        let few: Vec<String> = names.iter().take(most).map(|name| shown(name)).collect();
        let few = few.join(self.pick(", ", "、"));
        match (names.len().saturating_sub(most), self.0) {
            (0, _) => few,
            (more, Language::En) => format!("{few} and {more} more"),
            (more, Language::Zh) => format!("{few} 等另外 {more} 项"),
        }
    }
}
