//! How many elements may be in memory, since a short element takes far more memory than bytes.

use unleaded_model::diagnostic::codes::limits as codes;
use unleaded_model::diagnostic::{Diagnostic, Place};

/// Elements of one product, or between two products.
const OF_PRODUCT: u32 = 1 << 18;

/// Counts elements, and attributes and texts that are kept as they are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowance {
    in_product: u32,
    /// What the whole document may still hold.
    left: u32,
    /// What all documents of an archive may hold.
    of_archive: u32,
}

impl Allowance {
    /// The allowance of a document that is handed over product by product, so that it may hold any number.
    pub(crate) fn endless() -> Self {
        Self::of(u32::MAX)
    }

    /// The allowance of all documents of an archive, which hold at most `limit` elements.
    pub(crate) fn of(limit: u32) -> Self {
        Self { in_product: 0, left: limit, of_archive: limit }
    }

    /// Counts one more.
    pub(crate) fn take(&mut self) {
        self.in_product += 1;
        if self.of_archive != u32::MAX {
            self.left = self.left.saturating_sub(1);
        }
    }

    /// Begins another product.
    pub(crate) fn renew(&mut self) {
        self.in_product = 0;
    }

    /// Whether nothing more is allowed in the whole.
    pub(crate) fn is_used_up(&self) -> bool {
        self.left == 0
    }

    /// Returns the defect where more was counted than is allowed.
    pub(crate) fn exceeded(&self, place: impl FnOnce() -> Place) -> Option<Diagnostic> {
        if self.is_used_up() {
            let many = Diagnostic::new(codes::ARCHIVE_TOO_MANY_ELEMENTS, place());
            return Some(many.with("limit", u64::from(self.of_archive)));
        }
        (self.in_product > OF_PRODUCT).then(|| {
            let many = Diagnostic::new(codes::PART_TOO_MANY_ELEMENTS, place());
            many.with("limit", u64::from(OF_PRODUCT))
        })
    }
}
