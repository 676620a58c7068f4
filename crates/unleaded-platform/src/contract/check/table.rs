//! The hazardous substance table of SJ/T 11364.

use super::{Findings, MOST_ITEMS};
use crate::contract::declaration::{ConformityDeclaration, TableRow};
use crate::contract::limit_set::LimitSet;

pub(super) fn check_table(
    declaration: &ConformityDeclaration,
    limit_set: Option<LimitSet>,
    findings: &mut Findings,
) {
    let rows = &declaration.hazardous_table;
    findings.list("/hazardous_table", rows.len());
    for (index, row) in rows.iter().enumerate().take(MOST_ITEMS) {
        let at = format!("/hazardous_table/{index}");
        findings.text(format!("{at}/part/zh"), &row.part.zh);
        check_cells(&at, row, limit_set, findings);
        check_claims(&at, row, findings);
    }
    let any_over = rows.iter().any(|row| row.cells.values().any(|cell| cell == "x"));
    if any_over && declaration.product.epup_years.is_none() {
        // SJ/T 11364: the number in the circle is the period, and only a product without any x carries the `e`.
        let (zh, en) = (
            "含×的产品须标明环保使用期限",
            "a product with an x needs an environment-friendly use period",
        );
        findings.rule("/product/epup_years", None, zh, en);
    }
}

fn check_cells(at: &str, row: &TableRow, limit_set: Option<LimitSet>, findings: &mut Findings) {
    let expected = limit_set.map_or(&[][..], LimitSet::substances);
    for key in expected.iter().filter(|key| !row.cells.contains_key(**key)) {
        let (zh, en) = ("缺少该物质的单元格", "the substance has no cell");
        findings.rule(format!("{at}/cells/{key}"), None, zh, en);
    }
    for (key, cell) in row.cells.iter().take(MOST_ITEMS) {
        let field = format!("{at}/cells/{}", pointer_step(key));
        if limit_set.is_some() && !expected.contains(&key.as_str()) {
            let (zh, en) = ("所选标准不含该物质", "the standard has no such substance");
            findings.rule(field, Some(key), zh, en);
        } else if cell == "x" {
            if !row.exceptions.iter().any(|claim| claim.substance == *key) {
                let (zh, en) = (
                    "超出限量且未声明例外的产品不符合要求",
                    "above the limit without an exception: the product does not conform",
                );
                findings.rule(field, Some(cell), zh, en);
            }
        } else if cell != "o" {
            let (zh, en) = (
                "只能为 o 或 x；未知不得报送",
                "it must be o or x; what is unknown can't be declared",
            );
            findings.rule(field, Some(cell), zh, en);
        }
    }
}

fn check_claims(at: &str, row: &TableRow, findings: &mut Findings) {
    for (index, claim) in row.exceptions.iter().enumerate().take(MOST_ITEMS) {
        let field = format!("{at}/exceptions/{index}");
        if claim.list != "2018" {
            let (zh, en) = ("例外清单版本应为 2018", "the list of exceptions must be 2018");
            findings.rule(format!("{field}/list"), Some(&claim.list), zh, en);
        }
        findings.text(format!("{field}/entry"), &claim.entry);
        if row.cells.get(&claim.substance).map(String::as_str) != Some("x") {
            let (zh, en) = (
                "该物质未标为×，无需例外",
                "the substance is not marked x, so it needs no exception",
            );
            findings.rule(format!("{field}/substance"), Some(&claim.substance), zh, en);
        }
    }
}

/// Returns `key` as a step of a JSON Pointer (RFC 6901), shortened.
fn pointer_step(key: &str) -> String {
    let short: String = key.chars().take(40).collect();
    short.replace('~', "~0").replace('/', "~1")
}
