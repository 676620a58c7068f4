//! Words and formulas that make an unknown substance suspect of holding a restricted element or group.

use std::collections::{BTreeMap, BTreeSet};

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
    needles: Needles,
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
        let touched = self.needles.in_text(&lower);
        let rules = self.rules.iter().enumerate();
        let suspect = rules.filter(|(at, rule)| {
            let by_element = elements.contains(rule.element.as_str());
            by_element || touched.contains(at) && rule.suspects(&lower)
        });
        suspect.map(|(_, rule)| rule.group.as_str()).collect()
    }
}

impl SuspicionRule {
    fn suspects(&self, lower: &str) -> bool {
        let mut text = lower.to_owned();
        for harmless in &self.harmless {
            text = text.replace(harmless, " ");
        }
        self.parts.iter().any(|part| text.contains(part))
            || words(&text).any(|word| self.words.iter().any(|wanted| wanted == word))
    }
}

/// What of the words and parts of all rules a text must hold for a rule to be asked at all, by its first two bytes. Most
/// names hold none, and rules are many.
#[derive(Clone, Debug, Default)]
struct Needles {
    by_start: BTreeMap<[u8; 2], Vec<(String, usize)>>,
}

impl Needles {
    fn of(rules: &[SuspicionRule]) -> Self {
        let mut needles = Self::default();
        for (at, rule) in rules.iter().enumerate() {
            for term in rule.words.iter().chain(&rule.parts) {
                // What is harmless leaves a blank, at which the words of a term may meet: the first is in the text as it was.
                let needle = term.split(' ').find(|word| word.len() > 1).unwrap_or_default();
                if let Some(start) = needle.as_bytes().first_chunk() {
                    let found = needles.by_start.entry(*start).or_default();
                    found.push((needle.to_owned(), at));
                }
            }
        }
        needles
    }

    /// The rules of which something is in `text`.
    fn in_text(&self, text: &str) -> BTreeSet<usize> {
        let bytes = text.as_bytes();
        let starts = bytes.windows(2).enumerate();
        let found = starts.flat_map(|(at, start)| {
            let needles = self.by_start.get(start).into_iter().flatten();
            needles.filter(move |(needle, _)| bytes[at..].starts_with(needle.as_bytes()))
        });
        found.map(|(_, rule)| *rule).collect()
    }
}

/// The runs of letters, and digits among them, of a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The elements that rules name.
const WATCHED: [&str; 8] = ["As", "Be", "Br", "Cd", "Cr", "Hg", "Ni", "Pb"];

/// The watched elements in those words of `text` that are formulas. A formula of one letter, or all in capitals
/// without a digit (`PBB`, `CO`), is as likely an abbreviation; none of those holds a watched symbol.
fn elements(text: &str) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    for word in text.split([' ', ',', ';', '/', '+', ':']) {
        for candidate in [word, word.trim_matches(['(', ')', '[', ']'])] {
            let Some(formula) = Formula::parse(candidate) else {
                continue;
            };
            found.extend(WATCHED.into_iter().filter(|element| formula.atoms(element) > 0));
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
    let rules: Vec<SuspicionRule> = rules.collect();
    Ok(Suspicion { needles: Needles::of(&rules), rules, header: wire.list.header(file)? })
}
