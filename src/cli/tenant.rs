//! Names of tenants on the command line.

use anyhow::bail;

use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::service::tenants;

/// Refuses a name that nothing is kept under, for commands that only work on what is there: a slip in the name
/// would look like a tenant without data.
pub(super) async fn must_exist(app: &App, tenant: &TenantId) -> anyhow::Result<()> {
    if tenants::exists(app, tenant).await? {
        return Ok(());
    }
    bail!(
        "there is no tenant `{tenant}`: nothing was submitted, invited, imported or set up under this name in this \
         database. Tenants have the names that tokens were minted for (`bonafide token --tenant`); is --data-dir \
         the right one?"
    )
}
