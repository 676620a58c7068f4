//! What is shown where.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use unleaded_model::diagnostic::{Diagnostic, Language, Place, Severity};

use super::{Margin, heading, position};
use crate::tables::book::{Cell, LONGEST_CELL, Look, Sheet};

/// The findings in one sheet.
#[derive(Default)]
pub(super) struct InSheet {
    /// The worst finding of each cell, by row (from 1) and column (from 0).
    pub(super) cells: BTreeMap<(u32, u32), Severity>,
    /// What is said of each row below the header, and how grave the worst of it is.
    pub(super) rows: BTreeMap<u32, (Severity, String)>,
}

/// A finding that stands beside no row: place, severity, code, message, help.
pub(super) type Loose = [String; 5];

/// All findings.
#[derive(Default)]
pub(super) struct Findings {
    /// Those in tables, by sheet.
    pub(super) sheets: BTreeMap<String, InSheet>,
    /// The others.
    pub(super) loose: Vec<Loose>,
}

impl Findings {
    /// Returns the findings of `diagnostics`; `margins` are the tables.
    pub(super) fn of(
        diagnostics: &[Diagnostic],
        language: Language,
        margins: &BTreeMap<String, Margin>,
    ) -> Self {
        let mut findings = Self::default();
        for diagnostic in worst_first(diagnostics) {
            let spot = diagnostic.places.first().and_then(|place| {
                let Place::Sheet { cell, .. } = place else {
                    return None;
                };
                let (sheet, margin) = margins.get_key_value(&cell.sheet)?;
                Some((sheet, margin, position(place)?))
            });
            let Some((sheet, margin, (row, column))) = spot else {
                findings.loose.push(loose(diagnostic, language));
                continue;
            };
            let below = findings.sheets.entry(sheet.clone()).or_default();
            below.add(diagnostic, (row, column), language, margin);
            if row <= margin.header {
                findings.loose.push(loose(diagnostic, language));
            }
        }
        findings
    }
}

impl InSheet {
    /// Adds a finding at `row` and, where it is not about the whole row, `column`.
    pub(super) fn add(
        &mut self,
        diagnostic: &Diagnostic,
        (row, column): (u32, Option<u32>),
        language: Language,
        margin: &Margin,
    ) {
        let severity = diagnostic.severity;
        if let Some(column) = column.filter(|_| severity > Severity::Info) {
            let worst = self.cells.entry((row, column)).or_insert(severity);
            *worst = severity.max(*worst);
        }
        if row > margin.header {
            let (worst, words) = self.rows.entry(row).or_insert_with(|| (severity, String::new()));
            *worst = severity.max(*worst);
            let more = sentence(diagnostic, language);
            // A cell holds so much and no more; the first defects of a row are what to repair first.
            if !words.contains(&more)
                && words.chars().count() + more.chars().count() < LONGEST_CELL / 2
            {
                words.push_str(if words.is_empty() { "" } else { "\n" });
                words.push_str(&more);
            }
        }
    }
}

/// The gravest first, else in the order of their places.
pub(super) fn worst_first(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut sorted: Vec<_> = diagnostics.iter().collect();
    sorted.sort_by_key(|diagnostic| Reverse(diagnostic.severity));
    sorted
}

fn word(severity: Severity, language: Language) -> &'static str {
    let zh = match severity {
        Severity::Error => "错误",
        Severity::Warning => "警告",
        Severity::Info => "提示",
    };
    language.pick(severity.word(), zh)
}

fn sentence(diagnostic: &Diagnostic, language: Language) -> String {
    let word = word(diagnostic.severity, language);
    let (message, help) = (diagnostic.message(language), diagnostic.help(language));
    match language {
        Language::En => format!("{word}: {message}; {help}"),
        Language::Zh => format!("{word}：{message}；{help}"),
    }
}

/// Returns `diagnostic` as a row of its own.
pub(super) fn loose(diagnostic: &Diagnostic, language: Language) -> Loose {
    // The file is the one that is open.
    let place = match diagnostic.places.first() {
        Some(Place::Sheet { cell, .. }) => format!("{}!{}", cell.sheet, cell.name),
        Some(Place::Text { line, column, .. }) => format!("{line}:{column}"),
        Some(Place::File { .. } | Place::Member { .. }) | None => String::new(),
    };
    [
        place,
        word(diagnostic.severity, language).to_owned(),
        diagnostic.code.name().to_owned(),
        diagnostic.message(language),
        diagnostic.help(language),
    ]
}

/// The sheet of the findings that stand beside no row.
pub(super) fn sheet(name: &str, loose: &[Loose], language: Language) -> Sheet {
    let widths = [30, 10, 24, 60, 60];
    let mut sheet = Sheet::new(name, widths.into_iter().map(|w| (w, Look::Plain)).collect());
    sheet.row([Cell { text: &heading(language), look: Look::Plain }]);
    let titles = match language {
        Language::En => ["Place", "Severity", "Code", "What is wrong", "What to do"],
        Language::Zh => ["位置", "级别", "代码", "问题", "处理方法"],
    };
    sheet.row(titles.map(|text| Cell { text, look: Look::Plain }));
    for row in loose {
        sheet.row(row.iter().map(|text| Cell { text, look: Look::Plain }));
    }
    sheet
}
