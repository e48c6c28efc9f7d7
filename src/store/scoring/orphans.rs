//! Rows without the row that they belong to.

use chrono::{DateTime, Utc};

use crate::store::{Internal, Tx, first_id};

/// How many rows have no parent. All are 0 unless there is a fault.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Orphans {
    /// Decisions without their applicant or their version of the profile.
    pub decisions: i64,
    /// Identifiers without their applicant, or of one who was erased.
    pub identifiers: i64,
    /// Texts without their applicant, or of one who was erased.
    pub texts: i64,
    /// Photos without their applicant, or of one who was erased.
    pub photos: i64,
}

impl Orphans {
    pub fn total(&self) -> i64 {
        self.decisions + self.identifiers + self.texts + self.photos
    }
}

/// Counts the tenant's orphans among the decisions since a time, and among what belongs to applicants since then.
pub async fn count(tx: &mut Tx, since: DateTime<Utc>) -> Result<Orphans, Internal> {
    Ok(sqlx::query_as!(
        Orphans,
        r#"SELECT
            (
                SELECT count(*)
                FROM decision
                WHERE decision.tenant_id = $1 AND created_at >= $2
                AND (
                    NOT EXISTS (
                        SELECT FROM applicant WHERE applicant.tenant_id = $1 AND applicant.id = decision.applicant_id
                    )
                    OR NOT EXISTS (
                        SELECT FROM profile_version
                        WHERE profile_version.tenant_id = $1
                        AND profile_version.applicant_id = decision.applicant_id
                        AND version = profile_version
                    )
                )
            ) AS "decisions!",
            (
                SELECT count(*)
                FROM identifier
                WHERE tenant_id = $1 AND applicant_id >= $3
                AND NOT EXISTS (
                    SELECT FROM applicant
                    WHERE applicant.tenant_id = $1 AND applicant.id = applicant_id AND erased_at IS NULL
                )
            ) AS "identifiers!",
            (
                SELECT count(*)
                FROM text_signature
                WHERE tenant_id = $1 AND kind IN ('resume', 'letter', 'portfolio') AND applicant_id >= $3
                AND NOT EXISTS (
                    SELECT FROM applicant
                    WHERE applicant.tenant_id = $1 AND applicant.id = applicant_id AND erased_at IS NULL
                )
            ) AS "texts!",
            (
                SELECT count(*)
                FROM photo
                WHERE tenant_id = $1 AND applicant_id >= $3
                AND NOT EXISTS (
                    SELECT FROM applicant
                    WHERE applicant.tenant_id = $1 AND applicant.id = applicant_id AND erased_at IS NULL
                )
            ) AS "photos!""#,
        tx.tenant_id(),
        since,
        first_id(since),
    )
    .fetch_one(tx.connection())
    .await?)
}
