//! The table `policy`.

use scoring::policy::Policy;
use sqlx::types::Json;

use crate::store::{Internal, Tx};

/// The tenant's latest policy and its version.
pub async fn latest(tx: &mut Tx) -> Result<Option<(i32, Policy)>, Internal> {
    let row = sqlx::query!(
        r#"SELECT version, body AS "body: Json<Policy>"
        FROM policy
        ORDER BY tenant_id, version DESC
        LIMIT 1"#,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| (row.version, row.body.0)))
}

/// One version of the tenant's policy.
pub async fn find(tx: &mut Tx, version: i32) -> Result<Option<Policy>, Internal> {
    let body = sqlx::query_scalar!(
        r#"SELECT body AS "body: Json<Policy>" FROM policy WHERE version = $1"#,
        version,
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(body.map(|body| body.0))
}

/// A new version.
pub async fn insert(tx: &mut Tx, version: i32, policy: &Policy) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO policy (tenant_id, version, body, created_at) VALUES ($1, $2, $3, $4)",
        tx.tenant_id(),
        version,
        Json(policy) as _,
        tx.now,
    ))
    .await
}
