//! What the operator decides.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

/// Gives the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;
/// Takes a line for the operator.
pub type Log = Arc<dyn Fn(&str) + Send + Sync>;

/// Who may register an enterprise's key over the network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EnrolmentMode {
    /// Nobody: the operator registers keys with [`crate::register`].
    Closed,
    /// Anyone, if the server listens on a loopback address; else nobody.
    #[default]
    LoopbackOnly,
    /// Anyone who reaches the server. Whoever comes first with an enterprise's code is that enterprise.
    Open,
}

/// The settings of a server.
#[derive(Clone)]
pub struct Config {
    /// The directory of the database and the key; made when it is not there.
    pub data: PathBuf,
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Who may register keys.
    pub enrolment: EnrolmentMode,
    /// Bounds.
    pub limits: Limits,
    /// The time.
    pub clock: Clock,
    /// Takes a line for each request that failed inside.
    pub log: Log,
}

impl Config {
    /// Returns the default settings: system clock, no log.
    pub fn new(data: impl Into<PathBuf>, listen: SocketAddr) -> Self {
        Self {
            data: data.into(),
            listen,
            enrolment: EnrolmentMode::default(),
            limits: Limits::default(),
            clock: Arc::new(Timestamp::now),
            log: Arc::new(|_| {}),
        }
    }
}

/// Bounds on what a client can make the server hold.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a body. Default 1 MiB.
    pub body: usize,
    /// Time for a body to arrive. Default 20 s.
    pub body_time: Duration,
    /// Open connections; more wait in the system's queue. Default 512.
    pub connections: usize,
    /// Time for a request's head to arrive, also on an idle connection. Default 15 s.
    pub head_time: Duration,
    /// Requests at work at once; more are answered `SYSTEM_BUSY`. Default 64.
    pub requests: usize,
    /// Time for the open requests to end on shutdown. Default 10 s.
    pub shutdown_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 1024 * 1024,
            body_time: Duration::from_secs(20),
            connections: 512,
            head_time: Duration::from_secs(15),
            requests: 64,
            shutdown_time: Duration::from_secs(10),
        }
    }
}
