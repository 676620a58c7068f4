//! The table of hazardous substances.

use serde_json::{Value, json};
use unleaded_documents::china_table::{ChinaTable, ChinaTableError};
use unleaded_documents::made_from::MadeFrom;
use unleaded_model::diagnostic::Language;

use crate::sample::{
    SIX, TEN, exemption, film, finding, full, made, part, product, range, report, sha, verdict,
    wire,
};

fn table(value: &Value) -> Written {
    let report = report(value);
    let table = ChinaTable::new(&report, "PHONE-1", &sha('9')).expect("a table");
    let made = made(&report, "china-rohs-table", table.holds_until());
    Written { table, made }
}

/// A table with what it was made from.
struct Written {
    table: ChinaTable,
    made: MadeFrom,
}

impl Written {
    fn is_draft(&self) -> bool {
        self.table.is_draft()
    }

    /// Without the line for programs.
    fn to_text(&self, language: Language) -> String {
        let text = self.table.to_text(language, &self.made);
        let (text, line) = text.trim_end().rsplit_once('\n').expect("lines");
        assert!(line.starts_with("# unleaded-made-from: {"), "{line}");
        format!("{text}\n")
    }

    fn to_html(&self, language: Language) -> String {
        self.table.to_html(language, &self.made)
    }
}

/// A report on one product, judged under China RoHS only.
fn of(basis: &str, parts: &[Value], status: &str, findings: &[Value]) -> Value {
    let china = verdict("china-rohs", basis, status, findings);
    wire(basis, json!([product(parts, status, &[china])]))
}

/// The line of the table that begins with `name`.
fn line(text: &str, name: &str) -> String {
    let found = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    found.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_finished_table_in_chinese() {
    let mut exempted = finding("Pb", "compliant-by-exemption", &film(), range("200000", "200000"));
    exempted["exemption"] = exemption();
    let parts = [
        part("MAIN-BOARD", "Main board", "主板", &SIX, &[("Pb", "compliant-by-exemption")]),
        part("SCREW-M2", "", "", &SIX, &[]),
    ];
    let table = table(&of("GB/T 26572-2011", &parts, "compliant-by-exemption", &[exempted]));
    assert!(!table.is_draft());
    let expect = "\
产品中有害物质的名称及含量
手机（PHONE-1）

                                          多溴联  多溴二
               铅    汞    镉    六价铬     苯     苯醚
部件名称      (Pb)  (Hg)  (Cd)  (Cr(VI))  (PBB)   (PBDE)
────────────────────────────────────────────────────────
主板           ×1    ○     ○       ○        ○       ○
[MAIN-BOARD]
SCREW-M2       ○     ○     ○       ○        ○       ○

本表格依据 SJ/T 11364 的规定编制。
○：表示该有害物质在该部件所有均质材料中的含量均在 GB/T 26572-2011 规定的限量要求以下（含等于限
   量）
×：表示该有害物质至少在该部件的某一均质材料中的含量超出 GB/T 26572-2011 规定的限量要求

说明
×1  主板，Pb
    适用例外 7(c)-I（China RoHS exceptions list），有效期至 2027-12-31；超过限值

环保使用期限：____ 年（由生产者填写）

产品          手机（PHONE-1）
限量依据      GB/T 26572-2011
评定日期      2026-11-22
报告 SHA-256  9999999999999999999999999999999999999999999999999999999999999999
编制工具      unleaded 0.1.0
本表仅对应上述 SHA-256 的报告。在评定日期 2026-11-22 有效；任一输入变更时须重新编制，最迟须在
2026-12-31 之后重新编制（所依据的豁免或限量依据已知至该日有效）。
";
    assert_eq!(table.to_text(Language::Zh), expect);
    // A finished table goes out with the product: where in it a substance sits, and who supplied it, stays inside.
    for language in [Language::En, Language::Zh] {
        for text in [table.to_text(language), table.to_html(language)] {
            assert!(!text.contains("Thick Film") && !text.contains("CR0402"), "{text}");
            assert!(!text.contains("Chip Maker"));
        }
    }
}

#[test]
fn the_basis_gives_the_columns_in_the_order_of_the_standard() {
    for (basis, keys, header) in [
        ("GB/T 26572-2011", &SIX[..], "Part name Pb Hg Cd Cr(VI) PBB PBDE"),
        ("GB/T 26572-2011+A1", &TEN[..], "Part name Pb Hg Cd Cr(VI) PBB PBDE DBP DIBP BBP DEHP"),
        ("GB 26572-2025", &TEN[..], "Part name Pb Hg Cd Cr(VI) PBB PBDE DBP DIBP BBP DEHP"),
    ] {
        let table = table(&of(basis, &[part("A", "A", "甲", keys, &[])], "compliant", &[]));
        let text = table.to_text(Language::En);
        assert_eq!(line(&text, "Part name"), header);
        let name = basis.replace("+A1", " with Amendment 1");
        assert!(text.contains(&name) && !text.contains("+A1") && !table.is_draft());
    }
}

#[test]
fn every_status_has_its_mark() {
    for (status, mark, draft) in [
        ("compliant", "○", false),
        ("compliant-by-exemption", "×1", false),
        ("non-compliant", "×1", false),
        ("unknown", "?1", true),
        ("of-a-later-version", "?1", true),
    ] {
        let parts = [part("BOARD", "", "", &SIX, &[("Pb", status)])];
        let table = table(&of("GB/T 26572-2011", &parts, status, &[]));
        assert_eq!(table.is_draft(), draft, "{status}");
        let text = table.to_text(Language::En);
        assert_eq!(line(&text, "BOARD"), format!("BOARD {mark} ○ ○ ○ ○ ○"), "{status}");
        assert_eq!(text.contains("DRAFT"), draft);
        assert_eq!(table.to_text(Language::Zh).contains("草稿"), draft);
        assert_eq!(table.to_html(Language::Zh).contains("草稿</strong>"), draft);
    }
}

#[test]
fn an_entry_that_a_part_was_not_judged_by_is_unknown() {
    let parts = [part("BOARD", "", "", &SIX, &[])];
    let table = table(&of("GB/T 26572-2011+A1", &parts, "compliant", &[]));
    assert!(table.is_draft());
    let text = table.to_text(Language::En);
    assert!(line(&text, "BOARD").starts_with("BOARD ○ ○ ○ ○ ○ ○ ?1 ?1 ?1 ?1"), "{text}");
}

#[test]
fn a_draft_says_what_is_missing_and_where() {
    let table = table(&full());
    assert!(table.is_draft());
    let text = table.to_text(Language::Zh);
    assert!(text.contains("按键组件，全部有害物质"), "{text}");
    assert!(text.contains("该部件没有可用的声明——位置：PHONE-1 > KEYPAD"), "{text}");
    assert_eq!(text.matches("该部件没有可用的声明").count(), 1);
}

#[test]
fn a_product_without_parts_is_its_own_row() {
    let over = finding("Cd", "non-compliant", &["PHONE-1", "Pigment"], range("100.000001", "101"));
    for (findings, status, expect) in [
        (vec![], "compliant", "Phone ○ ○ ○ ○ ○ ○"),
        (vec![over], "non-compliant", "Phone ○ ○ ×1 ○ ○ ○"),
        (
            vec![finding("*", "unknown", &["PHONE-1"], range("0", "1000000"))],
            "unknown",
            "Phone ?1 ?1 ?1 ?1 ?1 ?1",
        ),
    ] {
        let value = of("GB/T 26572-2011", &[], status, &findings);
        let text = table(&value).to_text(Language::En);
        let rows = text.lines().skip_while(|line| !line.starts_with('─')).skip(1);
        let row = rows.collect::<Vec<_>>().join("\n");
        assert_eq!(line(&row, "Phone"), expect);
    }
}

#[test]
fn a_product_without_parts_that_was_not_judged_is_unknown() {
    let mut value = of("GB/T 26572-2011", &[], "compliant", &[]);
    value["products"][0]["verdicts"][0]["counts"] = json!({"compliant": 0});
    assert!(table(&value).is_draft());
    assert!(table(&of("GB/T 99999", &[], "compliant", &[])).is_draft());
}

#[test]
fn the_table_never_says_better_than_the_verdict() {
    let parts = [part("BOARD", "", "", &SIX, &[])];
    let own = finding("Pb", "non-compliant", &["PHONE-1", "Glue"], range("2000", "2000"));
    let glued = table(&of("GB/T 26572-2011", &parts, "non-compliant", &[own]));
    let text = glued.to_text(Language::En);
    assert_eq!(line(&text, "BOARD"), "BOARD ○ ○ ○ ○ ○ ○");
    assert_eq!(line(&text, "itself)"), "itself)");
    assert_eq!(line(&text, "Phone (the product"), "Phone (the product ×1 ○ ○ ○ ○ ○");
    for status in ["unknown", "non-compliant"] {
        let silent = table(&of("GB/T 26572-2011", &parts, status, &[]));
        assert!(silent.is_draft(), "{status}");
    }
    let mut said = of("GB/T 26572-2011", &parts, "non-compliant", &[]);
    said["products"][0]["verdicts"][0]["entries"] = json!([{
        "entry": "Cd", "status": "non-compliant", "mass_mg": range("1", "1"),
        "worst_ppm": range("101", "101"), "worst_at": ["PHONE-1", "BOARD"],
    }]);
    let text = table(&said).to_text(Language::En);
    assert_eq!(line(&text, "Phone (the product"), "Phone (the product ○ ○ ×1 ○ ○ ○");
}

#[test]
fn names_of_a_part_cannot_act() {
    let name = "<script>alert(\"1\")</script>&'\u{1b}[31m\u{202e}";
    let parts = [part("A&B", name, name, &SIX, &[("Pb", "unknown")])];
    let mut found = finding("Pb", "unknown", &["PHONE-1", "A&B", name], range("0", "9999"));
    found["reason"] = json!(name);
    let table = table(&of("GB/T 26572-2011", &parts, "unknown", &[found]));
    let html = table.to_html(Language::En);
    assert!(!html.contains("<script") && html.contains("&lt;script&gt;alert(&quot;1&quot;)"));
    assert!(html.contains("A&amp;B") && !html.contains("A&B"));
    for text in [html, table.to_text(Language::En)] {
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
    }
}

#[test]
fn the_page_stands_alone_and_can_be_heard() {
    let table = table(&full());
    for (language, tag, heard) in [
        (Language::En, "<html lang=\"en\">", "aria-label=\"over the limit, under an exception\""),
        (Language::Zh, "<html lang=\"zh-CN\">", "aria-label=\"超出限量要求，适用例外\""),
    ] {
        let html = table.to_html(language);
        assert!(html.contains(tag) && html.contains(heard));
        assert!(html.contains("scope=\"row\"") && html.contains("scope=\"col\""));
        for outside in ["<script", "http:", "https:", "url(", "@import", "<link", "src="] {
            assert!(!html.contains(outside), "{outside}");
        }
        assert!(html.contains(&sha('9')) && html.contains("2026-11-22"));
        assert!(html.contains("____"), "no period is known");
        assert_eq!(html, table.to_html(language));
        for tag in
            ["table", "thead", "tbody", "tr", "th", "td", "ol", "ul", "li", "section", "main"]
        {
            let opened = html.matches(&format!("<{tag}>")).count()
                + html.matches(&format!("<{tag} ")).count();
            assert_eq!(opened, html.matches(&format!("</{tag}>")).count(), "{tag}");
        }
    }
}

#[test]
fn what_cannot_be_answered_is_an_error_with_the_way_out() {
    let value = of("GB/T 26572-2011", &[], "compliant", &[]);
    let unknown = ChinaTable::new(&report(&value), "PHONE-2", &sha('9')).expect_err("unknown");
    assert_eq!(unknown.to_string(), "the report has no product `PHONE-2` (it holds `PHONE-1`)");
    let eu = verdict("eu-rohs", "2011/65/EU", "compliant", &[]);
    let mut value = wire("GB/T 26572-2011", json!([product(&[], "compliant", &[eu])]));
    value["options"]["rules"] = json!(["eu-rohs"]);
    let none = ChinaTable::new(&report(&value), "PHONE-1", &sha('9')).expect_err("no verdict");
    assert!(
        matches!(&none, ChinaTableError::NoVerdict { rule_sets, .. } if rule_sets == &["eu-rohs"])
    );
}
