//! Where a cluster lives and as whom it runs.

use std::fs::{self, File, Permissions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};

use super::PostgresError;

/// A socket's path holds 107 bytes; the name of the socket takes 18 of them.
const LONGEST_SOCKET_FOLDER: usize = 88;

/// The user that Postgres runs as, when this process runs as root.
#[derive(Clone, Copy, Debug)]
pub(super) struct User {
    pub(super) uid: u32,
    pub(super) gid: u32,
}

/// The folders of a cluster.
#[derive(Debug)]
pub(super) struct Place {
    /// The cluster's own folder, for its user alone.
    pub(super) root: PathBuf,
    /// Where the socket is: `root`, or a short path if that is too long.
    pub(super) socket: PathBuf,
    /// As whom the server runs, if not as this process.
    pub(super) user: Option<User>,
}

impl Place {
    /// The place that belongs to a data directory: `postgres` inside it. When this process is root and
    /// the directory cannot be reached by an unprivileged user, a folder under `/var/lib/bonafide`, of
    /// which `postgres.location` in the data directory tells.
    pub(super) fn of(data_dir: &Path) -> Result<Self, PostgresError> {
        let io = |path: &Path| {
            let path = path.to_owned();
            move |source| PostgresError::Io { path, source }
        };
        fs::create_dir_all(data_dir).map_err(io(data_dir))?;
        let data_dir = data_dir.canonicalize().map_err(io(data_dir))?;
        let user = unprivileged_user()?;
        let mut root = data_dir.join("postgres");
        if user.is_some() && !is_reachable(&data_dir)? {
            root = elsewhere(&data_dir);
            let note = data_dir.join("postgres.location");
            fs::write(&note, format!("{}\n", root.display())).map_err(io(&note))?;
        }
        own_folder(&root, user)?;
        let socket = if root.as_os_str().len() <= LONGEST_SOCKET_FOLDER {
            root.clone()
        } else {
            let short = std::env::temp_dir().join(format!("bonafide-{:x}", hash(&root)));
            own_folder(&short, user)?;
            short
        };
        Ok(Self { root, socket, user })
    }

    /// Lets one starter in at a time; released when the file is dropped.
    pub(super) fn lock(&self) -> Result<File, PostgresError> {
        let path = self.root.join("lock");
        let io = |source| PostgresError::Io { path: path.clone(), source };
        let file = File::create(&path).map_err(io)?;
        file.lock().map_err(io)?;
        Ok(file)
    }

    /// The cluster's data.
    pub(super) fn data(&self) -> PathBuf {
        self.root.join("data")
    }
}

/// A folder for one user alone.
fn own_folder(path: &Path, user: Option<User>) -> Result<(), PostgresError> {
    let io = |source| PostgresError::Io { path: path.to_owned(), source };
    fs::create_dir_all(path).map_err(io)?;
    if let Some(user) = user {
        chown(path, Some(user.uid), Some(user.gid)).map_err(io)?;
    }
    fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(io)
}

/// Whether an unprivileged user can walk to what is inside a folder. The folder itself is opened for
/// walking through, and for nothing else: key files in it are their owner's alone.
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

fn elsewhere(data_dir: &Path) -> PathBuf {
    Path::new("/var/lib/bonafide").join(format!("{:016x}", hash(data_dir)))
}

/// A name for a path that stays the same; `DefaultHasher::new` is keyed with zeros.
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
