//! What people decided on findings: by whom, why, until when. `docs/formats/decisions.md` describes the file.
//!
//! A decision is on one finding: a rule set and an entry, a part, and the document that was judged. It holds in every
//! revision of every product in which the same document says the same of the part, and ends with its last day. It
//! changes no status: a report shows both.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use unleaded_model::diagnostic::{Diagnostic, FileName, Place, codes};
use unleaded_trust::sha256_hex;

pub(crate) use self::apply::Met;
pub use self::apply::{apply, subject};
pub use self::write::{Decided, entry};

mod apply;
mod read;
#[cfg(test)]
mod tests;
mod write;

/// The decisions of a file.
#[derive(Clone, Debug)]
pub struct DecisionsFile {
    /// In the order of the file.
    pub decisions: Vec<Decision>,
    /// SHA-256 of the file.
    pub sha256: String,
}

/// A decision of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The finding that it is on.
    pub on: Subject,
    /// The steps from the part down to the place; `None`: every place of the part.
    pub place: Option<Vec<String>>,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub owner: String,
    /// The hash of what shows it, `sha256:` and hex digits; `None`: nothing was named.
    pub evidence: Option<String>,
    /// The day of the decision.
    pub decided: Date,
    /// Its last day.
    pub expires: Date,
    /// Where it stands.
    pub at: Place,
}

/// What a decision is on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Subject {
    /// The rule set.
    pub rules: String,
    /// The entry as reports name it; `*`: the finding that is common to all.
    pub entry: String,
    /// The item number of the part.
    pub part: String,
    /// `sha256:` and the hash of the document that was judged; `None`: the part has none.
    pub document: Option<String>,
}

/// How a decision stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Its last day is over.
    Expired,
    /// It was made later.
    NotYet,
    /// It holds.
    Valid,
}

impl Holds {
    /// The word of the report.
    pub fn word(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::NotYet => "not-yet",
            Self::Valid => "valid",
        }
    }
}

impl Decision {
    /// How it stands on `day`, its last day included.
    pub fn holds(&self, day: Date) -> Holds {
        if self.expires < day {
            Holds::Expired
        } else if day < self.decided {
            Holds::NotYet
        } else {
            Holds::Valid
        }
    }

    /// Whether it is on a finding at `steps` of the part.
    fn is_at(&self, steps: &[String]) -> bool {
        self.place.as_ref().is_none_or(|place| place == steps)
    }
}

impl DecisionsFile {
    /// Reads a file; fails with all that is wrong with it.
    pub fn read(bytes: &[u8], file: &FileName) -> Result<Self, Vec<Diagnostic>> {
        let decisions = read::read(bytes, file)?;
        Ok(Self { decisions, sha256: sha256_hex(bytes) })
    }

    /// Returns the decisions in the form in which findings are looked up.
    pub(crate) fn index(&self) -> Index<'_> {
        let mut by_subject: BTreeMap<&Subject, Vec<usize>> = BTreeMap::new();
        for (at, decision) in self.decisions.iter().enumerate() {
            by_subject.entry(&decision.on).or_default().push(at);
        }
        Index { file: self, by_subject }
    }

    /// Remarks on decisions that are over, and on those that nothing was found for: `used` by their positions.
    fn remarks(
        &self,
        used: &BTreeSet<usize>,
        day: Date,
        found: &BTreeSet<Subject>,
    ) -> Vec<Diagnostic> {
        let decisions = self.decisions.iter().enumerate();
        let remark = |(at, decision): (usize, &Decision)| {
            if !used.contains(&at) {
                Some(decision.unmatched(found))
            } else if decision.holds(day) == Holds::Expired {
                Some(decision.remark(codes::decisions::DECISION_EXPIRED))
            } else {
                None
            }
        };
        decisions.filter_map(remark).collect()
    }
}

/// Decisions by what they are on.
#[derive(Debug)]
pub(crate) struct Index<'a> {
    file: &'a DecisionsFile,
    by_subject: BTreeMap<&'a Subject, Vec<usize>>,
}

impl<'a> Index<'a> {
    /// Returns the decision on a finding at `steps` of the part, with its position: of several the one that holds, else
    /// the one that held last; the later in the file of two that end together.
    fn find(&self, on: &Subject, steps: &[String], day: Date) -> Option<(usize, &'a Decision)> {
        let all = self.by_subject.get(on)?.iter().map(|at| (*at, &self.file.decisions[*at]));
        let here = all.filter(|(_, decision)| decision.is_at(steps));
        here.max_by_key(|(at, d)| (d.holds(day) == Holds::Valid, d.expires, *at))
    }
}

impl Decision {
    fn remark(&self, code: unleaded_model::diagnostic::Code) -> Diagnostic {
        Diagnostic::new(code, self.at.clone())
            .with("owner", self.owner.as_str())
            .with("entry", self.on.entry.as_str())
            .with("part", self.on.part.as_str())
            .with("expires", self.expires)
    }

    /// Why nothing was found for it.
    fn unmatched(&self, found: &BTreeSet<Subject>) -> Diagnostic {
        let same_but_document = found.iter().find(|subject| {
            (&subject.rules, &subject.entry, &subject.part)
                == (&self.on.rules, &self.on.entry, &self.on.part)
        });
        let (en, zh) = match same_but_document {
            Some(subject) if subject.document != self.on.document => {
                let now = subject.document.as_deref().unwrap_or("none");
                (format!("its document is now {now}"), format!("其文件现为 {now}"))
            }
            Some(_) => ("no place of that name is found".to_owned(), "没有该名称的部位".to_owned()),
            None => ("there is no such finding".to_owned(), "没有这样的问题".to_owned()),
        };
        self.remark(codes::decisions::DECISION_UNMATCHED)
            .with("reason_en", en)
            .with("reason_zh", zh)
    }
}
