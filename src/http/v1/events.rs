//! `/v1/events`: for those who ask instead of being told.

use actix_web::web::{Data, Json};
use chrono::{DateTime, Utc};
use ids::EventId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::decisions::milliseconds;
use crate::app::App;
use crate::domain::event::{Event, EventKind};
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::{Parameters, limit};
use crate::service;
use crate::store::events::Filter;

/// Which events to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// Only those of this kind.
    kind: Option<EventKind>,
    /// Only those of this time and later.
    since: Option<DateTime<Utc>>,
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// Where the page before ended.
    cursor: Option<EventId>,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct EventBody {
    /// Its name, as in the header `webhook-id`.
    id: EventId,
    /// What happened.
    #[serde(rename = "type")]
    kind: EventKind,
    /// When.
    #[serde(serialize_with = "milliseconds")]
    timestamp: DateTime<Utc>,
    /// To what: identifiers, bands, states.
    data: Value,
}

/// A page of events.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct EventPage {
    /// The events.
    data: Vec<EventBody>,
    /// What to send as `cursor` for the next page; `null` on the last.
    next_cursor: Option<String>,
}

/// List events, the latest first
///
/// The same as webhooks tell, in the same form. Who polls asks with a `since` some minutes before the latest event
/// that they know: a change that took long may bring one with an earlier time.
#[utoipa::path(get, path = "", params(ListQuery),
    responses((status = 200, description = "A page of events", body = EventPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
    query: Parameters<ListQuery>,
) -> Result<Json<EventPage>, Problem> {
    let ListQuery { kind, since, limit: most, cursor } = query.0;
    let filter = Filter { kind, since, before: cursor, limit: limit(most)?.into() };
    let page = service::events::list(&app, &caller.tenant, filter).await?;
    let next_cursor = page.items.last().filter(|_| page.more).map(|last| last.id.to_string());
    Ok(Json(EventPage { data: page.items.into_iter().map(Into::into).collect(), next_cursor }))
}

impl From<Event> for EventBody {
    fn from(from: Event) -> Self {
        Self { id: from.id, kind: from.kind, timestamp: from.at, data: from.data }
    }
}
