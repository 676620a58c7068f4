//! The table as one HTML file.

use unleaded_model::diagnostic::Language;

use super::words::{Words, legend};
use super::{Cell, ChinaTable, Mark, Row, substances};
use crate::html::{self, Head, escaped};
use crate::made_from::MadeFrom;
use crate::standard_name::standard;
use crate::text_table::shown;

/// Everything that the page looks like; black on white, so that it prints as it is seen.
const STYLE: &str = include_str!("china_table.css");

pub(super) fn write(table: &ChinaTable, language: Language, made: &MadeFrom) -> String {
    let words = Words(language);
    let product = shown(table.product.shown(language));
    let title = format!("{} – {product}", words.title());
    let mut body = String::new();
    if table.is_draft() {
        let (draft, why) = (words.draft(), words.draft_why());
        body.push_str(&format!("<p class=\"draft\"><strong>{draft}</strong> {why}</p>\n"));
    }
    body.push_str(&format!("<h1>{}</h1>\n", words.title()));
    let (_, product) = words.origin(table).swap_remove(0);
    body.push_str(&format!("<p class=\"product\">{}</p>\n", escaped(&product)));
    body.push_str(&grid(table, words));
    body.push_str(&below(table, words));
    html::page(&Head { language, title: &title, style: STYLE }, &body, made)
}

fn grid(table: &ChinaTable, words: Words) -> String {
    let mut html = String::from("<table>\n<colgroup>\n<col class=\"part\">\n");
    html.push_str(&format!("<col span=\"{}\">\n</colgroup>\n<thead>\n<tr>\n", table.columns.len()));
    html.push_str(&format!("<th scope=\"col\" rowspan=\"2\">{}</th>\n", words.part_name()));
    let (count, all) = (table.columns.len(), words.substances());
    html.push_str(&format!("<th scope=\"colgroup\" colspan=\"{count}\">{all}</th>\n</tr>\n<tr>\n"));
    for key in &table.columns {
        html.push_str(&format!("<th scope=\"col\">{}</th>\n", header(key, words)));
    }
    html.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &table.rows {
        html.push_str(&line(row, words));
    }
    html.push_str("</tbody>\n</table>\n");
    html
}

fn header(key: &str, words: Words) -> String {
    match substances::name(key, words.0) {
        ("", symbol) => escaped(&shown(symbol)),
        (name, symbol) => {
            let name = hyphenated(name);
            format!("{name} <span class=\"symbol\">({symbol})</span>")
        }
    }
}

/// English names with places where a narrow column may break them.
fn hyphenated(name: &str) -> String {
    const PARTS: [(&str, &str); 7] = [
        ("Hexavalent", "Hexa&shy;valent"),
        ("chromium", "chro&shy;mium"),
        ("Polybrominated", "Poly&shy;bromi&shy;nated"),
        ("phenyl", "&shy;phenyl"),
        ("phthalate", "phtha&shy;late"),
        ("Diisobutyl", "Di&shy;iso&shy;butyl"),
        ("ethylhexyl", "ethyl&shy;hexyl"),
    ];
    PARTS.iter().fold(name.to_owned(), |name, (whole, parts)| name.replace(whole, parts))
}

fn line(row: &Row, words: Words) -> String {
    let name = words.row_name(row);
    let item = shown(&row.name.item);
    let mut html = format!("<tr>\n<th scope=\"row\">{}", escaped(&name));
    if name != item {
        html.push_str(&format!(" <span class=\"item\">{}</span>", escaped(&item)));
    }
    html.push_str("</th>\n");
    for cell in &row.cells {
        let class = match cell.mark {
            Mark::Within => "within",
            Mark::Exempted | Mark::Over => "over",
            Mark::Unknown => "unknown",
        };
        html.push_str(&format!("<td class=\"{class}\">{}</td>\n", mark(cell, words)));
    }
    html.push_str("</tr>\n");
    html
}

/// The mark and its note. The mark says its meaning to a screen reader, and differs by shape, not by colour.
fn mark(cell: &Cell, words: Words) -> String {
    let (symbol, spoken) = (cell.mark.symbol(), words.spoken(cell.mark));
    let shape = format!("<span role=\"img\" aria-label=\"{spoken}\">{symbol}</span>");
    match cell.note {
        Some(note) => format!("{shape}<sup><a href=\"#n{note}\">{note}</a></sup>"),
        None => shape,
    }
}

fn below(table: &ChinaTable, words: Words) -> String {
    let mut html = format!("<section class=\"legend\">\n<p>{}</p>\n", words.prepared());
    let basis = escaped(&standard(&shown(&table.basis), words.0));
    let unbroken = format!("<span class=\"basis\">{basis}</span>");
    for mark in legend(table) {
        let meaning = words.meaning(mark, &unbroken);
        let colon = words.pick(": ", "：");
        html.push_str(&format!("<p class=\"key\"><b>{}</b>{colon}{meaning}</p>\n", mark.symbol()));
    }
    html.push_str("</section>\n");
    html.push_str(&notes(table, words));
    let (label, after) = words.period();
    let gap = words.pick(" ", "");
    html.push_str(&format!(
        "<p class=\"period\">{label}{gap}<span class=\"blank\">____</span> {after}</p>\n<footer>\n<dl>\n"
    ));
    for (label, value) in words.origin(table) {
        html.push_str(&format!("<div><dt>{label}</dt><dd>{}</dd></div>\n", escaped(&value)));
    }
    html.push_str(&format!("</dl>\n<p>{}</p>\n</footer>\n", escaped(&words.stale(table))));
    html
}

fn notes(table: &ChinaTable, words: Words) -> String {
    if table.notes.is_empty() {
        return String::new();
    }
    let title = words.notes_title();
    let mut html = format!("<section class=\"notes\">\n<h2>{title}</h2>\n<ol>\n");
    for (at, note) in table.notes.iter().enumerate() {
        let subject = escaped(&words.note_subject(table, note));
        let symbol = note.mark.symbol();
        html.push_str(&format!("<li id=\"n{}\"><b>{symbol}</b> {subject}\n<ul>\n", at + 1));
        for cause in words.note_causes(note) {
            html.push_str(&format!("<li>{}</li>\n", escaped(&cause)));
        }
        html.push_str("</ul>\n</li>\n");
    }
    html.push_str("</ol>\n</section>\n");
    html
}
