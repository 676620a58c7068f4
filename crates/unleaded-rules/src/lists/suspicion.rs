//! Words and formulas that make an unknown substance suspect of holding a restricted element or group.

use std::collections::BTreeSet;

use serde::Deserialize;
use unleaded_model::identity::matching_text;

use super::formula::Formula;
use super::header::{File, HeaderWire, ListError, ListHeader};

/// The table of suspicious words.
#[derive(Clone, Debug)]
pub struct Suspicion {
    /// The table's identity.
    pub header: ListHeader,
    /// The rules, one per group.
    pub rules: Vec<SuspicionRule>,
}

/// What makes a name suspect of one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuspicionRule {
    /// The group: `Pb`, `PBDE` ...
    pub group: String,
    /// Whole words, in lower case: `lead`, `pb`.
    pub words: Vec<String>,
    /// Parts of words, in lower case; Chinese terms, which have no word boundaries, among them.
    pub parts: Vec<String>,
    /// Terms that are taken out of the name before it is searched: `lead-free`, `无铅`.
    pub harmless: Vec<String>,
    /// The element whose symbol in a formula makes a name suspect; empty: none.
    pub element: String,
}

impl Suspicion {
    /// Returns the groups that `name` makes suspect, in the order of the table.
    pub fn groups_in(&self, name: &str) -> Vec<&str> {
        let text = matching_text(name);
        let lower = text.to_lowercase();
        let elements = elements(&text);
        let suspect = |rule: &&SuspicionRule| rule.suspects(&lower, &elements);
        self.rules.iter().filter(suspect).map(|rule| rule.group.as_str()).collect()
    }
}

impl SuspicionRule {
    fn suspects(&self, lower: &str, elements: &BTreeSet<&str>) -> bool {
        if elements.contains(self.element.as_str()) {
            return true;
        }
        let mut text = lower.to_owned();
        for harmless in &self.harmless {
            text = text.replace(harmless, " ");
        }
        self.parts.iter().any(|part| text.contains(part))
            || words(&text).any(|word| self.words.iter().any(|wanted| wanted == word))
    }
}

/// The runs of letters, and digits among them, of a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The watched elements in those words of `text` that are formulas. A formula of one letter, or all in capitals
/// without a digit (`PBB`, `CO`), is as likely an abbreviation; none of those holds a watched symbol.
fn elements(text: &str) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    for word in text.split([' ', ',', ';', '/', '+', ':']) {
        for candidate in [word, word.trim_matches(['(', ')', '[', ']'])] {
            let Some(formula) = Formula::parse(candidate) else {
                continue;
            };
            let held = ["Cd", "Cr", "Hg", "Pb"].into_iter().filter(|e| formula.atoms(e) > 0);
            found.extend(held);
        }
    }
    found
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SuspicionWire {
    list: HeaderWire,
    rule: Vec<RuleWire>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleWire {
    group: String,
    words: Vec<String>,
    parts: Vec<String>,
    harmless: Vec<String>,
    #[serde(default)]
    element: String,
}

pub(super) fn read(file: File<'_>) -> Result<Suspicion, ListError> {
    let wire: SuspicionWire = file.toml()?;
    let rules = wire.rule.into_iter().map(|rule| SuspicionRule {
        group: rule.group,
        words: rule.words,
        parts: rule.parts,
        harmless: rule.harmless,
        element: rule.element,
    });
    Ok(Suspicion { rules: rules.collect(), header: wire.list.header(file)? })
}
