//! Whether there is such a tenant.

use crate::app::App;
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::store;

/// Whether the tenant has any rows.
pub async fn exists(app: &App, tenant: &TenantId) -> Result<bool, Internal> {
    let mut tx = app.begin(tenant).await?;
    store::access::tenants::exists(&mut tx).await
}
