//! The `Signature` element: its grammar, and what it says.
//!
//! Everything is in its one place, as the schema of XML Signature 1.1 orders it, and nothing stands beside: what a
//! verifier does not look at, an attacker may write.

use std::io::BufRead;

use super::algorithm::DS;
use super::{Method, SIGNATURE_SIZE, XmlBadReason};
use crate::canonical::{CanonicalForm, Piece, Rendered, Stream, attribute_of_meaning};

/// Names as written, and what the values mean.
type Attributes = Vec<(String, String)>;

/// What a signature says. Nothing of it is believed yet.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) canonicalisation: String,
    pub(super) signature_method: String,
    /// Of the reference.
    pub(super) uri: String,
    pub(super) transforms: Vec<String>,
    pub(super) digest_method: String,
    pub(super) digest_value: Vec<u8>,
    pub(super) signature_value: Vec<u8>,
    /// A hint as to whose key it is; empty: none.
    pub(super) key_name: Vec<u8>,
    /// The canonical form of `SignedInfo`, which is what the key signed.
    pub(super) signed_info: Vec<u8>,
}

/// An element of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spot {
    CanonicalizationMethod,
    DigestMethod,
    DigestValue,
    /// Anything below `KeyInfo`: certificates and keys, which are not looked at.
    Foreign,
    KeyInfo,
    KeyName,
    Reference,
    Signature,
    SignatureMethod,
    SignatureValue,
    SignedInfo,
    Transform,
    Transforms,
}

impl Spot {
    /// The local name.
    fn name(self) -> &'static str {
        match self {
            Self::CanonicalizationMethod => "CanonicalizationMethod",
            Self::DigestMethod => "DigestMethod",
            Self::DigestValue => "DigestValue",
            Self::Foreign => "KeyInfo/*",
            Self::KeyInfo => "KeyInfo",
            Self::KeyName => "KeyName",
            Self::Reference => "Reference",
            Self::Signature => "Signature",
            Self::SignatureMethod => "SignatureMethod",
            Self::SignatureValue => "SignatureValue",
            Self::SignedInfo => "SignedInfo",
            Self::Transform => "Transform",
            Self::Transforms => "Transforms",
        }
    }

    /// What it holds, in this order, and how many of that must be there.
    fn children(self) -> (&'static [Self], usize) {
        match self {
            Self::Signature => (&[Self::SignedInfo, Self::SignatureValue, Self::KeyInfo], 2),
            Self::SignedInfo => {
                (&[Self::CanonicalizationMethod, Self::SignatureMethod, Self::Reference], 3)
            }
            Self::Reference => (&[Self::Transforms, Self::DigestMethod, Self::DigestValue], 3),
            Self::Transforms => (&[Self::Transform, Self::Transform], 1),
            _ => (&[], 0),
        }
    }

    /// The attribute that it must have.
    fn attribute(self) -> Option<&'static str> {
        match self {
            Self::CanonicalizationMethod
            | Self::DigestMethod
            | Self::SignatureMethod
            | Self::Transform => Some("Algorithm"),
            Self::Reference => Some("URI"),
            _ => None,
        }
    }

    /// Whether it may have an `Id`: nothing ever looks for one.
    fn may_have_id(self) -> bool {
        matches!(
            self,
            Self::KeyInfo
                | Self::Reference
                | Self::Signature
                | Self::SignatureValue
                | Self::SignedInfo
        )
    }
}

/// An element that is open, and how many of its children have begun.
struct Open {
    spot: Spot,
    children: usize,
}

/// The reading of a signature, from its start tag to its end tag.
pub(super) struct Reader {
    method: Method,
    /// The `xml:` attributes of the root, which the inclusive form of `SignedInfo` takes over (Canonical XML 1.0 section 2.4).
    inherited: Attributes,
    open: Vec<Open>,
    parts: Parts,
    size: usize,
    /// What the canonical form of `SignedInfo` has declared.
    rendered: Rendered,
    /// The same for what is only checked.
    unused: Rendered,
    scratch: Vec<u8>,
}

impl Reader {
    /// Begins to read the signature whose start tag is the last piece of `stream`.
    pub(super) fn begin<R: BufRead>(
        method: Method,
        inherited: Attributes,
        stream: &mut Stream<R>,
    ) -> Result<Self, XmlBadReason> {
        let mut reader = Self {
            method,
            inherited,
            open: Vec::new(),
            parts: Parts::default(),
            size: 0,
            rendered: Rendered::default(),
            unused: Rendered::default(),
            scratch: Vec::new(),
        };
        reader.enter(Spot::Signature, stream)?;
        reader.write(Piece::Open, stream)?;
        Ok(reader)
    }

    /// Takes the next piece; returns what the signature says once it has ended.
    pub(super) fn take<R: BufRead>(
        &mut self,
        piece: Piece,
        stream: &mut Stream<R>,
    ) -> Result<Option<Parts>, XmlBadReason> {
        self.size += stream.length();
        if self.size > SIGNATURE_SIZE {
            return Err(XmlBadReason::TooLarge);
        }
        match piece {
            Piece::Open => {
                let spot = self.spot_of(stream)?;
                self.enter(spot, stream)?;
                self.write(piece, stream)?;
            }
            Piece::Close => {
                self.write(piece, stream)?;
                self.leave()?;
            }
            Piece::Reference | Piece::Text => {
                self.write(piece, stream)?;
                self.text(piece, stream)?;
            }
            Piece::Cdata => return Err(self.content("a CDATA section")),
            Piece::Comment => return Err(self.content("a comment")),
            Piece::Instruction => return Err(self.content("a processing instruction")),
            Piece::Done | Piece::Ignored => {}
        }
        Ok(self.open.is_empty().then(|| std::mem::take(&mut self.parts)))
    }

    fn spot(&self) -> Spot {
        self.open.last().map_or(Spot::Signature, |open| open.spot)
    }

    fn content(&self, what: &'static str) -> XmlBadReason {
        XmlBadReason::Content { element: self.spot().name(), what }
    }

    /// What the element that has just begun is here.
    fn spot_of<R: BufRead>(&self, stream: &Stream<R>) -> Result<Spot, XmlBadReason> {
        let parent = self.spot();
        match parent {
            Spot::Foreign => return Ok(Spot::Foreign),
            Spot::KeyInfo if stream.is(DS, "KeyName") => return Ok(Spot::KeyName),
            Spot::KeyInfo => return Ok(Spot::Foreign),
            _ => {}
        }
        let known = self.open.last().map_or(0, |open| open.children);
        let next = parent.children().0.get(known).copied();
        next.filter(|next| stream.is(DS, next.name())).ok_or_else(|| {
            let name = String::from_utf8_lossy(stream.local()).chars().take(80).collect();
            XmlBadReason::ElementUnexpected { element: parent.name(), name }
        })
    }

    fn enter<R: BufRead>(&mut self, spot: Spot, stream: &Stream<R>) -> Result<(), XmlBadReason> {
        if let Some(open) = self.open.last_mut() {
            open.children += 1;
        }
        self.open.push(Open { spot, children: 0 });
        if spot == Spot::Foreign {
            return Ok(());
        }
        let mut wanted = spot.attribute();
        for attribute in stream.attributes() {
            let (name, value) = attribute?;
            if Some(name.as_str()) == wanted {
                wanted = None;
                self.parts.keep(spot, value);
            } else if name != "Id" || !spot.may_have_id() {
                return Err(XmlBadReason::Attribute { element: spot.name(), name });
            }
        }
        match wanted {
            Some(name) => {
                Err(XmlBadReason::Attribute { element: spot.name(), name: name.to_owned() })
            }
            None => Ok(()),
        }
    }

    fn leave(&mut self) -> Result<(), XmlBadReason> {
        let Some(Open { spot, children }) = self.open.pop() else {
            return Ok(());
        };
        let (wanted, needed) = spot.children();
        match wanted.get(children) {
            Some(missing) if children < needed => {
                let (element, name) = (spot.name(), missing.name());
                Err(XmlBadReason::ElementMissing { element, name })
            }
            _ => Ok(()),
        }
    }

    fn text<R: BufRead>(&mut self, piece: Piece, stream: &Stream<R>) -> Result<(), XmlBadReason> {
        let spot = self.spot();
        let kept = match spot {
            Spot::DigestValue => &mut self.parts.digest_value,
            Spot::KeyName => &mut self.parts.key_name,
            Spot::SignatureValue => &mut self.parts.signature_value,
            Spot::Foreign => return Ok(()),
            _ => {
                self.scratch.clear();
                stream.meaning(piece, &mut self.scratch)?;
                let blank = self.scratch.iter().all(u8::is_ascii_whitespace);
                return if blank { Ok(()) } else { Err(self.content("text")) };
            }
        };
        Ok(stream.meaning(piece, kept)?)
    }

    /// Writes the piece in canonical form where it belongs to `SignedInfo`; elsewhere it is only checked.
    fn write<R: BufRead>(
        &mut self,
        piece: Piece,
        stream: &mut Stream<R>,
    ) -> Result<(), XmlBadReason> {
        let form = self.method.signed_info;
        // The second open element: `SignedInfo` and all in it stand below it.
        if self.open.get(1).is_none_or(|open| open.spot != Spot::SignedInfo) {
            self.scratch.clear();
            return Ok(stream.write(piece, form, &mut self.unused, &mut self.scratch)?);
        }
        let out = &mut self.parts.signed_info;
        stream.write(piece, form, &mut self.rendered, out)?;
        let is_apex = piece == Piece::Open && self.open.len() == 2;
        if is_apex && form == CanonicalForm::Inclusive {
            out.pop();
            for (name, value) in &self.inherited {
                out.extend_from_slice(format!(" {name}=\"").as_bytes());
                attribute_of_meaning(value, out);
                out.push(b'"');
            }
            out.push(b'>');
        }
        Ok(())
    }
}

impl Parts {
    /// Keeps the value of the one attribute of an element that means something.
    fn keep(&mut self, spot: Spot, value: String) {
        match spot {
            Spot::CanonicalizationMethod => self.canonicalisation = value,
            Spot::DigestMethod => self.digest_method = value,
            Spot::Reference => self.uri = value,
            Spot::SignatureMethod => self.signature_method = value,
            Spot::Transform => self.transforms.push(value),
            _ => {}
        }
    }
}
