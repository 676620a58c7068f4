//! Reports as trees: what they were made from, and per product what was found.

use unleaded_documents::report::{
    Claim, Decision, DeclarationInput, EntryTotal, Exemption, Finding, ListInput, Part, Product,
    Range, Report, RestsOn, Stated, StatementInput, Substance, Total, Verdict,
};
use unleaded_model::identity::key;

use super::field::{Field, Kind};
use super::node::{Node, Value};

pub(super) fn tree(report: &Report) -> Node {
    Node::new(Kind::Document, "", "")
        .holds([header(report)])
        .holds(report.inputs.declarations.iter().map(input))
        .holds(report.inputs.unmatched.iter().map(|sha256| other_input(sha256, "of no part")))
        .holds(report.inputs.statements.iter().map(statement))
        .holds(report.inputs.lists.iter().map(list))
        .holds(report.products.iter().map(product))
}

fn header(report: &Report) -> Node {
    let options = &report.options;
    let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let told = [
        format!("rules {}", options.rules.join(", ")),
        format!("category {}", options.eu_rohs_category),
        format!("china basis {}", or_dash(&options.china_basis)),
        format!("china item {}", options.china_item),
        format!("closure tolerance {}", options.closure_tolerance_percent),
        format!("disclosure {}", options.disclosure_policy),
        format!("require signed {}", options.require_signed),
        format!("trust file {}", or_dash(&options.trust_sha256)),
        format!("applications {}", options.applications.join(", ")),
        format!("known on {}", or_dash(&options.known_on)),
        format!("china bases allowed {}", options.china_bases_allowed.join(", ")),
        format!("decisions file {}", or_dash(&options.decisions_sha256)),
        format!("mapping file {}", or_dash(&options.mapping_sha256)),
        format!("products {}", options.products.join(", ")),
    ];
    Node::new(Kind::Header, "", "")
        .says(Field::Date, Value::text(&report.as_of))
        .says(Field::Option, Value::text(&told.join("; ")))
        .says(Field::Version, Value::text(&report.tool.version))
        .says(Field::Sha256, Value::text(&report.inputs.bom.sha256))
}

fn input(input: &DeclarationInput) -> Node {
    let used = match &input.left_out {
        None if input.used => "used".to_owned(),
        None => "not used".to_owned(),
        Some(why) => format!("left out: {why}"),
    };
    Node::new(Kind::Input, input.part.clone(), input.part.clone())
        .says(Field::Sha256, Value::text(&input.sha256))
        .says(Field::Signer, optional(input.signer.as_ref()))
        .says(Field::Signature, Value::text(&input.signature))
        .says(Field::Evidence, evidence(input.envelope_sha256.iter().chain(&input.evidence_sha256)))
        .says(Field::Use, Value::text(&used))
        .says(Field::Acceptance, optional(input.acceptance.as_ref()))
        .says(Field::Content, optional(input.content.as_ref()))
        .says(Field::Supplier, optional(input.supplier.as_ref()))
        .says(Field::Date, optional(input.date.as_ref()))
}

/// A file that speaks of no part of the bill of materials; it has no name but its hash.
fn other_input(sha256: &str, used: &str) -> Node {
    Node::new(Kind::Input, format!("\u{1}{sha256}"), sha256)
        .says(Field::Sha256, Value::text(sha256))
        .says(Field::Use, Value::text(used))
}

fn statement(statement: &StatementInput) -> Node {
    other_input(&statement.sha256, "statement of a signer")
        .says(Field::Evidence, evidence(statement.evidence_sha256.iter()))
}

fn evidence<'a>(hashes: impl Iterator<Item = &'a String>) -> Option<Value> {
    Value::text(&joined(hashes, ", "))
}

fn list(list: &ListInput) -> Node {
    Node::new(Kind::ListEdition, list.id.clone(), list.id.clone())
        .says(Field::Edition, Value::text(&list.edition))
        .says(Field::Sha256, Value::text(&list.sha256))
        .says(Field::Status, Value::text(&list.status))
        .says(
            Field::NotBinding,
            (list.standing != "in-force").then(|| Value::text(&list.standing)).flatten(),
        )
}

fn product(product: &Product) -> Node {
    let parts = &product.coverage.parts;
    let covered = format!("{}/{}", parts.declared, parts.total);
    let undisclosed = product.undisclosed.as_ref().map(|total| &total.mass_mg);
    Node::new(Kind::Product, product.part.clone(), named(&product.part, &product.name))
        .says(Field::Name, Value::text(&product.name))
        .says(Field::NameZh, Value::text(&product.name_zh))
        .says(Field::Status, Value::text(&product.status))
        .says(Field::Category, Value::text(&product.eu_rohs_category))
        .says(Field::Mass, range(&product.mass_mg, "mg"))
        .says(Field::WeighedMass, optional(product.weighed_mass_mg.as_ref()))
        .says(Field::Coverage, Value::text(&covered))
        .says(Field::MassDeclared, optional(product.coverage.mass_declared_share.as_ref()))
        .says(Field::Undisclosed, undisclosed.and_then(|mass| range(mass, "mg")))
        .says(Field::Worst, product.undisclosed.as_ref().and_then(|t| range(&t.worst_ppm, "ppm")))
        .says(Field::WorstAt, product.undisclosed.as_ref().and_then(|t| path(&t.worst_at)))
        .holds(product.parts.iter().map(part))
        .holds(product.substances.iter().map(substance))
        .holds(product.claims.iter().map(claim))
        .holds(product.verdicts.iter().map(verdict))
}

fn part(part: &Part) -> Node {
    let mut statuses: Vec<String> = part
        .statuses
        .iter()
        .map(|status| format!("{} {}", status.rule_set, status.status))
        .collect();
    statuses.sort_unstable();
    Node::new(Kind::Part, part.part.clone(), named(&part.part, &part.name))
        .says(Field::Name, Value::text(&part.name))
        .says(Field::NameZh, Value::text(&part.name_zh))
        .says(Field::Quantity, Value::text(&format!("{} {}", part.quantity, part.unit)))
        .says(Field::Status, Value::text(&statuses.join(", ")))
}

fn substance(substance: &Substance) -> Node {
    let identity = match &substance.cas {
        Some(cas) => cas.clone(),
        None => format!("\u{2}{}", key(&substance.name)),
    };
    let number = substance.cas.as_deref().unwrap_or_default();
    let node = Node::new(Kind::Substance, identity, named(&substance.name, number))
        .says(Field::Name, Value::meaning(&substance.name, &key(&substance.name)));
    total(node, &substance.total)
}

fn total(node: Node, total: &Total) -> Node {
    node.says(Field::Mass, range(&total.mass_mg, "mg"))
        .says(Field::Worst, range(&total.worst_ppm, "ppm"))
        .says(Field::WorstAt, path(&total.worst_at))
}

fn verdict(verdict: &Verdict) -> Node {
    let counts = verdict.counts.iter().filter(|(_, count)| **count > 0);
    let counts: Vec<String> = counts.map(|(status, count)| format!("{count} {status}")).collect();
    let scope = verdict.scope.as_ref().map(|scope| scope.reason.as_str()).unwrap_or_default();
    Node::new(Kind::Verdict, verdict.rule_set.clone(), verdict.rule_set.clone())
        .says(Field::Edition, Value::text(&verdict.edition))
        .says(Field::ChinaItem, Value::text(scope))
        .says(Field::Status, Value::text(&verdict.status))
        .says(Field::NotBinding, not_binding(verdict))
        .says(Field::PlaceCounts, Value::text(&counts.join(", ")))
        .says(Field::Undecided, Value::text(&verdict.undecided.to_string()))
        .says(
            Field::Statements,
            Value::text(&joined(verdict.statements.iter().map(rests_on), "; ")),
        )
        .says(Field::RulesChange, optional(verdict.rules_change.as_ref()))
        .says(Field::Expires, optional(verdict.earliest_expiry.as_ref()))
        .holds(verdict.exemptions.iter().map(exemption))
        .holds(verdict.entries.iter().map(entry))
        .holds(verdict.findings.iter().map(finding))
}

/// Why the verdict binds nobody; older reports do not tell.
fn not_binding(verdict: &Verdict) -> Option<Value> {
    match verdict.not_binding.as_slice() {
        [] if verdict.binding => None,
        [] => Value::text("not told"),
        why => Value::text(&why.join(", ")),
    }
}

fn rests_on(rests_on: &RestsOn) -> String {
    let RestsOn { list, parts, documents, not_covered } = rests_on;
    let (documents, without) = (documents.join(", "), not_covered.join(", "));
    format!("{list} ({parts}): {documents} - {without}")
}

fn exemption(exemption: &Exemption) -> Node {
    let identity = format!("{}\u{1}{}", exemption.id, exemption.list);
    Node::new(Kind::Exemption, identity, format!("{} ({})", exemption.id, exemption.list))
        .says(Field::Status, Value::text(&exemption.force))
        .says(Field::Expires, optional(exemption.expires.as_ref()))
}

/// A claim, told by where it is made and what for; what became of it may change.
fn claim(claim: &Claim) -> Node {
    let entry = claim.entry.as_deref().unwrap_or_default();
    let path = claim.path.join(" > ");
    let law = claim.rule_set.as_deref().unwrap_or_default();
    let identity = [claim.id.as_str(), &claim.list, entry, &path, law].join("\u{1}");
    Node::new(Kind::Exemption, identity, format!("{} ({}): {path}", claim.id, claim.list))
        .says(Field::Status, Value::text(&claim.outcome))
        .says(Field::Expires, optional(claim.expires.as_ref()))
        .says(Field::Document, optional(claim.document.as_ref()))
        .says(Field::PlaceCounts, Value::text(&claim.places.to_string()))
}

fn entry(entry: &EntryTotal) -> Node {
    let node = Node::new(Kind::EntryTotal, entry.entry.clone(), entry.entry.clone())
        .says(Field::Status, Value::text(&entry.status))
        .says(Field::Limit, Value::text(&entry.limit_ppm))
        .says(Field::Document, optional(entry.document.as_ref()));
    total(node, &entry.total)
}

fn finding(finding: &Finding) -> Node {
    let path = finding.path.join(" > ");
    let claimed = finding.exemption.as_ref().map(|e| format!("{} ({}), {}", e.id, e.list, e.force));
    let expires = finding.exemption.as_ref().and_then(|exemption| exemption.expires.as_deref());
    let identity = format!("{}\u{1}{}\u{1}{path}", finding.entry, finding.level);
    Node::new(Kind::Finding, identity, format!("{}: {path}", finding.entry))
        .says(Field::Status, Value::text(&finding.status))
        .says(Field::Value, range(&finding.value_ppm, "ppm"))
        .says(Field::Limit, optional(finding.limit_ppm.as_ref()))
        .says(Field::Exemption, optional(claimed.as_ref()))
        .says(Field::Expires, expires.and_then(Value::text))
        .says(Field::Document, optional(finding.document.as_ref()))
        .says(Field::Signer, optional(finding.signer.as_ref()))
        .says(Field::Causes, Value::text(&finding.causes.join(", ")))
        .says(Field::Duties, Value::text(&finding.duties.join("; ")))
        .says(Field::Statements, Value::text(&joined(finding.statements.iter().map(stated), "; ")))
        .says(Field::Offers, Value::text(&joined(finding.offers.iter().map(offer), "; ")))
        .says(Field::Decision, finding.decision.as_ref().and_then(decision))
}

fn stated(stated: &Stated) -> String {
    let value = range(&stated.value_ppm, "ppm").map(|value| value.printed).unwrap_or_default();
    format!("{} {} {value} {}", stated.list, stated.says, stated.document)
}

fn offer(offer: &Exemption) -> String {
    let ends = offer.expires.as_deref().unwrap_or("-");
    format!("{} ({}), {}, {ends}", offer.id, offer.list, offer.force)
}

fn decision(decision: &Decision) -> Option<Value> {
    let Decision { reason, owner, evidence, decided, expires, state } = decision;
    let evidence = evidence.as_deref().unwrap_or("-");
    Value::text(&format!("{owner}, {decided} – {expires}, {state}: {reason} ({evidence})"))
}

fn path(steps: &[String]) -> Option<Value> {
    Value::text(&steps.join(" > "))
}

fn joined(texts: impl Iterator<Item = impl AsRef<str>>, between: &str) -> String {
    let texts: Vec<_> = texts.collect();
    texts.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(between)
}

/// An interval with its unit. Reports print amounts in one form only, so equal text is an equal value.
fn range(range: &Range, unit: &str) -> Option<Value> {
    match &range.high {
        Some(high) if *high == range.low => Value::text(&format!("{high} {unit}")),
        Some(high) => Value::text(&format!("{} – {high} {unit}", range.low)),
        None => Value::text(&format!("≥ {} {unit}", range.low)),
    }
}

fn optional(text: Option<&String>) -> Option<Value> {
    text.and_then(|text| Value::text(text))
}

fn named(first: &str, second: &str) -> String {
    let words = [first.trim(), second.trim()];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
