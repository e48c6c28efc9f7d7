//! Signing in with a password.

use chrono::{DateTime, Duration, Utc};
use tokio::sync::Semaphore;

use super::sessions::{self, Token};
use super::{Internal, read, record};
use crate::app::App;
use crate::auth::passwords;
use crate::domain::audit::AuditAction;
use crate::domain::tenant::TenantId;
use crate::domain::user::{EmailAddress, User};
use crate::store;

/// How many wrong passwords in a row are allowed.
const FORGIVEN: i32 = 4;
/// How long sign-in is locked after the next one. Each further one doubles it.
const FIRST_LOCK_S: i64 = 60;
/// The longest lock.
const LONGEST_LOCK_S: i64 = 3600;
/// How many passwords are hashed at once. Each needs 19 MiB.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

/// Why sign-in failed. It does not reveal whether the user exists.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No such user, a wrong password, a lock, or a disabled user.
    #[error("the address or the password is wrong, or signing in is locked for a while")]
    Refused,
    /// Not the caller's fault.
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// Signs a user in with their password. A lock also refuses the right password. Attempts are counted before the
/// password is checked, so that parallel guesses count like guesses in a row.
pub async fn sign_in(
    app: &App,
    tenant: &TenantId,
    email: &EmailAddress,
    password: String,
) -> Result<(User, Token), SignInError> {
    let digest = app.keys.pepper(tenant).user(email.as_str());
    let mut tx = app.begin(tenant).await?;
    let now = tx.now;
    let row = store::access::users::find_by_email(&mut tx, &digest).await?;
    let locked = row.as_ref().is_some_and(|row| row.locked_until.is_some_and(|until| until > now));
    if let Some(row) = row.as_ref().filter(|_| !locked) {
        let attempts = row.failed_attempts.saturating_add(1);
        store::access::users::failed(&mut tx, row.id, attempts, lock(attempts, now)).await?;
    }
    tx.commit().await?;

    let hash = row.as_ref().and_then(|row| row.password_hash.clone());
    let right = matches(password, hash).await?;
    let row = row.filter(|row| right && !locked && row.disabled_at.is_none());
    let Some(row) = row else {
        tracing::info!(%tenant, "refused a sign-in to the console");
        return Err(SignInError::Refused);
    };
    let mut tx = app.begin(tenant).await?;
    store::access::users::failed(&mut tx, row.id, 0, None).await?;
    let user = read(&app.keys.user_key(tenant), &row)?;
    let token = sessions::begin(app, &mut tx, row.id).await?;
    let action = AuditAction::SignIn { openid: false };
    record(&mut tx, &user.actor(), row.id, action).await?;
    tx.commit().await?;
    Ok((user, token))
}

/// Until when sign-in is locked after this many failures in a row.
fn lock(attempts: i32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let over = u32::try_from(attempts - FORGIVEN - 1).ok()?;
    let seconds = FIRST_LOCK_S.saturating_mul(1_i64 << over.min(20)).min(LONGEST_LOCK_S);
    Some(now + Duration::seconds(seconds))
}

/// Whether a password matches the stored hash.
pub(super) async fn matches(password: String, kept: Option<String>) -> Result<bool, Internal> {
    aside(move || passwords::matches(&password, kept.as_deref())).await
}

/// The hash to store for a password.
pub(super) async fn hash(password: String) -> Result<String, Internal> {
    let hash = aside(move || passwords::hash(&password)).await?;
    hash.map_err(|error| Internal::Corrupt(error.to_string()))
}

/// Runs slow work on a blocking thread, a few at once.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Internal> {
    let _permit = AT_ONCE.acquire().await.map_err(|error| Internal::Corrupt(error.to_string()))?;
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| Internal::Corrupt(format!("a password's hash: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_failure_locks_and_each_further_one_doubles_it_up_to_an_hour() {
        let now: DateTime<Utc> = "2026-06-01T12:00:00Z".parse().unwrap();
        let seconds = |attempts| lock(attempts, now).map(|until| (until - now).num_seconds());
        assert_eq!([1, 4, 5, 6, 7].map(seconds), [None, None, Some(60), Some(120), Some(240)]);
        assert_eq!(seconds(i32::MAX), Some(3600));
    }
}
