//! The walk over an XML document for readers that want its elements with their text.

use std::borrow::Cow;

use unleaded_model::diagnostic::Place;

use crate::sink::Sink;
use crate::xml::{MAX_VALUE, Puller, Step, Stopped};

/// An open element.
pub(crate) struct Frame {
    /// Its local name; empty: it is of another namespace than the root.
    pub(crate) name: String,
    /// Its own text up to here, without that of the elements inside it.
    pub(crate) text: String,
    /// Where its start tag stands.
    pub(crate) place: Place,
}

/// An element that has just begun.
pub(crate) struct Opened<'a> {
    puller: &'a Puller<&'a [u8]>,
}

impl Opened<'_> {
    /// The value of an attribute without a namespace, trimmed; empty where there is none.
    pub(crate) fn attribute(&self, name: &str) -> Cow<'_, str> {
        let Some(index) = self.index(name) else { return Cow::Borrowed("") };
        match self.puller.value(index) {
            Cow::Borrowed(value) => Cow::Borrowed(value.trim()),
            Cow::Owned(value) => Cow::Owned(value.trim().to_owned()),
        }
    }

    /// Where the value of an attribute stands; the element, where it has no such attribute.
    pub(crate) fn place_of(&self, name: &str) -> Place {
        self.index(name).map_or_else(|| self.puller.place(), |index| self.puller.value_place(index))
    }

    fn index(&self, name: &str) -> Option<usize> {
        (0..self.puller.attributes())
            .find(|index| self.puller.attribute_name(*index) == name.as_bytes())
    }
}

/// What a format makes of elements. The last of `path` is the element itself, before it the open ones around it.
pub(crate) trait Reading {
    /// Takes the start of an element.
    fn open(&mut self, path: &[Frame], element: &Opened<'_>, sink: &mut dyn Sink);
    /// Takes the end of an element, with all of its own text.
    fn close(&mut self, path: &[Frame], sink: &mut dyn Sink);
}

/// Walks through the root element, which has just begun, to the end of the document.
pub(crate) fn walk(
    puller: &mut Puller<&[u8]>,
    reading: &mut dyn Reading,
    sink: &mut dyn Sink,
) -> Result<(), Stopped> {
    let namespace = puller.namespace().to_owned();
    let mut path: Vec<Frame> = Vec::new();
    let mut step = Step::Open;
    loop {
        match step {
            Step::Open => {
                path.push(frame(puller, &namespace));
                reading.open(&path, &Opened { puller }, sink);
            }
            Step::Close => {
                reading.close(&path, sink);
                path.pop();
            }
            Step::Text => {
                if let Some(frame) = path.last_mut().filter(|frame| frame.text.len() < MAX_VALUE) {
                    frame.text.push_str(&puller.text());
                }
            }
            Step::End => return Ok(()),
        }
        step = puller.step(sink)?;
    }
}

fn frame(puller: &Puller<&[u8]>, namespace: &str) -> Frame {
    let name = match puller.namespace() == namespace {
        true => String::from_utf8_lossy(puller.name()).into_owned(),
        false => String::new(),
    };
    Frame { name, text: String::new(), place: puller.place() }
}

/// Whether the last names of `path` are `names`.
pub(crate) fn ends(path: &[Frame], names: &[&str]) -> bool {
    path.len() >= names.len()
        && path[path.len() - names.len()..]
            .iter()
            .map(|f| f.name.as_str())
            .eq(names.iter().copied())
}
