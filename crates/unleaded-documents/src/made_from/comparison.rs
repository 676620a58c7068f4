//! Whether what a document was made from is still what there is.

use std::collections::{BTreeMap, BTreeSet};

use super::{Declarations, ListEdition, MadeFrom, Source};

/// What there is now, as far as it is given.
#[derive(Clone, Debug)]
pub struct Now<'a> {
    /// The day, `YYYY-MM-DD`.
    pub as_of: String,
    /// The report. If it is the one that the document was made from, it tells the parts of the documents then; if it is another, it
    /// stands for what is not given beside it.
    pub report: Option<Source<'a>>,
    /// SHA-256 of the bill of materials.
    pub bom: Option<String>,
    /// The documents of the folder.
    pub documents: Option<Vec<Held>>,
    /// SHA-256 of the file of decisions.
    pub decisions: Option<String>,
    /// SHA-256 of the trust file.
    pub trust: Option<String>,
    /// SHA-256 of the mapping file.
    pub mapping: Option<String>,
    /// The list editions that are used on that day, and behind them the drafts that are held.
    pub lists: Vec<ListEdition>,
    /// Returns the SHA-256 of bytes in lower-case hex.
    pub sha256: fn(&[u8]) -> String,
}

/// Documents of the same bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Their SHA-256.
    pub sha256: String,
    /// Their names, sorted; empty: not known.
    pub files: Vec<String>,
    /// The item numbers of the parts that they speak of, sorted; empty: none, or not known.
    pub parts: Vec<String>,
}

/// Whether a document still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// All that was compared is as it was, and that is enough to tell.
    Current,
    /// Something changed, or its last day is over.
    Stale,
    /// Too little was given to compare.
    Unknown,
}

/// What a document is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    /// The bill of materials.
    Bom,
    /// The file of decisions.
    Decisions,
    /// The documents of the folder of declarations.
    Declarations,
    /// The list editions.
    Lists,
    /// The mapping file.
    Mapping,
    /// The report.
    Report,
    /// The trust file.
    Trust,
}

/// Something that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The report is of another date of the law.
    AsOf {
        /// The date then.
        then: String,
        /// The date now.
        now: String,
    },
    /// A document of the folder.
    Declaration(DeclarationChange),
    /// Documents of the folder, of which it can't be told which.
    Declarations {
        /// Those read then.
        then: Declarations,
        /// Those there are now.
        now: Declarations,
    },
    /// The last day on which the document could hold is over.
    Ended {
        /// That day.
        holds_until: String,
    },
    /// A file.
    File {
        /// Which.
        input: Input,
        /// Its SHA-256 then; `None`: there was none.
        then: Option<String>,
        /// Its SHA-256 now; `None`: there is none.
        now: Option<String>,
    },
    /// The lists, as they were then, give the law other limits, entries or bases since a day.
    Rules {
        /// That day.
        since: String,
    },
    /// A list edition.
    List {
        /// The edition then.
        then: ListEdition,
        /// The edition now; `None`: the list is not held any more.
        now: Option<ListEdition>,
    },
}

/// A document that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclarationChange {
    /// What became of it.
    pub how: How,
    /// SHA-256 then; `None`: it was added.
    pub then: Option<String>,
    /// SHA-256 now; `None`: it was removed.
    pub now: Option<String>,
    /// The names of the files that have it now.
    pub files: Vec<String>,
    /// The parts that it speaks of; empty: none, or not known.
    pub parts: Vec<String>,
}

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It was not read then.
    Added,
    /// Another one speaks of its part in its place.
    Changed,
    /// It is not there any more.
    Removed,
}

/// What became of a document and of what it was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Whether it holds.
    pub state: State,
    /// What changed, in the order of [`Input`], its days at the end.
    pub changes: Vec<Change>,
    /// What was compared, in that order.
    pub compared: Vec<Input>,
    /// What the document names, and what was not given to compare with it.
    pub not_compared: Vec<Input>,
}

/// Compares what a document was made from with what there is now.
///
/// It is current where nothing that was compared changed, and either the report or everything that the report was made from
/// was compared.
pub fn compare(made: &MadeFrom, now: &Now<'_>) -> Compared {
    let mut found = Compared {
        state: State::Unknown,
        changes: Vec::new(),
        compared: Vec::new(),
        not_compared: Vec::new(),
    };
    let other = now.report.as_ref().filter(|report| report.sha256 != made.report_sha256);
    let other = other.map(|source| source.report);
    let options = other.map(|report| &report.options);
    let given = |sha256: &Option<String>| sha256.clone().map(Some);
    let told = |sha256: &Option<String>, other: Option<&Option<String>>| {
        given(sha256).or_else(|| other.cloned())
    };
    let bom = given(&now.bom).or_else(|| other.map(|r| Some(r.inputs.bom.sha256.clone())));
    found.file(Input::Bom, Some(&made.bom_sha256), bom);
    let decisions = told(&now.decisions, options.map(|o| &o.decisions_sha256));
    found.file(Input::Decisions, made.decisions_sha256.as_ref(), decisions);
    found.declarations(made, now);
    found.lists(made, &now.lists);
    let mapping = told(&now.mapping, options.map(|o| &o.mapping_sha256));
    found.file(Input::Mapping, made.mapping_sha256.as_ref(), mapping);
    let report = now.report.as_ref().map(|source| Some(source.sha256.clone()));
    found.file(Input::Report, Some(&made.report_sha256), report);
    if let Some(report) = other.filter(|report| report.as_of != made.as_of) {
        let (then, now) = (made.as_of.clone(), report.as_of.clone());
        found.changes.push(Change::AsOf { then, now });
    }
    let trust = told(&now.trust, options.map(|o| &o.trust_sha256));
    found.file(Input::Trust, made.trust_sha256.as_ref(), trust);
    // Dates of this form are in the order of their text.
    if let Some(day) = made.holds_until.as_ref().filter(|day| **day < now.as_of) {
        found.changes.push(Change::Ended { holds_until: day.clone() });
    }
    if let Some(day) = made.rules_change.as_ref().filter(|day| **day <= now.as_of) {
        found.changes.push(Change::Rules { since: day.clone() });
    }
    found.state = found.decided();
    found
}

impl Compared {
    fn decided(&self) -> State {
        let all = self.not_compared.iter().all(|input| *input == Input::Report);
        match self.changes.is_empty() {
            false => State::Stale,
            true if all || self.compared.contains(&Input::Report) => State::Current,
            true => State::Unknown,
        }
    }

    /// Compares a file. `now` is `None` where nothing is known of it.
    fn file(&mut self, input: Input, then: Option<&String>, now: Option<Option<String>>) {
        match (then, now) {
            (None, None | Some(None)) => {}
            (Some(_), None) => self.not_compared.push(input),
            (then, Some(now)) => {
                self.compared.push(input);
                if then != now.as_ref() {
                    self.changes.push(Change::File { input, then: then.cloned(), now });
                }
            }
        }
    }

    fn lists(&mut self, made: &MadeFrom, held: &[ListEdition]) {
        self.compared.push(Input::Lists);
        for then in &made.lists {
            if held.contains(then) {
                continue;
            }
            let now = held.iter().find(|list| list.id == then.id).cloned();
            self.changes.push(Change::List { then: then.clone(), now });
        }
    }

    fn declarations(&mut self, made: &MadeFrom, now: &Now<'_>) {
        let (same, other): (Vec<_>, Vec<_>) =
            now.report.iter().partition(|report| report.sha256 == made.report_sha256);
        let there = now.documents.clone().or_else(|| other.first().map(|source| read_for(source)));
        let Some(there) = there else { return self.not_compared.push(Input::Declarations) };
        let listed = |read: &Declarations| {
            let list = read.list.as_ref()?.iter();
            Some(list.map(|sha256| held(sha256)).collect())
        };
        let read = made.documents_read.as_ref();
        let then = same.first().map(|source| read_for(source)).or_else(|| read.and_then(listed));
        let hashes = there.iter().map(|held| held.sha256.as_str()).collect();
        let digest = Declarations::of(hashes, now.sha256);
        match (then, read) {
            (Some(then), _) => self.changes.extend(changed(then, there)),
            (None, Some(read)) if read.sha256 != digest.sha256 => {
                self.changes.push(Change::Declarations { then: read.clone(), now: digest });
            }
            (None, Some(_)) => {}
            (None, None) => return self.not_compared.push(Input::Declarations),
        }
        self.compared.push(Input::Declarations);
    }
}

fn held(sha256: &str) -> Held {
    Held { sha256: sha256.to_owned(), ..Held::default() }
}

/// The documents that were read for a report, with the parts that they speak of.
fn read_for(source: &Source<'_>) -> Vec<Held> {
    let inputs = &source.report.inputs;
    let mut parts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for input in &inputs.declarations {
        let of = parts.entry(&input.sha256).or_default();
        of.extend((!input.part.is_empty()).then_some(input.part.as_str()));
    }
    for sha256 in &inputs.unmatched {
        parts.entry(sha256).or_default();
    }
    let of = |(sha256, parts): (&str, BTreeSet<&str>)| Held {
        parts: parts.into_iter().map(str::to_owned).collect(),
        ..held(sha256)
    };
    parts.into_iter().map(of).collect()
}

/// What differs between the documents then and now. Where one is gone and a new one speaks of the same part, it changed.
fn changed(then: Vec<Held>, now: Vec<Held>) -> Vec<Change> {
    let hashes = |all: &[Held]| all.iter().map(|held| held.sha256.clone()).collect::<BTreeSet<_>>();
    let (old, new) = (hashes(&then), hashes(&now));
    let gone = then.into_iter().filter(|held| !new.contains(&held.sha256));
    let mut added: BTreeMap<String, Held> = now
        .into_iter()
        .filter(|held| !old.contains(&held.sha256))
        .map(|held| (held.sha256.clone(), held))
        .collect();
    let mut of_part: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (sha256, held) in &added {
        for part in &held.parts {
            of_part.entry(part.clone()).or_default().push(sha256.clone());
        }
    }
    let mut changes = Vec::new();
    for old in gone {
        let offered = old.parts.iter().filter_map(|part| of_part.get(part)).flatten();
        let new = offered.into_iter().find_map(|sha256| added.remove(sha256));
        let how = if new.is_some() { How::Changed } else { How::Removed };
        let (now, files) = new.map_or((None, Vec::new()), |new| (Some(new.sha256), new.files));
        let (then, parts) = (Some(old.sha256), old.parts);
        changes.push(DeclarationChange { how, then, now, files, parts });
    }
    changes.extend(added.into_values().map(|new| DeclarationChange {
        how: How::Added,
        then: None,
        now: Some(new.sha256),
        files: new.files,
        parts: new.parts,
    }));
    changes.into_iter().map(Change::Declaration).collect()
}
