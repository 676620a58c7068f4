//! What a supplier says of parts: the typed view of one document.
//!
//! A reader fills these types from bytes; the bytes themselves are kept elsewhere, since they are what
//! was signed. Text stays as written; numbers are kept raw beside their value.

use std::borrow::Cow;

use crate::amount::{FractionRange, MassRange};
use crate::diagnostic::Place;
use crate::identity::{Cas, Ec};

mod admission;
mod claimed;
mod header;
mod printed;
mod threshold;
mod unread;

pub use self::claimed::ClaimedLaw;
pub use self::header::{Company, Contact, Header, HeaderPlaces, Legal, Request};

/// The class of an IPC-1752 declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Answers to queries.
    A,
    /// Material groups by mass.
    B,
    /// Substance categories of a list, over or under a threshold.
    C,
    /// Full composition by homogeneous material.
    D,
}

/// The form that a document has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// A chemSHERPA article or chemical file (`.shai`, `.shci`): an archive of IEC 62474 XML.
    ChemSherpa,
    /// A table of compositions in comma-separated values.
    Csv,
    /// IEC 62474 XML, namespace `http://std.iec.ch/iec62474`.
    Iec62474,
    /// IPC-1752A XML, namespace `http://webstds.ipc.org/175x/2.0`.
    Ipc1752a,
    /// IPC-1752B XML, namespace `https://webstds.ipc.org/175x/1752B/1752B`.
    Ipc1752b,
    /// A table of compositions in an Office Open XML workbook.
    Xlsx,
}

/// A number as printed and the amount it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated<T> {
    /// The text of the number.
    pub raw: String,
    /// The amount.
    pub value: T,
    /// Half a unit of the last printed place: how far the printed number may be rounded.
    pub rounding: T,
    /// Where it is printed.
    pub place: Place,
}

/// A file that travels inside a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its name, as written; never used as a path.
    pub name: String,
    /// Its type, as written.
    pub media_type: String,
    /// Its bytes in base 64, as written; not decoded.
    pub data: String,
    /// Where it stands.
    pub place: Place,
}

/// Something in the document that the reader does not know, kept as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Path of element names from the root, e.g. `MainDeclaration/Product/Coating`.
    pub path: String,
    /// The bytes of the element as text.
    pub raw: String,
    /// Where it stands.
    pub place: Place,
}

/// One identity of a declared part; a declaration applies to each of its identities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The maker's number of the part; empty: not given.
    pub number: String,
    /// The maker's name of the part.
    pub name: String,
    /// The maker, where the document names one per part (tables do); empty: the document's supplier.
    pub maker: String,
    /// The version of the part.
    pub version: String,
    /// The manufacturing site.
    pub site: String,
    /// The requester's number of the part.
    pub requester_number: String,
    /// The requester's name of the part.
    pub requester_name: String,
    /// The mass of one piece.
    pub mass: Option<Box<Stated<MassRange>>>,
    /// Where it stands.
    pub place: Place,
}

/// A part as a document declares it: a product, or a sub-product of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredPart {
    /// Its identities; at least one in a usable declaration.
    pub items: Vec<Item>,
    /// `Each` or another unit type, as written.
    pub unit_type: String,
    /// The number of instances, as written; empty: not given.
    pub instances: String,
    /// Remarks.
    pub comment: String,
    /// The homogeneous materials of the part itself.
    pub materials: Vec<Material>,
    /// The parts inside it.
    pub subparts: Vec<DeclaredPart>,
    /// What it says list by list (class C). A list without answers is what a request asks to be answered.
    pub lists: Vec<ListAnswers>,
    /// What it answers to queries (class A).
    pub queries: Vec<QueryList>,
    /// Its masses by material group (class B).
    pub groups: Vec<MaterialGroup>,
    /// Files that belong to it.
    pub attachments: Vec<Attachment>,
    /// Exemptions claimed for the whole part.
    pub exemptions: Vec<ExemptionClaim>,
    /// Elements that the reader does not know.
    pub kept: Vec<Kept>,
    /// Where it stands.
    pub place: Place,
}

impl DeclaredPart {
    /// The first item number that is not empty.
    pub fn number(&self) -> Option<&str> {
        self.items.iter().map(|item| item.number.as_str()).find(|number| !number.is_empty())
    }

    /// The mass of one piece, from the first identity that states one.
    pub fn mass(&self) -> Option<&Stated<MassRange>> {
        self.items.iter().find_map(|item| item.mass.as_deref())
    }

    /// Whether materials of it, or of a part inside it, may be left out with what is in them.
    pub fn is_selective(&self) -> bool {
        let is_part = |extent| matches!(extent, Extent::Listed | Extent::Loose);
        self.materials.iter().any(|material| is_part(material.extent))
            || self.subparts.iter().any(Self::is_selective)
    }

    /// The part, with the mass of each material that states only its share of the part derived from that share.
    pub fn with_material_masses(&self) -> Cow<'_, Self> {
        let derived = |material: &Material, whole| match material.mass {
            Some(_) => None,
            None => material.mass_in(whole),
        };
        let Some(whole) = self.mass().filter(|whole| {
            self.materials.iter().any(|material| derived(material, whole).is_some())
        }) else {
            return Cow::Borrowed(self);
        };
        let mut part = self.clone();
        for material in &mut part.materials {
            material.mass = material.mass_in(whole);
        }
        Cow::Owned(part)
    }
}

/// How much of a material a document tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// All of a homogeneous material, by statement: a substance is told as what the others leave (`balance`).
    Closed,
    /// Some substances of a homogeneous material; the format asks for listed ones only, so the rest may be left out.
    Listed,
    /// Substances of a part that are told without the materials that they are in: no homogeneous material at all.
    Loose,
    /// All of a homogeneous material.
    Whole,
}

/// A homogeneous material of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Material {
    /// How much of it is told; where it is [`Extent::Loose`] there is no name, mass or share.
    pub extent: Extent,
    /// The layer or subpart that it belongs to, where that is not an article of its own; empty: none.
    pub subpart: String,
    /// Its name.
    pub name: String,
    /// Its material group (`M-011`), as written; empty: not given.
    pub group: String,
    /// Its mass in one piece of the part.
    pub mass: Option<Box<Stated<MassRange>>>,
    /// Its share of the part, as printed; the mass of a material that states none follows from it.
    pub share_of_part: Option<Box<Stated<FractionRange>>>,
    /// What it is made of.
    pub substances: Vec<DeclaredSubstance>,
    /// Exemptions claimed for this material.
    pub exemptions: Vec<ExemptionClaim>,
    /// Remarks.
    pub comment: String,
    /// Elements that the reader does not know.
    pub kept: Vec<Kept>,
    /// Where it stands.
    pub place: Place,
}

impl Material {
    /// Its mass in a part of mass `whole`: as stated, else what its share of the part comes to.
    pub fn mass_in(&self, whole: &Stated<MassRange>) -> Option<Box<Stated<MassRange>>> {
        if self.mass.is_some() {
            return self.mass.clone();
        }
        let share = self.share_of_part.as_ref()?;
        Some(Box::new(Stated {
            raw: share.raw.clone(),
            value: whole.value.times(share.value)?,
            rounding: whole
                .value
                .times(share.rounding)?
                .plus(whole.rounding.times(share.value)?)?,
            place: share.place.clone(),
        }))
    }
}

/// Why a substance is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Intent {
    /// Impurity.
    Impurity,
    /// Intentionally added.
    Intended,
    /// Not stated; rules treat it as intended.
    Unknown,
}

/// A substance of a material.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredSubstance {
    /// The name as written; may be a placeholder such as `proprietary`.
    pub name: String,
    /// The identifier column or attribute as written: a CAS number, a placeholder, or empty.
    pub id_raw: String,
    /// The authority of the identifier as written; empty: not given.
    pub id_authority: String,
    /// The CAS number, where the identifier is one.
    pub cas: Option<Cas>,
    /// The EC number, where the identifier is one.
    pub ec: Option<Box<Ec>>,
    /// The level of the entry in its category list (`Supplier` ...), as written.
    pub level: String,
    /// Its mass in one piece of the part, as printed.
    pub mass: Option<Box<Stated<MassRange>>>,
    /// Its share of the material, as printed; of the material that it is in, where that is not told.
    pub share: Option<Box<Stated<FractionRange>>>,
    /// Its share of the whole part, as printed.
    pub share_of_part: Option<Box<Stated<FractionRange>>>,
    /// Whether an amount is printed that can't be read or has no bound; a diagnostic tells it where it stands.
    pub has_unread_amount: bool,
    /// Why it is there.
    pub intent: Intent,
    /// What it is used for here, as written; empty: not given.
    pub use_description: String,
    /// Exemptions claimed for this substance here.
    pub exemptions: Vec<ExemptionClaim>,
    /// Remarks.
    pub comment: String,
    /// Elements that the reader does not know.
    pub kept: Vec<Kept>,
    /// What is said of it instead of its identity; `None`: its identity is not kept back in a redacted copy.
    pub withheld: Option<Box<Withheld>>,
    /// Where it stands.
    pub place: Place,
}

/// What a supplier says of a substance whose identity a redacted copy keeps back. The name and the numbers beside it say nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    /// The lists, edition included, on none of whose entries the substance is, by statement: `EUREACH-0625`. Empty: it may be
    /// on any.
    pub not_on: Vec<String>,
}

/// A claim of a legal permission by its name in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExemptionClaim {
    /// The authority of the exemption list; empty: not given.
    pub authority: String,
    /// The identity of the exemption list, e.g. `EL2011/534/EU`; empty: not given, which is read as EU RoHS.
    pub list: String,
    /// The exemption, as written: `7(c)-I`.
    pub id: String,
    /// Where it stands.
    pub place: Place,
}

/// What a part says about the entries of one list edition (class C).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListAnswers {
    /// The authority of the list: `IPC`, `IEC_62474`.
    pub authority: String,
    /// The identity of the list, edition included: `EUREACH-0624`, `EUROHS-1907`.
    pub identity: String,
    /// The answers, in document order.
    pub answers: Vec<Answer>,
    /// Where the list stands.
    pub place: Place,
}

/// What a part says about one entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The name of the entry, as written. Not unique inside a list.
    pub name: String,
    /// The reportable application, as written; `All` or empty: every application.
    pub application: String,
    /// The authority of the entry's code.
    pub code_authority: String,
    /// The entry's code: a serial number inside its list, not a CAS number; empty before Amendment 3.
    pub code: String,
    /// Whether the threshold is exceeded; `None`: not stated.
    pub over: Option<bool>,
    /// The threshold in words, verbatim.
    pub threshold: String,
    /// The worst concentration in a homogeneous material, where given.
    pub share_of_material: Option<Box<Stated<FractionRange>>>,
    /// The worst concentration in the part, where given.
    pub share_of_part: Option<Box<Stated<FractionRange>>>,
    /// The mass in the part, where given.
    pub mass: Option<Box<Stated<MassRange>>>,
    /// Exemptions claimed for this entry.
    pub exemptions: Vec<ExemptionClaim>,
    /// Elements that the reader does not know.
    pub kept: Vec<Kept>,
    /// Where it stands.
    pub place: Place,
}

/// Answers to the queries of one list (class A).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryList {
    /// The authority of the list.
    pub authority: String,
    /// The identity of the list, edition included.
    pub identity: String,
    /// The queries, in document order.
    pub queries: Vec<Query>,
    /// Where the list stands.
    pub place: Place,
}

/// One query and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// The authority of the query's code.
    pub code_authority: String,
    /// The query's code inside its list; empty before Amendment 3 of IPC-1752A.
    pub code: String,
    /// The statement that is asked about, as written.
    pub statement: String,
    /// The answer, as written; empty: not answered.
    pub response: String,
    /// Elements that the reader does not know.
    pub kept: Vec<Kept>,
    /// Where it stands.
    pub place: Place,
}

impl Query {
    /// Whether the statement is said to be true; `None`: not answered, or not with a yes or no.
    pub fn is_affirmed(&self) -> Option<bool> {
        match self.response.trim().to_lowercase().as_str() {
            "true" | "yes" | "y" | "1" | "是" => Some(true),
            "false" | "no" | "n" | "0" | "否" => Some(false),
            _ => None,
        }
    }
}

/// The mass of one material group of a part (class B).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaterialGroup {
    /// The authority of the vocabulary; empty: not given.
    pub authority: String,
    /// The code of the group (`M-011`); empty: not given.
    pub code: String,
    /// The name of the group, as written.
    pub name: String,
    /// Its mass in one piece of the part.
    pub mass: Option<Box<Stated<MassRange>>>,
    /// Its share of the part.
    pub share_of_part: Option<Box<Stated<FractionRange>>>,
    /// Remarks.
    pub comment: String,
    /// Elements that the reader does not know.
    pub kept: Vec<Kept>,
    /// Where it stands.
    pub place: Place,
}

/// A whole document: its header and its products.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// What stands once.
    pub header: Header,
    /// The declared products, in document order.
    pub products: Vec<DeclaredPart>,
}
