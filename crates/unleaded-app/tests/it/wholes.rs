//! Assemblies that are declared as a whole, against their parts; and numbers under which makers sell a part.

use crate::amounts::{bom, table};
use crate::disclosure::{OVER, class_c};
use crate::support::{Memory, TODAY, finding, options, outcome, report, verdict};

const TIN: &str = "A,PIN,10,Body,10,Tin,7440-31-5,100";

fn codes(bom: &str, files: &[(&str, &str)]) -> Vec<&'static str> {
    let outcome = outcome(bom, &Memory::of(files), &options(TODAY), None);
    let codes = outcome.diagnostics.iter().map(|d| d.code.name());
    codes.filter(|code| code.starts_with("assembly")).collect()
}

#[test]
fn lead_in_the_whole_that_no_child_accounts_for_is_somewhere_inside() {
    let doc = table(&[TIN, "A,S,20,Body,20,Tin,7440-31-5,95", "A,S,20,Body,20,Lead,7439-92-1,5"]);
    let bom = bom(&["P,S,1", "S,PIN,2"]);
    let product = &report(&bom, &[("d.csv", &doc)]).products[0];
    let reach = verdict(product, "reach-svhc");
    assert_eq!(reach.status, "unknown");
    let lead =
        reach.findings.iter().find(|f| f.reason.contains("than its parts account for")).unwrap();
    assert_eq!((lead.path.join("/"), lead.value_ppm.low.as_str()), ("P/S".to_owned(), "0"));
    assert_eq!(lead.value_ppm.high.as_deref(), Some("50000"));
    assert!(lead.reason_zh.contains("整体声明"), "{}", lead.reason_zh);
    // Homogeneous materials of the whole are places of their own.
    assert_eq!(verdict(product, "eu-rohs").status, "non-compliant");
    assert_eq!(codes(&bom, &[("d.csv", &doc)]), ["assembly-substance-differs"]);
}

#[test]
fn a_share_without_a_mass_says_that_there_is_some() {
    // The material of the whole has no mass of its own, so how much lead there is is not known.
    let doc = table(&[TIN, "A,S,20,Body,,Tin,7440-31-5,95", "A,S,20,Body,,Lead,7439-92-1,5"]);
    let bom = bom(&["P,S,1", "S,PIN,2"]);
    let product = &report(&bom, &[("d.csv", &doc)]).products[0];
    assert_eq!(verdict(product, "reach-svhc").status, "unknown");
    assert_eq!(codes(&bom, &[("d.csv", &doc)]), ["assembly-substance-differs"]);
    let leaded = "A,PIN,10,Body,,Lead,7439-92-1,100";
    let doc = table(&[leaded, "A,S,20,Body,20,Tin,7440-31-5,100"]);
    assert_eq!(codes(&bom, &[("d.csv", &doc)]), ["assembly-substance-differs"]);
    assert_eq!(
        verdict(&report(&bom, &[("d.csv", &doc)]).products[0], "reach-svhc").status,
        "declare"
    );
}

#[test]
fn a_product_that_is_the_whole_is_no_kinder() {
    let doc = table(&[TIN, "A,S,20,Body,20,Tin,7440-31-5,95", "A,S,20,Body,20,Lead,7439-92-1,5"]);
    let product = &report(&bom(&["S,PIN,2"]), &[("d.csv", &doc)]).products[0];
    assert_eq!(verdict(product, "reach-svhc").status, "unknown");
}

#[test]
fn too_little_of_it_for_any_article_changes_nothing() {
    // 500 ppm of lead in the worst material: no article inside can hold more than 1000 ppm.
    let doc =
        table(&[TIN, "A,S,20,Body,20,Tin,7440-31-5,99.95", "A,S,20,Body,20,Lead,7439-92-1,0.05"]);
    let bom = bom(&["P,S,1", "S,PIN,2"]);
    let product = &report(&bom, &[("d.csv", &doc)]).products[0];
    assert_eq!(verdict(product, "reach-svhc").status, "nothing-to-declare");
    assert_eq!(codes(&bom, &[("d.csv", &doc)]), ["assembly-substance-differs"]);
}

#[test]
fn lead_in_a_child_that_the_whole_leaves_out_counts() {
    let of_lead = ["A,PIN,10,Body,10,Tin,7440-31-5,95", "A,PIN,10,Body,10,Lead,7439-92-1,5"];
    let doc = table(&[&of_lead[..], &["A,S,20,Body,20,Tin,7440-31-5,100"]].concat());
    let bom = bom(&["P,S,1", "S,PIN,2"]);
    let product = &report(&bom, &[("d.csv", &doc)]).products[0];
    assert_eq!(verdict(product, "reach-svhc").status, "declare");
    assert_eq!(finding(product, "eu-rohs", "Pb").path, ["P", "S", "PIN", "Body"]);
    assert_eq!(codes(&bom, &[("d.csv", &doc)]), ["assembly-substance-differs"]);
}

#[test]
fn a_whole_that_is_the_sum_of_its_parts_is_not_remarked() {
    let of_pin = ["A,PIN,10,Body,10,Tin,7440-31-5,95", "A,PIN,10,Body,10,Lead,7439-92-1,5"];
    let bom = bom(&["P,S,1", "S,PIN,2"]);
    for (tin, lead) in [("95", "5"), ("95.02", "4.98"), ("94.98", "5.02")] {
        let of_whole = [
            format!("A,S,20,Body,20,Tin,7440-31-5,{tin}"),
            format!("A,S,20,Body,20,Lead,7439-92-1,{lead}"),
        ];
        let rows = of_pin.iter().copied().chain(of_whole.iter().map(String::as_str));
        let doc = table(&rows.collect::<Vec<_>>());
        assert_eq!(codes(&bom, &[("d.csv", &doc)]), [""; 0], "{lead}");
        let product = &report(&bom, &[("d.csv", &doc)]).products[0];
        assert_eq!(verdict(product, "reach-svhc").status, "declare", "{lead}");
    }
}

#[test]
fn what_may_be_anything_is_no_difference() {
    let doc = table(&[
        "A,PIN,10,Body,10,Tin,7440-31-5,90",
        "A,PIN,10,Body,10,Proprietary,,10",
        "A,S,20,Body,20,Tin,7440-31-5,91",
        "A,S,20,Body,20,Lead,7439-92-1,9",
    ]);
    let bom = bom(&["P,S,1", "S,PIN,2"]);
    assert_eq!(codes(&bom, &[("d.csv", &doc)]), [""; 0]);
    let product = &report(&bom, &[("d.csv", &doc)]).products[0];
    assert_eq!(verdict(product, "reach-svhc").status, "unknown");
}

const SOLD: &str = "parent,child,quantity,manufacturer,mpn\nP,OWN-1,1,A,A-1\nP,OWN-1,1,B,B-1\n";

#[test]
fn declarations_are_found_by_the_numbers_of_makers() {
    let a = "A,A-1,10,Body,10,Tin,7440-31-5,100";
    let both = table(&[a, "B,B-1,10,Body,10,Tin,7440-31-5,100"]);
    let product = &report(SOLD, &[("d.csv", &both)]).products[0];
    assert_eq!((product.status.as_str(), product.coverage.parts.declared), ("compliant", 1));
    // The number of one maker says nothing of another's, and a source without a declaration leaves the part open.
    for docs in [table(&[a]), table(&[a, "C,B-1,10,Body,10,Tin,7440-31-5,100"])] {
        let product = &report(SOLD, &[("d.csv", &docs)]).products[0];
        assert_eq!(product.status, "unknown");
    }
    let leaded = table(&[a, "B,B-1,10,Body,10,Lead,7439-92-1,100"]);
    assert_eq!(report(SOLD, &[("d.csv", &leaded)]).products[0].status, "unknown");
}

#[test]
fn two_numbers_of_one_maker_are_two_sources() {
    let bom = "parent,child,quantity,manufacturer,mpn\nP,OWN-1,1,A,A-1\nP,OWN-1,1,A,A-2\n";
    let older_of_lead = "A,A-1,10,Body,10,Lead,7439-92-1,100,,,2020-01-01";
    let newer = "A,A-2,10,Body,10,Tin,7440-31-5,100,,,2026-01-01";
    let product = |rows: &[&str]| {
        let doc: Vec<String> = rows.iter().map(|row| table(&[row])).collect();
        let files: Vec<_> =
            ["a.csv", "b.csv"].into_iter().zip(doc.iter().map(String::as_str)).collect();
        report(bom, &files).products.remove(0)
    };
    assert_eq!(product(&[older_of_lead, newer]).status, "unknown");
    assert_eq!(product(&[newer]).status, "unknown");
    assert_eq!(
        product(&[&older_of_lead.replace("Lead,7439-92-1", "Tin,7440-31-5"), newer]).status,
        "compliant"
    );
    // A declaration by one's own number speaks for every number of that maker.
    assert_eq!(product(&["A,OWN-1,10,Body,10,Tin,7440-31-5,100"]).status, "compliant");
}

#[test]
fn a_list_of_a_board_is_of_the_product_asked_for() {
    let list = "Designator,MPN\n\"R1,R2\",PIN\n";
    let run = |products: &[String]| {
        let files = Memory::of(&[]);
        let options = options(TODAY);
        let request = unleaded_app::rollup::Request {
            bom: unleaded_model::diagnostic::FileName::new("boards/main.csv"),
            bom_bytes: list.as_bytes(),
            trust: None,
            mapping: None,
            decisions: None,
            options: &options,
            replaced: &[],
            laws: &unleaded_rules::Law::DEFAULT,
            lists: unleaded_rules::lists::Lists::shipped(),
            products,
            signatures: unleaded_app::rollup::Signatures::Optional,
        };
        unleaded_app::rollup::run(&request, &files, &mut |_, _, _| {}).unwrap()
    };
    let product = |products: &[String]| run(products).report.map(|r| r.products[0].part.clone());
    assert_eq!(product(&[]).as_deref(), Some("main"));
    assert_eq!(product(&["X-1".to_owned()]).as_deref(), Some("X-1"));
    assert_eq!(product(&["X-1".to_owned(), "X-2".to_owned()]), None);
}

/// A part inside a part of which only the mass is told, or not even that, may hold anything.
#[test]
fn a_part_inside_a_part_without_a_composition_is_undisclosed() {
    let document = |inner: &str| {
        format!(
            r#"<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0" version="2.0"><BusinessInfo mode="Distribute"><Response date="2026-03-02"/></BusinessInfo><Product><ProductID itemNumber="X"><Amount value="2" UOM="mg"/></ProductID>{inner}<SubProduct><ProductID itemName="Body"><Amount value="1" UOM="mg"/></ProductID><MaterialInfo><HomogeneousMaterialList><HomogeneousMaterial name="Copper"><Amount value="1" UOM="mg"/><SubstanceCategoryList><SubstanceCategory name="Supplier"><Substance name="Copper"><SubstanceID identity="7440-50-8" authority="CAS"/><Amount value="1" UOM="mg"/></Substance></SubstanceCategory></SubstanceCategoryList></HomogeneousMaterial></HomogeneousMaterialList></MaterialInfo></SubProduct></Product></MainDeclaration>"#
        )
    };
    let weighed = "<ProductID itemName=\"Terminal\"><Amount value=\"1\" UOM=\"mg\"/></ProductID>";
    for inner in [weighed, "<ProductID itemName=\"Terminal\"/>"] {
        let text = document(&format!("<SubProduct>{inner}</SubProduct>"));
        let report = report("parent,child,quantity\nP,X,1\n", &[("d.xml", &text)]);
        assert_eq!(report.products[0].status, "unknown", "{inner}");
        assert!(report.products[0].undisclosed.is_some(), "{inner}");
    }
}

#[test]
fn a_whole_that_says_over_stays_over_whatever_its_parts_say() {
    let said = class_c("S", "2026-01-05", "EUROHS-1907", &[("Lead/Lead Compounds", OVER)]);
    let whole = table(&["A,S,10,Body,10,Tin,7440-31-5,100"]);
    let bom = bom(&["P,S,1", "S,PIN,1"]);
    let tin = table(&[TIN]);
    for files in [
        vec![("c.xml", &said), ("d.csv", &tin)],
        vec![("c.xml", &said), ("d.csv", &tin), ("w.csv", &whole)],
    ] {
        let files: Vec<_> = files.into_iter().map(|(name, text)| (name, text.as_str())).collect();
        let product = &report(&bom, &files).products[0];
        let lead = finding(product, "eu-rohs", "Pb");
        // Where the composition of the whole denies it, the two contradict each other.
        let wanted = if files.len() == 2 { "non-compliant" } else { "unknown" };
        assert_eq!(lead.status, wanted, "{files:?}");
        assert_eq!(product.status, wanted, "{files:?}");
    }
}

#[test]
fn an_assembly_with_materials_of_its_own_is_more_than_its_children() {
    let granta = |own: &str| {
        format!(
            "<PartsEco xmlns=\"http://www.grantadesign.com/17/11/BillOfMaterialsEco\"><Components><Part id=\"1\">\
             <Quantity Unit=\"Each\">1</Quantity><PartNumber>S</PartNumber><Name>S</Name><Components><Part id=\"2\">\
             <Quantity Unit=\"Each\">1</Quantity><PartNumber>PIN</PartNumber><Name>PIN</Name></Part></Components>{own}</Part>\
             </Components></PartsEco>"
        )
    };
    let tin = table(&[TIN]);
    let product = |own: &str| report(&granta(own), &[("d.csv", &tin)]).products[0].clone();
    let plain = product("");
    assert_eq!((plain.status.as_str(), plain.mass_mg.high.as_deref()), ("compliant", Some("10")));
    let glued = product(
        "<Materials><Material><MassPerUom Unit=\"kg/Part\">2</MassPerUom></Material></Materials>",
    );
    assert_eq!((glued.status.as_str(), glued.mass_mg.high.as_deref()), ("unknown", None));
    assert_eq!(finding(&glued, "eu-rohs", "*").path, ["S"]);
}

/// What is inside an article inside an article counts in both, and is named as the cause in both.
#[test]
fn an_article_tells_what_the_articles_inside_it_hold() {
    let material = "<MaterialInfo><HomogeneousMaterialList><HomogeneousMaterial name='M'><Amount value='10' UOM='mg'/>\
        <SubstanceCategoryList><SubstanceCategory name='Supplier'><Substance name='Copper'>\
        <SubstanceID identity='7440-50-8' authority='CAS'/><Concentration value='75' UOM='massPercent'/></Substance>\
        <Substance name='Lead wonderate compound'><Concentration value='25' UOM='massPercent'/></Substance>\
        </SubstanceCategory></SubstanceCategoryList></HomogeneousMaterial></HomogeneousMaterialList></MaterialInfo>";
    let inner = format!("<SubProduct><ProductID itemNumber='Z'/>{material}</SubProduct>");
    let outer = format!("<SubProduct><ProductID itemNumber='Y'/>{inner}</SubProduct>");
    let text = crate::beside::ipc("", "")
        .replace("</MaterialInfo></Product>", &format!("</MaterialInfo>{outer}</Product>"));
    let product = &report("parent,child,quantity\nP,X,1\n", &[("d.xml", &text)]).products[0];
    let reach = verdict(product, "reach-svhc");
    for path in [&["P", "X"][..], &["P", "X", "Y"], &["P", "X", "Y", "Z"]] {
        let found: Vec<_> = reach.findings.iter().filter(|f| f.path == path).collect();
        let is_named = found.iter().any(|finding| finding.reason.contains("wonderate"));
        assert!(is_named, "{path:?} {found:#?}");
    }
}
