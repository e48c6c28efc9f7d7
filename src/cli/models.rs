//! `bonafide models`.

use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;
use ids::actor::Actor;

use super::data_dir::DataDir;
use super::print::print;
use super::tenant::must_exist;
use crate::app::App;
use crate::domain::model::ModelId;
use crate::domain::tenant::TenantId;
use crate::service::models::{self, Promoted, RegisterError, known_time};
use crate::store::models::registry::RegisteredModel;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    data: DataDir,
    /// The tenant
    #[arg(long, default_value = "demo", global = true)]
    tenant: TenantId,
    /// The name to record in the audit log
    #[arg(long = "as", value_name = "NAME", default_value = "command-line", global = true)]
    actor: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List the models, newest first
    List,
    /// Print a model's role and card
    Show {
        /// The model id
        id: ModelId,
    },
    /// Import a model file as a candidate
    Import {
        /// The model file
        file: PathBuf,
    },
    /// Make a model the champion, in every replica
    Promote {
        /// The model id
        id: ModelId,
        /// Override the gate for this reason, which is recorded
        #[arg(long, value_name = "REASON")]
        force: Option<String>,
    },
    /// Approve a promotion that someone else requested
    Approve {
        /// The model id
        id: ModelId,
    },
    /// Decline a pending promotion
    Decline {
        /// The model id
        id: ModelId,
    },
    /// Score with a model in the background, without using its results
    Shadow {
        /// The model id
        id: ModelId,
    },
    /// Retire a candidate or the shadow
    Retire {
        /// The model id
        id: ModelId,
    },
    /// Restore the previous champion
    Rollback,
}

/// Works whether or not the service is running; running replicas pick up the change.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let config = arguments.data.open()?;
    let actor = Actor::parse(&arguments.actor)?;
    let Arguments { data, tenant, command, .. } = arguments;
    let text = data.with_app(&config, async |app| perform(app, tenant, &actor, command).await)?;
    print(&text)
}

async fn perform(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    command: &Command,
) -> anyhow::Result<String> {
    // An imported model can be a tenant's first row. Every other command needs an existing tenant.
    if !matches!(command, Command::Import { .. }) {
        must_exist(app, tenant).await?;
    }
    let model = match command {
        Command::List => {
            let page = models::list(app, tenant, None, 100).await?;
            return Ok(page.items.iter().map(|state| line(&state.model)).collect());
        }
        Command::Show { id } => {
            let model = models::find(app, tenant, id).await?.model;
            let card = serde_json::to_string_pretty(&model.card)?;
            return Ok(format!("{}{card}\n", line(&model)));
        }
        Command::Import { file } => {
            let bytes = fs::read(file).with_context(|| format!("can't read {}", file.display()))?;
            models::register(app, tenant, actor, &bytes).await.inspect_err(print_faults)?
        }
        Command::Promote { id, force } => {
            match models::promote(app, tenant, actor, id, force.as_deref()).await? {
                Promoted::Done(model) => model,
                Promoted::Waits(model, _) => {
                    return Ok(format!("{} needs approval by someone else\n", model.id));
                }
            }
        }
        Command::Approve { id } => models::approve(app, tenant, actor, id).await?,
        Command::Decline { id } => models::decline(app, tenant, actor, id).await?,
        Command::Shadow { id } => models::shadow(app, tenant, actor, id).await?,
        Command::Retire { id } => models::retire(app, tenant, actor, id).await?,
        Command::Rollback => models::roll_back(app, tenant, actor).await?,
    };
    Ok(line(&model))
}

/// Prints all errors in a file to standard error.
fn print_faults(error: &RegisterError) {
    if let RegisterError::Faults(faults) = error {
        for fault in faults {
            eprintln!("{} {}: {}", fault.pointer, fault.code, fault.detail);
        }
    }
}

fn line(model: &RegisteredModel) -> String {
    let RegisteredModel { id, role, origin, made_at, card, .. } = model;
    let (role, origin) = (role.name(), origin.name());
    let at =
        known_time(*made_at).map(|at| at.format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
    format!("{id}  {role:9}  {origin:8}  {at:16}  {}\n", card.description)
}
