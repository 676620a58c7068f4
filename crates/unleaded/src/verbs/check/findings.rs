//! Findings for people: each value once in full, and no flood.

use std::collections::BTreeMap;

use unleaded_model::diagnostic::{Diagnostic, Language, Place};

use crate::printer::{Printer, visible};

/// Whether repetitions are folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fold {
    /// Everything in full.
    Nothing,
    /// The same words again are counted, and after [`IN_FULL`] of a code a finding takes one line.
    Repeated,
}

/// Findings of the same words that are shown in full.
const SAME: usize = 3;
/// Further places of the same words that are named.
const PLACES: usize = 5;
/// Findings of one code that are shown with the text they point at and what to do.
const IN_FULL: usize = 20;

/// Prints the findings of one file, which are sorted by place.
pub(super) fn print(found: &[Diagnostic], fold: Fold, printer: &Printer) {
    if fold == Fold::Nothing {
        return printer.diagnostics(found);
    }
    let mut groups: BTreeMap<String, Vec<&Diagnostic>> = BTreeMap::new();
    for one in found {
        groups.entry(words(one, printer)).or_default().push(one);
    }
    let mut in_full: BTreeMap<&str, usize> = BTreeMap::new();
    for one in found {
        let Some(same) = groups.remove(&words(one, printer)) else { continue };
        let shown = in_full.entry(one.code.name()).or_default();
        let all = same.len() <= SAME;
        for one in same.iter().take(if all { SAME } else { 1 }) {
            *shown += 1;
            match *shown <= IN_FULL {
                true => printer.diagnostics(std::slice::from_ref(*one)),
                false => printer.in_one_line(one),
            }
        }
        if let Some(more) = same.get(1..).filter(|_| !all) {
            printer.note(&folded(more, printer.language()));
        }
    }
}

/// What a finding says, wherever it stands.
fn words(found: &Diagnostic, printer: &Printer) -> String {
    format!("{} {}", found.code, found.message(printer.language()))
}

/// A place without the name of its file, which stands above.
fn inside(place: &Place) -> String {
    let (all, file) = (place.to_string(), place.file_name().as_str());
    let rest = all.strip_prefix(file).and_then(|rest| rest.strip_prefix([':', '!']));
    visible(rest.unwrap_or(&all))
}

/// The line for what repeats: where, and how many there are.
fn folded(more: &[&Diagnostic], language: Language) -> String {
    let places = more.iter().filter_map(|one| one.places.first()).take(PLACES);
    let named: Vec<String> = places.map(inside).collect();
    let named = named.join(", ");
    let (count, dots) = (more.len(), if more.len() > PLACES { ", …" } else { "" });
    match language {
        Language::En => {
            format!("  ... and {count} more of the same: {named}{dots} (--all shows each)")
        }
        Language::Zh => format!("  ……另有 {count} 处相同：{named}{dots}（--all 显示全部）"),
    }
}
