//! Requests, and the drafts of replies to them.

use unleaded_app::reply::{Asked, Filled, Reply, Wanted, reply};
use unleaded_app::request::{self, ListName, requester};
use unleaded_formats::{ipc1752, parts};
use unleaded_model::declaration::{Class, Contact, Declaration};
use unleaded_model::diagnostic::codes::exchange as codes;
use unleaded_model::diagnostic::{FileName, Language};

use crate::support::{Memory, TODAY, options, outcome, report, verdict};

pub(crate) const PARTS: &str = "item_number,our_part_number,name\nRC-1,R-77,Resistor\n";
pub(crate) const FULL: &str = "maker,part,total_mass,total_mass_unit,material,substance,cas,mass_pct_of_material\nSupplier A,RC-1,2,mg,Body,Copper,7440-50-8,99\nSupplier A,RC-1,2,mg,Body,Lead,7439-92-1,1\n";

pub(crate) fn request(table: &str, class: Class, lists: &[&str]) -> String {
    let (parts, diagnostics) = parts::read(table.as_bytes(), &FileName::new("parts.csv"));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let lists: Vec<ListName> = lists.iter().map(|list| ListName::parse(list).unwrap()).collect();
    let asked = request::Asked {
        requester: requester(b"name = \"Customer B\"", &FileName::new("us.toml")).unwrap(),
        parts: &parts,
        class,
        lists: &lists,
        date: TODAY.parse().unwrap(),
        respond_by: None,
    };
    let (text, losses) = request::request(asked);
    assert!(losses.is_empty(), "{losses:?}");
    text
}

fn draft(request: &str, from: &[(&str, &str)], map: &str, authorizer: Option<&str>) -> Reply {
    draft_with(request, from, map, authorizer, &Filled::default())
}

pub(crate) fn draft_with(
    request: &str,
    from: &[(&str, &str)],
    map: &str,
    authorizer: Option<&str>,
    filled: &Filled,
) -> Reply {
    let (map, _) = parts::read(map.as_bytes(), &FileName::new("map.csv"));
    let asked = Asked {
        file: FileName::new("request.xml"),
        map: &map,
        supplier: None,
        authorizer: authorizer.map(|n| Contact { name: n.to_owned(), ..Contact::default() }),
        filled,
        mapping: None,
        options: &options(TODAY),
    };
    reply(request.as_bytes(), &Memory::of(from), &asked, &mut |_, _| {}).unwrap()
}

pub(crate) fn kinds(reply: &Reply) -> Vec<&'static str> {
    reply.questions.iter().map(|question| question.wanted.word()).collect()
}

pub(crate) fn declaration(reply: &Reply) -> &Declaration {
    reply.declaration.as_ref().unwrap_or_else(|| panic!("{:#?}", reply.diagnostics))
}

/// Class C of last year: two lists, the candidate list of June 2022 with no entry over.
pub(crate) fn last_year() -> String {
    let shipped = unleaded_rules::lists::Lists::shipped();
    let list = unleaded_rules::AnswerableList::find("EUREACH-0622", shipped).unwrap();
    let answers = list.entries().map(|(rule, _)| {
        let name = rule.name_en.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
        format!("<SubstanceCategory name=\"{name}\"><Threshold overThreshold=\"false\"/></SubstanceCategory>")
    });
    format!(
        r#"<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0" version="2.0"><BusinessInfo mode="Request/Reply"><Response date="2025-11-01"><SupplyCompany name="Supplier A"/></Response></BusinessInfo><Product><ProductID itemNumber="RC-1" requesterItemNumber="R-77"><Amount value="2" UOM="mg"/></ProductID><MaterialInfo><SubstanceCategoryList><SubstanceCategoryListID identity="EUREACH-0622" authority="IPC"/>{}</SubstanceCategoryList></MaterialInfo></Product></MainDeclaration>"#,
        answers.collect::<String>()
    )
}

#[test]
fn a_request_is_no_declaration() {
    let asked = request(PARTS, Class::C, &["EUREACH-0624"]);
    let bom = "parent,child,quantity\nBOARD,RC-1,1\n";
    let files = Memory::of(&[("request.xml", asked.as_str())]);
    let outcome = outcome(bom, &files, &options(TODAY), None);
    let told = |code| outcome.diagnostics.iter().filter(|d| d.code == code).count();
    assert_eq!(told(codes::UNANSWERED), 1, "{:#?}", outcome.diagnostics);
    assert_eq!(told(unleaded_model::diagnostic::codes::bom::DECLARATION_MISSING), 1);
    let product = &outcome.report.unwrap().products[0];
    assert_eq!((product.coverage.parts.declared, product.coverage.parts.total), (0, 1));
    assert_eq!(product.status, "unknown");
    assert_eq!(product.mass_mg.high, None);
    // Beside a declaration it changes nothing.
    let both = report(bom, &[("request.xml", &asked), ("full.csv", FULL)]);
    let alone = report(bom, &[("full.csv", FULL)]);
    assert_eq!(both.products, alone.products);
}

/// What the requester filled in is no statement of a supplier.
#[test]
fn a_request_with_answers_is_no_declaration_either() {
    let nobody = last_year().replace(
        r#"<Response date="2025-11-01"><SupplyCompany name="Supplier A"/></Response>"#,
        r#"<Request date="2025-11-01"/>"#,
    );
    let bom = "parent,child,quantity\nBOARD,RC-1,1\n";
    let declared =
        |text: &str| report(bom, &[("request.xml", text)]).products[0].coverage.parts.declared;
    assert_eq!((declared(&nobody), declared(&last_year())), (0, 1));
}

/// No table knows what a later edition holds.
#[test]
fn an_edition_that_nobody_knows_answers_nothing() {
    let bom = "parent,child,quantity\nBOARD,RC-1,1\n";
    let bounds = |edition: &str| {
        let text = last_year().replace("EUREACH-0622", edition);
        report(bom, &[("answers.xml", &text)]).products[0].clone()
    };
    assert_ne!(bounds("EUREACH-0622"), bounds("EUREACH-0799"));
    assert_eq!(bounds("EUREACH-0799").status, "unknown");
}

#[test]
fn a_declaration_is_no_request() {
    let distributed = last_year().replace("mode=\"Request/Reply\"", "mode=\"Distribute\"");
    for declared in [distributed.as_str(), FULL] {
        let drafted = draft(declared, &[("full.csv", FULL)], "", None);
        assert!(drafted.declaration.is_none());
        assert!(drafted.diagnostics.iter().any(|d| d.code == codes::NO_REQUEST));
    }
}

#[test]
fn a_mass_of_zero_is_no_mass() {
    let text = last_year().replace("value=\"2\"", "value=\"0\"");
    let report = report("parent,child,quantity\nBOARD,RC-1,1\n", &[("answers.xml", &text)]);
    assert_eq!(report.products[0].mass_mg.high, None);
}

#[test]
fn only_what_the_new_edition_added_is_asked() {
    let asked = request(PARTS, Class::C, &["EUREACH-0624"]);
    let last = last_year();
    let drafted = draft(&asked, &[("last.xml", &last)], "", None);
    let added = &drafted.added[0];
    assert_eq!((added.list.as_str(), added.since.as_str()), ("EUREACH-0624", "EUREACH-0622"));
    assert_eq!(added.entries.len(), 17);
    assert!(added.entries.iter().all(|entry| entry.over.is_none()));
    let open = kinds(&drafted);
    assert_eq!(open.iter().filter(|kind| **kind == "answer").count(), 17, "{open:?}");
    assert_eq!(open[17..], ["acceptance"]);
    let part = &declaration(&drafted).products[0];
    let lists = &part.lists[0].answers;
    assert_eq!(lists.len(), 241);
    assert_eq!(lists.iter().filter(|answer| answer.over == Some(false)).count(), 224);
    assert_eq!(part.items[0].requester_number, "R-77");
    assert_eq!(part.mass().unwrap().raw, "2");
    assert_eq!(declaration(&drafted).header.supplier.name, "Supplier A");
    for question in &drafted.questions {
        for language in [Language::En, Language::Zh] {
            assert!(!question.wanted.words(language).is_empty());
        }
    }
}

/// The loop of a supplier: draft, answer in the draft, draft again from it.
#[test]
fn an_answered_draft_closes_the_questions() {
    let asked = request(PARTS, Class::C, &["EUREACH-0624"]);
    let last = last_year();
    let drafted = draft(&asked, &[("last.xml", &last)], "", None);
    let (text, losses) = ipc1752::write(declaration(&drafted));
    assert!(losses.is_empty(), "{losses:?}");
    assert!(text.contains("supplierAcceptance=\"false\""));
    let open = "<Threshold threshold=\"0.1 mass% of article\"/>";
    assert_eq!(text.matches(open).count(), 17);
    let answered =
        text.replace(open, &open.replace("<Threshold", "<Threshold overThreshold=\"false\""));
    let done =
        draft(&asked, &[("last.xml", &last), ("draft.xml", &answered)], "", Some("A. Person"));
    assert!(done.questions.is_empty(), "{:#?}", done.questions);
    let header = &declaration(&done).header;
    assert_eq!(header.legal.as_ref().unwrap().accepted, Some(true));
    assert_eq!(header.authorizer.as_ref().unwrap().name, "A. Person");
}

#[test]
fn a_full_composition_answers_and_stays_at_home() {
    let asked = request(PARTS, Class::C, &["EUREACH-0624", "EUROHS-1907"]);
    let drafted = draft(&asked, &[("full.csv", FULL)], "", None);
    assert_eq!(kinds(&drafted), ["acceptance"], "{:#?}", drafted.questions);
    let part = &declaration(&drafted).products[0];
    assert!(part.materials.is_empty() && part.subparts.is_empty());
    let over = |list: usize| {
        let answers = part.lists[list].answers.iter();
        answers.filter(|a| a.over == Some(true)).map(|a| a.name.as_str()).collect::<Vec<_>>()
    };
    assert_eq!((over(0), over(1)), (vec!["Lead"], vec!["Lead"]));
    let (text, _) = ipc1752::write(declaration(&drafted));
    let bom = "parent,child,quantity\nBOARD,RC-1,1\n";
    let product = &report(bom, &[("reply.xml", &text)]).products[0];
    assert_eq!(verdict(product, "eu-rohs").status, "non-compliant");
    // Where it is asked for, it is given as it is.
    let asked = request(PARTS, Class::D, &[]);
    let drafted = draft(&asked, &[("full.csv", FULL)], "", None);
    assert_eq!(kinds(&drafted), ["acceptance"]);
    assert_eq!(declaration(&drafted).products[0].materials[0].substances.len(), 2);
}

#[test]
fn nothing_is_invented() {
    let asked = request(PARTS, Class::D, &["EUROHS-1907", "BOMcheck:Prop_65"]);
    let drafted = draft(&asked, &[], "", None);
    let open = kinds(&drafted);
    for kind in ["mass", "list", "composition", "supplier", "acceptance"] {
        assert!(open.contains(&kind), "{kind}: {open:?}");
    }
    assert_eq!(open.iter().filter(|kind| **kind == "answer").count(), 10);
    let part = &declaration(&drafted).products[0];
    assert!(part.mass().is_none());
    assert!(part.lists.iter().flat_map(|l| &l.answers).all(|answer| answer.over.is_none()));
    assert_eq!(declaration(&drafted).header.legal.as_ref().unwrap().accepted, Some(false));
}

#[test]
fn parts_are_found_by_the_customers_number() {
    let asked = request("our_part_number\nR-77\n", Class::C, &["EUROHS-1907"]);
    let unknown = draft(&asked, &[("full.csv", FULL)], "", None);
    assert!(matches!(unknown.questions[0].wanted, Wanted::Number));
    let map = "item_number,customer_part_number\nRC-1,R-77\n";
    let mapped = draft(&asked, &[("full.csv", FULL)], map, None);
    assert_eq!(declaration(&mapped).products[0].number(), Some("RC-1"));
    assert_eq!(kinds(&mapped), ["acceptance"]);
    // An earlier reply holds both numbers.
    let last = last_year();
    let by_reply = draft(&asked, &[("last.xml", &last)], "", None);
    assert_eq!(declaration(&by_reply).products[0].number(), Some("RC-1"));
    let twice = draft(&asked, &[("full.csv", FULL)], &format!("{map}RC-2,R-77\n"), None);
    assert!(twice.declaration.is_none());
    assert!(twice.diagnostics.iter().any(|d| d.code == codes::PART_MAPPED_TWICE));
}

#[test]
fn who_asks_must_be_told_well() {
    let wrong = requester(b"name = ", &FileName::new("us.toml")).unwrap_err();
    assert_eq!(wrong.code, codes::REQUESTER_MALFORMED);
    let nameless = parts::read(b"item_number,name\n,Resistor\n", &FileName::new("parts.csv")).1;
    assert_eq!(nameless[0].code, codes::PART_WITHOUT_NUMBER);
}

#[test]
fn answers_of_an_earlier_year_are_told_and_kept() {
    let last = last_year().replacen(
        "<Threshold overThreshold=\"false\"/>",
        "<Threshold overThreshold=\"true\"/><Amount value=\"3\" UOM=\"mg\"/>",
        1,
    );
    // The same document asks and answers: as the request it only asks.
    let asked_again = draft(&last, &[], "", None);
    let told = asked_again.diagnostics.iter().filter(|d| d.code == codes::ANSWERED_IN_REQUEST);
    assert_eq!(told.count(), 1);
    assert_eq!(kinds(&asked_again).iter().filter(|kind| **kind == "answer").count(), 224);
    let kept = draft(&last, &[("last.xml", &last)], "", None);
    assert_eq!(kinds(&kept), ["acceptance"], "{:#?}", kept.questions);
    let answers = &declaration(&kept).products[0].lists[0].answers;
    let over: Vec<_> = answers.iter().filter(|a| a.over == Some(true)).collect();
    assert_eq!(over.len(), 1);
    assert_eq!(over[0].mass.as_ref().unwrap().raw, "3");
}

/// A request as the manuals of BOMcheck show it: a part by the supplier's number, one by the customer's, lists with
/// their identity alone, and a query beside them.
const BOMCHECK: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0" version="2.0">
  <BusinessInfo mode="Request/Reply">
    <Request date="2026-02-01" docID="RFI-7" respondByDate="2026-03-31" comment="For 2027">
      <RequestCompany name="Customer B"><CompanyID identity="111111111" authority="DUNS"/></RequestCompany>
      <Contact name="Purchasing" title="Buyer"><Email address="buy@b.example"/><Phone number="+1 2"/></Contact>
    </Request>
    <Response/>
  </BusinessInfo>
  <Include><Sectional name="MaterialInfo"><SubSectional name="A"/><SubSectional name="C"/></Sectional></Include>
  <Product>
    <ProductID itemNumber="22c193zyz" itemName="Coaxial Cable 5D"><Amount UOM="g" value="0"/></ProductID>
    <MaterialInfo>
      <QueryList><QueryListID authority="IPC" identity="Q-1"/><Query statement="Is it free of lead?"/></QueryList>
      <SubstanceCategoryList><SubstanceCategoryListID authority="IPC" identity="EUREACH-0622"/></SubstanceCategoryList>
      <SubstanceCategoryList><SubstanceCategoryListID authority="BOMcheck" identity="Prop_65_substances"/></SubstanceCategoryList>
    </MaterialInfo>
  </Product>
  <Product>
    <ProductID requesterItemNumber="zyz391c22"/>
    <MaterialInfo>
      <SubstanceCategoryList><SubstanceCategoryListID authority="IPC" identity="EUREACH-0622"/></SubstanceCategoryList>
    </MaterialInfo>
  </Product>
</MainDeclaration>
"#;

fn codes_of_check(text: &str) -> Vec<&'static str> {
    let request = unleaded_app::check::Request {
        as_of: TODAY.parse().unwrap(),
        category: None,
        profile: &unleaded_app::profile::Profile::default(),
        mapping: &unleaded_formats::tables::Mapping::default(),
    };
    let found = unleaded_app::check::check(text.as_bytes(), &FileName::new("r.xml"), &request);
    found.diagnostics.iter().map(|d| d.code.name()).collect()
}

#[test]
fn a_request_of_another_program_is_read_and_kept() {
    // That queries are read as this project understands the standard is told of every document with queries.
    assert_eq!(codes_of_check(BOMCHECK), ["reading-unconfirmed"]);
    let drafted = draft(BOMCHECK, &[], "", None);
    let open = kinds(&drafted);
    assert!(open.contains(&"query") && open.contains(&"list") && open.contains(&"item-number"));
    let before = unleaded_app::check::read(BOMCHECK.as_bytes(), &FileName::new("r.xml"));
    let request = before.header.unwrap().request.unwrap();
    assert_eq!((request.respond_by.as_str(), request.comment.as_str()), ("2026-03-31", "For 2027"));
    let (text, losses) = ipc1752::write(declaration(&drafted));
    assert!(losses.is_empty(), "{losses:?}");
    let after = unleaded_app::check::read(text.as_bytes(), &FileName::new("r.xml"));
    assert_eq!(after.header.unwrap().request.unwrap(), request);
    assert_eq!(after.products[0].queries[0].queries[0].statement, "Is it free of lead?");
    assert_eq!(after.products[1].items[0].requester_number, "zyz391c22");
    assert!(!codes_of_check(&text).contains(&"item-number-missing"));
}

#[test]
fn our_own_request_is_read_without_a_remark() {
    let table = "item_number,our_part_number\nRC-1,R-77\n,R-78\n";
    let (parts, _) = parts::read(table.as_bytes(), &FileName::new("parts.csv"));
    let toml = "name = \"Customer B\"\ndocument_id = \"RFI-7\"\ncomment = \"for 2027\"\n[[id]]\nauthority = \"DUNS\"\nidentity = \"1\"\n[contact]\nname = \"Purchasing\"\ntitle = \"Buyer\"\nemail = \"buy@b.example\"\nphone = \"+1\"\n";
    let requester = requester(toml.as_bytes(), &FileName::new("us.toml")).unwrap();
    let (text, losses) = request::request(request::Asked {
        requester: requester.clone(),
        parts: &parts,
        class: Class::C,
        lists: &[ListName::parse("EUREACH-0624").unwrap()],
        date: TODAY.parse().unwrap(),
        respond_by: Some("2027-01-31".parse().unwrap()),
    });
    assert!(losses.is_empty(), "{losses:?}");
    assert_eq!(codes_of_check(&text), Vec::<&str>::new(), "{text}");
    let mut expected = requester;
    expected.date_raw = TODAY.to_owned();
    expected.respond_by = "2027-01-31".to_owned();
    let read = unleaded_app::check::read(text.as_bytes(), &FileName::new("r.xml"));
    assert_eq!(read.header.unwrap().request.as_ref(), Some(&expected));
    let header = &declaration(&draft(&text, &[], "", None)).header.clone();
    assert_eq!(header.request.as_ref(), Some(&expected));
}

/// A reply that answers under the customer's number alone matches nothing, and that is told.
#[test]
fn an_answer_without_the_suppliers_number_is_told() {
    let text = last_year().replace("itemNumber=\"RC-1\" ", "");
    assert!(!codes_of_check(&text).contains(&"item-number-missing"));
    let bom = "parent,child,quantity\nBOARD,RC-1,1\n";
    let outcome = outcome(bom, &Memory::of(&[("r.xml", &text)]), &options(TODAY), None);
    let told = outcome.diagnostics.iter().filter(|d| d.code.name() == "item-number-missing");
    assert_eq!(told.count(), 1);
}

/// No request may make it panic, and none that is cut off is answered.
#[test]
fn a_request_that_is_cut_off_is_refused() {
    let asked = request(PARTS, Class::C, &["EUROHS-1907"]);
    for end in 0..asked.trim_end().len() {
        let Some(cut) = asked.get(..end) else { continue };
        assert!(draft(cut, &[], "", None).declaration.is_none(), "{end}");
    }
}

/// Neither may a list of parts or a description of who asks.
#[test]
fn what_is_cut_off_or_odd_is_told() {
    let table = "item_number,our_part_number,name\nRC-1,R-77,\"电阻, 1 Ω\"\n";
    let toml = "name = \"品牌 B\"\n[[id]]\nauthority = \"DUNS\"\nidentity = \"1\"\n";
    for end in 0..table.len() {
        let (found, diagnostics) = parts::read(&table.as_bytes()[..end], &FileName::new("p.csv"));
        assert!(!found.is_empty() || !diagnostics.is_empty(), "{end}");
    }
    for end in 0..toml.len() {
        let read = requester(&toml.as_bytes()[..end], &FileName::new("us.toml"));
        if let Err(told) = read {
            for language in [Language::En, Language::Zh] {
                assert!(!told.message(language).contains('{'), "{end}");
            }
        }
    }
    for odd in [&b"PK\x03\x04"[..], b"\xff\xfe", b"\0\0\0,\0", b"item_number\n\"RC"] {
        let (found, diagnostics) = parts::read(odd, &FileName::new("p.csv"));
        assert!(found.is_empty() && !diagnostics.is_empty(), "{odd:?}");
    }
}
