//! The table `job`: a queue with leases.
//!
//! A job is written in the transaction of the change that it follows from, and claimed with `SKIP LOCKED`. The worker
//! renews its lease while the job runs. A worker that dies loses the job when the lease ends.

use chrono::{DateTime, Duration, Utc};
use ids::JobId;
use sqlx::PgExecutor;
use uuid::Uuid;

use super::{Internal, Tx};
use crate::domain::job::{Job, JobKind};
use crate::domain::tenant::TenantId;

/// Queues a job. If the same job is queued already, the earlier time counts.
pub async fn enqueue(
    tx: &mut Tx,
    kind: JobKind,
    subject: &str,
    run_at: DateTime<Utc>,
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO job (tenant_id, id, kind, subject, run_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT ON CONSTRAINT job_once DO UPDATE SET run_at = least(job.run_at, excluded.run_at)",
        tx.tenant_id(),
        JobId::new(run_at).0,
        kind.name(),
        subject,
        run_at,
    ))
    .await
}

/// Queues jobs, each a subject and its lane. If a job is queued already, the earlier time counts.
pub async fn enqueue_in_lanes(
    tx: &mut Tx,
    kind: JobKind,
    jobs: &[(String, String)],
    run_at: DateTime<Utc>,
) -> Result<(), Internal> {
    let ids: Vec<Uuid> = jobs.iter().map(|_| JobId::new(run_at).0).collect();
    let (subjects, lanes): (Vec<String>, Vec<String>) = jobs.iter().cloned().unzip();
    tx.execute(sqlx::query!(
        "INSERT INTO job (tenant_id, id, kind, subject, lane, run_at)
        SELECT $1, id, $2, subject, lane, $6
        FROM unnest($3::uuid[], $4::text[], $5::text[]) AS new (id, subject, lane)
        ON CONFLICT ON CONSTRAINT job_once DO UPDATE SET run_at = least(job.run_at, excluded.run_at)",
        tx.tenant_id(),
        kind.name(),
        &ids,
        &subjects,
        &lanes,
        run_at,
    ))
    .await
}

/// Which job a worker takes.
#[derive(Clone, Copy, Debug)]
pub struct ClaimRequest<'a> {
    pub kind: JobKind,
    pub worker: Uuid,
    pub now: DateTime<Utc>,
    /// How long the worker keeps the job before it must renew it.
    pub lease: Duration,
    /// Lanes whose jobs are not taken.
    pub full_lanes: &'a [String],
}

/// Claims the job of a kind that has been due the longest, of any tenant, unless another worker has it.
pub async fn claim(
    executor: impl PgExecutor<'_>,
    request: ClaimRequest<'_>,
) -> Result<Option<Job>, Internal> {
    let ClaimRequest { kind, worker, now, lease, full_lanes } = request;
    let row = sqlx::query!(
        r#"UPDATE job SET leased_until = $3, leased_by = $4, attempts = attempts + 1
        WHERE (tenant_id, id) = (
            SELECT tenant_id, id FROM job
            WHERE kind = $1 AND run_at <= $2 AND (leased_until IS NULL OR leased_until <= $2)
                AND (lane IS NULL OR lane <> ALL ($5))
            ORDER BY run_at, id
            LIMIT 1
            FOR UPDATE SKIP LOCKED
        )
        RETURNING tenant_id, id AS "id: JobId", subject, lane, attempts"#,
        kind.name(),
        now,
        now + lease,
        worker,
        full_lanes,
    )
    .fetch_optional(executor)
    .await?;
    row.map(|row| {
        let tenant = TenantId::parse(&row.tenant_id);
        let tenant = tenant.map_err(|error| Internal::Corrupt(error.to_string()))?;
        Ok(Job {
            id: row.id,
            tenant,
            kind,
            subject: row.subject,
            lane: row.lane,
            attempt: row.attempts,
        })
    })
    .transpose()
}

/// Renews the lease of a job; false if another worker has it or it is gone.
pub async fn renew(
    tx: &mut Tx,
    job: &Job,
    worker: Uuid,
    until: DateTime<Utc>,
) -> Result<bool, Internal> {
    tx.changes_one(sqlx::query!(
        "UPDATE job SET leased_until = $4 WHERE tenant_id = $1 AND id = $2 AND leased_by = $3",
        tx.tenant_id(),
        job.id.0,
        worker,
        until,
    ))
    .await
}

/// Removes a finished job; false if another worker has it.
pub async fn finish(tx: &mut Tx, job: &Job, worker: Uuid) -> Result<bool, Internal> {
    tx.changes_one(sqlx::query!(
        "DELETE FROM job WHERE tenant_id = $1 AND id = $2 AND leased_by = $3",
        tx.tenant_id(),
        job.id.0,
        worker,
    ))
    .await
}

/// Puts a job back for later; false if another worker has it.
pub async fn put_back(
    tx: &mut Tx,
    job: &Job,
    worker: Uuid,
    run_at: DateTime<Utc>,
) -> Result<bool, Internal> {
    tx.changes_one(sqlx::query!(
        "UPDATE job SET run_at = $4, leased_until = NULL, leased_by = NULL
        WHERE tenant_id = $1 AND id = $2 AND leased_by = $3",
        tx.tenant_id(),
        job.id.0,
        worker,
        run_at,
    ))
    .await
}
