//! The sending of one request, without retries.

use std::io::Read;
use std::time::Duration;

use reqwest::blocking::Client;
use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION, RETRY_AFTER};

use super::address::PlatformUrl;
use super::prepare::PreparedRequest;
use crate::contract::operation::Method;

/// Bytes of an answer that are read; more is no answer of a platform.
pub const LARGEST_ANSWER: usize = 4 * 1024 * 1024;

/// Sends requests.
pub trait Transport {
    /// Sends `request` and reads the whole answer.
    fn send(&self, request: &PreparedRequest) -> Result<Answer, TransportError>;

    /// Seconds after which it gives up.
    fn patience(&self) -> u64;
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The media type without parameters, in lower case; empty when there is none.
    pub content_type: String,
    /// The `Retry-After` header in seconds; absent when there is none or it is a date.
    pub retry_after: Option<u64>,
    /// The `Location` header.
    pub location: Option<String>,
    /// Whether the platform says that this is the original answer to an earlier request.
    pub replayed: bool,
    /// The body, at most one byte more than [`LARGEST_ANSWER`].
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The answer broke off, or was no HTTP.
    #[error("{0}")]
    Broken(String),
    /// Not in time.
    #[error("no complete answer in time")]
    Timeout,
    /// No connection.
    #[error("{0}")]
    Unreachable(String),
}

/// How long to wait.
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    /// For the connection. Default 5 s.
    pub connect: Duration,
    /// For the whole exchange. Default 30 s.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), total: Duration::from_secs(30) }
    }
}

/// Sends over the network. Not for use inside an asynchronous runtime: it blocks.
pub struct HttpTransport {
    client: Client,
    timeouts: Timeouts,
}

impl HttpTransport {
    /// Returns a transport to `platform` that follows no redirection: a signed request is for one address. The proxies that the
    /// environment names are used, except to this machine.
    pub fn new(platform: &PlatformUrl, timeouts: Timeouts) -> Result<Self, TransportError> {
        #[cfg(feature = "tls")]
        {
            // An error means that a provider is installed already, which serves as well.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let builder = Client::builder();
        let builder = if platform.is_loopback() { builder.no_proxy() } else { builder };
        let client = builder
            .connect_timeout(timeouts.connect)
            .timeout(timeouts.total)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("unleaded/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| TransportError::Unreachable(chain(&error)))?;
        Ok(Self { client, timeouts })
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: &PreparedRequest) -> Result<Answer, TransportError> {
        let builder = match request.method {
            Method::Get => self.client.get(&request.url),
            Method::Post => self.client.post(&request.url).body(request.body.clone()),
        };
        let builder = request
            .headers
            .iter()
            .fold(builder, |builder, (name, value)| builder.header(*name, value));
        let response = builder.send().map_err(|error| classified(&error))?;
        let headers = response.headers();
        let mut answer = Answer {
            status: response.status().as_u16(),
            content_type: media_type(headers),
            retry_after: header(headers, RETRY_AFTER.as_str()).and_then(|s| s.trim().parse().ok()),
            location: header(headers, LOCATION.as_str()),
            replayed: header(headers, "idempotent-replayed").as_deref() == Some("true"),
            body: Vec::new(),
        };
        let bound = LARGEST_ANSWER as u64 + 1;
        response.take(bound).read_to_end(&mut answer.body).map_err(|error| broken_off(&error))?;
        Ok(answer)
    }

    fn patience(&self) -> u64 {
        self.timeouts.total.as_secs()
    }
}

fn classified(error: &reqwest::Error) -> TransportError {
    match error {
        error if error.is_timeout() => TransportError::Timeout,
        error if error.is_connect() => TransportError::Unreachable(chain(error)),
        error => TransportError::Broken(chain(error)),
    }
}

/// A body that breaks off is an IO error around the library's own.
fn broken_off(error: &std::io::Error) -> TransportError {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<reqwest::Error>());
    match inner {
        Some(inner) => classified(inner),
        None if error.kind() == std::io::ErrorKind::TimedOut => TransportError::Timeout,
        None => TransportError::Broken(chain(error)),
    }
}

/// The innermost cause, which says what the outer ones only name.
fn chain(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

fn media_type(headers: &HeaderMap) -> String {
    let value = header(headers, CONTENT_TYPE.as_str()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
