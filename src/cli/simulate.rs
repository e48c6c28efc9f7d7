//! `bonafide simulate`.

use std::fs::File;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::PathBuf;

use anyhow::Context as _;
use learning::simulator::{CohortOptions, Manners, Simulated, cohort};

/// What cohort to make. Nobody in it is real.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// How many profiles
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    profiles: u32,
    /// The seed: the same one gives the same cohort
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Make rings more careful and honest people odder than the shipped baseline was trained on
    #[arg(long)]
    unlike: bool,
    /// Where to write what each applicant is, one JSON object a line
    #[arg(long, value_name = "FILE")]
    labels: Option<PathBuf>,
}

/// Writes the documents to stdout and the labels to a file.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let manners = if arguments.unlike { Manners::Unlike } else { Manners::Usual };
    let options = CohortOptions::new(arguments.profiles as usize, arguments.seed);
    let cohort = cohort(&CohortOptions { manners, ..options });
    if let Some(path) = &arguments.labels {
        let file = File::create(path)
            .with_context(|| format!("the labels cannot be written to {}", path.display()))?;
        let mut lines = BufWriter::new(file);
        for one in &cohort {
            writeln!(lines, "{}", serde_json::to_string(&one.label)?)?;
        }
        lines.flush()?;
    }
    match write(&cohort) {
        // Somebody who reads a few lines only, such as `head`.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

fn write(cohort: &[Simulated]) -> std::io::Result<()> {
    let mut lines = BufWriter::new(std::io::stdout().lock());
    for one in cohort {
        writeln!(lines, "{}", one.document)?;
    }
    lines.flush()
}
