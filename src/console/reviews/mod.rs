//! Reviews: the queue, a case under review, approvals.

mod actions;
mod panel;
mod queue;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::case::{CaseView, Sight};
use super::failure::Failure;
use super::frame::page;
use super::shell::Shell;
use super::visitor::Visitor;
use crate::app::App;
use crate::auth::Scope;
use crate::domain::ids::{ApplicantId, ReviewId};
use crate::domain::review::Refusal;
use crate::service::reviews::{self, ReviewError, Reviewer};
use crate::service::{cases, users};
use crate::store::review_lists::Filter;

pub(super) use actions::{
    approve, claim, claim_next, give, judgement, note, release, renew, reopen, send_back, undo,
};
pub(super) use panel::{VerdictChoice, evidence, verdicts};
pub(super) use queue::{approvals, figures, forget_filter, queue, save_filter};

use panel::Panel;

#[derive(Template)]
#[template(path = "console/review.html")]
struct ReviewPage {
    s: Shell,
    c: CaseView,
    p: Panel,
}

/// A visitor as somebody who works on reviews.
pub(super) fn reviewer(visitor: &Visitor) -> Reviewer {
    let leads = visitor.may(Scope::QueuesRead);
    Reviewer {
        tenant: visitor.tenant.clone(),
        actor: visitor.actor(),
        leads,
        // The console hides the score of blind cases on every page, but not from who sees to queues.
        reads_decisions: leads,
    }
}

/// What a visitor may see of an applicant outside a review: no score while a blind review of them runs, unless
/// the visitor sees to queues.
pub(super) async fn sight(
    app: &App,
    visitor: &Visitor,
    applicant: ApplicantId,
) -> Result<Sight, Failure> {
    let who = reviewer(visitor);
    if who.leads {
        return Ok(Sight::Open);
    }
    let filter = Filter { applicant: Some(applicant), ..Filter::default() };
    let (running, _) = reviews::list(app, &who, &filter, 20).await?;
    let blind = running.items.iter().any(|one| one.review.hides_score());
    Ok(if blind { Sight::Blind } else { Sight::Open })
}

/// `GET /console/reviews/{id}`: a case with what is to be done about it.
pub(super) async fn review(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    id: Path<ReviewId>,
) -> Result<HttpResponse, Failure> {
    let who = reviewer(&visitor);
    let case = reviews::find(&app, &who, *id).await?;
    let history = reviews::history(&app, &who, *id).await?;
    let file = cases::find(&app, &visitor.tenant, case.review.decision_id).await?;
    let names = users::names(&app, &visitor.tenant).await?;
    let s = Shell::of(&visitor, "case.title", &request);
    let sight = if case.review.hides_score() { Sight::Blind } else { Sight::Open };
    let c = CaseView::of(&s, &file, sight);
    let about = panel::About { now: app.clock.now(), names: &names, history: &history };
    let p = Panel::of(&s, &visitor, &case.review, &about);
    Ok(page(&ReviewPage { s, c, p }))
}

impl From<ReviewError> for Failure {
    fn from(error: ReviewError) -> Self {
        match error {
            ReviewError::NotFound | ReviewError::LinkUsed | ReviewError::LinkExpired => {
                Self::NotFound
            }
            ReviewError::Erased => Self::Erased,
            ReviewError::Refused(refusal) => Self::Refused(refused(&refusal)),
            ReviewError::OtherRunning(_) => Self::Refused("refused.other_running"),
            ReviewError::UnknownReason(_)
            | ReviewError::Correction(_)
            | ReviewError::CorrectsName
            | ReviewError::NotTheRing(_) => Self::BadForm,
            ReviewError::AppealRunning(_)
            | ReviewError::AppealDecided
            | ReviewError::RingTooLarge(_) => Self::Refused("refused.not_in_state"),
            ReviewError::NothingDecided => Self::Refused("refused.nothing_decided"),
            ReviewError::Internal(error) => error.into(),
        }
    }
}

/// The key of the text that says why a review does not do what was asked.
fn refused(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Held { .. } => "refused.held",
        Refusal::LeaseRanOut(_) => "refused.lease_ran_out",
        Refusal::NotClaimed => "refused.not_claimed",
        Refusal::NotInState(_) => "refused.not_in_state",
        Refusal::Barred => "refused.barred",
        Refusal::OwnVerdict => "refused.own_verdict",
        Refusal::NotTheirs(_) => "refused.not_theirs",
        Refusal::TooLate(_) => "refused.too_late",
        Refusal::IsAppeal => "refused.is_appeal",
    }
}
