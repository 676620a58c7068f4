//! JSON read strictly: a member named twice, deep nesting and a flood of values are refused.
//!
//! RFC 8259 section 4 leaves doubled names open, so two programs may read two different values out of the same
//! bytes; what a signature covers must not be open.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::str::FromStr;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use thiserror::Error;

/// Deepest nesting that is read. The documents of this crate need five levels.
const DEPTH: u32 = 16;

/// A JSON value, as far as this crate uses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Json {
    /// Values in their order.
    Array(Vec<Json>),
    /// Nothing: it stands for a member that is not given, where a format allows it.
    Null,
    /// Members in their order, which is kept: it is part of what is signed.
    Object(Vec<(String, Json)>),
    /// A number or a truth value: none is used here, all numbers are strings.
    Other,
    /// A text.
    String(String),
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Array(values) => out.collect_seq(values),
            Self::Object(members) => {
                let mut map = out.serialize_map(Some(members.len()))?;
                members.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
                map.end()
            }
            // Read and not used; never written.
            Self::Null | Self::Other => out.serialize_unit(),
            Self::String(text) => out.serialize_str(text),
        }
    }
}

/// The members of an object that is being written, in the order in which they are added.
#[derive(Clone, Debug, Default)]
pub struct Members(Vec<(String, Json)>);

impl Members {
    /// No members.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds `name` with any value.
    pub(crate) fn with(mut self, name: &str, value: Json) -> Self {
        self.0.push((name.to_owned(), value));
        self
    }

    /// Adds `name` with a text.
    pub(crate) fn text(self, name: &str, text: impl Into<String>) -> Self {
        self.with(name, Json::String(text.into()))
    }

    /// Adds `name` where there is a text.
    pub(crate) fn some(self, name: &str, text: Option<impl ToString>) -> Self {
        match text {
            Some(text) => self.text(name, text.to_string()),
            None => self,
        }
    }

    /// Adds `name` with an array of texts, also an empty one.
    pub(crate) fn texts<T: ToString>(self, name: &str, texts: impl IntoIterator<Item = T>) -> Self {
        let texts = texts.into_iter().map(|text| Json::String(text.to_string()));
        self.with(name, Json::Array(texts.collect()))
    }

    /// Adds `name` with an array of texts, if there is one.
    pub(crate) fn any<T: fmt::Display>(self, name: &str, texts: &[T]) -> Self {
        if texts.is_empty() { self } else { self.texts(name, texts) }
    }

    /// Adds `name` with an array of objects.
    pub(crate) fn objects(self, name: &str, objects: impl IntoIterator<Item = Self>) -> Self {
        let objects = objects.into_iter().map(Self::into_json);
        self.with(name, Json::Array(objects.collect()))
    }

    /// The object.
    pub(crate) fn into_json(self) -> Json {
        Json::Object(self.0)
    }
}

/// Why bytes are not JSON that is accepted, and where reading stopped.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{problem}, line {line} column {column}")]
pub struct JsonError {
    /// What is wrong.
    pub problem: JsonProblem,
    /// Line, from 1; 0 when there is none (an empty file).
    pub line: usize,
    /// Column in bytes, from 1; 0 at the end of a line.
    pub column: usize,
}

/// What is wrong with bytes that should be JSON.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum JsonProblem {
    /// An object names a member twice.
    #[error("the member `{name}` stands twice")]
    Doubled {
        /// The member.
        name: String,
    },
    /// Not JSON (RFC 8259), or not UTF-8.
    #[error("this is not JSON")]
    Syntax,
    /// Nested too deep, or too many values.
    #[error("there are more than {DEPTH} levels or {values} values")]
    TooMuch {
        /// How many values are read at most.
        values: usize,
    },
}

/// A member that is missing or not what it must be.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("`{path}` is missing or not {expected}")]
pub struct MemberError {
    /// The member with those above it: `signatures[0].sig`.
    pub path: String,
    /// What it must be, in words of the format: `string`, `base64`, `array`.
    pub expected: &'static str,
}

impl Json {
    /// Parses `bytes`, which hold one value and at most `values` inside it.
    pub(crate) fn parse(bytes: &[u8], values: usize) -> Result<Self, JsonError> {
        let budget = Budget { limit: values, left: Cell::new(values), problem: RefCell::new(None) };
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        let read = Level { budget: &budget, depth: DEPTH }.deserialize(&mut reader);
        read.and_then(|value| reader.end().map(|()| value)).map_err(|error| JsonError {
            problem: budget.problem.take().unwrap_or(JsonProblem::Syntax),
            line: error.line(),
            column: error.column(),
        })
    }

    /// The value as an object at `path`.
    pub(crate) fn object(&self, path: &str) -> Result<Object<'_>, MemberError> {
        match self {
            Self::Object(members) => Ok(Object { members, path: path.to_owned() }),
            _ => Err(MemberError { path: path.to_owned(), expected: "object" }),
        }
    }
}

/// An object whose members are asked for by name.
pub struct Object<'a> {
    members: &'a [(String, Json)],
    path: String,
}

impl<'a> Object<'a> {
    /// The member `name`, if it is there.
    pub(crate) fn get(&self, name: &str) -> Option<&'a Json> {
        self.members.iter().find(|(n, _)| n == name).map(|(_, value)| value)
    }

    /// The path of the member `name`.
    pub(crate) fn path(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// The error that the member `name` is not `expected`.
    pub(crate) fn error(&self, name: &str, expected: &'static str) -> MemberError {
        MemberError { path: self.path(name), expected }
    }

    /// The string `name`, which must be there.
    pub(crate) fn string(&self, name: &str) -> Result<&'a str, MemberError> {
        match self.get(name) {
            Some(Json::String(text)) => Ok(text),
            _ => Err(self.error(name, "string")),
        }
    }

    /// The string `name`, if the member is there.
    pub(crate) fn optional(&self, name: &str) -> Result<Option<&'a str>, MemberError> {
        self.get(name).map(|_| self.string(name)).transpose()
    }

    /// The string `name`; empty when the member is absent.
    pub(crate) fn text(&self, name: &str) -> Result<String, MemberError> {
        Ok(self.optional(name)?.unwrap_or_default().to_owned())
    }

    /// The value of the string `name`, which must be there and be what `T` reads, spelt as `T` writes it.
    pub(crate) fn value<T: FromStr + ToString>(
        &self,
        name: &str,
        expected: &'static str,
    ) -> Result<T, MemberError> {
        let text = self.string(name)?;
        // One value has one spelling: no `+1`, no `007`, no other forms of a date.
        let value = text.parse().ok().filter(|value: &T| value.to_string() == text);
        value.ok_or_else(|| self.error(name, expected))
    }

    /// The value of the string `name`, if the member is there.
    pub(crate) fn optional_value<T: FromStr + ToString>(
        &self,
        name: &str,
        expected: &'static str,
    ) -> Result<Option<T>, MemberError> {
        self.get(name).map(|_| self.value(name, expected)).transpose()
    }

    /// The values of the strings of the array `name`; none when the member is absent.
    pub(crate) fn values<T: FromStr>(
        &self,
        name: &str,
        expected: &'static str,
    ) -> Result<Vec<T>, MemberError> {
        let value = |text: String| text.parse().map_err(|_| self.error(name, expected));
        self.strings(name)?.into_iter().map(value).collect()
    }

    /// The object `name`, if the member is there.
    pub(crate) fn optional_member(&self, name: &str) -> Result<Option<Object<'a>>, MemberError> {
        self.get(name).map(|_| self.member(name)).transpose()
    }

    /// The elements of the array `name`, which must be there.
    pub(crate) fn array(&self, name: &str) -> Result<&'a [Json], MemberError> {
        match self.get(name) {
            Some(Json::Array(elements)) => Ok(elements),
            _ => Err(self.error(name, "array")),
        }
    }

    /// The strings of the array `name`; none when the member is absent.
    pub(crate) fn strings(&self, name: &str) -> Result<Vec<String>, MemberError> {
        if self.get(name).is_none() {
            return Ok(Vec::new());
        }
        let text = |element: &Json| match element {
            Json::String(text) => Ok(text.clone()),
            _ => Err(self.error(name, "array of strings")),
        };
        self.array(name)?.iter().map(text).collect()
    }

    /// The objects of the array `name`, each with its path; none when the member is absent.
    pub(crate) fn objects(&self, name: &str) -> Result<Vec<Object<'a>>, MemberError> {
        if self.get(name).is_none() {
            return Ok(Vec::new());
        }
        let elements = self.array(name)?.iter().enumerate();
        elements.map(|(i, value)| value.object(&format!("{}[{i}]", self.path(name)))).collect()
    }

    /// The object `name`, which must be there.
    pub(crate) fn member(&self, name: &str) -> Result<Object<'a>, MemberError> {
        self.get(name).ok_or_else(|| self.error(name, "object"))?.object(&self.path(name))
    }

    /// The path of the first member that is none of `known`.
    pub(crate) fn unknown(&self, known: &[&str]) -> Option<String> {
        let mut names = self.members.iter().map(|(name, _)| name);
        names.find(|name| !known.contains(&name.as_str())).map(|name| self.path(name))
    }
}

/// What may still be read, and the problem that stopped the reading.
struct Budget {
    limit: usize,
    left: Cell<usize>,
    problem: RefCell<Option<JsonProblem>>,
}

impl Budget {
    fn stop<E: serde::de::Error>(&self, problem: JsonProblem) -> E {
        let error = E::custom(&problem);
        *self.problem.borrow_mut() = Some(problem);
        error
    }
}

/// Reads one value with `depth` levels left below it.
#[derive(Clone, Copy)]
struct Level<'b> {
    budget: &'b Budget,
    depth: u32,
}

impl Level<'_> {
    /// The level of the values inside an array or object.
    fn below<E: serde::de::Error>(self) -> Result<Self, E> {
        match self.depth.checked_sub(1) {
            Some(depth) => Ok(Self { depth, ..self }),
            None => Err(self.budget.stop(JsonProblem::TooMuch { values: self.budget.limit })),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Level<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Json, D::Error> {
        match self.budget.left.get().checked_sub(1) {
            Some(left) => self.budget.left.set(left),
            None => {
                let values = self.budget.limit;
                return Err(self.budget.stop(JsonProblem::TooMuch { values }));
            }
        }
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Json, A::Error> {
        let below = self.below()?;
        let mut array = Vec::new();
        while let Some(element) = elements.next_element_seed(below)? {
            array.push(element);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let below = self.below()?;
        let mut names = std::collections::BTreeSet::new();
        let mut members = Vec::new();
        while let Some(name) = entries.next_key::<String>()? {
            if !names.insert(name.clone()) {
                return Err(self.budget.stop(JsonProblem::Doubled { name }));
            }
            members.push((name, entries.next_value_seed(below)?));
        }
        Ok(Json::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> JsonProblem {
        Json::parse(text.as_bytes(), 100).unwrap_err().problem
    }

    #[test]
    fn doubled_names_are_refused_at_every_level_and_in_every_spelling() {
        for text in [r#"{"a":1,"a":1}"#, r#"[{"b":{"a":"x","\u0061":"y"}}]"#] {
            assert_eq!(problem(text), JsonProblem::Doubled { name: "a".to_owned() }, "{text}");
        }
    }

    #[test]
    fn floods_are_refused() {
        let deep = "[".repeat(100_000);
        assert_eq!(problem(&deep), JsonProblem::TooMuch { values: 100 });
        let wide = format!("[{}1]", "1,".repeat(1000));
        assert_eq!(problem(&wide), JsonProblem::TooMuch { values: 100 });
    }

    #[test]
    fn what_is_not_json_is_refused_with_its_place() {
        for text in ["", "{", "{} x", "{'a':1}", "[1,]", "\"\u{1}\"", r#""\ud800""#, "nul"] {
            assert_eq!(problem(text), JsonProblem::Syntax, "{text}");
        }
        let error = Json::parse(b"{\n \"a\": ?}", 100).unwrap_err();
        assert_eq!((error.line, error.column), (2, 7));
        assert_eq!(Json::parse(b"\"\xff\"", 9).unwrap_err().problem, JsonProblem::Syntax);
    }

    #[test]
    fn members_are_named_with_their_path() {
        let json = Json::parse(br#"{"a":[{"b":1}]}"#, 100).unwrap();
        let object = json.object("").unwrap();
        let inner = &object.objects("a").unwrap()[0];
        assert_eq!(inner.string("b").unwrap_err().path, "a[0].b");
        assert_eq!(inner.unknown(&["c"]).as_deref(), Some("a[0].b"));
    }
}
