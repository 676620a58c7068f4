//! The exemptions of EU RoHS, one row per claim of a source about (exemption, categories, period).

use jiff::civil::Date;
use unleaded_model::amount::Fraction;
use unleaded_model::identity::key;

use super::category::{Category, CategoryScope};
use super::header::ListHeader;
use super::reading::{Form, Reader, Root, Row, ppm, words};

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

/// The columns of the table.
const FIELDS: [&str; 19] = [
    "annex",
    "id",
    "answers_to",
    "text_en",
    "text_zh",
    "categories",
    "qualifier",
    "permits",
    "limit_kind",
    "limit_ppm",
    "hints",
    "valid_from",
    "expires",
    "pending",
    "note",
    "act",
    "act_order",
    "source_kind",
    "source",
];
const FORM: Form = Form {
    fields: &FIELDS,
    required: &["annex", "id", "categories", "limit_kind", "pending", "source_kind", "source"],
    // Far more than the annexes have: claims are compared with each other.
    most: 10_000,
};

/// Returns the key by which names of exemptions are compared: letters, digits and the marks that tell `7(c)-I` from
/// `7(ci)`; lower case.
pub fn exemption_key(id: &str) -> String {
    let text = unleaded_model::identity::matching_text(id);
    let kept = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, '(' | ')' | '-'));
    kept.flat_map(char::to_lowercase).collect()
}

/// Reads an edition, whose claims permit what is among `keys`.
pub(super) fn read(
    reader: &mut Reader<'_>,
    root: &Root<'_, '_>,
    (keys, shipped): (&[&str], Option<&Exemptions>),
) -> Option<Exemptions> {
    reader.known(root.toml, &[&["list"]]);
    let header = reader.header(root.toml);
    let mut claims = Vec::new();
    reader.rows(root.table.unwrap_or_default(), (FORM, 0), |reader, row| {
        claims.extend(claim(row, keys, reader));
    });
    if claims.is_empty() {
        reader.empty();
    }
    if let Some(shipped) = shipped {
        let gone = shipped.claims.iter().filter(|known| !claims.contains(known));
        reader.left_out(
            &gone.map(|known| format!("{} ({})", known.id, known.act)).collect::<Vec<_>>(),
        );
    }
    Some(Exemptions { header: header?, claims })
}

fn claim(row: &Row<'_>, keys: &[&str], reader: &mut Reader<'_>) -> Option<ExemptionClaimRow> {
    let annex = |word: &str| ["III", "IV"].contains(&word).then(|| word.to_owned());
    let annex = reader.choice(row, "annex", annex, words::ANNEX);
    let scope = reader.choice(row, "categories", CategoryScope::parse, words::CATEGORIES);
    let permits = row.all("permits");
    for key in permits.iter().filter(|key| !keys.contains(&key.as_str())) {
        reader.no_group(row, "permits", (key, keys));
    }
    let pending = |word: &str| ["yes", "no"].contains(&word).then(|| word == "yes");
    let source_kind = |word: &str| match word {
        "primary" => Some(SourceKind::Primary),
        "secondary" => Some(SourceKind::Secondary),
        _ => None,
    };
    let answers = std::iter::once(row.owned("id")).chain(row.all("answers_to"));
    let [valid_from, expires] = ["valid_from", "expires"].map(|field| reader.date(row, field));
    Some(ExemptionClaimRow {
        answers_to: answers.map(|id| exemption_key(&id)).collect(),
        permits,
        limit: limit(row, reader),
        hints: row.all("hints").iter().map(|hint| key(hint)).collect(),
        valid_from,
        expires,
        pending: reader.choice(row, "pending", pending, words::PENDING).unwrap_or(true),
        act_order: reader.choice(row, "act_order", act_order, words::ACT_ORDER),
        source_kind: reader.choice(row, "source_kind", source_kind, words::SOURCE_KIND)?,
        id: row.owned("id"),
        text_en: row.owned("text_en"),
        text_zh: row.owned("text_zh"),
        qualifier: row.owned("qualifier"),
        note: row.owned("note"),
        act: row.owned("act"),
        source: row.owned("source"),
        annex: annex?,
        categories: scope?,
    })
}

fn limit(row: &Row<'_>, reader: &mut Reader<'_>) -> ExemptionLimit {
    let kind = |word: &str| ["at-least", "at-most", "none"].into_iter().find(|kind| *kind == word);
    let kind = reader.choice(row, "limit_kind", kind, words::LIMIT_KIND);
    let share = ppm(row.text("limit_ppm"));
    match (kind, share) {
        (Some("at-least"), Some(share)) => ExemptionLimit::AtLeast(share),
        (Some("at-most"), Some(share)) => ExemptionLimit::AtMost(share),
        (Some("at-least" | "at-most"), None) => {
            reader.no_limit(row);
            ExemptionLimit::None
        }
        _ => {
            if !row.text("limit_ppm").is_empty() {
                reader.not_of(
                    "limit_kind",
                    row.text("limit_kind"),
                    row.place("limit_kind"),
                    words::LIMIT_KIND,
                );
            }
            ExemptionLimit::None
        }
    }
}

/// Parses `2025/2364`.
fn act_order(text: &str) -> Option<(u16, u16)> {
    text.split_once('/').and_then(|(y, n)| y.parse().ok().zip(n.parse().ok()))
}
