//! Signing in at the OpenID provider: who came back, as one of the tenant's users.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use ids::UserId;
use ids::actor::Actor;
use sqlx::PgConnection;

use super::sessions::{self, Token};
use super::sign_in::SignInError;
use super::{Did, Internal, called, new_row, read, record};
use crate::app::App;
use crate::auth::oidc::Identity;
use crate::config::OidcConfig;
use crate::domain::tenant::TenantId;
use crate::domain::user::{EmailAddress, Role, User};
use crate::store;
use crate::store::locks::{Lock, wait};
use crate::store::users::{Digests, StoredUser};

/// Signs in whom the provider vouches for: a user whom it knows already; a user of the same address; somebody who is
/// invited; or, where the settings give roles to a domain, somebody new.
pub async fn sign_in(
    app: &App,
    tenant: &TenantId,
    config: &OidcConfig,
    identity: &Identity,
) -> Result<(User, Token), SignInError> {
    let now = app.clock.now();
    let pepper = app.keys.pepper(tenant);
    let subject = pepper.subject(&config.issuer, &identity.subject);
    let mut tx = store::begin(&app.db, tenant).await?;
    wait(&mut tx, tenant, Lock::Users).await?;
    let row = match store::users::find_by_subject(&mut tx, &subject).await? {
        Some(row) => row,
        None => found(app, tenant, &mut tx, config, (identity, &subject)).await?,
    };
    if row.disabled_at.is_some() {
        return Err(SignInError::Refused);
    }
    let user = read(&app.keys.user_key(tenant), &row)?;
    let token = sessions::begin(app, &mut tx, tenant, row.id).await?;
    let details = serde_json::json!({ "openid": true });
    let did = Did { actor: &user.actor(), action: "user.sign_in", on: row.id, details };
    record(&mut tx, tenant, did, now).await?;
    tx.commit().await?;
    Ok((user, token))
}

/// Whoever has the address that the provider vouches for, from now on known by what the provider calls them.
async fn found(
    app: &App,
    tenant: &TenantId,
    connection: &mut PgConnection,
    config: &OidcConfig,
    (identity, subject): (&Identity, &[u8; 32]),
) -> Result<StoredUser, SignInError> {
    let email = identity.email.as_deref().and_then(|email| EmailAddress::parse(email).ok());
    let email = email.ok_or(SignInError::Refused)?;
    let digest = app.keys.pepper(tenant).user(email.as_str());
    if let Some(row) = store::users::find_by_email(connection, &digest).await? {
        // An address that is another account's at the provider now is not the person who was known by it.
        return if store::users::put_subject(connection, row.id, subject).await? {
            Ok(row)
        } else {
            Err(SignInError::Refused)
        };
    }
    let now = app.clock.now();
    let roles = match invited(connection, tenant, &digest, now).await? {
        Some(roles) => roles,
        None => given(config, &email).ok_or(SignInError::Refused)?,
    };
    let id = UserId::new(now);
    let name = identity.name.as_deref().unwrap_or_else(|| email.as_str());
    let name = called(name).unwrap_or_else(|_| email.as_str());
    let mut row = new_row(&app.keys.user_key(tenant), id, &email, name, now);
    row.roles = roles;
    let digests = Digests { email: &digest, subject: Some(subject) };
    if !store::users::insert(connection, tenant, &row, digests).await? {
        return Err(SignInError::Refused);
    }
    let actor = Actor::parse(&id.to_string()).expect("an id is a name");
    let details = serde_json::json!({ "roles": row.roles, "openid": true });
    record(connection, tenant, Did { actor: &actor, action: "user.join", on: id, details }, now)
        .await?;
    Ok(row)
}

/// The roles of an invitation that holds for this address; it is used up.
async fn invited(
    connection: &mut PgConnection,
    tenant: &TenantId,
    digest: &[u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<Vec<String>>, Internal> {
    let open = store::invitations::open(connection, tenant, now).await?;
    let named = |one: &&store::invitations::StoredInvitation| {
        one.email_digest.as_deref() == Some(digest.as_slice()) && one.user_id.is_none()
    };
    let Some(invitation) = open.iter().find(named) else { return Ok(None) };
    store::invitations::use_up(connection, &invitation.token_hash, now).await?;
    Ok(Some(invitation.roles.clone()))
}

/// The roles that the settings give to everybody of a domain.
fn given(config: &OidcConfig, email: &EmailAddress) -> Option<Vec<String>> {
    let known =
        config.email_domains.iter().any(|domain| domain.eq_ignore_ascii_case(email.domain()));
    let roles: BTreeSet<Role> = Role::read(&config.roles);
    (known && !roles.is_empty()).then(|| roles.iter().map(|role| role.name().to_owned()).collect())
}
