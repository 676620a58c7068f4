//! The workspace on disk: documents under the hash of their bytes, and an index that can always be made again from them.
//!
//! The files are the truth: plain, in folders that version control can hold. What is in `.unleaded` is a cache and may be
//! deleted at any time. A document appears with all that belongs to it or not at all, nothing that is there is replaced,
//! and one process writes at a time.

pub mod disk;
mod error;
mod hash;
mod index;
mod listing;
mod lock;
mod settings;
mod shelf;
mod sound;
mod workspace;

pub use self::error::StoreError;
pub use self::hash::{Hashed, Sha256};
pub use self::index::pieces::Piece;
pub use self::index::record::{About, FileRecord, Offered, Record};
pub use self::index::{Index, Made, SCHEMA_VERSION};
pub use self::listing::{Changes, Entry, Kind, Listing, Stamp};
pub use self::lock::{Lock, Patience};
pub use self::settings::{FILES, Named, Settings};
pub use self::shelf::{Kept, Package, Settled, Shelf, Staged};
pub use self::sound::{Fault, leftovers};
pub use self::workspace::{Initial, Workspace};
