//! `bonafide convert`.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::PathBuf;

use anyhow::{Context as _, bail};

use super::print::print;
use crate::adapters::{Converted, Kind, Options, convert};

/// What to convert.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Whose form it has: json-resume, github, gh-fake-analyzer, greenhouse, ashby, csv
    #[arg(long)]
    kind: Kind,
    /// Your own name of the applicant, where the input has none
    #[arg(long)]
    external_id: Option<String>,
    /// For csv: a JSON file from places in the profile to columns
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// The input; `-` reads the standard input
    file: PathBuf,
}

/// Prints one profile document a line. What was left out goes to the standard error.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mapping: BTreeMap<String, String> = match &arguments.mapping {
        None => BTreeMap::new(),
        Some(file) => serde_json::from_str(&std::fs::read_to_string(file)?)
            .with_context(|| format!("the mapping {}", file.display()))?,
    };
    let options = Options { external_id: arguments.external_id.clone(), mapping };
    let converted = match convert(arguments.kind, &read(&arguments.file)?, &options) {
        Ok(converted) => converted,
        Err(faults) => {
            for fault in &faults {
                eprintln!("{} {}: {}", fault.pointer, fault.code, fault.detail);
            }
            bail!("{} faults; nothing was converted", faults.len());
        }
    };
    match converted {
        Converted::Profiles { documents, notes } => {
            for note in notes {
                eprintln!("left out {}: {}", note.pointer, note.detail);
            }
            let lines: Vec<String> = documents.iter().map(ToString::to_string).collect();
            print(&(lines.join("\n") + "\n"))
        }
        Converted::Erase { external_id } => bail!("no profile: {external_id} was erased"),
        Converted::Merge { from, into } => bail!("no profile: {from} was merged into {into}"),
        Converted::Nothing => bail!("no profile: the event concerns no candidate"),
    }
}

fn read(file: &PathBuf) -> anyhow::Result<Vec<u8>> {
    if file.as_os_str() != "-" {
        return std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()));
    }
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).context("the standard input cannot be read")?;
    Ok(bytes)
}
