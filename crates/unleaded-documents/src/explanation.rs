//! Why a verdict is what it is, and what would change it: `unleaded/explanation/v1` and the same for people.
//!
//! All of it comes from the report. Figures are computed exactly from those of the report and rounded outward.

use serde::Serialize;
use unleaded_model::diagnostic::Language;

use crate::report::{
    EntryTotal, ExemptionText, Finding, ListInput, Range, Report, RestsOn, Scope, Substance,
};
use crate::summary::Style;

pub use self::changes::Change;
pub(crate) use self::changes::NOT_IN_LISTS;
pub use self::figures::Margin;
pub use self::select::{NotFound, Sought};

mod changes;
mod figures;
mod select;
mod told;
mod words;
mod write;

/// The value of [`Explanation::schema`].
pub const SCHEMA: &str = "unleaded/explanation/v1";

/// Which verdicts, and what of them, are explained; what is `None` or empty is not asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Question {
    /// The item number of a product.
    pub product: Option<String>,
    /// A rule set.
    pub rules: Option<String>,
    /// The key of an entry, or its number or name.
    pub entry: Option<String>,
    /// A substance by its CAS number or name.
    pub substance: Option<String>,
    /// The item number of a part.
    pub part: Option<String>,
}

/// Why verdicts are what they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation<'a> {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The report.
    pub report: Source<'a>,
    /// What was asked.
    pub asked: &'a Question,
    /// The verdicts that fit, in the order of the report.
    pub verdicts: Vec<Explained<'a>>,
}

/// The report that an explanation is made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source<'a> {
    /// The SHA-256 of its bytes.
    pub sha256: &'a str,
    /// Its date of the law.
    pub as_of: &'a str,
}

/// One verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explained<'a> {
    /// The item number of the product.
    pub product: &'a str,
    /// Its name; empty: not given.
    pub name: &'a str,
    /// Its Chinese name; empty: not given.
    pub name_zh: &'a str,
    /// The rule set.
    pub rule_set: &'a str,
    /// `restriction` or `disclosure`.
    pub kind: &'a str,
    /// The edition of the law, list or standard.
    pub edition: &'a str,
    /// Whether it is by what is in force, and all that is known.
    pub binding: bool,
    /// How the product stands to the catalogue (China RoHS); null: another law, or an older report.
    pub scope: Option<&'a Scope>,
    /// The status.
    pub status: &'a str,
    /// The verdict in one sentence, in English.
    pub summary: String,
    /// The same in Chinese.
    pub summary_zh: String,
    /// What the product holds of the substance that was asked for; null: none was, or the product holds none.
    pub substance: Option<&'a Substance>,
    /// The findings that fit, in the order of the report.
    pub findings: Vec<FindingTold<'a>>,
    /// The worst place of each entry that fits, nearest to its limit or farthest over it first.
    pub entries: Vec<EntryTold<'a>>,
    /// What the verdict rests on.
    pub rests_on: Basis<'a>,
    /// What ends or changes the verdict by itself: dates.
    pub changes: Vec<Change>,
}

/// A finding with what follows from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FindingTold<'a> {
    /// The finding of the report.
    #[serde(flatten)]
    pub finding: &'a Finding,
    /// The signature on the document; null: there is no document.
    pub signature: Option<&'a str>,
    /// How far from the limit; null for `*`, whose entries have limits of their own.
    pub margin: Option<Margin>,
    /// What the exemption permits; null: there is none, or its text is not held.
    pub permits: Option<&'a ExemptionText>,
    /// What would change the finding.
    pub changes: Vec<Change>,
}

/// An entry at its worst place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntryTold<'a> {
    /// The entry of the report.
    #[serde(flatten)]
    pub entry: &'a EntryTotal,
    /// Who signed the document of the worst place; null: nobody that is trusted.
    pub signer: Option<&'a str>,
    /// The signature on it; null: there is no document.
    pub signature: Option<&'a str>,
    /// How far from the limit.
    pub margin: Option<Margin>,
}

/// What a verdict rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Basis<'a> {
    /// How many leaf parts of the product are declared.
    pub parts_declared: u64,
    /// How many leaf parts it has.
    pub parts: u64,
    /// The worst share that is not disclosed of any material; null: everything is disclosed.
    pub undisclosed_ppm: Option<&'a Range>,
    /// Statements without which something would not be within its limit.
    pub statements: &'a [RestsOn],
    /// `strict`, or `trust-full`: an accepted full composition left out nothing listed.
    pub disclosure_policy: &'a str,
    /// How far the shares of a material may miss 100 %, in percentage points.
    pub closure_tolerance_percent: &'a str,
    /// The list editions of the report.
    pub lists: &'a [ListInput],
}

/// Explains the verdicts of `report` that fit `question`; `sha256` is that of the report's bytes.
pub fn explain<'a>(
    report: &'a Report,
    sha256: &'a str,
    question: &'a Question,
) -> Result<Explanation<'a>, NotFound> {
    let chosen = select::chosen(report, question)?;
    Ok(Explanation {
        schema: SCHEMA,
        report: Source { sha256, as_of: &report.as_of },
        asked: question,
        verdicts: chosen.into_iter().map(|chosen| told::verdict(report, &chosen)).collect(),
    })
}

impl Explanation<'_> {
    /// Returns the explanation as JSON with two spaces of indentation and a final newline.
    pub fn to_json(&self) -> String {
        // Strings, integers, lists and structs always serialise.
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }

    /// Returns the explanation for a terminal of `width` columns.
    pub fn to_text(&self, language: Language, width: usize, style: Style) -> String {
        write::text(self, language, width, style)
    }
}
