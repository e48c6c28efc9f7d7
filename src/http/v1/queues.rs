//! `/v1/queues`.

use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::domain::queue::{Queue, QueueName, QueueRules};
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::service::reviews::{self, QueueState};

/// Every queue.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct QueueList {
    /// The queues, in the order in which their rules are tried.
    data: Vec<QueueBody>,
}

/// A queue with what waits in it.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct QueueBody {
    /// Its name.
    name: QueueName,
    /// Whether it was set up; `default` is there without.
    configured: bool,
    /// How it works; `null` for whoever does not see to queues.
    rules: Option<QueueRules>,
    /// Whether it hides the score until the verdict.
    blind: bool,
    /// How many wait for a reviewer.
    open: i64,
    /// How many somebody has.
    claimed: i64,
    /// How many wait for a second person.
    awaiting_approval: i64,
    /// How many are past their time.
    late: i64,
    /// When the oldest that is not closed was opened.
    oldest_at: Option<DateTime<Utc>>,
    /// When the first is due.
    due_first_at: Option<DateTime<Utc>>,
}

/// List the queues with what waits in them
///
/// Rules are shown to whoever may see to queues (`queues:read`).
#[utoipa::path(get, path = "",
    responses((status = 200, description = "The queues", body = QueueList)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
) -> Result<Json<QueueList>, Problem> {
    let who = caller.reviewer();
    let states = reviews::queues(&app, &who).await?;
    let body = |state: QueueState| {
        let mut body = QueueBody::from(state);
        body.rules = body.rules.filter(|_| who.leads);
        body
    };
    Ok(Json(QueueList { data: states.into_iter().map(body).collect() }))
}

/// Set a queue up
///
/// What comes from now on is routed by it; reviews that wait stay where they are. The same again changes
/// nothing.
#[utoipa::path(put, path = "", params(("name" = QueueName, Path, description = "The queue's name")),
    request_body = QueueRules,
    responses((status = 200, description = "The queue", body = QueueBody)))]
pub(in crate::http) async fn put(
    app: Data<App>,
    caller: Caller,
    name: Path<QueueName>,
    body: JsonBytes,
) -> Result<Json<QueueBody>, Problem> {
    let queue = Queue { name: name.into_inner(), rules: body.read()? };
    Ok(Json(reviews::put_queue(&app, &caller.reviewer(), queue).await?.into()))
}

impl From<QueueState> for QueueBody {
    fn from(from: QueueState) -> Self {
        let QueueState { queue, configured, waiting } = from;
        let count = waiting.as_ref();
        Self {
            name: queue.name,
            configured,
            blind: queue.rules.blind,
            rules: Some(queue.rules),
            open: count.map_or(0, |one| one.open),
            claimed: count.map_or(0, |one| one.claimed),
            awaiting_approval: count.map_or(0, |one| one.awaiting_approval),
            late: count.map_or(0, |one| one.late),
            oldest_at: count.map(|one| one.oldest_at),
            due_first_at: count.map(|one| one.due_first_at),
        }
    }
}
