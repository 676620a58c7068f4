//! What became of documents, for people.

use std::io;

use unleaded_documents::made_from::{Change, Compared, DeclarationChange, How, Input};
use unleaded_documents::made_from::{MadeFrom, Now, State};
use unleaded_documents::text_table::shown;
use unleaded_model::diagnostic::Language;

use super::{Told, Untold};
use crate::page::{Ink, Page};

/// Changes of a document that are told one by one; JSON has all.
const CHANGES: usize = 30;
/// Characters of a hash that tell it from others.
const HASH: usize = 12;
/// Names beside one hash.
const NAMES: usize = 3;

pub(super) fn write(
    page: &mut Page<'_>,
    told: &[Told],
    now: &Now<'_>,
    language: Language,
) -> io::Result<()> {
    for one in told {
        of_one(page, one, now, language)?;
    }
    let unsigned = language.pick(
        "Documents are not signed: whether somebody altered one since it was made can't be told.",
        "文件没有签名：无法判断文件在编制之后是否被改动。",
    );
    page.text("", "", unsigned, Ink::Faint)
}

fn of_one(page: &mut Page<'_>, told: &Told, now: &Now<'_>, language: Language) -> io::Result<()> {
    let (mark, ink, word) = match told.state() {
        State::Current => ("✓", Ink::Green, language.pick("current", "仍为最新")),
        State::Stale => ("✗", Ink::Red, language.pick("stale", "已过时")),
        State::Unknown => ("?", Ink::Yellow, language.pick("can't be told", "无法判断")),
    };
    let head = format!("{}{}{word}", shown(&told.file), language.pick(": ", "："));
    let first = format!("{} ", page.ink(ink, mark));
    page.text(&first, "  ", &head, Ink::Bold)?;
    match &told.found {
        Ok((made, compared)) => {
            let about = [about(made, language), compared_with(compared, language)];
            for line in about.into_iter().flatten() {
                page.text("    ", "    ", &line, Ink::Plain)?;
            }
            changes(page, compared, now, language)
        }
        Err(untold) => page.text("    ", "    ", why(*untold, language), Ink::Plain),
    }
}

fn why(untold: Untold, language: Language) -> &'static str {
    match untold {
        Untold::Absent => language.pick(
            "it does not say what it was made from: another program or an older version made it, or its form carries nothing (PDF, XLSX)",
            "文件未写明编制依据：由其他程序或较早的版本生成，或其形式不含编制依据（PDF、XLSX）",
        ),
        Untold::Malformed => language.pick(
            "what it says that it was made from can't be read: it was altered, or a later version made it",
            "文件所写的编制依据无法读取：文件被改动，或由较新的版本生成",
        ),
        Untold::Unreadable => language.pick("it can't be read", "文件无法读取"),
    }
}

/// What the document is.
fn about(made: &MadeFrom, language: Language) -> Option<String> {
    let (kind, product, as_of) = (shown(&made.document), shown(&made.product), shown(&made.as_of));
    let of = match product.is_empty() {
        true => String::new(),
        false => language.pick(&format!(" of {product}"), &format!("，产品 {product}")).to_owned(),
    };
    Some(match language {
        Language::En => format!("{kind}{of}, as of {as_of}"),
        Language::Zh => format!("{kind}{of}，评定日期 {as_of}"),
    })
}

/// What was compared, and what was not.
fn compared_with(found: &Compared, language: Language) -> Option<String> {
    let names = |inputs: &[Input]| {
        let names = inputs.iter().map(|i| name(*i, language)).collect::<Vec<_>>();
        names.join(language.pick(", ", "、"))
    };
    let (compared, not) = (names(&found.compared), names(&found.not_compared));
    let mut told = match language {
        Language::En => format!("compared: {compared}"),
        Language::Zh => format!("已比较：{compared}"),
    };
    if !not.is_empty() {
        told += &match language {
            Language::En => format!("; not given, not compared: {not}"),
            Language::Zh => format!("；未给出、未比较：{not}"),
        };
    }
    if found.state == State::Unknown {
        told += language.pick(
            ". Too little is given: add --report, or all that is not compared",
            "。所给不足以判断：请给出 --report，或给出全部未比较的内容",
        );
    }
    Some(told)
}

fn name(input: Input, language: Language) -> &'static str {
    match input {
        Input::Bom => language.pick("bill of materials", "物料清单"),
        Input::Decisions => language.pick("decisions", "决定文件"),
        Input::Declarations => language.pick("declarations", "声明"),
        Input::Lists => language.pick("lists", "清单"),
        Input::Mapping => language.pick("mapping", "映射文件"),
        Input::Report => language.pick("report", "报告"),
        Input::Trust => language.pick("trust file", "信任文件"),
    }
}

fn changes(
    page: &mut Page<'_>,
    compared: &Compared,
    now: &Now<'_>,
    language: Language,
) -> io::Result<()> {
    for change in compared.changes.iter().take(CHANGES) {
        page.text("    - ", "      ", &said(change, now, language), Ink::Plain)?;
    }
    match compared.changes.len().checked_sub(CHANGES).filter(|more| *more > 0) {
        Some(more) => page.line(&match language {
            Language::En => format!("      … and {more} more (--format json)"),
            Language::Zh => format!("      ……另有 {more} 项（--format json）"),
        }),
        None => Ok(()),
    }
}

fn said(change: &Change, now: &Now<'_>, language: Language) -> String {
    match (change, language) {
        (Change::AsOf { then, now }, Language::En) => {
            format!("the report is as of another date: {} → {}", shown(then), shown(now))
        }
        (Change::AsOf { then, now }, Language::Zh) => {
            format!("报告的评定日期不同：{} → {}", shown(then), shown(now))
        }
        (Change::Declaration(one), _) => declaration(one, language),
        (Change::Declarations { then, now }, Language::En) => format!(
            "the documents of the folder are others: {} then, {} now; the report that the document was made from tells which (--report)",
            then.count, now.count
        ),
        (Change::Declarations { then, now }, Language::Zh) => format!(
            "文件夹中的文件不同：当时 {} 份，现在 {} 份；给出编制时所用的报告（--report）可说明是哪些",
            then.count, now.count
        ),
        (Change::Ended { holds_until }, Language::En) => {
            format!("it held until {}; the day asked for is {}", shown(holds_until), now.as_of)
        }
        (Change::Ended { holds_until }, Language::Zh) => {
            format!("有效至 {}，所问日期为 {}", shown(holds_until), now.as_of)
        }
        (Change::File { input, then, now }, _) => {
            let both = arrow(then.as_deref(), now.as_deref(), language);
            let (name, changed) = (name(*input, language), language.pick(" changed: ", "有变化："));
            format!("{name}{changed}{both}")
        }
        (Change::Rules { since }, Language::En) => {
            format!("since {}, the lists give the law other limits, entries or bases", shown(since))
        }
        (Change::Rules { since }, Language::Zh) => {
            format!("自 {} 起，清单中该法规的限值、条目或依据有变化", shown(since))
        }
        (Change::List { then, now }, _) => {
            let edition =
                |edition: &str, sha256: &str| format!("{} ({})", shown(edition), short(sha256));
            let old = edition(&then.edition, &then.sha256);
            let gone = || language.pick("not held any more", "现已没有").to_owned();
            let new = now.as_ref().map_or_else(gone, |now| edition(&now.edition, &now.sha256));
            let list = language.pick("list ", "清单 ");
            format!("{list}{}{}{old} → {new}", shown(&then.id), language.pick(": ", "："))
        }
    }
}

fn declaration(one: &DeclarationChange, language: Language) -> String {
    let how = match one.how {
        How::Added => language.pick("declaration added", "新增声明"),
        How::Changed => language.pick("declaration changed", "声明有变化"),
        How::Removed => language.pick("declaration removed", "声明已移除"),
    };
    let hashes = match (&one.then, &one.now) {
        (Some(then), Some(now)) => format!("{} → {}", short(then), short(now)),
        (then, now) => then.iter().chain(now).map(|sha256| short(sha256)).collect(),
    };
    let mut told = format!("{how}{}{hashes}", language.pick(": ", "："));
    let comma = language.pick(", ", "，");
    if !one.files.is_empty() {
        told += &format!("{comma}{}", few(&one.files));
    }
    if !one.parts.is_empty() {
        let of = language.pick("part ", "部件 ");
        told += &format!("{comma}{of}{}", few(&one.parts));
    }
    told
}

fn arrow(then: Option<&str>, now: Option<&str>, language: Language) -> String {
    let none = language.pick("none", "无");
    let one = |sha256: Option<&str>| sha256.map_or_else(|| none.to_owned(), short);
    format!("{} → {}", one(then), one(now))
}

/// The beginning of a hash.
fn short(sha256: &str) -> String {
    shown(&sha256.chars().take(HASH).collect::<String>())
}

fn few(names: &[String]) -> String {
    let few: Vec<String> = names.iter().take(NAMES).map(|name| shown(name)).collect();
    let more = if names.len() > NAMES { " …" } else { "" };
    format!("{}{more}", few.join(" "))
}
