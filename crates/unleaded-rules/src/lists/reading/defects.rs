//! What is wrong with a list of rules, each with its place in the file or in the table beside it.

use std::ops::Range;

use unleaded_model::diagnostic::codes::rule_lists as codes;
use unleaded_model::diagnostic::{Argument, Code, Diagnostic, FileName, Place};

/// Most defects that are told of one list.
pub(in crate::lists) const MOST: usize = 1000;

/// Which of the two files of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::lists) enum Part {
    /// The TOML.
    Toml,
    /// The table in CSV.
    Table,
}

/// A span of one of the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::lists) struct At {
    pub(in crate::lists) part: Part,
    pub(in crate::lists) span: Range<usize>,
}

impl At {
    pub(in crate::lists) fn toml(span: Range<usize>) -> Self {
        Self { part: Part::Toml, span }
    }
}

/// A defect on its way to a diagnostic.
struct Defect {
    diagnostic: Diagnostic,
    /// The main place first; none: the whole file.
    at: Vec<At>,
}

/// The defects of one list, as they are found.
#[derive(Default)]
pub(in crate::lists) struct Defects {
    found: Vec<Defect>,
    cut: Cut,
}

/// Whether there were more than are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Cut {
    #[default]
    Nothing,
    Some,
}

/// A file of the list.
#[derive(Clone, Copy)]
pub(in crate::lists) struct Text<'a> {
    pub(in crate::lists) file: &'a FileName,
    pub(in crate::lists) text: &'a str,
}

impl Defects {
    /// Adds a defect at the places `at`; with none it is one of the whole file.
    pub(in crate::lists) fn add(
        &mut self,
        code: Code,
        at: Vec<At>,
        arguments: &[(&'static str, Argument)],
    ) {
        if self.found.len() >= MOST {
            self.cut = Cut::Some;
            return;
        }
        let mut diagnostic = Diagnostic::unplaced(code);
        diagnostic.arguments.extend_from_slice(arguments);
        self.found.push(Defect { diagnostic, at });
    }

    /// Whether anything was found that keeps the list from being used.
    pub(in crate::lists) fn any_error(&self) -> bool {
        use unleaded_model::diagnostic::Severity;
        self.found.iter().any(|defect| defect.diagnostic.severity == Severity::Error)
    }

    /// Returns the defects with their places, sorted by them.
    pub(in crate::lists) fn into_diagnostics(
        self,
        toml: Text<'_>,
        table: Option<Text<'_>>,
    ) -> Vec<Diagnostic> {
        let mut starts: Vec<(Part, usize)> =
            self.found.iter().flat_map(|d| &d.at).map(|at| (at.part, at.span.start)).collect();
        starts.sort_unstable();
        starts.dedup();
        let of = |part: Part| match part {
            Part::Toml => Some(toml),
            Part::Table => table,
        };
        let mut positions = Vec::with_capacity(starts.len());
        for part in [Part::Toml, Part::Table] {
            let Some(text) = of(part) else { continue };
            let mut walk = Walk::of(text.text);
            let starts = starts.iter().filter(|(p, _)| *p == part);
            positions.extend(starts.map(|(_, start)| ((part, *start), walk.position(*start))));
        }
        let place = |at: &At| {
            let text = of(at.part).unwrap_or(toml);
            let found = positions.binary_search_by_key(&(at.part, at.span.start), |(key, _)| *key);
            let (line, column) = found.map_or((1, 1), |found| positions[found].1);
            Place::Text {
                file: text.file.clone(),
                line,
                column,
                start: at.span.start as u64,
                length: u32::try_from(at.span.len()).unwrap_or(u32::MAX),
            }
        };
        let mut diagnostics: Vec<Diagnostic> = self
            .found
            .into_iter()
            .map(|defect| Diagnostic {
                places: match defect.at.as_slice() {
                    [] => vec![Place::file(toml.file)],
                    at => at.iter().map(place).collect(),
                },
                ..defect.diagnostic
            })
            .collect();
        unleaded_model::diagnostic::sort(&mut diagnostics);
        if self.cut == Cut::Some {
            let cut = Diagnostic::new(codes::RULE_LIST_CUT, Place::file(toml.file));
            diagnostics.push(cut.with("limit", MOST));
        }
        diagnostics
    }
}

/// A walk through a text that tells lines and columns: a place is never counted from the beginning again.
struct Walk<'t> {
    text: &'t str,
    at: usize,
    line: u32,
    column: u32,
}

impl<'t> Walk<'t> {
    fn of(text: &'t str) -> Self {
        Self { text, at: 0, line: 1, column: 1 }
    }

    /// Line and column of the byte at `start`, which is not before the last one asked for.
    fn position(&mut self, start: usize) -> (u32, u32) {
        let passed = self.text.get(self.at..start).unwrap_or_default();
        for c in passed.chars() {
            match c {
                '\n' => (self.line, self.column) = (self.line.saturating_add(1), 1),
                // A mark of the encoding is no column that an editor shows.
                '\u{feff}' => {}
                _ => self.column = self.column.saturating_add(1),
            }
        }
        self.at = self.at.max(start.min(self.text.len()));
        (self.line, self.column)
    }
}
