//! From parts and materials to rows.

use std::collections::BTreeSet;

use unleaded_model::amount::{FractionRange, MassRange, Number};
use unleaded_model::declaration::{
    DeclaredPart, ExemptionClaim, Extent, Header, Item, Material, Stated,
};
use unleaded_model::diagnostic::{Diagnostic, Language, Place};
use unleaded_model::identity::key;

use super::amounts::Probe;
use super::fields::Field;
use super::losses::Losses;
use super::text::{Fit, fit};
use super::{MOST_ROWS, substances};
use crate::tables::compose::{TOTALS, group_code, is_fault};
use crate::tables::plain::item_number;
use crate::tables::substance::read_date;

/// A row: its cells that are not blank.
#[derive(Clone, Debug, Default)]
pub(super) struct Line(pub(super) Vec<(Field, String)>);

impl Line {
    /// The text under `field`; empty where there is none.
    pub(super) fn text(&self, field: Field) -> &str {
        self.0.iter().find(|(at, _)| *at == field).map_or("", |(_, text)| text)
    }

    /// Puts `text` under `field`, unless it is blank.
    pub(super) fn put(&mut self, field: Field, text: String) {
        if !text.is_empty() {
            self.0.push((field, text));
        }
    }
}

/// The rows of a declaration.
pub(super) struct Lines {
    pub(super) lines: Vec<Line>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Lines {
    /// Returns the rows of `products`, with what words of the table's own need be in `language`; `header` holds what stands
    /// nowhere else.
    pub(super) fn of(header: &Header, products: &[DeclaredPart], language: Language) -> Self {
        let mut writer = Writer::new(header, products, language);
        writer.losses.header(header);
        for (part, maker) in with_inner(header, products) {
            writer.part(part, numbered(part), maker);
        }
        Self { lines: writer.lines, diagnostics: writer.losses.all }
    }

    /// The columns that hold anything, and those that every table has.
    pub(super) fn fields(&self) -> Vec<Field> {
        let used = self.lines.iter().flat_map(|line| &line.0).map(|(field, _)| *field);
        let fields: BTreeSet<Field> = used.chain(Field::ALWAYS).collect();
        fields.into_iter().collect()
    }

    /// The rows of each sheet; at least one sheet.
    pub(super) fn sheets(&self) -> impl Iterator<Item = &[Line]> {
        let empty = self.lines.is_empty().then_some(&[][..]);
        empty.into_iter().chain(self.lines.chunks(MOST_ROWS))
    }
}

/// Each part with its maker, in the order of the rows: what is inside a part follows it.
pub(super) fn with_inner<'d>(
    header: &'d Header,
    products: &'d [DeclaredPart],
) -> impl Iterator<Item = (&'d DeclaredPart, &'d str)> {
    // The last is taken first.
    let supplier = header.supplier.name.as_str();
    let mut open: Vec<_> = products.iter().rev().map(|p| (p, supplier)).collect();
    std::iter::from_fn(move || {
        let (part, maker) = open.pop()?;
        let own = numbered(part).map_or("", |item| item.maker.trim());
        let maker = if own.is_empty() || is_fault(own) { maker } else { own };
        open.extend(part.subparts.iter().rev().map(|subpart| (subpart, maker)));
        Some((part, maker))
    })
}

/// The identity of `part` that has a number.
pub(super) fn numbered(part: &DeclaredPart) -> Option<&Item> {
    part.items.iter().find(|item| !item.number.trim().is_empty())
}

/// What is written so far.
pub(super) struct Writer {
    pub(super) probe: Probe,
    pub(super) language: Language,
    pub(super) losses: Losses,
    /// The column of shares of a part: per cent or ppm.
    pub(super) share_of_part: Field,
    lines: Vec<Line>,
    date: String,
    /// Maker and number of each part written.
    seen: BTreeSet<(String, String)>,
}

impl Writer {
    fn new(header: &Header, products: &[DeclaredPart], language: Language) -> Self {
        let probe = Probe::new();
        let share_of_part = substances::share_of_part(products, &probe);
        let mut writer = Self {
            probe,
            language,
            losses: Losses::default(),
            share_of_part,
            lines: Vec::new(),
            date: String::new(),
            seen: BTreeSet::new(),
        };
        writer.date = writer.date(header);
        writer
    }

    fn date(&mut self, header: &Header) -> String {
        match header.date {
            Some(date) if read_date(header.date_raw.trim()) != Some(date) => date.to_string(),
            _ => self.cell("date (日期)", &header.date_raw, None),
        }
    }

    /// Returns `text` as a cell holds it; empty after a diagnostic where it can't.
    pub(super) fn cell(&mut self, what: &str, text: &str, place: Option<&Place>) -> String {
        match fit(text) {
            // A cell with the text of a failed formula would be one.
            Fit::Whole(text) | Fit::Replaced(text, _) if is_fault(&text) => {
                self.losses.lost(what, &text, place);
                String::new()
            }
            Fit::Whole(text) => text,
            Fit::Replaced(text, count) => {
                let characters = format!("{count}: U+0000-U+001F, U+FFFE, U+FFFF");
                self.losses.lost(what, &characters, place);
                text
            }
            Fit::TooLong => {
                self.losses.lost(what, text, place);
                String::new()
            }
        }
    }

    /// Returns `name`, or where a table would take it for something else or it is `taken`, the same with a number.
    pub(super) fn name(
        &mut self,
        what: &str,
        name: String,
        place: &Place,
        taken: impl Fn(&str) -> bool,
    ) -> String {
        let free = |name: &str| !TOTALS.contains(&key(name).as_str()) && !taken(name);
        if free(&name) {
            return name;
        }
        let mut numbers = 2u64..;
        let mut next = || format!("{name} ({})", numbers.next().unwrap_or_default());
        let mut written = next();
        while !free(&written) {
            written = next();
        }
        self.losses.renamed(what, &name, &written, place);
        written
    }

    fn part(&mut self, part: &DeclaredPart, item: Option<&Item>, maker: &str) {
        self.losses.part(part);
        let Some(item) = item else {
            let name = part.items.first().map_or("", |item| item.name.as_str());
            let name = if name.trim().is_empty() { "-" } else { name };
            return self.losses.lost(
                "part without a number (无料号的部件)",
                name,
                Some(&part.place),
            );
        };
        let number = self.number(item);
        let maker = self.cell("maker (制造商)", maker, Some(&item.place));
        let is_total = TOTALS.contains(&key(&number).as_str());
        if number.is_empty() || is_total || !self.seen.insert((maker.clone(), number.clone())) {
            return self.losses.lost("part of the number (料号)", &item.number, Some(&part.place));
        }
        if is_fault(item.maker.trim()) {
            self.losses.lost("maker (制造商)", &item.maker, Some(&item.place));
        }
        self.further_items(part, item);
        let mut own = Line::default();
        own.put(Field::Part, number);
        own.put(Field::Maker, maker);
        let mut first = own.clone();
        let name = self.cell("part name (部件名称)", &item.name, Some(&item.place));
        first.put(Field::PartName, name);
        first.put(Field::Date, self.date.clone());
        if let Some(mass) = part.mass() {
            self.mass((Field::PartMass, Field::PartMassUnit), mass, &mut first);
        }
        let mut lines = Materials { first, own, names: BTreeSet::new(), lines: Vec::new() };
        self.materials(part, &mut lines);
        self.lines.append(&mut lines.finish());
    }

    /// Returns the number of `item` in the plain letters and digits that a table reads it in.
    fn number(&mut self, item: &Item) -> String {
        let what = "part number (料号)";
        let number = self.cell(what, &item.number, Some(&item.place));
        let plain = item_number(&number);
        if is_fault(&plain) {
            return String::new();
        }
        if plain != number {
            self.losses.renamed(what, &number, &plain, &item.place);
        }
        plain.into_owned()
    }

    fn further_items(&mut self, part: &DeclaredPart, written: &Item) {
        for item in &part.items {
            self.losses.item(item);
            if !std::ptr::eq(item, written) {
                let name = format!("{} {}", item.number, item.name);
                self.losses.lost("further item number (其他料号)", &name, Some(&item.place));
            }
        }
    }

    fn materials(&mut self, part: &DeclaredPart, lines: &mut Materials) {
        let with_masses = part.with_material_masses();
        let named = with_masses.materials.iter().map(|material| (self.names(material), material));
        // A blank cell means the same layer as above, so what has none comes first.
        let (layered, plain): (Vec<_>, Vec<_>) =
            named.partition(|((layer, _), _)| !layer.is_empty());
        for (names, material) in plain {
            self.material(part, material, names, lines);
        }
        for subpart in &part.subparts {
            self.component(part, subpart, lines);
        }
        for (names, material) in layered {
            self.material(part, material, names, lines);
        }
        for material in &part.materials {
            if let Some(share) = &material.share_of_part
                && (material.mass.is_some() || part.mass().is_none())
            {
                let what = "share of the part (材料占部件比例)";
                self.losses.lost(what, &share.raw, Some(&share.place));
            }
        }
    }

    /// The layer of a material and its name, which is not empty. A layer without the name of a material is one.
    fn names(&mut self, material: &Material) -> (String, String) {
        let place = Some(&material.place);
        let layer = self.cell("subpart (组成部分)", &material.subpart, place);
        let name = self.cell("material (材料)", &material.name, place);
        match (layer.is_empty(), name.is_empty()) {
            (_, false) => (layer, name),
            (false, true) => (String::new(), layer),
            (true, true) => {
                let name = self.language.pick("unnamed material", "未命名材料");
                self.losses.renamed("material (材料)", "", name, &material.place);
                (String::new(), name.to_owned())
            }
        }
    }

    fn material(
        &mut self,
        part: &DeclaredPart,
        material: &Material,
        (layer, name): (String, String),
        lines: &mut Materials,
    ) {
        self.losses.material(material);
        let place = Some(&material.place);
        let layer = self.name("subpart (组成部分)", layer, &material.place, |_| false);
        let name = self.name("material (材料)", name, &material.place, |name| {
            lines.names.contains(&(layer.clone(), name.to_owned()))
        });
        let group = self.cell("material group (材料类别)", &material.group, place);
        lines.begin(layer.clone(), name);
        lines.first.put(Field::Group, group_code(&group).to_owned());
        if let Some(mass) = &material.mass {
            self.mass((Field::MaterialMass, Field::MaterialMassUnit), mass, &mut lines.first);
        }
        let inherited: Vec<&ExemptionClaim> =
            part.exemptions.iter().chain(&material.exemptions).collect();
        for substance in &material.substances {
            let mut line = lines.line();
            self.substance(substance, &inherited, &mut line);
            lines.lines.push(line);
        }
        if material.substances.is_empty() {
            if material.extent == Extent::Whole {
                let line = lines.line();
                lines.lines.push(line);
            }
            for claim in &material.exemptions {
                self.losses.lost("exemption (豁免)", &claim.id, Some(&claim.place));
            }
        }
        self.left_out(material, layer, lines);
    }

    /// A table tells all of a material. Where `material` may leave something out, a row says so: any share of it is undisclosed.
    /// Substances that are told without a material may be in one of several.
    fn left_out(&mut self, material: &Material, layer: String, lines: &mut Materials) {
        if matches!(material.extent, Extent::Closed | Extent::Whole) {
            return;
        }
        let told = "how far the material is told (材料披露范围)";
        let name = if material.name.is_empty() { "–" } else { &material.name };
        self.losses.lost(told, name, Some(&material.place));
        self.anything(lines);
        if material.extent == Extent::Loose {
            let name = self.language.pick("further materials", "其他材料").to_owned();
            let name = self.name("material (材料)", name, &material.place, |name| {
                lines.names.contains(&(layer.clone(), name.to_owned()))
            });
            lines.begin(layer, name);
            self.anything(lines);
        }
    }

    /// A row of an undisclosed substance that may be any share of its material.
    fn anything(&self, lines: &mut Materials) {
        let mut line = lines.line();
        line.put(Field::Substance, self.undisclosed().to_owned());
        line.put(Field::Content, "<=100".to_owned());
        line.put(Field::Unit, "%".to_owned());
        lines.lines.push(line);
    }

    /// A part inside `part` is written as a part of its own; here stands a material of that name, undisclosed, so that
    /// `part` does not look as if it were without it.
    fn component(&mut self, part: &DeclaredPart, inner: &DeclaredPart, lines: &mut Materials) {
        let name = inner.items.first().map_or("", |item| item.name.as_str());
        let name = inner.number().unwrap_or(name);
        let path = format!("{} > {name}", part.number().unwrap_or_default());
        self.losses.lost("place inside the part (所属部件)", &path, Some(&inner.place));
        let mut name = self.cell("part number (料号)", name, Some(&inner.place));
        if name.is_empty() {
            name = self.language.pick("unnamed component", "未命名组件").to_owned();
        }
        let name = self.name("part number (料号)", name, &inner.place, |name| {
            lines.names.contains(&(String::new(), name.to_owned()))
        });
        lines.begin(String::new(), name);
        if let Some(mass) = all_pieces(inner) {
            self.mass((Field::MaterialMass, Field::MaterialMassUnit), &mass, &mut lines.first);
        }
        let mut line = lines.line();
        line.put(Field::Substance, self.undisclosed().to_owned());
        line.put(Field::Content, "100".to_owned());
        line.put(Field::Unit, "%".to_owned());
        lines.lines.push(line);
    }

    /// What stands for a substance that is not named.
    pub(super) fn undisclosed(&self) -> &'static str {
        self.language.pick("proprietary", "保密")
    }

    /// Writes `mass` under the column and its unit.
    pub(super) fn mass(
        &mut self,
        (number, unit): (Field, Field),
        mass: &Stated<MassRange>,
        line: &mut Line,
    ) {
        match self.probe.mass(mass) {
            Some((text, name)) => {
                line.put(number, text);
                line.put(unit, name.to_owned());
            }
            None => self.losses.lost("mass (质量)", &mass.raw, Some(&mass.place)),
        }
    }
}

/// The mass of all pieces of `part` in the part that it is inside of; `None`: it can't be told. The mass of several is as
/// wide as the printed mass of one can be rounded, since no number of theirs is printed to tell how far.
fn all_pieces(part: &DeclaredPart) -> Option<Stated<MassRange>> {
    let mass = part.mass()?;
    let instances = part.instances.trim();
    if matches!(instances, "" | "1") {
        return Some(mass.clone());
    }
    let times = FractionRange::of(&Number::parse(instances).ok()?, 0)?;
    let slack = mass.rounding.high?;
    let one = MassRange { low: mass.value.low.minus(slack), high: mass.value.high?.plus(slack) };
    Some(Stated {
        raw: String::new(),
        value: one.times(times)?,
        rounding: MassRange::ZERO,
        place: mass.place.clone(),
    })
}

/// The rows of one part.
struct Materials {
    /// The cells that the next row begins with: also what stands once per part and once per material.
    first: Line,
    /// The cells that every row begins with.
    own: Line,
    /// Layer and name of each material.
    names: BTreeSet<(String, String)>,
    lines: Vec<Line>,
}

impl Materials {
    /// Begins a material.
    fn begin(&mut self, layer: String, name: String) {
        for line in [&mut self.first, &mut self.own] {
            line.0.retain(|(field, _)| !matches!(field, Field::Subpart | Field::Material));
            line.put(Field::Subpart, layer.clone());
            line.put(Field::Material, name.clone());
        }
        self.names.insert((layer, name));
    }

    /// The next row, without a substance yet.
    fn line(&mut self) -> Line {
        std::mem::replace(&mut self.first, self.own.clone())
    }

    /// The rows; one at least.
    fn finish(mut self) -> Vec<Line> {
        if self.lines.is_empty() {
            self.lines.push(self.first);
        }
        self.lines
    }
}
