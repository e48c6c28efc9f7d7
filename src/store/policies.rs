//! The table `policy`.

use chrono::{DateTime, Utc};
use scoring::policy::Policy;
use sqlx::PgConnection;
use sqlx::types::Json;

use super::StoreError;
use crate::domain::tenant::TenantId;

/// The tenant's latest policy and its version.
pub async fn latest(connection: &mut PgConnection) -> Result<Option<(i32, Policy)>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT version, body AS "body: Json<Policy>"
        FROM policy
        ORDER BY tenant_id, version DESC
        LIMIT 1"#,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.version, row.body.0)))
}

/// One version of the tenant's policy.
pub async fn find(
    connection: &mut PgConnection,
    version: i32,
) -> Result<Option<Policy>, StoreError> {
    let body = sqlx::query_scalar!(
        r#"SELECT body AS "body: Json<Policy>" FROM policy WHERE version = $1"#,
        version,
    )
    .fetch_optional(connection)
    .await?;
    Ok(body.map(|body| body.0))
}

/// A new version.
pub async fn insert(
    connection: &mut PgConnection,
    tenant: &TenantId,
    version: i32,
    policy: &Policy,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO policy (tenant_id, version, body, created_at) VALUES ($1, $2, $3, $4)",
        tenant.as_str(),
        version,
        Json(policy) as _,
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}
