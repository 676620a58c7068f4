//! Until when a document holds.

use unleaded_model::diagnostic::Language;

use crate::report::Verdict;

/// Limit sets of China RoHS of which it is known that an assessment under them must be converted, with the last day before that. Plain
/// GB/T 26572-2011: "convert before 2027-01-01" (SAMR and MIIT announcement 2025 No. 44); the conversion of the others has no
/// fixed day.
const CONVERTED: [(&str, &str); 1] = [("GB/T 26572-2011", "2026-12-31")];

/// Returns the last day on which a document made from the verdict can hold: the earliest end of an exemption that it rests on or of its
/// basis. `None`: none is known.
pub(crate) fn last_day(verdict: &Verdict) -> Option<String> {
    let exemptions = verdict.exemptions.iter().filter_map(|exemption| exemption.expires.as_deref());
    let converted = CONVERTED.iter().filter(|(basis, _)| *basis == verdict.edition);
    exemptions
        .chain(verdict.earliest_expiry.as_deref())
        .chain(converted.map(|(_, day)| *day))
        .min()
        .map(str::to_owned)
}

/// Returns the day before `day`; `None`: it is no date, or the first of all.
pub(crate) fn day_before(day: &str) -> Option<String> {
    let day: jiff::civil::Date = day.parse().ok()?;
    day.yesterday().ok().map(|day| day.to_string())
}

/// Says until when a document holds.
pub(crate) fn sentence(as_of: &str, last: Option<&str>, language: Language) -> String {
    match (language, last) {
        (Language::En, Some(day)) => format!(
            "Valid as of {as_of}; make it anew when an input changes, and at the latest after {day}, the last day on which an exemption or the basis that it rests on is known to hold."
        ),
        (Language::En, None) => {
            format!("Valid as of {as_of}; make it anew when an input changes.")
        }
        (Language::Zh, Some(day)) => format!(
            "在评定日期 {as_of} 有效；任一输入变更时须重新编制，最迟须在 {day} 之后重新编制（所依据的豁免或限量依据已知至该日有效）。"
        ),
        (Language::Zh, None) => format!("在评定日期 {as_of} 有效；任一输入变更时须重新编制。"),
    }
}
