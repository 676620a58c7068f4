//! The walk over a document: which element is what, and where it goes.

use std::io::BufRead;

use unleaded_model::declaration::Kept;
use unleaded_model::diagnostic::codes::xml as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName};

use super::keep::{FOREIGN, Frame, SIGNATURE, path, segment};
use super::reading::{Outcome, Reading};
use super::vocabulary::Kind;
use super::{
    MATERIAL_SECTION, MAX_PARTS, MAX_PRODUCT, NAMESPACE, NAMESPACE_B, NAMESPACES, VERSION,
    XML_SIGNATURES,
};
use crate::bounded::Bounded;
use crate::sink::Sink;
use crate::xml::{Belongs, Puller, Step, Stopped};

pub(super) fn read(input: impl BufRead, file: &FileName, sink: &mut dyn Sink) {
    let mut sink = Bounded::new(sink);
    // Whatever stopped the reading has been told to the sink.
    let _ = walk(input, file, &mut sink);
}

fn walk(input: impl BufRead, file: &FileName, sink: &mut Bounded<'_>) -> Result<(), Stopped> {
    let mut puller = Puller::new(input, file, NAMESPACES, sink)?;
    let mut reading = Reading::new();
    loop {
        let step = puller.step(sink)?;
        reading.check_size(&puller, sink)?;
        match step {
            Step::Open => open(&mut reading, &mut puller, sink)?,
            Step::Close => close(&mut reading, sink),
            Step::Text => reading.text(&puller, sink),
            Step::End => {
                reading.end(sink);
                return Ok(());
            }
        }
    }
}

fn open<R: BufRead>(
    reading: &mut Reading,
    puller: &mut Puller<R>,
    sink: &mut Bounded<'_>,
) -> Result<(), Stopped> {
    reading.allowance.take();
    let Some(parent) = reading.frames.last().map(|frame| frame.kind) else {
        return root(reading, puller, sink);
    };
    let kind = match puller.belongs() {
        Belongs::Expected => parent.child(puller.name()).filter(|kind| is_ours(*kind, puller)),
        Belongs::Nowhere | Belongs::Other => None,
    };
    let Some(kind) = kind else {
        if is_signature(parent, puller) {
            return keep(reading, puller, SIGNATURE, None, sink);
        }
        let name = unknown_name(parent, puller);
        return keep(reading, puller, &name, Some(codes::ELEMENT_UNKNOWN), sink);
    };
    if kind == Kind::Unmodelled {
        let name = puller.written_name().to_owned();
        return keep(reading, puller, &name, None, sink);
    }
    // There is a parent, so there is a last frame.
    let index = reading.frames.last_mut().map_or(1, |frame| frame.count(kind));
    let outcome = match index > 1 && !kind.is_repeatable() {
        true => Outcome::Repeated,
        false => reading.open(kind, Frame::new(kind, index), puller, sink)?,
    };
    match outcome {
        Outcome::Entered => Ok(()),
        Outcome::Repeated => {
            let name = segment(kind, 1);
            keep(reading, puller, &name, Some(codes::ELEMENT_REPEATED), sink)
        }
    }
}

/// Whether an element inside one of kind `parent` is the signature of the document: what it proves is not told by reading.
fn is_signature<R: BufRead>(parent: Kind, puller: &Puller<R>) -> bool {
    parent == Kind::MainDeclaration
        && puller.name() == b"Signature"
        && puller.namespace() == XML_SIGNATURES
}

/// The step of a path that an unknown element inside one of kind `parent` is.
fn unknown_name<R: BufRead>(parent: Kind, puller: &Puller<R>) -> String {
    let name = puller.written_name();
    let is_ours = |kind| kind != Kind::Unmodelled;
    match puller.belongs() {
        Belongs::Nowhere | Belongs::Other if parent.child(name.as_bytes()).is_some_and(is_ours) => {
            format!("{FOREIGN}{name}")
        }
        _ => name.to_owned(),
    }
}

/// Whether an element of `kind` is about materials: a section of another standard of the family is kept as a whole.
fn is_ours<R: BufRead>(kind: Kind, puller: &Puller<R>) -> bool {
    let is_material =
        |index| puller.attribute_name(index) != b"name" || puller.value(index) == MATERIAL_SECTION;
    kind != Kind::Sectional || (0..puller.attributes()).all(is_material)
}

/// Takes the root, which must be the one of the format.
fn root<R: BufRead>(
    reading: &mut Reading,
    puller: &Puller<R>,
    sink: &mut Bounded<'_>,
) -> Result<(), Stopped> {
    let name = puller.written_name();
    if puller.name() != Kind::MainDeclaration.name().as_bytes() {
        let unknown = Diagnostic::new(codes::XML_ROOT_UNKNOWN, puller.place());
        sink.diagnostic(unknown.with("value", name).with("expected", Kind::MainDeclaration.name()));
        return Err(Stopped);
    }
    if puller.belongs() != Belongs::Expected {
        let unknown = Diagnostic::new(codes::XML_NAMESPACE_UNKNOWN, puller.place());
        sink.diagnostic(
            unknown
                .with("element", name)
                .with("value", puller.namespace())
                .with("expected", NAMESPACE),
        );
        return Err(Stopped);
    }
    reading.frames.push(Frame::new(Kind::MainDeclaration, 1));
    reading.root_place = Some(puller.place());
    let is_b = puller.namespace() == NAMESPACE_B;
    if is_b {
        reading.is_ipc1752b(puller, sink);
    }
    for index in 0..puller.attributes() {
        match puller.attribute_name(index) {
            // The version of the schema of IPC-1752B is not known.
            b"version" if is_b => reading.keep_attribute(puller, index, sink),
            b"version" => check_version(puller, index, sink),
            _ => reading.keep_attribute(puller, index, sink),
        }
    }
    Ok(())
}

fn check_version<R: BufRead>(puller: &Puller<R>, index: usize, sink: &mut Bounded<'_>) {
    let value = puller.value(index);
    if value.trim() != VERSION {
        let unknown = Diagnostic::new(codes::XML_VERSION_UNKNOWN, puller.value_place(index));
        sink.diagnostic(unknown.with("value", value.as_ref()).with("expected", VERSION));
    }
}

/// Keeps the element that has just begun, to its end, and remarks on it.
fn keep<R: BufRead>(
    reading: &mut Reading,
    puller: &mut Puller<R>,
    name: &str,
    remark: Option<unleaded_model::diagnostic::Code>,
    sink: &mut Bounded<'_>,
) -> Result<(), Stopped> {
    let (path, place) = (path(&reading.frames, name), puller.place());
    let raw = puller.raw_element(sink)?;
    let kept = Kept { path, raw, place };
    if let Some(code) = remark {
        reading.remarks.make(code, &kept, sink);
    }
    reading.kept().push(kept);
    Ok(())
}

fn close(reading: &mut Reading, sink: &mut Bounded<'_>) {
    // Every end that the puller tells belongs to a frame, since it checks that tags match.
    if let Some(frame) = reading.frames.pop() {
        reading.close(frame.kind, sink);
    }
}

impl Reading {
    /// Refuses a product, or whatever stands between products, that would fill the memory.
    fn check_size<R: BufRead>(
        &self,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) -> Result<(), Stopped> {
        let large = if puller.offset() - self.boundary > MAX_PRODUCT {
            let large = Diagnostic::new(codes::PART_TOO_LARGE, puller.place());
            large.with("limit", MAX_PRODUCT)
        } else {
            match self.allowance.exceeded(|| puller.place()) {
                Some(many) => many,
                None => return Ok(()),
            }
        };
        sink.diagnostic(large);
        Err(Stopped)
    }

    /// Refuses parts nested beyond all reason.
    pub(super) fn check_nesting<R: BufRead>(
        &self,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) -> Result<(), Stopped> {
        if self.parts.len() < MAX_PARTS {
            return Ok(());
        }
        let deep = Diagnostic::new(codes::PART_TOO_DEEP, puller.place());
        sink.diagnostic(deep.with("limit", MAX_PARTS));
        Err(Stopped)
    }
}
