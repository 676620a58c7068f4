//! Queries (class A) by which a supplier says that a part does not meet a law.

use super::{Query, QueryList};

/// Words that deny what follows them; so do all that end in `n't`.
const NEGATIONS: [&str; 5] = ["cannot", "fails", "no", "non", "not"];
/// Words between a denial and what it denies: `not EU RoHS compliant`.
const BETWEEN: usize = 2;
/// Words behind which something else is said: `holds no lead and complies`.
const ELSE: [&str; 4] = ["and", "because", "but", "or"];
/// What words begin with that say that a law is met.
const MET: [&str; 7] = ["complian", "complie", "comply", "conform", "fulfil", "meet", "satisf"];
/// What words begin with that say in one word that it is not.
const NOT_MET: [&str; 2] = ["noncompl", "nonconform"];
/// The same in Chinese, where words do not stand apart.
const MET_ZH: [&str; 4] = ["合规", "满足", "符合", "达到"];
const NOT_MET_ZH: [&str; 9] = [
    "不合格",
    "不合规",
    "不满足",
    "不符合",
    "不完全符合",
    "未完全符合",
    "未满足",
    "未符合",
    "未达到",
];
/// What a statement may name as the law that it speaks of.
const LAWS: [&str; 11] =
    ["battery", "china", "elv", "packag", "pops", "reach", "rohs", "tsca", "中国", "包装", "电池"];

/// What a text says of a law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Met,
    NotMet,
    Nothing,
}

impl Says {
    fn of(text: &str) -> Self {
        let text = text.to_lowercase().replace('’', "'");
        let holds = |words: &[&str]| words.iter().any(|word| text.contains(word));
        let clauses: Vec<Vec<&str>> =
            text.split([',', ';', '.', '，', '；', '。']).map(words).collect();
        if holds(&NOT_MET_ZH) || clauses.iter().any(|words| is_denial(words)) {
            Self::NotMet
        } else if holds(&MET_ZH) || clauses.iter().flatten().any(|word| is_met(word)) {
            Self::Met
        } else {
            Self::Nothing
        }
    }
}

fn words(clause: &str) -> Vec<&str> {
    let words = clause.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words.filter(|word| !word.is_empty()).collect()
}

fn is_met(word: &str) -> bool {
    word == "met" || MET.iter().any(|begin| word.starts_with(begin))
}

fn is_denial(words: &[&str]) -> bool {
    let negates = |word: &str| NEGATIONS.contains(&word) || word.ends_with("n't");
    words.iter().enumerate().any(|(at, word)| {
        let after = words[at + 1..].iter().take(BETWEEN + 1);
        let mut after = after.take_while(|word| !ELSE.contains(word));
        NOT_MET.iter().any(|begin| word.starts_with(begin))
            || negates(word) && after.any(|word| is_met(word))
    })
}

impl Query {
    /// The names of the laws that its statement speaks of; empty: it names none that is known.
    pub fn laws(&self) -> Vec<&'static str> {
        let text = self.statement.to_lowercase();
        LAWS.into_iter().filter(|law| text.contains(law)).collect()
    }

    /// Whether it affirms that a law is not met, or answers so in words.
    fn is_admission(&self) -> bool {
        let affirms = self.is_affirmed() == Some(true);
        affirms && Says::of(&self.statement) == Says::NotMet
            || Says::of(&self.response) == Says::NotMet
    }
}

impl QueryList {
    /// The queries whose answers say that a law is not met, whatever the composition and other answers tell. That one way
    /// of meeting it is denied says so unless another is affirmed: `without exemptions` and `with the selected exemptions`
    /// are asked apart. That another law is met is none.
    pub fn admissions(&self) -> impl Iterator<Item = &Query> {
        let said = |affirmed: bool| {
            let queries = self.queries.iter();
            queries.filter(move |query| query.is_affirmed() == Some(affirmed))
        };
        let speaks_of_meeting = |query: &&Query| Says::of(&query.statement) == Says::Met;
        let met: Vec<Vec<&str>> = said(true).filter(speaks_of_meeting).map(Query::laws).collect();
        let is_denied = move |query: &Query| {
            query.is_affirmed() == Some(false)
                && speaks_of_meeting(&query)
                && !met.contains(&query.laws())
        };
        self.queries.iter().filter(move |query| query.is_admission() || is_denied(query))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{FileName, Place};

    fn list(queries: &[(&str, &str)]) -> QueryList {
        let place = Place::file(&FileName::new("a.xml"));
        let query = |(statement, response): &(&str, &str)| Query {
            code_authority: String::new(),
            code: String::new(),
            statement: (*statement).to_owned(),
            response: (*response).to_owned(),
            kept: Vec::new(),
            place: place.clone(),
        };
        QueryList {
            authority: String::new(),
            identity: String::new(),
            queries: queries.iter().map(query).collect(),
            place: place.clone(),
        }
    }

    #[test]
    fn what_says_that_a_law_is_not_met() {
        let check = |queries: &[(&str, &str)], expected: usize| {
            assert_eq!(list(queries).admissions().count(), expected, "{queries:?}");
        };
        let plain = "Product(s) meets EU RoHS requirements without any exemptions";
        let exempted = "Product(s) meets EU RoHS requirements by application of exemption(s)";
        let neither = "Product(s) does not meet EU RoHS requirements";
        check(&[(plain, "true"), (exempted, "false"), (neither, "false")], 0);
        check(&[(plain, "false"), (exempted, "true"), (neither, "false")], 0);
        check(&[(plain, "false"), (exempted, "false"), (neither, "true")], 3);
        check(&[(plain, "false")], 1);
        check(&[(plain, "")], 0);
        check(&[("RoHS status", "Not compliant")], 1);
        check(&[("RoHS status", "compliant")], 0);
        check(&[("产品符合中国 RoHS 要求", "否")], 1);
        check(&[("产品不符合中国 RoHS 要求", "否")], 0);
        check(&[("The product holds a battery", "false")], 0);
        for denial in ["Not RoHS compliant", "non compliant", "Doesn’t comply", "不完全符合"]
        {
            check(&[("RoHS status", denial)], 1);
        }
        for other in ["Not applicable, meets RoHS", "Holds no lead and complies", "符合", "no"] {
            check(&[("RoHS status", other)], 0);
        }
        check(&[("The declaration is complete", "false")], 0);
    }

    #[test]
    fn that_another_law_is_met_excuses_nothing() {
        let check = |affirmed: &str, expected: usize| {
            let queries = [("Product meets EU RoHS requirements", "false"), (affirmed, "true")];
            assert_eq!(list(&queries).admissions().count(), expected, "{affirmed}");
        };
        check("Product meets EU RoHS requirements by application of exemptions", 0);
        check("Product meets REACH requirements", 1);
        check("Product meets China RoHS requirements", 1);
        check("The declaration is complete", 1);
    }
}
