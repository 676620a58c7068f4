//! The state of reading one document: what is open, and what was read of it so far.

use std::io::BufRead;

use unleaded_model::declaration::{ExemptionClaim, Format, Header, Kept};
use unleaded_model::diagnostic::codes::{iec62474, xml as codes};
use unleaded_model::diagnostic::{Diagnostic, Place};

use super::lists::DeclarableList;
use super::value::{Frame, Part, Value};
use super::vocabulary::Kind;
use crate::allowance::Allowance;
use crate::bounded::Bounded;
use crate::remarks::Remarks;
use crate::sink::Sink;
use crate::xml::Puller;

/// What the schema databases of chemSHERPA have behind the number of the IEC's.
const CHEMSHERPA: &str = "ex1.0";

/// Everything that is open.
pub(super) struct Reading {
    pub(super) frames: Vec<Frame>,
    pub(super) remarks: Remarks,
    pub(super) root_place: Option<Place>,
    /// Where in the document the last product began.
    pub(super) boundary: u64,
    pub(super) allowance: Allowance,
    pub(super) header: Header,
    /// The version of the schema, as written.
    pub(super) schema: String,
    /// The list of declarable substances that was named last.
    pub(super) list: DeclarableList,
    sent_header: Option<Header>,
    products: u64,
}

impl Reading {
    pub(super) fn new(format: Format, allowance: Allowance) -> Self {
        Self {
            frames: Vec::new(),
            remarks: Remarks::default(),
            root_place: None,
            boundary: 0,
            allowance,
            header: Header::empty(format),
            schema: String::new(),
            list: DeclarableList::default(),
            sent_header: None,
            products: 0,
        }
    }

    /// Whether the document follows chemSHERPA's extension of the schema.
    pub(super) fn is_chemsherpa(&self) -> bool {
        self.schema.ends_with(CHEMSHERPA)
    }

    /// Opens an element of `kind`.
    pub(super) fn push(&mut self, kind: Kind, value: Value) {
        self.frames.push(Frame::new(kind, value));
    }

    /// Returns the path of element names from the root to `last`.
    pub(super) fn path(&self, last: &str) -> String {
        let mut path = String::new();
        for frame in &self.frames {
            path.push_str(frame.kind.name());
            path.push('/');
        }
        path.push_str(last);
        path
    }

    /// Keeps what is unknown with the innermost open element.
    pub(super) fn keep(&mut self, kept: Kept) {
        self.allowance.take();
        self.kept().push(kept);
    }

    /// Where what is kept inside the innermost open element belongs.
    pub(super) fn kept(&mut self) -> &mut Vec<Kept> {
        let inner = self.frames.iter_mut().rev().find_map(|frame| frame.value.kept());
        inner.unwrap_or(&mut self.header.kept)
    }

    /// Where exemptions claimed inside the innermost open element belong; `None` outside products.
    pub(super) fn claims(&mut self) -> Option<&mut Vec<ExemptionClaim>> {
        self.frames.iter_mut().rev().find_map(|frame| frame.value.claims())
    }

    /// The innermost open part.
    pub(super) fn part(&mut self) -> Option<&mut Part> {
        self.frames.iter_mut().rev().find_map(|frame| match &mut frame.value {
            Value::Part(part) => Some(&mut **part),
            _ => None,
        })
    }

    /// What the innermost open element that has told nothing yet will say.
    pub(super) fn value(&mut self) -> Option<&mut Value> {
        let mut values = self.frames.iter_mut().rev().map(|frame| &mut frame.value);
        values.find(|value| !matches!(value, Value::None))
    }

    /// Whether an element of `kind` is open.
    pub(super) fn is_inside(&self, kind: Kind) -> bool {
        self.frames.iter().any(|frame| frame.kind == kind)
    }

    /// Keeps the attributes `indexes`, which no field takes.
    pub(super) fn keep_attributes<R: BufRead>(
        &mut self,
        indexes: &[usize],
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        for index in indexes {
            self.keep_attribute(*index, puller, sink);
        }
    }

    fn keep_attribute<R: BufRead>(
        &mut self,
        index: usize,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        let Some(kind) = self.frames.last().map(|frame| frame.kind) else {
            return;
        };
        let name = puller.attribute_name(index);
        // What is kept has its namespaces with it: declarations are how the document is written, not what it says.
        if name.starts_with(b"xmlns") && kind == Kind::Main {
            return;
        }
        let (raw, place) = puller.raw_attribute(index);
        let path = self.path(&format!("@{}", String::from_utf8_lossy(name)));
        let kept = Kept { path, raw: raw.to_owned(), place };
        if !kind.keeps_silently(name) {
            self.remarks.make(codes::ATTRIBUTE_UNKNOWN, &kept, sink);
        }
        self.keep(kept);
    }

    /// Takes text, which no element of the format is known to hold.
    pub(super) fn text<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        let raw = puller.raw_text().to_owned();
        let kept = Kept { path: self.path("text()"), raw, place: puller.place() };
        self.remarks.make(codes::TEXT_UNEXPECTED, &kept, sink);
        self.keep(kept);
    }

    /// Takes the beginning of a product: what was said of the document so far is its header.
    pub(super) fn begin_product(&mut self, offset: u64, sink: &mut Bounded<'_>) {
        if self.sent_header.is_none() {
            sink.header(self.header.clone());
            self.sent_header = Some(self.header.clone());
        }
        self.boundary = offset;
        self.allowance.renew();
    }

    /// Hands a product over.
    pub(super) fn end_product(&mut self, part: Part, sink: &mut Bounded<'_>) {
        let mut part = part.finish();
        self.list.name(&mut part);
        self.products += 1;
        sink.product(part);
    }

    /// Takes the end of the document.
    pub(super) fn end(&mut self, sink: &mut Bounded<'_>) {
        if self.sent_header.as_ref() != Some(&self.header) {
            sink.header(self.header.clone());
        }
        let Some(place) = self.root_place.take() else { return };
        if self.products == 0 {
            sink.diagnostic(Diagnostic::new(codes::PRODUCT_MISSING, place));
        } else if !self.list.has_edition() {
            sink.diagnostic(Diagnostic::new(iec62474::DECLARABLE_LIST_MISSING, place));
        }
    }
}
