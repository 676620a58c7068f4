//! The attributes of a start tag, and what its prefixes mean.

use std::io::BufRead;

use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::codes::xml as codes;

use super::super::attributes::{self, Defect};
use super::super::namespaces::{Belongs, MAX_NAME};
use super::super::unescape::{Problem, unescape};
use super::super::{MAX_ATTRIBUTES, MAX_VALUE};
use super::failure::reference_defect;
use super::{Puller, Stopped, text_of};
use crate::sink::Sink;

impl<R: BufRead> Puller<R> {
    pub(super) fn split_attributes(
        &mut self,
        end: usize,
        sink: &mut dyn Sink,
    ) -> Result<(), Stopped> {
        let span = self.name.end..end;
        match attributes::split(self.taken.as_bytes(), span, MAX_ATTRIBUTES, &mut self.attributes) {
            Ok(()) => {}
            Err(Defect::Malformed(at)) => {
                let near = String::from_utf8_lossy(&self.bytes()[at..end]).into_owned();
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
            if self.traits.references && !attribute.plain {
                self.check_references(index, sink);
            }
        }
        if self.attributes.len() > 1 {
            self.check_duplicates(sink);
        }
        Ok(())
    }

    fn check_references(&self, index: usize, sink: &mut dyn Sink) {
        let value = self.attributes[index].value.clone();
        unescape(self.part(&value), |offset, problem| {
            let (Problem::Character(text) | Problem::Entity(text)) = problem;
            let start = value.start + offset;
            let place = self.place_of(start..start + text.len());
            sink.diagnostic(reference_defect(problem, place));
        });
    }

    fn check_duplicates(&mut self, sink: &mut dyn Sink) {
        let name = |index: usize| self.attribute_name(index);
        let count = self.attributes.len();
        let mut repeated = Vec::new();
        if count <= 8 {
            for index in 1..count {
                let length = |index: usize| self.attributes[index].name.len();
                let is_same = |a, b| length(a) == length(b) && name(a) == name(b);
                if (0..index).any(|earlier| is_same(earlier, index)) {
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
        if !self.traits.binds {
            return Ok(());
        }
        for index in 0..self.attributes.len() {
            let prefix = match self.attribute_name(index).strip_prefix(b"xmlns") {
                Some(b"") => Vec::new(),
                Some([b':', prefix @ ..]) => prefix.to_vec(),
                _ => continue,
            };
            let name = self.value(index).into_owned();
            if !self.namespaces.bind(self.depth(), prefix, name) {
                let written = text_of(self.attribute_name(index)).to_owned();
                return self.too_long(&written, MAX_NAME, sink);
            }
        }
        Ok(())
    }

    pub(super) fn resolve_name(&mut self, sink: &mut dyn Sink) -> Result<(), Stopped> {
        // The default namespace needs no declaration.
        if !self.traits.prefixes {
            self.prefix_length = 0;
            self.belongs = self.namespaces.belongs(b"").unwrap_or(Belongs::Nowhere);
            return Ok(());
        }
        let name = self.written_name().as_bytes();
        let length = memchr::memchr(b':', name).map_or(0, |at| at + 1);
        let prefix = &name[..length.saturating_sub(1)];
        let Some(belongs) = self.namespaces.belongs(prefix) else {
            return self.undeclared(self.name.clone(), sink);
        };
        (self.prefix_length, self.belongs) = (length, belongs);
        for attribute in &self.attributes {
            let name = self.part(&attribute.name).as_bytes();
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
