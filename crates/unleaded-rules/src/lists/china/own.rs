//! What must hold of an edition of the user's own beside its form.

use unleaded_model::diagnostic::codes::rule_lists as codes;

use super::{Applicability, ChinaLists};
use crate::lists::reading::Reader;

/// What is wrong, in both languages.
pub(super) fn faults(list: &ChinaLists, groups: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if list.sets.is_empty() || list.applicability.is_empty() {
        let zh = "没有限量标准，或没有其适用期间".to_owned();
        found.push(("there is no limit set, or no day on which one applies".to_owned(), zh));
    }
    for (at, set) in list.sets.iter().enumerate() {
        let name = &set.name;
        if list.sets[..at].iter().any(|other| other.name == *name) {
            found.push((format!("`{name}` is there twice"), format!("“{name}”重复")));
        }
        if set.entries.is_empty() {
            found.push((format!("`{name}` has no entry"), format!("“{name}”没有条目")));
        }
        for entry in &set.entries {
            let group = &entry.group;
            if !groups.contains(&group.as_str()) {
                let en = format!("`{group}` is no group of the table of groups");
                found.push((en, format!("分组表中没有“{group}”")));
            }
        }
    }
    for (at, row) in list.applicability.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| &list.applicability[before]);
        found.extend(period(row, before));
        if row.allowed.is_empty() || row.allowed.iter().any(|name| list.set(name).is_none()) {
            let names = row.allowed.join(", ");
            let en = format!("`allowed = [{names}]` does not name sets of the list");
            found.push((en, format!("allowed = [{names}] 未指明清单中的标准")));
        }
    }
    found
}

/// Days must be in order and without gaps: on a day between two rows nothing could be judged.
fn period(row: &Applicability, before: Option<&Applicability>) -> Option<(String, String)> {
    let is_empty = row.from.zip(row.to).is_some_and(|(from, to)| from > to);
    let follows = match before {
        None => true,
        Some(before) => {
            let next = before.to.and_then(|to| to.tomorrow().ok());
            next.is_some() && next == row.from
        }
    };
    (is_empty || !follows).then(|| {
        let from = row.from.map_or_else(|| "-".to_owned(), |from| from.to_string());
        let en = format!(
            "the period from {from} is empty, or does not begin on the day after the one before"
        );
        (en, format!("自 {from} 起的期间为空，或与前一期间不连续"))
    })
}

/// Tells which limits of the shipped edition are not there as they are there.
pub(super) fn left_out(list: &ChinaLists, shipped: &ChinaLists, reader: &mut Reader<'_>) {
    let mut first: Option<String> = None;
    let mut count = 0u64;
    for set in &shipped.sets {
        let own = list.set(&set.name);
        for entry in &set.entries {
            let same = own.and_then(|own| own.entries.iter().find(|e| e.key == entry.key));
            if same.is_none_or(|same| same.limit > entry.limit) {
                count += 1;
                first.get_or_insert_with(|| format!("{} {}", set.name, entry.key));
            }
        }
    }
    if let Some(first) = first {
        let arguments = [("count", count.into()), ("first", first.as_str().into())];
        reader.defects.add(codes::RULE_LIST_LEFT_OUT, Vec::new(), &arguments);
    }
}
