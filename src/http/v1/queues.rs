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

/// The queues.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct QueueList {
    /// In the order in which their rules are tried.
    data: Vec<QueueBody>,
}

/// A queue with its open reviews.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct QueueBody {
    name: QueueName,
    /// Whether the queue was configured; `default` exists without configuration.
    configured: bool,
    /// The configuration; `null` without the scope `queues:read`.
    rules: Option<QueueRules>,
    /// Whether the queue hides the score until the verdict.
    blind: bool,
    /// The number of unclaimed reviews.
    open: i64,
    /// The number of claimed reviews.
    claimed: i64,
    /// The number of reviews that need approval by someone else.
    awaiting_approval: i64,
    /// The number of overdue reviews.
    late: i64,
    /// When the oldest unclosed review was opened.
    oldest_at: Option<DateTime<Utc>>,
    /// The earliest due time.
    due_first_at: Option<DateTime<Utc>>,
}

/// List the queues and their open reviews
///
/// Shows each queue's rules to callers with the scope `queues:read`.
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

/// Configure a queue
///
/// New reviews are routed by the new rules; open reviews stay where they are. Putting the same rules again changes
/// nothing.
#[utoipa::path(put, path = "", params(("name" = QueueName, Path, description = "The name of the queue")),
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
        let counts = waiting.as_ref();
        Self {
            name: queue.name,
            configured,
            blind: queue.rules.blind,
            rules: Some(queue.rules),
            open: counts.map_or(0, |count| count.open),
            claimed: counts.map_or(0, |count| count.claimed),
            awaiting_approval: counts.map_or(0, |count| count.awaiting_approval),
            late: counts.map_or(0, |count| count.late),
            oldest_at: counts.map(|count| count.oldest_at),
            due_first_at: counts.map(|count| count.due_first_at),
        }
    }
}
