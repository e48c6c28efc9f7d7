//! `/v1/queues`.

use actix_web::web::{Data, Json, Path};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::domain::queue::{self, QueueName, QueueRules};
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::problem::Problem;
use crate::service::reviews::{self, QueueState};

/// All queues.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct QueueList {
    /// Queues, in the order in which their rules are tried.
    data: Vec<Queue>,
}

/// A queue with its counts.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct Queue {
    /// Name of the queue.
    name: QueueName,
    /// Whether the queue was configured. `default` exists without configuration.
    configured: bool,
    /// Settings of the queue; `null` without the scope `queues:read`.
    rules: Option<QueueRules>,
    /// Whether the score is hidden until the verdict.
    blind: bool,
    /// Number of reviews waiting for a reviewer.
    open: i64,
    /// Number of claimed reviews.
    claimed: i64,
    /// Number of verdicts that need approval by someone else.
    awaiting_approval: i64,
    /// Number of overdue reviews.
    overdue: i64,
    /// When the oldest unfinished review was opened.
    oldest_opened_at: Option<DateTime<Utc>>,
    /// When the next review is due.
    next_due_at: Option<DateTime<Utc>>,
}

/// List queues
///
/// Settings are included only if the token has the scope `queues:read`.
#[utoipa::path(get, path = "",
    responses((status = 200, description = "All queues", body = QueueList)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
) -> Result<Json<QueueList>, Problem> {
    let who = caller.reviewer();
    let states = reviews::queues(&app, &who).await?;
    let body = |state: QueueState| {
        let mut body = Queue::from(state);
        body.rules = body.rules.filter(|_| who.leads);
        body
    };
    Ok(Json(QueueList { data: states.into_iter().map(body).collect() }))
}

/// Configure a queue
///
/// Applies to new reviews; waiting reviews stay where they are. Sending the same settings again changes nothing.
#[utoipa::path(put, path = "", params(("name" = QueueName, Path, description = "Name of the queue")),
    request_body = QueueRules,
    responses((status = 200, description = "The configured queue", body = Queue)))]
pub(in crate::http) async fn put(
    app: Data<App>,
    caller: Caller,
    name: Path<QueueName>,
    body: JsonBytes,
) -> Result<Json<Queue>, Problem> {
    let queue = queue::Queue { name: name.into_inner(), rules: body.read()? };
    Ok(Json(reviews::put_queue(&app, &caller.reviewer(), queue).await?.into()))
}

impl From<QueueState> for Queue {
    fn from(from: QueueState) -> Self {
        let QueueState { queue, configured, waiting } = from;
        let counts = waiting.as_ref();
        Self {
            name: queue.name,
            configured,
            blind: queue.rules.blind,
            rules: Some(queue.rules),
            open: counts.map_or(0, |count| count.open),
            claimed: counts.map_or(0, |count| count.claimed),
            awaiting_approval: counts.map_or(0, |count| count.awaiting_approval),
            overdue: counts.map_or(0, |count| count.late),
            oldest_opened_at: counts.map(|count| count.oldest_at),
            next_due_at: counts.map(|count| count.due_first_at),
        }
    }
}
