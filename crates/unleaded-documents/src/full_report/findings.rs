//! The findings of a product as they are told: worst first, and one that several rule sets make alike once.

use std::collections::BTreeMap;

use unleaded_model::diagnostic::Language;

use super::blocks::{Item, Value};
use super::words;
use crate::duty;
use crate::number;
use crate::report::{Decision, Exemption, Finding, Product};
use crate::standard_name::standard;
use crate::status::rank;
use crate::text_table::{sentence, shown};

/// A finding and the rule sets that make it.
#[derive(Clone, Debug)]
pub(super) struct Told<'a> {
    /// The finding under the first of the rule sets.
    pub(super) finding: &'a Finding,
    /// Each rule set with the legal reference that it gives.
    pub(super) rule_sets: Vec<(&'a str, Option<&'a str>)>,
}

/// All that makes two findings one, but the law: entry, status and level; place, value and limit; exemption, document and
/// signer; reason and duties; decision.
type Same<'a> = (
    [&'a str; 3],
    (&'a [String], [&'a str; 2], Option<&'a str>),
    (Option<&'a Exemption>, Option<&'a str>, Option<&'a str>),
    (&'a str, &'a [String]),
    Option<[&'a str; 6]>,
);

fn same(finding: &Finding) -> Same<'_> {
    let value = &finding.value_ppm;
    (
        [&finding.entry, &finding.status, &finding.level],
        (
            &finding.path,
            [&value.low, value.high.as_deref().unwrap_or_default()],
            finding.limit_ppm.as_deref(),
        ),
        (finding.exemption.as_ref(), finding.document.as_deref(), finding.signer.as_deref()),
        (&finding.reason, &finding.duties),
        finding.decision.as_ref().map(|decision| {
            let evidence = decision.evidence.as_deref().unwrap_or_default();
            let Decision { reason, owner, decided, expires, state, .. } = decision;
            [reason, owner, evidence, decided, expires, state]
        }),
    )
}

/// Returns the findings of the product, worst first; among equals the order of the report stays.
pub(super) fn told(product: &Product) -> Vec<Told<'_>> {
    let mut at: BTreeMap<Same<'_>, usize> = BTreeMap::new();
    let mut told: Vec<Told<'_>> = Vec::new();
    for verdict in &product.verdicts {
        for finding in &verdict.findings {
            let rule_set = (verdict.rule_set.as_str(), finding.legal_reference.as_deref());
            match at.get(&same(finding)) {
                Some(at) if !told[*at].rule_sets.contains(&rule_set) => {
                    told[*at].rule_sets.push(rule_set);
                }
                _ => {
                    at.insert(same(finding), told.len());
                    told.push(Told { finding, rule_sets: vec![rule_set] });
                }
            }
        }
    }
    told.sort_by_key(|told| std::cmp::Reverse(rank(&told.finding.status)));
    told
}

/// Returns the finding in words.
pub(super) fn item(told: &Told<'_>, language: Language) -> Item {
    let finding = told.finding;
    let entry = entry(&finding.entry, language);
    let mut path = words::path(&finding.path);
    if finding.entry != "*" {
        path.push_str(&format!(" > {entry}"));
    }
    Item {
        status: finding.status.clone(),
        entry,
        path,
        value: value(finding, language),
        reason: sentence(language.pick(&finding.reason, &finding.reason_zh)),
        facts: facts(told, language),
    }
}

/// What an entry is called.
pub(super) fn entry(key: &str, language: Language) -> String {
    match key {
        "*" => language.pick("all entries", "全部条目").to_owned(),
        key => shown(key),
    }
}

fn value(finding: &Finding, language: Language) -> Option<Value> {
    let limit = finding.limit_ppm.as_ref()?;
    let value = &finding.value_ppm;
    let exact = value.high.as_ref().filter(|high| **high == value.low);
    let percent = exact.and_then(|ppm| number::percent_of_ppm(ppm));
    let percent = percent.map(|percent| match language {
        Language::En => format!(" ({percent} %)"),
        Language::Zh => format!("（{percent} %）"),
    });
    Some(Value {
        shown: format!("{} ppm{}", number::range(value, Some(limit)), percent.unwrap_or_default()),
        exact: words::exact(value),
        limit: format!("{} {} ppm", language.pick("limit", "限值"), number::number(limit)),
    })
}

fn facts(told: &Told<'_>, language: Language) -> Vec<(&'static str, String)> {
    let finding = told.finding;
    let level = match finding.level.as_str() {
        "article" => language.pick("article", "物品").to_owned(),
        "homogeneous-material" => language.pick("homogeneous material", "均质材料").to_owned(),
        other => shown(other),
    };
    let mut facts = vec![
        (language.pick("Law", "法规"), law(told, language)),
        (language.pick("Level", "层级"), level),
    ];
    facts.extend(finding.exemption.as_ref().map(|exemption| {
        (language.pick("Exemption", "豁免"), words::exemption(exemption, language))
    }));
    facts.extend(finding.document.as_ref().map(|document| {
        let hash = document.strip_prefix("sha256:").unwrap_or(document);
        (language.pick("Document SHA-256", "文件 SHA-256"), shown(hash))
    }));
    let signer = match (&finding.document, &finding.signer) {
        (_, Some(signer)) => Some(shown(signer)),
        (Some(_), None) => Some(language.pick("nobody that is trusted", "无可信签名").to_owned()),
        (None, None) => None,
    };
    facts.extend(signer.map(|signer| (language.pick("Signed by", "签名方"), signer)));
    facts.extend(
        finding
            .duties
            .iter()
            .map(|duty| (language.pick("Duty", "义务"), sentence(duty::told(duty, language)))),
    );
    facts.extend(finding.decision.iter().flat_map(|decision| decided(decision, language)));
    facts
}

/// What a person decided, by whom and until when, and what shows it.
fn decided(decision: &Decision, language: Language) -> Vec<(&'static str, String)> {
    let [owner, decided, last] =
        [&decision.owner, &decision.decided, &decision.expires].map(|text| shown(text));
    let until = match (decision.state.as_str(), language) {
        ("valid", Language::En) => format!("decided {decided}, holds until {last}"),
        ("valid", Language::Zh) => format!("{decided} 作出，有效至 {last}"),
        ("not-yet", Language::En) => {
            format!("decided {decided}, after the date of this report: it does not hold yet")
        }
        ("not-yet", Language::Zh) => format!("{decided} 作出，晚于本报告的日期：尚未生效"),
        (_, Language::En) => {
            format!("decided {decided}, ended on {last}: it does not hold any more")
        }
        (_, Language::Zh) => format!("{decided} 作出，已于 {last} 到期：不再有效"),
    };
    let reason = sentence(&decision.reason);
    let told = match language {
        Language::En => format!("{reason} ({owner}, {until})"),
        Language::Zh => format!("{reason}（{owner}，{until}）"),
    };
    let mut facts = vec![(language.pick("Decision", "决定"), told)];
    facts.extend(decision.evidence.as_ref().map(|evidence| {
        let hash = evidence.strip_prefix("sha256:").unwrap_or(evidence);
        (language.pick("Evidence SHA-256", "证据 SHA-256"), shown(hash))
    }));
    facts
}

/// The rule sets, each with its legal reference.
fn law(told: &Told<'_>, language: Language) -> String {
    let of = |(key, reference): &(&str, Option<&str>)| {
        let set = words::rule_set(key, language);
        match reference {
            Some(reference) => {
                let colon = language.pick(": ", "：");
                format!("{set}{colon}{}", standard(&shown(reference), language))
            }
            None => set,
        }
    };
    let laws: Vec<String> = told.rule_sets.iter().map(of).collect();
    laws.join(language.pick("; ", "；"))
}
