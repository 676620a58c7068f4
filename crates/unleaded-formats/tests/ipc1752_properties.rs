//! What holds for every document, and for the corpus where it is there.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads its fixtures, says what it skips, and fails by panicking"
)]

use std::io::Write as _;
use std::path::Path;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use unleaded_formats::number::{self, Printed, PrintedUnit};
use unleaded_formats::sink::Collected;
use unleaded_formats::{ipc1752, read_declaration};
use unleaded_model::amount::{FractionRange, MassRange};
use unleaded_model::declaration::{
    Answer, Class, Company, Contact, Declaration, DeclaredPart, DeclaredSubstance, ExemptionClaim,
    Extent, Format, Header, Intent, Item, Legal, ListAnswers, Material, MaterialGroup, Query,
    QueryList, Request, Stated,
};
use unleaded_model::diagnostic::{Diagnostic, FileName, Place, Severity};
use unleaded_model::identity::Cas;

mod support;

fn place() -> Place {
    Place::file(&FileName::new(""))
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[a-zA-Z0-9 <>&\"'\n\t铅µ≥]{1,12}",
        Just("]]> <!-- & &amp; \r\n".to_owned()),
    ]
}

fn digits() -> impl Strategy<Value = String> {
    "[0-9]{1,6}(\\.[0-9]{1,6})?(e-?[0-9])?"
}

fn parse<T>(raw: &str, unit: &str, parse: impl Fn(&Printed<'_>, &mut Collected) -> Option<T>) -> T {
    let printed =
        Printed { what: "t", raw, written: raw, unit: PrintedUnit::Text(unit), place: place() };
    parse(&printed, &mut Collected::default()).unwrap()
}

fn mass() -> impl Strategy<Value = Option<Box<Stated<MassRange>>>> {
    let unit = prop_oneof![Just("kg"), Just("g"), Just("mg"), Just("ug"), Just("ng")];
    option::of(
        (digits(), unit).prop_map(|(raw, unit)| parse(&raw, unit, |p, s| number::mass(p, s))),
    )
}

fn share() -> impl Strategy<Value = Option<Box<Stated<FractionRange>>>> {
    let unit = prop_oneof![Just("massPercent"), Just("ppm")];
    option::of(
        (digits(), unit).prop_map(|(raw, unit)| parse(&raw, unit, |p, s| number::share(p, s))),
    )
}

fn claims() -> impl Strategy<Value = Vec<ExemptionClaim>> {
    vec((text(), text(), text()), 0..3).prop_map(|all| {
        let claim = |(authority, list, id)| ExemptionClaim { authority, list, id, place: place() };
        all.into_iter().map(claim).collect()
    })
}

fn substance() -> impl Strategy<Value = DeclaredSubstance> {
    let id = prop_oneof![text(), Just("7439-92-1".to_owned())];
    let level = prop_oneof![Just(String::new()), Just("Supplier".to_owned())];
    (text(), id, level, mass(), share(), claims(), text()).prop_map(
        |(name, id_raw, level, mass, share, exemptions, comment)| DeclaredSubstance {
            name,
            cas: Cas::parse(&id_raw).ok(),
            id_raw,
            id_authority: "CAS".to_owned(),
            ec: None,
            level,
            mass,
            share,
            share_of_part: None,
            has_unread_amount: false,
            intent: Intent::Unknown,
            use_description: String::new(),
            exemptions,
            comment,
            kept: vec![],
            withheld: None,
            place: place(),
        },
    )
}

fn material() -> impl Strategy<Value = Material> {
    let amounts = (mass(), share());
    (text(), text(), amounts, vec(substance(), 0..4), claims(), text()).prop_map(
        |(name, group, (mass, share_of_part), substances, exemptions, comment)| Material {
            extent: Extent::Whole,
            subpart: String::new(),
            name,
            group,
            mass,
            share_of_part,
            substances,
            exemptions,
            comment,
            kept: vec![],
            place: place(),
        },
    )
}

fn answer() -> impl Strategy<Value = Answer> {
    let over = option::of(any::<bool>());
    let words = (text(), text(), text(), text(), text());
    (words, over, share(), share(), mass(), claims()).prop_map(
        |(words, over, share_of_material, share_of_part, mass, exemptions)| Answer {
            name: words.0,
            application: words.1,
            code_authority: words.2,
            code: words.3,
            over,
            threshold: words.4,
            share_of_material,
            share_of_part,
            mass,
            exemptions,
            kept: vec![],
            place: place(),
        },
    )
}

fn queries() -> impl Strategy<Value = QueryList> {
    let query = (text(), text(), text(), text()).prop_map(|words| Query {
        code_authority: words.0,
        code: words.1,
        statement: words.2,
        response: words.3,
        kept: vec![],
        place: place(),
    });
    (text(), text(), vec(query, 0..3)).prop_map(|(authority, identity, queries)| QueryList {
        authority,
        identity,
        queries,
        place: place(),
    })
}

fn group() -> impl Strategy<Value = MaterialGroup> {
    (text(), text(), text(), mass(), share(), text()).prop_map(
        |(authority, code, name, mass, share_of_part, comment)| MaterialGroup {
            authority,
            code,
            name,
            mass,
            share_of_part,
            comment,
            kept: vec![],
            place: place(),
        },
    )
}

fn item() -> impl Strategy<Value = Item> {
    (text(), text(), text(), text(), text(), mass()).prop_map(
        |(name, version, site, requester_number, requester_name, mass)| Item {
            number: "P".to_owned(),
            name,
            maker: String::new(),
            version,
            site,
            requester_number,
            requester_name,
            mass,
            place: place(),
        },
    )
}

fn part() -> impl Strategy<Value = DeclaredPart> {
    let list = (text(), text(), vec(answer(), 0..3)).prop_map(|(authority, identity, answers)| {
        ListAnswers { authority, identity, answers, place: place() }
    });
    let words = (text(), text(), text());
    let lists = (vec(list, 0..3), vec(queries(), 0..3), vec(group(), 0..3));
    let flat = (words, vec(item(), 1..3), vec(material(), 0..3), lists, claims()).prop_map(
        |(words, items, materials, (lists, queries, groups), exemptions)| DeclaredPart {
            items,
            unit_type: words.0,
            instances: words.1,
            comment: words.2,
            materials,
            subparts: vec![],
            lists,
            queries,
            groups,
            attachments: vec![],
            exemptions,
            kept: vec![],
            place: place(),
        },
    );
    flat.prop_recursive(3, 6, 2, |inner| {
        (inner.clone(), vec(inner, 0..2))
            .prop_map(|(part, subparts)| DeclaredPart { subparts, ..part })
    })
}

fn declaration() -> impl Strategy<Value = Declaration> {
    let company =
        || (text(), vec((text(), text()), 0..3)).prop_map(|(name, ids)| Company { name, ids });
    let contact = || {
        (text(), text()).prop_map(|(name, title)| Contact {
            name,
            title,
            emails: vec!["a@example.com".to_owned()],
            phones: vec!["0".to_owned()],
        })
    };
    let legal = (text(), text(), option::of(any::<bool>()), text()).prop_map(
        |(kind, text, accepted, uncertainty)| Legal { kind, text, accepted, uncertainty },
    );
    let request = (company(), option::of(contact()), text(), text(), text(), text()).prop_map(
        |(company, contact, document_id, date_raw, respond_by, comment)| Request {
            company,
            contact,
            document_id,
            date_raw,
            respond_by,
            comment,
        },
    );
    let header = (
        company(),
        option::of(request),
        option::of(contact()),
        option::of(contact()),
        option::of(legal),
        text(),
    );
    (header, vec(part(), 1..3)).prop_map(|(h, products)| {
        let header = Header {
            classes: vec![Class::C, Class::D],
            mode: "Distribute".to_owned(),
            date_raw: "2024-09-27".to_owned(),
            date: Some(jiff::civil::date(2024, 9, 27)),
            document_id: h.5.clone(),
            supplier: h.0,
            request: h.1,
            authorizer: h.2,
            contact: h.3,
            legal: h.4,
            comment: h.5,
            ..Header::empty(Format::Ipc1752a)
        };
        Declaration { header, products }
    })
}

fn read(bytes: &[u8]) -> Collected {
    let mut found = Collected::default();
    ipc1752::read(bytes, &FileName::new("t"), &mut found);
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn reading_undoes_writing(document in declaration()) {
        let (text, losses) = ipc1752::write(&document);
        prop_assert_eq!(&losses, &[]);
        let found = read(text.as_bytes());
        let is_other = |d: &Diagnostic| d.code.name() != "reading-unconfirmed";
        prop_assert!(!found.diagnostics.iter().any(is_other), "{:?}\n{}", found.diagnostics, text);
        let again = found.into_declaration().0.unwrap();
        prop_assert_eq!(support::placeless(&again), support::placeless(&document), "{}", text);
        prop_assert_eq!(ipc1752::write(&again).0, text);
    }

    #[test]
    fn nothing_makes_it_panic(
        which in any::<prop::sample::Index>(),
        edits in vec((any::<prop::sample::Index>(), edit()), 1..6),
    ) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/ipc1752");
        let mut paths: Vec<_> = folder.read_dir().unwrap().map(|e| e.unwrap().path()).collect();
        paths.sort();
        let mut bytes = std::fs::read(&paths[which.index(paths.len())]).unwrap();
        for (at, edit) in edits {
            edit.apply(&mut bytes, at);
        }
        let mut found = Collected::default();
        read_declaration(&bytes[..], &FileName::new("t"), &mut found);
        let (document, diagnostics) = found.into_declaration();
        prop_assert!(document.is_some() || !diagnostics.is_empty());
        // Whatever was read without error can be written, and what is written can be read.
        if let Some(document) = document
            && diagnostics.iter().all(|d| d.severity != Severity::Error)
        {
            let (text, _) = ipc1752::write(&document);
            let codes: Vec<_> = read(text.as_bytes()).diagnostics;
            prop_assert!(codes.iter().all(|d| !d.code.name().starts_with("xml-")), "{:?}\n{}", codes, text);
        }
    }
}

#[derive(Clone, Debug)]
enum Edit {
    Cut(usize),
    Insert(Vec<u8>),
    Overwrite(u8),
    Repeat(usize),
}

impl Edit {
    fn apply(self, bytes: &mut Vec<u8>, at: prop::sample::Index) {
        if bytes.is_empty() {
            return;
        }
        let at = at.index(bytes.len());
        match self {
            Self::Cut(length) => drop(bytes.drain(at..(at + length).min(bytes.len()))),
            Self::Insert(piece) => drop(bytes.splice(at..at, piece)),
            Self::Overwrite(byte) => bytes[at] = byte,
            Self::Repeat(length) => {
                let piece = bytes[at..(at + length).min(bytes.len())].to_vec();
                bytes.splice(at..at, piece);
            }
        }
    }
}

fn edit() -> impl Strategy<Value = Edit> {
    const PIECES: [&str; 29] = [
        "<",
        ">",
        "/",
        "&",
        "\"",
        "'",
        "=",
        "<!",
        "<!--",
        "-->",
        "<!-->",
        "<!--->",
        "<![CDATA[",
        "]]>",
        "<?",
        "?>",
        "<?xml?>",
        "<!DOCTYPE",
        "&#0;",
        "&#x41;",
        "xmlns:a='b'",
        "<a:b/>",
        "<Product>",
        "</Product>",
        "<Exemption/>",
        "<Amount value='1' UOM='g'/>",
        "\u{0}",
        "\u{fffe}",
        "铅",
    ];
    prop_oneof![
        (1usize..400).prop_map(Edit::Cut),
        prop::sample::select(&PIECES[..]).prop_map(|p| Edit::Insert(p.as_bytes().to_vec())),
        any::<u8>().prop_map(Edit::Overwrite),
        (1usize..400).prop_map(Edit::Repeat),
    ]
}

#[test]
fn the_corpus_file_of_class_c_reads_whole() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("../../../shared/corpus/ipc1752/class-c-am3-2024-09-27.xml");
    let Ok(bytes) = std::fs::read(&path) else {
        // Past the harness, which would swallow it.
        let _ = writeln!(std::io::stderr(), "skipped: {} is not there", path.display());
        return;
    };
    let mut found = Collected::default();
    read_declaration(&bytes[..], &FileName::new("class-c.xml"), &mut found);
    assert_eq!(found.diagnostics, []);
    let (document, _) = found.into_declaration();
    let document = document.unwrap();
    let [product] = &document.products[..] else { panic!("one product") };
    let counts: Vec<usize> = product.lists.iter().map(|list| list.answers.len()).collect();
    assert_eq!(counts, [241, 10, 159]);
    assert!(product.lists.iter().flat_map(|l| &l.answers).all(|a| a.over == Some(false)));
    assert_eq!(product.lists[2].identity, "IEC_62474 D19.00");
    assert_eq!(product.lists[2].answers[0].code_authority, "IEC");
    let (text, losses) = ipc1752::write(&document);
    assert_eq!(losses, []);
    let again = read(text.as_bytes()).into_declaration().0.unwrap();
    assert_eq!(support::placeless(&again), support::placeless(&document));
}
