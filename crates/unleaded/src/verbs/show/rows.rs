//! A product as a tree: sub-products, materials and substances, with numbers and amounts in columns.

use std::io;

use unleaded_documents::text_table::{padded, shown, width, wrapped};
use unleaded_model::amount::MassRange;
use unleaded_model::declaration::{
    DeclaredPart, DeclaredSubstance, ExemptionClaim, Intent, Material, Stated,
};
use unleaded_rules::is_disclosed;
use unleaded_rules::lists::Lists;

use super::amounts::{in_milligrams, otherwise, percent};
use super::undisclosed::missing;
use super::words::Words;
use crate::page::{Ink, Page};

/// The narrowest column of names.
const NARROWEST: usize = 20;
/// Columns that amounts and numbers take at most; what is longer breaks the line-up of its own line only.
const WIDEST: usize = 24;

/// One line of the tree, with remarks below it.
struct Row {
    /// What stands before the name: the branches of the tree.
    branch: String,
    /// What stands before further lines of it.
    trunk: String,
    name: String,
    ink: Ink,
    /// Number, share, mass.
    cells: [String; 3],
    notes: Vec<String>,
}

/// Writes the product.
pub(super) fn write(page: &mut Page<'_>, part: &DeclaredPart, words: Words) -> io::Result<()> {
    let mut rows = Vec::new();
    let root = Branch { here: String::new(), below: String::new() };
    collect(part, &root, None, &mut rows, words);
    let head = [words.number().to_owned(), words.share().to_owned(), words.mass().to_owned()];
    let has_tree = rows.len() > 1;
    let columns: [usize; 3] = std::array::from_fn(|at| {
        let longest = rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| width(cell));
        let longest = longest.filter(|w| *w <= WIDEST).max().unwrap_or(0);
        let titled = has_tree && longest > 0;
        longest.max(if titled { head.get(at).map_or(0, |h| width(h)) } else { 0 })
    });
    let taken: usize = columns.iter().filter(|c| **c > 0).map(|c| c + 2).sum();
    let longest = rows.iter().map(|row| width(&row.branch) + width(&row.name)).max().unwrap_or(0);
    let room = page.columns().saturating_sub(taken).max(NARROWEST);
    let layout = Layout { name: longest.min(room), columns };
    if has_tree {
        let line = layout.line("", "", &head);
        let line = page.ink(Ink::Faint, &line);
        page.line(&line)?;
    }
    rows.iter().try_for_each(|row| layout.write(page, row))
}

/// How the columns are set.
struct Layout {
    name: usize,
    columns: [usize; 3],
}

impl Layout {
    fn line(&self, branch: &str, name: &str, cells: &[String; 3]) -> String {
        let [number, share, mass] = cells;
        let [number_width, share_width, mass_width] = self.columns;
        let mut line = padded(&format!("{branch}{name}"), self.name);
        if number_width > 0 {
            line = format!("{line}  {}", padded(number, number_width));
        }
        for (cell, columns) in [(share, share_width), (mass, mass_width)] {
            if columns > 0 {
                let missing = columns.saturating_sub(width(cell));
                line = format!("{line}  {}{cell}", " ".repeat(missing));
            }
        }
        line
    }

    fn write(&self, page: &mut Page<'_>, row: &Row) -> io::Result<()> {
        let room = self.name.saturating_sub(width(&row.branch)).max(NARROWEST / 2);
        let lines = wrapped(&row.name, room);
        for (at, name) in lines.iter().enumerate() {
            let plain = match at {
                0 => self.line(&row.branch, name, &row.cells),
                _ => format!("{}{name}", row.trunk),
            };
            // Coloured last, so that widths are those of the text alone.
            let before = if at == 0 { &row.branch } else { &row.trunk };
            let rest = plain.get(before.len() + name.len()..).unwrap_or_default();
            let mut line = format!("{before}{}{rest}", page.ink(row.ink, name));
            if let ([note], 1) = (row.notes.as_slice(), lines.len())
                && width(&plain) + 2 + width(note) <= page.columns()
            {
                line = format!("{line}  {}", page.ink(Ink::Faint, note));
                return page.line(&line);
            }
            page.line(&line)?;
        }
        for note in &row.notes {
            let before = format!("{}  ", row.trunk);
            page.text(&before, &before, note, Ink::Faint)?;
        }
        Ok(())
    }
}

/// The branch of a node of the tree.
struct Branch {
    /// Before the node itself.
    here: String,
    /// Before what is below it.
    below: String,
}

impl Branch {
    fn child(&self, last: Last) -> Self {
        let (here, below) = match last {
            Last::Yes => ("└─ ", "   "),
            Last::No => ("├─ ", "│  "),
        };
        Self { here: format!("{}{here}", self.below), below: format!("{}{below}", self.below) }
    }

    fn row(&self, name: String, ink: Ink, cells: [String; 3], notes: Vec<String>) -> Row {
        Row { branch: self.here.clone(), trunk: self.below.clone(), name, ink, cells, notes }
    }
}

/// Whether a node is the last of its siblings.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    No,
    Yes,
}

impl Last {
    fn of(at: usize, count: usize) -> Self {
        if at + 1 == count { Self::Yes } else { Self::No }
    }
}

/// Adds the rows of a part; parts are nested as deep as readers allow.
fn collect(
    part: &DeclaredPart,
    branch: &Branch,
    inside: Option<Words>,
    rows: &mut Vec<Row>,
    words: Words,
) {
    let mass = part.mass().map_or_else(String::new, |mass| shown(&mass.printed()));
    let mut name = words.part_name(part);
    if inside.is_some() {
        name = format!("{} {name}", words.subproduct());
    }
    let instances = part.instances.trim();
    if !instances.is_empty() && instances != "1" {
        name = format!("{name} × {}", shown(instances));
    }
    let notes = part_notes(part, words);
    rows.push(branch.row(name, Ink::Bold, [String::new(), String::new(), mass], notes));
    let count = part.materials.len() + part.subparts.len();
    for (at, material) in part.materials.iter().enumerate() {
        add_material(material, part.mass(), &branch.child(Last::of(at, count)), rows, words);
    }
    for (at, sub) in part.subparts.iter().enumerate() {
        let last = Last::of(part.materials.len() + at, count);
        collect(sub, &branch.child(last), Some(words), rows, words);
    }
}

fn part_notes(part: &DeclaredPart, words: Words) -> Vec<String> {
    let mut notes = words.identities(part);
    notes.extend(part.mass().and_then(in_milligrams).map(|mass| format!("= {mass}")));
    notes.extend(exemptions(&part.exemptions, words));
    notes.extend(remark(&part.comment, words));
    notes
}

fn add_material(
    material: &Material,
    whole: Option<&Stated<MassRange>>,
    branch: &Branch,
    rows: &mut Vec<Row>,
    words: Words,
) {
    let mut name = shown(material.name.trim());
    if !material.subpart.trim().is_empty() {
        name = format!("{} / {name}", shown(material.subpart.trim()));
    }
    if name.is_empty() {
        words.unnamed_material().clone_into(&mut name);
    }
    let share = material.share_of_part.as_deref();
    let cells = [
        shown(material.group.trim()),
        share.map_or_else(String::new, |share| words.of_part(&shown(&share.printed()))),
        material.mass.as_deref().map_or_else(String::new, |mass| shown(&mass.printed())),
    ];
    let mut notes: Vec<String> = material
        .mass
        .as_deref()
        .and_then(in_milligrams)
        .map(|m| format!("= {m}"))
        .into_iter()
        .collect();
    notes.extend(exemptions(&material.exemptions, words));
    let shared = shared_exemptions(material);
    let of_all = shared.and_then(|claims| exemptions(claims, words));
    notes.extend(of_all.map(|claims| format!("{claims}{}", words.of_every_substance())));
    notes.extend(remark(&material.comment, words));
    rows.push(branch.row(name, Ink::Plain, cells, notes));
    let missing = missing(material, whole.map(|mass| mass.value));
    let open = words.missing(&missing, percent);
    let count = material.substances.len() + usize::from(open.is_some());
    for (at, substance) in material.substances.iter().enumerate() {
        let own = if shared.is_some() { &[][..] } else { &substance.exemptions };
        add_substance(substance, own, &branch.child(Last::of(at, count)), rows, words);
    }
    if let Some((name, share)) = open {
        let cells = [String::new(), share, String::new()];
        rows.push(branch.child(Last::Yes).row(name, Ink::Yellow, cells, Vec::new()));
    }
}

/// The exemptions that several substances claim, each of them all: tables repeat them in every row.
fn shared_exemptions(material: &Material) -> Option<&[ExemptionClaim]> {
    let (first, others) = material.substances.split_first()?;
    let same = |a: &ExemptionClaim, b: &ExemptionClaim| (&a.id, &a.list) == (&b.id, &b.list);
    let alike = |other: &DeclaredSubstance| {
        let pairs = || first.exemptions.iter().zip(&other.exemptions);
        other.exemptions.len() == first.exemptions.len() && pairs().all(|(a, b)| same(a, b))
    };
    let is_shared = !first.exemptions.is_empty() && !others.is_empty() && others.iter().all(alike);
    is_shared.then_some(&first.exemptions)
}

fn add_substance(
    substance: &DeclaredSubstance,
    claims: &[ExemptionClaim],
    branch: &Branch,
    rows: &mut Vec<Row>,
    words: Words,
) {
    let number = match (&substance.cas, &substance.ec) {
        (Some(cas), _) => cas.as_str().to_owned(),
        (None, Some(ec)) => format!("EC {}", ec.as_str()),
        (None, None) => shown(substance.id_raw.trim()),
    };
    let share = match (&substance.share, &substance.share_of_part) {
        (Some(share), _) => shown(&share.printed()),
        (None, Some(share)) => words.of_part(&shown(&share.printed())),
        (None, None) => String::new(),
    };
    let mass = substance.mass.as_deref().map_or_else(String::new, |mass| shown(&mass.printed()));
    let hidden = !is_disclosed(substance, Lists::shipped());
    let mut notes = Vec::new();
    if hidden {
        notes.push(words.not_disclosed().to_owned());
    }
    let stated = substance.share.as_deref().or(substance.share_of_part.as_deref());
    notes.extend(stated.and_then(otherwise).map(|share| format!("= {share}")));
    notes.extend(substance.mass.as_deref().and_then(in_milligrams).map(|mass| format!("= {mass}")));
    if let (Some(_), Some(share)) = (&substance.share, &substance.share_of_part) {
        notes.push(words.of_part(&shown(&share.printed())));
    }
    notes.extend(match substance.intent {
        Intent::Impurity => Some(words.impurity().to_owned()),
        Intent::Intended => Some(words.intended().to_owned()),
        Intent::Unknown => None,
    });
    let used = shown(substance.use_description.trim());
    notes.extend((!used.is_empty()).then(|| format!("{}{used}", words.used_for())));
    notes.extend(exemptions(claims, words));
    notes.extend(remark(&substance.comment, words));
    let notes = if notes.is_empty() { notes } else { vec![notes.join(words.semicolon())] };
    let name = shown(substance.name.trim());
    let name = if name.is_empty() { words.unnamed_substance().to_owned() } else { name };
    let ink = if hidden { Ink::Yellow } else { Ink::Plain };
    rows.push(branch.row(name, ink, [number, share, mass], notes));
}

/// The claimed exemptions as one remark.
pub(super) fn exemptions(claims: &[ExemptionClaim], words: Words) -> Option<String> {
    let one = |claim: &ExemptionClaim| match claim.list.trim() {
        "" => shown(claim.id.trim()),
        list => format!("{} ({})", shown(claim.id.trim()), shown(list)),
    };
    let told: Vec<String> = claims.iter().map(one).collect();
    (!told.is_empty()).then(|| format!("{}{}", words.exemption(), told.join(words.comma())))
}

fn remark(comment: &str, words: Words) -> Option<String> {
    let comment = comment.trim();
    (!comment.is_empty()).then(|| format!("{}{}{}", words.remark(), words.colon(), shown(comment)))
}
