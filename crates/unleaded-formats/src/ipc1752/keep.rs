//! Paths of what is kept.

use std::fmt::Write as _;

use super::vocabulary::{KINDS, Kind};
pub(super) use crate::remarks::Remarks;

/// What stands before the name of an element that is of another namespace, and would be known in that of the format.
pub(super) const FOREIGN: &str = "*:";

/// The step of a path that the signature of a document is, whatever its prefix.
pub(super) const SIGNATURE: &str = "ds:Signature";

/// An open element.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) kind: Kind,
    /// Its place among the elements of its kind in its parent, from 1.
    index: u16,
    /// How many of each kind it holds so far.
    children: [u16; KINDS],
}

impl Frame {
    pub(super) fn new(kind: Kind, index: u16) -> Self {
        Self { kind, index, children: [0; KINDS] }
    }

    /// Counts a child and returns its place among those of its kind, from 1.
    pub(super) fn count(&mut self, kind: Kind) -> u16 {
        let count = &mut self.children[kind as usize];
        *count = count.saturating_add(1);
        *count
    }
}

/// Returns the path of element names from the root to `last`. Where a container stands several times in one parent, the
/// second one is `Name[2]`.
pub(super) fn path(frames: &[Frame], last: &str) -> String {
    let steps = frames.iter().map(|frame| frame.kind.name().len() + 1);
    let mut path = String::with_capacity(steps.sum::<usize>() + last.len());
    for frame in frames {
        push_segment(frame.kind, frame.index, &mut path);
        path.push('/');
    }
    path.push_str(last);
    path
}

/// Returns the step of a path that an element of `kind` is, the `index`th of its kind in its parent.
pub(super) fn segment(kind: Kind, index: u16) -> String {
    let mut segment = String::new();
    push_segment(kind, index, &mut segment);
    segment
}

fn push_segment(kind: Kind, index: u16, path: &mut String) {
    path.push_str(kind.name());
    if index > 1 && !kind.owns_what_is_kept() {
        // Writing to a string can't fail.
        let _ = write!(path, "[{index}]");
    }
}
