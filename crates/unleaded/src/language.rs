//! Which language to speak.

use unleaded_model::diagnostic::Language;

/// The language of the environment: Chinese when `LC_ALL`, `LC_MESSAGES` or `LANG`, the first that is set, says so.
pub(crate) fn of_environment() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    match set {
        Some(value) if value.to_lowercase().starts_with("zh") => Language::Zh,
        _ => Language::En,
    }
}

/// That many of them, in English: `1 part`, `2 parts`.
pub(crate) fn counted(count: u64, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}
