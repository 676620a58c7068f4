//! Another class, another format, without the supplier.

use std::fmt::Write as _;

use unleaded_app::convert::{Converted, Hidden, Split, Supplier, Target, Wanted, convert};
use unleaded_formats::tables::Mapping;
use unleaded_model::diagnostic::codes::exchange as codes;
use unleaded_model::diagnostic::{FileName, Language, any_error};
use unleaded_rules::AnswerableList;
use unleaded_rules::lists::Lists;

use crate::components::shared;
use crate::support::{TODAY, options, report_as};

pub(crate) const HEADER: &str = "part,total_mass,total_mass_unit,material,material_weight,substance,cas,mass_pct_of_material,exemption_claimed\n";

pub(crate) fn made(text: &str, lists: &[&str], split: Split) -> Converted {
    let shipped = Lists::shipped();
    let lists: Vec<AnswerableList> =
        lists.iter().map(|list| AnswerableList::find(list, shipped).unwrap()).collect();
    let wanted = Wanted {
        mapping: &Mapping::default(),
        target: Target::Ipc1752a,
        supplier: Supplier::Named,
        name: None,
        lists: &lists,
        options: &options(TODAY),
        split,
    };
    convert(text.as_bytes(), &FileName::new("in"), &wanted)
}

pub(crate) fn xml(converted: &Converted) -> String {
    assert_eq!(converted.made.len(), 1, "{:#?}", converted.diagnostics);
    String::from_utf8(converted.made[0].bytes.clone()).unwrap()
}

/// The newest candidate list, so that a verdict of today asks for nothing that was not answered.
pub(crate) fn newest() -> String {
    AnswerableList::known(Lists::shipped()).into_iter().rfind(|l| l.starts_with("EUREACH")).unwrap()
}

/// Each part of a table, judged from its composition and from its answers, on several days.
fn agree(table: &str) {
    let newest = newest();
    let split = made(table, &["EUROHS-1907", &newest], Split::Products);
    assert!(!split.made.is_empty(), "{:#?}", split.diagnostics);
    for made in &split.made {
        let answers = String::from_utf8(made.bytes.clone()).unwrap();
        assert!(!answers.contains("HomogeneousMaterial"), "{}", made.number);
        let bom = format!("parent,child,quantity\nPRODUCT,{},1\n", made.number);
        for as_of in ["2021-08-01", "2025-06-01", TODAY] {
            let full = report_as(&bom, &[("d.csv", table)], &options(as_of));
            let said = report_as(&bom, &[("c.xml", &answers)], &options(as_of));
            for law in ["eu-rohs", "reach-svhc"] {
                let of = |report: &unleaded_documents::report::Report| {
                    report.products[0].verdict(law).unwrap().status.clone()
                };
                let (full, said) = (of(&full), of(&said));
                assert!(
                    said == full || said == "unknown",
                    "{} {law} {as_of}: {full} {said}",
                    made.number
                );
            }
        }
    }
}

#[test]
fn answers_of_real_components_agree_with_their_compositions() {
    let Some(table) = shared("corpus/components/components.csv") else {
        return;
    };
    agree(&table);
    let all = made(&table, &["EUROHS-1907", &newest()], Split::Whole);
    let text = xml(&all);
    // The screening's lead, in the right place, with its exemption.
    assert!(text.contains("<Concentration value=\"20\" UOM=\"massPercent\"/>"));
    assert!(text.contains("<Amount value=\"0.33\" UOM=\"massPercent\"/>"));
    assert!(text.contains("<Exemption identity=\"7(c)-I\"/>"));
    assert!(all.losses.iter().any(|lost| lost.code == codes::ENTRY_OPEN));
}

#[test]
fn answers_of_odd_compositions_agree_too() {
    let clean = "P,1,mg,Body,1,Copper,7440-50-8,100,\n";
    for rows in [
        clean,
        // Exactly at the limit, and above it.
        "P,1,mg,Body,1,Copper,7440-50-8,99.9,\nP,1,mg,Body,1,Lead,7439-92-1,0.1,\n",
        "P,1,mg,Body,1,Copper,7440-50-8,99.89,\nP,1,mg,Body,1,Lead,7439-92-1,0.11,\n",
        // Two places with exemptions of their own, one of them over its exemption's limit.
        "P,2,mg,Glass,1,Silica,7631-86-9,80,\nP,2,mg,Glass,1,Lead,7439-92-1,20,7(c)-I\nP,2,mg,Alloy,1,Copper,7440-50-8,95,\nP,2,mg,Alloy,1,Lead,7439-92-1,5,6(c)\n",
        "P,2,mg,Glass,1,Silica,7631-86-9,80,\nP,2,mg,Glass,1,Lead,7439-92-1,20,7(c)-I\nP,2,mg,Solder,1,Tin,7440-31-5,10,\nP,2,mg,Solder,1,Lead,7439-92-1,90,7(a)\n",
        // One of two places claims nothing.
        "P,2,mg,Glass,1,Silica,7631-86-9,80,\nP,2,mg,Glass,1,Lead,7439-92-1,20,7(c)-I\nP,2,mg,Pin,1,Copper,7440-50-8,95,\nP,2,mg,Pin,1,Lead,7439-92-1,5,\n",
        // Undisclosed, hinted at, a class, nothing disclosed at all.
        "P,1,mg,Body,1,Copper,7440-50-8,85,\nP,1,mg,Body,1,Proprietary,,15,\n",
        "P,1,mg,Body,1,Copper,7440-50-8,50,\nP,1,mg,Body,1,Lead organic complex,,50,\n",
        "P,1,mg,Body,1,Epoxy resin,,100,\n",
        "P,1,mg,Body,1,Proprietary,,100,\n",
        // Lead for sure, and more perhaps.
        "P,1,mg,Body,1,Lead,7439-92-1,20,\nP,1,mg,Body,1,Proprietary,,80,\n",
        // Half of the part is not accounted for.
        "P,2,mg,Body,1,Copper,7440-50-8,100,\n",
    ] {
        agree(&format!("{HEADER}{rows}"));
    }
}

#[test]
fn answers_of_parts_inside_parts_agree_too() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/ipc1752");
    let text = std::fs::read_to_string(format!("{folder}/valid-subproducts.xml")).unwrap();
    agree(&text);
    // Lead in the innermost part, in several pieces of it.
    agree(&text.replace("7440-50-8", "7439-92-1"));
}

#[test]
fn what_is_not_known_is_never_answered() {
    let undisclosed =
        format!("{HEADER}P,1,mg,Body,1,Copper,7440-50-8,85,\nP,1,mg,Body,1,Proprietary,,15,\n");
    let converted = made(&undisclosed, &["EUROHS-1907"], Split::Whole);
    assert!(!xml(&converted).contains("overThreshold"));
    let open = converted.losses.iter().find(|lost| lost.code == codes::ENTRY_OPEN).unwrap();
    assert_eq!(open.argument("count").unwrap().to_string(), "10");
    for language in [Language::En, Language::Zh] {
        let message = open.message(language);
        assert!(message.contains("EUROHS-1907") && message.contains("15 %"), "{message}");
    }
    let hinted = format!(
        "{HEADER}P,1,mg,Body,1,Aluminium oxide,1344-28-1,96,\nP,1,mg,Body,1,Lead zirconate niobate frit X,,4,\n"
    );
    let text = xml(&made(&hinted, &["EUROHS-1907"], Split::Whole));
    assert!(!text.contains("name=\"Lead\""), "{text}");
    assert!(text.contains("name=\"Mercury\""), "{text}");
}

#[test]
fn a_range_is_written_as_its_worst_case_and_told() {
    let table = format!(
        "{HEADER}P,1,mg,Body,1,Lead,7439-92-1,20,\nP,1,mg,Body,1,Copper,7440-50-8,70,\nP,1,mg,Body,1,Proprietary,,10,\n"
    );
    let converted = made(&table, &["EUROHS-1907"], Split::Whole);
    assert!(xml(&converted).contains("<Concentration value=\"30\""));
    let told = converted.losses.iter().find(|lost| lost.code == codes::WORST_CASE).unwrap();
    assert_eq!(told.argument("range").unwrap().to_string(), "20-30");
    // Where it may be all of it, a figure would be an invention.
    let table =
        format!("{HEADER}P,1,mg,Body,1,Lead,7439-92-1,20,\nP,1,mg,Body,1,Proprietary,,80,\n");
    let text = xml(&made(&table, &["EUROHS-1907"], Split::Whole));
    assert!(text.contains("overThreshold=\"true\"") && !text.contains("Concentration"), "{text}");
}

const NAMES: [&str; 14] = [
    "Secret Maker Ltd",
    "987654321",
    "Sam Sender",
    "sam@maker.example",
    "+86 755 1234567",
    "Head of Quality",
    "Street of the Maker",
    "DOC-2026-77",
    "call Sam",
    "Plant 9 Shenzhen",
    "Coating of the maker",
    "maker-private",
    "made at the old plant",
    "We, the maker",
];

/// A declaration in which every place that can tell the supplier does.
fn telling() -> String {
    String::from(
        r#"<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0" version="2.0">
  <BusinessInfo mode="Request/Reply">
    <Request>
      <RequestCompany name="Customer B"><CompanyID identity="111111111" authority="DUNS"/></RequestCompany>
      <Contact name="Purchasing" comment="to Secret Maker Ltd"/>
    </Request>
    <Response date="2026-03-02" docID="DOC-2026-77" comment="call Sam">
      <Authorizer name="Sam Sender" title="Head of Quality"><Email address="sam@maker.example"/><SurfaceAddress street="Street of the Maker"/><Phone number="+86 755 1234567"/></Authorizer>
      <SupplyCompany name="Secret Maker Ltd"><CompanyID identity="987654321" authority="DUNS"/></SupplyCompany>
      <Contact name="Sam Sender"/>
    </Response>
    <Declaration legalType="Standard" supplierAcceptance="true" legalDef="We, the maker, say so"/>
  </BusinessInfo>
  <Include><Sectional name="MaterialInfo"><SubSectional name="D"/></Sectional></Include>
  <Product unitType="Each" comment="made at the old plant" private="maker-private">
    <ProductID itemName="Terminal of SECRET MAKER LTD" itemNumber="PN-100" manufacturingSite="Plant 9 Shenzhen" requesterItemNumber="REQ-9">
      <Amount value="1" UOM="mg"/>
    </ProductID>
    <Coating>Coating of the maker</Coating>
    <MaterialInfo><HomogeneousMaterialList>
      <HomogeneousMaterial name="Secret maker ltd alloy" comment="call Sam">
        <Amount value="1" UOM="mg"/>
        <SubstanceCategoryList><SubstanceCategory name="Supplier">
          <Substance name="Copper" comment="call Sam"><SubstanceID identity="7440-50-8" authority="CAS"/><Amount value="1" UOM="mg"/></Substance>
        </SubstanceCategory></SubstanceCategoryList>
      </HomogeneousMaterial>
    </HomogeneousMaterialList></MaterialInfo>
  </Product>
</MainDeclaration>
"#,
    )
}

pub(crate) fn stripped(text: &str, target: Target, name: Option<&str>) -> Converted {
    stripped_bytes(text.as_bytes(), target, name)
}

pub(crate) fn stripped_bytes(bytes: &[u8], target: Target, name: Option<&str>) -> Converted {
    let wanted = Wanted {
        mapping: &Mapping::default(),
        target,
        supplier: Supplier::Hidden,
        name,
        lists: &[],
        options: &options(TODAY),
        split: Split::Whole,
    };
    convert(bytes, &FileName::new("in"), &wanted)
}

#[test]
fn nothing_tells_who_supplied() {
    let text = telling();
    for name in NAMES {
        assert!(text.contains(name), "the original lacks {name}");
    }
    for target in [Target::Ipc1752a, Target::Csv] {
        let converted = stripped(&text, target, Some("Brand B"));
        let out = xml(&converted).to_lowercase();
        for name in NAMES {
            assert!(!out.contains(&name.to_lowercase()), "{target:?} holds {name}:\n{out}");
        }
        assert!(out.contains("pn-100") && out.contains("7440-50-8") && out.contains("brand b"));
        assert_eq!(converted.hidden[&Hidden::Mention], 3);
        assert_eq!(converted.hidden[&Hidden::Supplier], 1);
        assert!(converted.hidden[&Hidden::Comment] >= 4, "{:?}", converted.hidden);
    }
    let out = xml(&stripped(&text, Target::Ipc1752a, None));
    for stays in ["Customer B", "111111111", "REQ-9", "2026-03-02"] {
        assert!(out.contains(stays), "{stays} is gone:\n{out}");
    }
    // Without the maker's name it is nobody's, and still a document without defects.
    let again = stripped(&out, Target::Ipc1752a, None);
    assert!(!any_error(&again.diagnostics) && again.hidden.is_empty(), "{again:#?}");
    assert_eq!(xml(&again), out);
}

#[test]
fn an_item_number_that_tells_is_refused() {
    let text = telling().replace("PN-100", "secret maker ltd 100");
    let converted = stripped(&text, Target::Ipc1752a, None);
    assert!(converted.made.is_empty());
    assert!(converted.diagnostics.iter().any(|d| d.code == codes::NUMBER_TELLS));
}

#[test]
fn makers_of_a_table_are_hidden() {
    let table = "maker,part,total_mass,total_mass_unit,material,substance,cas,mass_pct_of_material\n某某电子,P,1,mg,某某电子铜,Copper,7440-50-8,100\n";
    let out = xml(&stripped(table, Target::Csv, None));
    assert!(!out.contains("某某") && out.contains("(hidden)铜"), "{out}");
}

#[test]
fn one_document_for_each_part() {
    let mut table = HEADER.to_owned();
    for part in 1..=3 {
        let _ = writeln!(table, "P-{part},1,mg,Body,1,Copper,7440-50-8,100,");
    }
    let split = made(&table, &[], Split::Products);
    let numbers: Vec<&str> = split.made.iter().map(|made| made.number.as_str()).collect();
    assert_eq!(numbers, ["P-1", "P-2", "P-3"]);
    assert!(split.made.iter().all(|made| made.products == 1));
    assert_eq!(made(&table, &[], Split::Whole).made.len(), 1);
    let broken =
        made(&format!("{table}P-4,1,mg,Body,1,Copper,7440-50-8,a lot,\n"), &[], Split::Products);
    assert!(broken.made.is_empty() && any_error(&broken.diagnostics));
}

/// What class C has no place for is told item by item.
#[test]
fn what_answers_have_no_place_for_is_told() {
    let text = telling().replace(
        "<MaterialInfo><HomogeneousMaterialList>",
        "<MaterialInfo><MaterialGroupList><MaterialGroup name=\"Copper and its alloys\"/></MaterialGroupList><HomogeneousMaterialList><Odd of=\"ours\"/>",
    );
    let converted = made(&text, &["EUROHS-1907"], Split::Whole);
    assert!(!xml(&converted).contains("Odd"));
    let told: Vec<String> = converted.losses.iter().map(|d| d.message(Language::En)).collect();
    for what in [
        "<Odd of=\"ours\"/>",
        "MaterialGroup `Copper and its alloys`",
        "HomogeneousMaterialList `Secret maker ltd alloy`",
    ] {
        assert!(told.iter().any(|message| message.contains(what)), "{told:#?}");
    }
}
