//! Levels of an indented bill of materials, however they are written.

/// How a table writes its levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// As a number, perhaps behind dots or a letter: `2`, `..2`, `L2`.
    Number,
    /// As the number of a section, whose length is the level: `1.2.1`.
    Section,
}

impl Depth {
    /// Finds out how `levels` are written. One `1.2` is enough to say that they all are sections.
    pub(crate) fn of<'a>(mut levels: impl Iterator<Item = &'a str>) -> Self {
        // Spreadsheets write whole numbers as `2.0` now and then.
        let dotted = |level: &str| level.contains('.') && !level.ends_with(".0");
        if levels.any(|level| dotted(level) && section(level).is_some()) {
            Self::Section
        } else {
            Self::Number
        }
    }

    /// The level that `text` means; `None` where it is none.
    pub(crate) fn level(self, text: &str) -> Option<usize> {
        match self {
            Self::Number => {
                let digits = text.trim_start_matches(|c: char| {
                    c.is_alphabetic() || c.is_whitespace() || matches!(c, '.' | '*' | '+' | '·')
                });
                let digits = digits.strip_suffix(".0").unwrap_or(digits);
                digits.parse().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit()))
            }
            Self::Section => section(text),
        }
    }
}

/// The length of a section number; `None` where `text` is none.
fn section(text: &str) -> Option<usize> {
    let text = text.strip_suffix('.').unwrap_or(text);
    let numbers = text.split('.');
    let plain = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    numbers.clone().all(plain).then(|| numbers.count())
}

/// The rows from the top down to the last one entered.
#[derive(Default)]
pub(crate) struct Stack {
    /// Level and row.
    open: Vec<(usize, usize)>,
    /// The level of the first row.
    top: Option<usize>,
}

impl Stack {
    /// Enters `row` at `level`. Returns the row of its parent, `Some(None)` for a product, and `None` where the level does
    /// not follow; the rows below such a row hang on it, so that one wrong level is one defect.
    pub(crate) fn enter(&mut self, level: Option<usize>, row: usize) -> Option<Option<usize>> {
        let level = level?;
        let top = *self.top.get_or_insert(level);
        while self.open.last().is_some_and(|(open, _)| *open >= level) {
            self.open.pop();
        }
        let parent = self.open.last().copied();
        self.open.push((level, row));
        match parent {
            None => (level == top).then_some(None),
            Some((above, parent)) => (level == above + 1).then_some(Some(parent)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_in_many_forms() {
        let check = |texts: &[&str], expected: &[Option<usize>]| {
            let depth = Depth::of(texts.iter().copied());
            let found: Vec<_> = texts.iter().map(|text| depth.level(text)).collect();
            assert_eq!(found, expected, "{texts:?}");
        };
        check(&["0", "1", "2"], &[Some(0), Some(1), Some(2)]);
        check(&["1", "1.1", "1.1.1", "1.10", "2."], &[Some(1), Some(2), Some(3), Some(2), Some(1)]);
        check(&["1.0", "2.0"], &[Some(1), Some(2)]);
        check(&["0", ".1", "..2", "...3"], &[Some(0), Some(1), Some(2), Some(3)]);
        check(&["L1", "Lv2", "层 3"], &[Some(1), Some(2), Some(3)]);
        check(&["", "x", "-1", "1,2", "99999999999999999999"], &[None; 5]);
    }

    #[test]
    fn parents() {
        let check = |levels: &[usize], expected: &[Option<Option<usize>>]| {
            let mut stack = Stack::default();
            let found: Vec<_> = levels
                .iter()
                .enumerate()
                .map(|(row, level)| stack.enter(Some(*level), row))
                .collect();
            assert_eq!(found, expected, "{levels:?}");
        };
        check(
            &[0, 1, 2, 1, 0],
            &[Some(None), Some(Some(0)), Some(Some(1)), Some(Some(0)), Some(None)],
        );
        check(&[1, 3, 4, 2], &[Some(None), None, Some(Some(1)), Some(Some(0))]);
        check(&[1, 0, 1], &[Some(None), None, Some(Some(1))]);
    }
}
