//! Signed reports: what their statement commits to, how it is checked down to the leaves that are at hand, and how one input is
//! proven to a customer without the others. `docs/formats/aggregate.md` describes them.
//!
//! A report names everything that it was made from by SHA-256, and its signature covers its bytes. So whatever is looked
//! for is looked for by its content, wherever it lies and whatever it is called.

pub use self::again::{Again, Difference};
pub use self::children::{Child, Counts, Lower, State};
pub use self::claim::{Disagreement, claim, inputs, made_from};
pub use self::proof::{Proof, prove};
pub use self::shelf::Shelf;
pub use self::sources::{Source, SourceKind};
pub use self::taken_back::TakenBack;
pub use self::tiers::{About, Checked, Deep, Named, Signed, Tier, check};

mod again;
mod children;
mod claim;
mod proof;
mod shelf;
mod sources;
mod taken_back;
mod tiers;
