//! The object as it stands in a document, and how it is found there.

use super::{MadeFrom, SCHEMA};

/// Why a document does not tell what it was made from.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FindError {
    /// Nothing in it says so.
    #[error("the document does not say what it was made from")]
    Absent,
    /// It says so in a form that can't be read.
    #[error("what the document says that it was made from can't be read: {detail}")]
    Malformed {
        /// What the parser says.
        detail: String,
    },
}

impl MadeFrom {
    /// Returns the object on one line of ASCII that can stand in a page, a picture, a table or a text as it is.
    pub fn to_json(&self) -> String {
        // Strings, integers and lists always serialise.
        let json = serde_json::to_string(self).unwrap_or_default();
        let mut ascii = String::with_capacity(json.len());
        for c in json.chars() {
            match c {
                // Outside of its strings JSON has none of these.
                '<' | '>' | '&' | '\'' | '\u{7f}'.. => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        ascii.push_str(&format!("\\u{unit:04x}"));
                    }
                }
                c => ascii.push(c),
            }
        }
        ascii
    }

    /// Returns the last line of a document for terminals or tables.
    pub(crate) fn line(&self) -> String {
        format!("# unleaded-made-from: {}\n", self.to_json())
    }

    /// Finds the object in the bytes of a document. The last one counts: it stands after all that others wrote.
    pub fn find(document: &[u8]) -> Result<Self, FindError> {
        if document.starts_with(b"%PDF") {
            return Self::find_in_pdf(document);
        }
        Self::find_plain(document)
    }

    /// Finds it in the metadata of a PDF, which are XML: quotes are the only thing in it that is written otherwise there.
    fn find_in_pdf(document: &[u8]) -> Result<Self, FindError> {
        let beginning = format!("{{&quot;schema&quot;:&quot;{SCHEMA}&quot;");
        let at = last(document, beginning.as_bytes()).ok_or(FindError::Absent)?;
        let object = document[at..].split(|byte| *byte == b'<').next().unwrap_or_default();
        Self::find_plain(String::from_utf8_lossy(object).replace("&quot;", "\"").as_bytes())
    }

    fn find_plain(document: &[u8]) -> Result<Self, FindError> {
        let beginning = format!("{{\"schema\":\"{SCHEMA}\"");
        let at = last(document, beginning.as_bytes()).ok_or(FindError::Absent)?;
        let mut values = serde_json::Deserializer::from_slice(&document[at..]).into_iter();
        let malformed = |detail: String| FindError::Malformed { detail };
        match values.next() {
            Some(Ok(made)) => Ok(made),
            Some(Err(error)) => Err(malformed(error.to_string())),
            None => Err(FindError::Absent),
        }
    }
}

/// Where `wanted` begins for the last time.
fn last(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|window| window == wanted)
}
