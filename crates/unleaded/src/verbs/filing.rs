//! What is filed of a product, from its report.

use std::collections::BTreeMap;

use jiff::civil::Date;
use unleaded_documents::china_table::{ChinaTable, PartMarks};
use unleaded_documents::conformity::Conforming;
use unleaded_documents::declaration::china;
use unleaded_documents::report::{Product, Report};
use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::codes::files as codes;
use unleaded_platform::client::{DeclarantFile, Filing, ProductFacts};
use unleaded_platform::contract::declaration::{SupplyChainSummary, TableRow};
use unleaded_platform::contract::text::Text;

use crate::exit::Failure;
use crate::verbs::conformity::{NotConforming, conforming};
use crate::verbs::document::refused;

/// A product of a report, ready to be filed.
pub(crate) struct Subject<'a> {
    pub(crate) report: &'a Report,
    pub(crate) report_sha256: &'a str,
    pub(crate) product: &'a Product,
    pub(crate) basis: &'a str,
    /// The item of the catalogue that it was judged as; `None`: nobody said.
    pub(crate) judged_as: Option<&'a str>,
}

impl<'a> Subject<'a> {
    /// Returns the product of `report`, or why it must not be filed.
    pub(crate) fn new(
        report: &'a Report,
        report_sha256: &'a str,
        item: &str,
    ) -> Result<Result<Self, NotConforming>, Box<Failure>> {
        let found = conforming(report, item, china::LAW)?;
        Ok(found.map(|Conforming { product, verdict, .. }| Self {
            report,
            report_sha256,
            product,
            basis: &verdict.edition,
            judged_as: verdict.scope.as_ref().and_then(|scope| scope.item.as_deref()),
        }))
    }

    /// That the declarant names another item of the catalogue than the product was judged as; `None`: the same, or nobody said.
    pub(crate) fn other_item(&self, facts: &ProductFacts) -> Option<Diagnostic> {
        let judged = self.judged_as.filter(|judged| *judged != facts.catalogue_item)?;
        Some(item_differs(&facts.catalogue_item, judged))
    }

    /// Returns the filing. What is below the direct parts of the product stays here: the platform gets the table.
    pub(crate) fn filing<'f>(
        &self,
        declarant: &'f DeclarantFile,
        facts: &'f ProductFacts,
    ) -> Result<Filing<'f>, Box<Failure>>
    where
        'a: 'f,
    {
        let table = ChinaTable::new(self.report, &self.product.part, self.report_sha256)
            .map_err(|error| refused(&error))?;
        let coverage = &self.product.coverage;
        Ok(Filing {
            declarant: &declarant.declarant,
            facts,
            item: &self.product.part,
            name: text(&self.product.name_zh, &self.product.name, &self.product.part),
            limit_set: self.basis,
            assessed_on: self.assessed_on()?,
            hazardous_table: table.marks().iter().map(row).collect(),
            summary: SupplyChainSummary {
                parts_declared: coverage.parts.declared,
                parts: coverage.parts.total,
                mass_coverage_percent: coverage.mass_declared_share.as_deref().and_then(percent),
                report_sha256: self.report_sha256.to_owned(),
                ..SupplyChainSummary::default()
            },
        })
    }

    fn assessed_on(&self) -> Result<Date, Box<Failure>> {
        self.report.as_of.parse().map_err(|_| {
            Failure::new(
                (
                    format!("the report's date `{}` is no date", self.report.as_of),
                    format!("报告的日期“{}”不是有效日期", self.report.as_of),
                ),
                ("make a new report", "请重新生成报告"),
            )
        })
    }
}

/// The diagnostic on an item of the catalogue that is not that of the report.
pub(crate) fn item_differs(declared: &str, judged: &str) -> Diagnostic {
    Diagnostic::unplaced(codes::CATALOGUE_ITEM_DIFFERS)
        .with("declared", declared)
        .with("judged", judged)
}

/// A share of one as per cent, in plain notation.
fn percent(share: &str) -> Option<String> {
    let number = unleaded_model::amount::Number::parse(share).ok()?;
    Some(number.low.scaled(2).to_string())
}

fn row(part: &PartMarks) -> TableRow {
    let cells: BTreeMap<String, String> = part
        .marks
        .iter()
        .map(|(key, mark)| {
            let cell = match *mark {
                "○" => "o",
                "×" => "x",
                other => other,
            };
            (key.to_lowercase(), cell.to_owned())
        })
        .collect();
    TableRow {
        part: text(&part.name_zh, &part.name, &part.item),
        cells,
        exceptions: Vec::new(),
        reason: None,
    }
}

fn text(zh: &str, en: &str, item: &str) -> Text {
    let or = |a: &str, b: &str| {
        if a.is_empty() { b.to_owned() } else { a.to_owned() }
    };
    Text::both(or(zh, &or(en, item)), or(en, &or(zh, item)))
}
