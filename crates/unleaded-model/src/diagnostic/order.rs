//! The order of places: as a reader goes through a file.

use std::cmp::Ordering;

use super::{Cell, Place};

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::File { file: a }, Self::File { file: b }) => a.cmp(b),
            (Self::Member { file: a, member: x }, Self::Member { file: b, member: y }) => {
                (a, x).cmp(&(b, y))
            }
            (Self::Sheet { file: a, cell: x }, Self::Sheet { file: b, cell: y }) => {
                (a, x).cmp(&(b, y))
            }
            (
                Self::Text { file: a, line: la, column: ca, start: sa, length: na },
                Self::Text { file: b, line: lb, column: cb, start: sb, length: nb },
            ) => (a, la, ca, sa, na).cmp(&(b, lb, cb, sb, nb)),
            _ => kind(self).cmp(&kind(other)),
        }
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Cell {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |cell: &Self| position(&cell.name);
        (&self.sheet, key(self), &self.name).cmp(&(&other.sheet, key(other), &other.name))
    }
}

impl PartialOrd for Cell {
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
        let place = |cell: &str| Place::cell(&file, "S", cell);
        let wanted = ["1:1", "A2", "E3", "E4", "Z4", "AA4", "10:10", "E10", "E13"];
        let mut places: Vec<Place> = wanted.iter().rev().map(|cell| place(cell)).collect();
        places.sort();
        let cells: Vec<String> = places.iter().map(ToString::to_string).collect();
        assert_eq!(cells, wanted.map(|cell| format!("a.xlsx:S!{cell}")));
    }
}
