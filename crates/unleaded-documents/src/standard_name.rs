//! What a standard is called by people, where the report names it by a key.

use unleaded_model::diagnostic::Language;

/// Returns the name of a limit set for a document; a name that is no key stays as it is.
pub(crate) fn standard(name: &str, language: Language) -> String {
    match (name.strip_suffix("+A1"), language) {
        (Some(base), Language::En) => format!("{base} with Amendment 1"),
        (Some(base), Language::Zh) => format!("{base} 及其第 1 号修改单"),
        (None, _) => name.to_owned(),
    }
}
