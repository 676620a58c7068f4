//! Lists, limits and exemptions with editions, and verdicts as of a date.
//!
//! [`resolve`] turns the documents of a part into its composition: what is disclosed, what may be
//! anything, what statements exclude. [`judge`] looks at every place of a part under one [`RuleSet`].
//! [`combine`] puts the parts of a product together into a [`Verdict`]. A verdict is a function of
//! (documents, list editions, [`Options`]); nothing here reads a clock or a file, and nothing knows
//! how parts are nested.

pub mod listed;
pub mod lists;

mod answer;
mod catalogue;
mod compose;
mod composition;
mod contradiction;
mod disclosure;
mod doubt;
mod exemption;
mod judge;
mod meaning;
mod options;
mod reason;
mod resolve;
mod rule_set;
mod shares;
mod statement;
mod value;
mod verdict;

pub use self::answer::{AnswerableList, EntryAnswer};
pub use self::catalogue::{Fit, ItemError, Scope, StatedItem, StatedValue};
pub use self::composition::{
    Article, Bound, Composition, Content, Disclosed, Doubt, EntryClaims, Member, PartComposition,
    PlacedMaterial, Says, Told,
};
pub use self::disclosure::{
    ListStanding, entries_of, is_disclosed, list_standing, name_contradicts,
};
pub use self::exemption::{
    AppliedExemption, ClaimKey, ClaimOutcome, Ending, Force, Permitted, Standing, State, claim_key,
    ending, endings, permitted, standing,
};
pub use self::judge::{
    At, Counted, Covered, Finding, Held, InProduct, Judge, JudgedClaim, Known, OpenPlace, Origin,
    OverPlace, PartJudgement, PartKind, PlaceAt, PlaceStatus, Purpose, ValuedPlace, foreign_claims,
    judge, judge_covered, judge_missing, judge_product, judge_unaccounted, purpose,
};
pub use self::meaning::{Meaning, meaning};
pub use self::options::{Disclosure, Options};
pub use self::reason::Reason;
pub use self::resolve::{Acceptance, Amounts, PartDocument, Vouched, resolve, undeclared};
pub use self::rule_set::{
    Beyond, ClassesKnow, DEFAULT_CATEGORY, Expressed, Intended, Kind, Law, Members, RuleEntry,
    RuleSet, RuleSetError, china_rohs, eu_rohs, headers, listed, next_change, reach_svhc,
};
pub use self::value::{PlaceValues, counted, material_values};
pub use self::verdict::{Counts, PlacedClaim, PlacedFinding, Status, Verdict, combine};
