//! What a signer says about a declaration.

use jiff::civil::Date;

use super::tree::INPUTS;
use super::{Form, Issuer, Role, Tree, issuer};
use crate::digest::Digest;
use crate::json::{MemberError, Members, Object};

/// The type of our predicate. It names, it does not resolve: `.example` belongs to nobody (RFC 2606 section 2).
pub const PREDICATE_TYPE: &str = "https://unleaded.example/material-declaration/v1";

/// The rule by which rows become leaves of a tree.
const ROWS: &str = "rows-v1+rfc6962-sha256";

/// What a signer says about the document. Each field is the signer's claim; only the bytes are proven.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Predicate {
    /// The form of the document: `IPC-1752A`, `csv`, `unleaded/report/v1`; empty: not stated.
    pub format: String,
    /// Declaration classes, `A` to `D`; empty: not stated.
    pub classes: Vec<String>,
    /// Lists with their editions that the document answers, e.g. `EUREACH-0625`; empty: none.
    pub lists: Vec<String>,
    /// The products that it declares, in document order; empty: not stated.
    pub products: Vec<ProductId>,
    /// When it was signed, by the signer's clock: RFC 3339 date or time in UTC; empty: not stated.
    pub issued_at: String,
    /// Who declares and in which role; `None`: not stated, a supplier for itself.
    pub issuer: Option<Issuer>,
    /// The last day for which the signer stands by it; `None`: without end.
    pub valid_until: Option<Date>,
    /// The envelopes of earlier declarations of the same organisation that it replaces; empty: none.
    pub supersedes: Vec<Digest>,
    /// The commitment to single rows, of which some may be disclosed later; `None`: there is none.
    pub rows: Option<Tree>,
    /// The commitment to the envelopes of the aggregates that the document was made from; `None`: not stated.
    pub inputs: Option<Tree>,
}

/// The number of a product and who gave it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProductId {
    /// Who gave the number: a maker's name or identifier; empty: the document's supplier.
    pub authority: String,
    /// The number.
    pub id: String,
}

impl ProductId {
    pub(super) fn write(&self) -> Members {
        Members::new().text("authority", &self.authority).text("id", &self.id)
    }

    pub(super) fn read_all(predicate: &Object<'_>) -> Result<Vec<Self>, MemberError> {
        let product = |product: &Object<'_>| {
            let (authority, id) = (product.string("authority")?, product.string("id")?);
            Ok(Self { authority: authority.to_owned(), id: id.to_owned() })
        };
        predicate.objects("products")?.iter().map(product).collect()
    }
}

impl Form for Predicate {
    const TYPE: &'static str = PREDICATE_TYPE;

    fn write(&self) -> Members {
        let members = Members::new()
            .text("format", &self.format)
            .texts("classes", &self.classes)
            .texts("lists", &self.lists)
            .objects("products", self.products.iter().map(ProductId::write))
            .text("issuedAt", &self.issued_at);
        // Members that came later stand only where they say something, so that old bytes stay what they are.
        let members = issuer::write(self.issuer.as_ref(), members);
        let members =
            members.some("validUntil", self.valid_until).any("supersedes", &self.supersedes);
        let members = Tree::write_some(self.rows.as_ref(), "rows", ROWS, members);
        Tree::write_some(self.inputs.as_ref(), "inputs", INPUTS, members)
    }

    fn read(predicate: &Object<'_>, _: &Digest) -> Result<Self, MemberError> {
        Ok(Self {
            format: predicate.text("format")?,
            classes: predicate.strings("classes")?,
            lists: predicate.strings("lists")?,
            products: ProductId::read_all(predicate)?,
            issued_at: predicate.text("issuedAt")?,
            issuer: issuer::read(predicate)?,
            valid_until: predicate.optional_value("validUntil", "date, e.g. 2026-11-22")?,
            supersedes: predicate.values("supersedes", "array of sha256")?,
            rows: Tree::read_some(predicate, "rows", ROWS)?,
            inputs: Tree::read_some(predicate, "inputs", INPUTS)?,
        })
    }

    fn issuer(&self) -> Option<&Issuer> {
        self.issuer.as_ref()
    }

    fn products(&self) -> &[ProductId] {
        &self.products
    }

    fn rows(&self) -> Option<&Tree> {
        self.rows.as_ref()
    }

    fn items(&self) -> Option<Vec<&str>> {
        Some(self.products.iter().map(|product| product.id.as_str()).collect())
    }

    fn roles(&self) -> Vec<Role> {
        match &self.issuer {
            Some(issuer) => vec![issuer.role],
            None => vec![Role::Supplier, Role::AuthorisedRepresentative],
        }
    }

    fn valid_until(&self) -> Option<Date> {
        self.valid_until
    }

    fn issued_at(&self) -> &str {
        &self.issued_at
    }
}
