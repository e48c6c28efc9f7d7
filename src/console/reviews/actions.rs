//! The forms on a case. Each redirects to the case, or on to the next one.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use ids::{AppealId, ReviewId};
use learning::label::{EvidenceKind, Verdict};

use crate::app::App;
use crate::console::answer::{redirect, redirect_with};
use crate::console::correction::patch;
use crate::console::failure::Failure;
use crate::console::visibility::reviewer;
use crate::console::visitor::{Fields, Posted};
use crate::domain::appeal::Outcome;
use crate::domain::queue::QueueName;
use crate::domain::review::Refusal;
use crate::service::reviews::{self, Judgement, ReviewError, Reviewer};

/// The maximum length of a note, in characters.
const MAX_NOTE: usize = 4_000;

type Answer = Result<HttpResponse, Failure>;

/// `POST /console/reviews/claim-next`.
pub async fn claim_next(app: Data<App>, posted: Posted) -> Answer {
    let queue = QueueName::parse(posted.fields.text("queue")).ok();
    next_case(&app, &reviewer(&posted.visitor), queue.as_ref()).await
}

/// Claims the next case, from this queue if one is given.
async fn next_case(app: &App, reviewer: &Reviewer, queue: Option<&QueueName>) -> Answer {
    Ok(match reviews::claim_next(app, reviewer, queue).await? {
        Some(stored) => redirect(case_path(stored.review.id)),
        None => redirect_with("/console/reviews", "done.no_cases_left"),
    })
}

/// Claims the next case of this queue or, if the queue is empty, of any other.
async fn next_case_after(app: &App, reviewer: &Reviewer, queue: &QueueName) -> Answer {
    match reviews::claim_next(app, reviewer, Some(queue)).await? {
        Some(stored) => Ok(redirect(case_path(stored.review.id))),
        None => next_case(app, reviewer, None).await,
    }
}

fn case_path(id: ReviewId) -> String {
    format!("/console/reviews/{id}")
}

/// Back to the case, with a message.
fn to_case(id: ReviewId, key: &str) -> HttpResponse {
    redirect_with(case_path(id), key)
}

/// `POST /console/reviews/{id}/claim`.
pub async fn claim(app: Data<App>, id: Path<ReviewId>, posted: Posted) -> Answer {
    match reviews::claim(&app, &reviewer(&posted.visitor), *id).await {
        // The case shows who claimed it and until when.
        Err(ReviewError::Refused(Refusal::ClaimedByAnother { .. })) => {
            Ok(to_case(*id, "done.claimed_by_other"))
        }
        Err(error) => Err(error.into()),
        Ok(_) => Ok(redirect(case_path(*id))),
    }
}

/// `POST /console/reviews/{id}/renew`: extends the claim. The page's script sends it while someone works.
pub async fn renew(app: Data<App>, id: Path<ReviewId>, posted: Posted) -> Answer {
    reviews::renew(&app, &reviewer(&posted.visitor), *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `POST /console/reviews/{id}/release`.
pub async fn release(app: Data<App>, id: Path<ReviewId>, posted: Posted) -> Answer {
    reviews::release(&app, &reviewer(&posted.visitor), *id).await?;
    Ok(redirect_with("/console/reviews", "done.released"))
}

/// `POST /console/reviews/{id}/verdict`.
pub async fn give_verdict(app: Data<App>, id: Path<ReviewId>, posted: Posted) -> Answer {
    let Posted { visitor, fields } = posted;
    let reviewer = reviewer(&visitor);
    let stored = reviews::give(&app, &reviewer, *id, &judgement(&fields)?).await?;
    if fields.text("then") == "next" {
        return next_case_after(&app, &reviewer, &stored.review.queue).await;
    }
    Ok(to_case(*id, "done.verdict_recorded"))
}

/// Reads verdict, basis, reasons and note from a form.
pub fn judgement(fields: &Fields) -> Result<Judgement, Failure> {
    let verdict =
        Verdict::from_name(fields.text("verdict")).ok_or(Failure::Refused("error.no_verdict"))?;
    // The form sends the reasons of all verdicts; only those of the chosen one count.
    let reasons = fields.all(&format!("reason_{}", verdict.name()));
    Ok(Judgement {
        verdict,
        evidence: EvidenceKind::from_name(fields.text("evidence")).ok_or(Failure::BadForm)?,
        reasons: reasons.into_iter().map(str::to_owned).collect(),
        note: optional_note(fields)?,
    })
}

fn optional_note(fields: &Fields) -> Result<Option<String>, Failure> {
    let note = fields.text("note").trim();
    if note.chars().count() > MAX_NOTE {
        return Err(Failure::BadForm);
    }
    Ok((!note.is_empty()).then(|| note.to_owned()))
}

fn required_note(fields: &Fields) -> Result<String, Failure> {
    optional_note(fields)?.ok_or(Failure::Refused("error.note_required"))
}

/// `POST /console/reviews/{id}/note`.
pub async fn note(app: Data<App>, id: Path<ReviewId>, posted: Posted) -> Answer {
    let note = required_note(&posted.fields)?;
    reviews::note(&app, &reviewer(&posted.visitor), *id, &note).await?;
    Ok(to_case(*id, "done.note_saved"))
}

/// `POST /console/reviews/{id}/approve`.
pub async fn approve(app: Data<App>, id: Path<ReviewId>, posted: Posted) -> Answer {
    let note = optional_note(&posted.fields)?;
    reviews::approve(&app, &reviewer(&posted.visitor), *id, note.as_deref()).await?;
    Ok(redirect_with("/console/approvals", "done.approved"))
}

/// `POST /console/reviews/{id}/return`.
pub async fn send_back(app: Data<App>, id: Path<ReviewId>, posted: Posted) -> Answer {
    let note = required_note(&posted.fields)?;
    reviews::send_back(&app, &reviewer(&posted.visitor), *id, &note).await?;
    Ok(redirect_with("/console/approvals", "done.sent_back"))
}

/// `POST /console/reviews/{id}/undo`.
pub async fn undo(app: Data<App>, id: Path<ReviewId>, posted: Posted) -> Answer {
    reviews::undo(&app, &reviewer(&posted.visitor), *id).await?;
    Ok(to_case(*id, "done.verdict_undone"))
}

/// `POST /console/reviews/{id}/reopen`.
pub async fn reopen(app: Data<App>, id: Path<ReviewId>, posted: Posted) -> Answer {
    let note = required_note(&posted.fields)?;
    reviews::reopen(&app, &reviewer(&posted.visitor), *id, &note).await?;
    Ok(to_case(*id, "done.reopened"))
}

/// `POST /console/appeals/{id}/outcome`.
pub async fn decide_appeal(app: Data<App>, id: Path<AppealId>, posted: Posted) -> Answer {
    let Posted { visitor, fields } = posted;
    let outcome = Outcome::from_name(fields.text("outcome"));
    let outcome = outcome.ok_or(Failure::Refused("error.no_outcome"))?;
    let evidence = EvidenceKind::from_name(fields.text("evidence")).ok_or(Failure::BadForm)?;
    let (note, reviewer) = (required_note(&fields)?, reviewer(&visitor));
    let decided = reviews::decide_appeal(&app, &reviewer, *id, outcome, evidence, &note).await?;
    if fields.text("then") == "next" {
        return next_case(&app, &reviewer, None).await;
    }
    Ok(to_case(decided.appeal.review_id, "done.appeal_decided"))
}

/// `POST /console/appeals/{id}/corrections`: corrects one field. Only the reviewer who claimed the case can do it.
pub async fn correct(app: Data<App>, id: Path<AppealId>, posted: Posted) -> Answer {
    let Posted { visitor, fields } = posted;
    let reviewer = reviewer(&visitor);
    let review = reviews::appeal(&app, &reviewer, *id).await?.appeal.review_id;
    let case = reviews::find(&app, &reviewer, review).await?;
    case.review.require_claim(&reviewer.actor, app.clock.now()).map_err(ReviewError::from)?;
    let patch = patch(&case.profile, fields.text("pointer").trim(), fields.text("value").trim());
    let patch = patch.ok_or(Failure::Refused("error.bad_correction"))?;
    reviews::correct(&app, &reviewer, *id, &patch).await?;
    Ok(to_case(review, "done.corrected"))
}
