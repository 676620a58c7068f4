//! What there is for each part, and what is called for.

use std::collections::{BTreeMap, BTreeSet};

use super::Row;
use crate::report::{DeclarationInput, Documented, Finding, Product, Report};

/// What a part is in its product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// It has parts and a document of its own.
    Assembly,
    /// It has no parts, and the document of an assembly around it may do.
    Covered,
    /// It has no parts and needs a document of its own.
    Leaf,
}

/// The best that documents say of a part, from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    /// There is no document that counts.
    Missing,
    /// Nothing of use.
    Nothing,
    /// Answers alone.
    Statement,
    /// A part of the composition.
    Listed,
    /// The composition.
    Composition,
}

/// Whether what stands in a part is at a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Risk {
    /// A restricted substance is over a limit, under an exemption, or it is not known.
    Shown,
    /// By what is declared none is.
    NotShown,
}

/// Who vouches for a part's documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// A key that is accepted signed each that counts.
    Signed,
    /// Nobody known signed one that counts, or its supplier refused to accept it.
    Unsigned,
    /// None counts.
    None,
}

/// What is called for, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Called {
    /// A document: there is none.
    Document,
    /// Another part or an exemption: it is over a limit.
    Remedy,
    /// The composition or a test report: a statement does not do for a part of shown risk.
    Composition,
    /// What is not known must be declared.
    Completion,
    /// A signature that is accepted, or a contract.
    Signature,
}

/// Returns a row per part, by item number.
pub(super) fn rows<'a>(
    report: &'a Report,
    product: &'a Product,
    documented: &'a Documented,
) -> Vec<Row<'a>> {
    let mut parts: BTreeMap<&str, Role> = BTreeMap::new();
    for (numbers, role) in [
        (&documented.assemblies, Role::Assembly),
        (&documented.covered_parts, Role::Covered),
        (&documented.leaf_parts, Role::Leaf),
    ] {
        parts.extend(numbers.iter().map(|number| (number.as_str(), role)));
    }
    let mut documents: BTreeMap<&str, Vec<&DeclarationInput>> = BTreeMap::new();
    for input in &report.inputs.declarations {
        if parts.contains_key(input.part.as_str()) {
            documents.entry(&input.part).or_default().push(input);
        }
    }
    let mut statuses = statuses(product, &parts);
    let row = |(part, role)| {
        let documents = documents.remove(part).unwrap_or_default();
        row(part, role, documents, statuses.remove(part).unwrap_or_default())
    };
    parts.into_iter().map(row).collect()
}

/// What is known of a part under a rule set: the kind of the set and the status of the worst place.
type Statuses<'a> = BTreeMap<&'a str, (Place, &'a str)>;

/// How bad a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// It is under an exemption.
    Exempted,
    /// It is not known under a disclosure set.
    Untold,
    /// It must be told of.
    Declare,
    /// It is not known under a restriction.
    Unknown,
    /// It is over.
    Over,
}

fn statuses<'a>(
    product: &'a Product,
    parts: &BTreeMap<&'a str, Role>,
) -> BTreeMap<&'a str, Statuses<'a>> {
    let mut all: BTreeMap<&str, Statuses<'_>> = BTreeMap::new();
    for verdict in &product.verdicts {
        for finding in &verdict.findings {
            let (Some(part), Some(place)) =
                (part_of(finding, parts), place(finding, &verdict.kind))
            else {
                continue;
            };
            let worst = all.entry(part).or_default();
            let entry = worst.entry(&verdict.rule_set).or_insert((place, &finding.status));
            if place > entry.0 {
                *entry = (place, &finding.status);
            }
        }
    }
    all
}

/// The part that a finding is about: the first on its path without parts of its own, else the last that has a document.
fn part_of<'a>(finding: &Finding, parts: &BTreeMap<&'a str, Role>) -> Option<&'a str> {
    let mut assembly = None;
    for step in &finding.path {
        match parts.get_key_value(step.as_str()) {
            Some((part, Role::Assembly)) => assembly = Some(*part),
            Some((part, _)) => return Some(part),
            None => {}
        }
    }
    assembly
}

fn place(finding: &Finding, kind: &str) -> Option<Place> {
    match (finding.status.as_str(), kind) {
        ("compliant" | "nothing-to-declare", _) => None,
        ("compliant-by-exemption", _) => Some(Place::Exempted),
        ("declare", _) => Some(Place::Declare),
        ("non-compliant", _) => Some(Place::Over),
        (_, "disclosure") => Some(Place::Untold),
        _ => Some(Place::Unknown),
    }
}

fn row<'a>(
    part: &'a str,
    role: Role,
    documents: Vec<&'a DeclarationInput>,
    statuses: Statuses<'a>,
) -> Row<'a> {
    let counting: Vec<&DeclarationInput> =
        documents.iter().copied().filter(|input| input.used).collect();
    let held = counting.iter().map(|input| held(input)).max().unwrap_or(Held::Missing);
    let is_signed =
        |input: &&DeclarationInput| input.signature == "good" && input.acceptance.is_none();
    let trust = match counting.is_empty() {
        true => Trust::None,
        false if counting.iter().all(is_signed) => Trust::Signed,
        false => Trust::Unsigned,
    };
    let places: BTreeSet<Place> = statuses.values().map(|(place, _)| *place).collect();
    let shown = [Place::Exempted, Place::Unknown, Place::Over];
    let risk = match shown.iter().any(|place| places.contains(place)) {
        true => Risk::Shown,
        false => Risk::NotShown,
    };
    let called = called(role, held, trust, &places);
    let statuses = statuses.into_iter().map(|(rule_set, (_, status))| (rule_set, status));
    Row { part, role, documents, held, risk, trust, statuses: statuses.collect(), called }
}

fn held(input: &DeclarationInput) -> Held {
    match input.content.as_deref() {
        Some("composition") => Held::Composition,
        Some("listed-substances") => Held::Listed,
        Some("statement") => Held::Statement,
        _ => Held::Nothing,
    }
}

fn called(role: Role, held: Held, trust: Trust, places: &BTreeSet<Place>) -> Vec<Called> {
    let mut called = BTreeSet::new();
    if held == Held::Missing && role == Role::Leaf {
        called.insert(Called::Document);
        return called.into_iter().collect();
    }
    if places.contains(&Place::Over) {
        called.insert(Called::Remedy);
    }
    let open = places.contains(&Place::Unknown);
    let shown = open || places.contains(&Place::Exempted) || places.contains(&Place::Over);
    if shown && held != Held::Missing && held < Held::Composition {
        called.insert(Called::Composition);
    } else if open || held == Held::Nothing {
        called.insert(Called::Completion);
    }
    if trust == Trust::Unsigned {
        called.insert(Called::Signature);
    }
    called.into_iter().collect()
}
