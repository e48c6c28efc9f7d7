//! `/v1/webhook-endpoints`.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Utc};
use ids::{EndpointId, SecretId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::decisions::milliseconds;
use super::webhook_deliveries::DeliveryBody;
use crate::app::App;
use crate::domain::event::EventKind;
use crate::domain::webhook::{Disabled, DisabledReason, Scheme, Wants};
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::service::webhook_endpoints::{Change, NewEndpoint, Rotation, Shown, ShownSecret};
use crate::service::{webhook_deliveries, webhook_endpoints};

const MAX_OVERLAP_HOURS: u16 = 168;

/// The kinds of events that an endpoint receives.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged, expecting = "`kinds` is \"all\" or a list of kinds of events")]
pub(in crate::http) enum WantsBody {
    /// Every kind, including kinds that are added later.
    All(All),
    /// These kinds; at least one.
    Kinds(Vec<EventKind>),
}

/// The word `all`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum All {
    All,
}

/// A new webhook endpoint.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewEndpointBody {
    /// Where events are sent: an `https://` URL with a public host.
    #[schema(max_length = 2000, example = "https://platform.example/hooks/bonafide")]
    url: String,
    /// For your own use.
    #[serde(default)]
    #[schema(max_length = 500, example = "trust and safety, production")]
    description: String,
    /// The kinds of events to send; all by default.
    #[serde(default = "all")]
    kinds: WantsBody,
    /// Whether to send events.
    #[serde(default = "yes")]
    #[schema(default = true)]
    enabled: bool,
    /// How to sign deliveries: `v1` (HMAC-SHA256), `v1a` (Ed25519) or both; `v1` by default.
    #[serde(default = "shared")]
    #[schema(min_items = 1, max_items = 2)]
    signing: Vec<Scheme>,
}

/// Changes to a webhook endpoint. Omitted members stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct EndpointChangeBody {
    /// Where events are sent.
    #[schema(max_length = 2000)]
    url: Option<String>,
    /// For your own use.
    #[schema(max_length = 500)]
    description: Option<String>,
    /// The kinds of events to send.
    kinds: Option<WantsBody>,
    /// Whether to send events. `true` clears `disabled`.
    enabled: Option<bool>,
}

/// A rotation of secrets.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct RotationBody {
    /// The number of hours in which the old secrets still sign too; 0 ends them immediately.
    #[schema(minimum = 0, maximum = 168, example = 24)]
    overlap_hours: u16,
    /// How to sign deliveries from now on; by default as before.
    #[schema(min_items = 1, max_items = 2)]
    signing: Option<Vec<Scheme>>,
}

/// Which deliveries to replay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct ReplaySinceBody {
    /// Replays failed and held deliveries that were created at this time or later.
    since: DateTime<Utc>,
}

/// The result of a replay.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ReplayedBody {
    /// The number of restarted deliveries.
    deliveries: usize,
    /// Whether there may be more; repeat the call to continue.
    more: bool,
}

/// A webhook endpoint.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct EndpointBody {
    id: EndpointId,
    /// Where events are sent.
    url: String,
    /// For your own use.
    description: String,
    /// The kinds of events that are sent.
    kinds: WantsBody,
    /// Whether events are sent.
    enabled: bool,
    /// Why and since when no events are sent; `null` while the endpoint is enabled.
    disabled: Option<DisabledBody>,
    /// The start of the current series of failed attempts; `null` if the last attempt succeeded.
    failing_since: Option<DateTime<Utc>>,
    /// The secrets that sign deliveries, the latest first. After a rotation, several sign at once.
    secrets: Vec<SecretBody>,
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
}

/// Why and since when an endpoint is disabled.
#[derive(Debug, Serialize, ToSchema)]
struct DisabledBody {
    reason: DisabledReason,
    #[serde(serialize_with = "milliseconds")]
    at: DateTime<Utc>,
}

/// A secret that signs deliveries.
#[derive(Debug, Serialize, ToSchema)]
struct SecretBody {
    id: SecretId,
    /// The signature scheme.
    scheme: Scheme,
    /// The shared secret of `v1`, only in the response that created it; `null` otherwise.
    #[schema(example = "whsec_TEhFUkUgSVMgTk9USElORyBIRVJFIEFUIEFMTC4uLi4=")]
    secret: Option<String>,
    /// The public key of `v1a`. The private key never leaves the service.
    #[schema(example = "whpk_TEhFUkUgSVMgTk9USElORyBIRVJFIEFUIEFMTC4uLi4=")]
    public_key: Option<String>,
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
    /// When the secret stops signing; `null` for a current secret.
    expires_at: Option<DateTime<Utc>>,
}

/// A tenant's webhook endpoints.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct EndpointPage {
    /// Every endpoint, the earliest first.
    data: Vec<EndpointBody>,
    /// Always `null`; a tenant has at most 20 endpoints.
    next_cursor: Option<String>,
}

/// List the webhook endpoints
#[utoipa::path(get, path = "",
    responses((status = 200, description = "Every endpoint, the earliest first", body = EndpointPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
) -> Result<Json<EndpointPage>, Problem> {
    let all = webhook_endpoints::all(&app, &caller.tenant).await?;
    Ok(Json(EndpointPage { data: all.into_iter().map(Into::into).collect(), next_cursor: None }))
}

/// Create a webhook endpoint
///
/// Only this response contains the shared secret. Earlier events are not sent.
#[utoipa::path(post, path = "", request_body = NewEndpointBody,
    responses((status = 201, description = "The endpoint, with its secrets", body = EndpointBody)))]
pub(in crate::http) async fn create(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let NewEndpointBody { url, description, kinds, enabled, signing } = read(&body)?;
    let new = NewEndpoint { url, description, wants: kinds.into(), enabled, schemes: signing };
    let made = webhook_endpoints::create(&app, &caller.tenant, &caller.actor, new).await?;
    let location = format!("/v1/webhook-endpoints/{}", made.endpoint.id);
    let body = EndpointBody::from(made);
    Ok(HttpResponse::Created().insert_header((header::LOCATION, location)).json(body))
}

/// Find a webhook endpoint
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The endpoint", body = EndpointBody)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    id: Path<EndpointId>,
) -> Result<Json<EndpointBody>, Problem> {
    Ok(Json(webhook_endpoints::find(&app, &caller.tenant, *id).await?.into()))
}

/// Change a webhook endpoint
///
/// Enabling an endpoint clears `disabled`. Events that were held in the meantime are sent by a replay.
#[utoipa::path(patch, path = "", request_body = EndpointChangeBody,
    responses((status = 200, description = "The endpoint", body = EndpointBody)))]
pub(in crate::http) async fn change(
    app: Data<App>,
    caller: Caller,
    id: Path<EndpointId>,
    body: JsonBytes,
) -> Result<Json<EndpointBody>, Problem> {
    let EndpointChangeBody { url, description, kinds, enabled } = read(&body)?;
    let change = Change { url, description, wants: kinds.map(Into::into), enabled };
    let changed =
        webhook_endpoints::change(&app, &caller.tenant, &caller.actor, *id, change).await?;
    Ok(Json(changed.into()))
}

/// Delete a webhook endpoint
///
/// Deletes its secrets and its deliveries too.
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
/// Creates new secrets, which only this response contains. During the overlap, deliveries are signed with the old and
/// the new secrets.
#[utoipa::path(post, path = "", request_body = RotationBody,
    responses((status = 200, description = "The endpoint, with its new secrets", body = EndpointBody)))]
pub(in crate::http) async fn rotate(
    app: Data<App>,
    caller: Caller,
    id: Path<EndpointId>,
    body: JsonBytes,
) -> Result<Json<EndpointBody>, Problem> {
    let RotationBody { overlap_hours, signing } = read(&body)?;
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
/// Sends an event of the kind `webhook.test`, signed like any other. The delivery shows the result.
#[utoipa::path(post, path = "",
    responses((status = 202, description = "The delivery, due now", body = DeliveryBody)))]
pub(in crate::http) async fn test(
    app: Data<App>,
    caller: Caller,
    id: Path<EndpointId>,
) -> Result<HttpResponse, Problem> {
    let sent = webhook_deliveries::test(&app, &caller.tenant, &caller.actor, *id).await?;
    Ok(HttpResponse::Accepted().json(DeliveryBody::from(sent)))
}

/// Replay an endpoint's failed deliveries
///
/// Failed and held deliveries since a given time are due immediately, and their schedules of attempts restart. One call
/// restarts at most 10,000 deliveries, the earliest first.
#[utoipa::path(post, path = "", request_body = ReplaySinceBody,
    responses((status = 202, description = "The restarted deliveries", body = ReplayedBody)))]
pub(in crate::http) async fn replay(
    app: Data<App>,
    caller: Caller,
    id: Path<EndpointId>,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let ReplaySinceBody { since } = read(&body)?;
    let (tenant, actor) = (&caller.tenant, &caller.actor);
    let begun = webhook_deliveries::replay_since(&app, tenant, actor, *id, since).await?;
    let body = ReplayedBody { deliveries: begun.deliveries, more: begun.more };
    Ok(HttpResponse::Accepted().json(body))
}

fn all() -> WantsBody {
    WantsBody::All(All::All)
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

impl From<WantsBody> for Wants {
    fn from(from: WantsBody) -> Self {
        match from {
            WantsBody::All(All::All) => Self::All,
            WantsBody::Kinds(mut kinds) => {
                kinds.sort_unstable();
                kinds.dedup();
                Self::Kinds(kinds)
            }
        }
    }
}

impl From<Shown> for EndpointBody {
    fn from(from: Shown) -> Self {
        let endpoint = from.endpoint;
        let disabled = |Disabled { reason, at }| DisabledBody { reason, at };
        Self {
            id: endpoint.id,
            url: endpoint.url,
            description: endpoint.description,
            kinds: match endpoint.wants {
                Wants::All => all(),
                Wants::Kinds(kinds) => WantsBody::Kinds(kinds),
            },
            enabled: endpoint.disabled.is_none(),
            disabled: endpoint.disabled.map(disabled),
            failing_since: endpoint.failing_since,
            secrets: from.secrets.into_iter().map(Into::into).collect(),
            created_at: endpoint.created_at,
        }
    }
}

impl From<ShownSecret> for SecretBody {
    fn from(from: ShownSecret) -> Self {
        let ShownSecret { id, scheme, value, created_at, expires_at } = from;
        let (secret, public_key) = match scheme {
            Scheme::V1 => (value, None),
            Scheme::V1a => (None, value),
        };
        Self { id, scheme, secret, public_key, created_at, expires_at }
    }
}
