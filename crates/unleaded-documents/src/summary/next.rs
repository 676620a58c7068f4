//! What to do next.

use std::collections::BTreeSet;

use unleaded_model::diagnostic::Language;

use super::style::Page;
use super::words::Words;
use crate::duty;
use crate::explanation::NOT_IN_LISTS;
use crate::report::{Finding, Report};
use crate::text_table::shown;

/// Names that a sentence lists.
const LISTED: usize = 6;

/// What the findings of a report ask for.
#[derive(Default)]
struct Tasks<'a> {
    /// Parts without a declaration.
    missing: BTreeSet<&'a str>,
    /// Parts whose declaration leaves the answer open.
    open: BTreeSet<&'a str>,
    /// Rule sets that need to know what the product is used for.
    unused: BTreeSet<&'a str>,
    /// Rule sets with places that no document settles: the lists do not hold the rule, or not what it covers.
    unheld: BTreeSet<&'a str>,
    /// Products whose limits are no part of an assessment: they are outside of the catalogue.
    outside: BTreeSet<&'a str>,
    /// Exemptions whose force is not certain.
    disputed: BTreeSet<&'a str>,
    /// Places over a limit.
    over: BTreeSet<(&'a str, &'a [String])>,
    duties: BTreeSet<&'a str>,
    /// Exemptions that compliance rests on: last day, name.
    exemptions: BTreeSet<(&'a str, &'a str)>,
}

pub(super) fn write(page: &mut Page, report: &Report, words: Words) {
    let tasks = Tasks::of(report);
    let mut lines = tasks.lines(words);
    lines.extend(inputs(report, words));
    page.line(0, &page.bold(words.pick("What to do next", "下一步")));
    if lines.is_empty() {
        let nothing = words.pick("Nothing is open.", "没有待办事项。");
        page.item(2, "- ", nothing);
    }
    for line in lines {
        page.item(2, "- ", &line);
    }
}

impl<'a> Tasks<'a> {
    fn of(report: &'a Report) -> Self {
        let mut tasks = Self::default();
        for product in &report.products {
            let known: BTreeSet<&str> =
                report.inputs.declarations.iter().map(|d| d.part.as_str()).collect();
            for verdict in &product.verdicts {
                if verdict.is_law() && !verdict.is_binding() {
                    tasks.outside.insert(&product.part);
                }
                for finding in &verdict.findings {
                    tasks.add(&verdict.rule_set, finding, &known);
                }
                tasks.exemptions.extend(verdict.exemptions.iter().filter_map(|exemption| {
                    Some((exemption.expires.as_deref()?, exemption.id.as_str()))
                }));
            }
        }
        tasks
    }

    fn add(&mut self, rule_set: &'a str, finding: &'a Finding, known: &BTreeSet<&str>) {
        self.duties.extend(finding.duties.iter().map(String::as_str));
        let by = |causes: &[&str]| finding.causes.iter().any(|cause| causes.contains(&&**cause));
        match finding.status.as_str() {
            "unknown" if by(&["application-not-told"]) => {
                self.unused.insert(rule_set);
            }
            "unknown" if by(&NOT_IN_LISTS) || by(&["of-rule"]) && finding.document.is_none() => {
                self.unheld.insert(rule_set);
            }
            "unknown" if finding.document.is_none() => {
                self.missing.extend(finding.path.last().map(String::as_str));
            }
            "unknown" => match &finding.exemption {
                Some(exemption) if exemption.force == "undetermined" => {
                    self.disputed.insert(&exemption.id);
                }
                _ => {
                    self.open.extend(part(finding, known));
                }
            },
            "non-compliant" => {
                self.over.insert((&finding.entry, &finding.path));
            }
            _ => {}
        }
    }

    fn lines(&self, words: Words) -> Vec<String> {
        let english = words.0 == Language::En;
        let mut lines = Vec::new();
        if !self.over.is_empty() {
            let count = self.over.len();
            lines.push(match english {
                true => format!(
                    "Over a limit ({count}): change the part or its material, or have the supplier claim the exemption that applies."
                ),
                false => format!("超限 {count} 处：更换部件或材料；确有适用豁免的，请供应商声明该豁免。"),
            });
        }
        if !self.missing.is_empty() {
            let parts = words.few(&self.missing, LISTED);
            lines.push(match english {
                true => format!("No declaration: ask the suppliers of {parts} for one."),
                false => format!("缺少声明：向供应商索取 {parts}的声明。"),
            });
        }
        if !self.open.is_empty() {
            let parts = words.few(&self.open, LISTED);
            lines.push(match english {
                true => format!(
                    "Declared, but not enough to tell: ask the suppliers of {parts} to disclose the rest or to answer the list; the reasons above say what is missing."
                ),
                false => format!("已声明但不足以判定：请 {parts}的供应商披露其余成分或就清单作答；所缺内容见上述原因。"),
            });
        }
        self.list_lines(words, &mut lines);
        self.exemption_lines(words, &mut lines);
        lines
    }

    /// What no supplier can answer.
    fn list_lines(&self, words: Words, lines: &mut Vec<String>) {
        let english = words.0 == Language::En;
        if !self.unused.is_empty() {
            let sets = words.few(&self.unused, LISTED);
            lines.push(match english {
                true => format!("Use not told: say with `--application`, or in the bill of materials, what the products are used for; {sets} depends on it."),
                false => format!("用途未说明：请用 `--application` 或在物料清单中说明产品用途；{sets} 取决于用途。"),
            });
        }
        if !self.outside.is_empty() {
            let parts = words.few(&self.outside, LISTED);
            lines.push(match english {
                true => format!("Outside of the catalogue of China RoHS: {parts}. The limits are no part of an assessment there; the marking is still due (`document china-rohs-table`, `document efup-mark`)."),
                false => format!("不在中国 RoHS 达标管理目录之内：{parts}。无需按限量评定，但仍须标识（`document china-rohs-table`、`document efup-mark`）。"),
            });
        }
        if !self.unheld.is_empty() {
            let sets = words.few(&self.unheld, LISTED);
            lines.push(match english {
                true => format!("Not held in the lists: {sets} has rules that no document can settle here; look them up in the law, or give a list of your own with `--lists`."),
                false => format!("清单未收录：{sets} 中有任何声明都无法解决的规则；请查证法规原文，或用 `--lists` 提供自备清单。"),
            });
        }
    }

    fn exemption_lines(&self, words: Words, lines: &mut Vec<String>) {
        let english = words.0 == Language::En;
        if !self.disputed.is_empty() {
            let ids = words.few(&self.disputed, LISTED);
            lines.push(match english {
                true => format!(
                    "Exemptions whose force is not certain: look up {ids} in the law itself, or avoid relying on them."
                ),
                false => format!("效力不确定的豁免：查证法规原文中的 {ids}，或避免依赖。"),
            });
        }
        if let Some((date, _)) = self.exemptions.first() {
            let first = self.exemptions.iter().filter(|(end, _)| end == date);
            let ids = words.few(&first.map(|(_, id)| *id).collect(), LISTED);
            lines.push(match english {
                true => format!("Exemption {ids} ends on {}: plan a replacement.", shown(date)),
                false => format!("豁免 {ids} 将于 {} 到期：请安排替代方案。", shown(date)),
            });
        }
        let label = words.pick("Duty: ", "义务：");
        lines
            .extend(self.duties.iter().map(|text| format!("{label}{}", duty::told(text, words.0))));
    }
}

/// The part that a finding is about: the last step that is the item number of a declared part.
fn part<'a>(finding: &'a Finding, known: &BTreeSet<&str>) -> Option<&'a str> {
    let steps = || finding.path.iter().map(String::as_str);
    steps().rev().find(|step| known.contains(step)).or_else(|| steps().next_back())
}

/// What the documents ask for.
fn inputs(report: &Report, words: Words) -> Vec<String> {
    let english = words.0 == Language::En;
    let declarations = &report.inputs.declarations;
    let hashes = |chosen: &dyn Fn(&crate::report::DeclarationInput) -> bool| {
        let chosen = declarations.iter().filter(|d| chosen(d)).map(|d| d.sha256.as_str());
        chosen.collect::<BTreeSet<_>>().len()
    };
    let left_out = hashes(&|d| d.left_out.is_some());
    let untrusted = hashes(&|d| matches!(d.signature.as_str(), "unknown-key" | "unsigned"));
    let unchecked = hashes(&|d| d.signature == "not-checked");
    let refused = hashes(&|d| d.acceptance.is_some());
    let mut lines = Vec::new();
    lines.extend((left_out > 0).then(|| match english {
        true => format!("Documents left out: {left_out}; the diagnostics say why. Have them mended and sent again."),
        false => format!("未采用的文件：{left_out} 份，原因见诊断信息；请更正后重新发送。"),
    }));
    lines.extend((untrusted > 0).then(|| match english {
        true => format!("Documents without a trusted signature: {untrusted}. Ask for signed ones, or add the keys to the trust file."),
        false => format!("没有可信签名的文件：{untrusted} 份。请索取签名文件，或将其密钥加入信任文件。"),
    }));
    lines.extend((refused > 0).then(|| match english {
        true => format!("Documents that their supplier does not accept: {refused}. Nobody answers for them; ask for accepted ones."),
        false => format!("供应商注明未接受的文件：{refused} 份，无人对其内容负责；请索取其接受的声明。"),
    }));
    lines.extend((unchecked > 0).then(|| match english {
        true => format!("Signatures not checked: {unchecked}. Name a trust file with `--trust`."),
        false => format!("签名未验证：{unchecked} 份。请用 `--trust` 指定信任文件。"),
    }));
    lines
}
