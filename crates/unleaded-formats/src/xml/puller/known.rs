//! What is known of the last piece without looking at it again.

/// What is known of the characters of the last piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// Nothing.
    Any,
    /// They are in ASCII and in one line, and XML allows them all.
    AsciiLine,
}

/// What may be in the last start tag; what is not need not be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Traits {
    /// A prefix in a name.
    pub(super) prefixes: bool,
    /// A reference, or white space that is not a blank, in a value.
    pub(super) references: bool,
    /// A declaration of a namespace.
    pub(super) binds: bool,
}

impl Traits {
    /// Anything.
    pub(super) const ANY: Self = Self { prefixes: true, references: true, binds: true };
}
