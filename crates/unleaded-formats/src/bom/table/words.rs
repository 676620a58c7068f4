//! The columns of a bill of materials and the words that name them.

use std::collections::BTreeMap;

use unleaded_model::amount::Unit;
use unleaded_model::diagnostic::Place;

use crate::tables::header::{Header, Need, Vocabulary};
use crate::tables::rows::Row;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Column {
    /// What the part is used for.
    Application,
    /// The EU RoHS category.
    Category,
    /// The place of a product in the China RoHS catalogue.
    ChinaItem,
    /// The item number of the line's own part.
    Child,
    /// What the declaration of the part describes: `whole` or `adds`.
    Composition,
    /// Where on the board the pieces sit: `R1,R2`.
    Designator,
    /// Whether the line is left out when the board is made.
    DoNotPopulate,
    /// The land pattern of the part.
    Footprint,
    /// A short name of the line: an item number where a table has levels, else the number of the line.
    Id,
    /// Whether the line is a part or something else, as a material.
    Kind,
    /// The depth of the line.
    Level,
    /// The number of the line.
    Line,
    /// The maker of the part.
    Maker,
    /// The number under which the maker sells the part.
    MakerNumber,
    /// The weighed mass of one piece, or of another unit of measure.
    Mass,
    /// The unit of that mass.
    MassUnit,
    /// The name of the part.
    Name,
    /// Its Chinese name.
    NameZh,
    /// The item number of the part that the line is built into.
    Parent,
    /// How much of the part one piece of its parent holds.
    Quantity,
    /// Who sells the part, beside its maker.
    Seller,
    /// The number under which a distributor sells the part.
    SellerNumber,
    /// The unit of the quantity.
    Unit,
    /// The electrical value: `10k`.
    Value,
}

/// The words of each column, as `header::word` writes them. A mapping file would add words to this table.
pub(crate) static VOCABULARY: Vocabulary<Column> = Vocabulary {
    index: std::sync::OnceLock::new(),
    words: &[
        (
            Column::Parent,
            "parent parentitem parentitemnumber parentitemno parentpart parentpartnumber \
             parentpartno parentnumber parentno assembly assemblynumber assemblyno 父件 \
             父件号 父件编号 父件料号 父件编码 父料号 父项 父项编码 父级 上级料号 \
             上层料号 上级物料 上级物料编码 母件 母件料号 组件 组件料号 总成 \
             baugruppe baugruppennummer baugruppennr oberteil übergeordnetesteil \
             übergeordneteteilenummer übergeordneterartikel elternteil kopfmaterial 親品番 \
             親部品 親部品番号 親品目 親品目コード 親品目番号 親図番 上位品番 上位品目",
        ),
        (
            Column::Child,
            "child childitem childitemnumber childitemno childpart childpartnumber \
             childpartno childnumber childno component componentnumber componentno \
             componentpartnumber item itemnumber itemno part partnumber partno pn \
             materialnumber internalpartnumber internalpn ipn 子件 子件号 子件编号 子件料号 \
             子件编码 子料号 子项 子项编码 料号 物料 物料编号 物料编码 物料号 零件 零件号 \
             零件编号 部件 部件号 部件编号 品号 元件 元件料号 元器件 teilenummer teilenr \
             teilnummer teilnr artikelnummer artikelnr artikel materialnummer materialnr \
             sachnummer sachnr bestellnummer bestellnr komponente komponentennummer \
             teil 品番 部品番号 品目コード 品目番号 品目 子品番 子部品 子部品番号 子品目 \
             子品目コード 図番 部品コード 商品コード 部品",
        ),
        (
            Column::MakerNumber,
            "mpn manufacturerpartnumber manufacturerpartno manufacturerpart manufacturerpn \
             manufacturerspartnumber manufacturernumber mfrpartnumber mfrpartno mfrpart mfrpn \
             mfrno mfgpartnumber mfgpartno mfgpart mfgpn makerpartnumber makerpartno makerpn \
             制造商料号 制造商型号 制造商零件编号 制造商零件号 \
             制造商编号 原厂料号 原厂型号 厂家型号 厂商料号 厂商型号 herstellernummer \
             herstellernr herstellerteilenummer herstellerteilenr herstellerartikelnummer \
             herstellerartikelnr メーカー型番 メーカ型番 メーカー品番 メーカ品番 型番 型式",
        ),
        (
            Column::SellerNumber,
            "lcsc lcscpart lcscpartnumber lcscpartno lcscpn lcscnumber jlcpcbpart jlcpcbpartno \
             jlcpcbpartnumber jlcpart supplierpart supplierpartnumber supplierpartno supplierpn \
             vendorpart vendorpartnumber vendorpartno vendorpn distributorpart \
             distributorpartnumber digikey digikeypartnumber digikeypn digikeypart mouser \
             mouserpartnumber mouserpartno mouserpart sku 供应商料号 供应商编号 供应商型号 \
             立创编号 商品编号 lieferantennummer lieferantenteilenummer \
             lieferantenartikelnummer lieferantenartikelnr 仕入先品番 仕入先型番",
        ),
        (
            Column::Quantity,
            "quantity quantityper quantityperassembly qty qtyper qtyperassembly qpa qnty \
             quant usage usageqty count 数量 用量 单位用量 单台用量 单机用量 组成用量 标准用量 \
             单耗 menge anzahl stückzahl stueckzahl mengeprobaugruppe 員数 個数 使用数 \
             使用数量 使用量 所要量 構成数 構成数量",
        ),
        (
            Column::Unit,
            "unit units uom unitofmeasure qtyunit quantityunit 单位 计量单位 数量单位 \
             用量单位 einheit mengeneinheit basismengeneinheit me 単位 数量単位",
        ),
        (
            Column::Level,
            "level lvl bomlevel indent indentlevel depth 层级 层次 阶层 级别 层 阶 阶次 \
             bom层级 bom层次 bom阶次 stufe ebene gliederungsstufe strukturstufe \
             auflösungsstufe 階層 レベル 構成レベル 員数レベル",
        ),
        (
            Column::Maker,
            "maker manufacturer manufacturername mfr mfrname mfg mfgname vendor vendorname \
             supplier suppliername brand 制造商 制造商名称 生产商 生产厂家 厂家 厂商 供应商 \
             供应商名称 品牌 hersteller herstellername fabrikat lieferant lieferantenname \
             メーカー メーカ メーカー名 メーカ名 製造元 製造者 仕入先 仕入先名",
        ),
        (
            Column::Seller,
            "vendor vendorname supplier suppliername distributor distributorname 供应商 \
             供应商名称 lieferant lieferantenname 仕入先 仕入先名",
        ),
        (
            Column::Name,
            "name description itemname itemdescription partname partdescription 品名 名称 \
             物料名称 物料描述 描述 部件名称 零件名称 子件名称 part component 物料 零件 \
             部件 元件 元器件 bezeichnung benennung beschreibung artikelbezeichnung \
             teilebezeichnung materialkurztext kurztext 部品名 部品名称 品目名 品目名称 \
             品目テキスト 名前 teil artikel komponente 部品 品目",
        ),
        (
            Column::Line,
            "item itemno line lineno no pos position 序号 项次 positionsnummer positionsnr \
             posnr lfdnr zeile 項番 行番号 番号",
        ),
        (Column::NameZh, "namezh chinesename namecn nameinchinese 中文名称 中文名 中文品名"),
        (
            Column::Mass,
            "mass weight unitmass unitweight partmass partweight weighedmass measuredmass \
             measuredmassperuom massperuom 质量 重量 单重 单件重量 单件质量 称重 gewicht masse \
             stückgewicht einzelgewicht nettogewicht teilegewicht 質量 単重 単品重量 \
             部品質量 部品重量",
        ),
        (
            Column::MassUnit,
            "massunit weightunit measuredmassunit 质量单位 重量单位 gewichtseinheit \
             masseneinheit 質量単位 重量単位",
        ),
        (
            Column::Category,
            "category rohscategory eurohscategory 类别 产品类别 rohs类别 rohskategorie \
             rohsカテゴリ",
        ),
        (
            Column::ChinaItem,
            "chinaitem chinarohsitem chinarohscatalogueitem catalogueitem 达标管理目录 \
             达标管理目录类别 目录条目 管理目录条目",
        ),
        (Column::Application, "application applications 用途 应用 anwendung 用途区分"),
        (Column::Composition, "composition compositionrole 成分声明 声明范围 成分范围"),
        (
            Column::Designator,
            "designator designators reference references ref refs refdes refdesignator \
             refdesignators referencedesignator referencedesignators 位号 元件位号 位置号 \
             referenz referenzen bauteilreferenz bauteilbezeichner リファレンス 部品記号 \
             回路記号 回路番号",
        ),
        (
            Column::Footprint,
            "footprint package packagename landpattern 封装 封裝 gehäuse bauform \
             フットプリント パッケージ",
        ),
        (Column::Value, "value val comment designation 参数 值 wert 値 定数"),
        (
            Column::DoNotPopulate,
            "dnp dni dnf dnm donotpopulate donotplace donotfit donotmount donotinstall \
             populate populated fitted mounted 不贴 是否贴装 未実装 実装",
        ),
        (Column::Id, "id"),
        (Column::Kind, "itemtype 物料类型 品目タイプ artikelart"),
    ],
    repeatable: &[],
    amounts: &[],
    unused: &[Column::Line, Column::Seller],
};

/// What a bill of materials can't do without. A list of the places of a board needs neither parent nor quantity: its
/// lines are those of one product, and its pieces can be counted.
pub(crate) const NEEDS: &[Need<Column>] = &[
    Need {
        any_of: &[
            Column::Child,
            Column::MakerNumber,
            Column::SellerNumber,
            Column::Id,
            Column::Value,
        ],
        what: "the item number (料号)",
        name: "item",
        heading_zh: "料号",
    },
    Need {
        any_of: &[Column::Quantity, Column::Designator],
        what: "the quantity (数量)",
        name: "quantity",
        heading_zh: "数量",
    },
    Need {
        any_of: &[Column::Parent, Column::Level, Column::Designator],
        what: "the parent or the level (父件或层级)",
        name: "parent",
        heading_zh: "父件",
    },
];

/// How a table says what is built into what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// By levels.
    Levels,
    /// Not at all: its lines are those of one product.
    List,
    /// By a parent in each line.
    Parents,
}

/// Which column of a table holds what.
pub(crate) struct Layout {
    columns: BTreeMap<Column, (usize, String, Option<Unit>)>,
    /// The number of cells of a row.
    pub(crate) width: usize,
    /// How it says what is built into what. With both parent and level, the parent counts.
    pub(crate) shape: Shape,
}

impl Layout {
    /// Finds out what the columns of `header` hold.
    pub(crate) fn of(header: &Header<Column>) -> Self {
        let columns = header.headings.iter().filter_map(|heading| {
            Some((heading.means?, (heading.column, heading.name.clone(), heading.unit)))
        });
        let columns: BTreeMap<_, _> = columns.collect();
        let shape = if columns.contains_key(&Column::Parent) {
            Shape::Parents
        } else if columns.contains_key(&Column::Level) {
            Shape::Levels
        } else {
            Shape::List
        };
        Self { columns, width: header.width, shape }
    }

    /// The number of the column that holds `column`, where the table has it.
    pub(crate) fn at(&self, column: Column) -> Option<usize> {
        self.columns.get(&column).map(|(at, ..)| *at)
    }

    /// The heading of `column`; empty where the table has no such column.
    pub(crate) fn name(&self, column: Column) -> &str {
        self.columns.get(&column).map_or("", |(_, name, _)| name)
    }

    /// The unit in the heading of `column`.
    pub(crate) fn unit(&self, column: Column) -> Option<Unit> {
        self.columns.get(&column).and_then(|(.., unit)| *unit)
    }

    /// The text of `column` in `row`; empty where the table has no such column.
    pub(crate) fn text<'r>(&self, column: Column, row: &'r Row) -> &'r str {
        self.at(column).map_or("", |at| row.text(at))
    }

    /// Where `column` of `row` stands; the row, where the table has no such column.
    pub(crate) fn place(&self, column: Column, row: &Row) -> Place {
        self.at(column).map_or_else(|| row.whole(), |at| row.place(at))
    }
}
