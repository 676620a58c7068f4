//! The columns that are written.

use unleaded_model::diagnostic::Language;

/// A column, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::tables) enum Field {
    /// The item number.
    Part,
    /// The name of the part.
    PartName,
    /// Its maker.
    Maker,
    /// The date of the declaration.
    Date,
    /// The mass of one piece.
    PartMass,
    /// Its unit.
    PartMassUnit,
    /// The layer or component that the material belongs to.
    Subpart,
    /// The homogeneous material.
    Material,
    /// Its group in IEC 62474.
    Group,
    /// Its mass in one piece.
    MaterialMass,
    /// Its unit.
    MaterialMassUnit,
    /// The substance.
    Substance,
    /// Its CAS number, or what stands for one.
    Cas,
    /// Its EC number.
    Ec,
    /// Its share of the material, or its mass.
    Content,
    /// The unit of that.
    Unit,
    /// Its mass, where its share is given too.
    Mass,
    /// The unit of that.
    MassUnit,
    /// Its share of the part, in per cent.
    ShareOfPart,
    /// The same in parts per million.
    ShareOfPartPpm,
    /// Why it is there.
    Intent,
    /// The exemptions claimed.
    Exemption,
}

impl Field {
    /// The columns that every table has.
    pub(super) const ALWAYS: [Self; 6] =
        [Self::Part, Self::Material, Self::Substance, Self::Cas, Self::Content, Self::Unit];

    /// The heading in delimited text.
    pub(super) fn heading(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::PartName => "part_name",
            Self::Maker => "maker",
            Self::Date => "date",
            Self::PartMass => "part_mass",
            Self::PartMassUnit => "part_mass_unit",
            Self::Subpart => "subpart",
            Self::Material => "material",
            Self::Group => "material_group",
            Self::MaterialMass => "material_mass",
            Self::MaterialMassUnit => "material_mass_unit",
            Self::Substance => "substance",
            Self::Cas => "cas",
            Self::Ec => "ec",
            Self::Content => "content",
            // Units stand right of their amounts; two columns may have the same name.
            Self::Unit | Self::MassUnit => "unit",
            Self::Mass => "substance_mass",
            Self::ShareOfPart => "mass_pct_of_total",
            Self::ShareOfPartPpm => "share_of_part_ppm",
            Self::Intent => "intent",
            Self::Exemption => "exemption",
        }
    }

    /// The heading in a workbook.
    pub(in crate::tables) fn title(self, language: Language) -> &'static str {
        let (en, zh) = match self {
            Self::Part => ("Part number", "料号"),
            Self::PartName => ("Part name", "部件名称"),
            Self::Maker => ("Maker", "制造商"),
            Self::Date => ("Date", "声明日期"),
            Self::PartMass => ("Part mass", "部件质量"),
            Self::PartMassUnit => ("Part mass unit", "部件质量单位"),
            Self::Subpart => ("Subpart", "组成部分"),
            Self::Material => ("Homogeneous material", "均质材料"),
            Self::Group => ("Material group", "材料类别"),
            Self::MaterialMass => ("Material mass", "材料质量"),
            Self::MaterialMassUnit => ("Material mass unit", "材料质量单位"),
            Self::Substance => ("Substance", "物质名称"),
            Self::Cas => ("CAS No.", "CAS号"),
            Self::Ec => ("EC No.", "EC号"),
            Self::Content => ("Content", "含量"),
            Self::Unit | Self::MassUnit => ("Unit", "单位"),
            Self::Mass => ("Substance mass", "物质质量"),
            Self::ShareOfPart => ("% of part", "占部件百分比"),
            Self::ShareOfPartPpm => ("Share of part (ppm)", "占部件比例(ppm)"),
            Self::Intent => ("Intentionally added", "是否有意添加"),
            Self::Exemption => ("RoHS exemption", "RoHS豁免条款"),
        };
        language.pick(en, zh)
    }

    /// The width in a workbook, in characters.
    pub(in crate::tables) fn width(self) -> u32 {
        match self {
            Self::PartName | Self::Substance | Self::Group => 28,
            Self::Part | Self::Maker | Self::Material | Self::Subpart => 20,
            Self::Cas | Self::Ec | Self::Date | Self::Exemption => 14,
            _ => 12,
        }
    }
}
