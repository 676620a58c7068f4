//! A request and its answer without the HTTP library.

use serde::Serialize;
use unleaded_platform::contract::error::ErrorCode;
use unleaded_platform::contract::text::Text;

use crate::failure::{Failure, refused_at};

/// A request with its whole body.
#[derive(Debug)]
pub(crate) struct Call {
    /// `GET` or `POST`.
    pub(crate) method: String,
    /// Path and query, as on the request line.
    pub(crate) target: String,
    /// The value in the path; empty when the path has none.
    pub(crate) id: String,
    /// The query's parameters.
    pub(crate) query: Query,
    /// The `Authorization` header.
    pub(crate) authorization: Option<String>,
    /// The `Idempotency-Key` header.
    pub(crate) idempotency_key: Option<String>,
    /// The `X-On-Behalf-Of` header.
    pub(crate) on_behalf_of: Option<String>,
    /// The body.
    pub(crate) body: Vec<u8>,
}

/// The parameters of a query; the contract has no others and ignores what it does not know.
#[derive(Debug, Default, serde::Deserialize)]
pub(crate) struct Query {
    pub(crate) cursor: Option<String>,
    pub(crate) model: Option<String>,
    pub(crate) page_size: Option<String>,
    pub(crate) strict: Option<String>,
    pub(crate) uscc: Option<String>,
}

/// Whether an answer is the original or a repetition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Freshness {
    Original,
    Replayed,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
    pub(crate) freshness: Freshness,
}

/// The media type of almost all answers.
pub(crate) const JSON: &str = "application/json";

impl Reply {
    /// Returns `body` as JSON.
    pub(crate) fn json(status: u16, body: &impl Serialize) -> Result<Self, Failure> {
        Ok(Self::bytes(status, JSON, serde_json::to_vec(body)?))
    }

    /// Returns an answer of these bytes.
    pub(crate) fn bytes(status: u16, content_type: &'static str, body: Vec<u8>) -> Self {
        Self { status, content_type, body, freshness: Freshness::Original }
    }
}

/// Reads the body as `T`; a defect is refused with the place where it is.
pub(crate) fn parse_body<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let parsed = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let field = pointer(error.path());
        bad_body(&field, error.inner())
    })?;
    reader.end().map_err(|error| bad_body("", &error))?;
    Ok(parsed)
}

fn bad_body(field: &str, error: &serde_json::Error) -> Failure {
    let en: String = error.to_string().chars().take(200).collect();
    refused_at(ErrorCode::ParamError, field, None, Text::both(format!("请求体有误：{en}"), en))
}

/// Returns `path` as a JSON Pointer.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path.iter().take(20) {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => pointer.push_str(&format!("/{}", pointer_step(key))),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

/// Returns `key` as a step of a JSON Pointer (RFC 6901), shortened.
pub(crate) fn pointer_step(key: &str) -> String {
    let short: String = key.chars().take(40).collect();
    short.replace('~', "~0").replace('/', "~1")
}
