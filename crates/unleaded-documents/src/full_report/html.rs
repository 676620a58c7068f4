//! The page as HTML.

use unleaded_model::diagnostic::Language;

use super::blocks::{Block, Cell, Fold, Item, Section, Table, Use};
use super::{FullReport, content};
use crate::made_from::MadeFrom;
use crate::markup::escaped;
use crate::status::{icon, word};

/// How the page looks: on a wide and on a narrow screen, in the dark, and on paper.
const STYLE: &str = include_str!("full_report.css");
/// Searching and sorting. The page says the same without it.
const SCRIPT: &str = include_str!("full_report.js");
/// What the page may load: nothing; and of scripts only [`SCRIPT`], by its SHA-256, so that no text of a report can act.
const POLICY: &str = concat!(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; script-src 'sha256-",
    include_str!("full_report.js.sha256"),
    "'"
);

/// Returns the page.
pub(super) fn write(full: &FullReport<'_>, language: Language, made: &MadeFrom) -> String {
    let mut page = Page { html: String::new(), language };
    let lang = language.pick("en", "zh-CN");
    page.put(&format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n"
    ));
    page.put("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.put("<meta name=\"color-scheme\" content=\"light dark\">\n");
    page.put(&format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n"));
    // The object has no apostrophe and no ampersand.
    page.put(&format!("<meta name=\"unleaded-made-from\" content='{}'>\n", made.to_json()));
    let title = escaped(&content::long_title(full, language));
    page.put(&format!(
        "<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
    ));
    page.put(&format!("<h1>{}</h1>\n", escaped(content::title(language))));
    page.facts(&content::facts(full, language));
    for section in content::sections(full, language) {
        page.section(&section, 2);
    }
    let stale = language.pick(
        "This page holds for the report of that SHA-256 only; make it anew when the report changes.",
        "本页仅对应该 SHA-256 的报告；报告变更后须重新编制。",
    );
    let sha256 = escaped(full.sha256);
    page.put(&format!("</main>\n<footer><p>{stale} <code>{sha256}</code></p></footer>\n"));
    page.put(&format!("<script>{SCRIPT}</script>\n</body>\n</html>\n"));
    page.html
}

/// The page being written.
struct Page {
    html: String,
    language: Language,
}

impl Page {
    fn put(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Writes a section under a heading of that level, 2 to 6.
    fn section(&mut self, section: &Section, level: usize) {
        let heading = self.heading(section, level);
        let id = match section.id.as_str() {
            "" => String::new(),
            id => format!(" id=\"{}\"", escaped(id)),
        };
        // What a link points to stands inside what is folded, so that the browser opens it.
        let end = match section.fold {
            Fold::Never => {
                self.put(&format!("<section{id}>\n{heading}"));
                "</section>\n"
            }
            fold => {
                let open = if fold == Fold::Open { " open" } else { "" };
                self.put(&format!(
                    "<details{open} class=\"l{level}\">\n<summary>{heading}</summary>\n<div{id}>\n"
                ));
                "</div>\n</details>\n"
            }
        };
        for block in &section.blocks {
            self.block(block);
        }
        for under in &section.sections {
            self.section(under, (level + 1).min(6));
        }
        self.put(end);
    }

    fn heading(&self, section: &Section, level: usize) -> String {
        let status = section.status.as_deref().map(|status| format!(" {}", self.status(status)));
        let title = escaped(&section.title);
        format!("<h{level}>{title}{}</h{level}>\n", status.unwrap_or_default())
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Facts(facts) => self.facts(facts),
            Block::Findings(items) => self.findings(items),
            Block::LeftOut(text) => self.put(&format!("<p class=\"left\">{}</p>\n", escaped(text))),
            Block::Table(table) => self.table(table),
            Block::Text(text) => self.put(&format!("<p>{}</p>\n", escaped(text))),
        }
    }

    fn facts(&mut self, facts: &[(String, Cell)]) {
        self.put("<dl>\n");
        for (label, cell) in facts {
            let (label, cell) = (escaped(label), self.cell(cell));
            self.put(&format!("<div><dt>{label}</dt><dd>{cell}</dd></div>\n"));
        }
        self.put("</dl>\n");
    }

    fn table(&mut self, table: &Table) {
        let class = if table.use_ == Use::Search { " class=\"search\"" } else { "" };
        // The roles keep it a table for those who hear it, where a narrow screen shows rows as cards.
        self.put(&format!(
            "<table{class} role=\"table\">\n<caption>{}</caption>\n",
            escaped(&table.caption)
        ));
        let sum: u16 = table.columns.iter().map(|head| head.share).sum();
        for head in &table.columns {
            let percent = u32::from(head.share) * 100 / u32::from(sum.max(1));
            self.put(&format!("<col style=\"width:{percent}%\">"));
        }
        self.put("\n<thead role=\"rowgroup\"><tr role=\"row\">");
        for head in &table.columns {
            self.put(&format!(
                "<th scope=\"col\" role=\"columnheader\">{}</th>",
                escaped(&head.name)
            ));
        }
        self.put("</tr></thead>\n<tbody role=\"rowgroup\">\n");
        for row in &table.rows {
            self.row(row, table);
        }
        self.put("</tbody>\n</table>\n");
    }

    fn row(&mut self, row: &[Cell], table: &Table) {
        self.put("<tr role=\"row\">");
        for (at, (cell, head)) in row.iter().zip(&table.columns).enumerate() {
            let number = matches!(cell, Cell::Amount { .. } | Cell::Number(_));
            let class = if number { " class=\"n\"" } else { "" };
            let (html, name) = (self.cell(cell), escaped(&head.name));
            match at {
                0 => self.put(&format!("<th scope=\"row\" role=\"rowheader\">{html}</th>")),
                _ => self.put(&format!("<td role=\"cell\"{class} data-l=\"{name}\">{html}</td>")),
            }
        }
        self.put("</tr>\n");
    }

    fn cell(&self, cell: &Cell) -> String {
        match cell {
            Cell::Amount { shown, exact } => amount(shown, exact),
            Cell::Hash(hash) => format!("<code>{}</code>", escaped(hash)),
            Cell::Lines(lines) => {
                lines.iter().map(|l| format!("<div>{}</div>", self.cell(l))).collect()
            }
            Cell::Link { text, to } => {
                format!("<a href=\"#{}\">{}</a>", escaped(to), escaped(text))
            }
            Cell::Number(text) | Cell::Text(text) => escaped(text),
            Cell::Status(status) => self.status(status),
        }
    }

    /// A status: a mark, a word and a colour, of which the word is enough.
    fn status(&self, status: &str) -> String {
        let (icon, word) = (icon(status), escaped(&word(status, self.language)));
        let class = class(status);
        format!("<span class=\"s {class}\"><span aria-hidden=\"true\">{icon}</span> {word}</span>")
    }

    fn findings(&mut self, items: &[Item]) {
        self.put("<ol class=\"f\">\n");
        for item in items {
            let html = self.finding(item);
            self.put(&html);
        }
        self.put("</ol>\n");
    }

    fn finding(&self, item: &Item) -> String {
        let colon = self.language.pick(": ", "：");
        let value = item.value.as_ref().map(|value| {
            let comma = self.language.pick(", ", "，");
            format!(
                " <span class=\"v\">{}{comma}{}</span>",
                amount(&value.shown, &value.exact),
                escaped(&value.limit)
            )
        });
        let facts = item.facts.iter().map(|(label, text)| {
            let tag = if text.len() == 64 { "code" } else { "span" };
            format!("<li>{label}{colon}<{tag}>{}</{tag}></li>", escaped(text))
        });
        format!(
            "<li class=\"{}\">{} <b>{}</b>{}\n<p class=\"p\">{}</p>\n<p>{}</p>\n<ul>{}</ul></li>\n",
            class(&item.status),
            self.status(&item.status),
            escaped(&item.entry),
            value.unwrap_or_default(),
            escaped(&item.path),
            escaped(&item.reason),
            facts.collect::<String>(),
        )
    }
}

/// What is read, with the figures of the report behind it where they are others.
fn amount(shown: &str, exact: &str) -> String {
    format!("<data value=\"{}\">{}</data>", escaped(exact), escaped(shown))
}

/// The class of a status; a word that is not known looks as `unknown` does.
fn class(status: &str) -> &'static str {
    match status {
        "compliant" | "nothing-to-declare" => "ok",
        "compliant-by-exemption" => "ex",
        "declare" => "de",
        "non-compliant" => "no",
        _ => "un",
    }
}
