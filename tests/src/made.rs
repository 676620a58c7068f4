//! Inputs that raise a code and are made here, because they are too large to keep in a file, fail while they are read, or
//! are no file.

use std::io::{self, BufReader, Read};

use jiff::civil::date;
use unleaded_app::documents::{Documents, Settings, load};
use unleaded_formats::sink::Collected;
use unleaded_formats::{bom, ipc1752, read_declaration, tables};
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_platform::client::{Filing, PlainHttp, PlatformUrl, parse_declarant};
use unleaded_platform::contract::declaration::SupplyChainSummary;
use unleaded_platform::contract::text::Text;
use unleaded_rules::lists::{ListFile, Lists, Source};
use unleaded_trust::log::{LogProof, PROOF_LIMIT};
use unleaded_trust::{ENVELOPE_LIMIT, TIME_STAMP_LIMIT, TimeStamp, TrustStore, verify};

use crate::{bytes, root, text};

/// An input that raises a code.
pub struct Made {
    /// The code.
    pub code: &'static str,
    /// The other code that the input can't be without; empty: none.
    pub beside: &'static str,
    /// What the input is.
    pub what: &'static str,
    /// Reads the input.
    pub raise: fn() -> Vec<Diagnostic>,
}

const fn made(code: &'static str, what: &'static str, raise: fn() -> Vec<Diagnostic>) -> Made {
    Made { code, beside: "", what, raise }
}

/// All of them, by code.
pub const ALL: &[Made] = &[
    made("bom-product-unnamed", "the parts list of a board from standard input", || {
        bom::read(b"Designator,MPN\nR1,A\n", &FileName::new("-")).diagnostics
    }),
    made("declarant-field-missing", "a declarant's file without its credit code", || {
        declarant("uscc = \"91350100M000100Y43\"\n", "")
    }),
    made("declarant-field-unknown", "a declarant's file with a field `colour`", || {
        declarant("[contact]\n", "[contact]\ncolour = \"red\"\n")
    }),
    made("declarant-syntax", "a declarant's file with a date of two parts", || {
        declarant("2026-11-01", "2026-11")
    }),
    made(
        "declarant-value-invalid",
        "a declarant's file with an environmental period of 0 years",
        || declarant("epup_years = 10", "epup_years = 0"),
    ),
    made("envelope-too-large", "an envelope of 8 MiB and a byte", || {
        let envelope = vec![b' '; ENVELOPE_LIMIT + 1];
        let as_of = date(2026, 11, 22);
        let outcome = verify("a.xml", b"", &envelope, &TrustStore::empty(), as_of);
        outcome.diagnostics(&FileName::new("a.xml"))
    }),
    made("log-proof-too-large", "a proof of 512 KiB and a byte", || {
        let defect = LogProof::parse(&vec![b' '; PROOF_LIMIT + 1]).unwrap_err();
        let (file, envelope) = ("a.tlog-proof", "a.dsse.json");
        vec![defect.diagnostic(&FileName::new(file), &FileName::new(envelope))]
    }),
    made("time-stamp-too-large", "a time stamp of 64 KiB and a byte", || {
        let defect = TimeStamp::parse(&vec![b' '; TIME_STAMP_LIMIT + 1]).unwrap_err();
        vec![defect.diagnostic(&FileName::new("a.dsse.json.tsr"))]
    }),
    made("file-inaccessible", "a folder with a file that can't be opened", inaccessible),
    made("file-too-large", "a workbook of 256 MiB and a byte", || {
        declaration((&b"PK\x03\x04"[..]).chain(io::repeat(0).take((1 << 28) - 3)))
    }),
    made("file-unreadable", "a file whose second half can't be read", || {
        declaration((&br#"<?xml version="1.0"?><MainDeclaration "#[..]).chain(Broken))
    }),
    made("filing-not-acceptable", "a filing without a table", filing),
    made("part-too-large", "a product of 16 MiB", || {
        let comment = format!("<!--{}-->", " ".repeat(15 << 20));
        declaration(io::Cursor::new(document(&format!("<Product>{}</Product>", comment.repeat(2)))))
    }),
    made("part-too-many-elements", "a product with 2^18 elements without a place", || {
        let inside = "<SubstanceCategoryListID/>".repeat(1 << 18);
        let materials = format!(
            r#"<MaterialInfo><HomogeneousMaterialList><HomogeneousMaterial name="A"><SubstanceCategoryList>{inside}"#
        );
        declaration(io::Cursor::new(document(&format!("<Product>{materials}"))))
    }),
    made("platform-url-invalid", "plain http to another machine", || {
        let parsed = PlatformUrl::parse("http://platform.example", PlainHttp::LoopbackOnly);
        parsed.err().map(|refused| *refused).into_iter().collect()
    }),
    made("private-key", "the first line of a private key", || {
        let line = format!("-----BEGIN {} KEY-----\nMC4CAQ,\n", "PRIVATE");
        declaration(io::Cursor::new(line.into_bytes()))
    }),
    Made {
        code: "rule-list-cut",
        beside: "rule-list-number",
        what: "a list of rules with 1001 bad numbers",
        raise: || own_list(&"9-9|".repeat(1001), ""),
    },
    made("rule-list-too-long", "a list of 65536 rules", || {
        let row = |at| format!("k{at},Lead,article,7439-92-1,1,clause,confirmed\n");
        let rows: String = (0..65_535).map(row).collect();
        let header = "key,name_en,level,cas,limit_ppm,legal_reference,confidence\n";
        own_list("7439-92-1", &format!("{header}{rows}"))
    }),
    Made {
        code: "too-many-defects",
        beside: "number-malformed",
        what: "a document of 10 001 products with a mass that is no number",
        raise: || {
            let products = (0..10_001).map(|at| {
                format!(r#"<Product><ProductID itemNumber="A-{at}" value="x" UOM="g"/></Product>"#)
            });
            declaration(io::Cursor::new(document(&products.collect::<String>())))
        },
    },
    made("trust-file-too-large", "a trust file of 64 MiB and a byte", || {
        let error = TrustStore::parse(&" ".repeat((64 << 20) + 1)).unwrap_err();
        vec![error.diagnostic(&FileName::new("trust.json"))]
    }),
    made("write-loss", "`fixtures/tables/valid-ranges.csv`, written as IPC-1752A", || {
        let mut read = Collected::default();
        let table = bytes(&root().join("fixtures/tables/valid-ranges.csv"));
        read_declaration(&table[..], &FileName::new("valid-ranges.csv"), &mut read);
        ipc1752::write(&read.into_declaration().0.unwrap()).1
    }),
    made("write-renamed", "IPC-1752A with two materials of one name, written as a table", || {
        let material = r#"<HomogeneousMaterial name="Tin"/>"#;
        let product = format!(
            r#"<Product><ProductID itemName="A" itemNumber="A-1"/><MaterialInfo><HomogeneousMaterialList>{material}{material}</HomogeneousMaterialList></MaterialInfo></Product>"#
        );
        let mut read = Collected::default();
        let input = io::Cursor::new(document(&product));
        read_declaration(input, &FileName::new("made"), &mut read);
        tables::write_csv(&read.into_declaration().0.unwrap()).1
    }),
    made("xml-value-too-long", "an attribute of 1 MiB and a byte", || {
        let name = "a".repeat((1 << 20) + 1);
        let product =
            format!(r#"<Product><ProductID itemName="{name}" itemNumber="A-1"/></Product>"#);
        declaration(io::Cursor::new(document(&product)))
    }),
];

fn document(products: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0" version="2.0">{products}</MainDeclaration>"#
    )
}

fn declaration(input: impl Read) -> Vec<Diagnostic> {
    let mut found = Collected::default();
    read_declaration(BufReader::new(input), &FileName::new("made"), &mut found);
    found.diagnostics
}

/// Fails, as a disk does.
struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk is broken"))
    }
}

struct Unopenable;

impl Documents for Unopenable {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(vec!["a.xml".to_owned()])
    }

    fn read(&self, _: &str) -> io::Result<Vec<u8>> {
        Err(io::Error::from(io::ErrorKind::PermissionDenied))
    }
}

fn inaccessible() -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let settings = Settings { trust: None, mapping: None, as_of: date(2026, 11, 22) };
    let loaded = load(&Unopenable, &settings, &mut found, |_, _| {}).unwrap();
    assert!(loaded.documents.is_empty());
    found
}

const DECLARANT: &str = "crates/unleaded-platform/tests/declarant.toml";

fn declarant(old: &str, new: &str) -> Vec<Diagnostic> {
    let good = text(&root().join(DECLARANT));
    assert!(good.contains(old), "{DECLARANT} lacks {old}");
    parse_declarant(&good.replace(old, new), &FileName::new("declarant.toml")).1
}

fn filing() -> Vec<Diagnostic> {
    let (read, _) =
        parse_declarant(&text(&root().join(DECLARANT)), &FileName::new("declarant.toml"));
    let file = read.unwrap();
    let filing = Filing {
        declarant: &file.declarant,
        facts: &file.products["PHONE-1"],
        item: "PHONE-1",
        name: Text::zh("手机"),
        limit_set: "GB/T 26572-2011",
        assessed_on: date(2026, 11, 22),
        hazardous_table: Vec::new(),
        summary: SupplyChainSummary {
            tiers: None,
            suppliers: None,
            parts_declared: 1,
            parts: 1,
            mass_coverage_percent: None,
            report_sha256: "0".repeat(64),
        },
    };
    filing.body(date(2026, 11, 22)).unwrap_err()
}

/// What a list with one rule for the number `cas`, and a table, raises.
fn own_list(cas: &str, table: &str) -> Vec<Diagnostic> {
    let good = text(&root().join("fixtures/lists/valid--company/acme-restricted.toml"));
    let toml = good.replace("335-67-1", cas);
    let (file, beside) = (FileName::new("list.toml"), FileName::new("list.csv"));
    let table = Some(Source { file: &beside, bytes: table.as_bytes() });
    let toml = Source { file: &file, bytes: toml.as_bytes() };
    Lists::shipped().read_own(&ListFile { toml, table }).1
}
