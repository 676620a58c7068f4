//! Codes about numbers, units and sums.

codes! {
    /// Amounts are decimal numbers with a point. Tables may also write `0,5`, ranges and bounds; `docs/formats/tables.md` lists the forms.
    NUMBER_MALFORMED = "number-malformed", Error,
    en: "{what} `{value}` is not a number", "write a decimal number with a point and no unit, e.g. `1.2`",
    zh: "{what}“{value}”不是数字", "请用小数点书写且不带单位，例如“1.2”";

    /// A sentence where a number belongs can't be computed with. What it refers to often stands in a comment that no program reads.
    AMOUNT_IN_WORDS = "amount-in-words", Error,
    en: "{what} is text, `{value}`, not a number", "write the number here and leave the remark in the comment; leave the field empty if the amount is not known",
    zh: "{what}是文字“{value}”而不是数字", "请在此填写数字，说明写在备注中；不知道时请留空";

    /// More than 100 digits or an exponent beyond 40 is refused: no mass or share needs it, and it is a known way to exhaust a reader.
    NUMBER_TOO_LONG = "number-too-long", Error,
    en: "{what} `{value}` has more than 100 digits or an exponent beyond 40", "write the number with fewer digits",
    zh: "{what}“{value}”超过 100 位数字或指数超过 40", "请减少数字位数";

    /// An amount of substance can't be below zero.
    NUMBER_NEGATIVE = "number-negative", Error,
    en: "{what} `{value}` is negative", "write an amount of zero or more",
    zh: "{what}“{value}”为负数", "数量不能小于零";

    /// A mass without a unit is not guessed to be milligrams: the mistake would be a factor of a thousand.
    UNIT_MISSING = "unit-missing", Error,
    en: "{what} `{value}` has no unit", "give the unit: one of mg, g, kg, ug, ng, ppm, massPercent",
    zh: "{what}“{value}”没有单位", "请注明单位：mg、g、kg、ug、ng、ppm 或 massPercent";

    /// Units known: kg, g, mg, ug (also µg), ng, ppm, massPercent (also %).
    UNIT_UNKNOWN = "unit-unknown", Error,
    en: "unit `{value}` is not known", "use one of mg, g, kg, ug, ng, ppm, massPercent",
    zh: "未知单位“{value}”", "请使用 mg、g、kg、ug、ng、ppm 或 massPercent";

    /// Some amounts can only be masses (of a material, of a part) and some only shares (a concentration).
    UNIT_KIND = "unit-kind", Error,
    en: "{what} `{value}` can't be given in `{unit}`", "give a mass in a unit of mass (mg, g, kg, ug, ng) and a share in ppm or massPercent",
    zh: "{what}“{value}”不能以“{unit}”为单位", "质量请用质量单位（mg、g、kg、ug、ng），含量请用 ppm 或 massPercent";

    /// From 10^38 attograms (10^17 kg) on an amount or a sum is refused rather than wrapped.
    AMOUNT_OVERFLOW = "amount-overflow", Error,
    en: "{what} is larger than 10^38 attograms", "check the quantities and masses on the path",
    zh: "{what}超过 10^38 阿克", "请检查该路径上的数量与质量";

    /// The shares of the substances of one homogeneous material can't exceed the whole. Within the closure tolerance (0.5
    /// percentage points unless set otherwise) the excess is taken as rounding.
    SUM_OVER_100 = "sum-over-100", Error,
    en: "the substances of material `{material}` sum to {sum} %", "correct the shares so that they sum to 100 %",
    zh: "材料“{material}”中各物质之和为 {sum} %", "请修正含量使其合计为 100 %";

    /// Shares that sum to less than 100 % minus the closure tolerance leave a part of the material undisclosed: it may hold anything.
    SUM_UNDER_100 = "sum-under-100", Warning,
    en: "the substances of material `{material}` sum to {sum} %; the rest is undisclosed", "name the missing substances, or state what the rest does not contain",
    zh: "材料“{material}”中各物质之和为 {sum} %，其余未披露", "请补全缺少的物质，或声明其余部分不含哪些物质";

    /// The masses of the materials should add up to the stated mass of the part within half a unit of the last printed place of each.
    MASS_MISMATCH = "mass-mismatch", Error,
    en: "the materials of `{part}` sum to {sum} mg, its stated mass is {stated} mg", "correct the masses of the materials or of the part",
    zh: "“{part}”各材料质量之和为 {sum} mg，而声明质量为 {stated} mg", "请修正材料或部件的质量";

    /// A substance that is named without any amount may be there in any amount.
    AMOUNT_MISSING = "amount-missing", Warning,
    en: "substance `{substance}` has no amount", "give its mass or its share of the material",
    zh: "物质“{substance}”没有含量", "请填写其质量或在材料中的含量";

    /// When both a mass and a share are printed they should agree within their rounding; otherwise both are kept as an interval.
    MASS_CONTRADICTS_SHARE = "mass-contradicts-share", Warning,
    en: "the mass of `{substance}`, {mass} mg, contradicts its share, which gives {expected} mg", "correct the mass or the share",
    zh: "“{substance}”的质量 {mass} mg 与其含量（折合 {expected} mg）矛盾", "请修正质量或含量";
}
