//! Until when a report holds.

use std::collections::BTreeMap;

use unleaded_model::diagnostic::Language;

use super::words;
use crate::report::Product;
use crate::text_table::shown;

/// Exemptions that a sentence names.
const NAMED: usize = 6;

/// Returns the last day on which the verdicts on these products can hold; `None`: nothing that they rest on has an end that
/// is known.
pub(super) fn last_day<'a>(products: &[&'a Product]) -> Option<&'a str> {
    let verdicts = products.iter().flat_map(|product| &product.verdicts);
    verdicts.filter_map(|verdict| verdict.earliest_expiry.as_deref()).min()
}

/// Returns in words until when the verdicts on these products hold.
pub(super) fn told(as_of: &str, products: &[&Product], language: Language) -> String {
    let as_of = shown(as_of);
    let valid = match language {
        Language::En => format!(
            "Valid as of {as_of}. Make it anew when a declaration, the bill of materials or a list changes"
        ),
        Language::Zh => format!("评定日期 {as_of}。声明、物料清单或清单版本变更时须重新编制"),
    };
    let open = without_end(products, language);
    let end = match (last_day(products), language) {
        (Some(day), Language::En) => {
            let day = shown(day);
            format!(
                ", and at the latest when {day} is over: the exemption {} ends that day.{open}",
                ending(products, &day, language)
            )
        }
        (Some(day), Language::Zh) => {
            let day = shown(day);
            format!(
                "，且最迟在 {day} 之后：豁免 {}于当日截止。{open}",
                ending(products, &day, language)
            )
        }
        (None, Language::En) => {
            format!(". No verdict rests on an exemption whose end is known.{open}")
        }
        (None, Language::Zh) => format!("。没有结论依赖于已知截止日期的豁免。{open}"),
    };
    format!("{valid}{end}")
}

/// The exemptions that end on that day, with the rule sets that rest on them.
fn ending(products: &[&Product], day: &str, language: Language) -> String {
    let mut ids: BTreeMap<&str, &str> = BTreeMap::new();
    for verdict in products.iter().flat_map(|product| &product.verdicts) {
        let ending = verdict.exemptions.iter().filter(|e| e.expires.as_deref() == Some(day));
        ids.extend(ending.map(|exemption| (exemption.id.as_str(), verdict.rule_set.as_str())));
    }
    let named = ids.iter().take(NAMED).map(|(id, set)| match language {
        Language::En => format!("{} ({})", shown(id), words::rule_set(set, language)),
        Language::Zh => format!("{}（{}）", shown(id), words::rule_set(set, language)),
    });
    let named: Vec<String> = named.collect();
    let named = named.join(language.pick(", ", "、"));
    match (ids.len().saturating_sub(NAMED), language) {
        (0, _) => named,
        (more, Language::En) => format!("{named} and {more} more"),
        (more, Language::Zh) => format!("{named} 等另外 {more} 项"),
    }
}

/// A warning of exemptions whose end nobody knows.
fn without_end(products: &[&Product], language: Language) -> &'static str {
    let mut relied = products.iter().flat_map(|p| &p.verdicts).flat_map(|v| &v.exemptions);
    match relied.any(|exemption| exemption.expires.is_none()) {
        true => language.pick(
            " Some verdicts rest on exemptions whose end is not known: look it up in the law.",
            "部分结论依赖于截止日期不详的豁免，请查证法规原文。",
        ),
        false => "",
    }
}
