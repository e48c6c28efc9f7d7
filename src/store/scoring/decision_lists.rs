//! The table `decision`, as it is listed: a statement for each index, so that a page costs the same however many
//! decisions there are.

use chrono::{DateTime, Utc};
use ids::{ApplicantId, DecisionId};
use scoring::decision::Band;
use uuid::Uuid;

use super::decisions::{StoredDecision, created_at};
use crate::store::{Internal, Tx};

/// Which decisions to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// Only this band.
    pub band: Option<Band>,
    /// Only about this applicant.
    pub applicant: Option<ApplicantId>,
    /// Only those made before this one.
    pub before: Option<DecisionId>,
}

impl Filter {
    /// The time and id before which to look.
    fn before(&self) -> (DateTime<Utc>, Uuid) {
        let before = self.before.and_then(|id| Some((created_at(id)?, id.0)));
        before.unwrap_or((END_OF_TIME, Uuid::max()))
    }
}

/// Later than any decision.
const END_OF_TIME: DateTime<Utc> = DateTime::from_timestamp(1 << 38, 0).expect("a valid time");

/// Matching decisions, the latest first, at most `limit`.
pub async fn list(
    tx: &mut Tx,
    filter: &Filter,
    limit: i64,
) -> Result<Vec<StoredDecision>, Internal> {
    match (filter.applicant, filter.band) {
        (Some(applicant), _) => about_applicant(tx, applicant, filter, limit).await,
        (None, Some(band)) => in_band(tx, band, filter, limit).await,
        (None, None) => latest(tx, filter, limit).await,
    }
}

async fn about_applicant(
    tx: &mut Tx,
    applicant: ApplicantId,
    filter: &Filter,
    limit: i64,
) -> Result<Vec<StoredDecision>, Internal> {
    let (created_at, id) = filter.before();
    tx.fetch_all(sqlx::query_as!(
        StoredDecision,
        r#"SELECT
            decision.id AS "id: DecisionId",
            decision.applicant_id AS "applicant_id: ApplicantId",
            decision.answer,
            decision.inputs,
            applicant.data_key
        FROM decision
        JOIN applicant ON applicant.tenant_id = decision.tenant_id AND applicant.id = decision.applicant_id
        WHERE decision.tenant_id = $1
        AND decision.applicant_id = $2
        AND ($3::text IS NULL OR decision.band = $3)
        AND (decision.created_at, decision.id) < ($4, $5)
        AND applicant.erased_at IS NULL
        ORDER BY decision.created_at DESC, decision.id DESC
        LIMIT $6"#,
        tx.tenant_id(),
        applicant.0,
        filter.band.map(Band::name),
        created_at,
        id,
        limit,
    ))
    .await
}

async fn in_band(
    tx: &mut Tx,
    band: Band,
    filter: &Filter,
    limit: i64,
) -> Result<Vec<StoredDecision>, Internal> {
    let (created_at, id) = filter.before();
    tx.fetch_all(sqlx::query_as!(
        StoredDecision,
        r#"SELECT
            decision.id AS "id: DecisionId",
            decision.applicant_id AS "applicant_id: ApplicantId",
            decision.answer,
            decision.inputs,
            applicant.data_key
        FROM decision
        JOIN applicant ON applicant.tenant_id = decision.tenant_id AND applicant.id = decision.applicant_id
        WHERE decision.tenant_id = $1
        AND decision.band = $2
        AND (decision.created_at, decision.id) < ($3, $4)
        AND applicant.erased_at IS NULL
        ORDER BY decision.created_at DESC, decision.id DESC
        LIMIT $5"#,
        tx.tenant_id(),
        band.name(),
        created_at,
        id,
        limit,
    ))
    .await
}

async fn latest(tx: &mut Tx, filter: &Filter, limit: i64) -> Result<Vec<StoredDecision>, Internal> {
    let (created_at, id) = filter.before();
    tx.fetch_all(sqlx::query_as!(
        StoredDecision,
        r#"SELECT
            decision.id AS "id: DecisionId",
            decision.applicant_id AS "applicant_id: ApplicantId",
            decision.answer,
            decision.inputs,
            applicant.data_key
        FROM decision
        JOIN applicant ON applicant.tenant_id = decision.tenant_id AND applicant.id = decision.applicant_id
        WHERE decision.tenant_id = $1
        AND (decision.created_at, decision.id) < ($2, $3)
        AND applicant.erased_at IS NULL
        ORDER BY decision.created_at DESC, decision.id DESC
        LIMIT $4"#,
        tx.tenant_id(),
        created_at,
        id,
        limit,
    ))
    .await
}
