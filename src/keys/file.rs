//! A secret in a file of its own, readable by its owner alone, made on the first start.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Why a key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// It cannot be read or written.
    #[error("the key file {} cannot be used", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Others can read it.
    #[error("others can read the key file {}; run `chmod 600 {}`", .path.display(), .path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
    },
    /// It does not hold a key.
    #[error("the key file {} does not hold a key; restore it from a backup", .path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
    },
    /// The operating system gives no random bytes.
    #[error("the operating system gives no random bytes")]
    NoRandomness,
}

/// Reads the secret, or stores the one that `make` gives if there is none. Of two that start at the
/// same moment one makes it and both read the same.
pub fn load_or_create(
    path: &Path,
    make: impl FnOnce() -> Result<Vec<u8>, KeyFileError>,
) -> Result<Vec<u8>, KeyFileError> {
    let failed = |source| KeyFileError::Io { path: path.to_owned(), source };
    match fs::metadata(path) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {
            publish(path, &make()?).map_err(failed)?;
        }
        Err(error) => return Err(failed(error)),
    }
    if fs::metadata(path).map_err(failed)?.permissions().mode() & 0o077 != 0 {
        return Err(KeyFileError::Exposed { path: path.to_owned() });
    }
    fs::read(path).map_err(failed)
}

/// Writes the whole file under another name first and links it into place, which fails when somebody
/// else was quicker: then theirs is the one.
fn publish(path: &Path, secret: &[u8]) -> std::io::Result<()> {
    let draft = path.with_extension(format!("draft-{}", std::process::id()));
    let _ = fs::remove_file(&draft);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    file.write_all(secret)?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    if let Some(folder) = path.parent() {
        fs::File::open(folder)?.sync_all()?;
    }
    match linked {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("bonafide-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        path
    }

    #[test]
    fn a_key_is_made_once_and_kept_to_its_owner() {
        let folder = folder("key-once");
        let path = folder.join("master.key");
        let first = load_or_create(&path, || Ok(vec![1; 32])).unwrap();
        let second = load_or_create(&path, || panic!("made twice")).unwrap();
        assert_eq!((first.len(), &first), (32, &second));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "no draft is left");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        let folder = folder("key-exposed");
        let path = folder.join("master.key");
        fs::write(&path, [1; 32]).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let refused = load_or_create(&path, || Ok(Vec::new()));
        assert!(matches!(refused, Err(KeyFileError::Exposed { .. })), "{refused:?}");
        fs::remove_dir_all(folder).unwrap();
    }
}
