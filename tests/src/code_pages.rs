//! The pages of `docs/codes/`, written from the table of codes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use unleaded_model::diagnostic::{Code, Language, codes};

use crate::evidence::{self, Evidence};

/// The pages that there should be: file name and text.
pub fn pages() -> BTreeMap<String, String> {
    let evidence = evidence::all();
    let mut pages: BTreeMap<String, String> = codes::all()
        .map(|code| {
            let evidence = evidence.get(code.name()).map_or(&[][..], Vec::as_slice);
            (format!("{}.md", code.name()), page(code, evidence))
        })
        .collect();
    pages.insert("README.md".to_owned(), index());
    pages
}

fn page(code: Code, evidence: &[Evidence]) -> String {
    let (en, zh) = (code.words(Language::En), code.words(Language::Zh));
    let mut text = format!("# {}\n\nSeverity: {}\n\n", code.name(), code.severity().word());
    let _ = writeln!(text, "{}\n", paragraph(code.why()));
    let _ = writeln!(text, "| | English | 中文 |\n|---|---|---|");
    let _ = writeln!(text, "| message | {} | {} |", cell(en.message), cell(zh.message));
    let _ = writeln!(text, "| what to do | {} | {} |", cell(en.help), cell(zh.help));
    let values = values(&[en.message, en.help]);
    if !values.is_empty() {
        let _ = writeln!(text, "\nValues, also in JSON: {}.", values.join(", "));
    }
    let _ = writeln!(text, "\nRaised by:\n");
    for evidence in evidence {
        let _ = writeln!(text, "- {}", line(evidence));
    }
    text
}

fn index() -> String {
    let mut text = "# Codes\n\nEvery defect or remark has a code that never changes its meaning. \
        This page and those it lists are written from `crates/unleaded-model/src/diagnostic/codes/`;\n\
        `UNLEADED_BLESS=1 cargo test -p unleaded-tests --test codes` writes them again.\n\n\
        | code | severity | message | 中文 |\n|---|---|---|---|\n"
        .to_owned();
    let mut codes: Vec<Code> = codes::all().collect();
    codes.sort_unstable();
    for code in codes {
        let (en, zh) = (code.words(Language::En), code.words(Language::Zh));
        let (name, severity) = (code.name(), code.severity().word());
        let _ = writeln!(
            text,
            "| [{name}]({name}.md) | {severity} | {} | {} |",
            cell(en.message),
            cell(zh.message)
        );
    }
    text
}

/// A doc comment, whose lines begin with a blank.
fn paragraph(why: &str) -> String {
    why.lines().map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// A template fit for a cell of a table. Text in backticks stays as it is.
fn cell(template: &str) -> String {
    let code = |at: usize| template[..at].matches('`').count() % 2 == 1;
    let mut shown = String::new();
    for (at, c) in template.char_indices() {
        match c {
            '|' => shown.push_str("\\|"),
            '<' if !code(at) => shown.push_str("&lt;"),
            c => shown.push(c),
        }
    }
    shown
}

/// The names in braces, in backticks, each once.
fn values(templates: &[&str]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in templates.iter().flat_map(|t| t.split('{').skip(1)) {
        let name = format!("`{}`", part.split('}').next().unwrap_or_default());
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

fn line(evidence: &Evidence) -> String {
    match evidence {
        Evidence::Fixture(path) => format!("[`{path}`](../../{path})"),
        Evidence::Made(what) => format!("{what} (made in `tests/src/made.rs`)"),
        Evidence::Test { file, function } => format!("the test `{function}` in `{file}`"),
    }
}
