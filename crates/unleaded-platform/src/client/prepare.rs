//! Requests, complete and signed, before anything is sent.

use std::fmt::Write;

use unleaded_trust::{SigningFailure, SigningKey, sha256_hex, sign_ed25519};

use super::address::PlatformUrl;
use crate::contract::enterprise::EnterpriseId;
use crate::contract::operation::{Method, Operation};
use crate::contract::signing::{Authorization, string_to_sign};

/// Who signs.
#[derive(Clone, Copy)]
pub struct Sender<'a> {
    /// The enterprise.
    pub enterprise: &'a EnterpriseId,
    /// The application id that the operator assigned; absent: the reference platform's.
    pub app_id: Option<&'a str>,
    /// Its key, one of Ed25519.
    pub key: &'a dyn SigningKey,
}

/// When, and a number used once.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// Seconds since 1970-01-01 UTC.
    pub timestamp: i64,
    /// 16 to 64 letters and digits.
    pub nonce: String,
}

/// A request as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreparedRequest {
    /// The method.
    pub method: Method,
    /// The platform's address with the target.
    pub url: String,
    /// Path and query.
    pub target: String,
    /// Host and port.
    pub host: String,
    /// The other headers, in order.
    pub headers: Vec<(&'static str, String)>,
    /// The body; empty for `GET`.
    pub body: Vec<u8>,
}

impl PreparedRequest {
    /// The exact text of the request, but for the value of the signature: who has it could send the request in the sender's place.
    pub fn display(&self) -> String {
        let mut text =
            format!("{} {} HTTP/1.1\nhost: {}\n", self.method.name(), self.target, self.host);
        for (name, value) in &self.headers {
            // Writing to a string never fails.
            let _ = writeln!(text, "{name}: {}", without_signature(value));
        }
        if !self.body.is_empty() {
            let _ = writeln!(text, "content-length: {}", self.body.len());
        }
        text.push('\n');
        text.push_str(&String::from_utf8_lossy(&self.body));
        text
    }
}

/// Returns a header's value with the signature in it replaced.
fn without_signature(value: &str) -> String {
    const NAME: &str = "signature=\"";
    let parts = value.split_once(NAME).and_then(|(before, rest)| {
        let (_, after) = rest.split_once('"')?;
        Some(format!("{before}{NAME}<signature>\"{after}"))
    });
    parts.unwrap_or_else(|| value.to_owned())
}

/// Returns the idempotency key of a body: the first 32 hex digits of its SHA-256, so that the same filing always has the same key.
pub fn idempotency_key(body: &[u8]) -> String {
    sha256_hex(body)[..32].to_owned()
}

/// Returns the request that files `body`.
pub fn prepare_filing(
    platform: &PlatformUrl,
    sender: Sender<'_>,
    stamp: &Stamp,
    body: &[u8],
) -> Result<PreparedRequest, SigningFailure> {
    post(platform, Operation::FileDeclaration.path(), sender, stamp, body)
}

/// Returns a signed `POST` with its idempotency key.
pub(crate) fn post(
    platform: &PlatformUrl,
    target: &str,
    sender: Sender<'_>,
    stamp: &Stamp,
    body: &[u8],
) -> Result<PreparedRequest, SigningFailure> {
    let mut request = signed(platform, Method::Post, target, sender, stamp, body)?;
    request.headers.push(("content-type", "application/json".to_owned()));
    request.headers.push(("idempotency-key", idempotency_key(body)));
    Ok(request)
}

/// Returns a signed `GET`.
pub(crate) fn get(
    platform: &PlatformUrl,
    target: &str,
    sender: Sender<'_>,
    stamp: &Stamp,
) -> Result<PreparedRequest, SigningFailure> {
    signed(platform, Method::Get, target, sender, stamp, b"")
}

/// Returns a `GET` that anyone may send.
pub(crate) fn get_public(platform: &PlatformUrl, operation: Operation) -> PreparedRequest {
    let target = operation.path();
    PreparedRequest {
        method: Method::Get,
        url: platform.at(target),
        target: target.to_owned(),
        host: platform.host(),
        headers: vec![("accept", "application/json, application/x-pem-file".to_owned())],
        body: Vec::new(),
    }
}

fn signed(
    platform: &PlatformUrl,
    method: Method,
    target: &str,
    sender: Sender<'_>,
    stamp: &Stamp,
    body: &[u8],
) -> Result<PreparedRequest, SigningFailure> {
    let Stamp { timestamp, nonce } = stamp.clone();
    let to_sign = string_to_sign(method.name(), target, timestamp, &nonce, body);
    let (key, signature) = sign_ed25519(sender.key, to_sign.as_bytes())?;
    let authorization = Authorization {
        app_id: sender.app_id.map_or_else(|| sender.enterprise.default_app_id(), str::to_owned),
        enterprise: sender.enterprise.clone(),
        serial_no: key.id(),
        timestamp,
        nonce,
        signature,
    };
    Ok(PreparedRequest {
        method,
        url: platform.at(target),
        target: target.to_owned(),
        host: platform.host(),
        headers: vec![
            ("accept", "application/json".to_owned()),
            ("authorization", authorization.to_string()),
        ],
        body: body.to_vec(),
    })
}
