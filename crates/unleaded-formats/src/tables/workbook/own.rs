//! Sheets that this program made for people: their first cell says so, whatever they are called.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::Xlsx;

use super::text;
use crate::tables::book::OWN;

/// A sheet that this program made for people.
pub(crate) struct OwnSheet {
    /// Its name, which people may have changed.
    pub(crate) name: String,
    /// What its first cell says behind [`OWN`].
    pub(super) title: String,
}

impl OwnSheet {
    /// Whether its title begins with one of `words`, or its name does where only the title was changed.
    pub(crate) fn is(&self, words: &[&str]) -> bool {
        let begins = |text: &str| words.iter().any(|word| text.starts_with(word));
        begins(&self.title) || begins(&self.name)
    }
}

/// What the first cell of `sheet` says behind [`OWN`], where this program made it for people. What can't be read is told when it
/// is needed.
pub(super) fn own_title(inner: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Option<String> {
    let first = catch_unwind(AssertUnwindSafe(|| {
        let mut cells = inner.worksheet_cells_reader(sheet).ok()?;
        let first = cells.next_cell().ok()??;
        let text = text(first.get_value(), None);
        (first.get_position() == (0, 0)).then(|| text.strip_prefix(OWN).map(str::to_owned))?
    }));
    first.ok().flatten()
}
