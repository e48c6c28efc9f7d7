//! `bonafide user`.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use clap::Subcommand;
use ids::actor::Actor;

use super::data_dir::DataDir;
use super::print::print;
use crate::app::App;
use crate::config::ConsoleConfig;
use crate::domain::tenant::TenantId;
use crate::domain::user::{EmailAddress, Role};
use crate::service::access::users::invitations;
use crate::service::access::users::sessions::Token;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    data: DataDir,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print a one-time link for a new user
    Invite {
        /// The tenant to join
        #[arg(long)]
        tenant: TenantId,
        /// The e-mail address of the new user
        #[arg(long)]
        email: String,
        /// The roles, repeated or separated by commas
        #[arg(long = "role", value_delimiter = ',', required = true)]
        roles: Vec<Role>,
        /// The address of the service, for the link; `[console] public_url` overrides it
        #[arg(long, value_name = "ADDR", env = "BONAFIDE_LISTEN")]
        listen: Option<SocketAddr>,
    },
}

/// Prints a link. It needs the database, and works while the service is running.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let Command::Invite { tenant, email, roles, listen } = &arguments.command;
    let config = arguments.data.open()?;
    let email = EmailAddress::parse(email)?;
    let roles: BTreeSet<Role> = roles.iter().copied().collect();
    let by = Actor::parse("command-line")?;
    let token = arguments.data.with_app(&config, async |app| {
        Ok(invitations::invite(app, tenant, &by, &email, &roles).await?)
    })?;
    let own = listen.map(|listen| format!("http://{listen}")).unwrap_or_default();
    let link = join_link(&config.console, &own, tenant, &token);
    if link.starts_with('/') {
        // This command may not know the service's address.
        eprintln!(
            "Prefix this path with the address of your service, or pass --listen, or set `[console] public_url`:"
        );
    }
    print(&format!("{link}\n"))
}

/// The link for the first administrator, if the console's tenant has no users yet.
pub(super) async fn first_link(app: &App, own: &str) -> anyhow::Result<Option<String>> {
    let Some(tenant) = app.console.tenant() else { return Ok(None) };
    let token = invitations::first_admin(app, &tenant).await?;
    Ok(token.map(|token| join_link(&app.console, own, &tenant, &token)))
}

fn join_link(console: &ConsoleConfig, own: &str, tenant: &TenantId, token: &Token) -> String {
    let base = if console.public_url.is_empty() { own } else { &console.public_url };
    format!("{}/console/join/{tenant}/{}", base.trim_end_matches('/'), token.expose())
}
