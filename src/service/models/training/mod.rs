//! Training on a tenant's labels: requests, watches and cancels jobs. A worker runs them ([`run`]).

mod ending;
mod export;
mod files;
mod registering;
mod run;
mod schedule;

pub use super::measuring::AuditGroups;
pub use export::{Export, RowFormat, export, send};
pub use run::run;
pub use schedule::start_due;

use ending::{Ending, finish};

pub use super::measuring::{MeasureError, measure};
use crate::app::App;
use crate::domain::audit::AuditAction;
use crate::domain::job::JobKind;
use crate::domain::tenant::TenantId;
use crate::domain::training::{JobState, LogLine, TrainingJob, TrainingOptions};
use crate::service::{Internal, Page};
use crate::store;
use crate::store::audit::Entry;
use crate::telemetry::metrics::METRICS;
use ids::TrainingJobId;
use ids::actor::Actor;

#[derive(Debug, thiserror::Error)]
pub enum TrainingError {
    #[error("the tenant has no such training job")]
    NotFound,
    #[error("a training job of this tenant is already queued or running; wait for it or cancel it")]
    Running,
    #[error("`{field}` {detail}")]
    Option { field: &'static str, detail: &'static str },
    #[error("the training job has already ended: {}", .0.name())]
    Over(JobState),
    #[error(transparent)]
    Internal(#[from] Internal),
}

/// Queues a job.
pub async fn start(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    options: TrainingOptions,
    groups: &AuditGroups,
) -> Result<TrainingJob, TrainingError> {
    check(&options, groups)?;
    let mut tx = app.begin(tenant).await?;
    let now = tx.now;
    let id = TrainingJobId::new(now);
    let job = TrainingJob {
        id,
        state: JobState::Queued,
        progress: 0.0,
        attempt: 0,
        options,
        requested_by: actor.clone(),
        requested_at: now,
        started_at: None,
        finished_at: None,
        reason: None,
        model: None,
        cancel: false,
    };
    let sealed = (!groups.is_empty()).then(|| {
        let plain = serde_json::to_vec(groups).expect("names and groups are plain JSON");
        app.keys.answers(tenant).seal(&plain, &groups_purpose(id))
    });
    if !store::models::training_jobs::insert(&mut tx, &job, sealed.as_deref()).await? {
        return Err(TrainingError::Running);
    }
    store::jobs::enqueue(&mut tx, JobKind::Training, &id.to_string(), now).await?;
    let action = AuditAction::StartTrainingJob { options: job.options };
    let entry = Entry { actor, action, subject: id.to_string(), at: now };
    store::audit::append(&mut tx, entry).await?;
    tx.commit().await?;
    tracing::info!(%tenant, training_job.id = %id, "queued a training job");
    Ok(job)
}

fn check(options: &TrainingOptions, groups: &AuditGroups) -> Result<(), TrainingError> {
    let refuse = |field, detail| Err(TrainingError::Option { field, detail });
    if !(0.1..=0.5).contains(&options.test_share) {
        return refuse("test_share", "must be between 0.1 and 0.5");
    }
    if !(0.001..=0.5).contains(&options.review_budget) {
        return refuse("review_budget", "must be between 0.001 and 0.5");
    }
    let short = |name: &String| (1..=60).contains(&name.chars().count());
    if groups.len() > 100_000 || !groups.values().all(short) {
        let detail = "can have at most 100000 applicants and group names of 1 to 60 characters";
        return refuse("audit_groups", detail);
    }
    Ok(())
}

fn groups_purpose(id: TrainingJobId) -> String {
    format!("audit_groups/{id}")
}

pub async fn find(
    app: &App,
    tenant: &TenantId,
    id: TrainingJobId,
) -> Result<TrainingJob, TrainingError> {
    let mut tx = app.begin(tenant).await?;
    store::models::training_jobs::find(&mut tx, id).await?.ok_or(TrainingError::NotFound)
}

/// A page of jobs, latest first.
pub async fn list(
    app: &App,
    tenant: &TenantId,
    before: Option<TrainingJobId>,
    limit: u16,
) -> Result<Page<TrainingJob>, TrainingError> {
    let mut tx = app.begin(tenant).await?;
    let before = match before {
        None => None,
        Some(id) => {
            let known = store::models::training_jobs::find(&mut tx, id).await?;
            Some(known.ok_or(TrainingError::NotFound)?)
        }
    };
    let items =
        store::models::training_jobs::list(&mut tx, before.as_ref(), i64::from(limit) + 1).await?;
    Ok(Page::new(items, limit))
}

/// A job, and its log lines after the line number `after`.
pub async fn watch(
    app: &App,
    tenant: &TenantId,
    id: TrainingJobId,
    after: i64,
) -> Result<(TrainingJob, Vec<LogLine>), TrainingError> {
    let mut tx = app.begin(tenant).await?;
    // Read the job first: if it has ended, its log is complete.
    let job =
        store::models::training_jobs::find(&mut tx, id).await?.ok_or(TrainingError::NotFound)?;
    let lines = store::models::training_jobs::lines(&mut tx, id, after).await?;
    Ok((job, lines))
}

/// Cancels a job: at once if it is queued, within seconds if it is running.
pub async fn cancel(
    app: &App,
    tenant: &TenantId,
    actor: &Actor,
    id: TrainingJobId,
) -> Result<TrainingJob, TrainingError> {
    let mut tx = app.begin(tenant).await?;
    let job =
        store::models::training_jobs::find(&mut tx, id).await?.ok_or(TrainingError::NotFound)?;
    if job.state.is_over() {
        return Err(TrainingError::Over(job.state));
    }
    store::models::training_jobs::wish_end(&mut tx, id).await?;
    let is_queued = job.state == JobState::Queued;
    if is_queued {
        finish(&mut tx, id, Ending::cancelled()).await?;
    }
    let action = AuditAction::CancelTrainingJob {};
    let entry = Entry { actor, action, subject: id.to_string(), at: tx.now };
    store::audit::append(&mut tx, entry).await?;
    let job =
        store::models::training_jobs::find(&mut tx, id).await?.ok_or(TrainingError::NotFound)?;
    tx.commit().await?;
    if is_queued {
        METRICS.training_job(JobState::Cancelled.name());
    }
    Ok(job)
}

/// Whether a job was cancelled or no longer exists.
pub async fn is_cancelled(
    app: &App,
    tenant: &TenantId,
    id: TrainingJobId,
) -> Result<bool, Internal> {
    let mut tx = app.begin(tenant).await?;
    Ok(store::models::training_jobs::find(&mut tx, id).await?.is_none_or(|job| job.cancel))
}

/// Releases a job because this process is shutting down. Another worker continues, and the attempt does not count.
pub async fn release(app: &App, tenant: &TenantId, id: TrainingJobId) -> Result<(), Internal> {
    let mut tx = app.begin(tenant).await?;
    store::models::training_jobs::give_back(&mut tx, id).await?;
    tx.commit().await
}

/// Ends a job without a model.
pub async fn end(
    app: &App,
    tenant: &TenantId,
    id: TrainingJobId,
    state: JobState,
    reason: Option<&str>,
) -> Result<(), Internal> {
    let mut tx = app.begin(tenant).await?;
    let ending = Ending { state, reason, model: None };
    let ended = finish(&mut tx, id, ending).await?;
    tx.commit().await?;
    if ended {
        METRICS.training_job(state.name());
        tracing::info!(%tenant, training_job.id = %id, state = state.name(), "ended a training job");
    }
    Ok(())
}
