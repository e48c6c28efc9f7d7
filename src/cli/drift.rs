//! `bonafide drift`.

use super::data_dir::DataDir;
use super::print::print;
use super::tenant::must_exist;
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::service::models::drift::{self, DriftReport};

/// Whose drift to measure.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    data: DataDir,
    /// Whose
    #[arg(long, default_value = "demo")]
    tenant: TenantId,
}

/// Counts the days that were not counted yet, tells of what has drifted, and prints the report.
pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let config = arguments.data.open()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let (url, embedded) = arguments.data.database(&config)?;
    let report = runtime.block_on(async {
        let app = arguments.data.app(&config, &url).await?;
        let report = measure(&app, &arguments.tenant).await;
        app.db.close().await;
        report
    })?;
    drop(embedded);
    print(&format!("{}\n", serde_json::to_string_pretty(&report)?))
}

async fn measure(app: &App, tenant: &TenantId) -> anyhow::Result<DriftReport> {
    must_exist(app, tenant).await?;
    Ok(drift::measure(app, tenant).await?)
}
