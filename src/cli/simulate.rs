//! `bonafide simulate`.

use std::fs::File;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::PathBuf;

use anyhow::Context as _;
use learning::simulator::{Behaviour, CohortOptions, Simulated, cohort};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The number of profiles
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    profiles: u32,
    /// The random seed; the same seed gives the same cohort
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Make rings more careful, and red flags of genuine people more frequent, than in the baseline's training data
    #[arg(long)]
    unlike: bool,
    /// Where to write the labels, one JSON object per line
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
}

/// Writes the documents to stdout and the labels to a file.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let behaviour = if arguments.unlike { Behaviour::Shifted } else { Behaviour::Baseline };
    let options = CohortOptions::new(arguments.profiles as usize, arguments.seed);
    let cohort = cohort(&CohortOptions { behaviour, ..options });
    if let Some(path) = &arguments.labels {
        let file = File::create(path)
            .with_context(|| format!("can't write the labels to {}", path.display()))?;
        let mut lines = BufWriter::new(file);
        for applicant in &cohort {
            writeln!(lines, "{}", serde_json::to_string(&applicant.label)?)?;
        }
        lines.flush()?;
    }
    match write(&cohort) {
        // The reader closed the pipe, as `head` does.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

fn write(cohort: &[Simulated]) -> std::io::Result<()> {
    let mut lines = BufWriter::new(std::io::stdout().lock());
    for applicant in cohort {
        writeln!(lines, "{}", applicant.document)?;
    }
    lines.flush()
}
