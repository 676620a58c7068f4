//! The exemptions of EU RoHS, one row per claim of a source about (exemption, categories, period).

use jiff::civil::Date;
use serde::Deserialize;
use unleaded_model::amount::Fraction;
use unleaded_model::identity::key;

use super::category::{Category, CategoryScope};
use super::header::{File, ListError, ListHeader, several};

/// The claims about exemptions of one list.
#[derive(Clone, Debug)]
pub struct Exemptions {
    /// The list's identity.
    pub header: ListHeader,
    /// The claims. Two rows of one exemption may contradict each other: both are kept, the verdict decides.
    pub claims: Vec<ExemptionClaimRow>,
}

impl Exemptions {
    /// Returns the claims about the exemption that a document names `id`: spelling aside (`7 (c) - I`), equal. Claims
    /// about a range (`1(a-e)`) answer to each of its letters.
    pub fn of<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a ExemptionClaimRow> {
        let wanted = exemption_key(id);
        self.claims.iter().filter(move |row| row.answers_to.contains(&wanted))
    }

    /// Returns the claims about each exemption together, in the order of the table.
    pub fn by_name(&self) -> Vec<Vec<&ExemptionClaimRow>> {
        let mut by_name: Vec<Vec<&ExemptionClaimRow>> = Vec::new();
        for row in &self.claims {
            let is_of = |rows: &&mut Vec<&ExemptionClaimRow>| {
                rows.first().is_some_and(|first| (&first.annex, &first.id) == (&row.annex, &row.id))
            };
            match by_name.iter_mut().find(is_of) {
                Some(rows) => rows.push(row),
                None => by_name.push(vec![row]),
            }
        }
        by_name
    }
}

/// What one source says about one exemption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExemptionClaimRow {
    /// `III` or `IV`.
    pub annex: String,
    /// The exemption, as the law writes it: `7(c)-I`.
    pub id: String,
    /// The keys of the names it answers to, by [`exemption_key`].
    pub answers_to: Vec<String>,
    /// What it permits, in English; empty: not known.
    pub text_en: String,
    /// The same in Chinese; empty: not known.
    pub text_zh: String,
    /// The categories it is for.
    pub categories: CategoryScope,
    /// What narrows the categories, in words (`except point 24`); empty: nothing.
    pub qualifier: String,
    /// The entries that it permits, by key: `Pb`. Empty: the source does not say.
    pub permits: Vec<String>,
    /// The exemption's own limit.
    pub limit: ExemptionLimit,
    /// Words of a material or application, in lower case, at which an unclaimed exemption might apply.
    pub hints: Vec<String>,
    /// The first day it is in force; `None`: the source does not say.
    pub valid_from: Option<Date>,
    /// The last day it is in force; `None`: the source does not say.
    pub expires: Option<Date>,
    /// The expiry is nominal: the exemption continued past it where a renewal application was pending
    /// (Article 5(5)) until a later act decided.
    pub pending: bool,
    /// The source's remark, in words.
    pub note: String,
    /// The act, as written: `(EU) 2025/2364`; empty: not known.
    pub act: String,
    /// Year and number of the act, by which later acts are told from earlier ones; `None`: not known. Where the source
    /// names several acts, the last.
    pub act_order: Option<(u16, u16)>,
    /// Whether the text of the act was read.
    pub source_kind: SourceKind,
    /// Where the claim was read.
    pub source: String,
}

impl ExemptionClaimRow {
    /// Whether it is for `category`; `None`: the source does not say. Annex IV is "specific to medical devices and monitoring
    /// and control instruments", whatever a source leaves out.
    pub fn covers(&self, category: Category) -> Option<bool> {
        use Category::{C8, C8Ivd, C9, C9Industrial};
        let is_medical_or_control = matches!(category, C8 | C8Ivd | C9 | C9Industrial);
        if self.annex == "IV" && !is_medical_or_control {
            return Some(false);
        }
        self.categories.covers(category)
    }
}

/// How an exemption bounds what it permits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExemptionLimit {
    /// The element is at least this share of the material (solders of 85 % lead or more).
    AtLeast(Fraction),
    /// The element is at most this share of the material.
    AtMost(Fraction),
    /// The share is not bounded, or the bound is none by share (mg per lamp), or not known.
    None,
}

/// What was read for a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceKind {
    /// The text of the act.
    Primary,
    /// Somebody's summary of it.
    Secondary,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    annex: String,
    id: String,
    answers_to: String,
    text_en: String,
    text_zh: String,
    categories: String,
    qualifier: String,
    permits: String,
    limit_kind: String,
    limit_ppm: String,
    hints: String,
    valid_from: String,
    expires: String,
    pending: String,
    note: String,
    act: String,
    act_order: String,
    source_kind: String,
    source: String,
}

/// Returns the key by which names of exemptions are compared: letters, digits and the marks that tell `7(c)-I` from
/// `7(ci)`; lower case.
pub fn exemption_key(id: &str) -> String {
    let text = unleaded_model::identity::matching_text(id);
    let kept = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, '(' | ')' | '-'));
    kept.flat_map(char::to_lowercase).collect()
}

pub(super) fn read(file: File<'_>) -> Result<Exemptions, ListError> {
    let (header, rows) = file.table::<Row>()?;
    let claims = rows.into_iter().map(|row| row.claim(file)).collect::<Result<_, _>>()?;
    Ok(Exemptions { header, claims })
}

impl Row {
    fn claim(self, file: File<'_>) -> Result<ExemptionClaimRow, ListError> {
        let scope = CategoryScope::parse(&self.categories);
        let answers = std::iter::once(self.id.as_str()).chain(several(&self.answers_to));
        Ok(ExemptionClaimRow {
            answers_to: answers.map(exemption_key).collect(),
            categories: scope.ok_or_else(|| file.value("categories", &self.categories))?,
            permits: several(&self.permits).map(str::to_owned).collect(),
            limit: self.limit(file)?,
            hints: several(&self.hints).map(key).collect(),
            valid_from: file.optional_date("valid_from", &self.valid_from)?,
            expires: file.optional_date("expires", &self.expires)?,
            pending: match self.pending.as_str() {
                "yes" => true,
                "no" => false,
                other => return Err(file.value("pending", other)),
            },
            act_order: act_order(&self.act_order, file)?,
            source_kind: match self.source_kind.as_str() {
                "primary" => SourceKind::Primary,
                "secondary" => SourceKind::Secondary,
                other => return Err(file.value("source_kind", other)),
            },
            annex: self.annex,
            id: self.id,
            text_en: self.text_en,
            text_zh: self.text_zh,
            qualifier: self.qualifier,
            note: self.note,
            act: self.act,
            source: self.source,
        })
    }

    fn limit(&self, file: File<'_>) -> Result<ExemptionLimit, ListError> {
        let ppm = || {
            let parsed = self.limit_ppm.parse().map(Fraction::ppm);
            parsed.map_err(|_| file.value("limit_ppm", &self.limit_ppm))
        };
        match self.limit_kind.as_str() {
            "at-least" => ppm().map(ExemptionLimit::AtLeast),
            "at-most" => ppm().map(ExemptionLimit::AtMost),
            "none" if self.limit_ppm.is_empty() => Ok(ExemptionLimit::None),
            other => Err(file.value("limit_kind", other)),
        }
    }
}

/// Parses `2025/2364`; nothing when empty.
fn act_order(text: &str, file: File<'_>) -> Result<Option<(u16, u16)>, ListError> {
    if text.is_empty() {
        return Ok(None);
    }
    let parsed = text.split_once('/').and_then(|(y, n)| y.parse().ok().zip(n.parse().ok()));
    parsed.map(Some).ok_or_else(|| file.value("act_order", text))
}
