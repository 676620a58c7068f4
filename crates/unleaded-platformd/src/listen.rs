//! Sockets: accepts connections within bounds and stops when told.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::config::{Config, EnrolmentMode, Limits};
use crate::platform::{Door, Platform, State};
use crate::{ServerError, http};

/// Bytes and count of the headers of a request.
const HEAD_BYTES: usize = 32 * 1024;
const HEADERS: usize = 64;

/// A server that listens but does not answer yet.
pub struct Listening {
    listener: TcpListener,
    address: SocketAddr,
    router: axum::Router,
    limits: Limits,
}

/// Opens the data directory and the listener. A client that connects from now on is answered once [`Listening::run`] runs.
pub async fn bind(config: Config) -> Result<Listening, ServerError> {
    let refused = |source| ServerError::Bind { address: config.listen, source };
    let listener = TcpListener::bind(config.listen).await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    let limits = config.limits;
    let opened = tokio::task::spawn_blocking(move || open_at(&config, address)).await;
    // The task is never aborted, so joining fails only when opening panicked; the panic goes on here.
    let state = opened.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))?;
    Ok(Listening { listener, address, router: http::router(state, limits), limits })
}

/// Serves until `shutdown` is ready.
pub async fn serve(config: Config, shutdown: impl Future) -> Result<(), ServerError> {
    bind(config).await?.run(shutdown).await;
    Ok(())
}

/// Opens the platform that listens on `address`.
pub(crate) fn open_at(config: &Config, address: SocketAddr) -> Result<State, ServerError> {
    let door = match config.enrolment {
        EnrolmentMode::Open => Door::Open,
        EnrolmentMode::LoopbackOnly if address.ip().is_loopback() => Door::Open,
        EnrolmentMode::Closed | EnrolmentMode::LoopbackOnly => Door::Closed,
    };
    let platform = Platform::open(&config.data, door, config.clock.clone(), config.log.clone())?;
    Ok(State(Arc::new(platform)))
}

impl Listening {
    /// The address, with the port that was taken.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `shutdown` is ready, then lets the open requests end.
    pub async fn run(self, shutdown: impl Future) {
        let (stop, stopped) = watch::channel(());
        let room = Arc::new(Semaphore::new(self.limits.connections));
        let mut shutdown = pin!(shutdown);
        loop {
            // The place is taken before the connection, so that what is over the bound waits outside the process.
            let place = tokio::select! {
                place = room.clone().acquire_owned() => place,
                _ = &mut shutdown => break,
            };
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                _ = &mut shutdown => break,
            };
            match (accepted, place) {
                (Ok((stream, _)), Ok(place)) => {
                    let router = self.router.clone();
                    tokio::spawn(converse(stream, router, self.limits, stopped.clone(), place));
                }
                // Out of file descriptors, or the client is gone already: later ones may succeed.
                _ => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
        drop(self.listener);
        let _ = stop.send(());
        let all = u32::try_from(self.limits.connections).unwrap_or(u32::MAX);
        let _ = tokio::time::timeout(self.limits.shutdown_time, room.acquire_many(all)).await;
    }
}

/// Serves one connection. Its errors are the client's: nothing is owed to one that went away.
async fn converse(
    stream: TcpStream,
    router: axum::Router,
    limits: Limits,
    mut stopped: watch::Receiver<()>,
    _place: OwnedSemaphorePermit,
) {
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEADERS)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut connection = pin!(connection);
    tokio::select! {
        _ = &mut connection => return,
        _ = stopped.changed() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}
