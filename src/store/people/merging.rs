//! Copying what an applicant can be linked by to another applicant, table by table.

use ids::ApplicantId;

use crate::store::{Internal, Tx};

/// Copies identifiers, photos and texts from one applicant to another. The first keeps them until erased.
pub async fn hand_over(tx: &mut Tx, from: ApplicantId, into: ApplicantId) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO identifier (tenant_id, kind, digest, applicant_id, used_at)
        SELECT tenant_id, kind, digest, $3, used_at
        FROM identifier
        WHERE tenant_id = $1 AND applicant_id = $2
        ON CONFLICT (tenant_id, kind, digest, applicant_id) DO UPDATE
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
    tx.execute(sqlx::query!(
        "INSERT INTO text_signature (tenant_id, kind, applicant_id, id, signature, created_at)
        SELECT tenant_id, kind, $3, id, signature, created_at
        FROM text_signature
        WHERE tenant_id = $1 AND applicant_id = $2
        ON CONFLICT (tenant_id, kind, applicant_id, id) DO NOTHING",
        tx.tenant_id(),
        from.0,
        into.0,
    ))
    .await?;
    tx.execute(sqlx::query!(
        "INSERT INTO text_band (tenant_id, kind, band, applicant_id, text_id)
        SELECT tenant_id, kind, band, $3, text_id
        FROM text_band
        WHERE tenant_id = $1 AND applicant_id = $2
        ON CONFLICT (tenant_id, kind, band, applicant_id, text_id) DO NOTHING",
        tx.tenant_id(),
        from.0,
        into.0,
    ))
    .await
}
