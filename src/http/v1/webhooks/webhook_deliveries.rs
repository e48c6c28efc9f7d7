//! `/v1/webhook-deliveries`, and the deliveries of an endpoint.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Utc};
use ids::{DeliveryId, EndpointId, EventId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::domain::webhook::{self, Attempt, DeliveryState};
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::{self, Parameters};
use crate::http::v1::scoring::decisions::milliseconds;
use crate::service::webhooks::webhook_deliveries::{self, Logged};
use crate::store::webhooks::webhook_deliveries::Filter;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// Only deliveries in this state.
    state: Option<DeliveryState>,
    /// Maximum number of entries per page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// `next_cursor` of the previous page.
    cursor: Option<DeliveryId>,
}

/// The delivery of an event to one endpoint.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Delivery {
    /// Id of the delivery, `dlv_…`.
    id: DeliveryId,
    /// Id of the endpoint, `whe_…`.
    endpoint_id: EndpointId,
    /// Id of the event, `evt_…`, sent in the header `webhook-id`.
    event_id: EventId,
    /// Type of the event, or `webhook.test`.
    #[schema(example = "decision.created")]
    kind: String,
    /// State of the delivery.
    state: DeliveryState,
    /// Number of attempts so far.
    attempt_count: i32,
    /// When the next attempt is due; `null` if there is none.
    next_attempt_at: Option<DateTime<Utc>>,
    /// When the delivery was created.
    #[serde(serialize_with = "milliseconds")]
    created_at: DateTime<Utc>,
    /// When it was delivered, failed or paused; `null` while it is pending.
    finished_at: Option<DateTime<Utc>>,
    /// Body of the request.
    payload: Value,
    /// Attempts, oldest first; only the latest 30.
    attempts: Vec<DeliveryAttempt>,
}

/// An attempt to deliver an event.
#[derive(Debug, Serialize, ToSchema)]
struct DeliveryAttempt {
    /// Number of the attempt, starting at 1.
    number: i32,
    /// When the attempt began.
    #[serde(serialize_with = "milliseconds")]
    started_at: DateTime<Utc>,
    /// Duration of the attempt, in milliseconds.
    duration_ms: i32,
    /// HTTP status of the response; `null` if there was none.
    #[schema(example = 200)]
    status: Option<u16>,
    /// Why the attempt failed: `unresolvable`, `address_refused`, `cannot_connect`, `tls_failed`, `answer_unreadable`,
    /// `timeout`, `redirect`, `gone` or `status`; `null` if it succeeded.
    #[schema(example = "timeout")]
    failure: Option<String>,
    /// First 1 KiB of the response body, as text.
    response_body: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct DeliveryPage {
    /// Deliveries, newest first.
    data: Vec<Delivery>,
    /// Pass it as `cursor` to get the next page; `null` on the last page.
    next_cursor: Option<String>,
}

/// List an endpoint's deliveries, newest first
#[utoipa::path(get, path = "", params(ListQuery),
    responses((status = 200, description = "A page of deliveries", body = DeliveryPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
    id: Path<EndpointId>,
    query: Parameters<ListQuery>,
) -> Result<Json<DeliveryPage>, Problem> {
    let limit = query::limit(query.0.limit)?.into();
    let filter = Filter { endpoint: *id, state: query.0.state, before: query.0.cursor, limit };
    let page = webhook_deliveries::list(&app, &caller.tenant, filter).await?;
    let next_cursor = query::next_cursor(&page, |last| last.delivery.id.to_string());
    Ok(Json(DeliveryPage { data: page.items.into_iter().map(Into::into).collect(), next_cursor }))
}

/// Get a delivery
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The delivery and its attempts", body = Delivery)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    id: Path<DeliveryId>,
) -> Result<Json<Delivery>, Problem> {
    Ok(Json(webhook_deliveries::find(&app, &caller.tenant, *id).await?.into()))
}

/// Replay a delivery
///
/// The delivery is attempted again at once, whatever its state, and its retry schedule starts over. The receiver gets
/// the same `webhook-id`.
#[utoipa::path(post, path = "",
    responses((status = 202, description = "The delivery, now due", body = Delivery)))]
pub(in crate::http) async fn replay(
    app: Data<App>,
    caller: Caller,
    id: Path<DeliveryId>,
) -> Result<HttpResponse, Problem> {
    let begun = webhook_deliveries::replay(&app, &caller.tenant, &caller.actor, *id).await?;
    Ok(HttpResponse::Accepted().json(Delivery::from(begun)))
}

impl From<webhook::Delivery> for Delivery {
    fn from(from: webhook::Delivery) -> Self {
        Logged { delivery: from, attempts: Vec::new() }.into()
    }
}

impl From<Logged> for Delivery {
    fn from(from: Logged) -> Self {
        let delivery = from.delivery;
        Self {
            id: delivery.id,
            endpoint_id: delivery.endpoint,
            event_id: delivery.event,
            kind: delivery.kind,
            state: delivery.state,
            attempt_count: delivery.attempts,
            next_attempt_at: delivery.next_attempt_at,
            created_at: delivery.created_at,
            finished_at: delivery.finished_at,
            payload: serde_json::from_slice(&delivery.payload).unwrap_or_default(),
            attempts: from.attempts.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Attempt> for DeliveryAttempt {
    fn from(from: Attempt) -> Self {
        Self {
            number: from.number,
            started_at: from.started_at,
            duration_ms: from.duration_ms,
            status: from.status,
            failure: from.failure,
            response_body: String::from_utf8_lossy(&from.answer).into_owned(),
        }
    }
}
