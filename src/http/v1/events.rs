//! `/v1/events`: polling, as an alternative to webhooks.

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
use crate::http::query::{self, Parameters};
use crate::service;
use crate::store::events::Filter;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// Only events of this kind.
    kind: Option<EventKind>,
    /// Only events at this time or later.
    since: Option<DateTime<Utc>>,
    /// The largest number of items to return.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// The `next_cursor` of the previous page.
    cursor: Option<EventId>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct EventBody {
    /// As in the header `webhook-id`.
    id: EventId,
    /// The kind of event.
    #[serde(rename = "type")]
    kind: EventKind,
    #[serde(serialize_with = "milliseconds")]
    timestamp: DateTime<Utc>,
    /// What changed: ids, bands, states.
    data: Value,
}

#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct EventPage {
    /// The latest first.
    data: Vec<EventBody>,
    /// The `cursor` of the next page; `null` on the last page.
    next_cursor: Option<String>,
}

/// List events, the latest first
///
/// The same events that webhooks deliver, in the same form. When you poll, set `since` a few minutes before the latest
/// event that you know: a long transaction can add an event with an earlier time.
#[utoipa::path(get, path = "", params(ListQuery),
    responses((status = 200, description = "A page of events", body = EventPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
    query: Parameters<ListQuery>,
) -> Result<Json<EventPage>, Problem> {
    let ListQuery { kind, since, limit, cursor } = query.0;
    let filter = Filter { kind, since, before: cursor, limit: query::limit(limit)?.into() };
    let page = service::events::list(&app, &caller.tenant, filter).await?;
    let next_cursor = query::next_cursor(&page, |last| last.id.to_string());
    Ok(Json(EventPage { data: page.items.into_iter().map(Into::into).collect(), next_cursor }))
}

impl From<Event> for EventBody {
    fn from(from: Event) -> Self {
        Self { id: from.id, kind: from.kind, timestamp: from.at, data: from.data }
    }
}
