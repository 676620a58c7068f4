//! What a judgement depends on beside documents and lists. Every option is recorded in the report.

use jiff::civil::Date;
use unleaded_model::amount::Fraction;

use crate::lists::Category;
use crate::rule_set::DEFAULT_CATEGORY;

/// How far a full composition is trusted to have left nothing out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Disclosure {
    /// What is not disclosed may be anything (the default).
    #[default]
    Strict,
    /// An accepted full composition counts as the statement that nothing listed was left out. What is lost: a listed
    /// substance inside an undisclosed share goes unseen.
    TrustFull,
}

/// The options of a judgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The date of the law: placing on the market (EU), supply (REACH), assessment (China).
    pub as_of: Date,
    /// The day whose knowledge of the lists counts; `None`: all that is known.
    pub known_on: Option<Date>,
    /// The EU RoHS category of products for which the bill of materials names none.
    pub category: Category,
    /// What the products are used for, as far as it is told, e.g. `battery`: rules for other applications are not for
    /// them.
    pub applications: Vec<String>,
    /// The limit set for China RoHS; `None`: the oldest that the date allows.
    pub china_basis: Option<String>,
    /// The day of the candidate list that is tried; `None`: that of the law.
    pub candidates_on: Option<Date>,
    /// What is said of the place in the China RoHS catalogue of products of which the bill of materials says nothing, as
    /// written; `None`: judged as if in it.
    pub china_item: Option<String>,
    /// How far the shares of a material may miss 100 %, as a fraction.
    pub closure_tolerance: Fraction,
    /// How far full compositions are trusted.
    pub disclosure: Disclosure,
}

impl Options {
    /// Half a percentage point.
    pub const CLOSURE_TOLERANCE: Fraction = Fraction::ppm(5_000);

    /// Returns the default options for `as_of`.
    pub fn new(as_of: Date) -> Self {
        Self {
            as_of,
            known_on: None,
            category: DEFAULT_CATEGORY,
            applications: Vec::new(),
            china_basis: None,
            candidates_on: None,
            china_item: None,
            closure_tolerance: Self::CLOSURE_TOLERANCE,
            disclosure: Disclosure::Strict,
        }
    }
}
