//! Where readers put what they read.

use unleaded_model::declaration::{Declaration, DeclaredPart, Header};
use unleaded_model::diagnostic::Diagnostic;

/// Takes what a reader finds, in document order, so that a file larger than memory can be read.
pub trait Sink {
    /// Takes what stands once per document. Called before the first product; called again with the whole header
    /// where a document says more about itself after its products, so the last call counts.
    fn header(&mut self, header: Header);
    /// Takes a product, complete with all that is inside it.
    fn product(&mut self, part: DeclaredPart);
    /// Takes a defect or remark.
    fn diagnostic(&mut self, diagnostic: Diagnostic);
}

/// A sink that holds everything in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collected {
    /// The header; `None`: the document ended before it had one.
    pub header: Option<Header>,
    /// The products, in document order.
    pub products: Vec<DeclaredPart>,
    /// The defects and remarks, in the order in which they were found.
    pub diagnostics: Vec<Diagnostic>,
}

impl Collected {
    /// Returns the document, where there is one, and its diagnostics.
    pub fn into_declaration(self) -> (Option<Declaration>, Vec<Diagnostic>) {
        let products = self.products;
        (self.header.map(|header| Declaration { header, products }), self.diagnostics)
    }
}

impl Sink for Collected {
    fn header(&mut self, header: Header) {
        self.header = Some(header);
    }

    fn product(&mut self, part: DeclaredPart) {
        self.products.push(part);
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}
