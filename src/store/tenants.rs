//! Whether there is such a tenant. No table lists them: a tenant is whoever has rows.

use super::{Internal, Tx};

/// Whether anything that a tenant can begin with is kept under this name.
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
