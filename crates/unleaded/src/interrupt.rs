//! Ctrl-C: what is in work is finished, and nothing more is begun.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::thread;

/// Watches for Ctrl-C from now on; what is returned is set as soon as it comes. Where the system lets nobody watch, it ends the process
/// as ever.
pub(crate) fn watched() -> &'static AtomicBool {
    static ASKED: AtomicBool = AtomicBool::new(false);
    let (ready, begun) = channel();
    if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() {
        thread::spawn(move || {
            runtime.block_on(async {
                let Ok(mut asked) = listening() else { return };
                let _ = ready.send(());
                while asked.recv().await.is_some() {
                    ASKED.store(true, Ordering::Relaxed);
                }
            });
        });
        // What comes before somebody listens would end the process; where nobody can, the channel is closed.
        let _ = begun.recv();
    }
    &ASKED
}

#[cfg(unix)]
fn listening() -> io::Result<tokio::signal::unix::Signal> {
    tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())
}

#[cfg(windows)]
fn listening() -> io::Result<tokio::signal::windows::CtrlC> {
    tokio::signal::windows::ctrl_c()
}
