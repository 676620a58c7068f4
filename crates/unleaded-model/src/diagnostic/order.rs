//! The order of places: as a reader goes through a file.

use std::cmp::Ordering;

use super::Place;

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::File { file: a }, Self::File { file: b }) => a.cmp(b),
            (
                Self::Member { file: a, member: member_a, inner: inner_a },
                Self::Member { file: b, member: member_b, inner: inner_b },
            ) => (a, member_a, inner_a).cmp(&(b, member_b, inner_b)),
            (
                Self::Sheet { file: a, sheet: sheet_a, cell: cell_a },
                Self::Sheet { file: b, sheet: sheet_b, cell: cell_b },
            ) => {
                (a, sheet_a, position(cell_a), cell_a).cmp(&(b, sheet_b, position(cell_b), cell_b))
            }
            (
                Self::Text { file: a, line: line_a, column: column_a, start: start_a, end: end_a },
                Self::Text { file: b, line: line_b, column: column_b, start: start_b, end: end_b },
            ) => (a, line_a, column_a, start_a, end_a).cmp(&(b, line_b, column_b, start_b, end_b)),
            _ => kind(self).cmp(&kind(other)),
        }
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn kind(place: &Place) -> u8 {
    match place {
        Place::File { .. } => 0,
        Place::Member { .. } => 1,
        Place::Sheet { .. } => 2,
        Place::Text { .. } => 3,
    }
}

/// Row and column of a cell in A1 notation, from 1; a whole row (`5:5`) stands before its cells. Zero: not given.
fn position(cell: &str) -> (u64, u64) {
    let (mut row, mut column) = (0_u64, 0_u64);
    for byte in cell.bytes() {
        match byte {
            b'0'..=b'9' => row = row.saturating_mul(10).saturating_add(u64::from(byte - b'0')),
            b'A'..=b'Z' => {
                column = column.saturating_mul(26).saturating_add(u64::from(byte - b'A') + 1);
            }
            _ => break,
        }
    }
    (row, column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::FileName;

    #[test]
    fn cells_by_row_then_column() {
        let file = FileName::new("a.xlsx");
        let place = |cell: &str| Place::Sheet {
            file: file.clone(),
            sheet: "S".to_owned(),
            cell: cell.to_owned(),
        };
        let wanted = ["1:1", "A2", "E3", "E4", "Z4", "AA4", "10:10", "E10", "E13"];
        let mut places: Vec<Place> = wanted.iter().rev().map(|cell| place(cell)).collect();
        places.sort();
        let cells: Vec<String> = places.iter().map(ToString::to_string).collect();
        assert_eq!(cells, wanted.map(|cell| format!("a.xlsx:S!{cell}")));
    }
}
