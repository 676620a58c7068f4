//! The operations of the contract: one list from which the server builds its router and the tests check the OpenAPI document.

/// What every path begins with.
pub const BASE_PATH: &str = "/pspa/v1";

/// The HTTP methods that the contract uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates.
    Post,
}

impl Method {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// An operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Registers an enterprise's public key (open enrolment only).
    Enrol,
    /// Creates and submits a self-declaration.
    FileDeclaration,
    /// Says that the platform is alive.
    Health,
    /// The OpenAPI document.
    OpenApi,
    /// The public key that receipts are signed with.
    PlatformKey,
    /// Searches the public records.
    PublicRecords,
    /// One public record.
    PublicRecord,
    /// The signed receipt of a submission.
    Receipt,
    /// The state and history of a submission.
    Submission,
    /// The platform's time.
    Time,
}

impl Operation {
    /// Every operation.
    pub const ALL: [Self; 10] = [
        Self::Enrol,
        Self::FileDeclaration,
        Self::Health,
        Self::OpenApi,
        Self::PlatformKey,
        Self::PublicRecords,
        Self::PublicRecord,
        Self::Receipt,
        Self::Submission,
        Self::Time,
    ];

    /// Its method.
    pub fn method(self) -> Method {
        match self {
            Self::Enrol | Self::FileDeclaration => Method::Post,
            _ => Method::Get,
        }
    }

    /// Its path with the base path; parameters in braces.
    pub fn path(self) -> &'static str {
        match self {
            Self::Enrol => "/pspa/v1/enterprises",
            Self::FileDeclaration => "/pspa/v1/conformity-declarations",
            Self::Health => "/pspa/v1/health",
            Self::OpenApi => "/pspa/v1/openapi.json",
            Self::PlatformKey => "/pspa/v1/platform-key",
            Self::PublicRecords => "/pspa/v1/public/records",
            Self::PublicRecord => "/pspa/v1/public/records/{public_id}",
            Self::Receipt => "/pspa/v1/submissions/{submission_no}/receipt",
            Self::Submission => "/pspa/v1/submissions/{submission_no}",
            Self::Time => "/pspa/v1/time",
        }
    }
}
