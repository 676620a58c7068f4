//! Queries (class A) by which a supplier says that a part does not meet a law.

use super::{DeclaredPart, Query, QueryList};

/// What a statement or a response holds that says that a law is not met.
const NOT_MET: [&str; 6] = ["not meet", "not compl", "non-compl", "noncompl", "不符合", "不满足"];
/// What a statement holds that says that a law is met, where it holds none of [`NOT_MET`].
const MET: [&str; 4] = ["meet", "compl", "符合", "满足"];

fn holds(text: &str, words: &[&str]) -> bool {
    let text = text.to_lowercase();
    words.iter().any(|word| text.contains(word))
}

impl Query {
    /// Whether it states that a law is met, whatever the answer is.
    fn asks_for_met(&self) -> bool {
        holds(&self.statement, &MET) && !holds(&self.statement, &NOT_MET)
    }

    /// Whether it affirms that a law is not met, or answers so in words.
    fn is_admission(&self) -> bool {
        let affirms = self.is_affirmed() == Some(true) && holds(&self.statement, &NOT_MET);
        affirms || holds(&self.response, &NOT_MET)
    }
}

impl QueryList {
    /// The queries whose answers say that a law is not met. That one way of meeting it is denied says so unless another
    /// is affirmed: `without exemptions` and `with the selected exemptions` are asked apart.
    fn admissions(&self) -> impl Iterator<Item = &Query> {
        let is_met = self.queries.iter().any(|q| q.asks_for_met() && q.is_affirmed() == Some(true));
        let is_denied = move |query: &Query| {
            !is_met && query.asks_for_met() && query.is_affirmed() == Some(false)
        };
        self.queries.iter().filter(move |query| query.is_admission() || is_denied(query))
    }
}

impl DeclaredPart {
    /// The queries by which the supplier says that the part itself does not meet a law, whatever its composition and its
    /// other answers tell.
    pub fn admissions(&self) -> impl Iterator<Item = &Query> {
        self.queries.iter().flat_map(QueryList::admissions)
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
    }
}
