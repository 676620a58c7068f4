//! XML as a stream of steps, for every format that is written in it: well-formed, bounded, with places.
//!
//! Each defect of the XML itself is reported here; what a format means is left to the format.

pub(crate) use self::puller::{Belongs, Puller, Step, Stopped};

pub(crate) use self::unescape::is_allowed;

mod attributes;
mod guard;
mod namespaces;
mod puller;
mod scan;
mod unescape;
mod window;

/// Elements that may be nested.
pub(crate) const MAX_DEPTH: usize = 256;
/// Attributes of one element.
pub(crate) const MAX_ATTRIBUTES: usize = 1_000;
/// Bytes of one attribute value.
pub(crate) const MAX_VALUE: usize = 1 << 20;
/// Bytes of one tag, text, comment or processing instruction.
pub(crate) const MAX_EVENT: usize = 16 << 20;
