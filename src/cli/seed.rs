//! `bonafide seed`.

use super::data_dir::DataDir;
use crate::domain::tenant::TenantId;
use crate::service::demo;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    data: DataDir,
    /// The tenant to load them for
    #[arg(long, default_value = "demo")]
    tenant: TenantId,
}

/// Loads the seed profiles, except those that already exist.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut config = arguments.data.open()?;
    config.enrichment.demo = true;
    let runtime = tokio::runtime::Runtime::new()?;
    let (url, embedded) = arguments.data.database(&config)?;
    runtime.block_on(async {
        let app = arguments.data.app(&config, &url).await?;
        let loaded = demo::load(&app, &arguments.tenant).await?;
        app.db.close().await;
        eprintln!("loaded {loaded} seeds for tenant {}", arguments.tenant);
        anyhow::Ok(())
    })?;
    drop(embedded);
    Ok(())
}
