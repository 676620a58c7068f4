use super::*;

/// A declaration that is accepted.
const GOOD: &str = include_str!("../../../tests/declaration.json");

fn changed(change: impl FnOnce(&mut serde_json::Value)) -> ConformityDeclaration {
    let mut value: serde_json::Value = serde_json::from_str(GOOD).unwrap();
    change(&mut value);
    serde_json::from_value(value).unwrap()
}

#[track_caller]
fn check_one(change: impl FnOnce(&mut serde_json::Value), expected: &[(ErrorCode, &str)]) {
    let findings = check(&changed(change), "2026-11-22".parse().unwrap());
    let found: Vec<_> = findings.issues.iter().map(|i| (i.code, i.detail.field.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn the_example_is_accepted() {
    check_one(|_| {}, &[]);
}

#[test]
fn each_rule_refuses_and_names_the_field() {
    use ErrorCode::*;
    check_one(|v| v["declaration_type"] = "x".into(), &[(RuleViolation, "/declaration_type")]);
    check_one(|v| v["revision"] = 0.into(), &[(RuleViolation, "/revision")]);
    check_one(
        |v| v["commitment"]["accepted"] = false.into(),
        &[(RuleViolation, "/commitment/accepted")],
    );
    check_one(
        |v| v["commitment"]["text_id"] = "".into(),
        &[(RuleViolation, "/commitment/text_id")],
    );
    check_one(|v| v["signatory"]["name"] = " ".into(), &[(RuleViolation, "/signatory/name")]);
    check_one(
        |v| v["declarant"]["uscc"] = "91350100M000100Y44".into(),
        &[(UsccCheckFailed, "/declarant/uscc")],
    );
    check_one(
        |v| v["declarant"]["uscc"] = "91350100M000100Y4Z".into(),
        &[(UsccCheckFailed, "/declarant/uscc")],
    );
    check_one(|v| v["declarant"]["foreign_id"] = "1".into(), &[(ParamError, "/declarant")]);
    check_one(|v| v["declarant"]["role"] = "seller".into(), &[(RuleViolation, "/declarant/role")]);
    check_one(
        |v| v["declarant"]["name"]["zh"] = "".into(),
        &[(RuleViolation, "/declarant/name/zh")],
    );
}

#[test]
fn product_basis_and_evidence_are_checked() {
    use ErrorCode::*;
    check_one(
        |v| v["product"]["catalogue_item"] = "2018-1/13".into(),
        &[(CatalogueOutOfScope, "/product/catalogue_item")],
    );
    check_one(
        |v| v["product"]["models"] = serde_json::json!([]),
        &[(RuleViolation, "/product/models")],
    );
    check_one(
        |v| v["product"]["models"] = serde_json::json!(["A", "A"]),
        &[(RuleViolation, "/product/models/1")],
    );
    check_one(
        |v| v["product"]["epup_years"] = 101.into(),
        &[(RuleViolation, "/product/epup_years")],
    );
    check_one(
        |v| v["product"]["epup_years"] = ().into(),
        &[(RuleViolation, "/product/epup_years")],
    );
    check_one(|v| v["basis"]["limit_set"] = "RoHS".into(), &[(ParamError, "/basis/limit_set")]);
    check_one(
        |v| v["basis"]["assessed_on"] = "2026-11-23".into(),
        &[(RuleViolation, "/basis/assessed_on")],
    );
    check_one(
        |v| v["support_documents"] = serde_json::json!([]),
        &[(EvidenceMissing, "/support_documents")],
    );
    check_one(
        |v| v["support_documents"][0]["sha256"] = "AB".into(),
        &[(RuleViolation, "/support_documents/0/sha256")],
    );
    check_one(
        |v| v["summary_of_supply_chain"]["mass_coverage_percent"] = "100.01".into(),
        &[(RuleViolation, "/summary_of_supply_chain/mass_coverage_percent")],
    );
}

#[test]
fn a_foreign_supplier_needs_a_representative() {
    let foreign = |v: &mut serde_json::Value| {
        v["declarant"]["uscc"] = ().into();
        v["declarant"]["foreign_id_scheme"] = "duns".into();
        v["declarant"]["foreign_id"] = "123456789".into();
    };
    check_one(foreign, &[(ErrorCode::RuleViolation, "/authorised_representative")]);
    check_one(
        |v| {
            v["authorised_representative"] = v["declarant"].clone();
            v["authorised_representative"]["role"] = "authorised_representative".into();
            foreign(v);
        },
        &[],
    );
}

#[test]
fn cells_are_o_or_x_and_x_needs_an_exception() {
    use ErrorCode::RuleViolation;
    for bad in ["unknown", "X", "O", "", "○"] {
        let field = "/hazardous_table/1/cells/hg";
        check_one(
            |v| v["hazardous_table"][1]["cells"]["hg"] = bad.into(),
            &[(RuleViolation, field)],
        );
    }
    check_one(
        |v| v["hazardous_table"][1]["cells"]["cd"] = "x".into(),
        &[(RuleViolation, "/hazardous_table/1/cells/cd")],
    );
    check_one(
        |v| drop(v["hazardous_table"][1]["cells"].as_object_mut().unwrap().remove("dehp")),
        &[(RuleViolation, "/hazardous_table/1/cells/dehp")],
    );
    check_one(
        |v| v["hazardous_table"][1]["cells"]["a/b"] = "o".into(),
        &[(RuleViolation, "/hazardous_table/1/cells/a~1b")],
    );
    check_one(
        |v| v["hazardous_table"][0]["exceptions"][0]["list"] = "2025".into(),
        &[(RuleViolation, "/hazardous_table/0/exceptions/0/list")],
    );
    check_one(
        |v| v["hazardous_table"][0]["cells"]["pb"] = "o".into(),
        &[(RuleViolation, "/hazardous_table/0/exceptions/0/substance")],
    );
    check_one(
        |v| v["hazardous_table"] = serde_json::json!([]),
        &[(RuleViolation, "/hazardous_table")],
    );
}

/// Makes the table one of the six substances of 2011.
fn six(v: &mut serde_json::Value) {
    v["basis"]["limit_set"] = "GB/T 26572-2011".into();
    for row in v["hazardous_table"].as_array_mut().unwrap() {
        row["cells"]
            .as_object_mut()
            .unwrap()
            .retain(|key, _| !["dbp", "dibp", "bbp", "dehp"].contains(&key.as_str()));
    }
}

#[test]
fn the_five_rows_of_dates() {
    let not = &[(ErrorCode::LimitSetNotApplicable, "/basis/limit_set")];
    let dated = |assessed: &'static str, placed: &'static str| {
        move |v: &mut serde_json::Value| {
            v["basis"]["assessed_on"] = assessed.into();
            v["product"]["placed_on_market_on"] = placed.into();
        }
    };
    let plain = |assessed, placed| {
        move |v: &mut serde_json::Value| {
            six(v);
            dated(assessed, placed)(v);
        }
    };
    check_one(plain("2025-12-31", "2025-12-31"), &[]);
    check_one(dated("2025-11-20", "2025-12-01"), &[]);
    check_one(dated("2025-11-19", "2025-12-01"), not);
    check_one(plain("2026-01-01", "2025-12-31"), not);
    check_one(plain("2025-12-31", "2027-01-01"), not);
    let today = "2026-11-22".parse().unwrap();
    let warned = check(&changed(plain("2025-12-31", "2026-06-01")), today);
    assert_eq!((warned.issues.len(), warned.warnings[0].code.as_str()), (0, "W2001"));
    let natural = check(&changed(dated("2026-02-10", "2027-08-01")), today);
    assert_eq!((natural.issues.len(), natural.warnings[0].code.as_str()), (0, "W2002"));
    let late = check(&changed(dated("2027-08-01", "2027-08-01")), "2027-08-02".parse().unwrap());
    assert_eq!(late.issues[0].code, ErrorCode::LimitSetNotApplicable);
}

#[test]
fn due_thirty_days_later_across_year_end_and_leap_day() {
    for (placed, due) in
        [("2026-02-01", "2026-03-03"), ("2026-12-15", "2027-01-14"), ("2028-02-01", "2028-03-02")]
    {
        assert_eq!(due_on(placed.parse().unwrap()), Some(due.parse().unwrap()));
    }
    assert_eq!(due_on("9999-12-31".parse().unwrap()), None);
}

#[test]
fn percentages() {
    for good in ["0", "99.20", "100", "100.000", "0.5"] {
        assert!(is_percentage(good), "{good}");
    }
    for bad in ["", ".5", "100.1", "-1", "1e1", "1.2.3", "101", "99999999999999999999"] {
        assert!(!is_percentage(bad), "{bad}");
    }
}
