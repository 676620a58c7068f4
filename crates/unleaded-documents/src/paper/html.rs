//! A paper as a page.

use std::fmt::Write as _;

use super::{Block, Paper};
use crate::html::{self, Head, escaped};
use crate::made_from::MadeFrom;
use crate::text_table::sentence;

/// Black on white, so that it prints as it is seen.
const STYLE: &str = include_str!("paper.css");

pub(super) fn write(paper: &Paper<'_>, made: &MadeFrom) -> String {
    let mut body = format!("<h1>{}</h1>\n", value(paper.title));
    if !paper.subtitle.is_empty() {
        let _ = writeln!(body, "<p class=\"subtitle\">{}</p>", value(&paper.subtitle));
    }
    for section in &paper.sections {
        let _ = writeln!(body, "<section>\n<h2>{}</h2>", value(&section.heading));
        for block in &section.blocks {
            write_block(&mut body, block);
        }
        body.push_str("</section>\n");
    }
    let _ = writeln!(body, "<p class=\"validity\">{}</p>", value(&paper.validity));
    let heading = paper.language.pick("What this document was made from", "编制依据");
    let _ = writeln!(body, "<footer>\n<h2>{heading}</h2>");
    fields(&mut body, &paper.origin);
    body.push_str("</footer>\n");
    html::page(&Head { language: paper.language, title: paper.title, style: STYLE }, &body, made)
}

fn value(text: &str) -> String {
    escaped(&sentence(text))
}

fn write_block(out: &mut String, block: &Block) {
    match block {
        Block::Fields(all) => fields(out, all),
        Block::Signature { fields, blank, seal } => signature(out, fields, blank, seal.as_deref()),
        Block::Table { head, rows } => table(out, head, rows),
        Block::Text(text) => _ = writeln!(out, "<p>{}</p>", value(text)),
    }
}

fn fields(out: &mut String, fields: &[(String, String)]) {
    out.push_str("<dl>\n");
    for (label, text) in fields {
        let (label, text) = (value(label), value(text));
        let _ = writeln!(out, "<div><dt>{label}</dt><dd>{text}</dd></div>");
    }
    out.push_str("</dl>\n");
}

fn signature(out: &mut String, all: &[(String, String)], blank: &str, seal: Option<&str>) {
    out.push_str("<div class=\"signature\">\n<div class=\"signer\">\n");
    fields(out, all);
    let _ = writeln!(out, "<p class=\"blank\">{}</p>\n</div>", value(blank));
    if let Some(seal) = seal {
        let _ = writeln!(out, "<div class=\"seal\">{}</div>", value(seal));
    }
    out.push_str("</div>\n");
}

fn table(out: &mut String, head: &[String], rows: &[Vec<String>]) {
    out.push_str("<table>\n<thead>\n<tr>");
    for cell in head {
        let _ = write!(out, "<th scope=\"col\"{}>{}</th>", class(cell), value(cell));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for cell in row {
            let _ = write!(out, "<td{}>{}</td>", class(cell), value(cell));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

/// How a cell may be broken: a short one not at all, a hash anywhere.
fn class(cell: &str) -> &'static str {
    match cell.len() {
        64 if cell.bytes().all(|byte| byte.is_ascii_hexdigit()) => " class=\"hash\"",
        // Three bytes are a Chinese character, which is as wide as two letters.
        0..=15 => " class=\"whole\"",
        _ => "",
    }
}
