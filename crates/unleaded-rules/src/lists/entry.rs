//! How a rule, a class or a foreign list names an entry of our lists.

use std::fmt;

/// An entry of a list, as other tables refer to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKey {
    /// A restricted substance or group by its key: `Pb`, `Cr6`, `PBDE`, `DEHP` ... The key is shared by EU RoHS and
    /// China RoHS and is the group's name in the member table.
    Group(String),
    /// An entry of a list of rules: the position of the list, and that of the entry in it.
    Listed(u16, u16),
    /// An entry of the candidate list by its number in the shipped edition, written `svhc:65`.
    Svhc(u16),
}

impl EntryKey {
    /// Parses `Pb` or `svhc:65`; `None` when it is empty or the number is none. Whether the entry exists is for the
    /// caller to check.
    pub fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix("svhc:") {
            Some(number) => number.parse().ok().map(Self::Svhc),
            None if text.is_empty() => None,
            None => Some(Self::Group(text.to_owned())),
        }
    }
}

impl fmt::Display for EntryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Group(key) => f.write_str(key),
            Self::Listed(list, number) => write!(f, "list {list}:{number}"),
            Self::Svhc(number) => write!(f, "svhc:{number}"),
        }
    }
}
