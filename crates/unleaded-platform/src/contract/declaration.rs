//! The body of a supplier's self-declaration of conformity.
//!
//! The groups follow the four contents of a self-declaration (supplier and contact; product, model and supporting
//! document; commitment; signature of the authorised person). These types are the allow-list of what may leave for the
//! platform: a product-level table of ○ and ×, and numbers about the declarations behind it; never a substance's amount,
//! a material or a supplier's name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::text::Text;

/// The only type of declaration so far: 供方符合性声明.
pub const SUPPLIER_CONFORMITY: &str = "supplier_conformity";
/// The commitment to truth, completeness and consistency that a declarant accepts.
pub const COMMITMENT_TEXT: &str = "truth-completeness-consistency-v1";

/// A self-declaration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConformityDeclaration {
    /// [`SUPPLIER_CONFORMITY`].
    pub declaration_type: String,
    /// Counts from 1; a corrected declaration of the same document number takes the next.
    #[serde(default = "first_revision")]
    pub revision: u32,
    /// Who declares.
    pub declarant: Party,
    /// Who acts in China for a declarant outside it; needed when the declarant has no unified social credit code.
    #[serde(default)]
    pub authorised_representative: Option<Party>,
    /// What is declared.
    pub product: Product,
    /// By which standard it was assessed, and when.
    pub basis: Basis,
    /// The table of SJ/T 11364: a row for each part. Not empty.
    pub hazardous_table: Vec<TableRow>,
    /// Test reports or supplier conformity reports. Not empty; the first one's number identifies the declaration.
    #[serde(default)]
    pub support_documents: Vec<SupportDocument>,
    /// Numbers about the declarations behind the table; absent when there are none.
    #[serde(default)]
    pub summary_of_supply_chain: Option<SupplyChainSummary>,
    /// The commitment.
    pub commitment: Commitment,
    /// Who signs for the declarant.
    pub signatory: Signatory,
    /// Whether and when to publish.
    pub publish: Publish,
}

fn first_revision() -> u32 {
    1
}

/// An enterprise with its contact. Either `uscc`, or `foreign_id_scheme` and `foreign_id`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Unified social credit code; absent for an enterprise outside China.
    #[serde(default)]
    pub uscc: Option<String>,
    /// `duns`, `lei` or another scheme.
    #[serde(default)]
    pub foreign_id_scheme: Option<String>,
    /// The identifier in that scheme.
    #[serde(default)]
    pub foreign_id: Option<String>,
    /// The registered name.
    pub name: Text,
    /// `producer`, `importer` or `authorised_representative`.
    pub role: String,
    /// The registered address.
    pub address: Text,
    /// Whom to ask.
    pub contact: Contact,
}

/// A person to ask. Never published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The person.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
}

/// The product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// The class in the conformity catalogue, e.g. `2018-1/10`.
    pub catalogue_item: String,
    /// What it is called.
    pub name: Text,
    /// The brand; absent when it has none.
    #[serde(default)]
    pub brand: Option<String>,
    /// The models that the declaration covers. Not empty, none twice.
    pub models: Vec<String>,
    /// In what the models of a series differ.
    #[serde(default)]
    pub series_rule: Option<Text>,
    /// The day the product was, or will be, first placed on the Chinese market; the filing is due 30 days later.
    pub placed_on_market_on: Day,
    /// Further identifiers.
    #[serde(default)]
    pub ids: Vec<ProductNumber>,
    /// Environment-friendly use period in years, 1 to 100; absent when no substance is above its limit.
    #[serde(default)]
    pub epup_years: Option<u32>,
    /// Where the production date of a serial number can be looked up.
    #[serde(default)]
    pub production_date_lookup_url: Option<String>,
}

/// An identifier of a product in some scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductNumber {
    /// `gtin`, `ecode`, `handle` ...
    pub scheme: String,
    /// The number.
    pub value: String,
}

/// How it was assessed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The standard, by its name on the wire.
    pub limit_set: String,
    /// Test methods, e.g. `GB/T 39560.4`; may be empty for an assessment by documents (GB/T 36560).
    #[serde(default)]
    pub test_methods: Vec<String>,
    /// The day of the assessment of conformity.
    pub assessed_on: Day,
}

/// A row of the hazardous substance table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRow {
    /// The part.
    pub part: Text,
    /// For each substance of the standard `o` (within the limit in every homogeneous material) or `x` (above it in at least one).
    pub cells: BTreeMap<String, String>,
    /// The entries of the exceptions list that the `x` cells rest on.
    #[serde(default)]
    pub exceptions: Vec<ExceptionClaim>,
    /// The technical reason of the `x` cells.
    #[serde(default)]
    pub reason: Option<Text>,
}

/// A claim of an entry of the list of exceptions (限用物质应用例外清单).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionClaim {
    /// The substance's key.
    pub substance: String,
    /// The list's edition: `2018`.
    pub list: String,
    /// The entry's number in it.
    pub entry: String,
}

/// A supporting document; it stays with the declarant and is named by its digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportDocument {
    /// `test_report` or `supplier_conformity_report` (GB/T 36560).
    pub kind: String,
    /// Its number.
    pub doc_no: String,
    /// Who issued it; absent when it is the declarant.
    #[serde(default)]
    pub issuer: Option<String>,
    /// The laboratory's CMA number, for a test report.
    #[serde(default)]
    pub lab_cma_no: Option<String>,
    /// The day it was issued.
    #[serde(default)]
    pub issued_on: Option<Day>,
    /// SHA-256 of the document, 64 lower-case hex digits.
    pub sha256: String,
}

/// Numbers that show that declarations lie behind the table, without showing the declarations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplyChainSummary {
    /// Levels of the bill of materials below the product; absent when not counted.
    #[serde(default)]
    pub tiers: Option<u32>,
    /// Makers whose declarations were used; absent when not counted.
    #[serde(default)]
    pub suppliers: Option<u64>,
    /// Leaf parts with a declaration.
    pub parts_declared: u64,
    /// Leaf parts.
    pub parts: u64,
    /// Declared share of the mass in per cent, 0 to 100 as a decimal; absent when a missing part's mass is unknown.
    #[serde(default)]
    pub mass_coverage_percent: Option<String>,
    /// SHA-256 of the report that the table was taken from, 64 lower-case hex digits.
    pub report_sha256: String,
}

/// The commitment to truth, completeness and consistency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// [`COMMITMENT_TEXT`].
    pub text_id: String,
    /// Must be true.
    pub accepted: bool,
}

/// The authorised person. The request's signature covers the body, so none stands in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatory {
    /// Name. Never published.
    pub name: String,
    /// Position.
    pub title: String,
}

/// Publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publish {
    /// Whether the record is to be public.
    pub public: bool,
    /// From which day; absent: at once.
    #[serde(default)]
    pub planned_publish_on: Option<Day>,
}
