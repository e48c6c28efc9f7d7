//! The table `profile_version`.

use chrono::{DateTime, Utc};
use ids::ApplicantId;

use crate::store::{Internal, Tx};

/// One submission, without its document.
#[derive(Clone, Debug)]
pub struct StoredVersion {
    pub version: i32,
    /// SHA-256 of the submitted bytes.
    pub digest: Vec<u8>,
    pub created_at: DateTime<Utc>,
}

/// The number of the applicant's next version.
pub async fn next_version(tx: &mut Tx, applicant: ApplicantId) -> Result<i32, Internal> {
    Ok(sqlx::query_scalar!(
        r#"SELECT COALESCE(max(version), 0) + 1 AS "version!"
        FROM profile_version
        WHERE applicant_id = $1"#,
        applicant.0,
    )
    .fetch_one(tx.connection())
    .await?)
}

/// A new submission.
pub async fn insert(
    tx: &mut Tx,
    applicant: ApplicantId,
    version: &StoredVersion,
    sealed_document: &[u8],
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO profile_version (tenant_id, applicant_id, version, digest, document, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)",
        tx.tenant_id(),
        applicant.0,
        version.version,
        version.digest,
        sealed_document,
        version.created_at,
    ))
    .await
}

/// The sealed document of a submission.
pub async fn document(
    tx: &mut Tx,
    applicant: ApplicantId,
    version: i32,
) -> Result<Option<Vec<u8>>, Internal> {
    Ok(sqlx::query_scalar!(
        "SELECT document FROM profile_version WHERE applicant_id = $1 AND version = $2",
        applicant.0,
        version,
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// A submission with its sealed document.
#[derive(Clone, Debug)]
pub struct StoredDocument {
    pub version: i32,
    /// The document, sealed.
    pub document: Vec<u8>,
    pub created_at: DateTime<Utc>,
}

/// The applicant's submissions before a version with their documents, the latest first; at most `limit`.
pub async fn before(
    tx: &mut Tx,
    applicant: ApplicantId,
    version: i32,
    limit: i64,
) -> Result<Vec<StoredDocument>, Internal> {
    tx.fetch_all(sqlx::query_as!(
        StoredDocument,
        "SELECT version, document, created_at
        FROM profile_version
        WHERE applicant_id = $1 AND version < $2
        ORDER BY version DESC
        LIMIT $3",
        applicant.0,
        version,
        limit,
    ))
    .await
}

/// Some of the applicant's submissions with their documents, the latest first.
pub async fn chosen(
    tx: &mut Tx,
    applicant: ApplicantId,
    versions: &[i32],
) -> Result<Vec<StoredDocument>, Internal> {
    tx.fetch_all(sqlx::query_as!(
        StoredDocument,
        "SELECT version, document, created_at
        FROM profile_version
        WHERE applicant_id = $1 AND version = ANY ($2)
        ORDER BY version DESC",
        applicant.0,
        versions,
    ))
    .await
}

/// The applicant's submissions, the latest first; at most 100.
pub async fn list(tx: &mut Tx, applicant: ApplicantId) -> Result<Vec<StoredVersion>, Internal> {
    tx.fetch_all(sqlx::query_as!(
        StoredVersion,
        "SELECT version, digest, created_at
        FROM profile_version
        WHERE applicant_id = $1
        ORDER BY version DESC
        LIMIT 100",
        applicant.0,
    ))
    .await
}
