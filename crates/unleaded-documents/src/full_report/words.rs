//! The words of the page that several of its parts use, in both languages.

use unleaded_model::diagnostic::Language;

use crate::number;
use crate::report::{Exemption, Product, Range};
use crate::text_table::shown;

use super::blocks::{Cell, Head};

/// What a rule set is called.
pub(super) fn rule_set(key: &str, language: Language) -> String {
    match key {
        "china-rohs" => language.pick("China RoHS", "中国 RoHS").to_owned(),
        "eu-rohs" => language.pick("EU RoHS", "欧盟 RoHS").to_owned(),
        "reach-svhc" => language.pick("REACH candidate list", "REACH 候选清单").to_owned(),
        other => shown(other),
    }
}

/// The name of a product or a part in that language, else in the other; `None`: it has none.
pub(super) fn name(name: &str, name_zh: &str, language: Language) -> Option<String> {
    let (first, second) = match language {
        Language::En => (name, name_zh),
        Language::Zh => (name_zh, name),
    };
    [first, second].into_iter().find(|name| !name.is_empty()).map(shown)
}

/// The name of a product with its item number: `Phone (PHONE-1)`.
pub(super) fn product(product: &Product, language: Language) -> String {
    let item = shown(&product.part);
    match name(&product.name, &product.name_zh, language) {
        Some(name) if name != item => {
            language.pick(&format!("{name} ({item})"), &format!("{name}（{item}）")).to_owned()
        }
        _ => item,
    }
}

/// An item number with the name below it.
pub(super) fn named(item: Cell, name: Option<String>) -> Cell {
    match name {
        Some(name) => Cell::Lines(vec![item, Cell::Text(name)]),
        None => item,
    }
}

/// A path from the product downwards, in one line.
pub(super) fn path(steps: &[String]) -> String {
    steps.iter().map(|step| shown(step)).collect::<Vec<_>>().join(" > ")
}

/// What stands for nothing.
pub(super) fn dash() -> Cell {
    Cell::Text("–".to_owned())
}

/// The figures of an interval as the report has them.
pub(super) fn exact(range: &Range) -> String {
    match &range.high {
        Some(high) => format!("{} {}", shown(&range.low), shown(high)),
        None => shown(&range.low),
    }
}

/// A mass.
pub(super) fn mass(range: &Range) -> Cell {
    Cell::Amount { shown: number::mass(range), exact: exact(range) }
}

/// A share of a place.
pub(super) fn ppm(range: &Range) -> Cell {
    Cell::Amount { shown: number::range(range, None), exact: exact(range) }
}

/// How much of a product is declared.
pub(super) fn coverage(product: &Product, language: Language) -> Cell {
    let parts = &product.coverage.parts;
    let (declared, total) = (parts.declared, parts.total);
    let share = product.coverage.mass_declared_share.as_deref().map(number::percent);
    let parts = match language {
        Language::En => format!("{declared} of {total} parts"),
        Language::Zh => format!("{total} 个部件中 {declared} 个"),
    };
    let mass = match (language, share) {
        (Language::En, Some(share)) => format!("{share} % of the mass"),
        (Language::Zh, Some(share)) => format!("占质量的 {share} %"),
        (_, None) => language
            .pick("the mass of what is missing is not known", "缺失部分的质量未知")
            .to_owned(),
    };
    Cell::Lines(vec![Cell::Text(parts), Cell::Text(mass)])
}

/// An exemption, how it stands, and its last day.
pub(super) fn exemption(exemption: &Exemption, language: Language) -> String {
    let force = match exemption.force.as_str() {
        "in-force" => language.pick("in force", "有效"),
        "none" => language.pick("not in force", "不适用"),
        _ => language.pick("force not certain", "效力不确定"),
    };
    let end = match &exemption.expires {
        Some(date) => format!("{}{}", language.pick("last day ", "截止 "), shown(date)),
        None => language.pick("no end known", "截止日期不详").to_owned(),
    };
    let comma = language.pick(", ", "，");
    match language {
        Language::En => format!(
            "{} ({}){comma}{force}{comma}{end}",
            shown(&exemption.id),
            shown(&exemption.list)
        ),
        Language::Zh => format!(
            "{}（{}）{comma}{force}{comma}{end}",
            shown(&exemption.id),
            shown(&exemption.list)
        ),
    }
}

/// What the signature of a document is.
pub(super) fn signature(key: &str, language: Language) -> String {
    match key {
        "bad" => language.pick("bad", "无效").to_owned(),
        "good" => language.pick("good", "有效").to_owned(),
        "not-checked" => language.pick("not checked", "未验证").to_owned(),
        "unknown-key" => language.pick("unknown key", "密钥未知").to_owned(),
        "unsigned" => language.pick("unsigned", "未签名").to_owned(),
        other => shown(other),
    }
}

/// Says that `left` of `all` are left out, and where they are.
pub(super) fn left_out(shown: usize, all: usize, language: Language) -> String {
    let left = all.saturating_sub(shown);
    match language {
        Language::En => format!(
            "{left} of {all} are not on this page. They are in the report itself, in the workbook (`--to xlsx`), and as far as they fit on the page of one product (`--product`)."
        ),
        Language::Zh => format!(
            "共 {all} 项，其中 {left} 项未列于本页。全部内容见报告本身和工作簿（`--to xlsx`）；单个产品的页面（`--product`）会列出尽可能多的内容。"
        ),
    }
}

/// Columns with their share of the width.
pub(super) fn columns<const N: usize>(columns: [(&str, u16); N]) -> Vec<Head> {
    columns.into_iter().map(|(name, share)| Head { name: name.to_owned(), share }).collect()
}
