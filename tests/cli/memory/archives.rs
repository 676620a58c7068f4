//! Archives: workbooks and chemSHERPA files.

use std::io::{Cursor, Write};

use unleaded_model::diagnostic::codes::limits as codes;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Hostile, NO, check, each, put, run};

const MAIN: &str = r#"<Main xmlns="http://std.iec.ch/iec62474" schemaDatabaseVersion="X8.00">"#;

/// An archive with one member, compressed, that `write` makes.
fn archive(name: &str, write: impl FnOnce(&mut dyn Write)) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1));
    archive.start_file(name, options).unwrap();
    write(&mut archive);
    archive.finish().unwrap().into_inner()
}

/// The archive with `size` as what its one member is said to unpack to (APPNOTE 4.3.12).
fn lying(mut archive: Vec<u8>, size: u32) -> Vec<u8> {
    let directory = archive.windows(4).rposition(|bytes| bytes == b"PK\x01\x02").unwrap();
    archive[directory + 24..directory + 28].copy_from_slice(&size.to_le_bytes());
    archive
}

fn blank(out: &mut dyn Write, mib: usize) {
    let blank = vec![b' '; 1 << 20];
    for _ in 0..mib {
        out.write_all(&blank).unwrap();
    }
}

#[test]
fn chemsherpa() {
    let bomb = archive("a.xml", |out| {
        put(out, MAIN);
        blank(out, 20);
    });
    let endless = "xml-value-too-long";
    let hostile = Hostile { what: "chemSHERPA bomb", mib: 160, exit: NO, code: endless };
    check(&hostile, |out| out.write_all(&bomb).unwrap());
    let large = Hostile { what: "large chemSHERPA", code: "archive-unpacks-too-large", ..hostile };
    check(&large, |out| out.write_all(&lying(bomb.clone(), 65 << 20)).unwrap());
    let small = Hostile { what: "lying chemSHERPA", code: "file-unreadable", ..hostile };
    check(&small, |out| out.write_all(&lying(bomb.clone(), 8 << 20)).unwrap());
    let nested = archive("b.zip", |out| out.write_all(&bomb).unwrap());
    let nested_in = Hostile { what: "nested archive", code: "workbook-unreadable", ..hostile };
    check(&nested_in, |out| out.write_all(&nested).unwrap());
}

#[test]
fn many_elements_in_memory() {
    // To be written in another form all products are in memory.
    let products = archive("a.xml", |out| {
        put(out, MAIN);
        each(out, 600_000, |_| "<Product/>".to_owned());
        put(out, "</Main>");
    });
    let many = "too-many-defects";
    let hostile = Hostile { what: "empty products", mib: 1024, exit: NO, code: many };
    run(&hostile, "convert - --to csv -o out.csv", |out| out.write_all(&products).unwrap());
    let kept = archive("a.xml", |out| {
        put(out, MAIN);
        for _ in 0..5 {
            put(out, "<Product><ProductID identifier=\"P\">");
            each(out, 250_000, |_| "<MassPercent/>".to_owned());
            put(out, "</ProductID></Product>");
        }
        put(out, "</Main>");
    });
    let many = codes::ARCHIVE_TOO_MANY_ELEMENTS.name();
    let hostile = Hostile { what: "many elements", mib: 640, exit: NO, code: many };
    run(&hostile, "convert - --to csv -o out.csv", |out| out.write_all(&kept).unwrap());
}

#[test]
fn workbooks() {
    let bomb = archive("xl/worksheets/sheet1.xml", |out| blank(out, 20));
    let large = "archive-too-large";
    let hostile = Hostile { what: "large workbook", mib: 128, exit: NO, code: large };
    check(&hostile, |out| out.write_all(&lying(bomb.clone(), 513 << 20)).unwrap());
    let hostile = Hostile { what: "lying workbook", code: "workbook-unreadable", ..hostile };
    check(&hostile, |out| out.write_all(&lying(bomb, 1 << 20)).unwrap());
}
