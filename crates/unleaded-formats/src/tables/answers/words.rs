//! The words of a workbook of questions.

use unleaded_model::diagnostic::Language;

use super::columns::Column;

/// The two answers.
pub(super) const YES_NO: [(&str, &str); 2] = [("yes", "是"), ("no", "否")];
/// What a concentration is a share of: the homogeneous material, the article.
pub(super) const BASES: [(&str, &str); 2] = [("material", "均质材料"), ("article", "物品")];
/// The units of concentrations.
pub(super) const SHARE_UNITS: [(&str, &str); 2] = [("%", "%"), ("ppm", "ppm")];
/// The units of masses.
pub(super) const MASS_UNITS: [(&str, &str); 5] =
    [("mg", "mg"), ("g", "g"), ("kg", "kg"), ("ug", "ug"), ("ng", "ng")];

/// What is said when a cell under `column` is chosen; at most 255 characters.
pub(super) fn hint(column: Column, language: Language) -> &'static str {
    let (en, zh) = match column {
        Column::Answer => (
            "yes or no. Leave it blank where you do not know: nothing is assumed.",
            "填写“是”或“否”。不清楚请留空，系统不会代为作答。",
        ),
        Column::Share => (
            "Where the answer is yes: the highest concentration, such as 0.15, <0.5 or 0.1-0.3.",
            "回答为“是”时填写最高浓度，例如 0.15、<0.5 或 0.1-0.3。",
        ),
        Column::ShareUnit => ("% or ppm.", "% 或 ppm。"),
        Column::Basis => (
            "What the concentration is a share of: the homogeneous material, or the article (the whole part).",
            "浓度以什么为基准：均质材料，或物品（整个部件）。",
        ),
        Column::Mass => (
            "The mass of the substance in one piece, if known; in the row `mass of one piece?` that of the piece.",
            "单件中该物质的质量，如已知；在“单件质量？”一行填写单件的质量。",
        ),
        Column::MassUnit => ("The unit of the mass left of it.", "左侧质量的单位。"),
        Column::Exemption => (
            "The exemption of EU RoHS that is claimed, such as 7(c)-I; several are separated by semicolons.",
            "所主张的欧盟 RoHS 豁免条款，如 7(c)-I；多项用分号分隔。",
        ),
        Column::Remarks => (
            "Remarks; they go into the declaration, behind the name of the entry.",
            "备注；会写入声明，前面注明条目名称。",
        ),
        Column::Part => ("Your item number of the part.", "贵司的料号。"),
        Column::Request => (
            "Tells which request this answers. Do not change it.",
            "标明所答复的请求文件，请勿修改。",
        ),
        _ => ("", ""),
    };
    language.pick(en, zh)
}

/// The help, line by line.
pub(super) fn help(language: Language) -> &'static [&'static str] {
    match language {
        Language::En => &[
            "1. Each row of the sheet `answers` is a question that only you can answer. Fill the yellow cells.",
            "2. Is the part over the threshold? Choose yes or no. Leave it blank where you do not know: it then stays open.",
            "3. Where the answer is yes, give the highest concentration with its unit, and the mass and the exemption if there are any.",
            "4. `Declared before` is what your earlier declarations say, for your information. It is not an answer to this list.",
            "5. Where a row names no entry, the list is not known here: write one row for each of its entries.",
            "6. Change only yellow cells, not the headings and not the name of the sheet. Rows may be sorted, and rows deleted stay open.",
            "7. Read it back with: unleaded reply REQUEST.xml --answers FILE.xlsx -o REPLY.xml (and the same `--from` as before)",
        ],
        Language::Zh => &[
            "1. “回答”工作表的每一行是一个只有贵司才能回答的问题。请填写黄色单元格。",
            "2. 该部件是否超过阈值？请选择“是”或“否”。不清楚请留空，该问题将保持未回答状态。",
            "3. 回答为“是”时，请填写最高浓度及单位；如有质量和豁免条款，也请填写。",
            "4. “以往声明”是贵司以往声明的内容，仅供参考，不代表对本清单的回答。",
            "5. 未注明条目的行表示此处没有该清单的条目，请为该清单的每个条目填写一行。",
            "6. 请只填写黄色单元格，勿修改表头和工作表名称。可以排序；删除的行保持未回答状态。",
            "7. 读取方法：unleaded reply 请求.xml --answers 文件.xlsx -o 答复.xml（--from 与之前相同）",
        ],
    }
}
