//! The embedded Postgres: the `initdb` and `pg_ctl` of an installed Postgres, with data and socket in
//! one directory and no TCP port, for runs without a database URL.
//!
//! A server that a killed run left behind is adopted. As root it runs under an unprivileged user,
//! because Postgres refuses to run as root.

mod binaries;
mod place;
mod server;

use std::path::{Path, PathBuf};

use self::place::Place;
use self::server::Server;

/// The superuser of an embedded cluster. It owns the schema.
pub const OWNER_ROLE: &str = "bonafide_owner";
/// The database of an embedded cluster: the one that every new cluster has. The cluster is ours alone.
pub const DATABASE: &str = "postgres";

/// What a cluster survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// A power cut.
    Full,
    /// Nothing: for tests alone.
    None,
}

/// Why there is no embedded Postgres.
#[derive(Debug, thiserror::Error)]
pub enum PostgresError {
    /// None is installed.
    #[error(
        "no Postgres 14 or later was found; install one (Debian: `apt-get install postgresql`, macOS: \
         `brew install postgresql@17`), or name its programs' folder in PG_BIN_DIR, or set DATABASE_URL"
    )]
    NotInstalled,
    /// Running as root without a user that Postgres could run as.
    #[error(
        "Postgres does not run as root, and there is no user `postgres` or `nobody` to run it as"
    )]
    NoUser,
    /// A file or folder cannot be used.
    #[error("{} cannot be used", .path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// One of Postgres' programs failed.
    #[error("{program} failed: {output}")]
    Program {
        /// Which.
        program: &'static str,
        /// What it said.
        output: String,
    },
}

/// A running embedded Postgres.
#[derive(Debug)]
pub struct Embedded {
    server: Server,
    ours: bool,
}

impl Embedded {
    /// Starts the cluster of a data directory, making it on the first start, or adopts the one that runs.
    pub fn start(data_dir: &Path, durability: Durability) -> Result<Self, PostgresError> {
        let place = Place::of(data_dir)?;
        let _one_starter = place.lock()?;
        let server = Server::new(binaries::find()?, place, durability);
        server.make()?;
        let ours = server.bring_up()?;
        Ok(Self { server, ours })
    }

    /// Where a database of the cluster is reached, as the owner.
    pub fn url(&self, database: &str) -> String {
        self.server.url(database)
    }

    /// Starts the server again if it died. Whether it had.
    pub fn revive(&self) -> Result<bool, PostgresError> {
        self.server.bring_up()
    }

    /// Stops the server, whoever started it.
    pub fn stop(mut self) -> Result<(), PostgresError> {
        self.ours = false;
        self.server.stop()
    }

    /// Leaves the server running.
    pub fn detach(mut self) {
        self.ours = false;
    }

    /// Stops the server and removes the cluster once this process has ended, however it ends: for tests,
    /// whose statics are never dropped.
    pub fn remove_when_process_ends(mut self) -> Result<(), PostgresError> {
        self.ours = false;
        self.server.remove_after(std::process::id())
    }
}

impl Drop for Embedded {
    /// Stops a server that this value started; one that was adopted goes on.
    fn drop(&mut self) {
        if self.ours && self.server.stop().is_err() {
            tracing::warn!("the embedded Postgres could not be stopped; the next start adopts it");
        }
    }
}
