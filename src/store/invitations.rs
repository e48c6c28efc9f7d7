//! The table `invitation`.

use chrono::{DateTime, Utc};
use ids::UserId;

use super::{Internal, Tx};

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
pub async fn insert(tx: &mut Tx, invitation: &StoredInvitation) -> Result<(), Internal> {
    sqlx::query!(
        "INSERT INTO invitation (tenant_id, token_hash, email_digest, email, user_id, roles, created_by,
            created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tx.tenant_id(),
        invitation.token_hash,
        invitation.email_digest,
        invitation.email,
        invitation.user_id.map(|id| id.0),
        &invitation.roles,
        invitation.created_by,
        invitation.created_at,
        invitation.expires_at,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}

/// The invitation of a link if it still holds; nobody else uses it until the transaction ends.
pub async fn find(tx: &mut Tx, token_hash: &[u8]) -> Result<Option<StoredInvitation>, Internal> {
    Ok(sqlx::query_as!(
        StoredInvitation,
        r#"SELECT token_hash, email_digest, email, user_id AS "user_id: UserId", roles, created_by,
            created_at, expires_at
        FROM invitation
        WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2
        FOR UPDATE"#,
        token_hash,
        tx.now,
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// The invitations that still hold, the latest first.
pub async fn open(tx: &mut Tx) -> Result<Vec<StoredInvitation>, Internal> {
    Ok(sqlx::query_as!(
        StoredInvitation,
        r#"SELECT token_hash, email_digest, email, user_id AS "user_id: UserId", roles, created_by,
            created_at, expires_at
        FROM invitation
        WHERE tenant_id = $1 AND used_at IS NULL AND expires_at > $2
        ORDER BY created_at DESC, token_hash
        LIMIT 100"#,
        tx.tenant_id(),
        tx.now,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Uses an invitation up.
pub async fn use_up(tx: &mut Tx, token_hash: &[u8]) -> Result<(), Internal> {
    sqlx::query!("UPDATE invitation SET used_at = $2 WHERE token_hash = $1", token_hash, tx.now)
        .execute(tx.connection())
        .await?;
    Ok(())
}

/// Uses up every invitation that names nobody: those of a first administrator.
pub async fn use_up_first(tx: &mut Tx) -> Result<(), Internal> {
    sqlx::query!(
        "UPDATE invitation SET used_at = $2
        WHERE tenant_id = $1 AND used_at IS NULL AND email_digest IS NULL AND user_id IS NULL",
        tx.tenant_id(),
        tx.now,
    )
    .execute(tx.connection())
    .await?;
    Ok(())
}
