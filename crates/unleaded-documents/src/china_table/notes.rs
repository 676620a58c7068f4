//! The notes: why a cell is `×` or `?`.

use super::rows::Findings;
use super::{Cause, Mark, Note, Row};
use crate::report::Finding;

/// Causes that a note spells out; the report has them all.
const CAUSES: usize = 3;

/// Returns the notes, and numbers the cells that they explain. Cells of a row with the same causes share a note.
pub(super) fn notes(findings: &Findings<'_>, columns: &[String], rows: &mut [Row]) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    for (at, row) in rows.iter_mut().enumerate() {
        let inside = findings.row(row);
        let first = notes.len();
        for (column, key) in columns.iter().enumerate() {
            let mark = row.cells[column].mark;
            if mark == Mark::Within {
                continue;
            }
            let (causes, more) = causes(inside, key, mark);
            let same =
                |note: &Note| note.mark == mark && note.causes == causes && note.more == more;
            let shared = notes[first..].iter().position(same).map(|position| first + position);
            let number = shared.unwrap_or_else(|| {
                notes.push(Note { row: at, columns: Vec::new(), mark, causes, more });
                notes.len() - 1
            });
            notes[number].columns.push(column);
            row.cells[column].note = Some(number + 1);
        }
    }
    notes
}

fn causes(inside: &[&Finding], key: &str, mark: Mark) -> (Vec<Cause>, usize) {
    let concern = |finding: &&&Finding| {
        (finding.entry == key || finding.entry == "*") && Mark::of(&finding.status) == mark
    };
    let all = inside.iter().filter(concern);
    let few = all.clone().take(CAUSES).map(|finding| Cause {
        exemption: finding.exemption.clone(),
        reason: finding.reason.clone(),
        reason_zh: finding.reason_zh.clone(),
        path: finding.path.clone(),
    });
    (few.collect(), all.count().saturating_sub(CAUSES))
}
