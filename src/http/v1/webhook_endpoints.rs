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

/// For how many hours old secrets may sign beside new ones.
const MOST_OVERLAP_HOURS: u16 = 168;

/// Which events are wanted.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged, expecting = "`kinds` is \"all\" or a list of kinds of events")]
pub(in crate::http) enum WantsBody {
    /// Every kind, those of the future too.
    All(All),
    /// These kinds, at least one.
    Kinds(Vec<EventKind>),
}

/// The word `all`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::http) enum All {
    /// Every kind.
    All,
}

/// An endpoint to be set up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewEndpointBody {
    /// Where events are sent: `https://`, a public host.
    #[schema(max_length = 2000, example = "https://platform.example/hooks/bonafide")]
    url: String,
    /// Your words about it.
    #[serde(default)]
    #[schema(max_length = 500, example = "trust and safety, production")]
    description: String,
    /// Which events are wanted; all if it is left out.
    #[serde(default = "all")]
    kinds: WantsBody,
    /// Whether it is told from now on.
    #[serde(default = "yes")]
    #[schema(default = true)]
    enabled: bool,
    /// How deliveries are signed: `v1` (HMAC-SHA256), `v1a` (Ed25519) or both; `v1` if it is left out.
    #[serde(default = "shared")]
    #[schema(min_items = 1, max_items = 2)]
    signing: Vec<Scheme>,
}

/// What is changed of an endpoint; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct EndpointChangeBody {
    /// Where events are sent.
    #[schema(max_length = 2000)]
    url: Option<String>,
    /// Your words about it.
    #[schema(max_length = 500)]
    description: Option<String>,
    /// Which events are wanted.
    kinds: Option<WantsBody>,
    /// Whether it is told. Enabling it forgets why it was disabled.
    enabled: Option<bool>,
}

/// New secrets for old ones.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct RotationBody {
    /// For how many hours the old secrets sign too; 0 ends them at once.
    #[schema(minimum = 0, maximum = 168, example = 24)]
    overlap_hours: u16,
    /// How deliveries are signed from now on; as before if it is left out.
    #[schema(min_items = 1, max_items = 2)]
    signing: Option<Vec<Scheme>>,
}

/// What is replayed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct ReplaySinceBody {
    /// Failed and held deliveries that were written at this time or later.
    since: DateTime<Utc>,
}

/// What a replay began.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct ReplayedBody {
    /// How many deliveries were begun anew.
    deliveries: usize,
    /// Whether there may be more: the same call goes on.
    more: bool,
}

/// An endpoint.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct EndpointBody {
    /// Its name.
    id: EndpointId,
    /// Where events are sent.
    url: String,
    /// Your words about it.
    description: String,
    /// Which events are wanted.
    kinds: WantsBody,
    /// Whether it is told.
    enabled: bool,
    /// Why and since when it is told nothing; `null` while it is told.
    disabled: Option<DisabledBody>,
    /// Since when every attempt failed; `null` if the last one did not.
    failing_since: Option<DateTime<Utc>>,
    /// What deliveries are signed with now, the latest first. Several sign at once after a rotation.
    secrets: Vec<SecretBody>,
    /// When it was set up.
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
}

/// Why and since when an endpoint is told nothing.
#[derive(Debug, Serialize, ToSchema)]
struct DisabledBody {
    /// Why.
    reason: DisabledReason,
    /// Since when.
    #[serde(serialize_with = "milliseconds")]
    at: DateTime<Utc>,
}

/// What deliveries are signed with.
#[derive(Debug, Serialize, ToSchema)]
struct SecretBody {
    /// Its name.
    id: SecretId,
    /// How it signs.
    scheme: Scheme,
    /// The shared secret of `v1`, in the one answer that made it; `null` in every other.
    #[schema(example = "whsec_TEhFUkUgSVMgTk9USElORyBIRVJFIEFUIEFMTC4uLi4=")]
    secret: Option<String>,
    /// The public key of `v1a`. The private key leaves the service never.
    #[schema(example = "whpk_TEhFUkUgSVMgTk9USElORyBIRVJFIEFUIEFMTC4uLi4=")]
    public_key: Option<String>,
    /// When it was made.
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
    /// From when on it does not sign any more; `null` for the current one.
    expires_at: Option<DateTime<Utc>>,
}

/// A tenant's endpoints.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct EndpointPage {
    /// Every endpoint, the oldest first.
    data: Vec<EndpointBody>,
    /// Always `null`: there are at most twenty.
    next_cursor: Option<String>,
}

/// List the webhook endpoints
#[utoipa::path(get, path = "",
    responses((status = 200, description = "Every endpoint, the oldest first", body = EndpointPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
) -> Result<Json<EndpointPage>, Problem> {
    let all = webhook_endpoints::all(&app, &caller.tenant).await?;
    Ok(Json(EndpointPage { data: all.into_iter().map(Into::into).collect(), next_cursor: None }))
}

/// Set up a webhook endpoint
///
/// The shared secret is in this answer and in no other. Events of earlier are not sent.
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
/// Enabling one that was disabled forgets why. What was held meanwhile is sent by a replay.
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

/// Remove a webhook endpoint
///
/// Its secrets and its log of deliveries go with it.
#[utoipa::path(delete, path = "", responses((status = 204, description = "It is gone")))]
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
/// New secrets are made, and shown in this answer alone. For the overlap the old ones sign too: deliveries carry
/// a signature of each.
#[utoipa::path(post, path = "", request_body = RotationBody,
    responses((status = 200, description = "The endpoint, with its new secrets", body = EndpointBody)))]
pub(in crate::http) async fn rotate(
    app: Data<App>,
    caller: Caller,
    id: Path<EndpointId>,
    body: JsonBytes,
) -> Result<Json<EndpointBody>, Problem> {
    let RotationBody { overlap_hours, signing } = read(&body)?;
    if overlap_hours > MOST_OVERLAP_HOURS {
        return Err(Problem::webhook_invalid("/overlap_hours", "must be from 0 to 168"));
    }
    let rotation = Rotation { overlap_hours, schemes: signing };
    let rotated =
        webhook_endpoints::rotate(&app, &caller.tenant, &caller.actor, *id, rotation).await?;
    Ok(Json(rotated.into()))
}

/// Send a test to a webhook endpoint
///
/// An event of the kind `webhook.test`, signed and sent like any other; see the delivery for what came of it.
#[utoipa::path(post, path = "",
    responses((status = 202, description = "The delivery, which is due now", body = DeliveryBody)))]
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
/// Every failed or held delivery since a time is due at once, and its schedule starts again; ten thousand at a
/// call, the oldest first.
#[utoipa::path(post, path = "", request_body = ReplaySinceBody,
    responses((status = 202, description = "How many were begun anew", body = ReplayedBody)))]
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
