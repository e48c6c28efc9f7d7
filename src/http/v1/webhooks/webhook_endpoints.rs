//! `/v1/webhook-endpoints`.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Utc};
use ids::{EndpointId, SecretId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::webhook_deliveries::Delivery;
use crate::app::App;
use crate::domain::event::EventKind;
use crate::domain::webhook::{Disabled, DisabledReason, Scheme, Wants};
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::v1::scoring::decisions::milliseconds;
use crate::service::webhooks::webhook_endpoints::{
    Change, NewEndpoint, Rotation, Shown, ShownSecret,
};
use crate::service::webhooks::{webhook_deliveries, webhook_endpoints};

/// For how many hours old secrets may sign beside new ones.
const MAX_OVERLAP_HOURS: u16 = 168;

/// Event types to send: `"all"`, or a list of types.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged, expecting = "`event_types` is \"all\" or a list of event types")]
pub(in crate::http) enum EventSubscription {
    /// Every type, including future ones.
    All(AllEvents),
    /// Only these types; at least one.
    Kinds(Vec<EventKind>),
}

/// The word `all`: every event type, including future ones.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum AllEvents {
    All,
}

/// A new webhook endpoint.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewWebhookEndpoint {
    /// URL that receives the events: `https://` with a public host.
    #[schema(max_length = 2000, example = "https://platform.example/hooks/bonafide")]
    url: String,
    /// Your own description.
    #[serde(default)]
    #[schema(max_length = 500, example = "trust and safety, production")]
    description: String,
    /// Event types to send. The default is all.
    #[serde(default = "all")]
    event_types: EventSubscription,
    /// Whether to send events to the endpoint right away.
    #[serde(default = "yes")]
    #[schema(default = true)]
    enabled: bool,
    /// How deliveries are signed: `v1` (HMAC-SHA256), `v1a` (Ed25519) or both. The default is `v1`.
    #[serde(default = "shared")]
    #[schema(min_items = 1, max_items = 2)]
    signing: Vec<Scheme>,
}

/// A change of a webhook endpoint. Fields you leave out stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct WebhookEndpointChange {
    /// URL that receives the events.
    #[schema(max_length = 2000)]
    url: Option<String>,
    /// Your own description.
    #[schema(max_length = 500)]
    description: Option<String>,
    /// Event types to send.
    event_types: Option<EventSubscription>,
    /// Whether to send events to the endpoint. Enabling it clears the reason why it was disabled.
    enabled: Option<bool>,
}

/// A rotation of an endpoint's signing secrets.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct SecretRotation {
    /// How many hours the old secrets also sign deliveries. 0 ends them at once.
    #[schema(minimum = 0, maximum = 168, example = 24)]
    overlap_hours: u16,
    /// How deliveries are signed from now on. The default is the current setting.
    #[schema(min_items = 1, max_items = 2)]
    signing: Option<Vec<Scheme>>,
}

/// A request to replay deliveries.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct DeliveryReplayRequest {
    /// Replays failed and paused deliveries created at or after this time.
    since: DateTime<Utc>,
}

/// The number of replayed deliveries.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ReplayedDeliveries {
    /// Number of deliveries that will be attempted again.
    deliveries: usize,
    /// Whether more deliveries may remain. If so, repeat the request.
    has_more: bool,
}

/// A webhook endpoint.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct WebhookEndpoint {
    /// Id of the endpoint, `whe_…`.
    id: EndpointId,
    /// URL that receives the events.
    url: String,
    /// Your own description.
    description: String,
    /// Event types that are sent.
    event_types: EventSubscription,
    /// Whether events are sent to the endpoint.
    enabled: bool,
    /// Why and since when it is disabled; `null` while it is enabled.
    disabled: Option<DisabledStatus>,
    /// Start of the current series of failed attempts; `null` if the last attempt succeeded.
    failing_since: Option<DateTime<Utc>>,
    /// Secrets that currently sign deliveries, newest first. After a rotation there can be several.
    secrets: Vec<WebhookSecret>,
    /// When the endpoint was created.
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
}

/// Why and since when an endpoint is disabled.
#[derive(Debug, Serialize, ToSchema)]
struct DisabledStatus {
    /// Why the endpoint is disabled.
    reason: DisabledReason,
    /// When it was disabled.
    #[serde(serialize_with = "milliseconds")]
    since: DateTime<Utc>,
}

/// A secret that signs deliveries.
#[derive(Debug, Serialize, ToSchema)]
struct WebhookSecret {
    /// Id of the secret, `whs_…`.
    id: SecretId,
    /// Signature scheme.
    scheme: Scheme,
    /// Shared secret for `v1`. Only the response that creates it contains it; otherwise `null`.
    #[schema(example = "whsec_TEhFUkUgSVMgTk9USElORyBIRVJFIEFUIEFMTC4uLi4=")]
    secret: Option<String>,
    /// Public key for `v1a`. The private key never leaves the service.
    #[schema(example = "whpk_TEhFUkUgSVMgTk9USElORyBIRVJFIEFUIEFMTC4uLi4=")]
    public_key: Option<String>,
    /// When the secret was created.
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
    /// When the secret stops signing; `null` for the current one.
    expires_at: Option<DateTime<Utc>>,
}

/// The tenant's webhook endpoints.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct WebhookEndpointPage {
    /// All endpoints, oldest first.
    data: Vec<WebhookEndpoint>,
    /// Always `null`: a tenant has at most 20 endpoints.
    next_cursor: Option<String>,
}

/// List webhook endpoints
#[utoipa::path(get, path = "",
    responses((status = 200, description = "All endpoints, oldest first", body = WebhookEndpointPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
) -> Result<Json<WebhookEndpointPage>, Problem> {
    let all = webhook_endpoints::all(&app, &caller.tenant).await?;
    Ok(Json(WebhookEndpointPage {
        data: all.into_iter().map(Into::into).collect(),
        next_cursor: None,
    }))
}

/// Create a webhook endpoint
///
/// Only this response contains the shared secret. Events that happened earlier are not sent.
#[utoipa::path(post, path = "", request_body = NewWebhookEndpoint,
    responses((status = 201, description = "The endpoint, with its secrets", body = WebhookEndpoint)))]
pub(in crate::http) async fn create(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let NewWebhookEndpoint { url, description, event_types, enabled, signing } = read(&body)?;
    let new =
        NewEndpoint { url, description, wants: event_types.into(), enabled, schemes: signing };
    let made = webhook_endpoints::create(&app, &caller.tenant, &caller.actor, new).await?;
    let location = format!("/v1/webhook-endpoints/{}", made.endpoint.id);
    let body = WebhookEndpoint::from(made);
    Ok(HttpResponse::Created().insert_header((header::LOCATION, location)).json(body))
}

/// Get a webhook endpoint
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The endpoint", body = WebhookEndpoint)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    id: Path<EndpointId>,
) -> Result<Json<WebhookEndpoint>, Problem> {
    Ok(Json(webhook_endpoints::find(&app, &caller.tenant, *id).await?.into()))
}

/// Change a webhook endpoint
///
/// Enabling a disabled endpoint clears the reason why it was disabled. To send deliveries that were paused meanwhile,
/// replay them.
#[utoipa::path(patch, path = "", request_body = WebhookEndpointChange,
    responses((status = 200, description = "The endpoint", body = WebhookEndpoint)))]
pub(in crate::http) async fn change(
    app: Data<App>,
    caller: Caller,
    id: Path<EndpointId>,
    body: JsonBytes,
) -> Result<Json<WebhookEndpoint>, Problem> {
    let WebhookEndpointChange { url, description, event_types, enabled } = read(&body)?;
    let change = Change { url, description, wants: event_types.map(Into::into), enabled };
    let changed =
        webhook_endpoints::change(&app, &caller.tenant, &caller.actor, *id, change).await?;
    Ok(Json(changed.into()))
}

/// Delete a webhook endpoint
///
/// Also deletes its secrets and its delivery log.
#[utoipa::path(delete, path = "", responses((status = 204, description = "The endpoint was deleted")))]
pub(in crate::http) async fn delete(
    app: Data<App>,
    caller: Caller,
    id: Path<EndpointId>,
) -> Result<HttpResponse, Problem> {
    webhook_endpoints::delete(&app, &caller.tenant, &caller.actor, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Rotate a webhook endpoint's secrets
///
/// Only this response contains the new shared secret. During the overlap, deliveries carry signatures of the old and
/// the new secrets.
#[utoipa::path(post, path = "", request_body = SecretRotation,
    responses((status = 200, description = "The endpoint, with its new secrets", body = WebhookEndpoint)))]
pub(in crate::http) async fn rotate(
    app: Data<App>,
    caller: Caller,
    id: Path<EndpointId>,
    body: JsonBytes,
) -> Result<Json<WebhookEndpoint>, Problem> {
    let SecretRotation { overlap_hours, signing } = read(&body)?;
    if overlap_hours > MAX_OVERLAP_HOURS {
        return Err(Problem::webhook_invalid("/overlap_hours", "must be from 0 to 168"));
    }
    let rotation = Rotation { overlap_hours, schemes: signing };
    let rotated =
        webhook_endpoints::rotate(&app, &caller.tenant, &caller.actor, *id, rotation).await?;
    Ok(Json(rotated.into()))
}

/// Send a test event to a webhook endpoint
///
/// Sends an event of type `webhook.test`, signed and delivered like any other. Check the delivery for the result.
#[utoipa::path(post, path = "",
    responses((status = 202, description = "The delivery, now due", body = Delivery)))]
pub(in crate::http) async fn test(
    app: Data<App>,
    caller: Caller,
    id: Path<EndpointId>,
) -> Result<HttpResponse, Problem> {
    let sent = webhook_deliveries::test(&app, &caller.tenant, &caller.actor, *id).await?;
    Ok(HttpResponse::Accepted().json(Delivery::from(sent)))
}

/// Replay an endpoint's failed deliveries
///
/// All failed and paused deliveries since the given time are attempted again at once, oldest first, and their retry
/// schedules start over. One request replays at most 10,000 deliveries.
#[utoipa::path(post, path = "", request_body = DeliveryReplayRequest,
    responses((status = 202, description = "The number of replayed deliveries", body = ReplayedDeliveries)))]
pub(in crate::http) async fn replay(
    app: Data<App>,
    caller: Caller,
    id: Path<EndpointId>,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let DeliveryReplayRequest { since } = read(&body)?;
    let (tenant, actor) = (&caller.tenant, &caller.actor);
    let begun = webhook_deliveries::replay_since(&app, tenant, actor, *id, since).await?;
    let body = ReplayedDeliveries { deliveries: begun.deliveries, has_more: begun.more };
    Ok(HttpResponse::Accepted().json(body))
}

fn all() -> EventSubscription {
    EventSubscription::All(AllEvents::All)
}

fn yes() -> bool {
    true
}

fn shared() -> Vec<Scheme> {
    vec![Scheme::V1]
}

fn read<T: DeserializeOwned>(body: &JsonBytes) -> Result<T, Problem> {
    body.read_or(|fault| Problem::webhook_invalid(fault.pointer, fault.detail))
}

impl From<EventSubscription> for Wants {
    fn from(from: EventSubscription) -> Self {
        match from {
            EventSubscription::All(AllEvents::All) => Self::All,
            EventSubscription::Kinds(mut kinds) => {
                kinds.sort_unstable();
                kinds.dedup();
                Self::Kinds(kinds)
            }
        }
    }
}

impl From<Shown> for WebhookEndpoint {
    fn from(from: Shown) -> Self {
        let endpoint = from.endpoint;
        let disabled = |Disabled { reason, at }| DisabledStatus { reason, since: at };
        Self {
            id: endpoint.id,
            url: endpoint.url,
            description: endpoint.description,
            event_types: match endpoint.wants {
                Wants::All => all(),
                Wants::Kinds(kinds) => EventSubscription::Kinds(kinds),
            },
            enabled: endpoint.disabled.is_none(),
            disabled: endpoint.disabled.map(disabled),
            failing_since: endpoint.failing_since,
            secrets: from.secrets.into_iter().map(Into::into).collect(),
            created_at: endpoint.created_at,
        }
    }
}

impl From<ShownSecret> for WebhookSecret {
    fn from(from: ShownSecret) -> Self {
        let ShownSecret { id, scheme, value, created_at, expires_at } = from;
        let (secret, public_key) = match scheme {
            Scheme::V1 => (value, None),
            Scheme::V1a => (None, value),
        };
        Self { id, scheme, secret, public_key, created_at, expires_at }
    }
}
