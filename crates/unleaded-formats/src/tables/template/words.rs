//! The words of the template.

use unleaded_model::diagnostic::Language;

use crate::tables::writer::fields::Field;

/// The columns that must be filled.
pub(super) const NEEDED: [Field; 5] =
    [Field::Part, Field::Material, Field::Substance, Field::Content, Field::Unit];

/// The units: two of shares, then those of masses.
pub(super) const UNITS: [&str; 7] = ["%", "ppm", "mg", "g", "kg", "ug", "ng"];

/// Why a substance is there.
pub(super) const INTENTS: [(&str, &str); 2] = [("intended", "有意添加"), ("impurity", "杂质")];

/// The material classes of IEC 62474: code, English and Chinese name.
pub(super) const GROUPS: [(&str, &str, &str); 15] = [
    ("M-001", "Stainless steel", "不锈钢"),
    ("M-002", "Other ferrous alloys, non-stainless steels", "其他铁合金、非不锈钢"),
    ("M-003", "Aluminium and its alloys", "铝及其合金"),
    ("M-004", "Copper and its alloys", "铜及其合金"),
    ("M-005", "Magnesium and its alloys", "镁及其合金"),
    ("M-006", "Nickel and its alloys", "镍及其合金"),
    ("M-007", "Zinc and its alloys", "锌及其合金"),
    ("M-008", "Precious metals", "贵金属"),
    ("M-009", "Other non-ferrous metals and alloys", "其他非铁金属及合金"),
    ("M-010", "Ceramics, glass", "陶瓷、玻璃"),
    ("M-011", "Other inorganic materials", "其他无机材料"),
    ("M-012", "Polyvinyl chloride (PVC)", "聚氯乙烯（PVC）"),
    ("M-013", "Other thermoplastics", "其他热塑性塑料"),
    ("M-014", "Other plastics and rubber", "其他塑料和橡胶"),
    ("M-015", "Other organic materials", "其他有机材料"),
];

/// What is said when a cell under `field` is chosen; at most 255 characters.
pub(super) fn hint(field: Field, language: Language) -> &'static str {
    let (en, zh) = match field {
        Field::Part => (
            "Your item number of the part. A blank cell means the same part as above.",
            "部件的料号。留空表示与上一行相同。",
        ),
        Field::PartName => ("The name of the part.", "部件名称。"),
        Field::PartMass => {
            ("The mass of one piece, once per part.", "单件质量，每个部件填写一次。")
        }
        Field::PartMassUnit | Field::MaterialMassUnit => {
            ("The unit of the mass left of it.", "左侧质量的单位。")
        }
        Field::Subpart => (
            "The layer or component that the material is in, where there are several: lead frame, coating.",
            "材料所在的层或组成部分（如引线框架、镀层），没有可留空。",
        ),
        Field::Material => (
            "The homogeneous material: what can't be taken apart by mechanical means. A blank cell means the same as above.",
            "均质材料，即不能用机械方法再拆分的材料。留空表示与上一行相同。",
        ),
        Field::Group => {
            ("The material class of IEC 62474, if known.", "IEC 62474 材料类别，如已知。")
        }
        Field::MaterialMass => (
            "The mass of the material in one piece, once per material.",
            "单件中该材料的质量，每种材料填写一次。",
        ),
        Field::Substance => (
            "The substance. Write `proprietary` for what you do not disclose.",
            "物质名称。不披露的请填写“保密”。",
        ),
        Field::Cas => ("The CAS number, such as 7439-92-1.", "CAS号，例如 7439-92-1。"),
        Field::Content => (
            "The share of the substance in the material, or its mass: 12.5, <0.1 or 5-10. The shares of a material sum to 100 %.",
            "物质占该均质材料的比例或其质量：12.5、<0.1 或 5-10。同一材料各物质比例之和为 100 %。",
        ),
        Field::Unit => {
            ("% or ppm of the material, or a unit of mass.", "占材料的 % 或 ppm，或质量单位。")
        }
        Field::Intent => ("Whether the substance was added on purpose.", "物质是否为有意添加。"),
        Field::Exemption => (
            "The exemption of EU RoHS that is claimed, such as 7(c)-I; several are separated by semicolons.",
            "所主张的欧盟 RoHS 豁免条款，如 7(c)-I；多项用分号分隔。",
        ),
        _ => ("", ""),
    };
    language.pick(en, zh)
}

/// The help, line by line.
pub(super) fn help(language: Language) -> &'static [&'static str] {
    match language {
        Language::En => &[
            "1. Fill the sheet `composition`: one row per substance. Blue headings must be filled.",
            "2. A blank part number or material means the same as in the row above.",
            "3. Give the content of each substance in its homogeneous material; the shares of a material sum to 100 %.",
            "4. Write `proprietary` for a substance that you do not disclose, with its share.",
            "5. Fill the sheet `declaration`: who declares, when, and whom to ask.",
            "6. Do not rename the headings or the sheet `declaration`; other columns and sheets of your own may be added.",
            "7. Check it with: unleaded check FILE.xlsx",
        ],
        Language::Zh => &[
            "1. 请填写“成分”工作表：每种物质一行。蓝色表头为必填列。",
            "2. 料号或材料留空表示与上一行相同。",
            "3. 填写每种物质在其均质材料中的含量；同一材料各物质比例之和为 100 %。",
            "4. 不披露的物质请填写“保密”，并给出其比例。",
            "5. 请填写“声明”工作表：声明方、日期和联系人。",
            "6. 请勿修改表头和“声明”工作表的名称；可以增加自己的列和工作表。",
            "7. 检查方法：unleaded check 文件.xlsx",
        ],
    }
}

type Example = [(&'static str, &'static str); 15];

/// Three rows, in the order of the columns.
pub(super) const EXAMPLE: [Example; 3] = [
    row(
        [("R-0402", "R-0402"), ("Chip resistor", "片式电阻"), ("2", "2"), ("mg", "mg")],
        [
            ("Body", "基体"),
            ("Ceramic", "陶瓷"),
            ("M-010 Ceramics, glass", "M-010 陶瓷、玻璃"),
            ("1.8", "1.8"),
            ("mg", "mg"),
        ],
        [
            ("Aluminium oxide", "氧化铝"),
            ("1344-28-1", "1344-28-1"),
            ("96", "96"),
            ("%", "%"),
            ("intended", "有意添加"),
            ("", ""),
        ],
    ),
    row(
        [BLANK; 4],
        [BLANK; 5],
        [
            ("Silicon dioxide", "二氧化硅"),
            ("7631-86-9", "7631-86-9"),
            ("4", "4"),
            ("%", "%"),
            ("intended", "有意添加"),
            ("", ""),
        ],
    ),
    row(
        [BLANK; 4],
        [
            ("Terminal", "端电极"),
            ("Tin plating", "镀锡层"),
            ("M-009 Other non-ferrous metals and alloys", "M-009 其他非铁金属及合金"),
            ("0.2", "0.2"),
            ("mg", "mg"),
        ],
        [
            ("Tin", "锡"),
            ("7440-31-5", "7440-31-5"),
            ("100", "100"),
            ("%", "%"),
            ("intended", "有意添加"),
            ("", ""),
        ],
    ),
];

const BLANK: (&str, &str) = ("", "");

const fn row(
    part: [(&'static str, &'static str); 4],
    material: [(&'static str, &'static str); 5],
    substance: [(&'static str, &'static str); 6],
) -> Example {
    let [a, b, c, d] = part;
    let [e, f, g, h, i] = material;
    let [j, k, l, m, n, o] = substance;
    [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o]
}
