//! The table `profile_version`.

use chrono::{DateTime, Utc};
use ids::ApplicantId;
use sqlx::PgConnection;

use super::StoreError;
use crate::domain::tenant::TenantId;

/// One submission, without its document.
#[derive(Clone, Debug)]
pub struct StoredVersion {
    /// From 1.
    pub version: i32,
    /// SHA-256 of the submitted bytes.
    pub digest: Vec<u8>,
    /// When it came.
    pub created_at: DateTime<Utc>,
}

/// The number that the applicant's next submission gets.
pub async fn next_version(
    connection: &mut PgConnection,
    applicant: ApplicantId,
) -> Result<i32, StoreError> {
    sqlx::query_scalar!(
        r#"SELECT COALESCE(max(version), 0) + 1 AS "version!"
        FROM profile_version
        WHERE applicant_id = $1"#,
        applicant.0,
    )
    .fetch_one(connection)
    .await
}

/// A new submission.
pub async fn insert(
    connection: &mut PgConnection,
    tenant: &TenantId,
    applicant: ApplicantId,
    version: &StoredVersion,
    sealed_document: &[u8],
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO profile_version (tenant_id, applicant_id, version, digest, document, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)",
        tenant.as_str(),
        applicant.0,
        version.version,
        version.digest,
        sealed_document,
        version.created_at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The sealed document of a submission.
pub async fn document(
    connection: &mut PgConnection,
    applicant: ApplicantId,
    version: i32,
) -> Result<Option<Vec<u8>>, StoreError> {
    sqlx::query_scalar!(
        "SELECT document FROM profile_version WHERE applicant_id = $1 AND version = $2",
        applicant.0,
        version,
    )
    .fetch_optional(connection)
    .await
}

/// A submission with its sealed document.
#[derive(Clone, Debug)]
pub struct StoredDocument {
    /// From 1.
    pub version: i32,
    /// The document, sealed.
    pub document: Vec<u8>,
    /// When it came.
    pub created_at: DateTime<Utc>,
}

/// The applicant's submissions before a version with their documents, the latest first; at most `most`.
pub async fn before(
    connection: &mut PgConnection,
    applicant: ApplicantId,
    version: i32,
    most: i64,
) -> Result<Vec<StoredDocument>, StoreError> {
    sqlx::query_as!(
        StoredDocument,
        "SELECT version, document, created_at
        FROM profile_version
        WHERE applicant_id = $1 AND version < $2
        ORDER BY version DESC
        LIMIT $3",
        applicant.0,
        version,
        most,
    )
    .fetch_all(connection)
    .await
}

/// The applicant's submissions, the latest first; at most 100.
pub async fn list(
    connection: &mut PgConnection,
    applicant: ApplicantId,
) -> Result<Vec<StoredVersion>, StoreError> {
    sqlx::query_as!(
        StoredVersion,
        "SELECT version, digest, created_at
        FROM profile_version
        WHERE applicant_id = $1
        ORDER BY version DESC
        LIMIT 100",
        applicant.0,
    )
    .fetch_all(connection)
    .await
}
