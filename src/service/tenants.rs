//! Whether there is such a tenant.

use super::Internal;
use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::store;

/// Whether anybody submitted, invited, listed, registered or set up anything under this name.
pub async fn exists(app: &App, tenant: &TenantId) -> Result<bool, Internal> {
    let mut tx = app.begin(tenant).await?;
    store::tenants::exists(&mut tx).await
}
