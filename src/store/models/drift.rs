//! The tables `drift_day` and `drift_alarm`, and queries for measuring drift.

use chrono::{DateTime, NaiveDate, Utc};
use ids::{ApplicantId, DecisionId};
use uuid::Uuid;

use crate::store::scoring::decisions::{StoredDecision, created_at};
use crate::store::{Internal, Tx};

/// The counts of one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedSubject {
    /// The indicator, or `score`.
    pub subject: String,
    /// How often it was unknown.
    pub unknown: i64,
    /// How often it fell into each bin.
    pub known: Vec<i64>,
}

/// How late labels come.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LabelDelays {
    pub labels: i64,
    /// The median days from a decision to its label.
    pub median_days: Option<f64>,
    /// The 90th percentile of the days from a decision to its label.
    pub p90_days: Option<f64>,
}

/// A drift that was reported.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alarm {
    /// The indicator, or `score`.
    pub subject: String,
    /// `values` or `unknown`.
    pub measure: String,
}

/// A repeatable random sample of the decisions in a span of time, without erased applicants, at most `limit`.
///
/// Choosing reads nothing but the primary key and keeps no more than the limit in memory. Only what was chosen is read
/// whole.
pub async fn sample(
    tx: &mut Tx,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<StoredDecision>, Internal> {
    let chosen: Vec<Uuid> = sqlx::query_scalar!(
        "SELECT id
        FROM decision
        WHERE tenant_id = $1 AND created_at >= $2 AND created_at < $3
        ORDER BY uuid_hash_extended(id, 0)
        LIMIT $4",
        tx.tenant_id(),
        from,
        until,
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    let times: Vec<DateTime<Utc>> =
        chosen.iter().filter_map(|id| created_at(DecisionId(*id))).collect();
    // `LIMIT 1` keeps the planner from joining with whole partitions.
    tx.fetch_all(sqlx::query_as!(
        StoredDecision,
        r#"SELECT
            decision.id AS "id: DecisionId",
            decision.applicant_id AS "applicant_id: ApplicantId",
            decision.answer,
            decision.inputs,
            applicant.data_key
        FROM unnest($2::timestamptz[], $3::uuid[]) AS chosen (created_at, id)
        CROSS JOIN LATERAL (
            SELECT id, applicant_id, answer, inputs
            FROM decision
            WHERE tenant_id = $1 AND decision.created_at = chosen.created_at AND decision.id = chosen.id
            LIMIT 1
        ) AS decision
        CROSS JOIN LATERAL (
            SELECT data_key
            FROM applicant
            WHERE tenant_id = $1 AND applicant.id = decision.applicant_id AND erased_at IS NULL
            LIMIT 1
        ) AS applicant"#,
        tx.tenant_id(),
        &times,
        &chosen,
    ))
    .await
}

/// Stores the counts of a day. Counting it again replaces them.
pub async fn keep(
    tx: &mut Tx,
    day: NaiveDate,
    digest: &str,
    counted: &CountedSubject,
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO drift_day (tenant_id, day, model_digest, subject, unknown, known)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (tenant_id, day, model_digest, subject)
        DO UPDATE SET unknown = excluded.unknown, known = excluded.known",
        tx.tenant_id(),
        day,
        digest,
        counted.subject,
        counted.unknown,
        &counted.known,
    ))
    .await
}

/// The counted days of a span, for a model.
pub async fn days(
    tx: &mut Tx,
    digest: &str,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<NaiveDate>, Internal> {
    Ok(sqlx::query_scalar!(
        "SELECT day FROM drift_day
        WHERE model_digest = $1 AND subject = 'score' AND day >= $2 AND day < $3
        ORDER BY day",
        digest,
        from,
        until,
    )
    .fetch_all(tx.connection())
    .await?)
}

/// The counts of a span of days.
pub async fn counted(
    tx: &mut Tx,
    digest: &str,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<CountedSubject>, Internal> {
    tx.fetch_all(sqlx::query_as!(
        CountedSubject,
        "SELECT subject, unknown, known FROM drift_day
        WHERE model_digest = $1 AND day >= $2 AND day < $3
        ORDER BY day, subject",
        digest,
        from,
        until,
    ))
    .await
}

/// The delays from decision to label, for labels that were stored in a span of time. A decision's id has its time.
pub async fn label_delays(
    tx: &mut Tx,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<LabelDelays, Internal> {
    Ok(sqlx::query_as!(
        LabelDelays,
        r#"SELECT
            count(*) AS "labels!",
            percentile_cont(0.5) WITHIN GROUP (ORDER BY delay) AS median_days,
            percentile_cont(0.9) WITHIN GROUP (ORDER BY delay) AS p90_days
        FROM (
            SELECT (
                extract(epoch FROM created_at) / 86400
                - ('x' || left(replace(decision_id::text, '-', ''), 12))::bit(48)::bigint / 86400000.0
            )::double precision AS delay
            FROM label
            WHERE created_at >= $1 AND created_at < $2
            AND decision_id IS NOT NULL AND withdrawn_at IS NULL AND verdict <> 'unsure'
        ) AS labelled"#,
        from,
        until,
    )
    .fetch_one(tx.connection())
    .await?)
}

/// How many decisions were made in a span of time, and how many of them have no label yet.
pub async fn unlabelled(
    tx: &mut Tx,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<(i64, i64), Internal> {
    let row = sqlx::query!(
        r#"SELECT
            count(*) AS "decisions!",
            count(*) - (
                SELECT count(DISTINCT decision.id)
                FROM label
                JOIN decision ON decision.tenant_id = label.tenant_id AND decision.applicant_id = label.applicant_id
                WHERE label.tenant_id = $1 AND label.created_at >= $2
                AND label.withdrawn_at IS NULL AND label.verdict <> 'unsure'
                AND decision.created_at >= $2 AND decision.created_at < $3
                AND decision.created_at <= label.created_at
            ) AS "unlabelled!"
        FROM decision
        WHERE tenant_id = $1 AND created_at >= $2 AND created_at < $3"#,
        tx.tenant_id(),
        from,
        until,
    )
    .fetch_one(tx.connection())
    .await?;
    Ok((row.decisions, row.unlabelled))
}

/// Raises an alarm; false if it was raised before.
pub async fn raise(tx: &mut Tx, digest: &str, alarm: &Alarm) -> Result<bool, Internal> {
    tx.changes_one(sqlx::query!(
        "INSERT INTO drift_alarm (tenant_id, model_digest, subject, measure, since) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (tenant_id, model_digest, subject, measure) DO NOTHING",
        tx.tenant_id(),
        digest,
        alarm.subject,
        alarm.measure,
        tx.now,
    ))
    .await
}

/// Clears an alarm.
pub async fn clear(tx: &mut Tx, digest: &str, alarm: &Alarm) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "DELETE FROM drift_alarm WHERE model_digest = $1 AND subject = $2 AND measure = $3",
        digest,
        alarm.subject,
        alarm.measure,
    ))
    .await
}
