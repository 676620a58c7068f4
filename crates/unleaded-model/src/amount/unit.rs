//! The units that declarations use.

/// A unit of mass or of share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// `kg`.
    Kilogram,
    /// `g`.
    Gram,
    /// `mg`.
    Milligram,
    /// `ug`, `µg`.
    Microgram,
    /// `ng`.
    Nanogram,
    /// `ppm`: parts per million by mass.
    Ppm,
    /// `massPercent`, `%`.
    MassPercent,
}

impl Unit {
    /// Returns the unit that `text` names, in any letter case; `None` when it names none.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text.trim().to_lowercase().as_str() {
            "kg" | "千克" | "公斤" => Self::Kilogram,
            "g" | "gram" | "grams" | "克" => Self::Gram,
            "mg" | "毫克" => Self::Milligram,
            "ug" | "\u{b5}g" | "\u{3bc}g" | "微克" => Self::Microgram,
            "ng" | "纳克" => Self::Nanogram,
            "ppm" => Self::Ppm,
            "masspercent" | "mass%" | "wt%" | "% w/w" | "%" => Self::MassPercent,
            _ => return None,
        })
    }

    /// The spelling that IPC-1752 files use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kilogram => "kg",
            Self::Gram => "g",
            Self::Milligram => "mg",
            Self::Microgram => "ug",
            Self::Nanogram => "ng",
            Self::Ppm => "ppm",
            Self::MassPercent => "massPercent",
        }
    }

    /// The power of ten of one unit in attograms; `None` for shares.
    pub fn attogram_power(self) -> Option<i32> {
        Some(match self {
            Self::Kilogram => 21,
            Self::Gram => 18,
            Self::Milligram => 15,
            Self::Microgram => 12,
            Self::Nanogram => 9,
            Self::Ppm | Self::MassPercent => return None,
        })
    }

    /// The power of ten of one unit in the whole; `None` for masses.
    pub fn share_power(self) -> Option<i32> {
        match self {
            Self::Ppm => Some(-6),
            Self::MassPercent => Some(-2),
            _ => None,
        }
    }
}
