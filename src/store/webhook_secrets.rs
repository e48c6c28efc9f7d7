//! The table `webhook_secret`.

use chrono::{DateTime, Utc};
use ids::{EndpointId, SecretId};
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::tenant::TenantId;
use crate::domain::webhook::{Scheme, SealedSecret};

/// Keeps a new secret.
pub async fn insert(
    connection: &mut PgConnection,
    tenant: &TenantId,
    endpoint: EndpointId,
    secret: &SealedSecret,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO webhook_secret (tenant_id, id, endpoint_id, scheme, sealed, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)",
        tenant.as_str(),
        secret.id.0,
        endpoint.0,
        secret.scheme.name(),
        secret.sealed,
        secret.created_at,
        secret.expires_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The secrets that sign at this time, the latest first.
pub async fn live(
    connection: &mut PgConnection,
    tenant: &TenantId,
    endpoint: EndpointId,
    now: DateTime<Utc>,
) -> Result<Vec<SealedSecret>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT id AS "id: SecretId", scheme, sealed, created_at, expires_at
        FROM webhook_secret
        WHERE tenant_id = $1 AND endpoint_id = $2 AND (expires_at IS NULL OR expires_at > $3)
        ORDER BY created_at DESC, scheme, id"#,
        tenant.as_str(),
        endpoint.0,
        now,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let scheme = Scheme::of(&row.scheme);
            let scheme = scheme.ok_or_else(|| StoreError::Decode("an unknown scheme".into()))?;
            Ok(SealedSecret {
                id: row.id,
                scheme,
                sealed: row.sealed,
                created_at: row.created_at,
                expires_at: row.expires_at,
            })
        })
        .collect()
}

/// Lets all secrets of an endpoint end at a time, if they do not end before.
pub async fn expire(
    connection: &mut PgConnection,
    tenant: &TenantId,
    endpoint: EndpointId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE webhook_secret SET expires_at = least(expires_at, $3)
        WHERE tenant_id = $1 AND endpoint_id = $2",
        tenant.as_str(),
        endpoint.0,
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes the secrets of an endpoint that do not sign any more.
pub async fn delete_expired(
    connection: &mut PgConnection,
    tenant: &TenantId,
    endpoint: EndpointId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM webhook_secret WHERE tenant_id = $1 AND endpoint_id = $2 AND expires_at <= $3",
        tenant.as_str(),
        endpoint.0,
        now,
    )
    .execute(connection)
    .await?;
    Ok(())
}
