//! Bills of materials of others, where they lie beside the repository.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads files, says when it can't run, and may unwrap"
)]

use std::io::Write as _;
use std::path::Path;

use unleaded_formats::bom::read;
use unleaded_model::bom::{Bom, QuantityUnit};
use unleaded_model::diagnostic::FileName;

/// The lines as `parent > child quantity`, and the codes; `None`: the corpus is not there.
fn sample(name: &str) -> Option<(Bom, Vec<String>, Vec<&'static str>)> {
    let samples =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/neighbours/samples");
    let Ok(bytes) = std::fs::read(samples.join(name)) else {
        // Past the harness, which would swallow it.
        let _ = writeln!(std::io::stderr(), "skipped: shared/corpus: {name} is not there");
        return None;
    };
    let found = read(&bytes, &FileName::new(name));
    let bom = found.bom.unwrap();
    let number = |at: usize| bom.parts[at].number.as_str();
    let lines = bom.lines.iter().map(|line| {
        let unit = if line.quantity.unit == QuantityUnit::Grams { "g" } else { "" };
        format!("{} > {} {}{unit}", number(line.parent), number(line.child), line.quantity.amount)
    });
    let lines = lines.collect();
    Some((bom, lines, found.diagnostics.iter().map(|d| d.code.name()).collect()))
}

#[test]
fn granta_boms_for_compliance() {
    for name in ["granta-compliance-bom.xml", "granta-compliance-bom-1711.xml"] {
        let Some((bom, lines, codes)) = sample(name) else { return };
        assert_eq!(codes, ["bom-content-unused"; 3], "{name}");
        let expected = [
            "Part 1 > Child 1 1",
            "Child 1 > Fire Distinguisher 1",
            "Child 1 > mid_frame 1",
            "mid_frame > mid_frame: Body 1 1",
            "mid_frame > mid_frame: Body 2 1",
            "Child 1 > Substance Component 1",
            "Part 1 > Child 2 1",
            "Child 2 > Material Component 1",
        ];
        assert_eq!(lines, expected, "{name}");
        let masses: Vec<_> = bom.parts.iter().filter_map(|part| part.mass).collect();
        let masses: Vec<_> = masses.iter().map(ToString::to_string).collect();
        assert_eq!(masses, ["10200000", "13765119.3872285", "78829.2499952808"], "{name}");
    }
    let Some((bom, lines, _)) = sample("granta-compliance-bom-xdb-refs-2505.xml") else { return };
    assert_eq!((bom.parts.len(), lines.len()), (6, 5));
    assert_eq!(lines[1], "Child 1 > Fire Extinguisher 1");
}

#[test]
fn granta_boms_for_sustainability() {
    for name in ["granta-sustainability-bom-2412.xml", "granta-sustainability-bom-2505.xml"] {
        let Some((bom, lines, codes)) = sample(name) else { return };
        assert_eq!(codes, ["bom-content-unused"; 2], "{name}");
        let expected = [
            "Part1 > Part1.1 1",
            "Part1.1 > Part1.1.A 1",
            "Part1.1 > Part1.1.B 3",
            "Part1 > Part1.A 1",
            "Part1 > Part1.B 2",
            "Part1 > Part1.C 2",
            "Part1 > Part1.D 2",
        ];
        assert_eq!(lines, expected, "{name}");
        assert_eq!(bom.parts[2].name, "Component 11A", "{name}");
        assert_eq!(bom.parts[2].mass.unwrap().to_string(), "925000", "{name}");
    }
}

#[test]
fn a_granta_bom_with_a_part_without_number() {
    let Some((_, lines, codes)) = sample("granta-bom-with-annotations-2505.xml") else { return };
    assert_eq!(lines, ["123456789 > 987654321 1", "123456789 > Part Two 1"]);
    assert_eq!(codes, ["bom-item-unnumbered", "bom-content-unused", "bom-content-unused"]);
}

#[test]
fn a_granta_bom_that_is_none() {
    let Some((bom, _, codes)) = sample("granta-invalid-bom.xml") else { return };
    assert_eq!(bom, Bom::default());
    assert_eq!(codes, ["bom-content-unused", "bom-content-unused", "bom-empty"]);
}

#[test]
fn a_granta_table() {
    let Some((bom, lines, codes)) = sample("granta-glass_door.csv") else { return };
    assert_eq!(codes, ["bom-content-unused"]);
    assert_eq!(lines.len(), 14);
    assert_eq!(lines[1], "HA-42-Al > HA-42-Al(A) 1");
    assert_eq!(lines[12..], ["P-30-L > 321-51 29596g", "P-30-L > 7000001298 513.4g"]);
    assert_eq!(bom.parts[2].mass.unwrap().to_string(), "146000");
    assert_eq!((bom.parts[13].number.as_str(), bom.parts[13].mass), ("7000001298", None));
}

#[test]
fn cyclonedx_of_software_holds_no_part() {
    let Some((bom, _, codes)) = sample("cyclonedx-valid-assembly-1.7.json") else { return };
    assert_eq!(bom, Bom::default());
    assert_eq!(codes, ["bom-content-unused", "bom-content-unused", "bom-empty"]);
}
