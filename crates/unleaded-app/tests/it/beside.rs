//! What a supplier says beside a composition: never overruled by it in silence.

use unleaded_documents::report::Product;

use crate::support::{finding, outcome, report, verdict};

const BOM: &str = "parent,child,quantity\nP,X,1\n";
pub(crate) const COPPER: [(&str, &str, &str); 1] = [("Copper", "7440-50-8", "100")];
pub(crate) const BRASS: [(&str, &str, &str); 2] =
    [("Lead", "7439-92-1", "3"), ("Copper", "7440-50-8", "97")];

/// A homogeneous material of 10 mg in IEC 62474.
pub(crate) fn material(name: &str, substances: &[(&str, &str, &str)]) -> String {
    let substance = |(name, cas, percent): &(&str, &str, &str)| {
        format!(
            "<Substance name='{name}'><MassPercent massPercent='{percent}'/>\
             <UniqueID authority='CAS' identity='{cas}'/></Substance>"
        )
    };
    let substances: String = substances.iter().map(substance).collect();
    format!("<Material name='{name}'><Mass mass='10' unitOfMeasure='mg'/>{substances}</Material>")
}

/// A row of the compliance part: name, code, whether over, the threshold, and what stands inside.
pub(crate) fn row(name: &str, code: &str, over: &str, threshold: &str, inside: &str) -> String {
    format!(
        "<DsDsg name='{name}'><DsDsgID entryIdentity='{code}'/>{inside}\
         <ComplianceThreshold aboveComplianceThreshold='{over}' reportableApplication='All' \
         reportingThreshold='{threshold}'/></DsDsg>"
    )
}

pub(crate) fn iec(rows: &str, composition: &str) -> String {
    let mass = 10 * composition.matches("<Material ").count();
    format!(
        "<Main xmlns='http://std.iec.ch/iec62474' schemaDatabaseVersion='X8.00'>\
         <BusinessInfo mode='Distribute'><Response date='2026-03-02'><SupplyCompany name='A'/>\
         </Response></BusinessInfo><Product><ProductID identifier='X'>\
         <Mass mass='{mass}' unitOfMeasure='mg'/></ProductID><Compliance>\
         <DeclarableSubstanceList version='D19.00'/>{rows}</Compliance>\
         <Composition>{composition}</Composition></Product></Main>"
    )
}

fn judged(text: &str) -> Product {
    report(BOM, &[("d.xml", text)]).products.remove(0)
}

/// The statuses under EU RoHS, China RoHS and the candidate list.
fn statuses(text: &str) -> [String; 3] {
    let product = judged(text);
    ["eu-rohs", "china-rohs", "reach-svhc"].map(|law| verdict(&product, law).status.clone())
}

const CLEAN: [&str; 3] = ["compliant", "compliant", "nothing-to-declare"];

#[test]
fn a_row_over_its_threshold_leaves_open_what_a_clean_composition_leaves_out() {
    let copper = material("Wire", &COPPER);
    let check = |row: String, expected: [&str; 3]| {
        assert_eq!(statuses(&iec(&row, &copper)), expected, "{row}");
    };
    let homogeneous = "0.1 mass% of total Pb in homogenous material";
    let open = ["unknown", "unknown", "unknown"];
    check(row("Lead/Lead Compounds", "00021", "false", homogeneous, ""), CLEAN);
    check(row("Lead/Lead Compounds", "00021", "true", homogeneous, ""), open);
    check(row("Lead/Lead Compounds", "", "true", "", ""), open);
    check(row("", "00021", "true", "", ""), open);
    check(row("Lead", "00154", "true", "0.1 mass% of article", ""), open);
    check(row("", "7439-92-1", "true", "", ""), open);
    let phthalate = "Bis (2-ethylhexyl)phthalate (DEHP)";
    check(row(phthalate, "00038", "true", "0.1 mass% in homogenous material", ""), open);
    let selected = "Phthalates, selected group 1 (DEHP, DBP, BBP)";
    check(row(selected, "00036", "true", "0.1 mass% as the sum", ""), open);
    check(
        row("Boric acid", "00007", "true", "0.1 mass% of article", ""),
        [CLEAN[0], CLEAN[1], open[2]],
    );
    check(row("Nickel/Nickel Compounds", "00031", "true", "Intentionally added", ""), CLEAN);
    check(row("Zyxxite 9", "", "true", "", ""), open);
    check(row("", "", "true", "", ""), open);
}

#[test]
fn a_row_says_over_by_its_amount_too() {
    let copper = material("Wire", &COPPER);
    for over in ["false", ""] {
        let attribute = row("Lead", "00154", "false", "0.1 mass% of article", "");
        let text = attribute.replace("</DsDsg>", "<MassPercent massPercent='2'/></DsDsg>");
        let text = match over {
            "" => text.replace("aboveComplianceThreshold='false'", ""),
            _ => text,
        };
        assert_eq!(judged(&iec(&text, &copper)).status, "unknown", "{text}");
    }
}

#[test]
fn a_composition_that_explains_the_row_stands() {
    let lead = |percent: &str, rest: &str| {
        material("Wire", &[("Lead", "7439-92-1", percent), ("Copper", "7440-50-8", rest)])
    };
    let check = |threshold: &str, percent: &str, rest: &str, expected: &str| {
        let rows = row("Lead/Lead Compounds", "00023", "true", threshold, "");
        let found = &statuses(&iec(&rows, &lead(percent, rest)))[0];
        assert_eq!(found, expected, "{threshold} {percent}");
    };
    check("0.009 mass% of surface coating material", "0.05", "99.95", "compliant");
    check("Intentionally added", "0.05", "99.95", "compliant");
    check("0.1 mass% of homogenous material", "0.05", "99.95", "unknown");
    check("", "0.05", "99.95", "unknown");
    check("0.1 mass% of homogenous material", "3", "97", "non-compliant");
}

#[test]
fn a_threshold_of_a_substance_in_a_material_is_an_answer_too() {
    let text = iec("", &material("Wire", &COPPER)).replace(
        "<MassPercent",
        "<Threshold aboveThresholdLevel='true' reportableApplication='All'/><MassPercent",
    );
    assert_eq!(judged(&text).status, "compliant", "copper is no listed substance");
    let few = [("S", "7439-92-1", "0.05"), ("Copper", "7440-50-8", "99.95")];
    let text = iec("", &material("Wire", &few)).replace(
        "<Substance name='S'>",
        "<Substance name='S'><Threshold aboveThresholdLevel='true' reportableApplication='All'/>",
    );
    assert_eq!(judged(&text).status, "unknown");
}

#[test]
fn the_contradiction_is_told() {
    let rows = row("Lead/Lead Compounds", "00021", "true", "", "");
    let text = iec(&rows, &material("Wire", &COPPER));
    let files = crate::support::Memory::of(&[("d.xml", &text)]);
    let outcome = outcome(BOM, &files, &crate::support::options(crate::support::TODAY), None);
    let codes: Vec<&str> = outcome.diagnostics.iter().map(|d| d.code.name()).collect();
    assert!(codes.contains(&"statement-contradicts"), "{codes:?}");
    let product = &outcome.report.unwrap().products[0];
    assert!(finding(product, "eu-rohs", "Pb").reason.contains("IEC_62474 D19.00"));
}

const CLAIM: &str = "<Exemptions><UniqueID authority='EU' identity='2011/65/EU' version='1'/>\
    <Exemption identity='6(c)'/></Exemptions>";

#[test]
fn an_exemption_of_a_row_is_for_the_one_place_that_is_over() {
    let over = |inside: &str| row("Lead/Lead Compounds", "00021", "true", "", inside);
    let brass = material("Brass", &BRASS);
    let exemption = |rows: &str, composition: &str| {
        let product = judged(&iec(rows, composition));
        let finding = finding(&product, "eu-rohs", "Pb");
        (finding.exemption.as_ref().map(|e| e.id.clone()), finding.reason.clone())
    };
    assert_eq!(exemption(&over(CLAIM), &brass).0.as_deref(), Some("6(c)"));
    assert_eq!(exemption(&over(""), &brass).0, None);
    let two = brass.clone() + &material("Pin", &BRASS);
    let differ = over(CLAIM) + &row("Lead/Lead Compounds", "00025", "true", "", "");
    for (rows, composition) in [(over(CLAIM), two), (differ, brass.clone())] {
        let (joined, reason) = exemption(&rows, &composition);
        assert_eq!(joined, None, "{rows}");
        assert!(reason.contains("6(c)") && reason.contains("IEC_62474"), "{reason}");
    }
    let of_another = row("Cadmium/Cadmium compounds", "00010", "true", "", CLAIM);
    assert_eq!(exemption(&of_another, &brass).0, None);
}

pub(crate) const WIRE: &str = "<HomogeneousMaterialList><HomogeneousMaterial name='Wire'><Amount value='10' UOM='mg'/>\
    <SubstanceCategoryList><SubstanceCategory name='Supplier'><Substance name='Copper'>\
    <SubstanceID identity='7440-50-8' authority='CAS'/><Concentration value='100' UOM='massPercent'/>\
    </Substance></SubstanceCategory></SubstanceCategoryList></HomogeneousMaterial></HomogeneousMaterialList>";

pub(crate) fn ipc(inner: &str, composition: &str) -> String {
    format!(
        "<MainDeclaration xmlns='http://webstds.ipc.org/175x/2.0' version='2.0'><BusinessInfo mode='Distribute'>\
         <Response date='2026-03-02'><SupplyCompany name='A'/></Response>\
         <Declaration legalType='Standard' supplierAcceptance='true'/></BusinessInfo>\
         <Product><ProductID itemNumber='X'/><MaterialInfo>{inner}{composition}</MaterialInfo></Product></MainDeclaration>"
    )
}

pub(crate) fn category(list: &str, entries: &[(&str, &str, &str)]) -> String {
    let entry = |(name, code, over): &(&str, &str, &str)| {
        let code = match *code {
            "" => String::new(),
            code => format!("<SubstanceCategoryID identity='{code}' authority='IPC'/>"),
        };
        format!(
            "<SubstanceCategory name='{name}' reportableApplication='All'>\
             <Threshold overThreshold='{over}' threshold='0.1 mass% of homogeneous materials'/>{code}</SubstanceCategory>"
        )
    };
    let entries: String = entries.iter().map(entry).collect();
    format!(
        "<SubstanceCategoryList><SubstanceCategoryListID identity='{list}' authority='IPC'/>{entries}</SubstanceCategoryList>"
    )
}

const ROHS: [&str; 10] = [
    "Cadmium/Cadmium Compounds",
    "Chromium VI Compounds",
    "Lead/Lead Compounds",
    "Mercury/Mercury Compounds",
    "Polybrominated Biphenyls (PBBs)",
    "Polybrominated Diphenylethers (PBDEs)",
    "Bis(2-ethylhexyl) phthalate (DEHP)",
    "Butyl benzyl phthalate (BBP)",
    "Dibutyl phthalate (DBP)",
    "Diisobutyl phthalate (DIBP)",
];

/// All of EU RoHS, with `lead` in place of the entry of lead.
pub(crate) fn rohs(lead: &[(&str, &str, &str)]) -> String {
    let mut entries: Vec<_> = ROHS.iter().map(|name| (*name, "", "false")).collect();
    entries.retain(|(name, ..)| !name.starts_with("Lead"));
    entries.extend(lead);
    // The threshold of cadmium is a tenth of the others'.
    category("EUROHS-1907", &entries).replacen("0.1 mass%", "0.01 mass%", 1)
}

#[test]
fn a_name_and_a_code_of_different_entries_are_neither() {
    let check = |name: &str, code: &str, over: &str, expected: &str, statement: &str| {
        let lists = rohs(&[(name, code, over)]);
        assert_eq!(judged(&ipc(&lists, WIRE)).status, expected, "{name} {code} {over}");
        assert_eq!(judged(&ipc(&lists, "")).status, statement, "{name} {code} {over}");
    };
    check("Lead/Lead Compounds", "00005", "false", "compliant", "compliant");
    check("Lead", "00005", "false", "compliant", "compliant");
    check("", "00005", "false", "compliant", "compliant");
    check("Tin and tin compounds", "00005", "false", "compliant", "unknown");
    check("Tin", "00005", "false", "compliant", "unknown");
    check("Tin", "00005", "true", "unknown", "non-compliant");
    check("Mercury/Mercury Compounds", "00005", "true", "unknown", "non-compliant");
    check("Zyxxite 9", "", "true", "unknown", "unknown");
    let both = rohs(&[("Mercury/Mercury Compounds", "00005", "true")]);
    let product = judged(&ipc(&both, WIRE));
    for entry in ["Pb", "Hg"] {
        assert_eq!(finding(&product, "eu-rohs", entry).status, "unknown");
    }
}

#[test]
fn a_no_beside_an_amount_that_nobody_can_read_is_none() {
    let answered = rohs(&[("Lead/Lead Compounds", "00005", "false")]);
    let status = |amount: &str| {
        let after = "<SubstanceCategoryID identity='00005' authority='IPC'/>";
        let lists = answered.replace(after, &[after, amount].concat());
        judged(&ipc(&lists, "")).status
    };
    assert_eq!(status(""), "compliant");
    assert_eq!(status("<Concentration value='0.01' UOM='massPercent'/>"), "compliant");
    assert_eq!(status("<Concentration value='5,O' UOM='massPercent'/>"), "unknown");
}

#[test]
fn what_one_list_says_is_believed_on_the_other() {
    let svhc = |over: &str| category("EUREACH-0624", &[("Lead", "00188", over)]);
    assert_eq!(statuses(&ipc(&svhc("false"), WIRE)), CLEAN);
    assert_eq!(statuses(&ipc(&svhc("true"), WIRE)), ["unknown", "unknown", "unknown"]);
    let answered = rohs(&[("Lead/Lead Compounds", "00005", "false")]);
    assert_eq!(statuses(&ipc(&(answered.clone() + &svhc("true")), ""))[0], "unknown");
    let iec = category("IEC_62474 D19.00", &[("Lead/Lead Compounds", "00021", "true")]);
    assert_eq!(statuses(&ipc(&(answered + &iec), ""))[0], "unknown");
}

/// What is answered to the query whether a law is met.
pub(crate) fn met(response: &str) -> String {
    format!(
        "<QueryList><Query statement='Product meets EU RoHS requirements' response='{response}'/></QueryList>"
    )
}

#[test]
fn a_category_over_its_threshold_must_hold_what_it_is_named_for() {
    let lead = "<Substance name='Lead'><SubstanceID identity='7439-92-1' authority='CAS'/>\
        <Concentration value='3' UOM='massPercent'/></Substance></SubstanceCategory>";
    let check = |category: &str, over: &str, inside: &str, expected: &str| {
        let threshold = format!("<Threshold overThreshold='{over}' threshold='0.1%'/>");
        let wire = WIRE
            .replace("<SubstanceCategory name='Supplier'>", &format!("{category}{threshold}"))
            .replace("</SubstanceCategory>", inside);
        assert_eq!(judged(&ipc("", &wire)).status, expected, "{category} {over}");
    };
    let (named, supplier) =
        ("<SubstanceCategory name='Lead/Lead Compounds'>", "<SubstanceCategory name='Supplier'>");
    check(named, "true", "</SubstanceCategory>", "unknown");
    check(named, "false", "</SubstanceCategory>", "compliant");
    check(supplier, "true", "</SubstanceCategory>", "compliant");
    check(named, "true", &lead.replace("'3'", "'0.05'"), "unknown");
    check(named, "true", lead, "non-compliant");
    let of_material = iec("", &material("Wire", &COPPER)).replace(
        "</Material>",
        "<Threshold aboveThresholdLevel='true' reportableApplication='All'/></Material>",
    );
    assert_eq!(judged(&of_material).status, "unknown");
}

#[test]
fn each_category_over_its_threshold_is_explained_by_itself() {
    let substance = |name: &str, cas: &str, percent: &str| {
        format!(
            "<Substance name='{name}'><SubstanceID identity='{cas}' authority='CAS'/>\
             <Concentration value='{percent}' UOM='massPercent'/></Substance>"
        )
    };
    let category = |name: &str, inside: &str| {
        format!(
            "<SubstanceCategory name='{name}'><Threshold overThreshold='true' threshold='0.1%'/>{inside}</SubstanceCategory>"
        )
    };
    let lead =
        |rest: &str| category("Lead/Lead Compounds", &(substance("Lead", "7439-92-1", "3") + rest));
    let cadmium = |categories: &str| {
        let start = WIRE.find("<SubstanceCategory ").unwrap();
        let end = WIRE.find("</SubstanceCategoryList>").unwrap();
        let wire = [&WIRE[..start], categories, &WIRE[end..]].concat();
        let product = judged(&ipc("", &wire));
        let found = verdict(&product, "eu-rohs")
            .findings
            .iter()
            .find(|f| f.entry == "Cd" || f.entry == "*");
        found.map(|found| found.status.clone())
    };
    let copper = substance("Copper", "7440-50-8", "97");
    assert_eq!(cadmium(&lead(&copper)), None);
    let named = category("Cadmium/Cadmium Compounds", &copper);
    assert_eq!(cadmium(&(lead("") + &named)).as_deref(), Some("unknown"));
    let empty = category("Cadmium/Cadmium Compounds", "");
    assert_eq!(cadmium(&(lead(&copper) + &empty)).as_deref(), Some("unknown"));
}

#[test]
fn what_is_over_in_one_part_inside_the_part_says_nothing_of_another() {
    let sub = |number: &str, inner: &str| {
        let wire = WIRE.replace("'10'", "'1'");
        format!(
            "<SubProduct><ProductID itemNumber='{number}'><Amount value='1' UOM='mg'/></ProductID>\
             <MaterialInfo>{inner}{wire}</MaterialInfo></SubProduct>"
        )
    };
    let told = category("EUROHS-1907", &[("Lead/Lead Compounds", "00005", "true")]);
    let doubted = category("IEC_62474 D19.00", &[("Lead/Lead Compounds", "00021", "true")]);
    let is_doubted = |first: &str, second: &str| {
        let inside = sub("X-1", first) + &sub("X-2", second);
        let text = ipc("", "").replace("</Product>", &format!("{inside}</Product>"));
        let files = crate::support::Memory::of(&[("d.xml", &text)]);
        let outcome = outcome(BOM, &files, &crate::support::options(crate::support::TODAY), None);
        outcome.diagnostics.iter().any(|d| {
            let list = d.argument("list").map(ToString::to_string);
            d.code.name() == "statement-contradicts" && list.as_deref() == Some("IEC_62474 D19.00")
        })
    };
    let both = told.clone() + &doubted;
    assert!(!is_doubted(&both, ""), "the one is judged as the other");
    assert!(is_doubted(&told, &doubted));
}

#[test]
fn an_admission_is_narrowed_by_no_answer() {
    let asked = |response: &str| {
        format!(
            "<QueryList><Query statement='Product(s) does not meet EU RoHS requirements' response='{response}'/></QueryList>"
        )
    };
    let answered = rohs(&[("Lead/Lead Compounds", "00005", "false")]);
    for materials in [WIRE, ""] {
        let status =
            |response: &str| judged(&ipc(&(answered.clone() + &asked(response)), materials)).status;
        assert_eq!(status("false"), "compliant");
        assert_eq!(status("true"), "unknown");
    }
    assert_eq!(judged(&ipc(&met("false"), WIRE)).status, "unknown");
}

#[test]
fn an_admission_in_another_document_stands_until_it_is_taken_back() {
    let query = |response: &str, date: &str| {
        let query = format!(
            "<QueryList><Query statement='Product(s) does not meet EU RoHS requirements' response='{response}'/></QueryList>"
        );
        ipc(&query, "").replace("2026-03-02", date)
    };
    let composition = ipc("", WIRE);
    let status = |files: &[(&str, &str)]| report(BOM, files).products[0].status.clone();
    for date in ["2025-03-02", "2026-05-02"] {
        let admitted = query("true", date);
        assert_eq!(status(&[("a.xml", &composition), ("b.xml", &admitted)]), "unknown", "{date}");
    }
    let (admitted, denied) = (query("true", "2025-03-02"), query("false", "2025-05-02"));
    let files = [("a.xml", composition.as_str()), ("b.xml", &admitted), ("c.xml", &denied)];
    assert_eq!(status(&files), "compliant");
    let other = denied.replace("does not meet EU RoHS", "meets REACH").replace("'false'", "'true'");
    let files = [("a.xml", composition.as_str()), ("b.xml", &admitted), ("c.xml", &other)];
    assert_eq!(status(&files), "unknown", "another law takes nothing back");
}

#[test]
fn many_rows_are_judged_at_once() {
    let rows: String = (0..3_000)
        .map(|n| row("Lead/Lead Compounds", "00021", "true", &format!("0.1{n} mass%"), ""))
        .collect();
    let materials: String = (0..3_000).map(|n| material(&format!("M{n}"), &COPPER)).collect();
    assert_eq!(judged(&iec(&rows, &materials)).status, "unknown");
}

#[test]
fn a_declaration_that_its_supplier_does_not_accept_is_marked() {
    let rolled_up = |accepted: &str| {
        let text = ipc("", WIRE).replace("'true'", &format!("'{accepted}'"));
        let files = crate::support::Memory::of(&[("d.xml", &text)]);
        let outcome = outcome(BOM, &files, &crate::support::options(crate::support::TODAY), None);
        let refused = outcome.diagnostics.iter().filter(|d| d.code.name() == "acceptance-refused");
        let refused = refused.count();
        let report = outcome.report.unwrap();
        let words = report.inputs.declarations[0].acceptance.clone();
        (refused, words, report.products[0].status.clone(), outcome.answer)
    };
    let (status, answer) = ("compliant".to_owned(), unleaded_app::rollup::Answer::Yes);
    assert_eq!(rolled_up("true"), (0, None, status.clone(), answer));
    assert_eq!(rolled_up("false"), (1, Some("refused".to_owned()), status, answer));
}
