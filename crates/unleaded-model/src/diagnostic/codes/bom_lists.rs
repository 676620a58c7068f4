//! Codes about bills of materials that design and product data programs write, and about wholes and their parts.

codes! {
    /// The parts list of a board names places and parts but no parent. All of its lines are those of one product, which is called as the file is
    /// unless the command line names it.
    BOM_PRODUCT_ASSUMED = "bom-product-assumed", Info,
    en: "the list names no product; its lines are taken as those of `{part}`, as the file is called", "name another with --product",
    zh: "该清单未写明产品；其各行按文件名归入产品“{part}”", "如需指定其他产品，请使用 --product";

    /// A list without parents has one product. From standard input there is no file name to call it by, and of several products that are asked for
    /// it is not known which one the list is of.
    BOM_PRODUCT_UNNAMED = "bom-product-unnamed", Error,
    en: "the list names no product", "give one product with --product, or add a parent column",
    zh: "该清单未写明产品", "请用 --product 指定一个产品，或添加父件列";

    /// Lines that are marked as not to be populated are not built in, so they are not summed. They are told, because whoever populates them after all
    /// has another product.
    BOM_LINE_NOT_POPULATED = "bom-line-not-populated", Info,
    en: "`{part}` ({designators}) is marked `{value}` and not counted", "remove the mark if the part is built in",
    zh: "“{part}”（{designators}）标记为“{value}”，不计入", "若实际装配该部件，请删除该标记";

    /// Declarations are found by item number. A part that has none is called by the name or value it has, and a declaration will rarely have that as its number.
    BOM_ITEM_UNNUMBERED = "bom-item-unnumbered", Warning,
    en: "the part has no item number and is called `{part}`", "give the maker's part number, under which its declaration can be found",
    zh: "该部件没有料号，按“{part}”处理", "请填写制造商料号，以便找到其声明";

    /// A line says how many pieces it counts and names where they sit. Where the two differ the stated quantity is used.
    BOM_DESIGNATORS_DIFFER = "bom-designators-differ", Warning,
    en: "the quantity of `{child}` is {value}, but {count} places are named: {designators}", "correct the quantity or the designators",
    zh: "“{child}”的数量为 {value}，但列出了 {count} 个位号：{designators}", "请修正数量或位号";

    /// A bill of materials is read for which part is built into which, how often and how heavy. What parts are made of comes from declarations, which
    /// somebody answers for; materials, substances, processes and software in a bill of materials change nothing.
    BOM_CONTENT_UNUSED = "bom-content-unused", Warning,
    en: "the bill of materials holds {count} × {what}, which is not used", "give what parts are made of in declarations",
    zh: "物料清单含有 {count} 项“{what}”，未使用", "部件的成分请以声明提供";

    /// Without a quantity a part of a tree is counted once, as a tree of single pieces would be. Where it stands for several the masses are too small; the
    /// shares in materials and articles do not depend on it.
    BOM_QUANTITY_ASSUMED = "bom-quantity-assumed", Warning,
    en: "{count} parts have no quantity and are counted once each, `{part}` the first", "give the quantity of each part",
    zh: "有 {count} 个部件没有数量，按各一件计，首个为“{part}”", "请填写每个部件的数量";

    /// A total over the product says how many pieces there are, but not how many of them each of several assemblies holds.
    BOM_QUANTITY_SHARED = "bom-quantity-shared", Error,
    en: "`{part}` is built into {parents}, and its quantity {value} is not split between them", "nest a component with its own quantity in each assembly",
    zh: "“{part}”装入 {parents}，但其数量 {value} 未在其间分配", "请在每个组件中分别列出该部件及其数量";

    /// An edge of the graph names something that the document does not describe, so it is not known what is built in.
    BOM_REFERENCE_UNKNOWN = "bom-reference-unknown", Error,
    en: "`{value}` is referred to and described nowhere", "add the component, or remove the reference",
    zh: "引用了“{value}”，但文件中没有对它的描述", "请添加该组件，或删除该引用";

    /// XML is told apart by its root element and its namespace, which says the edition of the format.
    BOM_ROOT_UNKNOWN = "bom-root-unknown", Error,
    en: "the root element `{value}` (namespace `{namespace}`) is that of no bill of materials that is read", "give Granta BoM, IPC-2581, CycloneDX or a KiCad netlist, or a table in CSV or XLSX",
    zh: "根元素“{value}”（命名空间“{namespace}”）不属于可读取的物料清单", "请提供 Granta BoM、IPC-2581、CycloneDX 或 KiCad 网表文件，或 CSV、XLSX 表格";

    /// A bill of materials in JSON is read whole or not at all: where its grammar (RFC 8259) breaks, it is not known what the rest would have said.
    BOM_JSON_MALFORMED = "bom-json-malformed", Error,
    en: "the JSON breaks off or is wrong at `{value}`", "write the file again with the program that made it",
    zh: "JSON 在“{value}”处中断或有误", "请用生成该文件的程序重新导出";

    /// Nesting is limited, so that no file can exhaust the program.
    BOM_JSON_TOO_DEEP = "bom-json-too-deep", Error,
    en: "arrays and objects are nested deeper than {limit}", "flatten the structure; bills of materials need some ten levels",
    zh: "数组与对象的嵌套超过 {limit} 层", "请减少嵌套；物料清单通常只需约十层";

    /// A part with children was declared as a whole, and a substance in that declaration is not in its children, or the other way round. Masses come from the
    /// whole, places from both; where the whole holds more of a listed substance than the children account for, it is in some article inside, and the
    /// answer is left open. Differences within the closure tolerance are those of printed figures.
    ASSEMBLY_SUBSTANCE_DIFFERS = "assembly-substance-differs", Warning,
    en: "`{part}` is declared with {declared} mg of {substance}, its children hold {children} mg; differing: {count} ({substances})", "check the declaration of the whole against those of its parts, or mark it as `adds`",
    zh: "“{part}”声明含 {substance} {declared} mg，其子件合计 {children} mg；不一致项数：{count}（{substances}）", "请核对整体声明与各部件的声明，或将该声明标记为 adds";

    /// A whole that is stated not to exceed a threshold holds a part that does. The part is judged as it is declared.
    ASSEMBLY_STATEMENT_DIFFERS = "assembly-statement-differs", Warning,
    en: "`{part}` is stated not to exceed the threshold of {entry} in list {list}, but `{child}` inside it does", "ask who made the statement, or correct the declaration of the part",
    zh: "“{part}”声明未超过清单 {list} 中 {entry} 的阈值，但其中的“{child}”超过", "请向声明方核实，或更正该部件的声明";
}
