//! The table of hazardous substances that accompanies a product in China (SJ/T 11364), made from a report.
//!
//! One row per direct part of the product, one column per substance of the limit set. `○`: within the limit in every
//! homogeneous material of the part; `×`: over it in at least one. What is not known is `?`, which the standard does
//! not have: such a table is a draft. The table never says better than the verdict it is made from.

use unleaded_model::diagnostic::Language;

use crate::holding;
use crate::made_from::MadeFrom;
use crate::report::{Exemption, Product, Report, Verdict};

pub use self::cells::PartMarks;

mod cells;
mod html;
mod notes;
mod rows;
mod substances;
mod text;
mod words;

/// The kind of document, as it names itself.
pub const KIND: &str = "china-rohs-table";

/// The rule set that the table is made from.
const RULE_SET: &str = "china-rohs";

/// The table of one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChinaTable {
    product: Name,
    basis: String,
    as_of: String,
    tool: String,
    report_sha256: String,
    /// How the product stands to the catalogue, in English and Chinese; `None`: nobody said.
    scope: Option<(String, String)>,
    /// The last day on which it can hold; `None`: none is known.
    holds_until: Option<String>,
    /// Whether the verdict bears out what the cells say.
    agrees: Agreement,
    columns: Vec<String>,
    rows: Vec<Row>,
    notes: Vec<Note>,
}

/// Why there is no table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChinaTableError {
    /// The product was not judged under China RoHS.
    #[error(
        "product `{product}` was not judged under `china-rohs` (the report holds {}); roll up with that rule set",
        listed(rule_sets)
    )]
    NoVerdict {
        /// The item number asked for.
        product: String,
        /// The rule sets of the report.
        rule_sets: Vec<String>,
    },
    /// The report has no product of that item number.
    #[error("the report has no product `{product}` (it holds {})", listed(known))]
    ProductUnknown {
        /// The item number asked for.
        product: String,
        /// The item numbers that the report has.
        known: Vec<String>,
    },
}

/// Names that an error lists; the rest is counted.
const LISTED: usize = 10;

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    let few: Vec<String> = names.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(LISTED) {
        0 => few.join(", "),
        more => format!("{} and {more} more", few.join(", ")),
    }
}

/// An item number and what it is called; names are empty where not given.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    item: String,
    name: String,
    name_zh: String,
}

impl Name {
    fn of(product: &Product) -> Self {
        Self {
            item: product.part.clone(),
            name: product.name.clone(),
            name_zh: product.name_zh.clone(),
        }
    }

    /// The name in that language, else in the other, else the item number.
    fn shown(&self, language: Language) -> &str {
        let (first, second) = match language {
            Language::En => (&self.name, &self.name_zh),
            Language::Zh => (&self.name_zh, &self.name),
        };
        let given = [first, second, &self.item];
        given.into_iter().find(|name| !name.is_empty()).map_or("", String::as_str)
    }
}

/// Whether anything in a product is above a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Above {
    /// Nothing is.
    Nothing,
    /// Something is, under an exception or not.
    Something,
    /// It is not known; also where the report contradicts itself.
    Unknown,
}

/// What a verdict says as a whole, with the findings under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Agreement {
    /// Nothing is unknown or over a limit without an exception.
    Compliant,
    /// Something is unknown.
    Open,
    /// Nothing is unknown, and something is over.
    Over,
}

impl Agreement {
    fn of(verdict: &Verdict) -> Self {
        let findings = verdict.findings.iter().map(|finding| Mark::of(&finding.status));
        let marks: Vec<Mark> = findings.chain([Mark::of(&verdict.status)]).collect();
        if marks.contains(&Mark::Unknown) {
            Self::Open
        } else if marks.contains(&Mark::Over) {
            Self::Over
        } else {
            Self::Compliant
        }
    }
}

/// What a cell says, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// Within the limit everywhere.
    Within,
    /// Over it, under an exception.
    Exempted,
    /// Not known.
    Unknown,
    /// Over it.
    Over,
}

impl Mark {
    /// Returns the mark of a status of the report; a word that is not known is unknown.
    fn of(status: &str) -> Self {
        match status {
            "compliant" => Self::Within,
            "compliant-by-exemption" => Self::Exempted,
            "non-compliant" => Self::Over,
            _ => Self::Unknown,
        }
    }

    fn symbol(self) -> &'static str {
        match self {
            Self::Within => "○",
            Self::Exempted | Self::Over => "×",
            Self::Unknown => "?",
        }
    }
}

/// What stands for a part.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    name: Name,
    /// Whether the row stands for what the product holds beside its parts.
    kind: RowKind,
    /// One per column.
    cells: Vec<Cell>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RowKind {
    /// What the product itself holds, beside its parts.
    Own,
    /// A part, or the product that has no parts.
    Part,
}

/// A mark, and the number of the note that explains it (from 1); `None`: nothing to explain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cell {
    mark: Mark,
    note: Option<usize>,
}

/// Why cells of a row are not `○`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Note {
    row: usize,
    /// Positions of the columns.
    columns: Vec<usize>,
    mark: Mark,
    /// Empty: no finding of the report names the part.
    causes: Vec<Cause>,
    /// How many more causes there are.
    more: usize,
}

/// A cause, from a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cause {
    exemption: Option<Exemption>,
    reason: String,
    reason_zh: String,
    /// From the product to the place. A finished table does not show it: it goes out with the product, and a
    /// supplier's recipe does not.
    path: Vec<String>,
}

/// How the product stands to the catalogue, where anybody said; of one outside of it also that the table is due all the same.
fn scope(verdict: &Verdict) -> Option<(String, String)> {
    let scope = verdict.scope.as_ref().filter(|scope| scope.is_said())?;
    let (mut en, mut zh) = (scope.reason.clone(), scope.reason_zh.clone());
    if !scope.assessed {
        en.push_str("; marking is due all the same, conformity assessment is not");
        zh.push_str("；仍须标识，不属于合格评定范围");
    }
    Some((en, zh))
}

impl ChinaTable {
    /// Returns the table of the product of that item number. `report_sha256` is the SHA-256 of the report's bytes in
    /// lower-case hex; it stands in the footer, so that a table can be seen to be older than its report.
    pub fn new(
        report: &Report,
        product: &str,
        report_sha256: &str,
    ) -> Result<Self, ChinaTableError> {
        let found = report.product(product).ok_or_else(|| ChinaTableError::ProductUnknown {
            product: product.to_owned(),
            known: report.products.iter().map(|p| p.part.clone()).collect(),
        })?;
        let of_law = found.verdict(RULE_SET).filter(|verdict| verdict.is_law());
        let verdict = of_law.ok_or_else(|| ChinaTableError::NoVerdict {
            product: product.to_owned(),
            rule_sets: report.options.rules.clone(),
        })?;
        let columns = substances::columns(found, verdict);
        let findings = rows::Findings::of(found, verdict);
        let mut rows = rows::rows(found, verdict, &columns, &findings);
        let notes = notes::notes(&findings, &columns, &mut rows);
        Ok(Self {
            product: Name::of(found),
            basis: verdict.edition.clone(),
            as_of: report.as_of.clone(),
            tool: format!("{} {}", report.tool.name, report.tool.version),
            report_sha256: report_sha256.to_owned(),
            scope: scope(verdict),
            holds_until: holding::last_day(verdict),
            agrees: Agreement::of(verdict),
            columns,
            rows,
            notes,
        })
    }

    /// Whether a cell is not known, so that the table must not go out.
    pub fn is_draft(&self) -> bool {
        self.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.mark == Mark::Unknown)
    }

    /// Whether anything in the product is above a limit.
    pub fn above(&self) -> Above {
        let worst = self.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.mark).max();
        match (worst, self.agrees) {
            _ if self.is_draft() => Above::Unknown,
            (Some(Mark::Within), Agreement::Compliant) => Above::Nothing,
            (Some(Mark::Exempted | Mark::Over), Agreement::Compliant | Agreement::Over) => {
                Above::Something
            }
            _ => Above::Unknown,
        }
    }

    /// The last day on which the table can hold; `None`: none is known.
    pub fn holds_until(&self) -> Option<&str> {
        self.holds_until.as_deref()
    }

    /// Returns the table for a terminal.
    pub fn to_text(&self, language: Language, made: &MadeFrom) -> String {
        text::write(self, language, made)
    }

    /// Returns the table as one HTML file without scripts or outside resources, fit for A4.
    pub fn to_html(&self, language: Language, made: &MadeFrom) -> String {
        html::write(self, language, made)
    }
}
