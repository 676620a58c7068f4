//! Whether conformity with a law may be declared of a product, by what a report says.

use crate::report::{Exemption, Finding, Product, Report, Verdict};

/// A product of a report that conforms with a law.
#[derive(Clone, Copy, Debug)]
pub struct Conforming<'a> {
    /// The report.
    pub report: &'a Report,
    /// The product.
    pub product: &'a Product,
    /// Its verdict: `compliant` or `compliant-by-exemption`.
    pub verdict: &'a Verdict,
}

/// Why conformity may not be declared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The product does not conform, or it is not known whether it does.
    #[error("the product is {status}")]
    NotConforming {
        /// The status; `unknown` also where the report contradicts itself.
        status: String,
        /// What is open, the worst first; empty: the report does not say.
        open: Vec<Open>,
    },
    /// The limits of the law are no part of an assessment of the product: there is nothing to declare under it.
    #[error("the product is not assessed under `{law}`: {reason}")]
    NotAssessed {
        /// The rule set.
        law: String,
        /// Why, in English.
        reason: String,
        /// Why, in Chinese.
        reason_zh: String,
    },
    /// The product was not judged under the law.
    #[error("the product was not judged under `{law}`")]
    NotJudged {
        /// The rule set.
        law: String,
    },
    /// The report has no product of that item number.
    #[error("the report has no product `{product}`")]
    ProductUnknown {
        /// The item number asked for.
        product: String,
        /// The item numbers that the report has.
        known: Vec<String>,
    },
}

/// What stands against conformity: a finding of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The entry's key; `*`: every entry.
    pub entry: String,
    /// From the product to the place.
    pub path: Vec<String>,
    /// Why, in English.
    pub reason: String,
    /// Why, in Chinese.
    pub reason_zh: String,
}

impl<'a> Conforming<'a> {
    /// Returns the product of that item number under the rule set, or why its conformity may not be declared. A report that
    /// contradicts itself, because somebody changed it, is as good as one that does not know.
    pub fn new(report: &'a Report, product: &str, law: &str) -> Result<Self, Refusal> {
        let found = report.product(product).ok_or_else(|| Refusal::ProductUnknown {
            product: product.to_owned(),
            known: report.products.iter().map(|p| p.part.clone()).collect(),
        })?;
        let not_judged = || Refusal::NotJudged { law: law.to_owned() };
        let scope = found.verdict(law).and_then(|verdict| verdict.scope.as_ref());
        if let Some(scope) = scope.filter(|scope| !scope.assessed) {
            let (reason, reason_zh) = (scope.reason.clone(), scope.reason_zh.clone());
            return Err(Refusal::NotAssessed { law: law.to_owned(), reason, reason_zh });
        }
        // What binds nobody is no ground for a declaration.
        let binding = found.verdict(law).filter(|verdict| verdict.is_binding());
        let verdict = binding.ok_or_else(not_judged)?;
        let status = if !is_good(&verdict.status) {
            verdict.status.clone()
        } else if contradicts_itself(verdict, &report.as_of) {
            "unknown".to_owned()
        } else {
            return Ok(Self { report, product: found, verdict });
        };
        Err(Refusal::NotConforming { open: open(verdict, &status), status })
    }
}

fn is_good(status: &str) -> bool {
    matches!(status, "compliant" | "compliant-by-exemption")
}

/// Whether a verdict that says yes is not borne out by what it was made from.
fn contradicts_itself(verdict: &Verdict, as_of: &str) -> bool {
    let is_good_place = |(status, count): (&String, &u64)| *count == 0 || is_good(status);
    let nothing_judged = verdict.counts.values().all(|count| *count == 0);
    let worse = verdict.findings.iter().any(|finding| !is_good(&finding.status));
    let exempted =
        verdict.findings.iter().filter(|finding| finding.status == "compliant-by-exemption");
    let in_vain = |finding: &Finding| {
        finding.exemption.as_ref().is_none_or(|exemption| !is_in_force(exemption, as_of))
    };
    nothing_judged
        || worse
        || !verdict.counts.iter().all(is_good_place)
        || exempted.clone().any(in_vain)
        || verdict.exemptions.iter().any(|exemption| !is_in_force(exemption, as_of))
        || (verdict.status == "compliant" && exempted.count() > 0)
}

fn is_in_force(exemption: &Exemption, as_of: &str) -> bool {
    // Dates of one length are in the order of their digits.
    let ended = exemption.expires.as_deref().is_some_and(|day| day < as_of);
    exemption.force == "in-force" && !ended
}

fn open(verdict: &Verdict, status: &str) -> Vec<Open> {
    let worst = verdict.findings.iter().filter(|finding| finding.status == status);
    let others = verdict
        .findings
        .iter()
        .filter(|finding| finding.status != status && !is_good(&finding.status));
    let all = worst.chain(others).map(|finding| Open {
        entry: finding.entry.clone(),
        path: finding.path.clone(),
        reason: finding.reason.clone(),
        reason_zh: finding.reason_zh.clone(),
    });
    all.collect()
}
