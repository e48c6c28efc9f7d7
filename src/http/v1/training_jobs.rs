//! `/v1/training-jobs`.

use std::collections::BTreeMap;

use actix_web::http::header;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{ApplicantId, TrainingJobId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::domain::model::ModelId;
use crate::domain::training::{JobState, LogLine, TrainingJob, TrainingOptions};
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::error_code::ErrorCode;
use crate::http::events::{Event, stream};
use crate::http::problem::Problem;
use crate::http::query::{self, Parameters};
use crate::service::training::{self, TrainingError};

/// A new training job. Every member is optional.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::http) struct StartBody {
    /// The training options.
    options: TrainingOptions,
    /// A group for each applicant, such as a region, to measure parity between groups. Models never see the groups. They
    /// are stored sealed and deleted when the job finishes.
    #[schema(value_type = BTreeMap<String, String>, example = json!({ "app_01937a1e5c007bd28f3c2a5d8e6b4f10": "region-1" }))]
    audit_groups: BTreeMap<ApplicantId, String>,
}

/// A training job.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct JobBody {
    id: TrainingJobId,
    state: JobState,
    /// From 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    progress: f64,
    /// The number of the current attempt; 0 before the first. A job fails after three attempts.
    attempt: i32,
    /// The training options.
    options: TrainingOptions,
    requested_by: Actor,
    requested_at: DateTime<Utc>,
    /// When a worker first started the job.
    started_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
    /// Why there is no model.
    reason: Option<String>,
    /// The trained model.
    model_id: Option<ModelId>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct JobPage {
    /// The latest first.
    data: Vec<JobBody>,
    /// The `cursor` of the next page; `null` on the last page.
    next_cursor: Option<TrainingJobId>,
}

/// A line in the log of a job.
#[derive(Debug, Serialize, ToSchema)]
struct LineBody {
    /// The line number, from 1.
    seq: i64,
    at: DateTime<Utc>,
    text: String,
    /// The progress at that time, from 0 to 1.
    progress: f64,
}

/// A part of the log of a job.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct LogBody {
    /// At most 1,000 lines, the earliest first.
    data: Vec<LineBody>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// The largest number of items to return.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// The `next_cursor` of the previous page.
    cursor: Option<TrainingJobId>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct LogQuery {
    /// Only lines after this number.
    #[param(minimum = 0, default = 0)]
    after: Option<i64>,
}

/// Train a model on the tenant's labels
///
/// A tenant can run one job at a time. The training data is fixed when a worker starts. The result is a candidate.
#[utoipa::path(post, path = "", request_body = StartBody,
    responses((status = 202, description = "The queued job", body = JobBody,
        headers(("Location" = String, description = "The path of the job")))))]
pub(in crate::http) async fn start(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let StartBody { options, audit_groups } =
        body.read_or(|fault| Problem::invalid(ErrorCode::TrainingInvalid, vec![fault]))?;
    let job = training::start(&app, &caller.tenant, &caller.actor, options, &audit_groups).await?;
    let location = format!("/v1/training-jobs/{}", job.id);
    Ok(HttpResponse::Accepted()
        .insert_header((header::LOCATION, location))
        .json(JobBody::from(job)))
}

/// List the training jobs, the latest first
#[utoipa::path(get, path = "", params(ListQuery),
    responses((status = 200, description = "A page of jobs", body = JobPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
    query: Parameters<ListQuery>,
) -> Result<Json<JobPage>, Problem> {
    let ListQuery { limit, cursor } = query.0;
    let limit = query::limit(limit)?;
    let page = training::list(&app, &caller.tenant, cursor, limit).await;
    let page = page.map_err(|error| match error {
        TrainingError::NotFound => Problem::cursor_invalid(),
        other => other.into(),
    })?;
    let next_cursor = query::next_cursor(&page, |last| last.id);
    Ok(Json(JobPage { data: page.items.into_iter().map(Into::into).collect(), next_cursor }))
}

/// Find a training job
#[utoipa::path(get, path = "", responses((status = 200, description = "The job", body = JobBody)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    id: Path<TrainingJobId>,
) -> Result<Json<JobBody>, Problem> {
    Ok(Json(training::find(&app, &caller.tenant, *id).await?.into()))
}

/// Read a training job's log
#[utoipa::path(get, path = "", params(LogQuery),
    responses((status = 200, description = "The lines", body = LogBody)))]
pub(in crate::http) async fn log(
    app: Data<App>,
    caller: Caller,
    id: Path<TrainingJobId>,
    query: Parameters<LogQuery>,
) -> Result<Json<LogBody>, Problem> {
    let after = query.0.after.unwrap_or_default();
    let (_, lines) = training::watch(&app, &caller.tenant, *id, after).await?;
    Ok(Json(LogBody { data: lines.into_iter().map(Into::into).collect() }))
}

/// Watch a training job
///
/// Sends server-sent events: `log` with each line and the progress, and `end` with the finished job. To resume after a
/// lost connection, send the last `id` as `Last-Event-ID`, as browsers do; no event is lost or repeated.
#[utoipa::path(get, path = "",
    params(("Last-Event-ID" = Option<i64>, Header, description = "The last event that you received")),
    responses((status = 200, description = "The events, until the job finishes", body = String, content_type = "text/event-stream")))]
pub(in crate::http) async fn watch(
    app: Data<App>,
    caller: Caller,
    id: Path<TrainingJobId>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let last = request.headers().get("last-event-id").and_then(|value| value.to_str().ok());
    let mut after = last.and_then(|last| last.parse::<i64>().ok()).unwrap_or_default();
    // Report a missing job before streaming starts.
    training::find(&app, &caller.tenant, *id).await?;
    let (app, tenant, id) = (app.into_inner(), caller.tenant, *id);
    Ok(stream(async move || {
        let (job, lines) = training::watch(&app, &tenant, id, after).await.ok()?;
        let mut events: Vec<Event> = Vec::with_capacity(lines.len() + 1);
        for line in lines {
            after = line.seq;
            events.push(Event::new("log", Some(line.seq), &LineBody::from(line)));
        }
        let over = job.state.is_over();
        if over {
            events.push(Event::new("end", None, &JobBody::from(job)));
        }
        Some((events, over))
    }))
}

/// Cancel a training job
///
/// A queued job ends immediately, a running job within seconds. Its work is discarded.
#[utoipa::path(post, path = "",
    responses((status = 202, description = "The job, which has ended or is about to end", body = JobBody)))]
pub(in crate::http) async fn cancel(
    app: Data<App>,
    caller: Caller,
    id: Path<TrainingJobId>,
) -> Result<HttpResponse, Problem> {
    let job = training::cancel(&app, &caller.tenant, &caller.actor, *id).await?;
    Ok(HttpResponse::Accepted().json(JobBody::from(job)))
}

impl From<TrainingJob> for JobBody {
    fn from(from: TrainingJob) -> Self {
        let TrainingJob { id, state, progress, attempt, options, requested_by, .. } = from;
        Self {
            id,
            state,
            progress,
            attempt,
            options,
            requested_by,
            requested_at: from.requested_at,
            started_at: from.started_at,
            finished_at: from.finished_at,
            reason: from.reason,
            model_id: from.model,
        }
    }
}

impl From<LogLine> for LineBody {
    fn from(from: LogLine) -> Self {
        let LogLine { seq, at, text, progress } = from;
        Self { seq, at, text, progress }
    }
}
