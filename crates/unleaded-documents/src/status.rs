//! Statuses as people read them: a mark, a word, and which is worse.

use unleaded_model::diagnostic::Language;

use crate::report::Verdict;
use crate::text_table::shown;

/// The mark before a status word, one column wide.
pub(crate) fn icon(status: &str) -> &'static str {
    match status {
        "compliant" | "nothing-to-declare" => "✓",
        "compliant-by-exemption" => "~",
        "declare" => "!",
        "non-compliant" => "✗",
        _ => "?",
    }
}

/// How bad a status is; a word that is not known is as bad as `unknown`.
pub(crate) fn rank(status: &str) -> u8 {
    match status {
        "compliant" | "nothing-to-declare" => 0,
        "compliant-by-exemption" => 1,
        "declare" => 3,
        "non-compliant" => 4,
        _ => 2,
    }
}

/// What a status is called; a word that is not known is shown as it is.
pub(crate) fn word(status: &str, language: Language) -> String {
    match status {
        "compliant" => language.pick("compliant", "符合").to_owned(),
        "compliant-by-exemption" => {
            language.pick("compliant by exemption", "凭豁免符合").to_owned()
        }
        "declare" => language.pick("to declare", "须声明").to_owned(),
        "non-compliant" => language.pick("non-compliant", "不符合").to_owned(),
        "nothing-to-declare" => language.pick("nothing to declare", "无须声明").to_owned(),
        "unknown" => language.pick("unknown", "无法判定").to_owned(),
        other => shown(other),
    }
}

/// What stands behind the status, or the rule set, of a verdict that binds nobody; empty: it does.
pub(crate) fn not_binding(verdict: &Verdict, language: Language) -> &'static str {
    match verdict.is_binding() {
        true => "",
        false => language.pick(" (not binding)", "（无约束力）"),
    }
}

/// What that means, in one sentence.
pub(crate) const NOT_BINDING: (&str, &str) = (
    "A verdict that is not binding (by a draft, by what was known on an earlier day, or of a product outside the China RoHS catalogue) is no ground for a declaration.",
    "无约束力的结论（依据草案、依据较早日期所知的版本，或产品在中国 RoHS 目录外）不得作为声明的依据。",
);
