//! Reviews: the queue, a case under review, approvals.

mod actions;
mod appeals;
mod panel;
mod queue;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use ids::{ApplicantId, ReviewId};

use super::case::{CaseView, Seen, Sight, Traces};
use super::failure::Failure;
use super::frame::page;
use super::shell::Shell;
use super::visitor::Visitor;
use crate::app::App;
use crate::auth::Scope;
use crate::domain::review::Refusal;
use crate::service::reviews::{self, ReviewError, Reviewer};
use crate::service::{cases, users};
use crate::store::review_lists::Filter;

pub(super) use actions::{
    approve, claim, claim_next, correct, decide_appeal, give, judgement, note, release, renew,
    reopen, send_back, undo,
};
pub(super) use appeals::appeals;
pub(super) use panel::{VerdictChoice, called, evidence, verdicts};
pub(super) use queue::{approvals, figures, forget_filter, queue, save_filter};

use appeals::AppealPanel;
use panel::Panel;

#[derive(Template)]
#[template(path = "console/review.html")]
struct ReviewPage {
    s: Shell,
    c: CaseView,
    p: Panel,
    a: Option<AppealPanel>,
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

/// What a visitor may see of an applicant outside a review. While a review of them runs, nothing that tells how old
/// the case is; and while it is a blind one, no score. Those who see to queues see everything.
pub(super) async fn seen(
    app: &App,
    visitor: &Visitor,
    applicant: ApplicantId,
) -> Result<Seen, Failure> {
    let who = reviewer(visitor);
    if who.leads {
        return Ok((Sight::Open, Traces::Shown));
    }
    let filter = Filter { applicant: Some(applicant), ..Filter::default() };
    let (running, _) = reviews::list(app, &who, &filter, 20).await?;
    let blind = running.items.iter().any(|one| one.review.hides_score());
    let sight = if blind { Sight::Blind } else { Sight::Open };
    let traces = if running.items.is_empty() { Traces::Shown } else { Traces::Hidden };
    Ok((sight, traces))
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
    let traces = if who.leads { Traces::Shown } else { Traces::Hidden };
    let c = CaseView::of(&s, &file, (sight, traces));
    let about = panel::About { now: app.clock.now(), names: &names, history: &history };
    let p = Panel::of(&s, &visitor, &case.review, &about);
    let a = AppealPanel::of(&app, &s, &visitor, &case, &names).await?;
    Ok(page(&ReviewPage { s, c, p, a }))
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
            ReviewError::BadReasons(_) => Self::BadForm,
            ReviewError::Correction(_) => Self::Refused("refused.correction"),
            ReviewError::CorrectsName => Self::Refused("refused.corrects_name"),
            ReviewError::NotTheRing(_) => Self::Refused("refused.ring_changed"),
            ReviewError::RingTooLarge(_) => Self::Refused("refused.ring_too_large"),
            ReviewError::AppealDecided => Self::Refused("refused.appeal_decided"),
            ReviewError::AppealRunning(_) => Self::Refused("refused.not_in_state"),
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
