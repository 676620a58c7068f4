//! The way up as JSON, described by `schemas/where-used-v1.schema.json`.

use serde_json::{Value, json};
use unleaded_app::rollup::{Holder, InProduct, Paths, Question, WhereUsed};
use unleaded_documents::report::Report;

use super::asked;

pub(super) fn body(report: &Report, question: &Question, found: &WhereUsed) -> Value {
    let (kind, _, name) = asked(question);
    json!({
        "schema": "unleaded/where-used/v1",
        "as_of": report.as_of,
        "bom": report.inputs.bom,
        "asked": {"kind": kind, "name": name, "key": found.key},
        "products": found.products.iter().map(product).collect::<Vec<_>>(),
        "products_without": found.without,
        "holders": found.holders.iter().map(holder).collect::<Vec<_>>(),
    })
}

fn product(product: &InProduct) -> Value {
    let status =
        |(rule_set, status): &(String, String)| json!({"rule_set": rule_set, "status": status});
    json!({
        "part": product.part,
        "name": product.name,
        "name_zh": product.name_zh,
        "certainty": product.certainty.word(),
        "statuses": product.statuses.iter().map(status).collect::<Vec<_>>(),
        "mass_mg": product.mass_mg,
        "worst_ppm": product.worst_ppm,
        "worst_at": product.worst_at,
        "surely": paths(&product.surely),
        "possibly": paths(&product.possibly),
    })
}

/// A number of paths may exceed what a JSON number holds.
fn paths(paths: &Paths) -> Value {
    json!({"count": paths.count.map(|count| count.to_string()), "shown": paths.shown})
}

fn holder(holder: &Holder) -> Value {
    json!({
        "part": holder.part,
        "certainty": holder.certainty.word(),
        "why": holder.why,
        "mass_mg": holder.mass_mg,
        "share_ppm": holder.share_ppm,
        "documents": holder.documents,
    })
}
