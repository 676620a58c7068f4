//! One session on the server.

use std::net::{TcpStream, ToSocketAddrs};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use spark_connect::row::{Row, Value};
use spark_connect::{SparkError, SparkSession};

use crate::address::Address;
use crate::error::Error;

/// How long a connection may take.
const CONNECTING: Duration = Duration::from_secs(10);
/// How long the first answer may take. What listens there and is no such server may never answer.
const ANSWERING: Duration = Duration::from_secs(60);
/// The most characters of what a server says that are shown.
const SHOWN: usize = 600;

/// What a session must be set to. An overflow is an error and not `NULL`; no table is sent to every worker, for which the
/// server's own memory would have to hold it.
const SETTINGS: [(&str, &str); 2] =
    [("spark.sql.ansi.enabled", "true"), ("spark.sql.autoBroadcastJoinThreshold", "-1")];

/// A session on a server.
#[derive(Clone)]
pub(crate) struct Session {
    spark: SparkSession,
}

impl Session {
    /// Opens a session and sets it up.
    pub(crate) fn open(address: &Address) -> Result<Self, Error> {
        reachable(address)?;
        let no_server = |message: String| Error::NoServer { address: address.to_string(), message };
        let spark = SparkSession::builder().remote(&address.connection()).get_or_create();
        let spark = spark.map_err(|error| no_server(said(&error)))?;
        let (tell, told) = mpsc::channel();
        let asked = spark.clone();
        // It ends with the process where no answer comes: the client would try again for an hour.
        thread::spawn(move || tell.send(asked.version().map_err(|error| said(&error))));
        match told.recv_timeout(ANSWERING) {
            Ok(Ok(_)) => {}
            Ok(Err(message)) => return Err(no_server(message)),
            Err(_) => return Err(no_server(format!("no answer in {} s", ANSWERING.as_secs()))),
        }
        for (setting, value) in SETTINGS {
            set(&spark, setting, value)?;
        }
        Ok(Self { spark })
    }

    /// A name that no other session has.
    pub(crate) fn id(&self) -> &str {
        self.spark.session_id()
    }

    /// Executes a statement that computes `what`.
    pub(crate) fn execute(&self, what: &str, statement: &str) -> Result<(), Error> {
        self.rows(what, statement).map(|_| ())
    }

    /// Returns the one number that a statement selects.
    pub(crate) fn number(&self, what: &str, statement: &str) -> Result<u64, Error> {
        match self.rows(what, statement)?.first().and_then(|row| row.get(0).cloned()) {
            Some(Value::Long(number)) => Ok(u64::try_from(number).unwrap_or(0)),
            other => {
                let message = format!("the answer is {other:?} and no number");
                Err(Error::Statement { what: what.to_owned(), message })
            }
        }
    }

    fn rows(&self, what: &str, statement: &str) -> Result<Vec<Row>, Error> {
        let frame = self.spark.sql(statement).map_err(|error| failed(what, &error))?;
        frame.collect().map_err(|error| failed(what, &error))
    }

    /// Ends what the session has under way on the server.
    pub(crate) fn interrupt(&self) {
        // Where that fails the server gives the session up by itself after a while.
        let _ = self.spark.interrupt_all();
    }

    /// Ends the session.
    pub(crate) fn close(&self) {
        let _ = self.spark.stop();
    }
}

/// Whether anything listens there: told at once, while the client would try for minutes.
fn reachable(address: &Address) -> Result<(), Error> {
    let failed = |source| Error::Connection { address: address.to_string(), source };
    let mut last = std::io::Error::from(std::io::ErrorKind::AddrNotAvailable);
    for place in address.endpoint().to_socket_addrs().map_err(failed)? {
        match TcpStream::connect_timeout(&place, CONNECTING) {
            Ok(_) => return Ok(()),
            Err(error) => last = error,
        }
    }
    Err(failed(last))
}

fn set(spark: &SparkSession, setting: &str, value: &str) -> Result<(), Error> {
    let kept = |value: String| Error::Setting { setting: setting.to_owned(), value };
    let refused = |error: SparkError| kept(said(&error));
    spark.conf().set(setting, value).map_err(refused)?;
    match spark.conf().get(setting).map_err(refused)? {
        Some(found) if found == value => Ok(()),
        found => Err(kept(found.unwrap_or_default())),
    }
}

fn failed(what: &str, error: &SparkError) -> Error {
    Error::Statement { what: what.to_owned(), message: said(error) }
}

/// What the server says, without the trace of its own code.
fn said(error: &SparkError) -> String {
    let message = match error.message.is_empty() {
        true => error.message(),
        false => error.message.clone(),
    };
    let words = message.split("JVM stacktrace").next().unwrap_or_default();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(SHOWN).collect()
}
