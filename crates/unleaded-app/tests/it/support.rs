//! A bill of materials and declarations as text in, a report out.

use std::collections::BTreeMap;
use std::io;

use unleaded_app::documents::{Documents, Trust};
use unleaded_app::rollup::{Outcome, Request, Signatures, run};
use unleaded_documents::report::{Finding, Product, Report, Verdict};
use unleaded_model::diagnostic::FileName;
use unleaded_rules::lists::Lists;
use unleaded_rules::{Law, Options};

/// A folder in memory.
#[derive(Default)]
pub(crate) struct Memory(pub(crate) BTreeMap<String, Vec<u8>>);

impl Memory {
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|(n, text)| ((*n).to_owned(), text.as_bytes().to_vec())).collect())
    }
}

impl Documents for Memory {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.0.keys().cloned().collect())
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.0.get(name).cloned().ok_or_else(|| io::Error::other("no such file"))
    }
}

pub(crate) fn options(as_of: &str) -> Options {
    Options::new(as_of.parse().unwrap())
}

/// The date that tests judge as of, unless dates are what they test.
pub(crate) const TODAY: &str = "2026-11-22";

pub(crate) fn outcome(
    bom: &str,
    files: &Memory,
    options: &Options,
    trust: Option<&Trust>,
) -> Outcome {
    let request = Request {
        bom: FileName::new("bom.csv"),
        bom_bytes: bom.as_bytes(),
        trust,
        mapping: None,
        decisions: None,
        options,
        replaced: &[],
        laws: &Law::DEFAULT,
        lists: Lists::shipped(),
        products: &[],
        signatures: Signatures::Optional,
    };
    run(&request, files, &mut |_, _, _| {}).unwrap()
}

pub(crate) fn report_as(bom: &str, files: &[(&str, &str)], options: &Options) -> Report {
    let outcome = outcome(bom, &Memory::of(files), options, None);
    outcome.report.unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics))
}

pub(crate) fn report(bom: &str, files: &[(&str, &str)]) -> Report {
    report_as(bom, files, &options(TODAY))
}

pub(crate) fn verdict<'a>(product: &'a Product, law: &str) -> &'a Verdict {
    product.verdict(law).unwrap()
}

/// Statuses from best to worst; what is unknown is between what is allowed and what is not.
pub(crate) fn rank(status: &str) -> usize {
    match status {
        "compliant" | "nothing-to-declare" => 0,
        "compliant-by-exemption" => 1,
        "unknown" => 2,
        "non-compliant" | "declare" => 3,
        other => panic!("{other}"),
    }
}

pub(crate) fn finding<'a>(product: &'a Product, law: &str, entry: &str) -> &'a Finding {
    let verdict = verdict(product, law);
    verdict
        .findings
        .iter()
        .find(|f| f.entry == entry)
        .unwrap_or_else(|| panic!("no finding on {entry}: {:#?}", verdict.findings))
}
