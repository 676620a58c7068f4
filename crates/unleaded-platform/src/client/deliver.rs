//! The way of a filing from the outbox to a stored receipt.

use std::cell::Cell;
use std::path::PathBuf;

use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::codes::platform as codes;
use unleaded_trust::{PublicKey, SigningFailure};

use super::address::PlatformUrl;
use super::exchange::{Line, RetryPolicy, Trouble, body, json, malformed, reasons, refusal};
use super::outbox::{Entry, EntryState, Listed, Outbox, OutboxError};
use super::ports::Surroundings;
use super::prepare::{self, Sender};
use super::transport::Transport;
use crate::contract::answers::{Enrolment, Submission};
use crate::contract::declaration::ConformityDeclaration;
use crate::contract::error::{ErrorCode, ErrorEnvelope};
use crate::contract::operation::{BASE_PATH, Operation};
use crate::contract::receipt::{Receipt, ReceiptError, verify_receipt};
use crate::contract::signing::is_token;

/// Whether to register the key with a platform that does not know it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EnrolmentPolicy {
    /// Ask the platform to register it; one that does not take enrolments refuses.
    #[default]
    Ask,
    /// Never: the key was, or will be, registered in another way.
    Never,
}

/// A client of one platform.
pub struct Client<'a> {
    line: Line<'a>,
    sender: Sender<'a>,
    enrolment: EnrolmentPolicy,
}

/// When a filing was filed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Earlier: its receipt was in the outbox, and nothing was sent.
    Before,
    /// Just now.
    Now,
}

/// A filing with its receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// What the receipt says, verified.
    pub receipt: Receipt,
    /// When it was filed.
    pub when: When,
    /// Where the receipt is stored.
    pub receipt_file: PathBuf,
    /// The id of the platform's key that was pinned just now; absent when one was pinned before.
    pub pinned_now: Option<String>,
    /// Remarks.
    pub diagnostics: Vec<Diagnostic>,
}

/// What has become of a filing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The platform holds it and the receipt is stored.
    Filed(Box<Filed>),
    /// It stays in the outbox and may be tried again; the diagnostics say why.
    Kept(Vec<Diagnostic>),
    /// The platform refused it; the diagnostics say why.
    Refused(Vec<Diagnostic>),
}

/// What has become of the pending filings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retried {
    /// By idempotency key.
    pub outcomes: Vec<(String, Outcome)>,
    /// The damaged entries.
    pub diagnostics: Vec<Diagnostic>,
}

/// Why a delivery ended early.
enum Stop {
    Machine(OutboxError),
    Kept(Box<Diagnostic>),
    Refused(Box<ErrorEnvelope>),
}

impl From<OutboxError> for Stop {
    fn from(error: OutboxError) -> Self {
        Self::Machine(error)
    }
}

impl From<Box<Diagnostic>> for Stop {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        Self::Kept(diagnostic)
    }
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Key(error) => Self::Machine(error.into()),
            Trouble::Machine(error) => Self::Machine(error.into()),
            Trouble::Passing(diagnostic) => Self::Kept(diagnostic),
            Trouble::Refused(envelope) => Self::Refused(envelope),
        }
    }
}

impl<'a> Client<'a> {
    /// Returns a client of `platform` that signs as `sender`.
    pub fn new(
        platform: &'a PlatformUrl,
        sender: Sender<'a>,
        transport: &'a dyn Transport,
        surroundings: &'a dyn Surroundings,
        (policy, enrolment): (RetryPolicy, EnrolmentPolicy),
    ) -> Self {
        let line = Line { platform, transport, surroundings, policy, clock_offset: Cell::new(0) };
        Self { line, sender, enrolment }
    }

    /// Keeps `body` in the outbox, then delivers it. A body that was filed before is not sent again.
    pub fn file(&self, outbox: &Outbox, body: &[u8]) -> Result<Outcome, OutboxError> {
        self.deliver(outbox, outbox.put(body)?)
    }

    /// Delivers everything that is pending, in the order of the keys.
    pub fn retry(&self, outbox: &Outbox) -> Result<Retried, OutboxError> {
        let Listed { entries, diagnostics } = outbox.list()?;
        let pending = entries.into_iter().filter(|entry| entry.state == EntryState::Pending);
        let outcomes = pending
            .map(|entry| Ok((entry.key.clone(), self.deliver(outbox, entry)?)))
            .collect::<Result<_, OutboxError>>()?;
        Ok(Retried { outcomes, diagnostics })
    }

    fn deliver(&self, outbox: &Outbox, entry: Entry) -> Result<Outcome, OutboxError> {
        match self.try_deliver(outbox, &entry) {
            Ok(filed) => Ok(Outcome::Filed(Box::new(filed))),
            Err(Stop::Machine(error)) => Err(error),
            Err(Stop::Kept(diagnostic)) => Ok(Outcome::Kept(vec![*diagnostic])),
            Err(Stop::Refused(envelope)) => {
                let (state, reasons) = (EntryState::Refused, reasons(&envelope));
                outbox.save(&Entry { state, reasons, ..entry })?;
                Ok(Outcome::Refused(refusal(&envelope)))
            }
        }
    }

    fn try_deliver(&self, outbox: &Outbox, entry: &Entry) -> Result<Filed, Stop> {
        // The key comes first: without it no receipt could be checked, and nothing is sent to a platform that has none.
        let (key, pinned_now) = self.pinned_key(outbox)?;
        if let Some(filed) = self.filed_before(outbox, entry, &key)? {
            return Ok(filed);
        }
        let submission_no = self.submit(&entry.body)?;
        let target = format!("{BASE_PATH}/submissions/{submission_no}/receipt");
        let url = self.line.platform.at(&target);
        let answer = self
            .line
            .exchange(|stamp| prepare::get(self.line.platform, &target, self.sender, stamp))?;
        let bytes = body(&url, &answer, "application/json")?;
        let receipt = self.verified(outbox, &submission_no, bytes, &key, &entry.body)?;
        outbox.save_receipt(&submission_no, bytes)?;
        let state = EntryState::Filed;
        outbox.save(&Entry { state, submission_no: Some(submission_no), ..entry.clone() })?;
        Ok(filed(outbox, receipt, When::Now, pinned_now))
    }

    /// Returns the filing if its receipt is stored and verifies; a missing or damaged one is fetched again.
    fn filed_before(
        &self,
        outbox: &Outbox,
        entry: &Entry,
        key: &PublicKey,
    ) -> Result<Option<Filed>, Stop> {
        let (EntryState::Filed, Some(no)) = (entry.state, &entry.submission_no) else {
            return Ok(None);
        };
        let stored = if is_token(no, 1) { outbox.load_receipt(no)? } else { None };
        let receipt = stored.and_then(|bytes| verify_receipt(&bytes, key, &entry.body).ok());
        Ok(receipt.map(|receipt| filed(outbox, receipt, When::Before, None)))
    }

    /// Sends the declaration; registers the key if the platform does not know it. Returns the submission's number.
    fn submit(&self, declaration: &[u8]) -> Result<String, Stop> {
        let (platform, sender) = (self.line.platform, self.sender);
        let send = || {
            self.line
                .exchange(|stamp| prepare::prepare_filing(platform, sender, stamp, declaration))
        };
        let answer = match send() {
            Err(Trouble::Refused(envelope))
                if envelope.code == ErrorCode::CertInvalid.name()
                    && self.enrolment == EnrolmentPolicy::Ask =>
            {
                self.enrol(declaration)?;
                send()?
            }
            other => other?,
        };
        let url = platform.at(Operation::FileDeclaration.path());
        let submission: Submission = json(&url, &answer)?;
        // The number becomes the name of a file, so it must not lead anywhere else.
        if !is_token(&submission.submission_no, 1) {
            return Err(malformed(
                &url,
                (
                    "the submission number is not letters, digits and hyphens",
                    "报送编号含有字母、数字和连字符以外的字符",
                ),
            )
            .into());
        }
        Ok(submission.submission_no)
    }

    fn enrol(&self, declaration: &[u8]) -> Result<(), Stop> {
        let url = self.line.platform.at(Operation::Enrol.path());
        // The outbox holds what this program wrote; what it can't read it does not register.
        let declaration: ConformityDeclaration =
            serde_json::from_slice(declaration).map_err(|error| {
                let zh = format!("保存的声明不符合格式（{error}）");
                malformed(&url, (format!("the kept declaration: {error}"), zh))
            })?;
        let enrolment = Enrolment {
            enterprise: self.sender.enterprise.to_string(),
            name: declaration.declarant.name,
            public_key: self.public()?.to_pem(),
        };
        // Strings only, which can't fail to be written.
        let bytes = serde_json::to_vec(&enrolment).unwrap_or_default();
        let target = Operation::Enrol.path();
        self.line.exchange(|stamp| {
            prepare::post(self.line.platform, target, self.sender, stamp, &bytes)
        })?;
        Ok(())
    }

    /// The public half of the sender's key.
    fn public(&self) -> Result<PublicKey, OutboxError> {
        let key = self.sender.key;
        let public = key.ed25519();
        Ok(public.ok_or_else(|| SigningFailure::NotEd25519 { key_id: key.id() })?)
    }

    /// Returns the pinned key, or fetches and pins it; the id is given when it was pinned just now.
    fn pinned_key(&self, outbox: &Outbox) -> Result<(PublicKey, Option<String>), Stop> {
        let unreadable = |reason: String| {
            let file = outbox.pin_file().display().to_string();
            let diagnostic = Diagnostic::unplaced(codes::PLATFORM_KEY_UNREADABLE);
            Box::new(diagnostic.with("reason", reason).with("file", file))
        };
        let read =
            |pem: &str| PublicKey::from_pem(pem).map_err(|error| unreadable(error.to_string()));
        if let Some(pem) = outbox.load_pin()? {
            return Ok((read(&pem)?, None));
        }
        let platform = self.line.platform;
        let operation = Operation::PlatformKey;
        let answer = self.line.exchange(|_| Ok(prepare::get_public(platform, operation)))?;
        let bytes = body(&platform.at(operation.path()), &answer, "application/x-pem-file")?;
        let key = read(&String::from_utf8_lossy(bytes))?;
        outbox.save_pin(&key.to_pem())?;
        let id = key.id();
        Ok((key, Some(id)))
    }

    fn verified(
        &self,
        outbox: &Outbox,
        submission_no: &str,
        bytes: &[u8],
        key: &PublicKey,
        declaration: &[u8],
    ) -> Result<Receipt, Box<Diagnostic>> {
        let invalid = |reason: (String, String)| {
            let diagnostic = Diagnostic::unplaced(codes::RECEIPT_INVALID);
            Box::new(diagnostic.with("submission", submission_no).with("reason", reason))
        };
        match verify_receipt(bytes, key, declaration) {
            Ok(receipt) if receipt.submission_no == submission_no => Ok(receipt),
            Ok(receipt) => {
                let other = receipt.submission_no;
                let en = format!("it is for submission {other}");
                Err(invalid((en, format!("它属于报送编号“{other}”"))))
            }
            Err(ReceiptError::OtherKey { expected, found }) => Err(Box::new(
                Diagnostic::unplaced(codes::PLATFORM_KEY_CHANGED)
                    .with("found", found)
                    .with("pinned", expected)
                    .with("file", outbox.pin_file().display().to_string()),
            )),
            Err(error) => Err(invalid((error.to_string(), error.in_chinese()))),
        }
    }
}

fn filed(outbox: &Outbox, receipt: Receipt, when: When, pinned_now: Option<String>) -> Filed {
    let receipt_file = outbox.receipt_file(&receipt.submission_no);
    let late = receipt
        .deadline
        .late
        .then(|| Diagnostic::unplaced(codes::FILING_LATE).with("due", receipt.deadline.due_on.0));
    Filed { receipt, when, receipt_file, pinned_now, diagnostics: late.into_iter().collect() }
}
