//! Archives: workbooks and chemSHERPA files.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Hostile, NO, check, each, put};

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
        blank(out, 65);
    });
    let large = "archive-unpacks-too-large";
    let hostile = Hostile { what: "chemSHERPA bomb", mib: 128, exit: NO, code: large };
    check(&hostile, |out| out.write_all(&bomb).unwrap());
    let hostile = Hostile { what: "lying bomb", code: "xml-value-too-long", ..hostile };
    check(&hostile, |out| out.write_all(&lying(bomb, 32 << 20)).unwrap());
    let inner = archive("a.xml", |out| blank(out, 1));
    let nested = archive("b.zip", |out| out.write_all(&inner).unwrap());
    let hostile = Hostile { what: "nested archive", code: "workbook-unreadable", ..hostile };
    check(&hostile, |out| out.write_all(&nested).unwrap());
    let products = archive("a.xml", |out| {
        put(out, MAIN);
        each(out, 1_100_000, |_| "<Product/>".to_owned());
        put(out, "</Main>");
    });
    let many = "archive-too-many-elements";
    let hostile = Hostile { what: "empty products", mib: 192, exit: NO, code: many };
    check(&hostile, |out| out.write_all(&products).unwrap());
}

#[test]
fn workbooks() {
    let bomb = archive("xl/worksheets/sheet1.xml", |out| blank(out, 520));
    let large = "archive-too-large";
    let hostile = Hostile { what: "workbook bomb", mib: 128, exit: NO, code: large };
    check(&hostile, |out| out.write_all(&bomb).unwrap());
    let hostile = Hostile { what: "lying workbook", code: "workbook-unreadable", ..hostile };
    check(&hostile, |out| out.write_all(&lying(bomb, 1 << 20)).unwrap());
}
