//! Answers list by list (class C) and query by query (class A) as nodes.

use unleaded_model::declaration::{Answer, ListAnswers, Query, QueryList};
use unleaded_model::identity::{key, matching_text};

use super::composition::{exemptions, kept};
use super::field::{Field, Kind};
use super::node::{Keyed, Node, Value};

/// The answers to one list. Where its edition is not in the other document, another edition of the same list is taken.
pub(super) fn answers(list: &ListAnswers) -> Node {
    let (authority, identity) = (key(&list.authority), matching_text(&list.identity));
    Node::new(Kind::List, format!("{authority}\u{1}{identity}"), identity.clone())
        .alias(format!("{authority}\u{1}{}", without_edition(&identity)), Keyed::Loosely)
        .says(Field::Number, Value::text(&list.identity))
        .says(Field::Authority, Value::meaning(&list.authority, &authority))
        .holds(list.answers.iter().map(answer))
}

/// `EUREACH` of `EUREACH-0624`, `IEC_62474` of `IEC_62474 D19.00`: what comes before the last hyphen or blank that a
/// number follows.
fn without_edition(identity: &str) -> &str {
    match identity.rsplit_once(['-', ' ']) {
        Some((list, edition)) if edition.contains(|c: char| c.is_ascii_digit()) => list.trim_end(),
        _ => identity,
    }
}

fn answer(answer: &Answer) -> Node {
    // `All` and nothing both mean every application.
    let application = match key(&answer.application).as_str() {
        "all" => String::new(),
        other => other.to_owned(),
    };
    let name = format!("{}\u{1}{application}", key(&answer.name));
    let code = matching_text(&answer.code);
    let identity = if code.is_empty() { format!("\u{2}{name}") } else { code };
    let over = answer.over.map(|over| if over { "over" } else { "not over" });
    Node::new(Kind::Entry, identity, label(answer, &application))
        .alias(name, Keyed::Loosely)
        .says(Field::Name, Value::meaning(&answer.name, &key(&answer.name)))
        .says_or(
            Field::Application,
            Value::meaning(&answer.application, &application),
            Value::meaning("All", ""),
        )
        .says(Field::Code, Value::text(&answer.code))
        .says(Field::OverThreshold, over.and_then(Value::text))
        .says(Field::Threshold, Value::text(&answer.threshold))
        .says(Field::Share, Value::share(answer.share_of_material.as_deref()))
        .says(Field::ShareOfPart, Value::share(answer.share_of_part.as_deref()))
        .says(Field::Mass, Value::mass(answer.mass.as_deref()))
        .holds(exemptions(&answer.exemptions))
        .holds(kept(&answer.kept))
}

fn label(answer: &Answer, application: &str) -> String {
    let name = answer.name.trim();
    match application {
        "" => name.to_owned(),
        _ => format!("{name} ({})", answer.application.trim()),
    }
}

/// The answers to the queries of one list.
pub(super) fn queries(list: &QueryList) -> Node {
    let (authority, identity) = (key(&list.authority), matching_text(&list.identity));
    Node::new(Kind::QueryList, format!("{authority}\u{1}{identity}"), identity.clone())
        .alias(format!("{authority}\u{1}{}", without_edition(&identity)), Keyed::Loosely)
        .says(Field::Number, Value::text(&list.identity))
        .says(Field::Authority, Value::meaning(&list.authority, &authority))
        .holds(list.queries.iter().map(query))
}

fn query(query: &Query) -> Node {
    let statement = key(&query.statement);
    let code = matching_text(&query.code);
    let identity = if code.is_empty() { format!("\u{2}{statement}") } else { code };
    let response = match query.is_affirmed() {
        Some(true) => Value::meaning(&query.response, "yes"),
        Some(false) => Value::meaning(&query.response, "no"),
        None => Value::text(&query.response),
    };
    let words = [query.code.trim(), query.statement.trim()];
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    Node::new(Kind::Query, identity, words.join(" "))
        .alias(statement.clone(), Keyed::Loosely)
        .says(Field::Code, Value::text(&query.code))
        .says(Field::Name, Value::meaning(&query.statement, &statement))
        .says(Field::Response, response)
        .holds(kept(&query.kept))
}

#[cfg(test)]
mod tests {
    use super::without_edition;

    #[test]
    fn editions_are_told_from_lists() {
        for (identity, list) in [
            ("EUREACH-0624", "EUREACH"),
            ("EUROHS-1907", "EUROHS"),
            ("IEC_62474 D19.00", "IEC_62474"),
            ("EL2011/534/EU", "EL2011/534/EU"),
            ("SOME-LIST", "SOME-LIST"),
            ("", ""),
        ] {
            assert_eq!(without_edition(identity), list, "{identity}");
        }
    }
}
