//! The table `registered_model`: a tenant's models and their roles.

use chrono::{DateTime, Utc};
use ids::actor::Actor;
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use crate::domain::model::{Card, ModelId, Origin, Role};
use crate::store::{Internal, Tx};

/// A model of a tenant, without its artefact and its evaluation.
#[derive(Clone, Debug, PartialEq)]
pub struct RegisteredModel {
    /// `sha256:…` of its content.
    pub digest: String,
    pub id: ModelId,
    pub role: Role,
    pub role_since: DateTime<Utc>,
    pub origin: Origin,
    /// The training job that made it.
    pub training_job: Option<Uuid>,
    /// The digest of what it replaced when it was promoted.
    pub replaced: Option<String>,
    pub card: Card,
    pub evaluated: bool,
    /// Who trained or uploaded it.
    pub made_by: Actor,
    pub made_at: DateTime<Utc>,
}

struct Row {
    digest: String,
    id: String,
    role: String,
    role_since: DateTime<Utc>,
    origin: String,
    training_job_id: Option<Uuid>,
    replaced: Option<String>,
    card: Json<Card>,
    evaluated: bool,
    made_by: String,
    made_at: DateTime<Utc>,
}

impl TryFrom<Row> for RegisteredModel {
    type Error = Internal;

    fn try_from(row: Row) -> Result<Self, Internal> {
        let unknown = |what: &str| Internal::Corrupt(format!("a model's {what}"));
        Ok(Self {
            digest: row.digest,
            id: ModelId::parse(&row.id).map_err(|_| unknown("name"))?,
            role: Role::from_name(&row.role).ok_or_else(|| unknown("role"))?,
            role_since: row.role_since,
            origin: Origin::from_name(&row.origin).ok_or_else(|| unknown("origin"))?,
            training_job: row.training_job_id,
            replaced: row.replaced,
            card: row.card.0,
            evaluated: row.evaluated,
            made_by: Actor::parse(&row.made_by).map_err(|_| unknown("author"))?,
            made_at: row.made_at,
        })
    }
}

/// Stores a model; false if the tenant has it already.
pub async fn insert(tx: &mut Tx, model: &RegisteredModel) -> Result<bool, Internal> {
    tx.changes_one(sqlx::query!(
        "INSERT INTO registered_model (tenant_id, digest, id, role, role_since, origin, training_job_id, card,
            made_by, made_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (tenant_id, digest) DO NOTHING",
        tx.tenant_id(),
        model.digest,
        model.id.as_str(),
        model.role.name(),
        model.role_since,
        model.origin.name(),
        model.training_job,
        Json(&model.card) as _,
        model.made_by.as_str(),
        model.made_at,
    ))
    .await
}

/// The model of this name.
pub async fn find(tx: &mut Tx, id: &ModelId) -> Result<Option<RegisteredModel>, Internal> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT digest, id, role, role_since, origin, training_job_id, replaced, card AS "card: Json<Card>",
            evaluation IS NOT NULL AS "evaluated!", made_by, made_at
        FROM registered_model
        WHERE id = $1"#,
        id.as_str(),
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(RegisteredModel::try_from).transpose()
}

/// The model of this content.
pub async fn find_by_digest(
    tx: &mut Tx,
    digest: &str,
) -> Result<Option<RegisteredModel>, Internal> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT digest, id, role, role_since, origin, training_job_id, replaced, card AS "card: Json<Card>",
            evaluation IS NOT NULL AS "evaluated!", made_by, made_at
        FROM registered_model
        WHERE digest = $1"#,
        digest,
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(RegisteredModel::try_from).transpose()
}

/// The model with a role that only one model has.
pub async fn in_role(tx: &mut Tx, role: Role) -> Result<Option<RegisteredModel>, Internal> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT digest, id, role, role_since, origin, training_job_id, replaced, card AS "card: Json<Card>",
            evaluation IS NOT NULL AS "evaluated!", made_by, made_at
        FROM registered_model
        WHERE role = $1
        ORDER BY role_since DESC
        LIMIT 1"#,
        role.name(),
    )
    .fetch_optional(tx.connection())
    .await?;
    row.map(RegisteredModel::try_from).transpose()
}

/// Models, the latest first, at most `limit`, after the last one of the previous page.
pub async fn list(
    tx: &mut Tx,
    after: Option<&RegisteredModel>,
    limit: i64,
) -> Result<Vec<RegisteredModel>, Internal> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT digest, id, role, role_since, origin, training_job_id, replaced, card AS "card: Json<Card>",
            evaluation IS NOT NULL AS "evaluated!", made_by, made_at
        FROM registered_model
        WHERE tenant_id = $1
        AND ($2::timestamptz IS NULL OR (made_at, id) < ($2, $3))
        ORDER BY made_at DESC, id DESC
        LIMIT $4"#,
        tx.tenant_id(),
        after.map(|after| after.made_at),
        after.map(|after| after.id.as_str()),
        limit,
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(RegisteredModel::try_from).collect()
}

/// Changes a model's role.
pub async fn set_role(tx: &mut Tx, digest: &str, role: Role) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE registered_model SET role = $2, role_since = $3 WHERE digest = $1",
        digest,
        role.name(),
        tx.now,
    ))
    .await
}

/// Stores which model this one replaced.
pub async fn set_replaced(
    tx: &mut Tx,
    digest: &str,
    replaced: Option<&str>,
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE registered_model SET replaced = $2 WHERE digest = $1",
        digest,
        replaced
    ))
    .await
}

/// Stores the evaluation of a model, as data and as a page.
pub async fn set_evaluation(
    tx: &mut Tx,
    digest: &str,
    evaluation: &Value,
    page: &str,
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE registered_model SET evaluation = $2, evaluation_page = $3 WHERE digest = $1",
        digest,
        evaluation,
        page,
    ))
    .await
}

/// The evaluation of a model.
pub async fn evaluation(tx: &mut Tx, digest: &str) -> Result<Option<Value>, Internal> {
    let stored =
        sqlx::query_scalar!("SELECT evaluation FROM registered_model WHERE digest = $1", digest)
            .fetch_optional(tx.connection())
            .await?;
    Ok(stored.flatten())
}

/// The evaluation of a model, as a page.
pub async fn evaluation_page(tx: &mut Tx, digest: &str) -> Result<Option<String>, Internal> {
    let stored = sqlx::query_scalar!(
        "SELECT evaluation_page FROM registered_model WHERE digest = $1",
        digest
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(stored.flatten())
}
