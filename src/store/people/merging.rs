//! Copying what an applicant can be linked by to another applicant, table by table.

use ids::ApplicantId;

use crate::store::{self, Internal, Tx};

/// Copies identifiers, photos and texts from one applicant to another. The first keeps them until erased.
pub async fn hand_over(tx: &mut Tx, from: ApplicantId, into: ApplicantId) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO identifier (tenant_id, kind, key, applicant_id, used_at)
        SELECT tenant_id, kind, key, $3, used_at
        FROM identifier
        WHERE tenant_id = $1 AND applicant_id = $2
        ON CONFLICT (tenant_id, applicant_id, key) DO UPDATE
        SET used_at = EXCLUDED.used_at
        WHERE identifier.used_at < EXCLUDED.used_at",
        tx.tenant_id(),
        from.0,
        into.0,
    ))
    .await?;
    tx.execute(sqlx::query!(
        "INSERT INTO photo (tenant_id, applicant_id, hash, used_at)
        SELECT tenant_id, $3, hash, used_at
        FROM photo
        WHERE tenant_id = $1 AND applicant_id = $2
        ON CONFLICT (tenant_id, applicant_id, hash) DO UPDATE
        SET used_at = EXCLUDED.used_at
        WHERE photo.used_at < EXCLUDED.used_at",
        tx.tenant_id(),
        from.0,
        into.0,
    ))
    .await?;
    store::scoring::texts::copy(tx, from, into).await
}
