//! The table `webhook_secret`.

use chrono::{DateTime, Utc};
use ids::{EndpointId, SecretId};

use crate::domain::webhook::{Scheme, SealedSecret};
use crate::store::{Internal, Tx};

pub async fn insert(
    tx: &mut Tx,
    endpoint: EndpointId,
    secret: &SealedSecret,
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO webhook_secret (tenant_id, id, endpoint_id, scheme, sealed, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)",
        tx.tenant_id(),
        secret.id.0,
        endpoint.0,
        secret.scheme.name(),
        secret.sealed,
        secret.created_at,
        secret.expires_at,
    ))
    .await
}

/// The secrets that sign now, the latest first.
pub async fn live(tx: &mut Tx, endpoint: EndpointId) -> Result<Vec<SealedSecret>, Internal> {
    let rows = sqlx::query!(
        r#"SELECT id AS "id: SecretId", scheme, sealed, created_at, expires_at
        FROM webhook_secret
        WHERE tenant_id = $1 AND endpoint_id = $2 AND (expires_at IS NULL OR expires_at > $3)
        ORDER BY created_at DESC, scheme, id"#,
        tx.tenant_id(),
        endpoint.0,
        tx.now,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter()
        .map(|row| {
            let scheme = Scheme::from_name(&row.scheme);
            let scheme = scheme.ok_or_else(|| Internal::Corrupt("an unknown scheme".to_owned()))?;
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

/// Lets all secrets of an endpoint expire at a time, unless they expire earlier.
pub async fn expire(tx: &mut Tx, endpoint: EndpointId, at: DateTime<Utc>) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE webhook_secret SET expires_at = least(expires_at, $3)
        WHERE tenant_id = $1 AND endpoint_id = $2",
        tx.tenant_id(),
        endpoint.0,
        at,
    ))
    .await
}

/// Deletes the expired secrets of an endpoint.
pub async fn delete_expired(tx: &mut Tx, endpoint: EndpointId) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "DELETE FROM webhook_secret WHERE tenant_id = $1 AND endpoint_id = $2 AND expires_at <= $3",
        tx.tenant_id(),
        endpoint.0,
        tx.now,
    ))
    .await
}
