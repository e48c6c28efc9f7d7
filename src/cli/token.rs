//! `bonafide token`.

use chrono::Duration;

use super::data_dir::DataDir;
use super::print::print;
use crate::app::{Clock as _, SystemClock};
use crate::auth::Scope;
use crate::auth::tokens::Grant;
use crate::domain::tenant::TenantId;

/// What to mint.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    data: DataDir,
    /// Whose rows the token opens
    #[arg(long)]
    tenant: TenantId,
    /// What it allows; may be given several times, or as a list with commas [default: everything]
    #[arg(long = "scope", value_delimiter = ',')]
    scopes: Vec<Scope>,
    /// Who holds it
    #[arg(long, default_value = "command-line")]
    subject: String,
    /// For how many minutes it holds
    #[arg(long, value_name = "MINUTES", default_value_t = 60, value_parser = clap::value_parser!(i64).range(1..=525_600))]
    minutes: i64,
}

/// Prints a bare token. It needs the data directory's key and nothing else; a first call makes the key.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let config = arguments.data.open()?;
    let scopes =
        if arguments.scopes.is_empty() { Scope::ALL.to_vec() } else { arguments.scopes.clone() };
    let grant = Grant {
        tenant: arguments.tenant.clone(),
        scopes,
        subject: arguments.subject.clone(),
        lifetime: Duration::minutes(arguments.minutes),
    };
    let token = arguments.data.tokens(&config)?.mint(&grant, SystemClock.now())?;
    print(&format!("{token}\n"))
}
