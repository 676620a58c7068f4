//! Documents of every format without their supplier: each text of the supplier's side goes, each of the requester's stays.

use unleaded_app::convert::{Hidden, Target};
use unleaded_model::diagnostic::codes::exchange as codes;

use crate::convert::{stripped, stripped_bytes, xml};

/// Texts of the supplier's side that each of the documents below holds, and texts that stay.
const GOES: [&str; 8] = [
    "Secret Maker",
    "ID-987654",
    "Sam Sender",
    "sam@maker.example",
    "DOC-2026-77",
    "call Sam",
    "Plant 9 Shenzhen",
    "c2VjcmV0",
];
const STAYS: [&str; 8] = [
    "Customer B",
    "ID-111111",
    "Purchasing",
    "buy@b.example",
    "RFI-7",
    "2026-03-31",
    "REQ-9",
    "For the 2027 range",
];

fn check(text: &str) {
    for told in GOES.iter().chain(&STAYS) {
        assert!(text.contains(told), "the original lacks {told}");
    }
    for target in [Target::Ipc1752a, Target::Csv] {
        let converted = stripped(text, target, Some("Brand B"));
        let out = xml(&converted);
        for gone in GOES {
            assert!(!out.to_lowercase().contains(&gone.to_lowercase()), "{gone}:\n{out}");
        }
        assert_eq!(converted.hidden[&Hidden::Supplier], 1);
        if target == Target::Ipc1752a {
            let lost: Vec<_> = STAYS.iter().filter(|stays| !out.contains(**stays)).collect();
            assert!(lost.is_empty(), "{lost:?}\n{out}");
        }
    }
}

const CLASSES_A_AND_B: &str = r#"<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0" version="2.0">
  <BusinessInfo mode="Request/Reply">
    <Request date="2026-02-01" docID="RFI-7" respondByDate="2026-03-31" comment="For the 2027 range, of  SECRET
      maker">
      <RequestCompany name="Customer B"><CompanyID identity="ID-111111" authority="DUNS"/></RequestCompany>
      <Contact name="Purchasing" title="for Secret Maker" comment="&#x53;ecret Maker &amp; others"><Email address="buy@b.example"/></Contact>
      <Attachment name="a.txt">c2VjcmV0</Attachment>
    </Request>
    <Response date="2026-03-02" docID="DOC-2026-77" comment="call Sam">
      <Authorizer name="Sam Sender"><Email address="sam@maker.example"/></Authorizer>
      <SupplyCompany name="Secret Maker"><CompanyID identity="ID-987654" authority="DUNS"/></SupplyCompany>
    </Response>
  </BusinessInfo>
  <Product>
    <ProductID itemName="Relay" itemNumber="PN-1" manufacturingSite="Plant 9 Shenzhen" requesterItemNumber="REQ-9" requesterItemName="Relay of Secret Maker"><Amount value="1" UOM="g"/></ProductID>
    <MaterialInfo>
      <QueryList><QueryListID identity="Q Secret Maker" authority="Sam Sender"/>
        <Query statement="Is it free of lead, Secret Maker?" response="true, says Sam Sender" comment="call Sam"/></QueryList>
      <MaterialGroupList>
        <MaterialGroup name="Secret maker steel" comment="call Sam"><MaterialGroupID identity="M-001" authority="IPC"/><Amount value="1" UOM="g"/></MaterialGroup>
      </MaterialGroupList>
    </MaterialInfo>
  </Product>
</MainDeclaration>
"#;

const IEC62474: &str = r#"<Main xmlns="http://std.iec.ch/iec62474" schemaDatabaseVersion="X8.00">
  <BusinessInfo mode="Request/Reply">
    <Request docID="RFI-7" date="2026-02-01" respondByDate="2026-03-31" internalSupplierID="vendor no. Sam Sender" comment="For the 2027 range">
      <RequestCompany name="Customer B" nameLocal="of Secret Maker"><UniqueID authority="DUNS" identity="ID-111111"/></RequestCompany>
      <Contact name="Purchasing" email="buy@b.example" street="Road of Secret Maker"/>
    </Request>
    <Response docID="DOC-2026-77" date="2026-03-02" comment="call Sam">
      <SupplyCompany name="Secret Maker"><UniqueID authority="DUNS" identity="ID-987654"/></SupplyCompany>
      <Contact name="Sam Sender" email="sam@maker.example"/>
      <Authorizer name="Sam Sender"/>
    </Response>
  </BusinessInfo>
  <Product comment="call Sam, Plant 9 Shenzhen">
    <ProductID requesterIdentifier="REQ-9" identifier="PN-9" name="Relay by Secret Maker"><Mass mass="10" unitOfMeasure="mg"/></ProductID>
    <Attachment name="Sam Sender.pdf" data="c2VjcmV0"/>
    <Material name="Secret Maker alloy"><Mass mass="10" unitOfMeasure="mg"/>
      <Substance name="Tin" comment="call Sam" descriptionOfUse="as Secret Maker does"><MassPercent massPercent="100"/><UniqueID authority="CAS" identity="7440-31-5"/></Substance>
    </Material>
    <QueryList identity="Q" authority="Secret Maker"><Query statement="Secret Maker?" response="true"/></QueryList>
  </Product>
</Main>
"#;

#[test]
fn classes_a_and_b_do_not_tell() {
    check(CLASSES_A_AND_B);
}

#[test]
fn iec_62474_does_not_tell() {
    check(IEC62474);
}

#[test]
fn chemsherpa_does_not_tell() {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/chemsherpa/valid-two-parts.shai");
    let converted = stripped_bytes(&std::fs::read(path).unwrap(), Target::Ipc1752a, None);
    let out = xml(&converted);
    assert!(!out.contains("Supplier A") && !out.contains("SHAI"), "{out}");
    assert!(out.contains("PN-1") && out.contains("PN-2"), "{out}");
    assert_eq!(converted.hidden[&Hidden::Comment], 1);
}

/// Whatever one maker is called may not stand with the part of another.
#[test]
fn several_makers_of_one_file_do_not_tell() {
    let table = "maker,part,total_mass,total_mass_unit,material,substance,cas,mass_pct_of_material\n\
        Alpha Metals,P-1,1,mg,Beta Works  paste,Copper,7440-50-8,100\n\
        Beta Works,P-2,1,mg,like ALPHA METALS,Copper,7440-50-8,100\n\
        Alpha,P-3,1,mg,Body,Copper,7440-50-8,100\n";
    for target in [Target::Csv, Target::Ipc1752a] {
        let converted = stripped(table, target, None);
        let out = xml(&converted).to_lowercase();
        for maker in ["alpha", "beta works", "metals"] {
            assert!(!out.contains(maker), "{maker}:\n{out}");
        }
        assert!(out.contains("(hidden)  paste") && out.contains("like (hidden)"), "{out}");
        assert_eq!(converted.hidden[&Hidden::Maker], 3);
    }
}

/// A customer's number is matched by its system, so that it can't be changed either.
#[test]
fn a_customers_number_that_tells_is_refused() {
    let text = CLASSES_A_AND_B.replace("REQ-9", "secret  maker-9");
    let converted = stripped(&text, Target::Ipc1752a, None);
    assert!(converted.made.is_empty());
    assert!(converted.diagnostics.iter().any(|d| d.code == codes::NUMBER_TELLS));
}
