//! The table `model`: artefacts by content, for decisions that name them.

pub mod champions;
pub mod drift;
pub mod labels;
pub mod promotions;
pub mod registry;
pub mod shadow;
pub mod training_jobs;
pub mod training_labels;

use sqlx::PgExecutor;

use super::Internal;

/// Stores a model's document. Repeating it changes nothing.
pub async fn keep(
    executor: impl PgExecutor<'_>,
    digest: &str,
    document: &str,
) -> Result<(), Internal> {
    sqlx::query!(
        "INSERT INTO model (digest, document) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING",
        digest,
        document,
    )
    .execute(executor)
    .await?;
    Ok(())
}

/// The document of a model.
pub async fn find(executor: impl PgExecutor<'_>, digest: &str) -> Result<Option<String>, Internal> {
    Ok(sqlx::query_scalar!("SELECT document FROM model WHERE digest = $1", digest)
        .fetch_optional(executor)
        .await?)
}
