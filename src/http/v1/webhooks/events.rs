//! `/v1/events`: polling, as an alternative to webhooks.

use actix_web::web::{Data, Json};
use chrono::{DateTime, Utc};
use ids::EventId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::domain::event::{self, EventKind};
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::http::query::{self, Parameters};
use crate::http::v1::scoring::decisions::milliseconds;
use crate::service;
use crate::store::webhooks::events::Filter;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// Only events of this type.
    #[serde(rename = "type")]
    kind: Option<EventKind>,
    /// Only events at or after this time.
    since: Option<DateTime<Utc>>,
    /// Maximum number of entries per page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// `next_cursor` of the previous page.
    cursor: Option<EventId>,
}

/// An event, in the same form as webhooks send it.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct Event {
    /// Id of the event, `evt_…`. Webhooks send it in the header `webhook-id`.
    id: EventId,
    /// Type of the event.
    #[serde(rename = "type")]
    kind: EventKind,
    /// When the event happened.
    #[serde(serialize_with = "milliseconds")]
    timestamp: DateTime<Utc>,
    /// Ids and states of the objects involved. The fields depend on `type`.
    data: Value,
}

#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct EventPage {
    /// Events, newest first.
    data: Vec<Event>,
    /// Pass it as `cursor` to get the next page; `null` on the last page.
    next_cursor: Option<String>,
}

/// List events, newest first
///
/// Returns the same events that webhooks send, in the same form. When polling, set `since` a few minutes before the
/// latest event you know: a slow transaction can add an event with an earlier time.
#[utoipa::path(get, path = "", params(ListQuery),
    responses((status = 200, description = "A page of events", body = EventPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
    query: Parameters<ListQuery>,
) -> Result<Json<EventPage>, Problem> {
    let ListQuery { kind, since, limit, cursor } = query.0;
    let filter = Filter { kind, since, before: cursor, limit: query::limit(limit)?.into() };
    let page = service::webhooks::events::list(&app, &caller.tenant, filter).await?;
    let next_cursor = query::next_cursor(&page, |last| last.id.to_string());
    Ok(Json(EventPage { data: page.items.into_iter().map(Into::into).collect(), next_cursor }))
}

impl From<event::Event> for Event {
    fn from(from: event::Event) -> Self {
        Self { id: from.id, kind: from.kind, timestamp: from.at, data: from.data }
    }
}
