//! Erasing an applicant, table by table.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::ids::ApplicantId;
use crate::domain::tenant::TenantId;

/// Deletes what the applicant could be linked by, and what named people observed of them.
pub async fn unlink(
    connection: &mut PgConnection,
    tenant: &TenantId,
    applicant: ApplicantId,
) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM identifier WHERE tenant_id = $1 AND applicant_id = $2",
        tenant.as_str(),
        applicant.0,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "DELETE FROM observation WHERE tenant_id = $1 AND applicant_id = $2",
        tenant.as_str(),
        applicant.0,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "DELETE FROM photo WHERE tenant_id = $1 AND applicant_id = $2",
        tenant.as_str(),
        applicant.0,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "DELETE FROM text_band WHERE tenant_id = $1 AND applicant_id = $2",
        tenant.as_str(),
        applicant.0,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "DELETE FROM text_signature WHERE tenant_id = $1 AND applicant_id = $2",
        tenant.as_str(),
        applicant.0,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Destroys the data key and the name, whose digest becomes `nobody`, and closes the open review.
pub async fn destroy(
    connection: &mut PgConnection,
    applicant: ApplicantId,
    nobody: &[u8; 32],
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE applicant
        SET external_digest = $2, external_id = '', data_key = '', ring_id = NULL, erased_at = $3
        WHERE id = $1",
        applicant.0,
        nobody,
        at,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "UPDATE review SET state = 'closed' WHERE applicant_id = $1 AND state = 'open'",
        applicant.0,
    )
    .execute(connection)
    .await?;
    Ok(())
}
