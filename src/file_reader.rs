//! Reads files in separate processes ([`files`]), a few at a time and with a time limit. A malicious file can only crash
//! its own reader.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use files::{Kind, Reading, Refusal};
use serde::Deserialize;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;

/// The largest accepted file.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;
/// The largest output of a reader: 100,000 escaped characters of text, and metadata.
const MAX_OUTPUT: u64 = 2 * 1024 * 1024;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilesConfig {
    /// The program that reads a file. Empty for this program.
    pub reader: PathBuf,
    /// How many files are read at a time.
    #[serde(alias = "at_once")]
    pub max_concurrent: usize,
    /// How long a file may wait, and how long reading may take, in milliseconds.
    pub timeout_ms: u64,
    /// The limit of a reader's address space, in MiB.
    pub memory_mib: u64,
    /// The limit of a reader's CPU time, in seconds.
    pub processor_s: u64,
}

impl Default for FilesConfig {
    fn default() -> Self {
        let reader = PathBuf::new();
        Self { reader, max_concurrent: 4, timeout_ms: 8_000, memory_mib: 512, processor_s: 5 }
    }
}

#[derive(Debug)]
pub struct FileReader {
    config: FilesConfig,
    program: PathBuf,
    turns: Semaphore,
}

impl FileReader {
    /// Fails if the path of this program is unknown.
    pub fn new(config: &FilesConfig) -> std::io::Result<Self> {
        let own = config.reader.as_os_str().is_empty();
        let program = if own { std::env::current_exe()? } else { config.reader.clone() };
        Ok(Self {
            program,
            turns: Semaphore::new(config.max_concurrent.max(1)),
            config: config.clone(),
        })
    }

    pub fn program(&self) -> &Path {
        &self.program
    }

    /// Reads a file. If the reader fails in any way, the result contains the reason.
    pub async fn read(&self, kind: Kind, bytes: &[u8]) -> Reading {
        if bytes.len() > MAX_BYTES {
            return Reading::Refused(Refusal::TooDemanding);
        }
        let limit = Duration::from_millis(self.config.timeout_ms);
        let turn = tokio::time::timeout(limit, self.turns.acquire()).await;
        let Ok(Ok(_turn)) = turn else { return self.not_read(&"all readers are busy") };
        let mut child = match self.start(kind) {
            Ok(child) => child,
            Err(error) => return self.not_read(&error),
        };
        let read = tokio::time::timeout(limit, communicate(&mut child, bytes)).await;
        // Ends a reader that is still running.
        let _ = child.kill().await;
        match read {
            Ok(Ok(Some(reading))) => reading,
            // It reached a limit or crashed.
            Ok(Ok(None)) | Err(_) => Reading::Refused(Refusal::TooDemanding),
            Ok(Err(error)) => self.not_read(&error),
        }
    }

    fn start(&self, kind: Kind) -> std::io::Result<Child> {
        Command::new(&self.program)
            .arg("read-file")
            .arg(match kind {
                Kind::Document => "document",
                Kind::Picture => "picture",
            })
            .args(["--memory-mib", &self.config.memory_mib.to_string()])
            .args(["--processor-s", &self.config.processor_s.to_string()])
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
    }

    fn not_read(&self, why: &dyn std::fmt::Display) -> Reading {
        tracing::warn!(reader = %self.program.display(), "could not read a file: {why}");
        Reading::Refused(Refusal::NotRead)
    }
}

/// Sends a reader its file and waits for its output. `None` if it crashed.
async fn communicate(child: &mut Child, bytes: &[u8]) -> std::io::Result<Option<Reading>> {
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let missing = || std::io::Error::other("a pipe is missing");
    let (mut stdin, stdout) = (stdin.ok_or_else(missing)?, stdout.ok_or_else(missing)?);
    // A reader can exit before it has read everything, so a failed write is no error.
    let send = async {
        let _ = stdin.write_all(bytes).await;
        drop(stdin);
    };
    let mut output = Vec::new();
    let mut stdout = stdout.take(MAX_OUTPUT);
    let ((), received) = tokio::join!(send, stdout.read_to_end(&mut output));
    received?;
    let status = child.wait().await?;
    Ok(serde_json::from_slice(&output).ok().filter(|_| status.success()))
}
