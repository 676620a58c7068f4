//! What is left to answer, for a person.

use std::fmt::Write as _;

use unleaded_app::reply::{Added, Question, Reply, Wanted};
use unleaded_model::diagnostic::Language;

use crate::printer::visible;

/// Entries with one cause that are named; the draft holds them all.
const NAMED: usize = 12;
/// Entries with one cause beyond which none is named: it is the whole list.
const MANY: usize = 50;

/// What the lists added, part by part, then what is open.
pub(super) fn text(reply: &Reply, language: Language) -> String {
    let mut out = String::new();
    for added in &reply.added {
        of_added(added, language, &mut out);
    }
    let mut rest = reply.questions.as_slice();
    while let Some(first) = rest.first() {
        let of_part = |q: &&Question| {
            (&q.part, &q.requester_number) == (&first.part, &first.requester_number)
        };
        let (here, others) = rest.split_at(rest.iter().take_while(of_part).count());
        of_part_questions(here, language, &mut out);
        rest = others;
    }
    let open = reply.questions.len();
    let _ = match (open, language) {
        (0, Language::En) => writeln!(out, "Nothing is left to answer."),
        (0, Language::Zh) => writeln!(out, "没有待回答的问题。"),
        (1, Language::En) => writeln!(out, "One question is open."),
        (_, Language::En) => writeln!(out, "{open} questions are open."),
        (_, Language::Zh) => writeln!(out, "待回答的问题共 {open} 个。"),
    };
    out
}

fn of_added(added: &Added, language: Language, out: &mut String) {
    let Added { part, list, since, entries } = added;
    let (part, list, since) = (visible(part), visible(list), visible(since));
    let count = entries.len();
    let _ = match language {
        Language::En => writeln!(out, "{part}: {list} has {count} entries that {since} had not"),
        Language::Zh => writeln!(out, "{part}：{list} 比 {since} 新增 {count} 个条目"),
    };
    for entry in entries {
        let word = match entry.over {
            Some(false) => language.pick("not over", "未超过"),
            Some(true) => language.pick("over    ", "超过  "),
            None => language.pick("open    ", "待回答"),
        };
        let _ = writeln!(out, "  {word}  {}", visible(&entry.name));
    }
    out.push('\n');
}

fn of_part_questions(questions: &[Question], language: Language, out: &mut String) {
    let Some(first) = questions.first() else {
        return;
    };
    let name = match (first.part.as_str(), first.requester_number.as_str()) {
        ("", "") => language.pick("The document", "整份文件").to_owned(),
        (part, "") => part.to_owned(),
        ("", theirs) => theirs.to_owned(),
        (part, theirs) => format!("{part} ({theirs})"),
    };
    let _ = writeln!(out, "{}", visible(&name));
    let mut told: Vec<(&str, &str)> = Vec::new();
    for question in questions {
        let Wanted::Answer { list, reason, .. } = &question.wanted else {
            let _ = writeln!(out, "  - {}", visible(&question.wanted.words(language)));
            continue;
        };
        let cause = (list.as_str(), language.pick(&reason.0, &reason.1));
        if told.contains(&cause) {
            continue;
        }
        told.push(cause);
        let same = questions.iter().filter_map(|q| match &q.wanted {
            Wanted::Answer { list, reason, entry, .. }
                if (list.as_str(), language.pick(&reason.0, &reason.1)) == cause =>
            {
                Some(entry.as_str())
            }
            _ => None,
        });
        of_cause(cause, &same.collect::<Vec<_>>(), language, out);
    }
    out.push('\n');
}

fn of_cause((list, cause): (&str, &str), entries: &[&str], language: Language, out: &mut String) {
    let (list, cause, count) = (visible(list), visible(cause), entries.len());
    let _ = match language {
        Language::En => writeln!(out, "  - {list}: over the threshold? {count} open ({cause})"),
        Language::Zh => writeln!(out, "  - {list}：是否超过阈值？待回答 {count} 个（{cause}）"),
    };
    if count > MANY {
        return;
    }
    for entry in entries.iter().take(NAMED) {
        let _ = writeln!(out, "      {}", visible(entry));
    }
    if count > NAMED {
        let more = count - NAMED;
        let _ = match language {
            Language::En => writeln!(out, "      … and {more} more; the draft holds them all"),
            Language::Zh => writeln!(out, "      … 另有 {more} 个，均已列入草稿"),
        };
    }
}
