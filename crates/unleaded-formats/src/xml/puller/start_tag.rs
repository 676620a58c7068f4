//! The attributes of a start tag, and what its prefixes mean.

use std::io::BufRead;

use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::codes::xml as codes;

use super::super::attributes::{self, Defect};
use super::super::namespaces::{Belongs, MAX_NAME};
use super::super::unescape::{Problem, unescape};
use super::super::{MAX_ATTRIBUTES, MAX_VALUE};
use super::failure::reference_defect;
use super::{Puller, Stopped, text_of, value_of};
use crate::sink::Sink;

impl<R: BufRead> Puller<R> {
    pub(super) fn split_attributes(
        &mut self,
        end: usize,
        sink: &mut dyn Sink,
    ) -> Result<(), Stopped> {
        let span = self.name.end..end;
        match attributes::split(&self.bytes, span, MAX_ATTRIBUTES, &mut self.attributes) {
            Ok(()) => {}
            Err(Defect::Malformed(at)) => {
                let near = String::from_utf8_lossy(&self.bytes[at..end]).into_owned();
                let malformed = Diagnostic::new(codes::XML_MALFORMED, self.place_of(at..end));
                sink.diagnostic(malformed.with("value", near));
                return Err(Stopped);
            }
            Err(Defect::TooMany) => {
                let many = Diagnostic::new(codes::XML_TOO_MANY_ATTRIBUTES, self.place());
                sink.diagnostic(
                    many.with("element", self.written_name().to_owned())
                        .with("limit", MAX_ATTRIBUTES),
                );
                return Err(Stopped);
            }
        }
        Ok(())
    }

    pub(super) fn check_attributes(&mut self, sink: &mut dyn Sink) -> Result<(), Stopped> {
        for index in 0..self.attributes.len() {
            let attribute = &self.attributes[index];
            if attribute.value.len() > MAX_VALUE {
                let what = text_of(self.attribute_name(index)).to_owned();
                return self.too_long(&what, MAX_VALUE, sink);
            }
            if !attribute.plain {
                self.check_references(index, sink);
            }
        }
        self.check_duplicates(sink);
        Ok(())
    }

    fn check_references(&self, index: usize, sink: &mut dyn Sink) {
        let value = self.attributes[index].value.clone();
        unescape(text_of(&self.bytes[value.clone()]), |offset, problem| {
            let (Problem::Character(text) | Problem::Entity(text)) = problem;
            let start = value.start + offset;
            let place = self.place_of(start..start + text.len());
            sink.diagnostic(reference_defect(problem, place));
        });
    }

    fn check_duplicates(&mut self, sink: &mut dyn Sink) {
        let name = |index: usize| &self.bytes[self.attributes[index].name.clone()];
        let count = self.attributes.len();
        let mut repeated = Vec::new();
        if count <= 8 {
            for index in 1..count {
                if (0..index).any(|earlier| name(earlier) == name(index)) {
                    repeated.push(index);
                }
            }
        } else {
            let mut order: Vec<usize> = (0..count).collect();
            order.sort_by(|a, b| (name(*a), a).cmp(&(name(*b), b)));
            repeated.extend(order.windows(2).filter(|w| name(w[0]) == name(w[1])).map(|w| w[1]));
        }
        repeated.sort_unstable();
        for index in repeated.iter().rev() {
            let (raw, place) = self.raw_attribute(*index);
            let name = raw.split('=').next().unwrap_or_default().trim_end();
            let twice = Diagnostic::new(codes::XML_DUPLICATE_ATTRIBUTE, place);
            sink.diagnostic(twice.with("name", name).with("element", self.written_name()));
            self.attributes.remove(*index);
        }
    }

    /// Takes the namespace declarations among the attributes.
    pub(super) fn bind(&mut self, sink: &mut dyn Sink) -> Result<(), Stopped> {
        for attribute in &self.attributes {
            let written = &self.bytes[attribute.name.clone()];
            let prefix = match written.strip_prefix(b"xmlns") {
                Some(b"") => b"",
                Some([b':', prefix @ ..]) => prefix,
                _ => continue,
            };
            let name = value_of(&self.bytes, attribute);
            if !self.namespaces.bind(self.open_starts.len(), prefix, &name) {
                return self.too_long(text_of(written), MAX_NAME, sink);
            }
        }
        Ok(())
    }

    pub(super) fn resolve_name(&mut self, sink: &mut dyn Sink) -> Result<(), Stopped> {
        // Nothing in the tag can have a prefix; the default namespace needs no declaration.
        if memchr::memchr(b':', &self.bytes).is_none() {
            self.prefix_length = 0;
            self.belongs = self.namespaces.belongs(b"").unwrap_or(Belongs::Nowhere);
            return Ok(());
        }
        let name = &self.bytes[self.name.clone()];
        self.prefix_length = memchr::memchr(b':', name).map_or(0, |at| at + 1);
        let prefix = &name[..self.prefix_length.saturating_sub(1)];
        let Some(belongs) = self.namespaces.belongs(prefix) else {
            return self.undeclared(self.name.clone(), sink);
        };
        self.belongs = belongs;
        for attribute in &self.attributes {
            let name = &self.bytes[attribute.name.clone()];
            let Some(colon) = memchr::memchr(b':', name) else {
                continue;
            };
            if &name[..colon] != b"xmlns" && self.namespaces.belongs(&name[..colon]).is_none() {
                return self.undeclared(attribute.name.clone(), sink);
            }
        }
        Ok(())
    }
}
