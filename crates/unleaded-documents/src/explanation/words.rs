//! The sentences of an explanation, in both languages.

use super::changes::Change;
use crate::report::{Finding, Product, Report, Verdict};
use crate::text_table::shown;

/// The same words in both languages.
pub(super) struct Both {
    pub(super) en: String,
    pub(super) zh: String,
}

/// Returns the verdict in one sentence.
pub(super) fn summary(report: &Report, product: &Product, verdict: &Verdict) -> Both {
    let (part, set, date) = (shown(&product.part), shown(&verdict.rule_set), shown(&report.as_of));
    let count = |status: &str| verdict.counts.get(status).copied().filter(|count| *count > 0);
    let counted = [
        ("non-compliant", "over the limit", "处超限"),
        ("declare", "over the threshold", "处超过阈值"),
        ("unknown", "that cannot be told", "处无法判定"),
        ("compliant-by-exemption", "exempted", "处凭豁免"),
        ("compliant", "within", "处在限内"),
        ("nothing-to-declare", "within", "处在阈值内"),
    ];
    let places = counted.iter().filter_map(|(status, en, zh)| Some((count(status)?, en, zh)));
    let (en, zh): (Vec<String>, Vec<String>) =
        places.map(|(count, en, zh)| (format!("{count} {en}"), format!("{count} {zh}"))).unzip();
    let (is_en, is_zh) = match verdict.status.as_str() {
        "compliant" => ("is compliant", "符合"),
        "compliant-by-exemption" => ("is compliant by exemption", "凭豁免符合"),
        "declare" => ("has something to declare", "有须声明的内容"),
        "non-compliant" => ("is non-compliant", "不符合"),
        "nothing-to-declare" => ("has nothing to declare", "无须声明"),
        _ => ("cannot be judged", "无法判定"),
    };
    let none = (Vec::from(["none".to_owned()]), Vec::from(["无".to_owned()]));
    let (en, zh) = if en.is_empty() { none } else { (en, zh) };
    Both {
        en: format!("{part} {is_en} under {set} as of {date}; places: {}.", en.join(", ")),
        zh: format!("{part} 在 {date} 按 {set} {is_zh}；各处：{}。", zh.join("，")),
    }
}

/// Gives a change of a finding its words.
pub(super) fn put(change: &mut Change, finding: &Finding) {
    let said = match change.change {
        "claim-exemption" => claim(change),
        "declare" => declare(change),
        "disclose" => disclose(change),
        "exemption-ends" => ends(change),
        "identify" | "quantify" => amount(change, &finding.entry),
        "name-application" => Both {
            en: "say what the product is used for, with `--application` or in the bill of materials".to_owned(),
            zh: "用 `--application` 或在物料清单中说明产品的用途".to_owned(),
        },
        "reduce" => reduce(change),
        "settle-exemption" => settle(change),
        "state" => state(change),
        "supply-rules" => Both {
            en: "no document settles this: the lists that are used do not hold the rule or its members; a list of your own may".to_owned(),
            zh: "任何声明都不能解决：所用清单中没有该规则或其物质；可自备清单补充".to_owned(),
        },
        _ => resolve(change),
    };
    (change.words, change.words_zh) = (said.en, said.zh);
}

/// Gives a change of a verdict its words.
pub(super) fn put_of_verdict(change: &mut Change) {
    let date = text(change.date.as_ref());
    let said = match change.change {
        "exemption-ends" => {
            let id = text(change.exemption.as_ref());
            Both {
                en: format!("from {date} on the verdict no longer rests on exemption {id}"),
                zh: format!("自 {date} 起，结论不再能依据豁免 {id}"),
            }
        }
        _ => Both {
            en: format!("from {date} on the law has other limits, entries or bases: judge anew"),
            zh: format!("自 {date} 起，法规的限值、条目或依据有变化：须重新判定"),
        },
    };
    (change.words, change.words_zh) = (said.en, said.zh);
}

fn text(of: Option<&String>) -> String {
    of.map(|text| shown(text)).unwrap_or_default()
}

/// What follows, and what that makes of the place.
fn becomes(change: &Change) -> (&'static str, &'static str) {
    match change.becomes.as_deref() {
        Some("nothing-to-declare") => ("nothing to declare here", "此处无须声明"),
        Some("compliant-by-exemption") => ("compliant here by exemption", "此处凭豁免符合"),
        _ => ("compliant here", "此处符合"),
    }
}

fn declare(change: &Change) -> Both {
    let part = text(change.part.as_ref());
    Both {
        en: format!("ask the supplier of {part} for a declaration: there is none that can be used"),
        zh: format!("向 {part} 的供应商索取声明：目前没有可用的声明"),
    }
}

fn state(change: &Change) -> Both {
    let part = text(change.part.as_ref());
    Both {
        en: format!(
            "ask the supplier of {part} for a full composition, or for an answer on a list that covers this entry"
        ),
        zh: format!("向 {part} 的供应商索取完整成分，或就涵盖该条目的清单作答"),
    }
}

fn disclose(change: &Change) -> Both {
    let (part, share) = (text(change.part.as_ref()), text(change.subject.as_ref()));
    let (is_en, is_zh) = becomes(change);
    let (rest_en, rest_zh) = match &change.at_most_ppm {
        Some(most) => (
            format!(
                "; {is_en} as soon as at most {most} ppm stay undisclosed and the rest is none of it, or the supplier states that the limit is not exceeded"
            ),
            format!(
                "；未披露部分不超过 {most} ppm 且其余不含该物质，或供应商声明未超过限值时，{is_zh}"
            ),
        ),
        None => (
            ", or to state for each entry that it is not over the limit".to_owned(),
            "，或逐条声明未超过限值".to_owned(),
        ),
    };
    Both {
        en: format!(
            "ask the supplier of {part} to disclose what up to {share} ppm of the place are{rest_en}"
        ),
        zh: format!("请 {part} 的供应商披露至多 {share} ppm 的未披露部分{rest_zh}"),
    }
}

fn amount(change: &Change, entry: &str) -> Both {
    let (part, subject) = (text(change.part.as_ref()), text(change.subject.as_ref()));
    let (is_en, is_zh) = becomes(change);
    let (rest_en, rest_zh) = match &change.at_most_ppm {
        Some(most) => (
            format!("{is_en} if it adds at most {most} ppm"),
            format!("若不超过 {most} ppm，则{is_zh}"),
        ),
        None => (
            "that alone is not enough, the rest may be over by itself".to_owned(),
            "仅此仍不足，其余部分本身就可能超限".to_owned(),
        ),
    };
    let entry = shown(entry);
    match change.change {
        "identify" => Both {
            en: format!("ask the supplier of {part} how much {entry} `{subject}` holds; {rest_en}"),
            zh: format!("询问 {part} 的供应商“{subject}”含多少 {entry}；{rest_zh}"),
        },
        _ => Both {
            en: format!(
                "ask the supplier of {part} for the exact amount of `{subject}`; {rest_en}"
            ),
            zh: format!("向 {part} 的供应商索取“{subject}”的准确含量；{rest_zh}"),
        },
    }
}

fn reduce(change: &Change) -> Both {
    let (is_en, is_zh) = becomes(change);
    let most = text(change.at_most_ppm.as_ref());
    let short = |figure: &Option<String>| figure.as_deref().map(crate::number::number);
    let (by_en, by_zh) = match (short(&change.by_ppm), short(&change.by_mg)) {
        (Some(ppm), Some(mg)) => (
            format!("fall by {ppm} ppm ({mg} mg of it in one piece of the part), to"),
            format!("降低 {ppm} ppm（每件部件中超出 {mg} mg），至"),
        ),
        (Some(ppm), None) => (format!("fall by {ppm} ppm, to"), format!("降低 {ppm} ppm，至")),
        (None, _) => ("be".to_owned(), "为".to_owned()),
    };
    Both {
        en: format!("the share must {by_en} at most {most} ppm: then {is_en}"),
        zh: format!("含量须{by_zh}不超过 {most} ppm，则{is_zh}"),
    }
}

fn claim(change: &Change) -> Both {
    let (id, part) = (text(change.exemption.as_ref()), text(change.part.as_ref()));
    let (end_en, end_zh) = match &change.date {
        Some(date) => (format!(", no longer from {date} on"), format!("，自 {date} 起不再有效")),
        None => (", its end is not in the data".to_owned(), "，截止日期不在数据中".to_owned()),
    };
    Both {
        en: format!(
            "exemption {id}, where it applies and is claimed for {part}: by exemption{end_en}"
        ),
        zh: format!("豁免 {id}，若适用且就 {part} 声明引用：凭豁免符合{end_zh}"),
    }
}

fn ends(change: &Change) -> Both {
    let id = text(change.exemption.as_ref());
    match &change.date {
        Some(date) => Both {
            en: format!("from {date} on exemption {id} has ended, and this place is non-compliant"),
            zh: format!("自 {date} 起豁免 {id} 已到期，此处不符合"),
        },
        None => Both {
            en: format!("when exemption {id} ends, which is not in the data"),
            zh: format!("豁免 {id} 到期时；截止日期不在数据中"),
        },
    }
}

fn settle(change: &Change) -> Both {
    let id = text(change.exemption.as_ref());
    Both {
        en: format!(
            "look up in the law whether exemption {id} covers this place on the date: the data cannot tell"
        ),
        zh: format!("查证法规原文，豁免 {id} 在该日期是否涵盖此处：数据无法判定"),
    }
}

fn resolve(change: &Change) -> Both {
    let part = text(change.part.as_ref());
    Both {
        en: format!("ask the supplier of {part} for a declaration that settles the reason given"),
        zh: format!("请 {part} 的供应商提供能解决上述原因的声明"),
    }
}
