//! All lists for people: a table, with what each is below its line.

use std::io;

use unleaded_documents::text_table::{padded, width};
use unleaded_rules::listed::Listed;
use unleaded_rules::lists::Standing;

use super::words::Words;
use crate::page::{Ink, Page};

/// Digits of a hash that are shown; JSON has all.
const SHORT: usize = 12;
/// What stands before the lines below a list.
const INDENT: &str = "  ";

pub(super) fn write(page: &mut Page<'_>, lists: &[Listed<'_>], words: Words) -> io::Result<()> {
    let rows: Vec<[String; 5]> =
        std::iter::once(words.columns()).chain(lists.iter().map(row)).collect();
    let widths: [usize; 5] =
        std::array::from_fn(|at| rows.iter().map(|row| width(&row[at])).max().unwrap_or(0));
    let line = |row: &[String; 5]| {
        let cells = row.iter().zip(widths).enumerate().map(|(at, (cell, columns))| match at {
            // Numbers end in one column.
            3 => format!("{}{cell}", " ".repeat(columns.saturating_sub(width(cell)))),
            _ => padded(cell, columns),
        });
        cells.collect::<Vec<_>>().join("  ")
    };
    let head = page.ink(Ink::Bold, line(&rows[0]).trim_end());
    page.line(&head)?;
    for (list, row) in lists.iter().zip(&rows[1..]) {
        page.line("")?;
        page.line(&line(row))?;
        let header = list.header;
        let colon = words.colon();
        for text in [
            format!("{}{colon}{}", header.authority, header.identity),
            format!("{}{colon}{}", words.edition(), header.edition),
            format!("{}{colon}{}", words.checked(), header.status),
        ] {
            page.text(INDENT, "    ", &text, Ink::Plain)?;
        }
        if header.standing == Standing::Draft {
            page.text(INDENT, "    ", words.draft(), Ink::Yellow)?;
        }
        if let Some(place) = &header.place {
            let text = format!("{}{colon}{}", words.file(), place.file_name());
            page.text(INDENT, "    ", &text, Ink::Plain)?;
        }
    }
    Ok(())
}

fn row(list: &Listed<'_>) -> [String; 5] {
    let header = list.header;
    let day = |date: Option<jiff::civil::Date>| {
        date.map_or_else(|| "–".to_owned(), |date| date.to_string())
    };
    [
        header.id.clone(),
        day(header.issued),
        day(header.effective),
        list.entries().to_string(),
        header.sha256.chars().take(SHORT).collect(),
    ]
}
