//! A declaration in another form: another format, another class, without the name of its supplier.

use unleaded_formats::tables::Mapping;
use unleaded_formats::{ipc1752, tables};
use unleaded_model::amount::{Mass, MassRange};
use unleaded_model::declaration::{
    Declaration, DeclaredPart, DeclaredSubstance, Format, Material, Stated,
};
use unleaded_model::diagnostic::{Diagnostic, FileName, Language, any_error};
use unleaded_rules::{AnswerableList, Options};

use crate::check::read_mapped;
use crate::documents::amounts;

pub use self::strip::{Hidden, HiddenCounts};

pub(crate) mod class_c;
mod overruled;
mod strip;
mod untold;

/// A format that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A table of compositions in comma-separated values.
    Csv,
    /// IPC-1752A XML.
    Ipc1752a,
    /// A table of compositions in a workbook, with headings in this language.
    Xlsx(Language),
}

impl Target {
    /// The name on the command line and in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ipc1752a => "ipc1752a",
            Self::Xlsx(_) => "xlsx",
        }
    }

    /// How names of such files end, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ipc1752a => "xml",
            Self::Xlsx(_) => "xlsx",
        }
    }
}

/// Whether the receiver learns who supplied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Supplier {
    /// It is named as in the document.
    #[default]
    Named,
    /// It is hidden, with all that tells it.
    Hidden,
}

/// What to make of a declaration.
#[derive(Debug)]
pub struct Wanted<'a> {
    /// The format.
    pub target: Target,
    /// Whether the supplier stays.
    pub supplier: Supplier,
    /// Who is named where the document names no supplier, or it is hidden.
    pub name: Option<&'a str>,
    /// The list editions to answer instead of the composition (class C); empty: the document's own classes.
    pub lists: &'a [AnswerableList],
    /// How compositions are judged, for answers on lists.
    pub options: &'a Options,
    /// How many documents to make.
    pub split: Split,
    /// How tables are read.
    pub mapping: &'a Mapping,
}

/// How many documents are made of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Split {
    /// One for each product.
    Products,
    /// One, with all its products.
    #[default]
    Whole,
}

/// A document that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The item number of its first product; empty: it has none.
    pub number: String,
    /// How many products it holds.
    pub products: usize,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a conversion gives.
#[derive(Debug, Default)]
pub struct Converted {
    /// The documents in the new form; none: the declaration has an error, and nothing is made of it.
    pub made: Vec<Made>,
    /// What is wrong with the declaration, and what it means under the rules where lists are answered.
    pub diagnostics: Vec<Diagnostic>,
    /// What the new form has no place for, item by item.
    pub losses: Vec<Diagnostic>,
    /// What was hidden.
    pub hidden: HiddenCounts,
}

/// Reads a declaration and makes of it what is wanted.
pub fn convert(input: impl std::io::BufRead, file: &FileName, wanted: &Wanted<'_>) -> Converted {
    let (declaration, diagnostics) = read_mapped(input, file, wanted.mapping).into_declaration();
    let mut converted = Converted { diagnostics, ..Converted::default() };
    let usable = declaration.filter(|_| !any_error(&converted.diagnostics));
    let Some(mut declaration) = usable else {
        return converted;
    };
    if !wanted.lists.is_empty() {
        let amounts = amounts(&converted.diagnostics);
        let (remarks, losses) =
            class_c::answer_lists(&mut declaration, amounts, wanted.lists, wanted.options);
        converted.diagnostics.extend(remarks);
        converted.losses.extend(losses);
        if any_error(&converted.diagnostics) {
            return converted;
        }
    }
    if wanted.supplier == Supplier::Hidden {
        let (hidden, defects) = strip::strip(&mut declaration);
        converted.hidden = hidden;
        converted.diagnostics.extend(defects);
        if any_error(&converted.diagnostics) {
            return converted;
        }
    }
    if wanted.target != Target::Ipc1752a {
        let amounts = amounts(&converted.diagnostics);
        let defects = overruled::defects(&declaration, amounts, wanted.options);
        converted.diagnostics.extend(defects);
        if any_error(&converted.diagnostics) {
            return converted;
        }
    }
    for mut declaration in documents(declaration, wanted.split) {
        let (bytes, losses) = write(&mut declaration, wanted);
        converted.losses.extend(losses);
        let number = declaration.products.first().and_then(DeclaredPart::number);
        let number = number.unwrap_or_default().to_owned();
        converted.made.push(Made { number, products: declaration.products.len(), bytes });
    }
    unleaded_model::diagnostic::sort(&mut converted.losses);
    // What stands once per document is lost once, however many are made of it.
    converted.losses.dedup();
    converted
}

fn documents(declaration: Declaration, split: Split) -> Vec<Declaration> {
    let Declaration { header, products } = declaration;
    match split {
        Split::Products => {
            let alone = |part| Declaration { header: header.clone(), products: vec![part] };
            products.into_iter().map(alone).collect()
        }
        Split::Whole => vec![Declaration { header, products }],
    }
}

fn write(declaration: &mut Declaration, wanted: &Wanted<'_>) -> (Vec<u8>, Vec<Diagnostic>) {
    let named = &mut declaration.header.supplier.name;
    if let Some(supplier) = wanted.name.filter(|_| named.is_empty()) {
        supplier.clone_into(named);
    }
    written(declaration, wanted.target)
}

/// Writes a declaration, and returns what the format has no place for.
pub fn written(declaration: &mut Declaration, target: Target) -> (Vec<u8>, Vec<Diagnostic>) {
    let mut losses = Vec::new();
    match target {
        Target::Csv | Target::Xlsx(_) => {
            declaration.products.iter_mut().for_each(|part| untold::add(part, &mut losses));
        }
        Target::Ipc1752a => {
            // Of its own formats everything is written back.
            if !matches!(declaration.header.format, Format::Ipc1752a | Format::Ipc1752b) {
                declaration.products.iter_mut().for_each(|part| untold::open(part, &mut losses));
            }
            declaration.products.iter_mut().for_each(derive_masses);
        }
    }
    let (bytes, lost) = match target {
        Target::Csv => {
            let (text, losses) = tables::write_csv(declaration);
            (text.into_bytes(), losses)
        }
        Target::Ipc1752a => {
            let (text, losses) = ipc1752::write(declaration);
            (text.into_bytes(), losses)
        }
        Target::Xlsx(language) => tables::write_xlsx(declaration, language),
    };
    losses.extend(lost);
    (bytes, losses)
}

/// Where all that is printed of a substance is its share of the part, which IPC-1752A has no place for, the mass that
/// follows from it is written instead.
fn derive_masses(part: &mut DeclaredPart) {
    let Some(whole) = part.mass().map(|mass| mass.value) else {
        return;
    };
    let substances = part.materials.iter_mut().flat_map(|m: &mut Material| &mut m.substances);
    for substance in substances.filter(|s| s.mass.is_none() && s.share.is_none()) {
        derive_mass(substance, whole);
    }
}

fn derive_mass(substance: &mut DeclaredSubstance, whole: MassRange) {
    let Some(share) = &substance.share_of_part else {
        return;
    };
    let Some(value) = whole.times(share.value).filter(|mass| mass.is_exact()) else {
        return;
    };
    let rounding = whole.times(share.rounding).unwrap_or(MassRange::exactly(Mass::ZERO));
    substance.mass = Some(Box::new(Stated {
        raw: value.low.to_string(),
        value,
        rounding,
        place: share.place.clone(),
    }));
    substance.share_of_part = None;
}
