//! What a report was made from beside documents: the bill of materials, lists, decisions, mapping and trust file.

use std::collections::BTreeSet;

use unleaded_documents::report::{ListInput, Report};
use unleaded_model::diagnostic::codes::aggregates as codes;
use unleaded_model::diagnostic::{Argument, Diagnostic, FileName, Place};
use unleaded_rules::lists::{ListHeader, Lists};
use unleaded_trust::Digest;

use super::children::State;
use super::claim::parsed;
use super::tiers::Deep;

/// One of them, and whether it is at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What it is.
    pub kind: SourceKind,
    /// The list and its edition; empty for what is no list.
    pub name: String,
    /// Its SHA-256, as the report says.
    pub sha256: Digest,
    /// [`State::Good`], [`State::Changed`] or [`State::Missing`].
    pub state: State,
    /// Where it is, or what lies in its place; `None`: nothing does, or it is part of the program.
    pub file: Option<String>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceKind {
    /// The bill of materials.
    Bom,
    /// The file of decisions.
    Decisions,
    /// A file with evidence of when something was signed.
    Evidence,
    /// A list of a law.
    List,
    /// The mapping of tables.
    Mapping,
    /// What a signer said that became of a document, or whom it let sign.
    Statement,
    /// The trust file by which signatures were checked.
    Trust,
}

impl SourceKind {
    /// The word of the result.
    pub fn word(self) -> &'static str {
        match self {
            Self::Bom => "bom",
            Self::Decisions => "decisions",
            Self::Evidence => "evidence",
            Self::List => "list",
            Self::Mapping => "mapping",
            Self::Statement => "statement",
            Self::Trust => "trust",
        }
    }

    /// What it is called, in English and in Chinese.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Bom => ("bill of materials", "物料清单"),
            Self::Decisions => ("file of decisions", "决定文件"),
            Self::Evidence => ("evidence of time", "时间证据"),
            Self::List => ("list", "清单"),
            Self::Mapping => ("mapping file", "映射文件"),
            Self::Statement => ("signed statement", "已签名的声明"),
            Self::Trust => ("trust file", "信任文件"),
        }
    }
}

/// Returns the sources of `report`, each as far as it is at hand. What the user named as one of them and is none is told.
pub(super) fn sources(
    report: &Report,
    file: &FileName,
    deep: &Deep<'_>,
) -> Result<Vec<Source>, Diagnostic> {
    let (options, named) = (&report.options, &deep.named);
    let files = [
        (SourceKind::Bom, Some(&report.inputs.bom.sha256), named.bom.as_deref()),
        (SourceKind::Decisions, options.decisions_sha256.as_ref(), named.decisions.as_deref()),
        (SourceKind::Mapping, options.mapping_sha256.as_ref(), named.mapping.as_deref()),
        (SourceKind::Trust, options.trust_sha256.as_ref(), None),
    ];
    let mut sources = Vec::new();
    for (kind, sha256, named) in files {
        if let Some(sha256) = sha256 {
            let sha256 = parsed(file, kind.word(), sha256)?;
            sources.push(of_file(kind, sha256, named, deep, file));
        }
    }
    for (kind, sha256) in signed_beside(report) {
        let sha256 = parsed(file, kind.word(), sha256)?;
        sources.push(of_file(kind, sha256, None, deep, file));
    }
    for list in &report.inputs.lists {
        sources.push(of_list(list, deep.lists, file)?);
    }
    Ok(sources)
}

/// The statements and the evidence of time that a report names, each once.
fn signed_beside(report: &Report) -> BTreeSet<(SourceKind, &String)> {
    let inputs = &report.inputs;
    let of_documents = inputs.declarations.iter().flat_map(|input| &input.evidence_sha256);
    let of_statements = inputs.statements.iter().flat_map(|input| &input.evidence_sha256);
    let statements = inputs.statements.iter().map(|input| (SourceKind::Statement, &input.sha256));
    let evidence = of_documents.chain(of_statements).map(|sha256| (SourceKind::Evidence, sha256));
    statements.chain(evidence).collect()
}

/// A file, looked for by its content; what the user `named` in its place is something else.
fn of_file(
    kind: SourceKind,
    sha256: Digest,
    named: Option<&str>,
    deep: &Deep<'_>,
    report: &FileName,
) -> Source {
    let held = deep.shelf.names(&sha256).first().cloned();
    let other = named.and_then(|name| Some((name.to_owned(), deep.shelf.digest(name)?)));
    let (state, file, found) = match (held, other) {
        (Some(file), _) => (State::Good, Some(file), None),
        (None, Some((file, found))) => (State::Changed, Some(file), Some(found.to_string())),
        (None, None) => (State::Missing, None, None),
    };
    let source = Source { kind, name: String::new(), sha256, state, file, diagnostics: Vec::new() };
    source.told(found, report)
}

fn of_list(list: &ListInput, lists: &Lists, report: &FileName) -> Result<Source, Diagnostic> {
    let sha256: Digest = parsed(report, "inputs.lists", &list.sha256)?;
    let headers = lists.headers();
    let same = |header: &&&ListHeader| {
        (&header.id, &header.edition, &header.sha256) == (&list.id, &list.edition, &list.sha256)
    };
    let found = headers.iter().find(same);
    // The edition of the report, changed, says more than another edition.
    let edition = |header: &&&ListHeader| header.id == list.id && header.edition == list.edition;
    let other =
        || headers.iter().find(edition).or_else(|| headers.iter().find(|h| h.id == list.id));
    let (state, header) = match (found, other()) {
        (Some(header), _) => (State::Good, Some(header)),
        (None, Some(header)) => (State::Changed, Some(header)),
        (None, None) => (State::Missing, None),
    };
    let file = header.and_then(|header| header.place.as_ref());
    let source = Source {
        kind: SourceKind::List,
        name: format!("{} {}", list.id, list.edition),
        sha256,
        state,
        file: file.map(|place| place.file_name().as_str().to_owned()),
        diagnostics: Vec::new(),
    };
    let other = header.filter(|_| state == State::Changed).map(|header| header.sha256.clone());
    Ok(source.told(other, report))
}

impl Source {
    /// Adds the defect, if it is one; `found` is the SHA-256 of what lies in its place.
    fn told(mut self, found: Option<String>, report: &FileName) -> Self {
        let (en, zh) = self.kind.words();
        let what: Argument = match self.name.as_str() {
            "" => (en, zh).into(),
            name => (format!("{en} {name}"), format!("{zh} {name}")).into(),
        };
        let sha256 = self.sha256.to_string();
        let defect = match (self.state, found) {
            (State::Changed, Some(found)) => {
                let file = self.file.clone().unwrap_or_else(|| self.name.clone());
                let place = Place::file(&FileName::new(&file));
                Diagnostic::new(codes::AGGREGATE_INPUT_CHANGED, place)
                    .with("file", file)
                    .with("found", found)
            }
            (State::Missing, _) => {
                Diagnostic::new(codes::AGGREGATE_INPUT_MISSING, Place::file(report))
                    .with("parts", "")
            }
            _ => return self,
        };
        let defect = defect.with("report", report.as_str()).with("what", what);
        self.diagnostics.push(defect.with("sha256", sha256));
        self
    }
}
