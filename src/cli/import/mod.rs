//! `bonafide import`: decides on every line of a file.

mod input;
mod parquet;
mod progress;
mod record;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fs::OpenOptions;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::pin::pin;

use anyhow::{Context as _, anyhow, bail};
use evidence::identifier::hex;
use evidence::profile::Strictness;
use evidence::profile::read::{Fault, Warning};
use futures_util::stream::{Stream, StreamExt as _, poll_fn};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::data_dir::DataDir;
use super::score::{faults, strictness};
use crate::app::App;
use crate::compute::ComputeError;
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::service::scoring::batches::{self, Item, ItemError};
use crate::service::scoring::decisions::{DecideError, IdempotencyKey};
use input::{Input, Line, Position};
use progress::Progress;
use record::MAX_BYTES;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    data: DataDir,
    /// The tenant that gets the decisions
    #[arg(long)]
    tenant: TenantId,
    /// A file that records the progress, so that an import that was cut off continues there
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// A file for the lines that failed, as one JSON object each; by default standard error
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// A file for the warnings about lines that were decided, as one JSON object for each line with warnings
    #[arg(long, value_name = "FILE")]
    warnings: Option<PathBuf>,
    /// Count profiles with warnings as failed
    #[arg(long)]
    strict: bool,
    /// The file with one profile document per line, or a .parquet file with documents in the column `profile`; `-` reads
    /// standard input
    file: PathBuf,
}

/// Decides on every line. The same line is decided once for a tenant, however often it is imported. A line that fails
/// is reported with its number and doesn't stop the others, but the command then exits with an error.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let config = arguments.data.open()?;
    let failed = arguments.data.with_app(&config, async |app| import(app, arguments).await)?;
    if failed > 0 {
        bail!("{failed} {} failed", if failed == 1 { "line" } else { "lines" });
    }
    Ok(())
}

/// Returns how many lines failed.
async fn import(app: &App, arguments: &Arguments) -> anyhow::Result<u64> {
    let Arguments { tenant, file, .. } = arguments;
    let start = progress::start(arguments.state.as_deref(), tenant)?;
    let name = || format!("can't read {}", file.display());
    let mut input = Input::open(file).with_context(name)?;
    if !input.skip(start.position).with_context(name)? {
        bail!("the state file belongs to another input; delete it to import this one");
    }
    let mut report = Report {
        errors: output(arguments.errors.as_deref(), start.position)?
            .unwrap_or_else(|| Box::new(io::stderr())),
        warnings: output(arguments.warnings.as_deref(), start.position)?,
    };
    let mut progress = Progress::new(tenant, arguments.state.as_ref(), input.size, start);
    let source = Source::new(input.read(), strictness(arguments.strict));
    let done = decide(app, &source, &mut report, &mut progress).await;
    // What was done stays done, whatever stopped the import.
    report.flush()?;
    progress.save()?;
    progress.end();
    done?;
    source.failed.take().map_or(Ok(()), Err).with_context(name)?;
    Ok(progress.now.counts.failed)
}

async fn decide(
    app: &App,
    source: &Source,
    report: &mut Report,
    progress: &mut Progress<'_>,
) -> anyhow::Result<()> {
    let tenant = progress.tenant;
    let mut outcomes = pin!(batches::decide_each(app, tenant, app.admit(tenant)?, source.items()));
    while let Some(outcome) = outcomes.next().await {
        let position = source.next_position();
        if let Err(error) = &outcome
            && is_temporary(error)
        {
            let again = "start the same import again to continue";
            return Err(anyhow!("{error}").context(format!("line {}; {again}", position.line)));
        }
        let counts = &mut progress.now.counts;
        match &outcome {
            Ok(decided) if decided.replayed => counts.repeated += 1,
            Ok(decided) => {
                counts.decided += 1;
                report.warnings(position.line, &decided.decision.warnings)?;
            }
            Err(error) => {
                counts.failed += 1;
                report.line(position.line, error)?;
            }
        }
        progress.now.position = position;
        if progress.is_due() {
            report.flush()?;
            progress.save()?;
        }
        progress.show();
    }
    Ok(())
}

/// The items of the input, and the positions of those whose outcome has not come yet.
struct Source {
    lines: RefCell<mpsc::Receiver<io::Result<Line>>>,
    positions: RefCell<VecDeque<Position>>,
    strictness: Strictness,
    /// Why the input ended early.
    failed: Cell<Option<io::Error>>,
}

impl Source {
    fn new(lines: mpsc::Receiver<io::Result<Line>>, strictness: Strictness) -> Self {
        Self {
            lines: RefCell::new(lines),
            positions: RefCell::default(),
            strictness,
            failed: Cell::default(),
        }
    }

    fn items(&self) -> impl Stream<Item = Result<Item, ItemError>> {
        poll_fn(|context| {
            let line = self.lines.borrow_mut().poll_recv(context);
            line.map(|line| match line? {
                Ok(line) => Some(self.item(line)),
                Err(error) => {
                    self.failed.set(Some(error));
                    None
                }
            })
        })
    }

    fn item(&self, line: Line) -> Result<Item, ItemError> {
        self.positions.borrow_mut().push_back(line.end);
        let Some(document) = line.document else {
            let detail = format!("the line is longer than {MAX_BYTES} bytes");
            let fault = Fault { pointer: String::new(), code: "too_long", detail };
            return Err(ItemError::Form(fault));
        };
        // The name of the file is no part of the key, so a copy of the file changes nothing either.
        let key = IdempotencyKey::parse(&format!("import/{}", hex(&line.digest)));
        Ok(Item { document, strictness: self.strictness, key })
    }

    /// The position of the next outcome: they come in the order of the items.
    fn next_position(&self) -> Position {
        self.positions.borrow_mut().pop_front().expect("every outcome has its line")
    }
}

/// Whether the line may succeed next time, so that the import stops before it.
fn is_temporary(error: &ItemError) -> bool {
    let ItemError::Decide(DecideError::Internal(error)) = error else { return false };
    match error {
        Internal::Compute(ComputeError::Panicked) | Internal::Corrupt(_) => false,
        Internal::Unavailable(_)
        | Internal::ConnectionsBusy
        | Internal::UnusableChampion(_)
        | Internal::Compute(_)
        | Internal::Store(_)
        | Internal::Key(_) => true,
    }
}

/// Where lines are reported that failed or have warnings.
struct Report {
    errors: Box<dyn Write>,
    warnings: Option<Box<dyn Write>>,
}

/// Continues the file of an import that was cut off, and otherwise begins a new one.
fn output(path: Option<&Path>, position: Position) -> anyhow::Result<Option<Box<dyn Write>>> {
    let Some(path) = path else { return Ok(None) };
    let mut options = OpenOptions::new();
    options.create(true);
    let options =
        if position.line > 0 { options.append(true) } else { options.write(true).truncate(true) };
    let file = options.open(path).with_context(|| format!("can't write {}", path.display()))?;
    Ok(Some(Box::new(BufWriter::new(file))))
}

impl Report {
    fn line(&mut self, number: u64, error: &ItemError) -> io::Result<()> {
        let errors = match error {
            ItemError::Form(fault) => json!([fault]),
            ItemError::Decide(DecideError::Profile(error)) => faults(error),
            ItemError::Key | ItemError::Decide(_) => Value::Array(Vec::new()),
        };
        let line = json!({ "line": number, "detail": error.to_string(), "errors": errors });
        writeln!(self.errors, "{line}")
    }

    fn warnings(&mut self, number: u64, warnings: &[Warning]) -> io::Result<()> {
        match &mut self.warnings {
            Some(out) if !warnings.is_empty() => {
                writeln!(out, "{}", json!({ "line": number, "warnings": warnings }))
            }
            _ => Ok(()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.errors.flush()?;
        self.warnings.as_mut().map_or(Ok(()), Write::flush)
    }
}
