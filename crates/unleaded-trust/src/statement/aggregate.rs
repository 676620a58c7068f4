//! What a signer says about a report that was made from the declarations of others.

use jiff::civil::Date;

use super::tree::INPUTS;
use super::{Form, Issuer, ProductId, Role, Tree, issuer};
use crate::digest::Digest;
use crate::json::{MemberError, Members, Object};

/// What a report was made from. The subject is the report's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aggregate {
    /// The date as of which it judges.
    pub as_of: Date,
    /// SHA-256 of the bill of materials.
    pub bom: Digest,
    /// The envelopes of the documents that it was made from, committed to without naming them.
    pub inputs: Tree,
    /// The editions of the lists that were used, in the order of the report.
    pub lists: Vec<ListEdition>,
    /// The products that it judges, in the order of the report.
    pub products: Vec<ProductId>,
    /// The program and its version.
    pub tool: String,
    /// When it was signed, by the signer's clock: RFC 3339 date or time in UTC; empty: not stated.
    pub issued_at: String,
    /// Who signs; `None`: not stated, an aggregator for itself.
    pub issuer: Option<Issuer>,
    /// The envelopes of earlier aggregates of the same organisation that it replaces; empty: none.
    pub supersedes: Vec<Digest>,
}

/// A list that was used, by its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListEdition {
    /// The list.
    pub id: String,
    /// Its edition.
    pub edition: String,
    /// SHA-256 of its data.
    pub sha256: Digest,
}

impl ListEdition {
    fn write(&self) -> Members {
        Members::new()
            .text("id", &self.id)
            .text("edition", &self.edition)
            .text("sha256", self.sha256.to_string())
    }

    fn read(object: &Object<'_>) -> Result<Self, MemberError> {
        Ok(Self {
            id: object.string("id")?.to_owned(),
            edition: object.string("edition")?.to_owned(),
            sha256: object.value("sha256", "sha256")?,
        })
    }
}

impl Form for Aggregate {
    const TYPE: &'static str = "https://unleaded.example/aggregate/v1";

    fn write(&self) -> Members {
        let members = Members::new()
            .text("asOf", self.as_of.to_string())
            .text("bom", self.bom.to_string())
            .with("inputs", self.inputs.write(INPUTS))
            .objects("lists", self.lists.iter().map(ListEdition::write))
            .objects("products", self.products.iter().map(ProductId::write))
            .text("tool", &self.tool)
            .text("issuedAt", &self.issued_at);
        issuer::write(self.issuer.as_ref(), members).any("supersedes", &self.supersedes)
    }

    fn read(predicate: &Object<'_>, _: &Digest) -> Result<Self, MemberError> {
        let lists = predicate.objects("lists")?;
        Ok(Self {
            as_of: predicate.value("asOf", "date, e.g. 2026-11-22")?,
            bom: predicate.value("bom", "sha256")?,
            inputs: Tree::read(&predicate.member("inputs")?, INPUTS)?,
            lists: lists.iter().map(ListEdition::read).collect::<Result<_, _>>()?,
            products: ProductId::read_all(predicate)?,
            tool: predicate.text("tool")?,
            issued_at: predicate.text("issuedAt")?,
            issuer: issuer::read(predicate)?,
            supersedes: predicate.values("supersedes", "array of sha256")?,
        })
    }

    fn issuer(&self) -> Option<&Issuer> {
        self.issuer.as_ref()
    }

    fn products(&self) -> &[ProductId] {
        &self.products
    }

    fn items(&self) -> Option<Vec<&str>> {
        Some(self.products.iter().map(|product| product.id.as_str()).collect())
    }

    /// Whatever the issuer calls itself: only an aggregator, or who signs for one, may say what others declared.
    fn roles(&self) -> Vec<Role> {
        match self.issuer.as_ref().map(|issuer| issuer.role) {
            Some(Role::AuthorisedRepresentative) => vec![Role::AuthorisedRepresentative],
            _ => vec![Role::Aggregator],
        }
    }

    fn issued_at(&self) -> &str {
        &self.issued_at
    }
}
