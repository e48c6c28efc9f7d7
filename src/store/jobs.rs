//! The table `job`: a queue with leases.
//!
//! Postgres alone is the queue: a job is written in the transaction of the change that it follows from, taken
//! with `SKIP LOCKED`, and held by a lease that a worker renews. A worker that dies loses it when the lease ends.

use chrono::{DateTime, Duration, Utc};
use ids::JobId;
use sqlx::PgConnection;
use uuid::Uuid;

use super::StoreError;
use crate::domain::job::{Job, JobKind};
use crate::domain::tenant::TenantId;

/// Puts a job into the queue. If the same is there already, the earlier time counts.
pub async fn enqueue(
    connection: &mut PgConnection,
    tenant: &TenantId,
    kind: JobKind,
    subject: &str,
    run_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO job (tenant_id, id, kind, subject, run_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT ON CONSTRAINT job_once DO UPDATE SET run_at = least(job.run_at, excluded.run_at)",
        tenant.as_str(),
        JobId::new(run_at).0,
        kind.name(),
        subject,
        run_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Puts jobs into the queue, each a subject and its lane. One that is there already is done when it would have been,
/// or at the new time if that is earlier.
pub async fn enqueue_in_lanes(
    connection: &mut PgConnection,
    tenant: &TenantId,
    kind: JobKind,
    jobs: &[(String, String)],
    run_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = jobs.iter().map(|_| JobId::new(run_at).0).collect();
    let (subjects, lanes): (Vec<String>, Vec<String>) = jobs.iter().cloned().unzip();
    sqlx::query!(
        "INSERT INTO job (tenant_id, id, kind, subject, lane, run_at)
        SELECT $1, id, $2, subject, lane, $6
        FROM unnest($3::uuid[], $4::text[], $5::text[]) AS new (id, subject, lane)
        ON CONFLICT ON CONSTRAINT job_once DO UPDATE SET run_at = least(job.run_at, excluded.run_at)",
        tenant.as_str(),
        kind.name(),
        &ids,
        &subjects,
        &lanes,
        run_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes the job of a kind that has been due longest, if there is one that nobody holds.
pub async fn claim(
    connection: &mut PgConnection,
    kind: JobKind,
    worker: Uuid,
    now: DateTime<Utc>,
    lease: Duration,
) -> Result<Option<Job>, StoreError> {
    claim_beside(connection, kind, worker, now, lease, &[]).await
}

/// Takes the job of a kind that has been due longest and is in none of the lanes that are full.
pub async fn claim_beside(
    connection: &mut PgConnection,
    kind: JobKind,
    worker: Uuid,
    now: DateTime<Utc>,
    lease: Duration,
    full: &[String],
) -> Result<Option<Job>, StoreError> {
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
        full,
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let tenant = TenantId::parse(&row.tenant_id);
        let tenant = tenant.map_err(|error| StoreError::Decode(Box::new(error)))?;
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

/// Holds a job for longer; false if it was lost to another worker or is gone.
pub async fn renew(
    connection: &mut PgConnection,
    job: &Job,
    worker: Uuid,
    until: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let renewed = sqlx::query!(
        "UPDATE job SET leased_until = $4 WHERE tenant_id = $1 AND id = $2 AND leased_by = $3",
        job.tenant.as_str(),
        job.id.0,
        worker,
        until,
    )
    .execute(connection)
    .await?;
    Ok(renewed.rows_affected() == 1)
}

/// Takes a job that is done out of the queue; false if it was lost to another worker.
pub async fn finish(
    connection: &mut PgConnection,
    job: &Job,
    worker: Uuid,
) -> Result<bool, StoreError> {
    let finished = sqlx::query!(
        "DELETE FROM job WHERE tenant_id = $1 AND id = $2 AND leased_by = $3",
        job.tenant.as_str(),
        job.id.0,
        worker,
    )
    .execute(connection)
    .await?;
    Ok(finished.rows_affected() == 1)
}

/// Gives a job back to be done later; false if it was lost to another worker.
pub async fn put_back(
    connection: &mut PgConnection,
    job: &Job,
    worker: Uuid,
    run_at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let put_back = sqlx::query!(
        "UPDATE job SET run_at = $4, leased_until = NULL, leased_by = NULL
        WHERE tenant_id = $1 AND id = $2 AND leased_by = $3",
        job.tenant.as_str(),
        job.id.0,
        worker,
        run_at,
    )
    .execute(connection)
    .await?;
    Ok(put_back.rows_affected() == 1)
}
