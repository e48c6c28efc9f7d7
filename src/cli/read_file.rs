//! `bonafide read-file`: the guarded worker that the service starts for each file. Not for people.

use std::io::{Read as _, Write as _};

use anyhow::Context as _;
use files::{self, Kind};
use rustix::process::{Resource, Rlimit, setrlimit};

use crate::file_reader::MOST_BYTES;

/// What is on stdin, and what reading it may take.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What the file should be
    #[arg(value_enum)]
    kind: FileKind,
    /// How much address space the process may have, in MiB
    #[arg(long, value_name = "MIB")]
    memory_mib: u64,
    /// How many seconds of a processor it may take
    #[arg(long, value_name = "SECONDS")]
    processor_s: u64,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum FileKind {
    Document,
    Picture,
}

/// Reads a file from stdin under limits and writes what is in it to stdout, as JSON.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    limit(arguments).context("a limit cannot be set")?;
    let mut bytes = Vec::new();
    let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX);
    std::io::stdin().lock().take(most).read_to_end(&mut bytes)?;
    let kind = match arguments.kind {
        FileKind::Document => Kind::Document,
        FileKind::Picture => Kind::Picture,
    };
    let reading = serde_json::to_vec(&files::read(kind, &bytes))?;
    Ok(std::io::stdout().lock().write_all(&reading)?)
}

/// Past these the system ends the process. It can open no further file and write none.
fn limit(arguments: &Arguments) -> rustix::io::Result<()> {
    let most = |value: u64| Rlimit { current: Some(value), maximum: Some(value) };
    setrlimit(Resource::Core, most(0))?;
    setrlimit(Resource::Fsize, most(0))?;
    setrlimit(Resource::Nofile, most(3))?;
    setrlimit(Resource::Cpu, most(arguments.processor_s))?;
    setrlimit(Resource::As, most(arguments.memory_mib * 1024 * 1024))
}
