//! The reference platform server: the contract `pspa/v1` over an embedded database.
//!
//! [`bind`] opens the data directory and the listener, [`Listening::run`] serves until told to stop. The server speaks plain
//! HTTP; on anything but a loopback address it belongs behind a proxy that speaks TLS.
//!
//! A request goes: `listen` (sockets, bounds) > `http` (axum, bodies) > `platform` (which operation) > `domain` (what it does,
//! in one transaction of `storage`). Nothing in `domain` knows HTTP, nothing in `http` knows SQL.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use unleaded_platform::contract::answers::{Enrolled, Enrolment};

pub use self::config::{Clock, Config, EnrolmentMode, Limits, Log};
pub use self::http::router;
pub use self::listen::{Listening, bind, serve};
pub use self::platform::State;

mod call;
mod config;
mod domain;
mod failure;
mod http;
mod key;
mod listen;
mod platform;
mod storage;

/// Why the server can't run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServerError {
    /// The address can't be listened on.
    #[error("can't listen on {address}: {source}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The data directory or a file in it can't be used.
    #[error("can't use {}: {source}", path.display())]
    Data {
        /// The directory or file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The database can't be used.
    #[error("can't use the database {}: {source}", path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// An enterprise could not be registered.
    #[error("`{enterprise}` was not registered: {reason}")]
    Enrolment {
        /// The enterprise as given.
        enterprise: String,
        /// Why.
        reason: String,
    },
    /// The platform's key can't be read.
    #[error("can't read the platform's key {}: {source}", path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// Why.
        source: unleaded_trust::KeyError,
    },
    /// The system gave no randomness for a key.
    #[error("the system gave no randomness for a key: {source}")]
    Random {
        /// Why.
        source: getrandom::Error,
    },
}

/// Returns a platform without a listener, for [`router`]; self-enrolment is open only with [`EnrolmentMode::Open`] or on a
/// loopback `config.listen`. Blocks on the disk.
pub fn open(config: &Config) -> Result<State, ServerError> {
    listen::open_at(config, config.listen)
}

/// Registers a key of an enterprise, as the operator, in the data directory `data`; an enterprise may have several.
pub fn register(
    data: &Path,
    enrolment: &Enrolment,
    now: jiff::Timestamp,
) -> Result<Enrolled, ServerError> {
    let config = Config::new(data, SocketAddr::from(([127, 0, 0, 1], 0)));
    let state = open(&config)?;
    domain::enrolment::register(&state.0, enrolment, now).map_err(|failure| {
        let reason = failure.to_string();
        ServerError::Enrolment { enterprise: enrolment.enterprise.clone(), reason }
    })
}
