//! The embedded Postgres, used when no database URL is set. It runs the programs of an installed Postgres, with data
//! and socket in one directory and no TCP port.
//!
//! A server left running by a killed process is adopted. If this process is root, the server runs as an unprivileged
//! user, because Postgres refuses to run as root.

mod binaries;
mod folders;
mod server;

use std::path::{Path, PathBuf};

use self::folders::ClusterFolders;
use self::server::Server;

/// The superuser of an embedded cluster. It owns the schema.
pub const OWNER_ROLE: &str = "bonafide_owner";
/// The database of an embedded cluster: the one that every new cluster has. No one else uses the cluster.
pub const DATABASE: &str = "postgres";

/// What the data survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// A power cut.
    Full,
    /// Nothing. Only for tests.
    None,
}

#[derive(Debug, thiserror::Error)]
pub enum PostgresError {
    #[error(
        "no Postgres 14 or later was found; install one (Debian: `apt-get install postgresql`, macOS: \
         `brew install postgresql@17`), or set PG_BIN_DIR to the folder of its programs, or set DATABASE_URL"
    )]
    NotInstalled,
    #[error("Postgres can't run as root, and there is no user `postgres` or `nobody` to run it as")]
    NoUser,
    #[error("can't use {}", .path.display())]
    Io {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("{program} failed: {output}")]
    Program { program: &'static str, output: String },
}

/// A running embedded Postgres.
#[derive(Debug)]
pub struct Embedded {
    server: Server,
    ours: bool,
}

impl Embedded {
    /// Starts the cluster of a data directory, or adopts it if it is running. Creates it on the first start.
    pub fn start(data_dir: &Path, durability: Durability) -> Result<Self, PostgresError> {
        let folders = ClusterFolders::prepare(data_dir)?;
        let _lock = folders.lock()?;
        let server = Server::new(binaries::find()?, folders, durability);
        server.make()?;
        let ours = server.bring_up()?;
        Ok(Self { server, ours })
    }

    /// The URL of a database in the cluster, for the owner role.
    pub fn url(&self, database: &str) -> String {
        self.server.url(database)
    }

    /// Restarts the server if it died. Returns whether it had.
    pub fn revive(&self) -> Result<bool, PostgresError> {
        self.server.bring_up()
    }

    /// Stops the server, even if another process started it.
    pub fn stop(mut self) -> Result<(), PostgresError> {
        self.ours = false;
        self.server.stop()
    }

    /// Leaves the server running.
    pub fn detach(mut self) {
        self.ours = false;
    }

    /// Stops the server and removes the cluster after this process ends in any way. For tests, which never drop statics.
    pub fn remove_when_process_ends(mut self) -> Result<(), PostgresError> {
        self.ours = false;
        self.server.remove_after(std::process::id())
    }
}

impl Drop for Embedded {
    /// Stops the server if this value started it. An adopted server keeps running.
    fn drop(&mut self) {
        if self.ours && self.server.stop().is_err() {
            tracing::warn!("can't stop the embedded Postgres; the next start will adopt it");
        }
    }
}
