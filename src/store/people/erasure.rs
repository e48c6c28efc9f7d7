//! Erasing an applicant, table by table.

use chrono::{DateTime, Utc};
use ids::ApplicantId;

use crate::store::{self, Internal, Tx};

/// Deletes what the applicant could be linked by, and observations by named people.
pub async fn unlink(tx: &mut Tx, applicant: ApplicantId) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "DELETE FROM identifier WHERE tenant_id = $1 AND applicant_id = $2",
        tx.tenant_id(),
        applicant.0,
    ))
    .await?;
    tx.execute(sqlx::query!(
        "DELETE FROM observation WHERE tenant_id = $1 AND applicant_id = $2",
        tx.tenant_id(),
        applicant.0,
    ))
    .await?;
    tx.execute(sqlx::query!(
        "DELETE FROM photo WHERE tenant_id = $1 AND applicant_id = $2",
        tx.tenant_id(),
        applicant.0,
    ))
    .await?;
    store::scoring::texts::delete(tx, applicant).await
}

/// Closes the applicant's reviews and deletes their texts. Call it before [`destroy`], because giving a verdict locks
/// the review first and then the applicant.
pub async fn end_reviews(
    tx: &mut Tx,
    applicant: ApplicantId,
    at: DateTime<Utc>,
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE review
        SET state = 'closed', closed_at = COALESCE(closed_at, $2), claimed_by = NULL, claimed_at = NULL,
            lease_until = NULL
        WHERE applicant_id = $1 AND state <> 'closed'",
        applicant.0,
        at,
    ))
    .await?;
    tx.execute(sqlx::query!(
        "UPDATE review_history SET note = NULL WHERE applicant_id = $1",
        applicant.0
    ))
    .await?;
    tx.execute(sqlx::query!(
        "UPDATE appeal SET statement = '', corrections = NULL, outcome_note = NULL WHERE applicant_id = $1",
        applicant.0,
    ))
    .await
}

/// Destroys the data key and the name. `nobody` replaces the name's digest.
pub async fn destroy(
    tx: &mut Tx,
    applicant: ApplicantId,
    nobody: &[u8; 32],
    at: DateTime<Utc>,
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE applicant
        SET external_digest = $2, external_id = '', data_key = '', ring_id = NULL, erased_at = $3
        WHERE id = $1",
        applicant.0,
        nobody,
        at,
    ))
    .await
}
