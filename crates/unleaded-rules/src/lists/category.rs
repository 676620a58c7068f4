//! The categories of electrical and electronic equipment of EU RoHS.

use std::fmt;

/// A category of Annex I of Directive 2011/65/EU. Categories 8 and 9 are split where dates and exemptions differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// 1: large household appliances.
    C1,
    /// 2: small household appliances.
    C2,
    /// 3: IT and telecommunications equipment.
    C3,
    /// 4: consumer equipment.
    C4,
    /// 5: lighting equipment.
    C5,
    /// 6: electrical and electronic tools.
    C6,
    /// 7: toys, leisure and sports equipment.
    C7,
    /// 8, other than in vitro diagnostic: medical devices.
    C8,
    /// 8, in vitro diagnostic medical devices.
    C8Ivd,
    /// 9, other than industrial: monitoring and control instruments.
    C9,
    /// 9, industrial monitoring and control instruments.
    C9Industrial,
    /// 10: automatic dispensers.
    C10,
    /// 11: other equipment.
    C11,
}

impl Category {
    /// All of them, in the order of the Annex.
    pub const ALL: [Self; 13] = [
        Self::C1,
        Self::C2,
        Self::C3,
        Self::C4,
        Self::C5,
        Self::C6,
        Self::C7,
        Self::C8,
        Self::C8Ivd,
        Self::C9,
        Self::C9Industrial,
        Self::C10,
        Self::C11,
    ];

    /// Parses `1` ... `8`, `8-ivd`, `9`, `9-industrial`, `10`, `11`.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.as_str() == text)
    }

    /// The token of the category.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::C1 => "1",
            Self::C2 => "2",
            Self::C3 => "3",
            Self::C4 => "4",
            Self::C5 => "5",
            Self::C6 => "6",
            Self::C7 => "7",
            Self::C8 => "8",
            Self::C8Ivd => "8-ivd",
            Self::C9 => "9",
            Self::C9Industrial => "9-industrial",
            Self::C10 => "10",
            Self::C11 => "11",
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The categories that a row is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CategoryScope {
    /// These, at least one.
    Stated(Vec<Category>),
    /// The source does not say: whether the row covers a category is not known.
    Unstated,
}

impl CategoryScope {
    /// Parses tokens separated by `|`, or `unstated`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text == "unstated" {
            return Some(Self::Unstated);
        }
        text.split('|').map(Category::parse).collect::<Option<_>>().map(Self::Stated)
    }

    /// Whether the row covers `category`; `None`: the source does not say.
    pub fn covers(&self, category: Category) -> Option<bool> {
        match self {
            Self::Stated(stated) => Some(stated.contains(&category)),
            Self::Unstated => None,
        }
    }
}
