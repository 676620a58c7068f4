//! Which prefix stands for which namespace, and which declarations the canonical form has already written.

use std::ops::Range;

/// The namespace of `xml:`, which every document has (Namespaces in XML 1.0 section 3).
pub(super) const XML: &[u8] = b"http://www.w3.org/XML/1998/namespace";

/// The namespace of `xmlns:`, which nothing else may have.
pub(super) const XMLNS: &[u8] = b"http://www.w3.org/2000/xmlns/";

/// The declarations in scope, innermost last, with their texts in one buffer.
#[derive(Default)]
pub(crate) struct Scope {
    text: Vec<u8>,
    bindings: Vec<Binding>,
    levels: Vec<Level>,
}

/// One declaration.
struct Binding {
    prefix: Range<usize>,
    uri: Range<usize>,
}

/// What was there before an element.
struct Level {
    bindings: usize,
    text: usize,
}

impl Scope {
    /// Begins an element.
    pub(super) fn enter(&mut self) {
        self.levels.push(Level { bindings: self.bindings.len(), text: self.text.len() });
    }

    /// Ends an element and what it declared.
    pub(super) fn leave(&mut self) {
        if let Some(level) = self.levels.pop() {
            self.bindings.truncate(level.bindings);
            self.text.truncate(level.text);
        }
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.levels.len()
    }

    /// How many declarations are in scope, those that are shadowed included.
    pub(super) fn len(&self) -> usize {
        self.bindings.len()
    }

    /// Declares `prefix` for the namespace that `write` writes.
    pub(super) fn declare<E>(
        &mut self,
        prefix: &[u8],
        write: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        let start = self.text.len();
        self.text.extend_from_slice(prefix);
        let middle = self.text.len();
        write(&mut self.text)?;
        self.bindings.push(Binding { prefix: start..middle, uri: middle..self.text.len() });
        Ok(())
    }

    /// The number of the declaration that `prefix` has here; the empty prefix is the default namespace.
    pub(super) fn find(&self, prefix: &[u8]) -> Option<usize> {
        self.bindings.iter().rposition(|binding| &self.text[binding.prefix.clone()] == prefix)
    }

    /// The numbers of the declarations of the innermost element.
    pub(super) fn own(&self) -> Range<usize> {
        self.levels.last().map_or(0, |level| level.bindings)..self.bindings.len()
    }

    pub(super) fn prefix(&self, binding: usize) -> &[u8] {
        &self.text[self.bindings[binding].prefix.clone()]
    }

    /// The namespace; empty: `xmlns=""`, none.
    pub(super) fn uri(&self, binding: usize) -> &[u8] {
        &self.text[self.bindings[binding].uri.clone()]
    }
}

/// The declarations that the canonical form has written on elements that are still open.
#[derive(Default)]
pub(crate) struct Rendered {
    /// Numbers in the [`Scope`], whose declarations outlive these.
    bindings: Vec<usize>,
    levels: Vec<usize>,
}

impl Rendered {
    /// Begins an element of the canonical form.
    pub(super) fn enter(&mut self) {
        self.levels.push(self.bindings.len());
    }

    /// Ends one.
    pub(super) fn leave(&mut self) {
        self.bindings.truncate(self.levels.pop().unwrap_or(0));
    }

    /// Whether no element is open: the next is the apex.
    pub(super) fn is_outside(&self) -> bool {
        self.levels.is_empty()
    }

    /// Takes down the declaration `binding` if it must be written: if the nearest one of its prefix says something else.
    pub(super) fn must_write(&mut self, binding: usize, scope: &Scope) -> bool {
        let prefix = scope.prefix(binding);
        let written = self.bindings.iter().rev().find(|known| scope.prefix(**known) == prefix);
        let said: &[u8] = written.map_or(b"", |known| scope.uri(*known));
        // What says nothing is the same as what is not there (Exclusive XML Canonicalization 1.0 section 3, 3).
        let must = said != scope.uri(binding);
        if must {
            self.bindings.push(binding);
        }
        must
    }
}
