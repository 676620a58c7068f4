//! The mark of the environment-friendly use period.

use serde_json::{Value, json};
use unleaded_documents::china_table::ChinaTable;
use unleaded_documents::efup::{EfupError, EfupMark};
use unleaded_documents::made_from::MadeFrom;
use unleaded_model::diagnostic::Language;

use crate::sample::{TEN, film, finding, made, part, product, range, report, sha, verdict, wire};

fn mark(value: &Value, years: Option<u32>) -> Result<EfupMark, EfupError> {
    let report = report(value);
    let table = ChinaTable::new(&report, "PHONE-1", &sha('9')).expect("a table");
    EfupMark::new(&table, years)
}

/// A report on a product whose board has that status of lead.
fn lead(of_part: &str, status: &str, findings: &[Value]) -> Value {
    let china = verdict("china-rohs", "GB/T 26572-2011+A1", status, findings);
    let not: &[(&str, &str)] = &[("Pb", of_part)];
    let parts = [part("MAIN-BOARD", "Main board", "主板", &TEN, not)];
    wire("GB/T 26572-2011+A1", json!([product(&parts, status, &[china])]))
}

#[test]
fn the_table_decides() {
    let good = lead("compliant", "compliant", &[]);
    assert_eq!(mark(&good, None), Ok(EfupMark::Nothing));
    assert_eq!(mark(&good, Some(10)), Err(EfupError::YearsOfNothing));
    for status in ["non-compliant", "compliant-by-exemption"] {
        let over = finding("Pb", status, &film(), range("200000", "200000"));
        let value = lead(status, status, &[over]);
        assert_eq!(mark(&value, None), Err(EfupError::YearsMissing), "{status}");
        assert_eq!(mark(&value, Some(10)), Ok(EfupMark::Years(10)), "{status}");
        for years in [0, 101, u32::MAX] {
            assert_eq!(mark(&value, Some(years)), Err(EfupError::YearsOutOfRange));
        }
    }
}

#[test]
fn what_is_unknown_has_no_mark() {
    let missing = finding("*", "unknown", &["PHONE-1", "MAIN-BOARD"], range("0", "1000000"));
    for value in [
        lead("unknown", "unknown", &[]),
        lead("unknown", "non-compliant", &[]),
        // Reports that somebody changed: the parts or the verdict are kinder than the rest.
        lead("compliant", "unknown", &[]),
        lead("compliant", "non-compliant", &[]),
        lead("compliant", "compliant", &[missing]),
    ] {
        for years in [None, Some(10)] {
            assert_eq!(mark(&value, years), Err(EfupError::Undecided), "{value}");
        }
    }
}

#[test]
fn the_picture_names_itself_and_what_it_was_made_from() {
    let made = made(&report(&lead("compliant", "compliant", &[])), "efup-mark", None);
    for (mark, en, zh) in [
        (EfupMark::Nothing, "no hazardous substance is above", "均不超过限量"),
        (EfupMark::Years(1), "period: 1 year<", "1 年"),
        (EfupMark::Years(20), "period: 20 years<", "20 年"),
        (EfupMark::Years(100), "period: 100 years<", "100 年"),
    ] {
        let (en_svg, zh_svg) = (mark.to_svg(Language::En, &made), mark.to_svg(Language::Zh, &made));
        assert!(en_svg.contains(en), "{en_svg}");
        assert!(zh_svg.contains(zh), "{zh_svg}");
        for svg in [en_svg, zh_svg] {
            assert_eq!(MadeFrom::find(svg.as_bytes()), Ok(made.clone()));
            assert!(!svg.contains("<text") && !svg.contains("<script") && !svg.contains("font"));
            let digits = match mark {
                EfupMark::Nothing => 1,
                EfupMark::Years(years) => years.to_string().len(),
            };
            assert_eq!(svg.matches("<path").count(), 2 + digits, "{svg}");
        }
    }
}
