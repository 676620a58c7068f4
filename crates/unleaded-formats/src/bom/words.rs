//! The columns of a bill of materials and the words that name them.

use std::collections::BTreeMap;

use unleaded_model::amount::Unit;
use unleaded_model::diagnostic::Place;

use crate::tables::header::{Header, Need, Vocabulary};
use crate::tables::rows::Row;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Column {
    /// The EU RoHS category.
    Category,
    /// The item number of the line's own part.
    Child,
    /// What the declaration of the part describes: `whole` or `adds`.
    Composition,
    /// The depth of the line.
    Level,
    /// The number of the line.
    Line,
    /// The maker of the part.
    Maker,
    /// The weighed mass of one piece.
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
    /// The unit of the quantity.
    Unit,
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
             上层料号 上级物料 上级物料编码 母件 母件料号 组件 组件料号 总成",
        ),
        (
            Column::Child,
            "child childitem childitemnumber childitemno childpart childpartnumber \
             childpartno childnumber childno component componentnumber componentno \
             componentpartnumber item itemnumber itemno part partnumber partno pn mpn \
             materialnumber 子件 子件号 子件编号 子件料号 子件编码 子料号 子项 子项编码 \
             料号 物料 物料编号 物料编码 物料号 零件 零件号 零件编号 部件 部件号 部件编号 \
             品号 元件 元件料号 元器件",
        ),
        (
            Column::Quantity,
            "quantity quantityper quantityperassembly qty qtyper qtyperassembly qpa usage \
             usageqty count 数量 用量 单位用量 单台用量 单机用量 组成用量 标准用量 单耗",
        ),
        (
            Column::Unit,
            "unit units uom unitofmeasure qtyunit quantityunit 单位 计量单位 数量单位 \
             用量单位",
        ),
        (
            Column::Level,
            "level lvl bomlevel indent indentlevel depth 层级 层次 阶层 级别 层 阶 阶次 \
             bom层级 bom层次 bom阶次",
        ),
        (
            Column::Maker,
            "maker manufacturer manufacturername mfr mfg vendor vendorname supplier \
             suppliername brand 制造商 制造商名称 生产商 生产厂家 厂家 厂商 供应商 \
             供应商名称 品牌",
        ),
        (
            Column::Name,
            "name description itemname itemdescription partname partdescription 品名 名称 \
             物料名称 物料描述 描述 部件名称 零件名称 子件名称 part component 物料 零件 \
             部件 元件 元器件",
        ),
        (Column::Line, "item itemno line lineno no pos position 序号 项次"),
        (Column::NameZh, "namezh chinesename namecn nameinchinese 中文名称 中文名 中文品名"),
        (
            Column::Mass,
            "mass weight unitmass unitweight partmass partweight weighedmass 质量 重量 \
             单重 单件重量 单件质量 称重",
        ),
        (Column::MassUnit, "massunit weightunit 质量单位 重量单位"),
        (Column::Category, "category rohscategory eurohscategory 类别 产品类别 rohs类别"),
        (Column::Composition, "composition compositionrole 成分声明 声明范围 成分范围"),
    ],
    repeatable: &[],
    unused: &[Column::Line],
};

/// What a bill of materials can't do without.
pub(crate) const NEEDS: &[Need<Column>] = &[
    Need { any_of: &[Column::Child], what: "the item number (料号)", name: "item" },
    Need { any_of: &[Column::Quantity], what: "the quantity (数量)", name: "quantity" },
    Need {
        any_of: &[Column::Parent, Column::Level],
        what: "the parent or the level (父件、层级)",
        name: "parent",
    },
];

/// Which column of a table holds what.
pub(crate) struct Layout {
    columns: BTreeMap<Column, (usize, String, Option<Unit>)>,
    /// The number of cells of a row.
    pub(crate) width: usize,
}

impl Layout {
    /// Finds out what the columns of `header` hold.
    pub(crate) fn of(header: &Header<Column>) -> Self {
        let columns = header.headings.iter().filter_map(|heading| {
            Some((heading.means?, (heading.column, heading.name.clone(), heading.unit)))
        });
        Self { columns: columns.collect(), width: header.width }
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
