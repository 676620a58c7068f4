//! What was kept of another document, at the place where it stood.

use unleaded_model::declaration::Kept;
use unleaded_model::diagnostic::Diagnostic;

use super::loss;
use super::markup::Markup;

/// The root of documents of this format.
const ROOT: &str = "MainDeclaration";

/// The kept things of one model value.
pub(super) struct Keeper<'a> {
    left: Vec<Piece<'a>>,
}

struct Piece<'a> {
    kept: &'a Kept,
    /// The path of the element that it stands in, from the value's own element; empty: that element itself.
    parent: String,
    /// The last step of its path.
    last: &'a str,
}

impl<'a> Keeper<'a> {
    /// Takes what was `kept` of a value whose element has one of the names `owners`.
    pub(super) fn new(kept: &'a [Kept], owners: &[&str]) -> Self {
        let piece = |kept: &'a Kept| {
            let (parents, last) = kept.path.rsplit_once('/').unwrap_or(("", &kept.path));
            let steps: Vec<&str> = parents.split('/').collect();
            let owner = steps.iter().rposition(|step| owners.contains(step));
            // Other formats have elements of the same names, and prefixes that are not declared here.
            let parent = match owner.filter(|_| steps.first() == Some(&ROOT)) {
                Some(owner) => steps[owner + 1..].join("/"),
                // Of another format, or of no place at all: a step that no element has.
                None => "?".to_owned(),
            };
            Piece { kept, parent, last }
        };
        Self { left: kept.iter().map(piece).collect() }
    }

    /// Adds the attributes that stood in the element at `parent`.
    pub(super) fn attributes(&mut self, parent: &str, markup: &mut Markup) {
        self.attributes_but(parent, &[], markup);
    }

    /// Adds the attributes that stood in the element at `parent`, but for those that the writer writes itself. They are of
    /// another version of the format, and lost.
    pub(super) fn attributes_but(&mut self, parent: &str, own: &[&str], markup: &mut Markup) {
        let wanted = |piece: &Piece<'_>| piece.last.starts_with('@') && !own.contains(&piece.last);
        self.take(parent, wanted, |raw| markup.raw_attribute(raw));
    }

    /// Adds the children `name` of the element at `parent`.
    pub(super) fn child(&mut self, parent: &str, name: &str, markup: &mut Markup) {
        self.take(parent, |piece| piece.last == name, |raw| markup.raw_child(raw));
    }

    /// Adds whatever else stood in the element at `parent`.
    pub(super) fn children(&mut self, parent: &str, markup: &mut Markup) {
        self.take(parent, |piece| !piece.last.starts_with('@'), |raw| markup.raw_child(raw));
    }

    /// Whether something stood at `parent` or below.
    pub(super) fn has(&self, parent: &str) -> bool {
        self.left.iter().any(|piece| {
            piece.parent.strip_prefix(parent).is_some_and(|r| r.is_empty() || r.starts_with('/'))
        })
    }

    /// Tells what found no place.
    pub(super) fn finish(self, losses: &mut Vec<Diagnostic>) {
        losses.extend(
            self.left
                .iter()
                .map(|piece| loss(&piece.kept.path, &piece.kept.raw, &piece.kept.place)),
        );
    }

    fn take(
        &mut self,
        parent: &str,
        wanted: impl Fn(&Piece<'_>) -> bool,
        mut write: impl FnMut(&str),
    ) {
        self.left.retain(|piece| {
            let found = piece.parent == parent && wanted(piece);
            if found {
                write(&piece.kept.raw);
            }
            !found
        });
    }
}
