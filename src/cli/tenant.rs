//! Tenant names on the command line.

use anyhow::bail;

use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::service::access::tenants;

/// Rejects an unknown tenant, for commands that need existing data. Otherwise a typo would look like a tenant
/// without data.
pub(super) async fn must_exist(app: &App, tenant: &TenantId) -> anyhow::Result<()> {
    if tenants::exists(app, tenant).await? {
        return Ok(());
    }
    bail!(
        "there is no tenant `{tenant}` in this database. A tenant exists once something has been stored for it, under \
         the name in its tokens (`bonafide token --tenant`). Check the name and --data-dir"
    )
}
