//! Runs the learner on any CSV file, so that anyone can compare it with other learners:
//!
//! ```text
//! cargo run --release -p bonafide-tabular --example tabular -- --train train.csv --test test.csv --label y --seed 0 --out scores.csv
//! ```
//!
//! `docs/MODEL.md` explains how it reads numbers, categories and blanks.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Parser;
use tabular::{Sheet, Tabular, TabularOptions, TabularScore};

/// Learn from one CSV file and score another
#[derive(Debug, Parser)]
struct Arguments {
    /// The CSV file to learn from, with a header row
    #[arg(long, value_name = "FILE")]
    train: PathBuf,
    /// The CSV file to score, with the same columns (the label is optional)
    #[arg(long, value_name = "FILE")]
    test: PathBuf,
    /// The name of the label column, which must have two different values
    #[arg(long, value_name = "COLUMN")]
    label: String,
    /// The random seed
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// The number of threads; the scores do not depend on it
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Where to write `row_id,score`: the row of the test file, counted from 0, and the probability
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Where to write the terms, as JSON
    #[arg(long, value_name = "FILE")]
    terms: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let (train, test) = (read(&arguments.train)?, read(&arguments.test)?);
    let options = TabularOptions {
        label: arguments.label.clone(),
        seed: arguments.seed,
        threads: arguments.threads,
    };
    let model = Tabular::learn(&train, &options)?;
    model.notes.iter().for_each(|note| eprintln!("{note}"));
    let scores = model.score(&test)?;
    write_scores(&arguments.out, &scores)
        .with_context(|| format!("{} cannot be written", arguments.out.display()))?;
    if let Some(path) = &arguments.terms {
        let file = File::create(path).map(BufWriter::new);
        file.map_err(anyhow::Error::from)
            .and_then(|file| Ok(serde_json::to_writer(file, &model.terms(&scores))?))
            .with_context(|| format!("{} cannot be written", path.display()))?;
    }
    eprintln!(
        "{} rows scored: the score is the probability that `{}` is `{}`",
        scores.len(),
        arguments.label,
        model.labels.0
    );
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<Sheet> {
    let name = path.display().to_string();
    let file = File::open(path).with_context(|| format!("{name} cannot be read"))?;
    Ok(Sheet::read(&name, file)?)
}

fn write_scores(path: &Path, scores: &[TabularScore]) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "row_id,score")?;
    for (row, score) in scores.iter().enumerate() {
        writeln!(out, "{row},{}", score.probability)?;
    }
    out.flush()
}
