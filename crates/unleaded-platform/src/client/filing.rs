//! A filing: what is said of one product, and its bytes.

use jiff::civil::Date;
use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::codes::platform as codes;

use super::declarant::{Declarant, ProductFacts};
use crate::contract::check::check;
use crate::contract::day::Day;
use crate::contract::declaration::{
    Basis, COMMITMENT_TEXT, Commitment, ConformityDeclaration, Product, Publish,
    SUPPLIER_CONFORMITY, SupplyChainSummary, SupportDocument, TableRow,
};
use crate::contract::text::Text;

/// What is filed of one product.
#[derive(Clone, Debug)]
pub struct Filing<'a> {
    /// Who files.
    pub declarant: &'a Declarant,
    /// What the declarant's file says of the product.
    pub facts: &'a ProductFacts,
    /// The item number; also the model when the facts name none.
    pub item: &'a str,
    /// What the product is called.
    pub name: Text,
    /// The standard, by its name on the wire, e.g. `GB/T 26572-2011+A1`.
    pub limit_set: &'a str,
    /// The day of the assessment.
    pub assessed_on: Date,
    /// The table: a row for each part of the product.
    pub hazardous_table: Vec<TableRow>,
    /// Numbers about the declarations behind the table, with the report's SHA-256; the report is the supporting document.
    pub summary: SupplyChainSummary,
}

impl Filing<'_> {
    /// Returns the declaration. It accepts the commitment: who pushes a filing makes it.
    pub fn declaration(&self) -> ConformityDeclaration {
        let Self { declarant, facts, .. } = self;
        let models = match &facts.models[..] {
            [] => vec![self.item.to_owned()],
            models => models.to_vec(),
        };
        ConformityDeclaration {
            declaration_type: SUPPLIER_CONFORMITY.to_owned(),
            revision: facts.revision,
            declarant: declarant.party.clone(),
            authorised_representative: declarant.representative.clone(),
            product: Product {
                catalogue_item: facts.catalogue_item.clone(),
                name: self.name.clone(),
                brand: facts.brand.clone(),
                models,
                series_rule: None,
                placed_on_market_on: Day(facts.placed_on_market_on),
                ids: Vec::new(),
                epup_years: facts.epup_years,
                production_date_lookup_url: None,
            },
            basis: Basis {
                limit_set: self.limit_set.to_owned(),
                test_methods: Vec::new(),
                assessed_on: Day(self.assessed_on),
            },
            hazardous_table: self.hazardous_table.clone(),
            support_documents: vec![self.support_document()],
            summary_of_supply_chain: Some(self.summary.clone()),
            commitment: Commitment { text_id: COMMITMENT_TEXT.to_owned(), accepted: true },
            signatory: declarant.signatory.clone(),
            publish: Publish {
                public: facts.publish,
                planned_publish_on: facts.planned_publish_on.map(Day),
            },
        }
    }

    fn support_document(&self) -> SupportDocument {
        SupportDocument {
            kind: "supplier_conformity_report".to_owned(),
            doc_no: self.facts.doc_no.clone(),
            issuer: None,
            lab_cma_no: None,
            issued_on: Some(Day(self.assessed_on)),
            sha256: self.summary.report_sha256.clone(),
        }
    }

    /// Returns the body of the request: the same filing gives the same bytes. Refuses, with a diagnostic each, what the platform would
    /// refuse on `today`, the date in Shanghai.
    pub fn body(&self, today: Date) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let declaration = self.declaration();
        let issues = check(&declaration, today).issues;
        if !issues.is_empty() {
            return Err(issues
                .into_iter()
                .map(|issue| {
                    let detail = issue.detail;
                    Diagnostic::unplaced(codes::FILING_NOT_ACCEPTABLE)
                        .with("code", issue.code.name())
                        .with("field", detail.field)
                        .with("value", detail.value.unwrap_or_default())
                        .with("issue_en", detail.issue.english())
                        .with("issue_zh", detail.issue.zh.as_str())
                })
                .collect());
        }
        // The wire types hold strings, numbers, lists and maps with string keys only, none of which can fail to be written.
        Ok(serde_json::to_vec(&declaration).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use unleaded_model::diagnostic::{FileName, Language};

    use super::*;
    use crate::client::{DeclarantFile, parse_declarant};
    use crate::contract::limit_set::LimitSet;

    fn file() -> DeclarantFile {
        let text = include_str!("../../tests/declarant.toml");
        parse_declarant(text, &FileName::new("d.toml")).0.unwrap()
    }

    fn filing<'a>(file: &'a DeclarantFile, pb: &str) -> Filing<'a> {
        let set = LimitSet::Gbt2011A1;
        let mut cells: BTreeMap<String, String> =
            set.substances().iter().map(|key| ((*key).to_owned(), "o".to_owned())).collect();
        cells.insert("pb".to_owned(), pb.to_owned());
        let part = Text::zh("外壳");
        Filing {
            declarant: &file.declarant,
            facts: &file.products["PHONE-1"],
            item: "PHONE-1",
            name: Text::zh("手机"),
            limit_set: set.name(),
            assessed_on: "2026-11-20".parse().unwrap(),
            hazardous_table: vec![TableRow { part, cells, exceptions: Vec::new(), reason: None }],
            summary: SupplyChainSummary {
                parts_declared: 12,
                parts: 12,
                report_sha256: "0".repeat(64),
                ..SupplyChainSummary::default()
            },
        }
    }

    #[test]
    fn the_same_filing_gives_the_same_bytes() {
        let (today, file) = ("2026-11-22".parse().unwrap(), file());
        let body = filing(&file, "o").body(today).unwrap();
        assert_eq!(filing(&file, "o").body(today).unwrap(), body);
        let read: ConformityDeclaration = serde_json::from_slice(&body).unwrap();
        assert_eq!(read, filing(&file, "o").declaration());
        assert_eq!(read.product.models, ["PHONE-1"]);
    }

    #[test]
    fn what_the_platform_would_refuse_never_leaves() {
        let (today, file) = ("2026-11-22".parse().unwrap(), file());
        for cell in ["x", "unknown"] {
            let found = filing(&file, cell).body(today).unwrap_err();
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].code, codes::FILING_NOT_ACCEPTABLE);
            let words = found[0].message(Language::Zh);
            assert!(
                words.contains("/hazardous_table/0/cells/pb") && words.contains(cell),
                "{words}"
            );
            assert!(!found[0].help(Language::En).contains('{'));
        }
    }
}
