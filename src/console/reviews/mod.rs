//! Reviews: the queue, cases under review, appeals and approvals.

mod actions;
mod appeals;
mod panel;
mod queue;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use ids::ReviewId;

use super::answer::page;
use super::case::CaseView;
use super::failure::Failure;
use super::names::Names;
use super::shell::Shell;
use super::visibility::{Visibility, reviewer};
use super::visitor::Visitor;
use crate::app::App;
use crate::domain::review::Refusal;
use crate::service::reviews::{self, ReviewError};
use crate::service::scoring::cases;

pub(super) use actions::{
    approve, claim, claim_next, correct, decide_appeal, give_verdict, judgement, note, release,
    renew, reopen, send_back, undo,
};
pub(super) use appeals::appeals;
pub(super) use panel::{VerdictChoice, basis_choices, verdict_choices};
pub(super) use queue::{approvals, counts, forget_filter, queue, save_filter};

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

/// `GET /console/reviews/{id}`: a case with its review panel.
pub(super) async fn review(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
    id: Path<ReviewId>,
) -> Result<HttpResponse, Failure> {
    let reviewer = reviewer(&visitor);
    let case = reviews::find(&app, &reviewer, *id).await?;
    let history = reviews::history(&app, &reviewer, *id).await?;
    let file = cases::find(&app, &visitor.tenant, case.review.decision_id).await?;
    let names = Names::load(&app, &visitor.tenant).await?;
    let s = Shell::new(&visitor, "case.title", &request);
    let visibility = Visibility { score: !case.review.hides_score(), dates: reviewer.leads };
    let c = CaseView::new(&s, &file, visibility);
    let context = panel::Context { now: app.clock.now(), names: &names, history: &history };
    let p = Panel::new(&s, &visitor, &case.review, &context);
    let a = AppealPanel::load(&app, &s, &visitor, &case, &names).await?;
    Ok(page(&ReviewPage { s, c, p, a }))
}

impl From<ReviewError> for Failure {
    fn from(error: ReviewError) -> Self {
        match error {
            ReviewError::NotFound | ReviewError::LinkUsed | ReviewError::LinkExpired => {
                Self::NotFound
            }
            ReviewError::Erased => Self::Erased,
            ReviewError::Refused(refusal) => Self::Refused(refusal_text(&refusal)),
            ReviewError::OtherRunning(_) => Self::Refused("error.other_review_open"),
            ReviewError::BadReasons(_) => Self::BadForm,
            ReviewError::Correction(_) => Self::Refused("error.bad_correction"),
            ReviewError::CorrectsName => Self::Refused("error.corrects_name"),
            ReviewError::NotTheRing(_) => Self::Refused("error.ring_changed"),
            ReviewError::RingTooLarge(_) => Self::Refused("error.ring_too_large"),
            ReviewError::AppealDecided => Self::Refused("error.appeal_decided"),
            ReviewError::AppealRunning(_) => Self::Refused("error.case_changed"),
            ReviewError::NothingDecided => Self::Refused("error.no_decision"),
            ReviewError::Internal(error) => error.into(),
        }
    }
}

/// The key of the text that explains a refusal.
fn refusal_text(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::ClaimedByAnother { .. } => "error.claimed_by_other",
        Refusal::ClaimExpired(_) => "error.claim_expired",
        Refusal::NotClaimed => "error.not_claimed",
        Refusal::NotInState(_) => "error.case_changed",
        Refusal::Barred => "error.conflict_of_interest",
        Refusal::OwnVerdict => "error.own_verdict",
        Refusal::NotTheirs(_) => "error.not_your_verdict",
        Refusal::TooLate(_) => "error.undo_expired",
        Refusal::IsAppeal => "error.decide_appeal",
    }
}
