//! Putting a report together from its pieces.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use unleaded_documents::report::{DeclarationInput, Report};
use unleaded_model::diagnostic::Diagnostic;
use unleaded_trust::Digest;

use super::super::engine::Local;
use super::super::ground::Ground;
use super::super::{Request, loaded, made};
use super::page::{Told, damaged, piece};
use super::plan::Plan;
use super::work::Few;
use super::{Answer, Workspace};
use crate::decisions::Met;

/// Writes the report of `plan`, whose pieces are all there, and returns its answer.
pub(super) fn write(
    request: &Request<'_>,
    ground: &Ground,
    plan: &Plan,
    workspace: &dyn Workspace,
    diagnostics: &mut Vec<Diagnostic>,
    out: &mut dyn Write,
) -> io::Result<Answer> {
    let mut met = Met::default();
    let mut named: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut answer = Answer::Yes;
    for product in &plan.products {
        let told = Told::read(workspace, &product.key)?;
        if told.answer() == Answer::No {
            answer = Answer::No;
        }
        met.used.extend(told.met.used);
        met.found.extend(told.met.found);
        for exemption in told.exemptions {
            named.entry(exemption).or_insert_with(|| told.category.clone());
        }
    }
    if let Some((decisions, _)) = request.decisions {
        diagnostics.extend(met.remarks(decisions, request.options.as_of));
    }
    let declarations = declarations(plan, workspace)?;
    if declarations.iter().any(|one| one.left_out.is_some()) {
        answer = Answer::No;
    }
    let frame = frame(request, ground, plan, workspace, (declarations, &named), diagnostics)?;
    fill(&frame.to_json(), plan, workspace, out)?;
    Ok(answer)
}

/// What the report tells of documents, in its order.
fn declarations(plan: &Plan, workspace: &dyn Workspace) -> io::Result<Vec<DeclarationInput>> {
    let mut all: Vec<DeclarationInput> = Vec::new();
    for bucket in plan.buckets.iter().chain(&plan.others) {
        let lines = piece(workspace, &bucket.key)?;
        for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            all.push(serde_json::from_slice(line).map_err(damaged)?);
        }
    }
    all.sort_by(|a, b| (&a.part, &a.sha256).cmp(&(&b.part, &b.sha256)));
    // What is left out stands in the bucket of each part that it is about.
    all.dedup_by(|a, b| a.left_out.is_some() && a == b);
    Ok(all)
}

/// The report without its products.
fn frame(
    request: &Request<'_>,
    ground: &Ground,
    plan: &Plan,
    workspace: &dyn Workspace,
    (declarations, named): (Vec<DeclarationInput>, &BTreeMap<(String, String), String>),
    diagnostics: &mut Vec<Diagnostic>,
) -> io::Result<Report> {
    let statements = Few::new(workspace, plan, &BTreeSet::new());
    let folder = loaded(request, &statements, &mut |_, _, _| (), diagnostics)?;
    let nothing = ground.narrowed(&[], &[], &[]);
    let nothing = nothing.ok_or_else(|| io::Error::other("the bill of materials changed"))?;
    let named = named.iter().map(|((list, id), to)| ((list.as_str(), id.as_str()), to.as_str()));
    let named = named.collect();
    let made = made(
        (&Local, request),
        (&nothing, &folder),
        diagnostics,
        |_, _| (),
        |_, _| (),
        |context, report, _, _| Report { exemptions: context.texts(&named), ..report },
    )?;
    let mut report = made.ok_or_else(|| io::Error::other("there is no basis for a report"))?;
    report.options.decisions_sha256 = request.decisions.map(|(file, _)| file.sha256.clone());
    let told: BTreeSet<&str> = declarations.iter().map(|one| one.sha256.as_str()).collect();
    let hashes = plan.documents.iter().map(|one| one.sha256).collect::<BTreeSet<Digest>>();
    let hashes = hashes.iter().map(Digest::to_string);
    report.inputs.unmatched = hashes.filter(|hash| !told.contains(hash.as_str())).collect();
    report.inputs.declarations = declarations;
    Ok(report)
}

/// Writes the report with the pages of its products in their place.
fn fill(
    frame: &str,
    plan: &Plan,
    workspace: &dyn Workspace,
    out: &mut dyn Write,
) -> io::Result<()> {
    const PLACE: &str = "\n  \"products\": [],\n";
    // No string of JSON holds a line break, and nothing else is indented so.
    if plan.products.is_empty() {
        return out.write_all(frame.as_bytes());
    }
    let no_place = || io::Error::other("a report has no place for products");
    let (before, after) = frame.split_once(PLACE).ok_or_else(no_place)?;
    write!(out, "{before}\n  \"products\": [")?;
    for (at, product) in plan.products.iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        out.write_all(&piece(workspace, &product.key)?)?;
    }
    write!(out, "\n  ],\n{after}")
}
