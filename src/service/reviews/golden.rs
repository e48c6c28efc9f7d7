//! Golden items: known cases, mixed into queues so that reviewers can't tell them from others.

use std::time::Duration;

use chrono::{DateTime, SubsecRound, Utc};
use ids::actor::Actor;
use ids::{ApplicantId, ReviewId};
use learning::label::{Chosen, Verdict};
use sqlx::PgConnection;

use super::opening::{find_subject, latest, place};
use super::{ReviewError, Reviewer, Subject, falls_below, now};
use crate::app::App;
use crate::domain::queue::Queue;
use crate::domain::review::Review;
use crate::domain::tenant::TenantId;
use crate::service::{Internal, submission};
use crate::store;
use crate::store::audit::Entry;
use crate::store::golden::{GoldenItem, Judged};

/// How long before its neighbour a copy is opened at least, and by how much more at most.
const BEFORE: (Duration, Duration) = (Duration::from_secs(5), Duration::from_mins(5));

/// Marks a case as known, with the decision on the applicant that is the latest now.
pub async fn mark_golden(
    app: &App,
    who: &Reviewer,
    subject: &Subject,
    truth: Verdict,
) -> Result<GoldenItem, ReviewError> {
    let tenant = &who.tenant;
    let now = now(app);
    let mut tx = store::begin(&app.db, tenant).await?;
    let applicant = find_subject(app, tenant, &mut tx, subject).await?;
    let decision = latest(app, tenant, &mut tx, applicant).await?;
    let item = GoldenItem {
        applicant_id: applicant,
        decision_id: decision.id,
        truth: truth.name().to_owned(),
        marked_by: who.actor.as_str().to_owned(),
        marked_at: now,
    };
    store::golden::mark(&mut tx, tenant, &item).await?;
    audit(app, who, &mut tx, "golden.mark", applicant).await?;
    tx.commit().await?;
    Ok(item)
}

/// Takes a case out of those that are mixed in. Copies that wait already stay.
pub async fn remove_golden(
    app: &App,
    who: &Reviewer,
    applicant: ApplicantId,
) -> Result<(), ReviewError> {
    let mut tx = store::begin(&app.db, &who.tenant).await?;
    if !store::golden::remove(&mut tx, applicant, now(app)).await? {
        return Err(ReviewError::NotFound);
    }
    audit(app, who, &mut tx, "golden.remove", applicant).await?;
    tx.commit().await?;
    Ok(())
}

/// The known cases.
pub async fn golden_items(app: &App, who: &Reviewer) -> Result<Vec<GoldenItem>, Internal> {
    let mut tx = store::begin(&app.db, &who.tenant).await?;
    Ok(store::golden::list(&mut tx).await?)
}

async fn audit(
    app: &App,
    who: &Reviewer,
    connection: &mut PgConnection,
    action: &str,
    applicant: ApplicantId,
) -> Result<(), Internal> {
    let subject = applicant.to_string();
    let details = serde_json::json!({});
    let entry = Entry { actor: &who.actor, action, subject: &subject, details, at: now(app) };
    Ok(store::audit::append(connection, &who.tenant, &entry).await?)
}

/// Beside a review that was opened, opens one of a known case, as often as the queue says. It looks like its
/// neighbour: same queue, same reason, of the same band, so that the reason fits it, and opened a little before it.
/// Whoever judged the case before does not get it.
pub(super) async fn mix_in(
    app: &App,
    tenant: &TenantId,
    connection: &mut PgConnection,
    beside: &Review,
    queues: &[Queue],
) -> Result<(), Internal> {
    let queue = queues.iter().find(|queue| queue.name == beside.queue);
    let rate = queue.map_or(0.0, |queue| queue.rules.golden_rate);
    if rate <= 0.0 || !falls_below(app, tenant, "golden", &beside.id.to_string(), rate) {
        return Ok(());
    }
    // The applicant whose review was just opened has one that runs, and is passed over.
    let Some(item) = store::golden::next(connection, beside.band).await? else { return Ok(()) };
    let row = store::decisions::find(connection, item.decision_id).await?;
    let Some(row) = row.filter(|row| !row.data_key.is_empty()) else { return Ok(()) };
    let assessment = submission::decision(app, tenant, &row)?.assessment;
    // The reason may be a tie to others: who has none would be told by it, and who has one by another reason.
    let tied = |ring: Option<_>| ring.is_some();
    if beside.chosen == Chosen::Rule && tied(beside.ring_id) != tied(assessment.links.ring_id) {
        return Ok(());
    }
    let opened_at = before(app, tenant, beside);
    let applicant = item.applicant_id;
    let mut barred = store::golden::judges(connection, applicant, Judged::GoldenToo).await?;
    barred.extend(Actor::parse(&item.marked_by));
    let copy = Review {
        id: ReviewId::new(opened_at),
        applicant_id: applicant,
        ring_id: assessment.links.ring_id,
        decision_id: item.decision_id,
        band: assessment.band,
        score: assessment.score,
        probability: assessment.probability,
        opened_at,
        due_at: opened_at + (beside.due_at - beside.opened_at),
        barred,
        golden: Verdict::of(&item.truth),
        ..beside.clone()
    };
    place(app, tenant, connection, &Actor::service(), copy).await?;
    Ok(())
}

/// When a copy is opened: rows of one moment would tell it, so a while before its neighbour, drawn from a keyed hash.
fn before(app: &App, tenant: &TenantId, beside: &Review) -> DateTime<Utc> {
    let (least, more) = BEFORE;
    let drawn = app.keys.pepper(tenant).chance("golden-moment", &beside.id.to_string());
    // Others are opened at whole milliseconds.
    (beside.opened_at - (least + more.mul_f64(drawn))).trunc_subsecs(3)
}
