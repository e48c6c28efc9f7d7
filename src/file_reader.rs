//! Starts a process of its own for each file that is to be read ([`files`]), a few at a time, and ends
//! it when it takes too long. A file can end its reader; it cannot end the service.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use files::{Kind, Reading, Refusal};
use serde::Deserialize;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;

/// How large a file may be.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;
/// How long an answer of the reader is taken: text of 100,000 characters, escaped, and metadata.
const MOST_ANSWER: u64 = 2 * 1024 * 1024;

/// How files are read.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilesConfig {
    /// The program that reads a file; empty for this one.
    pub reader: PathBuf,
    /// How many files are read at the same time.
    #[serde(alias = "at_once")]
    pub max_concurrent: usize,
    /// How long a file waits for its turn and takes at most, in milliseconds.
    pub timeout_ms: u64,
    /// How much address space a reader may have, in MiB.
    pub memory_mib: u64,
    /// How many seconds of a processor a reader may take.
    pub processor_s: u64,
}

impl Default for FilesConfig {
    fn default() -> Self {
        let reader = PathBuf::new();
        Self { reader, max_concurrent: 4, timeout_ms: 8_000, memory_mib: 512, processor_s: 5 }
    }
}

/// Reads files, each in a process of its own.
#[derive(Debug)]
pub struct FileReader {
    config: FilesConfig,
    program: PathBuf,
    turns: Semaphore,
}

impl FileReader {
    /// A reader of this configuration. Fails if this program does not know where it is.
    pub fn new(config: &FilesConfig) -> std::io::Result<Self> {
        let own = config.reader.as_os_str().is_empty();
        let program = if own { std::env::current_exe()? } else { config.reader.clone() };
        Ok(Self {
            program,
            turns: Semaphore::new(config.max_concurrent.max(1)),
            config: config.clone(),
        })
    }

    /// The program that it starts.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// Reads a file. Whatever happens to the reader is a reason, never an error.
    pub async fn read(&self, kind: Kind, bytes: &[u8]) -> Reading {
        if bytes.len() > MOST_BYTES {
            return Reading::Refused(Refusal::TooDemanding);
        }
        let limit = Duration::from_millis(self.config.timeout_ms);
        let turn = tokio::time::timeout(limit, self.turns.acquire()).await;
        let Ok(Ok(_turn)) = turn else { return self.not_read(&"every reader is busy") };
        let mut child = match self.start(kind) {
            Ok(child) => child,
            Err(error) => return self.not_read(&error),
        };
        let read = tokio::time::timeout(limit, answer(&mut child, bytes)).await;
        // A reader that is done is gone already; one that is not is ended here.
        let _ = child.kill().await;
        match read {
            Ok(Ok(Some(reading))) => reading,
            // It was ended by its limits, or by what it read.
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
        tracing::warn!(reader = %self.program.display(), "a file was not read: {why}");
        Reading::Refused(Refusal::NotRead)
    }
}

/// Gives a reader its file and takes its answer. `None` if it ended without one.
async fn answer(child: &mut Child, bytes: &[u8]) -> std::io::Result<Option<Reading>> {
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let missing = || std::io::Error::other("a pipe is missing");
    let (mut stdin, stdout) = (stdin.ok_or_else(missing)?, stdout.ok_or_else(missing)?);
    // A reader that ends early does not take the rest; what it says counts, not that.
    let give = async {
        let _ = stdin.write_all(bytes).await;
        drop(stdin);
    };
    let mut said = Vec::new();
    let mut stdout = stdout.take(MOST_ANSWER);
    let ((), taken) = tokio::join!(give, stdout.read_to_end(&mut said));
    taken?;
    let status = child.wait().await?;
    Ok(serde_json::from_slice(&said).ok().filter(|_| status.success()))
}
