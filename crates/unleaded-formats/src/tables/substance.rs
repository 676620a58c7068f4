//! One row as a substance of a material.

use jiff::civil::Date;
use unleaded_model::amount::FractionRange;
use unleaded_model::declaration::{DeclaredSubstance, ExemptionClaim, Intent, Stated};
use unleaded_model::diagnostic::codes::tables;
use unleaded_model::diagnostic::{Diagnostic, Place};
use unleaded_model::identity::{Cas, Ec, key};

use super::amounts::{self, Cell};
use super::columns::{AmountColumn, Layout};
use super::plain::registry_number;
use super::rows::Row;
use super::words::Column;
use crate::blank;
use crate::check::is_placeholder;
use crate::nothing::{is_none, is_not_given};
use crate::number::Amount;
use crate::sink::Sink;

/// What stands between several exemptions in one cell.
const CLAIM_SEPARATORS: [char; 4] = [';', '；', '、', '\n'];

/// The first amount of a substance that the row prints.
pub(super) fn printed_amount<'r>(row: &'r Row, layout: &Layout) -> Option<(&'r str, Place)> {
    let columns = [&layout.share_of_material, &layout.amount, &layout.mass, &layout.share_of_part];
    let printed = columns.into_iter().flatten().find(|column| !row.text(column.column).is_empty());
    printed.map(|column| (row.text(column.column), row.place(column.column)))
}

/// Returns the substance in `row`.
pub(super) fn substance(row: &Row, layout: &Layout, sink: &mut dyn Sink) -> DeclaredSubstance {
    let name = layout.text(Column::Substance, row);
    let (mut mass, mut share) = (None, None);
    if let Some(column) = &layout.amount {
        match amounts::amount(&Cell { column, row }, sink) {
            Some(Amount::Mass(stated)) => mass = Some(stated),
            Some(Amount::Share(stated)) => share = Some(stated),
            None => {}
        }
    }
    let mut read = |column: &Option<AmountColumn>| -> Option<Box<Stated<FractionRange>>> {
        amounts::share(&Cell { column: column.as_ref()?, row }, sink)
    };
    let share = read(&layout.share_of_material).or(share);
    let share_of_part = read(&layout.share_of_part);
    let mass =
        layout.mass.as_ref().and_then(|column| amounts::mass(&Cell { column, row }, sink)).or(mass);
    let id = registry_number(layout.text(Column::Cas, row));
    let cas = Cas::parse(&id).ok();
    let is_wrong = cas.as_ref().map_or(!is_placeholder(&id), |cas| !cas.is_valid());
    let is_open = mass.is_none() && share.is_none() && share_of_part.is_none();
    DeclaredSubstance {
        name: name.to_owned(),
        cas,
        id_raw: id.into_owned(),
        ec: Ec::parse(&registry_number(layout.text(Column::Ec, row))).map(Box::new),
        mass,
        share,
        share_of_part,
        has_unread_amount: is_open && has_unread_amount(row, layout),
        intent: intent(name, row, layout, sink),
        exemptions: exemptions(row, layout),
        // A number that is wrong is corrected in its own cell.
        ..blank::substance(match layout.at(Column::Cas) {
            Some(at) if is_wrong => row.place(at),
            _ => place(row, layout),
        })
    }
}

/// Whether a cell says something of an amount that none was read of.
fn has_unread_amount(row: &Row, layout: &Layout) -> bool {
    let columns = [&layout.share_of_material, &layout.amount, &layout.mass, &layout.share_of_part];
    columns.into_iter().flatten().any(|column| Cell { column, row }.is_unread())
}

/// Where the substance stands: its name, or its number where the table has no names.
pub(super) fn place(row: &Row, layout: &Layout) -> Place {
    let at = layout.at(Column::Substance).or_else(|| layout.at(Column::Cas));
    at.map_or_else(|| row.whole(), |at| row.place(at))
}

/// From the column, else from the suffix `[impurity]` of the name that some makers print.
fn intent(name: &str, row: &Row, layout: &Layout, sink: &mut dyn Sink) -> Intent {
    let text = layout.text(Column::Intent, row);
    match key(text).as_str() {
        "intended" | "intentional" | "intentionallyadded" | "added" | "yes" | "y" | "true"
        | "1" | "有意添加" | "有意" | "是" | "ja" | "absichtlich" | "beabsichtigt" | "はい"
        | "意図的" | "意図的添加" => Intent::Intended,
        "impurity" | "unintentional" | "unintended" | "notintended" | "no" | "n" | "false"
        | "0" | "杂质" | "雜質" | "无意" | "非有意添加" | "否" | "nein" | "verunreinigung"
        | "unbeabsichtigt" | "いいえ" | "不純物" | "非意図的" => Intent::Impurity,
        "" | "unknown" | "未知" if name.to_lowercase().ends_with("[impurity]") => {
            Intent::Impurity
        }
        "" | "unknown" | "未知" => Intent::Unknown,
        _ => {
            let place = layout.at(Column::Intent).map_or_else(|| row.whole(), |at| row.place(at));
            sink.diagnostic(Diagnostic::new(tables::INTENT_UNKNOWN, place).with("value", text));
            Intent::Unknown
        }
    }
}

/// Whether `text` says that nothing is claimed: a dash or the like.
fn is_no_claim(text: &str) -> bool {
    let key = &key(text);
    key.is_empty() || is_not_given(key) || is_none(key)
}

/// The names of the exemptions that a cell claims.
pub(super) fn claimed(text: &str) -> impl Iterator<Item = &str> {
    text.split(CLAIM_SEPARATORS).map(str::trim).filter(|id| !is_no_claim(id))
}

fn exemptions(row: &Row, layout: &Layout) -> Vec<ExemptionClaim> {
    let Some(at) = layout.at(Column::Exemption) else {
        return Vec::new();
    };
    claimed(row.text(at))
        .map(|id| ExemptionClaim {
            authority: String::new(),
            list: String::new(),
            id: id.to_owned(),
            place: row.place(at),
        })
        .collect()
}

/// Reads `2024-09-27`, `2024/9/27`, `2024.9.27`, `2024年9月27日` and `20240927`, each with or without a time behind it.
pub(super) fn read_date(text: &str) -> Option<Date> {
    let day = text.split(['T', ' ']).next()?;
    let digits = |s: &str| s.len() == 8 && s.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = if digits(day) {
        vec![&day[..4], &day[4..6], &day[6..]]
    } else {
        day.trim_end_matches('日').split(['-', '/', '.', '年', '月']).collect()
    };
    // The year must come first: 05/06/2024 is another day in another country.
    let [year, month, day] = parts[..] else {
        return None;
    };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Whether `text` is a date: a whole one, or the day and month that spreadsheet programs show: `1-May`, `5月1日`.
pub(super) fn is_date(text: &str) -> bool {
    const MONTHS: &str = "jan feb mar apr may jun jul aug sep oct nov dec";
    const LONGEST: usize = 24;
    if text.len() > LONGEST || !text.contains(['-', '/', ' ', '月', '年']) {
        return false;
    }
    let is_count =
        |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let words: Vec<String> = text.split(['-', ' ', '/']).map(str::to_lowercase).collect();
    let months = words.iter().filter(|word| MONTHS.split(' ').any(|month| month == *word)).count();
    let counts = words.iter().filter(|word| is_count(word)).count();
    let is_named = months == 1 && counts >= 1 && months + counts == words.len();
    let han = text.strip_suffix('日').and_then(|text| text.split_once('月'));
    is_named
        || han.is_some_and(|(month, day)| is_count(month) && is_count(day))
        || read_date(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_range_was_turned_into() {
        for text in ["1-May", "May-01", "5-Jan-24", "2026-10-05", "5月1日", "2024年9月7日"] {
            assert!(is_date(text), "{text}");
        }
        for text in ["", "1-5", "20240907", "1.5", "2024.9.7.1", "may", "5 - 10 %", "1-5 max"] {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn dates() {
        let check = |text: &str, expected: Option<(i16, i8, i8)>| {
            let expected = expected.map(|(y, m, d)| Date::new(y, m, d).unwrap());
            assert_eq!(read_date(text), expected, "{text}");
        };
        for text in [
            "2024-09-07",
            "2024/9/7",
            "2024.9.7",
            "2024年9月7日",
            "20240907",
            "2024-09-07T00:00:00",
        ] {
            check(text, Some((2024, 9, 7)));
        }
        for text in ["07/09/2024", "2024-13-01", "September 2024", "", "2024", "年月日"] {
            check(text, None);
        }
    }
}
