//! Webhook endpoints and their signing secrets.

use chrono::{DateTime, Duration, Utc};
use ids::actor::Actor;
use ids::{EndpointId, SecretId};
use zeroize::Zeroizing;

use crate::app::App;
use crate::domain::audit::AuditAction;
use crate::domain::job::JobKind;
use crate::domain::tenant::TenantId;
use crate::domain::webhook::{Disabled, DisabledReason, Endpoint, Scheme, SealedSecret, Wants};
use crate::service::Internal;
use crate::store::audit::Entry;
use crate::store::{self, Tx};
use crate::webhooks::{BadUrl, EndpointUrl, Secret};

/// How many endpoints a tenant may have.
const MAX_ENDPOINTS: usize = 20;
/// How long an endpoint's description may be.
const MAX_DESCRIPTION: usize = 500;

/// An endpoint with its current secrets.
#[derive(Debug)]
pub struct Shown {
    pub endpoint: Endpoint,
    /// The secrets that sign now, the latest first.
    pub secrets: Vec<ShownSecret>,
}

/// A secret as it may be shown.
#[derive(Debug)]
pub struct ShownSecret {
    pub id: SecretId,
    /// How it signs.
    pub scheme: Scheme,
    /// The public key, or the shared secret in the response that created it.
    pub value: Option<String>,
    pub created_at: DateTime<Utc>,
    /// When it stops signing.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A new endpoint.
#[derive(Clone, Debug)]
pub struct NewEndpoint {
    pub url: String,
    pub description: String,
    pub wants: Wants,
    pub enabled: bool,
    pub schemes: Vec<Scheme>,
}

/// A change of an endpoint. What is left out stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub url: Option<String>,
    pub description: Option<String>,
    pub wants: Option<Wants>,
    pub enabled: Option<bool>,
}

/// New secrets for old ones.
#[derive(Clone, Debug)]
pub struct Rotation {
    /// For how many hours the old secrets also sign.
    pub overlap_hours: u16,
    /// The new schemes; the default is the current ones.
    pub schemes: Option<Vec<Scheme>>,
}

/// Why an endpoint cannot be set up, found or used.
#[derive(Debug, thiserror::Error)]
pub enum EndpointError {
    #[error("there is no such webhook endpoint")]
    NotFound,
    /// Its URL cannot be used.
    #[error("the URL {0}")]
    BadUrl(#[from] BadUrl),
    /// Another field cannot be used.
    #[error("{field}: {detail}")]
    Fault { field: &'static str, detail: &'static str },
    #[error("a tenant has at most {MAX_ENDPOINTS} webhook endpoints")]
    TooMany,
    #[error("the endpoint is disabled; enable it first")]
    Disabled,
    /// Not the caller's fault.
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// Creates an endpoint. Its shared secret is returned here and never again.
pub async fn create(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    new: NewEndpoint,
) -> Result<Shown, EndpointError> {
    let url = EndpointUrl::parse(&new.url, &app.courier.config)?;
    check_description(&new.description)?;
    check_wants(&new.wants)?;
    let mut tx = app.begin(tenant).await?;
    let now = tx.now;
    if store::webhooks::webhook_endpoints::all(&mut tx).await?.len() >= MAX_ENDPOINTS {
        return Err(EndpointError::TooMany);
    }
    let endpoint = Endpoint {
        id: EndpointId::new(now),
        url: url.as_str().to_owned(),
        description: new.description,
        wants: new.wants,
        disabled: disabled(new.enabled, None, now),
        failing_since: None,
        paused_until: None,
        created_at: now,
    };
    store::webhooks::webhook_endpoints::insert(&mut tx, &endpoint).await?;
    let secrets = make_secrets(app, &mut tx, endpoint.id, &new.schemes).await?;
    let retention = JobKind::DeliveryRetention;
    store::jobs::enqueue(&mut tx, retention, tenant.as_str(), now + Duration::days(1)).await?;
    record(&mut tx, actor, AuditAction::CreateEndpoint {}, endpoint.id).await?;
    tx.commit().await?;
    tracing::info!(endpoint.id = %endpoint.id, "created a webhook endpoint");
    Ok(Shown { endpoint, secrets })
}

/// Every endpoint of a tenant, the oldest first.
pub async fn all(app: &App, tenant: &TenantId) -> Result<Vec<Shown>, EndpointError> {
    let mut tx = app.begin(tenant).await?;
    let mut shown = Vec::new();
    for endpoint in store::webhooks::webhook_endpoints::all(&mut tx).await? {
        let secrets = shown_secrets(app, &mut tx, endpoint.id).await?;
        shown.push(Shown { endpoint, secrets });
    }
    Ok(shown)
}

pub async fn find(app: &App, tenant: &TenantId, id: EndpointId) -> Result<Shown, EndpointError> {
    let mut tx = app.begin(tenant).await?;
    let endpoint = store::webhooks::webhook_endpoints::find(&mut tx, id).await?;
    let endpoint = endpoint.ok_or(EndpointError::NotFound)?;
    let secrets = shown_secrets(app, &mut tx, id).await?;
    Ok(Shown { endpoint, secrets })
}

/// Changes an endpoint. Enabling it clears the reason why it was disabled. Held deliveries stay held until they are
/// replayed.
pub async fn change(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: EndpointId,
    change: Change,
) -> Result<Shown, EndpointError> {
    let mut tx = app.begin(tenant).await?;
    let now = tx.now;
    let endpoint = store::webhooks::webhook_endpoints::find_for_update(&mut tx, id).await?;
    let mut endpoint = endpoint.ok_or(EndpointError::NotFound)?;
    if let Some(url) = change.url {
        let url = EndpointUrl::parse(&url, &app.courier.config)?;
        url.as_str().clone_into(&mut endpoint.url);
    }
    if let Some(description) = change.description {
        check_description(&description)?;
        endpoint.description = description;
    }
    if let Some(wants) = change.wants {
        check_wants(&wants)?;
        endpoint.wants = wants;
    }
    if let Some(enabled) = change.enabled {
        endpoint.disabled = disabled(enabled, endpoint.disabled, now);
        endpoint.failing_since = endpoint.failing_since.filter(|_| !enabled);
        endpoint.paused_until = endpoint.paused_until.filter(|_| !enabled);
    }
    store::webhooks::webhook_endpoints::update(&mut tx, &endpoint).await?;
    let secrets = shown_secrets(app, &mut tx, id).await?;
    record(&mut tx, actor, AuditAction::UpdateEndpoint {}, id).await?;
    tx.commit().await?;
    Ok(Shown { endpoint, secrets })
}

/// Deletes an endpoint with its secrets and deliveries.
pub async fn delete(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: EndpointId,
) -> Result<(), EndpointError> {
    let mut tx = app.begin(tenant).await?;
    if !store::webhooks::webhook_endpoints::delete(&mut tx, id).await? {
        return Err(EndpointError::NotFound);
    }
    record(&mut tx, actor, AuditAction::DeleteEndpoint {}, id).await?;
    tx.commit().await?;
    Ok(())
}

/// Creates new secrets. The old ones also sign until the overlap ends.
pub async fn rotate(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: EndpointId,
    rotation: Rotation,
) -> Result<Shown, EndpointError> {
    let mut tx = app.begin(tenant).await?;
    let now = tx.now;
    let endpoint = store::webhooks::webhook_endpoints::find_for_update(&mut tx, id).await?;
    let endpoint = endpoint.ok_or(EndpointError::NotFound)?;
    let old = store::webhooks::webhook_secrets::live(&mut tx, id).await?;
    let current = old.iter().filter(|secret| secret.expires_at.is_none());
    let schemes = rotation.schemes.unwrap_or_else(|| current.map(|secret| secret.scheme).collect());
    let end = now + Duration::hours(rotation.overlap_hours.into());
    store::webhooks::webhook_secrets::expire(&mut tx, id, end).await?;
    store::webhooks::webhook_secrets::delete_expired(&mut tx, id).await?;
    let mut secrets = make_secrets(app, &mut tx, id, &schemes).await?;
    let made: Vec<SecretId> = secrets.iter().map(|secret| secret.id).collect();
    let all = shown_secrets(app, &mut tx, id).await?;
    secrets.extend(all.into_iter().filter(|secret| !made.contains(&secret.id)));
    record(&mut tx, actor, AuditAction::RotateSecrets {}, id).await?;
    tx.commit().await?;
    Ok(Shown { endpoint, secrets })
}

/// The secrets that sign an endpoint's deliveries now, the latest first.
pub(in crate::service) async fn signing_secrets(
    app: &App,
    tx: &mut Tx,
    endpoint: EndpointId,
) -> Result<Vec<Secret>, Internal> {
    let stored = store::webhooks::webhook_secrets::live(tx, endpoint).await?;
    stored.iter().map(|secret| open(app, &tx.tenant, endpoint, secret)).collect()
}

/// Records in the audit trail what was done to an endpoint.
pub(in crate::service) async fn record(
    tx: &mut Tx,
    actor: &Actor,
    action: AuditAction,
    id: EndpointId,
) -> Result<(), Internal> {
    let entry = Entry { actor, action, subject: id.to_string(), at: tx.read_clock() };
    store::audit::append(tx, entry).await
}

async fn make_secrets(
    app: &App,
    tx: &mut Tx,
    endpoint: EndpointId,
    schemes: &[Scheme],
) -> Result<Vec<ShownSecret>, EndpointError> {
    let fault = EndpointError::Fault {
        field: "signing",
        detail: "names one or both of `v1` and `v1a`, each once",
    };
    let twice = schemes.len() == 2 && schemes[0] == schemes[1];
    if twice || !(1..=2).contains(&schemes.len()) {
        return Err(fault);
    }
    let now = tx.now;
    let mut shown = Vec::new();
    for scheme in schemes {
        let secret = Secret::generate(*scheme).map_err(corrupt)?;
        let id = SecretId::new(now);
        let key = app.keys.webhook_key(&tx.tenant);
        let sealed = key.seal(secret.bytes(), &purpose(endpoint, id));
        let stored =
            SealedSecret { id, scheme: *scheme, sealed, created_at: now, expires_at: None };
        store::webhooks::webhook_secrets::insert(tx, endpoint, &stored).await?;
        let value = Some(secret.for_receiver());
        shown.push(ShownSecret { id, scheme: *scheme, value, created_at: now, expires_at: None });
    }
    Ok(shown)
}

/// The secrets that sign now. Public keys are shown, shared secrets are not.
async fn shown_secrets(
    app: &App,
    tx: &mut Tx,
    endpoint: EndpointId,
) -> Result<Vec<ShownSecret>, EndpointError> {
    let mut shown = Vec::new();
    for stored in store::webhooks::webhook_secrets::live(tx, endpoint).await? {
        let value = match stored.scheme {
            Scheme::V1 => None,
            Scheme::V1a => Some(open(app, &tx.tenant, endpoint, &stored)?.for_receiver()),
        };
        let SealedSecret { id, scheme, created_at, expires_at, .. } = stored;
        shown.push(ShownSecret { id, scheme, value, created_at, expires_at });
    }
    Ok(shown)
}

fn open(
    app: &App,
    tenant: &TenantId,
    endpoint: EndpointId,
    stored: &SealedSecret,
) -> Result<Secret, Internal> {
    let key = app.keys.webhook_key(tenant);
    let bytes = key.open(&stored.sealed, &purpose(endpoint, stored.id)).map_err(corrupt)?;
    Secret::from_bytes(stored.scheme, Zeroizing::new(bytes)).map_err(corrupt)
}

fn purpose(endpoint: EndpointId, secret: SecretId) -> String {
    format!("webhook-secret/{endpoint}/{secret}")
}

fn corrupt(error: impl std::fmt::Display) -> Internal {
    Internal::Corrupt(error.to_string())
}

/// The disabled state after a tenant's change. An endpoint that is already disabled keeps its reason.
fn disabled(enabled: bool, before: Option<Disabled>, at: DateTime<Utc>) -> Option<Disabled> {
    if enabled {
        return None;
    }
    before.or(Some(Disabled { reason: DisabledReason::ByRequest, at }))
}

fn check_description(description: &str) -> Result<(), EndpointError> {
    let control = |c: char| c.is_control() && c != '\n';
    if description.chars().count() > MAX_DESCRIPTION || description.contains(control) {
        let detail = "must be at most 500 characters of text";
        return Err(EndpointError::Fault { field: "description", detail });
    }
    Ok(())
}

fn check_wants(wants: &Wants) -> Result<(), EndpointError> {
    match wants {
        Wants::Kinds(kinds) if kinds.is_empty() => {
            let detail = "names at least one kind; `\"all\"` for every one";
            Err(EndpointError::Fault { field: "event_types", detail })
        }
        _ => Ok(()),
    }
}
