//! The roll-up of what a report names, made once more.

use std::collections::BTreeMap;
use std::io;

use serde_json::Value;
use unleaded_documents::report::{Report, StatementInput};
use unleaded_model::amount::{Fraction, FractionRange, Number};
use unleaded_model::diagnostic::codes::aggregates as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};
use unleaded_rules::lists::{Asked, Category, Draft, Lists};
use unleaded_rules::{Disclosure, Law, Options};
use unleaded_trust::{Digest, ENVELOPE_SUFFIX, TrustStore};

use super::children::{Counts, Input, listed};
use super::shelf::Shelf;
use super::tiers::Deep;
use crate::decisions::DecisionsFile;
use crate::documents::{Documents, Trust};
use crate::evidence::name_of;
use crate::mapping::MappingFile;
use crate::rollup::{Request, Signatures, Weight, run};

/// What the roll-up of what a report names comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Again {
    /// Another report.
    Differs {
        /// The first differences, by where they are.
        differences: Vec<Difference>,
        /// How many there are.
        count: usize,
    },
    /// Something that it was made from is not there, or can't be used.
    NotRepeated,
    /// The same bytes.
    Same,
    /// What both say is the same. The report was made by another version of the program, which says more or less.
    SameOtherwise,
}

/// A value in which two reports differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where it is (JSON Pointer, RFC 6901).
    pub at: String,
    /// What the report says, as JSON; empty: nothing.
    pub then: String,
    /// What it is now, as JSON; empty: nothing.
    pub now: String,
}

/// Most differences that are told one by one.
const TOLD: usize = 20;

impl Again {
    /// The word of the result.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Differs { .. } => "differs",
            Self::NotRepeated => "not-repeated",
            Self::Same => "same",
            Self::SameOtherwise => "same-otherwise",
        }
    }
}

/// Rolls up what `report`, the bytes of `file`, was made from, all of which is there.
pub(super) fn again(
    report: &Report,
    bytes: &[u8],
    file: &FileName,
    deep: &Deep<'_>,
) -> (Again, Vec<Diagnostic>) {
    let Some(repeated) = repeated(report, file, deep) else {
        return (Again::NotRepeated, Vec::new());
    };
    let new = repeated.to_json();
    if new.as_bytes() == bytes {
        return (Again::Same, Vec::new());
    }
    let version = |report: &Report| format!("{} {}", report.tool.name, report.tool.version);
    let (then, now) = (version(report), version(&repeated));
    let mut diagnostics = Vec::new();
    let of = if then == now { Fields::Same } else { Fields::OfBoth };
    if of == Fields::OfBoth {
        let tool = Diagnostic::new(codes::AGGREGATE_TOOL_DIFFERS, Place::file(file));
        diagnostics.push(tool.with("report", file.as_str()).with("then", then).with("now", now));
    }
    let mut compared = Comparison { of, differences: Vec::new(), count: 0 };
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let (then, now) = (serde_json::from_slice(text), serde_json::from_str(&new));
    if let (Ok(then), Ok(now)) = (then, now) {
        compared.compare("", Some(&then), Some(&now));
    }
    match (compared.count, of) {
        (0, Fields::OfBoth) => (Again::SameOtherwise, diagnostics),
        (count, _) => {
            diagnostics.push(compared.diagnostic(file));
            (Again::Differs { differences: compared.differences, count }, diagnostics)
        }
    }
}

/// The report that a roll-up of the same gives; `None`: it can't be made.
fn repeated(report: &Report, file: &FileName, deep: &Deep<'_>) -> Option<Report> {
    let inputs = listed(report, file).ok()?;
    let mut folder = Folder::of(inputs.into_keys(), deep.shelf);
    folder.add_statements(&report.inputs.statements);
    let held = |sha256: &str| deep.shelf.read(&sha256.parse().ok()?);
    let bom_bytes = held(&report.inputs.bom.sha256)?;
    let trust = match &report.options.trust_sha256 {
        Some(sha256) => {
            let text = String::from_utf8(held(sha256)?).ok()?;
            Some(Trust { store: TrustStore::parse(&text).ok()?, sha256: sha256.clone() })
        }
        None => None,
    };
    let mapping = match &report.options.mapping_sha256 {
        Some(sha256) => Some(MappingFile::read(&held(sha256)?, file).ok()?),
        None => None,
    };
    let decisions = match &report.options.decisions_sha256 {
        Some(sha256) => Some(DecisionsFile::read(&held(sha256)?, file).ok()?),
        None => None,
    };
    let options = options(report)?;
    let drafts = drafts(report, deep.lists);
    let asked =
        Asked { as_of: options.as_of, known_on: options.known_on, drafts: &drafts, instead: None };
    let lists = deep.lists.used(&asked).ok()?;
    let laws = laws(report, &drafts, &lists)?;
    let request = Request {
        bom: file.clone(),
        bom_bytes: &bom_bytes,
        trust: trust.as_ref(),
        mapping: mapping.as_ref(),
        decisions: decisions.as_ref().map(|file| (file, Weight::Shown)),
        replaced: &[],
        lists: &lists,
        options: &options,
        laws: &laws,
        products: &report.options.products,
        signatures: match report.options.require_signed {
            true => Signatures::Required,
            false => Signatures::Optional,
        },
    };
    run(&request, &folder, &mut |_, _, _| {}).ok()?.report
}

/// The options that the report tells.
fn options(report: &Report) -> Option<Options> {
    let told = &report.options;
    Some(Options {
        known_on: match &told.known_on {
            Some(day) => Some(day.parse().ok()?),
            None => None,
        },
        category: Category::parse(&told.eu_rohs_category)?,
        applications: told.applications.clone(),
        china_basis: told.china_basis.clone(),
        china_item: Some(told.china_item.clone()).filter(|item| item != "assumed"),
        closure_tolerance: percent(&told.closure_tolerance_percent)?,
        disclosure: match told.disclosure_policy.as_str() {
            "strict" => Disclosure::Strict,
            "trust-full" => Disclosure::TrustFull,
            _ => return None,
        },
        ..Options::new(report.as_of.parse().ok()?)
    })
}

fn percent(text: &str) -> Option<Fraction> {
    let number = Number::parse(text).ok()?;
    FractionRange::of(&number, -2).filter(|share| share.is_exact()).map(|share| share.low)
}

/// The drafts that were tried: a draft has its edition in the name of its rule set.
fn drafts(report: &Report, lists: &Lists) -> Vec<Draft> {
    let is_draft =
        |id: &&String| lists.rules.iter().any(|list| list.is_draft() && list.rule_set == **id);
    report.options.rules.iter().filter(is_draft).cloned().map(Draft).collect()
}

/// The laws of the report; `None`: one of them is not known.
fn laws(report: &Report, drafts: &[Draft], lists: &Lists) -> Option<Vec<Law>> {
    let binding = report.options.rules.iter().filter(|id| !drafts.contains(&Draft((*id).clone())));
    let mut laws = binding.map(|id| Law::parse(id, lists)).collect::<Option<Vec<Law>>>()?;
    laws.extend(Law::drafts(lists));
    Some(laws)
}

/// The documents of a report, and no others, under names of no meaning.
struct Folder<'a> {
    files: BTreeMap<String, Digest>,
    shelf: &'a Shelf<'a>,
}

impl<'a> Folder<'a> {
    fn of(inputs: impl Iterator<Item = Input>, shelf: &'a Shelf<'a>) -> Self {
        let mut files = BTreeMap::new();
        for (at, input) in inputs.enumerate() {
            let name = at.to_string();
            let envelope = match (input.counts, input.envelope) {
                (_, Some(envelope)) => Some(envelope),
                // Of what the report counts nothing of it need not tell the envelope; it had the one beside it.
                (Counts::No, None) => shelf.envelope_beside(&input.sha256),
                (Counts::Yes, None) => None,
            };
            let is_beside = |envelope: &Digest| !shelf.is_in(envelope, &input.sha256);
            let envelope = envelope.filter(is_beside);
            let (holder, held) = match envelope {
                Some(envelope) => (format!("{name}{ENVELOPE_SUFFIX}"), envelope),
                None => (name.clone(), input.sha256),
            };
            let evidence = input.evidence.unwrap_or_else(|| shelf.evidence_beside(&held));
            files.extend(evidence_files(&holder, &evidence, shelf));
            files.insert(holder, held);
            files.insert(name, input.sha256);
        }
        Self { files, shelf }
    }

    /// Adds the statements that the report names.
    fn add_statements(&mut self, statements: &[StatementInput]) {
        for (at, statement) in statements.iter().enumerate() {
            let holder = format!("statement-{at}{ENVELOPE_SUFFIX}");
            let evidence = statement.evidence_sha256.iter().filter_map(|text| text.parse().ok());
            let evidence: Vec<Digest> = evidence.collect();
            self.files.extend(evidence_files(&holder, &evidence, self.shelf));
            self.files.extend(statement.sha256.parse().ok().map(|envelope| (holder, envelope)));
        }
    }
}

/// The files with evidence of when the signature in the file `holder` was made, under the names that they have beside it.
fn evidence_files(
    holder: &str,
    evidence: &[Digest],
    shelf: &Shelf<'_>,
) -> BTreeMap<String, Digest> {
    let named = evidence.iter().filter_map(|digest| {
        let bytes = shelf.read(digest)?;
        Some((name_of(&bytes, holder), *digest))
    });
    named.collect()
}

impl Documents for Folder<'_> {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.files.keys().cloned().collect())
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let bytes = self.files.get(name).and_then(|digest| self.shelf.read(digest));
        bytes.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }
}

/// Which fields are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fields {
    /// Those that both reports have, and not which version made them.
    OfBoth,
    /// All.
    Same,
}

struct Comparison {
    of: Fields,
    differences: Vec<Difference>,
    count: usize,
}

impl Comparison {
    /// Compares two values at `at`. The depth is that of JSON that was read, which is bounded.
    fn compare(&mut self, at: &str, then: Option<&Value>, now: Option<&Value>) {
        match (then, now) {
            (Some(Value::Object(a)), Some(Value::Object(b))) => {
                let added = b.keys().filter(|key| !a.contains_key(*key));
                for key in a.keys().chain(added) {
                    let (then, now) = (a.get(key), b.get(key));
                    if self.of == Fields::Same || (then.is_some() && now.is_some()) {
                        let escaped = key.replace('~', "~0").replace('/', "~1");
                        self.compare(&format!("{at}/{escaped}"), then, now);
                    }
                }
            }
            (Some(Value::Array(a)), Some(Value::Array(b))) => {
                for n in 0..a.len().max(b.len()) {
                    self.compare(&format!("{at}/{n}"), a.get(n), b.get(n));
                }
            }
            (then, now) if then == now => {}
            _ if self.of == Fields::OfBoth && at == "/tool/version" => {}
            (then, now) => self.differ(at, then, now),
        }
    }

    fn differ(&mut self, at: &str, then: Option<&Value>, now: Option<&Value>) {
        self.count += 1;
        if self.differences.len() < TOLD {
            let text = |value: Option<&Value>| {
                let text = value.map(ToString::to_string).unwrap_or_default();
                text.chars().take(200).collect::<String>()
            };
            let (then, now) = (text(then), text(now));
            self.differences.push(Difference { at: at.to_owned(), then, now });
        }
    }

    fn diagnostic(&self, file: &FileName) -> Diagnostic {
        // The same values in other bytes: white space, or the order of members.
        let layout =
            || Difference { at: "/".to_owned(), then: "-".to_owned(), now: "-".to_owned() };
        let first = self.differences.first().cloned().unwrap_or_else(layout);
        let or_dash = |text: String| if text.is_empty() { "-".to_owned() } else { text };
        Diagnostic::new(codes::AGGREGATE_ROLLUP_DIFFERS, Place::file(file))
            .with("report", file.as_str())
            .with("count", self.count)
            .with("at", first.at)
            .with("then", or_dash(first.then))
            .with("now", or_dash(first.now))
    }
}
