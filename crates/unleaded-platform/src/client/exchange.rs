//! One request until it is answered: retries, and what each kind of nonsense means.

use std::cell::Cell;
use std::time::Duration;

use unleaded_model::diagnostic::codes::platform as codes;
use unleaded_model::diagnostic::{Argument, Diagnostic};
use unleaded_trust::SigningFailure;

use super::PlatformUrl;
use super::outbox::Reason;
use super::ports::{NoRandomness, Retry, Surroundings};
use super::prepare::{self, PreparedRequest, Stamp};
use super::transport::{Answer, LARGEST_ANSWER, Transport, TransportError};
use crate::contract::answers::Time;
use crate::contract::error::{Detail, ErrorCode, ErrorEnvelope};
use crate::contract::operation::Operation;

/// How often and how patiently to try.
#[derive(Clone, Copy, Debug)]
pub struct RetryPolicy {
    /// Tries, the first included. Default 5.
    pub tries: u32,
    /// The pause after the first try; each next one is twice as long. Default 1 s.
    pub first_pause: Duration,
    /// The longest pause, also when the platform asks for more. Default 60 s.
    pub longest_pause: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            tries: 5,
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// The pause after try `number`, counted from 1: doubling, without chance, at least what the platform asks for, bounded.
    fn pause(&self, number: u32, asked: Option<u64>) -> Duration {
        let doubled = self.first_pause.saturating_mul(1 << number.saturating_sub(1).min(16));
        doubled.max(Duration::from_secs(asked.unwrap_or(0))).min(self.longest_pause)
    }
}

/// Why a request got no answer that can be used.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The key did not sign.
    Key(SigningFailure),
    /// The machine has no randomness for a nonce.
    Machine(NoRandomness),
    /// It may go better later.
    Passing(Box<Diagnostic>),
    /// The platform said no.
    Refused(Box<ErrorEnvelope>),
}

impl From<Box<Diagnostic>> for Trouble {
    fn from(diagnostic: Box<Diagnostic>) -> Self {
        Self::Passing(diagnostic)
    }
}

impl From<SigningFailure> for Trouble {
    fn from(error: SigningFailure) -> Self {
        Self::Key(error)
    }
}

impl From<NoRandomness> for Trouble {
    fn from(error: NoRandomness) -> Self {
        Self::Machine(error)
    }
}

/// What an exchange needs.
pub(crate) struct Line<'a> {
    pub(crate) platform: &'a PlatformUrl,
    pub(crate) transport: &'a dyn Transport,
    pub(crate) surroundings: &'a dyn Surroundings,
    pub(crate) policy: RetryPolicy,
    /// Seconds that the platform's clock is ahead of ours; learnt when it refuses our time.
    pub(crate) clock_offset: Cell<i64>,
}

/// What became of one try.
enum Try {
    Done(Answer),
    Again { diagnostic: Box<Diagnostic>, asked: Option<u64> },
    Skewed(Box<ErrorEnvelope>),
}

impl Line<'_> {
    /// Returns a fresh stamp; every try needs its own.
    fn stamp(&self) -> Result<Stamp, NoRandomness> {
        let timestamp = self.surroundings.now().as_second().saturating_add(self.clock_offset.get());
        let nonce = self.surroundings.random()?.map(|byte| format!("{byte:02x}")).concat();
        Ok(Stamp { timestamp, nonce })
    }

    /// Sends what `request` makes, with a fresh stamp each time, until it is answered with success or refusal, or the tries are used up.
    pub(crate) fn exchange(
        &self,
        request: impl Fn(&Stamp) -> Result<PreparedRequest, SigningFailure>,
    ) -> Result<Answer, Trouble> {
        let mut number = 1;
        let mut clock_was_set = false;
        loop {
            let request = request(&self.stamp()?)?;
            match self.try_once(&request, number)? {
                Try::Done(answer) => return Ok(answer),
                Try::Skewed(envelope) if clock_was_set => return Err(Trouble::Refused(envelope)),
                Try::Skewed(_) => {
                    self.set_clock()?;
                    clock_was_set = true;
                }
                Try::Again { diagnostic, .. } if number >= self.policy.tries => {
                    return Err(Trouble::Passing(diagnostic));
                }
                Try::Again { diagnostic, asked } => {
                    let pause = self.policy.pause(number, asked);
                    let most = self.policy.tries.saturating_sub(1);
                    self.surroundings.told(&Retry { number, most, pause, reason: &diagnostic });
                    self.surroundings.pause(pause);
                    number += 1;
                }
            }
        }
    }

    fn try_once(&self, request: &PreparedRequest, number: u32) -> Result<Try, Trouble> {
        let tries = u64::from(number);
        let about = |code| Diagnostic::unplaced(code).with("url", request.url.as_str());
        let again = |diagnostic: Diagnostic, asked| {
            Ok(Try::Again { diagnostic: Box::new(diagnostic), asked })
        };
        let answer = match self.transport.send(request) {
            Ok(answer) => answer,
            Err(TransportError::Timeout) => {
                let about = about(codes::PLATFORM_TIMEOUT).with("tries", tries);
                return again(about.with("seconds", self.transport.patience()), None);
            }
            Err(TransportError::Unreachable(reason)) => {
                let about = about(codes::PLATFORM_UNREACHABLE).with("tries", tries);
                return again(about.with("reason", reason), None);
            }
            Err(TransportError::Broken(reason)) => {
                return again(about(codes::PLATFORM_ANSWER_MALFORMED).with("reason", reason), None);
            }
        };
        match answer.status {
            200..=299 => Ok(Try::Done(answer)),
            300..=399 => {
                let location = answer.location.unwrap_or_default();
                Err(Box::new(about(codes::PLATFORM_REDIRECTED).with("location", location)).into())
            }
            // These come from proxies, too, so their body need not be an envelope.
            429 | 500 | 502 | 503 | 504 => {
                let about = about(codes::PLATFORM_BUSY).with("tries", tries);
                again(about.with("status", u64::from(answer.status)), answer.retry_after)
            }
            _ => {
                let envelope: Box<ErrorEnvelope> = json(&request.url, &answer)?;
                let skewed = envelope.code == ErrorCode::ClockSkew.name();
                if skewed { Ok(Try::Skewed(envelope)) } else { Err(Trouble::Refused(envelope)) }
            }
        }
    }

    /// Learns the platform's time. The filing itself is protected by signature and idempotency key, so a lie costs a refusal at most.
    fn set_clock(&self) -> Result<(), Trouble> {
        let request = prepare::get_public(self.platform, Operation::Time);
        if let Try::Done(answer) = self.try_once(&request, 1)? {
            let time: Time = json(&request.url, &answer)?;
            self.clock_offset.set(time.unix.saturating_sub(self.surroundings.now().as_second()));
        }
        Ok(())
    }
}

/// Reads `answer` as JSON of the contract.
pub(crate) fn json<T: serde::de::DeserializeOwned>(
    url: &str,
    answer: &Answer,
) -> Result<T, Box<Diagnostic>> {
    let text = body(url, answer, "application/json")?;
    serde_json::from_slice(text).map_err(|error| {
        let en = format!("status {}, {error}", answer.status);
        malformed(url, (en, format!("状态码 {}，内容不符合格式（{error}）", answer.status)))
    })
}

/// Returns the body of `answer` if it has this media type and is not too large.
pub(crate) fn body<'a>(
    url: &str,
    answer: &'a Answer,
    media_type: &str,
) -> Result<&'a [u8], Box<Diagnostic>> {
    let Answer { status, content_type, body, .. } = answer;
    if content_type != media_type {
        let en = format!("status {status}, media type `{content_type}` instead of `{media_type}`");
        let zh = format!("状态码 {status}，媒体类型为“{content_type}”，应为“{media_type}”");
        return Err(malformed(url, (en, zh)));
    }
    if body.len() > LARGEST_ANSWER {
        return Err(malformed(url, ("it sent more than 4 MiB", "发来的内容超过 4 MiB")));
    }
    Ok(body)
}

pub(crate) fn malformed(url: &str, reason: impl Into<Argument>) -> Box<Diagnostic> {
    let diagnostic = Diagnostic::unplaced(codes::PLATFORM_ANSWER_MALFORMED);
    Box::new(diagnostic.with("url", url).with("reason", reason))
}

/// Details that are read: a platform may send any number of them, and no one reads more than these.
const DETAILS: usize = 100;

/// Returns what a refusal says: a diagnostic for each detail, or one for the whole.
pub(crate) fn refusal(envelope: &ErrorEnvelope) -> Vec<Diagnostic> {
    details(envelope).iter().map(refused).collect()
}

/// Returns the reasons of a refusal, as the outbox keeps them.
pub(crate) fn reasons(envelope: &ErrorEnvelope) -> Vec<Reason> {
    let reason = |detail: Detail| Reason { code: detail.rule, issue: detail.issue };
    details(envelope).into_iter().map(reason).collect()
}

/// The details, or the whole as one; each names its error.
fn details(envelope: &ErrorEnvelope) -> Vec<Detail> {
    let whole = Detail {
        field: String::new(),
        value: envelope.existing_submission_no.clone(),
        issue: envelope.message.clone(),
        rule: envelope.code.clone(),
    };
    let mut details: Vec<Detail> = envelope.detail.iter().take(DETAILS).cloned().collect();
    for detail in details.iter_mut().filter(|detail| detail.rule.is_empty()) {
        detail.rule.clone_from(&envelope.code);
    }
    if details.is_empty() { vec![whole] } else { details }
}

fn refused(detail: &Detail) -> Diagnostic {
    let field = if detail.field.is_empty() { "/" } else { &detail.field };
    Diagnostic::unplaced(codes::PLATFORM_REFUSED)
        .with("code", detail.rule.as_str())
        .with("field", field)
        .with("value", detail.value.as_deref().unwrap_or("-"))
        .with("issue_en", detail.issue.english())
        .with("issue_zh", detail.issue.zh.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_and_are_bounded() {
        let policy = RetryPolicy::default();
        let seconds = |number, asked| policy.pause(number, asked).as_secs();
        assert_eq!([1, 2, 3, 4].map(|number| seconds(number, None)), [1, 2, 4, 8]);
        assert_eq!(seconds(1, Some(7)), 7);
        assert_eq!(seconds(1, Some(u64::MAX)), 60);
        assert_eq!(seconds(u32::MAX, None), 60);
    }
}
