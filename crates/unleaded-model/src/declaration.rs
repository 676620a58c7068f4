//! What a supplier says of parts: the typed view of one document.
//!
//! A reader fills these types from bytes; the bytes themselves are kept elsewhere, since they are what
//! was signed. Text stays as written; numbers are kept raw beside their value.

use crate::amount::{FractionRange, MassRange};
use crate::diagnostic::Place;
use crate::identity::{Cas, Ec};

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
    /// A table of compositions in comma-separated values.
    Csv,
    /// IPC-1752A XML, namespace `http://webstds.ipc.org/175x/2.0`.
    Ipc1752a,
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

/// An organisation as a document names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Company {
    /// The name; empty: not given.
    pub name: String,
    /// Identifiers: (authority, identity), both as written; the authority may be empty.
    pub ids: Vec<(String, String)>,
}

/// A person or office to write to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// The person's or office's name.
    pub name: String,
    /// The title, if any.
    pub title: String,
    /// E-mail addresses, as written.
    pub emails: Vec<String>,
    /// Telephone numbers, as written.
    pub phones: Vec<String>,
}

/// The legal text of a declaration and whether the supplier accepted it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Legal {
    /// `Standard` or the supplier's own type, as written.
    pub kind: String,
    /// The text.
    pub text: String,
    /// Whether the supplier accepted it; `None`: not stated.
    pub accepted: Option<bool>,
    /// The statement about uncertainty; empty: none.
    pub uncertainty: String,
}

/// What stands once per document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The form of the document.
    pub format: Format,
    /// The classes that it says it holds; empty: it does not say.
    pub classes: Vec<Class>,
    /// The mode as written: `Distribute`, `Request/Reply`; empty: not given.
    pub mode: String,
    /// The date of the declaration as written; empty: not given.
    pub date_raw: String,
    /// The same, where it is a date. `2014-05-22-00-00` (met in real files) is read as 2014-05-22.
    pub date: Option<jiff::civil::Date>,
    /// The document's own identifier; empty: none.
    pub document_id: String,
    /// Who declares.
    pub supplier: Company,
    /// Who asked; `None` in mode `Distribute`.
    pub requester: Option<Company>,
    /// Who authorised the declaration.
    pub authorizer: Option<Contact>,
    /// Whom to ask.
    pub contact: Option<Contact>,
    /// The legal text.
    pub legal: Option<Legal>,
    /// Remarks on the whole document.
    pub comment: String,
    /// Elements that the reader does not know, byte for byte.
    pub kept: Vec<Kept>,
}

impl Header {
    /// Returns the header of a document that says nothing about itself.
    pub fn empty(format: Format) -> Self {
        Self {
            format,
            classes: Vec::new(),
            mode: String::new(),
            date_raw: String::new(),
            date: None,
            document_id: String::new(),
            supplier: Company::default(),
            requester: None,
            authorizer: None,
            contact: None,
            legal: None,
            comment: String::new(),
            kept: Vec::new(),
        }
    }
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
    pub mass: Option<Stated<MassRange>>,
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
    /// What it says list by list (class C).
    pub lists: Vec<ListAnswers>,
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
        self.items.iter().find_map(|item| item.mass.as_ref())
    }
}

/// A homogeneous material of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Material {
    /// The layer or subpart that it belongs to, where that is not an article of its own; empty: none.
    pub subpart: String,
    /// Its name.
    pub name: String,
    /// Its material group (`M-011`), as written; empty: not given.
    pub group: String,
    /// Its mass in one piece of the part.
    pub mass: Option<Stated<MassRange>>,
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
    pub ec: Option<Ec>,
    /// The level of the entry in its category list (`Supplier` ...), as written.
    pub level: String,
    /// Its mass in one piece of the part, as printed.
    pub mass: Option<Stated<MassRange>>,
    /// Its share of the material, as printed.
    pub share: Option<Stated<FractionRange>>,
    /// Its share of the whole part, as printed.
    pub share_of_part: Option<Stated<FractionRange>>,
    /// Why it is there.
    pub intent: Intent,
    /// Exemptions claimed for this substance here.
    pub exemptions: Vec<ExemptionClaim>,
    /// Remarks.
    pub comment: String,
    /// Elements that the reader does not know.
    pub kept: Vec<Kept>,
    /// Where it stands.
    pub place: Place,
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
    pub share_of_material: Option<Stated<FractionRange>>,
    /// The worst concentration in the part, where given.
    pub share_of_part: Option<Stated<FractionRange>>,
    /// The mass in the part, where given.
    pub mass: Option<Stated<MassRange>>,
    /// Exemptions claimed for this entry.
    pub exemptions: Vec<ExemptionClaim>,
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
