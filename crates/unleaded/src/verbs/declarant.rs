//! The declarant's file: who files or declares, and what it says of its products.

use unleaded_model::diagnostic::codes::platform as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place, any_error};

use crate::exit::Failure;
use crate::files;

/// What a file says, or what is wrong with it.
pub(crate) type Read<T> = Result<T, Vec<Diagnostic>>;

/// Reads the text of a file of that name; with an error among the diagnostics there is nothing.
type Parse<T> = fn(&str, &FileName) -> (Option<T>, Vec<Diagnostic>);

/// Reads the file at `path` with `parse`.
pub(crate) fn read<T>(path: &str, parse: Parse<T>) -> Result<Read<T>, Box<Failure>> {
    let text = String::from_utf8(files::need(path)?).map_err(|_| {
        Failure::new(
            (format!("`{path}` is not text in UTF-8"), format!("“{path}”不是 UTF-8 文本")),
            ("save it as UTF-8", "请另存为 UTF-8"),
        )
    })?;
    let (read, diagnostics) = parse(&text, &FileName::new(path));
    let usable = read.filter(|_| !any_error(&diagnostics));
    Ok(usable.ok_or(diagnostics))
}

/// Returns the diagnostic for a field that a document needs and the file lacks.
pub(crate) fn missing(path: &str, field: &str) -> Diagnostic {
    let place = Place::file(&FileName::new(path));
    Diagnostic::new(codes::DECLARANT_FIELD_MISSING, place).with("field", field)
}
