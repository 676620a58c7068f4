//! Formulas of a workbook that were never calculated: a cell with a formula and without its result.

use std::collections::BTreeMap;

use calamine::{DataRef, XlsxCellReader, XlsxError, XlsxFormulaMetadata};

/// What the text of such a cell begins with; the formula follows.
const MARK: &str = "#UNCALCULATED! ";
/// Formulas of a sheet that are told; one is enough to find the rest.
const MOST: usize = 10_000;
/// Characters of a formula that are told.
const SHOWN: usize = 80;

/// Formulas without a result, by row and column from 0.
pub(super) type Formulas = BTreeMap<(u32, u32), String>;

/// The formula in the text of a cell that was never calculated.
pub(super) fn of_text(text: &str) -> Option<&str> {
    text.strip_prefix(MARK)
}

/// The text of a cell with `formula`.
pub(super) fn text(formula: &str) -> String {
    format!("{MARK}{formula}")
}

/// Collects the formulas of `cells` that were never calculated.
pub(super) fn uncalculated<R: std::io::Read + std::io::Seek>(
    cells: &mut XlsxCellReader<'_, R>,
) -> Result<Formulas, XlsxError> {
    let mut found = Formulas::new();
    while let Some(cell) = cells.next_cell_with_formula_metadata()? {
        // A result that is empty text is one.
        if !matches!(cell.value, DataRef::Empty) {
            continue;
        }
        let formula = match cell.formula {
            Some(
                XlsxFormulaMetadata::Normal { formula }
                | XlsxFormulaMetadata::Shared { formula, .. },
            ) => formula.chars().take(SHOWN).collect(),
            Some(_) => "…".to_owned(),
            None => continue,
        };
        found.insert(cell.pos, format!("={formula}"));
        if found.len() == MOST {
            break;
        }
    }
    Ok(found)
}
