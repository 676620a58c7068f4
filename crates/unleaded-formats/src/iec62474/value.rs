//! What is read of an element while it is open.

use unleaded_model::amount::FractionRange;
use unleaded_model::declaration::{
    Answer, DeclaredPart, DeclaredSubstance, ExemptionClaim, Item, Kept, Material, MaterialGroup,
    Query, QueryList, Stated,
};
use unleaded_model::diagnostic::Place;

use super::comment::Packed;
use super::vocabulary::Kind;

/// Each kind has a bit of its own in [`Frame::seen`].
const _: () = assert!((Kind::Unmodelled as u64) < 64);

/// An open element.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) kind: Kind,
    /// The kinds of which it holds one already, as bits.
    seen: u64,
    pub(super) value: Value,
}

impl Frame {
    pub(super) fn new(kind: Kind, value: Value) -> Self {
        Self { kind, seen: 0, value }
    }

    /// Notes a child; whether it is the first of its kind.
    pub(super) fn is_first(&mut self, kind: Kind) -> bool {
        let bit = 1 << kind as u64;
        let is_first = self.seen & bit == 0;
        self.seen |= bit;
        is_first
    }
}

/// What is read of it.
#[derive(Debug)]
pub(super) enum Value {
    /// It has told all it says to another value when it began.
    None,
    Answer(Box<Row>),
    Class(Box<MaterialGroup>),
    Exemptions(Claims),
    Item(Box<Item>),
    Material(Box<Material>),
    Part(Box<Part>),
    Queries(Box<QueryList>),
    Query(Box<Query>),
    Substance(Box<Substance>),
}

/// A product or a part of one.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) part: DeclaredPart,
    /// Substances that stand in it without a material.
    pub(super) direct: Vec<Direct>,
}

/// A substance without a material.
#[derive(Debug)]
pub(super) struct Direct {
    pub(super) substance: DeclaredSubstance,
    /// It says whether a threshold is exceeded, as a row of a compliance table does.
    pub(super) has_threshold: bool,
}

/// A substance or group of substances of a composition.
#[derive(Debug)]
pub(super) struct Substance {
    pub(super) substance: DeclaredSubstance,
    /// Its share of what it stands in.
    pub(super) percent: Option<Box<Stated<FractionRange>>>,
    /// Its share of the material.
    pub(super) material_percent: Option<Box<Stated<FractionRange>>>,
    pub(super) thresholds: Vec<Crossing>,
    /// The identifier that it has in the list of declarable substances.
    pub(super) entry: (String, String),
    pub(super) packed: Option<Packed>,
}

/// A row of a compliance declaration (`DsDsg`).
#[derive(Debug)]
pub(super) struct Row {
    pub(super) answer: Answer,
    pub(super) thresholds: Vec<Crossing>,
    pub(super) packed: Option<Packed>,
}

/// Whether a threshold is exceeded.
#[derive(Clone, Debug)]
pub(super) struct Crossing {
    pub(super) over: Option<bool>,
    pub(super) application: String,
    pub(super) threshold: String,
    pub(super) place: Place,
}

/// The exemptions of one list.
#[derive(Debug, Default)]
pub(super) struct Claims {
    pub(super) authority: String,
    pub(super) list: String,
    pub(super) claims: Vec<ExemptionClaim>,
}

impl Value {
    /// Where what is kept inside it belongs; `None`: to what it stands in.
    pub(super) fn kept(&mut self) -> Option<&mut Vec<Kept>> {
        Some(match self {
            Self::Answer(row) => &mut row.answer.kept,
            Self::Class(class) => &mut class.kept,
            Self::Material(material) => &mut material.kept,
            Self::Part(part) => &mut part.part.kept,
            Self::Query(query) => &mut query.kept,
            Self::Substance(substance) => &mut substance.substance.kept,
            Self::None | Self::Exemptions(_) | Self::Item(_) | Self::Queries(_) => return None,
        })
    }

    /// Where exemptions claimed inside it belong; `None`: to what it stands in.
    pub(super) fn claims(&mut self) -> Option<&mut Vec<ExemptionClaim>> {
        Some(match self {
            Self::Answer(row) => &mut row.answer.exemptions,
            Self::Material(material) => &mut material.exemptions,
            Self::Part(part) => &mut part.part.exemptions,
            Self::Substance(substance) => &mut substance.substance.exemptions,
            _ => return None,
        })
    }
}
