//! What IEC 62474 documents and chemSHERPA archives become in the model, field by field.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads its fixtures and fails by panicking"
)]

use std::path::{Path, PathBuf};

use unleaded_formats::read_declaration;
use unleaded_formats::sink::Collected;
use unleaded_model::amount::{Fraction, FractionRange, MassRange};
use unleaded_model::declaration::{
    Answer, DeclaredPart, ExemptionClaim, Extent, Format, Header, Stated,
};
use unleaded_model::diagnostic::{FileName, Language, Place};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(name)
}

fn read_bytes(bytes: &[u8], name: &str) -> Collected {
    let mut found = Collected::default();
    read_declaration(bytes, &FileName::new(name), &mut found);
    found
}

fn read(path: &str) -> Collected {
    let path = folder(path);
    read_bytes(&std::fs::read(&path).unwrap(), path.file_name().unwrap().to_str().unwrap())
}

fn codes(found: &Collected) -> Vec<&'static str> {
    found.diagnostics.iter().map(|d| d.code.name()).collect()
}

#[test]
fn each_fixture_gives_the_code_of_its_name_once() {
    for name in ["iec62474", "chemsherpa"] {
        let entries = folder(name).read_dir().unwrap().map(|entry| entry.unwrap().path());
        let paths: Vec<PathBuf> = entries.collect();
        assert!(paths.len() > 10, "{name} is nearly empty");
        for path in paths {
            let file = path.file_name().unwrap().to_str().unwrap();
            let found = read_bytes(&std::fs::read(&path).unwrap(), file);
            let expected: Vec<&str> = match file.strip_prefix("invalid-") {
                Some(rest) => vec![rest.split_once("--").unwrap().0],
                None => vec![],
            };
            assert_eq!(codes(&found), expected, "{file}");
            for diagnostic in &found.diagnostics {
                for language in [Language::En, Language::Zh] {
                    let words = diagnostic.message(language) + &diagnostic.help(language);
                    assert!(!words.contains('{'), "{file}: {words}");
                }
            }
        }
    }
}

fn one(path: &str) -> (Header, DeclaredPart) {
    let found = read(path);
    assert_eq!(codes(&found), [""; 0], "{path}");
    let mut products = found.products;
    assert_eq!(products.len(), 1, "{path}");
    (found.header.unwrap(), products.remove(0))
}

/// A mass as `low..high` in milligrams.
fn mg(stated: &Option<Box<Stated<MassRange>>>) -> String {
    let value = stated.as_ref().unwrap().value;
    match value.high {
        Some(high) if high == value.low => value.low.to_string(),
        high => format!("{}..{}", value.low, high.unwrap()),
    }
}

fn share(stated: &Option<Box<Stated<FractionRange>>>) -> (Fraction, Fraction) {
    let value = stated.as_ref().unwrap().value;
    (value.low, value.high)
}

fn ppm(low: u128, high: u128) -> (Fraction, Fraction) {
    (Fraction::ppm(low), Fraction::ppm(high))
}

fn kept(all: &[unleaded_model::declaration::Kept]) -> Vec<(&str, &str)> {
    all.iter().map(|kept| (kept.path.as_str(), kept.raw.as_str())).collect()
}

fn claim(claim: &ExemptionClaim) -> (&str, &str, &str) {
    (&claim.authority, &claim.list, &claim.id)
}

#[test]
fn the_header() {
    let (header, _) = one("iec62474/valid-edition-2.xml");
    assert_eq!(header.format, Format::Iec62474);
    assert_eq!(header.mode, "Distribute");
    assert_eq!(header.document_id, "D-1");
    assert_eq!(header.date, Some("2026-03-02".parse().unwrap()));
    assert_eq!(header.comment, "已审核");
    assert_eq!(header.supplier.name, "Supplier A");
    assert_eq!(header.supplier.ids, [("DUNS".to_owned(), "123456789".to_owned())]);
    assert_eq!(header.request, None);
    let contact = header.contact.unwrap();
    assert_eq!((contact.name.as_str(), contact.title.as_str()), ("Quality office", "Office"));
    assert_eq!(
        (contact.emails, contact.phones),
        (vec!["quality@a.example".to_owned()], vec!["+00 1".to_owned()])
    );
    let authorizer = header.authorizer.unwrap();
    assert_eq!((authorizer.name.as_str(), authorizer.emails.len()), ("Head of quality", 0));
    let contact = "Main/BusinessInfo/Response/Contact/@";
    let country = format!("{contact}country");
    let city = format!("{contact}city");
    assert_eq!(
        kept(&header.kept),
        [
            (
                "Main/ToolNameVersionID",
                "<ToolNameVersionID authority=\"unleaded\" identity=\"fixtures\"/>"
            ),
            ("Main/BusinessInfo/@fieldLock", "fieldLock=\"false\""),
            (country.as_str(), "country=\"CN\""),
            (city.as_str(), "city=\"Suzhou\""),
        ]
    );
}

#[test]
fn a_request() {
    let (header, product) = one("iec62474/valid-request.xml");
    assert_eq!(header.mode, "Request/Reply");
    let request = header.request.unwrap();
    assert_eq!(request.company.name, "Buyer B");
    assert_eq!(request.company.ids, [("DUNS".to_owned(), "987654321".to_owned())]);
    assert_eq!(request.contact.unwrap().emails, ["buy@b.example"]);
    assert_eq!(request.document_id, "Q-7");
    assert_eq!(
        (request.date_raw.as_str(), request.respond_by.as_str()),
        ("2026-02-01", "2026-04-01")
    );
    assert_eq!(request.comment, "please answer by list");
    assert_eq!((header.contact, header.supplier.name.as_str()), (None, ""));
    assert_eq!(product.items[0].requester_number, "R-9");
    assert_eq!(product.lists[0].identity, "IEC_62474 D31.00");
    assert_eq!((product.lists[0].answers[0].over, product.materials.len()), (None, 0));
}

#[test]
fn a_product_of_edition_2() {
    let (_, product) = one("iec62474/valid-edition-2.xml");
    let item = &product.items[0];
    let texts = [
        &item.number,
        &item.name,
        &item.version,
        &item.site,
        &item.requester_name,
        &item.requester_number,
        &product.unit_type,
        &product.comment,
    ];
    assert_eq!(texts, ["PN-1", "Cable", "B", "S1", "Kabel", "R-1", "each", "two layers"]);
    // 12 g, up 0.6 g (or 0.6 %), down 10 g (or 10 %): the wider of both readings on each side.
    assert_eq!(mg(&item.mass), "2000..12600");
    let attachment = &product.attachments[0];
    assert_eq!(
        (attachment.name.as_str(), attachment.media_type.as_str(), attachment.data.as_str()),
        ("report.pdf", "application/pdf", "JVBERi0=")
    );
    let group = |at: usize| &product.groups[at];
    assert_eq!((group(0).code.as_str(), group(0).comment.as_str()), ("M-012", "sheath"));
    assert_eq!(share(&group(0).share_of_part), ppm(910_000, 910_000));
    assert_eq!((group(1).code.as_str(), group(1).name.as_str()), ("M-004", "铜及其合金"));
    assert_eq!((mg(&group(1).mass).as_str(), group(1).authority.as_str()), ("1000", "IEC62474"));
    let queries = &product.queries[0];
    assert_eq!(
        (queries.identity.as_str(), queries.queries[0].is_affirmed()),
        ("Queries 1", Some(false))
    );
    let [.., (path, raw)] = kept(&product.kept)[..] else { panic!("nothing is kept") };
    assert_eq!(path, "Main/Product/ds:Signature");
    assert!(raw.starts_with("<ds:Signature xmlns:ds=") && raw.ends_with("</ds:Signature>"));
}

#[test]
fn a_composition_of_edition_2() {
    let (_, product) = one("iec62474/valid-edition-2.xml");
    let part = &product.subparts[0];
    assert_eq!((part.instances.as_str(), part.comment.as_str()), ("2", "both ends"));
    assert_eq!((part.number(), mg(&part.items[0].mass).as_str()), (Some("PN-1-1"), "500"));
    let brass = &part.materials[0];
    assert_eq!((brass.name.as_str(), brass.group.as_str()), ("Brass", "M-004"));
    assert_eq!((brass.comment.as_str(), brass.extent), ("C360", Extent::Listed));
    assert_eq!(
        kept(&brass.kept),
        [(
            "Main/Product/Composition/ProductPart/Material/UniqueID",
            "<UniqueID authority=\"EN\" identity=\"CW614N\"/>"
        )]
    );
    let lead = &brass.substances[0];
    assert_eq!(lead.cas.as_ref().unwrap().as_str(), "7439-92-1");
    assert_eq!((lead.id_raw.as_str(), lead.id_authority.as_str()), ("7439-92-1", "CAS"));
    assert_eq!(share(&lead.share), ppm(35_000, 40_000));
    assert_eq!(lead.use_description, "machinability");
    assert_eq!(claim(&lead.exemptions[0]), ("IPC", "EL2011/534/EU", "6(c)"));
    let sheath = &product.materials[0];
    assert_eq!(
        (sheath.mass.is_none(), share(&sheath.share_of_part)),
        (true, ppm(910_000, 910_000))
    );
    let flame = &sheath.substances[0];
    assert_eq!((flame.id_authority.as_str(), flame.id_raw.as_str()), ("IEC62474", "00008"));
    assert_eq!((mg(&flame.mass).as_str(), share(&flame.share)), ("1.5", ppm(140, 140)));
    assert_eq!(product.materials.len(), 1, "no material is made up");
}

fn answer(answer: &Answer) -> (&str, &str, &str, Option<bool>, &str) {
    let Answer { name, code_authority, code, over, application, .. } = answer;
    (name, code_authority, code, *over, application)
}

#[test]
fn answers_of_edition_2() {
    let (_, product) = one("iec62474/valid-edition-2.xml");
    let [list] = &product.lists[..] else { panic!("{:?}", product.lists) };
    assert_eq!((list.authority.as_str(), list.identity.as_str()), ("IEC62474", "IEC_62474 D31.00"));
    let cadmium = "Cadmium/Cadmium Compounds";
    let all: Vec<_> = list.answers.iter().map(answer).collect();
    assert_eq!(
        all,
        [
            ("Lead/Lead Compounds", "IEC62474", "00021", Some(true), "All"),
            (cadmium, "IEC62474", "00010", Some(false), "All"),
            (cadmium, "IEC62474", "00010", Some(false), "Batteries"),
            ("Brominated flame retardants", "IEC62474", "00008", Some(false), "All"),
        ]
    );
    let lead = &list.answers[0];
    assert_eq!(lead.threshold, "0.1 mass% of homogeneous material");
    assert_eq!((mg(&lead.mass).as_str(), share(&lead.share_of_part)), ("37", ppm(3100, 3100)));
    assert_eq!(claim(&lead.exemptions[0]), ("IEC62474", "EU RoHS EL2011/534/EU", "6(c)"));
    assert_eq!(share(&list.answers[3].share_of_material), ppm(140, 140));
}

#[test]
fn a_product_of_edition_1() {
    let (_, product) = one("iec62474/valid-edition-1.xml");
    assert_eq!(product.subparts[0].materials[0].group, "M-010");
    assert_eq!(
        share(&product.subparts[0].materials[0].substances[0].share),
        ppm(1_000_000, 1_000_000)
    );
    let terminal = &product.subparts[1];
    let [loose] = &terminal.materials[..] else { panic!("{:?}", terminal.materials) };
    assert_eq!(
        (loose.extent, loose.name.as_str(), loose.mass.is_none()),
        (Extent::Loose, "", true)
    );
    let [tin, lead] = &loose.substances[..] else { panic!("{:?}", loose.substances) };
    assert_eq!((mg(&tin.mass).as_str(), tin.share.is_none()), ("0.45", true));
    assert_eq!(
        (share(&lead.share), share(&lead.share_of_part)),
        (ppm(370_000, 370_000), ppm(100_000, 100_000))
    );
    let [list] = &product.lists[..] else { panic!("{:?}", product.lists) };
    assert_eq!((list.authority.as_str(), list.identity.as_str()), ("IEC62474", "IEC_62474 D19.00"));
    assert_eq!(list.answers.iter().map(|a| a.over).collect::<Vec<_>>(), [Some(false), Some(true)]);
    assert_eq!(mg(&list.answers[1].mass), "0.1");
    // The row over its threshold stays as a substance of unknown amount; the one that is not over is an answer alone.
    let [beside] = &product.materials[..] else { panic!("{:?}", product.materials) };
    assert_eq!(beside.extent, Extent::Loose);
    let [row] = &beside.substances[..] else { panic!("{:?}", beside.substances) };
    assert_eq!(
        (row.name.as_str(), row.mass.is_none(), row.share.is_none()),
        ("Lead/Lead Compounds", true, true)
    );
    assert_eq!(product.groups[0].name, "Ceramics/Glass");
    assert_eq!(claim(&product.exemptions[0]), ("IPC", "EL2011/534/EU", "7(c)-I"));
}

#[test]
fn places_are_in_members_and_packed_comments_are_unpacked() {
    let found = read("chemsherpa/valid-two-parts.shai");
    let header = found.header.unwrap();
    assert_eq!((header.format, header.supplier.name.as_str()), (Format::ChemSherpa, "Supplier A"));
    let numbers: Vec<_> = found.products.iter().map(|p| p.number().unwrap()).collect();
    assert_eq!(numbers, ["PN-1", "PN-2"]);
    let first = &found.products[0];
    let Place::Member { member, .. } = &first.place else { panic!("{}", first.place) };
    assert_eq!(member.name, "SHAI_20260302101112_PN-1_001.xml");
    assert_eq!(member.place.to_string(), "valid-two-parts.shai:7:3");
    let row = &first.lists[0].answers[0];
    assert_eq!((mg(&row.mass).as_str(), row.code.as_str()), ("1.5", "00021"));
    let substance = &first.materials[0].substances[0];
    assert_eq!(substance.comment, "note@1.5@mg@solder@Component");
    assert_eq!(substance.use_description, "solder");
    assert_eq!(first.items[0].name, "電線");
}

#[test]
fn declarations_of_namespaces_are_no_data() {
    let kept = read("iec62474/valid-edition-1.xml").header.unwrap().kept;
    assert!(kept.iter().all(|kept| !kept.path.starts_with("Main/@xmlns")), "{kept:?}");
}

#[test]
fn archives_are_one_declaration() {
    let found = read("chemsherpa/invalid-members-differ--suppliers.shai");
    let makers: Vec<_> = found.products.iter().map(|p| p.items[0].maker.as_str()).collect();
    assert_eq!(
        (makers, found.header.unwrap().supplier.name.as_str()),
        (vec!["", "Supplier B"], "Supplier A")
    );
    let found = read("chemsherpa/invalid-members-differ--dates.shai");
    assert_eq!((found.products.len(), found.header.unwrap().date), (3, None));
    let found = read("chemsherpa/invalid-xml-malformed--one-member.shai");
    assert_eq!(found.products.len(), 1, "the other document is read");
    let place = found.diagnostics[0].places[0].to_string();
    assert!(place.contains("!SHAI_20260302101112_PN-2_002.xml:8:"), "{place}");
}

/// Without their masses: as all of a material they would be all of it.
#[test]
fn what_ipc_1752_would_make_a_whole_material_has_no_mass_in_it() {
    let found = read("iec62474/valid-edition-1.xml");
    let (document, _) = found.into_declaration();
    let (text, losses) = unleaded_formats::ipc1752::write(&document.unwrap());
    let lost: Vec<String> = losses
        .iter()
        .filter(|loss| loss.argument("what").unwrap().to_string() == "Amount")
        .map(|loss| loss.argument("value").unwrap().to_string())
        .collect();
    assert_eq!(lost, ["0.45"]);
    let (_, tin) = text.split_once("<Substance name=\"Tin\">").unwrap();
    let (tin, _) = tin.split_once("</Substance>").unwrap();
    assert!(!tin.contains("Amount"), "{tin}");
}

#[test]
fn what_is_kept_of_it_is_not_written_into_another_format() {
    let document = "<m:Main xmlns:m='http://std.iec.ch/iec62474' schemaDatabaseVersion='X8.00'><m:Product>\
        <m:ProductID identifier='P'><m:Mass mass='1' unitOfMeasure='g'/></m:ProductID><m:Composition>\
        <m:Material name='A'><m:Mass mass='1' unitOfMeasure='g'/><m:Substance name='Tin'><m:Odd/>\
        <m:UniqueID authority='CAS' identity='7440-31-5'/><m:MassPercent massPercent='100'/></m:Substance>\
        </m:Material></m:Composition></m:Product></m:Main>";
    let mut found = unleaded_formats::sink::Collected::default();
    let file = unleaded_model::diagnostic::FileName::new("t");
    unleaded_formats::read_declaration(document.as_bytes(), &file, &mut found);
    let (document, _) = found.into_declaration();
    let (text, losses) = unleaded_formats::ipc1752::write(&document.unwrap());
    assert!(!text.contains("Odd"), "{text}");
    assert!(
        losses
            .iter()
            .any(|lost| lost.argument("value").is_some_and(|raw| raw.to_string().contains("Odd")))
    );
}
