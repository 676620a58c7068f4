//! What a document was made from, told in the document itself, so that a program can see whether it still holds.
//!
//! It is one JSON object (`unleaded/made-from/v1`, described by `schemas/made-from-v1.schema.json`) on one line of ASCII
//! without `<`, `>` and `&`: in a page it stands in a `meta` element, in a picture in its `metadata`, in a PDF in the description of its
//! metadata, in a workbook in a member that is not packed ([`WORKBOOK_MEMBER`]), in a table or a text on the last line.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::report::{Report, Tool};
use crate::{china_table, declaration, efup};

pub use self::comparison::{
    Change, Compared, DeclarationChange, Held, How, Input, Now, State, compare,
};
pub use self::text::FindError;

mod comparison;
mod text;

/// The value of [`MadeFrom::schema`].
pub const SCHEMA: &str = "unleaded/made-from/v1";

/// The member of a workbook that holds the object.
pub const WORKBOOK_MEMBER: &str = "customXml/unleaded-made-from.xml";

/// Most declarations that a document names one by one.
const LISTED: usize = 100;

/// What a document was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeFrom {
    /// [`SCHEMA`]. It is the first field, by which the object is found.
    pub schema: String,
    /// The kind of document: `china-rohs-table`.
    pub document: String,
    /// The item number of the product; empty: it speaks of several, or of none.
    pub product: String,
    /// The date of the law, `YYYY-MM-DD`.
    pub as_of: String,
    /// What made the report.
    pub tool: Tool,
    /// SHA-256 of the report's bytes.
    pub report_sha256: String,
    /// SHA-256 of the bill of materials.
    pub bom_sha256: String,
    /// The declarations that count.
    pub declarations: Declarations,
    /// Every document that was read for the report, used or not; null: the document is of an older version.
    #[serde(default)]
    pub documents_read: Option<Declarations>,
    /// The list editions, in the order of the report.
    pub lists: Vec<ListEdition>,
    /// SHA-256 of the trust file; null: none was given.
    pub trust_sha256: Option<String>,
    /// SHA-256 of the file of decisions; null: none was given.
    #[serde(default)]
    pub decisions_sha256: Option<String>,
    /// SHA-256 of the mapping file; null: none was given.
    pub mapping_sha256: Option<String>,
    /// The last day on which the document can hold, `YYYY-MM-DD`; null: none is known.
    pub holds_until: Option<String>,
    /// The first later day on which the lists themselves give a law of the document other limits, entries or bases, `YYYY-MM-DD`; null:
    /// they tell of none.
    #[serde(default)]
    pub rules_change: Option<String>,
}

/// Documents by their SHA-256, each once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declarations {
    /// How many.
    pub count: usize,
    /// SHA-256 of their SHA-256s in lower-case hex, sorted, each followed by a newline.
    pub sha256: String,
    /// Their SHA-256s, sorted; null: there are more than a hundred.
    pub list: Option<Vec<String>>,
}

/// A list edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListEdition {
    /// The list.
    pub id: String,
    /// The edition.
    pub edition: String,
    /// SHA-256 of its data.
    pub sha256: String,
}

/// A report with the hashes that only its bytes give.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    /// The report.
    pub report: &'a Report,
    /// SHA-256 of its bytes.
    pub sha256: String,
    declarations: Declarations,
    documents_read: Declarations,
}

impl<'a> Source<'a> {
    /// Returns the report with the hashes, which `sha256`, in lower-case hex, gives.
    pub fn new(report: &'a Report, bytes: &[u8], sha256: fn(&[u8]) -> String) -> Self {
        let declarations = Declarations::used_in(report, sha256);
        let documents_read = Declarations::read_for(report, sha256);
        Self { report, sha256: sha256(bytes), declarations, documents_read }
    }

    /// Returns what a document of that kind about that product was made from.
    pub fn made(&self, document: &str, product: &str, holds_until: Option<&str>) -> MadeFrom {
        let report = self.report;
        let lists = report.inputs.lists.iter().map(|list| ListEdition {
            id: list.id.clone(),
            edition: list.edition.clone(),
            sha256: list.sha256.clone(),
        });
        MadeFrom {
            schema: SCHEMA.to_owned(),
            document: document.to_owned(),
            product: product.to_owned(),
            as_of: report.as_of.clone(),
            tool: report.tool.clone(),
            report_sha256: self.sha256.clone(),
            bom_sha256: report.inputs.bom.sha256.clone(),
            declarations: self.declarations.clone(),
            documents_read: Some(self.documents_read.clone()),
            lists: lists.collect(),
            trust_sha256: report.options.trust_sha256.clone(),
            decisions_sha256: report.options.decisions_sha256.clone(),
            mapping_sha256: report.options.mapping_sha256.clone(),
            holds_until: holds_until.map(str::to_owned),
            rules_change: self.rules_change(document, product),
        }
    }

    /// The first later day on which a law of that kind of document changes, of that product or, where none is named, of any.
    fn rules_change(&self, document: &str, product: &str) -> Option<String> {
        let asked = |part: &str| product.is_empty() || part == product;
        let products = self.report.products.iter().filter(|product| asked(&product.part));
        let law = law(document);
        let verdicts = products
            .flat_map(|product| &product.verdicts)
            .filter(|verdict| law.is_none_or(|law| verdict.rule_set == law));
        verdicts.filter_map(|verdict| verdict.rules_change.clone()).min()
    }
}

/// The one law that a kind of document is about; `None`: all that the report judged.
fn law(document: &str) -> Option<&'static str> {
    match document {
        declaration::eu::KIND => Some(declaration::eu::LAW),
        declaration::china::KIND | efup::KIND | china_table::KIND => Some(declaration::china::LAW),
        _ => None,
    }
}

impl Declarations {
    /// Returns those that the report used.
    pub fn used_in(report: &Report, sha256: fn(&[u8]) -> String) -> Self {
        let used = report.inputs.declarations.iter().filter(|input| input.used);
        Self::of(used.map(|input| input.sha256.as_str()).collect(), sha256)
    }

    /// Returns all that were read for the report, used or not.
    pub fn read_for(report: &Report, sha256: fn(&[u8]) -> String) -> Self {
        let inputs = &report.inputs;
        let matched = inputs.declarations.iter().map(|input| input.sha256.as_str());
        Self::of(matched.chain(inputs.unmatched.iter().map(String::as_str)).collect(), sha256)
    }

    /// Returns the documents of these SHA-256s.
    pub(crate) fn of(hashes: BTreeSet<&str>, sha256: fn(&[u8]) -> String) -> Self {
        let mut lines = String::with_capacity(hashes.len() * 65);
        for hash in &hashes {
            lines.push_str(hash);
            lines.push('\n');
        }
        let few = hashes.len() <= LISTED;
        Self {
            count: hashes.len(),
            sha256: sha256(lines.as_bytes()),
            list: few.then(|| hashes.into_iter().map(str::to_owned).collect()),
        }
    }
}
