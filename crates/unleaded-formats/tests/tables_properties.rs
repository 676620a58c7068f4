//! What holds for every table that is written.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test fails by panicking; what several tests share says what it skips"
)]

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use unleaded_formats::number::{self, Printed, PrintedUnit};
use unleaded_formats::sink::Collected;
use unleaded_formats::tables;
use unleaded_model::amount::{FractionRange, MassRange};
use unleaded_model::declaration::{
    Answer, Company, Contact, Declaration, DeclaredPart, DeclaredSubstance, ExemptionClaim, Extent,
    Format, Header, Intent, Item, Legal, ListAnswers, Material, Query, QueryList, Stated,
};
use unleaded_model::diagnostic::{Diagnostic, FileName, Language, Place};
use unleaded_model::identity::{Cas, Ec};

mod support;

fn place() -> Place {
    Place::file(&FileName::new(""))
}

/// Anything that a document of another format may hold.
fn text() -> impl Strategy<Value = String> {
    const ODD: [&str; 31] = [
        "",
        " ",
        "=1+1",
        "'=1",
        "+5 V",
        "-",
        "-5",
        "@a",
        "＝1",
        "'",
        "''a",
        "a,b;c\td",
        "\"a\" b",
        "a\r\nb\u{1}",
        "total",
        "合计",
        "Sum",
        "#REF!",
        "#N/A",
        "N/A",
        "Lead [impurity]",
        "M-001 Steel",
        "\u{feff}a",
        "\0",
        "_x000D_",
        "<&>",
        "Ｐ－７",
        "＃REF!",
        "７４３９－９２－１",
        "\u{200b}",
        "6(c); -",
    ];
    prop_oneof![
        1 => prop::sample::select(&ODD[..]).prop_map(str::to_owned),
        1 => "[a-c铅]{1,2}",
        1 => "\\PC{0,6}",
    ]
}

fn digits() -> impl Strategy<Value = String> {
    prop_oneof!["[0-9]{1,6}(\\.[0-9]{1,6})?(e-?[0-9])?", "[0-9]{14,16}", Just("0.10".to_owned())]
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

fn share(
    units: &'static [&'static str],
) -> impl Strategy<Value = Option<Box<Stated<FractionRange>>>> {
    let unit = prop::sample::select(units);
    option::of(
        (digits(), unit).prop_map(|(raw, unit)| parse(&raw, unit, |p, s| number::share(p, s))),
    )
}

fn intent() -> impl Strategy<Value = Intent> {
    prop_oneof![Just(Intent::Impurity), Just(Intent::Intended), Just(Intent::Unknown)]
}

/// How freely a document is made up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Freedom {
    /// Whatever the model can say.
    Any,
    /// What a table can say.
    Table,
}

fn claims(freedom: Freedom) -> BoxedStrategy<Vec<ExemptionClaim>> {
    let claim = |(authority, list, id)| ExemptionClaim { authority, list, id, place: place() };
    let id = prop_oneof![Just("6(c)".to_owned()), Just("7(c)-I".to_owned()), Just("=8".to_owned())];
    match freedom {
        Freedom::Any => vec((text(), text(), text()), 0..2)
            .prop_map(move |all| all.into_iter().map(claim).collect())
            .boxed(),
        Freedom::Table => vec(id, 0..3)
            .prop_map(move |all| {
                all.into_iter().map(|id| claim((String::new(), String::new(), id))).collect()
            })
            .boxed(),
    }
}

fn name(freedom: Freedom) -> BoxedStrategy<String> {
    match freedom {
        Freedom::Any => text().boxed(),
        Freedom::Table => {
            prop_oneof!["[a-e铅]{1,3}", "=[a-e]", "'[a-e]", "-[0-9] V", "a[,;\"\t\n]b"].boxed()
        }
    }
}

fn substance(freedom: Freedom) -> impl Strategy<Value = DeclaredSubstance> {
    let id = prop_oneof![Just(String::new()), Just("7439-92-1".to_owned()), name(freedom)];
    let ec = option::of(Just(Ec::parse("231-100-4").unwrap()));
    let of_part = match freedom {
        Freedom::Any => share(&["%", "ppm"]).boxed(),
        Freedom::Table => share(&["%"]).boxed(),
    };
    let authority = match freedom {
        Freedom::Any => prop_oneof![Just("CAS".to_owned()), Just("EC".to_owned()), text()].boxed(),
        Freedom::Table => Just(String::new()).boxed(),
    };
    let amounts = (mass(), share(&["%", "ppm"]), of_part);
    (name(freedom), id, authority, ec, amounts, intent(), claims(freedom)).prop_map(
        |(name, id_raw, id_authority, ec, (mass, share, share_of_part), intent, exemptions)| {
            DeclaredSubstance {
                name,
                cas: Cas::parse(&id_raw).ok(),
                id_raw,
                id_authority,
                ec: ec.map(Box::new),
                level: String::new(),
                mass,
                share,
                share_of_part,
                has_unread_amount: false,
                intent,
                use_description: String::new(),
                exemptions,
                comment: String::new(),
                kept: vec![],
                withheld: None,
                place: place(),
            }
        },
    )
}

fn material(freedom: Freedom) -> impl Strategy<Value = Material> {
    let of_part = match freedom {
        Freedom::Any => share(&["%", "ppm"]).boxed(),
        Freedom::Table => Just(None).boxed(),
    };
    let exemptions = match freedom {
        Freedom::Any => claims(freedom),
        Freedom::Table => Just(vec![]).boxed(),
    };
    let extent = match freedom {
        Freedom::Any => {
            prop::sample::select(vec![Extent::Listed, Extent::Loose, Extent::Whole]).boxed()
        }
        Freedom::Table => Just(Extent::Whole).boxed(),
    };
    let names = (prop_oneof![Just(String::new()), name(freedom)], name(freedom), name(freedom));
    (names, mass(), of_part, vec(substance(freedom), 0..4), exemptions, extent).prop_map(
        |((subpart, name, group), mass, share_of_part, substances, exemptions, extent)| Material {
            extent,
            subpart,
            name,
            group,
            mass,
            share_of_part,
            substances,
            exemptions,
            comment: String::new(),
            kept: vec![],
            place: place(),
        },
    )
}

fn part(freedom: Freedom) -> impl Strategy<Value = DeclaredPart> {
    let item = (name(freedom), name(freedom), name(freedom), mass()).prop_map(
        |(number, name, maker, mass)| Item {
            number,
            name,
            maker,
            version: String::new(),
            site: String::new(),
            requester_number: String::new(),
            requester_name: String::new(),
            mass,
            place: place(),
        },
    );
    let (exemptions, instances, items) = match freedom {
        Freedom::Any => (claims(freedom), prop_oneof![Just("3".to_owned()), text()].boxed(), 0..3),
        Freedom::Table => (Just(vec![]).boxed(), Just(String::new()).boxed(), 1..2),
    };
    (vec(item, items), vec(material(freedom), 0..4), exemptions, instances).prop_map(
        |(items, materials, exemptions, instances)| DeclaredPart {
            items,
            unit_type: String::new(),
            instances,
            comment: String::new(),
            materials,
            subparts: vec![],
            lists: vec![],
            queries: vec![],
            groups: vec![],
            attachments: vec![],
            exemptions,
            kept: vec![],
            place: place(),
        },
    )
}

fn answer() -> impl Strategy<Value = Answer> {
    let texts = (text(), text(), text(), text(), text());
    let amounts = (mass(), share(&["%", "ppm"]), share(&["%"]));
    let over = option::of(any::<bool>());
    let blank = Just((Default::default(), (None, None, None), None, vec![]));
    let said = (texts, amounts, over, claims(Freedom::Any));
    prop_oneof![1 => blank, 4 => said].prop_map(|(texts, amounts, over, exemptions)| Answer {
        name: texts.0,
        application: texts.1,
        code_authority: texts.2,
        code: texts.3,
        over,
        threshold: texts.4,
        share_of_material: amounts.1,
        share_of_part: amounts.2,
        mass: amounts.0,
        exemptions,
        kept: vec![],
        place: place(),
    })
}

fn query() -> impl Strategy<Value = Query> {
    let texts = (text(), text(), text(), text());
    texts.prop_map(|(code_authority, code, statement, response)| Query {
        code_authority,
        code,
        statement,
        response,
        kept: vec![],
        place: place(),
    })
}

/// A part that answers, of a customer's number.
fn answering(part: impl Strategy<Value = DeclaredPart>) -> impl Strategy<Value = DeclaredPart> {
    // Few names, so that a list stands twice.
    let name = || prop_oneof![2 => Just("L"), 1 => Just("M")].prop_map(str::to_owned);
    let authority = || prop_oneof![3 => Just(String::new()), 1 => text()];
    let list =
        (name(), authority(), vec(answer(), 0..3)).prop_map(|(identity, authority, answers)| {
            ListAnswers { authority, identity, answers, place: place() }
        });
    let queries =
        (authority(), name(), vec(query(), 0..3)).prop_map(|(authority, identity, queries)| {
            QueryList { authority, identity, queries, place: place() }
        });
    (part, vec(list, 0..4), vec(queries, 0..3), text()).prop_map(
        |(mut part, lists, queries, number)| {
            if let Some(item) = part.items.first_mut() {
                item.requester_number = number;
            }
            DeclaredPart { lists, queries, ..part }
        },
    )
}

fn declaration(
    parts: impl Strategy<Value = Vec<DeclaredPart>>,
) -> impl Strategy<Value = Declaration> {
    let date = prop_oneof![
        Just((String::new(), None)),
        Just(("2024-09-27".to_owned(), Some(jiff::civil::date(2024, 9, 27)))),
        Just(("2024年9月27日".to_owned(), Some(jiff::civil::date(2024, 9, 27)))),
    ];
    (date, parts).prop_map(|((date_raw, date), products)| {
        let header = Header { date_raw, date, ..Header::empty(Format::Csv) };
        Declaration { header, products }
    })
}

/// A document as a table can say it: nothing twice, layers behind what has none, a date only where there are rows.
fn table() -> impl Strategy<Value = Declaration> {
    declaration(vec(part(Freedom::Table), 1..4)).prop_map(|mut document| {
        let mut seen = std::collections::BTreeSet::new();
        document
            .products
            .retain(|p| seen.insert((p.items[0].maker.clone(), p.items[0].number.clone())));
        for part in &mut document.products {
            let mut seen = std::collections::BTreeSet::new();
            part.materials.retain(|m| seen.insert((m.subpart.clone(), m.name.clone())));
            part.materials.sort_by_key(|m| !m.subpart.is_empty());
        }
        document
    })
}

fn anything() -> impl Strategy<Value = Declaration> {
    let tree = part(Freedom::Any).prop_recursive(2, 6, 2, |inner| {
        (inner.clone(), vec(inner, 0..3))
            .prop_map(|(part, subparts)| DeclaredPart { subparts, ..part })
    });
    // On the sheet of the declaration a formula error is no text.
    let text = || text().prop_filter("a formula error", |text| !text.starts_with('#'));
    let said = (text(), text(), text(), vec(text(), 0..3), option::of(any::<bool>()));
    (declaration(vec(answering(tree), 0..4)), said).prop_map(|(mut document, said)| {
        let (supplier, name, comment, emails, accepted) = said;
        document.header.supplier = Company { name: supplier, ids: vec![] };
        let legal = Legal { text: comment.clone(), accepted, ..Legal::default() };
        document.header.legal = Some(legal);
        document.header.document_id = comment;
        document.header.contact = Some(Contact { name, emails, ..Contact::default() });
        document
    })
}

fn read_csv(text: &str) -> Collected {
    let mut found = Collected::default();
    tables::read_csv(text.as_bytes(), &FileName::new("t"), &mut found);
    found
}

fn read_xlsx(bytes: &[u8]) -> Collected {
    let mut found = Collected::default();
    tables::read_xlsx(bytes, &FileName::new("t"), &mut found);
    found
}

fn as_xlsx(document: &Declaration) -> Declaration {
    let mut document = support::placeless(document);
    document.header.format = Format::Xlsx;
    document
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reading_undoes_writing(document in table()) {
        let (text, losses) = tables::write_csv(&document);
        prop_assert_eq!(&losses, &[]);
        let found = read_csv(&text);
        prop_assert_eq!(&found.diagnostics, &[], "{}", text);
        let again = found.into_declaration().0.unwrap();
        prop_assert_eq!(support::placeless(&again), support::placeless(&document), "{}", text);
        prop_assert_eq!(&tables::write_csv(&again).0, &text);
        for language in [Language::En, Language::Zh] {
            let (bytes, losses) = tables::write_xlsx(&document, language);
            prop_assert_eq!(&losses, &[]);
            let found = read_xlsx(&bytes);
            prop_assert_eq!(&found.diagnostics, &[], "{}", text);
            let again = found.into_declaration().0.unwrap();
            prop_assert_eq!(support::placeless(&again), as_xlsx(&document), "{}", text);
            prop_assert_eq!(tables::write_xlsx(&again, language).0, bytes);
        }
    }

    #[test]
    fn whatever_is_written_is_read_and_written_alike(document in anything()) {
        let (text, _) = tables::write_csv(&document);
        let found = read_csv(&text);
        let codes: Vec<_> = found.diagnostics.iter().map(|d| d.code.name()).collect();
        prop_assert!(codes.iter().all(|code| *code == "table-empty"), "{:?}\n{}", codes, text);
        let Some(again) = found.into_declaration().0 else {
            return Ok(());
        };
        let (written, losses) = tables::write_csv(&again);
        prop_assert_eq!(&written, &text);
        prop_assert_eq!(&losses, &[]);
        for language in [Language::En, Language::Zh] {
            let (bytes, lost) = tables::write_xlsx(&document, language);
            let of_legal = |d: &&Diagnostic| d.message(Language::En).contains("legal statement");
            prop_assert!(lost.iter().filter(of_legal).count() <= 1, "{lost:?}");
            let again = read_xlsx(&bytes).into_declaration().0.unwrap();
            let is_same = tables::write_xlsx(&again, language).0 == bytes;
            prop_assert!(is_same, "{text}\n{}", tables::write_csv(&again).0);
            if language == Language::En {
                prop_assert_eq!(tables::write_csv(&again).0, text.clone());
            }
        }
    }
}
