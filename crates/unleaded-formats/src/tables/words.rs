//! The columns of a table of compositions and the words that name them.

use super::header::{Need, Vocabulary};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Column {
    /// A mass of whatever the columns left of it name: part, material or substance.
    AnyMass,
    /// A mass or a share of a substance, as the unit says.
    Amount,
    /// A CAS number or a placeholder.
    Cas,
    /// The date of the declaration.
    Date,
    /// An EC number.
    Ec,
    /// Exemptions that are claimed.
    Exemption,
    /// The group of the material in IEC 62474.
    Group,
    /// Whether the substance was added on purpose.
    Intent,
    /// The number of the row.
    Line,
    /// The maker of the part.
    Maker,
    /// The mass of a substance.
    Mass,
    /// The unit of the masses of substances.
    MassUnit,
    /// The homogeneous material.
    Material,
    /// The mass of a material.
    MaterialMass,
    /// The unit of the masses of materials.
    MaterialMassUnit,
    /// The item number.
    Part,
    /// The mass of a part.
    PartMass,
    /// The unit of the masses of parts.
    PartMassUnit,
    /// The name of the part.
    PartName,
    /// The share of a substance in its material.
    ShareOfMaterial,
    /// The share of a substance in its part.
    ShareOfPart,
    /// The layer or component that a material belongs to.
    Subpart,
    /// The name of a substance.
    Substance,
    /// The unit of the amount beside it.
    Unit,
}

/// The words of each column, as `header::word` writes them.
pub(crate) static VOCABULARY: Vocabulary<Column> = Vocabulary {
    index: std::sync::OnceLock::new(),
    words: &[
        (
            Column::Maker,
            "maker manufacturer manufacturername mfr mfg vendor vendorname supplier \
             suppliername brand 制造商 制造商名称 生产商 生产厂家 厂家 厂商 供应商 \
             供应商名称 品牌",
        ),
        (
            Column::Part,
            "part partnumber partno partnum partid pn mpn item itemnumber itemno itemid \
             manufacturerpartnumber manufacturerpartno mfrpartnumber mfrpartno \
             supplierpartnumber supplierpartno componentnumber componentno productnumber \
             productno 料号 物料编号 物料编码 物料号 零件号 零件编号 部件号 部件编号 \
             零部件号 零部件编号 产品编号 产品型号 型号 品号 component product 部件 \
             零部件 零件 产品",
        ),
        (
            Column::PartName,
            "partname itemname productname componentname partdescription itemdescription \
             description name 部件名称 零件名称 零部件名称 物料名称 产品名称 品名 名称 \
             描述 part product 产品",
        ),
        (
            Column::PartMass,
            "totalmass totalweight partmass partweight itemmass itemweight unitmass \
             unitweight componentmass componentweight productmass productweight \
             deviceweight massofpart weightofpart massperpiece weightperpiece 总质量 总重 \
             总重量 部件质量 部件重量 零件质量 零件重量 产品重量 单重 单件质量 单件重量",
        ),
        (
            Column::PartMassUnit,
            "totalmassunit totalweightunit partmassunit partweightunit 总质量单位 \
             总重单位 总重量单位 部件质量单位 部件重量单位",
        ),
        (
            Column::Subpart,
            "subpart subcomponent layer section 子部件 组成部分 构成部分 部位 层 结构 \
             component 部件 零部件 零件",
        ),
        (
            Column::Material,
            "material materialname homogeneousmaterial homogeneousmaterialname 材料 \
             材料名称 均质材料 均质材料名称 材质",
        ),
        (
            Column::MaterialMass,
            "materialmass materialweight homogeneousmaterialmass \
             homogeneousmaterialweight massofmaterial weightofmaterial 材料质量 材料重量 \
             均质材料质量 均质材料重量 材质重量",
        ),
        (
            Column::MaterialMassUnit,
            "materialmassunit materialweightunit homogeneousmaterialmassunit 材料质量单位 \
             材料重量单位 均质材料质量单位 均质材料重量单位",
        ),
        (
            Column::Group,
            "materialgroup materialgroupname materialclass materialclassid materialcategory \
             材料类别 材料分类 材料组别 材料组",
        ),
        (
            Column::Substance,
            "substance substancename chemical chemicalname chemicalsubstance ingredient \
             物质 物质名称 化学物质 化学物质名称 化学品名称 成分 成份 成分名称 化学成分",
        ),
        (
            Column::Cas,
            "cas casno casnumber casnr casrn casid casasprinted casregistrynumber cas号 \
             cas号码 cas编号 cas登录号 cas登记号 cas注册号",
        ),
        (Column::Ec, "ec ecno ecnumber einecs einecsno einecsnumber ec号 ec编号"),
        (
            Column::ShareOfMaterial,
            "masspctofmaterial pctofmaterial pctinmaterial pctofhomogeneousmaterial \
             pctinhomogeneousmaterial weightpctofmaterial wtpctofmaterial shareofmaterial \
             concentrationinmaterial concentrationinhomogeneousmaterial 占材料百分比 \
             占材料比例 材料占比 占均质材料百分比 占均质材料比例 材料中含量 \
             均质材料中含量",
        ),
        (
            Column::ShareOfPart,
            "masspctoftotal pctoftotal pctoftotalmass pctoftotalweight pctofpart \
             pctofcomponent pctofproduct weightpctoftotal wtpctoftotal shareofpart \
             shareoftotal 占总质量百分比 占总重百分比 占部件百分比 占部件比例 \
             占产品百分比 部件中含量",
        ),
        (
            Column::Mass,
            "substancemass substanceweight massofsubstance weightofsubstance 物质质量 \
             物质重量",
        ),
        (
            Column::MassUnit,
            "massunit weightunit substancemassunit substanceweightunit 质量单位 重量单位 \
             物质质量单位 物质重量单位",
        ),
        (Column::Line, "item itemno line lineno no pos position 序号 项次"),
        (Column::AnyMass, "mass weight 质量 重量"),
        (
            Column::Amount,
            "amount content concentration share pct ppm wtpct masspct weightpct 含量 浓度 \
             百分比 百分含量 占比 比例 质量分数 质量百分比 重量百分比",
        ),
        (Column::Unit, "unit units uom unitofmeasure 单位 计量单位 含量单位"),
        (
            Column::Exemption,
            "exemption exemptions exemptionclaimed exemptioncode rohsexemption \
             rohsexemptions 豁免 豁免条款 豁免项 豁免编号 rohs豁免 rohs豁免条款",
        ),
        (
            Column::Date,
            "date declarationdate dateofdeclaration issuedate 日期 声明日期 填写日期 \
             填表日期",
        ),
        (
            Column::Intent,
            "intent intention intentional intentionallyadded 有意添加 是否有意添加 \
             添加意图",
        ),
    ],
    repeatable: &[Column::AnyMass, Column::Unit],
    unused: &[Column::Line],
};

/// What a table of compositions can't do without. Without the material a share would be diluted by the whole part.
pub(crate) const NEEDS: &[Need<Column>] = &[
    Need { any_of: &[Column::Part], what: "the part number (料号)", name: "part" },
    Need {
        any_of: &[Column::Material, Column::Subpart],
        what: "the homogeneous material (均质材料)",
        name: "material",
    },
    Need {
        any_of: &[Column::Substance, Column::Cas],
        what: "the substance (物质)",
        name: "substance",
    },
    Need {
        any_of: &[
            Column::ShareOfMaterial,
            Column::ShareOfPart,
            Column::Mass,
            Column::Amount,
            Column::AnyMass,
        ],
        what: "the amount of the substance (含量)",
        name: "mass_pct_of_material",
    },
];
