//! Mixing golden items into queues, so that reviewers cannot tell them from other cases.

use std::time::Duration;

use chrono::{DateTime, SubsecRound, Utc};
use ids::ReviewId;
use ids::actor::Actor;
use learning::label::{Chosen, Verdict};

use super::placing::place;
use super::sampled;
use crate::app::App;
use crate::domain::queue::Queue;
use crate::domain::review::Review;
use crate::domain::tenant::TenantId;
use crate::service::Internal;
use crate::service::scoring::submission;
use crate::store::reviews::golden::JudgedReviews;
use crate::store::{self, Tx};

/// How long before its neighbour a copy is opened: at least the first, plus up to the second.
const BEFORE: (Duration, Duration) = (Duration::from_secs(5), Duration::from_mins(5));

/// Opens a review of a golden item next to a review that was just opened, as often as the queue says. It looks like its
/// neighbour: same queue, same reason, same band (so that the reason fits), opened a little earlier. Nobody who judged
/// the case before gets it.
pub(super) async fn mix_in(
    app: &App,
    tx: &mut Tx,
    beside: &Review,
    queues: &[Queue],
) -> Result<(), Internal> {
    let queue = queues.iter().find(|queue| queue.name == beside.queue);
    let rate = queue.map_or(0.0, |queue| queue.rules.golden_rate);
    if rate <= 0.0 || !sampled(app, &tx.tenant, ("golden", &beside.id.to_string()), rate) {
        return Ok(());
    }
    // The applicant whose review was just opened has one that runs, and is passed over.
    let Some(item) = store::reviews::golden::next(tx, beside.band).await? else { return Ok(()) };
    let row = store::scoring::decisions::find(tx, item.decision_id).await?;
    let Some(row) = row.filter(|row| !row.data_key.is_empty()) else { return Ok(()) };
    let assessment = submission::decision(app, &tx.tenant, &row)?.assessment;
    // The reason may be a link to others. An item without links would stand out, and the other way round.
    let linked = |ring: Option<_>| ring.is_some();
    if beside.chosen == Chosen::Rule && linked(beside.ring_id) != linked(assessment.links.ring_id) {
        return Ok(());
    }
    let opened_at = before(app, &tx.tenant, beside);
    let applicant = item.applicant_id;
    let mut barred =
        store::reviews::golden::judges(tx, applicant, JudgedReviews::GoldenToo).await?;
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
        golden: Verdict::from_name(&item.truth),
        ..beside.clone()
    };
    place(app, tx, &Actor::service(), copy).await?;
    Ok(())
}

/// When a copy is opened: a while before its neighbour, drawn from a keyed hash. Two rows of one moment would give the
/// copy away.
fn before(app: &App, tenant: &TenantId, beside: &Review) -> DateTime<Utc> {
    let (min, more) = BEFORE;
    let drawn = app.keys.pepper(tenant).chance("golden-moment", &beside.id.to_string());
    // Others are opened at whole milliseconds.
    (beside.opened_at - (min + more.mul_f64(drawn))).trunc_subsecs(3)
}
