//! The server of one cluster, run through Postgres' own programs.

use std::fs::{self, File};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::place::Place;
use super::{Durability, OWNER_ROLE, PostgresError};

/// How long a start may take: a killed server's children need a moment to leave, recovery some more.
const START_WITHIN: Duration = Duration::from_mins(2);

#[derive(Debug)]
pub(super) struct Server {
    binaries: PathBuf,
    place: Place,
    durability: Durability,
}

impl Server {
    pub(super) fn new(binaries: PathBuf, place: Place, durability: Durability) -> Self {
        Self { binaries, place, durability }
    }

    /// Makes the cluster if there is none: under another name first, so that a killed start leaves
    /// nothing half-made.
    pub(super) fn make(&self) -> Result<(), PostgresError> {
        let data = self.place.data();
        if data.join("PG_VERSION").exists() {
            return Ok(());
        }
        let draft = self.place.root.join("data.draft");
        let mut said = String::new();
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
            String::from_utf8_lossy(&output.stderr).trim().clone_into(&mut said);
            if !said.contains("locale") {
                break;
            }
        }
        Err(PostgresError::Program { program: "initdb", output: said })
    }

    /// Starts the server unless it answers already. Whether it had to.
    ///
    /// A server that was killed a moment ago still counts as running until the system has cleared it
    /// away, and so does one that another process is starting: both are given time.
    pub(super) fn bring_up(&self) -> Result<bool, PostgresError> {
        let deadline = Instant::now() + START_WITHIN;
        loop {
            if self.is_answering() {
                return Ok(false);
            }
            if !self.is_running()? {
                self.start()?;
                return Ok(true);
            }
            if Instant::now() > deadline {
                let output = "the server runs and does not answer".to_owned();
                return Err(PostgresError::Program { program: "postgres", output });
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Whether somebody takes connections on the socket.
    fn is_answering(&self) -> bool {
        UnixStream::connect(self.place.socket.join(".s.PGSQL.5432")).is_ok()
    }

    /// Starts the server and waits until it answers.
    fn start(&self) -> Result<(), PostgresError> {
        let deadline = Instant::now() + START_WITHIN;
        loop {
            let Some(failed) = self.try_start()? else { return Ok(()) };
            // The children of a killed server hold its memory until they notice.
            let lingering = failed.contains("shared memory") || failed.contains("lock file");
            if !lingering || Instant::now() > deadline {
                return Err(PostgresError::Program { program: "pg_ctl start", output: failed });
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    /// What the log's end says, if the server did not start.
    fn try_start(&self) -> Result<Option<String>, PostgresError> {
        let log = self.place.root.join("postgres.log");
        let seen = fs::metadata(&log).map_or(0, |metadata| metadata.len());
        // The server inherits what pg_ctl writes to: a pipe would stay open until the server's end.
        let errors = self.place.root.join("pg_ctl.log");
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
        let whole = fs::read(&log).unwrap_or_default();
        let new = whole.get(usize::try_from(seen).unwrap_or_default()..).unwrap_or_default();
        let said = fs::read_to_string(&errors).unwrap_or_default();
        Ok(Some(format!("{}\n{}", said.trim(), String::from_utf8_lossy(new).trim())))
    }

    fn options(&self) -> String {
        let socket = self.place.socket.display().to_string().replace('\'', "\\'");
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
        let socket = self.place.socket.as_os_str().as_encoded_bytes();
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

    /// A shell of its own waits for a process's end, then stops the server and removes the cluster.
    pub(super) fn remove_after(&self, process: u32) -> Result<(), PostgresError> {
        let script = r#"
            while kill -0 "$1" 2>/dev/null || [ -d "/proc/$1" ]; do sleep 0.3; done
            server=$(head -n 1 "$2/data/postmaster.pid")
            kill -QUIT "$server"
            while kill -0 "$server" 2>/dev/null; do sleep 0.1; done
            rm -rf "$2""#;
        let mut shell = Command::new("sh");
        shell.args(["-c", script, "sh"]).arg(process.to_string()).arg(&self.place.root);
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
        command.arg(verb).arg("--pgdata").arg(self.place.data());
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
        command.current_dir(&self.place.root);
        if let Some(user) = self.place.user {
            command.uid(user.uid).gid(user.gid);
        }
        // In a group of its own, so that Ctrl-C reaches the service alone, which then stops the server.
        command.process_group(0);
    }

    fn io(&self, source: std::io::Error) -> PostgresError {
        PostgresError::Io { path: Path::to_owned(&self.place.root), source }
    }
}
