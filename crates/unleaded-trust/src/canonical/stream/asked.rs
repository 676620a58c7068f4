//! What may be asked about the last piece.

use std::io::BufRead;

use super::super::{CanonicalError, characters};
use super::{Piece, Stream};

impl<R: BufRead> Stream<R> {
    /// Bytes of the document before the last piece. For an end tag: where it can be parted from what it ends.
    pub(crate) fn offset(&self) -> u64 {
        self.at
    }

    /// How many bytes the last piece has.
    pub(crate) fn length(&self) -> usize {
        self.token.len()
    }

    /// How many elements are open; one that has just begun counts, one that has just ended does not.
    pub(crate) fn depth(&self) -> usize {
        self.scope.depth()
    }

    /// The last piece closes, or opens, by an empty-element tag.
    pub(crate) fn is_empty_tag(&self) -> bool {
        self.token.ends_with(b"/>")
    }

    /// Whether the element that has just begun is `local` of the namespace `uri`.
    pub(crate) fn is(&self, uri: &str, local: &str) -> bool {
        self.local() == local.as_bytes() && self.uri() == uri.as_bytes()
    }

    /// The local name of the element that has just begun.
    pub(crate) fn local(&self) -> &[u8] {
        self.tag.name.local(&self.token)
    }

    /// Its namespace; empty: none.
    pub(crate) fn uri(&self) -> &[u8] {
        self.tag.name.uri(&self.scope)
    }

    /// Its attributes without the declarations: each name as written, and what its value means.
    pub(crate) fn attributes(
        &self,
    ) -> impl Iterator<Item = Result<(String, String), CanonicalError>> {
        self.tag.attributes.iter().map(|attribute| {
            let mut value = Vec::new();
            characters::attribute_meaning(&self.token[attribute.value.clone()], &mut value)
                .map_err(|problem| self.error(problem))?;
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            Ok((text(&self.token[attribute.name.span.clone()]), text(&value)))
        })
    }

    /// Its attributes of the namespace `xml:`, as [`Stream::attributes`] gives them.
    pub(crate) fn xml_attributes(&self) -> Result<Vec<(String, String)>, CanonicalError> {
        let of_xml = self.tag.attributes.iter().map(|attribute| attribute.name.is_xml());
        self.attributes()
            .zip(of_xml)
            .filter(|(_, of_xml)| *of_xml)
            .map(|(found, _)| found)
            .collect()
    }

    /// Appends what the last piece of text, or reference in it, means.
    pub(crate) fn meaning(&self, piece: Piece, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
        match piece {
            Piece::Reference => {
                let (c, _) = characters::reference(&self.token).map_err(|p| self.error(p))?;
                characters::push(c, out);
            }
            _ => out.extend_from_slice(&self.token),
        }
        Ok(())
    }
}
