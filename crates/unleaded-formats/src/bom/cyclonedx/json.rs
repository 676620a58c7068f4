//! JSON (RFC 8259) as a stream: nothing is held but the text and one byte per open array or object.

use std::borrow::Cow;

/// Arrays and objects that may be nested.
pub(super) const MAX_DEPTH: usize = 256;

/// What a value is. An array or object has been entered, and is left by [`Json::key`] or [`Json::item`].
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Array,
    Object,
    /// A number, `true`, `false` or `null`, as written.
    Plain(&'a str),
    Text(Cow<'a, str>),
}

/// Why the text can't be read further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    Deep,
    Malformed,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Array,
    Object,
}

/// A reader of one JSON text.
pub(super) struct Json<'a> {
    text: &'a str,
    at: usize,
    open: Vec<Inside>,
    /// The innermost array or object has just been entered.
    first: bool,
}

impl<'a> Json<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, open: Vec::new(), first: false }
    }

    /// Bytes before what is read next.
    pub(super) fn offset(&self) -> usize {
        self.at
    }

    /// Bytes before the next value, behind white space.
    pub(super) fn start(&mut self) -> usize {
        self.blanks();
        self.at
    }

    /// Reads a value, or enters it.
    pub(super) fn value(&mut self) -> Result<Value<'a>, Broken> {
        self.blanks();
        match self.peek() {
            Some(b'{') => self.enter(Inside::Object, Value::Object),
            Some(b'[') => self.enter(Inside::Array, Value::Array),
            Some(b'"') => self.string().map(Value::Text),
            _ => self.plain(),
        }
    }

    /// The next key of the innermost object; `None`: it has ended.
    pub(super) fn key(&mut self) -> Result<Option<Cow<'a, str>>, Broken> {
        if !self.next(b'}')? {
            return Ok(None);
        }
        self.blanks();
        let key = self.string()?;
        self.blanks();
        self.take(b':')?;
        Ok(Some(key))
    }

    /// Whether the innermost array has another item; if not, it has ended.
    pub(super) fn item(&mut self) -> Result<bool, Broken> {
        self.next(b']')
    }

    /// Reads over a value.
    pub(super) fn skip(&mut self) -> Result<(), Broken> {
        let value = self.value()?;
        self.leave(&value)
    }

    /// Reads over what is left of `value`.
    pub(super) fn leave(&mut self, value: &Value<'_>) -> Result<(), Broken> {
        if !matches!(value, Value::Array | Value::Object) {
            return Ok(());
        }
        let outside = self.open.len() - 1;
        while self.open.len() > outside {
            let more = match self.open.last() {
                Some(Inside::Object) => self.key()?.is_some(),
                _ => self.item()?,
            };
            if more {
                self.value()?;
            }
        }
        Ok(())
    }

    /// Whether nothing but white space is left.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.blanks();
        self.at == self.text.len()
    }

    fn enter(&mut self, inside: Inside, value: Value<'a>) -> Result<Value<'a>, Broken> {
        if self.open.len() == MAX_DEPTH {
            return Err(Broken::Deep);
        }
        self.at += 1;
        self.open.push(inside);
        self.first = true;
        Ok(value)
    }

    /// Goes to the next entry of the innermost array or object, or leaves it at `end`.
    fn next(&mut self, end: u8) -> Result<bool, Broken> {
        self.blanks();
        let first = std::mem::take(&mut self.first);
        if self.peek() == Some(end) {
            self.at += 1;
            self.open.pop();
            return Ok(false);
        }
        if !first {
            self.take(b',')?;
        }
        Ok(true)
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Broken> {
        self.take(b'"')?;
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        let is_end = |b: &u8| matches!(*b, b'"' | b'\\' | 0..0x20);
        let length = rest.iter().position(is_end).ok_or(Broken::Malformed)?;
        self.at += length;
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(Cow::Borrowed(&self.text[start..start + length]));
        }
        let mut out = self.text[start..start + length].to_owned();
        loop {
            let rest = &self.text[self.at..];
            let c = rest.chars().next().ok_or(Broken::Malformed)?;
            self.at += c.len_utf8();
            match c {
                '"' => return Ok(Cow::Owned(out)),
                '\\' => out.push(self.escape()?),
                '\0'..='\u{1f}' => return Err(Broken::Malformed),
                c => out.push(c),
            }
        }
    }

    /// The character of an escape, behind its backslash. Half of a surrogate pair becomes U+FFFD.
    fn escape(&mut self) -> Result<char, Broken> {
        let byte = self.peek().ok_or(Broken::Malformed)?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let high = self.unit()?;
                let after = self.at;
                let low = match self.text[after..].starts_with("\\u") {
                    true => {
                        self.at += 2;
                        self.unit()?
                    }
                    false => 0,
                };
                let is_pair = (0xd800..0xdc00).contains(&high) && (0xdc00..0xe000).contains(&low);
                let code = match is_pair {
                    true => 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00),
                    false => {
                        // What follows is a character of its own.
                        self.at = after;
                        high
                    }
                };
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return Err(Broken::Malformed),
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Result<u32, Broken> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(Broken::Malformed)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Broken::Malformed);
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).map_err(|_| Broken::Malformed)
    }

    /// A number or word. Which numbers are numbers is for whoever uses one.
    fn plain(&mut self) -> Result<Value<'a>, Broken> {
        let rest = &self.text[self.at..];
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let word = &rest[..length];
        let is_number = word.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        if !is_number && !matches!(word, "true" | "false" | "null") {
            return Err(Broken::Malformed);
        }
        self.at += length;
        Ok(Value::Plain(word))
    }

    fn blanks(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        let is_blank = |b: &u8| matches!(b, b' ' | b'\t' | b'\r' | b'\n');
        self.at += rest.iter().position(|b| !is_blank(b)).unwrap_or(rest.len());
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> Result<(), Broken> {
        if self.peek() != Some(byte) {
            return Err(Broken::Malformed);
        }
        self.at += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> Result<bool, Broken> {
        let mut json = Json::new(text);
        json.skip()?;
        Ok(json.is_at_end())
    }

    #[test]
    fn what_is_json_and_what_is_not() {
        for text in ["{}", "[]", " [1, -2.5e3, true, null, \"\", {\"a\": [[]]}] ", "\"铅\""] {
            assert_eq!(whole(text), Ok(true), "{text}");
        }
        let malformed = [
            "",
            "{",
            "[",
            "[1",
            "[1,",
            "[1,]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{a:1}",
            "\"a",
            "\"\n\"",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"\\u1",
            "nul",
            "[}",
            "{]",
            "\"\\u00铅\"",
        ];
        for text in malformed {
            assert_eq!(whole(text), Err(Broken::Malformed), "{text}");
        }
        assert_eq!(whole("1 2"), Ok(false));
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert_eq!(whole(&nested(MAX_DEPTH)), Ok(true));
        assert_eq!(whole(&nested(MAX_DEPTH + 1)), Err(Broken::Deep));
        assert_eq!(whole(&"[".repeat(100_000)), Err(Broken::Deep));
    }

    #[test]
    fn strings_are_unescaped() {
        let check = |text: &str, expected: &str| {
            let found = Json::new(text).value().unwrap();
            assert_eq!(found, Value::Text(Cow::Owned(expected.to_owned())), "{text}");
        };
        check(r#""a\"\\\/\b\f\n\r\tA""#, "a\"\\/\u{8}\u{c}\n\r\tA");
        check(r#""\u94c5\ud83d\ude00""#, "铅😀");
        check(r#""\ud83d""#, "\u{fffd}");
        check(r#""\ud83dA""#, "\u{fffd}A");
        check(r#""\ud83d\u0041""#, "\u{fffd}A");
    }
}
