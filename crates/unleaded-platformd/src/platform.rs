//! The platform: storage, key, clock, and the one place where an operation meets the code that does it.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use unleaded_platform::contract::answers::{Health, Time};
use unleaded_platform::contract::day::shanghai_time;
use unleaded_platform::contract::operation::Operation;
use unleaded_trust::PrivateKey;

use crate::call::{Call, JSON, Reply};
use crate::config::{Clock, Log};
use crate::domain::{enrolment, filing, records, submissions};
use crate::failure::Failure;
use crate::storage::Store;
use crate::{ServerError, key};

/// The OpenAPI document of the contract.
pub(crate) const OPENAPI: &str = include_str!("../../../schemas/platform-v1.openapi.json");

/// Whether an enterprise may register its key by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    Closed,
    Open,
}

/// A running platform without its listener.
pub(crate) struct Platform {
    pub(crate) store: Store,
    pub(crate) key: PrivateKey,
    pub(crate) door: Door,
    pub(crate) clock: Clock,
    pub(crate) log: Log,
}

/// What `router` serves; cheap to copy.
#[derive(Clone)]
pub struct State(pub(crate) Arc<Platform>);

impl Platform {
    /// Opens the platform in `data`, which is made when it is not there.
    pub(crate) fn open(
        data: &Path,
        door: Door,
        clock: Clock,
        log: Log,
    ) -> Result<Self, ServerError> {
        let at = |source| ServerError::Data { path: data.to_owned(), source };
        std::fs::create_dir_all(data).map_err(at)?;
        let key = key::load_or_create(data)?;
        let file = data.join("platform.sqlite");
        let store = Store::open(&file).map_err(|source| ServerError::Database {
            path: file.clone(),
            source: Box::new(source),
        })?;
        Ok(Self { store, key, door, clock, log })
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Does `operation`. Blocks on the database.
    pub(crate) fn perform(&self, operation: Operation, call: &Call) -> Result<Reply, Failure> {
        match operation {
            Operation::Enrol => enrolment::enrol(self, call),
            Operation::FileDeclaration => filing::file(self, call),
            Operation::Health => Reply::json(
                200,
                &Health { status: "ok".to_owned(), contract: "pspa/v1".to_owned() },
            ),
            Operation::OpenApi => Ok(Reply::bytes(200, JSON, OPENAPI.as_bytes().to_vec())),
            Operation::PlatformKey => {
                let pem = self.key.public().to_pem().into_bytes();
                Ok(Reply::bytes(200, "application/x-pem-file", pem))
            }
            Operation::PublicRecord => records::one(self, call),
            Operation::PublicRecords => records::search(self, call),
            Operation::Receipt => submissions::receipt(self, call),
            Operation::Submission => submissions::status(self, call),
            Operation::Time => {
                let now = self.now();
                Reply::json(200, &Time { now: shanghai_time(now), unix: now.as_second() })
            }
        }
    }
}
