//! The walk over a document: which element is what, and where it goes.

use std::io::BufRead;

use unleaded_model::declaration::Kept;
use unleaded_model::diagnostic::codes::xml as codes;
use unleaded_model::diagnostic::{Code, Diagnostic};

use super::reading::Reading;
use super::value::{Frame, Value};
use super::vocabulary::Kind;
use super::{MAX_PARTS, MAX_PRODUCT, NAMESPACE, ROOT, Source};
use crate::allowance::Allowance;
use crate::bounded::Bounded;
use crate::sink::Sink;
use crate::xml::{Belongs, Puller, Step, Stopped};

/// The schema databases whose layouts are known.
const VERSIONS: [&str; 3] = ["X6", "X7", LATEST];
/// The one that other documents are read as.
const LATEST: &str = "X8";

/// Reads a document, and returns what is left of `allowance` for others.
pub(super) fn read(
    input: impl BufRead,
    source: &Source<'_>,
    mut allowance: Allowance,
    sink: &mut dyn Sink,
) -> Allowance {
    let mut sink = Bounded::new(sink);
    allowance.renew();
    let mut reading = Reading::new(source.format, allowance);
    // Whatever stopped the reading has been told to the sink.
    let _ = walk(input, source, &mut reading, &mut sink);
    reading.allowance
}

fn walk(
    input: impl BufRead,
    source: &Source<'_>,
    reading: &mut Reading,
    sink: &mut Bounded<'_>,
) -> Result<(), Stopped> {
    let puller = Puller::new(input, source.file, &[NAMESPACE], sink)?;
    let mut puller = puller.in_member(source.member.clone());
    loop {
        let step = puller.step(sink)?;
        check_size(reading, &puller, sink)?;
        match step {
            Step::Open => open(reading, &mut puller, sink)?,
            Step::Close => reading.close(sink),
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
    let Some(parent) = reading.frames.last_mut() else {
        return root(reading, puller, sink);
    };
    let kind = parent.kind.child(puller.name());
    let kind = kind.filter(|kind| match puller.belongs() {
        Belongs::Expected => true,
        // A signature is in a namespace of its own.
        Belongs::Nowhere | Belongs::Other => {
            *kind == Kind::Unmodelled && puller.name() == b"Signature"
        }
    });
    let is_first = kind.is_none_or(|kind| parent.is_first(kind));
    match kind {
        None => keep(reading, puller, Some(codes::ELEMENT_UNKNOWN), sink),
        Some(Kind::Unmodelled) => keep(reading, puller, None, sink),
        Some(kind) if kind.is_single() && !is_first => {
            keep(reading, puller, Some(codes::ELEMENT_REPEATED), sink)
        }
        Some(kind) => {
            check_nesting(kind, reading, puller, sink)?;
            reading.open(kind, puller, sink);
            Ok(())
        }
    }
}

/// Takes the root, which must be the one of the format.
fn root<R: BufRead>(
    reading: &mut Reading,
    puller: &Puller<R>,
    sink: &mut Bounded<'_>,
) -> Result<(), Stopped> {
    let name = puller.written_name();
    if puller.name() != ROOT.as_bytes() {
        let unknown = Diagnostic::new(codes::XML_ROOT_UNKNOWN, puller.place());
        sink.diagnostic(unknown.with("value", name).with("expected", ROOT));
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
    reading.frames.push(Frame::new(Kind::Main, Value::None));
    reading.root_place = Some(puller.place());
    let mut others = Vec::new();
    for index in 0..puller.attributes() {
        match puller.attribute_name(index) {
            b"schemaDatabaseVersion" => version(reading, puller, index, sink),
            b"substanceDatabaseVersion" => {
                reading.list.version = puller.value(index).into_owned();
            }
            _ => others.push(index),
        }
    }
    reading.keep_attributes(&others, puller, sink);
    Ok(())
}

fn version<R: BufRead>(
    reading: &mut Reading,
    puller: &Puller<R>,
    index: usize,
    sink: &mut Bounded<'_>,
) {
    let value = puller.value(index);
    let value = value.trim();
    reading.schema.clone_from(&value.to_owned());
    let is_known = |known: &str| {
        let rest = value.strip_prefix(known);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    if !VERSIONS.into_iter().any(is_known) {
        let unknown = Diagnostic::new(codes::XML_VERSION_UNKNOWN, puller.value_place(index));
        sink.diagnostic(unknown.with("value", value).with("expected", LATEST));
    }
}

/// Keeps the element that has just begun, to its end, and remarks on it.
fn keep<R: BufRead>(
    reading: &mut Reading,
    puller: &mut Puller<R>,
    remark: Option<Code>,
    sink: &mut Bounded<'_>,
) -> Result<(), Stopped> {
    let (path, place) = (reading.path(puller.written_name()), puller.place());
    let raw = puller.raw_element(sink)?;
    let kept = Kept { path, raw, place };
    if let Some(code) = remark {
        reading.remarks.make(code, &kept, sink);
    }
    reading.kept().push(kept);
    Ok(())
}

/// Refuses a product, or whatever stands between products, that would fill the memory.
fn check_size<R: BufRead>(
    reading: &Reading,
    puller: &Puller<R>,
    sink: &mut Bounded<'_>,
) -> Result<(), Stopped> {
    let large = if puller.offset() - reading.boundary > MAX_PRODUCT {
        let large = Diagnostic::new(codes::PART_TOO_LARGE, puller.place());
        large.with("limit", MAX_PRODUCT)
    } else {
        match reading.allowance.exceeded(|| puller.place()) {
            Some(many) => many,
            None => return Ok(()),
        }
    };
    sink.diagnostic(large);
    Err(Stopped)
}

/// Refuses parts nested beyond all reason.
fn check_nesting<R: BufRead>(
    kind: Kind,
    reading: &Reading,
    puller: &Puller<R>,
    sink: &mut Bounded<'_>,
) -> Result<(), Stopped> {
    let parts = reading.frames.iter().filter(|frame| matches!(frame.value, Value::Part(_)));
    if kind != Kind::ProductPart || parts.count() < MAX_PARTS {
        return Ok(());
    }
    let deep = Diagnostic::new(codes::PART_TOO_DEEP, puller.place());
    sink.diagnostic(deep.with("limit", MAX_PARTS));
    Err(Stopped)
}
