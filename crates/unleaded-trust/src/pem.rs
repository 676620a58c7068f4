//! The textual frame of keys (RFC 7468), read leniently and written strictly.
//!
//! Keys pass through mail programs and editors, so line lengths, CR LF, a byte order mark and text around
//! the frame are accepted. The content is still decoded strictly.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::keys::KeyError;

/// Characters of base64 per line, as RFC 7468 section 2 asks of writers.
const COLUMNS: usize = 64;

/// Longest accepted text in bytes: thousands of times the size of any Ed25519 key.
const LIMIT: usize = 1 << 20;

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";

/// Returns the label and the bytes of the one frame in `text`.
pub(crate) fn decode(text: &str) -> Result<(&str, Zeroizing<Vec<u8>>), KeyError> {
    if text.len() > LIMIT {
        return Err(KeyError::NotPem);
    }
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let label = lines.by_ref().find_map(|line| marker(line, BEGIN)).ok_or(KeyError::NotPem)?;
    // The capacity is set before any secret is pushed, so that growing leaves no copy behind.
    let mut content = Zeroizing::new(String::with_capacity(text.len()));
    let mut end = None;
    for line in lines.by_ref() {
        end = marker(line, END);
        if end.is_some() {
            break;
        }
        content.push_str(line);
    }
    if end != Some(label) {
        return Err(KeyError::Malformed);
    }
    if lines.any(|line| marker(line, BEGIN).is_some()) {
        return Err(KeyError::SeveralKeys);
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(content.len()));
    STANDARD.decode_vec(content.as_bytes(), &mut bytes).map_err(|_| KeyError::Malformed)?;
    Ok((label, bytes))
}

/// Returns `bytes` framed under `label`, with a newline at the end.
pub(crate) fn encode(label: &str, bytes: &[u8]) -> Zeroizing<String> {
    let content = Zeroizing::new(STANDARD.encode(bytes));
    let frame = 2 * (label.len() + 20);
    let mut out = Zeroizing::new(String::with_capacity(content.len() * 2 + frame));
    out.push_str(BEGIN);
    out.push_str(label);
    out.push_str("-----\n");
    let mut rest = content.as_str();
    while !rest.is_empty() {
        // Base64 is ASCII, so every index is a boundary.
        let (line, after) = rest.split_at(COLUMNS.min(rest.len()));
        out.push_str(line);
        out.push('\n');
        rest = after;
    }
    out.push_str(END);
    out.push_str(label);
    out.push_str("-----\n");
    out
}

/// The label of a `line` that starts with `start` and ends in dashes.
fn marker<'a>(line: &'a str, start: &str) -> Option<&'a str> {
    line.strip_prefix(start)?.strip_suffix(DASHES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for length in [0, 1, 47, 48, 49, 200] {
            let bytes = vec![7; length];
            let text = encode("PUBLIC KEY", &bytes);
            let (label, read) = decode(&text).unwrap();
            assert_eq!((label, read.as_slice()), ("PUBLIC KEY", bytes.as_slice()));
            assert!(text.lines().all(|line| line.len() <= 64));
        }
    }

    #[test]
    fn what_mail_and_editors_do_is_forgiven() {
        let text = encode("PUBLIC KEY", &[1; 44]);
        let windows = format!("\u{feff}Our key:\r\n{}\r\nBest", text.replace('\n', "  \r\n"));
        assert_eq!(decode(&windows).unwrap().1.as_slice(), [1; 44]);
    }

    #[test]
    fn broken_frames_are_refused() {
        let text = encode("PUBLIC KEY", &[1; 44]);
        let cut = text.replace("-----END", "-----FIN");
        for (bad, expected) in [
            ("", KeyError::NotPem),
            ("hello", KeyError::NotPem),
            (cut.as_str(), KeyError::Malformed),
            ("-----BEGIN A-----\n-----END B-----\n", KeyError::Malformed),
            ("-----BEGIN A-----\n*\n-----END A-----\n", KeyError::Malformed),
            (&format!("{}{}", *text, *text), KeyError::SeveralKeys),
        ] {
            assert_eq!(decode(bad).unwrap_err(), expected, "{bad}");
        }
    }
}
