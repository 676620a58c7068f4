//! How much a page spells out. Past that a browser does not show it and nobody reads it; the workbook and the report itself
//! hold everything.

/// Products in the overview.
pub(super) const OVERVIEW: usize = 10_000;
/// Products with a section of their own.
pub(super) const PRODUCTS: usize = 1_000;
/// Findings, over all products.
const FINDINGS: usize = 10_000;
/// Substances, over all products.
const SUBSTANCES: usize = 5_000;
/// Parts, over all products.
const PARTS: usize = 5_000;
/// Entries of rule sets, over all products.
const ENTRIES: usize = 5_000;
/// Causes of what is not known, in one product.
pub(super) const CAUSES: usize = 50;
/// Claimed exemptions that nothing rests on, in one product.
pub(super) const CLAIMS: usize = 50;
/// Declarations.
pub(super) const DECLARATIONS: usize = 5_000;

/// How much of each product is spelled out: the same for all, so that no product pays for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limits {
    /// Findings of a product.
    pub(super) findings: usize,
    /// Substances of a product.
    pub(super) substances: usize,
    /// Direct parts of a product.
    pub(super) parts: usize,
    /// Entries of a verdict.
    pub(super) entries: usize,
}

impl Limits {
    /// Returns what fits of these products.
    pub(super) fn of(products: &[&crate::report::Product]) -> Self {
        let findings = |p: &&crate::report::Product| -> usize {
            p.verdicts.iter().map(|verdict| verdict.findings.len()).sum()
        };
        let verdicts = products.iter().flat_map(|p| &p.verdicts);
        Self {
            findings: each(products.iter().map(findings).collect(), FINDINGS),
            substances: each(products.iter().map(|p| p.substances.len()).collect(), SUBSTANCES),
            parts: each(products.iter().map(|p| p.parts.len()).collect(), PARTS),
            entries: each(verdicts.map(|verdict| verdict.entries.len()).collect(), ENTRIES),
        }
    }
}

/// Returns the largest number that each of `counts` may be cut to, so that together they are at most `most`.
fn each(mut counts: Vec<usize>, most: usize) -> usize {
    counts.sort_unstable();
    let mut left = most;
    let mut remaining = counts.len();
    for count in counts {
        if count > left / remaining {
            return left / remaining;
        }
        left -= count;
        remaining -= 1;
    }
    usize::MAX
}

#[cfg(test)]
mod tests {
    use super::each;

    #[test]
    fn what_there_is_is_shared_out() {
        for (counts, most, expect) in [
            (vec![], 10, usize::MAX),
            (vec![3, 4], 10, usize::MAX),
            (vec![5, 5], 10, usize::MAX),
            (vec![1, 20], 10, 9),
            (vec![20, 1, 20], 11, 5),
            (vec![100; 1000], 10_000, 10),
            (vec![1; 20], 10, 0),
        ] {
            let sum: usize = counts.iter().map(|c| (*c).min(expect)).sum();
            assert!(sum <= most, "{counts:?}");
            assert_eq!(each(counts.clone(), most), expect, "{counts:?}");
        }
    }
}
