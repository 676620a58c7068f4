//! From rows to declared parts.

use std::collections::BTreeMap;

use jiff::civil::Date;
use unleaded_model::amount::{Fraction, Mass, MassRange};
use unleaded_model::declaration::{
    DeclaredPart, DeclaredSubstance, Extent, Format, Header, Item, Material, Stated,
};
use unleaded_model::diagnostic::codes::{cells, limits, sheets, tables, xml};
use unleaded_model::diagnostic::{Diagnostic, Place};
use unleaded_model::identity::key;

use super::amounts::{self, Cell};
use super::columns::Layout;
use super::formulas;
use super::plain::{Told, item_number};
use super::rest::{self, Rests};
use super::rows::Row;
use super::substance::{place, printed_amount, read_date, substance};
use super::words::Column;
use crate::blank;
use crate::sink::Sink;
use crate::snug;

/// Words of rows that repeat a sum.
pub(super) const TOTALS: [&str; 17] = [
    "total",
    "subtotal",
    "grandtotal",
    "sum",
    "合计",
    "总计",
    "小计",
    "合計",
    "總計",
    "小計",
    "総計",
    "計",
    "summe",
    "gesamt",
    "gesamtsumme",
    "zwischensumme",
    "共计",
];
/// Rows of a sheet (ISO/IEC 29500), and of all tables of a document.
const MOST_ROWS: u32 = 1 << 20;

/// What formulas leave in their cells when they fail.
const FAULTS: [&str; 9] =
    ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"];

/// The mass of a part or material as its rows give it.
#[derive(Default)]
struct Weight {
    /// The text of number and unit that was read last.
    seen: String,
}

/// Puts rows together to parts, in the order in which each is first named.
pub(crate) struct Composer {
    parts: Vec<DeclaredPart>,
    part_weights: Vec<Weight>,
    material_weights: BTreeMap<(usize, usize), Weight>,
    /// By maker and item number.
    by_number: BTreeMap<(String, String), usize>,
    /// By part, subpart and material.
    by_material: BTreeMap<(usize, String, String), usize>,
    date: Dates,
    /// What the row above belongs to.
    above: Option<Above>,
    rests: Rests,
    lost: Vec<Lost>,
    /// How many rows there were that are not blank.
    rows: u32,
    told: Told,
}

/// A row that can't be read, whose part is the one that its cell for the part names.
struct Lost {
    part: String,
    column: String,
    place: Place,
}

/// What a row belongs to; blank cells below mean the same.
#[derive(Clone)]
struct Above {
    part: usize,
    subpart: String,
    material: Option<usize>,
}

/// The date column so far.
enum Dates {
    Differ,
    None,
    One(String, Option<Date>),
}

impl Composer {
    /// Returns a composer that has seen no row.
    pub(crate) fn new() -> Self {
        Self {
            parts: Vec::new(),
            part_weights: Vec::new(),
            material_weights: BTreeMap::new(),
            by_number: BTreeMap::new(),
            by_material: BTreeMap::new(),
            date: Dates::None,
            above: None,
            rests: Rests::new(),
            lost: Vec::new(),
            rows: 0,
            told: Told::default(),
        }
    }

    /// Begins another sheet, where no row stands above the first.
    pub(crate) fn begin_sheet(&mut self) {
        self.above = None;
    }

    /// Hands over the header and the parts.
    pub(crate) fn finish(mut self, format: Format, sink: &mut dyn Sink) {
        rest::settle(&mut self.parts, &self.rests, sink);
        self.open_parts_of_lost_rows(sink);
        let mut header = Header::empty(format);
        if let Dates::One(raw, date) = self.date {
            header.date_raw = raw;
            header.date = date;
        }
        sink.header(header);
        for part in self.parts {
            sink.product(part);
        }
    }

    /// Counts `row`; says so where it is the first that is too many.
    pub(crate) fn has_room(&mut self, row: &Row, sink: &mut dyn Sink) -> bool {
        self.rows += u32::from(!row.is_blank());
        if self.rows == MOST_ROWS + 1 {
            let long = Diagnostic::new(limits::TABLE_TOO_LONG, row.whole());
            sink.diagnostic(long.with("limit", u64::from(MOST_ROWS)));
        }
        self.rows <= MOST_ROWS
    }

    /// Takes a row below the header.
    pub(crate) fn row(&mut self, row: &Row, layout: &Layout, sink: &mut dyn Sink) {
        if row.is_blank() {
            return;
        }
        if !row.fits(layout.width, sink) {
            return self.lose(row, layout);
        }
        if is_total(row, layout, sink) {
            return;
        }
        report_faults(row, layout, sink);
        let is_faulty = |column| is_fault(layout.text(column, row));
        if is_faulty(Column::Part) || is_faulty(Column::Maker) {
            return self.lose(row, layout);
        }
        let Some(part) = self.part(row, layout, sink) else {
            return;
        };
        self.told.see(row, layout, sink);
        self.date(row, layout, sink);
        self.part_mass(part, row, layout, sink);
        let material = self.material(part, row, layout);
        if let Some(material) = material {
            let group = &mut self.parts[part].materials[material].group;
            if group.is_empty() {
                group_code(layout.text(Column::Group, row)).clone_into(group);
            }
            self.material_mass(part, material, row, layout, sink);
        }
        self.substance(part, material, row, layout, sink);
    }

    /// Keeps in mind that the part of a row lacks what the row says.
    fn lose(&mut self, row: &Row, layout: &Layout) {
        let named = item_number(layout.text(Column::Part, row));
        let above =
            self.above.as_ref().map(|above| self.parts[above.part].items[0].number.as_str());
        self.lost.push(Lost {
            part: if named.is_empty() { above.unwrap_or("") } else { &named }.to_owned(),
            column: layout.name(Column::Part).to_owned(),
            place: row.whole(),
        });
    }

    /// Gives each part that has lost rows a material of which nothing is known.
    fn open_parts_of_lost_rows(&mut self, sink: &mut dyn Sink) {
        if self.lost.is_empty() {
            return;
        }
        // Several makers may have the same number.
        let mut whole: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, part) in self.parts.iter().enumerate() {
            whole.entry(part.items[0].number.clone()).or_default().push(at);
        }
        for lost in std::mem::take(&mut self.lost) {
            let Some(parts) = whole.get_mut(&lost.part) else {
                let defect = Diagnostic::new(cells::ROW_ASTRAY, lost.place);
                sink.diagnostic(defect.with("value", lost.part).with("column", lost.column));
                continue;
            };
            // One is enough, however many rows are lost.
            for part in parts.drain(..) {
                let mut open = empty_material("", "", lost.place.clone());
                // What is wrong is told of the row.
                open.extent = Extent::Listed;
                snug::push(&mut self.parts[part].materials, open);
            }
        }
    }

    /// Returns the part that the row belongs to, new or known.
    fn part(&mut self, row: &Row, layout: &Layout, sink: &mut dyn Sink) -> Option<usize> {
        let number = item_number(layout.text(Column::Part, row));
        if number.is_empty() {
            if self.above.is_none() {
                let column = layout.name(Column::Part);
                let defect = Diagnostic::new(tables::ROW_WITHOUT_PART, row.whole());
                sink.diagnostic(defect.with("column", column));
            }
            return self.above.as_ref().map(|above| above.part);
        }
        let maker = layout.text(Column::Maker, row);
        let identity = (maker.to_owned(), number.clone().into_owned());
        let part = self.by_number.get(&identity).copied().unwrap_or_else(|| {
            self.by_number.insert(identity, self.parts.len());
            let place = layout.at(Column::Part).map_or_else(|| row.whole(), |at| row.place(at));
            self.parts.push(empty_part(&number, maker, place));
            self.part_weights.push(Weight::default());
            self.parts.len() - 1
        });
        let item = &mut self.parts[part].items[0];
        if item.name.is_empty() {
            layout.text(Column::PartName, row).clone_into(&mut item.name);
        }
        if self.above.as_ref().is_none_or(|above| above.part != part) {
            self.above = Some(Above { part, subpart: String::new(), material: None });
        }
        Some(part)
    }

    /// Returns the material that the row belongs to; `None` where neither it nor a row above names one.
    fn material(&mut self, part: usize, row: &Row, layout: &Layout) -> Option<usize> {
        let above = self.above.clone()?;
        let subpart = layout.text(Column::Subpart, row);
        let name = layout.text(Column::Material, row);
        if is_fault(subpart) || is_fault(name) {
            // Blank cells below mean the same unknown material.
            self.above = Some(Above { part, subpart: String::new(), material: None });
            return None;
        }
        let same_subpart = subpart.is_empty() || subpart == above.subpart;
        if name.is_empty() && same_subpart && above.material.is_some() {
            return above.material;
        }
        let subpart = if subpart.is_empty() { above.subpart } else { subpart.to_owned() };
        // A layer without the name of a material is one.
        let (layer, name) = match name {
            "" => ("", subpart.as_str()),
            name => (subpart.as_str(), name),
        };
        if name.is_empty() {
            return None;
        }
        let materials = &mut self.parts[part].materials;
        let identity = (part, layer.to_owned(), name.to_owned());
        let material = *self.by_material.entry(identity).or_insert_with(|| {
            snug::push(materials, empty_material(layer, name, row.whole()));
            materials.len() - 1
        });
        self.above = Some(Above { part, subpart, material: Some(material) });
        Some(material)
    }

    fn part_mass(&mut self, part: usize, row: &Row, layout: &Layout, sink: &mut dyn Sink) {
        let Some(column) = &layout.part_mass else {
            return;
        };
        let item = &mut self.parts[part].items[0];
        let weight = &mut self.part_weights[part];
        weigh(&mut item.mass, weight, &item.number, &Cell { column, row }, sink);
    }

    fn material_mass(
        &mut self,
        part: usize,
        material: usize,
        row: &Row,
        layout: &Layout,
        sink: &mut dyn Sink,
    ) {
        let Some(column) = &layout.material_mass else {
            return;
        };
        let weight = self.material_weights.entry((part, material)).or_default();
        let material = &mut self.parts[part].materials[material];
        weigh(&mut material.mass, weight, &material.name, &Cell { column, row }, sink);
    }

    fn substance(
        &mut self,
        part: usize,
        material: Option<usize>,
        row: &Row,
        layout: &Layout,
        sink: &mut dyn Sink,
    ) {
        let name = layout.text(Column::Substance, row);
        let id = layout.text(Column::Cas, row);
        let printed = printed_amount(row, layout);
        if name.is_empty() && key(id).is_empty() {
            let Some((amount, place)) = printed else {
                return;
            };
            let defect = Diagnostic::new(tables::SUBSTANCE_MISSING, place);
            sink.diagnostic(defect.with("value", amount));
        }
        let mut substance = substance(row, layout, sink);
        let material = material.unwrap_or_else(|| {
            let defect = Diagnostic::new(tables::MATERIAL_MISSING, place(row, layout));
            sink.diagnostic(defect.with("substance", if name.is_empty() { id } else { name }));
            // It may be in any of the materials that other rows name: how much of it is here is not known.
            open(&mut substance);
            self.unnamed_material(part, row)
        });
        let is_open = [&substance.share, &substance.share_of_part].into_iter().all(Option::is_none)
            && substance.mass.is_none();
        let substances = &mut self.parts[part].materials[material].substances;
        if let Some(rest) = rest::of(row, layout).filter(|_| is_open) {
            self.rests.insert((part, material, substances.len()), rest);
        }
        snug::push(substances, substance);
    }

    /// A material of `part` for a substance that belongs to none: its own, since others may be in other materials.
    fn unnamed_material(&mut self, part: usize, row: &Row) -> usize {
        let materials = &mut self.parts[part].materials;
        snug::push(materials, empty_material("", "", row.whole()));
        materials.len() - 1
    }

    fn date(&mut self, row: &Row, layout: &Layout, sink: &mut dyn Sink) {
        let Some(at) = layout.at(Column::Date) else {
            return;
        };
        let text = row.text(at);
        if text.is_empty() {
            return;
        }
        match &self.date {
            Dates::None => {
                let date = read_date(text);
                if date.is_none() {
                    let remark = Diagnostic::new(xml::DATE_MALFORMED, row.place(at));
                    sink.diagnostic(
                        remark.with("what", layout.name(Column::Date)).with("value", text),
                    );
                }
                self.date = Dates::One(text.to_owned(), date);
            }
            Dates::One(first, _) if first != text => {
                let remark = Diagnostic::new(tables::DATES_DIFFER, row.place(at));
                sink.diagnostic(remark.with("first", first.as_str()).with("value", text));
                self.date = Dates::Differ;
            }
            _ => {}
        }
    }
}

/// Lets the amounts of a substance that are not shares of its material begin at nothing.
fn open(substance: &mut DeclaredSubstance) {
    if let Some(mass) = &mut substance.mass {
        mass.value.low = Mass::ZERO;
    }
    if let Some(share) = &mut substance.share_of_part {
        share.value.low = Fraction::ZERO;
    }
}

/// Whether `row` is one of totals; says so if it is.
fn is_total(row: &Row, layout: &Layout, sink: &mut dyn Sink) -> bool {
    let columns = [Column::Part, Column::Subpart, Column::Material, Column::Substance];
    let total = columns.iter().filter_map(|column| layout.at(*column)).find(|at| {
        let word = key(row.text(*at));
        TOTALS.contains(&word.as_str())
    });
    if let Some(at) = total {
        let remark = Diagnostic::new(tables::ROW_TOTAL, row.place(at));
        sink.diagnostic(remark.with("value", row.text(at)));
    }
    total.is_some()
}

fn report_faults(row: &Row, layout: &Layout, sink: &mut dyn Sink) {
    for (at, name) in layout.used().filter(|(at, _)| is_fault(row.text(*at))) {
        let text = row.text(at);
        let (code, value) = match formulas::of_text(text) {
            Some(formula) => (sheets::FORMULA_UNCALCULATED, formula),
            None => (tables::CELL_ERROR, text),
        };
        let defect = Diagnostic::new(code, row.place(at));
        sink.diagnostic(defect.with("column", name).with("value", value));
    }
}

/// Whether `text` is what a formula leaves that failed or was never calculated.
pub(crate) fn is_fault(text: &str) -> bool {
    text.starts_with('#') && (FAULTS.contains(&text) || formulas::of_text(text).is_some())
}

/// Takes the mass in `cell` as that of `what`; a mass that differs from an earlier one widens it.
fn weigh(
    mass: &mut Option<Box<Stated<MassRange>>>,
    weight: &mut Weight,
    what: &str,
    cell: &Cell<'_>,
    sink: &mut dyn Sink,
) {
    let seen = cell.key();
    // The same text in the next row is the same statement, and the same defect.
    if cell.is_blank() || seen == weight.seen {
        return;
    }
    weight.seen = seen;
    let Some(read) = amounts::mass(cell, sink) else {
        return;
    };
    match mass {
        None => *mass = Some(read),
        Some(first) if first.value != read.value => {
            let remark = Diagnostic::new(tables::MASS_CONTRADICTS, read.place.clone());
            sink.diagnostic(
                remark
                    .with("what", what)
                    .with("first", first.raw.as_str())
                    .with("value", read.raw.as_str())
                    .also_at(first.place.clone()),
            );
            first.value = first.value.hull(read.value);
        }
        Some(_) => {}
    }
}

/// The code that `M-001 Stainless steel` begins with, as lists of choices show it; other text whole.
pub(super) fn group_code(text: &str) -> &str {
    let is_code = |code: &str| {
        let digits = code.strip_prefix("M-").unwrap_or_default();
        digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit())
    };
    text.split_whitespace().next().filter(|word| is_code(word)).unwrap_or(text)
}

fn empty_part(number: &str, maker: &str, place: Place) -> DeclaredPart {
    let (number, maker) = (number.to_owned(), maker.to_owned());
    let item = Item { number, maker, ..blank::item(place.clone()) };
    DeclaredPart { items: vec![item], ..blank::part(place) }
}

fn empty_material(subpart: &str, name: &str, place: Place) -> Material {
    let (subpart, name) = (subpart.to_owned(), name.to_owned());
    Material { subpart, name, ..blank::material(place) }
}

#[cfg(test)]
mod tests {
    use unleaded_model::diagnostic::FileName;
    use unleaded_model::diagnostic::codes::limits as codes;

    use super::*;
    use crate::sink::Collected;
    use crate::tables::delimited::DelimitedRows;

    #[test]
    fn a_table_longer_than_a_worksheet() {
        let mut composer = Composer { rows: MOST_ROWS - 1, ..Composer::new() };
        let mut sink = Collected::default();
        let rows = DelimitedRows::new("P,1\n,\nP,2\nP,3\n", 0, &FileName::new("t"), b',');
        let room: Vec<bool> =
            rows.flatten().map(|row| composer.has_room(&row, &mut sink)).collect();
        assert_eq!(room, [true, true, false, false]);
        let told: Vec<_> = sink.diagnostics.iter().map(|one| one.code).collect();
        assert_eq!(told, [codes::TABLE_TOO_LONG]);
    }
}
