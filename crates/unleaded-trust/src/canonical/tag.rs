//! Start tags, taken apart.

use std::ops::Range;

use super::characters::{attribute_meaning, is_blank, is_simple_name};
use super::namespaces::{Scope, XML, XMLNS};
use super::{CanonicalProblem as Problem, MAX_ATTRIBUTES, MAX_NAMESPACES};

/// The namespace of a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Space {
    /// That of a declaration, by its number.
    Bound(usize),
    #[default]
    None,
    /// That of `xml:`.
    Xml,
}

/// A name as it stands in the token.
#[derive(Clone, Debug, Default)]
pub(super) struct Name {
    pub(super) span: Range<usize>,
    /// Where its local part begins: behind the colon, if there is one.
    local: usize,
    space: Space,
}

/// An attribute that is no declaration of a namespace.
pub(super) struct Attribute {
    pub(super) name: Name,
    /// What stands between the quotes.
    pub(super) value: Range<usize>,
}

/// The last start tag.
#[derive(Default)]
pub(super) struct Tag {
    pub(super) name: Name,
    /// In canonical order: by namespace, then by local name.
    pub(super) attributes: Vec<Attribute>,
}

impl Name {
    /// Splits the name at `span` at its colon.
    fn read(token: &[u8], span: Range<usize>) -> Result<Self, Problem> {
        let name = &token[span.clone()];
        let colon = memchr::memchr(b':', name);
        let (prefix, local) = colon.map_or((None, name), |at| (Some(&name[..at]), &name[at + 1..]));
        if !is_simple_name(local) || prefix.is_some_and(|prefix| !is_simple_name(prefix)) {
            return Err(Problem::Malformed { what: "a name that is none" });
        }
        Ok(Self { local: span.end - local.len(), span, space: Space::None })
    }

    /// Its part before the colon; empty: none.
    fn prefix<'a>(&self, token: &'a [u8]) -> &'a [u8] {
        &token[self.span.start..self.local.saturating_sub(1).max(self.span.start)]
    }

    pub(super) fn local<'a>(&self, token: &'a [u8]) -> &'a [u8] {
        &token[self.local..self.span.end]
    }

    /// Its namespace; empty: none.
    pub(super) fn uri<'a>(&self, scope: &'a Scope) -> &'a [u8] {
        match self.space {
            Space::Bound(binding) => scope.uri(binding),
            Space::None => b"",
            Space::Xml => XML,
        }
    }

    /// The number of the declaration that it needs.
    pub(super) fn binding(&self) -> Option<usize> {
        match self.space {
            Space::Bound(binding) => Some(binding),
            Space::None | Space::Xml => None,
        }
    }

    pub(super) fn is_xml(&self) -> bool {
        self.space == Space::Xml
    }

    /// Finds the namespace of a prefix that is not empty.
    fn resolve(&mut self, token: &[u8], scope: &Scope) -> Result<(), Problem> {
        self.space = match self.prefix(token) {
            b"xml" => Space::Xml,
            prefix => {
                let unbound = || Problem::PrefixUnbound { prefix: shown(prefix) };
                Space::Bound(scope.find(prefix).ok_or_else(unbound)?)
            }
        };
        Ok(())
    }
}

impl Tag {
    /// Takes apart the start tag `token`, whose last `tail` bytes are `>` or `/>`, and enters its declarations in `scope`.
    pub(super) fn read(
        &mut self,
        token: &[u8],
        tail: usize,
        scope: &mut Scope,
    ) -> Result<(), Problem> {
        let end = token.len() - tail;
        let name_end = find(token, 1..end, is_blank);
        self.name = Name::read(token, 1..name_end)?;
        self.attributes.clear();
        scope.enter();
        let mut at = name_end;
        let mut count = 0;
        loop {
            let start = find(token, at..end, |byte| !is_blank(byte));
            if start == end {
                break;
            }
            if start == at {
                return Err(Problem::Malformed { what: "attributes without white space between" });
            }
            count += 1;
            if count > MAX_ATTRIBUTES {
                return Err(Problem::AttributesTooMany);
            }
            at = self.attribute(token, start..end, scope)?;
        }
        self.resolve(token, scope)
    }

    /// Reads the attribute at the start of `span` and returns where it ends.
    fn attribute(
        &mut self,
        token: &[u8],
        span: Range<usize>,
        scope: &mut Scope,
    ) -> Result<usize, Problem> {
        let malformed = || Problem::Malformed { what: "an attribute without a value in quotes" };
        let end = span.end;
        let name_end = find(token, span.clone(), |byte| byte == b'=' || is_blank(byte));
        let equals = find(token, name_end..end, |byte| !is_blank(byte));
        if equals == end || token[equals] != b'=' {
            return Err(malformed());
        }
        let open = find(token, equals + 1..end, |byte| !is_blank(byte));
        if open == end || !matches!(token[open], b'"' | b'\'') {
            return Err(malformed());
        }
        let length = memchr::memchr(token[open], &token[open + 1..end]).ok_or_else(malformed)?;
        let value = open + 1..open + 1 + length;
        let behind = value.end + 1;
        let name = span.start..name_end;
        match &token[name.clone()] {
            b"xmlns" => declare(b"", &token[value], scope)?,
            [b'x', b'm', b'l', b'n', b's', b':', prefix @ ..] => {
                if !is_simple_name(prefix) {
                    return Err(Problem::Malformed { what: "a prefix that is no name" });
                }
                declare(prefix, &token[value], scope)?;
            }
            _ => self.attributes.push(Attribute { name: Name::read(token, name)?, value }),
        }
        Ok(behind)
    }

    /// Finds the namespaces of all names, and brings the attributes in order.
    fn resolve(&mut self, token: &[u8], scope: &Scope) -> Result<(), Problem> {
        // Only elements without a prefix are in the default namespace (Namespaces in XML 1.0 section 6.2).
        match self.name.prefix(token) {
            b"" => self.name.space = scope.find(b"").map_or(Space::None, Space::Bound),
            _ => self.name.resolve(token, scope)?,
        }
        for attribute in &mut self.attributes {
            if !attribute.name.prefix(token).is_empty() {
                attribute.name.resolve(token, scope)?;
            }
        }
        let key = |attribute: &Attribute| (attribute.name.uri(scope), attribute.name.local(token));
        if self.attributes.len() > 1 {
            self.attributes.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
        }
        match self.attributes.windows(2).find(|pair| key(&pair[0]) == key(&pair[1])) {
            Some(pair) => {
                Err(Problem::AttributeRepeated { name: shown(&token[pair[1].name.span.clone()]) })
            }
            None => Ok(()),
        }
    }
}

/// Where in `span` the first byte is of which `is` holds; its end if there is none.
fn find(token: &[u8], span: Range<usize>, is: impl Fn(u8) -> bool) -> usize {
    let found = token[span.clone()].iter().position(|byte| is(*byte));
    found.map_or(span.end, |at| span.start + at)
}

/// Enters the declaration of `prefix` as the namespace `raw`, as written (Namespaces in XML 1.0 section 3).
fn declare(prefix: &[u8], raw: &[u8], scope: &mut Scope) -> Result<(), Problem> {
    let repeated = scope.own().any(|binding| scope.prefix(binding) == prefix);
    if repeated {
        let colon = if prefix.is_empty() { "" } else { ":" };
        return Err(Problem::AttributeRepeated { name: format!("xmlns{colon}{}", shown(prefix)) });
    }
    if scope.len() == MAX_NAMESPACES {
        return Err(Problem::NamespacesTooMany);
    }
    scope.declare(prefix, |out| {
        let start = out.len();
        attribute_meaning(raw, out)?;
        check(prefix, &out[start..])
    })?;
    Ok(())
}

fn check(prefix: &[u8], uri: &[u8]) -> Result<(), Problem> {
    let reserved = match prefix {
        // The one thing it may say is what holds anyway.
        b"xml" => uri != XML,
        b"xmlns" => true,
        b"" => uri == XML || uri == XMLNS,
        _ => uri == XML || uri == XMLNS || uri.is_empty(),
    };
    if reserved {
        return Err(Problem::NamespaceReserved { prefix: shown(prefix) });
    }
    if uri.is_empty() || has_scheme(uri) {
        return Ok(());
    }
    Err(Problem::NamespaceRelative { name: shown(uri) })
}

/// Whether `uri` begins with a scheme and a colon (RFC 3986 section 3.1).
fn has_scheme(uri: &[u8]) -> bool {
    let scheme = memchr::memchr(b':', uri).map_or(&uri[..0], |colon| &uri[..colon]);
    let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    scheme.first().is_some_and(u8::is_ascii_alphabetic) && scheme.iter().all(allowed)
}

/// No more of a text than a message shows.
fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).chars().take(200).collect()
}
