//! Appeals: which there are, and what a case that decides one says of it.

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use ids::AppealId;
use scoring::decision::ReviewState;

use super::panel::{GivenView, called, given};
use super::reviewer;
use crate::app::App;
use crate::console::case::BandView;
use crate::console::correction::places;
use crate::console::failure::Failure;
use crate::console::frame::page;
use crate::console::shell::Shell;
use crate::console::shown::shown;
use crate::console::visitor::{Fields, Visitor};
use crate::domain::appeal::Outcome;
use crate::domain::review::Review;
use crate::service::reviews::{self, AppealView, Case};
use crate::service::{applicants, decisions, users};
use crate::store::review_lists::Filter;

/// How many appeals a page shows.
const PAGE: u16 = 50;
/// How much of a statement the list shows.
const EXCERPT: usize = 140;
/// How much of it the case shows.
const STATEMENT: usize = 4_000;

#[derive(Template)]
#[template(path = "console/appeals.html")]
struct AppealsPage {
    s: Shell,
    rows: Vec<AppealRow>,
    more: Option<String>,
}

/// One appeal of the list.
struct AppealRow {
    href: String,
    name: String,
    by: String,
    at: String,
    excerpt: String,
    outcome: Option<&'static str>,
    state: String,
    decided: String,
}

/// An appeal on the page of the case that decides it.
pub(super) struct AppealPanel {
    pub(super) id: String,
    pub(super) by: String,
    pub(super) at: String,
    pub(super) statement: String,
    pub(super) corrections: Option<String>,
    /// The verdict that is contested.
    pub(super) contested: Option<GivenView>,
    /// Whether the visitor gave or approved it, and so must leave this to somebody else.
    pub(super) is_barred: bool,
    pub(super) can_decide: bool,
    pub(super) outcomes: [OutcomeChoice; 2],
    pub(super) rescored: bool,
    /// What the contested decision and the one on the corrected facts say, if that may be seen.
    pub(super) scores: Option<[ScoreView; 2]>,
    pub(super) outcome: Option<OutcomeView>,
    /// The places of the profile that can be corrected.
    pub(super) places: Vec<String>,
}

/// A score with its band.
pub(super) struct ScoreView {
    pub(super) score: u8,
    pub(super) band: BandView,
}

/// An outcome to choose.
pub(super) struct OutcomeChoice {
    pub(super) name: &'static str,
    pub(super) text: String,
    pub(super) means: String,
    pub(super) key: &'static str,
}

/// How an appeal ended.
pub(super) struct OutcomeView {
    pub(super) text: String,
    pub(super) by: String,
    pub(super) at: String,
    pub(super) note: String,
}

/// `GET /console/appeals`: every appeal, the latest first.
pub(in crate::console) async fn appeals(
    app: Data<App>,
    request: HttpRequest,
    visitor: Visitor,
) -> Result<HttpResponse, Failure> {
    let before: Option<AppealId> = Fields::asked(&request).parse("before").ok();
    let found = reviews::appeals(&app, &reviewer(&visitor), before, PAGE).await?;
    let ids: Vec<_> = found.items.iter().map(|one| one.appeal.applicant_id).collect();
    let names = applicants::names(&app, &visitor.tenant, &ids).await?;
    let users = users::names(&app, &visitor.tenant).await?;
    let s = Shell::of(&visitor, "appeals.title", &request);
    let last = found.items.last().filter(|_| found.more);
    let row = |one: &AppealView| AppealRow {
        name: names
            .get(&one.appeal.applicant_id)
            .map_or_else(|| "–".to_owned(), |it| shown(it, 60)),
        ..row(&s, &users, one)
    };
    Ok(page(&AppealsPage {
        more: last.map(|one| format!("/console/appeals?before={}", one.appeal.id)),
        rows: found.items.iter().map(row).collect(),
        s,
    }))
}

fn row(s: &Shell, users: &BTreeMap<String, String>, view: &AppealView) -> AppealRow {
    let AppealView { appeal, statement, .. } = view;
    let outcome = appeal.decided.as_ref().map(|decided| decided.outcome.name());
    AppealRow {
        href: format!("/console/reviews/{}", appeal.review_id),
        name: String::new(),
        by: s.t(&format!("opened_by.{}", appeal.opened_by.name())),
        at: s.time(&appeal.opened_at),
        excerpt: shown(statement, EXCERPT),
        state: s.t(&format!("outcome.{}", outcome.unwrap_or("none"))),
        outcome,
        decided: appeal.decided.as_ref().map(|one| called(users, &one.by)).unwrap_or_default(),
    }
}

impl AppealPanel {
    /// The appeal that a case decides, if it is there for one.
    pub(super) async fn of(
        app: &App,
        s: &Shell,
        visitor: &Visitor,
        case: &Case,
        names: &BTreeMap<String, String>,
    ) -> Result<Option<Self>, Failure> {
        let Some(id) = case.review.appeal_id else { return Ok(None) };
        let view = reviews::appeal(app, &reviewer(visitor), id).await?;
        let (me, review) = (visitor.actor(), &case.review);
        let claim = review.claim_now(app.clock.now());
        let can_decide = claim.is_some_and(|claim| claim.by == me);
        let places = if can_decide { places(&case.profile) } else { Vec::new() };
        let appeal = &view.appeal;
        let outcome = appeal.decided.as_ref().map(|decided| OutcomeView {
            text: s.t(&format!("outcome.{}", decided.outcome.name())),
            by: called(names, &decided.by),
            at: s.time(&decided.at),
            note: shown(view.outcome_note.as_deref().unwrap_or_default(), STATEMENT),
        });
        Ok(Some(Self {
            id: appeal.id.to_string(),
            by: s.t(&format!("opened_by.{}", appeal.opened_by.name())),
            at: s.time(&appeal.opened_at),
            statement: shown(&view.statement, STATEMENT),
            corrections: view.corrections.as_deref().map(|text| shown(text, STATEMENT)),
            contested: contested(app, s, visitor, &view, names).await?,
            is_barred: review.barred.contains(&me) && outcome.is_none(),
            can_decide,
            outcomes: outcomes(s),
            rescored: appeal.rescored_decision_id.is_some(),
            scores: scores(app, s, visitor, review, &view).await?,
            outcome,
            places,
        }))
    }
}

/// The outcomes to choose from, each with what it means and its key.
fn outcomes(s: &Shell) -> [OutcomeChoice; 2] {
    [(Outcome::Overturned, "o"), (Outcome::Upheld, "u")].map(|(outcome, key)| {
        let name = outcome.name();
        let text = s.t(&format!("outcome.{name}"));
        OutcomeChoice { name, text, means: s.t(&format!("outcome.{name}.means")), key }
    })
}

/// The verdict that is contested, from the review that it was given in.
async fn contested(
    app: &App,
    s: &Shell,
    visitor: &Visitor,
    view: &AppealView,
    names: &BTreeMap<String, String>,
) -> Result<Option<GivenView>, Failure> {
    let Some(id) = view.appeal.contested else { return Ok(None) };
    let filter = Filter {
        applicant: Some(view.appeal.applicant_id),
        state: Some(ReviewState::Closed),
        ..Filter::default()
    };
    let (closed, _) = reviews::list(app, &reviewer(visitor), &filter, 50).await?;
    let found = closed.items.iter().find_map(|one| {
        let verdict = one.review.given().filter(|verdict| verdict.id == id)?;
        Some(given(s, names, &one.review, verdict))
    });
    Ok(found)
}

/// What the contested decision said, and what the one on the corrected facts says.
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
    Ok(Some([before, after].map(|one| ScoreView {
        score: one.assessment.score,
        band: BandView::of(s, one.assessment.band),
    })))
}
