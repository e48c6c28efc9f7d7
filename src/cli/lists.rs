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

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    data: DataDir,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Import a file as a new version of a list, creating the list if needed
    Import(Box<ImportArguments>),
}

#[derive(Debug, clap::Args)]
struct ImportArguments {
    /// The tenant that owns the list
    #[arg(long, default_value = "demo")]
    tenant: TenantId,
    /// The name of the list
    #[arg(long)]
    name: String,
    /// The kind of its entries: email, handle, phone, ip, asn, domain, document, wallet, address, device, account
    #[arg(long)]
    kind: ListKind,
    /// What an entry means: actor, sanctions, forwarder, disposable
    #[arg(long, default_value = "actor")]
    meaning: ListMeaning,
    /// The file format: txt, csv, ndjson or stix; by default derived from the file extension
    #[arg(long, value_parser = format)]
    format: Option<Format>,
    /// The source of the data, stored with the version
    #[arg(long, default_value = "")]
    source: String,
    /// Keep the existing entries
    #[arg(long)]
    append: bool,
    /// Days until entries without an expiry date expire (default for IP addresses: 180)
    #[arg(long)]
    expires_in_days: Option<u16>,
    /// Skip invalid lines instead of rejecting the file
    #[arg(long)]
    skip_invalid: bool,
    /// The file to import; `-` reads standard input
    file: PathBuf,
}

fn format(name: &str) -> Result<Format, String> {
    match name {
        "txt" | "text" => Ok(Format::Text),
        "csv" => Ok(Format::Csv),
        "ndjson" | "jsonl" => Ok(Format::Ndjson),
        "json" | "stix" => Ok(Format::Stix),
        _ => Err("the formats are txt, csv, ndjson and stix".to_owned()),
    }
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let Arguments { data, command: Command::Import(arguments) } = arguments;
    let config = data.open()?;
    let bytes = read(&arguments.file)?;
    data.with_app(&config, async |app| import(app, arguments, bytes).await)
}

fn read(file: &PathBuf) -> anyhow::Result<Vec<u8>> {
    if file.as_os_str() != "-" {
        return std::fs::read(file).with_context(|| format!("can't read {}", file.display()));
    }
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).context("can't read standard input")?;
    Ok(bytes)
}

async fn import(app: &App, arguments: &ImportArguments, bytes: Vec<u8>) -> anyhow::Result<()> {
    let ending = arguments.file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let format = arguments.format.or_else(|| format(ending).ok()).context(
        "can't derive the format from the file name; pass --format txt, csv, ndjson or stix",
    )?;
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
                "{}: version {} has {} {}; {} read, {} duplicates, {} skipped",
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

/// Prints the first invalid lines to standard error.
fn refusal(parsed: &Parsed) -> anyhow::Error {
    for fault in &parsed.faults {
        eprintln!("line {}: {}", fault.line, fault.detail);
    }
    let faults = counted(parsed.fault_count);
    anyhow!("{faults}; nothing was imported. Pass --skip-invalid to skip invalid lines")
}

/// Finds the list by name, or creates it if the file is valid.
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
        if parsed.is_rejected(arguments.skip_invalid) {
            return Err(refusal(&parsed));
        }
        let new = NewList { name: arguments.name.clone(), kind, meaning };
        return Ok(lists::create(app, &arguments.tenant, new).await?);
    };
    if (known.kind, known.meaning) != (kind, meaning) {
        bail!(
            "the list {} has entries of kind {} with the meaning {}",
            known.name,
            known.kind.name(),
            known.meaning.name()
        );
    }
    Ok(known)
}
