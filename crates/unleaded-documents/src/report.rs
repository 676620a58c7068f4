//! `unleaded/report/v1`, described by `schemas/report-v1.schema.json`.
//!
//! Amounts are plain decimal strings: masses in milligrams, exact; shares in parts per million by mass, rounded
//! outward at the ninth place. Fields are never renamed or removed; readers ignore fields they do not know.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::finding::{Claim, Content, Decision, Exemption, ExemptionText, Finding, Stated};
pub use self::scope::{Scope, ScopeBound, ScopeCondition};

mod finding;
mod scope;

/// The value of [`Report::schema`].
pub const SCHEMA: &str = "unleaded/report/v1";

/// What a roll-up found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: String,
    /// The date of the law, `YYYY-MM-DD`.
    pub as_of: String,
    /// What made the report.
    pub tool: Tool,
    /// What the verdicts depend on beside the inputs.
    pub options: Options,
    /// What the verdicts were made from, each named by its SHA-256.
    pub inputs: Inputs,
    /// The products, in the order of the bill of materials or of the command line.
    pub products: Vec<Product>,
    /// What the exemptions permit that the products name, by list and name.
    #[serde(default)]
    pub exemptions: Vec<ExemptionText>,
    /// What `*` stands for: the keys of the entries of each rule set, for products of the default category. Empty: the report is of
    /// an older version.
    #[serde(default)]
    pub entries: BTreeMap<String, Vec<String>>,
}

/// What made a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// `unleaded`.
    pub name: String,
    /// The version.
    pub version: String,
}

/// What a verdict depends on beside documents and lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// The rule sets, in the order of the verdicts.
    pub rules: Vec<String>,
    /// The EU RoHS category of products for which the bill of materials names none.
    pub eu_rohs_category: String,
    /// What the products were said to be used for: rules for other applications were not asked.
    #[serde(default)]
    pub applications: Vec<String>,
    /// The day whose knowledge of the lists counted, `YYYY-MM-DD`; null: all that is known.
    #[serde(default)]
    pub known_on: Option<String>,
    /// The limit set used for China RoHS; null when that law was not asked for.
    pub china_basis: Option<String>,
    /// Every limit set that the date allows, oldest first.
    pub china_bases_allowed: Vec<String>,
    /// What was said of products of which the bill of materials says nothing: an item of the catalogue, with values, or
    /// `outside`; `assumed`: nothing, judged as if in it. How each product stands is in the scope of its verdict.
    pub china_item: String,
    /// How far the shares of a material may miss 100 %, in percentage points.
    pub closure_tolerance_percent: String,
    /// `strict`, or `trust-full`: an accepted full composition left out nothing listed.
    pub disclosure_policy: String,
    /// Whether unsigned documents and those of unknown keys are left out, which makes the answer no.
    pub require_signed: bool,
    /// The SHA-256 of the trust file; null: none was given, so no signature was checked.
    pub trust_sha256: Option<String>,
    /// The SHA-256 of the file of decisions; null: none was given.
    #[serde(default)]
    pub decisions_sha256: Option<String>,
    /// The SHA-256 of the mapping file that tables were read with; null: none was given.
    #[serde(default)]
    pub mapping_sha256: Option<String>,
    /// The item numbers of the products asked for, in their order; empty: the parts without a parent.
    #[serde(default)]
    pub products: Vec<String>,
}

/// What a report was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    /// The bill of materials.
    pub bom: Source,
    /// The declarations of parts of the bill of materials, by part and then by hash.
    pub declarations: Vec<DeclarationInput>,
    /// SHA-256s of documents that were read and speak of no part of the bill of materials, sorted.
    #[serde(default)]
    pub unmatched: Vec<String>,
    /// What signers said that became of documents, and whom they let sign: statements in the folder that trusted keys signed, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<StatementInput>,
    /// The list editions.
    pub lists: Vec<ListInput>,
}

/// A file by its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// SHA-256 in lower-case hex.
    pub sha256: String,
}

/// A declaration of one part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclarationInput {
    /// The part; empty for a document that could not be read.
    pub part: String,
    /// SHA-256 of the document.
    pub sha256: String,
    /// The organisation that signed it; null: nobody that is trusted.
    pub signer: Option<String>,
    /// `good`, `bad`, `unknown-key`, `unsigned`, or `not-checked` (signed, and no trust file was given).
    pub signature: String,
    /// `refused`: the document says that its supplier does not accept it; null: it does, or says nothing.
    pub acceptance: Option<String>,
    /// Whether it was used.
    pub used: bool,
    /// Why it was left out; null when it was used.
    pub left_out: Option<String>,
    /// What it says of the part: `composition`, `listed-substances` (a part of the composition), `statement` (answers alone) or `nothing`;
    /// null: it was left out.
    #[serde(default)]
    pub content: Option<String>,
    /// The supplier that it names; null: none.
    #[serde(default)]
    pub supplier: Option<String>,
    /// Its date, `YYYY-MM-DD`; null: it has none.
    #[serde(default)]
    pub date: Option<String>,
    /// SHA-256 of the envelope of its signature, or of the document itself where it is signed inside; null: it is unsigned, or the
    /// report is of an older version.
    #[serde(default)]
    pub envelope_sha256: Option<String>,
    /// SHA-256s of the files with evidence of when it was signed, sorted; empty: none was there, or taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence_sha256: Vec<String>,
}

/// A signed statement on no document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementInput {
    /// SHA-256 of its envelope.
    pub sha256: String,
    /// SHA-256s of the files with evidence of when it was signed, sorted; empty: none was there, or taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence_sha256: Vec<String>,
}

/// A list edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListInput {
    /// The list.
    pub id: String,
    /// The edition.
    pub edition: String,
    /// SHA-256 of its data.
    pub sha256: String,
    /// How far it was checked, in words.
    pub status: String,
    /// `in-force`, or `draft`: a proposal that was tried.
    #[serde(default = "in_force")]
    pub standing: String,
}

/// What every list was before drafts could be tried.
fn in_force() -> String {
    "in-force".to_owned()
}

/// An interval of plain decimal numbers; a `high` of null means that no bound is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// The least it can be.
    pub low: String,
    /// The most it can be.
    pub high: Option<String>,
}

/// A product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Its item number.
    pub part: String,
    /// Its name; empty: not given.
    pub name: String,
    /// Its Chinese name; empty: not given.
    pub name_zh: String,
    /// The worst status of its restriction sets; of the disclosure sets where there are no others.
    pub status: String,
    /// Its EU RoHS category.
    pub eu_rohs_category: String,
    /// The mass of one piece, as the sum of its parts.
    pub mass_mg: Range,
    /// The mass of one piece as weighed; null: not given.
    pub weighed_mass_mg: Option<String>,
    /// How much of it is declared.
    pub coverage: Coverage,
    /// The part of it that is not disclosed; null: everything is.
    pub undisclosed: Option<Total>,
    /// Its substances, by CAS number and then by name.
    pub substances: Vec<Substance>,
    /// Its direct children, in the order of the bill of materials.
    pub parts: Vec<Part>,
    /// What became of the exemptions that the documents of its parts claim, by rule set, exemption and part. They decide
    /// nothing: verdicts and findings do.
    #[serde(default)]
    pub claims: Vec<Claim>,
    /// The parts in it that a document must speak of or does; null: the report is of an older version.
    #[serde(default)]
    pub documented: Option<Documented>,
    /// The verdicts.
    pub verdicts: Vec<Verdict>,
}

/// The parts of a product that documents speak of. Item numbers, sorted, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Documented {
    /// Parts without children, each of which needs a document of its own.
    pub leaf_parts: Vec<String>,
    /// Parts without children that every way leads to through an assembly declared as a whole: its document may do for them.
    pub covered_parts: Vec<String>,
    /// Parts with children that have a document of their own.
    pub assemblies: Vec<String>,
}

/// How much of a product is declared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Its leaf parts.
    pub parts: PartsCoverage,
    /// The share of the mass that is declared, rounded down at the fourth place; null where a missing mass is unknown.
    pub mass_declared_share: Option<String>,
}

/// How many leaf parts are declared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartsCoverage {
    /// Distinct leaf parts with a usable declaration.
    pub declared: u64,
    /// Distinct leaf parts.
    pub total: u64,
}

/// A mass and its worst place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// The mass in one piece of the product.
    pub mass_mg: Range,
    /// The largest share in a place of its level: the largest low end and the largest high end of any place.
    pub worst_ppm: Range,
    /// The place with the largest low end; where no place surely holds any, the one with the largest high end.
    pub worst_at: Vec<String>,
}

/// A substance of a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Substance {
    /// The CAS number; null: none, and the normalised name is the key.
    pub cas: Option<String>,
    /// The name, as the first document prints it.
    pub name: String,
    /// Its mass and its worst place among homogeneous materials.
    #[serde(flatten)]
    pub total: Total,
}

/// A direct child of a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its item number.
    pub part: String,
    /// Its name; empty: not given.
    pub name: String,
    /// Its Chinese name; empty: not given.
    pub name_zh: String,
    /// How much of it one product holds directly.
    pub quantity: String,
    /// `pieces` or `grams`.
    pub unit: String,
    /// What it is under each rule set, everything inside it considered.
    pub statuses: Vec<PartStatus>,
}

/// What a part is under one rule set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartStatus {
    /// The rule set.
    pub rule_set: String,
    /// The worst of its places.
    pub status: String,
    /// The worst of its places entry by entry. Of a disclosure set only the entries that are not `nothing-to-declare`; where none
    /// surely is, `*` has the status of all that are not named.
    pub entries: BTreeMap<String, String>,
}

/// A verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The rule set.
    pub rule_set: String,
    /// `restriction` or `disclosure`.
    pub kind: String,
    /// The edition of the law, list or standard; empty: none was known on the day asked for.
    pub edition: String,
    /// Whether it is by what is in force, and all that is known, and of a product that the law assesses by it; false: by a
    /// draft that was tried, by what was known on an earlier day, or of a product outside the catalogue.
    #[serde(default = "yes")]
    pub binding: bool,
    /// Why it binds nobody: `draft` and `scope`, with which it counts for no status of a product, or `known-on`; empty: it
    /// is binding, or the report is of an older version.
    #[serde(default)]
    pub not_binding: Vec<String>,
    /// How the product stands to the catalogue (China RoHS); null: another law, or a report of an older version.
    #[serde(default)]
    pub scope: Option<Scope>,
    /// The status.
    pub status: String,
    /// How many places have which status.
    pub counts: BTreeMap<String, u64>,
    /// The exemptions that compliance rests on.
    pub exemptions: Vec<Exemption>,
    /// The statements without which something would not be within its limit, by list.
    #[serde(default)]
    pub statements: Vec<RestsOn>,
    /// The first later day on which the lists give the law other limits, entries or bases; null: they tell of none.
    #[serde(default)]
    pub rules_change: Option<String>,
    /// When the first of them ends; null: there are none, or no end is known.
    pub earliest_expiry: Option<String>,
    /// The entries of which something is said, in the order of the law.
    pub entries: Vec<EntryTotal>,
    /// How many findings are `declare`, `non-compliant` or `unknown` and no decision that holds is on them.
    #[serde(default)]
    pub undecided: u64,
    /// Every place that is not plainly within the limit.
    pub findings: Vec<Finding>,
}

/// What every verdict was before drafts could be tried.
fn yes() -> bool {
    true
}

/// Statements on one list that a verdict rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestsOn {
    /// The list, as the documents name it.
    pub list: String,
    /// How many parts rest on it.
    pub parts: u64,
    /// The documents, each `sha256:` and its hash.
    pub documents: Vec<String>,
    /// The entries of the law that this edition of the list does not have: it says nothing of them.
    #[serde(default)]
    pub not_covered: Vec<String>,
}

/// What a product holds of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryTotal {
    /// The entry.
    pub entry: String,
    /// Its English name; empty: not known.
    #[serde(default)]
    pub name: String,
    /// Its Chinese name; empty: not known.
    #[serde(default)]
    pub name_zh: String,
    /// `homogeneous-material`, `article`, `product-part` or `product`.
    #[serde(default)]
    pub level: String,
    /// The limit.
    #[serde(default)]
    pub limit_ppm: String,
    /// The legal reference.
    #[serde(default)]
    pub legal_reference: String,
    /// `sha256:` and the hash of the document that the worst place is from; null: there is none.
    #[serde(default)]
    pub document: Option<String>,
    /// The worst status of any place.
    pub status: String,
    /// Mass and worst place at the entry's level. The mass counts as the entry does: as the element, for a group
    /// expressed as one.
    #[serde(flatten)]
    pub total: Total,
}

impl Report {
    /// Returns the report as JSON with two spaces of indentation and a final newline; the same report gives the same
    /// bytes.
    pub fn to_json(&self) -> String {
        // Strings, integers, lists and maps with string keys always serialise.
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }

    /// Reads a report.
    pub fn from_json(json: &[u8]) -> Result<Self, ReadError> {
        let report: Self = serde_json::from_slice(json).map_err(|error| ReadError::Malformed {
            line: error.line(),
            column: error.column(),
            detail: error.to_string(),
        })?;
        if report.schema != SCHEMA {
            return Err(ReadError::Schema { found: report.schema });
        }
        Ok(report)
    }

    /// Returns the product of that item number.
    pub fn product(&self, part: &str) -> Option<&Product> {
        self.products.iter().find(|product| product.part == part)
    }
}

impl Product {
    /// Returns the verdict under that rule set.
    pub fn verdict(&self, rule_set: &str) -> Option<&Verdict> {
        self.verdicts.iter().find(|verdict| verdict.rule_set == rule_set)
    }
}

impl Verdict {
    /// Whether a declaration may rest on it.
    pub fn is_binding(&self) -> bool {
        self.binding && self.scope.as_ref().is_none_or(|scope| scope.assessed)
    }

    /// Whether it is by what is in force, and all that is known: what must be marked or told of a product follows from it,
    /// also where its limits are no part of an assessment.
    pub fn is_law(&self) -> bool {
        let by_scope = |why: &[String]| !why.is_empty() && why.iter().all(|why| why == "scope");
        self.binding || by_scope(&self.not_binding)
    }
}

/// Why bytes are no report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// They are not JSON of this shape.
    Malformed {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong.
        detail: String,
    },
    /// They are of another schema or version.
    Schema {
        /// The schema found.
        found: String,
    },
}
