//! What the client needs from the machine, so that tests need neither wait nor guess.

use std::time::Duration;

use jiff::Timestamp;
use unleaded_model::diagnostic::Diagnostic;

/// A request that will be tried again.
#[derive(Clone, Copy, Debug)]
pub struct Retry<'a> {
    /// Which retry, from 1.
    pub number: u32,
    /// How many there are at most.
    pub most: u32,
    /// The pause before it.
    pub pause: Duration,
    /// Why the last try failed.
    pub reason: &'a Diagnostic,
}

/// Clock, sleep and randomness.
pub trait Surroundings {
    /// The time.
    fn now(&self) -> Timestamp;

    /// Waits.
    fn pause(&self, duration: Duration);

    /// Is told, before the pause, that a request will be tried again.
    fn told(&self, retry: &Retry<'_>) {
        let _ = retry;
    }

    /// Sixteen random bytes.
    fn random(&self) -> Result<[u8; 16], NoRandomness>;
}

/// The system gave no randomness.
#[derive(Debug, thiserror::Error)]
#[error("the system gave no randomness")]
pub struct NoRandomness(#[from] getrandom::Error);

/// The machine itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct System;

impl Surroundings for System {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn pause(&self, duration: Duration) {
        std::thread::sleep(duration);
    }

    fn random(&self) -> Result<[u8; 16], NoRandomness> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        Ok(bytes)
    }
}
