//! Whether a product of a report conforms with a law, and how it is told when it does not.

use unleaded_documents::conformity::{Conforming, Open, Refusal};
use unleaded_documents::report::Report;
use unleaded_model::diagnostic::codes::files as codes;
use unleaded_model::diagnostic::{Diagnostic, Language};

use crate::exit::Failure;
use crate::printer::{Printer, visible};
use crate::verbs::document::{product_unknown, rule_set_missing};

/// The word for a product whose limits are no part of an assessment: there is nothing to declare or to file.
const NOT_ASSESSED: &str = "not-assessed";

/// A product that does not conform, or of which it is not known.
pub(crate) struct NotConforming {
    pub(crate) status: String,
    pub(crate) open: Vec<Open>,
}

/// Returns the product of `report`, or what stands against it. The report must have it, with a verdict under that law.
pub(crate) fn conforming<'a>(
    report: &'a Report,
    item: &str,
    law: &str,
) -> Result<Result<Conforming<'a>, NotConforming>, Box<Failure>> {
    match Conforming::new(report, item, law) {
        Ok(found) => Ok(Ok(found)),
        Err(Refusal::NotConforming { status, open }) => Ok(Err(NotConforming { status, open })),
        Err(Refusal::NotAssessed { reason, reason_zh, .. }) => {
            let (entry, path) = ("*".to_owned(), vec![item.to_owned()]);
            let open = vec![Open { entry, path, reason, reason_zh }];
            Ok(Err(NotConforming { status: NOT_ASSESSED.to_owned(), open }))
        }
        Err(Refusal::ProductUnknown { product, known }) => Err(product_unknown(&product, &known)),
        Err(_) => Err(rule_set_missing(law)),
    }
}

impl NotConforming {
    /// Why no declaration is made of that product.
    pub(crate) fn diagnostic(&self, item: &str, law: &str) -> Diagnostic {
        if let (NOT_ASSESSED, [open, ..]) = (self.status.as_str(), &self.open[..]) {
            return Diagnostic::unplaced(codes::NOT_ASSESSED)
                .with("part", item)
                .with("rules", law)
                .with("reason", (open.reason.clone(), open.reason_zh.clone()));
        }
        let word = |language| status(&self.status, language).to_owned();
        Diagnostic::unplaced(codes::NOT_CONFORMING)
            .with("part", item)
            .with("status", (word(Language::En), word(Language::Zh)))
            .with("rules", law)
    }

    /// Prints what stands against conformity, a line each.
    pub(crate) fn tell(&self, printer: &Printer) {
        for open in &self.open {
            let entry = match open.entry.as_str() {
                "*" => printer.word("all entries", "所有条目"),
                entry => entry,
            };
            let path = open.path.join(" > ");
            let text = match (printer.language(), open.reason.is_empty()) {
                (Language::En, false) => format!("  - {entry}: {path} ({})", open.reason),
                (Language::En, true) => format!("  - {entry}: {path}"),
                (Language::Zh, false) => format!("  - {entry}：{path}（{}）", open.reason_zh),
                (Language::Zh, true) => format!("  - {entry}：{path}"),
            };
            printer.note(&visible(&text));
        }
    }
}

/// What a verdict is called; a word that is not known is shown as it is.
pub(crate) fn status(status: &str, language: Language) -> &str {
    match (language, status) {
        (Language::Zh, "compliant") => "符合",
        (Language::Zh, "compliant-by-exemption") => "凭豁免符合",
        (Language::Zh, "non-compliant") => "不符合",
        (Language::Zh, "unknown") => "无法判定",
        (Language::En, NOT_ASSESSED) => "not assessed (outside the catalogue)",
        (Language::Zh, NOT_ASSESSED) => "不属于合格评定范围（目录外）",
        (_, other) => other,
    }
}
