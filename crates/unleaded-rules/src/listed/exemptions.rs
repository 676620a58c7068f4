//! Exemptions of EU RoHS: what each source says, where sources contradict each other, and how each stands on a date.

use jiff::civil::Date;

use super::item::{Field, Item, ItemKind, Said};
use super::laws::categories;
use crate::exemption::endings_of;
use crate::lists::{
    Category, ExemptionClaimRow, ExemptionLimit, Exemptions, SourceKind, exemption_key,
};

/// The exemptions with the claims about each, in the order of the table; with a date also how each stands on it.
pub(super) fn items(list: &Exemptions, date: Option<Date>) -> Vec<Item> {
    list.by_name().iter().map(|rows| exemption(rows, date)).collect()
}

fn exemption(rows: &[&ExemptionClaimRow], date: Option<Date>) -> Item {
    let first = rows[0];
    let own = exemption_key(&first.id);
    let others = first.answers_to.iter().filter(|name| **name != own);
    Item::new(ItemKind::Exemption, &first.id)
        .say(Field::Annex, &first.annex)
        .say(Field::AnswersTo, others.cloned().collect::<Vec<_>>())
        .with(date.into_iter().flat_map(|date| standings(rows, date)))
        .with(rows.iter().map(|row| claim(row, rows)))
}

fn claim(row: &ExemptionClaimRow, all: &[&ExemptionClaimRow]) -> Item {
    let stated = categories(&row.categories);
    let (limit_kind, limit) = match row.limit {
        ExemptionLimit::AtLeast(least) => ("at-least", Said::from(least)),
        ExemptionLimit::AtMost(most) => ("at-most", Said::from(most)),
        ExemptionLimit::None => ("none", Said::Nothing),
    };
    let source_kind = match row.source_kind {
        SourceKind::Primary => "primary",
        SourceKind::Secondary => "secondary",
    };
    Item::new(ItemKind::Claim, format!("{} {}", row.act, stated.join(" ")))
        .say(Field::Categories, stated)
        .say(Field::Qualifier, &row.qualifier)
        .say(Field::From, row.valid_from)
        .say(Field::Expires, row.expires)
        .say(Field::Pending, if row.pending { "yes" } else { "no" })
        .say(Field::Contradicts, contradicting(row, all))
        .say(Field::Permits, &row.permits)
        .say(Field::LimitKind, limit_kind)
        .say(Field::LimitPpm, limit)
        .say(Field::TextEn, &row.text_en)
        .say(Field::TextZh, &row.text_zh)
        .say(Field::Note, &row.note)
        .say(Field::Act, &row.act)
        .say(Field::SourceKind, source_kind)
        .say(Field::Source, &row.source)
        .say(Field::Hints, &row.hints)
}

/// The last days that other claims of the same act give for a category and a substance of this one.
fn contradicting(row: &ExemptionClaimRow, all: &[&ExemptionClaimRow]) -> Vec<String> {
    let Some(own) = row.expires else {
        return Vec::new();
    };
    let mut dates: Vec<Date> = all
        .iter()
        .filter(|other| other.act_order == row.act_order && concern_the_same(row, other))
        .filter_map(|other| other.expires.filter(|date| *date != own))
        .collect();
    dates.sort_unstable();
    dates.dedup();
    dates.iter().map(ToString::to_string).collect()
}

/// Whether both may be about one category and one substance: a source that names none may mean any.
fn concern_the_same(a: &ExemptionClaimRow, b: &ExemptionClaimRow) -> bool {
    let may_cover = |row: &ExemptionClaimRow, category| row.covers(category) != Some(false);
    let category = Category::ALL.into_iter().any(|c| may_cover(a, c) && may_cover(b, c));
    let any = a.permits.is_empty() || b.permits.is_empty();
    category && (any || a.permits.iter().any(|permitted| b.permits.contains(permitted)))
}

/// How the exemption stands on the date, categories and substances of one standing together.
fn standings(rows: &[&ExemptionClaimRow], date: Date) -> Vec<Item> {
    let standings = endings_of(rows, date).into_iter().map(|ending| {
        let categories: Vec<String> = ending.categories.iter().map(ToString::to_string).collect();
        let keys: Vec<String> = ending.keys.into_iter().map(str::to_owned).collect();
        Item::new(ItemKind::Standing, categories.join(" "))
            .say(Field::Categories, categories)
            .say(Field::State, ending.state.name())
            .say(Field::Expires, ending.ends.first().copied())
            .say(Field::Permits, keys)
    });
    standings.collect()
}
