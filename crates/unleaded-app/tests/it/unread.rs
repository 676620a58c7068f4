//! What a reader did not understand, and what parts inside a part say: never kinder than what stands there.

use crate::support::{finding, report, verdict};
use unleaded_documents::report::Product;

const BOM: &str = "parent,child,quantity\nP,X,1\n";

fn rolled_up(product: &str) -> Product {
    let text = format!(
        r#"<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0" version="2.0"><BusinessInfo mode="Distribute"><Response date="2026-03-02"><SupplyCompany name="A"/></Response><Declaration legalType="Standard" supplierAcceptance="true"/></BusinessInfo><Product><ProductID itemNumber="X"/>{product}</Product></MainDeclaration>"#
    );
    report(BOM, &[("d.xml", &text)]).products[0].clone()
}

fn material(name: &str, substances: &[(&str, &str, &str)]) -> String {
    let substances: String = substances
        .iter()
        .map(|(name, cas, amount)| {
            format!(
                r#"<Substance name="{name}"><SubstanceID identity="{cas}" authority="CAS"/>{amount}</Substance>"#
            )
        })
        .collect();
    format!(
        r#"<HomogeneousMaterial name="{name}"><Amount value="10" UOM="mg"/><SubstanceCategoryList><SubstanceCategory name="Supplier">{substances}</SubstanceCategory></SubstanceCategoryList></HomogeneousMaterial>"#
    )
}

fn share(percent: &str) -> String {
    format!(r#"<Concentration value="{percent}" UOM="massPercent"/>"#)
}

fn copper() -> String {
    material("Wire", &[("Copper", "7440-50-8", &share("100"))])
}

fn brass() -> String {
    let (lead, copper) = (share("3"), share("97"));
    material("Brass", &[("Lead", "7439-92-1", &lead), ("Copper", "7440-50-8", &copper)])
}

fn info(inner: &str) -> String {
    format!("<MaterialInfo>{inner}</MaterialInfo>")
}

fn list(inner: &str) -> String {
    format!("<HomogeneousMaterialList>{inner}</HomogeneousMaterialList>")
}

fn lead(over: &str, amount: &str) -> String {
    info(&format!(
        r#"<SubstanceCategoryList><SubstanceCategoryListID identity="EUROHS-1907" authority="IPC"/><SubstanceCategory name="Lead/lead compounds" reportableApplication="All"><Threshold overThreshold="{over}" threshold="0.1 mass% of homogeneous materials"/><SubstanceCategoryID identity="00005" authority="IPC"/>{amount}</SubstanceCategory></SubstanceCategoryList>"#
    ))
}

#[test]
fn a_container_that_stands_twice_is_read_twice() {
    let plain = info(&list(&copper()));
    assert_eq!(rolled_up(&plain).status, "compliant");
    for inner in [
        plain.clone() + &info(&list(&brass())),
        info(&(list(&copper()) + &list(&brass()))),
        info(&list(&copper().replace(
            "</HomogeneousMaterial>",
            r#"<SubstanceCategoryList><SubstanceCategory name="Supplier"><Substance name="Lead"><SubstanceID identity="7439-92-1" authority="CAS"/><Concentration value="3" UOM="massPercent"/></Substance></SubstanceCategory></SubstanceCategoryList></HomogeneousMaterial>"#,
        ))),
    ] {
        let product = rolled_up(&inner);
        assert_eq!(verdict(&product, "eu-rohs").status, "non-compliant", "{inner}");
    }
}

#[test]
fn composition_in_an_element_that_is_not_known_leaves_the_part_open() {
    let wrapped = info(&list(&format!("{}<Wrapper>{}</Wrapper>", copper(), brass())));
    let sub = "<SubProductList><SubProduct/></SubProductList>".to_owned() + &info(&list(&copper()));
    for (inner, name) in [(wrapped, "Wrapper"), (sub, "SubProductList")] {
        let product = rolled_up(&inner);
        let rohs = verdict(&product, "eu-rohs");
        assert_eq!(rohs.status, "unknown", "{inner}");
        assert!(rohs.findings.iter().any(|f| f.reason.contains(name)), "{:?}", rohs.findings);
    }
}

#[test]
fn an_amount_that_is_told_twice_or_with_more_than_is_read_is_unknown() {
    let rest = share("99.95");
    for amount in [
        share("0.05") + &share("5"),
        r#"<Concentration value="0.05" UOM="massPercent" tolerancePlus="0.1"/>"#.to_owned(),
    ] {
        let substances = [("Lead", "7439-92-1", amount.as_str()), ("Copper", "7440-50-8", &rest)];
        let product = rolled_up(&info(&list(&material("Wire", &substances))));
        assert_eq!(verdict(&product, "eu-rohs").status, "unknown", "{amount}");
    }
}

#[test]
fn an_answer_of_a_part_inside_is_over_for_the_part() {
    let sub = format!(
        r#"<SubProduct><ProductID itemNumber="X-1"><Amount value="1" UOM="mg"/></ProductID>{}</SubProduct>"#,
        lead("true", &share("2"))
    );
    let product = rolled_up(&(sub + &info(&list(&copper()))));
    assert_eq!(verdict(&product, "eu-rohs").status, "non-compliant");
    assert_eq!(finding(&product, "eu-rohs", "Pb").path, ["P", "X", "X-1"]);
}

#[test]
fn not_over_beside_an_amount_that_is_over_is_a_contradiction() {
    let answers = |amount: &str| {
        let both = lead("false", amount) + &info(&list(&copper()));
        verdict(&rolled_up(&both), "eu-rohs").status.clone()
    };
    assert_eq!(answers(""), "compliant");
    assert_eq!(answers(&share("0.05")), "compliant");
    assert_eq!(answers(&share("2")), "unknown");
    assert_eq!(answers(r#"<Amount value="2" UOM="massPercent"/>"#), "unknown");
}

#[test]
fn an_exemption_of_a_part_inside_holds_for_all_that_is_in_it_and_nothing_beside() {
    let claim = r#"<ExemptionList><ExemptionListID identity="EL2011/534/EU" authority="IPC"/><Exemption identity="6(c)"/></ExemptionList>"#;
    let sub = |claim: &str| {
        format!(
            r#"<SubProduct><ProductID itemNumber="X-1"/>{claim}<SubProduct><ProductID itemNumber="X-2"/>{}</SubProduct></SubProduct>"#,
            info(&list(&brass()))
        )
    };
    let with = |product: &str| finding(&rolled_up(product), "eu-rohs", "Pb").exemption.is_some();
    assert!(with(&sub(claim)));
    assert!(!with(&sub("")));
    let beside = sub(claim) + &info(&list(&brass()));
    let product = rolled_up(&beside);
    let findings = &verdict(&product, "eu-rohs").findings;
    assert!(findings.iter().any(|f| f.entry == "Pb" && f.exemption.is_none()), "{findings:#?}");
}

#[test]
fn a_supplier_who_says_that_the_part_does_not_meet_the_law_is_believed() {
    let asked = |response: &str| {
        let query = format!(
            r#"<QueryList><Query statement="Product(s) does not meet EU RoHS requirements" response="{response}"/></QueryList>"#
        );
        rolled_up(&info(&(query + &list(&copper())))).status
    };
    assert_eq!(asked("false"), "compliant");
    assert_eq!(asked("true"), "unknown");
}
