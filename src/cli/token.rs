//! `bonafide token`.

use chrono::Duration;

use super::data_dir::DataDir;
use super::print::print;
use crate::app::{Clock as _, SystemClock};
use crate::auth::Scope;
use crate::auth::tokens::Grant;
use crate::domain::tenant::TenantId;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    data: DataDir,
    /// The tenant whose data the token can access
    #[arg(long)]
    tenant: TenantId,
    /// The scopes, repeated or separated by commas [default: all scopes]
    #[arg(long = "scope", value_delimiter = ',')]
    scopes: Vec<Scope>,
    /// The subject: the program or person that uses the token
    #[arg(long, default_value = "command-line")]
    subject: String,
    /// The lifetime in minutes
    #[arg(long, value_name = "MINUTES", default_value_t = 60, value_parser = clap::value_parser!(i64).range(1..=525_600))]
    minutes: i64,
}

/// Prints a token. It only needs the signing key in the data directory, which the first call creates.
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
