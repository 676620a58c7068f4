//! Each kind of change between two documents, told as it is.

use unleaded_app::check::read;
use unleaded_app::diff::{Change, Field, How, Kind, Mode, boms, declarations};
use unleaded_formats::sink::Collected;
use unleaded_model::declaration::{
    Answer, Attachment, Contact, ExemptionClaim, ListAnswers, MaterialGroup, Query, QueryList,
};
use unleaded_model::diagnostic::{FileName, Place};

const HEADER: &str = "maker,part,part name,total mass (mg),subpart,material,material weight (mg),substance,cas,% of material,mass (mg),exemption,date";

pub(crate) fn table(rows: &[String]) -> Collected {
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    read(text.as_bytes(), &FileName::new("a.csv"))
}

fn rows(rows: &[&str]) -> Collected {
    table(&rows.iter().map(|row| (*row).to_owned()).collect::<Vec<_>>())
}

const TIN: &str = "A,PIN,pin,10,,Body,10,Tin,7440-31-5,60,,,";
const LEAD: &str = "A,PIN,pin,10,,Body,10,Lead,7439-92-1,40,,7(a),";

/// What is not equal, as kind, name and how; facts as `field: a → b`.
fn told(change: &Change) -> Vec<String> {
    let mut told = Vec::new();
    let mut open = vec![change];
    while let Some(change) = open.pop() {
        if matches!(change.how, How::Added | How::Removed | How::Changed) {
            told.push(format!("{:?} {} {}", change.how, change.kind.name(), change.label()));
        }
        if change.how == How::Changed {
            for fact in change.facts.iter().filter(|fact| fact.how != How::Equal) {
                let value = |v: &Option<unleaded_app::diff::Value>| {
                    v.as_ref().map_or_else(|| "-".to_owned(), |v| v.printed.clone())
                };
                told.push(format!(
                    "  {}: {} → {}",
                    fact.field.name(),
                    value(&fact.a),
                    value(&fact.b)
                ));
            }
        }
        open.extend(change.children.iter().rev());
    }
    told
}

#[track_caller]
fn check(a: &Collected, b: &Collected, expected: &[&str]) {
    assert_eq!(told(&declarations(a, b, Mode::Exact)), expected);
    assert!(declarations(a, a, Mode::Printed).is_equal());
}

#[test]
fn shares_substances_and_exemptions() {
    let a = rows(&[TIN, LEAD]);
    let b = rows(&[
        "A,PIN,pin,10,,Body,10,Tin,7440-31-5,61,,,",
        "A,PIN,pin,10,,Body,10,Silver,7440-22-4,39,,,",
    ]);
    check(
        &a,
        &b,
        &[
            "Removed substance Lead 7439-92-1",
            "Removed exemption 7(a)",
            "Added substance Silver 7440-22-4",
            "Changed substance Tin 7440-31-5",
            "  share: 60 % → 61 %",
        ],
    );
    let other = rows(&[TIN, &LEAD.replace("7(a)", "7(b)")]);
    check(&a, &other, &["Removed exemption 7(a)", "Added exemption 7(b)"]);
}

#[test]
fn what_comes_to_the_same_is_equal() {
    let shares = rows(&[TIN, LEAD]);
    let masses = rows(&[
        "A,PIN,pin,10,,Body,10,Tin,7440-31-5,,6,,",
        "A,PIN,pin,10.0,,Body,10,Lead,7439-92-1,40.0,4.00,7(a),",
    ]);
    check(&shares, &masses, &[]);
    assert!(!declarations(&shares, &masses, Mode::Printed).is_equal());
    let other = rows(&[&TIN.replace(",60,,", ",,5.9,"), LEAD]);
    check(
        &shares,
        &other,
        &["Changed substance Tin 7440-31-5", "  mass: - → 5.9 mg", "  share: 60 % → -"],
    );
}

#[test]
fn a_mass_that_changed_is_told_once() {
    let a = rows(&[TIN, LEAD]);
    let b = rows(&[&TIN.replace("Body,10", "Body,11"), &LEAD.replace("Body,10", "Body,11")]);
    check(&a, &b, &["Changed material Body", "  mass: 10 mg → 11 mg"]);
}

#[test]
fn a_material_of_another_name_or_place_is_another() {
    let a = rows(&[TIN]);
    let b = rows(&[&TIN.replace("pin,10,,", "pin,10,Tip,")]);
    check(
        &a,
        &b,
        &[
            "Removed material Body",
            "Removed substance Tin 7440-31-5",
            "Added material Tip / Body",
            "Added substance Tin 7440-31-5",
        ],
    );
}

#[test]
fn products_by_maker_and_number() {
    let a = rows(&[TIN]);
    check(
        &a,
        &rows(&[&TIN.replace("PIN", "NUT")]),
        &[
            "Added product NUT pin",
            "Added material Body",
            "Added substance Tin 7440-31-5",
            "Removed product PIN pin",
            "Removed material Body",
            "Removed substance Tin 7440-31-5",
        ],
    );
    // A number that is the same and unique is the same part, whoever is said to make it.
    check(
        &a,
        &rows(&[&TIN.replace("A,PIN", "B,PIN")]),
        &["Changed product PIN pin", "  maker: A → B"],
    );
    let two = rows(&[TIN, &TIN.replace("A,PIN", "B,PIN")]);
    assert_eq!(declarations(&two, &two, Mode::Exact).counts().equal, 7);
    assert_eq!(
        told(&declarations(&two, &a, Mode::Exact)).len(),
        3,
        "the other maker's part is gone"
    );
}

#[test]
fn a_number_that_is_added_to_a_name_is_no_new_substance() {
    let a = rows(&[&TIN.replace("7440-31-5", "")]);
    check(&a, &rows(&[TIN]), &["Changed substance Tin", "  cas: - → 7440-31-5"]);
    // Two numbers are two substances, whatever their names.
    let other = rows(&[&TIN.replace("7440-31-5", "7440-22-4")]);
    check(
        &rows(&[TIN]),
        &other,
        &["Added substance Tin 7440-22-4", "Removed substance Tin 7440-31-5"],
    );
}

#[test]
fn names_that_stand_twice_are_matched_by_what_they_hold() {
    let one = "A,PIN,pin,10,,Body,10,proprietary,,1,,,";
    let two = "A,PIN,pin,10,,Body,10,proprietary,,2,,,";
    let three = "A,PIN,pin,10,,Body,10,proprietary,,3,,,";
    check(&rows(&[one, two]), &rows(&[two, one]), &[]);
    check(
        &rows(&[one, two]),
        &rows(&[three, one]),
        &["Changed substance proprietary", "  share: 2 % → 3 %"],
    );
    check(&rows(&[one, two]), &rows(&[two]), &["Removed substance proprietary"]);
}

fn place() -> Place {
    Place::file(&FileName::new("a.xml"))
}

fn answer(name: &str, code: &str, over: Option<bool>) -> Answer {
    Answer {
        name: name.to_owned(),
        application: String::new(),
        code_authority: "IPC".to_owned(),
        code: code.to_owned(),
        over,
        threshold: String::new(),
        share_of_material: None,
        share_of_part: None,
        mass: None,
        exemptions: Vec::new(),
        kept: Vec::new(),
        place: place(),
    }
}

fn list(identity: &str, answers: Vec<Answer>) -> Collected {
    let mut document = rows(&[TIN]);
    let authority = "IPC".to_owned();
    let list = ListAnswers { authority, identity: identity.to_owned(), answers, place: place() };
    document.products[0].lists.push(list);
    document
}

#[test]
fn an_edition_against_another_tells_new_and_gone_entries() {
    let old = list(
        "EUREACH-0622",
        vec![answer("Lead", "1", Some(false)), answer("Gone", "2", Some(false))],
    );
    let new = list(
        "EUREACH-0624",
        vec![answer("Lead", "7", Some(true)), answer("New", "2", Some(false))],
    );
    check(
        &old,
        &new,
        &[
            "Changed list EUREACH-0622",
            "  number: EUREACH-0622 → EUREACH-0624",
            "Removed entry Gone",
            "Changed entry Lead",
            "  over_threshold: not over → over",
            "Added entry New",
        ],
    );
    // In one edition the code is the entry.
    let renamed = list("EUREACH-0622", vec![answer("Plumbum", "1", Some(true))]);
    let was = list("EUREACH-0622", vec![answer("Lead", "1", Some(true))]);
    check(&was, &renamed, &["Changed entry Lead", "  name: Lead → Plumbum"]);
    let other = list("EUROHS-1907", Vec::new());
    assert_eq!(told(&declarations(&was, &other, Mode::Exact))[1], "Removed entry Lead");
}

fn queries(response: &str) -> QueryList {
    let query = Query {
        code_authority: String::new(),
        code: "Q1".to_owned(),
        statement: "It holds no lead".to_owned(),
        response: response.to_owned(),
        kept: Vec::new(),
        place: place(),
    };
    QueryList {
        authority: "IPC".to_owned(),
        identity: "Q-2024".to_owned(),
        queries: vec![query],
        place: place(),
    }
}

fn file(data: &str) -> Attachment {
    Attachment {
        name: "test.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        data: data.to_owned(),
        place: place(),
    }
}

fn steel(of: &Collected) -> MaterialGroup {
    MaterialGroup {
        authority: String::new(),
        code: "M-011".to_owned(),
        name: "Steel".to_owned(),
        mass: of.products[0].materials[0].mass.clone(),
        share_of_part: None,
        comment: String::new(),
        kept: Vec::new(),
        place: place(),
    }
}

#[test]
fn answers_groups_attachments_and_the_header() {
    let mut a = rows(&[TIN]);
    a.products[0].queries.push(queries("true"));
    let group = steel(&a);
    a.products[0].groups.push(group);
    a.products[0].attachments.push(file("QUJD"));
    let mut same = a.clone();
    same.products[0].queries[0].queries[0].response = "Yes".to_owned();
    same.products[0].attachments[0].data = "QU\nJD".to_owned();
    check(&a, &same, &[]);
    let mut b = a.clone();
    b.products[0].queries = vec![queries("false")];
    b.products[0].groups[0].mass = None;
    b.products[0].attachments[0] = file("QUJE");
    b.products[0].exemptions.push(ExemptionClaim {
        authority: String::new(),
        list: String::new(),
        id: "7(a)".to_owned(),
        place: place(),
    });
    if let Some(header) = &mut b.header {
        header.date_raw = "2026-01-01".to_owned();
        header.contact = Some(Contact { name: "Sales".to_owned(), ..Contact::default() });
    }
    let change = declarations(&a, &b, Mode::Exact);
    let told = told(&change);
    for expected in [
        "Changed header CSV",
        "  date: - → 2026-01-01",
        "  contact: - → Sales",
        "  mass: 10 mg → -",
        "  response: true → false",
        "Changed attachment test.pdf",
        "Added exemption 7(a)",
    ] {
        assert!(told.iter().any(|line| line == expected), "no `{expected}` in {told:#?}");
    }
    assert_eq!(told.len(), 10, "{told:#?}");
}

#[test]
fn lines_and_data_of_a_bill_of_materials() {
    let bom = |text: &str| {
        unleaded_formats::bom::read(text.as_bytes(), &FileName::new("bom.csv")).bom.unwrap()
    };
    let a = bom("parent,child,quantity,unit\nS,A,2,\nS,G,1.5,g\nT,A,1,\n");
    let b = bom("parent,child,quantity,unit\nT,A,1,\nS,G,1500,mg\nS,A,3,\nS,N,1,\n");
    assert_eq!(
        told(&boms(&a, &b, Mode::Exact)),
        ["Added part N", "Changed line A", "  quantity: 2 → 3", "Added line N",]
    );
    assert!(boms(&b, &b, Mode::Printed).is_equal());
}

#[test]
fn names_in_json_are_unique() {
    let mut kinds: Vec<_> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    let mut fields: Vec<_> = Field::ALL.iter().map(|field| field.name()).collect();
    for names in [&mut kinds, &mut fields] {
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
