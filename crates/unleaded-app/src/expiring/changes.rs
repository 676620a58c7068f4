//! Dates of the lists other than the ends of exemptions.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use unleaded_documents::report::Report;
use unleaded_rules::listed::{
    Difference, Extent, Field, Item, ItemKind, Said, differences, listed,
};
use unleaded_rules::lists::Lists;

use super::{About, Change, Event, Touched, Window};

/// What lists say differently from days within the time on; with reports that which touches their products.
pub(super) fn events(reports: &[&Report], window: Window, lists: &Lists) -> Vec<Event> {
    let mut events = Vec::new();
    let ids: BTreeSet<&str> = lists.headers().into_iter().map(|h| h.id.as_str()).collect();
    // How exemptions stand is told one by one.
    for id in ids.into_iter().filter(|id| *id != lists.exemptions.header.id) {
        for date in dates(lists, id, window) {
            let change = change(lists, id, date);
            events.extend(change.map(|change| (date, change)));
        }
    }
    events.extend(deadlines(window, lists));
    let events = events.into_iter().map(|(date, change)| {
        let products = touched(reports, &change);
        Event { date: Some(date), about: About::Change(change), products }
    });
    events.filter(|event| reports.is_empty() || !event.products.is_empty()).collect()
}

/// The days within the time, the first excluded, on which the list may begin to say something else.
fn dates(lists: &Lists, id: &str, window: Window) -> BTreeSet<Date> {
    let mut dates = BTreeSet::new();
    if listed(lists, id, &Extent::On(window.from)).is_ok()
        && let Ok(whole) = listed(lists, id, &Extent::Whole)
    {
        whole.items.iter().for_each(|item| collect(item, &mut dates));
    }
    // Another edition may say something else from its day on.
    for header in lists.headers().into_iter().filter(|header| header.id == id) {
        dates.extend(header.effective.into_iter().chain(header.repealed));
    }
    dates.into_iter().filter(|date| window.from < *date && *date <= window.until).collect()
}

fn collect(item: &Item, dates: &mut BTreeSet<Date>) {
    for (field, said) in &item.facts {
        let Said::Text(text) = said else { continue };
        let date: Option<Date> = text.parse().ok();
        match field {
            Field::Effective | Field::From | Field::Included | Field::Until => dates.extend(date),
            // The last day of something.
            Field::To => dates.extend(date.and_then(|date| date.tomorrow().ok())),
            _ => {}
        }
    }
    item.items.iter().for_each(|item| collect(item, dates));
}

/// What the list says differently on `date` than on the day before.
fn change(lists: &Lists, id: &str, date: Date) -> Option<Change> {
    let before = listed(lists, id, &Extent::On(date.yesterday().ok()?)).ok()?;
    let after = listed(lists, id, &Extent::On(date)).ok()?;
    let mut change = Change { list: id.to_owned(), ..Change::default() };
    for difference in differences(&before.items, &after.items) {
        match difference {
            Difference::Added(item) => change.added.extend(name(item)),
            Difference::Changed { b, .. } => change.changed.extend(name(b)),
            Difference::Removed(item) => change.removed.extend(name(item)),
        }
    }
    let is_empty = [&change.added, &change.changed, &change.removed].iter().all(|k| k.is_empty());
    (!is_empty).then_some(change)
}

/// The key of an entry or a standard; which standards may be used is said by the standards themselves.
fn name(item: &Item) -> Option<String> {
    (item.kind == ItemKind::Set || item.kind.is_entry()).then(|| item.key.clone())
}

fn deadlines(window: Window, lists: &Lists) -> Vec<(Date, Change)> {
    let china = &lists.china;
    let within =
        china.deadlines.iter().filter(|d| window.from < d.before && d.before <= window.until);
    let change = |deadline: &unleaded_rules::lists::Deadline| Change {
        list: china.header.id.clone(),
        text_en: deadline.text_en.clone(),
        text_zh: deadline.text_zh.clone(),
        ..Change::default()
    };
    within.map(|deadline| (deadline.before, change(deadline))).collect()
}

/// The products that were judged by the list, each once per report.
fn touched(reports: &[&Report], change: &Change) -> Vec<Touched> {
    let mut touched: BTreeMap<(usize, &str), Touched> = BTreeMap::new();
    for (report, of_report) in reports.iter().enumerate() {
        for product in &of_report.products {
            let Some(verdict) = product.verdict(&change.list) else { continue };
            let is_compliant = verdict.status.starts_with("compliant");
            touched.entry((report, &product.part)).or_insert_with(|| Touched {
                report,
                part: product.part.clone(),
                name: product.name.clone(),
                status: verdict.status.clone(),
                places: 0,
                path: Vec::new(),
                falls: is_compliant && change.removed.contains(&verdict.edition),
            });
        }
    }
    touched.into_values().collect()
}
