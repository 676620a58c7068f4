//! Findings, and what is said of them: exemptions, contents, statements, decisions.

use serde::{Deserialize, Serialize};

use super::Range;

/// An exemption.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Exemption {
    /// Its name in its list: `7(c)-I`.
    pub id: String,
    /// The list.
    pub list: String,
    /// Its last day, the earliest that any source gives; null: not known.
    pub expires: Option<String>,
    /// `in-force`, `undetermined` or `none`.
    pub force: String,
}

/// An exemption that the documents of a part claim, with what became of it at the places of one outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The rule set; null: none here is made from the list that is claimed.
    pub rule_set: Option<String>,
    /// Its name in its list, or as the document writes it.
    pub id: String,
    /// The list, or what the document calls it; empty: it names none.
    pub list: String,
    /// The entry; null: it was not needed for any that can be named.
    pub entry: Option<String>,
    /// What became of it: `applied`, `unneeded`, `unmatched`, `unknown-id`, `expired` ...; described in
    /// `docs/formats/report.md`.
    pub outcome: String,
    /// The item number of the part.
    pub part: String,
    /// From the product to the first place that it is so at.
    pub path: Vec<String>,
    /// How many places it is so at; 0: it matches none.
    pub places: u64,
    /// `sha256:` and the hash of the document; null: it can't be told.
    pub document: Option<String>,
    /// Its last day, the earliest that any source gives; null: not known, or not looked at.
    pub expires: Option<String>,
}

/// What an exemption permits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExemptionText {
    /// Its name in its list.
    pub id: String,
    /// The list.
    pub list: String,
    /// What it permits, in English; empty: not known.
    pub text: String,
    /// The same in Chinese; empty: not known.
    pub text_zh: String,
    /// The least share that it permits; null: any.
    pub least_ppm: Option<String>,
    /// The largest share that it permits; null: any.
    pub most_ppm: Option<String>,
}

/// Something in a place that counts towards an entry, or may.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The substance as its document names it.
    pub substance: String,
    /// The CAS number; null: not given.
    pub cas: Option<String>,
    /// In an article the material that it is in; null: the place is that material.
    pub material: Option<String>,
    /// `definite`: of the entry; `class`: a class or mixture that may hold it; `suspect`: its name hints at it;
    /// `undisclosed`: it may be anything.
    pub disclosed: String,
    /// `amount`, or `presence`: only that it is there.
    pub told: String,
    /// Its share of the place.
    pub share_ppm: Range,
    /// The mass fraction of it that counts, from 0 to 1.
    pub factor: Range,
    /// What it adds to the share of the entry.
    pub counts_ppm: Range,
}

/// What a statement says of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// The list, as the document names it.
    pub list: String,
    /// `over` or `not-over` its threshold.
    pub says: String,
    /// What the share lies in by the statement.
    pub value_ppm: Range,
    /// `sha256:` and the hash of the document.
    pub document: String,
}

/// One place under one entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The entry; `*` for all entries of the rule set.
    pub entry: String,
    /// The status of the place.
    pub status: String,
    /// `homogeneous-material`, `article`, `product-part` or `product`.
    pub level: String,
    /// The item number of the part that the place is in.
    #[serde(default)]
    pub part: String,
    /// From the product to the place judged.
    pub path: Vec<String>,
    /// The share of the entry in the place.
    pub value_ppm: Range,
    /// The limit; null for `*`, whose entries have limits of their own.
    pub limit_ppm: Option<String>,
    /// The exemption that decides, or that was claimed in vain.
    pub exemption: Option<Exemption>,
    /// `sha256:` and the hash of the document; null: there is none.
    pub document: Option<String>,
    /// Who signed the document; null: nobody that is trusted.
    pub signer: Option<String>,
    /// Why, in English.
    pub reason: String,
    /// Why, in Chinese.
    pub reason_zh: String,
    /// The duties that follow; none under a restriction.
    pub duties: Vec<String>,
    /// The legal reference of the entry; null for `*`.
    pub legal_reference: Option<String>,
    /// The names of the causes that `reason` puts in words, in its order.
    #[serde(default)]
    pub causes: Vec<String>,
    /// The mass of the place in one piece of its part; null: it is no material and no article with a composition.
    #[serde(default)]
    pub place_mass_mg: Option<Range>,
    /// The share of what is named and counts or may count; null: the place has no composition.
    #[serde(default)]
    pub named_ppm: Option<Range>,
    /// The share of what is not disclosed; null: the place has no composition.
    #[serde(default)]
    pub undisclosed_ppm: Option<Range>,
    /// What counts or may count, what counts most first.
    #[serde(default)]
    pub contents: Vec<Content>,
    /// How many contents are left out here; both sums hold them.
    #[serde(default)]
    pub contents_omitted: u64,
    /// What statements say of the entry.
    #[serde(default)]
    pub statements: Vec<Stated>,
    /// Exemptions that nobody claims and that might apply.
    #[serde(default)]
    pub offers: Vec<Exemption>,
    /// What a person decided on it, which changes no status; null: nobody has.
    #[serde(default)]
    pub decision: Option<Decision>,
}

/// What a person decided on a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Why.
    pub reason: String,
    /// Who decided.
    pub owner: String,
    /// `sha256:` and the hash of what shows it; null: nothing was named.
    pub evidence: Option<String>,
    /// The day of the decision.
    pub decided: String,
    /// Its last day.
    pub expires: String,
    /// `valid`, `expired` or `not-yet`, on the date of the report.
    pub state: String,
}
