//! The tables `appeal` and `appeal_link`.

use chrono::{DateTime, Utc};
use ids::actor::Actor;
use ids::{AppealId, AppealLinkId, ApplicantId, DecisionId, ReviewId, VerdictId};

use super::review_lists::Viewer;
use crate::domain::appeal::{Appeal, Decided, OpenedBy, Outcome};
use crate::store::{Internal, Tx};

/// An appeal as it is stored.
#[derive(Clone, Debug)]
pub struct StoredAppeal {
    pub appeal: Appeal,
    /// The applicant's words, sealed.
    pub statement: Vec<u8>,
    /// What the applicant says is wrong, sealed.
    pub corrections: Option<Vec<u8>>,
    /// The note of the reviewer who decided, sealed.
    pub outcome_note: Option<Vec<u8>>,
    /// The applicant's data key, wrapped. Empty once the applicant is erased.
    pub data_key: Vec<u8>,
}

/// A link for an applicant to contest a decision.
#[derive(Clone, Debug)]
pub struct StoredLink {
    pub id: AppealLinkId,
    pub applicant_id: ApplicantId,
    pub decision_id: DecisionId,
    pub language: String,
    pub expires_at: DateTime<Utc>,
    pub used_at: Option<DateTime<Utc>>,
}

struct Row {
    id: AppealId,
    applicant_id: ApplicantId,
    decision_id: DecisionId,
    contested_verdict_id: Option<VerdictId>,
    review_id: ReviewId,
    opened_by: String,
    actor: String,
    statement: Vec<u8>,
    corrections: Option<Vec<u8>>,
    rescored_decision_id: Option<DecisionId>,
    opened_at: DateTime<Utc>,
    outcome: Option<String>,
    outcome_note: Option<Vec<u8>>,
    decided_by: Option<String>,
    decided_at: Option<DateTime<Utc>>,
    data_key: Vec<u8>,
}

impl TryFrom<Row> for StoredAppeal {
    type Error = Internal;

    fn try_from(row: Row) -> Result<Self, Internal> {
        let unknown = |what: &str| Internal::Corrupt(format!("an appeal's {what}"));
        let actor = |name: &str| Actor::parse(name).map_err(|_| unknown("person"));
        let decided = match (&row.outcome, &row.decided_by, row.decided_at) {
            (Some(outcome), Some(by), Some(at)) => Some(Decided {
                outcome: Outcome::from_name(outcome).ok_or_else(|| unknown("outcome"))?,
                by: actor(by)?,
                at,
            }),
            _ => None,
        };
        let appeal = Appeal {
            id: row.id,
            applicant_id: row.applicant_id,
            decision_id: row.decision_id,
            contested: row.contested_verdict_id,
            review_id: row.review_id,
            opened_by: OpenedBy::from_name(&row.opened_by).ok_or_else(|| unknown("origin"))?,
            actor: actor(&row.actor)?,
            rescored_decision_id: row.rescored_decision_id,
            opened_at: row.opened_at,
            decided,
        };
        Ok(Self {
            appeal,
            statement: row.statement,
            corrections: row.corrections,
            outcome_note: row.outcome_note,
            data_key: row.data_key,
        })
    }
}

/// Stores an appeal.
pub async fn insert(
    tx: &mut Tx,
    appeal: &Appeal,
    statement: &[u8],
    corrections: Option<&[u8]>,
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO appeal (tenant_id, id, applicant_id, decision_id, contested_verdict_id, review_id, opened_by,
            actor, statement, corrections, opened_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        tx.tenant_id(),
        appeal.id.0,
        appeal.applicant_id.0,
        appeal.decision_id.0,
        appeal.contested.map(|id| id.0),
        appeal.review_id.0,
        appeal.opened_by.name(),
        appeal.actor.as_str(),
        statement,
        corrections,
        appeal.opened_at,
    ))
    .await
}

/// Which appeals to list.
#[derive(Clone, Copy, Debug)]
pub enum Which {
    One(AppealId),
    /// All opened before this one; all appeals if it is `None`.
    Before(Option<AppealId>),
}

/// Appeals, the latest first, at most `limit`. A decided appeal gives away the truth about a golden item, so reviewers
/// see only those that they decided.
pub async fn list(
    tx: &mut Tx,
    which: Which,
    viewer: Viewer<'_>,
    limit: i64,
) -> Result<Vec<StoredAppeal>, Internal> {
    let (id, before) = match which {
        Which::One(id) => (Some(id), None),
        Which::Before(before) => (None, before),
    };
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT
            appeal.id AS "id!: AppealId",
            appeal.applicant_id AS "applicant_id!: ApplicantId",
            appeal.decision_id AS "decision_id!: DecisionId",
            appeal.contested_verdict_id AS "contested_verdict_id?: VerdictId",
            appeal.review_id AS "review_id!: ReviewId",
            appeal.opened_by AS "opened_by!",
            appeal.actor AS "actor!",
            appeal.statement AS "statement!",
            appeal.corrections AS "corrections?",
            appeal.rescored_decision_id AS "rescored_decision_id?: DecisionId",
            appeal.opened_at AS "opened_at!",
            appeal.outcome AS "outcome?",
            appeal.outcome_note AS "outcome_note?",
            appeal.decided_by AS "decided_by?",
            appeal.decided_at AS "decided_at?",
            applicant.data_key AS "data_key!"
        FROM appeal
        JOIN applicant ON applicant.tenant_id = appeal.tenant_id AND applicant.id = appeal.applicant_id
        WHERE ($1::uuid IS NULL OR appeal.id = $1) AND ($2::uuid IS NULL OR appeal.id < $2)
        AND ($1 IS NOT NULL OR applicant.erased_at IS NULL)
        AND ($4::text IS NULL OR appeal.outcome IS NULL OR appeal.decided_by = $4 OR (
            SELECT bool_or(review.golden IS NOT NULL)
            FROM review
            WHERE review.tenant_id = appeal.tenant_id AND review.applicant_id = appeal.applicant_id
        ) IS NOT TRUE)
        ORDER BY appeal.id DESC
        LIMIT $3"#,
        id.map(|id| id.0),
        before.map(|id| id.0),
        limit,
        match viewer {
            Viewer::Reviewer(who) => Some(who.as_str()),
            Viewer::Lead => None,
        },
    )
    .fetch_all(tx.connection())
    .await?;
    rows.into_iter().map(StoredAppeal::try_from).collect()
}

pub async fn find(
    tx: &mut Tx,
    id: AppealId,
    viewer: Viewer<'_>,
) -> Result<Option<StoredAppeal>, Internal> {
    Ok(list(tx, Which::One(id), viewer, 1).await?.pop())
}

/// The applicant's open appeal.
pub async fn running(tx: &mut Tx, applicant: ApplicantId) -> Result<Option<AppealId>, Internal> {
    Ok(sqlx::query_scalar!(
        r#"SELECT id AS "id: AppealId" FROM appeal WHERE applicant_id = $1 AND outcome IS NULL"#,
        applicant.0,
    )
    .fetch_optional(tx.connection())
    .await?)
}

/// Stores the decision on the corrected facts.
pub async fn rescored(tx: &mut Tx, id: AppealId, decision: DecisionId) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE appeal SET rescored_decision_id = $2 WHERE id = $1",
        id.0,
        decision.0
    ))
    .await
}

/// Stores the outcome of an appeal.
pub async fn decide(
    tx: &mut Tx,
    id: AppealId,
    decided: &Decided,
    note: &[u8],
) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "UPDATE appeal SET outcome = $2, outcome_note = $3, decided_by = $4, decided_at = $5 WHERE id = $1",
        id.0,
        decided.outcome.name(),
        note,
        decided.by.as_str(),
        decided.at,
    ))
    .await
}

/// Stores a link.
pub async fn insert_link(tx: &mut Tx, link: &StoredLink, by: &Actor) -> Result<(), Internal> {
    tx.execute(sqlx::query!(
        "INSERT INTO appeal_link (tenant_id, id, applicant_id, decision_id, language, created_by, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        tx.tenant_id(),
        link.id.0,
        link.applicant_id.0,
        link.decision_id.0,
        link.language,
        by.as_str(),
        tx.now,
        link.expires_at,
    ))
    .await
}

/// A link, locked until the transaction ends.
pub async fn find_link(tx: &mut Tx, id: AppealLinkId) -> Result<Option<StoredLink>, Internal> {
    tx.fetch_optional(sqlx::query_as!(
        StoredLink,
        r#"SELECT id AS "id: AppealLinkId", applicant_id AS "applicant_id: ApplicantId",
            decision_id AS "decision_id: DecisionId", language, expires_at, used_at
        FROM appeal_link
        WHERE id = $1
        FOR UPDATE"#,
        id.0,
    ))
    .await
}

/// Marks a link as used.
pub async fn use_link(tx: &mut Tx, id: AppealLinkId) -> Result<(), Internal> {
    tx.execute(sqlx::query!("UPDATE appeal_link SET used_at = $2 WHERE id = $1", id.0, tx.now))
        .await
}
