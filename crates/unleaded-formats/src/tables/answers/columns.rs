//! The columns of answers.

use std::sync::OnceLock;

use unleaded_model::diagnostic::Language;

use crate::tables::header::{Need, Vocabulary};

/// A column, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Part,
    Requester,
    Maker,
    List,
    Name,
    KnownAs,
    Threshold,
    Earlier,
    Question,
    Answer,
    Share,
    ShareUnit,
    Basis,
    Mass,
    MassUnit,
    Exemption,
    Remarks,
    Reason,
    Code,
    Application,
    Authority,
    CodeAuthority,
    Request,
}

impl Column {
    /// All, in their order.
    pub(super) const ALL: [Self; 23] = [
        Self::Part,
        Self::Requester,
        Self::Maker,
        Self::List,
        Self::Name,
        Self::KnownAs,
        Self::Threshold,
        Self::Earlier,
        Self::Question,
        Self::Answer,
        Self::Share,
        Self::ShareUnit,
        Self::Basis,
        Self::Mass,
        Self::MassUnit,
        Self::Exemption,
        Self::Remarks,
        Self::Reason,
        Self::Code,
        Self::Application,
        Self::Authority,
        Self::CodeAuthority,
        Self::Request,
    ];

    /// Those that whoever answers fills.
    pub(super) const TO_FILL: [Self; 8] = [
        Self::Answer,
        Self::Share,
        Self::ShareUnit,
        Self::Basis,
        Self::Mass,
        Self::MassUnit,
        Self::Exemption,
        Self::Remarks,
    ];

    /// Its heading.
    pub(super) fn title(self, language: Language) -> &'static str {
        let (en, zh) = match self {
            Self::Part => ("Part number", "料号"),
            Self::Requester => ("Customer part number", "客户料号"),
            Self::Maker => ("Maker", "制造商"),
            Self::List => ("List", "清单"),
            Self::Authority => ("List authority", "清单发布者"),
            Self::Name => ("Entry or statement", "条目或陈述"),
            Self::KnownAs => ("CAS No., Chinese name", "CAS号、中文名"),
            Self::Code => ("Code", "编号"),
            Self::CodeAuthority => ("Code authority", "编号发布者"),
            Self::Application => ("Application", "应用"),
            Self::Threshold => ("Threshold", "阈值"),
            Self::Reason => ("Why it is asked", "提问原因"),
            Self::Earlier => ("Declared before", "以往声明"),
            Self::Question => ("Question", "问题"),
            Self::Answer => ("Answer", "回答"),
            Self::Share => ("Concentration", "浓度"),
            Self::ShareUnit => ("Concentration unit", "浓度单位"),
            Self::Basis => ("Concentration in", "浓度基准"),
            Self::Mass => ("Mass", "质量"),
            Self::MassUnit => ("Mass unit", "质量单位"),
            Self::Exemption => ("RoHS exemption", "RoHS豁免条款"),
            Self::Remarks => ("Remarks", "备注"),
            Self::Request => ("Request SHA-256", "请求文件SHA-256"),
        };
        language.pick(en, zh)
    }

    /// Its width, in characters.
    pub(super) fn width(self) -> u32 {
        match self {
            Self::Name | Self::Reason => 40,
            Self::Remarks => 26,
            Self::KnownAs => 22,
            Self::Threshold | Self::Earlier | Self::Question | Self::Request => 18,
            Self::Part | Self::Requester | Self::Maker | Self::List => 16,
            Self::Exemption => 14,
            Self::Answer | Self::Mass | Self::MassUnit => 10,
            _ => 13,
        }
    }
}

pub(super) static VOCABULARY: Vocabulary<Column> = Vocabulary {
    index: OnceLock::new(),
    words: &[
        (Column::Part, "partnumber 料号"),
        (Column::Requester, "customerpartnumber 客户料号"),
        (Column::Maker, "maker 制造商"),
        (Column::List, "list 清单"),
        (Column::Authority, "listauthority 清单发布者"),
        (Column::Name, "entryorstatement entry statement 条目或陈述"),
        (Column::KnownAs, "casnochinesename cas号中文名 cas号、中文名"),
        (Column::Code, "code 编号"),
        (Column::CodeAuthority, "codeauthority 编号发布者"),
        (Column::Application, "application 应用"),
        (Column::Threshold, "threshold 阈值"),
        (Column::Reason, "whyitisasked 提问原因"),
        (Column::Earlier, "declaredbefore 以往声明"),
        (Column::Question, "question 问题"),
        (Column::Answer, "answer 回答"),
        (Column::Share, "concentration 浓度"),
        (Column::ShareUnit, "concentrationunit 浓度单位"),
        (Column::Basis, "concentrationin 浓度基准"),
        (Column::Mass, "mass 质量"),
        (Column::MassUnit, "massunit 质量单位"),
        (Column::Exemption, "rohsexemption exemption rohs豁免条款 豁免条款"),
        (Column::Remarks, "remarks 备注"),
        (Column::Request, "requestsha256 请求文件sha256"),
    ],
    repeatable: &[],
    amounts: &[],
    unused: &[],
};

/// What rows of answers can't do without.
pub(super) const NEEDS: &[Need<Column>] = &[
    Need {
        any_of: &[Column::Part, Column::Requester],
        what: "the part number (料号)",
        name: "Part number",
        heading_zh: "料号",
    },
    Need {
        any_of: &[Column::Name],
        what: "the entry or statement (条目或陈述)",
        name: "Entry or statement",
        heading_zh: "条目或陈述",
    },
    Need {
        any_of: &[Column::Answer],
        what: "the answer (回答)",
        name: "Answer",
        heading_zh: "回答",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::header::Header;
    use crate::tables::rows::{Row, Spots};
    use unleaded_model::diagnostic::FileName;

    #[test]
    fn headings_that_are_written_are_read() {
        for language in [Language::En, Language::Zh] {
            let cells =
                Column::ALL.iter().map(|column| column.title(language).to_owned()).collect();
            let spots = Spots::Text { file: FileName::new(""), spans: Vec::new() };
            let header = Header::with(&Row::new(cells, spots), &VOCABULARY, &[]);
            for (column, at) in Column::ALL.into_iter().zip(0..) {
                assert_eq!(header.column(column), Some(at), "{}", column.title(language));
            }
        }
    }
}
