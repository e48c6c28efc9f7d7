//! `bonafide convert`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use chrono::{DateTime, Utc};
use evidence::adapters::{Converted, Kind, Options, convert};
use evidence::profile::read::Fault;

use super::print::is_broken_pipe;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The input format: the name of an adapter, such as json-resume, github, greenhouse or csv
    #[arg(long)]
    kind: Kind,
    /// Your id for the applicant, if the input has none
    #[arg(long, conflicts_with = "lines")]
    external_id: Option<String>,
    /// For csv: a JSON file that maps profile fields to columns
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// When the inputs were submitted (RFC 3339), if they contain no time
    #[arg(long, value_name = "TIME")]
    submitted_at: Option<DateTime<Utc>>,
    /// Treat each line as a separate input (the default for .ndjson and .jsonl files)
    #[arg(long)]
    lines: bool,
    /// Don't report fields that were left out
    #[arg(long)]
    quiet: bool,
    /// The input files; `-` reads standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// Prints one profile document per line. Omitted fields and failed inputs are reported on standard error. A failed
/// input doesn't stop the others, but the command then exits with an error.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mapping: BTreeMap<String, String> = match &arguments.mapping {
        None => BTreeMap::new(),
        Some(file) => serde_json::from_str(&std::fs::read_to_string(file)?)
            .with_context(|| format!("can't read the mapping {}", file.display()))?,
    };
    if arguments.external_id.is_some() && arguments.files.len() > 1 {
        bail!("`--external-id` names one applicant, but there are several inputs; leave it out");
    }
    let mut conversion = Conversion {
        kind: arguments.kind,
        options: Options {
            external_id: arguments.external_id.clone(),
            mapping,
            submitted_at: arguments.submitted_at,
        },
        quiet: arguments.quiet,
        out: BufWriter::new(std::io::stdout().lock()),
        refused: 0,
        documents: 0,
    };
    for file in &arguments.files {
        let done = conversion.file(file, arguments.lines || is_lines(file));
        match done {
            // The reader closed the pipe, as `head` does.
            Err(error) if is_broken_pipe(&error) => return Ok(()),
            other => other?,
        }
    }
    conversion.out.flush()?;
    let Conversion { refused, documents, .. } = conversion;
    match refused {
        0 => Ok(()),
        1 => bail!("1 input can't be converted; {documents} documents were written"),
        _ => bail!("{refused} inputs can't be converted; {documents} documents were written"),
    }
}

fn is_lines(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "ndjson" || extension == "jsonl")
}

struct Conversion<W: Write> {
    kind: Kind,
    options: Options,
    quiet: bool,
    out: W,
    refused: usize,
    documents: usize,
}

impl<W: Write> Conversion<W> {
    fn file(&mut self, file: &Path, lines: bool) -> anyhow::Result<()> {
        let standard_input = file.as_os_str() == "-";
        let name = if standard_input { "-".to_owned() } else { file.display().to_string() };
        let failed = || format!("can't read {name}");
        let mut input: Box<dyn BufRead> = if standard_input {
            Box::new(std::io::stdin().lock())
        } else {
            Box::new(BufReader::new(File::open(file).with_context(failed)?))
        };
        if lines {
            return self.lines(&name, input);
        }
        let mut bytes = Vec::new();
        input.read_to_end(&mut bytes).with_context(failed)?;
        self.input(&name, &bytes)
    }

    fn lines(&mut self, name: &str, mut input: impl BufRead) -> anyhow::Result<()> {
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            let read = input.read_until(b'\n', &mut line);
            if read.with_context(|| format!("can't read {name}"))? == 0 {
                break;
            }
            if !line.trim_ascii().is_empty() {
                self.input(&format!("{name}, line {number}"), &line)?;
            }
        }
        Ok(())
    }

    /// Converts one input. `name` is the file and line for messages.
    fn input(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        match convert(self.kind, bytes, &self.options) {
            Ok(
                Converted::Profiles { documents, notes }
                | Converted::Additions { documents, notes, .. },
            ) => {
                for note in notes.iter().filter(|_| !self.quiet) {
                    eprintln!("{name}: left out {}: {}", note.pointer, note.detail);
                }
                for document in &documents {
                    writeln!(self.out, "{document}")?;
                }
                self.documents += documents.len();
            }
            Ok(Converted::Erase { external_id }) => {
                self.refuse(name, &format!("no profile: {external_id} was erased"));
            }
            Ok(Converted::Merge { from, into }) => {
                self.refuse(name, &format!("no profile: {from} was merged into {into}"));
            }
            Ok(Converted::Nothing) => {
                self.refuse(name, "no profile: the event isn't about a candidate");
            }
            Err(faults) => {
                let describe =
                    |fault: &Fault| format!("{} {}: {}", fault.pointer, fault.code, fault.detail);
                let errors: Vec<String> = faults.iter().map(describe).collect();
                self.refuse(name, errors.join("; ").trim());
            }
        }
        Ok(())
    }

    fn refuse(&mut self, name: &str, reason: &str) {
        self.refused += 1;
        eprintln!("{name}: {reason}");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn each_line_is_an_input_and_an_invalid_line_does_not_stop_the_others() {
        let mut conversion = Conversion {
            kind: Kind::GitHub,
            options: Options::default(),
            quiet: true,
            out: Vec::new(),
            refused: 0,
            documents: 0,
        };
        let input = "{\"user\":{\"login\":\"one\"}}\n\n{\"message\":\"Not Found\"}\nbroken\n{\"user\":{\"login\":\"two\"}}";
        conversion.lines("a test", input.as_bytes()).unwrap();
        assert_eq!((conversion.documents, conversion.refused), (2, 2));
        let out = String::from_utf8(conversion.out).unwrap();
        let names: Vec<String> = out
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["external_id"].to_string())
            .collect();
        assert_eq!(names, ["\"github:one\"", "\"github:two\""]);
    }

    #[test]
    fn the_extension_decides_whether_each_line_is_an_input() {
        assert!(is_lines(Path::new("accounts.ndjson")) && is_lines(Path::new("a.jsonl")));
        assert!(!is_lines(Path::new("account.json")) && !is_lines(Path::new("-")));
    }
}
