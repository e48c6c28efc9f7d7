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
use crate::store::registry::RegisteredModel;

/// What to do with a tenant's models.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    data: DataDir,
    /// Whose
    #[arg(long, default_value = "demo", global = true)]
    tenant: TenantId,
    /// Who does it, for the record
    #[arg(long = "as", value_name = "NAME", default_value = "command-line", global = true)]
    actor: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Print the models, the latest first
    List,
    /// Print a model's card and role
    Show {
        /// Which
        id: ModelId,
    },
    /// Bring in a model file as a candidate
    Import {
        /// The file
        file: PathBuf,
    },
    /// Let a model score, in every replica
    Promote {
        /// Which
        id: ModelId,
        /// Pass the gate by, for this reason; kept on record
        #[arg(long, value_name = "REASON")]
        force: Option<String>,
    },
    /// Say yes to a promotion that somebody else asked for
    Approve {
        /// Of which model
        id: ModelId,
    },
    /// Say no to a promotion that waits
    Decline {
        /// Of which model
        id: ModelId,
    },
    /// Let a model score beside the champion, shown to nobody
    Shadow {
        /// Which
        id: ModelId,
    },
    /// Take a candidate or the shadow out of use
    Retire {
        /// Which
        id: ModelId,
    },
    /// Go back to the model that scored before
    Rollback,
}

/// Does it, whether the service runs or not: running replicas follow.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let config = arguments.data.open()?;
    let actor = Actor::parse(&arguments.actor)?;
    let runtime = tokio::runtime::Runtime::new()?;
    let (url, embedded) = arguments.data.database(&config)?;
    let text = runtime.block_on(async {
        let app = arguments.data.app(&config, &url).await?;
        let done = perform(&app, &arguments.tenant, &actor, &arguments.command).await;
        app.db.close().await;
        done
    })?;
    drop(embedded);
    print(&text)
}

async fn perform(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    command: &Command,
) -> anyhow::Result<String> {
    // A model that is brought in can be a tenant's first row; every other command works on what is there.
    if !matches!(command, Command::Import { .. }) {
        must_exist(app, tenant).await?;
    }
    let model = match command {
        Command::List => {
            let page = models::list(app, tenant, None, 100).await?;
            return Ok(page.items.iter().map(|one| line(&one.model)).collect());
        }
        Command::Show { id } => {
            let found = models::find(app, tenant, id).await?.model;
            let card = serde_json::to_string_pretty(&found.card)?;
            return Ok(format!("{}{card}\n", line(&found)));
        }
        Command::Import { file } => {
            let bytes =
                fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
            models::register(app, tenant, actor, &bytes).await.inspect_err(tell)?
        }
        Command::Promote { id, force } => {
            match models::promote(app, tenant, actor, id, force.as_deref()).await? {
                Promoted::Done(model) => model,
                Promoted::Waits(model, _) => {
                    return Ok(format!("{} waits for a second person\n", model.id));
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

/// Every fault of a file, on the standard error.
fn tell(error: &RegisterError) {
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
