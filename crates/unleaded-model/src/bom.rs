//! What is built of what: the rows of a bill of materials.

use crate::amount::{Decimal, Mass};
use crate::diagnostic::Place;

/// What a quantity counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum QuantityUnit {
    /// Grams of a raw material; the reader has converted kg and mg.
    Grams,
    /// Pieces.
    Pieces,
}

/// How much of a child one piece of its parent holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The amount, exact.
    pub amount: Decimal,
    /// What it counts.
    pub unit: QuantityUnit,
}

/// What a declaration of a part with children describes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum CompositionRole {
    /// Something beside the children (a glue, a coating).
    Adds,
    /// The whole part, children included.
    #[default]
    Whole,
}

/// What a bill of materials itself tells of the materials of a part, children aside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum OwnMaterials {
    /// Nothing.
    #[default]
    None,
    /// There are some, in a form that is not read: an assembly is more than its children.
    Unread,
}

/// The number under which a maker sells a part that the bill of materials knows by a number of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MakerNumber {
    /// The maker; empty: not named.
    pub maker: String,
    /// The maker's item number, as written and trimmed.
    pub number: String,
}

/// A part number that a bill of materials mentions, with what its columns say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BomPart {
    /// The item number, as written and trimmed.
    pub number: String,
    /// The makers it may come from; empty: any.
    pub makers: Vec<String>,
    /// The numbers under which makers sell it, where they differ from `number`. Each is a source of its own that the part
    /// may come from; empty: declarations are found by `number` alone.
    pub maker_numbers: Vec<MakerNumber>,
    /// The name in English or whatever language the file is in; empty: not given.
    pub name: String,
    /// The Chinese name; empty: not given.
    pub name_zh: String,
    /// The weighed mass of one piece.
    pub mass: Option<Mass>,
    /// The EU RoHS category of a product, as written; empty: not given.
    pub category: String,
    /// What is said of a product's place in the China RoHS catalogue, as written, e.g. `2018-1/1,volume=650 L`; empty: not
    /// given.
    pub china_item: String,
    /// What the part is used for, as written, e.g. `battery`, `packaging`: it holds for all inside it too. Empty: not
    /// given.
    pub applications: Vec<String>,
    /// What its own declaration describes.
    pub composition: CompositionRole,
    /// Materials of its own that the bill of materials tells.
    pub own_materials: OwnMaterials,
    /// Where it was first mentioned.
    pub place: Place,
}

impl BomPart {
    /// Returns the part `number`, mentioned at `place`, of which nothing else is known.
    pub fn new(number: String, place: Place) -> Self {
        Self {
            number,
            makers: Vec::new(),
            maker_numbers: Vec::new(),
            name: String::new(),
            name_zh: String::new(),
            mass: None,
            category: String::new(),
            china_item: String::new(),
            applications: Vec::new(),
            composition: CompositionRole::default(),
            own_materials: OwnMaterials::default(),
            place,
        }
    }
}

/// One line: a parent holds a quantity of a child. Indices are into [`Bom::parts`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BomLine {
    /// The parent.
    pub parent: usize,
    /// The child.
    pub child: usize,
    /// How much.
    pub quantity: Quantity,
    /// Where the line stands.
    pub place: Place,
}

/// A bill of materials: parts in the order of first mention, and lines in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bom {
    /// The parts.
    pub parts: Vec<BomPart>,
    /// The lines.
    pub lines: Vec<BomLine>,
}
