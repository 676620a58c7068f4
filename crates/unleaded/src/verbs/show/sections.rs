//! What a part says beside its composition: answers, lists, material groups, files, and what was kept.

use std::io;

use unleaded_app::check::unanswered;
use unleaded_documents::text_table::{padded, shown, width};
use unleaded_model::declaration::{
    Answer, Attachment, DeclaredPart, Kept, ListAnswers, MaterialGroup, QueryList,
};

use super::Scope;
use super::rows::exemptions;
use super::words::Words;
use crate::page::{Ink, Page};

/// Names of kept elements that are told where not all are asked for.
const NAMED: usize = 5;

/// Writes the sections of a part and of the parts inside it.
pub(super) fn write(
    page: &mut Page<'_>,
    part: &DeclaredPart,
    scope: Scope,
    words: Words,
) -> io::Result<()> {
    let mut open = vec![(part, false)];
    while let Some((part, is_inside)) = open.pop() {
        let says = !part.queries.is_empty()
            || !part.groups.is_empty()
            || !part.lists.is_empty()
            || !part.attachments.is_empty();
        if is_inside && says {
            let name = format!("  {} {}", words.subproduct(), words.part_name(part));
            let name = page.ink(Ink::Bold, &name);
            page.line(&name)?;
        }
        part.queries.iter().try_for_each(|list| queries(page, list, words))?;
        groups(page, &part.groups, words)?;
        part.lists.iter().try_for_each(|list| answers(page, list, scope, words))?;
        attachments(page, &part.attachments, words)?;
        let mut all = part.kept.clone();
        for material in &part.materials {
            all.extend(material.kept.iter().cloned());
            all.extend(material.substances.iter().flat_map(|s| s.kept.iter().cloned()));
        }
        all.extend(part.lists.iter().flat_map(|l| &l.answers).flat_map(|a| a.kept.iter().cloned()));
        all.extend(
            part.queries.iter().flat_map(|l| &l.queries).flat_map(|q| q.kept.iter().cloned()),
        );
        all.extend(part.groups.iter().flat_map(|g| g.kept.iter().cloned()));
        kept(page, &all, scope, words)?;
        open.extend(part.subparts.iter().rev().map(|sub| (sub, true)));
    }
    Ok(())
}

/// The name of a list and who keeps it.
fn named(identity: &str, authority: &str) -> String {
    match (shown(identity.trim()), shown(authority.trim())) {
        (identity, authority) if authority.is_empty() => identity,
        (identity, authority) => format!("{identity} ({authority})"),
    }
}

fn queries(page: &mut Page<'_>, list: &QueryList, words: Words) -> io::Result<()> {
    let head = format!("{} {}", words.queries(), named(&list.identity, &list.authority));
    page.text("  ", "    ", &head, Ink::Bold)?;
    for query in &list.queries {
        let (answer, ink) = match query.is_affirmed() {
            Some(true) => (words.yes().to_owned(), Ink::Plain),
            Some(false) => (words.no().to_owned(), Ink::Plain),
            None if query.response.trim().is_empty() => {
                (words.unanswered().to_owned(), Ink::Yellow)
            }
            None => (words.in_words().to_owned(), Ink::Plain),
        };
        let mut text = [shown(query.code.trim()), shown(query.statement.trim())].join(" ");
        if query.is_affirmed().is_none() && !query.response.trim().is_empty() {
            text = format!("{text}{}{}", words.colon(), shown(query.response.trim()));
        }
        let columns = width(words.unanswered()).max(width(&answer));
        let first = format!("    {}  ", page.ink(ink, &padded(&answer, columns)));
        page.text(&first, &" ".repeat(columns + 6), text.trim(), Ink::Plain)?;
    }
    Ok(())
}

fn groups(page: &mut Page<'_>, groups: &[MaterialGroup], words: Words) -> io::Result<()> {
    if groups.is_empty() {
        return Ok(());
    }
    page.text("  ", "    ", words.groups(), Ink::Bold)?;
    let name = |group: &MaterialGroup| {
        let name = [shown(group.code.trim()), shown(group.name.trim())].join(" ");
        name.trim().to_owned()
    };
    let amount = |group: &MaterialGroup| {
        let mass = group.mass.as_ref().map(|mass| shown(&mass.printed()));
        let share = group.share_of_part.as_ref().map(|s| words.of_part(&shown(&s.printed())));
        let told: Vec<String> = mass.into_iter().chain(share).collect();
        if told.is_empty() { words.no_amount().to_owned() } else { told.join(words.comma()) }
    };
    let columns = groups.iter().map(|group| width(&name(group))).max().unwrap_or(0);
    let columns = columns.min(page.columns() / 2);
    for group in groups {
        let mut first = format!("    {}  ", padded(&name(group), columns));
        if width(&first) > columns + 6 {
            page.text("    ", "      ", &name(group), Ink::Plain)?;
            first = " ".repeat(columns + 6);
        }
        let comment = shown(group.comment.trim());
        let text = format!("{}  {comment}", amount(group));
        page.text(&first, &" ".repeat(width(&first)), text.trim(), Ink::Plain)?;
    }
    Ok(())
}

fn answers(page: &mut Page<'_>, list: &ListAnswers, scope: Scope, words: Words) -> io::Result<()> {
    let count = |over: Option<bool>| list.answers.iter().filter(|a| a.over == over).count();
    let counts = match list.answers.len() {
        0 => match unanswered(list) {
            Some(open) => words.none_answered(open),
            None => words.to_be_answered().to_owned(),
        },
        all => {
            let open = unanswered(list).unwrap_or_default().max(count(None));
            words.answers(all, count(Some(true)), count(Some(false)), open)
        }
    };
    let head = format!("{} {}", words.list(), named(&list.identity, &list.authority));
    page.text("  ", "    ", &format!("{head}{}{counts}", words.colon()), Ink::Bold)?;
    let told = |answer: &&Answer| scope == Scope::All || answer.over == Some(true);
    list.answers.iter().filter(told).try_for_each(|answer| entry(page, answer, scope, words))
}

fn entry(page: &mut Page<'_>, answer: &Answer, scope: Scope, words: Words) -> io::Result<()> {
    let (mark, ink) = match answer.over {
        Some(true) => (words.over(), Ink::Red),
        Some(false) => (words.within(), Ink::Plain),
        None => (words.unanswered(), Ink::Yellow),
    };
    let mut told = vec![shown(answer.name.trim())];
    if !answer.code.trim().is_empty() {
        told = vec![format!("{} {}", shown(answer.code.trim()), told.join(""))];
    }
    let application = answer.application.trim();
    if !application.is_empty() && !application.eq_ignore_ascii_case("all") {
        told.push(shown(application));
    }
    let share = answer.share_of_material.as_ref();
    told.extend(share.map(|share| words.of_material(&shown(&share.printed()))));
    told.extend(answer.share_of_part.as_ref().map(|s| words.of_part(&shown(&s.printed()))));
    told.extend(answer.mass.as_ref().map(|mass| shown(&mass.printed())));
    told.extend(exemptions(&answer.exemptions, words));
    if scope == Scope::All || answer.over == Some(true) {
        let threshold = shown(answer.threshold.trim());
        told.extend((!threshold.is_empty()).then(|| format!("{}{threshold}", words.threshold())));
    }
    let columns = [words.over(), words.within(), words.unanswered()].map(width);
    let columns = match scope {
        Scope::All => columns.into_iter().max().unwrap_or(0),
        Scope::Notable => width(words.over()),
    };
    let first = format!("    {}  ", page.ink(ink, &padded(mark, columns)));
    page.text(&first, &" ".repeat(columns + 6), &told.join(words.semicolon()), Ink::Plain)
}

fn attachments(page: &mut Page<'_>, files: &[Attachment], words: Words) -> io::Result<()> {
    for file in files {
        // Four characters of base 64 are three bytes.
        let letters = file.data.bytes().filter(|b| b.is_ascii_alphanumeric() || b"+/".contains(b));
        let bytes = letters.count() / 4 * 3;
        let kind = shown(file.media_type.trim());
        let text = words.attachment(&shown(file.name.trim()), &kind, bytes);
        page.text("  ", "    ", &text, Ink::Plain)?;
    }
    Ok(())
}

/// Writes what the reader kept and does not know.
pub(super) fn kept(
    page: &mut Page<'_>,
    kept: &[Kept],
    scope: Scope,
    words: Words,
) -> io::Result<()> {
    if kept.is_empty() {
        return Ok(());
    }
    let mut paths: Vec<&str> = kept.iter().map(|one| one.path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    let named: Vec<String> = paths.iter().take(NAMED).map(|path| shown(path)).collect();
    let mut names = named.join(words.comma());
    if paths.len() > NAMED {
        names += " …";
    }
    page.text("  ", "    ", &words.kept(kept.len(), &names), Ink::Yellow)?;
    if scope == Scope::All {
        for one in kept {
            page.text("    ", "      ", &shown(&one.raw), Ink::Faint)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use unleaded_model::declaration::Query;
    use unleaded_model::diagnostic::{FileName, Language, Place};

    use super::*;
    use crate::terminal::Colour;

    fn part() -> DeclaredPart {
        let place = Place::file(&FileName::new("a.xml"));
        let query = |statement: &str, response: &str| Query {
            code_authority: String::new(),
            code: "1".to_owned(),
            statement: statement.to_owned(),
            response: response.to_owned(),
            kept: Vec::new(),
            place: place.clone(),
        };
        let asked = [("No lead", "true"), ("No tin", ""), ("Why", "see the letter")];
        let queries = QueryList {
            authority: "IPC".to_owned(),
            identity: "Q-1".to_owned(),
            queries: asked.map(|(statement, response)| query(statement, response)).to_vec(),
            place: place.clone(),
        };
        let group = |name: &str| MaterialGroup {
            authority: String::new(),
            code: "M-011".to_owned(),
            name: name.to_owned(),
            mass: None,
            share_of_part: None,
            comment: String::new(),
            kept: Vec::new(),
            place: place.clone(),
        };
        let file = Attachment {
            name: "test.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            data: "QUJDREVG".to_owned(),
            place: place.clone(),
        };
        DeclaredPart {
            items: Vec::new(),
            unit_type: String::new(),
            instances: String::new(),
            comment: String::new(),
            materials: Vec::new(),
            subparts: Vec::new(),
            lists: Vec::new(),
            queries: vec![queries],
            groups: vec![group("Steel"), group(&"钢".repeat(100))],
            attachments: vec![file],
            exemptions: Vec::new(),
            kept: Vec::new(),
            place,
        }
    }

    fn text(language: Language) -> String {
        let mut out = Vec::new();
        let mut page = Page::new(&mut out, 80, Colour::Never);
        write(&mut page, &part(), Scope::Notable, Words(language)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn answers_groups_and_files_are_told() {
        let english = text(Language::En);
        for expected in [
            "queries Q-1 (IPC)",
            "yes           1 No lead",
            "not answered  1 No tin",
            "answer        1 Why: see the letter",
            "M-011 Steel",
            "no amount",
            "attachment test.pdf (application/pdf, about 6 bytes)",
        ] {
            assert!(english.contains(expected), "no `{expected}` in:\n{english}");
        }
        assert!(english.lines().all(|line| width(line) <= 80), "{english}");
        for expected in ["问题清单 Q-1", "未回答", "材料类别", "附件 test.pdf"] {
            assert!(text(Language::Zh).contains(expected));
        }
    }
}
