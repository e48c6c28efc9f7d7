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
use crate::domain::training::{self as job, JobState, LogLine, TrainingOptions};
use crate::http::body::JsonBytes;
use crate::http::caller::Caller;
use crate::http::error_code::ErrorCode;
use crate::http::events::{Event, stream};
use crate::http::problem::Problem;
use crate::http::query::{self, Parameters};
use crate::service::models::training::{self, TrainingError};

/// A new training job. All fields are optional.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::http) struct NewTrainingJob {
    /// Training options.
    options: TrainingOptions,
    /// Group of each applicant for the parity audit, such as a region. Groups are used only for the audit, never by a
    /// model. They are stored encrypted and deleted when the job ends.
    #[schema(value_type = BTreeMap<String, String>, example = json!({ "app_01937a1e5c007bd28f3c2a5d8e6b4f10": "region-1" }))]
    audit_groups: BTreeMap<ApplicantId, String>,
}

/// A training job.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct TrainingJob {
    /// Id of the job, `train_…`.
    id: TrainingJobId,
    /// State of the job.
    state: JobState,
    /// Progress, from 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    progress: f64,
    /// Number of the current attempt; 0 before the first. The job fails after 3 attempts.
    attempt: i32,
    /// Training options.
    options: TrainingOptions,
    /// Who started the job.
    requested_by: Actor,
    /// When the job was requested.
    requested_at: DateTime<Utc>,
    /// When the first attempt began.
    started_at: Option<DateTime<Utc>>,
    /// When the job ended.
    finished_at: Option<DateTime<Utc>>,
    /// Why the job produced no model, such as too few labels.
    reason: Option<String>,
    /// Id of the resulting model, `mod_…`.
    model_id: Option<ModelId>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct TrainingJobPage {
    /// Training jobs, newest first.
    data: Vec<TrainingJob>,
    /// Pass it as `cursor` to get the next page; `null` on the last page.
    next_cursor: Option<TrainingJobId>,
}

/// A line of a training log.
#[derive(Debug, Serialize, ToSchema)]
struct TrainingLogLine {
    /// Line number, starting at 1.
    seq: i64,
    /// When the line was logged.
    logged_at: DateTime<Utc>,
    /// Current step.
    text: String,
    /// Progress at that time, from 0 to 1.
    progress: f64,
}

/// Part of a training log.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct TrainingLog {
    /// Log lines, oldest first, at most 1000.
    data: Vec<TrainingLogLine>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// Maximum number of entries per page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// `next_cursor` of the previous page.
    cursor: Option<TrainingJobId>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct LogQuery {
    /// Only lines after this line number.
    #[param(minimum = 0, default = 0)]
    after: Option<i64>,
}

/// Train a model on the tenant's labels
///
/// A tenant can have one job at a time. The training data is fixed when a worker starts the job. The resulting model
/// becomes a candidate.
#[utoipa::path(post, path = "", request_body = NewTrainingJob,
    responses((status = 202, description = "The queued job", body = TrainingJob,
        headers(("Location" = String, description = "URL of the job")))))]
pub(in crate::http) async fn start(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let NewTrainingJob { options, audit_groups } =
        body.read_or(|fault| Problem::invalid(ErrorCode::TrainingInvalid, vec![fault]))?;
    let job = training::start(&app, &caller.tenant, &caller.actor, options, &audit_groups).await?;
    let location = format!("/v1/training-jobs/{}", job.id);
    Ok(HttpResponse::Accepted()
        .insert_header((header::LOCATION, location))
        .json(TrainingJob::from(job)))
}

/// List training jobs, newest first
#[utoipa::path(get, path = "", params(ListQuery),
    responses((status = 200, description = "A page of jobs", body = TrainingJobPage)))]
pub(in crate::http) async fn list(
    app: Data<App>,
    caller: Caller,
    query: Parameters<ListQuery>,
) -> Result<Json<TrainingJobPage>, Problem> {
    let ListQuery { limit, cursor } = query.0;
    let limit = query::limit(limit)?;
    let page = training::list(&app, &caller.tenant, cursor, limit).await;
    let page = page.map_err(|error| match error {
        TrainingError::NotFound => Problem::cursor_invalid(),
        other => other.into(),
    })?;
    let next_cursor = query::next_cursor(&page, |last| last.id);
    Ok(Json(TrainingJobPage {
        data: page.items.into_iter().map(Into::into).collect(),
        next_cursor,
    }))
}

/// Get a training job
#[utoipa::path(get, path = "", responses((status = 200, description = "The training job", body = TrainingJob)))]
pub(in crate::http) async fn find(
    app: Data<App>,
    caller: Caller,
    id: Path<TrainingJobId>,
) -> Result<Json<TrainingJob>, Problem> {
    Ok(Json(training::find(&app, &caller.tenant, *id).await?.into()))
}

/// Get a training job's log
#[utoipa::path(get, path = "", params(LogQuery),
    responses((status = 200, description = "The log lines", body = TrainingLog)))]
pub(in crate::http) async fn log(
    app: Data<App>,
    caller: Caller,
    id: Path<TrainingJobId>,
    query: Parameters<LogQuery>,
) -> Result<Json<TrainingLog>, Problem> {
    let after = query.0.after.unwrap_or_default();
    let (_, lines) = training::watch(&app, &caller.tenant, *id, after).await?;
    Ok(Json(TrainingLog { data: lines.into_iter().map(Into::into).collect() }))
}

/// Watch a training job
///
/// Server-sent events: `log` for each log line, and `end` with the job when it ends. To resume after a lost connection,
/// send the last `id` as `Last-Event-ID`, as browsers do automatically: no event is missed or repeated.
#[utoipa::path(get, path = "",
    params(("Last-Event-ID" = Option<i64>, Header, description = "Id of the last event received")),
    responses((status = 200, description = "The events, until the job ends", body = String, content_type = "text/event-stream")))]
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
            events.push(Event::new("log", Some(line.seq), &TrainingLogLine::from(line)));
        }
        let over = job.state.is_over();
        if over {
            events.push(Event::new("end", None, &TrainingJob::from(job)));
        }
        Some((events, over))
    }))
}

/// Cancel a training job
///
/// A queued job is cancelled at once, a running one within seconds. Its results are discarded.
#[utoipa::path(post, path = "",
    responses((status = 202, description = "The cancelled job", body = TrainingJob)))]
pub(in crate::http) async fn cancel(
    app: Data<App>,
    caller: Caller,
    id: Path<TrainingJobId>,
) -> Result<HttpResponse, Problem> {
    let job = training::cancel(&app, &caller.tenant, &caller.actor, *id).await?;
    Ok(HttpResponse::Accepted().json(TrainingJob::from(job)))
}

impl From<job::TrainingJob> for TrainingJob {
    fn from(from: job::TrainingJob) -> Self {
        let job::TrainingJob { id, state, progress, attempt, options, requested_by, .. } = from;
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

impl From<LogLine> for TrainingLogLine {
    fn from(from: LogLine) -> Self {
        let LogLine { seq, at, text, progress } = from;
        Self { seq, logged_at: at, text, progress }
    }
}
