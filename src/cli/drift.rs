//! `bonafide drift`.

use super::data_dir::DataDir;
use super::print::print;
use super::tenant::must_exist;
use crate::domain::tenant::TenantId;
use crate::service::models::drift;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    data: DataDir,
    /// The tenant
    #[arg(long, default_value = "demo")]
    tenant: TenantId,
}

/// Counts the days that have not been counted yet, sends an event about new drift, and prints the report.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let config = arguments.data.open()?;
    let report = arguments.data.with_app(&config, async |app| {
        must_exist(app, &arguments.tenant).await?;
        Ok(drift::measure(app, &arguments.tenant).await?)
    })?;
    print(&format!("{}\n", serde_json::to_string_pretty(&report)?))
}
