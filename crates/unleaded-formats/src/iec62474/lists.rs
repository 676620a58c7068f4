//! The list of declarable substances that a document answers.

use unleaded_model::declaration::{Answer, DeclaredPart, ListAnswers};
use unleaded_model::identity::key;

/// The authority of the list where a document names only its version.
pub(super) const AUTHORITY: &str = "IEC62474";
/// The list as IPC-1752 documents name it, before its edition.
const NAME: &str = "IEC_62474";

/// A list as a document names it; every field as written, and empty where it is not given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DeclarableList {
    pub(super) authority: String,
    pub(super) identity: String,
    pub(super) version: String,
}

impl DeclarableList {
    /// Whether the edition is told.
    pub(super) fn has_edition(&self) -> bool {
        !self.version.trim().is_empty()
    }

    /// Whether it is the list of the IEC rather than another one, which IEC 62474 allows beside it.
    fn is_of_iec(&self) -> bool {
        let is_named = |text: &str| {
            let text = key(text);
            text.is_empty() || text.contains("62474") || text == "iec"
        };
        is_named(&self.authority) && is_named(&self.identity)
    }

    /// The identity that a list has in this program, edition included: `IEC_62474 D19.00`.
    fn full(&self) -> String {
        let version = self.version.trim();
        let version = version.strip_prefix(['v', 'V']).unwrap_or(version);
        let name = if self.is_of_iec() { NAME } else { self.identity.trim() };
        format!("{name} {version}").trim().to_owned()
    }

    fn authority(&self) -> String {
        match self.authority.trim() {
            "" => AUTHORITY.to_owned(),
            authority => authority.to_owned(),
        }
    }

    /// Adds `answer` to what `part` says of this list.
    pub(super) fn add(&self, part: &mut DeclaredPart, answer: Answer) {
        let named = self.has_edition() || !self.identity.trim().is_empty();
        let (authority, identity) = match named {
            true => (self.authority(), self.full()),
            false => (String::new(), String::new()),
        };
        let is_it =
            |list: &&mut ListAnswers| list.authority == authority && list.identity == identity;
        match part.lists.iter_mut().find(is_it) {
            Some(list) => list.answers.push(answer),
            None => {
                let place = answer.place.clone();
                part.lists.push(ListAnswers { authority, identity, answers: vec![answer], place });
            }
        }
    }

    /// Names the lists of `part` and of the parts inside it that were answered before this one was named.
    pub(super) fn name(&self, part: &mut DeclaredPart) {
        for list in part.lists.iter_mut().filter(|list| list.identity.is_empty()) {
            (list.authority, list.identity) = (self.authority(), self.full());
        }
        // The depth of parts is bounded.
        part.subparts.iter_mut().for_each(|subpart| self.name(subpart));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_as_the_rules_know_them() {
        let check = |authority: &str, identity: &str, version: &str, expected: &str| {
            let [authority, identity, version] = [authority, identity, version].map(str::to_owned);
            assert_eq!(DeclarableList { authority, identity, version }.full(), expected);
        };
        check("", "", "D19.00", "IEC_62474 D19.00");
        check("IEC62474", "IEC62474", "vD31.00", "IEC_62474 D31.00");
        check("IEC", "IEC 62474 DSL", " D31.00 ", "IEC_62474 D31.00");
        check("IEC62474", "", "", "IEC_62474");
        check("Supplier A", "Own list", "3", "Own list 3");
        check("Supplier A", "IEC 62474", "3", "IEC 62474 3");
    }
}
