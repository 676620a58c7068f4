//! A mixed set of declarations in IPC-1752A: classes C and D, one product or several, with and without a prefix, some
//! in Chinese, with references, no defect.

use std::fmt::Write as _;

use crate::documents::{composed, envelope, milligrams, product};
use crate::random::Random;

const SEED: u64 = 0x5eed_0002_1752_c0d0;
/// Bytes of the smallest and the largest document.
const SIZES: (u64, u64) = (5_000, 500_000);

const ENTRIES: [(&str, &str); 8] = [
    ("Bis (2-ethylhexyl) phthalate (DEHP)", "0.1% by weight (1 000 ppm) of any article"),
    ("Cadmium/Cadmium Compounds", "0.01 mass% of homogeneous materials"),
    ("Chromium (VI) &amp; its compounds", "0.1 mass% of homogeneous materials"),
    ("Lead/Lead Compounds", "0.1 mass% of homogeneous materials"),
    ("Mercury/Mercury Compounds", "0.1 mass% of homogeneous materials"),
    ("Short chain chlorinated paraffins (C10 &#x2013; C13)", "&gt; 0.15 mass% of article"),
    ("六溴环十二烷 (HBCDD)", "0.01 mass% of article"),
    ("铅及其化合物", "均质材料质量的 0.1%"),
];

/// Returns documents of together at least `total` bytes; their sizes are log-uniform from 5 to 500 KB.
pub fn mixed(total: usize) -> Vec<String> {
    let mut random = Random::new(SEED);
    let mut all = Vec::new();
    let mut bytes = 0;
    while bytes < total {
        let document = document(&mut random, all.len());
        bytes += document.len();
        all.push(document);
    }
    all
}

/// One document in four is of class C, one in five has its elements prefixed.
fn document(random: &mut Random, number: usize) -> String {
    let size = usize::try_from(random.log_uniform(SIZES.0, SIZES.1)).unwrap_or(usize::MAX);
    let products = [1, 1, 2, 5][random.below(4) as usize];
    let class = if random.below(4) == 0 { 'C' } else { 'D' };
    let mut text = String::new();
    for index in 0..products {
        let (number, size) = (number * 10 + index, size.saturating_sub(1_500) / products);
        match class {
            'C' => answered(random, number, size, &mut text),
            _ => composed(random, number, size, &mut text),
        }
    }
    let document = envelope(random, number, class, &text);
    match random.below(5) {
        0 => prefixed(&document),
        _ => document,
    }
}

/// Writes a product that answers to the entries of lists.
fn answered(random: &mut Random, number: usize, size: usize, out: &mut String) {
    let mut lists = String::from("    <MaterialInfo>\n");
    for edition in 0.. {
        if edition > 0 && lists.len() >= size {
            break;
        }
        // Writing to a string can't fail.
        let _ = write!(
            lists,
            r#"      <SubstanceCategoryList>
        <SubstanceCategoryListID identity="EUREACH-{edition:04}" authority="IPC"/>
"#
        );
        for entry in 0..random.below(240) {
            answer(random, entry, &mut lists);
        }
        lists.push_str("      </SubstanceCategoryList>\n");
    }
    lists.push_str("    </MaterialInfo>\n");
    product(number, &milligrams(1 + random.below(90_000_000), 4), &lists, out);
}

/// Most entries are not over their threshold; the others have an amount.
fn answer(random: &mut Random, entry: u64, out: &mut String) {
    let (name, threshold) = ENTRIES[random.below(8) as usize];
    let over = random.below(12) == 0;
    let _ = write!(
        out,
        r#"        <SubstanceCategory name="{name}" reportableApplication="All">
          <Threshold overThreshold="{over}" threshold="{threshold}"/>
          <SubstanceCategoryID identity="{entry:05}" authority="IPC"/>
"#
    );
    if over {
        let _ = write!(
            out,
            r#"          <Amount value="{}" UOM="mg"/>
          <Concentration value="{}" UOM="massPercent"/>
"#,
            milligrams(random.below(1_000_000), 6),
            milligrams(random.below(1_000_000), 4),
        );
    }
    out.push_str("        </SubstanceCategory>\n");
}

/// The same document with every element prefixed.
fn prefixed(document: &str) -> String {
    let bound = document.replacen(" xmlns=", " xmlns:ipc=", 1);
    bound.replace('<', "<ipc:").replace("<ipc:/", "</ipc:").replace("<ipc:?", "<?")
}

#[cfg(test)]
mod tests {
    use unleaded_formats::read_declaration;
    use unleaded_formats::sink::Collected;
    use unleaded_model::diagnostic::FileName;

    use super::*;

    #[test]
    fn documents_have_no_defect_and_differ() {
        let documents = mixed(2_000_000);
        let mut lists = 0;
        for document in &documents {
            let mut found = Collected::default();
            read_declaration(document.as_bytes(), &FileName::new("m.xml"), &mut found);
            assert_eq!(found.diagnostics, []);
            lists += found.products.iter().map(|part| part.lists.len()).sum::<usize>();
        }
        assert!(lists > 0);
        for sign in ["<ipc:Substance ", "<Substance ", "&amp;", "铅"] {
            assert!(documents.iter().any(|document| document.contains(sign)), "{sign}");
        }
    }

    #[test]
    fn the_same_documents_every_time() {
        assert_eq!(mixed(100_000), mixed(100_000));
    }
}
