//! What the statement on a report says.

use std::collections::BTreeSet;
use std::str::FromStr;

use unleaded_documents::report::{DeclarationInput, Report};
use unleaded_model::diagnostic::codes::aggregates as codes;
use unleaded_model::diagnostic::codes::files::REPORT_MALFORMED;
use unleaded_model::diagnostic::{Argument, Diagnostic, FileName, Place};
use unleaded_trust::{Aggregate, Digest, Inputs, ListEdition, ProductId, Tree};

/// Returns what a signer says of `report`, all of it taken from the report itself; `issued` is the date of signing, empty where none is
/// to be stated.
pub fn claim(report: &Report, file: &FileName, issued: &str) -> Result<Aggregate, Diagnostic> {
    let inputs = inputs(report, file)?;
    let value = |name: &str, text: &str| parsed::<Digest>(file, name, text);
    let lists = report.inputs.lists.iter().map(|list| {
        let sha256 = value("inputs.lists", &list.sha256)?;
        Ok(ListEdition { id: list.id.clone(), edition: list.edition.clone(), sha256 })
    });
    let product = |part: &String| ProductId { authority: String::new(), id: part.clone() };
    Ok(Aggregate {
        as_of: parsed(file, "as_of", &report.as_of)?,
        bom: value("inputs.bom", &report.inputs.bom.sha256)?,
        inputs: inputs.tree(),
        lists: lists.collect::<Result<_, _>>()?,
        products: report.products.iter().map(|found| product(&found.part)).collect(),
        tool: format!("{} {}", report.tool.name, report.tool.version),
        issued_at: issued.to_owned(),
        issuer: None,
        supersedes: Vec::new(),
    })
}

/// Returns the envelopes of the documents that `report` was made from. A document that was left out is none of them; one without
/// a signature has no envelope, and is committed to by the report's own bytes, which name it.
pub fn inputs(report: &Report, file: &FileName) -> Result<Inputs, Diagnostic> {
    let counted = report.inputs.declarations.iter().filter(|input| input.left_out.is_none());
    let envelope = |input: &DeclarationInput| match &input.envelope_sha256 {
        Some(sha256) => parsed(file, "inputs.declarations", sha256).map(Some),
        None if input.signature == "unsigned" => Ok(None),
        None => Err(Diagnostic::new(codes::AGGREGATE_REPORT_OLD, Place::file(file))
            .with("file", file.as_str())),
    };
    let envelopes = counted.map(envelope).collect::<Result<Vec<Option<Digest>>, _>>()?;
    Ok(Inputs::new(envelopes.into_iter().flatten()))
}

/// Returns the commitment of a declaration that is made from the aggregate in `envelope`.
pub fn made_from(envelope: &[u8]) -> Tree {
    Inputs::new([Digest::of(envelope)]).tree()
}

/// Something that a statement and its report do not agree on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// The member of the statement.
    pub member: &'static str,
    /// What was signed.
    pub signed: String,
    /// What the report says.
    pub found: String,
}

/// Returns what `signed` and what the report says of itself do not agree on.
pub(super) fn disagreements(signed: &Aggregate, report: &Aggregate) -> Vec<Disagreement> {
    let lists = |claim: &Aggregate| {
        let list = |list: &ListEdition| format!("{} {} {}", list.id, list.edition, list.sha256);
        claim.lists.iter().map(list).collect::<Vec<_>>().join(", ")
    };
    let products = |claim: &Aggregate| {
        // Who gave a number is said by nobody here; a statement that says it speaks of another product.
        let product = |product: &ProductId| match product.authority.as_str() {
            "" => product.id.clone(),
            authority => format!("{authority} {}", product.id),
        };
        claim.products.iter().map(product).collect::<Vec<_>>().join(", ")
    };
    let tree = |claim: &Aggregate| format!("{} {}", claim.inputs.count, claim.inputs.root);
    let both: [(_, Said<'_>); 6] = [
        ("asOf", &|claim| claim.as_of.to_string()),
        ("bom", &|claim| claim.bom.to_string()),
        ("inputs", &tree),
        ("lists", &lists),
        ("products", &products),
        ("tool", &|claim| claim.tool.clone()),
    ];
    let compared = both.into_iter().map(|(member, said)| Disagreement {
        member,
        signed: said(signed),
        found: said(report),
    });
    compared.filter(|compared| compared.signed != compared.found).collect()
}

/// What a statement says in one of its members.
type Said<'s> = &'s dyn Fn(&Aggregate) -> String;

impl Disagreement {
    /// The defect, on the report `file`.
    pub(super) fn diagnostic(&self, file: &FileName) -> Diagnostic {
        let what: Argument = match self.member {
            "asOf" => ("the date", "日期").into(),
            "bom" => ("the bill of materials", "物料清单").into(),
            "inputs" => ("the tree of the inputs", "所依据签名的树").into(),
            "lists" => ("the lists", "清单").into(),
            "products" => ("the products", "产品").into(),
            _ => ("the program", "程序").into(),
        };
        Diagnostic::new(codes::AGGREGATE_DIFFERS, Place::file(file))
            .with("file", file.as_str())
            .with("what", what)
            .with("signed", self.signed.as_str())
            .with("found", self.found.as_str())
    }
}

/// Reads a value of the report that must be a hash or a date.
pub(super) fn parsed<T: FromStr>(file: &FileName, name: &str, text: &str) -> Result<T, Diagnostic> {
    text.parse().map_err(|_| {
        let text: String = text.chars().take(80).collect();
        let reason = (format!("`{name}` is `{text}`"), format!("“{name}”为“{text}”"));
        Diagnostic::new(REPORT_MALFORMED, Place::file(file))
            .with("file", file.as_str())
            .with("reason", reason)
    })
}

/// The documents that a report names, by their hashes as it writes them.
pub(super) fn named(report: &Report) -> BTreeSet<&str> {
    let declared = report.inputs.declarations.iter().map(|input| input.sha256.as_str());
    declared.chain(report.inputs.unmatched.iter().map(String::as_str)).collect()
}
