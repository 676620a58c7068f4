//! The roll-up: a bill of materials and a folder of declarations in, a report out.

use std::io;

use unleaded_documents::report::{Product, Report};
use unleaded_model::diagnostic::{Diagnostic, FileName, codes};
use unleaded_rollup::ProductTotals;
use unleaded_rules::lists::Lists;
use unleaded_rules::{Law, Options, RuleSetError};

use self::ground::Ground;
use self::judged::Judged;
use self::parts::Parts;
use self::write::Context;
use crate::decisions::{self, DecisionsFile};
use crate::documents::{Documents, Folder, Settings, Signature, Trust, load};
use crate::mapping::MappingFile;

mod again;
mod assemblies;
mod china_items;
mod columns;
mod engine;
mod ground;
mod judged;
mod numbers;
mod parts;
pub mod tables;
mod where_used;
mod write;

pub use self::again::{
    About, Again, Claims, Done, KnownDocument, Means, Supersedes, Workspace, again,
};
pub use self::engine::{Engine, Local, Totals};
pub use self::where_used::{Certainty, Holder, InProduct, NotKnown, Paths, Question, WhereUsed};

/// What to roll up, and how.
#[derive(Debug)]
pub struct Request<'a> {
    /// The name of the bill of materials, for diagnostics.
    pub bom: FileName,
    /// Its bytes.
    pub bom_bytes: &'a [u8],
    /// Whose keys are accepted; `None`: signatures are not checked.
    pub trust: Option<&'a Trust>,
    /// How tables are read that need to be told; `None`: none does.
    pub mapping: Option<&'a MappingFile>,
    /// What people decided on findings; `None`: no file was given.
    pub decisions: Option<(&'a DecisionsFile, Weight)>,
    /// Declarations that are tried in place of what there is of a part.
    pub replaced: &'a [Replaced],
    /// The lists: shipped, and the user's own.
    pub lists: &'a Lists,
    /// The date, the categories and the rest.
    pub options: &'a Options,
    /// The rule sets, in the order of the report.
    pub laws: &'a [Law],
    /// The item numbers of the products; empty: the parts without a parent.
    pub products: &'a [String],
    /// Whether unsigned documents and unknown keys are accepted.
    pub signatures: Signatures,
}

/// Which documents are used, by their signatures. One that is left out makes the answer no.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signatures {
    /// Unsigned documents and unknown keys are used and marked.
    #[default]
    Optional,
    /// They are left out.
    Required,
}

/// A declaration that is tried in place of all others of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The item number of the part in the bill of materials.
    pub part: String,
    /// The name of the document.
    pub file: String,
    /// SHA-256 of the document.
    pub sha256: String,
}

/// What decisions of people count for in the answer. They never change a status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// Nothing: they are shown.
    #[default]
    Shown,
    /// A product goes out where every finding of its restriction sets has a decision that holds.
    Accepted,
}

/// The answer to the question that a roll-up asks: may the products go out?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// No product is unknown or non-compliant, and no document was left out.
    Yes,
    /// Some is.
    No,
}

/// What a roll-up gives.
#[derive(Debug)]
pub struct Outcome {
    /// The report; `None`: the bill of materials can't be used.
    pub report: Option<Report>,
    /// What was remarked on the way, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The answer.
    pub answer: Answer,
}

impl Outcome {
    /// What comes of a bill of materials that can't be used.
    fn refused(mut diagnostics: Vec<Diagnostic>) -> Self {
        unleaded_model::diagnostic::sort(&mut diagnostics);
        Self { report: None, diagnostics, answer: Answer::No }
    }
}

/// A step of the work, for whoever shows progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Reading and verifying documents.
    Documents,
    /// Summing and judging products.
    Products,
}

/// Rolls up: read, verify, match, resolve, judge, sum, report.
pub fn run(
    request: &Request<'_>,
    documents: &dyn Documents,
    progress: &mut dyn FnMut(Step, usize, usize),
) -> io::Result<Outcome> {
    run_on(&Local, request, documents, progress)
}

/// The same, with the rows of the products added up by `engine`.
pub fn run_on(
    engine: &dyn Engine,
    request: &Request<'_>,
    documents: &dyn Documents,
    progress: &mut dyn FnMut(Step, usize, usize),
) -> io::Result<Outcome> {
    Ok(rolled(engine, request, documents, progress, |_, _| (), |_, _| ())?.0)
}

/// Rolls up and finds which products hold what `question` asks for, with at most `shown` paths of each kind for each; `None`:
/// the bill of materials can't be used.
pub fn where_used(
    request: &Request<'_>,
    documents: &dyn Documents,
    question: (&Question, usize),
    progress: &mut dyn FnMut(Step, usize, usize),
) -> io::Result<(Outcome, Option<Result<WhereUsed, NotKnown>>)> {
    let keep = |_: &Context<'_>, totals: ProductTotals| totals;
    rolled(&Local, request, documents, progress, keep, |rolled, totals| {
        rolled.where_used(question.0, &totals, question.1)
    })
}

/// Rolls up and hands every row of every table to `sink`, whose error stops it; `None`: the bill of materials can't be used.
pub fn export(
    request: &Request<'_>,
    documents: &dyn Documents,
    sink: &mut dyn tables::Sink,
    progress: &mut dyn FnMut(Step, usize, usize),
) -> io::Result<(Outcome, Option<io::Result<()>>)> {
    rolled(&Local, request, documents, progress, tables::Sums::of, |rolled, sums| {
        rolled.tables(&sums, sink)
    })
}

/// Rolls up, and asks something of what was made on the way and of what `keep` kept of each product's totals.
fn rolled<K: Send, T>(
    engine: &dyn Engine,
    request: &Request<'_>,
    documents: &dyn Documents,
    progress: &mut dyn FnMut(Step, usize, usize),
    keep: impl Fn(&Context<'_>, ProductTotals) -> K + Sync,
    ask: impl FnOnce(&where_used::Rolled<'_>, Vec<K>) -> T,
) -> io::Result<(Outcome, Option<T>)> {
    let mut diagnostics = Vec::new();
    let Some(ground) = Ground::read(request, &mut diagnostics) else {
        return Ok((Outcome::refused(diagnostics), None));
    };
    let folder = loaded(request, documents, progress, &mut diagnostics)?;
    let then = |context: &Context<'_>, mut report: Report, kept, diagnostics: &mut Vec<_>| {
        if let Some((decisions, _)) = request.decisions {
            diagnostics.extend(decisions::apply(decisions, &mut report, request.options.as_of));
        }
        let asked = ask(&where_used::Rolled { context, report: &report }, kept);
        (report, asked)
    };
    let done = |done, all| progress(Step::Products, done, all);
    let of = (engine, request);
    let made = made(of, (&ground, &folder), &mut diagnostics, done, keep, then)?;
    let (report, asked) = made.unzip();
    unleaded_model::diagnostic::sort(&mut diagnostics);
    diagnostics.dedup();
    let answer = answer(request, report.as_ref(), &diagnostics);
    Ok((Outcome { report, diagnostics, answer }, asked))
}

/// Sums and judges the products of `ground`, and does something with the report and with what it was written from; `None`: that
/// can't be done, which a diagnostic says.
fn made<K: Send, T>(
    (engine, request): (&dyn Engine, &Request<'_>),
    (ground, folder): (&Ground, &Folder),
    diagnostics: &mut Vec<Diagnostic>,
    mut done: impl FnMut(usize, usize),
    keep: impl Fn(&Context<'_>, ProductTotals) -> K + Sync,
    then: impl FnOnce(&Context<'_>, Report, Vec<K>, &mut Vec<Diagnostic>) -> T,
) -> io::Result<Option<T>> {
    let Ground { bom, graph, products } = ground;
    let loaded = &folder.documents;
    let parts = Parts::resolve((bom, graph, products), loaded, request.lists, request, diagnostics);
    let judged = match Judged::new(request, bom, graph, &parts, request.lists) {
        Ok(judged) => judged,
        Err(error) => {
            diagnostics.push(basis_diagnostic(error));
            return Ok(None);
        }
    };
    let table = columns::table(bom, graph, &parts, &judged);
    let compared = assemblies::Compared {
        bom,
        graph,
        table: &table,
        parts: &parts,
        judged: &judged,
        options: request.options,
    };
    let unaccounted = assemblies::compare(&compared, diagnostics);
    let context = Context {
        request,
        bom,
        graph,
        loaded,
        statements: &folder.statements,
        parts: &parts,
        judged: &judged,
        table: &table,
        unaccounted: &unaccounted,
    };
    let sums = engine.begin(graph, &table.packed, products)?;
    let done = |ready| done(ready, products.len());
    let made = context.report((sums.as_ref(), products), keep, diagnostics, done)?;
    Ok(made.map(|(report, kept)| then(&context, report, kept, diagnostics)))
}

/// The documents of the folder, as far as the request takes them.
fn loaded(
    request: &Request<'_>,
    documents: &dyn Documents,
    progress: &mut dyn FnMut(Step, usize, usize),
    diagnostics: &mut Vec<Diagnostic>,
) -> io::Result<Folder> {
    let (trust, mapping, as_of) = (request.trust, request.mapping, request.options.as_of);
    let settings = Settings { trust, mapping, as_of };
    let progress = |done, all| progress(Step::Documents, done, all);
    let mut folder = load(documents, &settings, diagnostics, progress)?;
    leave_out_unsigned(request.signatures, &mut folder.documents);
    Ok(folder)
}

fn leave_out_unsigned(signatures: Signatures, loaded: &mut [crate::documents::Loaded]) {
    if signatures == Signatures::Optional {
        return;
    }
    for document in loaded.iter_mut().filter(|d| d.left_out.is_none()) {
        if !matches!(document.signature, Signature::Good { .. }) {
            document.left_out = Some("signature-required".to_owned());
            document.products.clear();
        }
    }
}

fn basis_diagnostic(error: RuleSetError) -> Diagnostic {
    let (basis, date, allowed) = match error {
        RuleSetError::BasisUnknown { basis, date, known } => (basis, date, known),
        RuleSetError::BasisNotAllowed { basis, date, allowed } => (basis, date, allowed),
    };
    Diagnostic::unplaced(codes::rules::CHINA_BASIS)
        .with("basis", basis)
        .with("date", date)
        .with("allowed", allowed.join(", "))
}

fn answer(request: &Request<'_>, report: Option<&Report>, diagnostics: &[Diagnostic]) -> Answer {
    let Some(report) = report else {
        return Answer::No;
    };
    let left_out = report.inputs.declarations.iter().any(|d| d.left_out.is_some());
    let unread = diagnostics.iter().any(|d| d.code == codes::files::FILE_INACCESSIBLE);
    let all_may = report.products.iter().all(|product| may_go_out(request, product));
    if left_out || unread || !all_may { Answer::No } else { Answer::Yes }
}

/// Whether nothing that was found keeps the product from going out.
fn may_go_out(request: &Request<'_>, product: &Product) -> bool {
    let weight = request.decisions.map(|(_, weight)| weight).unwrap_or_default();
    let bad = |status: &str| matches!(status, "unknown" | "non-compliant");
    let mut open = product.verdicts.iter().filter(|verdict| bad(&verdict.status)).peekable();
    // A product may be unknown without any verdict that is: then there is nothing that anybody decided on.
    let is_any = open.peek().is_some();
    let is_decided =
        weight == Weight::Accepted && is_any && open.all(|verdict| verdict.undecided == 0);
    !bad(&product.status) || is_decided
}
