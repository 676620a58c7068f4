//! The index as a table for programs and spreadsheets (RFC 4180).

use super::{Called, Held, Risk, Role, Row, TechnicalFile, Trust};
use crate::report::DeclarationInput;

const HEADER: &str = "part,role,evidence,risk,trust,statuses,called_for,content,supplier,signer,date,signature,acceptance,used,left_out,sha256\r\n";

pub(super) fn write(file: &TechnicalFile<'_>) -> String {
    let mut out = String::from(HEADER);
    for row in &file.rows {
        let beginning = beginning(row);
        if row.documents.is_empty() {
            line(&mut out, &beginning, &[""; 9]);
        }
        for document in &row.documents {
            line(&mut out, &beginning, &cells(document));
        }
    }
    // What counts for no part stays on file too.
    for document in file.report.inputs.declarations.iter().filter(|d| d.left_out.is_some()) {
        line(&mut out, &[const { String::new() }; 7], &cells(document));
    }
    for sha256 in &file.report.inputs.unmatched {
        let cells = ["", "", "", "", "", "", "no", "unmatched", sha256.as_str()];
        line(&mut out, &[const { String::new() }; 7], &cells);
    }
    out.push_str(&file.made.line());
    out
}

fn beginning(row: &Row<'_>) -> [String; 7] {
    let statuses: Vec<String> =
        row.statuses.iter().map(|(rule_set, status)| format!("{rule_set}: {status}")).collect();
    let called: Vec<&str> = row.called.iter().map(|called| called_word(*called)).collect();
    [
        row.part.to_owned(),
        role_word(row.role).to_owned(),
        held_word(row.held).to_owned(),
        match row.risk {
            Risk::Shown => "shown",
            Risk::NotShown => "not-shown",
        }
        .to_owned(),
        match row.trust {
            Trust::Signed => "signed",
            Trust::Unsigned => "unsigned",
            Trust::None => "none",
        }
        .to_owned(),
        statuses.join("; "),
        called.join("; "),
    ]
}

fn cells(document: &DeclarationInput) -> [&str; 9] {
    [
        document.content.as_deref().unwrap_or_default(),
        document.supplier.as_deref().unwrap_or_default(),
        document.signer.as_deref().unwrap_or_default(),
        document.date.as_deref().unwrap_or_default(),
        &document.signature,
        document.acceptance.as_deref().unwrap_or_default(),
        if document.used { "yes" } else { "no" },
        document.left_out.as_deref().unwrap_or_default(),
        &document.sha256,
    ]
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Assembly => "assembly",
        Role::Covered => "covered",
        Role::Leaf => "part",
    }
}

fn held_word(held: Held) -> &'static str {
    match held {
        Held::Missing => "missing",
        Held::Nothing => "nothing",
        Held::Statement => "statement",
        Held::Listed => "listed-substances",
        Held::Composition => "composition",
    }
}

fn called_word(called: Called) -> &'static str {
    match called {
        Called::Document => "document",
        Called::Remedy => "remedy",
        Called::Composition => "composition-or-test-report",
        Called::Completion => "completion",
        Called::Signature => "signature-or-contract",
    }
}

fn line(out: &mut String, beginning: &[String; 7], cells: &[&str; 9]) {
    let all = beginning.iter().map(String::as_str).chain(cells.iter().copied());
    for (at, cell) in all.enumerate() {
        if at > 0 {
            out.push(',');
        }
        push(out, cell);
    }
    out.push_str("\r\n");
}

/// Appends a cell. What a spreadsheet program would take for a formula gets an apostrophe before it.
fn push(out: &mut String, cell: &str) {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if !formula && !cell.contains([',', '"', '\n', '\r']) {
        out.push_str(cell);
        return;
    }
    out.push('"');
    if formula {
        out.push('\'');
    }
    out.push_str(&cell.replace('"', "\"\""));
    out.push('"');
}
