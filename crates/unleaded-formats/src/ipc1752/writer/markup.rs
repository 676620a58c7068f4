//! Elements and attributes as text: two blanks per level, line feeds, one element per line.

/// A document under construction.
#[derive(Debug, Default)]
pub(super) struct Markup {
    out: String,
    open: Vec<Open>,
    /// Characters that XML can't hold and that were replaced.
    replaced: u64,
}

/// An element that was begun.
#[derive(Debug)]
struct Open {
    name: &'static str,
    content: Content,
    /// Where its attributes begin in the text.
    attributes: usize,
    /// Names of elements that stand in it, each once.
    children: Vec<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    Children,
    Empty,
}

impl Markup {
    /// Returns a document that has its XML declaration.
    pub(super) fn new() -> Self {
        let out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
        Self { out, ..Self::default() }
    }

    /// Begins an element; attributes may follow.
    pub(super) fn start(&mut self, name: &'static str) {
        self.begin_line();
        self.out.push('<');
        self.out.push_str(name);
        if let Some(Open { children, .. }) = self.open.last_mut()
            && !children.contains(&name)
        {
            children.push(name);
        }
        let attributes = self.out.len();
        self.open.push(Open { name, content: Content::Empty, attributes, children: Vec::new() });
    }

    /// Whether the attribute `name` was added to the innermost element.
    pub(super) fn has_attribute(&self, name: &str) -> bool {
        let from = self.open.last().and_then(|open| self.out.get(open.attributes..));
        // Its values are escaped, so that the tag ends here, and a quote begins a value.
        let tag = from.and_then(|from| from.split('>').next());
        tag.is_some_and(|tag| tag.contains(&format!(" {name}=\"")))
    }

    /// Whether an element `name` was begun in the innermost element.
    pub(super) fn has_child(&self, name: &str) -> bool {
        self.open.last().is_some_and(|open| open.children.contains(&name))
    }

    /// Adds an attribute to the element that was just begun, unless `value` is empty.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        self.escape(value);
        self.out.push('"');
    }

    /// Adds an attribute as it stands in another document.
    pub(super) fn raw_attribute(&mut self, raw: &str) {
        self.out.push(' ');
        self.out.push_str(raw);
    }

    /// Adds an element or text as it stands in another document.
    pub(super) fn raw_child(&mut self, raw: &str) {
        self.begin_line();
        self.out.push_str(raw);
        self.out.push('\n');
    }

    /// Ends the innermost element.
    pub(super) fn end(&mut self) {
        let Some(Open { name, content, .. }) = self.open.pop() else {
            return;
        };
        if content == Content::Empty {
            self.out.push_str("/>\n");
            return;
        }
        self.indent();
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }

    /// The document, and how many characters were replaced.
    pub(super) fn finish(self) -> (String, u64) {
        (self.out, self.replaced)
    }

    fn begin_line(&mut self) {
        if let Some(Open { content, .. }) = self.open.last_mut()
            && *content == Content::Empty
        {
            *content = Content::Children;
            self.out.push_str(">\n");
        }
        self.indent();
    }

    fn indent(&mut self) {
        self.out.extend(std::iter::repeat_n("  ", self.open.len()));
    }

    /// White space other than blanks is written as references, since a reader would take it for blanks.
    fn escape(&mut self, value: &str) {
        for c in value.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\t' => self.out.push_str("&#x9;"),
                '\n' => self.out.push_str("&#xA;"),
                '\r' => self.out.push_str("&#xD;"),
                c if crate::xml::is_allowed(c) => self.out.push(c),
                _ => {
                    self.out.push('\u{fffd}');
                    self.replaced += 1;
                }
            }
        }
    }
}
