//! Appeals: the list, and the panel on the case of an appeal.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use ids::AppealId;
use scoring::decision::ReviewState;

use super::panel::{VerdictView, verdict_view};
use crate::app::App;
use crate::console::answer::page;
use crate::console::band::BandView;
use crate::console::correction::field_pointers;
use crate::console::display::safe_text;
use crate::console::failure::Failure;
use crate::console::names::Names;
use crate::console::shell::Shell;
use crate::console::visibility::reviewer;
use crate::console::visitor::{Fields, Visitor};
use crate::domain::appeal::Outcome;
use crate::domain::review::Review;
use crate::service::people::applicants;
use crate::service::reviews::{self, AppealView, Case};
use crate::service::scoring::decisions;
use crate::store::reviews::review_lists::Filter;

/// Appeals per page.
const PAGE: u16 = 50;
/// The length of a statement in the list, in characters.
const EXCERPT: usize = 140;
/// The maximum length of a statement on a case, in characters.
const MAX_STATEMENT: usize = 4_000;

#[derive(Template)]
#[template(path = "console/appeals.html")]
struct AppealsPage {
    s: Shell,
    rows: Vec<AppealRow>,
    more: Option<String>,
}

struct AppealRow {
    href: String,
    name: String,
    opened_by: String,
    at: String,
    excerpt: String,
    outcome: String,
    is_pending: bool,
    decided_by: String,
}

/// The appeal that a case decides.
pub(super) struct AppealPanel {
    pub(super) id: String,
    pub(super) opened_by: String,
    pub(super) at: String,
    pub(super) statement: String,
    pub(super) corrections: Option<String>,
    pub(super) contested: Option<VerdictView>,
    /// Whether the visitor gave or approved the contested verdict, so that someone else must decide.
    pub(super) has_conflict: bool,
    pub(super) can_decide: bool,
    pub(super) outcomes: [OutcomeChoice; 2],
    pub(super) is_rescored: bool,
    /// The scores before and after the correction, unless they are hidden.
    pub(super) scores: Option<[ScoreView; 2]>,
    pub(super) outcome: Option<OutcomeView>,
    /// JSON Pointers to the fields that can be corrected.
    pub(super) pointers: Vec<String>,
}

pub(super) struct ScoreView {
    pub(super) score: u8,
    pub(super) band: BandView,
}

pub(super) struct OutcomeChoice {
    pub(super) name: &'static str,
    pub(super) text: String,
    pub(super) meaning: String,
    pub(super) key: &'static str,
}

pub(super) struct OutcomeView {
    pub(super) text: String,
    pub(super) by: String,
    pub(super) at: String,
    pub(super) note: String,
}

/// `GET /console/appeals`: all appeals, newest first.
pub async fn appeals(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    let before: Option<AppealId> = Fields::from_query(&request).parse("before").ok();
    let appeals = reviews::appeals(&app, &reviewer(&visitor), before, PAGE).await?;
    let ids: Vec<_> = appeals.items.iter().map(|view| view.appeal.applicant_id).collect();
    let applicants = applicants::names(&app, &visitor.tenant, &ids).await?;
    let names = Names::load(&app, &visitor.tenant).await?;
    let s = Shell::new(&visitor, "appeals.title", &request);
    let last = appeals.items.last().filter(|_| appeals.more);
    let row = |view: &AppealView| {
        let applicant = applicants.get(&view.appeal.applicant_id);
        row(&s, &names, view, applicant.map_or("–", String::as_str))
    };
    Ok(page(&AppealsPage {
        more: last.map(|view| format!("/console/appeals?before={}", view.appeal.id)),
        rows: appeals.items.iter().map(row).collect(),
        s,
    }))
}

fn row(s: &Shell, names: &Names, view: &AppealView, applicant: &str) -> AppealRow {
    let AppealView { appeal, statement, .. } = view;
    let decided = appeal.decided.as_ref();
    AppealRow {
        href: format!("/console/reviews/{}", appeal.review_id),
        name: safe_text(applicant, 60),
        opened_by: s.named("opened_by", appeal.opened_by.name()),
        at: s.time(&appeal.opened_at),
        excerpt: safe_text(statement, EXCERPT),
        outcome: s.named("outcome", decided.map_or("none", |decided| decided.outcome.name())),
        is_pending: decided.is_none(),
        decided_by: decided.map(|decided| names.display(&decided.by)).unwrap_or_default(),
    }
}

impl AppealPanel {
    /// The appeal that a case decides, if it is the case of an appeal.
    pub(super) async fn load(
        app: &App,
        s: &Shell,
        visitor: &Visitor,
        case: &Case,
        names: &Names,
    ) -> Result<Option<Self>, Failure> {
        let Some(id) = case.review.appeal_id else { return Ok(None) };
        let view = reviews::appeal(app, &reviewer(visitor), id).await?;
        let (me, review) = (visitor.actor(), &case.review);
        let claim = review.claim_now(app.clock.now());
        let can_decide = claim.is_some_and(|claim| claim.by == me);
        let pointers = if can_decide { field_pointers(&case.profile) } else { Vec::new() };
        let appeal = &view.appeal;
        let outcome = appeal.decided.as_ref().map(|decided| OutcomeView {
            text: s.named("outcome", decided.outcome.name()),
            by: names.display(&decided.by),
            at: s.time(&decided.at),
            note: safe_text(view.outcome_note.as_deref().unwrap_or_default(), MAX_STATEMENT),
        });
        Ok(Some(Self {
            id: appeal.id.to_string(),
            opened_by: s.named("opened_by", appeal.opened_by.name()),
            at: s.time(&appeal.opened_at),
            statement: safe_text(&view.statement, MAX_STATEMENT),
            corrections: view.corrections.as_deref().map(|text| safe_text(text, MAX_STATEMENT)),
            contested: contested_verdict(app, s, visitor, &view, names).await?,
            has_conflict: review.barred.contains(&me) && outcome.is_none(),
            can_decide,
            outcomes: outcome_choices(s),
            is_rescored: appeal.rescored_decision_id.is_some(),
            scores: scores(app, s, visitor, review, &view).await?,
            outcome,
            pointers,
        }))
    }
}

fn outcome_choices(s: &Shell) -> [OutcomeChoice; 2] {
    [(Outcome::Overturned, "o"), (Outcome::Upheld, "u")].map(|(outcome, key)| OutcomeChoice {
        name: outcome.name(),
        text: s.named("outcome", outcome.name()),
        meaning: s.named("outcome_meaning", outcome.name()),
        key,
    })
}

/// The contested verdict, from the review in which it was given.
async fn contested_verdict(
    app: &App,
    s: &Shell,
    visitor: &Visitor,
    view: &AppealView,
    names: &Names,
) -> Result<Option<VerdictView>, Failure> {
    let Some(id) = view.appeal.contested else { return Ok(None) };
    let filter = Filter {
        applicant: Some(view.appeal.applicant_id),
        state: Some(ReviewState::Closed),
        ..Filter::default()
    };
    let (closed, _) = reviews::list(app, &reviewer(visitor), &filter, 50).await?;
    let contested = closed.items.iter().find_map(|listed| {
        let verdict = listed.review.recorded_verdict().filter(|verdict| verdict.id == id)?;
        Some(verdict_view(s, names, &listed.review, verdict))
    });
    Ok(contested)
}

/// The scores of the contested decision and of the one after the corrections.
async fn scores(
    app: &App,
    s: &Shell,
    visitor: &Visitor,
    review: &Review,
    view: &AppealView,
) -> Result<Option<[ScoreView; 2]>, Failure> {
    let Some(rescored) = view.appeal.rescored_decision_id.filter(|_| !review.hides_score()) else {
        return Ok(None);
    };
    let before = decisions::find(app, &visitor.tenant, view.appeal.decision_id).await?;
    let after = decisions::find(app, &visitor.tenant, rescored).await?;
    Ok(Some([before, after].map(|decision| ScoreView {
        score: decision.assessment.score,
        band: BandView::new(s, decision.assessment.band),
    })))
}
