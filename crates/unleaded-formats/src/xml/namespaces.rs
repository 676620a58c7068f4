//! Which namespace a prefix means (Namespaces in XML 1.0).

/// Bindings that may be in force at once.
const MAX_BINDINGS: usize = 256;
/// Bytes of a namespace name.
pub(super) const MAX_NAME: usize = 4096;

/// Whose element or attribute something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Belongs {
    /// To a namespace of the format.
    Expected,
    /// To no namespace.
    Nowhere,
    /// To another namespace.
    Other,
}

struct Binding {
    depth: usize,
    prefix: Vec<u8>,
    name: String,
    belongs: Belongs,
}

/// The bindings in force.
pub(super) struct Namespaces {
    expected: &'static [&'static str],
    bindings: Vec<Binding>,
}

impl Namespaces {
    pub(super) fn new(expected: &'static [&'static str]) -> Self {
        Self { expected, bindings: Vec::new() }
    }

    /// Binds `prefix`, empty for the default namespace, inside the element at `depth`; `false` where there are too many
    /// bindings, or the name is too long.
    pub(super) fn bind(&mut self, depth: usize, prefix: Vec<u8>, name: String) -> bool {
        let belongs = match name.as_str() {
            "" => Belongs::Nowhere,
            name if self.expected.contains(&name) => Belongs::Expected,
            _ => Belongs::Other,
        };
        let fits = self.bindings.len() < MAX_BINDINGS && name.len() + prefix.len() <= MAX_NAME;
        if fits {
            self.bindings.push(Binding { depth, prefix, name, belongs });
        }
        fits
    }

    /// Forgets what was bound inside the element at `depth`.
    pub(super) fn leave(&mut self, depth: usize) {
        while self.bindings.last().is_some_and(|binding| binding.depth >= depth) {
            self.bindings.pop();
        }
    }

    /// Whose `prefix` is; `None`: it is bound to nothing.
    pub(super) fn belongs(&self, prefix: &[u8]) -> Option<Belongs> {
        match (self.find(prefix), prefix) {
            (Some(binding), _) => Some(binding.belongs),
            (None, b"") => Some(Belongs::Nowhere),
            // Bound by the recommendation itself, section 3.
            (None, b"xml") => Some(Belongs::Other),
            (None, _) => None,
        }
    }

    /// The name of the namespace that `prefix` means; empty: none.
    pub(super) fn name(&self, prefix: &[u8]) -> &str {
        self.find(prefix).map_or("", |binding| &binding.name)
    }

    fn find(&self, prefix: &[u8]) -> Option<&Binding> {
        // An empty vector points nowhere, and some processors are slow to compare no bytes there.
        let is_it = |bound: &[u8]| match prefix.is_empty() {
            true => bound.is_empty(),
            false => bound == prefix,
        };
        self.bindings.iter().rev().find(|binding| is_it(&binding.prefix))
    }
}
