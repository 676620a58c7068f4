//! Ctrl-C: what is in work is finished, and nothing more is begun.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// Watches for Ctrl-C from now on; what is returned is set as soon as it comes. Where the system lets nobody watch, it ends the process
/// as ever.
pub(crate) fn watched() -> &'static AtomicBool {
    static ASKED: AtomicBool = AtomicBool::new(false);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    if let Ok(runtime) = runtime {
        thread::spawn(move || {
            runtime.block_on(async {
                while tokio::signal::ctrl_c().await.is_ok() {
                    ASKED.store(true, Ordering::Relaxed);
                }
            });
        });
    }
    &ASKED
}
