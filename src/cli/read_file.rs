//! `bonafide read-file`: the restricted process that the service starts for each file.

use std::io::{Read as _, Write as _};

use anyhow::Context as _;
use files::{self, Kind};
use rustix::process::{Resource, Rlimit, setrlimit};

use crate::file_reader::MAX_BYTES;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The expected kind of file
    #[arg(value_enum)]
    kind: FileKind,
    /// The maximum address space, in MiB
    #[arg(long, value_name = "MIB")]
    memory_mib: u64,
    /// The maximum CPU time, in seconds
    #[arg(long, value_name = "SECONDS")]
    processor_s: u64,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum FileKind {
    Document,
    Picture,
}

/// Reads a file from stdin within limits and writes its content to stdout as JSON.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    limit(arguments).context("can't set a resource limit")?;
    let mut bytes = Vec::new();
    let max = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    std::io::stdin().lock().take(max).read_to_end(&mut bytes)?;
    let kind = match arguments.kind {
        FileKind::Document => Kind::Document,
        FileKind::Picture => Kind::Picture,
    };
    let reading = serde_json::to_vec(&files::read(kind, &bytes))?;
    Ok(std::io::stdout().lock().write_all(&reading)?)
}

/// The system kills a process that exceeds these. It can't open or write any other file.
fn limit(arguments: &Arguments) -> rustix::io::Result<()> {
    let both = |value: u64| Rlimit { current: Some(value), maximum: Some(value) };
    setrlimit(Resource::Core, both(0))?;
    setrlimit(Resource::Fsize, both(0))?;
    setrlimit(Resource::Nofile, both(3))?;
    setrlimit(Resource::Cpu, both(arguments.processor_s))?;
    setrlimit(Resource::As, both(arguments.memory_mib * 1024 * 1024))
}
