//! Reads the files of a list, shipped or the user's own, and tells all that is wrong with them.
//!
//! A list is a header in TOML with entries of its own, or with a table in CSV beside it. Each form of a list says what it
//! looks for; fields, cells, numbers and dates are read here, each with its place.

use sha2::{Digest, Sha256};
use toml::de::DeTable;
use unleaded_model::diagnostic::codes::xml;
use unleaded_model::diagnostic::{Diagnostic, FileName, Language, Place};

use self::defects::Text;
pub(super) use self::reader::{Form, Reader, Section};
pub(super) use self::row::{Lacking, Row};
pub(super) use self::values::ppm;
use super::header::{File, ListError, hex};

pub(super) mod defects;
mod reader;
mod row;
mod table;
mod values;
pub(super) mod words;

/// Most bytes of the TOML of a list; a long list has a table beside it.
pub const LARGEST_TOML: u64 = 4 << 20;
/// Most bytes of the table of a list.
pub const LARGEST_TABLE: u64 = 16 << 20;

/// The files of a list.
#[derive(Clone, Copy, Debug)]
pub struct ListFile<'a> {
    /// The TOML: the header, and entries where the form has them there.
    pub toml: Source<'a>,
    /// The table of the same name; `None`: there is none.
    pub table: Option<Source<'a>>,
}

/// A file's name and bytes.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The name, for places.
    pub file: &'a FileName,
    /// The bytes.
    pub bytes: &'a [u8],
}

/// What a form reads: the TOML, and the table beside it.
pub(super) struct Root<'t, 'a> {
    pub(super) toml: &'t DeTable<'a>,
    pub(super) table: Option<&'t str>,
}

impl Root<'_, '_> {
    /// The name that the list gives itself; empty: none, or no text.
    pub(super) fn id(&self) -> &str {
        let list = self.toml.get("list").and_then(|list| list.get_ref().as_table());
        let id = list.and_then(|list| list.get("id")).and_then(|id| id.get_ref().as_str());
        id.unwrap_or_default().trim()
    }
}

/// Whose list it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// The user's.
    Own,
    /// The program's.
    Shipped,
}

/// Reads a list of the user's own. It is there where nothing is an error; all defects are told at once.
pub(super) fn read_own<T>(
    file: &ListFile<'_>,
    form: impl FnOnce(&mut Reader<'_>, &Root<'_, '_>) -> Option<T>,
) -> (Option<T>, Vec<Diagnostic>) {
    read(file, Origin::Own, form)
}

fn read<T>(
    file: &ListFile<'_>,
    origin: Origin,
    form: impl FnOnce(&mut Reader<'_>, &Root<'_, '_>) -> Option<T>,
) -> (Option<T>, Vec<Diagnostic>) {
    let mut broken = Vec::new();
    let toml = text(&file.toml, LARGEST_TOML, &mut broken);
    let table = file.table.as_ref().map(|table| text(table, LARGEST_TABLE, &mut broken));
    let (Some(toml), Some(table)) = (toml, table.map_or(Some(None), |t| t.map(Some))) else {
        return (None, broken);
    };
    let mut reader = Reader::of(toml, sha256(file), origin);
    let list = reader.root().and_then(|root| {
        let table = table.map(|table| table.text);
        form(&mut reader, &Root { toml: root.get_ref(), table })
    });
    let Reader { defects, .. } = reader;
    let list = list.filter(|_| !defects.any_error());
    (list, defects.into_diagnostics(toml, table))
}

/// Reads a shipped list, in which nothing is an error.
pub(super) fn read_shipped<T>(
    file: File<'_>,
    form: impl FnOnce(&mut Reader<'_>, &Root<'_, '_>) -> Option<T>,
) -> Result<T, ListError> {
    let name = FileName::new(file.name);
    let [toml, csv] =
        [file.toml, file.csv].map(|text| Source { file: &name, bytes: text.as_bytes() });
    let table = Some(csv).filter(|csv| !csv.bytes.is_empty());
    let (list, defects) = read(&ListFile { toml, table }, Origin::Shipped, form);
    list.ok_or_else(|| {
        let told = defects.iter().map(|d| match d.places.first() {
            Some(place) => format!("{place}: {}", d.message(Language::En)),
            None => d.message(Language::En),
        });
        file.malformed(&told.collect::<Vec<_>>().join("; "))
    })
}

/// Of both files together.
fn sha256(file: &ListFile<'_>) -> String {
    let table = file.table.map(|table| table.bytes).unwrap_or_default();
    hex(&Sha256::new().chain_update(file.toml.bytes).chain_update(table).finalize())
}

/// The text of a file; `None`: it is too large, or no text.
fn text<'a>(source: &Source<'a>, limit: u64, broken: &mut Vec<Diagnostic>) -> Option<Text<'a>> {
    let place = Place::file(source.file);
    if source.bytes.len() as u64 > limit {
        broken.push(Diagnostic::new(xml::FILE_TOO_LARGE, place).with("limit", limit));
        return None;
    }
    match std::str::from_utf8(source.bytes) {
        Ok(text) => Some(Text { file: source.file, text }),
        Err(error) => {
            broken.push(
                Diagnostic::new(xml::ENCODING_BROKEN, place)
                    .with("offset", error.valid_up_to())
                    .with("encoding", "UTF-8"),
            );
            None
        }
    }
}
