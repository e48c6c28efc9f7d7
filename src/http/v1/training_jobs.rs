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
use crate::http::events::{Event, events};
use crate::http::problem::Problem;
use crate::http::query::{self, Parameters};
use crate::service::training::{self, TrainingError};

/// A job to be done. Everything may be left out.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::http) struct StartBody {
    /// How to train.
    options: TrainingOptions,
    /// Groups that parity is measured for, by applicant: a region, say. They are given for the audit alone: no
    /// model sees them, they are kept sealed, and they are gone when the job is over.
    #[schema(value_type = BTreeMap<String, String>, example = json!({ "app_01937a1e5c007bd28f3c2a5d8e6b4f10": "region-1" }))]
    audit_groups: BTreeMap<ApplicantId, String>,
}

/// A training job.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct JobBody {
    /// Its name.
    id: TrainingJobId,
    /// How far it is.
    state: JobState,
    /// How much of it is done, from 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    progress: f64,
    /// Which attempt this is, from 1; 0 before the first. After three a job has failed.
    attempt: i32,
    /// How to train.
    options: TrainingOptions,
    /// Who asked for it.
    requested_by: Actor,
    /// When.
    requested_at: DateTime<Utc>,
    /// When the first worker began.
    started_at: Option<DateTime<Utc>>,
    /// When it was over.
    finished_at: Option<DateTime<Utc>>,
    /// Why there is no model: what is missing, if it was refused.
    reason: Option<String>,
    /// The model that came of it.
    model_id: Option<ModelId>,
}

/// A page of training jobs.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct JobPage {
    /// The jobs, the latest first.
    data: Vec<JobBody>,
    /// What to send as `cursor` for the next page; `null` on the last.
    next_cursor: Option<TrainingJobId>,
}

/// A line of a job's log.
#[derive(Debug, Serialize, ToSchema)]
struct LineBody {
    /// Its number, from 1.
    seq: i64,
    /// When.
    at: DateTime<Utc>,
    /// What is done.
    text: String,
    /// How much was done then, from 0 to 1.
    progress: f64,
}

/// A part of a job's log.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct LogBody {
    /// The lines, the earliest first; at most a thousand.
    data: Vec<LineBody>,
}

/// Which jobs to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ListQuery {
    /// How many at most.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// Where the page before ended.
    cursor: Option<TrainingJobId>,
}

/// Which lines to read.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct LogQuery {
    /// Only lines after the one of this number.
    #[param(minimum = 0, default = 0)]
    after: Option<i64>,
}

/// Train a model on the tenant's labels
///
/// One job of a tenant at a time. What is learned from is fixed when a worker begins; what comes out is a candidate.
#[utoipa::path(post, path = "", request_body = StartBody,
    responses((status = 202, description = "The job, which waits for a worker", body = JobBody,
        headers(("Location" = String, description = "Where the job is found")))))]
pub(in crate::http) async fn start(
    app: Data<App>,
    caller: Caller,
    body: JsonBytes,
) -> Result<HttpResponse, Problem> {
    let StartBody { options, audit_groups } =
        body.read_or(|fault| Problem::invalid(ErrorCode::TrainingInvalid, vec![fault]))?;
    let job = training::start(&app, &caller.tenant, &caller.actor, options, &audit_groups).await?;
    let place = format!("/v1/training-jobs/{}", job.id);
    Ok(HttpResponse::Accepted().insert_header((header::LOCATION, place)).json(JobBody::from(job)))
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
    let next_cursor = page.items.last().filter(|_| page.more).map(|last| last.id);
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
/// Server-sent events: `log` with each line and how much is done, and `end` with the job when it is over. After a
/// lost connection send the last `id` as `Last-Event-ID`, as browsers do by themselves: nothing is missed or told twice.
#[utoipa::path(get, path = "",
    params(("Last-Event-ID" = Option<i64>, Header, description = "The last event that arrived")),
    responses((status = 200, description = "The events, until the job is over", body = String, content_type = "text/event-stream")))]
pub(in crate::http) async fn watch(
    app: Data<App>,
    caller: Caller,
    id: Path<TrainingJobId>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let last = request.headers().get("last-event-id").and_then(|value| value.to_str().ok());
    let mut after = last.and_then(|last| last.parse::<i64>().ok()).unwrap_or_default();
    // Whoever may not, or asks for what is not there, is told so before anything streams.
    training::find(&app, &caller.tenant, *id).await?;
    let (app, tenant, id) = (app.into_inner(), caller.tenant, *id);
    Ok(events(async move || {
        let (job, lines) = training::watch(&app, &tenant, id, after).await.ok()?;
        let mut told: Vec<Event> = Vec::with_capacity(lines.len() + 1);
        for line in lines {
            after = line.seq;
            told.push(Event::new("log", Some(line.seq), &LineBody::from(line)));
        }
        let over = job.state.is_over();
        if over {
            told.push(Event::new("end", None, &JobBody::from(job)));
        }
        Some((told, over))
    }))
}

/// End a training job
///
/// At once if it waits, within seconds if a worker is at it. What was learned is thrown away.
#[utoipa::path(post, path = "",
    responses((status = 202, description = "The job, which is over or about to be", body = JobBody)))]
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
