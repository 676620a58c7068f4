//! The platform's own key, made on the first start.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use unleaded_trust::PrivateKey;

use crate::ServerError;

const FILE: &str = "platform-key.pem";

/// Returns the key in `data`; makes one when there is none.
pub(crate) fn load_or_create(data: &Path) -> Result<PrivateKey, ServerError> {
    let path = data.join(FILE);
    let at = |source| ServerError::Data { path: path.clone(), source };
    match std::fs::read_to_string(&path) {
        Ok(pem) => PrivateKey::from_pem(&pem, None)
            .map_err(|source| ServerError::Key { path: path.clone(), source }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let key = PrivateKey::from_seed(random()?);
            write_once(data, key.to_pem().as_bytes()).map_err(at)?;
            // Another process may have been first: what the disk holds is the key.
            load_or_create(data)
        }
        Err(error) => Err(at(error)),
    }
}

fn random() -> Result<[u8; 32], ServerError> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|source| ServerError::Random { source })?;
    Ok(seed)
}

/// Puts `pem` in place under its name in one step, unless there is a key already: half a key is worse than none.
fn write_once(data: &Path, pem: &[u8]) -> io::Result<()> {
    let temporary = data.join(format!(".{FILE}.{}", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&temporary)?;
    file.write_all(pem)?;
    file.sync_all()?;
    // A hard link fails when the name is taken, where a rename would replace the other process's key.
    let linked = std::fs::hard_link(&temporary, data.join(FILE));
    std::fs::remove_file(&temporary)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => File::open(data)?.sync_all(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_kept_from_others() {
        let dir = tempfile::tempdir().unwrap();
        let first = load_or_create(dir.path()).unwrap().public().id();
        assert_eq!(load_or_create(dir.path()).unwrap().public().id(), first);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = dir.path().join(FILE).metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_damaged_key_is_an_error_and_stays() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(FILE), "half").unwrap();
        assert!(matches!(load_or_create(dir.path()), Err(ServerError::Key { .. })));
        assert_eq!(std::fs::read(dir.path().join(FILE)).unwrap(), b"half");
    }
}
