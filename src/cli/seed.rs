//! `bonafide seed`.

use super::data_dir::DataDir;
use crate::domain::tenant::TenantId;
use crate::service::demo;

/// Where to load the seeds.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    data: DataDir,
    /// For which tenant
    #[arg(long, default_value = "demo")]
    tenant: TenantId,
}

/// Loads the seeds; those that are there already are left as they are.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut config = arguments.data.open()?;
    config.enrichment.demo = true;
    let runtime = tokio::runtime::Runtime::new()?;
    let (url, embedded) = arguments.data.database(&config)?;
    runtime.block_on(async {
        let app = arguments.data.app(&config, &url).await?;
        let loaded = demo::load(&app, &arguments.tenant).await?;
        app.db.close().await;
        eprintln!("{loaded} seeds are loaded for tenant {}", arguments.tenant);
        anyhow::Ok(())
    })?;
    drop(embedded);
    Ok(())
}
