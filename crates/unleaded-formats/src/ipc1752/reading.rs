//! The state of reading one document: what is open, and what was read of it so far.

use std::io::BufRead;

use unleaded_model::declaration::{
    Answer, DeclaredPart, DeclaredSubstance, Format, Header, Item, Kept, ListAnswers, Material,
};
use unleaded_model::diagnostic::codes::xml as codes;
use unleaded_model::diagnostic::{Diagnostic, Place};

use self::exemptions::Exemptions;
use self::groups::Groups;
use self::materials::Level;
use super::amounts::Slot;
use super::keep::{Frame, Remarks, path};
use super::vocabulary::Kind;
use crate::allowance::Allowance;
use crate::blank;
use crate::bounded::Bounded;
pub(super) use crate::scalars::read_boolean;
use crate::sink::Sink;
use crate::xml::{Puller, Stopped};

mod answers;
mod exemptions;
mod groups;
mod materials;

/// What became of an element that began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is open now.
    Entered,
    /// Its place is taken by an earlier one; it is still to be kept.
    Repeated,
}

/// Everything that is open.
pub(super) struct Reading {
    pub(super) frames: Vec<Frame>,
    pub(super) remarks: Remarks,
    pub(super) root_place: Option<Place>,
    /// Where in the document the last product ended, or began.
    pub(super) boundary: u64,
    pub(super) allowance: Allowance,
    pub(super) header: Header,
    sent_header: Option<Header>,
    products: u64,
    /// The open product and the open subproducts inside it.
    pub(super) parts: Vec<DeclaredPart>,
    pub(super) item: Option<Item>,
    pub(super) material: Option<Material>,
    level: Option<Level>,
    pub(super) substance: Option<DeclaredSubstance>,
    list: Option<ListAnswers>,
    pub(super) answer: Option<Answer>,
    /// Whether the answer states an amount that can't be read.
    pub(super) has_unread_answer: bool,
    exemptions: Option<Exemptions>,
    pub(super) groups: Groups,
}

impl Reading {
    pub(super) fn new() -> Self {
        Self {
            frames: Vec::new(),
            remarks: Remarks::default(),
            root_place: None,
            boundary: 0,
            allowance: Allowance::endless(),
            header: Header::empty(Format::Ipc1752a),
            sent_header: None,
            products: 0,
            parts: Vec::new(),
            item: None,
            material: None,
            level: None,
            substance: None,
            list: None,
            answer: None,
            has_unread_answer: false,
            exemptions: None,
            groups: Groups::default(),
        }
    }

    /// Keeps what is unknown with the innermost open element.
    pub(super) fn keep(&mut self, kept: Kept) {
        self.allowance.take();
        self.kept().push(kept);
    }

    /// Where what is kept inside the innermost open element belongs.
    pub(super) fn kept(&mut self) -> &mut Vec<Kept> {
        if let Some(query) = &mut self.groups.query {
            return &mut query.kept;
        }
        if let Some(group) = &mut self.groups.group {
            return &mut group.kept;
        }
        match (&mut self.substance, &mut self.answer, &mut self.material, self.parts.last_mut()) {
            (Some(substance), ..) => &mut substance.kept,
            (None, Some(answer), ..) => &mut answer.kept,
            (None, None, Some(material), _) => &mut material.kept,
            (None, None, None, Some(part)) => &mut part.kept,
            (None, None, None, None) => &mut self.header.kept,
        }
    }

    /// Keeps an attribute that no field takes.
    pub(super) fn keep_attribute<R: BufRead>(
        &mut self,
        puller: &Puller<R>,
        index: usize,
        sink: &mut Bounded<'_>,
    ) {
        let Some(kind) = self.frames.last().map(|frame| frame.kind) else {
            return;
        };
        let name = puller.attribute_name(index);
        // The format's own namespace is what the writer makes the default.
        if name == b"xmlns" {
            return;
        }
        let (raw, place) = puller.raw_attribute(index);
        let last = format!("@{}", String::from_utf8_lossy(name));
        let kept = Kept { path: path(&self.frames, &last), raw: raw.to_owned(), place };
        if !kind.keeps_silently(name) {
            self.remarks.make(codes::ATTRIBUTE_UNKNOWN, &kept, sink);
        }
        self.keep(kept);
    }

    /// Takes text, which only an exemption can be written as.
    pub(super) fn text<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        let kind = self.frames.last().map(|frame| frame.kind);
        if matches!(kind, Some(Kind::Exemption | Kind::ExemptionId))
            && let Some(claim) = self.claims().and_then(|claims| claims.last_mut())
            && claim.id.is_empty()
        {
            puller.text().trim().clone_into(&mut claim.id);
            return;
        }
        let raw = puller.raw_text().to_owned();
        let kept = Kept { path: path(&self.frames, "text()"), raw, place: puller.place() };
        self.remarks.make(codes::TEXT_UNEXPECTED, &kept, sink);
        self.keep(kept);
    }

    /// Takes an element of `kind` that has just begun.
    pub(super) fn open<R: BufRead>(
        &mut self,
        kind: Kind,
        frame: Frame,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) -> Result<Outcome, Stopped> {
        if let Kind::Amount | Kind::Concentration = kind {
            return Ok(self.open_amount(kind, frame, puller, sink));
        }
        let parent = self.frames.last().map(|frame| frame.kind);
        if kind.is_unconfirmed(parent) {
            let path = path(&self.frames, kind.name());
            self.remarks.unconfirmed(&path, puller.place(), sink);
        }
        self.frames.push(frame);
        match kind {
            Kind::Product => self.open_product(puller, sink),
            Kind::Wrapper => {
                self.is_ipc1752b(puller, sink);
                self.keep_attributes(puller, sink);
            }
            Kind::SubProduct => {
                self.check_nesting(puller, sink)?;
                self.open_part(puller, sink);
            }
            Kind::ProductId => self.open_item(puller, sink),
            Kind::Material => self.open_material(puller, sink),
            Kind::Level => self.open_level(puller, sink),
            Kind::Substance => self.open_substance(puller, sink),
            Kind::SubstanceId => self.open_substance_id(puller, sink),
            Kind::AnswerList => self.open_list(puller, sink),
            Kind::AnswerListId => self.open_list_id(puller, sink),
            Kind::Answer => self.open_answer(puller, sink),
            Kind::AnswerId => self.open_answer_id(puller, sink),
            Kind::Threshold => self.open_threshold(puller, sink),
            Kind::ExemptionList => self.open_exemptions(puller, sink),
            Kind::ExemptionListId => self.open_exemption_list_id(puller, sink),
            Kind::Exemption => self.open_exemption(puller, sink),
            Kind::ExemptionId => self.open_exemption_id(puller, sink),
            _ => {
                if !self.open_groups(kind, puller, sink) {
                    self.open_header(kind, puller, sink);
                }
            }
        }
        Ok(Outcome::Entered)
    }

    /// Takes note that the document is of IPC-1752B, whose schema is not known.
    pub(super) fn is_ipc1752b<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        if self.header.format != Format::Ipc1752b {
            self.header.format = Format::Ipc1752b;
            self.remarks.unconfirmed(puller.written_name(), puller.place(), sink);
        }
    }

    /// Takes the end of an element of `kind`, whose frame is gone.
    pub(super) fn close(&mut self, kind: Kind, sink: &mut Bounded<'_>) {
        match kind {
            Kind::Product => self.close_product(sink),
            Kind::SubProduct => self.close_subproduct(),
            Kind::ProductId => {
                if let (Some(part), Some(item)) = (self.parts.last_mut(), self.item.take()) {
                    part.items.push(item);
                }
            }
            Kind::Material => {
                if let (Some(part), Some(material)) = (self.parts.last_mut(), self.material.take())
                {
                    part.materials.push(material);
                }
            }
            Kind::Level => self.close_level(),
            Kind::Substance => {
                if let (Some(material), Some(substance)) =
                    (&mut self.material, self.substance.take())
                {
                    material.substances.push(substance);
                }
            }
            Kind::AnswerList => {
                if let (Some(part), Some(list)) = (self.parts.last_mut(), self.list.take()) {
                    part.lists.push(list);
                }
            }
            Kind::Answer => {
                let has_unread = std::mem::take(&mut self.has_unread_answer);
                if let (Some(list), Some(mut answer)) = (&mut self.list, self.answer.take()) {
                    // An amount that nobody can read may be over what is said not to be exceeded.
                    answer.over = answer.over.filter(|over| *over || !has_unread);
                    list.answers.push(answer);
                }
            }
            Kind::ExemptionList => self.exemptions = None,
            _ => self.close_groups(kind),
        }
    }

    /// Takes the end of the document.
    pub(super) fn end(&mut self, sink: &mut Bounded<'_>) {
        if self.sent_header.as_ref() != Some(&self.header) {
            sink.header(self.header.clone());
        }
        if self.products == 0
            && let Some(place) = self.root_place.take()
        {
            sink.diagnostic(Diagnostic::new(codes::PRODUCT_MISSING, place));
        }
    }

    fn open_product<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        if self.sent_header.is_none() {
            sink.header(self.header.clone());
            self.sent_header = Some(self.header.clone());
        }
        self.boundary = puller.offset();
        self.allowance.renew();
        self.open_part(puller, sink);
    }

    fn open_part<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        self.parts.push(blank::part(puller.place()));
        for index in 0..puller.attributes() {
            let Some(part) = self.parts.last_mut() else {
                return;
            };
            let field = match puller.attribute_name(index) {
                b"comment" => &mut part.comment,
                b"numberOfInstances" => &mut part.instances,
                b"unitType" => &mut part.unit_type,
                _ => {
                    self.keep_attribute(puller, index, sink);
                    continue;
                }
            };
            *field = puller.value(index).into_owned();
        }
    }

    fn close_product(&mut self, sink: &mut Bounded<'_>) {
        if let Some(part) = self.parts.pop() {
            self.products += 1;
            sink.product(part);
        }
    }

    fn close_subproduct(&mut self) {
        let Some(mut part) = self.parts.pop() else {
            return;
        };
        let Some(parent) = self.parts.last_mut() else {
            return;
        };
        match layer_name(&mut part) {
            None => parent.subparts.push(part),
            Some(name) => {
                part.materials.iter_mut().for_each(|material| material.subpart.clone_from(&name));
                parent.materials.append(&mut part.materials);
            }
        }
    }

    fn open_item<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        let mut item = blank::item(puller.place());
        let mut amount = Slot::default();
        for index in 0..puller.attributes() {
            let field = match puller.attribute_name(index) {
                b"itemName" => &mut item.name,
                b"itemNumber" => &mut item.number,
                b"manufacturingSite" => &mut item.site,
                b"requesterItemName" => &mut item.requester_name,
                b"requesterItemNumber" => &mut item.requester_number,
                b"version" => &mut item.version,
                _ => {
                    if !amount.takes(puller, index) {
                        self.keep_attribute(puller, index, sink);
                    }
                    continue;
                }
            };
            *field = puller.value(index).into_owned();
        }
        item.mass = amount.mass(puller, sink);
        self.item = Some(item);
    }

    /// Takes the attributes `authority` and `identity` and keeps the others.
    pub(super) fn identity<R: BufRead>(
        &mut self,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) -> (String, String) {
        let (mut authority, mut identity) = (String::new(), String::new());
        for index in 0..puller.attributes() {
            match puller.attribute_name(index) {
                b"authority" => authority = puller.value(index).into_owned(),
                b"identity" => identity = puller.value(index).into_owned(),
                _ => self.keep_attribute(puller, index, sink),
            }
        }
        (authority, identity)
    }

    /// Keeps all attributes of an element that has none of its own.
    pub(super) fn keep_attributes<R: BufRead>(
        &mut self,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        for index in 0..puller.attributes() {
            self.keep_attribute(puller, index, sink);
        }
    }
}

/// The name of the layer that a subproduct is: it has a name, materials and nothing else, so it is no article of its
/// own (it can't be ordered or weighed) but a way to group the materials of its parent.
fn layer_name(part: &mut DeclaredPart) -> Option<String> {
    let [item] = part.items.as_slice() else {
        return None;
    };
    if item.name.is_empty() || part.materials.is_empty() {
        return None;
    }
    let name = item.name.clone();
    let item = Item { name: name.clone(), ..blank::item(item.place.clone()) };
    let blank = DeclaredPart { items: vec![item], ..blank::part(part.place.clone()) };
    // Set aside, since they may be many and are not compared.
    let materials = std::mem::take(&mut part.materials);
    let is_layer = *part == blank;
    part.materials = materials;
    is_layer.then_some(name)
}
