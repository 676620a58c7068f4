//! A paper for a terminal.

use super::{Block, Paper};
use crate::made_from::MadeFrom;
use crate::text_table::{Align, TextTable, hanging, padded, sentence, width, wrapped};

/// Columns of a terminal that running text takes.
const TEXT: usize = 96;
/// Columns that a cell of a table takes before it is broken.
const CELL: usize = 28;

pub(super) fn write(paper: &Paper<'_>, made: &MadeFrom) -> String {
    let mut lines = wrapped(&sentence(paper.title), TEXT);
    if !paper.subtitle.is_empty() {
        lines.extend(wrapped(&sentence(&paper.subtitle), TEXT));
    }
    for section in &paper.sections {
        lines.push(String::new());
        lines.extend(wrapped(&sentence(&section.heading), TEXT));
        for block in &section.blocks {
            lines.extend(block_lines(block));
        }
    }
    lines.push(String::new());
    lines.extend(wrapped(&sentence(&paper.validity), TEXT));
    let heading = paper.language.pick("What this document was made from", "编制依据");
    lines.extend([String::new(), heading.to_owned()]);
    lines.extend(fields(&paper.origin));
    lines.push(String::new());
    lines.join("\n") + &made.line()
}

fn block_lines(block: &Block) -> Vec<String> {
    match block {
        Block::Fields(all) => fields(all),
        Block::Signature { fields: all, blank, seal } => {
            let mut lines = fields(all);
            let seal = seal.as_deref().map(|seal| format!("    [ {} ]", sentence(seal)));
            let blank = sentence(blank);
            lines.extend([String::new(), String::new()]);
            lines.push(format!("  ______________________________{}", seal.unwrap_or_default()));
            lines.push(format!("  {blank}"));
            lines
        }
        Block::Table { head, rows } => table(head, rows),
        Block::Text(text) => hanging("  ", &sentence(text), TEXT),
    }
}

fn fields(fields: &[(String, String)]) -> Vec<String> {
    let columns = fields.iter().map(|(label, _)| width(label)).max().unwrap_or(0);
    let line = |(label, text): &(String, String)| {
        hanging(&format!("  {}  ", padded(label, columns)), &sentence(text), TEXT)
    };
    fields.iter().flat_map(line).collect()
}

fn table(head: &[String], rows: &[Vec<String>]) -> Vec<String> {
    let cell = |text: &String| wrapped(&sentence(text), CELL);
    let mut table = TextTable::new(head.iter().map(|text| (Align::Left, cell(text))).collect());
    for row in rows {
        table.row(row.iter().map(cell).collect());
    }
    table.lines()
}
