//! Names and values, found by looking at eight bytes at a time.
//!
//! The bytes are held in one number, the first in its lowest bits; what is found is a number with the highest bit set in
//! each byte that is meant. Only the lowest such bit is asked for, since a carry may set others above it.

const ONES: u64 = u64::MAX / 255;
const HIGHEST: u64 = ONES << 7;

/// Eight bytes from `at` on.
fn eight(bytes: &[u8], at: usize) -> Option<u64> {
    let eight = bytes.get(at..)?.first_chunk::<8>()?;
    Some(u64::from_le_bytes(*eight))
}

const fn all(byte: u8) -> u64 {
    ONES * byte as u64
}

/// The bytes that are `byte`; exact in its lowest.
fn equal(word: u64, byte: u8) -> u64 {
    let other = word ^ all(byte);
    other.wrapping_sub(ONES) & !other & HIGHEST
}

/// The bytes, each in ASCII, from `first` to `last`; exact in all of them.
fn between(word: u64, first: u8, last: u8) -> u64 {
    (word + all(0x80 - first)) & !(word + all(0x7f - last)) & HIGHEST
}

/// How many bytes are below the lowest one that is found.
fn before(found: u64) -> usize {
    (found.trailing_zeros() / 8) as usize
}

/// Bytes of the value that begins at `from` and ends before the next double quote; `None`: there is none, or the value
/// holds a reference, a control character, `<`, or anything beyond ASCII.
pub(super) fn plain_value(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let word = eight(bytes, at)?;
        let below = word.wrapping_sub(all(b' ')) & !word;
        let odd = (below | equal(word, b'&') | equal(word, b'<') | word) & HIGHEST;
        let quote = equal(word, b'"');
        if odd & quote.wrapping_sub(1) & !quote != 0 {
            return None;
        }
        if quote != 0 {
            return Some(at + before(quote) - from);
        }
        at += 8;
    }
}

/// Bytes of the name in ASCII that begins at `from`, and whether a colon is among them; `None`: the end is near.
pub(super) fn name(bytes: &[u8], from: usize) -> Option<(usize, bool)> {
    let (mut at, mut colons) = (from, 0);
    loop {
        let word = eight(bytes, at)?;
        let ascii = word & !HIGHEST;
        // A letter in lower case is the one in upper case and this bit.
        let letter = between(ascii | all(0x20), b'a', b'z');
        // `-`, `.`, digits and `:` follow each other but for the slash.
        let other = between(ascii, b'-', b':') & !between(ascii, b'/', b'/');
        let underscore = between(ascii, b'_', b'_');
        let ends = !(letter | other | underscore) & HIGHEST | word & HIGHEST;
        let colon = between(ascii, b':', b':');
        if ends != 0 {
            colons |= colon & (ends & ends.wrapping_neg()).wrapping_sub(1);
            return Some((at + before(ends) - from, colons != 0));
        }
        colons |= colon;
        at += 8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every byte at every place of two words, among bytes that are usual.
    fn each(mut check: impl FnMut(&[u8], u8, usize)) {
        for byte in 0..=u8::MAX {
            for at in 0..16 {
                let mut bytes = [b'x'; 32];
                bytes[at] = byte;
                check(&bytes, byte, at);
            }
        }
    }

    #[test]
    fn names_end_where_a_look_at_each_byte_says() {
        each(|bytes, byte, at| {
            let mut bytes = bytes.to_vec();
            bytes[20] = b'=';
            let is_name = byte.is_ascii_alphanumeric() || b"_:-.".contains(&byte);
            let expected = if is_name { 20 } else { at };
            assert_eq!(name(&bytes, 0), Some((expected, byte == b':')), "{byte} at {at}");
        });
        assert_eq!(name(b"a:=:xxxxxxxx", 0), Some((2, true)));
        assert_eq!(name(b"ab=:xxxxxxxx", 0), Some((2, false)));
        assert_eq!(name(b"abc", 0), None);
    }

    #[test]
    fn values_end_where_a_look_at_each_byte_says() {
        each(|bytes, byte, at| {
            let mut bytes = bytes.to_vec();
            bytes[20] = b'"';
            let expected = match byte {
                b'"' => Some(at),
                b'&' | b'<' | ..b' ' | 0x80.. => None,
                _ => Some(20),
            };
            assert_eq!(plain_value(&bytes, 0), expected, "{byte} at {at}");
        });
        assert_eq!(plain_value(b"ab\"&<\x01\xffxxx", 0), Some(2));
        assert_eq!(plain_value(b"\"xxxxxxx", 0), Some(0));
        assert_eq!(plain_value(b"abc\"", 0), None);
    }
}
