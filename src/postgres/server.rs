//! Controls the server of a cluster through the programs of Postgres.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::folders::ClusterFolders;
use super::{Durability, OWNER_ROLE, PostgresError};

/// How long a start may take. The children of a killed server and recovery need some time.
const START_WITHIN: Duration = Duration::from_mins(2);

#[derive(Debug)]
pub(super) struct Server {
    binaries: PathBuf,
    folders: ClusterFolders,
    durability: Durability,
}

impl Server {
    pub(super) fn new(binaries: PathBuf, folders: ClusterFolders, durability: Durability) -> Self {
        Self { binaries, folders, durability }
    }

    /// Creates the cluster if there is none. It is renamed when it is complete, so a killed start leaves no incomplete
    /// cluster.
    pub(super) fn make(&self) -> Result<(), PostgresError> {
        let data = self.folders.data();
        if data.join("PG_VERSION").exists() {
            return Ok(());
        }
        let draft = self.folders.root.join("data.draft");
        let mut errors = String::new();
        for locale in ["C.UTF-8", "C"] {
            let _ = fs::remove_dir_all(&draft);
            let mut initdb = self.program("initdb");
            initdb.arg("--pgdata").arg(&draft).args(["--auth", "trust", "--encoding", "UTF8"]);
            initdb.args(["--username", OWNER_ROLE, "--no-instructions"]);
            initdb.arg(format!("--locale={locale}"));
            if self.durability == Durability::None {
                initdb.arg("--no-sync");
            }
            let output = initdb.output().map_err(|source| self.io(source))?;
            if output.status.success() {
                return fs::rename(&draft, &data).map_err(|source| self.io(source));
            }
            String::from_utf8_lossy(&output.stderr).trim().clone_into(&mut errors);
            if !errors.contains("locale") {
                break;
            }
        }
        Err(PostgresError::Program { program: "initdb", output: errors })
    }

    /// Starts the server unless it accepts connections already. Returns whether it did.
    ///
    /// A server that was just killed counts as running until the system has cleaned up. So does one that another
    /// process is starting. This waits for both.
    pub(super) fn bring_up(&self) -> Result<bool, PostgresError> {
        let deadline = Instant::now() + START_WITHIN;
        loop {
            if self.accepts_connections() {
                return Ok(false);
            }
            if !self.is_running()? {
                self.start()?;
                return Ok(true);
            }
            if Instant::now() > deadline {
                let output = "the server is running but does not accept connections".to_owned();
                return Err(PostgresError::Program { program: "postgres", output });
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Whether the server answers. The socket of one that was just killed may still take connections, which nobody will
    /// ever answer.
    fn accepts_connections(&self) -> bool {
        /// `SSLRequest`, which a server answers with one byte before anything else.
        const REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];
        let ask = || -> io::Result<()> {
            let mut stream = UnixStream::connect(self.folders.socket.join(".s.PGSQL.5432"))?;
            stream.set_read_timeout(Some(Duration::from_secs(5)))?;
            stream.write_all(&REQUEST)?;
            stream.read_exact(&mut [0])
        };
        ask().is_ok()
    }

    /// Starts the server and waits until it accepts connections.
    fn start(&self) -> Result<(), PostgresError> {
        let deadline = Instant::now() + START_WITHIN;
        loop {
            let Some(output) = self.try_start()? else { return Ok(()) };
            // The children of a killed server keep its shared memory until they notice.
            let lingering = output.contains("shared memory") || output.contains("lock file");
            if !lingering || Instant::now() > deadline {
                return Err(PostgresError::Program { program: "pg_ctl start", output });
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    /// Returns the new log lines if the server did not start.
    fn try_start(&self) -> Result<Option<String>, PostgresError> {
        let log = self.folders.root.join("postgres.log");
        let length_before = fs::metadata(&log).map_or(0, |metadata| metadata.len());
        // A file, because the server inherits it: a pipe would stay open until the server stops.
        let errors = self.folders.root.join("pg_ctl.log");
        let errors_file = File::create(&errors).map_err(|source| self.io(source))?;
        let status = (self.pg_ctl("start"))
            .args(["--wait", "--silent", "--timeout"])
            .arg(START_WITHIN.as_secs().to_string())
            .arg("--log")
            .arg(&log)
            .arg("--options")
            .arg(self.options())
            .stdout(Stdio::null())
            .stderr(errors_file)
            .status()
            .map_err(|source| self.io(source))?;
        if status.success() {
            return Ok(None);
        }
        let content = fs::read(&log).unwrap_or_default();
        let start = usize::try_from(length_before).unwrap_or_default();
        let new = content.get(start..).unwrap_or_default();
        let errors = fs::read_to_string(&errors).unwrap_or_default();
        Ok(Some(format!("{}\n{}", errors.trim(), String::from_utf8_lossy(new).trim())))
    }

    fn options(&self) -> String {
        let socket = self.folders.socket.display().to_string().replace('\'', "\\'");
        let mut options = format!(
            "-c listen_addresses='' -c unix_socket_directories='{socket}' -c unix_socket_permissions=0700"
        );
        if self.durability == Durability::None {
            options.push_str(
                " -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
                 -c max_connections=1000 -c wal_level=minimal -c max_wal_senders=0",
            );
        }
        options
    }

    fn is_running(&self) -> Result<bool, PostgresError> {
        let output = self.pg_ctl("status").output().map_err(|source| self.io(source))?;
        Ok(output.status.success())
    }

    pub(super) fn stop(&self) -> Result<(), PostgresError> {
        let mut stop = self.pg_ctl("stop");
        let output = stop
            .args(["--wait", "--silent", "--mode", "fast"])
            .output()
            .map_err(|source| self.io(source))?;
        if output.status.success() || !self.is_running()? {
            return Ok(());
        }
        let output = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(PostgresError::Program { program: "pg_ctl stop", output })
    }

    pub(super) fn url(&self, database: &str) -> String {
        let socket = self.folders.socket.as_os_str().as_encoded_bytes();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
        let host: String =
            (socket.iter())
                .map(|byte| {
                    if plain(*byte) {
                        char::from(*byte).to_string()
                    } else {
                        format!("%{byte:02X}")
                    }
                })
                .collect();
        format!("postgres://{OWNER_ROLE}@localhost/{database}?host={host}")
    }

    /// Starts a shell that waits until a process ends, then stops the server and removes the cluster.
    pub(super) fn remove_after(&self, process: u32) -> Result<(), PostgresError> {
        let script = r#"
            while kill -0 "$1" 2>/dev/null || [ -d "/proc/$1" ]; do sleep 0.3; done
            server=$(head -n 1 "$2/data/postmaster.pid")
            kill -QUIT "$server"
            while kill -0 "$server" 2>/dev/null; do sleep 0.1; done
            rm -rf "$2""#;
        let mut shell = Command::new("sh");
        shell.args(["-c", script, "sh"]).arg(process.to_string()).arg(&self.folders.root);
        shell
            .current_dir("/")
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map(drop)
            .map_err(|source| self.io(source))
    }

    fn pg_ctl(&self, verb: &str) -> Command {
        let mut command = self.program("pg_ctl");
        command.arg(verb).arg("--pgdata").arg(self.folders.data());
        command
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.binaries.join(name));
        for variable in ["PGDATA", "PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGOPTIONS"] {
            command.env_remove(variable);
        }
        command.env("LC_MESSAGES", "C").stdin(Stdio::null());
        self.as_user(&mut command);
        command
    }

    fn as_user(&self, command: &mut Command) {
        command.current_dir(&self.folders.root);
        if let Some(user) = self.folders.user {
            command.uid(user.uid).gid(user.gid);
        }
        // In a separate process group, so that Ctrl-C reaches only the service, which then stops the server.
        command.process_group(0);
    }

    fn io(&self, source: std::io::Error) -> PostgresError {
        PostgresError::Io { path: Path::to_owned(&self.folders.root), source }
    }
}
