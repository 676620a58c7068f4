//! The result of a deep check as JSON, described by `schemas/deep-verification-v1.schema.json`.

use serde_json::{Value, json};
use unleaded_app::aggregate::{
    Again, Child, Counts, Difference, Disagreement, Lower, Source, TakenBack, Tier,
};
use unleaded_trust::Digest;

use super::deep::Found;
use crate::verbs::json::diagnostic;

pub(super) fn wire(found: &Found) -> Value {
    let checked = &found.checked;
    json!({
        "file": found.file,
        "good": checked.is_fine(),
        "tiers": checked.tiers.iter().map(tier).collect::<Vec<Value>>(),
        "others": checked.others,
    })
}

fn tier(tier: &Tier) -> Value {
    let about = tier.about.as_ref();
    json!({
        "tier": tier.tier,
        "file": tier.file,
        "sha256": tier.sha256.to_string(),
        "envelope_sha256": or_null(tier.envelope),
        "good": tier.is_fine(),
        "signature": tier.state.word(),
        "signers": tier.signers,
        "as_of": about.map(|about| about.as_of.to_string()),
        "products": about.map(|about| about.products.clone()).unwrap_or_default(),
        "tool": about.map(|about| about.tool.clone()),
        "inputs": about.map(|about| json!({
            "count": about.inputs.count,
            "root": about.inputs.root.to_string(),
        })),
        "disagreements": tier.disagreements.iter().map(disagreement).collect::<Vec<Value>>(),
        "sources": tier.sources.iter().map(source).collect::<Vec<Value>>(),
        "documents": tier.children.iter().map(child).collect::<Vec<Value>>(),
        "again": again(&tier.again),
        "diagnostics": tier.diagnostics.iter().map(diagnostic).collect::<Vec<Value>>(),
    })
}

fn disagreement(found: &Disagreement) -> Value {
    json!({"member": found.member, "signed": found.signed, "found": found.found})
}

fn source(source: &Source) -> Value {
    json!({
        "kind": source.kind.word(),
        "name": source.name,
        "sha256": source.sha256.to_string(),
        "state": source.state.word(),
        "file": source.file,
        "diagnostics": source.diagnostics.iter().map(diagnostic).collect::<Vec<Value>>(),
    })
}

fn child(child: &Child) -> Value {
    json!({
        "parts": child.parts,
        "sha256": child.sha256.to_string(),
        "envelope_sha256": or_null(child.envelope),
        "counted": child.counts == Counts::Yes,
        "state": child.state.word(),
        "file": child.file,
        "signers": child.signers,
        "made_from": child.lower.as_ref().map(lower),
        "taken_back": child.taken_back.map(TakenBack::word),
        "diagnostics": child.diagnostics.iter().map(diagnostic).collect::<Vec<Value>>(),
    })
}

fn lower(lower: &Lower) -> Value {
    json!({
        "count": lower.tree.count,
        "root": lower.tree.root.to_string(),
        "envelope_sha256": or_null(lower.seen.map(|(envelope, _)| envelope)),
    })
}

fn again(again: &Again) -> Value {
    let (differences, count) = match again {
        Again::Differs { differences, count } => (differences.as_slice(), *count),
        Again::NotRepeated | Again::Same | Again::SameOtherwise => (&[][..], 0),
    };
    let difference = |d: &Difference| json!({"at": d.at, "then": d.then, "now": d.now});
    json!({
        "state": again.word(),
        "differences": differences.iter().map(difference).collect::<Vec<Value>>(),
        "count": count,
    })
}

fn or_null(digest: Option<Digest>) -> Option<String> {
    digest.map(|digest| digest.to_string())
}
