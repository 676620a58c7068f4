//! Reading a mixed set beside other readers, which take the same facts out of it and check next to nothing.

use std::cell::RefCell;
use std::io;
use std::path::Path;

use unleaded_bench::Size;
use unleaded_bench::facts::Facts;
use unleaded_bench::mixed::mixed;
use unleaded_bench::peers::{Peer, namespaced, write_set};
use unleaded_bench::race::{Contender, Work, publish, race};
use unleaded_formats::read_declaration;
use unleaded_formats::sink::Sink;
use unleaded_model::declaration::{DeclaredPart, Header};
use unleaded_model::diagnostic::{Diagnostic, FileName};

/// Takes the facts of each product and lets it go.
#[derive(Default)]
struct Taking {
    facts: Facts,
    diagnostics: u64,
}

impl Sink for Taking {
    fn header(&mut self, _: Header) {}

    fn product(&mut self, part: DeclaredPart) {
        self.facts.take(&part);
    }

    fn diagnostic(&mut self, _: Diagnostic) {
        self.diagnostics += 1;
    }
}

fn own(documents: &[String], file: &FileName) -> Facts {
    let mut taking = Taking::default();
    for document in documents {
        read_declaration(document.as_bytes(), file, &mut taking);
    }
    assert_eq!(taking.diagnostics, 0, "the documents have no defect");
    taking.facts
}

fn scanned(documents: &[String]) -> Facts {
    let mut facts = Facts::default();
    documents.iter().for_each(|document| facts += namespaced(document));
    facts
}

fn main() -> io::Result<()> {
    let size = Size::from_arguments();
    let documents = mixed(size.choose(50_000_000, 500_000));
    let bytes: usize = documents.iter().map(String::len).sum();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let set = folder.join("mixed.set");
    write_set(&documents, &set)?;

    let file = FileName::new("m.xml");
    let expected = own(&documents, &file);
    let same = |name: &str, found: Facts| {
        assert_eq!(found, expected, "{name} finds the same facts");
        found.mass
    };
    let mut contenders = vec![
        Contender::new("read_declaration, with checks", || same("own", own(&documents, &file))),
        Contender::new("quick-xml NsReader, attributes normalised", || {
            same("quick-xml", scanned(&documents))
        }),
    ];
    let mut left_out = String::new();
    let programs =
        [("libxml2 SAX2", Peer::sax2(&set, folder)), ("lxml iterparse", Peer::lxml(&set))];
    for (name, peer) in programs {
        match peer.map(RefCell::new) {
            Ok(peer) => contenders.push(Contender::new(name, move || {
                let found = peer.borrow_mut().run();
                found.map_or_else(|why| panic!("{name}: {why}"), |found| same(name, found))
            })),
            Err(why) => left_out += &format!("  {name} is left out: {why}\n"),
        }
    }
    let title = format!(
        "Reading {} documents of classes C and D, {bytes} bytes, from memory; {} substances, {} answers",
        documents.len(),
        expected.substances,
        expected.answers,
    );
    let work = Work { unit: "MB", millionths: bytes as u64 };
    let report = race(&title, work, size.choose(11, 1), contenders);
    std::fs::remove_file(&set)?;
    publish("peers", &(report + &left_out), env!("CARGO_TARGET_TMPDIR"))
}
