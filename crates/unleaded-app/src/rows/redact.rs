//! Hiding identities in a copy of a declaration.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_model::amount::Fraction;
use unleaded_model::declaration::DeclaredSubstance;
use unleaded_model::diagnostic::codes::rows as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place, Severity};
use unleaded_model::identity::key;
use unleaded_rules::list_standing;
use unleaded_rules::lists::Lists;
use unleaded_trust::rows::{LateDisclosure, Leaf, RedactedCopy, Row};

use super::decode::{Decoded, HiddenIdentity, decode};
use super::read::{declarable, told};
use super::{newest_lists, share};

/// What is to be hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Every substance that is surely on none of these list editions.
    AllBut(Vec<String>),
    /// The row of that number, from 0: an identity, or the header before it.
    Row(usize),
    /// Every substance of that CAS number or name.
    Substance(String),
}

impl Wanted {
    /// Reads what stands after `--hide`: a number is that of a row.
    pub fn parse(text: &str) -> Self {
        text.trim().parse().map_or_else(|_| Self::Substance(text.to_owned()), Self::Row)
    }
}

/// Why nothing was hidden.
#[derive(Debug)]
pub enum Refusal {
    /// Something may not be hidden; all reasons at once.
    Forbidden(Vec<Diagnostic>),
    /// There is no such substance or row, or no such list is spoken of.
    NotFound(String),
}

/// A substance of a copy whose identity is shown.
struct Shown {
    /// The number of the identity's row.
    row: usize,
    material: String,
    substance: DeclaredSubstance,
    on: Vec<String>,
    not_on: Vec<String>,
}

/// Returns `copy` with the identities hidden that are `wanted`.
///
/// What is on a list may not be hidden: neither what its supplier said to be on one when it was signed, nor what the newest editions in
/// `lists` list. Nor may more than `most` of a material, or what a row that stays shown gives away by its number.
pub fn redact(
    copy: &RedactedCopy,
    file: &FileName,
    wanted: &[Wanted],
    most: Fraction,
    lists: &Lists,
) -> Result<RedactedCopy, Refusal> {
    let forbidden = |defect: Diagnostic| Refusal::Forbidden(vec![defect]);
    let rows = copy.rows().map_err(|error| forbidden(error.diagnostic(file)))?;
    let rows = rows.rows();
    let decoded = decode(rows, file).map_err(|defect| forbidden(told(defect, file)))?;
    let shown = shown(rows, &decoded);
    let mut chosen: BTreeSet<usize> = BTreeSet::new();
    for wanted in wanted {
        if let Some(list) = unspoken(wanted, &shown) {
            return Err(Refusal::NotFound(list));
        }
        let found = find(wanted, &shown);
        // That nothing is left to hide is no mistake where all that can be is asked for.
        if found.is_empty() && !matches!(wanted, Wanted::AllBut(_)) {
            return Err(Refusal::NotFound(words(wanted)));
        }
        chosen.extend(found);
    }
    let mut redacted = copy.clone();
    for at in &chosen {
        redacted.leaves[*at] = Leaf::Hidden(redacted.leaves[*at].hash());
    }
    let hidden: Vec<&Shown> = shown.iter().filter(|shown| chosen.contains(&shown.row)).collect();
    let mut defects: Vec<Diagnostic> =
        hidden.iter().filter_map(|shown| on_a_list(shown, file, lists)).collect();
    defects.extend(leaks(&hidden, rows, file));
    defects.extend(too_much(&redacted, file, most)?);
    match defects.is_empty() {
        true => Ok(redacted),
        false => Err(Refusal::Forbidden(defects)),
    }
}

/// Returns the identities that are `wanted`, with their headers and with the proofs that `copy` shows them from.
pub fn disclose(
    copy: &RedactedCopy,
    file: &FileName,
    wanted: &[Wanted],
) -> Result<LateDisclosure, Refusal> {
    let forbidden = |defect: Diagnostic| Refusal::Forbidden(vec![defect]);
    let rows = copy.rows().map_err(|error| forbidden(error.diagnostic(file)))?;
    let decoded = decode(rows.rows(), file).map_err(|defect| forbidden(told(defect, file)))?;
    let shown = shown(rows.rows(), &decoded);
    let mut chosen: BTreeSet<usize> = BTreeSet::new();
    for wanted in wanted {
        let found = find(wanted, &shown);
        if found.is_empty() {
            return Err(Refusal::NotFound(words(wanted)));
        }
        // The header tells of which substance the identity is one.
        chosen.extend(found.into_iter().flat_map(|row| [row - 1, row]));
    }
    let chosen: Vec<usize> = chosen.into_iter().collect();
    LateDisclosure::of(copy, rows.statement(), &chosen)
        .map_err(|error| forbidden(error.diagnostic(file)))
}

/// The substances whose identities are shown, in order.
fn shown(rows: &[Option<Row>], decoded: &Decoded) -> Vec<Shown> {
    let mut open: Vec<_> = decoded.declaration.products.iter().rev().collect();
    let mut substances = Vec::new();
    while let Some(part) = open.pop() {
        for material in &part.materials {
            substances.extend(material.substances.iter().map(|s| (&material.name, s)));
        }
        open.extend(part.subparts.iter().rev());
    }
    let is_header =
        |row: &Option<Row>| row.as_ref().and_then(|row| row.find("kind")) == Some("substance");
    let headers = rows.iter().enumerate().filter(|(_, row)| is_header(row));
    headers
        .zip(substances)
        .filter(|(_, (_, substance))| substance.withheld.is_none())
        .map(|((at, header), (material, substance))| Shown {
            row: at + 1,
            material: material.clone(),
            substance: substance.clone(),
            on: header.as_ref().map(|row| row.texts_of("on")).unwrap_or_default(),
            not_on: header.as_ref().map(|row| row.texts_of("not_on")).unwrap_or_default(),
        })
        .collect()
}

fn find(wanted: &Wanted, shown: &[Shown]) -> Vec<usize> {
    let is_wanted = |shown: &&Shown| match wanted {
        Wanted::AllBut(lists) => lists.iter().all(|list| shown.not_on.contains(list)),
        Wanted::Row(row) => *row == shown.row || *row + 1 == shown.row,
        Wanted::Substance(text) => {
            let cas = shown.substance.cas.as_ref();
            cas.is_some_and(|cas| cas.as_str() == text.trim())
                || key(&shown.substance.name) == key(text)
        }
    };
    shown.iter().filter(is_wanted).map(|shown| shown.row).collect()
}

/// A list edition that is asked for and that no row speaks of: nothing would be known to be off it, and nothing hidden in silence.
fn unspoken(wanted: &Wanted, shown: &[Shown]) -> Option<String> {
    let Wanted::AllBut(lists) = wanted else { return None };
    let spoken =
        |list: &&String| shown.iter().any(|s| s.on.contains(list) || s.not_on.contains(list));
    lists.iter().find(|list| !spoken(list)).cloned()
}

fn words(wanted: &Wanted) -> String {
    match wanted {
        Wanted::AllBut(lists) => lists.join(", "),
        Wanted::Row(row) => row.to_string(),
        Wanted::Substance(text) => text.clone(),
    }
}

/// That a substance is on a list: by what was signed, or by what the newest editions say now.
fn on_a_list(shown: &Shown, file: &FileName, lists: &Lists) -> Option<Diagnostic> {
    let mut on = shown.on.clone();
    on.extend(list_standing(&shown.substance, &newest_lists(lists), lists).on);
    on.sort_unstable();
    on.dedup();
    let identity = HiddenIdentity { row: shown.row, material: shown.material.clone(), on };
    (!identity.on.is_empty()).then(|| declarable(&identity, file))
}

/// The numbers in a text that may be those of a substance; shorter ones stand in many places.
fn numbers_in(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '-');
    words.map(|word| word.trim_matches('-')).filter(|word| word.len() > 4)
}

/// The rows that stay shown and give the number of a hidden substance away. That the same substance is shown elsewhere does not.
fn leaks(hidden: &[&Shown], rows: &[Option<Row>], file: &FileName) -> Vec<Diagnostic> {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for shown in hidden {
        let substance = &shown.substance;
        let cas = substance.cas.iter().flat_map(|cas| [cas.raw(), cas.as_str()]);
        let ec = substance.ec.iter().flat_map(|ec| [ec.raw(), ec.as_str()]);
        let written = cas.chain(ec).chain([substance.id_raw.as_str()]);
        numbers.extend(written.flat_map(numbers_in).map(|number| (number, shown.row)));
    }
    let leak = |at: usize, row: &Row| {
        let texts = row.all_texts();
        let told = texts.into_iter().flat_map(numbers_in);
        let told = told.filter_map(|number| numbers.get_key_value(number));
        let leak = |(number, hidden): (&&str, &usize)| {
            Diagnostic::new(codes::HIDDEN_ROW_TOLD, Place::file(file))
                .with("row", *hidden)
                .with("value", *number)
                .with("other", at)
        };
        told.map(leak).collect::<Vec<_>>()
    };
    let rows = rows.iter().enumerate().filter_map(|(at, row)| Some((at, row.as_ref()?)));
    let others = rows.filter(|(_, row)| row.find("kind") != Some("identity"));
    others.flat_map(|(at, row)| leak(at, row)).collect()
}

/// The materials that would hide too much.
fn too_much(
    redacted: &RedactedCopy,
    file: &FileName,
    most: Fraction,
) -> Result<Vec<Diagnostic>, Refusal> {
    let forbidden = |defect: Diagnostic| Refusal::Forbidden(vec![defect]);
    let rows = redacted.rows().map_err(|error| forbidden(error.diagnostic(file)))?;
    let decoded = decode(rows.rows(), file).map_err(|defect| forbidden(told(defect, file)))?;
    let products = decoded.declaration.products.iter();
    let mut remarks: Vec<Diagnostic> =
        products.flat_map(|product| share::over(product, most)).collect();
    // A copy that hides too much is read; none is made.
    remarks.iter_mut().for_each(|remark| remark.severity = Severity::Error);
    Ok(remarks)
}
