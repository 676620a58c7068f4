//! What the platform answers, apart from errors and receipts.

use serde::{Deserialize, Serialize};

use super::check::Warning;
use super::receipt::Deadline;
use super::text::Text;

/// The state of a submission. The names follow the workflow of the contract; states that need an authority's decision are not in
/// the first slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Received, not yet checked.
    Submitted,
    /// The automatic checks are passed; publication is planned for a later day.
    Accepted,
    /// Accepted, and the declarant wants no publication.
    OnFile,
    /// Public.
    Published,
}

impl Status {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Submitted, Self::Accepted, Self::OnFile, Self::Published];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Submitted => "SUBMITTED",
            Self::Accepted => "ACCEPTED",
            Self::OnFile => "ON_FILE",
            Self::Published => "PUBLISHED",
        }
    }

    /// The words in both languages.
    pub fn text(self) -> Text {
        match self {
            Self::Submitted => Text::both("已提交", "submitted"),
            Self::Accepted => Text::both("已受理", "accepted"),
            Self::OnFile => Text::both("已备案", "on file"),
            Self::Published => Text::both("已公布", "published"),
        }
    }

    /// Returns the state of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// The answer to a filing, and the state of a submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// The submission's number.
    pub submission_no: String,
    /// The state's name.
    pub status: String,
    /// The state in words.
    pub status_text: Text,
    /// When it was received, in Chinese time.
    pub received_at: String,
    /// Hex SHA-256 of the body received.
    pub payload_sha256: String,
    /// By when the filing was due.
    pub deadline: Deadline,
    /// Remarks that blocked nothing.
    #[serde(default)]
    pub warnings: Vec<Warning>,
    /// The number of the public record; it is found once the state is `PUBLISHED`.
    pub public_id: String,
    /// The path of this submission.
    pub status_url: String,
    /// The path of its receipt.
    pub receipt_url: String,
    /// Its history, oldest first; empty in the answer to a filing.
    #[serde(default)]
    pub events: Vec<Event>,
}

/// A step in the history of a submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When, in Chinese time.
    pub at: String,
    /// The state it came to.
    pub status: String,
}

/// What anyone may see of a published declaration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicRecord {
    /// The record's number.
    pub public_id: String,
    /// The state's name.
    pub status: String,
    /// Unified social credit code, or `scheme:value`.
    pub enterprise: String,
    /// The declarant's name.
    pub declarant: Text,
    /// The class in the catalogue.
    pub catalogue_item: String,
    /// The product's name.
    pub product: Text,
    /// The brand.
    #[serde(default)]
    pub brand: Option<String>,
    /// The models.
    pub models: Vec<String>,
    /// The standard.
    pub limit_set: String,
    /// The day of the assessment.
    pub assessed_on: String,
    /// The number of the supporting document.
    pub doc_no: String,
    /// The revision of the declaration.
    pub revision: u32,
    /// When it was published, in Chinese time.
    pub published_at: String,
}

/// A page of public records, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicRecords {
    /// The records.
    pub data: Vec<PublicRecord>,
    /// Where the next page begins.
    pub page: Page,
}

/// How to go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// The value of `cursor` for the next page; absent on the last.
    pub next_cursor: Option<String>,
    /// Records on a page at most.
    pub page_size: u32,
}

/// A request to register a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// Unified social credit code, or `scheme:value`.
    pub enterprise: String,
    /// The enterprise's name.
    pub name: Text,
    /// The public key, SubjectPublicKeyInfo in PEM. The request is signed with its private key.
    pub public_key: String,
}

/// The credentials of an enterprise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolled {
    /// The application id to sign requests with.
    pub app_id: String,
    /// The enterprise.
    pub enterprise: String,
    /// The id of the registered key.
    pub serial_no: String,
    /// When it was registered, in Chinese time.
    pub enrolled_at: String,
}

/// The platform's time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Time {
    /// In Chinese time.
    pub now: String,
    /// Seconds since 1970-01-01 UTC.
    pub unix: i64,
}

/// Whether the platform is alive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// `ok`.
    pub status: String,
    /// The contract's version: `pspa/v1`.
    pub contract: String,
}
