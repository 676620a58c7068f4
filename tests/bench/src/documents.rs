//! Class D declarations in IPC-1752A, such as a maker of assemblies would send: no defect, indented, with references.

use std::fmt::Write as _;

use crate::random::Random;

const SEED: u64 = 0x5eed_0001_1752_a2d0;
/// Bytes of the smallest and the largest document.
const SIZES: (u64, u64) = (5_000, 500_000);

const SUBSTANCES: [&str; 16] = [
    "Antimony trioxide",
    "Barium titanate",
    "Bisphenol A, polymer with epichlorohydrin",
    "Carbon black",
    "Copper",
    "Epoxy resin &amp; hardener",
    "Gold",
    "Iron",
    "Lead monoxide",
    "Nickel",
    "Phenol, polymer with formaldehyde",
    "Silica, vitreous",
    "Silver",
    "Tin",
    "二氧化钛",
    "氧化铝",
];

/// Returns documents of together at least `total` bytes; their sizes are log-uniform from 5 to 500 KB.
pub fn declarations(total: usize) -> Vec<String> {
    let mut random = Random::new(SEED);
    let mut all = Vec::new();
    let mut bytes = 0;
    while bytes < total {
        let size = usize::try_from(random.log_uniform(SIZES.0, SIZES.1)).unwrap_or(usize::MAX);
        let document = declaration(&mut random, all.len(), size);
        bytes += document.len();
        all.push(document);
    }
    all
}

/// Returns the document with that number: another one for each, and its size is log-uniform from 5 to 500 KB.
pub fn declaration_numbered(number: usize) -> String {
    // Far apart, so that the streams of neighbours are not alike.
    let mut random = Random::new(SEED ^ (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    random.bits();
    let size = usize::try_from(random.log_uniform(SIZES.0, SIZES.1)).unwrap_or(usize::MAX);
    declaration(&mut random, number, size)
}

/// Returns one document of about `size` bytes, as long as all documents are in it.
pub fn declaration_of(size: usize) -> String {
    declaration(&mut Random::new(SEED), 0, size)
}

/// A document of class D with one product.
fn declaration(random: &mut Random, number: usize, size: usize) -> String {
    let mut product = String::new();
    composed(random, number, size.saturating_sub(1_500), &mut product);
    envelope(random, number, 'D', &product)
}

/// The document around `products`, which answer in the form of `class`.
pub fn envelope(random: &mut Random, number: usize, class: char, products: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="2.0">
  <BusinessInfo mode="Distribute">
    <Response date="2026-02-11" docID="D-{number:06}" comment="made for measuring" fieldLock="false">
      <Authorizer name="Quality office">
        <Email address="office@example.com"/>
        <Phone number="0000000"/>
      </Authorizer>
      <SupplyCompany name="Components &amp; Sons">
        <CompanyID identity="{:09}" authority="DUNS"/>
      </SupplyCompany>
      <Contact name="Quality office">
        <Email address="office@example.com"/>
        <Phone number="0000000"/>
      </Contact>
    </Response>
    <Declaration legalType="Standard" supplierAcceptance="true" legalDef="True to the best of our knowledge." uncertaintyStatement=""/>
  </BusinessInfo>
  <Include>
    <Sectional name="MaterialInfo">
      <SubSectional name="{class}"/>
    </Sectional>
  </Include>
{products}</MainDeclaration>
"#,
        random.below(1_000_000_000),
    )
}

/// Writes a product of components that together take at least `size` bytes. Masses are counted in tenths of a
/// microgram.
pub fn composed(random: &mut Random, number: usize, size: usize, out: &mut String) {
    let mut parts = String::new();
    let mut mass = 0;
    let mut count = 0;
    while parts.len() < size {
        mass += component(random, count, &mut parts);
        count += 1;
    }
    product(number, &milligrams(mass, 4), &parts, out);
}

/// Writes a product that weighs `milligrams` around its `content`.
pub(crate) fn product(number: usize, milligrams: &str, content: &str, out: &mut String) {
    // Writing to a string can't fail.
    let _ = write!(
        out,
        r#"  <Product comment="" unitType="Each" numberOfInstances="1">
    <ProductID itemName="Assembly {number}" itemNumber="A-{number:08}" manufacturingSite="" version="A">
      <Amount value="{milligrams}" UOM="mg"/>
    </ProductID>
{content}  </Product>
"#
    );
}

/// Writes a component and returns the mass of all its instances.
fn component(random: &mut Random, number: usize, out: &mut String) -> u64 {
    let instances = 1 + random.below(12);
    let mut materials = String::new();
    let mut mass = 0;
    for number in 0..2 + random.below(6) {
        mass += material(random, number, &mut materials);
    }
    let item = random.below(10_000_000);
    // Writing to a string can't fail.
    let _ = write!(
        out,
        r#"    <SubProduct unitType="Each" numberOfInstances="{instances}">
      <ProductID itemName="Component {number}" itemNumber="C-{item:07}-{number}" version="{}">
        <Amount value="{}" UOM="mg"/>
      </ProductID>
      <MaterialInfo>
        <HomogeneousMaterialList>
{materials}        </HomogeneousMaterialList>
      </MaterialInfo>
    </SubProduct>
"#,
        random.below(9),
        milligrams(mass, 4),
    );
    mass * instances
}

fn material(random: &mut Random, number: u64, out: &mut String) -> u64 {
    let mass = random.log_uniform(1, 9_000_000);
    let _ = write!(
        out,
        r#"          <HomogeneousMaterial name="Layer {number}" materialGroupName="M-{:03}" comment="">
            <Amount value="{}" UOM="mg"/>
            <SubstanceCategoryList>
              <SubstanceCategoryListID identity="EUREACH-0626" authority="IPC"/>
              <SubstanceCategory name="Supplier" reportableApplication="All">
"#,
        random.below(20),
        milligrams(mass, 4),
    );
    // Shares in millionths; the last substance is the rest.
    let mut rest = 1_000_000;
    for _ in 0..random.below(9) {
        let share = random.below(rest / 2 + 1);
        rest -= share;
        substance(random, mass, share, out);
    }
    substance(random, mass, rest, out);
    out.push_str(
        "              </SubstanceCategory>\n            </SubstanceCategoryList>\n          </HomogeneousMaterial>\n",
    );
    mass
}

fn substance(random: &mut Random, material: u64, share: u64, out: &mut String) {
    let name = SUBSTANCES[usize::try_from(random.below(16)).unwrap_or(0)];
    // Millionths of tenths of a microgram, rounded to a hundredth of that: 10^-6 mg.
    let mass = (material * share + 5_000) / 10_000;
    let _ = write!(
        out,
        r#"                <Substance name="{name}">
                  <SubstanceID identity="{}" authority="CAS"/>
                  <Amount value="{}" UOM="mg"/>
                  <Concentration value="{}" UOM="massPercent"/>
                </Substance>
"#,
        cas(random),
        milligrams(mass, 6),
        milligrams(share, 4),
    );
}

/// A CAS number with its check digit: the sum of the digits, the last one times 1, the one before it times 2, modulo 10.
fn cas(random: &mut Random) -> String {
    let digits = 5_000 + random.below(10_000_000);
    let sum: u64 = digits
        .to_string()
        .bytes()
        .rev()
        .zip(1..)
        .map(|(digit, weight)| u64::from(digit - b'0') * weight)
        .sum();
    format!("{}-{:02}-{}", digits / 100, digits % 100, sum % 10)
}

pub(crate) fn milligrams(value: u64, places: u32) -> String {
    let unit = 10u64.pow(places);
    let width = places as usize;
    format!("{}.{:0width$}", value / unit, value % unit)
}

#[cfg(test)]
mod tests {
    use unleaded_formats::read_declaration;
    use unleaded_formats::sink::Collected;
    use unleaded_model::diagnostic::FileName;

    use super::*;

    #[test]
    fn documents_have_no_defect() {
        for document in declarations(1_000_000) {
            let mut found = Collected::default();
            read_declaration(document.as_bytes(), &FileName::new("d.xml"), &mut found);
            assert_eq!(found.diagnostics, []);
            assert_eq!(found.products.len(), 1);
        }
    }

    #[test]
    fn the_same_documents_every_time() {
        assert_eq!(declarations(100_000), declarations(100_000));
    }
}
