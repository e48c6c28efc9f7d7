//! `bonafide seed`.

use super::data_dir::DataDir;
use crate::domain::tenant::TenantId;
use crate::service::demo;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    data: DataDir,
    /// The tenant that gets the profiles
    #[arg(long, default_value = "demo")]
    tenant: TenantId,
}

/// Loads the seed profiles, except those that already exist.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut config = arguments.data.open()?;
    config.enrichment.demo = true;
    let tenant = &arguments.tenant;
    let loaded =
        arguments.data.with_app(&config, async |app| Ok(demo::load(app, tenant).await?))?;
    eprintln!("loaded {loaded} seeds for tenant {tenant}");
    Ok(())
}
