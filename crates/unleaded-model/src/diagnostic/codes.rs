//! Every code, one module per subject.
//!
//! A code's doc comment is the paragraph of its page in `docs/codes/`: why it matters and which
//! standard or rule of this project says so.

use super::code::{Code, Entry, Severity, Words};

/// Declares the codes of one subject, and `ALL`, the list of them.
macro_rules! codes {
    ($(
        $(#[doc = $why:literal])+
        $constant:ident = $name:literal, $severity:ident,
        en: $en:literal, $en_help:literal,
        zh: $zh:literal, $zh_help:literal;
    )+) => {
        use super::{Code, Entry, Severity, Words};
        $(
            $(#[doc = $why])+
            pub const $constant: Code = Code(&Entry {
                name: $name,
                severity: Severity::$severity,
                why: concat!($($why, "\n"),+),
                en: Words { message: $en, help: $en_help },
                zh: Words { message: $zh, help: $zh_help },
            });
        )+
        /// Every code of this subject, in the order above.
        pub const ALL: &[Code] = &[$($constant),+];
    };
}

pub mod aggregates;
pub mod amounts;
pub mod bom;
pub mod bom_lists;
pub mod bom_marks;
pub mod cells;
pub mod checks;
pub mod decisions;
pub mod exchange;
pub mod files;
pub mod identity;
pub mod iec62474;
pub mod life;
pub mod limits;
pub mod logs;
pub mod platform;
pub mod profiles;
pub mod rows;
pub mod rule_lists;
pub mod rules;
pub mod sheets;
pub mod signers;
pub mod ssh;
pub mod tables;
pub mod time_stamps;
pub mod trust;
pub mod trust_files;
pub mod workspaces;
pub mod writing;
pub mod xml;
pub mod xml_signatures;

/// Every code there is, by subject.
pub fn all() -> impl Iterator<Item = Code> {
    [
        aggregates::ALL,
        amounts::ALL,
        bom::ALL,
        checks::ALL,
        decisions::ALL,
        exchange::ALL,
        bom_lists::ALL,
        bom_marks::ALL,
        cells::ALL,
        files::ALL,
        identity::ALL,
        iec62474::ALL,
        life::ALL,
        limits::ALL,
        logs::ALL,
        platform::ALL,
        profiles::ALL,
        rows::ALL,
        rule_lists::ALL,
        rules::ALL,
        sheets::ALL,
        signers::ALL,
        ssh::ALL,
        tables::ALL,
        time_stamps::ALL,
        trust::ALL,
        trust_files::ALL,
        workspaces::ALL,
        writing::ALL,
        xml::ALL,
        xml_signatures::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::diagnostic::Language;

    /// The names in braces of a template, without the language of an argument that has one of its own for each.
    fn names(template: &str) -> BTreeSet<&str> {
        let names = template.split('{').skip(1).filter_map(|s| s.split('}').next());
        names.map(|name| name.trim_end_matches("_en").trim_end_matches("_zh")).collect()
    }

    #[test]
    fn names_are_unique_and_kebab_case() {
        let mut seen = BTreeSet::new();
        for code in all() {
            assert!(seen.insert(code.name()), "{code} twice");
            assert!(
                code.name()
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
                "{code}"
            );
        }
    }

    #[test]
    fn both_languages_speak_of_the_same_values() {
        for code in all() {
            let (en, zh) = (code.words(Language::En), code.words(Language::Zh));
            assert_eq!(names(en.message), names(zh.message), "{code}");
            assert!(!en.help.is_empty() && !zh.help.is_empty(), "{code}");
            assert!(zh.message.chars().any(|c| c >= '\u{4e00}'), "{code}");
            assert!(!en.message.ends_with('.'), "{code}");
        }
    }
}
