//! No conversion makes a verdict kinder: every valid fixture, judged before and after.

use std::path::Path;

use unleaded_app::check::read;
use unleaded_app::convert::{Split, Supplier, Target, Wanted, convert};
use unleaded_documents::report::Product;
use unleaded_formats::tables::Mapping;
use unleaded_model::diagnostic::codes::exchange as codes;
use unleaded_model::diagnostic::{Code, Diagnostic, FileName, Language, any_error};

use crate::beside;
use crate::support::{Memory, TODAY, options, outcome};

/// The valid documents of a folder of fixtures.
pub(crate) fn valid(folder: &str) -> Vec<(String, Vec<u8>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(folder);
    let entries = path.read_dir().unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.collect();
    files.sort();
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let valid = files.iter().filter(|path| path.is_file() && name(path).starts_with("valid-"));
    valid.map(|path| (name(path), std::fs::read(path).unwrap())).collect()
}

pub(crate) fn judged(number: &str, as_of: &str, name: &str, bytes: &[u8]) -> Product {
    let quoted = number.replace('"', "\"\"");
    let bom = format!("parent,child,quantity\nTHE-PRODUCT,\"{quoted}\",1\n");
    let files = Memory([(name.to_owned(), bytes.to_vec())].into());
    let outcome = outcome(&bom, &files, &options(as_of), None);
    let report = outcome.report.unwrap_or_else(|| panic!("{name}: {:#?}", outcome.diagnostics));
    report.products.into_iter().next().unwrap()
}

/// What is judged otherwise after than before, also where that is worse.
fn otherwise(before: &Product, after: &Product) -> Vec<String> {
    let mut otherwise = Vec::new();
    for verdict in &before.verdicts {
        let law = verdict.rule_set.as_str();
        let (old, new) = (verdict.status.as_str(), after.verdict(law).unwrap().status.as_str());
        // Where something is lost it may be unknown what was known, never the other way.
        if new != old && new != "unknown" {
            otherwise.push(format!("{law}: {old} -> {new}"));
        }
    }
    otherwise
}

/// How many parts were judged twice, and how many documents can't be told in the other form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Counts {
    compared: usize,
    refused: usize,
}

fn compare(
    documents: &[(String, Vec<u8>)],
    (target, supplier): (Target, Supplier),
    dates: &[&str],
    refusal: Option<Code>,
) -> (Counts, Vec<String>) {
    let (mut compared, mut refused, mut found) = (0, 0, Vec::new());
    for (name, bytes) in documents {
        let options = options(TODAY);
        let mapping = Mapping::default();
        let wanted = Wanted {
            target,
            supplier,
            name: None,
            lists: &[],
            options: &options,
            split: Split::Whole,
            mapping: &mapping,
        };
        let file = FileName::new(name);
        let converted = convert(bytes.as_slice(), &file, &wanted);
        let is_refused = |d: &Diagnostic| Some(d.code) == refusal;
        if converted.made.is_empty() && converted.diagnostics.iter().any(is_refused) {
            refused += 1;
            continue;
        }
        if converted.made.is_empty() {
            found.push(format!("{name}: {:?}", converted.diagnostics));
            continue;
        }
        let made = &converted.made[0].bytes;
        let out = format!("converted.{}", target.extension());
        let again = read(made.as_slice(), &FileName::new(&out));
        if any_error(&again.diagnostics) {
            found.push(format!("{name}: what was made is not read: {:?}", again.diagnostics));
        }
        for part in read(bytes.as_slice(), &file).products {
            let Some(number) = part.number() else { continue };
            for as_of in dates {
                let before = judged(number, as_of, name, bytes);
                let after = judged(number, as_of, &out, made);
                compared += 1;
                let changed = before.verdicts.iter().any(|v| {
                    after.verdict(&v.rule_set).is_none_or(|after| after.status != v.status)
                });
                if changed && converted.losses.is_empty() && converted.hidden.is_empty() {
                    found.push(format!("{name} {number}: nothing is told"));
                }
                let told = otherwise(&before, &after);
                found.extend(told.iter().map(|told| format!("{name} {number} {as_of}: {told}")));
            }
        }
    }
    (Counts { compared, refused }, found)
}

#[test]
fn no_conversion_is_kinder() {
    for target in [Target::Ipc1752a, Target::Csv, Target::Xlsx(Language::Zh)] {
        for folder in ["ipc1752", "iec62474", "chemsherpa", "tables"] {
            let (counts, found) =
                compare(&valid(folder), (target, Supplier::Named), &["2021-08-01", TODAY], None);
            assert!(counts.compared > 1 && counts.refused == 0, "{folder} {counts:?}");
            assert_eq!(found, Vec::<String>::new(), "{folder} to {}", target.id());
        }
    }
}

/// Intervals, parts that are not all told, entries without a CAS number: what the other forms have no place for.
fn insides() -> Vec<String> {
    let tin = "<UniqueID authority='CAS' identity='7440-31-5'/>";
    let lead = "<UniqueID authority='CAS' identity='7439-92-1'/>";
    let by_entry = "<UniqueID authority='IEC62474' identity='00021'/>";
    let mass = |mass: &str| format!("<Mass mass='{mass}' unitOfMeasure='mg'/>");
    let wide = |mass: &str, by: &str| {
        format!(
            "<Mass mass='{mass}' unitOfMeasure='mg' positiveTolerance='{by}' negativeTolerance='{by}'/>"
        )
    };
    let percent = |share: &str| format!("<MassPercent massPercent='{share}'/>");
    let of_material = |share: &str| format!("<MatMassPercent massPercent='{share}'/>");
    let wide_percent =
        "<MassPercent massPercent='99' positiveTolerance='1' negativeTolerance='1'/>";
    let material =
        |amount: &str, inside: &str| format!("<Material name='M'>{amount}{inside}</Material>");
    let substance =
        |id: &str, amount: &str| format!("<Substance name='S'>{amount}{id}</Substance>");
    let part = |inside: &str| format!("<ProductPart><ProductID name='Y'/>{inside}</ProductPart>");
    let all_tin = substance(tin, &percent("100"));
    vec![
        material(&mass("5"), &all_tin),
        material(&mass("10"), &all_tin),
        material(&wide("10", "1"), &substance(tin, &mass("10"))),
        material(&wide("10", "2"), &substance(tin, &mass("8"))),
        material("", &substance(tin, &mass("9"))),
        material(&percent("50"), &substance(tin, &mass("5"))),
        material(wide_percent, &substance(tin, &mass("10"))),
        material(&mass("10"), &substance(tin, wide_percent)),
        material(
            &mass("10"),
            &format!("{}{}", substance(tin, &mass("9.99")), substance(lead, &wide("0.01", "0.01"))),
        ),
        material(
            &mass("10"),
            &format!(
                "{}{}",
                substance(tin, &percent("99.8")),
                substance(by_entry, &percent("0.2"))
            ),
        ),
        format!("{}{}", substance(tin, &mass("9.99")), substance(lead, &mass("0.01"))),
        format!("{}{}", substance(tin, &percent("99")), substance(by_entry, &of_material("0.05"))),
        format!("{}{}", substance(tin, &of_material("60")), substance(lead, &of_material("60"))),
        format!("{}{}", material(&mass("10"), &all_tin), substance(by_entry, "")),
        format!("{}{}", part(&material(&mass("5"), &all_tin)), part("")),
        part(&material(&wide("10", "3"), &substance(tin, &mass("7")))),
    ]
}

#[test]
fn no_conversion_of_what_can_not_be_written_is_kinder() {
    let mass = |mass: &str| format!("<Mass mass='{mass}' unitOfMeasure='mg'/>");
    let wide = |mass: &str, by: &str| {
        format!(
            "<Mass mass='{mass}' unitOfMeasure='mg' positiveTolerance='{by}' negativeTolerance='{by}'/>"
        )
    };
    let mut documents = Vec::new();
    for weight in [String::new(), mass("10"), wide("10", "1"), wide("10", "0.001")] {
        for inside in insides() {
            let text = format!(
                "<Main xmlns='http://std.iec.ch/iec62474' schemaDatabaseVersion='X7.00' \
                 substanceDatabaseVersion='D19.00'><BusinessInfo mode='Distribute'>\
                 <Response date='2026-03-02'><SupplyCompany name='A'/></Response></BusinessInfo>\
                 <Product><ProductID identifier='X'>{weight}</ProductID>{inside}</Product></Main>"
            );
            documents.push((format!("{weight}{inside}"), text.into_bytes()));
        }
    }
    for target in [Target::Ipc1752a, Target::Csv] {
        let (counts, found) = compare(&documents, (target, Supplier::Named), &[TODAY], None);
        assert_eq!(counts, Counts { compared: documents.len(), refused: 0 });
        assert_eq!(found, Vec::<String>::new(), "{}", target.id());
    }
}

/// Answers beside a composition, those that it explains among them.
fn contradictions() -> Vec<String> {
    let iec = |over: &str, threshold: &str| {
        beside::row("Lead/Lead Compounds", "00021", over, threshold, "")
    };
    let (copper, brass) =
        (beside::material("Wire", &beside::COPPER), beside::material("Brass", &beside::BRASS));
    let of_rohs = |over: &str| beside::rohs(&[("Lead/Lead Compounds", "00005", over)]);
    let inner = |inside: &str| {
        format!(
            "<SubProduct><ProductID itemNumber='Y'/><MaterialInfo>{inside}</MaterialInfo></SubProduct>"
        )
    };
    let after = |text: String, more: &str| {
        text.replace("</MaterialInfo></Product>", &format!("</MaterialInfo>{more}</Product>"))
    };
    let mut all = vec![
        beside::iec(&iec("true", "0.1 mass%"), &copper),
        beside::iec(&iec("true", "0.1 mass%"), &brass),
        beside::iec(&iec("false", "0.1 mass%"), &copper),
        beside::iec(&beside::row("Zyxxite 9", "", "true", "", ""), &copper),
        beside::ipc(&beside::rohs(&[("Tin", "00005", "true")]), beside::WIRE),
        beside::ipc(&beside::category("EUREACH-0624", &[("Lead", "00188", "true")]), beside::WIRE),
        after(beside::ipc("", beside::WIRE), &inner(beside::WIRE)),
        after(beside::ipc("", beside::WIRE), &inner(&(of_rohs("true") + beside::WIRE))),
        after(beside::ipc(&of_rohs("true"), beside::WIRE), &inner(beside::WIRE)),
        after(beside::ipc("", beside::WIRE), &inner(&(beside::met("false") + beside::WIRE))),
    ];
    for over in ["true", "false"] {
        all.push(beside::ipc(&of_rohs(over), beside::WIRE));
        all.push(beside::ipc(&beside::met(over), beside::WIRE));
    }
    let coated = "<Coating>lead</Coating>";
    all.push(after(beside::ipc("", beside::WIRE), coated));
    let in_wire = format!("{coated}</HomogeneousMaterial>");
    all.push(beside::ipc("", &beside::WIRE.replace("</HomogeneousMaterial>", &in_wire)));
    let twice = "<Concentration value='5' UOM='massPercent'/></Substance>";
    all.push(beside::ipc("", &beside::WIRE.replace("</Substance>", twice)));
    let wide = "<Concentration tolerancePlus='5' by='6' ";
    all.push(beside::ipc("", &beside::WIRE.replace("<Concentration ", wide)));
    all.push(beside::ipc(&of_rohs("false").replace("<Threshold", "<Threshold/><Threshold"), ""));
    all
}

#[test]
fn no_conversion_of_contradictions_is_kinder() {
    let documents = contradictions().into_iter().map(|text| (text.clone(), text.into_bytes()));
    let documents: Vec<_> = documents.collect();
    for (target, refused) in
        [(Target::Ipc1752a, 0), (Target::Csv, 9), (Target::Xlsx(Language::Zh), 9)]
    {
        for supplier in [Supplier::Named, Supplier::Hidden] {
            let refusal = Some(codes::COMPOSITION_OVERRULED);
            let (counts, found) = compare(&documents, (target, supplier), &[TODAY], refusal);
            assert_eq!(found, Vec::<String>::new(), "{} {supplier:?}", target.id());
            assert_eq!(counts, Counts { compared: documents.len() - refused, refused });
        }
    }
}
