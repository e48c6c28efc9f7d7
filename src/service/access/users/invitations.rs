//! One-time links: for the first administrator, for invited users, and for new passwords.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use ids::UserId;
use ids::actor::Actor;

use super::sessions::{self, Token};
use super::sign_in::hash;
use super::{Internal, UserError, called, new_row, put_password, read, record};
use crate::app::App;
use crate::auth::passwords;
use crate::domain::audit::AuditAction;
use crate::domain::tenant::TenantId;
use crate::domain::user::{EmailAddress, Role, User};
use crate::store::access::invitations::StoredInvitation;
use crate::store::access::users::Digests;
use crate::store::audit::Entry;
use crate::store::scoring::locks::{Lock, wait};
use crate::store::{self, Tx};

/// The first administrator has every role, so that one person can begin. They hand over roles later.
const FIRST: [Role; 4] = [Role::Reviewer, Role::Lead, Role::Admin, Role::ModelOwner];

/// An open invitation.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Who is invited; `None` for the first administrator.
    pub email: Option<EmailAddress>,
    pub roles: BTreeSet<Role>,
    /// Whether it only sets a new password.
    pub is_reset: bool,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// What a user enters behind a link.
#[derive(Clone)]
pub struct Joining {
    /// Their address, if the invitation has none.
    pub email: Option<EmailAddress>,
    /// Their name; ignored if only a password is set.
    pub name: String,
    pub password: String,
}

/// Creates a link for the tenant's first administrator, if it has no user yet. Earlier links become invalid.
pub async fn first_admin(app: &App, tenant: &TenantId) -> Result<Option<Token>, Internal> {
    let mut tx = app.begin(tenant).await?;
    wait(&mut tx, Lock::Users).await?;
    if store::access::users::count(&mut tx).await? > 0 {
        return Ok(None);
    }
    store::access::invitations::use_up_first(&mut tx).await?;
    let token = Token::new()?;
    let new = invitation(app, &token, &FIRST, &Actor::service(), tx.now);
    store::access::invitations::insert(&mut tx, &new).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// Invites somebody by their address.
pub async fn invite(
    app: &App,
    tenant: &TenantId,
    by: &Actor,
    email: &EmailAddress,
    roles: &BTreeSet<Role>,
) -> Result<Token, UserError> {
    if roles.is_empty() {
        return Err(UserError::Unusable("roles"));
    }
    let digest = app.keys.pepper(tenant).user(email.as_str());
    let mut tx = app.begin(tenant).await?;
    if store::access::users::find_by_email(&mut tx, &digest).await?.is_some() {
        return Err(UserError::EmailTaken);
    }
    let token = Token::new()?;
    let roles: Vec<Role> = roles.iter().copied().collect();
    let new = StoredInvitation {
        email_digest: Some(digest.to_vec()),
        email: Some(app.keys.user_key(tenant).seal(email.as_str().as_bytes(), PURPOSE)),
        ..invitation(app, &token, &roles, by, tx.now)
    };
    store::access::invitations::insert(&mut tx, &new).await?;
    let action = AuditAction::InviteUser { roles: new.roles };
    let entry = Entry { actor: by, action, subject: "user".to_owned(), at: tx.now };
    store::audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(token)
}

/// Creates a link for a new password.
pub async fn reset(
    app: &App,
    tenant: &TenantId,
    by: &Actor,
    id: UserId,
) -> Result<Token, UserError> {
    let mut tx = app.begin(tenant).await?;
    store::access::users::find(&mut tx, id).await?.ok_or(UserError::NotFound)?;
    let token = Token::new()?;
    let new = StoredInvitation { user_id: Some(id), ..invitation(app, &token, &[], by, tx.now) };
    store::access::invitations::insert(&mut tx, &new).await?;
    record(&mut tx, by, id, AuditAction::ResetPassword {}).await?;
    tx.commit().await?;
    Ok(token)
}

/// The invitation of a link.
pub async fn find(app: &App, tenant: &TenantId, token: &Token) -> Result<Invitation, UserError> {
    let mut tx = app.begin(tenant).await?;
    let row = store::access::invitations::find(&mut tx, &token.hash()).await?;
    shown(app, &mut tx, &row.ok_or(UserError::LinkGone)?).await
}

/// The open invitations, the latest first.
pub async fn open(app: &App, tenant: &TenantId) -> Result<Vec<Invitation>, UserError> {
    let mut tx = app.begin(tenant).await?;
    let rows = store::access::invitations::open(&mut tx).await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in &rows {
        all.push(shown(app, &mut tx, row).await?);
    }
    Ok(all)
}

/// Uses a link: a user joins or sets a new password, and is signed in.
pub async fn accept(
    app: &App,
    tenant: &TenantId,
    token: &Token,
    joining: Joining,
) -> Result<(User, Token), UserError> {
    let invitation = find(app, tenant, token).await?;
    let email = invitation.email.or(joining.email).ok_or(UserError::Unusable("email"))?;
    passwords::check(&joining.password, &email)?;
    let hash = hash(joining.password).await?;

    let mut tx = app.begin(tenant).await?;
    wait(&mut tx, Lock::Users).await?;
    // Look it up again, because somebody may have used the link meanwhile.
    let row = store::access::invitations::find(&mut tx, &token.hash()).await?;
    let row = row.ok_or(UserError::LinkGone)?;
    store::access::invitations::use_up(&mut tx, &token.hash()).await?;
    let id = if let Some(id) = row.user_id {
        put_password(&mut tx, id, &hash).await?;
        id
    } else {
        let new = NewUser { email: &email, name: &joining.name, hash, roles: &row.roles };
        join(app, &mut tx, new).await?
    };
    let row = store::access::users::find(&mut tx, id).await?.ok_or(UserError::NotFound)?;
    let user = read(&app.keys.user_key(tenant), &row)?;
    let session = sessions::begin(app, &mut tx, id).await?;
    tx.commit().await?;
    Ok((user, session))
}

struct NewUser<'a> {
    email: &'a EmailAddress,
    name: &'a str,
    hash: String,
    roles: &'a [String],
}

async fn join(app: &App, tx: &mut Tx, new: NewUser<'_>) -> Result<UserId, UserError> {
    let now = tx.now;
    let id = UserId::new(now);
    let mut row = new_row(&app.keys.user_key(&tx.tenant), id, new.email, called(new.name)?, now);
    row.roles = new.roles.to_vec();
    row.password_hash = Some(new.hash);
    let digest = app.keys.pepper(&tx.tenant).user(new.email.as_str());
    let digests = Digests { email: &digest, subject: None };
    if !store::access::users::insert(tx, &row, digests).await? {
        return Err(UserError::EmailTaken);
    }
    let actor = Actor::parse(&id.to_string()).expect("an id is a name");
    let action = AuditAction::JoinAsUser { roles: row.roles, openid: false };
    record(tx, &actor, id, action).await?;
    Ok(id)
}

/// What an invitation's address is sealed for.
const PURPOSE: &str = "invitation-email";

fn invitation(
    app: &App,
    token: &Token,
    roles: &[Role],
    by: &Actor,
    now: DateTime<Utc>,
) -> StoredInvitation {
    StoredInvitation {
        token_hash: token.hash().to_vec(),
        email_digest: None,
        email: None,
        user_id: None,
        roles: roles.iter().map(|role| role.name().to_owned()).collect(),
        created_by: by.to_string(),
        created_at: now,
        expires_at: now + Duration::hours(app.console.invitation_hours.into()),
    }
}

async fn shown(app: &App, tx: &mut Tx, row: &StoredInvitation) -> Result<Invitation, UserError> {
    let key = app.keys.user_key(&tx.tenant);
    let email = if let Some(id) = row.user_id {
        let user = store::access::users::find(tx, id).await?.ok_or(UserError::NotFound)?;
        Some(read(&key, &user)?.email)
    } else {
        let open = |sealed: &Vec<u8>| {
            let plain = String::from_utf8(key.open(sealed, PURPOSE).ok()?).ok()?;
            EmailAddress::parse(&plain).ok()
        };
        row.email.as_ref().and_then(open)
    };
    Ok(Invitation {
        email,
        roles: Role::from_names(&row.roles),
        is_reset: row.user_id.is_some(),
        created_at: row.created_at,
        expires_at: row.expires_at,
    })
}
