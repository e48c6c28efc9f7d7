//! `bonafide seed`.

use anyhow::Context as _;

use super::data_dir::DataDir;
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::seeds;
use crate::service::decisions::{IdempotencyKey, decide};

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
        let loaded = load(&app, &arguments.tenant).await?;
        app.db.close().await;
        eprintln!("{loaded} seeds are loaded for tenant {}", arguments.tenant);
        anyhow::Ok(())
    })?;
    drop(embedded);
    Ok(())
}

/// Makes a decision on each seed, once for each tenant.
pub(super) async fn load(app: &App, tenant: &TenantId) -> anyhow::Result<usize> {
    let seeds = seeds::all();
    for seed in &seeds {
        let key = IdempotencyKey::parse(&format!("seed/{}", seed.file));
        let document = seed.document.to_string();
        decide(app, tenant, document.as_bytes(), key.as_ref())
            .await
            .with_context(|| format!("the seed {}", seed.file))?;
    }
    Ok(seeds.len())
}
