//! The roll-up: a bill of materials and a folder of declarations in, a report out.

use std::collections::BTreeSet;
use std::io;

use unleaded_documents::report::{Product, Report};
use unleaded_formats::bom::{ListProduct, read_of};
use unleaded_model::bom::Bom;
use unleaded_model::diagnostic::{Diagnostic, FileName, any_error, codes};
use unleaded_rollup::{Graph, ProductTotals};
use unleaded_rules::lists::{Category, Lists};
use unleaded_rules::{Law, Options, RuleSetError};

use self::judged::Judged;
use self::numbers::Numbers;
use self::parts::Parts;
use crate::decisions::{self, DecisionsFile};
use crate::documents::{Documents, Folder, Settings, Signature, Trust, load};
use crate::mapping::MappingFile;

mod assemblies;
mod china_items;
mod columns;
mod judged;
mod numbers;
mod parts;
mod where_used;
mod write;

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
    Ok(rolled(request, documents, progress, |_| (), |_, _| ())?.0)
}

/// Rolls up and finds which products hold what `question` asks for, with at most `shown` paths of each kind for each; `None`:
/// the bill of materials can't be used.
pub fn where_used(
    request: &Request<'_>,
    documents: &dyn Documents,
    question: (&Question, usize),
    progress: &mut dyn FnMut(Step, usize, usize),
) -> io::Result<(Outcome, Option<Result<WhereUsed, NotKnown>>)> {
    let keep = |totals: ProductTotals| totals;
    rolled(request, documents, progress, keep, |rolled, totals| {
        rolled.where_used(question.0, &totals, question.1)
    })
}

/// Rolls up, and asks something of what was made on the way and of what `keep` kept of each product's totals.
fn rolled<K: Send, T>(
    request: &Request<'_>,
    documents: &dyn Documents,
    progress: &mut dyn FnMut(Step, usize, usize),
    keep: impl Fn(ProductTotals) -> K + Sync,
    ask: impl FnOnce(&where_used::Rolled<'_>, Vec<K>) -> T,
) -> io::Result<(Outcome, Option<T>)> {
    let mut diagnostics = Vec::new();
    let Some((bom, graph)) = read_bom(request, &mut diagnostics) else {
        return Ok(refused(diagnostics));
    };
    let Some(products) = products(request, &bom, &graph, &mut diagnostics) else {
        return Ok(refused(diagnostics));
    };
    if !uses_known(request, &bom, &mut diagnostics) {
        return Ok(refused(diagnostics));
    }
    let folder = loaded(request, documents, progress, &mut diagnostics)?;
    let Folder { documents: loaded, statements } = folder;
    let lists = request.lists;
    let parts =
        Parts::resolve((&bom, &graph, &products), &loaded, lists, request, &mut diagnostics);
    let judged = match Judged::new(request, &bom, &graph, &parts, lists) {
        Ok(judged) => judged,
        Err(error) => {
            diagnostics.push(basis_diagnostic(error));
            return Ok(refused(diagnostics));
        }
    };
    let table = columns::table(&bom, &graph, &parts, &judged);
    let unaccounted = assemblies::compare(
        &assemblies::Compared {
            bom: &bom,
            graph: &graph,
            table: &table,
            parts: &parts,
            judged: &judged,
            options: request.options,
        },
        &mut diagnostics,
    );
    let context = write::Context {
        request,
        bom: &bom,
        graph: &graph,
        loaded: &loaded,
        statements: &statements,
        parts: &parts,
        judged: &judged,
        table: &table,
        unaccounted: &unaccounted,
    };
    let done = |done| progress(Step::Products, done, products.len());
    let made = context.report(&products, keep, &mut diagnostics, done);
    let (mut report, kept) = made.unzip();
    decide(request, report.as_mut(), &mut diagnostics);
    let asked = report
        .as_ref()
        .zip(kept)
        .map(|(report, kept)| ask(&where_used::Rolled { context: &context, report }, kept));
    unleaded_model::diagnostic::sort(&mut diagnostics);
    diagnostics.dedup();
    let answer = answer(request, report.as_ref(), &diagnostics);
    Ok((Outcome { report, diagnostics, answer }, asked))
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

/// Puts the decisions of people beside the findings.
fn decide(request: &Request<'_>, report: Option<&mut Report>, diagnostics: &mut Vec<Diagnostic>) {
    if let (Some(report), Some((decisions, _))) = (report, request.decisions) {
        diagnostics.extend(decisions::apply(decisions, report, request.options.as_of));
    }
}

fn refused<T>(mut diagnostics: Vec<Diagnostic>) -> (Outcome, Option<T>) {
    unleaded_model::diagnostic::sort(&mut diagnostics);
    (Outcome { report: None, diagnostics, answer: Answer::No }, None)
}

/// A bill of materials with an error is refused: a line that is left out would make every sum too small.
fn read_bom(request: &Request<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<(Bom, Graph)> {
    let of = match request.products {
        [] => ListProduct::AsFile,
        [one] => ListProduct::Named(one),
        _ => ListProduct::Several,
    };
    let read = read_of(request.bom_bytes, &request.bom, of);
    let usable = !any_error(&read.diagnostics);
    diagnostics.extend(read.diagnostics);
    let bom = read.bom?;
    // The graph is looked at even where lines are wrong: all defects are told at once.
    let (graph, defects) = Graph::build(&bom);
    diagnostics.extend(defects);
    Some((bom, graph?)).filter(|_| usable)
}

fn products(
    request: &Request<'_>,
    bom: &Bom,
    graph: &Graph,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<u32>> {
    if request.products.is_empty() {
        return Some(graph.roots());
    }
    let mut found = Vec::new();
    for number in request.products {
        match bom.parts.iter().position(|part| part.number == *number) {
            Some(at) => found.push(u32::try_from(at).ok()?),
            None => {
                let known = Numbers::new(bom.parts.iter().map(|part| part.number.as_str()));
                diagnostics.push(
                    Diagnostic::unplaced(codes::bom::BOM_PRODUCT_UNKNOWN)
                        .with("part", number.as_str())
                        .with("nearest", known.nearest(number)),
                );
            }
        }
    }
    (found.len() == request.products.len()).then_some(found)
}

/// Whether it is known by which rules each part is judged.
fn uses_known(request: &Request<'_>, bom: &Bom, diagnostics: &mut Vec<Diagnostic>) -> bool {
    diagnostics.extend(unknown_applications(request, bom));
    let items_known = china_items::are_known(request, bom, diagnostics);
    categories_known(bom, diagnostics) && items_known
}

/// Whether every category is one: under another's dates and exemptions a product could pass that must not.
fn categories_known(bom: &Bom, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let before = diagnostics.len();
    for part in &bom.parts {
        if !part.category.is_empty() && Category::parse(&part.category).is_none() {
            diagnostics.push(
                Diagnostic::new(codes::rules::CATEGORY_UNKNOWN, part.place.clone())
                    .with("value", part.category.as_str()),
            );
        }
    }
    diagnostics.len() == before
}

/// Remarks on applications that no rule is for, of the options and of parts, each once.
fn unknown_applications(request: &Request<'_>, bom: &Bom) -> Vec<Diagnostic> {
    let rows = request.lists.rules.iter().flat_map(|list| &list.entries);
    let known: BTreeSet<&str> =
        rows.flat_map(|row| &row.applications).map(String::as_str).collect();
    let told = request.options.applications.iter().map(|name| (name, None));
    let of_parts = bom.parts.iter();
    let of_parts =
        of_parts.flat_map(|part| part.applications.iter().map(move |name| (name, Some(part))));
    let mut seen = BTreeSet::new();
    let unknown = told
        .chain(of_parts)
        .filter(|(name, _)| !known.contains(name.as_str()) && seen.insert(name.as_str()));
    let names = known.iter().copied().collect::<Vec<_>>().join(", ");
    let remark = |(name, part): (&String, Option<&unleaded_model::bom::BomPart>)| {
        let mut remark = Diagnostic::unplaced(codes::rules::APPLICATION_UNKNOWN);
        remark.places.extend(part.map(|part| part.place.clone()));
        remark.with("value", name.as_str()).with("known", names.as_str())
    };
    unknown.map(remark).collect()
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
    let weight = request.decisions.map(|(_, weight)| weight).unwrap_or_default();
    let Some(report) = report else {
        return Answer::No;
    };
    let left_out = report.inputs.declarations.iter().any(|d| d.left_out.is_some());
    let unread = diagnostics.iter().any(|d| d.code == codes::files::FILE_INACCESSIBLE);
    let bad = |status: &str| matches!(status, "unknown" | "non-compliant");
    let is_decided = |product: &Product| {
        let mut open = product.verdicts.iter().filter(|verdict| bad(&verdict.status)).peekable();
        // A product may be unknown without any verdict that is: then there is nothing that anybody decided on.
        let is_any = open.peek().is_some();
        weight == Weight::Accepted && is_any && open.all(|verdict| verdict.undecided == 0)
    };
    let any_bad = report.products.iter().any(|p| bad(&p.status) && !is_decided(p));
    if left_out || unread || any_bad { Answer::No } else { Answer::Yes }
}
