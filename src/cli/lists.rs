//! `bonafide lists`.

use std::io::{IsTerminal as _, Read as _};
use std::path::PathBuf;

use anyhow::{Context as _, anyhow, bail};
use evidence::lists::parse::{Format, Parsed, parse};
use evidence::lists::{ListKind, ListMeaning, ThreatList};
use evidence::profile::read::counted;

use super::data_dir::DataDir;
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::service::lists::{self, Import, ListError, NewList};

/// What to do with threat lists.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    data: DataDir,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Import a file as a new version of a list; the list is made if it is not there
    Import(Box<ImportArguments>),
}

#[derive(Debug, clap::Args)]
struct ImportArguments {
    /// For which tenant
    #[arg(long, default_value = "demo")]
    tenant: TenantId,
    /// The list's name
    #[arg(long)]
    name: String,
    /// What it holds: email, handle, phone, ip, asn, domain, document, wallet, address, device, account
    #[arg(long)]
    kind: ListKind,
    /// What an entry means: actor, sanctions, forwarder, disposable
    #[arg(long, default_value = "actor")]
    meaning: ListMeaning,
    /// How the file is written; by its name's ending if left out
    #[arg(long, value_parser = format)]
    format: Option<Format>,
    /// Where it comes from; kept with the version
    #[arg(long, default_value = "")]
    source: String,
    /// Keep what the list had before
    #[arg(long)]
    append: bool,
    /// After how many days entries end to count that do not say it themselves (addresses: 180)
    #[arg(long)]
    expires_in_days: Option<u16>,
    /// Pass over lines with faults instead of refusing the file
    #[arg(long)]
    skip_invalid: bool,
    /// The file; `-` reads the standard input
    file: PathBuf,
}

fn format(name: &str) -> Result<Format, String> {
    match name {
        "txt" | "text" => Ok(Format::Text),
        "csv" => Ok(Format::Csv),
        "ndjson" | "jsonl" => Ok(Format::Ndjson),
        "json" | "stix" => Ok(Format::Stix),
        _ => Err("there are txt, csv, ndjson and stix".to_owned()),
    }
}

/// Imports.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let Arguments { data, command: Command::Import(arguments) } = arguments;
    let config = data.open()?;
    let bytes = read(&arguments.file)?;
    let runtime = tokio::runtime::Runtime::new()?;
    let (url, embedded) = data.database(&config)?;
    runtime.block_on(async {
        let app = data.app(&config, &url).await?;
        let done = import(&app, arguments, bytes).await;
        app.db.close().await;
        done
    })?;
    drop(embedded);
    Ok(())
}

fn read(file: &PathBuf) -> anyhow::Result<Vec<u8>> {
    if file.as_os_str() != "-" {
        return std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()));
    }
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).context("the standard input cannot be read")?;
    Ok(bytes)
}

async fn import(app: &App, arguments: &ImportArguments, bytes: Vec<u8>) -> anyhow::Result<()> {
    let ending = arguments.file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let by_name = || {
        format(ending)
            .ok()
            .context("say with --format how the file is written (txt, csv, ndjson or stix)")
    };
    let format = arguments.format.map_or_else(by_name, Ok)?;
    let list = list(app, arguments, format, &bytes).await?;
    let terminal = std::io::stderr().is_terminal();
    let import = Import {
        format,
        bytes: bytes.into(),
        append: arguments.append,
        source: arguments.source.clone(),
        expires_in_days: arguments.expires_in_days,
        skip_invalid: arguments.skip_invalid,
    };
    let progress = |written: usize, of: usize| {
        if terminal {
            eprint!("\r{written} of {of}");
        }
    };
    let done = lists::import(app, &arguments.tenant, list.id, import, progress).await;
    if terminal {
        eprintln!();
    }
    match done {
        Ok(done) => {
            for fault in &done.faults {
                eprintln!("line {}: {}", fault.line, fault.detail);
            }
            eprintln!(
                "{}: version {} has {} {}; {} read, {} of them more than once, {} passed over",
                list.name,
                done.version,
                done.entries,
                if done.entries == 1 { "entry" } else { "entries" },
                done.read,
                done.duplicates,
                done.skipped
            );
            Ok(())
        }
        Err(ListError::Faults(parsed)) => Err(refusal(&parsed)),
        Err(error) => Err(error.into()),
    }
}

/// Tells the first faults of a file, on the standard error.
fn refusal(parsed: &Parsed) -> anyhow::Error {
    for fault in &parsed.faults {
        eprintln!("line {}: {}", fault.line, fault.detail);
    }
    let faults = counted(parsed.faulty);
    anyhow!("{faults}; nothing was imported. --skip-invalid passes lines with faults over")
}

/// The list of that name, made if it is not there and the file will be taken.
async fn list(
    app: &App,
    arguments: &ImportArguments,
    format: Format,
    bytes: &[u8],
) -> anyhow::Result<ThreatList> {
    let all = lists::all(app, &arguments.tenant).await?;
    let (kind, meaning) = (arguments.kind, arguments.meaning);
    let Some(known) = all.into_iter().find(|list| list.name == arguments.name) else {
        let parsed = parse(format, kind, bytes);
        if parsed.is_refused(arguments.skip_invalid) {
            return Err(refusal(&parsed));
        }
        let new = NewList { name: arguments.name.clone(), kind, meaning };
        return Ok(lists::create(app, &arguments.tenant, new).await?);
    };
    if (known.kind, known.meaning) != (kind, meaning) {
        bail!(
            "the list {} holds {} that mean {}",
            known.name,
            known.kind.name(),
            known.meaning.name()
        );
    }
    Ok(known)
}
