//! Reading IPC-1752A beside the XML parser alone, over the same bytes.

use std::hint::black_box;

use quick_xml::events::Event;
use quick_xml::{NsReader, Reader, XmlVersion};
use unleaded_bench::Size;
use unleaded_bench::documents::declarations;
use unleaded_bench::race::{Contender, Work, publish, race};
use unleaded_formats::sink::{Collected, Sink};
use unleaded_formats::{ipc1752, read_declaration};
use unleaded_model::declaration::{DeclaredPart, Header};
use unleaded_model::diagnostic::{Diagnostic, FileName};

/// Counts what arrives and lets it go.
#[derive(Default)]
struct Counting(u64);

impl Sink for Counting {
    fn header(&mut self, header: Header) {
        black_box(header);
    }

    fn product(&mut self, part: DeclaredPart) {
        self.0 += black_box(part).subparts.len() as u64;
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        self.0 += 1 << 32;
        black_box(diagnostic);
    }
}

/// Events without a look into tags.
fn events(document: &str) -> u64 {
    let mut reader = Reader::from_str(document);
    let mut count = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) | Err(_) => return count,
            Ok(event) => count += event.len() as u64,
        }
    }
}

/// Events with namespaces resolved and every attribute's value normalised.
fn attributes(document: &str) -> u64 {
    let mut reader = NsReader::from_str(document);
    let mut count = 0;
    loop {
        let (namespace, event) = match reader.read_resolved_event() {
            Ok((_, Event::Eof)) | Err(_) => return count,
            Ok(found) => found,
        };
        black_box(namespace);
        if let Event::Start(tag) | Event::Empty(tag) = event {
            for attribute in tag.attributes().flatten() {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0);
                count += value.map_or(0, |value| black_box(value).len() as u64);
            }
        }
    }
}

fn read(document: &str, file: &FileName) -> u64 {
    let mut sink = Counting::default();
    ipc1752::read(document.as_bytes(), file, &mut sink);
    sink.0
}

fn read_and_check(document: &str, file: &FileName) -> u64 {
    let mut sink = Counting::default();
    read_declaration(document.as_bytes(), file, &mut sink);
    sink.0
}

fn collect(document: &str, file: &FileName) -> u64 {
    let mut sink = Collected::default();
    read_declaration(document.as_bytes(), file, &mut sink);
    sink.products.len() as u64
}

fn main() -> std::io::Result<()> {
    let size = Size::from_arguments();
    let documents = declarations(size.choose(20_000_000, 200_000));
    let bytes: usize = documents.iter().map(String::len).sum();
    let file = FileName::new("d.xml");
    let all = |read: &dyn Fn(&str) -> u64| documents.iter().map(|document| read(document)).sum();
    let contenders = vec![
        Contender::new("quick-xml events", || all(&events)),
        Contender::new("quick-xml NsReader, attributes normalised", || all(&attributes)),
        Contender::new("ipc1752::read", || all(&|d| read(d, &file))),
        Contender::new("read_declaration, with checks", || all(&|d| read_and_check(d, &file))),
        Contender::new("the same, kept in memory", || all(&|d| collect(d, &file))),
    ];
    let title = format!("Reading {} documents, {bytes} bytes, from memory", documents.len());
    let work = Work { unit: "MB", millionths: bytes as u64 };
    let report = race(&title, work, size.choose(15, 1), contenders);
    publish("reading", &report, env!("CARGO_TARGET_TMPDIR"))
}
