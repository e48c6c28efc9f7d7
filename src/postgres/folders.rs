//! The folders of a cluster, and the user that it runs as.

use std::fs::{self, File, Permissions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};

use super::PostgresError;

/// The path of a socket may have 107 bytes; the name of the file needs 18 of them.
const MAX_SOCKET_FOLDER: usize = 88;

/// The user that Postgres runs as if this process is root.
#[derive(Clone, Copy, Debug)]
pub(super) struct User {
    pub(super) uid: u32,
    pub(super) gid: u32,
}

/// The folders and the user of a cluster.
#[derive(Debug)]
pub(super) struct ClusterFolders {
    /// Only the cluster's user can access it.
    pub(super) root: PathBuf,
    /// The folder of the socket: `root`, or a shorter path if that is too long.
    pub(super) socket: PathBuf,
    /// The user that the server runs as. `None` for the user of this process.
    pub(super) user: Option<User>,
}

impl ClusterFolders {
    /// Creates the folder `postgres` in the data directory. If this process is root and an unprivileged user can't
    /// reach the data directory, creates a folder in `/var/lib/bonafide` instead, and writes its path to
    /// `postgres.location` in the data directory.
    pub(super) fn prepare(data_dir: &Path) -> Result<Self, PostgresError> {
        let io = |path: &Path| {
            let path = path.to_owned();
            move |source| PostgresError::Io { path, source }
        };
        fs::create_dir_all(data_dir).map_err(io(data_dir))?;
        let data_dir = data_dir.canonicalize().map_err(io(data_dir))?;
        let user = unprivileged_user()?;
        let mut root = data_dir.join("postgres");
        if user.is_some() && !is_reachable(&data_dir)? {
            root = fallback_folder(&data_dir);
            let location = data_dir.join("postgres.location");
            fs::write(&location, format!("{}\n", root.display())).map_err(io(&location))?;
        }
        create_private(&root, user)?;
        let socket = if root.as_os_str().len() <= MAX_SOCKET_FOLDER {
            root.clone()
        } else {
            let short = std::env::temp_dir().join(format!("bonafide-{:x}", hash(&root)));
            create_private(&short, user)?;
            short
        };
        Ok(Self { root, socket, user })
    }

    /// Waits until no other process is starting the cluster. Dropping the file releases the lock.
    pub(super) fn lock(&self) -> Result<File, PostgresError> {
        let path = self.root.join("lock");
        let io = |source| PostgresError::Io { path: path.clone(), source };
        let file = File::create(&path).map_err(io)?;
        file.lock().map_err(io)?;
        Ok(file)
    }

    pub(super) fn data(&self) -> PathBuf {
        self.root.join("data")
    }
}

/// Creates a folder that only one user can access.
fn create_private(path: &Path, user: Option<User>) -> Result<(), PostgresError> {
    let io = |source| PostgresError::Io { path: path.to_owned(), source };
    fs::create_dir_all(path).map_err(io)?;
    if let Some(user) = user {
        chown(path, Some(user.uid), Some(user.gid)).map_err(io)?;
    }
    fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(io)
}

/// Whether an unprivileged user can reach the content of a folder. Makes the folder itself traversable but not
/// readable, because it contains private key files.
fn is_reachable(data_dir: &Path) -> Result<bool, PostgresError> {
    let io = |source| PostgresError::Io { path: data_dir.to_owned(), source };
    let walkable = |mode: u32| mode & 0o001 != 0;
    for folder in data_dir.ancestors().skip(1) {
        if !walkable(fs::metadata(folder).map_err(io)?.permissions().mode()) {
            return Ok(false);
        }
    }
    let mode = fs::metadata(data_dir).map_err(io)?.permissions().mode();
    if !walkable(mode) {
        fs::set_permissions(data_dir, Permissions::from_mode(mode | 0o011)).map_err(io)?;
    }
    Ok(true)
}

fn fallback_folder(data_dir: &Path) -> PathBuf {
    Path::new("/var/lib/bonafide").join(format!("{:016x}", hash(data_dir)))
}

/// A stable name for a path. `DefaultHasher::new` always uses the same key.
fn hash(path: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}

fn unprivileged_user() -> Result<Option<User>, PostgresError> {
    if !rustix::process::geteuid().is_root() {
        return Ok(None);
    }
    let path = Path::new("/etc/passwd");
    let users = fs::read_to_string(path)
        .map_err(|source| PostgresError::Io { path: path.to_owned(), source })?;
    let named = |wanted: &str| {
        users.lines().find_map(|line| {
            let fields: Vec<&str> = line.split(':').collect();
            let [name, _, uid, gid, ..] = fields[..] else { return None };
            (name == wanted)
                .then(|| Some(User { uid: uid.parse().ok()?, gid: gid.parse().ok()? }))?
        })
    };
    named("postgres").or_else(|| named("nobody")).map(Some).ok_or(PostgresError::NoUser)
}
