//! Declarations as rows that are signed together and shown singly (`rows-v1`).
//!
//! A declaration becomes rows in one fixed way, so that its rows are all that it says; [`declaration`] makes the declaration again
//! from proven rows and from nothing else. Nothing but the identity of a substance may be hidden. What stays shown is its header:
//! its amounts, and towards which lists it stands how. `docs/formats/redacted.md` tells the form of each row.

use unleaded_formats::check::CheckOptions;
use unleaded_formats::sink::Collected;
use unleaded_formats::tables::Mapping;
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_rules::lists::Lists;
use unleaded_rules::{AnswerableList, ListStanding, list_standing};
use unleaded_trust::rows::Row;

use crate::documents::{amounts, makes_unreadable};

pub(crate) use self::header::{class_letter, format_word};
pub use self::read::{declaration, read_declaration};
pub use self::redact::{Refusal, Wanted, disclose, redact};
pub use self::signed::sign_rows;

mod amount;
mod decode;
mod encode;
mod header;
mod read;
mod redact;
mod share;
mod signed;

/// The most of a material that may be hidden where nothing else is asked for.
pub fn usual_share() -> unleaded_model::amount::Fraction {
    share::usual()
}

/// Why a document can't be signed row by row.
#[derive(Debug)]
pub enum NoRows {
    /// The rows would say something else than the document: it has what rows can't hold.
    Unfaithful,
    /// It can't be read, or some of its amounts can't: its rows would say less than it does.
    Unread(Vec<Diagnostic>),
}

/// Returns the rows of `document`, each in canonical form, in their order.
///
/// Of each substance they say on which of the newest list editions it is, by the tables in `lists`.
pub fn rows(document: &[u8], file: &FileName, lists: &Lists) -> Result<Vec<String>, NoRows> {
    let mut collected = Collected::default();
    let (options, mapping) = (CheckOptions::default(), Mapping::default());
    unleaded_formats::read_declaration_mapped(document, file, options, &mapping, &mut collected);
    let unread = collected.diagnostics.iter().any(makes_unreadable);
    let read = amounts(&collected.diagnostics);
    let (declaration, diagnostics) = collected.into_declaration();
    let Some(declaration) = declaration.filter(|_| !unread) else {
        return Err(NoRows::Unread(diagnostics));
    };
    let names = newest_lists(lists);
    let rows = encode::rows(&declaration, &mut |substance| list_standing(substance, &names, lists));
    // What is read of the rows must be no kinder than the document, however little it is that rows don't hold.
    let shown: Vec<Option<Row>> = rows.iter().cloned().map(Some).collect();
    let again = decode::decode(&shown, file).map_err(|_| NoRows::Unfaithful)?;
    let mut checked = Collected::default();
    read::check(again.declaration, options, &mut checked);
    if amounts(&checked.diagnostics) != read {
        return Err(NoRows::Unread(diagnostics));
    }
    Ok(rows.iter().map(Row::canonical).collect())
}

/// The list editions that rows speak of: the newest edition of each list that the data hold.
fn newest_lists(lists: &Lists) -> Vec<String> {
    let known = AnswerableList::known(lists);
    let family = |name: &String| name.split('-').next().unwrap_or_default().to_owned();
    let is_last =
        |at: usize| known[at + 1..].iter().all(|later| family(later) != family(&known[at]));
    (0..known.len()).filter(|at| is_last(*at)).map(|at| known[at].clone()).collect()
}

/// What is said of a substance in its header, where its identity is shown as well.
pub(crate) type Said<'s> =
    &'s mut dyn FnMut(&unleaded_model::declaration::DeclaredSubstance) -> ListStanding;
