//! Codes about bills of materials.

codes! {
    /// A part can't contain itself. The sums over such a bill of materials have no meaning, so nothing below the cycle is summed.
    BOM_CYCLE = "bom-cycle", Error,
    en: "part `{part}` contains itself: {path}", "remove one line of the cycle",
    zh: "部件“{part}”包含其自身：{path}", "请删除该循环中的一行";

    /// A quantity must be a decimal number of zero or more.
    BOM_QUANTITY = "bom-quantity", Error,
    en: "quantity `{value}` of `{child}` in `{parent}` is not a number of zero or more", "write the number of pieces, or an amount with a unit of mass in the unit column",
    zh: "“{parent}”中“{child}”的数量“{value}”不是零或正数", "请填写件数；若按质量计量，请在单位列注明质量单位";

    /// Quantities count pieces (pcs, ea, 个 ...) or grams of a raw material (mg, g, kg).
    BOM_UNIT = "bom-unit", Error,
    en: "unit `{value}` of `{child}` is not known", "use pcs for pieces, or mg, g, kg for a raw material",
    zh: "“{child}”的单位“{value}”未知", "件数请用 pcs，原材料请用 mg、g、kg";

    /// A product named on the command line must be a part of the bill of materials.
    BOM_PRODUCT_UNKNOWN = "bom-product-unknown", Error,
    en: "product `{part}` is not in the bill of materials{nearest}", "name a part that the file mentions",
    zh: "物料清单中没有产品“{part}”{nearest}", "请指定清单中出现的部件";

    /// A bill of materials without any line has no product to sum.
    BOM_EMPTY = "bom-empty", Error,
    en: "the bill of materials has no line", "give at least one line with a parent, a child and a quantity",
    zh: "物料清单没有任何行", "请至少提供一行：父件、子件、数量";

    /// A levelled bill of materials goes down one level at a time; a jump leaves a line without its parent.
    BOM_LEVEL = "bom-level", Error,
    en: "level `{value}` does not follow the line above it", "give levels as whole numbers that increase by at most one",
    zh: "层级“{value}”与上一行不衔接", "层级应为整数，且每次最多增加一级";

    /// A quantity in grams counts a raw material, which is described by shares; an assembly is counted in pieces.
    BOM_GRAMS_OF_ASSEMBLY = "bom-grams-of-assembly", Error,
    en: "`{child}` is an assembly, but its quantity in `{parent}` is a mass", "give the number of pieces",
    zh: "“{child}”是组件，但在“{parent}”中的数量以质量计", "请填写件数";

    /// The report lists a leaf part without any usable declaration as unknown, and an assembly whose declaration of what it `adds` is
    /// missing; nothing about it is assumed.
    DECLARATION_MISSING = "declaration-missing", Warning,
    en: "part `{part}` has no declaration{nearest}", "ask its supplier for a declaration, or add the file to the folder",
    zh: "部件“{part}”没有声明{nearest}", "请向供应商索取声明，或将文件放入声明文件夹";

    /// A declaration that matches no part of the bill of materials changes nothing; the usual cause is a different spelling of the item number.
    DECLARATION_UNMATCHED = "declaration-unmatched", Info,
    en: "declared part `{part}` is not in the bill of materials{nearest}", "correct the item number in the bill of materials or in the declaration",
    zh: "所声明的部件“{part}”不在物料清单中{nearest}", "请修正物料清单或声明中的料号";

    /// A part with children was declared as a whole, and the sum over its children differs from that declaration.
    ASSEMBLY_MASS_DIFFERS = "assembly-mass-differs", Warning,
    en: "`{part}` is declared with {declared} mg, its children sum to {children} mg", "check the declaration against the bill of materials, or mark the declaration as `adds`",
    zh: "“{part}”声明质量为 {declared} mg，其子件合计 {children} mg", "请核对声明与物料清单，或将该声明标记为 adds";

    /// Every line names a child, and in a flat bill of materials its parent.
    BOM_ITEM_MISSING = "bom-item-missing", Error,
    en: "the line has no {what}", "give the item number in column `{column}`",
    zh: "该行缺少{what}", "请在“{column}”列填写料号";

    /// A part that is mentioned several times has one maker, name, mass, category and role. The first that is given is used.
    BOM_PART_CONTRADICTS = "bom-part-contradicts", Warning,
    en: "column `{column}` of `{part}` is `{value}` here and `{first}` before", "give the same value in every line of the part",
    zh: "“{part}”的“{column}”列此处为“{value}”，此前为“{first}”", "请统一该部件各行的值";

    /// `whole` says that the declaration of a part with children describes it with its children, `adds` that it describes something
    /// beside them. Anything else is read as `whole`, which is the default.
    BOM_COMPOSITION = "bom-composition", Warning,
    en: "composition `{value}` of `{part}` is neither `whole` nor `adds`", "write `whole` or `adds`, or leave it empty",
    zh: "“{part}”的 composition 值“{value}”既不是 whole 也不是 adds", "请填写 whole（整体）或 adds（附加），或留空";

    /// A levelled bill of materials repeats the children of an assembly wherever it is used. They are one set of lines, counted once;
    /// where two places list different children, it is not known which is right.
    BOM_EXPANSION_DIFFERS = "bom-expansion-differs", Error,
    en: "`{part}` has other children here than where it is expanded first", "list the same children and quantities in both places, or give the variant its own item number",
    zh: "“{part}”在此处的子件与首次展开时不同", "请在各处列出相同的子件与数量，或为变体使用单独的料号";
}
