//! What stands once: who declares, when, what, for whom.

use std::io;

use unleaded_documents::text_table::{padded, shown, width};
use unleaded_model::declaration::{Class, Company, Contact, Format, Header, Legal, Request};

use super::signature::Signature;
use super::words::Words;
use super::{Scope, sections};
use crate::page::{Ink, Page};

pub(super) fn write(
    page: &mut Page<'_>,
    path: &str,
    header: &Header,
    signature: &Signature,
    scope: Scope,
    words: Words,
) -> io::Result<()> {
    let title = format!("{}  {}", page.ink(Ink::Bold, &shown(path)), kind(header, words));
    page.line(&title)?;
    let mut lines: Vec<(&str, String)> = vec![
        (words.declared_by(), company(&header.supplier)),
        (words.date(), header.date_raw.clone()),
        (words.document(), header.document_id.clone()),
    ];
    if let Some(asked) = &header.request {
        lines.extend(request(asked, words));
    }
    lines
        .push((words.authorised_by(), header.authorizer.as_ref().map(contact).unwrap_or_default()));
    lines.push((words.contact(), header.contact.as_ref().map(contact).unwrap_or_default()));
    if let Some(terms) = &header.legal {
        lines.push((words.legal(), legal(terms, words)));
        lines.push((words.uncertainty(), terms.uncertainty.clone()));
    }
    lines.push((words.remark(), header.comment.clone()));
    lines.push((words.signature(), words.signed(path, signature)));
    // A table names the makers of its parts, and they stand with the parts.
    let is_table = matches!(header.format, Format::Csv | Format::Xlsx);
    if !is_table && lines.iter().take(1).all(|(_, text)| text.trim().is_empty()) {
        lines.insert(0, (words.declared_by(), words.not_named().to_owned()));
    }
    lines.retain(|(_, text)| !text.trim().is_empty());
    let label = lines.iter().map(|(label, _)| width(label)).max().unwrap_or(0);
    for (name, text) in lines {
        let first = format!("  {}  ", padded(name, label));
        page.text(&first, &" ".repeat(width(&first)), &shown(&text), Ink::Plain)?;
    }
    sections::kept(page, &header.kept, scope, words)
}

/// The form, the classes, the mode.
fn kind(header: &Header, words: Words) -> String {
    let form = match header.format {
        Format::ChemSherpa => "chemSHERPA",
        Format::Csv => "CSV",
        Format::Iec62474 => "IEC 62474",
        Format::Ipc1752a => "IPC-1752A",
        Format::Ipc1752b => "IPC-1752B",
        Format::Xlsx => "XLSX",
    };
    let letter = |class: &Class| match class {
        Class::A => "A",
        Class::B => "B",
        Class::C => "C",
        Class::D => "D",
    };
    let classes: Vec<&str> = header.classes.iter().map(letter).collect();
    let mut words_of_kind = vec![form.to_owned()];
    if !classes.is_empty() {
        words_of_kind.push(words.classes(&classes));
    }
    if !header.mode.trim().is_empty() {
        words_of_kind.push(shown(header.mode.trim()));
    }
    words_of_kind.join(words.comma())
}

fn company(company: &Company) -> String {
    let ids = company.ids.iter().map(|(authority, id)| format!("{authority} {id}"));
    let ids: Vec<String> = ids.map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).collect();
    match ids.is_empty() {
        true => company.name.clone(),
        false => format!("{} ({})", company.name, ids.join(", ")).trim().to_owned(),
    }
}

fn request<'w>(asked: &Request, words: Words) -> Vec<(&'w str, String)> {
    let mut told = vec![company(&asked.company)];
    if !asked.date_raw.trim().is_empty() {
        told.push(asked.date_raw.clone());
    }
    if !asked.document_id.trim().is_empty() {
        told.push(asked.document_id.clone());
    }
    if !asked.respond_by.trim().is_empty() {
        told.push(format!("{} {}", words.answer_by(), asked.respond_by));
    }
    told.extend(asked.contact.as_ref().map(contact));
    told.retain(|text| !text.is_empty());
    vec![
        (words.asked_by(), told.join(words.comma())),
        (words.asked_remark(), asked.comment.clone()),
    ]
}

fn contact(contact: &Contact) -> String {
    let parts = [&contact.name, &contact.title].into_iter();
    let parts = parts.chain(&contact.emails).chain(&contact.phones);
    let parts: Vec<&str> = parts.map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

fn legal(terms: &Legal, words: Words) -> String {
    let mut told = Vec::new();
    if !terms.kind.trim().is_empty() {
        told.push(terms.kind.trim().to_owned());
    }
    told.push(words.accepted(terms.accepted).to_owned());
    let told = told.join(words.comma());
    match terms.text.trim() {
        "" => told,
        text => format!("{told}{}{text}", words.colon()),
    }
}
