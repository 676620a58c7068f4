//! From bytes to text: which encoding, and decoding it whole or as a stream.
//!
//! A byte order mark decides; then the encoding that an XML declaration names; then the caller's rule for bytes
//! that declare nothing. Bytes that don't fit are refused and never replaced.

use std::borrow::Cow;
use std::io::{self, BufRead, Chain, Cursor, Read};

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use unleaded_model::diagnostic::codes::xml;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

/// Bytes at the beginning of a document that are looked at to find its encoding.
pub const HEAD: usize = 1024;
/// Bytes of decoded text that a stream holds at a time.
const CHUNK: usize = 16 * 1024;

/// What bytes are that declare no encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undeclared {
    /// UTF-8, as XML 1.0 section 4.3.3 says.
    Utf8,
    /// UTF-8 where they are valid UTF-8, else GB18030, which Chinese spreadsheets save text as.
    Utf8OrGb18030,
}

/// The encoding of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The encoding.
    pub encoding: &'static Encoding,
    /// Bytes of the byte order mark; 0: none.
    pub mark: usize,
}

/// Finds the encoding from the first bytes of a document ([`HEAD`] of them are enough for XML).
pub fn encoding_of(
    head: &[u8],
    file: &FileName,
    undeclared: Undeclared,
) -> Result<Found, Box<Diagnostic>> {
    if let [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] = head {
        return Err(unknown("UTF-32", file));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(head) {
        return Ok(Found { encoding, mark });
    }
    // XML in UTF-16 without a mark still begins with `<` beside a zero byte (XML 1.0 appendix F).
    match head {
        [b'<', 0, ..] => {
            return Ok(Found { encoding: UTF_16LE, mark: 0 });
        }
        [0, b'<', ..] => {
            return Ok(Found { encoding: UTF_16BE, mark: 0 });
        }
        _ => {}
    }
    let encoding = match (declared(head), undeclared) {
        (Some(label), _) => named(&label, file)?,
        (None, Undeclared::Utf8OrGb18030) if !begins_as_utf8(head) => GB18030,
        (None, _) => UTF_8,
    };
    Ok(Found { encoding, mark: 0 })
}

/// Returns the form of UTF-16 that `head` must be in, having zero bytes at every second place only, which no text in
/// another encoding has; `None`: none.
pub(crate) fn utf16_by_zeros(head: &[u8]) -> Option<&'static Encoding> {
    let head = &head[..head.len().min(HEAD)];
    let zeros = |first| head.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (0, 1..) => Some(UTF_16LE),
        (1.., 0) => Some(UTF_16BE),
        _ => None,
    }
}

/// Decodes a whole document; the text borrows `bytes` where it can, without the byte order mark.
pub fn decode<'a>(
    bytes: &'a [u8],
    file: &FileName,
    undeclared: Undeclared,
) -> Result<(Cow<'a, str>, &'static Encoding), Box<Diagnostic>> {
    let head = match undeclared {
        Undeclared::Utf8 => &bytes[..bytes.len().min(HEAD)],
        Undeclared::Utf8OrGb18030 => bytes,
    };
    let Found { encoding, mark } = encoding_of(head, file, undeclared)?;
    let body = &bytes[mark..];
    if encoding == UTF_8 {
        return match std::str::from_utf8(body) {
            Ok(text) => Ok((Cow::Borrowed(text), encoding)),
            Err(error) => Err(broken(encoding, (mark + error.valid_up_to()) as u64, file)),
        };
    }
    let mut text = String::new();
    let mut stream = Utf8Stream::with(body, Found { encoding, mark: 0 });
    match stream.read_to_string(&mut text) {
        Ok(_) => Ok((Cow::Owned(text), encoding)),
        Err(_) => Err(broken(encoding, mark as u64 + stream.broken.unwrap_or(0), file)),
    }
}

/// Returns the diagnostic for a byte that is not text in `encoding`; `offset` is its place in the file.
pub fn broken(encoding: &'static Encoding, offset: u64, file: &FileName) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(xml::ENCODING_BROKEN, Place::file(file))
            .with("encoding", encoding.name())
            .with("offset", offset),
    )
}

fn unknown(label: &str, file: &FileName) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(xml::ENCODING_UNKNOWN, Place::file(file)).with("value", label))
}

/// Whether `head` is UTF-8, apart from a character that its end may have cut.
fn begins_as_utf8(head: &[u8]) -> bool {
    std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// The encoding that the XML declaration names; `None` without a declaration or without a name in it.
fn declared(head: &[u8]) -> Option<String> {
    let declaration = head.strip_prefix(b"<?xml")?;
    let end = declaration.windows(2).position(|w| w == b"?>")?;
    let text = String::from_utf8_lossy(&declaration[..end]);
    let (_, after) = text.split_once("encoding")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}

fn named(label: &str, file: &FileName) -> Result<&'static Encoding, Box<Diagnostic>> {
    let encoding = Encoding::for_label(label.as_bytes()).ok_or_else(|| unknown(label, file))?;
    // Who can read the declaration as ASCII does not have UTF-16 before him, and other encodings that are
    // not a superset of ASCII could hide markup.
    if !encoding.is_ascii_compatible() {
        return Err(unknown(label, file));
    }
    Ok(encoding)
}

/// Any input as UTF-8, decoded piece by piece. UTF-8 itself passes through unchecked and without a copy.
pub struct Utf8Stream<R> {
    inner: Chain<Cursor<Vec<u8>>, R>,
    found: Found,
    transcoder: Option<Transcoder>,
    /// Place in the file of the byte that could not be decoded; reading fails there.
    broken: Option<u64>,
}

struct Transcoder {
    decoder: encoding_rs::Decoder,
    decoded: Vec<u8>,
    length: usize,
    position: usize,
    /// Bytes of the file that the decoder has taken.
    taken: u64,
    finished: bool,
}

impl<R: BufRead> Utf8Stream<R> {
    /// Finds the encoding of `input` and returns it as UTF-8 without its byte order mark. The outer error is one of
    /// reading, the inner a defect of the document.
    pub fn new(
        mut input: R,
        file: &FileName,
        undeclared: Undeclared,
    ) -> io::Result<Result<Self, Box<Diagnostic>>> {
        let mut head = Vec::new();
        input.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
        Ok(encoding_of(&head, file, undeclared).map(|found| Self::chained(head, input, found)))
    }

    fn with(input: R, found: Found) -> Self {
        Self::chained(Vec::new(), input, found)
    }

    fn chained(head: Vec<u8>, input: R, found: Found) -> Self {
        let mut cursor = Cursor::new(head);
        cursor.set_position(found.mark as u64);
        let transcoder = (found.encoding != UTF_8).then(|| Transcoder {
            decoder: found.encoding.new_decoder_without_bom_handling(),
            decoded: vec![0; CHUNK],
            length: 0,
            position: 0,
            taken: found.mark as u64,
            finished: false,
        });
        Self { inner: cursor.chain(input), found, transcoder, broken: None }
    }

    /// The encoding and the byte order mark.
    pub fn found(&self) -> Found {
        self.found
    }

    /// The place in the file of the byte that could not be decoded, once reading has failed there.
    pub fn broken_at(&self) -> Option<u64> {
        self.broken
    }
}

impl<R: BufRead> BufRead for Utf8Stream<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let Some(transcoder) = &mut self.transcoder else {
            return self.inner.fill_buf();
        };
        while transcoder.position == transcoder.length && !transcoder.finished {
            if self.broken.is_some() {
                return Err(io::ErrorKind::InvalidData.into());
            }
            let source = self.inner.fill_buf()?;
            let (read, broken) = transcoder.decode(source);
            self.inner.consume(read);
            self.broken = broken;
        }
        Ok(&transcoder.decoded[transcoder.position..transcoder.length])
    }

    fn consume(&mut self, amount: usize) {
        match &mut self.transcoder {
            Some(transcoder) => transcoder.position += amount,
            None => self.inner.consume(amount),
        }
    }
}

impl<R: BufRead> Read for Utf8Stream<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(out)?;
        self.consume(count);
        Ok(count)
    }
}

impl Transcoder {
    /// Decodes what fits of `source`, whose emptiness means the end; returns the bytes taken and where it is broken.
    fn decode(&mut self, source: &[u8]) -> (usize, Option<u64>) {
        let last = source.is_empty();
        let (result, read, written) =
            self.decoder.decode_to_utf8_without_replacement(source, &mut self.decoded, last);
        self.position = 0;
        self.length = written;
        self.taken += read as u64;
        match result {
            DecoderResult::InputEmpty => {
                self.finished = last;
                (read, None)
            }
            DecoderResult::OutputFull => (read, None),
            DecoderResult::Malformed(length, after) => {
                (read, Some(self.taken.saturating_sub(u64::from(length) + u64::from(after))))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name() -> FileName {
        FileName::new("t")
    }

    #[test]
    fn encodings_by_mark_by_declaration_and_by_rule() {
        let check = |bytes: &[u8], undeclared, expected: &str, encoding: &str| {
            let (text, found) = decode(bytes, &name(), undeclared).unwrap();
            assert_eq!((text.as_ref(), found.name()), (expected, encoding));
            let mut streamed = String::new();
            let mut stream = Utf8Stream::new(bytes, &name(), undeclared).unwrap().unwrap();
            stream.read_to_string(&mut streamed).unwrap();
            assert_eq!(streamed, expected);
        };
        check(b"\xef\xbb\xbfa", Undeclared::Utf8, "a", "UTF-8");
        check(b"\xff\xfea\0\xc5\x94", Undeclared::Utf8, "a铅", "UTF-16LE");
        check(b"\xfe\xff\0a", Undeclared::Utf8, "a", "UTF-16BE");
        check(b"<\0a\0", Undeclared::Utf8, "<a", "UTF-16LE");
        check(b"\xc7\xa6\xce\xfd", Undeclared::Utf8OrGb18030, "铅锡", "gb18030");
        check("铅".as_bytes(), Undeclared::Utf8OrGb18030, "铅", "UTF-8");
        for (label, bytes, expected) in [
            ("GBK", &b"\xc7\xa6"[..], "铅"),
            ("GB18030", b"\xc7\xa6", "铅"),
            ("Shift_JIS", b"\x89\x94", "鉛"),
            ("ISO-8859-1", b"\xe9", "é"),
            ("windows-1252", b"\x80", "€"),
        ] {
            let declaration = format!("<?xml version='1.0' encoding = '{label}'?>");
            let mut document = declaration.clone().into_bytes();
            document.extend_from_slice(bytes);
            let (text, _) = decode(&document, &name(), Undeclared::Utf8).unwrap();
            assert_eq!(text, declaration + expected, "{label}");
        }
    }

    #[test]
    fn what_does_not_fit_is_named_with_its_offset() {
        let check = |bytes: &[u8], code: &str, offset: Option<u64>| {
            let error = decode(bytes, &name(), Undeclared::Utf8).unwrap_err();
            assert_eq!(error.code.name(), code);
            assert_eq!(error.argument("offset"), offset.map(Into::into).as_ref());
        };
        check(b"ab\xff", "encoding-broken", Some(2));
        check(b"\xef\xbb\xbfab\xff", "encoding-broken", Some(5));
        check(b"<?xml version='1.0' encoding='GBK'?>a\xff", "encoding-broken", Some(37));
        check(b"\xff\xfea", "encoding-broken", Some(2));
        check(b"<?xml version='1.0' encoding='KLINGON'?>", "encoding-unknown", None);
        check(b"<?xml version='1.0' encoding='UTF-16'?>", "encoding-unknown", None);
        check(b"\xff\xfe\0\0<\0\0\0", "encoding-unknown", None);
    }

    #[test]
    fn a_stream_decodes_across_its_chunks() {
        let text = "铅a".repeat(20_000);
        let (bytes, _, _) = GB18030.encode(&text);
        let mut document = b"<?xml version='1.0' encoding='GB18030'?>".to_vec();
        document.extend_from_slice(&bytes);
        let slow = io::BufReader::with_capacity(7, &document[..]);
        let mut stream = Utf8Stream::new(slow, &name(), Undeclared::Utf8).unwrap().unwrap();
        let mut found = String::new();
        stream.read_to_string(&mut found).unwrap();
        assert!(found.ends_with(&text));
    }
}
