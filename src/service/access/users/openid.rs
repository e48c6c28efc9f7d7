//! Signing in with the OpenID provider.

use std::collections::BTreeSet;

use ids::UserId;
use ids::actor::Actor;

use super::sessions::{self, Token};
use super::sign_in::SignInError;
use super::{Internal, called, new_row, read, record};
use crate::app::App;
use crate::auth::oidc::Identity;
use crate::config::OidcConfig;
use crate::domain::audit::AuditAction;
use crate::domain::tenant::TenantId;
use crate::domain::user::{EmailAddress, Role, User};
use crate::store::access::users::{Digests, StoredUser};
use crate::store::scoring::locks::{Lock, wait};
use crate::store::{self, Tx};

/// Signs in a user whom the provider identified: a known subject, a user or invitation with the same address, or, if
/// the settings give roles to the address's domain, a new user.
pub async fn sign_in(
    app: &App,
    tenant: &TenantId,
    config: &OidcConfig,
    identity: &Identity,
) -> Result<(User, Token), SignInError> {
    let pepper = app.keys.pepper(tenant);
    let subject = pepper.subject(&config.issuer, &identity.subject);
    let mut tx = app.begin(tenant).await?;
    wait(&mut tx, Lock::Users).await?;
    let row = match store::access::users::find_by_subject(&mut tx, &subject).await? {
        Some(row) => row,
        None => find_or_join(app, &mut tx, config, (identity, &subject)).await?,
    };
    if row.disabled_at.is_some() {
        return Err(SignInError::Refused);
    }
    let user = read(&app.keys.user_key(tenant), &row)?;
    let token = sessions::begin(app, &mut tx, row.id).await?;
    record(&mut tx, &user.actor(), row.id, AuditAction::SignIn { openid: true }).await?;
    tx.commit().await?;
    Ok((user, token))
}

/// Finds the user with the address that the provider confirmed, or creates one, and remembers the provider's subject.
async fn find_or_join(
    app: &App,
    tx: &mut Tx,
    config: &OidcConfig,
    (identity, subject): (&Identity, &[u8; 32]),
) -> Result<StoredUser, SignInError> {
    let email = identity.email.as_deref().and_then(|email| EmailAddress::parse(email).ok());
    let email = email.ok_or(SignInError::Refused)?;
    let digest = app.keys.pepper(&tx.tenant).user(email.as_str());
    if let Some(row) = store::access::users::find_by_email(tx, &digest).await? {
        // If the address belongs to another account at the provider now, this is not the same person.
        return if store::access::users::put_subject(tx, row.id, subject).await? {
            Ok(row)
        } else {
            Err(SignInError::Refused)
        };
    }
    let now = tx.now;
    let roles = match invited(tx, &digest).await? {
        Some(roles) => roles,
        None => roles_of_domain(config, &email).ok_or(SignInError::Refused)?,
    };
    let id = UserId::new(now);
    let name = identity.name.as_deref().unwrap_or_else(|| email.as_str());
    let name = called(name).unwrap_or_else(|_| email.as_str());
    let mut row = new_row(&app.keys.user_key(&tx.tenant), id, &email, name, now);
    row.roles = roles;
    let digests = Digests { email: &digest, subject: Some(subject) };
    if !store::access::users::insert(tx, &row, digests).await? {
        return Err(SignInError::Refused);
    }
    let actor = Actor::parse(&id.to_string()).expect("an id is a name");
    let action = AuditAction::JoinAsUser { roles: row.roles.clone(), openid: true };
    record(tx, &actor, id, action).await?;
    Ok(row)
}

/// The roles of an open invitation for this address, which is used up.
async fn invited(tx: &mut Tx, digest: &[u8; 32]) -> Result<Option<Vec<String>>, Internal> {
    let open = store::access::invitations::open(tx).await?;
    let named = |invitation: &&store::access::invitations::StoredInvitation| {
        invitation.email_digest.as_deref() == Some(digest.as_slice())
            && invitation.user_id.is_none()
    };
    let Some(invitation) = open.iter().find(named) else { return Ok(None) };
    store::access::invitations::use_up(tx, &invitation.token_hash).await?;
    Ok(Some(invitation.roles.clone()))
}

/// The roles that the settings give to addresses of a domain.
fn roles_of_domain(config: &OidcConfig, email: &EmailAddress) -> Option<Vec<String>> {
    let known =
        config.email_domains.iter().any(|domain| domain.eq_ignore_ascii_case(email.domain()));
    let roles: BTreeSet<Role> = Role::from_names(&config.roles);
    (known && !roles.is_empty()).then(|| roles.iter().map(|role| role.name().to_owned()).collect())
}
