//! What a document is about, as far as it must be known to tell what depends on it.

use std::collections::BTreeSet;

use unleaded_formats::check::CheckOptions;
use unleaded_formats::sink::Collected;
use unleaded_formats::tables::Mapping;
use unleaded_model::diagnostic::FileName;
use unleaded_trust::{claimed_products, claims_to_supersede};

use crate::rows::read_declaration;
use crate::signatures::envelope_in;

/// What a document is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The item numbers of its parts, sorted, each once; empty: it can't be read, or names none.
    pub numbers: Vec<String>,
    /// What its signatures claim.
    pub claims: Claims,
}

/// What the envelopes of a document claim, whoever signed them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// The numbers of the products that it is to declare, sorted, each once; an empty one where an envelope claims none.
    pub products: Vec<String>,
    /// Whether it is to take the place of another document.
    pub supersedes: Supersedes,
}

/// Whether a document says that it takes the place of another one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Supersedes {
    /// It does not.
    #[default]
    Nothing,
    /// It does.
    Something,
}

impl About {
    /// Returns what the document `file` is about, with the envelope that stands beside it.
    pub fn of(
        file: &FileName,
        document: &[u8],
        envelope: Option<&[u8]>,
        mapping: &Mapping,
    ) -> Self {
        let mut collected = Collected::default();
        read_declaration(document, file, CheckOptions::default(), mapping, &mut collected);
        let items = collected.products.iter().flat_map(|part| &part.items);
        let numbers: BTreeSet<&String> =
            items.map(|item| &item.number).filter(|number| !number.is_empty()).collect();
        Self {
            numbers: numbers.into_iter().cloned().collect(),
            claims: Claims::of(document, envelope),
        }
    }
}

impl Claims {
    /// Returns what is claimed by the envelope beside a document, by that which it holds, and by that which a copy beside it holds:
    /// which of them counts is for whoever verifies.
    pub fn of(document: &[u8], envelope: Option<&[u8]>) -> Self {
        let inside = [Some(document), envelope].into_iter().flatten().filter_map(envelope_in);
        let inside: Vec<Vec<u8>> = inside.collect();
        let all = inside.iter().map(Vec::as_slice).chain(envelope);
        let (mut products, mut supersedes) = (BTreeSet::new(), Supersedes::Nothing);
        for envelope in all {
            products.extend(claimed_products(envelope));
            if claims_to_supersede(envelope) {
                supersedes = Supersedes::Something;
            }
        }
        Self { products: products.into_iter().collect(), supersedes }
    }
}
