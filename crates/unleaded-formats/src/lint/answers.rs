//! Answers to lists: each entry once, and an amount to what is over.

use std::collections::BTreeMap;

use unleaded_model::declaration::{Answer, DeclaredPart};
use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::codes::checks;

use crate::sink::Sink;

pub(super) fn check(part: &DeclaredPart, sink: &mut dyn Sink) {
    // An entry is told by its code, and before there were codes by its name and application.
    let mut first: BTreeMap<(&str, &str, &str), &Answer> = BTreeMap::new();
    for list in &part.lists {
        for answer in &list.answers {
            let code = answer.code.trim();
            let key = match code.is_empty() {
                true => (list.identity.trim(), answer.name.trim(), answer.application.trim()),
                false => (list.identity.trim(), code, ""),
            };
            let at = *first.entry(key).or_insert(answer);
            if contradict(at, answer) {
                sink.diagnostic(
                    Diagnostic::new(checks::ANSWER_CONTRADICTS, answer.place.clone())
                        .with("entry", answer.name.as_str())
                        .with("list", list.identity.as_str())
                        .also_at(at.place.clone()),
                );
            }
            if answer.denies_its_amount() {
                sink.diagnostic(
                    Diagnostic::new(checks::ANSWER_CONTRADICTS, answer.place.clone())
                        .with("entry", answer.name.as_str())
                        .with("list", list.identity.as_str()),
                );
            }
            if answer.over == Some(true) && !has_amount(answer) {
                let bare = Diagnostic::new(checks::OVER_WITHOUT_AMOUNT, answer.place.clone());
                sink.diagnostic(bare.with("entry", answer.name.as_str()));
            }
        }
    }
}

fn has_amount(answer: &Answer) -> bool {
    answer.share_of_material.is_some() || answer.share_of_part.is_some() || answer.mass.is_some()
}

fn contradict(a: &Answer, b: &Answer) -> bool {
    fn differ<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
        a.zip(b).is_some_and(|(a, b)| a != b)
    }
    let share = |answer: &Answer| answer.share_of_material.as_ref().map(|share| share.value);
    let of_part = |answer: &Answer| answer.share_of_part.as_ref().map(|share| share.value);
    let mass = |answer: &Answer| answer.mass.as_ref().map(|mass| mass.value);
    differ(a.over, b.over)
        || differ(share(a), share(b))
        || differ(of_part(a), of_part(b))
        || differ(mass(a), mass(b))
}
