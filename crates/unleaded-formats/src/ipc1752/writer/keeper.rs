//! What was kept of another document, at the place where it stood.

use unleaded_model::declaration::Kept;
use unleaded_model::diagnostic::Diagnostic;

use super::loss;
use super::markup::Markup;
use crate::ipc1752::keep::{FOREIGN, SIGNATURE};
use crate::ipc1752::vocabulary::Kind;

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
    needs: Needs,
}

/// What a kept thing needs, so that a reader does not take it for what the model holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    /// Before it an element of this name, be it empty.
    First(&'static str),
    /// The name of the exemption that it stands in.
    Identity,
    /// A namespace other than that of the format, where it would be one of its elements.
    Namespace,
    Nothing,
    /// There is no place for it.
    Place,
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
            Piece { kept, parent, last, needs: Needs::of(kept, &steps, last) }
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
        self.take(parent, |piece| {
            let Some(name) = piece.last.strip_prefix('@') else { return false };
            let is_fit = match piece.needs {
                Needs::Identity => markup.has_attribute("identity"),
                Needs::First(_) | Needs::Namespace | Needs::Nothing => true,
                Needs::Place => false,
            };
            let is_free = is_fit && !own.contains(&piece.last) && !markup.has_attribute(name);
            if is_free {
                markup.raw_attribute(&piece.kept.raw);
            }
            is_free
        });
    }

    /// Adds the children `name` of the element at `parent`.
    pub(super) fn child(&mut self, parent: &str, name: &str, markup: &mut Markup) {
        self.take(parent, |piece| {
            let is_it = piece.last == name;
            if is_it {
                markup.raw_child(&piece.kept.raw);
            }
            is_it
        });
    }

    /// Adds whatever else stood in the element at `parent`.
    pub(super) fn children(&mut self, parent: &str, markup: &mut Markup) {
        self.take(parent, |piece| {
            let raw = &piece.kept.raw;
            match piece.needs {
                _ if piece.last.starts_with('@') => return false,
                Needs::Place => return false,
                Needs::Identity if !markup.has_attribute("identity") => return false,
                Needs::First(name) => {
                    if !markup.has_child(name) {
                        markup.start(name);
                        markup.end();
                    }
                    markup.raw_child(raw);
                }
                Needs::Namespace => markup.raw_child(&without_namespace(raw)),
                Needs::Identity | Needs::Nothing => markup.raw_child(raw),
            }
            true
        });
    }

    /// Whether something stood in the element at `parent` that it holds even if there is nothing else in it.
    pub(super) fn has(&self, parent: &str) -> bool {
        let has_place = |needs| !matches!(needs, Needs::Identity | Needs::Place);
        self.left.iter().any(|piece| piece.parent == parent && has_place(piece.needs))
    }

    /// Tells what found no place.
    pub(super) fn finish(self, losses: &mut Vec<Diagnostic>) {
        losses.extend(
            self.left
                .iter()
                .map(|piece| loss(&piece.kept.path, &piece.kept.raw, &piece.kept.place)),
        );
    }

    /// Lets go of what stood in the element at `parent` and is `written`.
    fn take(&mut self, parent: &str, mut written: impl FnMut(&Piece<'_>) -> bool) {
        self.left.retain(|piece| piece.parent != parent || !written(piece));
    }
}

impl Needs {
    /// What `kept`, the step `last` in the element at `steps`, needs.
    fn of(kept: &Kept, steps: &[&str], last: &str) -> Self {
        // What was signed is not what is written.
        if steps == [ROOT] && last == SIGNATURE {
            return Self::Place;
        }
        match last.starts_with(FOREIGN) && !declares_namespace(&kept.raw) {
            true => return Self::Namespace,
            // With a prefix it is of another namespace.
            false if last.contains(':') => return Self::Nothing,
            false => {}
        }
        let mut kinds = steps.iter().map(|step| step.split('[').next().unwrap_or_default());
        let root = kinds.next().filter(|step| *step == ROOT).map(|_| Kind::MainDeclaration);
        let parent = kinds.try_fold(root, |kind, step| Some(kind?.child(step.as_bytes())));
        let Some(parent) = parent.flatten() else {
            return Self::Nothing;
        };
        let is_exemption = parent == Kind::Exemption;
        match parent.child(last.as_bytes()) {
            None if is_exemption && last == "@authority" => Self::Place,
            None if is_exemption && matches!(last, "@name" | "text()") => Self::Identity,
            // An amount was kept since the model has one of that kind; a section is of another standard.
            None | Some(Kind::Amount | Kind::Sectional | Kind::Unmodelled) => Self::Nothing,
            // An empty list would be that of the exemption.
            Some(_) if is_exemption => Self::Place,
            Some(kind) => Self::First(kind.name()),
        }
    }
}

/// The element `raw` in no namespace.
fn without_namespace(raw: &str) -> String {
    let name = raw.find([' ', '\t', '\r', '\n', '/', '>']).unwrap_or(raw.len());
    let (name, rest) = raw.split_at(name);
    format!("{name} xmlns=\"\"{rest}")
}

/// Whether the tag that `raw` begins with declares the namespace of names without a prefix.
fn declares_namespace(raw: &str) -> bool {
    let mut rest = raw;
    while let Some((name, value)) = rest.split_once('=').filter(|(name, _)| !name.contains('>')) {
        if name.split_whitespace().next_back() == Some("xmlns") {
            return true;
        }
        let mut value = value.trim_start().chars();
        let quoted = value.next().and_then(|quote| value.as_str().split_once(quote));
        rest = quoted.map_or("", |(_, rest)| rest);
    }
    false
}
