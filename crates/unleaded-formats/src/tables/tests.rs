//! Fixtures, real tables and damaged bytes.

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use unleaded_model::amount::{FractionRange, Mass};
use unleaded_model::declaration::{DeclaredPart, DeclaredSubstance, Intent};
use unleaded_model::diagnostic::FileName;

use super::*;
use crate::sink::Collected;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[expect(clippy::disallowed_methods, reason = "tests read their fixtures")]
fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

fn read(bytes: &[u8], name: &str) -> Collected {
    let mut sink = Collected::default();
    let file = FileName::new(name);
    if name.ends_with(".xlsx") {
        read_xlsx(bytes, &file, &mut sink);
    } else {
        read_csv(bytes, &file, &mut sink);
    }
    sink
}

fn fixture(name: &str) -> Collected {
    read(&bytes(&folder("../../fixtures/tables").join(name)), name)
}

/// Paths of the fixtures in `folder`, sorted.
pub(crate) fn fixtures(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "no fixture in {}", folder.display());
    paths
}

/// The code that the name of a fixture calls for; `None` for a valid one.
pub(crate) fn expected(name: &str) -> Option<&str> {
    if name.starts_with("valid-") {
        return None;
    }
    let rest = name.strip_prefix("invalid-").unwrap_or_else(|| panic!("{name} expects nothing"));
    Some(rest.split_once("--").unwrap_or_else(|| panic!("{name} names no code")).0)
}

#[test]
fn fixtures_raise_exactly_the_code_in_their_name() {
    for path in fixtures(&folder("../../fixtures/tables")) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let mut found = read(&bytes(&path), name);
        if expected(name).is_some() && found.diagnostics.is_empty() {
            // What is no defect of the table may be one of what it says.
            found = Collected::default();
            crate::read_declaration(&bytes(&path)[..], &FileName::new(name), &mut found);
        }
        let codes: BTreeSet<_> = found.diagnostics.iter().map(|d| d.code.name()).collect();
        assert_eq!(codes, expected(name).into_iter().collect(), "{name}: {:#?}", found.diagnostics);
        assert!(found.diagnostics.iter().all(|d| !d.places.is_empty()), "{name}");
        assert!(expected(name).is_some() || !found.products.is_empty(), "{name} holds nothing");
    }
}

fn numbers(found: &Collected) -> Vec<&str> {
    found.products.iter().map(|part| part.number().unwrap()).collect()
}

/// The substances of a part as `material/substance share mass`.
fn lines(part: &DeclaredPart) -> Vec<String> {
    let line = |material: &str, s: &DeclaredSubstance| {
        let share = s.share.as_ref().map_or("-".to_owned(), |share| ppm(share.value));
        let mass = s.mass.as_ref().map_or("-".to_owned(), |mass| mass.value.low.to_string());
        format!("{material}/{} {share} {mass}", s.name)
    };
    let materials = part.materials.iter();
    materials.flat_map(|m| m.substances.iter().map(move |s| line(&m.name, s))).collect()
}

fn ppm(share: FractionRange) -> String {
    let (low, high) = (share.low.ppm_low().to_string(), share.high.ppm_high().to_string());
    if low == high { low } else { format!("{low}..{high}") }
}

#[test]
fn one_table_in_many_forms() {
    let names = [
        "valid-english.csv",
        "valid-semicolon.csv",
        "valid-tab-crlf.csv",
        "valid-utf16.csv",
        "valid-utf8-mark.csv",
    ];
    for name in names {
        let found = fixture(name);
        assert_eq!(numbers(&found), ["R-1"], "{name}");
        let part = &found.products[0];
        assert_eq!(part.mass().unwrap().value.low.to_string(), "2", "{name}");
        assert_eq!(part.mass().unwrap().rounding.low.to_string(), "0.05");
        assert_eq!(part.items[0].maker, "Acme");
        let expected = [
            "Ceramic/Aluminium oxide 960000 1.44",
            "Ceramic/Silicon dioxide 40000 0.06",
            "Glaze/Lead 200000 0.1",
            "Glaze/Silver 800000 0.4",
        ];
        assert_eq!(lines(part), expected, "{name}");
        let lead = &part.materials[1].substances[0];
        assert_eq!(part.materials[1].subpart, "Element");
        assert_eq!(lead.cas.as_ref().unwrap().as_str(), "7439-92-1");
        let claims: Vec<_> = lead.exemptions.iter().map(|claim| claim.id.as_str()).collect();
        assert_eq!(claims, ["7(c)-I", "7(a)"], "{name}");
    }
}

#[test]
fn chinese_text_and_workbook() {
    for name in ["valid-chinese.csv", "valid-gb18030.csv"] {
        let found = fixture(name);
        assert_eq!(numbers(&found), ["铅-1"], "{name}");
        let part = &found.products[0];
        assert_eq!(
            lines(part),
            ["焊料/锡 630000 -", "焊料/铅 370000 -", "树脂/环氧树脂 1000000 -"]
        );
        assert_eq!(part.materials[0].substances[1].cas.as_ref().unwrap().as_str(), "7439-92-1");
        assert_eq!(part.materials[1].substances[0].id_raw, "保密");
        assert_eq!(part.materials[1].substances[0].cas, None);
    }
    let found = fixture("valid-chinese.xlsx");
    assert_eq!(found.header.as_ref().unwrap().date.unwrap().to_string(), "2026-09-01");
    let expected =
        ["陶瓷/氧化铝 960000 -", "陶瓷/二氧化硅 40000 -", "釉/铅 201000 -", "釉/银 799000 -"];
    assert_eq!(lines(&found.products[0]), expected);
    let place = &found.products[0].materials[1].substances[0].share.as_ref().unwrap().place;
    assert_eq!(place.to_string(), "valid-chinese.xlsx:成分表!G4");
}

#[test]
fn blank_cells_mean_the_row_above() {
    let found = fixture("valid-blank-means-above.csv");
    assert_eq!(numbers(&found), ["A-1", "A-2"]);
    let first = &found.products[0];
    assert_eq!(lines(first), ["Steel/Iron 990000 -", "Steel/Carbon 10000 -", "Tin/Tin 1000000 -"]);
    assert_eq!(first.mass().unwrap().value.low.to_string(), "5");
    let masses: Vec<_> =
        first.materials.iter().map(|m| m.mass.as_ref().unwrap().value.low.to_string()).collect();
    assert_eq!(masses, ["3", "2"]);
    let apart = fixture("valid-rows-of-one-part-apart.csv");
    assert_eq!(numbers(&apart), ["A-1", "A-2"]);
    assert_eq!(apart.products[0].materials[0].substances.len(), 2);
    let merged = fixture("valid-merged-exemption.xlsx");
    let glaze = &merged.products[0].materials[0].substances;
    assert!(glaze.iter().all(|s| s.exemptions[0].id == "7(c)-I"));
    assert_eq!(glaze[1].mass.as_ref().unwrap().raw, "0.40");
}

#[test]
fn amounts_as_their_unit_says() {
    let found = fixture("valid-amounts-by-unit.csv");
    assert_eq!(
        lines(&found.products[0]),
        ["Solder/Tin 630000 -", "Solder/Lead [impurity] 370000 -"]
    );
    assert_eq!(lines(&found.products[1]), ["Solder/Tin - 1.2"]);
    let intents = found.products.iter().flat_map(|p| &p.materials).flat_map(|m| &m.substances);
    let intents: Vec<_> = intents.map(|s| s.intent).collect();
    assert_eq!(intents, [Intent::Intended, Intent::Impurity, Intent::Impurity]);
    let ranges = fixture("valid-ranges.csv");
    let expected = [
        "Resin/Epoxy resin 600000..700000 -",
        "Resin/Silica 300000..400000 -",
        "Resin/Lead 0..100 -",
        "Resin/Cadmium - -",
    ];
    assert_eq!(lines(&ranges.products[0]), expected);
}

#[test]
fn a_row_of_data_is_no_header() {
    let check = |text: &str, expected: &str| {
        let found = read(text.as_bytes(), "t.csv");
        assert_eq!(numbers(&found), [expected], "{text}");
    };
    check("料号,部件名称,材料,物质,含量(%)\nR-1,Chip,,,\n", "R-1");
    check("part,material,substance,content\nT,-,-,-\n", "T");
    check("part,material,substance,content,unit\nT,,,,g\n", "T");
    // These are headers of two rows.
    check("料号,材料,物质,含量\nPart No.,Material,Substance,%\nR-1,Tin,Tin,100\n", "R-1");
    check("part,material,substance,content\n-,,,ppm\nR-1,Tin,Tin,100\n", "R-1");
}

/// The real tables, where they are at hand; else says that they are not.
fn real_tables() -> Option<Vec<u8>> {
    let path = folder("../../../shared/corpus/components/components.csv");
    if path.exists() {
        return Some(bytes(&path));
    }
    // Past the harness, which would swallow it.
    let _ = writeln!(std::io::stderr(), "skipped: {} is not there", path.display());
    None
}

#[test]
fn real_tables_are_read_completely() {
    let Some(bytes) = real_tables() else { return };
    let found = read(&bytes, "components.csv");
    assert!(found.diagnostics.iter().all(|d| d.code == tables::COLUMN_UNKNOWN));
    let unknown: Vec<_> =
        found.diagnostics.iter().map(|d| d.argument("name").unwrap().to_string()).collect();
    assert_eq!(unknown, ["package", "cas_valid", "complete_table", "source_url"]);
    let substances = |part: &DeclaredPart| part.materials.iter().map(|m| m.substances.len()).sum();
    let counts: Vec<(&str, usize)> =
        found.products.iter().map(|part| (part.number().unwrap(), substances(part))).collect();
    let expected = [
        ("CR0402", 16),
        ("CDNBS04-B", 16),
        ("CDSOT236-0504C", 20),
        ("SDR0805", 14),
        ("4304S-L", 17),
        ("LEAD-FREE 8L-SOICN", 18),
        ("PZU13B", 14),
        ("BUK7S1R5-40H", 18),
        ("LT1317BCS8#TRPBF", 14),
        ("LTC1163CN8#PBF", 13),
        ("LTC4315CMS#PBF", 13),
        ("LTC6946IUFD-2#TRPBF", 12),
    ];
    assert_eq!(counts, expected);
    assert_eq!(counts.iter().map(|(_, count)| count).sum::<usize>(), 185);
}

#[test]
fn complete_real_tables_close() {
    let Some(bytes) = real_tables() else { return };
    let found = read(&bytes, "components.csv");
    let tolerance = Mass::from_attograms(10i128.pow(13)).unwrap();
    // Tables that print the mass of each substance, and each of them close to the printed total within 0.01 mg.
    let mut closed = Vec::new();
    for part in &found.products {
        let masses = part.materials.iter().flat_map(|m| &m.substances).map(|s| s.mass.as_ref());
        let Some(masses) = masses.collect::<Option<Vec<_>>>() else {
            continue;
        };
        let sum = masses.iter().fold(Mass::ZERO, |sum, m| sum.plus(m.value.low).unwrap());
        let stated = part.mass().unwrap().value.low;
        let off = sum.minus(stated).plus(stated.minus(sum)).unwrap();
        if off <= tolerance {
            closed.push(part.number().unwrap());
        }
    }
    assert_eq!(closed, ["LEAD-FREE 8L-SOICN", "PZU13B", "LT1317BCS8#TRPBF", "LTC1163CN8#PBF"]);
    // And tables whose shares of the whole part sum to 99.9 to 100.1 %.
    let mut whole = Vec::new();
    for part in &found.products {
        let shares =
            part.materials.iter().flat_map(|m| &m.substances).map(|s| s.share_of_part.as_ref());
        let Some(shares) = shares.collect::<Option<Vec<_>>>() else {
            continue;
        };
        let sum = shares.iter().fold(FractionRange::ZERO, |sum, s| sum.plus(s.value));
        let parts: u128 = sum.high.numerator() * 10_000 / sum.high.denominator();
        if (9_990..=10_010).contains(&parts) {
            whole.push(part.number().unwrap());
        }
    }
    assert_eq!(
        whole,
        ["CR0402", "CDNBS04-B", "CDSOT236-0504C", "SDR0805", "LEAD-FREE 8L-SOICN", "PZU13B"]
    );
}

/// Bytes of a fixture with some of them changed, cut or doubled.
pub(crate) fn damaged(
    mut bytes: Vec<u8>,
    changes: &[(prop::sample::Index, u8)],
    cut: prop::sample::Index,
    kind: u8,
) -> Vec<u8> {
    for (at, byte) in changes {
        let at = at.index(bytes.len());
        bytes[at] = *byte;
    }
    let cut = cut.index(bytes.len());
    match kind {
        0 => bytes.truncate(cut),
        1 => bytes.extend_from_within(cut..),
        _ => {}
    }
    bytes
}

/// A workbook like `bytes`, in which `change` has changed each member.
fn rewritten(bytes: &[u8], change: impl Fn(&str, Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for index in 0..from.len() {
        let mut member = from.by_index(index).unwrap();
        let name = member.name().unwrap().into_owned();
        let mut content = Vec::new();
        member.read_to_end(&mut content).unwrap();
        to.start_file(&name, stored).unwrap();
        to.write_all(&change(&name, content)).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn replaced(content: &[u8], from: &str, to: &str) -> Vec<u8> {
    String::from_utf8(content.to_vec()).unwrap().replace(from, to).into_bytes()
}

#[test]
fn workbooks_that_overflow_their_reader_are_refused() {
    let whole = bytes(&folder("../../fixtures/tables/valid-chinese.xlsx"));
    let check = |from: &str, to: &str| {
        let changed = rewritten(&whole, |_, content| replaced(&content, from, to));
        let found = read(&changed, "t.xlsx");
        let last = found.diagnostics.last().unwrap();
        assert_eq!(last.code, tables::WORKBOOK_UNREADABLE, "{from} {to}");
    };
    check("r=\"B2\"", "r=\"B99999999999\"");
    check("r=\"B2\"", "r=\"ZZZZZZZZZZ2\"");
    check("r=\"B2\"", "r=\"B1048577\"");
}

#[test]
fn one_long_text_in_many_cells_does_not_fill_the_memory() {
    let whole = bytes(&folder("../../fixtures/tables/valid-chinese.xlsx"));
    let long = "铅".repeat(1 << 20);
    let cells = "<row><c t=\"s\"><v>0</v></c></row>".repeat(400);
    let changed = rewritten(&whole, |name, content| match name {
        "xl/sharedStrings.xml" => replaced(&content, "制造商", &long),
        _ => replaced(&content, "</sheetData>", &format!("{cells}</sheetData>")),
    });
    let found = read(&changed, "t.xlsx");
    let last = found.diagnostics.last().unwrap();
    assert_eq!(last.code, tables::ARCHIVE_TOO_LARGE);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn damaged_tables_never_panic(
        name in prop::sample::select(vec![
            "valid-english.csv", "valid-gb18030.csv", "valid-utf16.csv", "valid-ranges.csv",
            "valid-chinese.xlsx", "valid-merged-exemption.xlsx", "valid-answers.xlsx",
        ]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in any::<prop::sample::Index>(),
        kind in 0u8..4,
    ) {
        let whole = bytes(&folder("../../fixtures/tables").join(name));
        let found = read(&damaged(whole, &changes, cut, kind), name);
        prop_assert!(found.header.is_some() || !found.diagnostics.is_empty());
    }

    #[test]
    fn damaged_sheets_never_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in any::<prop::sample::Index>(),
        kind in 0u8..6,
        member in prop::sample::select(vec!["sheet1", "sheet2", "styles", "sharedStrings", "workbook.xml"]),
        fixture in prop::sample::select(vec!["valid-chinese.xlsx", "valid-answers.xlsx"]),
    ) {
        let whole = bytes(&folder("../../fixtures/tables").join(fixture));
        let changed = rewritten(&whole, |name, content| {
            if name.contains(member) { damaged(content, &changes, cut, kind) } else { content }
        });
        let found = read(&changed, "t.xlsx");
        prop_assert!(found.header.is_some() || !found.diagnostics.is_empty());
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[a-z0-9,;\t\"\r\n%<-]{0,200}") {
        let table = format!("part,material,substance,cas,content (%)\n{text}");
        let found = read(table.as_bytes(), "t.csv");
        prop_assert!(found.header.is_some());
        prop_assert!(!found.products.is_empty() || !found.diagnostics.is_empty());
    }
}
