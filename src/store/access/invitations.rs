//! The table `invitation`.

use chrono::{DateTime, Utc};
use ids::UserId;

use crate::store::{Internal, Tx};

/// A stored invitation: only the hash of its link is known.
#[derive(Clone)]
pub struct StoredInvitation {
    /// SHA-256 of the link's token.
    pub token_hash: Vec<u8>,
    /// The digest of the invited address.
    pub email_digest: Option<Vec<u8>>,
    pub email: Option<Vec<u8>>,
    /// The user who may set a new password.
    pub user_id: Option<UserId>,
    /// The names of the new user's roles.
    pub roles: Vec<String>,
    pub created_by: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// A new invitation.
pub async fn insert(tx: &mut Tx, invitation: &StoredInvitation) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
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
    ))
    .await
}

/// The open invitation of a link, locked until the transaction ends.
pub async fn find(tx: &mut Tx, token_hash: &[u8]) -> Result<Option<StoredInvitation>, Internal> {
    tx.fetch_optional(sqlx::query_as!(
        StoredInvitation,
        r#"SELECT token_hash, email_digest, email, user_id AS "user_id: UserId", roles, created_by,
            created_at, expires_at
        FROM invitation
        WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2
        FOR UPDATE"#,
        token_hash,
        tx.now,
    ))
    .await
}

/// The open invitations, the latest first.
pub async fn open(tx: &mut Tx) -> Result<Vec<StoredInvitation>, Internal> {
    tx.fetch_all(sqlx::query_as!(
        StoredInvitation,
        r#"SELECT token_hash, email_digest, email, user_id AS "user_id: UserId", roles, created_by,
            created_at, expires_at
        FROM invitation
        WHERE tenant_id = $1 AND used_at IS NULL AND expires_at > $2
        ORDER BY created_at DESC, token_hash
        LIMIT 100"#,
        tx.tenant_id(),
        tx.now,
    ))
    .await
}

/// Uses an invitation up.
pub async fn use_up(tx: &mut Tx, token_hash: &[u8]) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE invitation SET used_at = $2 WHERE token_hash = $1",
        token_hash,
        tx.now
    ))
    .await
}

/// Uses up every invitation of a first administrator. They name nobody.
pub async fn use_up_first(tx: &mut Tx) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE invitation SET used_at = $2
        WHERE tenant_id = $1 AND used_at IS NULL AND email_digest IS NULL AND user_id IS NULL",
        tx.tenant_id(),
        tx.now,
    ))
    .await
}
