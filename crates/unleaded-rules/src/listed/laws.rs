//! EU RoHS and China RoHS: limits, periods, sets, the catalogue.

use jiff::civil::Date;

use super::item::{Field, Item, ItemKind, Said};
use crate::lists::{
    Applicability, CatalogueItem, CategoryScope, ChinaLists, ExceptionsList, Level, LimitSet,
    Period, RestrictionEntry, RestrictionList, RowLimit, RuleList, RuleRow, ScopeCondition,
};
use crate::rule_set::{Expressed, Intended, Members};

/// The entries; with a date those that apply to some category on it, with the periods that do.
pub(super) fn eu_rohs(list: &RestrictionList, date: Option<Date>) -> Vec<Item> {
    let on_date = |period: &&Period| {
        date.is_none_or(|date| period.from <= date && period.until.is_none_or(|until| date < until))
    };
    let items = list
        .entries
        .iter()
        .map(|entry| restricted(entry).with(entry.applies.iter().filter(on_date).map(period)));
    items.filter(|item| date.is_none() || !item.items.is_empty()).collect()
}

/// All that the list says, whatever its dates.
pub(super) fn china(list: &ChinaLists) -> Vec<Item> {
    let sets = list.sets.iter().map(set);
    let applicability = list.applicability.iter().map(applicability);
    let rest = std::iter::once(exceptions(&list.exceptions));
    let classes = list.catalogue.iter().map(|class| product_class(class, list));
    let conditions = list.conditions.iter().zip(1..).map(condition);
    sets.chain(applicability).chain(rest).chain(classes).chain(conditions).collect()
}

/// What an assessment of that date may be based on.
pub(super) fn china_on(list: &ChinaLists, date: Date) -> Vec<Item> {
    let row = list.on(date);
    let allowed = row.into_iter().flat_map(|row| &row.allowed);
    let sets = allowed.filter_map(|name| list.set(name)).map(set);
    let classes = list.catalogue.iter().filter(|_| list.catalogue_from <= date);
    let classes = classes.map(|class| product_class(class, list));
    let rest = std::iter::once(exceptions(&list.exceptions));
    let holds = |(condition, _): &(&ScopeCondition, u32)| {
        condition.from.is_none_or(|from| from <= date) && condition.to.is_none_or(|to| date <= to)
    };
    let conditions = list.conditions.iter().zip(1..).filter(holds).map(condition);
    sets.chain(row.map(applicability)).chain(rest).chain(classes).chain(conditions).collect()
}

/// A standard with its limits.
fn set(set: &LimitSet) -> Item {
    Item::new(ItemKind::Set, &set.name)
        .say(Field::Effective, set.effective)
        .say(Field::Source, &set.source)
        .say(Field::Confidence, &set.confidence)
        .with(limits(&set.entries))
}

/// The limits of a standard.
pub(super) fn limits(entries: &[RestrictionEntry]) -> Vec<Item> {
    entries.iter().map(restricted).collect()
}

fn restricted(entry: &RestrictionEntry) -> Item {
    Item::new(ItemKind::Entry, &entry.key)
        .say(Field::NameEn, &entry.name_en)
        .say(Field::NameZh, &entry.name_zh)
        .say(Field::LimitPpm, entry.limit)
        .say(Field::Level, level(entry.level))
        .say(Field::ExpressedAs, &entry.expressed_as)
        .say(Field::Group, &entry.group)
        .say(Field::LegalReference, &entry.legal_reference)
        .say(Field::Confidence, &entry.confidence)
        .say(Field::Source, &entry.source)
}

fn period(period: &Period) -> Item {
    let categories = categories(&period.scope);
    Item::new(ItemKind::Period, categories.join(" "))
        .say(Field::Categories, categories)
        .say(Field::From, Some(period.from))
        .say(Field::Until, period.until)
        .say(Field::Confidence, &period.confidence)
}

fn applicability(row: &Applicability) -> Item {
    Item::new(ItemKind::Applicability, row.from.map_or_else(String::new, |from| from.to_string()))
        .say(Field::From, row.from)
        .say(Field::To, row.to)
        .say(Field::Allowed, &row.allowed)
        .say(Field::Source, &row.source)
        .say(Field::Confidence, &row.confidence)
}

fn exceptions(list: &ExceptionsList) -> Item {
    Item::new(ItemKind::Exceptions, &list.edition)
        .say(Field::Edition, &list.edition)
        .say(Field::HowMany, &list.entries.to_string())
        .say(Field::Remark, &list.remark)
        .say(Field::Source, &list.source)
}

fn product_class(class: &CatalogueItem, list: &ChinaLists) -> Item {
    let bounds = class.bounds.iter();
    let bounds: Vec<String> =
        bounds.map(|b| format!("{} <= {} {}", b.quantity, b.max, b.unit)).collect();
    Item::new(ItemKind::ProductClass, &class.id)
        .say(Field::NameEn, &class.name_en)
        .say(Field::NameZh, &class.name_zh)
        .say(Field::From, Some(list.catalogue_from))
        .say(Field::Bounds, bounds)
        .say(Field::Remark, &class.remark)
}

/// What is told of products by how they stand to the catalogue.
fn condition((condition, number): (&ScopeCondition, u32)) -> Item {
    let standings = condition.standings.iter().map(|standing| standing.word().to_owned());
    Item::new(ItemKind::Condition, number.to_string())
        .say(Field::Standings, standings.collect::<Vec<_>>())
        .say(Field::Allowed, &condition.bases)
        .say(Field::From, condition.from)
        .say(Field::To, condition.to)
        .say(Field::ConditionEn, &condition.text_en)
        .say(Field::ConditionZh, &condition.text_zh)
        .say(Field::Confidence, &condition.confidence)
        .say(Field::Source, &condition.source)
}

/// The rules of a list; with a date those that hold on it.
pub(super) fn rules(list: &RuleList, date: Option<Date>) -> Vec<Item> {
    let holds = |row: &&RuleRow| date.is_none_or(|date| row.holds_on(date));
    list.entries.iter().filter(holds).map(rule).collect()
}

fn rule(row: &RuleRow) -> Item {
    let limit = match row.limit {
        RowLimit::Any => Said::from("any"),
        RowLimit::Share(share) => Said::from(share),
        RowLimit::Unstated => Said::Nothing,
    };
    let members = |held| if held == Members::NotHeld { "not-held" } else { "" };
    let names = |intended| if intended == Intended::Over { "over" } else { "" };
    let expressed = |as_what| if as_what == Expressed::Element { "element" } else { "substance" };
    Item::new(ItemKind::Entry, &row.key)
        .say(Field::NameEn, &row.name_en)
        .say(Field::NameZh, &row.name_zh)
        .say(Field::Names, &row.names)
        .say(Field::Cas, &row.cas)
        .say(Field::Ec, &row.ec)
        .say(Field::Groups, &row.groups)
        .say(Field::Members, members(row.members))
        .say(Field::ExpressedAs, expressed(row.expressed))
        .say(Field::LimitPpm, limit)
        .say(Field::Intended, names(row.intended))
        .say(Field::Level, level(row.level))
        .say(Field::Applications, &row.applications)
        .say(Field::From, row.from)
        .say(Field::Until, row.until)
        .say(Field::LegalReference, &row.legal_reference)
        .say(Field::Confidence, &row.confidence)
        .say(Field::ConditionEn, &row.condition_en)
        .say(Field::ConditionZh, &row.condition_zh)
        .say(Field::Source, &row.source)
}

/// The token of a level.
pub(super) fn level(level: Level) -> Said {
    Said::from(level.word())
}

/// The tokens of categories; none where the source does not say.
pub(super) fn categories(scope: &CategoryScope) -> Vec<String> {
    match scope {
        CategoryScope::Stated(stated) => stated.iter().map(ToString::to_string).collect(),
        CategoryScope::Unstated => Vec::new(),
    }
}
