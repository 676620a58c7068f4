//! Why a request was not done: refused for a reason of the contract, or failed.

use unleaded_platform::contract::check::Issue;
use unleaded_platform::contract::error::{Detail, ErrorCode, ErrorEnvelope, Retry};
use unleaded_platform::contract::text::Text;

/// A refusal by the contract.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) code: ErrorCode,
    pub(crate) detail: Vec<Detail>,
    pub(crate) existing_submission_no: Option<String>,
}

/// Why a request was not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// An answer could not be written as JSON.
    #[error("an answer could not be written: {0}")]
    Json(#[from] serde_json::Error),
    /// The system gave no randomness.
    #[error("the system gave no randomness: {0}")]
    Random(#[from] getrandom::Error),
    /// The contract says no.
    #[error("refused with {}", .0.code.name())]
    Refused(Box<Refusal>),
    /// The database failed.
    #[error("the database failed: {0}")]
    Storage(#[from] rusqlite::Error),
    /// The worker of the request ended without an answer.
    #[error("the worker of the request failed")]
    Worker,
}

/// Details of a refusal that are sent; a bad table can have a hundred thousand.
const MOST_DETAILS: usize = 100;

/// Returns a refusal without details.
pub(crate) fn refused(code: ErrorCode) -> Failure {
    Failure::Refused(Box::new(Refusal { code, detail: Vec::new(), existing_submission_no: None }))
}

/// Returns a refusal with one detail at `field`.
pub(crate) fn refused_at(
    code: ErrorCode,
    field: &str,
    value: Option<&str>,
    issue: Text,
) -> Failure {
    refused_for(vec![Issue::new(code, field, value, issue)])
}

/// Returns a refusal for `issues`; the first one's error is the answer's.
pub(crate) fn refused_for(issues: Vec<Issue>) -> Failure {
    let code = issues.first().map_or(ErrorCode::ParamError, |issue| issue.code);
    let detail = issues.into_iter().map(|issue| issue.detail).take(MOST_DETAILS).collect();
    Failure::Refused(Box::new(Refusal { code, detail, existing_submission_no: None }))
}

/// Returns the refusal of a record that `submission_no` holds already.
pub(crate) fn duplicate(submission_no: String) -> Failure {
    let existing_submission_no = Some(submission_no);
    let code = ErrorCode::DuplicateRecord;
    Failure::Refused(Box::new(Refusal { code, detail: Vec::new(), existing_submission_no }))
}

impl Failure {
    /// The error of the contract that it is answered with.
    pub(crate) fn code(&self) -> ErrorCode {
        match self {
            Self::Refused(refusal) => refusal.code,
            _ => ErrorCode::SystemError,
        }
    }

    /// Returns the answer's body. What failed inside is for the operator's log, not for the sender.
    pub(crate) fn envelope(self, request_id: String) -> ErrorEnvelope {
        let code = self.code();
        let (detail, existing_submission_no) = match self {
            Self::Refused(refusal) => (refusal.detail, refusal.existing_submission_no),
            _ => (Vec::new(), None),
        };
        ErrorEnvelope {
            code: code.name().to_owned(),
            message: code.text(),
            request_id,
            retryable: code.entry().retry != Retry::Never,
            detail,
            existing_submission_no,
        }
    }
}
