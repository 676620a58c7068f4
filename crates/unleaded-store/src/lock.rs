//! One process writes at a time.

use std::fs::{File, TryLockError};
use std::io;
use std::thread::sleep;
use std::time::Duration;

use crate::error::{StoreError, at};
use crate::workspace::Workspace;

/// The pause between two tries.
const PAUSE: Duration = Duration::from_millis(50);

/// The right to write to a workspace. It ends when it is dropped, or with the process.
#[derive(Debug)]
pub struct Lock {
    /// `None`: nothing can be locked there, as on some network drives.
    _file: Option<File>,
}

/// Whether whoever waits for another process goes on to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// It gives up.
    GiveUp,
    /// It waits.
    Wait,
}

impl Lock {
    /// Waits until no other process writes. `waiting` is asked with the time that was waited, about twenty times a second.
    pub fn take(
        workspace: &Workspace,
        mut waiting: impl FnMut(Duration) -> Patience,
    ) -> Result<Self, StoreError> {
        workspace.make_cache()?;
        let path = workspace.cache("lock");
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(at(&path))?;
        let mut waited = Duration::ZERO;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: Some(file) }),
                Err(TryLockError::WouldBlock) => {
                    if waiting(waited) == Patience::GiveUp {
                        return Err(StoreError::Locked { root: workspace.root().to_owned() });
                    }
                    sleep(PAUSE);
                    waited += PAUSE;
                }
                Err(TryLockError::Error(error)) if is_without_locks(&error) => {
                    return Ok(Self { _file: None });
                }
                Err(TryLockError::Error(error)) => return Err(at(&path)(error)),
            }
        }
    }
}

fn is_without_locks(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::Unsupported
}
