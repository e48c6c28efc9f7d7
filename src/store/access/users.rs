//! The table `app_user`.

use chrono::{DateTime, Utc};
use ids::UserId;

use crate::store::{Internal, Tx};

/// A stored user; name and address are sealed.
#[derive(Clone)]
pub struct StoredUser {
    pub id: UserId,
    pub email: Vec<u8>,
    /// The name, sealed.
    pub name: Vec<u8>,
    /// Names of roles.
    pub roles: Vec<String>,
    pub language: String,
    pub time_zone: String,
    pub theme: String,
    /// The password's hash, if there is one.
    pub password_hash: Option<String>,
    /// How often sign-in failed in a row.
    pub failed_attempts: i32,
    pub locked_until: Option<DateTime<Utc>>,
    /// When they joined.
    pub created_at: DateTime<Utc>,
    pub disabled_at: Option<DateTime<Utc>>,
}

/// The digests by which users are found.
#[derive(Clone, Copy)]
pub struct Digests<'a> {
    pub email: &'a [u8; 32],
    /// The OpenID subject.
    pub subject: Option<&'a [u8; 32]>,
}

/// Stores a new user; false if the address is taken.
pub async fn insert(
    tx: &mut Tx,
    user: &StoredUser,
    digests: Digests<'_>,
) -> Result<bool, Internal> {
    tx.changes_one(sqlx::query!(
        "INSERT INTO app_user (tenant_id, id, email_digest, email, name, roles, language, time_zone, theme,
            password_hash, subject_digest, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT DO NOTHING",
        tx.tenant_id(),
        user.id.0,
        digests.email,
        user.email,
        user.name,
        &user.roles,
        user.language,
        user.time_zone,
        user.theme,
        user.password_hash,
        digests.subject.map(<[u8; 32]>::as_slice),
        user.created_at,
    ))
    .await
}

/// Every user, in the order in which they joined.
pub async fn all(tx: &mut Tx) -> Result<Vec<StoredUser>, Internal> {
    tx.fetch_all(sqlx::query_as!(
        StoredUser,
        r#"SELECT id AS "id: UserId", email, name, roles, language, time_zone, theme, password_hash,
            failed_attempts, locked_until, created_at, disabled_at
        FROM app_user
        WHERE tenant_id = $1
        ORDER BY created_at, id"#,
        tx.tenant_id(),
    ))
    .await
}

/// A user, locked until the transaction ends.
pub async fn find(tx: &mut Tx, id: UserId) -> Result<Option<StoredUser>, Internal> {
    tx.fetch_optional(sqlx::query_as!(
        StoredUser,
        r#"SELECT id AS "id: UserId", email, name, roles, language, time_zone, theme, password_hash,
            failed_attempts, locked_until, created_at, disabled_at
        FROM app_user
        WHERE id = $1
        FOR UPDATE"#,
        id.0,
    ))
    .await
}

/// The user with this address, locked until the transaction ends.
pub async fn find_by_email(tx: &mut Tx, digest: &[u8; 32]) -> Result<Option<StoredUser>, Internal> {
    tx.fetch_optional(sqlx::query_as!(
        StoredUser,
        r#"SELECT id AS "id: UserId", email, name, roles, language, time_zone, theme, password_hash,
            failed_attempts, locked_until, created_at, disabled_at
        FROM app_user
        WHERE email_digest = $1
        FOR UPDATE"#,
        digest,
    ))
    .await
}

/// The user with this OpenID subject.
pub async fn find_by_subject(
    tx: &mut Tx,
    digest: &[u8; 32],
) -> Result<Option<StoredUser>, Internal> {
    tx.fetch_optional(sqlx::query_as!(
        StoredUser,
        r#"SELECT id AS "id: UserId", email, name, roles, language, time_zone, theme, password_hash,
            failed_attempts, locked_until, created_at, disabled_at
        FROM app_user
        WHERE subject_digest = $1"#,
        digest,
    ))
    .await
}

/// How many users there are.
pub async fn count(tx: &mut Tx) -> Result<i64, Internal> {
    Ok(sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM app_user WHERE tenant_id = $1"#,
        tx.tenant_id(),
    )
    .fetch_one(tx.connection())
    .await?)
}

/// Stores the number of failed sign-ins and until when sign-in is locked.
pub async fn failed(
    tx: &mut Tx,
    id: UserId,
    attempts: i32,
    locked_until: Option<DateTime<Utc>>,
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE app_user SET failed_attempts = $2, locked_until = $3 WHERE id = $1",
        id.0,
        attempts,
        locked_until,
    ))
    .await
}

/// Changes the password and resets the failed sign-ins.
pub async fn put_password(tx: &mut Tx, id: UserId, hash: &str) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE app_user SET password_hash = $2, failed_attempts = 0, locked_until = NULL WHERE id = $1",
        id.0,
        hash,
    ))
    .await
}

/// Stores the user's OpenID subject; false if there is one already.
pub async fn put_subject(tx: &mut Tx, id: UserId, digest: &[u8; 32]) -> Result<bool, Internal> {
    tx.changes_one(sqlx::query!(
        "UPDATE app_user SET subject_digest = $2 WHERE id = $1 AND subject_digest IS NULL",
        id.0,
        digest,
    ))
    .await
}

/// Changes a user's roles and whether they are disabled.
pub async fn put_roles(
    tx: &mut Tx,
    id: UserId,
    roles: &[String],
    disabled_at: Option<DateTime<Utc>>,
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE app_user SET roles = $2, disabled_at = $3 WHERE id = $1",
        id.0,
        roles,
        disabled_at,
    ))
    .await
}

/// Changes a user's name and settings.
pub async fn put_settings(tx: &mut Tx, user: &StoredUser) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE app_user SET name = $2, language = $3, time_zone = $4, theme = $5 WHERE id = $1",
        user.id.0,
        user.name,
        user.language,
        user.time_zone,
        user.theme,
    ))
    .await
}
