//! The substances of concern in a product: entries of rule sets, with their mass and worst place.

use super::findings;
use super::style::Page;
use super::words::Words;
use crate::number;
use crate::report::{EntryTotal, Product};
use crate::status::{icon, rank};
use crate::text_table::{Align, TextTable, shown};

/// Entries that are listed.
const ENTRIES: usize = 8;

pub(super) fn write(page: &mut Page, product: &Product, words: Words) {
    let entries = entries(product);
    if entries.is_empty() {
        return;
    }
    page.blank();
    page.line(0, &page.bold(words.pick("Substances of concern", "受关注物质")));
    let few = &entries[..entries.len().min(ENTRIES)];
    let headers = [
        ("", Align::Left),
        (words.pick("entry", "条目"), Align::Left),
        (words.pick("mass", "质量"), Align::Right),
        (words.pick("worst place, ppm", "最高含量处，ppm"), Align::Right),
    ];
    let columns = headers.iter().map(|(header, align)| (*align, vec![(*header).to_owned()]));
    let mut table = TextTable::new(columns.collect());
    for total in few {
        let cells = [
            icon(&total.status).to_owned(),
            brief(&total.entry),
            number::mass(&total.total.mass_mg),
            number::range(&total.total.worst_ppm, None),
        ];
        table.row(cells.into_iter().map(|cell| vec![cell]).collect());
    }
    for (at, line) in table.lines().iter().enumerate() {
        match at.checked_sub(2).and_then(|at| few.get(at)) {
            Some(total) => {
                page.line(2, &page.coloured(&total.status, line));
                page.text(5, &findings::path(&total.total.worst_at));
            }
            None => page.line(2, line),
        }
    }
    if let Some(more) = entries.len().checked_sub(ENTRIES).filter(|more| *more > 0) {
        page.line(2, &words.more(more));
    }
}

/// Columns that the name of an entry takes; those of the candidate list are long.
const NAME: usize = 32;

fn brief(entry: &str) -> String {
    let entry = shown(entry);
    if entry.chars().count() <= NAME {
        return entry;
    }
    entry.chars().take(NAME - 1).chain(['…']).collect()
}

/// The entries, worst first; one that several rule sets tell alike is told once, with its worst status.
fn entries(product: &Product) -> Vec<&EntryTotal> {
    let mut entries: Vec<&EntryTotal> =
        product.verdicts.iter().flat_map(|verdict| &verdict.entries).collect();
    entries.sort_by_key(|total| std::cmp::Reverse(rank(&total.status)));
    let mut told: Vec<&EntryTotal> = Vec::new();
    for total in entries {
        let same = |t: &&EntryTotal| t.entry == total.entry && t.total == total.total;
        if !told.iter().any(same) {
            told.push(total);
        }
    }
    told
}
