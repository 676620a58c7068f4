//! Inputs that are too large to be files: each ends in its code, in bounded time and memory.

use std::io::{self, BufRead, Read};

use unleaded_formats::sink::{Collected, Sink};
use unleaded_formats::{ipc1752, read_declaration};
use unleaded_model::declaration::{DeclaredPart, Header};
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

const BEGIN: &str = r#"<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0" version="2.0">"#;
const PRODUCT: &str = r#"<Product><ProductID itemNumber="P"/></Product>"#;

/// A beginning, a piece over and over, and an end, made as it is read.
struct Repeated<'a> {
    parts: Vec<(&'a [u8], u64)>,
    at: usize,
}

impl<'a> Repeated<'a> {
    fn new(parts: &[(&'a str, u64)]) -> Self {
        Self { parts: parts.iter().rev().map(|(text, n)| (text.as_bytes(), *n)).collect(), at: 0 }
    }
}

impl BufRead for Repeated<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.parts.last().is_some_and(|(text, n)| *n == 0 || text.is_empty()) {
            self.parts.pop();
        }
        Ok(self.parts.last().map_or(&[], |(text, _)| &text[self.at..]))
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount;
        if let Some((text, left)) = self.parts.last_mut()
            && self.at == text.len()
        {
            (self.at, *left) = (0, *left - 1);
        }
    }
}

impl Read for Repeated<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(out)?;
        self.consume(count);
        Ok(count)
    }
}

/// Counts products and lets them go.
#[derive(Default)]
struct Counted {
    products: u64,
    codes: Vec<&'static str>,
}

impl Sink for Counted {
    fn header(&mut self, _: Header) {}

    fn product(&mut self, _: DeclaredPart) {
        self.products += 1;
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        self.codes.push(diagnostic.code.name());
    }
}

fn check(parts: &[(&str, u64)], expected: &[&str]) -> u64 {
    let mut found = Counted::default();
    ipc1752::read(Repeated::new(parts), &FileName::new("t"), &mut found);
    assert_eq!(found.codes, expected);
    found.products
}

#[test]
fn a_hundred_thousand_levels() {
    let a_tag = "<a>";
    check(&[(BEGIN, 1), (a_tag, 100_000)], &["xml-too-deep"]);
    check(&[(a_tag, 100_000)], &["xml-root-unknown"]);
    check(&[(BEGIN, 1), ("<Product>", 1), ("<SubProduct>", 100_000)], &["part-too-deep"]);
}

#[test]
fn a_number_of_a_gigabyte() {
    let nines = "9".repeat(1 << 16);
    let amount = r#"<Product><ProductID itemNumber="P"><Amount UOM="g" value=""#;
    check(&[(BEGIN, 1), (amount, 1), (&nines, 1 << 14), (r#""/>"#, 1)], &["xml-value-too-long"]);
    check(
        &[(BEGIN, 1), (amount, 1), (&nines, 17), (r#""/></ProductID></Product>"#, 1)],
        &["xml-value-too-long"],
    );
}

#[test]
fn endless_text_comments_and_names() {
    let blank = " ".repeat(1 << 16);
    for begin in ["<!--", "<?pi ", "<![CDATA[", "<", "</", "text", "&", "<!DOCTYPE a ["] {
        let mut found = Counted::default();
        let x = "x".repeat(1 << 16);
        let input = Repeated::new(&[(BEGIN, 1), (begin, 1), (&x, 1 << 10)]);
        ipc1752::read(input, &FileName::new("t"), &mut found);
        assert_eq!(found.codes, ["xml-value-too-long"], "{begin}");
    }
    check(&[(BEGIN, 1), (&blank, 1 << 10)], &["xml-value-too-long"]);
}

#[test]
fn endless_elements_in_one_product_and_before_it() {
    let comment = format!("<!--{}-->", "x".repeat(1 << 20));
    check(&[(BEGIN, 1), (&comment, 80), ("<Product/>", 1)], &["part-too-large"]);
    check(&[(BEGIN, 1), ("<Product>", 1), (&comment, 80), ("</Product>", 1)], &["part-too-large"]);
    let unknown = "<Unknown/>".repeat(100);
    check(&[(BEGIN, 1), ("<Big>", 1), (&unknown, 100_000)], &["xml-value-too-long"]);
}

#[test]
fn the_same_remark_is_made_once_and_many_defects_end_in_one() {
    let parts = [(BEGIN, 1), ("<Product><ProductID itemNumber='P'/>", 1)];
    let end = [("</Product></MainDeclaration>", 1)];
    let unknown = [("<Unknown a='1'/>", 50_000)];
    check(&[&parts[..], &unknown, &end].concat(), &["element-unknown"]);
    let wrong = [("<ProductID itemNumber='P' value='x' UOM='g'/>", 50_000)];
    let mut found = Counted::default();
    let input = [&parts[..], &wrong, &end].concat();
    ipc1752::read(Repeated::new(&input), &FileName::new("t"), &mut found);
    assert_eq!(found.codes.len(), 10_001);
    assert_eq!(found.codes.last(), Some(&"too-many-defects"));
}

#[test]
fn products_are_handed_over_one_by_one() {
    let many = PRODUCT.repeat(100);
    let end = ("</MainDeclaration>", 1);
    assert_eq!(check(&[(BEGIN, 1), (&many, 400), end], &[]), 40_000);
    // What was complete before the defect was handed over; the caller sees the error and decides.
    assert_eq!(check(&[(BEGIN, 1), (&many, 1)], &["xml-truncated"]), 100);
}

#[test]
fn namespaces_do_not_pile_up() {
    let names: String = (0..300).map(|i| format!(" xmlns:p{i}='urn:{i}'")).collect();
    let product = format!("<Product{names}/>");
    check(&[(BEGIN, 1), (&product, 1)], &["xml-value-too-long"]);
    // Those of a closed element are forgotten: 1,000 products with 100 each.
    let names: String = (0..100).map(|i| format!(" xmlns:p{i}='urn:{i}'")).collect();
    let product = format!("<Product{names}/>");
    assert_eq!(check(&[(BEGIN, 1), (&product, 1_000), ("</MainDeclaration>", 1)], &[]), 1_000);
}

#[test]
fn a_failing_disk_is_told() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::ConnectionReset.into())
        }
    }
    let mut found = Counted::default();
    let input = io::BufReader::new(BEGIN.as_bytes().chain(Failing));
    ipc1752::read(input, &FileName::new("t"), &mut found);
    assert_eq!(found.codes, ["file-unreadable"]);
    let mut found = Counted::default();
    let begin = BEGIN.to_owned() + &" ".repeat(5_000);
    ipc1752::read(
        io::BufReader::new(begin.as_bytes().chain(Failing)),
        &FileName::new("t"),
        &mut found,
    );
    assert_eq!(found.codes, ["file-unreadable"]);
}

#[test]
fn places_are_exact() {
    let text = format!(
        "{BEGIN}\n<Product>\n  <ProductID itemName=\"铅铅\" itemNumber=\"P\" value=\"1,2\" UOM=\"g\"/>\n</Product></MainDeclaration>"
    );
    let at = text.find("1,2").unwrap() as u64;
    for mark in ["", "\u{feff}"] {
        let mut found = Collected::default();
        let input = mark.to_owned() + &text;
        ipc1752::read(input.as_bytes(), &FileName::new("t"), &mut found);
        let place = found.diagnostics[0].places[0].clone();
        let Place::Text { line, column, start, length, .. } = place else { panic!("{place:?}") };
        let shift = mark.len() as u64;
        assert_eq!((line, column, start, length), (3, 50, at + shift, 3));
    }
}

#[test]
fn one_byte_at_a_time_gives_the_same() {
    let text = format!(
        "{BEGIN}<Product comment='铅&#xA;'><ProductID itemNumber='P'/></Product></MainDeclaration>"
    );
    let (mut whole, mut slow) = (Collected::default(), Collected::default());
    ipc1752::read(text.as_bytes(), &FileName::new("t"), &mut whole);
    let bytes = io::BufReader::with_capacity(1, text.as_bytes());
    ipc1752::read(bytes, &FileName::new("t"), &mut slow);
    assert_eq!(whole, slow);
    assert_eq!(whole.products[0].comment, "铅\n");
}

#[test]
fn a_workbook_beyond_the_limit() {
    let mebibyte = "x".repeat(1 << 20);
    let mut found = Counted::default();
    let input = Repeated::new(&[("PK\u{3}\u{4}", 1), (&mebibyte, 1 << 20)]);
    read_declaration(input, &FileName::new("t"), &mut found);
    assert_eq!(found.codes, ["file-too-large"]);
}
