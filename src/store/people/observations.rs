//! The table `observation`: what named people observed of an applicant.

use chrono::{DateTime, Utc};
use ids::{ApplicantId, ObservationId};

use crate::store::{Internal, Tx};

/// An observation as it is stored.
#[derive(Clone, Debug)]
pub struct StoredObservation {
    pub id: ObservationId,
    pub indicator: String,
    /// When it was observed, if the observer said so.
    pub observed_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// Observer and note, sealed with the applicant's data key.
    pub sealed: Vec<u8>,
}

/// Stores an observation.
pub async fn insert(
    tx: &mut Tx,
    applicant: ApplicantId,
    row: &StoredObservation,
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO observation (tenant_id, id, applicant_id, indicator, observed_at, created_at, sealed)
        VALUES ($1, $2, $3, $4, $5, $6, $7)",
        tx.tenant_id(),
        row.id.0,
        applicant.0,
        row.indicator,
        row.observed_at,
        row.created_at,
        row.sealed,
    ))
    .await
}

/// An applicant's observations, the latest first, at most `limit`, only those recorded before `before`.
pub async fn of_applicant(
    tx: &mut Tx,
    applicant: ApplicantId,
    before: Option<ObservationId>,
    limit: i64,
) -> Result<Vec<StoredObservation>, Internal> {
    tx.fetch_all(sqlx::query_as!(
        StoredObservation,
        r#"SELECT id AS "id: ObservationId", indicator, observed_at, created_at, sealed
        FROM observation
        WHERE tenant_id = $1 AND applicant_id = $2 AND ($3::uuid IS NULL OR id < $3)
        ORDER BY id DESC
        LIMIT $4"#,
        tx.tenant_id(),
        applicant.0,
        before.map(|id| id.0),
        limit,
    ))
    .await
}
