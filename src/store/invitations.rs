//! The table `invitation`.

use chrono::{DateTime, Utc};
use ids::UserId;
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::tenant::TenantId;

/// An invitation as stored: only the hash of its link is known.
#[derive(Clone)]
pub struct StoredInvitation {
    /// SHA-256 of what stands in the link.
    pub token_hash: Vec<u8>,
    /// The digest of the address that is invited.
    pub email_digest: Option<Vec<u8>>,
    /// The address, sealed.
    pub email: Option<Vec<u8>>,
    /// The user who may set a new password.
    pub user_id: Option<UserId>,
    /// Names of the roles that whoever comes will have.
    pub roles: Vec<String>,
    /// Who invited.
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// A new invitation.
pub async fn insert(
    connection: &mut PgConnection,
    tenant: &TenantId,
    invitation: &StoredInvitation,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO invitation (tenant_id, token_hash, email_digest, email, user_id, roles, created_by,
            created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tenant.as_str(),
        invitation.token_hash,
        invitation.email_digest,
        invitation.email,
        invitation.user_id.map(|id| id.0),
        &invitation.roles,
        invitation.created_by,
        invitation.created_at,
        invitation.expires_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The invitation of a link if it still holds; nobody else uses it until the transaction ends.
pub async fn find(
    connection: &mut PgConnection,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<StoredInvitation>, StoreError> {
    sqlx::query_as!(
        StoredInvitation,
        r#"SELECT token_hash, email_digest, email, user_id AS "user_id: UserId", roles, created_by,
            created_at, expires_at
        FROM invitation
        WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2
        FOR UPDATE"#,
        token_hash,
        now,
    )
    .fetch_optional(connection)
    .await
}

/// The invitations that still hold, the latest first.
pub async fn open(
    connection: &mut PgConnection,
    tenant: &TenantId,
    now: DateTime<Utc>,
) -> Result<Vec<StoredInvitation>, StoreError> {
    sqlx::query_as!(
        StoredInvitation,
        r#"SELECT token_hash, email_digest, email, user_id AS "user_id: UserId", roles, created_by,
            created_at, expires_at
        FROM invitation
        WHERE tenant_id = $1 AND used_at IS NULL AND expires_at > $2
        ORDER BY created_at DESC, token_hash
        LIMIT 100"#,
        tenant.as_str(),
        now,
    )
    .fetch_all(connection)
    .await
}

/// Uses an invitation up.
pub async fn use_up(
    connection: &mut PgConnection,
    token_hash: &[u8],
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!("UPDATE invitation SET used_at = $2 WHERE token_hash = $1", token_hash, at)
        .execute(connection)
        .await?;
    Ok(())
}

/// Uses up every invitation that names nobody: those of a first administrator.
pub async fn use_up_first(
    connection: &mut PgConnection,
    tenant: &TenantId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE invitation SET used_at = $2
        WHERE tenant_id = $1 AND used_at IS NULL AND email_digest IS NULL AND user_id IS NULL",
        tenant.as_str(),
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}
