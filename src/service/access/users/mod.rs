//! Users of the console: their roles, settings and passwords.

pub mod filters;
pub mod invitations;
pub mod openid;
pub mod sessions;
pub mod sign_in;

use std::collections::{BTreeMap, BTreeSet};

use ids::UserId;
use ids::actor::Actor;

use crate::app::App;
use crate::auth::passwords::{self, BadPassword};
use crate::domain::audit::AuditAction;
use crate::domain::language::Language;
use crate::domain::tenant::TenantId;
use crate::domain::user::{EmailAddress, Role, Settings, Theme, User};
use crate::keys::DataKey;
use crate::service::Internal;
use crate::store::access::users::StoredUser;
use crate::store::audit::{self, Entry};
use crate::store::{self, Tx};

#[derive(Debug, thiserror::Error)]
pub enum UserError {
    /// The tenant has no such user.
    #[error("there is no such user")]
    NotFound,
    #[error("the address is already in use")]
    EmailTaken,
    /// There would be no administrator left.
    #[error("the last administrator cannot lose the role")]
    LastAdmin,
    /// The password is wrong.
    #[error("the password is wrong")]
    WrongPassword,
    /// The new password cannot be used.
    #[error(transparent)]
    BadPassword(#[from] BadPassword),
    /// The link was used or has expired.
    #[error("the link was used or has expired")]
    LinkGone,
    /// A value cannot be used.
    #[error("{0} cannot be used")]
    Unusable(&'static str),
    /// Not the caller's fault.
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// Every user, in the order in which they joined.
pub async fn all(app: &App, tenant: &TenantId) -> Result<Vec<User>, Internal> {
    let mut tx = app.begin(tenant).await?;
    let rows = store::access::users::all(&mut tx).await?;
    let key = app.keys.user_key(tenant);
    rows.iter().map(|row| read(&key, row)).collect()
}

/// Users' names by the id in the audit trail.
pub async fn names(app: &App, tenant: &TenantId) -> Result<BTreeMap<String, String>, Internal> {
    let users = all(app, tenant).await?;
    Ok(users.into_iter().map(|user| (user.id.to_string(), user.name)).collect())
}

/// Changes a user's roles, or disables them.
pub async fn put_roles(
    app: &App,
    tenant: &TenantId,
    by: &User,
    id: UserId,
    roles: &BTreeSet<Role>,
    access: Access,
) -> Result<(), UserError> {
    let mut tx = app.begin(tenant).await?;
    let now = tx.now;
    store::scoring::locks::wait(&mut tx, store::scoring::locks::Lock::Users).await?;
    let user = store::access::users::find(&mut tx, id).await?.ok_or(UserError::NotFound)?;
    let names: Vec<String> = roles.iter().map(|role| role.name().to_owned()).collect();
    let disabled = (access == Access::Shut).then(|| user.disabled_at.unwrap_or(now));
    store::access::users::put_roles(&mut tx, id, &names, disabled).await?;
    if !has_admin(&mut tx).await? {
        return Err(UserError::LastAdmin);
    }
    // Roles are looked up at every request. A disabled user must be signed out at once.
    if access == Access::Shut {
        store::access::user_sessions::delete_of(&mut tx, id).await?;
    }
    let action = AuditAction::ChangeRoles { roles: names, disabled: disabled.is_some() };
    record(&mut tx, &by.actor(), id, action).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether a user may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Open,
    Shut,
}

async fn has_admin(tx: &mut Tx) -> Result<bool, Internal> {
    let users = store::access::users::all(tx).await?;
    let admin = |user: &StoredUser| {
        user.disabled_at.is_none() && Role::from_names(&user.roles).contains(&Role::Admin)
    };
    Ok(users.iter().any(admin))
}

/// Changes a user's name and settings.
pub async fn put_settings(
    app: &App,
    tenant: &TenantId,
    id: UserId,
    name: &str,
    settings: Settings,
) -> Result<(), UserError> {
    let name = called(name)?;
    let mut tx = app.begin(tenant).await?;
    let mut row = store::access::users::find(&mut tx, id).await?.ok_or(UserError::NotFound)?;
    row.name = app.keys.user_key(tenant).seal(name.as_bytes(), &name_purpose(id));
    settings.language.tag().clone_into(&mut row.language);
    settings.time_zone.name().clone_into(&mut row.time_zone);
    settings.theme.name().clone_into(&mut row.theme);
    store::access::users::put_settings(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(())
}

/// Changes the password of a user who knows the present one. All their sessions end.
pub async fn change_password(
    app: &App,
    tenant: &TenantId,
    user: &User,
    present: String,
    new: String,
) -> Result<(), UserError> {
    passwords::check(&new, &user.email)?;
    let mut tx = app.begin(tenant).await?;
    let row = store::access::users::find(&mut tx, user.id).await?.ok_or(UserError::NotFound)?;
    tx.rollback().await?;
    if !sign_in::matches(present, row.password_hash).await? {
        return Err(UserError::WrongPassword);
    }
    let hash = sign_in::hash(new).await?;
    let mut tx = app.begin(tenant).await?;
    put_password(&mut tx, user.id, &hash).await?;
    tx.commit().await?;
    Ok(())
}

/// Stores a password's hash and ends all sessions of the user.
async fn put_password(tx: &mut Tx, id: UserId, hash: &str) -> Result<(), Internal> {
    store::access::users::put_password(tx, id, hash).await?;
    store::access::user_sessions::delete_of(tx, id).await?;
    let actor = Actor::parse(&id.to_string()).expect("an id is a name");
    record(tx, &actor, id, AuditAction::ChangePassword {}).await
}

/// Records in the audit trail what was done to a user.
async fn record(
    tx: &mut Tx,
    actor: &Actor,
    user: UserId,
    action: AuditAction,
) -> Result<(), Internal> {
    let entry = Entry { actor, action, subject: user.to_string(), at: tx.now };
    audit::append(tx, entry).await
}

/// A person's name, trimmed and checked.
fn called(name: &str) -> Result<&str, UserError> {
    let name = name.trim();
    let fits = (1..=100).contains(&name.chars().count()) && !name.contains(char::is_control);
    if fits { Ok(name) } else { Err(UserError::Unusable("name")) }
}

fn email_purpose(id: UserId) -> String {
    format!("user-email/{id}")
}

fn name_purpose(id: UserId) -> String {
    format!("user-name/{id}")
}

/// The row of a new user.
fn new_row(
    key: &DataKey,
    id: UserId,
    email: &EmailAddress,
    name: &str,
    at: chrono::DateTime<chrono::Utc>,
) -> StoredUser {
    let settings = Settings::default();
    StoredUser {
        id,
        email: key.seal(email.as_str().as_bytes(), &email_purpose(id)),
        name: key.seal(name.as_bytes(), &name_purpose(id)),
        roles: Vec::new(),
        language: settings.language.tag().to_owned(),
        time_zone: settings.time_zone.name().to_owned(),
        theme: settings.theme.name().to_owned(),
        password_hash: None,
        failed_attempts: 0,
        locked_until: None,
        created_at: at,
        disabled_at: None,
    }
}

/// The user in a row.
fn read(key: &DataKey, row: &StoredUser) -> Result<User, Internal> {
    let text = |sealed: &[u8], purpose: String| {
        let plain = key.open(sealed, &purpose).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        plain.ok_or_else(|| {
            Internal::Corrupt(format!("{purpose} cannot be opened; was the master key changed?"))
        })
    };
    let email = text(&row.email, email_purpose(row.id))?;
    let email = EmailAddress::parse(&email)
        .map_err(|_| Internal::Corrupt(format!("the address of {}", row.id)))?;
    let standard = Settings::default();
    Ok(User {
        id: row.id,
        email,
        name: text(&row.name, name_purpose(row.id))?,
        roles: Role::from_names(&row.roles),
        settings: Settings {
            language: Language::from_tag(&row.language).unwrap_or(standard.language),
            time_zone: row.time_zone.parse().unwrap_or(standard.time_zone),
            theme: Theme::from_name(&row.theme).unwrap_or(standard.theme),
        },
        has_password: row.password_hash.is_some(),
        created_at: row.created_at,
        disabled_at: row.disabled_at,
    })
}
