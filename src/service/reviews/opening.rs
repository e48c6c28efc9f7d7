//! Opening reviews: by the policy, by a queue's rule, by chance, and because the platform asks.

use chrono::{DateTime, Utc};
use evidence::profile::ExternalId;
use ids::actor::Actor;
use ids::{ApplicantId, DecisionId, ReviewId};
use learning::label::Chosen;
use scoring::decision::{Assessment, Band, Decision, Reason, Recommendation, ReviewRef};
use scoring::policy::Policy;
use serde_json::json;
use sqlx::PgConnection;

use super::{Happened, ReviewError, Reviewer, falls_below, golden, record, tell};
use crate::app::App;
use crate::domain::event::EventKind;
use crate::domain::queue::{Queue, QueueName, QueueRules, Routed, route};
use crate::domain::review::{Review, Stage};
use crate::domain::tenant::TenantId;
use crate::service::decisions::FindError;
use crate::service::{Internal, submission};
use crate::store;
use crate::store::reviews::StoredReview;

/// A decision that was just made.
pub(in crate::service) struct Judged<'a> {
    /// About whom.
    pub(in crate::service) applicant: ApplicantId,
    /// Which.
    pub(in crate::service) decision: DecisionId,
    /// What it says.
    pub(in crate::service) assessment: &'a Assessment,
    /// When.
    pub(in crate::service) now: DateTime<Utc>,
}

/// Whom to review.
#[derive(Clone, Debug)]
pub enum Subject {
    /// By the service's name.
    Applicant(ApplicantId),
    /// By the tenant's own name.
    External(ExternalId),
}

/// Why a case is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Why {
    pub(super) chosen: Chosen,
    /// With which probability, if by chance.
    pub(super) with: Option<f64>,
}

impl Why {
    pub(super) fn because(chosen: Chosen) -> Self {
        Self { chosen, with: None }
    }
}

/// Opens a review of a decision, or joins the one that is running; nothing if no person need look.
pub(in crate::service) async fn for_decision(
    app: &App,
    tenant: &TenantId,
    connection: &mut PgConnection,
    policy: &Policy,
    judged: &Judged<'_>,
) -> Result<Option<ReviewRef>, Internal> {
    let queues = store::queues::list(connection).await?;
    let ring_size = ring_size(connection, tenant, judged.assessment).await?;
    let case = Routed { assessment: judged.assessment, ring_size, chosen: None };
    let drawn = || {
        let id = judged.decision.to_string();
        falls_below(app, tenant, "sample-low", &id, policy.sample_low_rate)
    };
    let why = why(judged.assessment, policy, &queues, &case, drawn);
    if let Some(running) = store::reviews::running(connection, judged.applicant).await? {
        return join(app, tenant, connection, running, judged).await.map(Some);
    }
    let Some(why) = why else { return Ok(None) };
    let routed = Routed { chosen: Some(why.chosen), ..case };
    let by = Actor::service();
    let review = placed(judged, why, &queues, &routed);
    let review = place(app, tenant, connection, &by, review).await?.review;
    golden::mix_in(app, tenant, connection, &review, &queues).await?;
    Ok(Some(ReviewRef { id: review.id, state: review.state(judged.now) }))
}

/// Why a person should look, if one should.
fn why(
    assessment: &Assessment,
    policy: &Policy,
    queues: &[Queue],
    case: &Routed<'_>,
    drawn: impl Fn() -> bool,
) -> Option<Why> {
    let by_band = policy.review_from_band.is_some_and(|from| assessment.band >= from);
    if assessment.recommendation == Recommendation::Review {
        // A tie to another applicant is a rule of the policy; the band says nothing of it.
        let tied = assessment.reasons == [Reason::Linked];
        return Some(Why::because(if tied && !by_band { Chosen::Rule } else { Chosen::Band }));
    }
    if by_band {
        return Some(Why::because(Chosen::Band));
    }
    if queues.iter().any(|queue| queue.rules.opens && queue.rules.takes(case)) {
        return Some(Why::because(Chosen::Rule));
    }
    let sampled = assessment.band == Band::Low && policy.sample_low_rate > 0.0 && drawn();
    sampled.then_some(Why { chosen: Chosen::Sample, with: Some(policy.sample_low_rate) })
}

async fn ring_size(
    connection: &mut PgConnection,
    tenant: &TenantId,
    assessment: &Assessment,
) -> Result<i64, Internal> {
    match assessment.links.ring_id {
        Some(ring) => Ok(store::rings::size(connection, tenant, ring).await?),
        None => Ok(0),
    }
}

/// A later decision on an applicant joins the review that is running: reviewers see the latest.
async fn join(
    app: &App,
    tenant: &TenantId,
    connection: &mut PgConnection,
    running: StoredReview,
    judged: &Judged<'_>,
) -> Result<ReviewRef, Internal> {
    let Assessment { band, score, probability, .. } = *judged.assessment;
    let id = running.review.id;
    store::reviews::join(connection, id, judged.decision, band, score, probability).await?;
    let details = json!({ "decision_id": judged.decision });
    let actor = Actor::service();
    let happened = Happened { details, ..Happened::new("decision_joined", &actor) };
    record(app, tenant, connection, &running, happened).await?;
    Ok(ReviewRef { id, state: running.review.state(judged.now) })
}

/// A review in the queue that takes the case, as yet nowhere.
fn placed(judged: &Judged<'_>, why: Why, queues: &[Queue], case: &Routed<'_>) -> Review {
    let routed = route(queues, case);
    let usual = queues.iter().find(|queue| queue.name == QueueName::usual());
    let (name, rules) = match routed.or(usual) {
        Some(queue) => (queue.name.clone(), queue.rules.clone()),
        None => (QueueName::usual(), QueueRules::default()),
    };
    fresh(judged, why, name, &rules)
}

/// A review of a decision in the queue that takes it, as yet nowhere.
pub(super) async fn routed(
    app: &App,
    tenant: &TenantId,
    connection: &mut PgConnection,
    decision: &Decision,
    why: Why,
) -> Result<Review, Internal> {
    let queues = store::queues::list(connection).await?;
    let assessment = &decision.assessment;
    let ring_size = ring_size(connection, tenant, assessment).await?;
    let case = Routed { assessment, ring_size, chosen: Some(why.chosen) };
    let applicant = decision.applicant_id;
    let judged = Judged { applicant, decision: decision.id, assessment, now: super::now(app) };
    Ok(placed(&judged, why, &queues, &case))
}

/// A review of a decision, as yet nowhere.
pub(super) fn fresh(judged: &Judged<'_>, why: Why, queue: QueueName, rules: &QueueRules) -> Review {
    Review {
        id: ReviewId::new(judged.now),
        applicant_id: judged.applicant,
        ring_id: judged.assessment.links.ring_id,
        queue,
        blind: rules.blind,
        chosen: why.chosen,
        chosen_with: why.with,
        decision_id: judged.decision,
        band: judged.assessment.band,
        score: judged.assessment.score,
        probability: judged.assessment.probability,
        opened_at: judged.now,
        due_at: rules.due_at(judged.now),
        stage: Stage::Open,
        appeal_id: None,
        barred: Vec::new(),
        golden: None,
    }
}

/// Stores a review that is opened, and tells of it. If somebody opened one for the applicant at the same moment,
/// it is theirs.
pub(super) async fn place(
    app: &App,
    tenant: &TenantId,
    connection: &mut PgConnection,
    by: &Actor,
    review: Review,
) -> Result<StoredReview, Internal> {
    let inserted = store::reviews::insert(connection, tenant, &review).await?;
    if !inserted
        && let Some(running) = store::reviews::running(connection, review.applicant_id).await?
    {
        return Ok(running);
    }
    let stored = store::reviews::find(connection, review.id).await?;
    let stored = stored.ok_or_else(|| Internal::Corrupt(format!("{} was not kept", review.id)))?;
    let details = json!({ "queue": review.queue });
    // The history begins when the review does.
    let at = Some(review.opened_at);
    let happened = Happened { details, at, ..Happened::new("opened", by) };
    record(app, tenant, connection, &stored, happened).await?;
    let more = json!({ "queue": review.queue, "chosen": review.chosen });
    tell(app, tenant, connection, EventKind::ReviewOpened, &review, more).await?;
    Ok(stored)
}

/// Opens a review because the platform asks for one; the one that is running, if there is one.
pub async fn request(
    app: &App,
    who: &Reviewer,
    subject: &Subject,
    reason: &str,
) -> Result<StoredReview, ReviewError> {
    let tenant = &who.tenant;
    let mut tx = store::begin(&app.db, tenant).await?;
    let applicant = find_subject(app, tenant, &mut tx, subject).await?;
    let why = Why::because(Chosen::Request);
    let stored = ensure(app, tenant, &mut tx, &who.actor, applicant, why).await?;
    let note = Some(reason).filter(|reason| !reason.is_empty());
    let happened = Happened { note, ..Happened::new("requested", &who.actor) };
    record(app, tenant, &mut tx, &stored, happened).await?;
    tx.commit().await?;
    Ok(stored)
}

/// The applicant's running review, opened if there is none.
pub(super) async fn ensure(
    app: &App,
    tenant: &TenantId,
    connection: &mut PgConnection,
    by: &Actor,
    applicant: ApplicantId,
    why: Why,
) -> Result<StoredReview, ReviewError> {
    if let Some(running) = store::reviews::running(connection, applicant).await?
        && running.review.appeal_id.is_none()
    {
        return Ok(running);
    }
    let decision = latest(app, tenant, connection, applicant).await?;
    let review = routed(app, tenant, connection, &decision, why).await?;
    Ok(place(app, tenant, connection, by, review).await?)
}

/// The latest decision on an applicant.
pub(super) async fn latest(
    app: &App,
    tenant: &TenantId,
    connection: &mut PgConnection,
    applicant: ApplicantId,
) -> Result<Decision, ReviewError> {
    let filter = store::decisions::Filter { applicant: Some(applicant), ..Default::default() };
    let row = store::decisions::list(connection, tenant, &filter, 1).await?.pop();
    let row = row.ok_or(ReviewError::NothingDecided)?;
    Ok(submission::decision(app, tenant, &row)?)
}

/// The applicant that is meant, not erased.
pub(super) async fn find_subject(
    app: &App,
    tenant: &TenantId,
    connection: &mut PgConnection,
    subject: &Subject,
) -> Result<ApplicantId, ReviewError> {
    let found = match subject {
        Subject::Applicant(id) => store::applicants::find(connection, *id).await?,
        Subject::External(name) => {
            let digest = app.keys.pepper(tenant).external(name);
            store::applicants::find_by_external(connection, &digest).await?
        }
    };
    let found = found.ok_or(ReviewError::NotFound)?;
    if found.is_erased() { Err(ReviewError::Erased) } else { Ok(found.id) }
}

impl From<FindError> for ReviewError {
    fn from(error: FindError) -> Self {
        match error {
            FindError::NotFound => Self::NotFound,
            FindError::Erased => Self::Erased,
            FindError::Internal(error) => Self::Internal(error),
        }
    }
}
