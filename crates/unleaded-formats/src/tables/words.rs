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

/// Our names of the columns that a mapping can speak of.
pub(crate) const NAMES: [(Column, &str); 21] = [
    (Column::Maker, "maker"),
    (Column::Part, "part"),
    (Column::PartName, "part_name"),
    (Column::PartMass, "part_mass"),
    (Column::PartMassUnit, "part_mass_unit"),
    (Column::Subpart, "subpart"),
    (Column::Material, "material"),
    (Column::MaterialMass, "material_mass"),
    (Column::MaterialMassUnit, "material_mass_unit"),
    (Column::Substance, "substance"),
    (Column::Cas, "cas"),
    (Column::Ec, "ec"),
    (Column::ShareOfMaterial, "share_of_material"),
    (Column::ShareOfPart, "share_of_part"),
    (Column::Mass, "mass"),
    (Column::MassUnit, "mass_unit"),
    (Column::Amount, "amount"),
    (Column::Unit, "unit"),
    (Column::Exemption, "exemption"),
    (Column::Date, "date"),
    (Column::Intent, "intent"),
];

/// The words of each column, as `header::word` writes them.
pub(crate) static VOCABULARY: Vocabulary<Column> = Vocabulary {
    index: std::sync::OnceLock::new(),
    words: &[
        (
            Column::Maker,
            "maker manufacturer manufacturername mfr mfg vendor vendorname supplier \
             suppliername brand 制造商 制造商名称 生产商 生产厂家 厂家 厂商 供应商 \
             供应商名称 品牌 hersteller herstellername lieferant lieferantenname produzent \
             marke メーカー メーカー名 製造者 製造業者 製造元 製造会社 サプライヤー 仕入先 \
             供給者 製造商 製造商名稱 製造廠商 供應商 供應商名稱 廠商 品牌商 生产企业 供方 \
             供方名称 供货商",
        ),
        (
            Column::Part,
            "part partnumber partno partnum partid pn mpn item itemnumber itemno itemid \
             manufacturerpartnumber manufacturerpartno mfrpartnumber mfrpartno \
             supplierpartnumber supplierpartno componentnumber componentno productnumber \
             productno 料号 物料编号 物料编码 物料号 零件号 零件编号 部件号 部件编号 \
             零部件号 零部件编号 产品编号 产品型号 型号 品号 component product 部件 零部件 \
             零件 产品 partnumbers parts partref article articlenumber articleno sku \
             materialnumber materialno modelnumber modelno teilenummer teilenr teilnummer \
             teilnr artikelnummer artikelnr artikel teil bauteilnummer bauteilnr bauteil \
             sachnummer sachnr materialnummer materialnr komponentennummer produktnummer \
             produkt bestellnummer 部品番号 部品番号名 部品コード 部品型番 部品 品番 型番 \
             型式 品目番号 品目コード 製品番号 製品型番 製品 部件料号 零件料号 產品編號 \
             產品型號 型號 料號 物料編號 零件編號 零件號 品號 部件編號 部件號 元件 元件料号 \
             元器件 器件型号 规格型号 規格型號 mfrpn mfgpn mfrpartnum mfgpartnumber mfgpartno \
             mfgpartnum manufacturerpn vendorpn vendorpartnumber vendorpartno supplierpn",
        ),
        (
            Column::PartName,
            "partname itemname productname componentname partdescription itemdescription \
             description name 部件名称 零件名称 零部件名称 物料名称 产品名称 品名 名称 描述 \
             part product 产品 partdescriptions teilename teilebezeichnung teilbezeichnung \
             bezeichnung benennung artikelbezeichnung bauteilname produktname \
             produktbezeichnung beschreibung 部品名 部品名称 品目名 製品名 製品名称 名稱 \
             產品名稱 部件名稱 零件名稱 物料名稱 品名规格",
        ),
        (
            Column::PartMass,
            "totalmass totalweight partmass partweight itemmass itemweight unitmass \
             unitweight componentmass componentweight productmass productweight \
             deviceweight massofpart weightofpart massperpiece weightperpiece 总质量 总重 \
             总重量 部件质量 部件重量 零件质量 零件重量 产品重量 单重 单件质量 单件重量 \
             partmasses massofarticle articlemass articleweight totalpartmass \
             totalpartweight grossmass partweightpiece teilegewicht teilemasse teilgewicht \
             bauteilgewicht bauteilmasse artikelgewicht stückgewicht stueckgewicht \
             gesamtgewicht gesamtmasse produktgewicht 部品質量 部品重量 製品質量 製品重量 \
             総質量 総重量 全質量 單重 總重 總重量 總質量 產品重量 单体重量 单只重量 \
             单个重量 部件总重 零部件质量 零部件重量 整机重量 unitwt partwt itemwt totalwt \
             componentwt productwt devicewt articlewt",
        ),
        (
            Column::PartMassUnit,
            "totalmassunit totalweightunit partmassunit partweightunit 总质量单位 总重单位 \
             总重量单位 部件质量单位 部件重量单位 teilegewichteinheit gesamtgewichteinheit \
             部品質量単位 部品重量単位 單重單位 单重单位",
        ),
        (
            Column::Subpart,
            "subpart subcomponent layer section 子部件 组成部分 构成部分 部位 层 结构 \
             component 部件 零部件 零件 subparts sublayer location element componentlayer \
             teilkomponente unterbaugruppe baugruppe schicht bereich komponente 構成部品 \
             部位名 部位名称 サブ部品 構成要素 层次 部位名稱 子零件 零件部位 拆分部位 构件 \
             零部件名称部位",
        ),
        (
            Column::Material,
            "material materialname homogeneousmaterial homogeneousmaterialname 材料 \
             材料名称 均质材料 均质材料名称 材质 materials materialdescription \
             homogenousmaterial materialtype werkstoff werkstoffname werkstoffbezeichnung \
             materialbezeichnung homogenerwerkstoff homogenesmaterial 材料名 材質 材質名 \
             材質名称 素材 素材名 均質材料 均質材料名 均質材料名称 均質物質 均質材質 \
             材料名稱 材質名稱 均质物料 原材料 原材料名称 材料种类",
        ),
        (
            Column::MaterialMass,
            "materialmass materialweight homogeneousmaterialmass homogeneousmaterialweight \
             massofmaterial weightofmaterial 材料质量 材料重量 均质材料质量 均质材料重量 \
             材质重量 werkstoffmasse werkstoffgewicht materialmasse materialgewicht \
             材料質量 材質質量 材質重量 素材質量 均質材料質量 均質材料重量 均质材料质量重量 \
             材料單重 materialwt matwt matweight matmass homogeneousmaterialwt",
        ),
        (
            Column::MaterialMassUnit,
            "materialmassunit materialweightunit homogeneousmaterialmassunit 材料质量单位 \
             材料重量单位 均质材料质量单位 均质材料重量单位 materialgewichteinheit \
             werkstoffmasseeinheit 材料質量単位 材質質量単位 材料重量單位",
        ),
        (
            Column::Group,
            "materialgroup materialgroupname materialclass materialclassid materialcategory \
             材料类别 材料分类 材料组别 材料组",
        ),
        (
            Column::Substance,
            "substance substancename chemical chemicalname chemicalsubstance ingredient \
             物质 物质名称 化学物质 化学物质名称 化学品名称 成分 成份 成分名称 化学成分 \
             substances substancedescription chemicals constituent constituents stoff \
             stoffname stoffbezeichnung inhaltsstoff inhaltsstoffe substanz substanzname \
             chemischerstoff reinstoff 物質 物質名 物質名称 化学物質 化学物質名 \
             化学物質名称 含有物質 含有物質名 成分名 物質名稱 化學物質 化學物質名稱 \
             成份名稱 成分名稱 化学成份 化學成分 组分 组分名称 組成物質 构成物质 有害物质 \
             有害物质名称 substancenamezh",
        ),
        (
            Column::Cas,
            "cas casno casnumber casnr casrn casid casasprinted casregistrynumber cas号 \
             cas号码 cas编号 cas登录号 cas登记号 cas注册号 casregistry casregno \
             cassubstance cascode casnummer casnumbers cas番号 casコード cas登録番号 cas號 \
             cas號碼 cas編號 cas登記號 cas代码 cas码 化学文摘号",
        ),
        (
            Column::Ec,
            "ec ecno ecnumber einecs einecsno einecsnumber ec号 ec编号 ecnummer egnummer \
             egnr einecsnummer eg ec番号 einecs番号 ec號 einecs号",
        ),
        (
            Column::ShareOfMaterial,
            "masspctofmaterial pctofmaterial pctinmaterial pctofhomogeneousmaterial \
             pctinhomogeneousmaterial weightpctofmaterial wtpctofmaterial shareofmaterial \
             concentrationinmaterial concentrationinhomogeneousmaterial 占材料百分比 \
             占材料比例 材料占比 占均质材料百分比 占均质材料比例 材料中含量 均质材料中含量 \
             pctwithinmaterial masspctinmaterial masspctinhomogeneousmaterial materialpct \
             contentinmaterial contentinhomogeneousmaterial \
             concentrationinhomogenousmaterial substanceshare anteilammaterial \
             anteilimmaterial anteilamwerkstoff anteilimwerkstoff masseanteilimwerkstoff \
             pctimmaterial 材料中含有率 均質材料中含有率 均質材料中濃度 材質中含有率 \
             材料内含有率 占材料比重 占均質材料比例 在均质材料中的含量 均质材料中的含量 \
             材料含量 占材料重量比 占材料含量 ppmofmaterial ppminmaterial \
             ppmmaterial pctmaterial ppmofhomogeneousmaterial ppminhomogeneousmaterial \
             masspctofhomogeneousmaterial masspctmaterial wtpctmaterial",
        ),
        (
            Column::ShareOfPart,
            "masspctoftotal pctoftotal pctoftotalmass pctoftotalweight pctofpart \
             pctofcomponent pctofproduct weightpctoftotal wtpctoftotal shareofpart \
             shareoftotal 占总质量百分比 占总重百分比 占部件百分比 占部件比例 占产品百分比 \
             部件中含量 pctofarticle pctinpart partpct shareofarticle contentinpart \
             anteilamteil anteilimteil anteilamprodukt anteilamgesamtgewicht 部品中含有率 \
             製品中含有率 部品中濃度 占零件比例 占产品比例 占产品重量比 占部品百分比 \
             占零件重量百分比 占總重百分比 masspctofpart masspctofcomponent masspctofproduct \
             masspctofarticle masspctinpart masspctpart weightpctofpart weightpctofproduct \
             weightpctofcomponent wtpctofpart wtpctofproduct wtpctofcomponent wtpctpart \
             pctpart pctinproduct pctincomponent ppmofpart ppminpart ppmpart ppmofproduct \
             ppminproduct ppmproduct ppmofcomponent ppmincomponent ppmoftotal ppmtotal \
             pcttotal ppmarticle ppmofarticle ppminarticle concentrationinpart \
             concentrationinproduct shareinpart",
        ),
        (
            Column::Mass,
            "substancemass substanceweight massofsubstance weightofsubstance 物质质量 \
             物质重量 substancemasses massinpart stoffmasse stoffgewicht 物質質量 物質重量 \
             成分质量 成分重量 物质含量重量 \
             substancewt chemicalweight chemicalmass chemicalwt",
        ),
        (
            Column::MassUnit,
            "massunit weightunit substancemassunit substanceweightunit 质量单位 重量单位 \
             物质质量单位 物质重量单位 substanceunit gewichtseinheit masseeinheit \
             stoffmasseeinheit 質量単位 重量単位 含有量単位 質量單位 重量單位",
        ),
        (
            Column::Line,
            "item itemno line lineno no pos position 序号 项次 nr lfdnr laufendenummer \
             zeile 項番 項目 編號 序號 行号 编号 通し番号",
        ),
        (Column::AnyMass, "mass weight 质量 重量 masse gewicht 質量 净重 淨重"),
        (
            Column::Amount,
            "amount content concentration share pct ppm wtpct masspct weightpct 含量 浓度 \
             百分比 百分含量 占比 比例 质量分数 质量百分比 重量百分比 amounts contents \
             concentrations weightpercentage massfraction weightfraction fraction \
             compositionpct menge anteil massenanteil massenpct gewichtspct gewichtsanteil gehalt \
             konzentration stoffanteil prozent prozentsatz 含有率 含有量 含有濃度 濃度 含有比率 \
             構成比 質量分率 重量比 重量比率 質量比 割合 比率 百分率 重量分数 含有量比率 \
             占比例 含量比例 含量值 物质含量 物質含量 成分含量 成份含量 含有割合 組成比 配合率",
        ),
        (
            Column::Unit,
            "unit units uom unitofmeasure 单位 计量单位 含量单位 einheit einheiten \
             mengeneinheit maßeinheit masseinheit 単位 單位 计量 含量單位",
        ),
        (
            Column::Exemption,
            "exemption exemptions exemptionclaimed exemptioncode rohsexemption \
             rohsexemptions 豁免 豁免条款 豁免项 豁免编号 rohs豁免 rohs豁免条款 exemptionno \
             exemptionnumber exemptionclaim exemptionsclaimed rohsexemptionno ausnahme \
             ausnahmen ausnahmenummer rohsausnahme ausnahmeregelung 適用除外 適用除外番号 \
             適用除外用途 除外用途 除外項目 rohs適用除外 豁免條款 豁免項 豁免編號 豁免代码 \
             豁免条例 豁免条款号 rohsexempt exempt exemptionid",
        ),
        (
            Column::Date,
            "date declarationdate dateofdeclaration issuedate 日期 声明日期 填写日期 \
             填表日期 datum erklärungsdatum ausstellungsdatum erstellungsdatum 日付 作成日 \
             宣言日 回答日 填表时间 填写时间 制表日期",
        ),
        (
            Column::Intent,
            "intent intention intentional intentionallyadded 有意添加 是否有意添加 添加意图 \
             absicht absichtlichzugesetzt beabsichtigt absichtlich 意図的添加 意図的使用 \
             意図 有意添加是否 故意添加 是否故意添加",
        ),
    ],
    repeatable: &[Column::AnyMass, Column::Unit],
    amounts: &[
        Column::AnyMass,
        Column::PartMass,
        Column::MaterialMass,
        Column::Mass,
        Column::Amount,
        Column::ShareOfMaterial,
        Column::ShareOfPart,
    ],
    unused: &[Column::Line],
};

/// What a table of compositions can't do without. Without the material a share would be diluted by the whole part.
pub(crate) const NEEDS: &[Need<Column>] = &[
    Need {
        any_of: &[Column::Part],
        what: "the part number (料号)",
        name: "part",
        heading_zh: "料号",
    },
    Need {
        any_of: &[Column::Material, Column::Subpart],
        what: "the homogeneous material (均质材料)",
        name: "material",
        heading_zh: "均质材料",
    },
    Need {
        any_of: &[Column::Substance, Column::Cas],
        what: "the substance (物质)",
        name: "substance",
        heading_zh: "物质",
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
        name: "share_of_material",
        heading_zh: "含量(%)",
    },
];
