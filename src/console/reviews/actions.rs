//! What a form on a case does. Each leads back to the case, or on to the next one.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use ids::{AppealId, ReviewId};
use learning::label::{EvidenceKind, Verdict};

use super::reviewer;
use crate::app::App;
use crate::console::correction::patch;
use crate::console::failure::Failure;
use crate::console::frame::to;
use crate::console::visitor::{Fields, Posted};
use crate::domain::appeal::Outcome;
use crate::domain::queue::QueueName;
use crate::domain::review::Refusal;
use crate::service::reviews::{self, Judgement, ReviewError, Reviewer};

/// How long a note may be, in characters.
const LONGEST_NOTE: usize = 4_000;

type Done = Result<HttpResponse, Failure>;

/// `POST /console/reviews/claim-next`.
pub(in crate::console) async fn claim_next(app: Data<App>, posted: Posted) -> Done {
    let Posted { visitor, fields } = posted;
    let queue = QueueName::parse(fields.text("queue")).ok();
    next(&app, &reviewer(&visitor), queue.as_ref()).await
}

/// On to the case of the queue that is due first, and when the queue is empty to that of any other.
async fn onwards(app: &App, who: &Reviewer, queue: &QueueName) -> Done {
    match reviews::claim_next(app, who, Some(queue)).await? {
        Some(stored) => Ok(to(case(stored.review.id))),
        None => next(app, who, None).await,
    }
}

/// On to the case that is due first.
async fn next(app: &App, who: &Reviewer, queue: Option<&QueueName>) -> Done {
    match reviews::claim_next(app, who, queue).await? {
        Some(stored) => Ok(to(case(stored.review.id))),
        None => Ok(to("/console/reviews?said=none_left")),
    }
}

fn case(id: ReviewId) -> String {
    format!("/console/reviews/{id}")
}

fn back(id: ReviewId, said: &str) -> HttpResponse {
    to(format!("{}?said={said}", case(id)))
}

/// `POST /console/reviews/{id}/claim`.
pub(in crate::console) async fn claim(app: Data<App>, id: Path<ReviewId>, posted: Posted) -> Done {
    match reviews::claim(&app, &reviewer(&posted.visitor), *id).await {
        // The case itself says who has it and until when.
        Err(ReviewError::Refused(Refusal::Held { .. })) => Ok(back(*id, "held")),
        Err(error) => Err(error.into()),
        Ok(_) => Ok(to(case(*id))),
    }
}

/// `POST /console/reviews/{id}/renew`: a sign of life, sent by the page itself.
pub(in crate::console) async fn renew(app: Data<App>, id: Path<ReviewId>, posted: Posted) -> Done {
    reviews::renew(&app, &reviewer(&posted.visitor), *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `POST /console/reviews/{id}/release`.
pub(in crate::console) async fn release(
    app: Data<App>,
    id: Path<ReviewId>,
    posted: Posted,
) -> Done {
    reviews::release(&app, &reviewer(&posted.visitor), *id).await?;
    Ok(to("/console/reviews?said=released"))
}

/// `POST /console/reviews/{id}/verdict`.
pub(in crate::console) async fn give(app: Data<App>, id: Path<ReviewId>, posted: Posted) -> Done {
    let Posted { visitor, fields } = posted;
    let who = reviewer(&visitor);
    let given = reviews::give(&app, &who, *id, &judgement(&fields)?).await?;
    if fields.text("then") == "next" {
        return onwards(&app, &who, &given.review.queue).await;
    }
    Ok(back(*id, "verdict_given"))
}

/// What a form says of a case.
pub(in crate::console) fn judgement(fields: &Fields) -> Result<Judgement, Failure> {
    let verdict =
        Verdict::of(fields.text("verdict")).ok_or(Failure::Refused("refused.no_verdict"))?;
    // A form sends the reasons of all verdicts; those of the others were chosen before the mind was changed.
    let reasons = fields.all(&format!("reason_{}", verdict.name()));
    Ok(Judgement {
        verdict,
        evidence: EvidenceKind::of(fields.text("evidence")).ok_or(Failure::BadForm)?,
        reasons: reasons.into_iter().map(str::to_owned).collect(),
        note: written(fields)?,
    })
}

/// What somebody wrote, if they wrote something.
fn written(fields: &Fields) -> Result<Option<String>, Failure> {
    let note = fields.text("note").trim();
    if note.chars().count() > LONGEST_NOTE {
        return Err(Failure::BadForm);
    }
    Ok((!note.is_empty()).then(|| note.to_owned()))
}

/// What somebody had to write.
fn needed(fields: &Fields) -> Result<String, Failure> {
    written(fields)?.ok_or(Failure::Refused("refused.note_needed"))
}

/// `POST /console/reviews/{id}/note`.
pub(in crate::console) async fn note(app: Data<App>, id: Path<ReviewId>, posted: Posted) -> Done {
    let note = needed(&posted.fields)?;
    reviews::note(&app, &reviewer(&posted.visitor), *id, &note).await?;
    Ok(back(*id, "noted"))
}

/// `POST /console/reviews/{id}/approve`.
pub(in crate::console) async fn approve(
    app: Data<App>,
    id: Path<ReviewId>,
    posted: Posted,
) -> Done {
    let note = written(&posted.fields)?;
    reviews::approve(&app, &reviewer(&posted.visitor), *id, note.as_deref()).await?;
    Ok(to("/console/approvals?said=approved"))
}

/// `POST /console/reviews/{id}/return`.
pub(in crate::console) async fn send_back(
    app: Data<App>,
    id: Path<ReviewId>,
    posted: Posted,
) -> Done {
    let note = needed(&posted.fields)?;
    reviews::send_back(&app, &reviewer(&posted.visitor), *id, &note).await?;
    Ok(to("/console/approvals?said=returned"))
}

/// `POST /console/reviews/{id}/undo`.
pub(in crate::console) async fn undo(app: Data<App>, id: Path<ReviewId>, posted: Posted) -> Done {
    reviews::undo(&app, &reviewer(&posted.visitor), *id).await?;
    Ok(back(*id, "undone"))
}

/// `POST /console/reviews/{id}/reopen`.
pub(in crate::console) async fn reopen(app: Data<App>, id: Path<ReviewId>, posted: Posted) -> Done {
    let note = needed(&posted.fields)?;
    reviews::reopen(&app, &reviewer(&posted.visitor), *id, &note).await?;
    Ok(back(*id, "reopened"))
}

/// `POST /console/appeals/{id}/outcome`.
pub(in crate::console) async fn decide_appeal(
    app: Data<App>,
    id: Path<AppealId>,
    posted: Posted,
) -> Done {
    let Posted { visitor, fields } = posted;
    let outcome = Outcome::of(fields.text("outcome"));
    let outcome = outcome.ok_or(Failure::Refused("refused.no_outcome"))?;
    let evidence = EvidenceKind::of(fields.text("evidence")).ok_or(Failure::BadForm)?;
    let (note, who) = (needed(&fields)?, reviewer(&visitor));
    let decided = reviews::decide_appeal(&app, &who, *id, outcome, evidence, &note).await?;
    if fields.text("then") == "next" {
        return next(&app, &who, None).await;
    }
    Ok(back(decided.appeal.review_id, "appeal_decided"))
}

/// `POST /console/appeals/{id}/corrections`: one fact, by whoever has the case.
pub(in crate::console) async fn correct(
    app: Data<App>,
    id: Path<AppealId>,
    posted: Posted,
) -> Done {
    let Posted { visitor, fields } = posted;
    let who = reviewer(&visitor);
    let review = reviews::appeal(&app, &who, *id).await?.appeal.review_id;
    let case = reviews::find(&app, &who, review).await?;
    case.review.held_by(&who.actor, app.clock.now()).map_err(ReviewError::from)?;
    let patch = patch(&case.profile, fields.text("pointer").trim(), fields.text("value").trim());
    let patch = patch.ok_or(Failure::Refused("refused.correction"))?;
    reviews::correct(&app, &who, *id, &patch).await?;
    Ok(back(review, "corrected"))
}
