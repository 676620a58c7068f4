//! Which verdicts, findings and entries are asked about.

use std::collections::BTreeSet;

use unleaded_model::identity::key;

use super::Question;
use crate::report::{
    Content, EntryTotal, Finding, PartStatus, Product, Report, Substance, Verdict,
};

/// A verdict with what of it is asked about.
pub(super) struct Chosen<'a> {
    pub(super) product: &'a Product,
    pub(super) verdict: &'a Verdict,
    pub(super) substance: Option<&'a Substance>,
    pub(super) findings: Vec<&'a Finding>,
    pub(super) entries: Vec<&'a EntryTotal>,
}

/// What was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    /// An entry of a rule set.
    Entry,
    /// A part.
    Part,
    /// A product.
    Product,
    /// A rule set.
    RuleSet,
    /// A substance.
    Substance,
}

/// The report has no such thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotFound {
    /// What was looked for.
    pub sought: Sought,
    /// Its name, as asked.
    pub asked: String,
    /// The names there are, sorted.
    pub known: Vec<String>,
}

/// Returns the verdicts that fit; what is asked for together must fit together. A product that holds nothing of a known
/// entry is an answer too.
pub(super) fn chosen<'a>(
    report: &'a Report,
    question: &Question,
) -> Result<Vec<Chosen<'a>>, NotFound> {
    names_known(report, question)?;
    let meant = Meant::of(report, question);
    let is_product =
        |product: &&Product| question.product.as_ref().is_none_or(|part| product.part == *part);
    let is_set = |v: &&Verdict| question.rules.as_ref().is_none_or(|set| v.rule_set == *set);
    let mut all = Vec::new();
    for product in report.products.iter().filter(is_product) {
        for verdict in product.verdicts.iter().filter(is_set) {
            let findings =
                verdict.findings.iter().filter(|f| finding_fits(f, verdict, question, &meant));
            let entries = verdict.entries.iter().filter(|e| entry_fits(e, question, &meant));
            let (findings, entries): (Vec<_>, Vec<_>) = (findings.collect(), entries.collect());
            if !findings.is_empty()
                || !entries.is_empty()
                || is_about(report, (product, verdict), question, &meant)
            {
                let substance = product.substances.iter().find(|s| meant.is_substance(s));
                all.push(Chosen { product, verdict, substance, findings, entries });
            }
        }
    }
    Ok(all)
}

/// The substance that is asked for, by all its names: documents print one under several.
struct Meant<'a> {
    asked: Option<&'a str>,
    numbers: BTreeSet<&'a str>,
    names: BTreeSet<String>,
}

impl<'a> Meant<'a> {
    fn of(report: &'a Report, question: &'a Question) -> Self {
        let asked = question.substance.as_deref();
        let totals = report.products.iter().flat_map(|product| &product.substances);
        let totals = totals.map(|s| (s.cas.as_deref(), &*s.name));
        let verdicts = report.products.iter().flat_map(|product| &product.verdicts);
        let contents = verdicts.flat_map(|v| &v.findings).flat_map(|finding| &finding.contents);
        let contents = contents.map(|content| (content.cas.as_deref(), &*content.substance));
        let is_asked = |(cas, name): &(Option<&str>, &str)| {
            asked.is_some_and(|asked| *cas == Some(asked) || same(name, asked))
        };
        let all: Vec<(Option<&str>, &str)> = totals.chain(contents).collect();
        let numbers: BTreeSet<&str> =
            all.iter().filter(|s| is_asked(s)).filter_map(|s| s.0).collect();
        let of_number = all.iter().filter(|(cas, _)| cas.is_some_and(|cas| numbers.contains(cas)));
        let names = of_number.map(|(_, name)| key(name)).chain(asked.map(key));
        let names = names.filter(|name| !name.is_empty()).collect();
        Self { asked, numbers, names }
    }

    fn is(&self, cas: Option<&str>, name: &str) -> bool {
        cas.is_some_and(|cas| self.numbers.contains(cas)) || self.names.contains(&key(name))
    }

    fn is_substance(&self, substance: &Substance) -> bool {
        self.is(substance.cas.as_deref(), &substance.name)
    }
}

/// Whether a verdict of which nothing else is told still answers the question: all is within.
fn is_about(
    report: &Report,
    (product, verdict): (&Product, &Verdict),
    question: &Question,
    meant: &Meant<'_>,
) -> bool {
    let entry = question.entry.as_ref().is_none_or(|asked| {
        entries_of(report, product, verdict).into_iter().any(|(entry, names)| {
            names.into_iter().chain(names_in(entry)).any(|name| same(name, asked))
        })
    });
    let held = meant.asked.is_none() || product.substances.iter().any(|s| meant.is_substance(s));
    let part = question.part.as_ref().is_none_or(|asked| {
        product.part == *asked || product.parts.iter().any(|part| part.part == *asked)
    });
    entry && held && part
}

fn finding_fits(
    finding: &Finding,
    verdict: &Verdict,
    question: &Question,
    meant: &Meant<'_>,
) -> bool {
    let is_of_all = finding.entry == "*";
    let entry = question.entry.as_ref().is_none_or(|asked| {
        let of_entry = verdict.entries.iter().find(|entry| entry.entry == finding.entry);
        let names = of_entry.into_iter().flat_map(|entry| [&*entry.name, &*entry.name_zh]);
        is_of_all || names.chain(names_in(&finding.entry)).any(|name| same(name, asked))
    });
    let is_asked = |content: &Content| meant.is(content.cas.as_deref(), &content.substance);
    let substance = meant.asked.is_none()
        || is_of_all
        || finding.contents_omitted > 0
        || finding.contents.iter().any(is_asked);
    entry && substance && question.part.as_ref().is_none_or(|part| finding.path.contains(part))
}

fn entry_fits(entry: &EntryTotal, question: &Question, meant: &Meant<'_>) -> bool {
    let is_named = |asked: Option<&str>| {
        asked.is_none_or(|asked| {
            let names = names_in(&entry.entry).chain([&*entry.name, &*entry.name_zh]);
            names.into_iter().any(|name| same(name, asked))
        })
    };
    let part = question.part.as_ref().is_none_or(|part| entry.total.worst_at.contains(part));
    let substance = meant.asked.is_none()
        || meant.numbers.iter().any(|number| is_named(Some(number)))
        || meant.names.iter().any(|name| is_named(Some(name)));
    is_named(question.entry.as_deref()) && substance && part
}

/// The key of an entry and what it begins with: those of the candidate list are a number and a name.
fn names_in(entry: &str) -> impl Iterator<Item = &str> {
    let parts = entry.split_once(' ').map(|(number, name)| [number, name]);
    std::iter::once(entry).chain(parts.into_iter().flatten())
}

/// Whether two names are the same, spelling aside.
fn same(name: &str, asked: &str) -> bool {
    let asked = key(asked);
    !asked.is_empty() && key(name) == asked
}

/// The entries that a verdict knows, with their names where it tells them.
fn entries_of<'a>(
    report: &'a Report,
    product: &'a Product,
    verdict: &'a Verdict,
) -> Vec<(&'a str, Vec<&'a str>)> {
    let told = verdict.entries.iter().map(|e| (&*e.entry, vec![&*e.name, &*e.name_zh]));
    let found = verdict.findings.iter().map(|f| &*f.entry);
    let of_set = |s: &&PartStatus| s.rule_set == verdict.rule_set;
    let of_parts = product.parts.iter().flat_map(|part| part.statuses.iter().filter(of_set));
    let of_parts = of_parts.flat_map(|status| status.entries.keys().map(|key| &**key));
    let keys: BTreeSet<&str> = found.chain(of_parts).collect();
    // What all entries have in common is said of each.
    let common = keys.contains("*").then(|| report.entries.get(&verdict.rule_set)).flatten();
    let common = common.into_iter().flatten().map(|key| &**key);
    let keys = keys.iter().copied().filter(|key| *key != "*").chain(common);
    told.chain(keys.map(|key| (key, vec![]))).collect()
}

/// Whether every name that is asked for is one that the report knows.
fn names_known(report: &Report, question: &Question) -> Result<(), NotFound> {
    let products = || report.products.iter();
    let verdicts = || products().flat_map(|product| &product.verdicts);
    let part_names = products().map(|product| &*product.part).collect();
    known(Sought::Product, question.product.as_ref(), part_names, |name, asked| name == asked)?;
    let sets = verdicts().map(|verdict| &*verdict.rule_set).collect();
    known(Sought::RuleSet, question.rules.as_ref(), sets, |name, asked| name == asked)?;
    known(Sought::Entry, question.entry.as_ref(), entry_names(report), same)?;
    known(Sought::Substance, question.substance.as_ref(), substance_names(report), same)?;
    known(Sought::Part, question.part.as_ref(), parts(report), |name, asked| name == asked)
}

fn known(
    sought: Sought,
    asked: Option<&String>,
    known: BTreeSet<&str>,
    is_meant: impl Fn(&str, &str) -> bool,
) -> Result<(), NotFound> {
    match asked {
        Some(asked) if !known.iter().any(|name| is_meant(name, asked)) => Err(NotFound {
            sought,
            asked: asked.clone(),
            known: known.into_iter().map(str::to_owned).collect(),
        }),
        _ => Ok(()),
    }
}

fn entry_names(report: &Report) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for product in &report.products {
        for verdict in &product.verdicts {
            for (entry, others) in entries_of(report, product, verdict) {
                names.extend(names_in(entry).chain(others));
            }
        }
    }
    names.remove("");
    names
}

fn substance_names(report: &Report) -> BTreeSet<&str> {
    let totals = report.products.iter().flat_map(|product| &product.substances);
    let mut names: BTreeSet<&str> =
        totals.flat_map(|s| s.cas.as_deref().into_iter().chain([&*s.name])).collect();
    let verdicts = report.products.iter().flat_map(|product| &product.verdicts);
    let findings = verdicts.flat_map(|verdict| &verdict.findings);
    for content in findings.flat_map(|finding| &finding.contents) {
        if content.disclosed != "undisclosed" {
            names.extend(content.cas.as_deref().into_iter().chain([&*content.substance]));
        }
    }
    names
}

/// The item numbers that the report tells, and the names of places, which may be asked for as well.
pub(super) fn parts(report: &Report) -> BTreeSet<&str> {
    let mut names: BTreeSet<&str> =
        report.inputs.declarations.iter().map(|input| &*input.part).collect();
    for product in &report.products {
        names.extend(product.parts.iter().map(|part| &*part.part));
        for verdict in &product.verdicts {
            names.extend(verdict.findings.iter().flat_map(|f| &f.path).map(String::as_str));
            let worst = verdict.entries.iter().flat_map(|entry| &entry.total.worst_at);
            names.extend(worst.map(String::as_str));
        }
    }
    names.remove("");
    names
}
