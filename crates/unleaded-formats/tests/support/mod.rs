//! What several tests need.
#![allow(dead_code, reason = "each test uses its part")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use unleaded_model::declaration::{
    Declaration, DeclaredPart, ExemptionClaim, HeaderPlaces, Kept, Material, Stated,
};
use unleaded_model::diagnostic::{FileName, Place};

/// Returns `document` with every place the same and what was kept in a fixed order.
pub(crate) fn placeless(document: &Declaration) -> Declaration {
    let mut document = document.clone();
    document.header.places = HeaderPlaces::default();
    kept(&mut document.header.kept);
    document.products.iter_mut().for_each(part);
    document
}

fn nowhere() -> Place {
    Place::file(&FileName::new(""))
}

fn kept(all: &mut [Kept]) {
    all.iter_mut().for_each(|kept| kept.place = nowhere());
    all.sort_by(|a, b| (&a.path, &a.raw).cmp(&(&b.path, &b.raw)));
}

fn stated<T>(amount: &mut Option<Box<Stated<T>>>) {
    if let Some(amount) = amount {
        amount.place = nowhere();
    }
}

fn claims(all: &mut [ExemptionClaim]) {
    all.iter_mut().for_each(|claim| claim.place = nowhere());
}

fn part(part: &mut DeclaredPart) {
    part.place = nowhere();
    kept(&mut part.kept);
    claims(&mut part.exemptions);
    for item in &mut part.items {
        item.place = nowhere();
        stated(&mut item.mass);
    }
    part.materials.iter_mut().for_each(material);
    for list in &mut part.lists {
        list.place = nowhere();
        for answer in &mut list.answers {
            answer.place = nowhere();
            kept(&mut answer.kept);
            claims(&mut answer.exemptions);
            stated(&mut answer.mass);
            stated(&mut answer.share_of_material);
            stated(&mut answer.share_of_part);
        }
    }
    for list in &mut part.queries {
        list.place = nowhere();
        for query in &mut list.queries {
            query.place = nowhere();
            kept(&mut query.kept);
        }
    }
    for group in &mut part.groups {
        group.place = nowhere();
        kept(&mut group.kept);
        stated(&mut group.mass);
        stated(&mut group.share_of_part);
    }
    part.subparts.iter_mut().for_each(self::part);
}

fn material(material: &mut Material) {
    material.place = nowhere();
    stated(&mut material.share_of_part);
    kept(&mut material.kept);
    claims(&mut material.exemptions);
    stated(&mut material.mass);
    stated(&mut material.share_of_part);
    for substance in &mut material.substances {
        substance.place = nowhere();
        kept(&mut substance.kept);
        claims(&mut substance.exemptions);
        stated(&mut substance.mass);
        stated(&mut substance.share);
        stated(&mut substance.share_of_part);
    }
}

/// The schema validator of libxml2.
pub(crate) struct Validator {
    schema: PathBuf,
}

impl Validator {
    /// Returns it where it is installed. Where programs are required and it is missing, the test fails.
    pub(crate) fn find() -> Option<Self> {
        let is_there = Command::new("xmllint").arg("--version").output().is_ok();
        if !is_there {
            let required = std::env::vars().any(|(name, _)| name == "UNLEADED_REQUIRE_PROGRAMS");
            assert!(!required, "xmllint is not installed");
            // Past the harness, which would swallow it.
            let _ = writeln!(std::io::stderr(), "skipped: xmllint is not installed");
            return None;
        }
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        Some(Self { schema: root.join("../../schemas/ipc1752a-subset.xsd") })
    }

    /// Fails unless `text` follows the schema.
    pub(crate) fn check(&self, text: &str, name: &str) {
        let folder =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{name}", std::process::id()));
        write(&folder, text);
        let output = Command::new("xmllint")
            .args(["--noout", "--nonet", "--schema"])
            .args([&self.schema, &folder])
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{name}: {errors}\n{text}");
    }
}

#[expect(clippy::disallowed_methods, reason = "a test may write into its own folder")]
fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}
