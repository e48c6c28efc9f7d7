//! The tables `training_job`, `training_log` and `training_row`.

use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{ApplicantId, DecisionId, TrainingJobId};
use sqlx::PgExecutor;
use sqlx::types::Json;

use crate::domain::model::ModelId;
use crate::domain::training::{JobState, LogLine, TrainingJob, TrainingOptions};
use crate::store::{Internal, Tx};

struct Row {
    id: TrainingJobId,
    state: String,
    progress: f64,
    attempt: i32,
    options: Json<TrainingOptions>,
    requested_by: String,
    requested_at: DateTime<Utc>,
    started_at: Option<DateTime<Utc>>,
    finished_at: Option<DateTime<Utc>>,
    reason: Option<String>,
    model_id: Option<String>,
    cancel: bool,
}

impl TryFrom<Row> for TrainingJob {
    type Error = Internal;

    fn try_from(row: Row) -> Result<Self, Internal> {
        let unknown = |what: &str| Internal::Corrupt(format!("a training job's {what}"));
        let model = row.model_id.map(|id| ModelId::parse(&id)).transpose();
        Ok(Self {
            id: row.id,
            state: JobState::from_name(&row.state).ok_or_else(|| unknown("state"))?,
            progress: row.progress,
            attempt: row.attempt,
            options: row.options.0,
            requested_by: Actor::parse(&row.requested_by).map_err(|_| unknown("author"))?,
            requested_at: row.requested_at,
            started_at: row.started_at,
            finished_at: row.finished_at,
            reason: row.reason,
            model: model.map_err(|_| unknown("model"))?,
            cancel: row.cancel,
        })
    }
}

/// Stores a new job; false if another one is queued or running.
pub async fn insert(
    tx: &mut Tx,
    job: &TrainingJob,
    audit_groups: Option<&[u8]>,
) -> Result<bool, Internal> {
    tx.changes_one(sqlx::query!(
        "INSERT INTO training_job (tenant_id, id, state, options, audit_groups, requested_by, requested_at)
        VALUES ($1, $2, 'queued', $3, $4, $5, $6)
        ON CONFLICT (tenant_id) WHERE state IN ('queued', 'running') DO NOTHING",
        tx.tenant_id(),
        job.id.0,
        Json(&job.options) as _,
        audit_groups,
        job.requested_by.as_str(),
        job.requested_at,
    ))
    .await
}

pub async fn find(tx: &mut Tx, id: TrainingJobId) -> Result<Option<TrainingJob>, Internal> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id: TrainingJobId", state, progress, attempt, options AS "options: Json<TrainingOptions>",
            requested_by, requested_at, started_at, finished_at, reason, model_id, cancel
        FROM training_job
        WHERE id = $1"#,
        id.0,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(TrainingJob::try_from).transpose()
}

/// Jobs, the latest first, at most `limit`, before the last one of the previous page.
pub async fn list(
    tx: &mut Tx,
    before: Option<&TrainingJob>,
    limit: i64,
) -> Result<Vec<TrainingJob>, Internal> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id: TrainingJobId", state, progress, attempt, options AS "options: Json<TrainingOptions>",
            requested_by, requested_at, started_at, finished_at, reason, model_id, cancel
        FROM training_job
        WHERE tenant_id = $1
        AND ($2::timestamptz IS NULL OR (requested_at, id) < ($2, $3))
        ORDER BY requested_at DESC, id DESC
        LIMIT $4"#,
        tx.tenant_id(),
        before.map(|before| before.requested_at),
        before.map(|before| before.id.0),
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(TrainingJob::try_from).collect()
}

/// The sealed groups of a job.
pub async fn audit_groups(tx: &mut Tx, id: TrainingJobId) -> Result<Option<Vec<u8>>, Internal> {
    let stored = sqlx::query_scalar!("SELECT audit_groups FROM training_job WHERE id = $1", id.0)
        .fetch_optional(tx.connection())
        .await?;
    Ok(stored.flatten())
}

/// Begins an attempt; false if the job is over or was cancelled.
pub async fn begin(tx: &mut Tx, id: TrainingJobId) -> Result<bool, Internal> {
    tx.changes_one(sqlx::query!(
        "UPDATE training_job SET state = 'running', attempt = attempt + 1, started_at = coalesce(started_at, $2)
        WHERE id = $1 AND state IN ('queued', 'running') AND NOT cancel",
        id.0,
        tx.now,
    ))
    .await
}

/// Gives up an attempt because the process is stopping. It does not count.
pub async fn give_back(tx: &mut Tx, id: TrainingJobId) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE training_job SET attempt = greatest(attempt - 1, 0) WHERE id = $1 AND state = 'running'",
        id.0,
    ))
    .await
}

/// How a job ended.
pub struct Ending<'a> {
    pub state: JobState,
    /// What was missing, or what went wrong.
    pub reason: Option<&'a str>,
    pub model: Option<&'a ModelId>,
}

impl<'a> Ending<'a> {
    /// The end of a job that made a model.
    pub fn with(model: &'a ModelId) -> Self {
        Self { state: JobState::Succeeded, reason: None, model: Some(model) }
    }

    /// The end of a job that was cancelled.
    pub fn cancelled() -> Self {
        Self { state: JobState::Cancelled, reason: None, model: None }
    }
}

/// Ends a job; false if it was over already.
pub async fn end(tx: &mut Tx, id: TrainingJobId, ending: &Ending<'_>) -> Result<bool, Internal> {
    tx.changes_one(sqlx::query!(
        "UPDATE training_job
        SET state = $2, reason = $3, model_id = $4, finished_at = $5, audit_groups = NULL,
            progress = CASE WHEN $2 = 'succeeded' THEN 1 ELSE progress END
        WHERE id = $1 AND state IN ('queued', 'running')",
        id.0,
        ending.state.name(),
        ending.reason,
        ending.model.map(ModelId::as_str),
        tx.now,
    ))
    .await
}

/// Marks a job as cancelled.
pub async fn wish_end(tx: &mut Tx, id: TrainingJobId) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE training_job SET cancel = true WHERE id = $1 AND state IN ('queued', 'running')",
        id.0,
    ))
    .await
}

/// Adds a line to a job's log and updates its progress.
pub async fn log(
    tx: &mut Tx,
    id: TrainingJobId,
    text: &str,
    progress: f64,
) -> Result<(), Internal> {
    tx.execute(sqlx::query!("UPDATE training_job SET progress = $2 WHERE id = $1", id.0, progress))
        .await?;
    tx.execute(sqlx::query!(
        "INSERT INTO training_log (tenant_id, job_id, seq, at, text, progress)
        SELECT $1, $2, coalesce(max(seq), 0) + 1, $3, $4, $5
        FROM training_log
        WHERE job_id = $2",
        tx.tenant_id(),
        id.0,
        tx.now,
        text,
        progress,
    ))
    .await
}

/// The lines of a job's log after one, at most a thousand.
pub async fn lines(tx: &mut Tx, id: TrainingJobId, after: i64) -> Result<Vec<LogLine>, Internal> {
    tx.fetch_all(sqlx::query_as!(
        LogLine,
        "SELECT seq, at, text, progress FROM training_log
        WHERE job_id = $1 AND seq > $2
        ORDER BY seq
        LIMIT 1000",
        id.0,
        after,
    ))
    .await
}

/// A row of a snapshot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SnapshotRow {
    pub decision_id: DecisionId,
    pub applicant_id: ApplicantId,
    pub fake: bool,
    pub weight: f64,
    /// The ring or the applicant.
    pub group_number: i64,
    /// Whether it is set aside for measuring.
    pub measured: bool,
}

/// Stores a snapshot.
pub async fn keep_rows(
    tx: &mut Tx,
    id: TrainingJobId,
    rows: &[SnapshotRow],
) -> Result<(), Internal> {
    let decisions: Vec<uuid::Uuid> = rows.iter().map(|row| row.decision_id.0).collect();
    let applicants: Vec<uuid::Uuid> = rows.iter().map(|row| row.applicant_id.0).collect();
    let fakes: Vec<bool> = rows.iter().map(|row| row.fake).collect();
    let weights: Vec<f64> = rows.iter().map(|row| row.weight).collect();
    let groups: Vec<i64> = rows.iter().map(|row| row.group_number).collect();
    let measured: Vec<bool> = rows.iter().map(|row| row.measured).collect();
    tx.execute(sqlx::query!(
        "INSERT INTO training_row (tenant_id, job_id, decision_id, applicant_id, fake, weight, group_number, measured)
        SELECT $1, $2, row.*
        FROM unnest($3::uuid[], $4::uuid[], $5::boolean[], $6::double precision[], $7::bigint[], $8::boolean[]) AS row",
        tx.tenant_id(),
        id.0,
        &decisions,
        &applicants,
        &fakes,
        &weights,
        &groups,
        &measured,
    ))
    .await
}

/// A job's snapshot, in the order of the decisions.
pub async fn rows(tx: &mut Tx, id: TrainingJobId) -> Result<Vec<SnapshotRow>, Internal> {
    tx.fetch_all(sqlx::query_as!(
        SnapshotRow,
        r#"SELECT decision_id AS "decision_id: DecisionId", applicant_id AS "applicant_id: ApplicantId",
            fake, weight, group_number, measured
        FROM training_row
        WHERE job_id = $1
        ORDER BY decision_id"#,
        id.0,
    ))
    .await
}

/// Every tenant that has labels.
pub async fn tenants(executor: impl PgExecutor<'_>) -> Result<Vec<String>, Internal> {
    Ok(sqlx::query_scalar!("SELECT tenant_id FROM training_tenant ORDER BY tenant_id")
        .fetch_all(executor)
        .await?)
}
