//! Reports to make documents from. They are written as JSON, as a script would meet them.

use serde_json::{Value, json};
use unleaded_documents::made_from::{MadeFrom, Source};
use unleaded_documents::report::Report;

/// The six entries of GB/T 26572-2011.
pub(crate) const SIX: [&str; 6] = ["Pb", "Hg", "Cd", "Cr6", "PBB", "PBDE"];
/// The ten entries of its amendment.
pub(crate) const TEN: [&str; 10] =
    ["Pb", "Hg", "Cd", "Cr6", "PBB", "PBDE", "DEHP", "BBP", "DBP", "DIBP"];

/// Returns a SHA-256 that is easy to tell.
pub(crate) fn sha(digit: char) -> String {
    digit.to_string().repeat(64)
}

/// Returns what `value` says, read as a report.
pub(crate) fn report(value: &Value) -> Report {
    Report::from_json(value.to_string().as_bytes()).expect("a report")
}

/// Returns what a document of that kind was made from.
pub(crate) fn made(report: &Report, document: &str, holds_until: Option<&str>) -> MadeFrom {
    Source::new(report, b"the report", marked).made(document, "PHONE-1", holds_until)
}

/// Stands for a hash: as long as one, and different for what begins or ends differently.
pub(crate) fn marked(bytes: &[u8]) -> String {
    let ends = bytes.iter().take(8).chain(bytes.iter().rev().take(16));
    let hex: String = ends.map(|byte| format!("{byte:02x}")).collect();
    format!("{:0<64}", format!("{:04x}{hex}", bytes.len()))
}

/// Returns a report on these products.
pub(crate) fn wire(basis: &str, products: Value) -> Value {
    json!({
        "schema": "unleaded/report/v1",
        "as_of": "2026-11-22",
        "tool": {"name": "unleaded", "version": "0.1.0"},
        "options": {
            "rules": ["eu-rohs", "china-rohs", "reach-svhc"],
            "eu_rohs_category": "3",
            "china_basis": basis,
            "china_bases_allowed": [basis],
            "china_item": "assumed",
            "closure_tolerance_percent": "0.5",
            "disclosure_policy": "strict",
            "require_signed": false,
            "trust_sha256": sha('e'),
            "mapping_sha256": sha('f'),
        },
        "inputs": {
            "bom": {"sha256": sha('b')},
            "declarations": [
                {"part": "CR0402", "sha256": sha('a'), "signer": "Chip Maker", "signature": "good",
                 "acceptance": "refused", "used": true, "left_out": null,
                 "content": "composition", "supplier": "Chip Maker", "date": "2026-01-02",
                 "envelope_sha256": sha('9'), "evidence_sha256": [sha('7')]},
                {"part": "", "sha256": sha('c'), "signer": null, "signature": "bad",
                 "acceptance": null, "used": false, "left_out": "signature-bad",
                 "content": null, "supplier": null, "date": null},
                {"part": "SCREW-M2", "sha256": sha('d'), "signer": null, "signature": "unsigned",
                 "acceptance": null, "used": true, "left_out": null,
                 "content": "statement", "supplier": null, "date": null},
            ],
            "unmatched": [sha('8')],
            "statements": [{"sha256": sha('6'), "evidence_sha256": [sha('5')]}],
            "lists": [
                {"id": "china-rohs", "edition": "1", "sha256": sha('f'), "status": "reviewed"},
            ],
        },
        "products": products,
        "exemptions": [{
            "id": "7(c)-I", "list": "China RoHS exceptions list", "text": "lead in glass or ceramic",
            "text_zh": "玻璃或陶瓷中的铅", "least_ppm": "100", "most_ppm": null,
        }],
        "entries": {"china-rohs": TEN},
    })
}

/// Returns an interval.
pub(crate) fn range(low: &str, high: &str) -> Value {
    json!({"low": low, "high": high})
}

/// Returns a part that is compliant under China RoHS but for these entries.
pub(crate) fn part(number: &str, en: &str, zh: &str, keys: &[&str], not: &[(&str, &str)]) -> Value {
    let mut entries: serde_json::Map<String, Value> =
        keys.iter().map(|key| ((*key).to_owned(), json!("compliant"))).collect();
    for (key, status) in not {
        entries.insert((*key).to_owned(), json!(status));
    }
    let status = not.first().map_or("compliant", |(_, status)| status);
    json!({
        "part": number, "name": en, "name_zh": zh, "quantity": "1", "unit": "pieces",
        "statuses": [{"rule_set": "china-rohs", "status": status, "entries": entries}],
    })
}

/// Returns a finding with the document of `CR0402`.
pub(crate) fn finding(entry: &str, status: &str, path: &[&str], value: Value) -> Value {
    let all = entry == "*";
    json!({
        "entry": entry, "status": status, "level": "homogeneous-material", "path": path,
        "value_ppm": value.clone(),
        "limit_ppm": if all { Value::Null } else { json!("1000") },
        "exemption": null,
        "document": if all { Value::Null } else { json!(format!("sha256:{}", sha('a'))) },
        "signer": if all { Value::Null } else { json!("Chip Maker") },
        "reason": if all { "the part has no usable declaration" } else { "over the limit" },
        "reason_zh": if all { "该部件没有可用的声明" } else { "超过限值" },
        "duties": [],
        "legal_reference": if all { Value::Null } else { json!("GB/T 26572-2011") },
        "causes": [if all { "no-declaration" } else { "over" }],
        "place_mass_mg": if all { Value::Null } else { range("0.5", "0.5") },
        "named_ppm": if all { Value::Null } else { value.clone() },
        "undisclosed_ppm": if all { Value::Null } else { range("0", "0") },
        "contents": if all { json!([]) } else { json!([content(&value)]) },
        "contents_omitted": 0,
        "statements": if all { json!([]) } else { json!([stated()]) },
        "offers": if all { json!([]) } else { json!([exemption()]) },
    })
}

/// Returns lead that counts as a whole.
fn content(value: &Value) -> Value {
    json!({
        "substance": "Lead", "cas": "7439-92-1", "material": null, "disclosed": "definite",
        "told": "amount", "share_ppm": value, "factor": range("1", "1"), "counts_ppm": value,
    })
}

/// Returns a statement of the document of `CR0402`.
fn stated() -> Value {
    json!({
        "list": "EUROHS-1907", "says": "not-over", "value_ppm": range("0", "1000"),
        "document": format!("sha256:{}", sha('a')),
    })
}

/// Returns a verdict with these findings.
pub(crate) fn verdict(rule_set: &str, edition: &str, status: &str, findings: &[Value]) -> Value {
    let disclosure = rule_set == "reach-svhc";
    json!({
        "rule_set": rule_set,
        "kind": if disclosure { "disclosure" } else { "restriction" },
        "edition": edition,
        "status": status,
        "counts": match disclosure {
            true => json!({"nothing-to-declare": 40, "unknown": 1, "declare": 1}),
            false => json!({"compliant": 41, "compliant-by-exemption": 0, "unknown": 1,
                            "non-compliant": 1}),
        },
        "exemptions": [],
        "earliest_expiry": null,
        "statements": [
            {
                "list": "EUROHS-1907",
                "parts": 2,
                "documents": [format!("sha256:{}", sha('d'))],
                "not_covered": ["DEHP"],
            },
        ],
        "rules_change": "2027-08-01",
        "entries": [],
        "findings": findings,
    })
}

/// Returns a product of these parts and verdicts.
pub(crate) fn product(parts: &[Value], status: &str, verdicts: &[Value]) -> Value {
    json!({
        "part": "PHONE-1", "name": "Phone", "name_zh": "手机", "status": status,
        "eu_rohs_category": "3",
        "mass_mg": range("152300.5", "152300.5"),
        "weighed_mass_mg": "153000",
        "coverage": {"parts": {"declared": 11, "total": 12}, "mass_declared_share": "0.9934"},
        "undisclosed": null,
        "substances": [],
        "parts": parts,
        "claims": [],
        "documented": {"leaf_parts": ["CR0402", "KEYPAD", "SCREW-M2"], "covered_parts": ["CHIP"],
                       "assemblies": ["MAIN-BOARD"]},
        "verdicts": verdicts,
    })
}

/// Returns what became of a claim; without a rule set it is one of another law.
pub(crate) fn claim(rule_set: &str, (id, outcome): (&str, &str), part: &str) -> Value {
    let foreign = rule_set.is_empty();
    json!({
        "rule_set": if foreign { Value::Null } else { json!(rule_set) },
        "id": id,
        "list": if foreign { "ELV Annex II" } else { "EU RoHS Annex III" },
        "entry": if foreign { Value::Null } else { json!("Pb") },
        "outcome": outcome, "part": part, "path": ["PHONE-1", part], "places": 1,
        "document": format!("sha256:{}", sha('a')),
        "expires": if outcome == "applied" { json!("2027-06-30") } else { Value::Null },
    })
}

/// Returns an exemption in force.
pub(crate) fn exemption() -> Value {
    json!({"id": "7(c)-I", "list": "China RoHS exceptions list", "expires": "2027-12-31",
           "force": "in-force"})
}

/// Returns the path to a resistor's film.
pub(crate) fn film() -> [&'static str; 4] {
    ["PHONE-1", "MAIN-BOARD", "CR0402", "Thick Film"]
}

/// What a product holds of lead.
fn lead() -> Value {
    json!({
        "mass_mg": range("1.25", "1.25"), "worst_ppm": range("200000", "200000"),
        "worst_at": film(),
    })
}

/// Returns how a product stands to the catalogue: of an item, within its bound.
pub(crate) fn scope() -> Value {
    json!({
        "standing": "in", "assessed": true, "item": "2018-1/5",
        "name": "Printers", "name_zh": "打印机", "class": null,
        "bounds": [{"quantity": "print speed", "quantity_zh": "打印速度", "stated": "60",
                    "max": "60", "unit": "pages per minute"}],
        "reason": "item 2018-1/5, Printers: in the catalogue",
        "reason_zh": "目录条目 2018-1/5（打印机）：在目录内",
        "conditions": [{"text": "one of two routes", "text_zh": "两种途径之一",
                        "confidence": "one source", "source": "somewhere"}],
    })
}

fn china(missing: &Value) -> Value {
    let mut exempted = finding("Pb", "compliant-by-exemption", &film(), range("200000", "200000"));
    exempted["exemption"] = exemption();
    let findings = [exempted, missing.clone()];
    let mut china = verdict("china-rohs", "GB/T 26572-2011+A1", "unknown", &findings);
    china["exemptions"] = json!([exemption()]);
    china["scope"] = scope();
    china["earliest_expiry"] = json!("2027-12-31");
    let mut entry = lead();
    entry["entry"] = json!("Pb");
    entry["name"] = json!("Lead");
    entry["name_zh"] = json!("铅");
    entry["level"] = json!("homogeneous-material");
    entry["limit_ppm"] = json!("1000");
    entry["legal_reference"] = json!("GB/T 26572-2011");
    entry["document"] = json!(format!("sha256:{}", sha('a')));
    entry["status"] = json!("compliant-by-exemption");
    china["entries"] = json!([entry]);
    china
}

fn candidate_list(missing: &Value) -> Value {
    let path = ["PHONE-1", "MAIN-BOARD", "CR0402"];
    let value = range("1000.000001", "1000.000001");
    let mut declared = finding("7439-92-1 Lead", "declare", &path, value);
    declared["level"] = json!("article");
    declared["duties"] = json!(["REACH Article 33: tell the recipient"]);
    verdict("reach-svhc", "2026-02-04", "declare", &[declared, missing.clone()])
}

/// Returns a report in which everything occurs that a report can hold.
pub(crate) fn full() -> Value {
    let missing = finding("*", "unknown", &["PHONE-1", "KEYPAD"], range("0", "1000000"));
    let mut over = finding("Pb", "non-compliant", &film(), range("200000", "200000"));
    over["decision"] = json!({
        "reason": "it is being replaced",
        "owner": "Quality",
        "evidence": null,
        "decided": "2026-11-22",
        "expires": "2027-05-31",
        "state": "valid",
    });
    let eu = verdict("eu-rohs", "2011/65/EU", "non-compliant", &[over, missing.clone()]);
    let parts = [
        part("MAIN-BOARD", "Main board", "主板", &TEN, &[("Pb", "compliant-by-exemption")]),
        part("SCREW-M2", "Screw", "螺钉", &TEN, &[]),
        part("KEYPAD", "Keypad", "按键组件", &[], &TEN.map(|key| (key, "unknown"))),
    ];
    let verdicts = [eu, china(&missing), candidate_list(&missing)];
    let mut product = product(&parts, "non-compliant", &verdicts);
    product["undisclosed"] = lead();
    let mut substance = lead();
    substance["cas"] = json!("7439-92-1");
    substance["name"] = json!("Lead");
    product["substances"] = json!([substance]);
    product["claims"] = json!([
        claim("eu-rohs", ("6(c)", "unneeded"), "SCREW-M2"),
        claim("eu-rohs", ("6(c)", "unneeded"), "SPRING"),
        claim("eu-rohs", ("7(c)-I", "applied"), "CR0402"),
        claim("eu-rohs", ("99", "unknown-id"), "CR0402"),
        claim("", ("8(j)", "unmatched"), "CR0402"),
    ]);
    wire("GB/T 26572-2011+A1", json!([product]))
}
