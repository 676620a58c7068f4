//! A bill of materials as a tree.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use unleaded_documents::text_table::{padded, shown, width};
use unleaded_formats::bom::BomRead;
use unleaded_model::bom::{Bom, BomLine, BomPart, QuantityUnit};
use unleaded_model::diagnostic::{Language, Severity};

use super::words::Words;
use crate::language::counted;
use crate::page::{Ink, Page};

/// Levels that are indented; what is deeper is told with its level.
const DEEPEST: usize = 20;

/// Whether what a part holds is told below it, or was told before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mention {
    Again,
    First,
}

/// A line of the tree that is still to be written.
struct Open<'b> {
    part: usize,
    depth: usize,
    line: Option<&'b BomLine>,
}

pub(super) fn write(
    page: &mut Page<'_>,
    path: &str,
    read: &BomRead,
    language: Language,
) -> io::Result<()> {
    let Some(bom) = &read.bom else {
        return Ok(());
    };
    let counts = match language {
        Language::En => {
            let (parts, lines) = (bom.parts.len() as u64, bom.lines.len() as u64);
            format!("bill of materials, {}, {}", counted(parts, "part"), counted(lines, "line"))
        }
        Language::Zh => format!("物料清单，{} 个部件，{} 行", bom.parts.len(), bom.lines.len()),
    };
    let head = format!("{}  {counts}", page.ink(Ink::Bold, &shown(path)));
    page.line(&head)?;
    tree(page, bom, language)?;
    let count = |s| read.diagnostics.iter().filter(|d| d.severity == s).count() as u64;
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if errors + warnings > 0 {
        let text = match language {
            Language::En => {
                format!("{}, {}", counted(errors, "error"), counted(warnings, "warning"))
            }
            Language::Zh => format!("{errors} 个错误，{warnings} 个警告"),
        };
        page.line("")?;
        page.text("", "", &text, if errors > 0 { Ink::Red } else { Ink::Yellow })?;
    }
    Ok(())
}

/// Writes every part once with what it holds; where it comes up again its name alone, so that neither a cycle nor an
/// assembly that is used a thousand times makes the tree longer than the file.
fn tree(page: &mut Page<'_>, bom: &Bom, language: Language) -> io::Result<()> {
    let mut lines: BTreeMap<usize, Vec<&BomLine>> = BTreeMap::new();
    for line in &bom.lines {
        lines.entry(line.parent).or_default().push(line);
    }
    let children: BTreeSet<usize> = bom.lines.iter().map(|line| line.child).collect();
    let roots = (0..bom.parts.len()).filter(|at| !children.contains(at));
    let mut told = BTreeSet::new();
    // A part that only a cycle leads to has no root above it, and is told all the same.
    for root in roots.chain(0..bom.parts.len()) {
        if told.contains(&root) {
            continue;
        }
        let mut open = vec![Open { part: root, depth: 0, line: None }];
        while let Some(next) = open.pop() {
            let Some(part) = bom.parts.get(next.part) else { continue };
            let inside = lines.get(&next.part).map_or(&[][..], Vec::as_slice);
            let is_again = !told.insert(next.part) && !inside.is_empty();
            let mention = if is_again { Mention::Again } else { Mention::First };
            row(page, part, &next, mention, language)?;
            if mention == Mention::First {
                let depth = next.depth + 1;
                open.extend(inside.iter().rev().map(|line| Open {
                    part: line.child,
                    depth,
                    line: Some(line),
                }));
            }
        }
    }
    Ok(())
}

fn row(
    page: &mut Page<'_>,
    part: &BomPart,
    open: &Open<'_>,
    mention: Mention,
    language: Language,
) -> io::Result<()> {
    let name = match (part.name.trim(), part.name_zh.trim()) {
        (name, "") => name,
        ("", name) => name,
        (name, zh) => language.pick(name, zh),
    };
    let quantity = open.line.map_or_else(String::new, |line| match line.quantity.unit {
        QuantityUnit::Grams => format!("{} g", line.quantity.amount),
        QuantityUnit::Pieces => format!("{} ×", line.quantity.amount),
    });
    let mut first = "  ".repeat(open.depth.min(DEEPEST) + 1);
    if open.depth > DEEPEST {
        first += &format!("[{}] ", open.depth);
    }
    if !quantity.is_empty() {
        first += &format!("{} ", padded(&quantity, 4));
    }
    let mut text = shown(part.number.trim());
    if !name.is_empty() {
        text = format!("{text}  {}", shown(name));
    }
    let makers: Vec<String> = part.makers.iter().map(|maker| shown(maker)).collect();
    if !makers.is_empty() {
        text = format!("{text}  ({})", makers.join(Words(language).comma()));
    }
    if let Some(mass) = part.mass {
        text = format!("{text}  {mass} mg");
    }
    if mention == Mention::Again {
        text += language.pick("  (as above)", "（同上）");
    }
    let rest = " ".repeat(width(&first) + 2);
    page.text(&first, &rest, &text, if open.depth == 0 { Ink::Bold } else { Ink::Plain })
}
