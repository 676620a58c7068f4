//! Compositions in IEC 62474 of any shape read as well in another form, and are written the same again.
use std::fmt::Write as _;

use proptest::collection::vec;
use proptest::prelude::*;
use unleaded_app::convert::{Target, written};
use unleaded_formats::read_declaration;
use unleaded_formats::sink::Collected;
use unleaded_model::declaration::Declaration;
use unleaded_model::diagnostic::{FileName, Severity};

/// Choices, the first ones first; zeros when they are used up.
struct Choices(std::vec::IntoIter<u8>);

impl Choices {
    fn below(&mut self, count: u8) -> u8 {
        self.0.next().unwrap_or(0) % count
    }

    fn of<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[usize::from(self.0.next().unwrap_or(0)) % all.len()]
    }
}

/// A document under construction.
struct Writer {
    out: String,
    choices: Choices,
    parts: u32,
}

impl Writer {
    fn amounts(&mut self, masses: &[&str], shares: &[&str]) {
        if self.choices.below(2) == 0 {
            let (mass, unit) = (self.choices.of(masses), self.choices.of(&["mg", "g"]));
            let tolerance = self.choices.of(&["", "", "0.10"]);
            write!(
                self.out,
                "<Mass mass=\"{mass}\" unitOfMeasure=\"{unit}\" positiveTolerance=\"{tolerance}\"/>"
            )
            .unwrap();
        }
        for name in ["MassPercent", "MatMassPercent"] {
            if self.choices.below(3) == 0 {
                let share = self.choices.of(shares);
                write!(self.out, "<{name} massPercent=\"{share}\"/>").unwrap();
            }
        }
    }

    fn item(&mut self, mass: &[&str]) {
        self.parts += 1;
        let name = self.choices.of(&["", "n", "m"]);
        write!(self.out, "<ProductID name=\"{name}\"").unwrap();
        if self.parts == 1 || self.choices.below(3) == 0 {
            write!(self.out, " identifier=\"{}\"", self.parts).unwrap();
        }
        self.out.push('>');
        if self.choices.below(3) > 0 {
            self.amounts(mass, &["1"]);
        }
        self.out.push_str("</ProductID>");
    }

    fn part(&mut self, depth: u8) {
        for _ in 0..=self.choices.below(2) {
            self.item(&["0.50", "3.00", "0.00", "1000.00"]);
        }
        for _ in 0..self.choices.below(5) {
            match self.choices.below(if depth < 4 { 4 } else { 2 }) {
                0 => self.material(),
                1 => self.substance(),
                _ => {
                    let units = self.choices.of(&["", "1", "2", "0.5"]);
                    write!(self.out, "<ProductPart numberOfUnits=\"{units}\">").unwrap();
                    self.part(depth + 1);
                    self.out.push_str("</ProductPart>");
                }
            }
        }
    }

    fn material(&mut self) {
        let name = self.choices.of(&["", "a", "b"]);
        write!(self.out, "<Material name=\"{name}\">").unwrap();
        self.amounts(&["0.20", "1.00", "0.25", "0.00"], &["10", "0.50", "25"]);
        for _ in 0..self.choices.below(3) {
            self.substance();
        }
        self.out.push_str("</Material>");
    }

    fn substance(&mut self) {
        let name = self.choices.of(&["", "lead", "x"]);
        write!(self.out, "<Substance name=\"{name}\">").unwrap();
        self.amounts(&["0.01", "0.1", "0"], &["1", "3.5", "0.02"]);
        if self.choices.below(2) == 0 {
            self.out.push_str("<UniqueID authority=\"CAS\" identity=\"7439-92-1\"/>");
        }
        match self.choices.below(6) {
            0 => self.out.push_str("<Threshold aboveThresholdLevel=\"true\"/>"),
            1 => self.out.push_str("<Threshold aboveThresholdLevel=\"false\"/>"),
            2 => self.out.push_str("<Exemptions><Exemption identity=\"6(c)\"/></Exemptions>"),
            _ => {}
        }
        self.out.push_str("</Substance>");
    }
}

fn document(choices: Vec<u8>) -> String {
    let choices = Choices(choices.into_iter());
    let mut writer = Writer { out: String::new(), choices, parts: 0 };
    writer.out.push_str(
        "<Main xmlns=\"http://std.iec.ch/iec62474\" schemaDatabaseVersion=\"X8.00\"><BusinessInfo/>\
         <DeclarableSubstanceList authority=\"IEC62474\" identity=\"IEC62474\" version=\"D31.00\"/>\
         <Product>",
    );
    let number = writer.choices.of(&["<Composition>", ""]);
    writer.item(&["3.00", "100.00", "1.00"]);
    writer.out.push_str(number);
    writer.part(0);
    if !number.is_empty() {
        writer.out.push_str("</Composition>");
    }
    writer.out.push_str("</Product></Main>");
    writer.out
}

/// What `bytes` say, and the codes of their errors, but for that of what another format has no need of. A document whose
/// figures contradict each other may lose one of them, so that is an error here.
fn read(bytes: &[u8]) -> (Option<Declaration>, Vec<&'static str>) {
    let mut found = Collected::default();
    read_declaration(bytes, &FileName::new("f"), &mut found);
    let (document, diagnostics) = found.into_declaration();
    let named = diagnostics.iter().map(|d| (d.code.name(), d.severity));
    let errors = named.filter(|(code, severity)| {
        *code == "mass-contradicts-share"
            || *severity == Severity::Error && *code != "amount-missing"
    });
    (document, errors.map(|(code, _)| code).collect())
}

/// A product of IEC 62474 with `content`, in another form.
fn product(content: &str, target: Target) -> String {
    let text = format!(
        "<Main xmlns=\"http://std.iec.ch/iec62474\" schemaDatabaseVersion=\"X8.00\"><BusinessInfo/>\
         <DeclarableSubstanceList authority=\"IEC62474\" identity=\"IEC62474\" version=\"D31.00\"/>\
         <Product>{content}</Product></Main>"
    );
    let (document, errors) = read(text.as_bytes());
    assert_eq!(errors, Vec::<&str>::new(), "{text}");
    String::from_utf8(written(&mut document.unwrap(), target).0).unwrap()
}

#[test]
fn a_part_inside_that_may_leave_something_out_says_so_in_its_own_rows() {
    let table = product(
        "<ProductID identifier=\"1\"/><Composition><ProductPart><ProductID identifier=\"2\"/>\
         <Material name=\"tin\"><Substance name=\"tin\"><MassPercent massPercent=\"100\"/>\
         </Substance></Material></ProductPart></Composition>",
        Target::Csv,
    );
    let rows: Vec<&str> = table.lines().filter(|row| row.starts_with("2,")).collect();
    assert_eq!(rows.len(), 3, "{table}");
    assert_eq!(rows[2], "2,Undisclosed,Undisclosed,,,", "{table}");
}

#[test]
fn several_pieces_weigh_what_their_printed_mass_can_be_rounded_from() {
    let table = product(
        "<ProductID identifier=\"1\"><Mass mass=\"1.01\" unitOfMeasure=\"g\"/></ProductID>\
         <Composition><ProductPart numberOfUnits=\"2\"><ProductID identifier=\"2\">\
         <Mass mass=\"0.50\" unitOfMeasure=\"g\"/></ProductID></ProductPart></Composition>",
        Target::Csv,
    );
    assert!(table.contains("1,1.01,g,2,990-1010,mg,proprietary"), "{table}");
    assert_eq!(read(table.as_bytes()).1, Vec::<&str>::new(), "{table}");
}

#[test]
fn what_was_not_read_stays_open_in_ipc1752a() {
    let content = |note: &str| {
        product(
            &format!(
                "<ProductID identifier=\"1\"><Mass mass=\"1.0\" unitOfMeasure=\"g\"/></ProductID>\
                 <Composition><Material name=\"tin\"><Mass mass=\"1.0\" unitOfMeasure=\"g\"/>\
                 <Substance name=\"tin\"><MassPercent massPercent=\"100\"/></Substance>{note}\
                 </Material></Composition>"
            ),
            Target::Ipc1752a,
        )
    };
    assert!(!content("").contains("<SubProduct/>"));
    let document = content("<Coating/>");
    assert!(document.contains("<SubProduct/>"), "{document}");
}

#[test]
fn the_mass_of_another_identity_does_not_become_that_of_the_part() {
    let document = product(
        "<ProductID identifier=\"1\"><Mass mass=\"5.0\" unitOfMeasure=\"g\" positiveTolerance=\"1\"/>\
         </ProductID><ProductID identifier=\"2\"><Mass mass=\"0.5\" unitOfMeasure=\"g\"/></ProductID>",
        Target::Ipc1752a,
    );
    assert!(!document.contains("Amount"), "{document}");
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 150,
        failure_persistence: None,
        max_shrink_iters: 100_000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_composition_reads_as_well_in_another_form(choices in vec(any::<u8>(), 0..300)) {
        let text = document(choices);
        let (document, errors) = read(text.as_bytes());
        if errors.is_empty() {
            let document = document.unwrap();
            for target in [Target::Csv, Target::Ipc1752a] {
                let first = written(&mut document.clone(), target).0;
                let (again, mut errors) = read(&first);
                errors.retain(|code| *code != "mass-contradicts-share");
                let shown = String::from_utf8_lossy(&first);
                prop_assert_eq!(errors, Vec::<&str>::new(), "{}\n{}", text, shown);
                let second = written(&mut again.unwrap(), target).0;
                prop_assert_eq!(String::from_utf8_lossy(&second), shown, "{}", text);
            }
        }
    }
}
