//! Whether a tenant exists. No table lists tenants: a tenant exists if it has rows.

use crate::store::{Internal, Tx};

/// Whether any table that a tenant can start with has rows of it.
pub async fn exists(tx: &mut Tx) -> Result<bool, Internal> {
    Ok(sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM applicant WHERE tenant_id = $1)
            OR EXISTS (SELECT FROM app_user WHERE tenant_id = $1)
            OR EXISTS (SELECT FROM invitation WHERE tenant_id = $1)
            OR EXISTS (SELECT FROM list WHERE tenant_id = $1)
            OR EXISTS (SELECT FROM registered_model WHERE tenant_id = $1)
            OR EXISTS (SELECT FROM webhook_endpoint WHERE tenant_id = $1)
            OR EXISTS (SELECT FROM review_queue WHERE tenant_id = $1)
            OR EXISTS (SELECT FROM policy WHERE tenant_id = $1) AS "is!""#,
        tx.tenant_id(),
    )
    .fetch_one(tx.connection())
    .await?)
}
