//! A row: an object of texts in its one canonical form.

use std::collections::BTreeMap;

use crate::json::Json;
use crate::rows::RowsError;

/// Most values in one row.
const VALUES: usize = 1 << 16;

/// A value of a row. There are no numbers, so that no reading of numbers can matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Values in their order.
    Array(Vec<Value>),
    /// Members.
    Object(Row),
    /// A text.
    Text(String),
}

/// An object of texts, arrays and such objects.
///
/// Its canonical form is that of RFC 8785: members sorted by name, no white space, and no character escaped that need not
/// be. Names are ASCII, so that sorting by bytes and by UTF-16 is the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row(BTreeMap<String, Value>);

impl Row {
    /// Returns a row without members.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the member `name`.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.0.insert(name.to_owned(), value);
        self
    }

    /// Adds the member `name` with a text; an empty text is left out, since absent and empty are the same.
    #[must_use]
    pub fn text(self, name: &str, text: &str) -> Self {
        if text.is_empty() { self } else { self.with(name, Value::Text(text.to_owned())) }
    }

    /// Adds the member `name` with an object, where there is one.
    #[must_use]
    pub fn object(self, name: &str, object: Option<Self>) -> Self {
        match object {
            Some(object) => self.with(name, Value::Object(object)),
            None => self,
        }
    }

    /// Adds the member `name` with objects; none are left out.
    #[must_use]
    pub fn objects(self, name: &str, objects: impl IntoIterator<Item = Self>) -> Self {
        let objects: Vec<Value> = objects.into_iter().map(Value::Object).collect();
        if objects.is_empty() { self } else { self.with(name, Value::Array(objects)) }
    }

    /// Adds the member `name` with texts; none are left out.
    #[must_use]
    pub fn texts<'t>(self, name: &str, texts: impl IntoIterator<Item = &'t str>) -> Self {
        let texts: Vec<Value> = texts.into_iter().map(|t| Value::Text(t.to_owned())).collect();
        if texts.is_empty() { self } else { self.with(name, Value::Array(texts)) }
    }

    /// The value of the member `name`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The text `name`; `None`: there is none, or it is no text.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    /// The text `name`; empty where [`Self::find`] gives none.
    pub fn text_of(&self, name: &str) -> String {
        self.find(name).unwrap_or_default().to_owned()
    }

    /// The object `name`; `None`: there is none.
    pub fn object_of(&self, name: &str) -> Option<&Self> {
        self.get(name)?.as_object()
    }

    /// The objects of the array `name`, without what is none.
    pub fn objects_of(&self, name: &str) -> Vec<&Self> {
        self.elements(name).iter().filter_map(Value::as_object).collect()
    }

    /// The texts of the array `name`, without what is none.
    pub fn texts_of(&self, name: &str) -> Vec<String> {
        self.elements(name).iter().filter_map(Value::as_text).map(str::to_owned).collect()
    }

    fn elements(&self, name: &str) -> &[Value] {
        match self.get(name) {
            Some(Value::Array(values)) => values,
            _ => &[],
        }
    }

    /// Every text in the row, at any depth; names of members are none.
    pub fn all_texts(&self) -> Vec<&str> {
        let (mut texts, mut open): (Vec<&str>, Vec<&Value>) =
            (Vec::new(), self.0.values().collect());
        while let Some(value) = open.pop() {
            match value {
                Value::Array(values) => open.extend(values),
                Value::Object(object) => open.extend(object.0.values()),
                Value::Text(text) => texts.push(text),
            }
        }
        texts
    }

    /// Returns the row in its canonical form.
    pub fn canonical(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        out.push('{');
        for (at, (name, value)) in self.0.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            write_text(name, out);
            out.push(':');
            value.write(out);
        }
        out.push('}');
    }

    /// Parses the row number `at` from its canonical form; any other spelling of the same row is refused.
    pub fn parse(text: &str, at: usize) -> Result<Self, RowsError> {
        let wrong = || RowsError::NotCanonical { at };
        let json = Json::parse(text.as_bytes(), VALUES).map_err(|_| wrong())?;
        match Value::of(&json) {
            Some(Value::Object(row)) if row.canonical() == text => Ok(row),
            _ => Err(wrong()),
        }
    }
}

impl Value {
    fn as_object(&self) -> Option<&Row> {
        match self {
            Self::Object(object) => Some(object),
            Self::Array(_) | Self::Text(_) => None,
        }
    }

    fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Array(_) | Self::Object(_) => None,
        }
    }

    /// The depth of recursion is bounded by the reader of JSON.
    fn of(json: &Json) -> Option<Self> {
        Some(match json {
            Json::Array(values) => Self::Array(values.iter().map(Self::of).collect::<Option<_>>()?),
            Json::Object(members) => {
                let member = |(name, value): &(String, Json)| {
                    Some((name.is_ascii().then(|| name.clone())?, Self::of(value)?))
                };
                Self::Object(Row(members.iter().map(member).collect::<Option<_>>()?))
            }
            Json::Null | Json::Other => return None,
            Json::String(text) => Self::Text(text.clone()),
        })
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Array(values) => {
                out.push('[');
                for (at, value) in values.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    value.write(out);
                }
                out.push(']');
            }
            Self::Object(object) => object.write(out),
            Self::Text(text) => write_text(text, out),
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    // A text always serialises; what is escaped is what RFC 8785 section 3.2.2.2 says.
    out.push_str(&serde_json::to_string(text).expect("a text always serialises"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_canonical_form_is_that_of_rfc_8785() {
        let inner = Row::new().text("b", "\u{20ac}$\u{f}\nA'B\"\\\\\"/\u{7f}\u{2028}");
        let row = Row::new().objects("z", [inner]).text("a", "中").text("e", "").texts("t", ["x"]);
        let text = row.canonical();
        assert_eq!(
            text,
            "{\"a\":\"中\",\"t\":[\"x\"],\"z\":[{\"b\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u{7f}\u{2028}\"}]}"
        );
        assert_eq!(Row::parse(&text, 0), Ok(row));
    }

    #[test]
    fn another_spelling_is_refused() {
        for text in [
            "",
            "[]",
            "\"a\"",
            r#"{"a":"b" }"#,
            r#" {"a":"b"}"#,
            r#"{"a":"\u0062"}"#,
            r#"{"a":"\/"}"#,
            r#"{"b":"","a":""}"#,
            r#"{"a":"1","a":"2"}"#,
            r#"{"a":1}"#,
            r#"{"a":null}"#,
            r#"{"ä":"1"}"#,
            r#"{"a":"\u000F"}"#,
        ] {
            assert_eq!(Row::parse(text, 7), Err(RowsError::NotCanonical { at: 7 }), "{text}");
        }
        // Empty values are one spelling of nothing: what may stand in a row is judged by who reads it.
        assert!(Row::parse(r#"{"a":""}"#, 0).is_ok());
    }
}
