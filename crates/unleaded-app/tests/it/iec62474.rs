//! What IEC 62474 documents and chemSHERPA archives come to: what they leave out is never compliant.

use unleaded_documents::report::Product;
use unleaded_formats::sink::Collected;
use unleaded_formats::{read_declaration, tables};
use unleaded_model::diagnostic::FileName;

use crate::amounts::bom;
use crate::support::{finding, report, verdict};

const TIN: &str = "<Substance name='Tin'><Mass mass='9.99' unitOfMeasure='mg'/>\
    <UniqueID authority='CAS' identity='7440-31-5'/></Substance>";
const SOLDER: &str = "<Material name='Solder'><Mass mass='10' unitOfMeasure='mg'/>\
    <Substance name='Tin'><MassPercent massPercent='100'/>\
    <UniqueID authority='CAS' identity='7440-31-5'/></Substance></Material>";

fn lead(amounts: &str) -> String {
    let id = "<UniqueID authority='CAS' identity='7439-92-1'/>";
    format!("<Substance name='Lead'>{amounts}{id}</Substance>")
}

/// The product of a bill of materials with one part of 10 mg, which holds `inside`.
fn product(inside: &str) -> Product {
    weighed("<Mass mass='10' unitOfMeasure='mg'/>", inside)
}

fn weighed(mass: &str, inside: &str) -> Product {
    let doc = document(mass, inside);
    report(&bom(&["P,X,1"]), &[("d.xml", &doc)]).products.remove(0)
}

fn document(mass: &str, inside: &str) -> String {
    format!(
        "<Main xmlns='http://std.iec.ch/iec62474' schemaDatabaseVersion='X7.00' \
         substanceDatabaseVersion='D19.00'><BusinessInfo mode='Distribute'>\
         <Response date='2026-03-02'><SupplyCompany name='A'/></Response></BusinessInfo>\
         <Product><ProductID identifier='X'>{mass}</ProductID>{inside}</Product></Main>"
    )
}

fn lead_ppm(product: &Product) -> (String, String) {
    let value = &finding(product, "eu-rohs", "Pb").value_ppm;
    (value.low.clone(), value.high.clone().unwrap())
}

#[test]
fn a_whole_composition_is_compliant_and_adds_up() {
    let product = product(SOLDER);
    assert_eq!(product.status, "compliant");
    assert_eq!((product.mass_mg.low.as_str(), product.mass_mg.high.as_deref()), ("10", Some("10")));
}

#[test]
fn a_part_dilutes_no_substance_that_it_names_without_a_material() {
    let few = lead("<Mass mass='0.01' unitOfMeasure='mg'/>");
    let product = product(&format!("{TIN}{few}"));
    assert_eq!(product.status, "unknown", "it may be a solder of lead alone");
    assert_eq!(lead_ppm(&product), ("1000".to_owned(), "1000000".to_owned()));
    assert_eq!(finding(&product, "eu-rohs", "Pb").path, ["P", "X", "(material not stated)"]);
    let lead = product.substances.iter().find(|s| s.cas.as_deref() == Some("7439-92-1")).unwrap();
    let mass = &lead.total.mass_mg;
    assert_eq!((mass.low.as_str(), mass.high.as_deref()), ("0.01", Some("0.01")));
    assert_eq!(verdict(&product, "eu-rohs").counts["unknown"], 1, "nothing else is in doubt");
}

#[test]
fn more_than_the_limit_of_the_whole_part_is_more_of_some_material() {
    let much = lead("<MassPercent massPercent='20'/>");
    let tin = TIN.replace("9.99", "8");
    assert_eq!(product(&format!("{tin}{much}")).status, "non-compliant");
}

#[test]
fn a_stated_share_of_the_material_stands() {
    let few = |percent: &str| {
        let share = format!("<MatMassPercent massPercent='{percent}'/>");
        lead(&format!("<Mass mass='0.01' unitOfMeasure='mg'/>{share}"))
    };
    assert_eq!(product(&format!("{TIN}{}", few("0.1"))).status, "compliant");
    assert_eq!(product(&format!("{TIN}{}", few("37"))).status, "non-compliant");
}

#[test]
fn two_shares_of_unnamed_materials_are_added_only_at_the_high_end() {
    let share = "<Mass mass='0.005' unitOfMeasure='mg'/><MatMassPercent massPercent='0.08'/>";
    let oxide = lead(share).replace("7439-92-1", "1317-36-8").replace("Lead", "Lead monoxide");
    let product = product(&format!("{TIN}{}{oxide}", lead(share)));
    assert_eq!(product.status, "unknown");
    let (low, high) = lead_ppm(&product);
    assert!(low.parse::<f64>().unwrap() < 1000.0, "{low}");
    assert!(high.parse::<f64>().unwrap() > 1000.0, "{high}");
}

#[test]
fn what_is_left_out_is_undisclosed() {
    let tin = "<Substance name='Tin'><Mass mass='1' unitOfMeasure='mg'/>\
        <UniqueID authority='CAS' identity='7440-31-5'/></Substance>";
    let check = |product: Product, what: &str| {
        assert_eq!(product.status, "unknown", "{what}");
        assert!(verdict(&product, "eu-rohs").findings.iter().any(|f| f.entry == "*"), "{what}");
    };
    check(product(tin), "substances that are a tenth of the part");
    check(product(&format!("<Material name='Solder'>{tin}</Material>")), "a material without mass");
    check(weighed("", tin), "substances of a part without mass");
    check(weighed("", SOLDER), "a material of a part without mass");
    let inner = format!("<ProductPart><ProductID identifier='Y'/>{SOLDER}</ProductPart>");
    check(weighed("", &inner), "a part in a part, both without mass");
    check(product(&lead("")), "a substance without amount");
    check(product(""), "nothing");
}

#[test]
fn levels_without_a_mass_close_with_that_of_the_product() {
    let level = |inside: &str| {
        format!(
            "<ProductPart numberOfUnits='1'><ProductID name='Level'/><ProductPart>\
             <ProductID name='Component'/>{inside}</ProductPart></ProductPart>"
        )
    };
    assert_eq!(product(&level(SOLDER)).status, "compliant");
    let half = SOLDER.replace("mass='10'", "mass='5'");
    assert_eq!(product(&level(&half)).status, "unknown", "half of the product is not told");
    assert_eq!(product(&level(&half).replace("'1'", "'2'")).status, "compliant");
}

#[test]
fn a_row_over_its_threshold_beside_a_composition_without_it_leaves_the_answer_open() {
    let row = |over: &str, amount: &str| {
        format!(
            "<SubstanceGroup name='Lead/Lead Compounds'>{amount}\
             <UniqueID authority='IEC62474' identity='00021'/>\
             <Threshold aboveThresholdLevel='{over}' reportableApplication='All'/></SubstanceGroup>"
        )
    };
    let mass = "<Mass mass='1' unitOfMeasure='mg'/>";
    let open = product(&format!("{SOLDER}{}", row("true", mass)));
    assert_eq!(open.status, "unknown");
    assert_eq!(open.mass_mg.high.as_deref(), Some("10"), "it is no second milligram");
    assert_eq!(lead_ppm(&open), ("0".to_owned(), "1000000".to_owned()));
    assert_eq!(product(&format!("{SOLDER}{}", row("false", ""))).status, "compliant");
    assert_eq!(product(&row("false", "")).status, "unknown", "an answer is no composition");
}

#[test]
fn a_table_made_of_it_is_no_kinder() {
    let some = lead("<Mass mass='0.005' unitOfMeasure='mg'/>");
    let more = lead("<MassPercent massPercent='5'/>");
    let listed = "<Mass mass='10' unitOfMeasure='mg'/>\
        <DeclarableSubstance name='Lead'><Mass mass='0.005' unitOfMeasure='mg'/></DeclarableSubstance>";
    let few = lead("<Mass mass='0.0005' unitOfMeasure='mg'/>");
    for inside in [
        SOLDER.to_owned(),
        format!("{TIN}{some}"),
        format!("{TIN}{few}"),
        some.clone(),
        few.clone(),
        more.clone(),
        format!("{SOLDER}{some}"),
        format!("<Material name='Solder'>{TIN}{few}</Material>"),
        format!("<Material name='Solder'>{listed}</Material>"),
    ] {
        for mass in ["<Mass mass='10' unitOfMeasure='mg'/>", ""] {
            let doc = document(mass, &inside);
            let mut found = Collected::default();
            read_declaration(doc.as_bytes(), &FileName::new("d.xml"), &mut found);
            let declaration = found.into_declaration().0.unwrap();
            let (table, _) = tables::write_csv(&declaration);
            let of = |file: (&str, &str)| report(&bom(&["P,X,1"]), &[file]).products.remove(0);
            let (before, after) = (of(("d.xml", &doc)), of(("d.csv", &table)));
            for law in ["eu-rohs", "reach-svhc", "china-rohs"] {
                let (was, is) = (&verdict(&before, law).status, &verdict(&after, law).status);
                let is_kind = ["compliant", "nothing-to-declare"].contains(&is.as_str());
                assert!(!is_kind || was == is, "{law}: {was} became {is}\n{inside}\n{table}");
            }
        }
    }
}
