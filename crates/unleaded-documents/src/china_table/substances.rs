//! The columns: which substances, in which order, under which names.

use std::collections::BTreeSet;

use unleaded_model::diagnostic::Language;

use super::RULE_SET;
use crate::report::{Product, Verdict};

/// A substance of the standard.
struct Substance {
    key: &'static str,
    symbol: &'static str,
    en: &'static str,
    zh: &'static str,
}

/// The six substances of GB/T 26572-2011 and the four that its amendment 1 added, in the order of SJ/T 11364.
const SUBSTANCES: [Substance; 10] = [
    Substance { key: "Pb", symbol: "Pb", en: "Lead", zh: "铅" },
    Substance { key: "Hg", symbol: "Hg", en: "Mercury", zh: "汞" },
    Substance { key: "Cd", symbol: "Cd", en: "Cadmium", zh: "镉" },
    Substance { key: "Cr6", symbol: "Cr(VI)", en: "Hexavalent chromium", zh: "六价铬" },
    Substance { key: "PBB", symbol: "PBB", en: "Polybrominated biphenyls", zh: "多溴联苯" },
    Substance {
        key: "PBDE",
        symbol: "PBDE",
        en: "Polybrominated diphenyl ethers",
        zh: "多溴二苯醚",
    },
    Substance {
        key: "DBP", symbol: "DBP", en: "Dibutyl phthalate", zh: "邻苯二甲酸二正丁酯"
    },
    Substance {
        key: "DIBP", symbol: "DIBP", en: "Diisobutyl phthalate", zh: "邻苯二甲酸二异丁酯"
    },
    Substance {
        key: "BBP", symbol: "BBP", en: "Butyl benzyl phthalate", zh: "邻苯二甲酸丁苄酯"
    },
    Substance {
        key: "DEHP",
        symbol: "DEHP",
        en: "Bis(2-ethylhexyl) phthalate",
        zh: "邻苯二甲酸二(2-乙基)己酯",
    },
];

/// How many substances the limit set restricts; `None`: a set that is not known here.
fn restricted(basis: &str) -> Option<usize> {
    match basis {
        "GB/T 26572-2011" => Some(6),
        "GB/T 26572-2011+A1" | "GB 26572-2025" => Some(10),
        _ => None,
    }
}

/// Whether the limit set is known to restrict the entry.
pub(super) fn is_restricted(basis: &str, key: &str) -> bool {
    let count = restricted(basis).unwrap_or(0);
    SUBSTANCES.iter().take(count).any(|substance| substance.key == key)
}

/// Returns the keys of the columns: what the basis restricts and what the report speaks of. All ten, where neither
/// tells.
pub(super) fn columns(product: &Product, verdict: &Verdict) -> Vec<String> {
    let statuses = product.parts.iter().flat_map(|part| &part.statuses);
    let of_parts = statuses.filter(|s| s.rule_set == RULE_SET).flat_map(|s| s.entries.keys());
    let of_product = verdict.entries.iter().map(|total| &total.entry);
    let of_findings = verdict.findings.iter().map(|finding| &finding.entry);
    let spoken: BTreeSet<&str> = of_parts
        .chain(of_product)
        .chain(of_findings)
        .map(String::as_str)
        .filter(|key| *key != "*")
        .collect();
    let nothing_tells = restricted(&verdict.edition).is_none() && spoken.is_empty();
    let known = SUBSTANCES.iter().map(|substance| substance.key);
    let standard = known.clone().filter(|key| {
        nothing_tells || is_restricted(&verdict.edition, key) || spoken.contains(key)
    });
    let others = spoken.iter().copied().filter(|key| known.clone().all(|k| k != *key));
    standard.chain(others).map(str::to_owned).collect()
}

/// The name and the symbol of an entry; an entry that the standard does not have is its own symbol and has no name.
pub(super) fn name(key: &str, language: Language) -> (&'static str, &str) {
    match SUBSTANCES.iter().find(|substance| substance.key == key) {
        Some(substance) => match language {
            Language::En => (substance.en, substance.symbol),
            Language::Zh => (substance.zh, substance.symbol),
        },
        None => ("", key),
    }
}
