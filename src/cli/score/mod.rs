//! `bonafide score`: scores a stream of profiles without a database.

mod numbered;

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use chrono::{DateTime, Utc};
use evidence::enrichment::Enricher;
use evidence::finding::State;
use evidence::lists::memory::MemoryLists;
use evidence::lists::parse::{Format, parse};
use evidence::lists::{ListKind, ListMeaning};
use evidence::pepper::Pepper;
use evidence::profile::{BadProfile, Strictness};
use scoring::policy::{Policy, Versioned};
use serde_json::{Value, json};

use super::data_dir::champion;
use super::print::is_broken_pipe;
use crate::app::{Clock as _, SystemClock};
use crate::compute::{Compute, ComputeConfig};
use crate::config::Config;
use crate::http::score_body;
use crate::service::scoring::offline::{Before, Method, Offline};
use crate::service::scoring::scores::Scored;

/// How many lines are scored at a time.
const BATCH: usize = 256;

#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Arguments {
    /// Link each profile to earlier ones in the stream; memory use grows with the stream
    #[arg(long, conflicts_with_all = ["keys", "linked"])]
    link: bool,
    /// Write what each profile can be linked by, instead of scoring; lines begin with a number and a tab
    #[arg(long, requires = "link_key", conflicts_with = "linked")]
    keys: bool,
    /// Score lines of a number, a tab, links that were joined from `--keys`, a tab, and a profile
    #[arg(long, requires = "link_key")]
    linked: bool,
    /// A file of at least 32 secret bytes that key what `--keys` writes
    #[arg(long, value_name = "FILE")]
    link_key: Option<PathBuf>,
    /// Write a short object per profile instead of the full result
    #[arg(long)]
    brief: bool,
    /// Refuse profiles with warnings, and list their warnings as errors
    #[arg(long)]
    strict: bool,
    /// The number of threads; by default one per core
    #[arg(long)]
    threads: Option<NonZeroUsize>,
    /// The submission time to assume, such as 2026-06-01T00:00:00Z; by default the current time
    #[arg(long, value_name = "TIME")]
    now: Option<DateTime<Utc>>,
    /// The expected share of fakes, instead of the default policy's
    #[arg(long, value_name = "SHARE")]
    base_rate: Option<f64>,
    /// A model file to use instead of the configured one
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// A threat list with one value per line, as KIND=FILE or KIND:MEANING=FILE; can be repeated
    #[arg(long = "list", value_name = "KIND=FILE", value_parser = list)]
    lists: Vec<List>,
    /// A configuration file, for the model and the sources of facts
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Files with one profile document per line; by default, or for `-`, standard input
    files: Vec<PathBuf>,
}

#[derive(Clone, Debug)]
struct List {
    kind: ListKind,
    meaning: ListMeaning,
    file: PathBuf,
}

fn list(written: &str) -> Result<List, String> {
    let (what, file) = written.split_once('=').ok_or("expected KIND=FILE")?;
    let (kind, meaning) = what.split_once(':').unwrap_or((what, "actor"));
    Ok(List { kind: kind.parse()?, meaning: meaning.parse()?, file: file.into() })
}

/// Writes one line per input line, in the same order. An invalid line gives an object with its line number and
/// errors, and the command then exits with an error.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut offline = offline(arguments)?;
    let mut stream = Stream {
        form: match arguments {
            Arguments { keys: true, .. } => Form::Keys,
            Arguments { linked: true, .. } => Form::Linked,
            _ => Form::Plain,
        },
        brief: arguments.brief,
        out: BufWriter::new(std::io::stdout().lock()),
        scored: 0,
        bad: 0,
    };
    let standard_input = [PathBuf::from("-")];
    let files: &[PathBuf] =
        if arguments.files.is_empty() { &standard_input } else { &arguments.files };
    let done = files.iter().try_for_each(|file| stream.file(&mut offline, file));
    let Stream { scored, bad, .. } = stream;
    match done {
        // The reader closed the pipe, as `head` does.
        Err(error) if is_broken_pipe(&error) => return Ok(()),
        other => other?,
    }
    // A line of `--keys` that is no profile links nothing; `--linked` reports it.
    if bad > 0 {
        bail!("{bad} lines are not valid profiles; {scored} were scored");
    }
    Ok(())
}

fn offline(arguments: &Arguments) -> anyhow::Result<Offline> {
    // Without a file, only defaults and environment variables apply, and no data directory is created.
    let nowhere = PathBuf::from(".data");
    let config = Config::load(arguments.config.as_deref(), &nowhere)?;
    let model = arguments.model.as_ref().unwrap_or(&config.model.path);
    let mut policy = Versioned::shipped();
    if let Some(base_rate) = arguments.base_rate {
        policy.policy = Policy { base_rate, ..policy.policy };
        if let Some(fault) = policy.policy.faults().first() {
            bail!("invalid base rate: {} {}", fault.field, fault.detail);
        }
    }
    let method = Method {
        champion: champion(model)?,
        enricher: Enricher::load(&config.enrichment, |path| std::fs::read(path))?,
        lists: lists(&arguments.lists)?,
        policy,
        strictness: strictness(arguments.strict),
        now: arguments.now.unwrap_or_else(|| SystemClock.now()),
        pepper: pepper(arguments.link_key.as_deref())?,
    };
    let threads = arguments.threads.map_or(0, NonZeroUsize::get);
    let compute = ComputeConfig { threads, ..ComputeConfig::default() };
    Ok(Offline {
        method: Arc::new(method),
        before: arguments.link.then(Before::default),
        compute: Compute::new(&compute, 0),
    })
}

pub(super) fn strictness(is_strict: bool) -> Strictness {
    if is_strict { Strictness::Strict } else { Strictness::Liberal }
}

/// The pepper of a key file. Without a file, nothing outlives the process, so any pepper will do.
fn pepper(file: Option<&Path>) -> anyhow::Result<Pepper> {
    let Some(file) = file else { return Ok(Pepper::new([0; 32])) };
    let key = std::fs::read(file).with_context(|| format!("can't read {}", file.display()))?;
    let Some((secret, _)) = key.split_first_chunk::<32>() else {
        bail!("{} has fewer than 32 bytes", file.display());
    };
    Ok(Pepper::new(*secret))
}

fn lists(files: &[List]) -> anyhow::Result<MemoryLists> {
    let mut entries = Vec::new();
    for List { kind, meaning, file } in files {
        let bytes =
            std::fs::read(file).with_context(|| format!("can't read {}", file.display()))?;
        let parsed = parse(Format::Text, *kind, &bytes);
        if let Some(fault) = parsed.faults.first() {
            bail!("{}, line {}: {}", file.display(), fault.line, fault.detail);
        }
        entries.extend(parsed.entries.into_iter().map(|entry| (*kind, *meaning, entry.value)));
    }
    Ok(MemoryLists::new(entries))
}

/// What lines look like, and what is done with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// A profile is scored.
    Plain,
    /// A number and a profile become the number and what links the profile.
    Keys,
    /// A number, links and a profile become the number and the result.
    Linked,
}

struct Stream<W: Write> {
    form: Form,
    brief: bool,
    out: W,
    scored: usize,
    bad: usize,
}

impl<W: Write> Stream<W> {
    fn file(&mut self, offline: &mut Offline, file: &PathBuf) -> anyhow::Result<()> {
        if file.as_os_str() == "-" {
            return self.lines(offline, "standard input", std::io::stdin().lock());
        }
        let name = file.display().to_string();
        let opened = File::open(file).with_context(|| format!("can't read {name}"))?;
        self.lines(offline, &name, BufReader::new(opened))
    }

    fn lines(
        &mut self,
        offline: &mut Offline,
        name: &str,
        mut lines: impl BufRead,
    ) -> anyhow::Result<()> {
        let mut number = 0;
        loop {
            let (mut numbers, mut batch) = (Vec::new(), Vec::new());
            while batch.len() < BATCH {
                let mut line = Vec::new();
                let read = lines.read_until(b'\n', &mut line);
                if read.with_context(|| format!("can't read {name}"))? == 0 {
                    break;
                }
                number += 1;
                if !line.trim_ascii().is_empty() {
                    numbers.push(number);
                    batch.push(line);
                }
            }
            if batch.is_empty() {
                return Ok(self.out.flush()?);
            }
            match self.form {
                Form::Plain => {
                    for (number, scored) in numbers.into_iter().zip(offline.score(batch)) {
                        let line = self.line(name, number, scored);
                        writeln!(self.out, "{line}")?;
                    }
                }
                Form::Keys => numbered::keys(self, offline, &batch)?,
                Form::Linked => numbered::score(self, offline, (name, batch))?,
            }
        }
    }

    fn line(&mut self, name: &str, number: usize, scored: Result<Scored, BadProfile>) -> Value {
        match scored {
            Ok(scored) => {
                self.scored += 1;
                if self.brief { brief(&scored) } else { score_body(scored) }
            }
            Err(error) => {
                self.bad += 1;
                let errors = faults(&error);
                eprintln!("{name}, line {number}: {error}");
                json!({ "line": number, "errors": errors })
            }
        }
    }
}

/// The short result: band, score and hits, without texts.
fn brief(scored: &Scored) -> Value {
    let assessment = &scored.assessment;
    let hits = assessment.contributions.iter().filter(|part| part.state == State::Hit);
    let hits: Vec<Value> = hits
        .map(|hit| json!({ "indicator": hit.indicator, "value": hit.value, "log_odds": hit.log_odds }))
        .collect();
    json!({
        "external_id": scored.external_id,
        "band": assessment.band,
        "recommendation": assessment.recommendation,
        "score": assessment.score,
        "probability": assessment.probability,
        "log_odds": assessment.log_odds,
        "linked_to": assessment.links.applicants,
        "hits": hits,
        "warnings": scored.warnings.len(),
    })
}

pub(super) fn faults(error: &BadProfile) -> Value {
    match error {
        BadProfile::Json(error) => {
            json!([{ "pointer": "", "code": "malformed_json", "detail": error.to_string() }])
        }
        BadProfile::Faults(faults) => json!(faults),
        BadProfile::Warnings(warnings) => json!(warnings),
    }
}

#[cfg(test)]
mod tests;
